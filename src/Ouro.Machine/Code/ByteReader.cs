// Reading bytes that may be damaged or hostile, without exceptions: a read beyond the end, or a malformed number, makes
// the reader fail once and for all, and every later read gives zero. Callers check Failed at the end, and before
// they allocate: a length comes from Length(), which refuses more elements than bytes remain.

using System.Buffers.Binary;
using System.Text;

namespace Ouro.Machine.Code;

/// <summary>A cursor over bytes.</summary>
internal ref struct ByteReader
{
    /// <summary>All bytes, read or not.</summary>
    internal readonly ReadOnlySpan<byte> All;

    /// <param name="bytes">What is read.</param>
    /// <param name="origin">Where these bytes begin in the file, for messages.</param>
    internal ByteReader(ReadOnlySpan<byte> bytes, int origin)
    {
        All = bytes;
        Size = bytes.Length;
        Origin = origin;
    }

    /// <summary>What is wrong, in words, or null.</summary>
    internal string? Problem;

    internal bool Failed;

    /// <summary>Bytes that were not read yet; 0 after a failure.</summary>
    internal readonly int Remaining => Problem is null ? Size - Position : 0;

    /// <summary>Bytes read so far.</summary>
    internal int Position;

    /// <summary>Where the bytes begin in the file.</summary>
    internal readonly int Origin;

    /// <summary>How many bytes there are, read or not.</summary>
    internal readonly int Size;

    /// <summary>Records a failure, unless there was one before.</summary>
    internal void Fail(string problem)
    {
        Failed = true;
        Problem ??= FormattableString.Invariant($"{problem} at byte {(long)Origin + Position}");
    }

    internal int Byte()
    {
        if (Remaining < 1)
        {
            Fail("it is truncated");
            return 0;
        }

        return All[Position++];
    }

    internal ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || Remaining < count)
        {
            Fail("it is truncated");
            return [];
        }

        Position += count;
        return All.Slice(Position - count, count);
    }

    internal int Word()
    {
        var bytes = Bytes(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    internal long Long()
    {
        var bytes = Bytes(8);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    internal ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                if (shift == 63 && next > 1)
                {
                    break;
                }

                return value;
            }
        }

        Fail("a number is too large");
        return 0;
    }

    internal long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number from 0 to <paramref name="maximum"/>.</summary>
    internal int Index(long maximum, string what)
    {
        ulong value = Unsigned();
        if (value > (ulong)Math.Min(maximum, int.MaxValue) || maximum < 0)
        {
            Fail(FormattableString.Invariant($"{what} is out of range ({value})"));
            return 0;
        }

        return (int)value;
    }

    /// <summary>A number of elements that follow, each of at least <paramref name="size"/> bytes.</summary>
    internal int Length(int size, string what)
    {
        ulong value = Unsigned();
        if (value > (ulong)(Remaining / size))
        {
            Fail(FormattableString.Invariant($"{what} has more elements ({value}) than there are bytes"));
            return 0;
        }

        return (int)value;
    }

    /// <summary>What <see cref="ByteWriter.Text"/> wrote.</summary>
    internal string Text()
    {
        ulong header = Unsigned();
        int size = (header & 1) != 0 ? 2 : 1;
        if (header >> 1 > (ulong)(Remaining / size))
        {
            Fail("a text is longer than the bytes that remain");
            return "";
        }

        var bytes = Bytes((int)(header >> 1) * size);
        if (size == 1)
        {
            return Encoding.Latin1.GetString(bytes);
        }

        var units = new char[bytes.Length / 2];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        }

        return new string(units);
    }
}

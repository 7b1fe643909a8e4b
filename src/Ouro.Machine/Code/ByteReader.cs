// Reading bytes that may be damaged or hostile, without exceptions: a read beyond the end, or a malformed number, makes
// the reader fail once and for all, and every later read gives zero. Callers check Failed at the end, and before
// they allocate: a length comes from Length(), which refuses more elements than bytes remain.
//
// Images are read while a program starts, so what is read often is compiled well from the start, and the rest stays out of its way.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ouro.Machine.Code;

/// <summary>A cursor over bytes.</summary>
internal struct ByteReader
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private int _end;

    /// <param name="bytes">The whole file.</param>
    /// <param name="start">The first byte that is read.</param>
    /// <param name="length">How many may be read; they are there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ByteReader(byte[] bytes, int start, int length)
    {
        _bytes = bytes;
        _start = start;
        Position = start;
        _end = start + length;
        Problem = null;
    }

    /// <summary>What is wrong, in words, or null.</summary>
    internal string? Problem;

    /// <summary>The place of the next byte in the file.</summary>
    internal int Position;

    internal readonly bool Failed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Problem is not null;
    }

    /// <summary>Bytes that were not read yet; 0 after a failure.</summary>
    internal readonly int Remaining
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _end - Position;
    }

    /// <summary>Where the bytes begin.</summary>
    internal readonly int Start => _start;

    /// <summary>Where the bytes end.</summary>
    internal readonly int End => _end;

    /// <summary>Records a failure, unless there was one before.</summary>
    internal void Fail(string problem)
    {
        Problem ??= FormattableString.Invariant($"{problem} at byte {Position}");
        _end = Position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Byte()
    {
        if (Position >= _end)
        {
            Truncated();
            return 0;
        }

        return _bytes[Position++];
    }

    internal ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || Remaining < count)
        {
            Truncated();
            return [];
        }

        Position += count;
        return _bytes.AsSpan(Position - count, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Word()
    {
        if (_end - Position < 4)
        {
            Truncated();
            return 0;
        }

        Position += 4;
        return BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(Position - 4));
    }

    internal long Long()
    {
        if (_end - Position < 8)
        {
            Truncated();
            return 0;
        }

        Position += 8;
        return BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(Position - 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Unsigned()
    {
        int first = Byte();
        return first < 0x80 ? (ulong)first : UnsignedRest(first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong UnsignedRest(int first)
    {
        ulong value = (ulong)first & 0x7F;
        for (int shift = 7; shift < 64; shift += 7)
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Index(int maximum, string what)
    {
        ulong value = Unsigned();
        return maximum >= 0 && value <= (ulong)maximum ? (int)value : OutOfRange(value, what);
    }

    /// <summary>A number of elements that follow, each of at least <paramref name="size"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Length(int size, string what)
    {
        ulong value = Unsigned();
        return value <= (ulong)(Remaining / size) ? (int)value : OutOfRange(value, what);
    }

    /// <summary>What <see cref="ByteWriter.Text"/> wrote.</summary>
    internal string Text()
    {
        ulong header = Unsigned();
        int size = (header & 1) != 0 ? 2 : 1;
        if (header >> 1 > (ulong)(Remaining / size))
        {
            Truncated();
            return "";
        }

        var bytes = Bytes((int)(header >> 1) * size);
        return size == 1 ? Encoding.Latin1.GetString(bytes) : WideText(bytes);
    }

    private static string WideText(ReadOnlySpan<byte> bytes)
    {
        var units = new char[bytes.Length / 2];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        }

        return new string(units);
    }

    private void Truncated() => Fail("it is truncated");

    private int OutOfRange(ulong value, string what)
    {
        Fail(FormattableString.Invariant($"{what}: {value} is out of range"));
        return 0;
    }
}

using System.Buffers.Binary;

namespace Ouro.Machine.Code;

/// <summary>A growing array of bytes with the number formats of images: little-endian words and variable-length integers.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes written so far.</summary>
    internal int Count;

    /// <summary>What was written. Valid until the next write.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    internal byte[] ToArray() => _bytes.AsSpan(0, Count).ToArray();

    internal void Byte(int value) => Room(1)[0] = (byte)value;

    internal void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    internal void Word(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    internal void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    /// <summary>Replaces a word that was written before.</summary>
    internal void PatchWord(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position, 4), value);

    /// <summary>Replaces a long that was written before.</summary>
    internal void PatchLong(int position, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(position, 8), value);

    /// <summary>A number that is not negative: seven bits a byte, least first, the top bit set on all but the last.</summary>
    internal void Unsigned(ulong value)
    {
        // Ten bytes hold any number.
        var room = Room(10);
        int used = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[used++] = (byte)((int)value | 0x80);
        }

        room[used++] = (byte)value;
        Count -= 10 - used;
    }

    /// <summary>A length or index.</summary>
    internal void Count32(int value) => Unsigned((uint)value);

    /// <summary>A number of either sign, small magnitudes short.</summary>
    internal void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    /// <summary>UTF-16 text, lone surrogates kept: its length times two, plus one if it has other than Latin-1 characters; then one or two bytes each.</summary>
    internal void Text(string text)
    {
        bool wide = false;
        foreach (char unit in text)
        {
            wide |= unit > 0xFF;
        }

        Unsigned(((ulong)text.Length << 1) | (wide ? 1UL : 0));
        var room = Room(wide ? checked(text.Length * 2) : text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (wide)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(room[(2 * i)..], text[i]);
            }
            else
            {
                room[i] = (byte)text[i];
            }
        }
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - Count < size)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Count + size)));
        }

        var room = _bytes.AsSpan(Count, size);
        Count += size;
        return room;
    }
}

// Guest strings: sequences of code points of fixed length, mutable unless flagged constant. See TextStorage for
// how they are kept. A store of a wider code point replaces the storage; the length never changes, so an index that
// was checked stays good.
//
// The hash is over code points, the same for every width, without a random seed: programs see the same order of
// everything on every run.

namespace Ouro.Machine.Values;

/// <summary>A guest string: a mutable sequence of code points, lone surrogates included, with constant-time indexing.</summary>
[GuestType("a string")]
public sealed class Text : HeapObject, IEquatable<Text>
{
    /// <summary>The elements, by <see cref="Width"/>.</summary>
    internal byte[] Storage;

    /// <summary>How many code points.</summary>
    public readonly int Length;

    /// <summary>The cached hash, 0 while it is not known.</summary>
    private int _hash;

    /// <summary>The code points of UTF-16 text; a surrogate pair becomes one.</summary>
    public Text(string text)
        : this((ReadOnlySpan<char>)text)
    {
    }

    /// <summary>The code points of UTF-16 text; a surrogate pair becomes one.</summary>
    public Text(ReadOnlySpan<char> text)
    {
        Detail = (byte)TextStorage.WidthOf(text, out Length);
        Storage = TextStorage.Allocate(Length, Detail);
        TextStorage.WriteUtf16(Storage, Detail, 0, text);
    }

    /// <summary>That many times the same code point.</summary>
    public Text(int length, int codePoint)
    {
        Detail = (byte)TextStorage.WidthOf(codePoint);
        Length = length;
        Storage = TextStorage.Allocate(length, Detail);
        if (codePoint != 0)
        {
            TextStorage.Fill(Storage, Detail, 0, length, codePoint);
        }
    }

    /// <summary>Takes over a storage that holds exactly that many elements of that width.</summary>
    internal Text(byte[] storage, int width, int length)
    {
        Detail = (byte)width;
        Storage = storage;
        Length = length;
    }

    /// <summary>The logarithm of the bytes an element takes: 0, 1 or 2.</summary>
    internal int Width => Detail;

    /// <summary>The field that has the width, for compiled code.</summary>
    internal const string WidthField = nameof(Detail);

    /// <summary>The code point at an index below <see cref="Length"/>.</summary>
    public int this[int index]
    {
        get => TextStorage.Read(Storage, Detail, index);
        set
        {
            var width = TextStorage.WidthOf(value);
            if (width > Detail)
            {
                Widen(width);
            }

            _hash = 0;
            TextStorage.Write(Storage, Detail, index, value);
        }
    }

    /// <summary>What a string costs, in bytes, for the allocation limit.</summary>
    internal static long SizeOf(long length, int width = 0) => 64 + (length << width);

    private void Widen(int width)
    {
        Storage = TextStorage.Convert(Storage, Detail, Length, width, Length);
        Detail = (byte)width;
    }

    /// <summary>A new string of the code points from start up to end.</summary>
    public Text Substring(int start, int end)
    {
        var width = TextStorage.WidthOf(Storage, Detail, start, end);
        var storage = TextStorage.Allocate(end - start, width);
        TextStorage.Copy(Storage, Detail, start, storage, width, 0, end - start);
        return new Text(storage, width, end - start);
    }

    /// <summary>A new string of all code points.</summary>
    public Text Copy() => new(Storage.AsSpan().ToArray(), Detail, Length) { _hash = _hash };

    /// <summary>Copies code points into another string, or within the same one, where the ranges may overlap.</summary>
    public void CopyTo(int start, int end, Text target, int at)
    {
        if (Detail > target.Detail)
        {
            var width = TextStorage.WidthOf(Storage, Detail, start, end);
            if (width > target.Detail)
            {
                target.Widen(width);
            }
        }

        target._hash = 0;
        TextStorage.Copy(Storage, Detail, start, target.Storage, target.Detail, at, end - start);
    }

    /// <summary>Sets the code points from start up to end.</summary>
    public void Fill(int start, int end, int codePoint)
    {
        var width = TextStorage.WidthOf(codePoint);
        if (width > Detail && start < end)
        {
            Widen(width);
        }

        _hash = 0;
        TextStorage.Fill(Storage, Detail, start, start < end ? end : start, codePoint);
    }

    /// <summary>The texts one after the other.</summary>
    public static Text Concat(Text left, Text right)
    {
        var width = Math.Max(left.Width, right.Width);
        var length = checked(left.Length + right.Length);
        var storage = TextStorage.Allocate(length, width);
        TextStorage.Copy(left.Storage, left.Detail, 0, storage, width, 0, left.Length);
        TextStorage.Copy(right.Storage, right.Detail, 0, storage, width, left.Length, right.Length);
        return new Text(storage, width, length);
    }

    /// <summary>The index of the first code point equal to this one at or after start; -1 if there is none.</summary>
    public int IndexOf(int codePoint, int start = 0)
    {
        var index = Detail switch
        {
            0 => codePoint <= 0xFF ? Storage.AsSpan(start).IndexOf((byte)codePoint) : -1,
            1 => codePoint <= 0xFFFF ? TextStorage.Chars(Storage)[start..].IndexOf((char)codePoint) : -1,
            _ => TextStorage.Integers(Storage)[start..].IndexOf(codePoint),
        };
        return index < 0 ? -1 : index + start;
    }

    /// <summary>The same code points in the same order.</summary>
    public bool Equals(Text? other)
    {
        if (other is null || other.Length != Length)
        {
            return false;
        }

        return (Detail | other.Detail) == 0
            ? new ReadOnlySpan<byte>(Storage).SequenceEqual(other.Storage)
            : EqualsWide(other);
    }

    private bool EqualsWide(Text other) => Detail == other.Detail
        ? Storage.AsSpan().SequenceEqual(other.Storage)
        : CompareElements(other, Length) == 0;

    public override bool Equals(object? obj) => obj is Text other && Equals(other);

    /// <summary>Order by code points.</summary>
    /// <returns>Negative, 0 or positive.</returns>
    public int CompareTo(Text other)
    {
        if (Detail != other.Detail)
        {
            var order = CompareElements(other, Math.Min(Length, other.Length));
            return order != 0 ? order : Length.CompareTo(other.Length);
        }

        return Detail switch
        {
            0 => Storage.AsSpan().SequenceCompareTo(other.Storage),
            1 => TextStorage.Chars(Storage).SequenceCompareTo(TextStorage.Chars(other.Storage)),
            _ => TextStorage.Integers(Storage).SequenceCompareTo(TextStorage.Integers(other.Storage)),
        };
    }

    private int CompareElements(Text other, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var order = this[index] - other[index];
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>A hash of the content, the same in every process.</summary>
    public override int GetHashCode() => _hash != 0 ? _hash : _hash = ComputeHash();

    // A polynomial in an odd multiplier, four elements at a time so that the products overlap.
    private int ComputeHash()
    {
        const ulong Factor = 0x9E37_79B9_7F4A_7C15;
        const ulong Factor2 = unchecked(Factor * Factor);
        const ulong Factor3 = unchecked(Factor2 * Factor);
        const ulong Factor4 = unchecked(Factor3 * Factor);
        var hash = (ulong)Length + 1;
        var index = 0;
        if (Detail == 0)
        {
            var bytes = Storage;
            for (; index + 3 < bytes.Length; index += 4)
            {
                hash = hash * Factor4 + bytes[index] * Factor3 + bytes[index + 1] * Factor2 + bytes[index + 2] * Factor + bytes[index + 3];
            }
        }

        for (; index < Length; index++)
        {
            hash = hash * Factor + (ulong)this[index];
        }

        var mixed = (int)(hash >> 32) ^ (int)hash;
        return mixed != 0 ? mixed : 1;
    }

    /// <summary>UTF-16: code points beyond 0xFFFF become surrogate pairs, lone surrogates stay as they are.</summary>
    public override string ToString() => ToString(0, Length);

    /// <summary>UTF-16 of the code points from start up to end.</summary>
    public string ToString(int start, int end)
    {
        if (Detail == 0)
        {
            return System.Text.Encoding.Latin1.GetString(Storage, start, end - start);
        }

        if (Detail == 1)
        {
            return new string(TextStorage.Chars(Storage)[start..end]);
        }

        var elements = TextStorage.Integers(Storage)[start..end];
        var length = elements.Length;
        foreach (var codePoint in elements)
        {
            length += codePoint > 0xFFFF ? 1 : 0;
        }

        var characters = new char[length];
        var at = 0;
        foreach (var codePoint in elements)
        {
            if (codePoint > 0xFFFF)
            {
                characters[at++] = (char)(0xD7C0 + (codePoint >> 10));
                characters[at++] = (char)(0xDC00 + (codePoint & 0x3FF));
            }
            else
            {
                characters[at++] = (char)codePoint;
            }
        }

        return new string(characters);
    }
}

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
    private byte[] _storage;
    private readonly int _length;

    /// <summary>The cached hash, 0 while it is not known.</summary>
    private int _hash;

    /// <summary>The code points of UTF-16 text; a surrogate pair becomes one.</summary>
    public Text(string text)
        : this(text.AsSpan())
    {
    }

    /// <summary>The code points of UTF-16 text; a surrogate pair becomes one.</summary>
    public Text(ReadOnlySpan<char> text)
    {
        Detail = (byte)TextStorage.WidthOf(text, out _length);
        _storage = TextStorage.Allocate(_length, Detail);
        TextStorage.WriteUtf16(_storage, Detail, 0, text);
    }

    /// <summary>That many times the same code point.</summary>
    public Text(int length, int codePoint)
    {
        Detail = (byte)TextStorage.WidthOf(codePoint);
        _length = length;
        _storage = TextStorage.Allocate(length, Detail);
        if (codePoint != 0)
        {
            TextStorage.Fill(_storage, Detail, 0, length, codePoint);
        }
    }

    /// <summary>Takes over a storage that holds exactly that many elements of that width.</summary>
    internal Text(byte[] storage, int width, int length)
    {
        Detail = (byte)width;
        _storage = storage;
        _length = length;
    }

    /// <summary>How many code points.</summary>
    public int Length => _length;

    /// <summary>The logarithm of the bytes an element takes: 0, 1 or 2.</summary>
    internal int Width => Detail;

    /// <summary>The elements, by <see cref="Width"/>.</summary>
    internal byte[] Storage => _storage;

    /// <summary>The code point at an index below <see cref="Length"/>.</summary>
    public int this[int index]
    {
        get => TextStorage.Read(_storage, Detail, index);
        set
        {
            var width = TextStorage.WidthOf(value);
            if (width > Detail)
            {
                Widen(width);
            }

            _hash = 0;
            TextStorage.Write(_storage, Detail, index, value);
        }
    }

    /// <summary>What a string costs, in bytes, for the allocation limit.</summary>
    internal static long SizeOf(long length, int width = 0) => 64 + (length << width);

    private void Widen(int width)
    {
        _storage = TextStorage.Convert(_storage, Detail, _length, width, _length);
        Detail = (byte)width;
    }

    /// <summary>A new string of the code points from start up to end.</summary>
    public Text Substring(int start, int end)
    {
        var width = TextStorage.WidthOf(_storage, Detail, start, end);
        var storage = TextStorage.Allocate(end - start, width);
        TextStorage.Copy(_storage, Detail, start, storage, width, 0, end - start);
        return new Text(storage, width, end - start);
    }

    /// <summary>A new string of all code points.</summary>
    public Text Copy() => new(_storage.AsSpan().ToArray(), Detail, _length) { _hash = _hash };

    /// <summary>Copies code points into another string, or within the same one, where the ranges may overlap.</summary>
    public void CopyTo(int start, int end, Text target, int at)
    {
        if (Detail > target.Detail)
        {
            var width = TextStorage.WidthOf(_storage, Detail, start, end);
            if (width > target.Detail)
            {
                target.Widen(width);
            }
        }

        target._hash = 0;
        TextStorage.Copy(_storage, Detail, start, target._storage, target.Detail, at, end - start);
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
        TextStorage.Fill(_storage, Detail, start, start < end ? end : start, codePoint);
    }

    /// <summary>The texts one after the other.</summary>
    public static Text Concat(Text left, Text right)
    {
        var width = Math.Max(left.Width, right.Width);
        var length = checked(left._length + right._length);
        var storage = TextStorage.Allocate(length, width);
        TextStorage.Copy(left._storage, left.Detail, 0, storage, width, 0, left._length);
        TextStorage.Copy(right._storage, right.Detail, 0, storage, width, left._length, right._length);
        return new Text(storage, width, length);
    }

    /// <summary>The index of the first code point equal to this one at or after start; -1 if there is none.</summary>
    public int IndexOf(int codePoint, int start = 0)
    {
        var index = Detail switch
        {
            0 => codePoint <= 0xFF ? _storage.AsSpan(start).IndexOf((byte)codePoint) : -1,
            1 => codePoint <= 0xFFFF ? TextStorage.Chars(_storage)[start..].IndexOf((char)codePoint) : -1,
            _ => TextStorage.Integers(_storage)[start..].IndexOf(codePoint),
        };
        return index < 0 ? -1 : index + start;
    }

    /// <summary>The same code points in the same order.</summary>
    public bool Equals(Text? other)
    {
        if (other is null || other._length != _length)
        {
            return false;
        }

        return (Detail | other.Detail) == 0
            ? new ReadOnlySpan<byte>(_storage).SequenceEqual(other._storage)
            : EqualsWide(other);
    }

    private bool EqualsWide(Text other) => Detail == other.Detail
        ? _storage.AsSpan().SequenceEqual(other._storage)
        : CompareElements(other, _length) == 0;

    public override bool Equals(object? obj) => obj is Text other && Equals(other);

    /// <summary>Order by code points.</summary>
    /// <returns>Negative, 0 or positive.</returns>
    public int CompareTo(Text other)
    {
        if (Detail != other.Detail)
        {
            var order = CompareElements(other, Math.Min(_length, other._length));
            return order != 0 ? order : _length.CompareTo(other._length);
        }

        return Detail switch
        {
            0 => _storage.AsSpan().SequenceCompareTo(other._storage),
            1 => TextStorage.Chars(_storage).SequenceCompareTo(TextStorage.Chars(other._storage)),
            _ => TextStorage.Integers(_storage).SequenceCompareTo(TextStorage.Integers(other._storage)),
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
        var hash = (ulong)_length + 1;
        var index = 0;
        if (Detail == 0)
        {
            var bytes = _storage;
            for (; index + 3 < bytes.Length; index += 4)
            {
                hash = hash * Factor4 + bytes[index] * Factor3 + bytes[index + 1] * Factor2 + bytes[index + 2] * Factor + bytes[index + 3];
            }
        }

        for (; index < _length; index++)
        {
            hash = hash * Factor + (ulong)this[index];
        }

        var mixed = (int)(hash >> 32) ^ (int)hash;
        return mixed != 0 ? mixed : 1;
    }

    /// <summary>UTF-16: code points beyond 0xFFFF become surrogate pairs, lone surrogates stay as they are.</summary>
    public override string ToString() => ToString(0, _length);

    /// <summary>UTF-16 of the code points from start up to end.</summary>
    public string ToString(int start, int end)
    {
        if (Detail == 0)
        {
            return System.Text.Encoding.Latin1.GetString(_storage, start, end - start);
        }

        if (Detail == 1)
        {
            return new string(TextStorage.Chars(_storage)[start..end]);
        }

        var elements = TextStorage.Integers(_storage)[start..end];
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

// The elements of guest text: one, two or four bytes each, the least that the greatest code point needs. Unlike UTF-16 a
// two-byte element is a whole code point, so indexing never searches; a lone surrogate is an element like any other.
// All widths live in a byte array: one field, and a cast by the runtime, which keeps the bounds checks.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ouro.Machine.Values;

/// <summary>Operations on arrays of code points of a given width. A width is given as its logarithm: 0, 1 or 2.</summary>
internal static class TextStorage
{
    /// <summary>The least width that holds the code point.</summary>
    internal static int WidthOf(int codePoint) => codePoint <= 0xFF ? 0 : codePoint <= 0xFFFF ? 1 : 2;

    internal static byte[] Allocate(int length, int width) => length == 0 ? [] : new byte[checked(length << width)];

    internal static Span<char> Chars(byte[] storage) => MemoryMarshal.Cast<byte, char>(storage.AsSpan());

    internal static Span<int> Integers(byte[] storage) => MemoryMarshal.Cast<byte, int>(storage.AsSpan());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Read(byte[] storage, int width, int index) => width == 0 ? storage[index] : ReadWide(storage, width, index);

    private static int ReadWide(byte[] storage, int width, int index) => width == 1 ? Chars(storage)[index] : Integers(storage)[index];

    /// <summary>Writes a code point that fits the width.</summary>
    internal static void Write(byte[] storage, int width, int index, int codePoint)
    {
        if (width == 0)
        {
            storage[index] = (byte)codePoint;
        }
        else if (width == 1)
        {
            Chars(storage)[index] = (char)codePoint;
        }
        else
        {
            Integers(storage)[index] = codePoint;
        }
    }

    /// <summary>Writes the code point, which fits the width, to a whole range.</summary>
    internal static void Fill(byte[] storage, int width, int start, int end, int codePoint)
    {
        if (width == 0)
        {
            storage.AsSpan(start, end - start).Fill((byte)codePoint);
        }
        else if (width == 1)
        {
            Chars(storage)[start..end].Fill((char)codePoint);
        }
        else
        {
            Integers(storage)[start..end].Fill(codePoint);
        }
    }

    /// <summary>Copies elements; the ranges may overlap. A narrower target must be able to hold what is copied.</summary>
    internal static void Copy(byte[] from, int fromWidth, int start, byte[] to, int toWidth, int at, int count)
    {
        if (fromWidth == toWidth)
        {
            from.AsSpan(start << fromWidth, count << fromWidth).CopyTo(to.AsSpan(at << toWidth));
            return;
        }

        for (var index = 0; index < count; index++)
        {
            Write(to, toWidth, at + index, Read(from, fromWidth, start + index));
        }
    }

    /// <summary>A copy of the first elements with room for <paramref name="capacity"/>, in another width.</summary>
    internal static byte[] Convert(byte[] storage, int width, int count, int newWidth, int capacity)
    {
        var converted = Allocate(capacity, newWidth);
        Copy(storage, width, 0, converted, newWidth, 0, count);
        return converted;
    }

    /// <summary>The least width that holds the elements of a range.</summary>
    internal static int WidthOf(byte[] storage, int width, int start, int end)
    {
        if (width == 0)
        {
            return 0;
        }

        if (width == 1)
        {
            return Chars(storage)[start..end].ContainsAnyExceptInRange('\0', '\u00FF') ? 1 : 0;
        }

        var all = 0;
        foreach (var codePoint in Integers(storage)[start..end])
        {
            all |= codePoint;
        }

        return WidthOf(all);
    }

    /// <summary>The least width that holds UTF-16 text, whose surrogate pairs are one element each.</summary>
    internal static int WidthOf(ReadOnlySpan<char> text, out int length)
    {
        length = text.Length;
        if (!text.ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            return 0;
        }

        var position = text.IndexOfAnyInRange('\uD800', '\uDBFF');
        if (position < 0)
        {
            return 1;
        }

        var pairs = 0;
        for (; position + 1 < text.Length; position++)
        {
            if (char.IsHighSurrogate(text[position]) && char.IsLowSurrogate(text[position + 1]))
            {
                pairs++;
                position++;
            }
        }

        length -= pairs;
        return pairs == 0 ? 1 : 2;
    }

    /// <summary>Writes UTF-16 text as elements of a width that holds them.</summary>
    internal static void WriteUtf16(byte[] storage, int width, int at, ReadOnlySpan<char> text)
    {
        if (width == 0)
        {
            // The host compiles its vectorised conversion anew at every start, so names and messages do without it.
            if (text.Length > 200)
            {
                System.Text.Encoding.Latin1.GetBytes(text, storage.AsSpan(at));
                return;
            }

            for (var index = 0; index < text.Length; index++)
            {
                storage[at + index] = (byte)text[index];
            }

            return;
        }

        if (width == 1)
        {
            text.CopyTo(Chars(storage)[at..]);
            return;
        }

        var elements = Integers(storage);
        for (var position = 0; position < text.Length; position++)
        {
            var isPair = char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]);
            elements[at++] = isPair ? char.ConvertToUtf32(text[position], text[++position]) : text[position];
        }
    }
}

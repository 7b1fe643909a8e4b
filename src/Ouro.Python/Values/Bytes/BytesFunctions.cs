// Bytes are searched, cut and padded like texts whose characters are all below 256, which is what a text of one byte an element is: it can
// be laid over an array without copying. What differs is white space, line ends and case, which know ASCII only.

using Ouro.Python.Values.Sequences;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Bytes;

/// <summary>Methods of <c>bytes</c> and <c>bytearray</c> that are not the same as those of <c>str</c>. Null: see <see cref="Meter"/>.</summary>
internal static class BytesFunctions
{
    private const string Hexadecimal = "0123456789abcdef";

    /// <summary>A text over an array, for the algorithms that bytes and texts share: those of <see cref="StringSearch"/>, <see cref="StringMaking"/>
    /// and <see cref="StringLayout"/>, splitting at a separator, and stripping of given characters.</summary>
    /// <remarks>Its elements are in <see cref="Text.Storage"/>, and so are those of a result, because nothing wider comes from bytes.</remarks>
    internal static Text AsText(byte[] bytes) => new(bytes, 0, bytes.Length);

    /// <summary><c>split</c>, or <c>rsplit</c> if backwards, at white space.</summary>
    internal static List<Piece>? SplitAtSpace(Meter meter, ReadOnlySpan<byte> bytes, long most, bool backwards = false) => backwards
        ? Splitting.SplitAtSpaceBackwards<byte, AsciiSet>(meter, bytes, most)
        : Splitting.SplitAtSpace<byte, AsciiSet>(meter, bytes, most);

    /// <summary><c>split</c>, or <c>rsplit</c> if backwards, at a separator.</summary>
    internal static List<Piece>? Split(Meter meter, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> separator, long most, bool backwards = false)
    {
        if (separator.IsEmpty)
        {
            meter.ValueError("empty separator");
            return null;
        }

        return backwards ? Splitting.SplitBackwards(meter, bytes, separator, most) : Splitting.Split(meter, bytes, separator, most);
    }

    /// <summary><c>splitlines</c>.</summary>
    internal static List<Piece>? SplitLines(Meter meter, ReadOnlySpan<byte> bytes, bool keepEnds) => Splitting.SplitLines<byte, AsciiSet>(meter, bytes, keepEnds);

    /// <summary>What is left without white space at the ends. Costs the length.</summary>
    internal static Piece StripSpace(ReadOnlySpan<byte> bytes, bool left = true, bool right = true)
    {
        int start = 0;
        int end = bytes.Length;
        while (left && start < end && AsciiSet.IsSpace(bytes[start]))
        {
            start++;
        }

        while (right && end > start && AsciiSet.IsSpace(bytes[end - 1]))
        {
            end--;
        }

        return new Piece(start, end);
    }

    internal static byte[]? Upper(Meter meter, ReadOnlySpan<byte> bytes) => Map(meter, bytes, (element, _) => ToUpper(element));

    internal static byte[]? Lower(Meter meter, ReadOnlySpan<byte> bytes) => Map(meter, bytes, (element, _) => ToLower(element));

    internal static byte[]? Swapcase(Meter meter, ReadOnlySpan<byte> bytes) => Map(meter, bytes, (element, _) => IsLower(element) ? ToUpper(element) : ToLower(element));

    /// <summary>Capitals after what is no letter, small letters after letters.</summary>
    internal static byte[]? Title(Meter meter, ReadOnlySpan<byte> bytes) => Map(meter, bytes, (element, before) => IsLetter(before) ? ToLower(element) : ToUpper(element));

    internal static byte[]? Capitalize(Meter meter, ReadOnlySpan<byte> bytes)
    {
        var result = Lower(meter, bytes);
        if (result is { Length: > 0 })
        {
            result[0] = ToUpper(result[0]);
        }

        return result;
    }

    internal static bool IsAlpha(ReadOnlySpan<byte> bytes) => All(bytes, IsLetter);

    internal static bool IsDigit(ReadOnlySpan<byte> bytes) => All(bytes, element => (uint)(element - '0') < 10);

    internal static bool IsAlnum(ReadOnlySpan<byte> bytes) => All(bytes, element => IsLetter(element) || (uint)(element - '0') < 10);

    internal static bool IsSpace(ReadOnlySpan<byte> bytes) => All(bytes, element => AsciiSet.IsSpace(element));

    /// <summary>Whether all is ASCII; true for no bytes.</summary>
    internal static bool IsAscii(ReadOnlySpan<byte> bytes) => System.Text.Ascii.IsValid(bytes);

    internal static bool IsLower(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && bytes.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0;

    internal static bool IsUpper(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && bytes.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;

    internal static bool IsTitle(ReadOnlySpan<byte> bytes)
    {
        bool found = false;
        byte before = 0;
        foreach (byte element in bytes)
        {
            if (IsLetter(element) && IsLower(element) != IsLetter(before))
            {
                return false;
            }

            found |= IsLetter(element);
            before = element;
        }

        return found;
    }

    /// <summary><c>translate</c>.</summary>
    /// <param name="meter">Charged.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="table">256 bytes, or nothing: each stays what it is.</param>
    /// <param name="deleted">Those that go.</param>
    internal static byte[]? Translate(Meter meter, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> table, ReadOnlySpan<byte> deleted)
    {
        if (!table.IsEmpty && table.Length != 256)
        {
            meter.ValueError("translation table must be 256 characters long");
            return null;
        }

        if (!meter.Make(bytes.Length) || !meter.Work(deleted.Length))
        {
            return null;
        }

        Span<bool> goes = stackalloc bool[256];
        goes.Clear();
        foreach (byte element in deleted)
        {
            goes[element] = true;
        }

        byte[] result = new byte[bytes.Length];
        int count = 0;
        foreach (byte element in bytes)
        {
            if (!goes[element])
            {
                result[count++] = table.IsEmpty ? element : table[element];
            }
        }

        return count == result.Length ? result : result[..count];
    }

    /// <summary><c>bytes.maketrans</c>.</summary>
    internal static byte[]? MakeTranslation(Meter meter, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (from.Length != to.Length)
        {
            meter.ValueError("maketrans arguments must have same length");
            return null;
        }

        if (!meter.Work(from.Length + 256))
        {
            return null;
        }

        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++)
        {
            table[i] = (byte)i;
        }

        for (int i = 0; i < from.Length; i++)
        {
            table[from[i]] = to[i];
        }

        return table;
    }

    /// <summary><c>hex</c>.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="separator">A character between groups; null: none.</param>
    /// <param name="group">Bytes in a group, counted from the end; from the start if negative.</param>
    internal static string? Hex(Meter meter, ReadOnlySpan<byte> bytes, Text? separator = null, long group = 1)
    {
        if (separator is not null && (separator.Length != 1 || separator[0] > 0x7F))
        {
            meter.ValueError(separator.Length != 1 ? "sep must be length 1." : "sep must be ASCII.");
            return null;
        }

        if (!meter.Make(3L * bytes.Length, 1))
        {
            return null;
        }

        bool grouped = separator is not null && group != 0;
        ulong size = group == long.MinValue ? 1UL << 63 : (ulong)Math.Abs(group);
        char between = grouped ? (char)separator![0] : '\0';
        var text = new System.Text.StringBuilder(2 * bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (grouped && i > 0 && (ulong)(group < 0 ? i : bytes.Length - i) % size == 0)
            {
                text.Append(between);
            }

            text.Append(Hexadecimal[bytes[i] >> 4]).Append(Hexadecimal[bytes[i] & 15]);
        }

        return text.ToString();
    }

    /// <summary><c>bytes.fromhex</c>: pairs of digits, with white space between pairs.</summary>
    internal static byte[]? FromHex(Meter meter, Text text)
    {
        if (!meter.Make(text.Length))
        {
            return null;
        }

        // What is not ASCII is found first, wherever it is.
        bool isAscii = StringPredicates.IsAscii(text);
        for (int at = 0; at < text.Length && !isAscii; at++)
        {
            if (text[at] > 0x7F)
            {
                meter.ValueError($"non-hexadecimal number found in fromhex() arg at position {at}");
                return null;
            }
        }

        byte[] result = new byte[text.Length / 2];
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            if (AsciiSet.IsSpace(text[at]))
            {
                at++;
                continue;
            }

            int high = DigitOf(text[at]);
            int low = high >= 0 && at + 1 < text.Length ? DigitOf(text[at + 1]) : -1;
            if (low < 0)
            {
                meter.ValueError($"non-hexadecimal number found in fromhex() arg at position {(high < 0 ? at : at + 1)}");
                return null;
            }

            result[count++] = (byte)(high << 4 | low);
            at += 2;
        }

        return result[..count];
    }

    private static int DigitOf(int character) => character < 0x80 && NumberReader.DigitOf((char)character) is var digit and < 16 ? digit : -1;

    private static bool IsLetter(byte element) => (uint)((element | 0x20) - 'a') < 26;

    private static bool IsLower(byte element) => (uint)(element - 'a') < 26;

    private static byte ToUpper(byte element) => IsLower(element) ? (byte)(element - 0x20) : element;

    private static byte ToLower(byte element) => (uint)(element - 'A') < 26 ? (byte)(element + 0x20) : element;

    private static bool All(ReadOnlySpan<byte> bytes, Func<byte, bool> has)
    {
        foreach (byte element in bytes)
        {
            if (!has(element))
            {
                return false;
            }
        }

        return !bytes.IsEmpty;
    }

    private static byte[]? Map(Meter meter, ReadOnlySpan<byte> bytes, Func<byte, byte, byte> map)
    {
        if (!meter.Make(bytes.Length))
        {
            return null;
        }

        byte[] result = new byte[bytes.Length];
        byte before = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = map(bytes[i], before);
            before = bytes[i];
        }

        return result;
    }
}

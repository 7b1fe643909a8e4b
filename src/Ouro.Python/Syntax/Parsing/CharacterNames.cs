// The names are those of the Unicode Character Database 15.1, with its aliases. CharacterNames.z is what zlib makes of lines with the
// distance to the code point before, in hexadecimal, and a name; what follows a rule (Hangul syllables, ideographs) is not in it.

namespace Ouro.Python.Syntax.Parsing;

using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;

/// <summary>The characters that escapes of the form <c>\N{...}</c> name.</summary>
internal static class CharacterNames
{
    private const string Ideograph = "CJK UNIFIED IDEOGRAPH-";
    private const string Syllable = "HANGUL SYLLABLE ";

    private static ReadOnlySpan<int> Ideographs =>
    [
        0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0x20000, 0x2A6DF, 0x2A700, 0x2B739, 0x2B740, 0x2B81D, 0x2B820, 0x2CEA1, 0x2CEB0, 0x2EBE0, 0x2EBF0, 0x2EE5D, 0x30000, 0x3134A, 0x31350, 0x323AF,
    ];

    /// <summary>The code point of a name, in whatever case, or null.</summary>
    internal static int? Find(string name)
    {
        name = name.ToUpperInvariant();
        if (Table.Names.TryGetValue(name, out int code))
        {
            return code;
        }

        if (name.StartsWith(Ideograph, StringComparison.Ordinal) && name.Length - Ideograph.Length is 4 or 5
            && int.TryParse(name.AsSpan(Ideograph.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
        {
            for (int i = 0; i < Ideographs.Length; i += 2)
            {
                if (code >= Ideographs[i] && code <= Ideographs[i + 1])
                {
                    return code;
                }
            }
        }

        return name.StartsWith(Syllable, StringComparison.Ordinal) ? SyllableOf(name.AsSpan(Syllable.Length)) : null;
    }

    /// <summary>The name of a code point, or null. The first call makes a table of all names.</summary>
    internal static string? NameOf(int codePoint)
    {
        for (int i = 0; i < Ideographs.Length; i += 2)
        {
            if (codePoint >= Ideographs[i] && codePoint <= Ideographs[i + 1])
            {
                return Ideograph + codePoint.ToString("X", CultureInfo.InvariantCulture);
            }
        }

        int index = codePoint - 0xAC00;
        if (index is >= 0 and < 19 * 21 * 28)
        {
            return $"{Syllable}{FirstLetters[index / (21 * 28)]}{SecondLetters[index / 28 % 21]}{ThirdLetters[index % 28]}";
        }

        return ReverseTable.Names.GetValueOrDefault(codePoint);
    }

    private static ReadOnlySpan<string> FirstLetters => new[] { "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H" };

    private static ReadOnlySpan<string> SecondLetters =>
        new[] { "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I" };

    private static ReadOnlySpan<string> ThirdLetters =>
        new[] { "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H" };

    /// <summary>A Hangul syllable by the romanised names of its letters: the longest that fit, one of each kind.</summary>
    private static int? SyllableOf(ReadOnlySpan<char> text)
    {
        int first = Longest(ref text, FirstLetters);
        int second = Longest(ref text, SecondLetters);
        int third = Longest(ref text, ThirdLetters);
        return first < 0 || second < 0 || third < 0 || text.Length > 0 ? null : 0xAC00 + (first * 21 + second) * 28 + third;
    }

    private static int Longest(ref ReadOnlySpan<char> text, scoped ReadOnlySpan<string> letters)
    {
        int best = -1;
        for (int i = 0; i < letters.Length; i++)
        {
            if (text.StartsWith(letters[i], StringComparison.Ordinal) && (best < 0 || letters[i].Length > letters[best].Length))
            {
                best = i;
            }
        }

        if (best >= 0)
        {
            text = text[letters[best].Length..];
        }

        return best;
    }

    /// <summary>Read when the first name is looked up.</summary>
    private static class Table
    {
        internal static readonly FrozenDictionary<string, int> Names = Read().ToFrozenDictionary(entry => entry.Name, entry => entry.CodePoint, StringComparer.Ordinal);

        /// <summary>The lines of the file: how far the code point is from the last one, in hexadecimal, and the name, after a star if it is an alias.</summary>
        internal static List<(string Name, int CodePoint, bool IsAlias)> Read()
        {
            using var resource = typeof(CharacterNames).Assembly.GetManifestResourceStream("Ouro.Python.CharacterNames")!;
            using var reader = new StreamReader(new ZLibStream(resource, CompressionMode.Decompress));
            var names = new List<(string, int, bool)>(36_000);
            int code = 0;
            while (reader.ReadLine() is { } line)
            {
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                code += int.Parse(line.AsSpan(0, space), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                bool isAlias = line[space + 1] == '*';
                names.Add((line[(space + (isAlias ? 2 : 1))..], code, isAlias));
            }

            return names;
        }
    }

    /// <summary>Made when the first code point is looked up.</summary>
    private static class ReverseTable
    {
        internal static readonly FrozenDictionary<int, string> Names = Table.Read().Where(entry => !entry.IsAlias).ToFrozenDictionary(entry => entry.CodePoint, entry => entry.Name);
    }
}

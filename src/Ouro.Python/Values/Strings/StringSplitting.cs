using Ouro.Python.Values.Sequences;

namespace Ouro.Python.Values.Strings;

/// <summary>Splitting texts and taking off their ends. Null: see <see cref="Meter"/>.</summary>
internal static class StringSplitting
{
    /// <summary><c>split</c>, or <c>rsplit</c> if backwards, at a separator or, without one, at white space; at most so many times, negative: always.</summary>
    internal static Text[]? Split(Meter meter, Text text, Text? separator, long most, bool backwards = false)
    {
        if (separator is { Length: 0 })
        {
            meter.ValueError("empty separator");
            return null;
        }

        var pieces = text.Width switch
        {
            0 => Pieces<byte>(meter, text, separator, most, backwards),
            1 => Pieces<ushort>(meter, text, separator, most, backwards),
            _ => Pieces<int>(meter, text, separator, most, backwards),
        };
        return StringMaking.Parts(meter, text, pieces);
    }

    /// <summary>Lines, without or with what ends them.</summary>
    internal static Text[]? SplitLines(Meter meter, Text text, bool keepEnds) => StringMaking.Parts(meter, text, text.Width switch
    {
        0 => Splitting.SplitLines<byte, UnicodeSet>(meter, StringSearch.Elements<byte>(text), keepEnds),
        1 => Splitting.SplitLines<ushort, UnicodeSet>(meter, StringSearch.Elements<ushort>(text), keepEnds),
        _ => Splitting.SplitLines<int, UnicodeSet>(meter, StringSearch.Elements<int>(text), keepEnds),
    });

    /// <summary><c>partition</c>, or <c>rpartition</c> if backwards: what is before the separator, the separator, what is after it.</summary>
    internal static (Text Before, Text Separator, Text After)? Partition(Meter meter, Text text, Text separator, bool backwards = false)
    {
        if (separator.Length == 0)
        {
            meter.ValueError("empty separator");
            return null;
        }

        if (!StringSearch.Find(meter, text, separator, 0, StringSearch.ToEnd, backwards, out int at))
        {
            return null;
        }

        if (at < 0)
        {
            var empty = new Text(0, 0);
            return backwards ? (empty, empty, text) : (text, empty, empty);
        }

        return StringMaking.Part(meter, text, 0, at) is { } before && StringMaking.Part(meter, text, at + separator.Length, text.Length) is { } after
            ? (before, separator, after)
            : null;
    }

    /// <summary>The text without characters at its ends: those that occur in another text, or white space.</summary>
    internal static Text? Strip(Meter meter, Text text, Text? characters, bool left = true, bool right = true)
    {
        if (!meter.Work(characters is null ? text.Length : text.Length * (1 + characters.Length / 64L)))
        {
            return null;
        }

        bool Goes(int codePoint) => characters is null ? CharacterProperties.IsSpace(codePoint) : characters.IndexOf(codePoint) >= 0;
        int start = 0;
        int end = text.Length;
        while (left && start < end && Goes(text[start]))
        {
            start++;
        }

        while (right && end > start && Goes(text[end - 1]))
        {
            end--;
        }

        return StringMaking.Part(meter, text, start, end);
    }

    private static List<Piece>? Pieces<T>(Meter meter, Text text, Text? separator, long most, bool backwards)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var elements = StringSearch.Elements<T>(text);
        if (separator is null)
        {
            return backwards
                ? Splitting.SplitAtSpaceBackwards<T, UnicodeSet>(meter, elements, most)
                : Splitting.SplitAtSpace<T, UnicodeSet>(meter, elements, most);
        }

        if (!StringSearch.TryConvert<T>(separator, text.Width, out var pattern))
        {
            return [new Piece(0, text.Length)];
        }

        return backwards ? Splitting.SplitBackwards(meter, elements, pattern, most) : Splitting.Split(meter, elements, pattern, most);
    }
}

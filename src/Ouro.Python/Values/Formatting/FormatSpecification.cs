using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Formatting;

/// <summary>What a format specification asks for: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal sealed record FormatSpecification
{
    /// <summary>The greatest number that a width or precision may be.</summary>
    internal const long MostDigits = long.MaxValue;

    internal int Fill { get; init; } = ' ';

    /// <summary>&lt; &gt; = ^</summary>
    internal char Align { get; init; }

    /// <summary>+ - space, or 0 if none is given.</summary>
    internal char Sign { get; init; }

    /// <summary>z: a negative zero becomes positive.</summary>
    internal bool NoNegativeZero { get; init; }

    /// <summary>#</summary>
    internal bool IsAlternate { get; init; }

    /// <summary>-1 if none is given.</summary>
    internal long Width { get; init; } = -1;

    /// <summary>, or _ or 0.</summary>
    internal char Grouping { get; init; }

    /// <summary>-1 if none is given.</summary>
    internal long Precision { get; init; } = -1;

    /// <summary>A code point.</summary>
    internal int Type { get; init; }

    /// <summary>Reads a specification.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="text">The specification.</param>
    /// <param name="type">The type if none is given.</param>
    /// <param name="align">The alignment if none is given.</param>
    /// <param name="typeName">The name of the object's type, for messages.</param>
    /// <returns>Null: see <see cref="Meter"/>.</returns>
    internal static FormatSpecification? Parse(Meter meter, Text text, char type, char align, string typeName)
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        int at = 0;
        int Peek(int offset = 0) => at + offset < text.Length ? text[at + offset] : -1;
        int fill = ' ';
        bool hasFill = false;
        bool hasAlign = false;
        char given = align;
        if (IsAlignment(Peek(1)))
        {
            fill = text[0];
            given = (char)text[1];
            hasFill = hasAlign = true;
            at = 2;
        }
        else if (IsAlignment(Peek()))
        {
            given = (char)text[at++];
            hasAlign = true;
        }

        char sign = Peek() is ' ' or '+' or '-' ? (char)text[at++] : '\0';
        bool noNegativeZero = Peek() == 'z';
        at += noNegativeZero ? 1 : 0;
        bool alternate = Peek() == '#';
        at += alternate ? 1 : 0;
        if (!hasFill && Peek() == '0')
        {
            fill = '0';
            given = !hasAlign && align == '>' ? '=' : given;
            at++;
        }

        if (!ReadNumber(meter, text, ref at, text.Length, out long width))
        {
            return null;
        }

        char grouping = '\0';
        if (Peek() == ',')
        {
            grouping = ',';
            at++;
        }

        if (Peek() == '_')
        {
            if (grouping != 0)
            {
                return Wrong(meter, "Cannot specify both ',' and '_'.");
            }

            grouping = '_';
            at++;
        }

        if (Peek() == ',' && grouping == '_')
        {
            return Wrong(meter, "Cannot specify both ',' and '_'.");
        }

        long precision = -1;
        if (Peek() == '.')
        {
            at++;
            if (!ReadNumber(meter, text, ref at, text.Length, out precision))
            {
                return null;
            }

            if (precision < 0)
            {
                return Wrong(meter, "Format specifier missing precision");
            }
        }

        if (text.Length - at > 1)
        {
            return Wrong(meter, $"Invalid format specifier '{text}' for object of type '{typeName}'");
        }

        int code = at < text.Length ? text[at] : type;
        bool mayGroup = code is 'd' or 'e' or 'f' or 'g' or 'E' or 'G' or '%' or 'F' or '\0' || (grouping == '_' && code is 'b' or 'o' or 'x' or 'X');
        if (grouping != 0 && !mayGroup)
        {
            return Wrong(meter, code is > 32 and < 128 ? $"Cannot specify '{grouping}' with '{(char)code}'." : $"Cannot specify '{grouping}' with '\\x{code:x}'.");
        }

        return new FormatSpecification
        {
            Fill = fill,
            Align = given,
            Sign = sign,
            NoNegativeZero = noNegativeZero,
            IsAlternate = alternate,
            Width = width,
            Grouping = grouping,
            Precision = precision,
            Type = code,
        };
    }

    /// <summary>Keeps the error that the type means nothing to objects of a kind.</summary>
    internal bool UnknownType(Meter meter, string typeName) => meter.ValueError(
        Type is > 32 and < 128 ? $"Unknown format code '{(char)Type}' for object of type '{typeName}'" : $"Unknown format code '\\x{Type:x}' for object of type '{typeName}'");

    /// <summary>Reads decimal digits of any script.</summary>
    /// <param name="meter">Has the error.</param>
    /// <param name="text">Where from.</param>
    /// <param name="at">Where; moves behind the digits.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="number">The number, or -1 if there are no digits.</param>
    /// <returns>False: it is too great.</returns>
    internal static bool ReadNumber(Meter meter, Text text, ref int at, int end, out long number)
    {
        number = -1;
        for (; at < end && CharacterClass.DigitValue(text[at]) is var digit and >= 0; at++)
        {
            long before = Math.Max(0, number);
            if (before > (long.MaxValue - digit) / 10)
            {
                return meter.ValueError("Too many decimal digits in format string");
            }

            number = before * 10 + digit;
        }

        return true;
    }

    /// <summary>A text brought to the width, with the fill where the alignment wants it.</summary>
    internal Text? Pad(Meter meter, Text text, char align)
    {
        long total = Math.Max(0, Width - text.Length);
        return align switch
        {
            '<' => StringMaking.Pad(meter, text, 0, total, Fill),
            '^' => StringMaking.Pad(meter, text, total / 2, total - total / 2, Fill),
            _ => StringMaking.Pad(meter, text, total, 0, Fill),
        };
    }

    private static bool IsAlignment(int character) => character is '<' or '>' or '=' or '^';

    private static FormatSpecification? Wrong(Meter meter, string message)
    {
        meter.ValueError(message);
        return null;
    }
}

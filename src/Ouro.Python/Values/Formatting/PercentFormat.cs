// % formatting of texts and bytes. The parser gives one specifier after the other; fetching the arguments, also those that a star asks for,
// and turning objects into texts and numbers is for the caller, who then has the text made here.

using System.Globalization;
using Ouro.Python.Values.Numbers;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Formatting;

/// <summary>Flags between the percent sign and the width.</summary>
[Flags]
internal enum PercentFlags
{
    None = 0,
    Left = 1,
    Plus = 2,
    Space = 4,
    Alternate = 8,
    Zero = 16,
}

/// <summary>Text up to a specifier, and the specifier.</summary>
/// <param name="LiteralStart">Where the text before it begins.</param>
/// <param name="LiteralEnd">Where it ends.</param>
/// <param name="Key">What is between parentheses, or null.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Width">-1 if none is given.</param>
/// <param name="WidthIsArgument">A star.</param>
/// <param name="Precision">-1 if none is given.</param>
/// <param name="PrecisionIsArgument">A star.</param>
/// <param name="Type">The conversion: a code point; 0: the text ends here.</param>
/// <param name="TypeIndex">Where that is in the format.</param>
internal readonly record struct PercentField(
    int LiteralStart, int LiteralEnd, Text? Key, PercentFlags Flags, long Width, bool WidthIsArgument, long Precision, bool PrecisionIsArgument, int Type, int TypeIndex);

/// <summary>Parser and conversions of % formatting. Null: see <see cref="Meter"/>.</summary>
internal static class PercentFormat
{
    private const int DefaultPrecision = 6;

    /// <summary>The next specifier at or after a place, which moves behind it.</summary>
    internal static PercentField? Next(Meter meter, Text format, ref int at)
    {
        int start = at;
        int percent = format.IndexOf('%', at);
        int literalEnd = percent < 0 ? format.Length : percent;
        if (!meter.Work(literalEnd - start))
        {
            return null;
        }

        at = literalEnd;
        if (percent < 0)
        {
            return new PercentField(start, literalEnd, null, default, -1, false, -1, false, 0, at);
        }

        at++;
        Text? key = null;
        if (at < format.Length && format[at] == '(')
        {
            int keyStart = ++at;
            int depth = 1;
            for (; at < format.Length && depth > 0; at++)
            {
                depth += format[at] == '(' ? 1 : format[at] == ')' ? -1 : 0;
            }

            if (depth > 0)
            {
                meter.ValueError("incomplete format key");
                return null;
            }

            key = StringMaking.Part(meter, format, keyStart, at - 1);
            if (key is null)
            {
                return null;
            }
        }

        var flags = PercentFlags.None;
        for (; at < format.Length && FlagOf(format[at]) is var flag && flag != 0; at++)
        {
            flags |= flag;
        }

        if (!ReadNumber(meter, format, ref at, "width too big", out long width, out bool widthIsArgument))
        {
            return null;
        }

        long precision = -1;
        bool precisionIsArgument = false;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            if (!ReadNumber(meter, format, ref at, "precision too big", out precision, out precisionIsArgument))
            {
                return null;
            }

            precision = Math.Max(0, precision);
        }

        // C's size modifiers mean nothing.
        at += at < format.Length && format[at] is 'h' or 'l' or 'L' ? 1 : 0;
        if (at >= format.Length)
        {
            meter.ValueError("incomplete format");
            return null;
        }

        int type = format[at++];
        return new PercentField(start, literalEnd, key, flags, width, widthIsArgument, precision, precisionIsArgument, type, at - 1);
    }

    /// <summary>Keeps the error that a conversion is not known.</summary>
    internal static bool Unsupported(Meter meter, PercentField field) => meter.ValueError(
        $"unsupported format character '{(field.Type is > 31 and < 127 ? (char)field.Type : '?')}' (0x{field.Type.ToString("x", CultureInfo.InvariantCulture)}) at index {field.TypeIndex}");

    /// <summary>What s, r, a and c convert: cut to the precision (not for c) and brought to the width.</summary>
    internal static Text? Format(Meter meter, PercentField field, Text text)
    {
        var part = field.Type != 'c' && field.Precision >= 0 && field.Precision < text.Length ? StringMaking.Part(meter, text, 0, (int)field.Precision) : text;
        return part is null ? null : Pad(meter, part, field, ' ', 0);
    }

    /// <summary>An integer for d, i, u, o, x, X.</summary>
    internal static Text? Format(Meter meter, PercentField field, in Value integer)
    {
        int radix = field.Type switch { 'o' => 8, 'x' or 'X' => 16, _ => 10 };
        if (field.Precision > int.MaxValue - 3)
        {
            meter.OverflowError("precision too large");
            return null;
        }

        if (IntegerText.ToText(meter, integer, radix) is not { } digits || !meter.Make(field.Precision))
        {
            return null;
        }

        bool negative = digits[0] == '-';
        digits = negative ? digits[1..] : digits;
        digits = field.Precision > digits.Length ? digits.PadLeft((int)field.Precision, '0') : digits;
        string prefix = field.Flags.HasFlag(PercentFlags.Alternate) && radix != 10 ? $"0{(char)field.Type}" : "";
        digits = field.Type == 'X' ? digits.ToUpperInvariant() : digits;
        string sign = SignOf(field, negative);
        return Pad(meter, new Text(sign + prefix + digits), field, field.Flags.HasFlag(PercentFlags.Zero) ? '0' : ' ', sign.Length + prefix.Length);
    }

    /// <summary>A float for e, f, g, E, F, G.</summary>
    internal static Text? Format(Meter meter, PercentField field, double number)
    {
        var style = field.Flags.HasFlag(PercentFlags.Alternate) ? FloatStyle.Alternate : FloatStyle.None;
        if (FloatFormat.ToText(meter, number, (char)field.Type, field.Precision < 0 ? DefaultPrecision : field.Precision, style) is not { } text)
        {
            return null;
        }

        bool negative = text[0] == '-';
        string sign = SignOf(field, negative);
        return Pad(meter, new Text(sign + (negative ? text[1..] : text)), field, field.Flags.HasFlag(PercentFlags.Zero) ? '0' : ' ', sign.Length);
    }

    private static string SignOf(PercentField field, bool negative) =>
        negative ? "-" : field.Flags.HasFlag(PercentFlags.Plus) ? "+" : field.Flags.HasFlag(PercentFlags.Space) ? " " : "";

    /// <summary>Fill on the left, behind what stays in front if it is zeros, or spaces on the right.</summary>
    private static Text? Pad(Meter meter, Text text, PercentField field, char fill, int front)
    {
        long missing = Math.Max(0, field.Width - text.Length);
        if (missing == 0)
        {
            return text;
        }

        if (field.Flags.HasFlag(PercentFlags.Left))
        {
            return StringMaking.Pad(meter, text, 0, missing, ' ');
        }

        if (fill == ' ' || front == 0)
        {
            return StringMaking.Pad(meter, text, missing, 0, fill);
        }

        return StringMaking.Pad(meter, text.Substring(front, text.Length), missing, 0, fill) is { } padded ? StringMaking.Concat(meter, text.Substring(0, front), padded) : null;
    }

    private static PercentFlags FlagOf(int character) => character switch
    {
        '-' => PercentFlags.Left,
        '+' => PercentFlags.Plus,
        ' ' => PercentFlags.Space,
        '#' => PercentFlags.Alternate,
        '0' => PercentFlags.Zero,
        _ => PercentFlags.None,
    };

    private static bool ReadNumber(Meter meter, Text format, ref int at, string tooBig, out long number, out bool isArgument)
    {
        number = -1;
        isArgument = at < format.Length && format[at] == '*';
        if (isArgument)
        {
            at++;
            return true;
        }

        long limit = tooBig[0] == 'w' ? long.MaxValue : int.MaxValue;
        for (; at < format.Length && (uint)(format[at] - '0') < 10; at++)
        {
            int digit = format[at] - '0';
            number = Math.Max(0, number);
            if (number > (limit - digit) / 10)
            {
                return meter.ValueError(tooBig);
            }

            number = number * 10 + digit;
        }

        return true;
    }
}

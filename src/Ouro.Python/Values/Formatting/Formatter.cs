// format() of str, int, float and complex. A number is a sign, a prefix, digits that may be grouped, and the rest (point, fraction,
// exponent, percent sign); fill goes around it or, with "=", between prefix and digits. Zeros that fill are grouped like digits.

using System.Numerics;
using System.Text;
using Ouro.Python.Values.Numbers;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Formatting;

/// <summary>Objects by format specifications. The specification is not empty: with an empty one <c>format</c> is <c>str</c>. Null: see <see cref="Meter"/>.</summary>
internal static class Formatter
{
    private const int DefaultPrecision = 6;

    /// <summary>A text.</summary>
    internal static Text? Format(Meter meter, Text value, Text specification)
    {
        if (FormatSpecification.Parse(meter, specification, 's', '<', "str") is not { } spec)
        {
            return null;
        }

        if (spec.Type != 's')
        {
            return Failed(spec.UnknownType(meter, "str"));
        }

        string? problem = spec.Sign == ' ' ? "Space not allowed in string format specifier"
            : spec.Sign != 0 ? "Sign not allowed in string format specifier"
            : spec.NoNegativeZero ? "Negative zero coercion (z) not allowed in string format specifier"
            : spec.IsAlternate ? "Alternate form (#) not allowed in string format specifier"
            : spec.Align == '=' ? "'=' alignment not allowed in string format specifier"
            : null;
        if (problem is not null)
        {
            return Failed(meter.ValueError(problem));
        }

        var part = spec.Precision >= 0 && spec.Precision < value.Length ? StringMaking.Part(meter, value, 0, (int)spec.Precision) : value;
        return part is null ? null : spec.Pad(meter, part, spec.Align);
    }

    /// <summary>An integer.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="value">A fixnum or bignum.</param>
    /// <param name="specification">How.</param>
    /// <param name="typeName">For messages: int, or bool and the like.</param>
    internal static Text? Format(Meter meter, in Value value, Text specification, string typeName = "int")
    {
        if (FormatSpecification.Parse(meter, specification, 'd', '>', typeName) is not { } spec)
        {
            return null;
        }

        switch (spec.Type)
        {
            case 'b' or 'c' or 'd' or 'o' or 'x' or 'X' or 'n':
                return FormatInteger(meter, value, spec);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%':
                return IntegerFunctions.ToFloat(meter, Real.ToBigInteger(value)) is { } number ? FormatFloat(meter, number, spec) : null;
            default:
                return Failed(spec.UnknownType(meter, typeName));
        }
    }

    /// <summary>A float.</summary>
    internal static Text? Format(Meter meter, double value, Text specification, string typeName = "float")
    {
        if (FormatSpecification.Parse(meter, specification, '\0', '>', typeName) is not { } spec)
        {
            return null;
        }

        return spec.Type is '\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%' ? FormatFloat(meter, value, spec) : Failed(spec.UnknownType(meter, typeName));
    }

    /// <summary>A complex number.</summary>
    internal static Text? Format(Meter meter, ComplexNumber value, Text specification, string typeName = "complex")
    {
        if (FormatSpecification.Parse(meter, specification, '\0', '>', typeName) is not { } spec)
        {
            return null;
        }

        if (spec.Type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n'))
        {
            return Failed(spec.UnknownType(meter, typeName));
        }

        if (spec.Fill == '0')
        {
            return Failed(meter.ValueError("Zero padding is not allowed in complex format specifier"));
        }

        if (spec.Align == '=')
        {
            return Failed(meter.ValueError("'=' alignment flag is not allowed in complex format specifier"));
        }

        var bare = spec with { Width = -1, Align = '<' };
        bool hasReal = spec.Type != 0 || value.Real != 0 || double.IsNegative(value.Real);
        string? real = "";
        if (hasReal)
        {
            real = FloatDigits(meter, value.Real, bare, FloatStyle.None, '\0');
        }

        if (real is null || FloatDigits(meter, value.Imaginary, hasReal ? bare with { Sign = '+' } : bare, FloatStyle.None, '\0') is not { } imaginary)
        {
            return null;
        }

        string text = spec.Type == 0 && hasReal ? $"({real}{imaginary}j)" : $"{real}{imaginary}j";
        return spec.Pad(meter, new Text(text), spec.Align);
    }

    private static Text? FormatInteger(Meter meter, in Value value, FormatSpecification spec)
    {
        if (spec.Precision >= 0)
        {
            return Failed(meter.ValueError("Precision not allowed in integer format specifier"));
        }

        if (spec.NoNegativeZero)
        {
            return Failed(meter.ValueError("Negative zero coercion (z) not allowed in integer format specifier"));
        }

        if (spec.Type == 'c')
        {
            return FormatCharacter(meter, value, spec);
        }

        int radix = spec.Type switch { 'b' => 2, 'o' => 8, 'x' or 'X' => 16, _ => 10 };
        if (IntegerText.ToText(meter, value, radix) is not { } digits)
        {
            return null;
        }

        bool negative = digits[0] == '-';
        digits = negative ? digits[1..] : digits;
        digits = spec.Type == 'X' ? digits.ToUpperInvariant() : digits;
        string prefix = spec.IsAlternate && radix != 10 ? $"0{(char)spec.Type}" : "";
        return Assemble(meter, spec, negative, prefix, digits, "", radix == 10 ? 3 : 4) is { } text ? new Text(text) is var whole && spec.Width > whole.Length ? PadNumber(meter, spec, whole, negative, prefix.Length) : whole : null;
    }

    private static Text? FormatCharacter(Meter meter, in Value value, FormatSpecification spec)
    {
        if (spec.Sign != 0)
        {
            return Failed(meter.ValueError("Sign not allowed with integer format specifier 'c'"));
        }

        if (spec.IsAlternate)
        {
            return Failed(meter.ValueError("Alternate form (#) not allowed with integer format specifier 'c'"));
        }

        if (!value.IsFixnum)
        {
            return Failed(meter.OverflowError("Python int too large to convert to C long"));
        }

        if (value.AsFixnum is < 0 or > 0x10FFFF)
        {
            return Failed(meter.OverflowError("%c arg not in range(0x110000)"));
        }

        return spec.Pad(meter, new Text(1, (int)value.AsFixnum), spec.Align);
    }

    private static Text? FormatFloat(Meter meter, double value, FormatSpecification spec)
    {
        var style = spec.Type == 0 ? FloatStyle.PointZero : FloatStyle.None;
        if (FloatDigits(meter, value, spec, style, spec.Type == '%' ? '%' : '\0') is not { } text)
        {
            return null;
        }

        var whole = new Text(text);
        bool hasSign = text[0] is '-' or '+' or ' ';
        return spec.Width > whole.Length ? PadNumber(meter, spec, whole, hasSign && text[0] == '-', 0) : whole;
    }

    /// <summary>A float with its sign, grouped; zeros that fill included if they are digits.</summary>
    private static string? FloatDigits(Meter meter, double value, FormatSpecification spec, FloatStyle style, char suffix)
    {
        char type = spec.Type switch { 0 => spec.Precision < 0 ? 'r' : 'g', 'n' => 'g', '%' => 'f', _ => (char)spec.Type };
        style |= (spec.IsAlternate ? FloatStyle.Alternate : 0) | (spec.NoNegativeZero ? FloatStyle.NoNegativeZero : 0);
        long precision = spec.Precision < 0 ? DefaultPrecision : spec.Precision;
        if (FloatFormat.ToText(meter, suffix == '%' ? value * 100 : value, type, precision, style) is not { } text)
        {
            return null;
        }

        bool negative = text[0] == '-';
        int start = negative ? 1 : 0;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        string rest = suffix == 0 ? text[end..] : text[end..] + suffix;
        return Assemble(meter, spec, negative, "", text[start..end], rest, 3);
    }

    /// <summary>Sign, prefix, digits in groups and the rest; with zeros in front if zero is the fill between sign and digits.</summary>
    private static string? Assemble(Meter meter, FormatSpecification spec, bool negative, string prefix, string digits, string rest, int group)
    {
        string sign = negative ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : "";
        long least = spec.Fill == '0' && spec.Align == '=' ? spec.Width - sign.Length - prefix.Length - rest.Length : 0;
        if (digits.Length == 0 || (spec.Grouping == 0 && least <= digits.Length))
        {
            return $"{sign}{prefix}{digits}{rest}";
        }

        int separators = spec.Grouping == 0 ? int.MaxValue : group;
        long count = digits.Length;
        if (least > count)
        {
            count = Math.Max(count, separators == int.MaxValue ? least : least / (group + 1) * group);
            while (count + (count - 1) / separators < least)
            {
                count++;
            }
        }

        if (!meter.Make(count + (count - 1) / separators + 100, 1))
        {
            return null;
        }

        var text = new StringBuilder();
        text.Append(sign).Append(prefix);
        for (long left = count; left > 0; left--)
        {
            text.Append(left > digits.Length ? '0' : digits[(int)(digits.Length - left)]);
            if (left > 1 && (left - 1) % separators == 0)
            {
                text.Append(spec.Grouping);
            }
        }

        return text.Append(rest).ToString();
    }

    /// <summary>Fills a number up to the width, behind sign and prefix if the alignment is "=".</summary>
    private static Text? PadNumber(Meter meter, FormatSpecification spec, Text number, bool negative, int prefixLength)
    {
        int front = (negative || spec.Sign is '+' or ' ' ? 1 : 0) + prefixLength;
        if (spec.Align != '=' || front == 0)
        {
            return spec.Pad(meter, number, spec.Align == '=' ? '>' : spec.Align);
        }

        var behind = (spec with { Width = spec.Width - front }).Pad(meter, number.Substring(front, number.Length), '>');
        return behind is null ? null : StringMaking.Concat(meter, number.Substring(0, front), behind);
    }

    private static Text? Failed(bool result)
    {
        _ = result;
        return null;
    }
}

using System.Globalization;
using System.Numerics;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Numbers;

/// <summary>Floats from text and to text, decimal and hexadecimal.</summary>
internal static class FloatText
{
    /// <summary><c>float(text)</c>.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="text">The text.</param>
    /// <param name="shown">What the message shows instead of the text: the repr of the bytes it came from.</param>
    internal static double? Parse(Meter meter, Text text, Text? shown = null)
    {
        if (!meter.Work(4L * text.Length))
        {
            return null;
        }

        var trimmed = NumericText.Trim(NumericText.Transform(text));
        string? digits = trimmed.Contains('_') ? NumericText.WithoutUnderscores(trimmed) : trimmed.ToString();
        if (digits is not null && TryParse(digits, out double number, out int length) && length == digits.Length)
        {
            return number;
        }

        shown ??= StringRepr.Repr(meter, text);
        if (shown is not null)
        {
            meter.ValueError($"could not convert string to float: {shown}");
        }

        return null;
    }

    /// <summary>Reads as much as makes a float, without white space around it.</summary>
    /// <param name="text">ASCII.</param>
    /// <param name="number">The float.</param>
    /// <param name="length">How many characters were read.</param>
    /// <returns>False if it does not begin with one.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, out double number, out int length)
    {
        int at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        bool negative = at > 0 && text[0] == '-';
        int sign = at;
        foreach (string name in (ReadOnlySpan<string>)["infinity", "inf", "nan"])
        {
            if (text[at..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                length = at + name.Length;
                number = name == "nan" ? Math.CopySign(double.NaN, negative ? -1 : 1) : negative ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            }
        }

        int digits = SkipDigits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            digits += SkipDigits(text, ref at);
        }

        number = 0;
        length = 0;
        if (digits == 0)
        {
            return false;
        }

        length = at;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            length = SkipDigits(text, ref at) > 0 ? at : length;
        }

        number = double.Parse(text[sign..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        number = negative ? -number : number;
        return true;
    }

    /// <summary>What <c>repr</c> gives for a float.</summary>
    internal static string Repr(double number) => ShortestText(number, addPoint: true);

    /// <summary>The fewest digits that read back as the number: written out from 1e-4 up to 1e16.</summary>
    /// <param name="number">Any double.</param>
    /// <param name="addPoint">Write <c>.0</c> after an integer, as for float and not for the parts of complex.</param>
    internal static string ShortestText(double number, bool addPoint)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number < 0 ? "-inf" : "inf";
        }

        string sign = double.IsNegative(number) ? "-" : "";
        var (digits, exponent) = DecimalDigits.Shortest(Math.Abs(number));
        if (exponent is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? $".{digits.AsSpan(1)}" : "";
            return $"{sign}{digits[0]}{fraction}{ExponentText(exponent)}";
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        int whole = exponent + 1;
        return digits.Length > whole ? $"{sign}{digits.AsSpan(0, whole)}.{digits.AsSpan(whole)}"
            : $"{sign}{digits}{new string('0', whole - digits.Length)}{(addPoint ? ".0" : "")}";
    }

    /// <summary>An exponent of ten as C writes it, with two digits at least.</summary>
    internal static string ExponentText(int exponent, char letter = 'e') =>
        $"{letter}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary><c>float.hex</c>.</summary>
    internal static string ToHexadecimal(double number)
    {
        if (!double.IsFinite(number))
        {
            return ShortestText(number, addPoint: true);
        }

        string sign = double.IsNegative(number) ? "-" : "";
        if (number == 0)
        {
            return sign + "0x0.0p+0";
        }

        long bits = BitConverter.DoubleToInt64Bits(number) & long.MaxValue;
        int field = (int)(bits >> 52);
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        int exponent = field == 0 ? -1022 : field - 1023;
        return $"{sign}0x{(field == 0 ? 0 : 1)}.{fraction.ToString("x13", CultureInfo.InvariantCulture)}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}";
    }

    /// <summary><c>float.fromhex</c>.</summary>
    internal static double? FromHexadecimal(Meter meter, Text text)
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        // What is not ASCII is in no number; a lone character of it is enough to refuse.
        string whole = Strings.StringPredicates.IsAscii(text) ? text.ToString() : "?";
        var rest = NumericText.Trim(whole);
        bool negative = rest.Length > 0 && rest[0] == '-';
        rest = rest.Length > 0 && rest[0] is '+' or '-' ? rest[1..] : rest;
        foreach (string name in (ReadOnlySpan<string>)["infinity", "inf", "nan"])
        {
            if (rest.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Math.CopySign(name == "nan" ? double.NaN : double.PositiveInfinity, negative ? -1 : 1);
            }
        }

        if (rest.Length > 1 && rest[0] == '0' && rest[1] is 'x' or 'X')
        {
            rest = rest[2..];
        }

        int digits = 0;
        int point = -1;
        int at = 0;
        for (; at < rest.Length && (char.IsAsciiHexDigit(rest[at]) || (rest[at] == '.' && point < 0)); at++)
        {
            if (rest[at] == '.')
            {
                point = digits;
            }
            else
            {
                digits++;
            }
        }

        var mantissa = rest[..at];
        long exponent = 0;
        if (digits > 0 && at < rest.Length && rest[at] is 'p' or 'P')
        {
            at++;
            int sign = at < rest.Length && rest[at] == '-' ? -1 : 1;
            at += at < rest.Length && rest[at] is '+' or '-' ? 1 : 0;
            int first = at;
            for (; at < rest.Length && char.IsAsciiDigit(rest[at]); at++)
            {
                exponent = Math.Min(exponent * 10 + rest[at] - '0', int.MaxValue);
            }

            exponent *= sign;
            digits = at == first ? 0 : digits;
        }

        exponent -= point < 0 ? 0 : 4L * (digits - point);
        var number = digits == 0 ? 0 : Compose(meter, mantissa, exponent, negative);
        if (number is not null && (digits == 0 || at != rest.Length))
        {
            meter.ValueError("invalid hexadecimal floating-point string");
            return null;
        }

        return number;
    }

    /// <summary>The double nearest to hexadecimal digits times a power of two.</summary>
    private static double? Compose(Meter meter, ReadOnlySpan<char> mantissa, long exponent, bool negative)
    {
        // 64 leading bits and whether anything follows them are enough to round.
        ulong leading = 0;
        bool sticky = false;
        foreach (char character in mantissa)
        {
            if (character == '.')
            {
                continue;
            }

            uint digit = (uint)NumberReader.DigitOf(character);
            if (leading >> 56 == 0)
            {
                leading = leading << 4 | digit;
            }
            else
            {
                sticky |= digit != 0;
                exponent += 4;
            }
        }

        double result = 0;
        if (leading != 0)
        {
            long top = exponent + BitOperations.Log2(leading);
            var value = (BigInteger)leading << 2 | (sticky ? 1 : 0);
            exponent -= 2;
            result = top > 1025 ? double.PositiveInfinity
                : top < -1080 ? 0
                : exponent >= 0 ? DoubleConversion.FromInteger(value << (int)exponent) : DoubleConversion.FromRatio(value, BigInteger.One << (int)-exponent);
        }

        if (double.IsInfinity(result))
        {
            meter.OverflowError("hexadecimal value too large to represent as a float");
            return null;
        }

        return negative ? -result : result;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}

using System.Globalization;
using System.Text;

namespace Ouro.Python.Syntax.Tree;

/// <summary>What <c>repr</c> gives for the values of constants.</summary>
internal static class Representation
{
    /// <summary>Appends the text of a constant.</summary>
    internal static void Of(StringBuilder text, Literal value)
    {
        switch (value)
        {
            case Literal.None:
                text.Append("None");
                break;
            case Literal.Ellipsis:
                text.Append("Ellipsis");
                break;
            case Literal.Boolean boolean:
                text.Append(boolean.Value ? "True" : "False");
                break;
            case Literal.Integer integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case Literal.Float number:
                text.Append(OfFloat(number.Value));
                break;
            case Literal.Imaginary number:
                string digits = OfFloat(number.Value);
                text.Append(digits.EndsWith(".0", StringComparison.Ordinal) ? digits.AsSpan(0, digits.Length - 2) : digits).Append('j');
                break;
            case Literal.String characters:
                OfText(text, characters.Value);
                break;
            case Literal.Bytes bytes:
                OfBytes(text, bytes.Value);
                break;
        }
    }

    /// <summary>The shortest digits that read back as the same number, with an exponent below 1e-4 and from 1e16 on.</summary>
    internal static string OfFloat(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int exponentAt = shortest.IndexOf('E', StringComparison.Ordinal);
        int exponent = exponentAt < 0 ? 0 : int.Parse(shortest.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int scale = (point < 0 ? mantissa.Length : point) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        scale -= zeros;
        string sign = double.IsNegative(value) ? "-" : "";
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        if (scale is < -3 or > 16)
        {
            int power = scale - 1;
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{Math.Abs(power).ToString("00", CultureInfo.InvariantCulture)}";
        }

        if (scale <= 0)
        {
            return sign + "0." + new string('0', -scale) + digits;
        }

        return scale >= digits.Length ? sign + digits + new string('0', scale - digits.Length) + ".0" : sign + digits[..scale] + "." + digits[scale..];
    }

    /// <summary>Appends a name or other text that has no lone surrogates.</summary>
    internal static void OfString(StringBuilder text, string value) => OfText(text, new Text(value));

    private static void OfText(StringBuilder text, Text value)
    {
        char quote = value.IndexOf('\'') >= 0 && value.IndexOf('"') < 0 ? '"' : '\'';
        text.Append(quote);
        for (int i = 0; i < value.Length; i++)
        {
            int code = value[i];
            switch (code)
            {
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case >= ' ' and < 0x7F:
                    text.Append(code == quote ? "\\" : "").Append((char)code);
                    break;
                case < 0x100 when code < 0xA1 || code == 0xAD:
                    text.Append("\\x").Append(code.ToString("x2", CultureInfo.InvariantCulture));
                    break;
                case < 0x10000 when !IsPrintable(code):
                    text.Append("\\u").Append(code.ToString("x4", CultureInfo.InvariantCulture));
                    break;
                case >= 0x10000 when !IsPrintable(code):
                    text.Append("\\U").Append(code.ToString("x8", CultureInfo.InvariantCulture));
                    break;
                case < 0x10000:
                    text.Append((char)code);
                    break;
                default:
                    text.Append(char.ConvertFromUtf32(code));
                    break;
            }
        }

        text.Append(quote);
    }

    private static void OfBytes(StringBuilder text, byte[] value)
    {
        char quote = Array.IndexOf(value, (byte)'\'') >= 0 && Array.IndexOf(value, (byte)'"') < 0 ? '"' : '\'';
        text.Append('b').Append(quote);
        foreach (byte element in value)
        {
            switch (element)
            {
                case (byte)'\n':
                    text.Append("\\n");
                    break;
                case (byte)'\r':
                    text.Append("\\r");
                    break;
                case (byte)'\t':
                    text.Append("\\t");
                    break;
                case (byte)'\\':
                    text.Append("\\\\");
                    break;
                case >= (byte)' ' and < 0x7F:
                    text.Append(element == quote ? "\\" : "").Append((char)element);
                    break;
                default:
                    text.Append("\\x").Append(element.ToString("x2", CultureInfo.InvariantCulture));
                    break;
            }
        }

        text.Append(quote);
    }

    /// <summary>Whether <c>repr</c> shows a code point as it is.</summary>
    internal static bool IsPrintable(int code) => code == ' ' || CharUnicodeInfo.GetUnicodeCategory(code) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}

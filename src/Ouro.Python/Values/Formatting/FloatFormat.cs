using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Values.Formatting;

/// <summary>How a float is written.</summary>
[Flags]
internal enum FloatStyle
{
    None = 0,

    /// <summary>Keep the point and the zeros at the end.</summary>
    Alternate = 1,

    /// <summary>At least one digit after the point unless there is an exponent.</summary>
    PointZero = 2,

    /// <summary>What is rounded to zero has no sign.</summary>
    NoNegativeZero = 4,
}

/// <summary>Floats in the notations of C's printf.</summary>
internal static class FloatFormat
{
    /// <summary>The text of a float, with a minus if it is negative.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="number">Any double.</param>
    /// <param name="type">e, f, g or r (the shortest digits), or E, F, G.</param>
    /// <param name="precision">Not for r.</param>
    /// <param name="style">How.</param>
    /// <returns>Null: see <see cref="Meter"/>.</returns>
    internal static string? ToText(Meter meter, double number, char type, long precision, FloatStyle style)
    {
        if (precision > int.MaxValue)
        {
            meter.ValueError("precision too big");
            return null;
        }

        if (!meter.Ticks(DecimalDigits.Work) || !meter.Make(Math.Max(0, precision) + 330, 1))
        {
            return null;
        }

        if (!double.IsFinite(number))
        {
            string name = double.IsNaN(number) ? "nan" : number < 0 ? "-inf" : "inf";
            return char.IsUpper(type) ? name.ToUpperInvariant() : name;
        }

        string text = Finite(Math.Abs(number), char.ToLowerInvariant(type), (int)precision, style, out bool isZero);
        text = char.IsUpper(type) ? text.ToUpperInvariant() : text;
        return double.IsNegative(number) && !(isZero && style.HasFlag(FloatStyle.NoNegativeZero)) ? "-" + text : text;
    }

    private static string Finite(double number, char type, int precision, FloatStyle style, out bool isZero)
    {
        string digits;
        int point;
        int end;
        bool hasExponent = false;
        switch (type)
        {
            case 'e':
                (digits, int exponent) = DecimalDigits.Significant(number, precision + 1);
                point = exponent + 1;
                end = precision + 1;
                hasExponent = true;
                break;
            case 'f':
                digits = DecimalDigits.Fixed(number, precision);
                point = digits.Length - precision;
                end = digits.Length;
                break;
            case 'g':
                precision = Math.Max(1, precision);
                (digits, exponent) = DecimalDigits.Significant(number, precision);
                point = exponent + 1;
                hasExponent = point <= -4 || point > precision - (style.HasFlag(FloatStyle.PointZero) ? 1 : 0);
                digits = digits.TrimEnd('0');
                digits = digits.Length == 0 ? "0" : digits;
                end = style.HasFlag(FloatStyle.Alternate) ? precision : digits.Length;
                break;
            default:
                (digits, exponent) = DecimalDigits.Shortest(number);
                point = exponent + 1;
                hasExponent = point is <= -4 or > 16;
                end = digits.Length;
                break;
        }

        isZero = digits.AsSpan().IndexOfAnyExcept('0') < 0;
        int shown = hasExponent ? 1 : point;
        end = Math.Max(end, shown + (!hasExponent && style.HasFlag(FloatStyle.PointZero) ? 1 : 0));
        var text = new System.Text.StringBuilder();
        if (shown <= 0)
        {
            text.Append("0.").Append('0', -shown).Append(digits);
            text.Append('0', Math.Max(0, end - digits.Length));
        }
        else
        {
            text.Append(digits).Append('0', Math.Max(0, end - digits.Length));
            if (end > shown || style.HasFlag(FloatStyle.Alternate))
            {
                text.Insert(shown, '.');
            }
        }

        return hasExponent ? text.Append(FloatText.ExponentText(point - 1)).ToString() : text.ToString();
    }
}

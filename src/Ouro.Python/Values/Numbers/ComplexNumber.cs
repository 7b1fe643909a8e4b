namespace Ouro.Python.Values.Numbers;

/// <summary>A complex number of Python: two doubles.</summary>
internal readonly record struct ComplexNumber(double Real, double Imaginary)
{
    internal bool IsZero => Real == 0 && Imaginary == 0;

    internal bool IsFinite => double.IsFinite(Real) && double.IsFinite(Imaginary);

    public static ComplexNumber operator +(ComplexNumber left, ComplexNumber right) => new(left.Real + right.Real, left.Imaginary + right.Imaginary);

    public static ComplexNumber operator -(ComplexNumber left, ComplexNumber right) => new(left.Real - right.Real, left.Imaginary - right.Imaginary);

    public static ComplexNumber operator *(ComplexNumber left, ComplexNumber right) =>
        new(left.Real * right.Real - left.Imaginary * right.Imaginary, left.Real * right.Imaginary + left.Imaginary * right.Real);

    public static ComplexNumber operator -(ComplexNumber number) => new(-number.Real, -number.Imaginary);
}

/// <summary>Operators and text of <c>complex</c>. Null: see <see cref="Meter"/>.</summary>
internal static class ComplexFunctions
{
    /// <summary><c>left / right</c>, by Smith's method: divides by the greater part first so that nothing overflows needlessly.</summary>
    internal static ComplexNumber? Divide(Meter meter, ComplexNumber left, ComplexNumber right)
    {
        if (right.IsZero)
        {
            meter.Fail("ZeroDivisionError", "complex division by zero");
            return null;
        }

        return Divide(left, right);
    }

    /// <summary><c>left ** right</c>.</summary>
    internal static ComplexNumber? Power(Meter meter, ComplexNumber left, ComplexNumber right)
    {
        ComplexNumber result;
        if (right.Imaginary == 0 && right.Real == Math.Floor(right.Real) && Math.Abs(right.Real) <= 100)
        {
            if (right.Real < 0 && left.IsZero)
            {
                return ZeroPower(meter);
            }

            result = IntegerPower(left, (int)right.Real);
        }
        else if (right.IsZero)
        {
            result = new(1, 0);
        }
        else if (left.IsZero)
        {
            if (right.Imaginary != 0 || right.Real < 0)
            {
                return ZeroPower(meter);
            }

            result = default;
        }
        else
        {
            double magnitude = Hypotenuse(left.Real, left.Imaginary);
            double length = Math.Pow(magnitude, right.Real);
            double phase = Math.Atan2(left.Imaginary, left.Real);
            double angle = phase * right.Real;
            if (right.Imaginary != 0)
            {
                length *= Math.Exp(-phase * right.Imaginary);
                angle += right.Imaginary * Math.Log(magnitude);
            }

            result = new(length * Math.Cos(angle), length * Math.Sin(angle));
        }

        if (double.IsInfinity(result.Real) || double.IsInfinity(result.Imaginary))
        {
            meter.OverflowError("complex exponentiation");
            return null;
        }

        return result;
    }

    /// <summary><c>abs</c>.</summary>
    internal static double? Magnitude(Meter meter, ComplexNumber number)
    {
        double result = Hypotenuse(number.Real, number.Imaginary);
        if (double.IsInfinity(result) && number.IsFinite)
        {
            meter.OverflowError("absolute value too large");
            return null;
        }

        return result;
    }

    /// <summary>The length of a vector: infinite if a part is, otherwise nan if a part is.</summary>
    internal static double Hypotenuse(double x, double y) => double.Hypot(x, y);

    /// <summary>What <c>repr</c> gives.</summary>
    internal static string Repr(ComplexNumber number)
    {
        string imaginary = FloatText.ShortestText(number.Imaginary, addPoint: false);
        if (number.Real == 0 && !double.IsNegative(number.Real))
        {
            return imaginary + "j";
        }

        string sign = imaginary[0] == '-' ? "" : "+";
        return $"({FloatText.ShortestText(number.Real, addPoint: false)}{sign}{imaginary}j)";
    }

    /// <summary><c>complex(text)</c>.</summary>
    internal static ComplexNumber? Parse(Meter meter, Text text)
    {
        if (!meter.Work(4L * text.Length))
        {
            return null;
        }

        var trimmed = NumericText.Trim(NumericText.Transform(text));
        string? digits = trimmed.Contains('_') ? NumericText.WithoutUnderscores(trimmed) : trimmed.ToString();
        if (trimmed.Contains('_') && digits is null)
        {
            var shown = Strings.StringRepr.Repr(meter, text);
            _ = shown is not null && meter.ValueError($"could not convert string to complex: {shown}");
            return null;
        }

        if (ParseParts(digits) is { } number)
        {
            return number;
        }

        meter.ValueError("complex() arg is a malformed string");
        return null;
    }

    private static ComplexNumber? ParseParts(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] == '(' && text[^1] == ')')
        {
            text = NumericText.Trim(text[1..^1]);
        }

        double real = 0;
        if (FloatText.TryParse(text, out double first, out int length))
        {
            text = text[length..];
            if (text.Length == 0)
            {
                return new(first, 0);
            }

            if (text is "j" or "J")
            {
                return new(0, first);
            }

            if (text[0] is not ('+' or '-'))
            {
                return null;
            }

            real = first;
            if (FloatText.TryParse(text, out double second, out length))
            {
                return text[length..] is "j" or "J" ? new(real, second) : null;
            }
        }

        // A lone j, with or without a sign.
        return text switch
        {
            "j" or "J" or "+j" or "+J" => new(real, 1),
            "-j" or "-J" => new(real, -1),
            _ => null,
        };
    }

    private static ComplexNumber? ZeroPower(Meter meter)
    {
        meter.Fail("ZeroDivisionError", "0.0 to a negative or complex power");
        return null;
    }

    private static ComplexNumber IntegerPower(ComplexNumber number, int exponent)
    {
        if (exponent <= 0)
        {
            return Divide(new(1, 0), PositivePower(number, -exponent));
        }

        return PositivePower(number, exponent);
    }

    private static ComplexNumber PositivePower(ComplexNumber number, int exponent)
    {
        var result = new ComplexNumber(1, 0);
        var power = number;
        for (int mask = 1; mask > 0 && exponent >= mask; mask <<= 1)
        {
            if ((exponent & mask) != 0)
            {
                result *= power;
            }

            power *= power;
        }

        return result;
    }

    private static ComplexNumber Divide(ComplexNumber left, ComplexNumber right)
    {
        double real = Math.Abs(right.Real);
        double imaginary = Math.Abs(right.Imaginary);
        if (real >= imaginary)
        {
            double ratio = right.Imaginary / right.Real;
            double scale = right.Real + right.Imaginary * ratio;
            return new((left.Real + left.Imaginary * ratio) / scale, (left.Imaginary - left.Real * ratio) / scale);
        }

        if (imaginary >= real)
        {
            double ratio = right.Real / right.Imaginary;
            double scale = right.Real * ratio + right.Imaginary;
            return new((left.Real * ratio + left.Imaginary) / scale, (left.Imaginary * ratio - left.Real) / scale);
        }

        return new(double.NaN, double.NaN);
    }
}

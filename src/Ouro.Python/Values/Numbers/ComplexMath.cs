// The module cmath. Finite arguments by the formulas of W. Kahan, "Branch Cuts for Complex Elementary Functions" (1987), arranged so that nothing
// overflows or cancels needlessly; arguments with an infinite or undefined part by tables of what annex G of the C standard says.

namespace Ouro.Python.Values.Numbers;

/// <summary>The functions of <c>cmath</c> that take one number and give one, by their names in lower case.</summary>
internal enum ComplexFunction
{
    Acos,
    Acosh,
    Asin,
    Asinh,
    Atan,
    Atanh,
    Cos,
    Cosh,
    Exp,
    Log,
    Log10,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
}

/// <summary>Functions of <c>cmath</c>. Null: see <see cref="Meter"/>.</summary>
internal static class ComplexMath
{
    private const double Large = double.MaxValue / 4;
    private const double Smallest = 2.2250738585072014e-308;

    /// <summary>The logarithm of <see cref="Large"/>: beyond it exp and the hyperbolic functions are computed one below and multiplied.</summary>
    private const double LogOfLarge = 708.3964185322641;

    /// <summary>A function of one number.</summary>
    internal static ComplexNumber? Apply(Meter meter, ComplexFunction function, ComplexNumber z)
    {
        // Circular functions are hyperbolic ones of the number turned by a right angle.
        switch (function)
        {
            case ComplexFunction.Asin:
                return TurnedBack(Apply(meter, ComplexFunction.Asinh, Turned(z)));
            case ComplexFunction.Atan:
                return TurnedBack(Apply(meter, ComplexFunction.Atanh, Turned(z)));
            case ComplexFunction.Sin:
                return TurnedBack(Apply(meter, ComplexFunction.Sinh, Turned(z)));
            case ComplexFunction.Tan:
                return TurnedBack(Apply(meter, ComplexFunction.Tanh, Turned(z)));
            case ComplexFunction.Cos:
                return Apply(meter, ComplexFunction.Cosh, Turned(z));
            case ComplexFunction.Log10:
                return Apply(meter, ComplexFunction.Log, z) is { } log ? new(log.Real / Math.Log(10), log.Imaginary / Math.Log(10)) : null;
        }

        if (!z.IsFinite)
        {
            return Special(function, z) is { } special ? special : Domain(meter);
        }

        bool isPole = function == ComplexFunction.Log ? z.IsZero : function == ComplexFunction.Atanh && Math.Abs(z.Real) == 1 && z.Imaginary == 0;
        if (isPole)
        {
            return Domain(meter);
        }

        var result = function switch
        {
        ComplexFunction.Acos => Acos(z),
        ComplexFunction.Acosh => Acosh(z),
        ComplexFunction.Asinh => Asinh(z),
        ComplexFunction.Atanh => Atanh(z),
            ComplexFunction.Cosh => Cosh(z),
            ComplexFunction.Exp => Exp(z),
            ComplexFunction.Log => Log(z),
            ComplexFunction.Sinh => Sinh(z),
            ComplexFunction.Sqrt => Sqrt(z),
            _ => Tanh(z),
        };
        return Checked(meter, result);
    }

    /// <summary><c>cmath.phase</c>: an angle that is too small for a float is a range error, because C's library says so.</summary>
    internal static double? Phase(Meter meter, ComplexNumber z)
    {
        double angle = Math.Atan2(z.Imaginary, z.Real);
        if (angle == 0 && z.Imaginary != 0 && double.IsFinite(z.Real))
        {
            meter.OverflowError("math range error");
            return null;
        }

        return angle;
    }

    /// <summary><c>cmath.rect</c>.</summary>
    internal static ComplexNumber? FromPolar(Meter meter, double length, double angle)
    {
        if (double.IsFinite(length) && double.IsFinite(angle))
        {
            return angle == 0 ? new(length, length * angle) : Checked(meter, new(length * Math.Cos(angle), length * Math.Sin(angle)));
        }

        if (double.IsInfinity(length) && double.IsFinite(angle) && angle != 0)
        {
            return new(Math.CopySign(length, length * Math.Cos(angle)), Math.CopySign(length, length * Math.Sin(angle)));
        }

        return Look(RectangularTable, length, angle) is { } special ? special : Domain(meter);
    }

    private const string RectangularTable = "EE..IzIZ..EEinEE........EEnnzz........zzzzzz........zzzzEE........EEnnEE..iZiz..EEinnnnnnznznnnnnn";

    private static string TableOf(ComplexFunction function) => function switch
    {
        ComplexFunction.Acos => "tipipipIpItInihi........hInnhi........hIhnhi........hIhnhi........hInnqizizizIzIqInininnnnnnnnnInn",
        ComplexFunction.Acosh => "iTiPiPipipitiniH........ihnniH........ihnniH........ihnniH........ihnniQiZiZiziziqininnnnnnnnninnn",
        ComplexFunction.Asinh => "IQIZIZIzIzIqInIH........IhnnIH........IhnniH........ihnniH........ihnniQiZiZiziziqininnnnZnznninnn",
        ComplexFunction.Atanh => "ZHZHZHZhZhZhZnZH........ZhnnZH........ZhZnzH........zhznzH........zhnnzHzHzHzhzhzhznzHnnnnnnnnzhnn",
        ComplexFunction.Cosh => "EE..iziZ..EEinEE........EEnnEE........EEnzEE........EEnzEE........EEnnEE..iZiz..EEinnnnnnznznnnnnn",
        ComplexFunction.Exp => "zz..zZzz..zzzzEE........EEnnEE........EEnnEE........EEnnEE........EEnnEE..iZiz..EEinnnnnnZnznnnnnn",
        ComplexFunction.Log => "iTiPiPipipitiniH........ihnniH........ihnniH........ihnniH........ihnniQiZiZiziziqininnnnnnnnninnn",
        ComplexFunction.Sinh => "EE..IZIz..EEinEE........EEnnEE........EEznEE........EEznEE........EEnnEE..iZiz..EEinnnnnnZnznnnnnn",
        ComplexFunction.Sqrt => "iIzIzIziziiiniiI........iinniI........iinniI........iinniI........iinniIiZiZiziziiiniInnnnnnnniinn",
        ComplexFunction.Tanh => "Uz..UZUz..UzUzEE........EEnnEE........EEnnEE........EEnnEE........EEnnuz..uZuz..uzuznnnnnZnznnnnnn",
        _ => "",
    };

    /// <summary>What a function gives where a part is infinite or undefined; null: it is not defined there.</summary>
    private static ComplexNumber? Special(ComplexFunction function, ComplexNumber z)
    {
        bool depends = double.IsInfinity(z.Real) && double.IsFinite(z.Imaginary) && z.Imaginary != 0;
        double sine = Math.Sin(z.Imaginary);
        double cosine = Math.Cos(z.Imaginary);
        double infinity = Math.Abs(z.Real);
        switch (function)
        {
            case ComplexFunction.Cosh when depends:
                return new(Math.CopySign(infinity, cosine), Math.CopySign(infinity, z.Real > 0 ? sine : -sine));
            case ComplexFunction.Sinh when depends:
                return new(Math.CopySign(infinity, z.Real > 0 ? cosine : -cosine), Math.CopySign(infinity, sine));
            case ComplexFunction.Exp when depends:
                double size = z.Real > 0 ? infinity : 0;
                return new(Math.CopySign(size, cosine), Math.CopySign(size, sine));
            case ComplexFunction.Tanh when depends:
                return new(Math.CopySign(1, z.Real), Math.CopySign(0, 2 * sine * cosine));
            default:
                return Look(TableOf(function), z.Real, z.Imaginary);
        }
    }

    private static ComplexNumber? Look(string table, double real, double imaginary)
    {
        int at = 2 * (7 * KindOf(real) + KindOf(imaginary));
        return table[at] == 'E' ? null : new(Decode(table[at]), Decode(table[at + 1]));
    }

    private static int KindOf(double x) => double.IsNaN(x) ? 6 : double.IsInfinity(x) ? (x < 0 ? 0 : 5) : x == 0 ? (double.IsNegative(x) ? 2 : 3) : x < 0 ? 1 : 4;

    /// <summary>An entry of a table: z is zero, u one, i infinite, p, h, q, t are pi, a half, a quarter and three quarters of it, n is nan; a capital is negative.</summary>
    private static double Decode(char entry)
    {
        double size = char.ToLowerInvariant(entry) switch
        {
            'z' => 0,
            'u' => 1,
            'i' => double.PositiveInfinity,
            'p' => Math.PI,
            'h' => Math.PI / 2,
            'q' => Math.PI / 4,
            't' => 3 * Math.PI / 4,
            _ => double.NaN,
        };
        return char.IsUpper(entry) ? -size : size;
    }

    private static ComplexNumber Turned(ComplexNumber z) => new(-z.Imaginary, z.Real);

    private static ComplexNumber? TurnedBack(ComplexNumber? z) => z is { } number ? new(number.Imaginary, -number.Real) : null;

    private static bool IsLarge(ComplexNumber z) => Math.Abs(z.Real) > Large || Math.Abs(z.Imaginary) > Large;

    /// <summary>The logarithm of twice the absolute value of a large number.</summary>
    private static double LogOfDouble(ComplexNumber z) => Math.Log(Length(z.Real / 2, z.Imaginary / 2)) + 2 * Math.Log(2);

    private static double Length(double x, double y) => ComplexFunctions.Hypotenuse(x, y);

    private static ComplexNumber Acos(ComplexNumber z)
    {
        if (IsLarge(z))
        {
            double size = LogOfDouble(z);
            return new(Math.Atan2(Math.Abs(z.Imaginary), z.Real), z.Real < 0 ? -Math.CopySign(size, z.Imaginary) : Math.CopySign(size, -z.Imaginary));
        }

        var below = Sqrt(new(1 - z.Real, -z.Imaginary));
        var above = Sqrt(new(1 + z.Real, z.Imaginary));
        return new(2 * Math.Atan2(below.Real, above.Real), Math.Asinh(above.Real * below.Imaginary - above.Imaginary * below.Real));
    }

    private static ComplexNumber Acosh(ComplexNumber z)
    {
        if (IsLarge(z))
        {
            return new(LogOfDouble(z), Math.Atan2(z.Imaginary, z.Real));
        }

        var below = Sqrt(new(z.Real - 1, z.Imaginary));
        var above = Sqrt(new(z.Real + 1, z.Imaginary));
        return new(Math.Asinh(below.Real * above.Real + below.Imaginary * above.Imaginary), 2 * Math.Atan2(below.Imaginary, above.Real));
    }

    private static ComplexNumber Asinh(ComplexNumber z)
    {
        if (IsLarge(z))
        {
            return new(Math.CopySign(LogOfDouble(z), z.Real), Math.Atan2(z.Imaginary, Math.Abs(z.Real)));
        }

        var above = Sqrt(new(1 + z.Imaginary, -z.Real));
        var below = Sqrt(new(1 - z.Imaginary, z.Real));
        return new(Math.Asinh(above.Real * below.Imaginary - below.Real * above.Imaginary), Math.Atan2(z.Imaginary, above.Real * below.Real - above.Imaginary * below.Imaginary));
    }

    private static ComplexNumber Atanh(ComplexNumber z)
    {
        if (double.IsNegative(z.Real))
        {
            return -Atanh(-z);
        }

        double height = Math.Abs(z.Imaginary);
        double limit = Math.Sqrt(Large);
        if (z.Real > limit || height > limit)
        {
            double half = Length(z.Real / 2, z.Imaginary / 2);
            return new(z.Real / 4 / half / half, -Math.CopySign(Math.PI / 2, -z.Imaginary));
        }

        if (z.Real == 1 && height < Math.Sqrt(Smallest))
        {
            return new(-Math.Log(Math.Sqrt(height) / Math.Sqrt(Length(height, 2))), Math.CopySign(Math.Atan2(2, -height) / 2, z.Imaginary));
        }

        double gap = 1 - z.Real;
        return new(
            SpecialFunctions.Log1p(4 * z.Real / (gap * gap + height * height)) / 4,
            -Math.Atan2(-2 * z.Imaginary, gap * (1 + z.Real) - height * height) / 2);
    }

    private static ComplexNumber Cosh(ComplexNumber z)
    {
        var (x, factor) = Reduced(z.Real);
        return new(Math.Cos(z.Imaginary) * Math.Cosh(x) * factor, Math.Sin(z.Imaginary) * Math.Sinh(x) * factor);
    }

    private static ComplexNumber Sinh(ComplexNumber z)
    {
        var (x, factor) = Reduced(z.Real);
        return new(Math.Cos(z.Imaginary) * Math.Sinh(x) * factor, Math.Sin(z.Imaginary) * Math.Cosh(x) * factor);
    }

    private static ComplexNumber Exp(ComplexNumber z)
    {
        var (x, factor) = z.Real > LogOfLarge ? (z.Real - 1, Math.E) : (z.Real, 1);
        double size = Math.Exp(x);
        return new(size * Math.Cos(z.Imaginary) * factor, size * Math.Sin(z.Imaginary) * factor);
    }

    private static (double X, double Factor) Reduced(double x) => Math.Abs(x) > LogOfLarge ? (x - Math.CopySign(1, x), Math.E) : (x, 1);

    private static ComplexNumber Log(ComplexNumber z)
    {
        double x = Math.Abs(z.Real);
        double y = Math.Abs(z.Imaginary);
        double size;
        if (IsLarge(z))
        {
            size = Math.Log(Length(x / 2, y / 2)) + Math.Log(2);
        }
        else if (x < Smallest && y < Smallest)
        {
            size = Math.Log(Length(Math.ScaleB(x, 53), Math.ScaleB(y, 53))) - 53 * Math.Log(2);
        }
        else
        {
            // Near one the logarithm of the length would cancel.
            double length = Length(x, y);
            double most = Math.Max(x, y);
            double least = Math.Min(x, y);
            size = length is >= 0.71 and <= 1.73 ? SpecialFunctions.Log1p((most - 1) * (most + 1) + least * least) / 2 : Math.Log(length);
        }

        return new(size, Math.Atan2(z.Imaginary, z.Real));
    }

    private static ComplexNumber Sqrt(ComplexNumber z)
    {
        if (z.IsZero)
        {
            return new(0, z.Imaginary);
        }

        double x = Math.Abs(z.Real);
        double y = Math.Abs(z.Imaginary);
        double root = x < Smallest && y < Smallest
            ? Math.ScaleB(Math.Sqrt(Math.ScaleB(x, 53) + Length(Math.ScaleB(x, 53), Math.ScaleB(y, 53))), -27)
            : 2 * Math.Sqrt(x / 8 + Length(x / 8, y / 8));
        double other = y / (2 * root);
        return z.Real >= 0 ? new(root, Math.CopySign(other, z.Imaginary)) : new(other, Math.CopySign(root, z.Imaginary));
    }

    private static ComplexNumber Tanh(ComplexNumber z)
    {
        if (Math.Abs(z.Real) > LogOfLarge)
        {
            return new(Math.CopySign(1, z.Real), 4 * Math.Sin(z.Imaginary) * Math.Cos(z.Imaginary) * Math.Exp(-2 * Math.Abs(z.Real)));
        }

        double x = Math.Tanh(z.Real);
        double y = Math.Tan(z.Imaginary);
        double inverse = 1 / Math.Cosh(z.Real);
        double denominator = 1 + x * y * (x * y);
        return new(x * (1 + y * y) / denominator, y / denominator * inverse * inverse);
    }

    private static ComplexNumber? Checked(Meter meter, ComplexNumber result)
    {
        if (double.IsInfinity(result.Real) || double.IsInfinity(result.Imaginary))
        {
            meter.OverflowError("math range error");
            return null;
        }

        return result;
    }

    private static ComplexNumber? Domain(Meter meter)
    {
        meter.ValueError("math domain error");
        return null;
    }
}

// The functions of the module math on floats. What C's library has, .NET takes from it, so results are the host's to the last bit; the
// special functions are in SpecialFunctions.cs. A result that is no number from an argument that is one is a domain error, an infinite one
// from a finite argument a range error where the function can overflow and a pole otherwise.

using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary>Functions of <c>math</c>. Null: see <see cref="Meter"/>.</summary>
internal static class RealMath
{
    private const string Domain = "math domain error";
    private const string Range = "math range error";

    /// <summary>A function of one float.</summary>
    internal static double? Apply(Meter meter, MathFunction function, double x)
    {
        double result = Compute(function, x);
        if (double.IsNaN(result) && !double.IsNaN(x))
        {
            return DomainError(meter);
        }

        if (double.IsInfinity(result) && double.IsFinite(x))
        {
            bool overflows = function is MathFunction.Cosh or MathFunction.Exp or MathFunction.Exp2 or MathFunction.Expm1 or MathFunction.Sinh or MathFunction.Degrees
                || (function is MathFunction.Gamma or MathFunction.Lgamma && (x > 0 || x != Math.Floor(x)));
            if (overflows && function != MathFunction.Degrees)
            {
                meter.OverflowError(Range);
                return null;
            }

            return function == MathFunction.Degrees ? result : DomainError(meter);
        }

        return result;
    }

    /// <summary><c>math.log</c> of an integer, which may be greater than any float.</summary>
    internal static double? Log(Meter meter, BigInteger integer)
    {
        if (integer.Sign <= 0)
        {
            return DomainError(meter);
        }

        double number = DoubleConversion.FromInteger(integer);
        if (double.IsFinite(number))
        {
            return Math.Log(number);
        }

        var (fraction, exponent) = Scaled(integer);
        return Math.Log(fraction) + Math.Log(2) * exponent;
    }

    /// <summary><c>math.log2</c> of an integer.</summary>
    internal static double? Log2(Meter meter, BigInteger integer) => LogOf(meter, integer, Math.Log2, 1);

    /// <summary><c>math.log10</c> of an integer.</summary>
    internal static double? Log10(Meter meter, BigInteger integer) => LogOf(meter, integer, Math.Log10, Math.Log10(2));

    /// <summary><c>math.log</c>.</summary>
    internal static double? Log(Meter meter, double x)
    {
        return x <= 0 ? DomainError(meter) : Math.Log(x);
    }

    /// <summary><c>math.pow</c>.</summary>
    internal static double? Pow(Meter meter, double x, double y)
    {
        double result = x == 1 || y == 0 ? 1 : x == -1 && double.IsInfinity(y) ? 1 : Math.Pow(x, y);
        if (double.IsFinite(x) && double.IsFinite(y))
        {
            if (double.IsNaN(result) || (double.IsInfinity(result) && x == 0))
            {
                return DomainError(meter);
            }

            if (double.IsInfinity(result))
            {
                meter.OverflowError(Range);
                return null;
            }
        }

        return result;
    }

    /// <summary><c>math.fmod</c>.</summary>
    internal static double? Fmod(Meter meter, double x, double y) =>
        double.IsInfinity(y) && double.IsFinite(x) ? x : x % y is var result && double.IsNaN(result) && !double.IsNaN(x) && !double.IsNaN(y) ? DomainError(meter) : result;

    /// <summary><c>math.remainder</c>.</summary>
    internal static double? Remainder(Meter meter, double x, double y)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.IsNaN(x) ? x : y;
        }

        if (double.IsInfinity(x) || y == 0)
        {
            return DomainError(meter);
        }

        if (double.IsInfinity(y))
        {
            return x;
        }

        double result = Math.IEEERemainder(x, y);
        return result == 0 ? Math.CopySign(0, x) : result;
    }

    /// <summary><c>math.ldexp</c>.</summary>
    internal static double? Ldexp(Meter meter, double x, BigInteger exponent)
    {
        if (x == 0 || !double.IsFinite(x))
        {
            return x;
        }

        double result = exponent > 5000 ? double.PositiveInfinity : exponent < -5000 ? Math.CopySign(0, x) : Math.ScaleB(x, (int)exponent);
        if (double.IsInfinity(result))
        {
            meter.OverflowError(Range);
            return null;
        }

        return result;
    }

    /// <summary><c>math.frexp</c>: a fraction from a half up to one, and an exponent of two.</summary>
    internal static (double Fraction, int Exponent) Frexp(double x)
    {
        if (x == 0 || !double.IsFinite(x))
        {
            return (x, 0);
        }

        int exponent = Math.ILogB(x) + 1;
        return (Math.ScaleB(x, -exponent), exponent);
    }

    /// <summary><c>math.modf</c>: the fraction and the whole, both with the sign.</summary>
    internal static (double Fraction, double Whole) Modf(double x)
    {
        if (double.IsInfinity(x))
        {
            return (Math.CopySign(0, x), x);
        }

        double whole = Math.Truncate(x);
        return (Math.CopySign(x - whole, x), whole);
    }

    /// <summary><c>math.isclose</c> and that of cmath, of the distance and the magnitudes of two numbers.</summary>
    internal static bool? IsClose(Meter meter, double left, double right, double relative, double absolute)
    {
        if (relative < 0 || absolute < 0)
        {
            meter.ValueError("tolerances must be non-negative");
            return null;
        }

        if (left == right || double.IsInfinity(left) || double.IsInfinity(right))
        {
            return left == right;
        }

        double distance = Math.Abs(left - right);
        return distance <= Math.Abs(relative * right) || distance <= Math.Abs(relative * left) || distance <= absolute;
    }

    /// <summary><c>math.nextafter</c>, so many steps (from 3.12 on there may be more than one).</summary>
    internal static double NextAfter(double from, double to, ulong steps = 1)
    {
        if (double.IsNaN(from) || double.IsNaN(to))
        {
            return from + to;
        }

        if (steps == 0 || from == to)
        {
            return steps == 0 ? from : to;
        }

        // Doubles in order are integers in order, the negative ones counted down.
        Int128 here = OrderOf(from);
        Int128 there = OrderOf(to);
        Int128 next = here < there ? Int128.Min(there, here + steps) : Int128.Max(there, here - steps);
        return next == there && next != 0 ? to : next == 0 ? Math.CopySign(0, from) : BitConverter.Int64BitsToDouble(next < 0 ? long.MinValue | (long)-next : (long)next);
    }

    /// <summary><c>math.fsum</c>: the sum, rounded once.</summary>
    internal static double? Sum(Meter meter, ReadOnlySpan<double> numbers)
    {
        if (!meter.Ticks(numbers.Length))
        {
            return null;
        }

        double special = 0;
        bool found = false;
        bool opposite = false;
        var sum = BigInteger.Zero;
        foreach (double number in numbers)
        {
            if (double.IsFinite(number))
            {
                var (mantissa, exponent) = DoubleConversion.Split(number);
                sum += (BigInteger)mantissa << (exponent + 1074);
                continue;
            }

            opposite |= found && double.IsInfinity(special) && double.IsInfinity(number) && special != number;
            special = found ? special + number : number;
            found = true;
        }

        if (opposite && double.IsNaN(special) && !numbers.Contains(double.NaN))
        {
            meter.ValueError("-inf + inf in fsum");
            return null;
        }

        double result = found ? special : sum.IsZero ? 0 : DoubleConversion.FromRatio(sum, BigInteger.One << 1074);
        if (!found && double.IsInfinity(result))
        {
            meter.OverflowError("intermediate overflow in fsum");
            return null;
        }

        return result;
    }

    /// <summary><c>math.hypot</c>, and <c>math.dist</c> of the differences: the length of a vector, rounded once.</summary>
    internal static double? Length(Meter meter, ReadOnlySpan<double> coordinates)
    {
        if (!meter.Ticks(coordinates.Length))
        {
            return null;
        }

        bool isNaN = false;
        var sum = BigInteger.Zero;
        foreach (double coordinate in coordinates)
        {
            if (double.IsInfinity(coordinate))
            {
                return double.PositiveInfinity;
            }

            isNaN |= double.IsNaN(coordinate);
            if (coordinate != 0 && !isNaN)
            {
                var (mantissa, exponent) = DoubleConversion.Split(coordinate);
                sum += ((BigInteger)mantissa * mantissa) << (2 * (exponent + 1074));
            }
        }

        return isNaN ? double.NaN : sum.IsZero ? 0 : DoubleConversion.SquareRootOfRatio(sum, BigInteger.One << 2148);
    }

    /// <summary><c>math.sumprod</c> of floats, rounded once.</summary>
    internal static double? SumOfProducts(Meter meter, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (!meter.Ticks(left.Length))
        {
            return null;
        }

        double plain = 0;
        var sum = BigInteger.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            plain += left[i] * right[i];
            if (double.IsFinite(left[i]) && double.IsFinite(right[i]))
            {
                var (one, exponent) = DoubleConversion.Split(left[i]);
                var (other, second) = DoubleConversion.Split(right[i]);
                sum += ((BigInteger)one * other) << (exponent + second + 2148);
            }
        }

        return !double.IsFinite(plain) ? plain : sum.IsZero ? 0 : DoubleConversion.FromRatio(sum, BigInteger.One << 2148);
    }

    /// <summary><c>math.fma</c>, new in 3.13.</summary>
    internal static double? FusedMultiplyAdd(Meter meter, double x, double y, double z)
    {
        double result = Math.FusedMultiplyAdd(x, y, z);
        if (double.IsNaN(result) && !double.IsNaN(x) && !double.IsNaN(y) && !double.IsNaN(z))
        {
            meter.ValueError("invalid operation in fma");
            return null;
        }

        if (double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y) && double.IsFinite(z))
        {
            meter.OverflowError("overflow in fma");
            return null;
        }

        return result;
    }

    private static double Compute(MathFunction function, double x) => function switch
    {
        MathFunction.Acos => Math.Acos(x),
        MathFunction.Acosh => Math.Acosh(x),
        MathFunction.Asin => Math.Asin(x),
        MathFunction.Asinh => Math.Asinh(x),
        MathFunction.Atan => Math.Atan(x),
        MathFunction.Atanh => Math.Atanh(x),
        MathFunction.Cbrt => Math.Cbrt(x),
        MathFunction.Cos => Math.Cos(x),
        MathFunction.Cosh => Math.Cosh(x),
        MathFunction.Degrees => x * (180 / Math.PI),
        MathFunction.Erf => SpecialFunctions.Erf(x),
        MathFunction.Erfc => SpecialFunctions.Erfc(x),
        MathFunction.Exp => Math.Exp(x),
        MathFunction.Exp2 => Math.Pow(2, x),
        MathFunction.Expm1 => SpecialFunctions.Expm1(x),
        MathFunction.Fabs => Math.Abs(x),
        MathFunction.Gamma => SpecialFunctions.Gamma(x),
        MathFunction.Lgamma => SpecialFunctions.LogGamma(x),
        MathFunction.Log10 => Math.Log10(x),
        MathFunction.Log1p => SpecialFunctions.Log1p(x),
        MathFunction.Log2 => Math.Log2(x),
        MathFunction.Radians => x * (Math.PI / 180),
        MathFunction.Sin => Math.Sin(x),
        MathFunction.Sinh => Math.Sinh(x),
        MathFunction.Sqrt => Math.Sqrt(x),
        MathFunction.Tan => Math.Tan(x),
        MathFunction.Tanh => Math.Tanh(x),
        _ => Ulp(x),
    };

    private static double Ulp(double x)
    {
        x = Math.Abs(x);
        return !double.IsFinite(x) ? x : double.IsInfinity(Math.BitIncrement(x)) ? x - Math.BitDecrement(x) : Math.BitIncrement(x) - x;
    }

    private static double? LogOf(Meter meter, BigInteger integer, Func<double, double> log, double logOfTwo)
    {
        if (integer.Sign <= 0)
        {
            return DomainError(meter);
        }

        double number = DoubleConversion.FromInteger(integer);
        if (double.IsFinite(number))
        {
            return log(number);
        }

        var (fraction, exponent) = Scaled(integer);
        return log(fraction) + logOfTwo * exponent;
    }

    private static (double Fraction, long Exponent) Scaled(BigInteger integer)
    {
        long bits = integer.GetBitLength();
        return (DoubleConversion.FromRatio(integer, BigInteger.One << (int)bits), bits);
    }

    private static long OrderOf(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        return bits < 0 ? -(bits & long.MaxValue) : bits;
    }

    private static double? DomainError(Meter meter)
    {
        meter.ValueError(Domain);
        return null;
    }
}

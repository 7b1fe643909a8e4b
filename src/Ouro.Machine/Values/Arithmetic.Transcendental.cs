// Exponential, logarithm and the trigonometric functions, for real and complex arguments. Where R7RS allows an exact
// result for an exact argument (the exponential of 0, the logarithm of 1, ...) it is exact. Branch cuts are those of R7RS.

using System.Numerics;
using Ouro.Machine.Execution;
using Complex64 = System.Numerics.Complex;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    internal static Value Exponential(VirtualMachine machine, Value number) => Real.KindOf(number) switch
    {
        NumberKind.None => machine.WrongType(1, number, ANumber),
        NumberKind.Compnum => Complex.FromHost(Complex64.Exp(Complex.ToHost(number))),
        _ => Real.IsExactZero(number) ? Value.Fixnum(1) : Value.Flonum(Math.Exp(Real.ToDouble(number))),
    };

    /// <summary>The natural logarithm; complex for negative numbers, an error for exact zero.</summary>
    internal static Value Logarithm(VirtualMachine machine, Value number)
    {
        switch (Real.KindOf(number))
        {
            case NumberKind.None:
                return machine.WrongType(1, number, ANumber);
            case NumberKind.Compnum:
                return Complex.FromDoubles(LogMagnitude(number), Complex.ToHost(number).Phase);
            case NumberKind.Fixnum when number.Bits == 0:
                return machine.OutOfRange(1, number, "a number other than exact 0");
            case NumberKind.Fixnum when number.Bits == 1:
                return Value.Fixnum(0);
            default:
                return Real.Sign(number) < 0
                    ? Complex.FromDoubles(LogMagnitude(number), Math.PI)
                    : Value.Flonum(LogMagnitude(number));
        }
    }

    /// <summary>The logarithm to a base.</summary>
    internal static Value Logarithm(VirtualMachine machine, Value number, Value @base)
    {
        if (!CheckNumbers(machine, number, @base))
        {
            return Value.Signal;
        }

        // Powers of these bases have their exact logarithm, which the quotient of two rounded ones misses.
        if (@base.Ref is null && @base.Bits is 2 or 10 && Real.IsReal(number) && Real.Sign(number) > 0)
        {
            var x = Real.ToDouble(number);
            if (x > 0 && double.IsFinite(x))
            {
                return Real.IsExactZero(Real.Subtract(number, Value.Fixnum(1)))
                    ? Value.Fixnum(0)
                    : Value.Flonum(@base.Bits == 2 ? Math.Log2(x) : Math.Log10(x));
            }
        }

        var top = Logarithm(machine, number);
        if (top.IsSignal)
        {
            return top;
        }

        var bottom = Logarithm(machine, @base);
        return bottom.IsSignal ? bottom : Divide(machine, top, bottom);
    }

    /// <summary>The logarithm of the magnitude, also for exact numbers outside the range of doubles.</summary>
    private static double LogMagnitude(in Value number)
    {
        if (number.Ref is Compnum complex)
        {
            var (x, y) = (Math.Abs(Real.ToDouble(complex.Real)), Math.Abs(Real.ToDouble(complex.Imaginary)));
            var (large, small) = x > y ? (x, y) : (y, x);
            var ratio = small / large;
            return large == 0 || double.IsInfinity(large) ? Math.Log(large) : Math.Log(large) + Math.Log(1 + ratio * ratio) / 2;
        }

        var magnitude = Math.Abs(Real.ToDouble(number));
        if (number.Ref is not (Bignum or Ratnum) || double.IsNormal(magnitude))
        {
            return Math.Log(magnitude);
        }

        return LogOfInteger(BigInteger.Abs(Real.Numerator(number))) - LogOfInteger(Real.Denominator(number));
    }

    private static double LogOfInteger(BigInteger positive)
    {
        var shift = (int)Math.Max(0, positive.GetBitLength() - 64);
        return Math.Log((double)(ulong)(positive >> shift)) + shift * 0.69314718055994530942;
    }

    internal static Value Sine(VirtualMachine machine, Value number) => Real.KindOf(number) switch
    {
        NumberKind.None => machine.WrongType(1, number, ANumber),
        NumberKind.Compnum => Complex.FromHost(Complex64.Sin(Complex.ToHost(number))),
        _ => Real.IsExactZero(number) ? number : Value.Flonum(Math.Sin(Real.ToDouble(number))),
    };

    internal static Value Cosine(VirtualMachine machine, Value number) => Real.KindOf(number) switch
    {
        NumberKind.None => machine.WrongType(1, number, ANumber),
        NumberKind.Compnum => Complex.FromHost(Complex64.Cos(Complex.ToHost(number))),
        _ => Real.IsExactZero(number) ? Value.Fixnum(1) : Value.Flonum(Math.Cos(Real.ToDouble(number))),
    };

    internal static Value Tangent(VirtualMachine machine, Value number) => Real.KindOf(number) switch
    {
        NumberKind.None => machine.WrongType(1, number, ANumber),
        NumberKind.Compnum => Complex.FromHost(Complex64.Tan(Complex.ToHost(number))),
        _ => Real.IsExactZero(number) ? number : Value.Flonum(Math.Tan(Real.ToDouble(number))),
    };

    internal static Value ArcSine(VirtualMachine machine, Value number)
    {
        if (!IsNumber(number))
        {
            return machine.WrongType(1, number, ANumber);
        }

        if (Real.IsExactZero(number))
        {
            return number;
        }

        return IsWithinUnit(number, out var x)
            ? Value.Flonum(Math.Asin(x))
            : Complex.FromHost(ArcSine(OnItsSideOfTheCut(number)));
    }

    /// <summary>A real number beyond 1 or -1 lies on a branch cut, and R7RS takes the value from the side where the imaginary part has the opposite sign.</summary>
    private static Complex64 OnItsSideOfTheCut(in Value number) =>
        number.Ref is Compnum ? Complex.ToHost(number) : new Complex64(Real.ToDouble(number), Real.Sign(number) > 0 ? -0.0 : 0.0);

    internal static Value ArcCosine(VirtualMachine machine, Value number)
    {
        if (!IsNumber(number))
        {
            return machine.WrongType(1, number, ANumber);
        }

        if (number.Ref is null && number.Bits == 1)
        {
            return Value.Fixnum(0);
        }

        return IsWithinUnit(number, out var x)
            ? Value.Flonum(Math.Acos(x))
            : Complex.FromHost(ArcCosine(OnItsSideOfTheCut(number)));
    }

    /// <summary>A real number whose arc sine is real; a NaN counts.</summary>
    private static bool IsWithinUnit(in Value number, out double x)
    {
        x = 0;
        if (number.Ref is Compnum)
        {
            return false;
        }

        x = Real.ToDouble(number);
        return !(Math.Abs(x) > 1);
    }

    // Kahan, "Branch cuts for complex elementary functions": the products of roots keep precision near the branch points.
    private static Complex64 ArcSine(Complex64 z)
    {
        var below = Complex.SquareRoot(new Complex64(1 - z.Real, -z.Imaginary));
        var above = Complex.SquareRoot(new Complex64(1 + z.Real, z.Imaginary));
        var real = Math.Atan2(z.Real, below.Real * above.Real - below.Imaginary * above.Imaginary);
        return new Complex64(real, Math.Asinh(below.Real * above.Imaginary - below.Imaginary * above.Real));
    }

    private static Complex64 ArcCosine(Complex64 z)
    {
        var below = Complex.SquareRoot(new Complex64(1 - z.Real, -z.Imaginary));
        var above = Complex.SquareRoot(new Complex64(1 + z.Real, z.Imaginary));
        return new Complex64(2 * Math.Atan2(below.Real, above.Real), Math.Asinh(above.Real * below.Imaginary - above.Imaginary * below.Real));
    }

    internal static Value ArcTangent(VirtualMachine machine, Value number)
    {
        switch (Real.KindOf(number))
        {
            case NumberKind.None:
                return machine.WrongType(1, number, ANumber);
            case NumberKind.Compnum:
                return ComplexArcTangent(machine, number);
            default:
                return Real.IsExactZero(number) ? number : Value.Flonum(Math.Atan(Real.ToDouble(number)));
        }
    }

    // (log(1 + iz) - log(1 - iz)) / 2i, which is infinite at i and -i.
    private static Value ComplexArcTangent(VirtualMachine machine, in Value number)
    {
        var z = Complex.ToHost(number);
        if (z.Real == 0 && Math.Abs(z.Imaginary) == 1)
        {
            return Complex.IsExact(number)
                ? machine.OutOfRange(1, number, "a number other than +i and -i")
                : Complex.FromDoubles(0, z.Imaginary * double.PositiveInfinity);
        }

        var above = Complex.FromDoubles(1 - z.Imaginary, z.Real);
        var below = Complex.FromDoubles(1 + z.Imaginary, -z.Real);
        var real = (Complex.ToHost(above).Phase - Complex.ToHost(below).Phase) / 2;
        return Complex.FromDoubles(real, (LogMagnitude(below) - LogMagnitude(above)) / 2);
    }

    /// <summary>The angle of the point (x, y), in radians, from -pi to pi.</summary>
    internal static Value ArcTangent(VirtualMachine machine, Value y, Value x)
    {
        if (!CheckReals(machine, y, x))
        {
            return Value.Signal;
        }

        return Real.IsExactZero(y) && Real.IsExact(x) && Real.Sign(x) >= 0
            ? y
            : Value.Flonum(Math.Atan2(Real.ToDouble(y), Real.ToDouble(x)));
    }

    /// <summary>The distance from zero: exact when the number and the root are.</summary>
    internal static Value Magnitude(VirtualMachine machine, Value number)
    {
        if (!IsNumber(number))
        {
            return machine.WrongType(1, number, ANumber);
        }

        if (number.Ref is not Compnum complex)
        {
            return AbsoluteValue(machine, number);
        }

        if (!Charge(machine, number, number, Work.Division))
        {
            return Value.Signal;
        }

        return complex.Real.IsFlonum
            ? Value.Flonum(Complex64.Abs(Complex.ToHost(number)))
            : RealRoot(Real.Add(Real.Multiply(complex.Real, complex.Real), Real.Multiply(complex.Imaginary, complex.Imaginary)));
    }

    /// <summary>The angle in radians: exact zero for exact numbers that are not negative.</summary>
    internal static Value Angle(VirtualMachine machine, Value number)
    {
        if (!IsNumber(number))
        {
            return machine.WrongType(1, number, ANumber);
        }

        if (number.Ref is Compnum)
        {
            return Value.Flonum(Complex.ToHost(number).Phase);
        }

        if (Real.Sign(number) < 0 || (number.IsFlonum && double.IsNegative(number.AsFlonum)))
        {
            return double.IsNaN(Real.ToDouble(number)) ? number : Value.Flonum(Math.PI);
        }

        return number.IsFlonum ? Value.Flonum(double.IsNaN(number.AsFlonum) ? double.NaN : 0) : Value.Fixnum(0);
    }

    /// <summary>The number with that magnitude and angle.</summary>
    internal static Value FromPolar(VirtualMachine machine, Value magnitude, Value angle) =>
        CheckReals(machine, magnitude, angle) ? FromPolar(magnitude, angle) : Value.Signal;

    /// <summary>The same for two reals.</summary>
    internal static Value FromPolar(in Value magnitude, in Value angle)
    {
        if (Real.IsExactZero(angle) || Real.IsExactZero(magnitude))
        {
            return magnitude;
        }

        var (length, turn) = (Real.ToDouble(magnitude), Real.ToDouble(angle));
        return Complex.FromDoubles(length * Math.Cos(turn), length * Math.Sin(turn));
    }

    /// <summary>The number with these parts.</summary>
    internal static Value FromRectangular(VirtualMachine machine, Value real, Value imaginary) =>
        CheckReals(machine, real, imaginary) ? Complex.Make(real, imaginary) : Value.Signal;
}

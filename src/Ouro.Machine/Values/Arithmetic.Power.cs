// Powers and square roots. Exact powers are refused before they are computed when the result would be too large: its
// size is known from the size of the base and the exponent.

using System.Numerics;
using Ouro.Machine.Execution;
using Complex64 = System.Numerics.Complex;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    /// <summary>The base to the power of the exponent: exact when the base is exact and the exponent an exact integer, or when an exact square root will do.</summary>
    internal static Value Power(VirtualMachine machine, Value number, Value exponent)
    {
        if (!CheckNumbers(machine, number, exponent))
        {
            return Value.Signal;
        }

        if (Real.IsExactInteger(exponent))
        {
            return IntegerPower(machine, number, exponent);
        }

        if (number.Ref is Compnum || exponent.Ref is Compnum)
        {
            return ComplexPower(machine, number, exponent);
        }

        if (exponent.Ref is Ratnum half && half.Denominator == 2)
        {
            var root = SquareRoot(machine, number);
            if (root.IsSignal || half.Numerator.IsOne)
            {
                return root;
            }

            if (Complex.IsExact(root))
            {
                return IntegerPower(machine, root, Value.Integer(half.Numerator));
            }
        }

        if (Real.IsExactZero(number))
        {
            return Real.Sign(exponent) < 0 ? machine.DivisionByZero(number) : exponent.IsFlonum ? Value.Flonum(Math.Pow(0, exponent.AsFlonum)) : number;
        }

        var (x, y) = (Real.ToDouble(number), Real.ToDouble(exponent));
        return x >= 0 || double.IsNaN(x) || Math.Floor(y) == y || double.IsNaN(y)
            ? Value.Flonum(Math.Pow(x, y))
            : ComplexPower(machine, number, exponent);
    }

    private static Value IntegerPower(VirtualMachine machine, in Value number, in Value exponent)
    {
        if (Real.IsExactZero(exponent))
        {
            return Value.Fixnum(1);
        }

        if (number.IsFlonum)
        {
            return Value.Flonum(FlonumPower(number.AsFlonum, exponent));
        }

        if (number.Ref is Compnum complex && complex.Real.IsFlonum)
        {
            return exponent.Ref is null && Math.Abs(exponent.Bits / 2) <= 512
                ? RepeatedSquaring(machine, number, exponent.Bits)
                : ComplexPower(machine, number, exponent);
        }

        if (number.Ref is null && number.Bits is >= -1 and <= 1)
        {
            return UnitPower(machine, number, exponent);
        }

        var bits = PowerBits(number, exponent);
        if (bits > MaximumBits)
        {
            return TooLarge(machine, bits);
        }

        if (number.Ref is Compnum)
        {
            return RepeatedSquaring(machine, number, exponent.Bits);
        }

        var limbs = ((long)bits >> 5) + 1;
        int parts = number.Ref is Ratnum ? 2 : 1;
        if (!ChargeResult(machine, parts * bits, 2 * IntegerMath.ProductWork(limbs, limbs)))
        {
            return Value.Signal;
        }

        var power = (int)Math.Abs(exponent.Bits);
        var numerator = PowerOf(Real.Numerator(number), power);
        var denominator = PowerOf(Real.Denominator(number), power);
        return exponent.Bits > 0
            ? FromLowestTerms(numerator, denominator)
            : FromLowestTerms(numerator.Sign < 0 ? -denominator : denominator, BigInteger.Abs(numerator));
    }

    private static Value FromLowestTerms(BigInteger numerator, BigInteger denominator) =>
        denominator.IsOne ? Value.Integer(numerator) : Value.Object(new Ratnum(numerator, denominator));

    /// <summary>Factors of two are a shift; the rest is squared repeatedly.</summary>
    private static BigInteger PowerOf(BigInteger number, int power)
    {
        if (number.IsOne)
        {
            return number;
        }

        var twos = (int)BigInteger.TrailingZeroCount(number);
        return twos == 0 ? BigInteger.Pow(number, power) : BigInteger.Pow(number >> twos, power) << (twos * power);
    }

    private static Value UnitPower(VirtualMachine machine, in Value number, in Value exponent)
    {
        if (number.Bits == 0)
        {
            return Real.Sign(exponent) < 0 ? machine.DivisionByZero(number) : number;
        }

        return Value.Fixnum(number.Bits == 1 || Real.ToBigInteger(exponent).IsEven ? 1 : -1);
    }

    /// <summary>The parity of the exponent decides the sign, also where the exponent is too large to be a double.</summary>
    private static double FlonumPower(double number, in Value exponent)
    {
        var power = Real.ToDouble(exponent);
        if (Math.Abs(power) < ExactDoubleLimit)
        {
            return Math.Pow(number, power);
        }

        var magnitude = Math.Pow(Math.Abs(number), power);
        return double.IsNegative(number) && !Real.ToBigInteger(exponent).IsEven ? -magnitude : magnitude;
    }

    private static long PartBits(in Value number) => number.Ref is Compnum complex
        ? 2 * (PartBits(complex.Real) + PartBits(complex.Imaginary))
        : Math.Max(Real.Numerator(number).GetBitLength(), Real.Denominator(number).GetBitLength());

    /// <summary>About the bits of a power: of a real number what its logarithm says, so that nothing is refused that would just fit.</summary>
    private static BigInteger PowerBits(in Value number, in Value exponent)
    {
        var power = BigInteger.Abs(Real.ToBigInteger(exponent));
        return number.Ref is Compnum || power > 1L << 40
            ? PartBits(number) * power
            : new BigInteger((long)(Math.Max(Log2(Real.Numerator(number)), Log2(Real.Denominator(number))) * (double)power) + 1);
    }

    private static double Log2(BigInteger number)
    {
        number = BigInteger.Abs(number);
        return number.IsPowerOfTwo ? number.GetBitLength() - 1 : BigInteger.Log(number, 2);
    }

    private static Value RepeatedSquaring(VirtualMachine machine, Value number, long exponent)
    {
        var result = Value.Fixnum(1);
        var square = number;
        for (var rest = exponent < 0 ? 0UL - (ulong)exponent : (ulong)exponent; ;)
        {
            if ((rest & 1) != 0)
            {
                result = Multiply(machine, result, square);
            }

            rest >>= 1;
            if (result.IsSignal || rest == 0)
            {
                break;
            }

            square = Multiply(machine, square, square);
            if (square.IsSignal)
            {
                return square;
            }
        }

        return result.IsSignal || exponent > 0 ? result : Divide(machine, Value.Fixnum(1), result);
    }

    private static Value ComplexPower(VirtualMachine machine, in Value number, in Value exponent)
    {
        if (Real.IsExactZero(number))
        {
            return Real.Sign(Complex.RealPart(exponent)) > 0 ? number : machine.DivisionByZero(number);
        }

        var (x, y) = (Complex.ToHost(number), Complex.ToHost(exponent));
        return x == Complex64.Zero
            ? Value.Flonum(y.Real > 0 ? 0 : double.NaN)
            : Complex.FromHost(Complex64.Exp(y * new Complex64(LogMagnitude(number), x.Phase)));
    }

    /// <summary>The principal square root: exact when the number and its root are exact, imaginary for negative numbers.</summary>
    internal static Value SquareRoot(VirtualMachine machine, Value number)
    {
        switch (Real.KindOf(number))
        {
            case NumberKind.None:
                return machine.WrongType(1, number, ANumber);
            case NumberKind.Compnum:
                return Charge(machine, number, number, Work.Division) ? ComplexRoot((Compnum)number.Ref!) : Value.Signal;
            case NumberKind.Flonum:
                return number.AsFlonum < 0
                    ? Complex.FromDoubles(0, Math.Sqrt(-number.AsFlonum))
                    : Value.Flonum(Math.Sqrt(number.AsFlonum));
            default:
                if (!Charge(machine, number, number, Work.Division))
                {
                    return Value.Signal;
                }

                return Real.Sign(number) >= 0 ? RealRoot(number) : ImaginaryRoot(RealRoot(Real.Negate(number)));
        }
    }

    private static Value ImaginaryRoot(in Value root) =>
        root.IsFlonum ? Complex.FromDoubles(0, root.AsFlonum) : Complex.Make(Value.Fixnum(0), root);

    /// <summary>The root of an exact number that is not negative: exact if that is possible, otherwise the nearest double.</summary>
    private static Value RealRoot(in Value exact)
    {
        var (numerator, denominator) = (Real.Numerator(exact), Real.Denominator(exact));
        var top = IntegerMath.SquareRoot(numerator);
        if (top * top == numerator)
        {
            if (denominator.IsOne)
            {
                return Value.Integer(top);
            }

            var bottom = IntegerMath.SquareRoot(denominator);
            if (bottom * bottom == denominator)
            {
                return Value.Object(new Ratnum(top, bottom));
            }
        }

        return Value.Flonum(DoubleConversion.SquareRootOfRatio(numerator, denominator));
    }

    private static Value ComplexRoot(Compnum number)
    {
        if (!number.Real.IsFlonum)
        {
            // (x + yi)^2 = a + bi has an exact solution when the magnitude of a + bi and then x and y are exact.
            var magnitude = RealRoot(Real.Add(Real.Multiply(number.Real, number.Real), Real.Multiply(number.Imaginary, number.Imaginary)));
            if (!magnitude.IsFlonum)
            {
                var real = RealRoot(Real.Divide(Real.Add(magnitude, number.Real), Value.Fixnum(2)));
                var imaginary = RealRoot(Real.Divide(Real.Subtract(magnitude, number.Real), Value.Fixnum(2)));
                if (!real.IsFlonum && !imaginary.IsFlonum)
                {
                    return Complex.Make(real, Real.Sign(number.Imaginary) < 0 ? Real.Negate(imaginary) : imaginary);
                }
            }
        }

        return Complex.FromHost(Complex.SquareRoot(Complex.ToHost(Value.Object(number))));
    }
}

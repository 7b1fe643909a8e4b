// Rectangular complex numbers. A Compnum's parts are both exact or both flonums, and the imaginary part is not
// exact zero, so (+ 1+2i 1-2i) is the real 2 again. With a real operand only the parts that it
// touches take part: adding a real leaves the imaginary part, its signed zero included, as it is.

using Complex64 = System.Numerics.Complex;

namespace Ouro.Machine.Values;

/// <summary>Pure operations on values that are numbers, at least one of them usually complex.</summary>
internal static class Complex
{
    private static readonly Value ExactZero = Value.Fixnum(0);

    /// <summary>The number with these real parts: a real when the imaginary one is exact zero.</summary>
    internal static Value Make(in Value real, in Value imaginary)
    {
        if (Real.IsExactZero(imaginary))
        {
            return real;
        }

        return real.IsFlonum == imaginary.IsFlonum
            ? Value.Object(new Compnum(real, imaginary))
            : Value.Object(new Compnum(Real.ToFlonum(real), Real.ToFlonum(imaginary)));
    }

    /// <summary>From the host's complex type: always inexact, never real.</summary>
    internal static Value FromHost(Complex64 number) => FromDoubles(number.Real, number.Imaginary);

    internal static Value FromDoubles(double real, double imaginary) =>
        Value.Object(new Compnum(Value.Flonum(real), Value.Flonum(imaginary)));

    internal static Complex64 ToHost(in Value number) =>
        new(Real.ToDouble(RealPart(number)), Real.ToDouble(ImaginaryPart(number)));

    internal static Value RealPart(in Value number) => number.Ref is Compnum complex ? complex.Real : number;

    /// <summary>Exact zero for a real number.</summary>
    internal static Value ImaginaryPart(in Value number) => number.Ref is Compnum complex ? complex.Imaginary : ExactZero;

    internal static bool IsExact(in Value number) => number.Ref is Compnum complex ? !complex.Real.IsFlonum : !number.IsFlonum;

    internal static Value Add(in Value left, in Value right)
    {
        if (left.Ref is not Compnum a)
        {
            return right.Ref is not Compnum only ? Real.Add(left, right) : Make(Real.Add(left, only.Real), only.Imaginary);
        }

        return right.Ref is not Compnum b
            ? Make(Real.Add(a.Real, right), a.Imaginary)
            : Make(Real.Add(a.Real, b.Real), Real.Add(a.Imaginary, b.Imaginary));
    }

    internal static Value Negate(in Value number) => number.Ref is not Compnum complex
        ? Real.Negate(number)
        : Make(Real.Negate(complex.Real), Real.Negate(complex.Imaginary));

    internal static Value Subtract(in Value left, in Value right)
    {
        if (left.Ref is not Compnum a)
        {
            return right.Ref is not Compnum only
                ? Real.Subtract(left, right)
                : Make(Real.Subtract(left, only.Real), Real.Negate(only.Imaginary));
        }

        return right.Ref is not Compnum b
            ? Make(Real.Subtract(a.Real, right), a.Imaginary)
            : Make(Real.Subtract(a.Real, b.Real), Real.Subtract(a.Imaginary, b.Imaginary));
    }

    internal static Value Multiply(in Value left, in Value right)
    {
        if (left.Ref is not Compnum a)
        {
            return right.Ref is not Compnum only
                ? Real.Multiply(left, right)
                : Make(Real.Multiply(left, only.Real), Real.Multiply(left, only.Imaginary));
        }

        if (right.Ref is not Compnum b)
        {
            return Make(Real.Multiply(a.Real, right), Real.Multiply(a.Imaginary, right));
        }

        return Make(
            Real.Subtract(Real.Multiply(a.Real, b.Real), Real.Multiply(a.Imaginary, b.Imaginary)),
            Real.Add(Real.Multiply(a.Real, b.Imaginary), Real.Multiply(a.Imaginary, b.Real)));
    }

    /// <summary>The quotient; the divisor is not exact zero.</summary>
    internal static Value Divide(in Value left, in Value right)
    {
        if (right.Ref is not Compnum b)
        {
            return left.Ref is not Compnum only
                ? Real.Divide(left, right)
                : Make(Real.Divide(only.Real, right), Real.Divide(only.Imaginary, right));
        }

        if (!IsExact(left) || !IsExact(right))
        {
            return DivideInexact(left, b);
        }

        var norm = Real.Add(Real.Multiply(b.Real, b.Real), Real.Multiply(b.Imaginary, b.Imaginary));
        var conjugate = Make(b.Real, Real.Negate(b.Imaginary));
        return Divide(Multiply(left, conjugate), norm);
    }

    // Smith's method (Communications of the ACM 5, 1962): scaling by the larger part avoids overflow of the norm.
    private static Value DivideInexact(in Value left, Compnum divisor)
    {
        var (a, b) = (Real.ToDouble(RealPart(left)), Real.ToDouble(ImaginaryPart(left)));
        var (c, d) = (Real.ToDouble(divisor.Real), Real.ToDouble(divisor.Imaginary));
        if (Math.Abs(c) >= Math.Abs(d))
        {
            var ratio = d / c;
            var scale = c + d * ratio;
            return FromDoubles((a + b * ratio) / scale, (b - a * ratio) / scale);
        }
        else
        {
            var ratio = c / d;
            var scale = c * ratio + d;
            return FromDoubles((a * ratio + b) / scale, (b * ratio - a) / scale);
        }
    }

    /// <summary>The principal square root. Unlike the host's it minds the sign of a zero, which says on which side of the branch cut a number lies.</summary>
    internal static Complex64 SquareRoot(Complex64 number)
    {
        var (x, y) = (number.Real, number.Imaginary);
        if (double.IsInfinity(y))
        {
            return new Complex64(double.PositiveInfinity, y);
        }

        if (double.IsInfinity(x))
        {
            return x > 0 ? new Complex64(x, Math.CopySign(0, y)) : new Complex64(0, Math.CopySign(double.PositiveInfinity, y));
        }

        var size = Math.Max(Math.Abs(x), Math.Abs(y));
        if (size == 0)
        {
            return new Complex64(0, y);
        }

        // Scaled by an even power of two, so that neither the magnitude overflows nor small parts lose bits.
        var shift = Math.ILogB(size) & ~1;
        (x, y) = (Math.ScaleB(x, -shift), Math.ScaleB(y, -shift));
        var root = Math.Sqrt((Math.Abs(x) + Math.Sqrt(x * x + y * y)) / 2);
        var (real, imaginary) = x >= 0 ? (root, y / (2 * root)) : (Math.Abs(y) / (2 * root), Math.CopySign(root, y));
        return new Complex64(Math.ScaleB(real, shift / 2), Math.ScaleB(imaginary, shift / 2));
    }

    /// <summary>Equal as numbers, whatever the exactness.</summary>
    internal static bool AreEqual(in Value left, in Value right) =>
        Real.Compare(RealPart(left), RealPart(right)) == 0 && Real.Compare(ImaginaryPart(left), ImaginaryPart(right)) == 0;

    /// <summary>Size in 32-bit limbs of all exact parts.</summary>
    internal static long Limbs(in Value number) =>
        number.Ref is Compnum complex ? Real.Limbs(complex.Real) + Real.Limbs(complex.Imaginary) : Real.Limbs(number);
}

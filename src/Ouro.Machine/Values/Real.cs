// Arithmetic on real numbers that are known to be real: no checks, no charges, no errors. Arithmetic does those
// first and is what opcode rows and primitives call.
//
// Promotion: two exact numbers give an exact one; a flonum on either side makes both flonums, exact zero
// included, so that the rule needs no case analysis in compiled code. Comparison is the exception: it is exact for every
// mixture, a flonum standing for the one rational that its bits mean.

using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>The representations of numbers.</summary>
internal enum NumberKind : byte
{
    /// <summary>Not a number.</summary>
    None,
    Fixnum,
    Bignum,
    Ratnum,
    Flonum,
    Compnum,
}

/// <summary>Pure operations on values that are real numbers.</summary>
internal static class Real
{
    /// <summary>The result of <see cref="Compare"/> when one side is not a number (NaN).</summary>
    internal const int Unordered = 2;

    internal static NumberKind KindOf(in Value value)
    {
        var reference = value.Ref;
        if (reference is null)
        {
            return NumberKind.Fixnum;
        }

        if (reference == Tag.Flonum)
        {
            return NumberKind.Flonum;
        }

        return reference switch
        {
            Bignum => NumberKind.Bignum,
            Ratnum => NumberKind.Ratnum,
            Compnum => NumberKind.Compnum,
            _ => NumberKind.None,
        };
    }

    internal static bool IsReal(in Value value) => KindOf(value) is not (NumberKind.None or NumberKind.Compnum);

    internal static bool IsExact(in Value real) => !real.IsFlonum;

    internal static bool IsExactInteger(in Value value) => value.Ref is null or Bignum;

    internal static bool IsExactRational(in Value value) => value.Ref is null or Bignum or Ratnum;

    /// <summary>An integer of either exactness.</summary>
    internal static bool IsInteger(in Value value) =>
        value.IsFlonum ? Math.Floor(value.AsFlonum) == value.AsFlonum && double.IsFinite(value.AsFlonum) : IsExactInteger(value);

    internal static bool IsExactZero(in Value value) => value.Ref is null && value.Bits == 0;

    internal static double ToDouble(in Value real)
    {
        if (real.Ref is null)
        {
            return real.Bits;
        }

        if (real.IsFlonum)
        {
            return real.AsFlonum;
        }

        return real.Ref is Ratnum ratio
            ? DoubleConversion.FromRatio(ratio.Numerator, ratio.Denominator)
            : DoubleConversion.FromInteger(((Bignum)real.Ref).Value);
    }

    internal static Value ToFlonum(in Value real) => real.IsFlonum ? real : Value.Flonum(ToDouble(real));

    /// <summary>An exact integer, or a flonum that is one, as a BigInteger.</summary>
    internal static BigInteger ToBigInteger(in Value integer)
    {
        if (integer.Ref is null)
        {
            return integer.Bits;
        }

        return integer.IsFlonum ? DoubleConversion.ToInteger(integer.AsFlonum) : ((Bignum)integer.Ref).Value;
    }

    internal static BigInteger Numerator(in Value exact) => exact.Ref is Ratnum ratio ? ratio.Numerator : ToBigInteger(exact);

    internal static BigInteger Denominator(in Value exact) => exact.Ref is Ratnum ratio ? ratio.Denominator : BigInteger.One;

    /// <summary>The exact quotient in lowest terms.</summary>
    /// <param name="numerator">Any integer.</param>
    /// <param name="denominator">Not zero.</param>
    internal static Value Ratio(BigInteger numerator, BigInteger denominator)
    {
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (!common.IsOne)
        {
            numerator /= common;
            denominator /= common;
        }

        return LowestTerms(numerator, denominator);
    }

    private static Value LowestTerms(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0)
        {
            numerator = -numerator;
            denominator = -denominator;
        }

        return denominator.IsOne ? Value.Integer(numerator) : Value.Object(new Ratnum(numerator, denominator));
    }

    private static Value RatioOfFixnums(long numerator, long denominator)
    {
        var common = IntegerMath.GreatestCommonDivisor(numerator, denominator);
        if (common > long.MaxValue || numerator == long.MinValue || denominator == long.MinValue)
        {
            return Ratio(numerator, denominator);
        }

        numerator /= (long)common;
        denominator /= (long)common;
        if (denominator < 0)
        {
            numerator = -numerator;
            denominator = -denominator;
        }

        return denominator == 1 ? Value.Fixnum(numerator) : Value.Object(new Ratnum(numerator, denominator));
    }

    internal static Value Add(in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var sum = unchecked(left.Bits + right.Bits);
            return ((left.Bits ^ sum) & (right.Bits ^ sum)) >= 0
                ? Value.Fixnum(sum)
                : Value.Object(new Bignum((BigInteger)left.Bits + right.Bits));
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            return Value.Flonum(ToDouble(left) + ToDouble(right));
        }

        return left.Ref is Ratnum || right.Ref is Ratnum
            ? AddRatios(Numerator(left), Denominator(left), Numerator(right), Denominator(right))
            : Value.Integer(ToBigInteger(left) + ToBigInteger(right));
    }

    internal static Value Subtract(in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var difference = unchecked(left.Bits - right.Bits);
            return ((left.Bits ^ right.Bits) & (left.Bits ^ difference)) >= 0
                ? Value.Fixnum(difference)
                : Value.Object(new Bignum((BigInteger)left.Bits - right.Bits));
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            return Value.Flonum(ToDouble(left) - ToDouble(right));
        }

        return left.Ref is Ratnum || right.Ref is Ratnum
            ? AddRatios(Numerator(left), Denominator(left), -Numerator(right), Denominator(right))
            : Value.Integer(ToBigInteger(left) - ToBigInteger(right));
    }

    // Knuth, The Art of Computer Programming 2, 4.5.1: dividing by the common factor of the denominators first keeps
    // the numbers small, and what can still cancel afterwards divides that factor.
    private static Value AddRatios(BigInteger a, BigInteger b, BigInteger c, BigInteger d)
    {
        var common = BigInteger.GreatestCommonDivisor(b, d);
        if (common.IsOne)
        {
            return LowestTerms(a * d + c * b, b * d);
        }

        var reduced = b / common;
        var numerator = a * (d / common) + c * reduced;
        var rest = BigInteger.GreatestCommonDivisor(numerator, common);
        return LowestTerms(numerator / rest, reduced * (d / rest));
    }

    internal static Value Multiply(in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var high = Math.BigMul(left.Bits, right.Bits, out var low);
            return high == low >> 63
                ? Value.Fixnum(low)
                : Value.Object(new Bignum((BigInteger)left.Bits * right.Bits));
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            return Value.Flonum(ToDouble(left) * ToDouble(right));
        }

        if (left.Ref is Ratnum || right.Ref is Ratnum)
        {
            return MultiplyRatios(Numerator(left), Denominator(left), Numerator(right), Denominator(right));
        }

        return Value.Integer(ToBigInteger(left) * ToBigInteger(right));
    }

    private static Value MultiplyRatios(BigInteger a, BigInteger b, BigInteger c, BigInteger d)
    {
        var first = BigInteger.GreatestCommonDivisor(a, d);
        var second = BigInteger.GreatestCommonDivisor(c, b);
        return LowestTerms(a / first * (c / second), b / second * (d / first));
    }

    /// <summary>The quotient; the divisor is not exact zero.</summary>
    internal static Value Divide(in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return RatioOfFixnums(left.Bits, right.Bits);
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            return Value.Flonum(ToDouble(left) / ToDouble(right));
        }

        if (left.Ref is Ratnum || right.Ref is Ratnum)
        {
            return IsExactZero(left)
                ? left
                : MultiplyRatios(Numerator(left), Denominator(left), Denominator(right), Numerator(right));
        }

        return Ratio(ToBigInteger(left), ToBigInteger(right));
    }

    internal static Value Negate(in Value real)
    {
        if (real.Ref is null)
        {
            return real.Bits != long.MinValue ? Value.Fixnum(-real.Bits) : Value.Object(new Bignum(-(BigInteger)real.Bits));
        }

        if (real.IsFlonum)
        {
            return Value.Flonum(-real.AsFlonum);
        }

        return real.Ref is Ratnum ratio
            ? Value.Object(new Ratnum(-ratio.Numerator, ratio.Denominator))
            : Value.Integer(-ToBigInteger(real));
    }

    /// <summary>-1, 0 or 1; 0 for NaN and both zeros.</summary>
    internal static int Sign(in Value real)
    {
        if (real.Ref is null)
        {
            return Math.Sign(real.Bits);
        }

        if (real.IsFlonum)
        {
            return real.AsFlonum > 0 ? 1 : real.AsFlonum < 0 ? -1 : 0;
        }

        return Numerator(real).Sign;
    }

    /// <summary>-1, 0 or 1 as left is less than, equal to or greater than right; <see cref="Unordered"/> with a NaN. Exact for every mixture.</summary>
    internal static int Compare(in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return left.Bits.CompareTo(right.Bits);
        }

        if (left.IsFlonum)
        {
            return right.IsFlonum ? CompareDoubles(left.AsFlonum, right.AsFlonum) : Reverse(CompareToDouble(right, left.AsFlonum));
        }

        if (right.IsFlonum)
        {
            return CompareToDouble(left, right.AsFlonum);
        }

        if (left.Ref is not Ratnum && right.Ref is not Ratnum)
        {
            return ToBigInteger(left).CompareTo(ToBigInteger(right));
        }

        return CompareRatios(Numerator(left), Denominator(left), Numerator(right), Denominator(right));
    }

    private static int Reverse(int comparison) => comparison == Unordered ? Unordered : -comparison;

    private static int CompareDoubles(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;

    private static int CompareRatios(BigInteger a, BigInteger b, BigInteger c, BigInteger d) =>
        a.Sign != c.Sign ? a.Sign.CompareTo(c.Sign) : (a * d).CompareTo(c * b);

    private static int CompareToDouble(in Value exact, double number)
    {
        if (double.IsNaN(number))
        {
            return Unordered;
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? -1 : 1;
        }

        if (exact.Ref is null)
        {
            return CompareFixnumToDouble(exact.Bits, number);
        }

        if (exact.Ref is Bignum bignum)
        {
            // Beyond every finite double the sign decides; nothing else needs the large conversion.
            return bignum.Value.GetBitLength() > 1024
                ? bignum.Value.Sign
                : CompareIntegerToDouble(bignum.Value, number);
        }

        var (numerator, denominator) = (Numerator(exact), Denominator(exact));
        var other = DoubleConversion.ToExact(number);
        return CompareRatios(numerator, denominator, Numerator(other), Denominator(other));
    }

    private static int CompareIntegerToDouble(BigInteger integer, double number)
    {
        var whole = Math.Truncate(number);
        var order = integer.CompareTo(DoubleConversion.ToInteger(whole));
        return order != 0 ? Math.Sign(order) : Math.Sign(whole - number);
    }

    private static int CompareFixnumToDouble(long integer, double number)
    {
        if (number >= 9223372036854775808.0)
        {
            return -1;
        }

        if (number < -9223372036854775808.0)
        {
            return 1;
        }

        // The fraction is only there below 2^53, where the difference is exact.
        var whole = (long)number;
        return integer != whole ? integer.CompareTo(whole) : Math.Sign(whole - number);
    }

    /// <summary>The greatest integer not above the number, in the number's exactness.</summary>
    internal static Value Floor(in Value real)
    {
        if (real.IsFlonum)
        {
            return Value.Flonum(Math.Floor(real.AsFlonum));
        }

        return real.Ref is Ratnum ratio ? Value.Integer(FloorQuotient(ratio.Numerator, ratio.Denominator)) : real;
    }

    /// <summary>The least integer not below the number.</summary>
    internal static Value Ceiling(in Value real)
    {
        if (real.IsFlonum)
        {
            return Value.Flonum(Math.Ceiling(real.AsFlonum));
        }

        return real.Ref is Ratnum ratio ? Value.Integer(FloorQuotient(ratio.Numerator, ratio.Denominator) + 1) : real;
    }

    /// <summary>The integer part, towards zero.</summary>
    internal static Value Truncate(in Value real)
    {
        if (real.IsFlonum)
        {
            return Value.Flonum(Math.Truncate(real.AsFlonum));
        }

        return real.Ref is Ratnum ratio ? Value.Integer(BigInteger.Divide(ratio.Numerator, ratio.Denominator)) : real;
    }

    /// <summary>The nearest integer, the even one when two are equally near.</summary>
    internal static Value Round(in Value real)
    {
        if (real.IsFlonum)
        {
            return Value.Flonum(Math.Round(real.AsFlonum, MidpointRounding.ToEven));
        }

        if (real.Ref is not Ratnum ratio)
        {
            return real;
        }

        var twice = 2 * ratio.Denominator;
        var rounded = FloorQuotient(2 * ratio.Numerator + ratio.Denominator, twice);
        if (!rounded.IsEven && ratio.Denominator == 2)
        {
            rounded -= 1;
        }

        return Value.Integer(rounded);
    }

    /// <summary>The quotient rounded towards minus infinity.</summary>
    internal static BigInteger FloorQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.IsZero || remainder.Sign == divisor.Sign ? quotient : quotient - 1;
    }

    /// <summary>Size of an exact real in 32-bit limbs; 0 for a flonum.</summary>
    internal static long Limbs(in Value real) => real.Ref switch
    {
        null => 2,
        Bignum bignum => IntegerMath.Limbs(bignum.Value),
        Ratnum ratio => IntegerMath.Limbs(ratio.Numerator) + IntegerMath.Limbs(ratio.Denominator),
        _ => 0,
    };
}

// Exact numbers to doubles, rounded to nearest, ties to even, with gradual underflow; and doubles to exact numbers.
// The conversions of BigInteger truncate, so all of it is done here: 64 leading bits and one "sticky" bit that
// says whether anything below them is set are enough to round correctly.

using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>Correctly rounded conversions between exact numbers and doubles.</summary>
internal static class DoubleConversion
{
    /// <summary>The double nearest to an integer; infinite beyond the largest double.</summary>
    internal static double FromInteger(BigInteger integer)
    {
        var magnitude = BigInteger.Abs(integer);
        var bits = magnitude.GetBitLength();
        double result;
        if (bits <= 64)
        {
            result = (ulong)magnitude;
        }
        else if (bits > 1024)
        {
            result = double.PositiveInfinity;
        }
        else
        {
            var shift = (int)bits - 64;
            result = Compose((ulong)(magnitude >> shift), BigInteger.TrailingZeroCount(magnitude) < shift, shift);
        }

        return integer.Sign < 0 ? -result : result;
    }

    /// <summary>The double nearest to a ratio, which need not be in lowest terms.</summary>
    /// <param name="numerator">Any integer but zero.</param>
    /// <param name="denominator">Positive.</param>
    internal static double FromRatio(BigInteger numerator, BigInteger denominator)
    {
        var magnitude = BigInteger.Abs(numerator);
        var excess = magnitude.GetBitLength() - denominator.GetBitLength();
        double result;
        if (excess > 1025)
        {
            result = double.PositiveInfinity;
        }
        else if (excess < -1080)
        {
            result = 0;
        }
        else
        {
            // The quotient then has 65 or 66 bits.
            var shift = 65 - (int)excess;
            if (shift > 0)
            {
                magnitude <<= shift;
            }
            else
            {
                denominator <<= -shift;
            }

            var quotient = BigInteger.DivRem(magnitude, denominator, out var remainder);
            var extra = (int)quotient.GetBitLength() - 64;
            var sticky = !remainder.IsZero || BigInteger.TrailingZeroCount(quotient) < extra;
            result = Compose((ulong)(quotient >> extra), sticky, extra - shift);
        }

        return numerator.Sign < 0 ? -result : result;
    }

    /// <summary>The square root of a positive ratio, correctly rounded, also where the ratio itself is outside the range of doubles.</summary>
    internal static double SquareRootOfRatio(BigInteger numerator, BigInteger denominator)
    {
        // Scale by an even power of two so that the integer root has at least 65 bits.
        var shift = 132 - (numerator.GetBitLength() - denominator.GetBitLength());
        shift += shift & 1;
        var half = (int)(shift / 2);
        var scaled = half >= 0 ? (numerator << (2 * half)) / denominator : numerator / (denominator << (-2 * half));
        var root = IntegerMath.SquareRoot(scaled);
        var extra = (int)root.GetBitLength() - 64;
        var sticky = BigInteger.TrailingZeroCount(root) < extra || !IsExactRoot(root, half, numerator, denominator);
        return Compose((ulong)(root >> extra), sticky, extra - half);
    }

    private static bool IsExactRoot(BigInteger root, int half, BigInteger numerator, BigInteger denominator)
    {
        var square = root * root * denominator;
        return half >= 0 ? square == numerator << (2 * half) : square << (-2 * half) == numerator;
    }

    /// <summary>Splits a finite double: its value is mantissa times two to the exponent, with its sign in the mantissa.</summary>
    internal static (long Mantissa, int Exponent) Split(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var field = (int)(bits >> 52) & 0x7FF;
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (field == 0)
        {
            field = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        return (bits < 0 ? -mantissa : mantissa, field - 1075);
    }

    /// <summary>The exact value of a finite double: an integer or a ratio.</summary>
    internal static Value ToExact(double number)
    {
        if (number >= -9.2e18 && number <= 9.2e18 && number == Math.Floor(number))
        {
            return Value.Fixnum((long)number);
        }

        var (mantissa, exponent) = Split(number);
        if (exponent >= 0)
        {
            return Value.Integer((BigInteger)mantissa << exponent);
        }

        var common = Math.Min(BitOperations.TrailingZeroCount(mantissa), -exponent);
        mantissa >>= common;
        exponent += common;
        return exponent == 0
            ? Value.Fixnum(mantissa)
            : Value.Object(new Ratnum(mantissa, BigInteger.One << -exponent));
    }

    /// <summary>The integer that a finite double, itself an integer, stands for.</summary>
    internal static BigInteger ToInteger(double number)
    {
        var (mantissa, exponent) = Split(number);
        return exponent >= 0 ? (BigInteger)mantissa << exponent : mantissa >> -exponent;
    }

    /// <summary>The double nearest to a positive number given by its leading bits.</summary>
    /// <param name="leading">The leading 64 bits; the topmost is set.</param>
    /// <param name="sticky">Something below them is not zero.</param>
    /// <param name="exponent">The power of two that the lowest of them stands for.</param>
    private static double Compose(ulong leading, bool sticky, int exponent)
    {
        var scale = exponent + 63;
        if (scale > 1023)
        {
            return double.PositiveInfinity;
        }

        var drop = 11;
        if (scale < -1022)
        {
            drop += -1022 - scale;
            if (drop > 64)
            {
                return 0;
            }
        }

        var kept = drop == 64 ? 0 : leading >> drop;
        var half = 1UL << (drop - 1);
        var below = (leading & (half - 1)) != 0 || sticky;
        if ((leading & half) != 0 && (below || (kept & 1) != 0))
        {
            kept++;
        }

        // The carry out of the mantissa is the exponent's next step, up to infinity.
        return BitConverter.UInt64BitsToDouble(scale < -1022 ? kept : ((ulong)(scale + 1022) << 52) + kept);
    }
}

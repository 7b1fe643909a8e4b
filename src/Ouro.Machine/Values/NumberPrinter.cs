// Numbers to text that reads back as the same number. Flonums get the fewest digits that do; from 1e-6 up to 1e21 they are
// written out (0.5, 100.0), beyond that with an exponent (1e21, 1.5e-7). In other radices than ten there is no exponent.

using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ouro.Machine.Values;

/// <summary>Numbers to text.</summary>
internal static class NumberPrinter
{
    private const string DigitCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Up to this size the host's conversion is used in radix ten; it is quick, but quadratic.</summary>
    private const int BitsForHost = 4096;

    /// <summary>The number's text.</summary>
    internal static string ToString(in Value number, int radix)
    {
        var builder = new StringBuilder();
        Append(builder, number, radix);
        return builder.ToString();
    }

    /// <summary>Appends the number's text.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="number">Any number.</param>
    /// <param name="radix">2 to 36.</param>
    internal static void Append(StringBuilder builder, Value number, int radix)
    {
        switch (number.Ref)
        {
            case null:
                AppendFixnum(builder, number.Bits, radix);
                break;
            case Bignum bignum:
                AppendInteger(builder, bignum.Value, radix);
                break;
            case Ratnum ratio:
                AppendInteger(builder, ratio.Numerator, radix);
                builder.Append('/');
                AppendInteger(builder, ratio.Denominator, radix);
                break;
            case Compnum complex:
                AppendComplex(builder, complex, radix);
                break;
            default:
                AppendFlonum(builder, number.AsFlonum, radix);
                break;
        }
    }

    /// <summary>About how many ticks the text of a number costs.</summary>
    internal static long WorkOf(in Value number, int radix = 10)
    {
        // Flonums in other radices are written digit by digit in long arithmetic.
        var limbs = Complex.Limbs(number);
        var perNumber = radix != 10 && !Complex.IsExact(number) ? 2000 : 4;
        return perNumber + (limbs <= 8 ? limbs : 3 * IntegerMath.ProductWork(limbs, limbs)) / 16;
    }

    /// <summary>About how many characters the text has at most.</summary>
    internal static long LengthOf(in Value number, int radix) =>
        (number.Ref is Compnum || number.IsFlonum) && radix != 10
            ? 2200 + 32 * Complex.Limbs(number)
            : 64 + 32 * Complex.Limbs(number) / BitOperations.Log2((uint)radix);

    private static void AppendComplex(StringBuilder builder, Compnum complex, int radix)
    {
        if (!Real.IsExactZero(complex.Real))
        {
            Append(builder, complex.Real, radix);
        }

        if (complex.Imaginary.Ref is null && complex.Imaginary.Bits is 1 or -1)
        {
            builder.Append(complex.Imaginary.Bits < 0 ? '-' : '+');
        }
        else
        {
            var start = builder.Length;
            Append(builder, complex.Imaginary, radix);
            if (builder[start] is not ('+' or '-'))
            {
                builder.Insert(start, '+');
            }
        }

        builder.Append('i');
    }

    private static void AppendFixnum(StringBuilder builder, long number, int radix)
    {
        // The culture is given because StringBuilder.Append(long) would ask for the current one.
        Span<char> buffer = stackalloc char[65];
        if (radix == 10)
        {
            number.TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture);
            builder.Append(buffer[..length]);
            return;
        }

        var magnitude = number < 0 ? 0UL - (ulong)number : (ulong)number;
        var start = buffer.Length;
        do
        {
            buffer[--start] = DigitCharacters[(int)(magnitude % (ulong)radix)];
            magnitude /= (ulong)radix;
        }
        while (magnitude != 0);
        if (number < 0)
        {
            buffer[--start] = '-';
        }

        builder.Append(buffer[start..]);
    }

    private static void AppendInteger(StringBuilder builder, BigInteger number, int radix)
    {
        if (number.GetBitLength() < 64)
        {
            AppendFixnum(builder, (long)number, radix);
            return;
        }

        if (radix == 10 && number.GetBitLength() <= BitsForHost)
        {
            builder.Append(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        if (number.Sign < 0)
        {
            builder.Append('-');
            number = -number;
        }

        if (BitOperations.IsPow2(radix))
        {
            AppendBits(builder, number, BitOperations.TrailingZeroCount(radix));
            return;
        }

        var digits = (long)(number.GetBitLength() / Math.Log2(radix)) + 1;
        var powers = new RadixPowers(radix, digits);
        AppendHalves(builder, number, powers, powers.Count - 1, builder.Length);
    }

    /// <summary>Appends the digits of a number below the square of the power at that level, padded with zeros unless they are the first of the number.</summary>
    private static void AppendHalves(StringBuilder builder, BigInteger number, RadixPowers powers, int level, int start)
    {
        if (level < 0)
        {
            AppendChunk(builder, (ulong)number, powers, builder.Length > start);
            return;
        }

        var high = BigInteger.DivRem(number, powers[level], out var low);
        if (!high.IsZero || builder.Length > start)
        {
            AppendHalves(builder, high, powers, level - 1, start);
        }

        AppendHalves(builder, low, powers, level - 1, start);
    }

    private static void AppendChunk(StringBuilder builder, ulong number, RadixPowers powers, bool padded)
    {
        Span<char> buffer = stackalloc char[64];
        var first = buffer.Length;
        while (number != 0 || (padded && buffer.Length - first < powers.DigitsAt(0)))
        {
            buffer[--first] = DigitCharacters[(int)(number % (ulong)powers.Radix)];
            number /= (ulong)powers.Radix;
        }

        builder.Append(buffer[first..]);
    }

    private static void AppendBits(StringBuilder builder, BigInteger magnitude, int bitsPerDigit)
    {
        var bytes = magnitude.ToByteArray(isUnsigned: true);
        var count = (magnitude.GetBitLength() + bitsPerDigit - 1) / bitsPerDigit;
        for (var index = count - 1; index >= 0; index--)
        {
            var bit = index * bitsPerDigit;
            var piece = bytes[bit >> 3] >> (int)(bit & 7);
            if ((bit & 7) + bitsPerDigit > 8 && (bit >> 3) + 1 < bytes.Length)
            {
                piece |= bytes[(bit >> 3) + 1] << (8 - (int)(bit & 7));
            }

            builder.Append(DigitCharacters[piece & ((1 << bitsPerDigit) - 1)]);
        }
    }

    private static void AppendFlonum(StringBuilder builder, double number, int radix)
    {
        if (double.IsNaN(number))
        {
            builder.Append("+nan.0");
            return;
        }

        if (double.IsInfinity(number))
        {
            builder.Append(number < 0 ? "-inf.0" : "+inf.0");
            return;
        }

        if (double.IsNegative(number))
        {
            builder.Append('-');
            number = -number;
        }

        if (number == 0)
        {
            builder.Append("0.0");
        }
        else if (radix == 10)
        {
            Span<char> digits = stackalloc char[32];
            var point = ShortestDigits(number, ref digits);
            AppendDecimal(builder, digits, point);
        }
        else
        {
            AppendInRadix(builder, number, radix);
        }
    }

    /// <summary>The fewest decimal digits that read back as the number.</summary>
    /// <param name="number">Positive and finite.</param>
    /// <param name="digits">At least 20 characters; becomes the digits, without leading or trailing zeros.</param>
    /// <returns>Where the decimal point is: the number is 0.digits times ten to this power.</returns>
    internal static int ShortestDigits(double number, ref Span<char> digits)
    {
        Span<char> buffer = stackalloc char[40];
        number.TryFormat(buffer, out var length, "R", CultureInfo.InvariantCulture);
        var (count, point, exponent) = (0, -1, 0);
        for (var index = 0; index < length; index++)
        {
            var character = buffer[index];
            if (character == '.')
            {
                point = count;
            }
            else if (character == 'E')
            {
                exponent = int.Parse(buffer[(index + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }
            else
            {
                digits[count++] = character;
            }
        }

        point = (point < 0 ? count : point) + exponent;
        var leading = 0;
        while (digits[leading] == '0')
        {
            leading++;
        }

        while (digits[count - 1] == '0')
        {
            count--;
        }

        digits = digits[leading..count];
        return point - leading;
    }

    private static void AppendDecimal(StringBuilder builder, ReadOnlySpan<char> digits, int point)
    {
        if (point is > 21 or <= -6)
        {
            builder.Append(digits[0]);
            if (digits.Length > 1)
            {
                builder.Append('.').Append(digits[1..]);
            }

            builder.Append('e');
            AppendFixnum(builder, point - 1, 10);
        }
        else if (point <= 0)
        {
            builder.Append("0.").Append('0', -point).Append(digits);
        }
        else if (digits.Length <= point)
        {
            builder.Append(digits).Append('0', point - digits.Length).Append(".0");
        }
        else
        {
            builder.Append(digits[..point]).Append('.').Append(digits[point..]);
        }
    }

    // Steele and White's free-format algorithm as improved by Burger and Dybvig (PLDI 1996), in exact integers. The number is
    // remainder / scale; half the gaps to its neighbours are below / scale and above / scale. Digits are produced until what
    // is left is within a gap.
    private static void AppendInRadix(StringBuilder builder, double number, int radix)
    {
        var (mantissa, exponent) = DoubleConversion.Split(number);
        var even = (mantissa & 1) == 0;
        var isPowerOfTwo = mantissa == 1L << 52 && exponent > -1074;
        var scale = BigInteger.One << (Math.Max(0, -exponent) + (isPowerOfTwo ? 2 : 1));
        var below = BigInteger.One << Math.Max(0, exponent);
        var above = isPowerOfTwo ? below << 1 : below;
        var remainder = (BigInteger)mantissa << (Math.Max(0, exponent) + (isPowerOfTwo ? 2 : 1));

        var whole = BigInteger.DivRem(remainder, scale, out remainder);
        AppendInteger(builder, whole, radix);
        builder.Append('.');
        do
        {
            remainder *= radix;
            below *= radix;
            above *= radix;
            var digit = (int)BigInteger.DivRem(remainder, scale, out remainder);
            var low = even ? remainder <= below : remainder < below;
            var high = even ? remainder + above >= scale : remainder + above > scale;
            if (!low && !high)
            {
                builder.Append(DigitCharacters[digit]);
                continue;
            }

            var up = high && (!low || remainder * 2 >= scale);
            builder.Append(DigitCharacters[up ? digit + 1 : digit]);
            return;
        }
        while (true);
    }
}

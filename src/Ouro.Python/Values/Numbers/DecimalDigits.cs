// Exact decimal digits of doubles, rounded half to even as C's printf does. A double is an integer times a power of two, so its digits end;
// all is done in integers, of some 2,200 bits at most. More digits than a double has are zeros, which are not computed.

using System.Globalization;
using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary>Doubles to decimal digits.</summary>
internal static class DecimalDigits
{
    /// <summary>Digits after the point beyond which every double has zeros, and more than the significant digits of any.</summary>
    private const int MostDigits = 1100;

    /// <summary>About what a conversion costs, in ticks.</summary>
    internal const int Work = 8;

    /// <summary>The number times ten to the precision, rounded.</summary>
    /// <param name="number">Finite and not negative.</param>
    /// <param name="precision">Digits after the point, 0 or more.</param>
    /// <returns>The digits, at least one more than the precision; the last of them may be missing zeros beyond what a double has.</returns>
    internal static string Fixed(double number, int precision)
    {
        int computed = Math.Min(precision, MostDigits);
        string digits = Scaled(number, computed).ToString(CultureInfo.InvariantCulture).PadLeft(computed + 1, '0');
        return precision > computed ? digits + new string('0', precision - computed) : digits;
    }

    /// <summary>So many significant digits.</summary>
    /// <param name="number">Finite and not negative.</param>
    /// <param name="count">1 or more.</param>
    /// <returns>The digits, and the power of ten that the first stands for.</returns>
    internal static (string Digits, int Exponent) Significant(double number, int count)
    {
        if (number == 0)
        {
            return (new string('0', count), 0);
        }

        int computed = Math.Min(count, MostDigits);
        Span<char> shortest = stackalloc char[32];
        int exponent = NumberPrinter.ShortestDigits(number, ref shortest) - 1;
        string digits = Scaled(number, computed - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        if (digits.Length > computed)
        {
            // Rounded up to the next power of ten.
            exponent++;
            digits = Scaled(number, computed - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        }
        else if (digits.Length < computed)
        {
            // The shortest digits are a power of ten that is above the number.
            exponent--;
            digits = Scaled(number, computed - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        }
        else if (digits.AsSpan(1).IndexOfAnyExcept('0') < 0 && digits[0] == '1')
        {
            // That may hide behind rounding.
            string more = Scaled(number, computed - exponent).ToString(CultureInfo.InvariantCulture);
            if (more.Length == computed)
            {
                return (count > computed ? more + new string('0', count - computed) : more, exponent - 1);
            }
        }

        return (count > computed ? digits + new string('0', count - computed) : digits, exponent);
    }

    /// <summary>The fewest digits that read back as the number.</summary>
    /// <param name="number">Finite and not negative.</param>
    /// <returns>The digits, and the power of ten that the first stands for.</returns>
    internal static (string Digits, int Exponent) Shortest(double number)
    {
        if (number == 0)
        {
            return ("0", 0);
        }

        Span<char> digits = stackalloc char[32];
        int point = NumberPrinter.ShortestDigits(number, ref digits);
        return (digits.ToString(), point - 1);
    }

    /// <summary>A number times a power of ten, rounded to an integer, half to even.</summary>
    internal static BigInteger Scaled(double number, int power)
    {
        var (mantissa, exponent) = DoubleConversion.Split(number);
        BigInteger numerator = mantissa;
        var denominator = BigInteger.One;
        if (power > 0)
        {
            numerator *= BigInteger.Pow(10, power);
        }
        else
        {
            denominator = BigInteger.Pow(10, -power);
        }

        if (exponent > 0)
        {
            numerator <<= exponent;
        }
        else
        {
            denominator <<= -exponent;
        }

        return DivideHalfEven(numerator, denominator);
    }

    /// <summary>The integer nearest to a ratio, the even one of two.</summary>
    /// <param name="numerator">Any integer.</param>
    /// <param name="denominator">Positive.</param>
    internal static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        int half = (BigInteger.Abs(remainder) << 1).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + (numerator.Sign < 0 ? -1 : 1) : quotient;
    }
}

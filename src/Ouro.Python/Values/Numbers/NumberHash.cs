// Numbers that are equal hash equal, whatever their type: the hash of a rational is its value modulo the prime 2^61 - 1.

using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary><c>hash</c> of numbers, as CPython has it where a word has 64 bits.</summary>
internal static class NumberHash
{
    private const long Modulus = (1L << 61) - 1;
    private const long Infinity = 314159;
    private const ulong ImaginaryFactor = 1000003;

    /// <summary>Of an integer of 64 bits.</summary>
    internal static long OfInteger(long integer) => Adjusted(integer % Modulus);

    /// <summary>Of an integer. Costs its length.</summary>
    internal static long OfInteger(BigInteger integer) => Adjusted((long)BigInteger.Remainder(integer, Modulus));

    /// <summary>Of a float that is a number. That of nan is the object's identity, which the caller has.</summary>
    internal static long OfFloat(double number)
    {
        if (double.IsInfinity(number))
        {
            return number > 0 ? Infinity : -Infinity;
        }

        if (number is > -9e15 and < 9e15 && (long)number is var whole && whole == number)
        {
            return Adjusted(whole % Modulus);
        }

        // Two to the 61 is one: a factor of two is a rotation.
        var (mantissa, exponent) = DoubleConversion.Split(number);
        long magnitude = Math.Abs(mantissa);
        int shift = (exponent % 61 + 61) % 61;
        long rotated = ((magnitude << shift) & Modulus) | (magnitude >> (61 - shift));
        return Adjusted(mantissa < 0 ? -rotated : rotated);
    }

    /// <summary>Of a complex number, given the hashes of its parts.</summary>
    internal static long OfComplex(long real, long imaginary) => Adjusted((long)((ulong)real + ImaginaryFactor * (ulong)imaginary));

    /// <summary>Of a fraction in lowest terms whose denominator is positive.</summary>
    internal static long OfRatio(BigInteger numerator, BigInteger denominator)
    {
        var inverse = BigInteger.ModPow(denominator, Modulus - 2, Modulus);
        long hash = inverse.IsZero ? Infinity : (long)BigInteger.Remainder(BigInteger.Abs(numerator) * inverse, Modulus);
        return Adjusted(numerator.Sign < 0 ? -hash : hash);
    }

    /// <summary>-1 means an error inside CPython.</summary>
    private static long Adjusted(long hash) => hash == -1 ? -2 : hash;
}

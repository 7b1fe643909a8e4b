// What BigInteger lacks or does slowly, and what its operations cost.

using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>Algorithms on unbounded integers, and estimates of their work.</summary>
internal static class IntegerMath
{
    /// <summary>Greatest common divisor of two machine integers, as an unsigned number because of the lowest one.</summary>
    internal static ulong GreatestCommonDivisor(long left, long right)
    {
        var a = left < 0 ? 0UL - (ulong)left : (ulong)left;
        var b = right < 0 ? 0UL - (ulong)right : (ulong)right;
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    /// <summary>The integer part of the square root of a number that is not negative.</summary>
    /// <remarks>Newton's iteration. The start is the root of the leading half of the bits, so one step gives all of them but for a
    /// correction by one, and the whole costs little more than its last division.</remarks>
    internal static BigInteger SquareRoot(BigInteger square)
    {
        var bits = square.GetBitLength();
        if (bits <= 62)
        {
            var small = (long)square;
            var estimate = (long)Math.Sqrt(small);
            while (estimate * estimate > small)
            {
                estimate--;
            }

            while ((estimate + 1) * (estimate + 1) <= small)
            {
                estimate++;
            }

            return estimate;
        }

        var shift = (int)(bits / 4);
        var root = SquareRoot(square >> (2 * shift)) << shift;
        root = (root + square / root) >> 1;
        var error = square - root * root;
        while (error.Sign < 0)
        {
            root -= 1;
            error = square - root * root;
        }

        while (error > 2 * root)
        {
            root += 1;
            error = square - root * root;
        }

        return root;
    }

    /// <summary>The number of ones in a number that is not negative.</summary>
    internal static long CountOnes(BigInteger magnitude)
    {
        if (magnitude.GetBitLength() <= 64)
        {
            return BitOperations.PopCount((ulong)magnitude);
        }

        var bytes = magnitude.ToByteArray();
        long count = 0;
        foreach (var piece in bytes)
        {
            count += BitOperations.PopCount(piece);
        }

        return count;
    }

    /// <summary>Size in 32-bit limbs.</summary>
    internal static long Limbs(BigInteger integer) => (integer.GetBitLength() >> 5) + 1;

    /// <summary>About how many limb products a multiplication takes: schoolbook below 32 limbs, Karatsuba's growth above.</summary>
    internal static long ProductWork(long left, long right)
    {
        var large = Math.Max(left, right);
        var size = Math.Max(1, Math.Min(left, right));
        var pieces = (large + size - 1) / size;
        long factor = 1;
        while (size > 32)
        {
            factor *= 3;
            size = (size + 1) >> 1;
        }

        return pieces * factor * size * size;
    }

    /// <summary>The same for a division.</summary>
    internal static long DivisionWork(long dividend, long divisor) =>
        dividend < divisor ? dividend : dividend + 2 * ProductWork(Math.Max(1, dividend - divisor), divisor);

    /// <summary>The same for a greatest common divisor, quadratic in the smaller number after one division.</summary>
    internal static long GreatestCommonDivisorWork(long left, long right)
    {
        var small = Math.Min(left, right);
        return DivisionWork(Math.Max(left, right), small) + 2 * small * small;
    }
}

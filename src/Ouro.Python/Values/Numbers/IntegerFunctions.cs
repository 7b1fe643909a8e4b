// Integers are handed over as BigInteger; small ones cost little more that way, and the hot operations (+, -, *, comparisons) are the
// machine's own. Everything whose size the program chooses is charged before.

using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary>Operators and methods of <c>int</c>, and the integer functions of <c>math</c>. Null: see <see cref="Meter"/>.</summary>
internal static class IntegerFunctions
{
    /// <summary><c>left // right</c> and <c>left % right</c>.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="onlyModulo">The message is that of <c>%</c>.</param>
    internal static (BigInteger Quotient, BigInteger Remainder)? DivMod(Meter meter, BigInteger left, BigInteger right, bool onlyModulo = false)
    {
        if (right.IsZero)
        {
            meter.Fail("ZeroDivisionError", onlyModulo ? "integer modulo by zero" : "integer division or modulo by zero");
            return null;
        }

        if (!ChargeDivision(meter, left, right))
        {
            return null;
        }

        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return !remainder.IsZero && remainder.Sign != right.Sign ? (quotient - 1, remainder + right) : (quotient, remainder);
    }

    /// <summary><c>left / right</c>, rounded once.</summary>
    internal static double? TrueDivide(Meter meter, BigInteger left, BigInteger right)
    {
        if (right.IsZero)
        {
            meter.Fail("ZeroDivisionError", "division by zero");
            return null;
        }

        if (!ChargeDivision(meter, left, right))
        {
            return null;
        }

        double result = left.IsZero ? 0 : DoubleConversion.FromRatio(right.Sign < 0 ? -left : left, BigInteger.Abs(right));
        if (double.IsInfinity(result))
        {
            meter.OverflowError("integer division result too large for a float");
            return null;
        }

        return left.IsZero && right.Sign < 0 ? -0.0 : result;
    }

    /// <summary><c>float(integer)</c>.</summary>
    internal static double? ToFloat(Meter meter, BigInteger integer)
    {
        double result = DoubleConversion.FromInteger(integer);
        if (double.IsInfinity(result))
        {
            meter.OverflowError("int too large to convert to float");
            return null;
        }

        return result;
    }

    /// <summary>A power with an exponent that is not negative (with one, Python computes with floats).</summary>
    internal static BigInteger? Power(Meter meter, BigInteger number, BigInteger exponent)
    {
        if (exponent.IsZero || number.IsOne || number.IsZero)
        {
            return exponent.IsZero ? BigInteger.One : number;
        }

        if (number == BigInteger.MinusOne)
        {
            return exponent.IsEven ? BigInteger.One : number;
        }

        double bits = (double)exponent * BigInteger.Abs(number).GetBitLength();
        if (!ChargeProduct(meter, bits))
        {
            return null;
        }

        return BigInteger.Pow(number, (int)exponent);
    }

    /// <summary><c>pow(number, exponent, modulus)</c>.</summary>
    internal static BigInteger? Power(Meter meter, BigInteger number, BigInteger exponent, BigInteger modulus)
    {
        if (modulus.IsZero)
        {
            meter.ValueError("pow() 3rd argument cannot be 0");
            return null;
        }

        var positive = BigInteger.Abs(modulus);
        long limbs = IntegerMath.Limbs(positive);
        long steps = BigInteger.Abs(exponent).GetBitLength() * 3 / 2 + 1;
        double work = (double)steps * (IntegerMath.ProductWork(limbs, limbs) + IntegerMath.DivisionWork(2 * limbs, limbs));
        if (!ChargeDivision(meter, number, positive) || !meter.Ticks((long)Math.Min(work / Meter.ElementsPerTick, long.MaxValue >> 2)))
        {
            return null;
        }

        if (exponent.Sign < 0)
        {
            if (Inverse(meter, Modulo(number, positive), positive) is not { } inverse)
            {
                return null;
            }

            number = inverse;
            exponent = -exponent;
        }

        var result = Modulo(BigInteger.ModPow(Modulo(number, positive), exponent, positive), positive);
        return modulus.Sign < 0 && !result.IsZero ? result + modulus : result;
    }

    /// <summary><c>integer &lt;&lt; count</c>.</summary>
    internal static BigInteger? ShiftLeft(Meter meter, BigInteger integer, BigInteger count)
    {
        if (count.Sign < 0)
        {
            meter.ValueError("negative shift count");
            return null;
        }

        if (integer.IsZero || count.IsZero)
        {
            return integer;
        }

        double bits = (double)count + BigInteger.Abs(integer).GetBitLength();
        if (bits > int.MaxValue)
        {
            if (meter.Allocate((long)Math.Min(bits / 8, long.MaxValue >> 2)))
            {
                _ = bits > long.MaxValue ? meter.OverflowError("too many digits in integer") : meter.Fail("MemoryError", "");
            }

            return null;
        }

        return meter.Allocate((long)bits / 8) && meter.Work((long)bits / 32) ? integer << (int)count : null;
    }

    /// <summary><c>integer >> count</c>.</summary>
    internal static BigInteger? ShiftRight(Meter meter, BigInteger integer, BigInteger count)
    {
        if (count.Sign < 0)
        {
            meter.ValueError("negative shift count");
            return null;
        }

        long bits = BigInteger.Abs(integer).GetBitLength();
        return count > bits ? (integer.Sign < 0 ? BigInteger.MinusOne : BigInteger.Zero) : meter.Allocate(bits / 8) && meter.Work(bits / 32) ? integer >> (int)count : null;
    }

    /// <summary><c>round(integer, digits)</c>.</summary>
    internal static BigInteger? Round(Meter meter, BigInteger integer, BigInteger digits)
    {
        if (digits.Sign >= 0)
        {
            return integer;
        }

        // Beyond its own digits it rounds to zero.
        if (-digits > IntegerMath.Limbs(integer) * 10 + 1)
        {
            return BigInteger.Zero;
        }

        if (!ChargeProduct(meter, (double)-digits * 3.33) || !ChargeDivision(meter, integer, integer))
        {
            return null;
        }

        var power = BigInteger.Pow(10, (int)-digits);
        return DecimalDigits.DivideHalfEven(integer, power) * power;
    }

    /// <summary>The root of the largest square that is not greater.</summary>
    internal static BigInteger? SquareRoot(Meter meter, BigInteger integer)
    {
        if (integer.Sign < 0)
        {
            meter.ValueError("isqrt() argument must be nonnegative");
            return null;
        }

        long limbs = IntegerMath.Limbs(integer);
        return meter.Ticks(2 * IntegerMath.ProductWork(limbs, limbs) / Meter.ElementsPerTick) && meter.Allocate(8 * limbs) ? IntegerMath.SquareRoot(integer) : null;
    }

    /// <summary>Greatest common divisor, not negative.</summary>
    internal static BigInteger? GreatestCommonDivisor(Meter meter, BigInteger left, BigInteger right)
    {
        long work = IntegerMath.GreatestCommonDivisorWork(IntegerMath.Limbs(left), IntegerMath.Limbs(right));
        return meter.Ticks(work / Meter.ElementsPerTick) ? BigInteger.GreatestCommonDivisor(left, right) : null;
    }

    /// <summary>Least common multiple, not negative.</summary>
    internal static BigInteger? LeastCommonMultiple(Meter meter, BigInteger left, BigInteger right)
    {
        if (left.IsZero || right.IsZero)
        {
            return BigInteger.Zero;
        }

        return GreatestCommonDivisor(meter, left, right) is { } divisor && ChargeProduct(meter, left, right) ? BigInteger.Abs(left / divisor * right) : null;
    }

    /// <summary><c>math.factorial</c>.</summary>
    internal static BigInteger? Factorial(Meter meter, BigInteger number)
    {
        if (number.Sign < 0)
        {
            meter.ValueError("factorial() not defined for negative values");
            return null;
        }

        if (number > int.MaxValue)
        {
            meter.OverflowError($"factorial() argument should not exceed {long.MaxValue}");
            return null;
        }

        double bits = (double)number * Math.Max(1, Math.Log2(Math.Max(1, (double)number)));
        return ChargeProduct(meter, bits) ? Product(1, (long)number) : null;
    }

    /// <summary><c>math.perm(n, k)</c>.</summary>
    internal static BigInteger? Permutations(Meter meter, BigInteger n, BigInteger? k)
    {
        if (k is null)
        {
            return Factorial(meter, n);
        }

        if (!AreCounts(meter, n, k.Value))
        {
            return null;
        }

        return k > n ? BigInteger.Zero : FallingProduct(meter, n, k.Value, "k must not exceed");
    }

    /// <summary><c>math.comb(n, k)</c>.</summary>
    internal static BigInteger? Combinations(Meter meter, BigInteger n, BigInteger k)
    {
        if (!AreCounts(meter, n, k))
        {
            return null;
        }

        if (k > n)
        {
            return BigInteger.Zero;
        }

        k = BigInteger.Min(k, n - k);
        return FallingProduct(meter, n, k, "min(n - k, k) must not exceed") is { } falling && Factorial(meter, k) is { } factorial && ChargeDivision(meter, falling, factorial)
            ? falling / factorial
            : null;
    }

    /// <summary><c>int.bit_length()</c>.</summary>
    internal static long BitLength(BigInteger integer) => BigInteger.Abs(integer).GetBitLength();

    /// <summary><c>int.bit_count()</c>: ones in the absolute value.</summary>
    internal static long BitCount(BigInteger integer) => IntegerMath.CountOnes(BigInteger.Abs(integer));

    /// <summary><c>int.to_bytes</c>.</summary>
    internal static byte[]? ToBytes(Meter meter, BigInteger integer, long length, bool isBigEndian, bool isSigned)
    {
        if (length < 0)
        {
            meter.ValueError("length argument must be non-negative");
            return null;
        }

        if (integer.Sign < 0 && !isSigned)
        {
            meter.OverflowError("can't convert negative int to unsigned");
            return null;
        }

        if (!meter.Make(length) || !meter.Allocate(IntegerMath.Limbs(integer) * 4))
        {
            return null;
        }

        int needed = integer.IsZero ? 0 : integer.GetByteCount(isUnsigned: !isSigned);
        if (needed > length)
        {
            meter.OverflowError("int too big to convert");
            return null;
        }

        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(integer.Sign < 0 ? (byte)0xFF : (byte)0);
        if (needed > 0)
        {
            integer.TryWriteBytes(isBigEndian ? bytes.AsSpan((int)length - needed) : bytes, out _, isUnsigned: !isSigned, isBigEndian);
        }

        return bytes;
    }

    /// <summary><c>int.from_bytes</c>.</summary>
    internal static BigInteger? FromBytes(Meter meter, ReadOnlySpan<byte> bytes, bool isBigEndian, bool isSigned) =>
        meter.Work(bytes.Length) && meter.Allocate(bytes.Length) ? new BigInteger(bytes, isUnsigned: !isSigned, isBigEndian) : null;

    /// <summary>Whether an argument names a byte order.</summary>
    internal static bool? IsBigEndian(Meter meter, Text order)
    {
        switch (order.ToString())
        {
            case "big":
                return true;
            case "little":
                return false;
            default:
                meter.ValueError("byteorder must be either 'little' or 'big'");
                return null;
        }
    }

    /// <summary>The product of the integers from one to another.</summary>
    private static BigInteger Product(BigInteger first, BigInteger last)
    {
        // By halves, so that factors are of one size; the depth is the logarithm of the count.
        var count = last - first;
        if (count.Sign < 0)
        {
            return BigInteger.One;
        }

        if (count < 8)
        {
            var product = first;
            for (var factor = first + 1; factor <= last; factor += 1)
            {
                product *= factor;
            }

            return product;
        }

        var middle = first + count / 2;
        return Product(first, middle) * Product(middle + 1, last);
    }

    /// <summary>The product of k integers down from n.</summary>
    private static BigInteger? FallingProduct(Meter meter, BigInteger n, BigInteger k, string message)
    {
        if (k > int.MaxValue)
        {
            meter.OverflowError($"{message} {long.MaxValue}");
            return null;
        }

        return ChargeProduct(meter, (double)k * BitLength(n)) ? Product(n - k + 1, n) : null;
    }

    private static bool AreCounts(Meter meter, BigInteger n, BigInteger k) =>
        n.Sign < 0 ? meter.ValueError("n must be a non-negative integer") : k.Sign >= 0 || meter.ValueError("k must be a non-negative integer");

    private static BigInteger Modulo(BigInteger number, BigInteger modulus)
    {
        var remainder = BigInteger.Remainder(number, modulus);
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    /// <summary>By Euclid's algorithm with one cofactor.</summary>
    private static BigInteger? Inverse(Meter meter, BigInteger number, BigInteger modulus)
    {
        long limbs = IntegerMath.Limbs(modulus);
        if (!meter.Ticks(32 * limbs * limbs / Meter.ElementsPerTick))
        {
            return null;
        }

        var (left, right) = (modulus, number);
        var (before, now) = (BigInteger.Zero, BigInteger.One);
        while (!right.IsZero)
        {
            var quotient = BigInteger.DivRem(left, right, out var remainder);
            (left, right) = (right, remainder);
            (before, now) = (now, before - quotient * now);
        }

        if (!left.IsOne)
        {
            meter.ValueError("base is not invertible for the given modulus");
            return null;
        }

        return Modulo(before, modulus);
    }

    private static bool ChargeDivision(Meter meter, BigInteger left, BigInteger right)
    {
        long dividend = IntegerMath.Limbs(left);
        long divisor = IntegerMath.Limbs(right);
        return dividend <= 2 || (meter.Ticks(IntegerMath.DivisionWork(dividend, divisor) / Meter.ElementsPerTick) && meter.Allocate(8 * dividend));
    }

    private static bool ChargeProduct(Meter meter, BigInteger left, BigInteger right)
    {
        long one = IntegerMath.Limbs(left);
        long other = IntegerMath.Limbs(right);
        return meter.Ticks(IntegerMath.ProductWork(one, other) / Meter.ElementsPerTick) && meter.Allocate(4 * (one + other));
    }

    /// <summary>Charges products whose result has about so many bits; too many for the machine are a MemoryError.</summary>
    private static bool ChargeProduct(Meter meter, double bits)
    {
        long limbs = (long)Math.Min(bits / 32, long.MaxValue >> 16) + 1;
        if (!meter.Allocate(8 * limbs))
        {
            return false;
        }

        // Longer ones than BigInteger has.
        return bits > int.MaxValue ? meter.Fail("MemoryError", "") : limbs <= 2 || meter.Ticks(2 * IntegerMath.ProductWork(limbs / 2, limbs / 2) / Meter.ElementsPerTick);
    }
}

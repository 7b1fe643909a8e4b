using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>What the stubs of primitives share: conversions that are not one test, and their errors. Arguments are numbered from 1.</summary>
internal static class PrimitiveArguments
{
    /// <summary>The error for what is no exact integer of 64 bits.</summary>
    internal static Value WrongLong(VirtualMachine machine, int argument, in Value got) =>
        got.AsObject is Bignum
            ? machine.OutOfRange(argument, got, "an exact integer of at most 64 bits")
            : machine.WrongType(argument, got, "an exact integer");

    /// <summary>The error for what is no index.</summary>
    internal static Value WrongIndex(VirtualMachine machine, int argument, in Value got) =>
        got.IsFixnum || got.AsObject is Bignum
            ? machine.OutOfRange(argument, got, "an index, 0 or more")
            : machine.WrongType(argument, got, "an index");

    /// <summary>The error for what does not fit an opcode's immediate operand.</summary>
    internal static Value WrongImmediate(VirtualMachine machine, int argument, in Value got, int minimum, int maximum) =>
        got.IsFixnum || got.AsObject is Bignum
            ? machine.OutOfRange(argument, got, $"an integer from {minimum} to {maximum}")
            : machine.WrongType(argument, got, "an exact integer");

    /// <summary>Any exact integer.</summary>
    internal static bool TryInteger(in Value value, out BigInteger integer)
    {
        if (value.IsFixnum)
        {
            integer = value.AsFixnum;
            return true;
        }

        integer = value.AsObject is Bignum big ? big.Value : BigInteger.Zero;
        return value.AsObject is Bignum;
    }

    /// <summary>Any real number, as the nearest double.</summary>
    internal static bool TryReal(in Value value, out double real)
    {
        if (value.IsFlonum)
        {
            real = value.AsFlonum;
            return true;
        }

        if (value.IsFixnum)
        {
            real = value.AsFixnum;
            return true;
        }

        switch (value.AsObject)
        {
            case Bignum big:
                real = ToDouble(big.Value, BigInteger.One);
                return true;
            case Ratnum ratio:
                real = ToDouble(ratio.Numerator, ratio.Denominator);
                return true;
            default:
                real = 0;
                return false;
        }
    }

    /// <summary>The double nearest to a ratio, ties to even, rounded once (also where the result is subnormal).</summary>
    /// <param name="numerator">Any integer but zero.</param>
    /// <param name="denominator">Positive.</param>
    internal static double ToDouble(BigInteger numerator, BigInteger denominator)
    {
        BigInteger magnitude = BigInteger.Abs(numerator);

        // Scale so that the quotient has 65 or 66 bits, or as many fewer as a subnormal result has; what the division leaves is a sticky bit.
        long shift = 65 - (long)(magnitude.GetBitLength() - denominator.GetBitLength());
        if (shift > 1140)
        {
            shift = 1140;
        }

        if (shift < -2000)
        {
            return numerator.Sign < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        BigInteger quotient = shift >= 0
            ? BigInteger.DivRem(magnitude << (int)shift, denominator, out BigInteger rest)
            : BigInteger.DivRem(magnitude, denominator << (int)-shift, out rest);
        long exponent = -shift;
        bool sticky = !rest.IsZero;

        // The last bit that a double keeps has the weight 2^(exponent + drop).
        long drop = Math.Max((long)quotient.GetBitLength() - 53, -1074 - exponent);
        if (drop > 0)
        {
            BigInteger half = BigInteger.One << (int)(drop - 1);
            BigInteger tail = quotient & ((BigInteger.One << (int)drop) - 1);
            quotient >>= (int)drop;
            exponent += drop;
            if (tail > half || (tail == half && (sticky || !quotient.IsEven)))
            {
                quotient += 1;
            }
        }

        double result = Math.ScaleB((double)quotient, (int)exponent);
        return numerator.Sign < 0 ? -result : result;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>An argument of a primitive that is given the first of them and their number; it must be one of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref Value At(ref Value first, int index) => ref Unsafe.Add(ref first, index);

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
                real = DoubleConversion.FromInteger(big.Value);
                return true;
            case Ratnum ratio:
                real = DoubleConversion.FromRatio(ratio.Numerator, ratio.Denominator);
                return true;
            default:
                real = 0;
                return false;
        }
    }
}

// Bitwise operations on exact integers as unbounded two's complement.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    internal static Value BitwiseAnd(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Fixnum(left.Bits & right.Bits);
        }

        return CheckExactIntegers(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Integer(Real.ToBigInteger(left) & Real.ToBigInteger(right))
            : Value.Signal;
    }

    internal static Value BitwiseOr(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Fixnum(left.Bits | right.Bits);
        }

        return CheckExactIntegers(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Integer(Real.ToBigInteger(left) | Real.ToBigInteger(right))
            : Value.Signal;
    }

    internal static Value BitwiseExclusiveOr(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Fixnum(left.Bits ^ right.Bits);
        }

        return CheckExactIntegers(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Integer(Real.ToBigInteger(left) ^ Real.ToBigInteger(right))
            : Value.Signal;
    }

    internal static Value BitwiseNot(VirtualMachine machine, Value integer)
    {
        if (integer.Ref is null)
        {
            return Value.Fixnum(~integer.Bits);
        }

        return CheckExactIntegers(machine, integer, Value.Fixnum(0)) && Charge(machine, integer, integer, Work.Linear)
            ? Value.Integer(-Real.ToBigInteger(integer) - 1)
            : Value.Signal;
    }

    /// <summary>The integer times two to the power of the shift, rounded towards minus infinity.</summary>
    internal static Value ShiftArithmetically(VirtualMachine machine, Value integer, Value shift)
    {
        if (!CheckExactIntegers(machine, integer, shift))
        {
            return Value.Signal;
        }

        if (Real.IsExactZero(integer))
        {
            return integer;
        }

        if (Real.Sign(shift) <= 0)
        {
            return ShiftRight(machine, integer, Real.ToBigInteger(shift));
        }

        if (integer.Ref is null && shift.Ref is null && shift.Bits < 63 && integer.Bits << (int)shift.Bits >> (int)shift.Bits == integer.Bits)
        {
            return Value.Fixnum(integer.Bits << (int)shift.Bits);
        }

        var number = Real.ToBigInteger(integer);
        var bits = Real.ToBigInteger(shift) + number.GetBitLength();
        return ChargeResult(machine, bits, (long)BigInteger.Min(bits, long.MaxValue) >> 5)
            ? Value.Integer(number << (int)shift.Bits)
            : Value.Signal;
    }

    private static Value ShiftRight(VirtualMachine machine, in Value integer, BigInteger shift)
    {
        if (integer.Ref is null)
        {
            return Value.Fixnum(integer.Bits >> (int)BigInteger.Min(63, -shift));
        }

        var number = Real.ToBigInteger(integer);
        if (-shift >= number.GetBitLength())
        {
            return Value.Fixnum(number.Sign < 0 ? -1 : 0);
        }

        return Charge(machine, integer, integer, Work.Linear) ? Value.Integer(number >> (int)-shift) : Value.Signal;
    }

    /// <summary>The number of ones of an integer that is not negative, of zeros of a negative one.</summary>
    internal static Value CountBits(VirtualMachine machine, Value integer)
    {
        if (integer.Ref is null)
        {
            return Value.Fixnum(BitOperations.PopCount((ulong)(integer.Bits < 0 ? ~integer.Bits : integer.Bits)));
        }

        if (!CheckExactIntegers(machine, integer, Value.Fixnum(0)) || !Charge(machine, integer, integer, Work.Linear))
        {
            return Value.Signal;
        }

        var number = Real.ToBigInteger(integer);
        return Value.Fixnum(IntegerMath.CountOnes(number.Sign < 0 ? -number - 1 : number));
    }

    /// <summary>The number of bits of a two's complement representation without its sign bit.</summary>
    internal static Value IntegerLength(VirtualMachine machine, Value integer)
    {
        if (integer.Ref is null)
        {
            return Value.Fixnum(64 - BitOperations.LeadingZeroCount((ulong)(integer.Bits < 0 ? ~integer.Bits : integer.Bits)));
        }

        if (!CheckExactIntegers(machine, integer, Value.Fixnum(0)) || !Charge(machine, integer, integer, Work.Linear))
        {
            return Value.Signal;
        }

        return Value.Fixnum(Real.ToBigInteger(integer).GetBitLength());
    }

    private static bool CheckExactIntegers(VirtualMachine machine, in Value left, in Value right)
    {
        if (!Real.IsExactInteger(left))
        {
            _ = machine.WrongType(1, left, AnExactInteger);
            return false;
        }

        if (!Real.IsExactInteger(right))
        {
            _ = machine.WrongType(2, right, AnExactInteger);
            return false;
        }

        return true;
    }
}

// The numeric tower as the machine's instructions and primitives use it: every operation takes any values, checks that they
// are numbers of the right sort, charges for the work, and only then does it (Real, Complex). The fast paths for two
// fixnums or two flonums are in the opcode rows; what is here is complete without them.
//
// On an error a method records it in the machine and returns Value.Signal, which its caller returns at once.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Checked, charged arithmetic on guest values.</summary>
internal static partial class Arithmetic
{
    /// <summary>
    /// The greatest size of an exact integer, in bits: ten million decimal digits. A multiplication of that size takes about
    /// ten seconds, and it cannot be interrupted.
    /// </summary>
    internal const long MaximumBits = 1L << 25;

    private const string ANumber = "a number";
    private const string ARealNumber = "a real number";
    private const string AnInteger = "an integer";
    private const string AnExactInteger = "an exact integer";

    /// <summary>Bytes charged for a bignum beside its limbs.</summary>
    private const int BignumOverhead = 56;

    private enum Work
    {
        /// <summary>Proportional to the operands: sums, comparisons, bitwise operations.</summary>
        Linear,
        Product,
        Division,
    }

    /// <summary>Any number.</summary>
    internal static bool IsNumber(in Value value) => Real.KindOf(value) != NumberKind.None;

    /// <summary>left + right.</summary>
    internal static Value Add(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var sum = unchecked(left.Bits + right.Bits);
            if (((left.Bits ^ sum) & (right.Bits ^ sum)) >= 0)
            {
                return Value.Fixnum(sum);
            }
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(left.AsFlonum + right.AsFlonum);
        }

        if (!CheckNumbers(machine, left, right) || !Charge(machine, left, right, Work.Linear))
        {
            return Value.Signal;
        }

        return left.Ref is Compnum || right.Ref is Compnum ? Complex.Add(left, right) : Real.Add(left, right);
    }

    /// <summary>left - right.</summary>
    internal static Value Subtract(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var difference = unchecked(left.Bits - right.Bits);
            if (((left.Bits ^ right.Bits) & (left.Bits ^ difference)) >= 0)
            {
                return Value.Fixnum(difference);
            }
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(left.AsFlonum - right.AsFlonum);
        }

        if (!CheckNumbers(machine, left, right) || !Charge(machine, left, right, Work.Linear))
        {
            return Value.Signal;
        }

        return left.Ref is Compnum || right.Ref is Compnum ? Complex.Subtract(left, right) : Real.Subtract(left, right);
    }

    /// <summary>left * right.</summary>
    internal static Value Multiply(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            var high = Math.BigMul(left.Bits, right.Bits, out var low);
            if (high == low >> 63)
            {
                return Value.Fixnum(low);
            }
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(left.AsFlonum * right.AsFlonum);
        }

        if (!CheckNumbers(machine, left, right) || !Charge(machine, left, right, Work.Product))
        {
            return Value.Signal;
        }

        return left.Ref is Compnum || right.Ref is Compnum ? Complex.Multiply(left, right) : Real.Multiply(left, right);
    }

    /// <summary>left / right: exact for exact numbers; dividing by exact zero is an error for every dividend.</summary>
    internal static Value Divide(VirtualMachine machine, Value left, Value right)
    {
        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(left.AsFlonum / right.AsFlonum);
        }

        if (!CheckNumbers(machine, left, right))
        {
            return Value.Signal;
        }

        if (Real.IsExactZero(right))
        {
            return machine.DivisionByZero(left);
        }

        if (!Charge(machine, left, right, Work.Division))
        {
            return Value.Signal;
        }

        return left.Ref is Compnum || right.Ref is Compnum ? Complex.Divide(left, right) : Real.Divide(left, right);
    }

    /// <summary>0 - number, except that the sign of a zero flonum changes.</summary>
    internal static Value Negate(VirtualMachine machine, Value number)
    {
        if (!IsNumber(number))
        {
            return machine.WrongType(1, number, ANumber);
        }

        return Charge(machine, number, Value.Fixnum(0), Work.Linear) ? Complex.Negate(number) : Value.Signal;
    }

    /// <summary>The distance of a real number from zero.</summary>
    internal static Value AbsoluteValue(VirtualMachine machine, Value real)
    {
        if (real.IsFlonum)
        {
            return Value.Flonum(Math.Abs(real.AsFlonum));
        }

        if (!Real.IsReal(real))
        {
            return machine.WrongType(1, real, ARealNumber);
        }

        return Real.Sign(real) >= 0 ? real : Negate(machine, real);
    }

    private static bool CheckNumbers(VirtualMachine machine, in Value left, in Value right)
    {
        if (!IsNumber(left))
        {
            _ = machine.WrongType(1, left, ANumber);
            return false;
        }

        if (!IsNumber(right))
        {
            _ = machine.WrongType(2, right, ANumber);
            return false;
        }

        return true;
    }

    private static bool CheckReals(VirtualMachine machine, in Value left, in Value right)
    {
        if (!Real.IsReal(left))
        {
            _ = machine.WrongType(1, left, ARealNumber);
            return false;
        }

        if (!Real.IsReal(right))
        {
            _ = machine.WrongType(2, right, ARealNumber);
            return false;
        }

        return true;
    }

    /// <summary>Charges an operation by the size of its operands, before it is done, and refuses results beyond <see cref="MaximumBits"/>.</summary>
    private static bool Charge(VirtualMachine machine, in Value left, in Value right, Work work)
    {
        // With a flonum and no large number nothing is allocated.
        return (left.IsFlonum && (right.IsFlonum || right.Ref is null)) || (right.IsFlonum && left.Ref is null) ||
            ChargeLarge(machine, left, right, work);
    }

    private static bool ChargeLarge(VirtualMachine machine, in Value left, in Value right, Work work)
    {
        var (leftLimbs, rightLimbs) = (Complex.Limbs(left), Complex.Limbs(right));
        var limbs = leftLimbs + rightLimbs;
        if (limbs * 32 > MaximumBits && !IsSafeSize(machine, leftLimbs, rightLimbs, work))
        {
            return false;
        }

        long bytes = BignumOverhead + 4 * limbs;
        var units = work switch
        {
            Work.Linear => limbs,
            Work.Product => IntegerMath.ProductWork(leftLimbs, rightLimbs),
            _ => IntegerMath.DivisionWork(leftLimbs, rightLimbs) + IntegerMath.GreatestCommonDivisorWork(leftLimbs, rightLimbs),
        };
        if (left.Ref is Ratnum or Compnum || right.Ref is Ratnum or Compnum)
        {
            // A few products and two greatest common divisors of numbers of this size.
            bytes *= 4;
            units += 4 * IntegerMath.ProductWork(limbs, limbs) + 2 * IntegerMath.GreatestCommonDivisorWork(limbs, limbs);
        }

        return machine.ChargeAllocation(bytes) && machine.ChargeTicks(units >> 4);
    }

    private static bool IsSafeSize(VirtualMachine machine, long left, long right, Work work)
    {
        var result = work == Work.Product ? left + right : Math.Max(left, right);
        if (result * 32 <= MaximumBits + 64)
        {
            return true;
        }

        _ = TooLarge(machine, result * 32);
        return false;
    }

    /// <summary>Raises the error for a result that is beyond <see cref="MaximumBits"/>.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="bits">About how large the result would be.</param>
    private static Value TooLarge(VirtualMachine machine, BigInteger bits) =>
        machine.Fail(ConditionKind.OutOfRange, $"the result is too large: an exact integer has at most {MaximumBits} bits, this one would have about", Value.Integer(bits));

    /// <summary>Charges for an integer of that many bits made by that many limb operations; raises an error if it is too large.</summary>
    private static bool ChargeResult(VirtualMachine machine, BigInteger bits, long units)
    {
        if (bits > MaximumBits)
        {
            _ = TooLarge(machine, bits);
            return false;
        }

        return machine.ChargeAllocation(BignumOverhead + ((long)bits >> 3)) && machine.ChargeTicks(units >> 4);
    }
}

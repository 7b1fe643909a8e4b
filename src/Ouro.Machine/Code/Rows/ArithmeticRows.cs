using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Binary arithmetic and comparison: the fixnum case here, everything else in <see cref="SlowArithmetic"/>.</summary>
[OpcodeRows]
internal static class ArithmeticRows
{
    [Opcode("add", "target = left + right", Operation = "+", Hot = true, MayRaise = true)]
    internal static Flow Add(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        long sum = left.Bits + right.Bits;
        if (left.Ref is null && right.Ref is null && ((left.Bits ^ sum) & (right.Bits ^ sum)) >= 0)
        {
            target.Ref = null;
            target.Bits = sum;
            return Flow.Next;
        }

        if (left.Ref == Tag.Flonum && right.Ref == Tag.Flonum)
        {
            target.Bits = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(left.Bits) + BitConverter.Int64BitsToDouble(right.Bits));
            target.Ref = Tag.Flonum;
            return Flow.Next;
        }

        return SlowArithmetic.Add(machine, ref target, left, right);
    }

    [Opcode("subtract", "target = left - right", Operation = "-", Hot = true, MayRaise = true)]
    internal static Flow Subtract(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        long difference = left.Bits - right.Bits;
        if (left.Ref is null && right.Ref is null && ((left.Bits ^ right.Bits) & (left.Bits ^ difference)) >= 0)
        {
            target.Ref = null;
            target.Bits = difference;
            return Flow.Next;
        }

        if (left.Ref == Tag.Flonum && right.Ref == Tag.Flonum)
        {
            target.Bits = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(left.Bits) - BitConverter.Int64BitsToDouble(right.Bits));
            target.Ref = Tag.Flonum;
            return Flow.Next;
        }

        return SlowArithmetic.Subtract(machine, ref target, left, right);
    }

    [Opcode("multiply", "target = left * right", Operation = "*", Hot = true, MayRaise = true)]
    internal static Flow Multiply(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            long high = Math.BigMul(left.Bits, right.Bits, out long low);
            if (high == low >> 63)
            {
                target.Ref = null;
                target.Bits = low;
                return Flow.Next;
            }
        }

        if (left.Ref == Tag.Flonum && right.Ref == Tag.Flonum)
        {
            target.Bits = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(left.Bits) * BitConverter.Int64BitsToDouble(right.Bits));
            target.Ref = Tag.Flonum;
            return Flow.Next;
        }

        return SlowArithmetic.Multiply(machine, ref target, left, right);
    }

    [Opcode("divide", "target = left / right", Operation = "/", MayRaise = true)]
    internal static Flow Divide(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        SlowArithmetic.Divide(machine, ref target, left, right);

    [Opcode("add-immediate", "target = left + a small integer", Operation = "+", Hot = true, MayRaise = true)]
    internal static Flow AddImmediate(VirtualMachine machine, ref Value target, in Value left, sbyte immediate)
    {
        long sum = left.Bits + immediate;
        if (left.Ref is null && ((left.Bits ^ sum) & (immediate ^ sum)) >= 0)
        {
            target.Ref = null;
            target.Bits = sum;
            return Flow.Next;
        }

        return SlowArithmetic.Add(machine, ref target, left, Value.Fixnum(immediate));
    }

    [Opcode("quotient", "target = left / right, truncated", Hot = true, MayRaise = true)]
    internal static Flow Quotient(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null && right.Bits > 0)
        {
            target.Bits = left.Bits / right.Bits;
            target.Ref = null;
            return Flow.Next;
        }

        return SlowArithmetic.Quotient(machine, ref target, left, right);
    }

    [Opcode("remainder", "target = left - right * quotient, with the sign of left", Hot = true, MayRaise = true)]
    internal static Flow Remainder(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null && right.Bits > 0)
        {
            target.Bits = left.Bits % right.Bits;
            target.Ref = null;
            return Flow.Next;
        }

        return SlowArithmetic.Remainder(machine, ref target, left, right);
    }

    [Opcode("modulo", "target = left modulo right, with the sign of right", MayRaise = true)]
    internal static Flow Modulo(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null && right.Bits > 0)
        {
            long rest = left.Bits % right.Bits;
            target.Bits = rest < 0 ? rest + right.Bits : rest;
            target.Ref = null;
            return Flow.Next;
        }

        return SlowArithmetic.Modulo(machine, ref target, left, right);
    }

    [Opcode("less", "target = left < right", Operation = "<", MayRaise = true)]
    internal static Flow Less(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            target = Value.Boolean(left.Bits < right.Bits);
            return Flow.Next;
        }

        return SlowArithmetic.Less(machine, ref target, left, right);
    }

    [Opcode("less-or-equal", "target = left <= right", Operation = "<=", MayRaise = true)]
    internal static Flow LessOrEqual(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            target = Value.Boolean(left.Bits <= right.Bits);
            return Flow.Next;
        }

        return SlowArithmetic.LessOrEqual(machine, ref target, left, right);
    }

    [Opcode("greater", "target = left > right", Operation = ">", MayRaise = true)]
    internal static Flow Greater(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            target = Value.Boolean(left.Bits > right.Bits);
            return Flow.Next;
        }

        return SlowArithmetic.Greater(machine, ref target, left, right);
    }

    [Opcode("greater-or-equal", "target = left >= right", Operation = ">=", MayRaise = true)]
    internal static Flow GreaterOrEqual(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            target = Value.Boolean(left.Bits >= right.Bits);
            return Flow.Next;
        }

        return SlowArithmetic.GreaterOrEqual(machine, ref target, left, right);
    }

    [Opcode("number-equal", "target = left = right", Operation = "=", MayRaise = true)]
    internal static Flow NumberEqual(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            target = Value.Boolean(left.Bits == right.Bits);
            return Flow.Next;
        }

        return SlowArithmetic.NumberEqual(machine, ref target, left, right);
    }

    [Opcode("add-in-place", "add; a language may change left itself", Operation = "+", Internal = true, MayRaise = true)]
    internal static Flow AddInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        AreInline(left, right) ? Add(machine, ref target, left, right) : SlowArithmetic.AddInPlace(machine, ref target, left, right);

    [Opcode("subtract-in-place", "subtract; a language may change left itself", Operation = "-", Internal = true, MayRaise = true)]
    internal static Flow SubtractInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        AreInline(left, right) ? Subtract(machine, ref target, left, right) : SlowArithmetic.SubtractInPlace(machine, ref target, left, right);

    [Opcode("multiply-in-place", "multiply; a language may change left itself", Operation = "*", Internal = true, MayRaise = true)]
    internal static Flow MultiplyInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        AreInline(left, right) ? Multiply(machine, ref target, left, right) : SlowArithmetic.MultiplyInPlace(machine, ref target, left, right);

    /// <summary>Whether both are numbers that cannot be changed in place, seen without looking at an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreInline(in Value left, in Value right) =>
        (left.Ref is null || left.Ref == Tag.Flonum) && (right.Ref is null || right.Ref == Tag.Flonum);
}

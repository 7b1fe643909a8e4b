// What the arithmetic rows do when not both operands are fixnums, or the result is not one: flonums here,
// the rest of the tower in Values/.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

internal static class SlowArithmetic
{
    /// <summary>Both as doubles when one is a flonum and the other a flonum or a fixnum that a double holds exactly enough for arithmetic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Doubles(in Value left, in Value right, out double x, out double y)
    {
        if (left.IsFlonum)
        {
            x = left.AsFlonum;
            if (right.IsFlonum)
            {
                y = right.AsFlonum;
                return true;
            }

            y = right.Bits;
            return right.IsFixnum;
        }

        x = left.Bits;
        y = right.AsFlonum;
        return left.IsFixnum && right.IsFlonum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Flow Store(ref Value target, double number)
    {
        target.Ref = Tag.Flonum;
        target.Bits = BitConverter.DoubleToInt64Bits(number);
        return Flow.Next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Flow Store(ref Value target, Value result)
    {
        if (result.IsSignal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }

    /// <summary>Whether a language has operators of its own, and an operand is no number.</summary>
    private static bool IsForeign(VirtualMachine machine, in Value left, in Value right) =>
        machine.Operators is not null && !(Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right));

    /// <summary>Likewise, and an operand is no exact integer, or the divisor is zero.</summary>
    private static bool IsForeignInteger(VirtualMachine machine, in Value left, in Value right) =>
        machine.Operators is not null
        && (left.Ref is not (null or Bignum) || right.Ref is not (null or Bignum) || (right.Ref is null && right.Bits == 0));

    private static Flow AskLanguage(VirtualMachine machine, Opcode opcode, ref Value target, in Value left, in Value right) =>
        Store(ref target, machine.Operators!.Arithmetic(machine, opcode, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Add(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Add, ref target, left, right)
            : Doubles(left, right, out double x, out double y) ? Store(ref target, x + y) : Store(ref target, Arithmetic.Add(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Subtract(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Subtract, ref target, left, right)
            : Doubles(left, right, out double x, out double y) ? Store(ref target, x - y) : Store(ref target, Arithmetic.Subtract(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Multiply(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Multiply, ref target, left, right)
            : left.IsFlonum && right.IsFlonum
            ? Store(ref target, left.AsFlonum * right.AsFlonum)
            : Store(ref target, Arithmetic.Multiply(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow AddInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.AddInPlace, ref target, left, right)
            : Add(machine, ref target, left, right);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow SubtractInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.SubtractInPlace, ref target, left, right)
            : Subtract(machine, ref target, left, right);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow MultiplyInPlace(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.MultiplyInPlace, ref target, left, right)
            : Multiply(machine, ref target, left, right);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Divide(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Divide, ref target, left, right)
            : left.IsFlonum && right.IsFlonum
            ? Store(ref target, left.AsFlonum / right.AsFlonum)
            : Store(ref target, Arithmetic.Divide(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Quotient(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeignInteger(machine, left, right)
            ? AskLanguage(machine, Opcode.Quotient, ref target, left, right)
            : Store(ref target, Arithmetic.Quotient(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Remainder(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeignInteger(machine, left, right)
            ? AskLanguage(machine, Opcode.Remainder, ref target, left, right)
            : Store(ref target, Arithmetic.Remainder(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Modulo(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeignInteger(machine, left, right)
            ? AskLanguage(machine, Opcode.Modulo, ref target, left, right)
            : Store(ref target, Arithmetic.Modulo(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Less(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Less, ref target, left, right)
            : Store(ref target, left.IsFlonum && right.IsFlonum ? Value.Boolean(left.AsFlonum < right.AsFlonum) : Arithmetic.Less(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow Greater(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.Greater, ref target, left, right)
            : Store(ref target, left.IsFlonum && right.IsFlonum ? Value.Boolean(left.AsFlonum > right.AsFlonum) : Arithmetic.Greater(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow LessOrEqual(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.LessOrEqual, ref target, left, right)
            : Store(ref target, left.IsFlonum && right.IsFlonum ? Value.Boolean(left.AsFlonum <= right.AsFlonum) : Arithmetic.LessOrEqual(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow GreaterOrEqual(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.GreaterOrEqual, ref target, left, right)
            : Store(ref target, left.IsFlonum && right.IsFlonum ? Value.Boolean(left.AsFlonum >= right.AsFlonum) : Arithmetic.GreaterOrEqual(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Flow NumberEqual(VirtualMachine machine, ref Value target, in Value left, in Value right) =>
        IsForeign(machine, left, right)
            ? AskLanguage(machine, Opcode.NumberEqual, ref target, left, right)
            : Store(ref target, left.IsFlonum && right.IsFlonum ? Value.Boolean(left.AsFlonum == right.AsFlonum) : Arithmetic.NumberEqual(machine, left, right));

    // The tests give 1 for true, 0 for false, -1 for a pending raise.

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int TestLess(VirtualMachine machine, in Value left, in Value right) =>
        left.IsFlonum && right.IsFlonum ? (left.AsFlonum < right.AsFlonum ? 1 : 0) : Outcome(Arithmetic.Less(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int TestGreater(VirtualMachine machine, in Value left, in Value right) =>
        left.IsFlonum && right.IsFlonum ? (left.AsFlonum > right.AsFlonum ? 1 : 0) : Outcome(Arithmetic.Greater(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int TestLessOrEqual(VirtualMachine machine, in Value left, in Value right) =>
        left.IsFlonum && right.IsFlonum ? (left.AsFlonum <= right.AsFlonum ? 1 : 0) : Outcome(Arithmetic.LessOrEqual(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int TestGreaterOrEqual(VirtualMachine machine, in Value left, in Value right) =>
        left.IsFlonum && right.IsFlonum ? (left.AsFlonum >= right.AsFlonum ? 1 : 0) : Outcome(Arithmetic.GreaterOrEqual(machine, left, right));

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int TestNumberEqual(VirtualMachine machine, in Value left, in Value right) =>
        left.IsFlonum && right.IsFlonum ? (left.AsFlonum == right.AsFlonum ? 1 : 0) : Outcome(Arithmetic.NumberEqual(machine, left, right));

    private static int Outcome(Value result) => result.IsSignal ? -1 : result.IsTrue ? 1 : 0;
}

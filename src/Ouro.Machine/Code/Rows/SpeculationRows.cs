// What a JIT or specialiser assumes, and typed raw registers. A raw long or double is a register with a null Ref
// whose Bits are the number itself; FrameState rows say how an exit turns it back into a value.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Guards, exits, assumptions and unboxed arithmetic. Scheme's compiler emits none of these.</summary>
[OpcodeRows]
internal static class SpeculationRows
{
    [Opcode("guard-fixnum", "exit unless source is a fixnum", Internal = true)]
    internal static unsafe Flow GuardFixnum(VirtualMachine machine, ref LoopState state, in Value source, [FrameState] int exit) =>
        source.IsFixnum ? Flow.Next : machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("guard-flonum", "exit unless source is a flonum", Internal = true)]
    internal static unsafe Flow GuardFlonum(VirtualMachine machine, ref LoopState state, in Value source, [FrameState] int exit) =>
        source.IsFlonum ? Flow.Next : machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("guard-eq", "exit unless source is the constant", Internal = true)]
    internal static unsafe Flow GuardEq(VirtualMachine machine, ref LoopState state, in Value source, [Constant] in Value expected, [FrameState] int exit) =>
        Value.Same(source, expected) ? Flow.Next : machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("guard-type", "exit unless source is an object of the same class as the constant", Internal = true)]
    internal static unsafe Flow GuardType(VirtualMachine machine, ref LoopState state, in Value source, [Constant] in Value example, [FrameState] int exit) =>
        source.Ref is not null && source.Ref.GetType() == example.Ref?.GetType() ? Flow.Next : machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("assume", "exit unless the global variable still holds the constant", Internal = true, Effects = Effects.ReadGlobal)]
    internal static unsafe Flow Assume(VirtualMachine machine, ref LoopState state, [Constant(Of = typeof(Cell))] in Value cell, [Constant] in Value expected, [FrameState] int exit) =>
        Value.Same(((Cell)cell.Ref!).Content, expected) ? Flow.Next : machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("exit", "leave this code: rebuild the activations that the frame state describes and go on in them", Internal = true, EndsBlock = true)]
    internal static unsafe Flow Exit(VirtualMachine machine, ref LoopState state, [FrameState] int exit) =>
        machine.Exit(ref state.Registers, state.Ip, exit);

    [Opcode("unbox-long", "raw target = the integer of a fixnum that was guarded", Internal = true)]
    internal static void UnboxLong(ref Value target, in Value source) => target = Value.Fixnum(source.Bits);

    [Opcode("box-long", "target = a raw integer as a value", Internal = true)]
    internal static void BoxLong(ref Value target, in Value source) => target = Value.Fixnum(source.Bits);

    [Opcode("unbox-double", "raw target = the bits of a flonum that was guarded", Internal = true)]
    internal static void UnboxDouble(ref Value target, in Value source) => target = Value.Fixnum(source.Bits);

    [Opcode("box-double", "target = a raw double as a value", Internal = true)]
    internal static void BoxDouble(ref Value target, in Value source) => target = Value.Flonum(BitConverter.Int64BitsToDouble(source.Bits));

    [Opcode("long-add", "raw target = left + right; exit on overflow", Internal = true)]
    internal static unsafe Flow LongAdd(VirtualMachine machine, ref LoopState state, ref Value target, in Value left, in Value right, [FrameState] int exit)
    {
        long sum = left.Bits + right.Bits;
        if (((left.Bits ^ sum) & (right.Bits ^ sum)) < 0)
        {
            return machine.Exit(ref state.Registers, state.Ip, exit);
        }

        target = Value.Fixnum(sum);
        return Flow.Next;
    }

    [Opcode("long-subtract", "raw target = left - right; exit on overflow", Internal = true)]
    internal static unsafe Flow LongSubtract(VirtualMachine machine, ref LoopState state, ref Value target, in Value left, in Value right, [FrameState] int exit)
    {
        long difference = left.Bits - right.Bits;
        if (((left.Bits ^ right.Bits) & (left.Bits ^ difference)) < 0)
        {
            return machine.Exit(ref state.Registers, state.Ip, exit);
        }

        target = Value.Fixnum(difference);
        return Flow.Next;
    }

    [Opcode("long-multiply", "raw target = left * right; exit on overflow", Internal = true)]
    internal static unsafe Flow LongMultiply(VirtualMachine machine, ref LoopState state, ref Value target, in Value left, in Value right, [FrameState] int exit)
    {
        long high = Math.BigMul(left.Bits, right.Bits, out long low);
        if (high != low >> 63)
        {
            return machine.Exit(ref state.Registers, state.Ip, exit);
        }

        target = Value.Fixnum(low);
        return Flow.Next;
    }

    [Opcode("double-add", "raw target = left + right", Internal = true)]
    internal static void DoubleAdd(ref Value target, in Value left, in Value right) => target = Raw(ToDouble(left) + ToDouble(right));

    [Opcode("double-subtract", "raw target = left - right", Internal = true)]
    internal static void DoubleSubtract(ref Value target, in Value left, in Value right) => target = Raw(ToDouble(left) - ToDouble(right));

    [Opcode("double-multiply", "raw target = left * right", Internal = true)]
    internal static void DoubleMultiply(ref Value target, in Value left, in Value right) => target = Raw(ToDouble(left) * ToDouble(right));

    [Opcode("double-divide", "raw target = left / right", Internal = true)]
    internal static void DoubleDivide(ref Value target, in Value left, in Value right) => target = Raw(ToDouble(left) / ToDouble(right));

    [Opcode("long-to-double", "raw double target = raw integer source", Internal = true)]
    internal static void LongToDouble(ref Value target, in Value source) => target = Raw(source.Bits);

    [Opcode("branch-long-less", "go to target if raw left < raw right", Internal = true)]
    internal static bool BranchLongLess(in Value left, in Value right, bool sense, [Jump] int target) => left.Bits < right.Bits == sense;

    [Opcode("branch-long-equal", "go to target if raw left = raw right", Internal = true)]
    internal static bool BranchLongEqual(in Value left, in Value right, bool sense, [Jump] int target) => left.Bits == right.Bits == sense;

    [Opcode("branch-double-less", "go to target if raw left < raw right", Internal = true)]
    internal static bool BranchDoubleLess(in Value left, in Value right, bool sense, [Jump] int target) => ToDouble(left) < ToDouble(right) == sense;

    private static double ToDouble(in Value raw) => BitConverter.Int64BitsToDouble(raw.Bits);

    private static Value Raw(double number) => Value.Fixnum(BitConverter.DoubleToInt64Bits(number));
}

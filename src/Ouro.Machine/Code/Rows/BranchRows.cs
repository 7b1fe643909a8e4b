using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>
/// Jumps. A conditional one jumps when its test is equal to <c>sense</c>, otherwise control falls through.
/// Comparisons of numbers raise on what is not a number, so they give Flow and take the jump by the state.
/// </summary>
[OpcodeRows]
internal static class BranchRows
{
    [Opcode("jump", "go to target", Hot = true, EndsBlock = true)]
    internal static bool Jump([Jump] int target) => true;

    // A switch skips into the case-jumps after it. To everybody else, which looks at code as it stands, these are jumps that may
    // or may not be taken, one after the other: that allows a little more than what happens, and needs no table of targets.
    [Opcode("switch", "go on with case-jump number source of the count that follow, or behind them when there is none of that number", Internal = true, Hot = true)]
    internal static unsafe Flow Switch(ref LoopState state, in Value source, ushort count)
    {
        state.Ip += source.Ref is null && (ulong)source.Bits < count ? source.Bits : count;
        return Flow.Next;
    }

    [Opcode("case-jump", "go to target", Internal = true, Hot = true)]
    internal static bool CaseJump([Jump] int target) => true;

    [Opcode("loop", "go back to target: a loop's back edge, charged one tick", Hot = true, EndsBlock = true, MayRaise = true)]
    internal static unsafe Flow Loop(VirtualMachine machine, ref LoopState state, [Jump] int target)
    {
        state.Ip += target;
        return --machine.TickSlice < 0 ? machine.PollAfter(ref state.Registers, state.Ip) : Flow.Next;
    }

    [Opcode("branch", "go to target if source is true (sense) or false (not sense)", Hot = true)]
    internal static bool Branch(in Value source, bool sense, [Jump] int target) => source.Ref != Tag.False == sense;

    [Opcode("branch-null", "go to target if source is the empty list", Hot = true)]
    internal static bool BranchNull(in Value source, bool sense, [Jump] int target) => source.Ref == Tag.EmptyList == sense;

    [Opcode("branch-pair", "go to target if source is a pair", Hot = true)]
    internal static bool BranchPair(in Value source, bool sense, [Jump] int target) => source.Ref is Pair == sense;

    [Opcode("branch-eq", "go to target if left and right are the same object", Hot = true)]
    internal static bool BranchEq(in Value left, in Value right, bool sense, [Jump] int target) =>
        (left.Ref == right.Ref && left.Bits == right.Bits) == sense;

    [Opcode("branch-absent", "go to target if source is an argument that was not given")]
    internal static bool BranchAbsent(in Value source, bool sense, [Jump] int target) => source.IsAbsent == sense;

    [Opcode("branch-less", "go to target if left < right", Operation = "<", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchLess(VirtualMachine machine, ref LoopState state, in Value left, in Value right, bool sense, [Jump] int target)
    {
        if (left.Ref is null && right.Ref is null)
        {
            if (left.Bits < right.Bits == sense)
            {
                state.Ip += target;
            }

            return Flow.Next;
        }

        int outcome = SlowArithmetic.TestLess(machine, left, right);
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-less-or-equal", "go to target if left <= right", Operation = "<=", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchLessOrEqual(VirtualMachine machine, ref LoopState state, in Value left, in Value right, bool sense, [Jump] int target)
    {
        if (left.Ref is null && right.Ref is null)
        {
            if (left.Bits <= right.Bits == sense)
            {
                state.Ip += target;
            }

            return Flow.Next;
        }

        int outcome = SlowArithmetic.TestLessOrEqual(machine, left, right);
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-greater", "go to target if left > right", Operation = ">", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchGreater(VirtualMachine machine, ref LoopState state, in Value left, in Value right, bool sense, [Jump] int target)
    {
        if (left.Ref is null && right.Ref is null)
        {
            if (left.Bits > right.Bits == sense)
            {
                state.Ip += target;
            }

            return Flow.Next;
        }

        int outcome = SlowArithmetic.TestGreater(machine, left, right);
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-greater-or-equal", "go to target if left >= right", Operation = ">=", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchGreaterOrEqual(VirtualMachine machine, ref LoopState state, in Value left, in Value right, bool sense, [Jump] int target)
    {
        if (left.Ref is null && right.Ref is null)
        {
            if (left.Bits >= right.Bits == sense)
            {
                state.Ip += target;
            }

            return Flow.Next;
        }

        int outcome = SlowArithmetic.TestGreaterOrEqual(machine, left, right);
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-number-equal", "go to target if left = right", Operation = "=", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchNumberEqual(VirtualMachine machine, ref LoopState state, in Value left, in Value right, bool sense, [Jump] int target)
    {
        if (left.Ref is null && right.Ref is null)
        {
            if (left.Bits == right.Bits == sense)
            {
                state.Ip += target;
            }

            return Flow.Next;
        }

        int outcome = SlowArithmetic.TestNumberEqual(machine, left, right);
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-less-immediate", "go to target if left < a small integer", Operation = "<", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchLessImmediate(VirtualMachine machine, ref LoopState state, in Value left, sbyte right, bool sense, [Jump] int target)
    {
        int outcome = left.Ref is null ? (left.Bits < right ? 1 : 0) : SlowArithmetic.TestLess(machine, left, Value.Fixnum(right));
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-greater-immediate", "go to target if left > a small integer", Operation = ">", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchGreaterImmediate(VirtualMachine machine, ref LoopState state, in Value left, sbyte right, bool sense, [Jump] int target)
    {
        int outcome = left.Ref is null ? (left.Bits > right ? 1 : 0) : SlowArithmetic.TestGreater(machine, left, Value.Fixnum(right));
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }

    [Opcode("branch-equal-immediate", "go to target if left = a small integer", Operation = "=", Hot = true, MayRaise = true)]
    internal static unsafe Flow BranchEqualImmediate(VirtualMachine machine, ref LoopState state, in Value left, sbyte right, bool sense, [Jump] int target)
    {
        int outcome = left.Ref is null ? (left.Bits == right ? 1 : 0) : SlowArithmetic.TestNumberEqual(machine, left, Value.Fixnum(right));
        if (outcome < 0)
        {
            return Flow.Signal;
        }

        if (outcome != 0 == sense)
        {
            state.Ip += target;
        }

        return Flow.Next;
    }
}

// Two machines that stand at the same tick of the same program, one of which interprets and one of which runs compiled code,
// must be in the same state: the activations with their registers as far as the code needs them, the dynamic state, the
// global variables, the ticks and bytes charged.

using System.Globalization;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit.Verification;

/// <summary>Compares machines that stand still at a checkpoint.</summary>
internal sealed class StateComparison
{
    /// <summary>Of deep recursion the inner part.</summary>
    private const int MostActivations = 1000;
    private const int MostObjects = 20_000;

    private readonly HeapComparison _heap = new(MostObjects);
    private readonly Func<Value, string> _print;

    private StateComparison(Func<Value, string> print) => _print = print;

    /// <summary>What differs first, in words; null: nothing does.</summary>
    /// <param name="interpreting">Its state is right.</param>
    /// <param name="compiling">Its state is to be the same.</param>
    /// <param name="print">Shows a value, shortened.</param>
    internal static string? Compare(VirtualMachine interpreting, VirtualMachine compiling, Func<Value, string> print) =>
        new StateComparison(print).Compare(interpreting, compiling);

    /// <summary>Likewise, when both runs have ended.</summary>
    internal static string? CompareEnded(VirtualMachine interpreting, VirtualMachine compiling, Func<Value, string> print) =>
        new StateComparison(print).Rest(interpreting, compiling);

    private string? Compare(VirtualMachine left, VirtualMachine right) =>
        Activations(left, right) ?? Dynamic(left.Dynamic, right.Dynamic) ?? Rest(left, right);

    private string? Rest(VirtualMachine left, VirtualMachine right) =>
        Count("ticks", left.TicksUsed, right.TicksUsed)
        ?? Count("bytes charged", left.BytesAllocated, right.BytesAllocated)
        ?? Globals(left, right);

    private string? Activations(VirtualMachine left, VirtualMachine right)
    {
        var (segment, place) = (left.Segment, left.Base);
        var (otherSegment, otherPlace) = (right.Segment, right.Base);
        for (int depth = 0; depth < MostActivations; depth++)
        {
            if (Activation(segment.Slots, place, otherSegment.Slots, otherPlace, depth) is { } difference)
            {
                return difference;
            }

            bool goesOn = VirtualMachine.TryGetCaller(ref segment, ref place);
            if (goesOn != VirtualMachine.TryGetCaller(ref otherSegment, ref otherPlace))
            {
                return Words("depth of the stack", goesOn ? "more" : depth + 1, goesOn ? depth + 1 : "more");
            }

            if (!goesOn)
            {
                break;
            }
        }

        return null;
    }

    private string? Activation(Value[] slots, int place, Value[] otherSlots, int otherPlace, int depth)
    {
        Value header = slots[place - 2];
        Value other = otherSlots[otherPlace - 2];
        string where = depth == 0 ? "what runs" : FormattableString.Invariant($"caller {depth}");
        if (header.Ref is not CodeObject code || other.Ref is not CodeObject otherCode)
        {
            return header.Ref is NativeCode native && other.Ref is NativeCode otherNative && native.Procedure.Name == otherNative.Procedure.Name
                ? Count($"state of {native.Procedure.Name}", header.Bits, other.Bits)
                : Words(where, header.Ref, other.Ref);
        }

        if (!HeapComparison.IsSameCode(code, otherCode))
        {
            return Words(where, code, otherCode);
        }

        string name = $"{where}, {code}";
        if (Count($"pc of {name}", header.Bits, other.Bits) is { } difference)
        {
            return difference;
        }

        if (((slots[place - 1].Bits ^ otherSlots[otherPlace - 1].Bits) & Segment.TailCallMark) != 0)
        {
            return $"mark of tail calls of {name}";
        }

        if (Values(new Value(slots[place - 1].Ref, 0), new Value(otherSlots[otherPlace - 1].Ref, 0), $"procedure of {name}") is { } procedures)
        {
            return procedures;
        }

        foreach (int register in LiveRegisters(code, (int)header.Bits, depth == 0))
        {
            if (Values(slots[place + register], otherSlots[otherPlace + register], FormattableString.Invariant($"r{register} of {name}")) is { } registers)
            {
                return registers;
            }
        }

        return null;
    }

    /// <summary>The registers that an activation still needs.</summary>
    /// <param name="code">What it runs.</param>
    /// <param name="pc">Where it is.</param>
    /// <param name="isInnermost">It stands before an instruction; others wait for a call.</param>
    internal static IEnumerable<int> LiveRegisters(CodeObject code, int pc, bool isInnermost)
    {
        ulong[] live = (isInnermost ? code.Liveness.Before(code, pc) : code.Liveness.Waiting(pc)).ToArray();
        for (int register = 0; register < code.FrameSize && register >> 6 < live.Length; register++)
        {
            if (BitSet.Contains(live, register))
            {
                yield return register;
            }
        }
    }

    private string? Dynamic(DynamicState left, DynamicState right)
    {
        if (Count("dynamic-winds entered", left.Winders?.Depth ?? 0, right.Winders?.Depth ?? 0) is { } depth)
        {
            return depth;
        }

        var (binding, other) = (left.Bindings, right.Bindings);
        for (; binding is not null && other is not null; binding = binding.Next, other = other.Next)
        {
            if (Values(binding.Content, other.Content, "a parameter") is { } difference)
            {
                return difference;
            }
        }

        var (handler, otherHandler) = (left.Handlers, right.Handlers);
        for (; handler is not null && otherHandler is not null; handler = handler.Next, otherHandler = otherHandler.Next)
        {
            if (Values(handler.Procedure, otherHandler.Procedure, "a handler") is { } difference)
            {
                return difference;
            }
        }

        return binding is null && other is null && handler is null && otherHandler is null ? null : "how many parameters are bound or handlers installed";
    }

    private string? Globals(VirtualMachine left, VirtualMachine right)
    {
        using var others = right.Globals.GetEnumerator();
        foreach (var cell in left.Globals)
        {
            if (!others.MoveNext() || others.Current.Name.Name != cell.Name.Name)
            {
                return "which global variables there are";
            }

            if (Values(cell.Content, others.Current.Content, $"the global variable {cell.Name}") is { } difference)
            {
                return difference;
            }
        }

        return others.MoveNext() ? "which global variables there are" : null;
    }

    private string? Values(Value left, Value right, string place) =>
        _heap.Compare(left, right, place) is { } difference ? Words(difference.Place, Show(difference.Left), Show(difference.Right)) : null;

    private string Show(Value value) => value.IsUnbound ? "nothing" : value.IsAbsent ? "no argument" : _print(value);

    private static string? Count(string what, long left, long right) => left == right ? null : Words(what, left, right);

    private static string Words(string what, object? left, object? right) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: {left ?? "nothing"} interpreted, {right ?? "nothing"} compiled");
}

// Activations of interpreters that are written in a guest language, shown as what they stand for: activations of the program that is
// interpreted. The interpreter's code says in which registers it keeps what (see Code/CodeParts.cs, Interpretation) and has a procedure
//
//   (describe view position) -> (name span identity arguments tail? [variables])
//
// which is called when somebody wants to see the activation, on a stack and with limits of its own. name: a symbol, a text or false; span: a span or
// false; identity: neighbours with the same one are one activation, at the place of the innermost; arguments: a list of
// (symbol . value), or false for what is no call; tail?: tail calls left out activations between it and its caller; variables: a list of
// #(name value setter), inner ones first.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>What an interpreter's activation stands for.</summary>
internal sealed class GuestDescription
{
    internal string? Name { get; init; }
    internal SourceSpan? Span { get; init; }
    internal Value Identity { get; init; } = Value.Unspecified;
    internal List<BacktraceArgument>? Arguments { get; init; }
    internal bool LeftOutCalls { get; init; }
    internal Value Variables { get; init; } = Value.EmptyList;
}

/// <summary>An interpreter's activation, to be described when it is wanted.</summary>
internal sealed class InterpretedActivation(VirtualMachine machine, Value describe, Value view, Value position)
{
    private bool _isDescribed;
    private GuestDescription? _description;

    internal VirtualMachine Machine => machine;

    /// <summary>What it stands for, or null when the interpreter cannot tell.</summary>
    internal GuestDescription? Description
    {
        get
        {
            if (!_isDescribed)
            {
                _isDescribed = true;
                var outcome = machine.RunAside(describe, view, position);
                _description = outcome.Kind == OutcomeKind.Value ? Read(outcome.Value) : null;
            }

            return _description;
        }
    }

    private static GuestDescription? Read(Value list)
    {
        var parts = ValueArrays.Unbound(6);
        int count = 0;
        for (; count < parts.Length && list.Ref is Pair pair; list = pair.Cdr)
        {
            parts[count++] = pair.Car;
        }

        return count < 5 ? null : new GuestDescription
        {
            Name = parts[0].Ref is Symbol name ? name.Name : (parts[0].Ref as Text)?.ToString(),
            Span = parts[1].Ref as SourceSpan,
            Identity = parts[2],
            Arguments = parts[3].IsFalse ? null : ReadArguments(parts[3]),
            LeftOutCalls = !parts[4].IsFalse,
            Variables = count > 5 ? parts[5] : Value.EmptyList,
        };
    }

    private static List<BacktraceArgument> ReadArguments(Value list)
    {
        var arguments = new List<BacktraceArgument>();
        for (int i = 0; i < 1000 && list.Ref is Pair pair; i++, list = pair.Cdr)
        {
            arguments.Add(pair.Car.Ref is Pair argument ? new BacktraceArgument((argument.Car.Ref as Symbol)?.Name, argument.Cdr) : new BacktraceArgument(null, pair.Car));
        }

        return arguments;
    }

    /// <summary>A backtrace with what interpreters' activations stand for in their place.</summary>
    internal static IReadOnlyList<BacktraceEntry> Resolve(IReadOnlyList<BacktraceEntry> entries)
    {
        bool any = false;
        foreach (var entry in entries)
        {
            any |= entry.Interpreted is not null;
        }

        if (!any)
        {
            return entries;
        }

        var resolved = new List<BacktraceEntry>();
        GuestDescription? last = null;
        foreach (var entry in entries)
        {
            var description = entry.Interpreted?.Description;
            if (description is null || last is null || !Value.Same(last.Identity, description.Identity))
            {
                resolved.Add(description is null ? entry : Shown(entry, description));
            }
            else
            {
                resolved[^1] = resolved[^1] with { LeftOutCalls = entry.LeftOutCalls || description.LeftOutCalls };
            }

            last = description;
        }

        return resolved;
    }

    /// <summary>The line for an activation.</summary>
    internal static BacktraceEntry Shown(BacktraceEntry raw, GuestDescription description) => new(description.Name, description.Span)
    {
        Arguments = description.Arguments,
        LeftOutCalls = raw.LeftOutCalls || description.LeftOutCalls,
        Interpreted = raw.Interpreted,
    };
}

public sealed partial class VirtualMachine
{
    private const long TicksAside = 2_000_000;
    private const long AllocationAside = 64 << 20;

    /// <summary>Runs something on behalf of a tool: the program's limits, and how much of them is used, stay as they are.</summary>
    [RunsGuestCode]
    internal Outcome RunAside(Value procedure, params ReadOnlySpan<Value> arguments) => RunAside(TicksAside, AllocationAside, procedure, arguments);

    /// <summary>Likewise, with limits of its own.</summary>
    [RunsGuestCode]
    internal Outcome RunAside(long ticks, long bytes, Value procedure, params ReadOnlySpan<Value> arguments)
    {
        var limits = Limits;
        var observer = Observer;
        var kept = (_ticksBefore, _tickSliceSize, TickSlice, _allocatedBefore, _allocationSliceSize, AllocationSlice, _deadline, _allocatedAtLastCollection, _aliveAtLastCollection, _segmentBytes);
        bool interrupt = _interruptRequested;
        _interruptRequested = false;
        Observer = null;
        SetLimits(new MachineLimits { Ticks = ticks, Allocation = bytes, Memory = long.MaxValue });
        var outcome = Run(procedure, arguments);
        Limits = limits;
        Observer = observer;
        (_ticksBefore, _tickSliceSize, TickSlice, _allocatedBefore, _allocationSliceSize, AllocationSlice, _deadline, _allocatedAtLastCollection, _aliveAtLastCollection, _segmentBytes) = kept;
        _interruptRequested |= interrupt;
        return outcome;
    }

    /// <summary>The interpreter's activation at a place, or null if it is none.</summary>
    private InterpretedActivation? InterpretedAt(Segment segment, int place)
    {
        var code = segment.Slots[place - 2].Ref as CodeObject;
        return code?.InterpretationAt((int)segment.Slots[place - 2].Bits) is { } found
            ? new InterpretedActivation(
                this,
                ((Cell)code.Constants[found.Describe].Ref!).Content,
                segment.Slots[place + found.View],
                segment.Slots[place + found.Position])
            : null;
    }
}

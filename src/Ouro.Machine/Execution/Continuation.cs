// Continuations. Capturing freezes the activations below; each is copied back when it is returned to, so a
// continuation may be entered any number of times and a capture costs what ran since the last one.
// An escape continuation copies nothing: it names a native activation that is still on the stack.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>
/// The rest of a computation, as a procedure: a frozen segment, from one of its activations on. A capture in compiled code, which makes that
/// segment, so makes one object less. Others share the slots of a segment that was there.
/// </summary>
internal sealed class Continuation : Segment
{
    internal readonly DynamicState Dynamic;

    /// <summary>The activation that gets what it is called with.</summary>
    internal readonly int Base;

    /// <summary>Of a segment that was frozen before.</summary>
    internal Continuation(Segment segment, int frameBase, DynamicState dynamic)
        : this(segment.Slots, segment.Parent, segment.ParentBase, frameBase, dynamic)
    {
        Top = segment.Top;
    }

    /// <summary>Of slots that are frozen with it.</summary>
    internal Continuation(Value[] slots, Segment? parent, int parentBase, int frameBase, DynamicState dynamic)
        : base(slots)
    {
        Parent = parent;
        ParentBase = parentBase;
        Top = slots.Length;
        Frozen = true;
        Base = frameBase;
        Dynamic = dynamic;
    }

    public override string? DisplayName => "continuation";
}

/// <summary>A continuation that can only be left to, while the call that made it is active.</summary>
public sealed class EscapeContinuation : Procedure
{
    internal readonly DynamicState Dynamic;

    internal EscapeContinuation(DynamicState dynamic) => Dynamic = dynamic;

    public override string? DisplayName => "escape-continuation";
}

public sealed partial class VirtualMachine
{
    private NativeCode? _escapeCall;
    private NativeCode? _transferCode;
    private NativeCode? _dynamicWind;

    /// <summary>
    /// How often activations were kept so that they can be gone on with more than once: continuations, and stacks of runs that stopped.
    /// While it stays the same, what only an activation refers to belongs to it.
    /// </summary>
    internal long StacksKept;

    /// <summary>Captures the continuation of the native activation that is running (its caller's).</summary>
    /// <returns>Null when a limit was reached (pending).</returns>
    [RunsGuestCode]
    internal Continuation? CaptureCaller()
    {
        int frameBase = Base;
        if (!FreezeBelow(ref frameBase, ExtentOf(Segment.Slots, frameBase), out var segment, out int callerBase))
        {
            return null;
        }

        Base = frameBase;
        StacksKept++;
        return new Continuation(segment!, callerBase, Dynamic);
    }

    [RunsGuestCode]
    private Flow EnterContinuation(Continuation continuation, int frameBase, int count)
    {
        Value result = Pack(ref FirstAt(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        if (IsOfOuterRun(continuation, continuation.Base))
        {
            return FailCall(frameBase, count, Fail(ConditionKind.Other, "a continuation cannot lead out of a procedure that the host called"));
        }

        if (Dynamic.Winders == continuation.Dynamic.Winders)
        {
            Dynamic = continuation.Dynamic;
            AbandonTo(continuation, continuation.Base);
            return DeliverHere(result);
        }

        return BeginTransfer(frameBase, count, new Transfer(continuation, continuation.Base, continuation.Dynamic, Dynamic), result);
    }

    /// <summary>Goes on with a continuation in a dynamic state, whatever winders lie between.</summary>
    [RunsGuestCode]
    internal Flow SwitchTo(Continuation continuation, DynamicState dynamic, Value result)
    {
        if (IsOfOuterRun(continuation, continuation.Base))
        {
            return Signal(Fail(ConditionKind.Other, "a thread cannot go on inside of a procedure that the host called"));
        }

        Dynamic = dynamic;
        AbandonTo(continuation, continuation.Base);
        return DeliverHere(result);
    }

    [RunsGuestCode]
    private Flow EnterEscape(EscapeContinuation escape, int frameBase, int count)
    {
        Value result = Pack(ref FirstAt(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        var segment = Segment;
        int place = frameBase;
        bool found = FindEscape(escape, ref segment, ref place, out int steps);
        if (!ChargeTicks(steps >> 4))
        {
            return FailCall(frameBase, count, Value.Signal);
        }

        if (!found)
        {
            return FailCall(frameBase, count, _currentRun is { IsNested: true } ? Fail(ConditionKind.Other, "a continuation cannot lead out of a procedure that the host called") : Fail(ConditionKind.Other, "an escape continuation was called after its extent ended"));
        }

        if (Dynamic.Winders == escape.Dynamic.Winders)
        {
            Dynamic = escape.Dynamic;
            GoTo(segment, place);
            return StepNative(result);
        }

        return BeginTransfer(frameBase, count, new Transfer(null, 0, escape.Dynamic, Dynamic) { Steps = steps }, result);
    }

    /// <summary>Walks, so many callers up, to the activation that made an escape continuation.</summary>
    /// <returns>False when it is gone.</returns>
    private bool FindEscape(EscapeContinuation escape, ref Segment segment, ref int place, out int steps)
    {
        // Other native activations may hold the escape continuation in the same register: as an argument.
        object maker = _escapeCall ??= FindPrimitive("call-with-escape-continuation")!.Native;
        steps = 0;
        while (TryGetCaller(ref segment, ref place))
        {
            steps++;
            if (segment.Slots[place - 2].Ref == maker && segment.Slots[place + 1].Ref == escape)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes an activation of the current chain current, dropping everything above it.</summary>
    [RunsGuestCode]
    internal void GoTo(Segment segment, int place)
    {
        if (segment == Segment)
        {
            Base = place;
            return;
        }

        if (segment.Frozen)
        {
            AbandonTo(segment, place);
            return;
        }

        // A waiting, not frozen segment below: drop the ones above it.
        Segment = segment;
        Base = place;
        SoftLimit = Math.Min(segment.Slots.Length, Math.Max(segment.Top, place + ExtentOf(segment.Slots, place)) + 8);
    }

    /// <summary>Runs winders from here to there, one call after the other, then goes there.</summary>
    [RunsGuestCode]
    private Flow BeginTransfer(int frameBase, int count, Transfer transfer, Value result)
    {
        Base = frameBase;
        return ChargeTransfer(transfer)
            ? NativeTailCall(Value.Object(_primitives.Find("%transfer")!), [Value.Object(transfer), result])
            : FailCall(frameBase, count, Value.Signal);
    }

    private bool ChargeTransfer(Transfer transfer) => ChargeTicks(transfer.Entered >> 4) && ChargeAllocation(96 + (8L * transfer.Entered));

    /// <summary>One step of a transfer: the next winder to leave or enter, or the arrival.</summary>
    [RunsGuestCode]
    internal Flow StepTransfer(ref NativeFrame frame)
    {
        var transfer = (Transfer)frame[0].Ref!;
        if (transfer.Segment is null && !Resolve(transfer))
        {
            return Flow.Signal;
        }

        if (frame.State == 1 && frame[2].Ref is DynamicState entered)
        {
            // A before thunk returned: its winder is entered.
            Dynamic = entered;
        }

        frame[2] = Value.Absent;
        var here = Dynamic.Winders;
        if (!transfer.IsOnPath(here))
        {
            Dynamic = here!.Outside;
            return frame.Call(1, here.After);
        }

        if (transfer.NextInside(here, out var inside) is { } next)
        {
            frame[2] = Value.Object(inside);
            Dynamic = next.Outside;
            return frame.Call(1, next.Before);
        }

        return Arrive(transfer, frame[1]);
    }

    /// <summary>Freezes the chain below the transfer, so that winders cannot move the place it goes to.</summary>
    [RunsGuestCode]
    private bool Resolve(Transfer transfer)
    {
        int frameBase = Base;
        if (!FreezeBelow(ref frameBase, ExtentOf(Segment.Slots, frameBase), out _, out _))
        {
            return false;
        }

        Base = frameBase;
        var segment = Segment;
        for (int i = 0; i < transfer.Steps; i++)
        {
            TryGetCaller(ref segment, ref frameBase);
        }

        transfer.Segment = segment;
        transfer.Base = frameBase;
        return true;
    }

    [RunsGuestCode]
    private Flow Arrive(Transfer transfer, Value result)
    {
        Dynamic = transfer.Dynamic;
        AbandonTo(transfer.Segment!, transfer.Base);
        return transfer.HandlerPc >= 0 ? ResumeHandler(transfer.HandlerPc, result) : DeliverHere(result);
    }

    private Flow ResumeHandler(int handlerPc, Value raised)
    {
        _caught = raised;
        Slot(Base - 2).Bits = handlerPc;
        return Flow.Reload;
    }
}

// Continuations. Capturing freezes the activations below; each is copied back when it is returned to, so a
// continuation may be entered any number of times and a capture costs what ran since the last one.
// An escape continuation copies nothing: it names a native activation that is still on the stack.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>The rest of a computation, as a procedure.</summary>
public sealed class Continuation : Procedure
{
    internal readonly Segment Segment;
    internal readonly int Base;
    internal readonly DynamicState Dynamic;

    internal Continuation(Segment segment, int frameBase, DynamicState dynamic)
    {
        Segment = segment;
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

/// <summary>Where control goes when winders have run: a captured place, and what happens there.</summary>
[GuestType("a transfer")]
internal sealed class Transfer(Segment? segment, int frameBase, DynamicState dynamic)
{
    /// <summary>The frozen segment of the place; null until the first step froze the chain that it is in.</summary>
    internal Segment? Segment = segment;
    internal int Base = frameBase;
    internal readonly DynamicState Dynamic = dynamic;

    /// <summary>While <see cref="Segment"/> is null: how many callers up from the transfer's own activation.</summary>
    internal int Steps;

    /// <summary>For an exception handler of bytecode: the pc to go on at instead of delivering a value; -1 otherwise.</summary>
    internal int HandlerPc = -1;
}

public sealed partial class VirtualMachine
{
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
        return new Continuation(segment!, callerBase, Dynamic);
    }

    [RunsGuestCode]
    private Flow EnterContinuation(Continuation continuation, int frameBase, int count)
    {
        Value result = Pack(ref Slot(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        if (Dynamic.Winders == continuation.Dynamic.Winders)
        {
            Dynamic = continuation.Dynamic;
            AbandonTo(continuation.Segment, continuation.Base);
            return DeliverHere(result);
        }

        return BeginTransfer(frameBase, new Transfer(continuation.Segment, continuation.Base, continuation.Dynamic), result);
    }

    [RunsGuestCode]
    private Flow EnterEscape(EscapeContinuation escape, int frameBase, int count)
    {
        Value result = Pack(ref Slot(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        var segment = Segment;
        int place = frameBase;
        int steps = FindEscape(escape, ref segment, ref place);
        if (steps == 0)
        {
            return FailCall(frameBase, count, Fail(ConditionKind.Other, "an escape continuation was called after its extent ended"));
        }

        if (Dynamic.Winders == escape.Dynamic.Winders)
        {
            Dynamic = escape.Dynamic;
            GoTo(segment, place);
            return StepNative(result);
        }

        return BeginTransfer(frameBase, new Transfer(null, 0, escape.Dynamic) { Steps = steps }, result);
    }

    /// <summary>Walks to the activation that made an escape continuation; 0 when it is gone, otherwise how many callers up.</summary>
    private static int FindEscape(EscapeContinuation escape, ref Segment segment, ref int place)
    {
        int steps = 0;
        while (TryGetCaller(ref segment, ref place))
        {
            steps++;
            if (segment.Slots[place - 2].Ref is NativeCode { Registers: > 1 } && segment.Slots[place + 1].Ref == escape)
            {
                return steps;
            }
        }

        return 0;
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
    private Flow BeginTransfer(int frameBase, Transfer transfer, Value result)
    {
        Base = frameBase;
        return NativeTailCall(Value.Object(FindPrimitive("%transfer")!), [Value.Object(transfer), result]);
    }

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
        var there = transfer.Dynamic.Winders;
        var common = Common(here, there);
        if (here != common)
        {
            Dynamic = here!.Outside;
            return frame.Call(1, here.After);
        }

        if (there != common)
        {
            var next = there!;
            var inside = transfer.Dynamic;
            while (next.Next != common)
            {
                inside = next.Outside;
                next = next.Next!;
            }

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

    private static Winder? Common(Winder? left, Winder? right)
    {
        while (left != right)
        {
            if ((left?.Depth ?? 0) >= (right?.Depth ?? 0))
            {
                left = left!.Next;
            }
            else
            {
                right = right!.Next;
            }
        }

        return left;
    }
}

// A generator is one detachable activation: resuming copies it onto the stack, yielding copies it off. What it
// calls in between is on the stack as usual.
//
// A generator that is left by a raise or an escape keeps the state Running, because a continuation may come back into it
// and yield. Whether it really runs is asked only where that matters, by looking for its activation on the stack.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>What a generator is doing.</summary>
public enum GeneratorState
{
    Suspended,
    Running,
    Finished,
}

/// <summary>A detached activation.</summary>
[GuestType("a generator")]
public sealed class Generator
{
    internal Generator(CodeObject code, Value procedure, long pc, Value[] registers)
    {
        Code = code;
        Procedure = procedure;
        Pc = pc;
        Registers = registers;
    }

    internal readonly CodeObject Code;
    internal readonly Value Procedure;
    internal long Pc;
    internal readonly Value[] Registers;

    public GeneratorState State { get; internal set; }
}

public sealed partial class VirtualMachine
{
    [RunsGuestCode]
    internal unsafe Flow MakeGenerator(ref Value registers, int* ip)
    {
        SavePc(ref registers, ip);
        var code = (CodeObject)Slot(Base - 2).Ref!;
        if (!ChargeAllocation(96 + (16L * code.FrameSize)))
        {
            return Flow.Signal;
        }

        var saved = Segment.Slots.AsSpan(Base, code.FrameSize).ToArray();
        var generator = new Generator(code, new Value(Slot(Base - 1).Ref, 0), Slot(Base - 2).Bits, saved);
        _calleeBase = Base;
        _delivered = Value.Object(generator);
        return Drive(Flow.Deliver);
    }

    [RunsGuestCode]
    internal Flow ResumeGenerator(Value target, Value sent)
    {
        if (target.Ref is not Generator generator)
        {
            return FailWrongType(1, target, "a generator");
        }

        if (generator.State != GeneratorState.Suspended)
        {
            return HasFinished(generator)
                ? Signal(Fail(ConditionKind.Other, "the generator has finished:", target))
                : Signal(Fail(ConditionKind.Other, "the generator is already running:", target));
        }

        var native = (NativeCode)Slot(Base - 2).Ref!;
        Slot(Base - 2).Bits = 1;
        int distance = native.Registers + 2;
        int frameBase = Base + distance;
        int size = generator.Registers.Length;
        if (!ChargeTicks(size >> 4))
        {
            return Flow.Signal;
        }

        if (frameBase + 2 > Segment.Slots.Length)
        {
            var flow = PushCallInNewSegment(Base, generator.Procedure, []);
            if (flow != Flow.Enter)
            {
                // It may be tried again.
                Slot(Base - 2).Bits = 0;
                _pendingCall = null;
                return flow;
            }

            frameBase = _calleeBase;
        }
        else
        {
            Slot(frameBase - 1) = new Value(generator.Procedure.Ref, (uint)-distance);
        }

        frameBase = EnsureRoom(frameBase, 0, size);
        if (frameBase < 0)
        {
            Slot(Base - 2).Bits = 0;
            return Flow.Signal;
        }

        generator.State = GeneratorState.Running;
        Slot(frameBase - 2) = new Value(generator.Code, generator.Pc);
        generator.Registers.CopyTo(Segment.Slots.AsSpan(frameBase));
        Base = frameBase;
        return DeliverHere(sent);
    }

    [RunsGuestCode]
    internal unsafe Flow Yield(ref Value registers, int* ip, in Value source)
    {
        Value value = source;
        SavePc(ref registers, ip);
        var segment = Segment;
        int caller = Base;
        if (!TryGetCaller(ref segment, ref caller) || ResumedAt(segment, caller) is not { State: GeneratorState.Running } generator || generator.Code != Slot(Base - 2).Ref)
        {
            return FailBadCode("yield outside the activation of a generator that runs");
        }

        if (!ChargeTicks(generator.Registers.Length >> 4))
        {
            return Flow.Signal;
        }

        generator.Pc = Slot(Base - 2).Bits;
        Segment.Slots.AsSpan(Base, generator.Registers.Length).CopyTo(generator.Registers);
        generator.State = GeneratorState.Suspended;
        PopTo(Base);
        _calleeBase = Base;
        _delivered = value;
        return Drive(Flow.Deliver);
    }

    /// <summary>Whether a generator has returned, or is neither suspended nor on the stack.</summary>
    internal bool HasFinished(Generator generator)
    {
        if (generator.State != GeneratorState.Running)
        {
            return generator.State == GeneratorState.Finished;
        }

        var segment = Segment;
        int place = Base;
        do
        {
            // The resume that asks has not begun.
            if (ResumedAt(segment, place) == generator && segment.Slots[place - 2].Bits != 0)
            {
                return false;
            }
        }
        while (TryGetCaller(ref segment, ref place));
        return true;
    }

    /// <summary>The generator that an activation resumes, or null if it is another activation.</summary>
    private static Generator? ResumedAt(Segment segment, int place) =>
        segment.Slots[place - 2].Ref is NativeCode { Procedure.Name: "generator-resume" } ? segment.Slots[place].Ref as Generator : null;

    internal Flow FinishGenerator(Value target, Value result)
    {
        ((Generator)target.Ref!).State = GeneratorState.Finished;
        return NativeReturn(result);
    }
}

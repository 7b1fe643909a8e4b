// Between the machine and compiled code. Compiled code keeps its activation in the host's registers while it runs; the segments
// of the stack do not know of it. They need not, because nothing that looks at the stack runs meanwhile: whatever needs the
// chain of activations (capture, raising, a call of a native activation or of code that is not compiled, a limit, the end of the
// host's stack) makes the compiled methods return the signal one after the other, innermost first. Each leaves its
// activation in a list on the way; the last return comes here, and the list is written to the stack: the state is then what the
// interpreter would have made, and the interpreter goes on with it.
//
// So compiled code is entered from the loop only, never from compiled code by way of the loop: the host's stack holds compiled
// methods and helpers, and one loop below them.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

/// <summary>Why compiled methods return <see cref="Value.Signal"/>.</summary>
internal enum CompiledSignal
{
    /// <summary>The innermost activation goes on in the interpreter, with the instruction at its pc.</summary>
    Redo,

    /// <summary>The instruction before the pc of the innermost activation failed: a raise or a stop is pending.</summary>
    Failed,

    /// <summary>Between a tail call and the activation that makes it: that failed, and is not gone yet.</summary>
    FailedInPlace,

    /// <summary>A poll at the pc of the innermost activation ended the run.</summary>
    Stopped,

    /// <summary>A poll that looks at the whole stack, on a hostile machine or at a checkpoint: as for redo, after that was done.</summary>
    Captured,

    /// <summary>A call that the innermost activation waits for is to be made by the machine.</summary>
    Enter,

    /// <summary>Likewise; it is one of call/cc with a closure.</summary>
    Capture,

    /// <summary>
    /// All activations above the frozen one that is below the current segment are abandoned; that one gets <see cref="VirtualMachine.Thrown"/>.
    /// Nobody leaves his activation.
    /// </summary>
    Throw,

    /// <summary>Such a call of a primitive was made, and failed.</summary>
    FailedCall,

    /// <summary>The innermost activation, a generator's, yields with the instruction at its pc.</summary>
    Yield,

    /// <summary>Not an unwinding: the callee returned several values, or none.</summary>
    Values,
}

public sealed partial class VirtualMachine
{
    /// <summary>More arguments than this are passed by the interpreter only.</summary>
    internal const int MostCompiledArguments = 24;

    /// <summary>The second half of a compiled method's result.</summary>
    internal long ResultBits;

    /// <summary>What a callee in compiled code takes from its caller: <see cref="TailCallBit"/>, <see cref="AloneBit"/>, both or 0.</summary>
    internal int TailMark;

    /// <summary>In <see cref="TailMark"/>: it is called by a tail call. A backtrace says that activations are missing.</summary>
    internal const int TailCallBit = 1;

    /// <summary>In <see cref="TailMark"/>: it is the only activation above frozen ones, so that a capture need not unwind the host's stack.</summary>
    internal const int AloneBit = 2;

    /// <summary>No compiled method begins below this address.</summary>
    internal nuint HostStackLimit;

    /// <summary>What the signal means that a compiled method returned.</summary>
    internal CompiledSignal CompiledSignal;

    /// <summary>Arguments of a call: those beyond the third, or all of them when it is not known who takes them.</summary>
    internal readonly Value[] Arguments = ValueArrays.Zeroed(MostCompiledArguments);

    /// <summary>Decides what is compiled and when; null: nothing is, or nothing yet. Short programs end before it is made.</summary>
    internal Jit.Jit? Jit;

    private readonly bool _compiles;
    private int _polls;

    private ReifiedStack? _reified;
    private Value _enteredProcedure = Value.Unspecified;
    private int _enteredCount;
    private bool _enteredByTailCall;

    /// <summary>The arguments are where the parameters want them: a list of further ones has been made.</summary>
    private bool _enteredIsBound;
    private Value _severalValues = Value.Unspecified;

    /// <summary>Segments were taken for activations that existed already: the memory limit is to be looked at.</summary>
    private bool _tookWithoutCheck;

    private ReifiedStack Reified => _reified ??= new ReifiedStack();

    /// <summary>What stands in the header of an activation while compiled code has it: no code object, so that it has no extent.</summary>
    private static object CompiledMark => typeof(CompiledSignal);

    /// <summary>For a machine that compiles each procedure at its first call: from now on. What ran before, a language's own compiler say, is not worth the time.</summary>
    internal void BeginEagerCompilation()
    {
        if (_compiles && Options.Jit is { Eager: true })
        {
            Jit ??= new Jit.Jit(Options.Jit);
        }
    }

    /// <summary>Runs the compiled code of a closure whose arguments are in place at a base, where there is room for its activation.</summary>
    [RunsGuestCode]
    private Flow RunCompiled(CodeObject code, Closure closure, int frameBase)
    {
        int count = code.Parameters.RegisterCount;
        Value first = count > 0 ? Slot(frameBase) : Value.Unspecified;
        Value second = count > 1 ? Slot(frameBase + 1) : Value.Unspecified;
        Value third = count > 2 ? Slot(frameBase + 2) : Value.Unspecified;
        for (int i = 3; i < count; i++)
        {
            Arguments[i] = Slot(frameBase + i);
        }

        // What the caller gave must not live on because it was given.
        Segment.Slots.AsSpan(frameBase, count).Clear();
        Slot(frameBase - 2) = new Value(CompiledMark, 0);
        Base = frameBase;
        TailMark = IsAloneAboveFrozen(frameBase) ? AloneBit : 0;
        object? result = code.Entry!(closure, first.Ref, first.Bits, second.Ref, second.Bits, third.Ref, third.Bits);
        return AfterCompiled(frameBase, result);
    }

    /// <summary>Goes on in compiled code with the activation at <see cref="Base"/>, whose registers are in place.</summary>
    /// <param name="arrived">The value that it waited for, if it did.</param>
    [RunsGuestCode]
    private Flow ContinueCompiled(CompiledEntry method, Value arrived)
    {
        int frameBase = Base;
        var closure = Unsafe.As<Closure>(Slot(frameBase - 1).Ref!);
        Slot(frameBase - 2) = new Value(CompiledMark, 0);
        TailMark = IsAloneAboveFrozen(frameBase) ? AloneBit : 0;
        object? result = method(closure, Segment.Slots, frameBase, arrived.Ref, arrived.Bits, null, 0);
        return AfterCompiled(frameBase, result);
    }

    /// <summary>Whether there is enough of the host's stack to run compiled code.</summary>
    private unsafe bool HasHostStack()
    {
        byte here;
        return (nuint)(&here) > HostStackLimit;
    }

    /// <summary>A compiled method that the loop entered has returned.</summary>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Flow AfterCompiled(int frameBase, object? result)
    {
        while (true)
        {
            Base = frameBase;
            if (result != Tag.Signal)
            {
                if (IsAloneAboveFrozen(frameBase) && TryResume(new Value(result, ResultBits), ref result))
                {
                    frameBase = Segment.BottomBase;
                    continue;
                }

                _calleeBase = frameBase;
                _delivered = new Value(result, ResultBits);
                return Flow.Deliver;
            }

            switch (CompiledSignal)
            {
                case CompiledSignal.Values:
                    _calleeBase = frameBase;
                    _delivered = _severalValues;
                    _severalValues = Value.Unspecified;
                    return Flow.Deliver;
                case CompiledSignal.Capture when IsAloneAboveFrozen(frameBase) && TryCapture(ref result):
                    frameBase = Segment.BottomBase;
                    continue;
                case CompiledSignal.Throw:
                    frameBase = Segment.BottomBase;
                    SetBottom(0);
                    if (TryResume(Thrown, ref result))
                    {
                        continue;
                    }

                    _calleeBase = frameBase;
                    _delivered = Thrown;
                    Thrown = Value.Unspecified;
                    return Flow.Deliver;
                default:
                    return AfterUnwinding(frameBase);
            }
        }
    }

    /// <summary>Writes the activations that compiled methods left to the stack, then does what they returned for.</summary>
    [RunsGuestCode]
    private Flow AfterUnwinding(int frameBase)
    {
        var signal = CompiledSignal;
        bool any = WriteReified(frameBase, out int area);
        switch (signal)
        {
            case CompiledSignal.Yield:
                return Flow.Reload;
            case CompiledSignal.Redo:
                // What left compiled code should come back to it soon.
                PollSoon();
                return Flow.Reload;
            case CompiledSignal.Captured:
                return (!Options.Hostile || CaptureAndReenter()) && (!_checkpointDue || ReachCheckpoint()) ? Flow.Reload : StopAtPoll();
            case CompiledSignal.Stopped:
                return StopAtPoll();
            case CompiledSignal.Failed:
                return Flow.Signal;
        }

        Value procedure = _enteredProcedure;
        var arguments = Arguments.AsSpan(0, _enteredCount);
        bool failed = signal == CompiledSignal.FailedCall;
        _enteredProcedure = Value.Unspecified;
        var pending = (Pending, PendingValue);
        var flow = any ? PushCall(Base, area, native: false, procedure, arguments) : NativeTailCall(procedure, arguments);
        arguments.Clear();
        if (failed && flow == Flow.Enter)
        {
            (Pending, PendingValue) = pending;
            return FailCall(_calleeBase, _calleeCount, Value.Signal);
        }

        if (flow == Flow.Enter && _enteredByTailCall)
        {
            Slot(_calleeBase - 1).Bits |= Segment.TailCallMark;
        }

        if (flow == Flow.Enter && _tookWithoutCheck)
        {
            _tookWithoutCheck = false;
            if (!_enteredIsBound && (!CheckMemory(0) || (Operators is { } operators && !operators.AllowsDepth(this))))
            {
                return FailCall(_calleeBase, _calleeCount, Value.Signal);
            }
        }

        if (flow == Flow.Enter && _enteredIsBound)
        {
            var closure = (Closure)procedure.Ref!;
            int size = Math.Max(closure.Code.FrameSize, _calleeCount);
            return EnterCode(closure.Code, closure, MakeRoom(_calleeBase, _calleeCount, size));
        }

        return flow;
    }

    private Flow StopAtPoll()
    {
        _stoppedAtPoll = true;
        return Flow.Signal;
    }

    /// <summary>Writes the list of activations to the stack, the outermost to <paramref name="frameBase"/>, and empties it.</summary>
    /// <param name="area">The call area of the innermost one, which waits for a call; meaningless otherwise.</param>
    /// <returns>False when there is none: the one at the base has left its place to another.</returns>
    [RunsGuestCode]
    private bool WriteReified(int frameBase, out int area)
    {
        area = 0;
        long distance = 0;
        if (_reified is not { Count: > 0 } reified)
        {
            return false;
        }

        for (int i = reified.Count - 1; i >= 0; i--)
        {
            ref var frame = ref reified[i];
            if (i < reified.Count - 1)
            {
                frameBase += area + 2;
                Slot(frameBase - 1) = new Value(frame.Procedure, distance);
            }
            else
            {
                Slot(frameBase - 1).Ref = frame.Procedure;
            }

            Slot(frameBase - 1).Bits |= frame.Mark;
            frameBase = MakeRoom(frameBase, 0, frame.Size);
            Slot(frameBase - 2) = frame.Header;
            reified.CopyRegisters(frame, ref Slot(frameBase));
            area = frame.Area;
            distance = frame.Distance;
        }

        reified.Clear();
        Base = frameBase;
        return true;
    }

    /// <summary>Room for an activation that exists already: no limit can refuse it.</summary>
    [RunsGuestCode]
    private int MakeRoom(int frameBase, int count, int size)
    {
        int end = frameBase + size;
        if (end <= SoftLimit)
        {
            return frameBase;
        }

        if (end <= Segment.Slots.Length)
        {
            SoftLimit = Math.Min(Segment.Slots.Length, end + SoftLimitStep);
            return frameBase;
        }

        return Overflow(frameBase, count, size, mustSucceed: true);
    }

    /// <summary>A compiled method leaves its activation: where to put its registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal ref Value BeginReify(CompiledMethod method) => ref Reified.Begin(method.RegistersSaved);

    /// <summary>Its registers are in place: which of them count, and what else belongs to the activation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object EndReify(CompiledMethod method, Closure closure, int siteNumber, int mark)
    {
        AddReified(method, closure, siteNumber, mark);
        return Tag.Signal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddReified(CompiledMethod method, Closure closure, int siteNumber, int mark)
    {
        var site = method.Sites[siteNumber];
        site.Taken++;
        if (site.Signal is { } signal)
        {
            CompiledSignal = signal;
        }

        if (site.IsSpeculation)
        {
            method.NoteFailure(site, Reified.Registers(method.RegistersSaved));
        }

        Reified.End(method, closure, site, (mark & TailCallBit) != 0 ? Segment.TailCallMark : 0, method.RegistersSaved);
    }

    /// <summary>A tick of compiled code ended a slice.</summary>
    /// <returns>False: the activation leaves compiled code, before the instruction (or at the loop's head), with a site that stops.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool PollCompiled()
    {
        if (!ChargeTicksSlow())
        {
            CompiledSignal = CompiledSignal.Stopped;
            return false;
        }

        ClearAboveTop();
        Jit?.Poll(this);
        if (Options.Hostile || _checkpointDue)
        {
            CompiledSignal = CompiledSignal.Captured;
            return false;
        }

        return true;
    }

    /// <summary>Likewise, at a call: it was charged, and will be charged again when the interpreter makes it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool PollCompiledCall()
    {
        bool goesOn = PollCompiled();
        if (!goesOn && CompiledSignal == CompiledSignal.Captured)
        {
            TickSlice++;
        }

        return goesOn;
    }

    /// <summary>A compiled method began too deep on the host's stack: the machine enters it again. Its arguments are in <see cref="Arguments"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal object EnterLater(Closure closure, int count, int mark)
    {
        var shape = closure.Code.Parameters;
        while (!shape.HasRest && shape.Keywords.Length == 0 && count > shape.Required && Arguments[count - 1].IsAbsent)
        {
            Arguments[--count] = Value.Unspecified;
        }

        // A list of further arguments was made, and keywords found: that is not done again. (It allocates, so the memory limit is looked at there.)
        SetEnter(Value.Object(closure), count, (mark & TailCallBit) != 0);
        _enteredIsBound = shape.HasRest || shape.Keywords.Length > 0;
        return Tag.Signal;
    }

    /// <summary>An allocation of compiled code was charged, several objects perhaps, and a slice ended.</summary>
    /// <returns>False when a limit may be reached by it: it is not charged then, and the interpreter is to do it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool ChargeAllocationLate(long bytes)
    {
        if (TryStartAllocationSlice(bytes))
        {
            return true;
        }

        AllocationSlice += bytes;
        return false;
    }

    /// <summary>On a hostile machine: whether a guard fails although it holds. Which ones do is the same on every run.</summary>
    internal bool ShouldFailGuard()
    {
        _guards = (_guards * 1103515245) + 12345;
        return (_guards >> 16) % (uint)Options.Jit!.FailGuards == 0;
    }

    private uint _guards;

    /// <summary>Leaves a call to the machine. Its arguments stay in <see cref="Arguments"/>: nothing runs before it is made.</summary>
    private object SetEnter(Value procedure, int count, bool byTailCall, CompiledSignal signal = CompiledSignal.Enter)
    {
        _enteredProcedure = procedure;
        _enteredCount = count;
        _enteredByTailCall = byTailCall;
        _enteredIsBound = false;
        CompiledSignal = signal;
        return Tag.Signal;
    }

    /// <summary>An activation of code that was worth compiling has got what it waited for; the value is in its register already.</summary>
    [RunsGuestCode]
    private Flow ArriveInCompiled(CodeObject code, Value arrived)
    {
        int pc = (int)Slot(Base - 2).Bits;
        if (code.Compilation!.FindArrival(pc) is null)
        {
            Jit!.NoteArrival(this, code, pc, Segment.Slots.AsSpan(Base, Math.Min(code.FrameSize, Segment.Slots.Length - Base)));
        }

        return code.Compilation.FindArrival(pc) is { } method && HasHostStack() ? ContinueCompiled(method, arrived) : Flow.Reload;
    }

    /// <summary>After a poll in the interpreter: takes note of what is running.</summary>
    /// <returns>What is known of its code, if anything is.</returns>
    private Compilation? NoteRunning()
    {
        if (Slot(Base - 2).Ref is not CodeObject code)
        {
            return null;
        }

        if (Jit is not { } jit)
        {
            if (Options.Jit is { Eager: true } || ++_polls < (Options.Jit?.Patience ?? JitOptions.UsualPatience))
            {
                return null;
            }

            jit = Jit = new Jit.Jit(Options.Jit ?? new JitOptions());
        }

        jit.Poll(this);
        jit.NoteRunning(this, code, (int)Slot(Base - 2).Bits, Segment.Slots.AsSpan(Base, Math.Min(code.FrameSize, Segment.Slots.Length - Base)));
        if (code.Compilation is { HasLoops: true } compilation)
        {
            // A loop in it is compiled: the next poll may be at its head.
            PollSoon();
            return compilation;
        }

        return null;
    }

    /// <summary>After a poll at a loop's head: goes on in compiled code if there is some for this place.</summary>
    [RunsGuestCode]
    private Flow ContinueAtPoll() =>
        NoteRunning()?.FindLoop((int)Slot(Base - 2).Bits) is { } method && HasHostStack() ? Drive(ContinueCompiled(method, Value.Unspecified)) : Flow.Reload;
}

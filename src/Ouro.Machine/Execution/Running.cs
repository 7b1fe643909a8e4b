// A run: from the host into the guest until its procedure returns, or something ends it. Runs nest when a host
// function that the guest called runs the guest again; continuations do not cross from one run into another.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private RunToken? _currentRun;

    /// <summary>The thread that a run is in progress on, or 0.</summary>
    internal int RunningThread;

    /// <summary>What the next run goes on with instead of calling a procedure.</summary>
    private StoppedStack? _resumed;

    /// <summary>Identifies a run at the bottom of its activations.</summary>
    [GuestType("a run")]
    private sealed class RunToken(bool isNested)
    {
        /// <summary>It began while another run was in progress: its end is a host's return.</summary>
        internal readonly bool IsNested = isNested;
    }

    /// <summary>
    /// Makes the host compile the interpreter's loop, which is its largest method and takes longer than all else at a cold start.
    /// Nobody needs to call it; a host that counts milliseconds calls it on a second thread while it makes its machine.
    /// </summary>
    public static void CompileLoop() => RuntimeHelpers.PrepareDelegate(new Func<VirtualMachine, Flow>(Interpreter.RunPlain));

    /// <summary>Calls a guest procedure and runs until it is done. The machine can be used again whatever the outcome is.</summary>
    [RunsGuestCode]
    public unsafe Outcome Run(Value procedure, params ReadOnlySpan<Value> arguments)
    {
        int thread = Environment.CurrentManagedThreadId;
        int outerThread = Interlocked.CompareExchange(ref RunningThread, thread, 0);
        if (outerThread != 0 && outerThread != thread)
        {
            return new Outcome(OutcomeKind.Uncaught, Value.Object(new Condition(ConditionKind.Other, "this machine is running on another thread already; a machine runs on one thread at a time")), []);
        }

        // Not a call of what this and Resume have in common: that would be a method more for every start.
        var resumed = _resumed;
        _resumed = null;
        var token = resumed is null ? new RunToken(_currentRun is not null) : (RunToken)resumed.Run;
        var outerSegment = Segment;
        int outerBase = Base;
        int outerSoftLimit = SoftLimit;
        var outerRun = _currentRun;
        var outerDynamic = Dynamic;
        var spare = _spareSegment;
        if (outerRun is not null)
        {
            Segment = new Segment(ValueArrays.Zeroed(FirstSegmentSlots));
            _spareSegment = null;

            // The handlers outside belong to another stack: what is not handled in here is this run's outcome.
            Dynamic = Dynamic with { Handlers = null };
        }

        _currentRun = token;
        nuint outerStackLimit = HostStackLimit;
        if (_compiles)
        {
            // Not a method: it would be one more for every start.
            byte here;
            nuint limit = (nuint)(&here) - (nuint)Options.HostStack;
            HostStackLimit = outerRun is not null && outerStackLimit != 0 ? Math.Max(limit, outerStackLimit) : limit;
        }

        try
        {
            return RunFromBottom(token, resumed, procedure, arguments);
        }
        catch (Exception exception) when (exception is not IOException)
        {
            // A defect of a primitive. The host must not go down with the guest; the run does.
            return new Outcome(
                OutcomeKind.Uncaught,
                Value.Object(new Condition(ConditionKind.Other, $"internal error, please report it: {exception.GetType().Name}: {exception.Message}")),
                []);
        }
        finally
        {
            _currentRun = outerRun;
            RunningThread = outerThread;
            HostStackLimit = outerStackLimit;
            _reified?.Clear();
            Dynamic = outerDynamic;
            Pending = PendingSignal.None;
            if (outerRun is not null)
            {
                Segment = outerSegment;
                Base = outerBase;
                SoftLimit = outerSoftLimit;
                _spareSegment = spare;
            }
            else
            {
                // Each run starts with the same segments, whatever ran before: so the same run is charged the same bytes.
                _spareSegment = null;
                if (Options.Hostile)
                {
                    Segment = new Segment(ValueArrays.Zeroed(64));
                }
                else if (Segment.Slots.Length != FirstSegmentSlots)
                {
                    Segment = new Segment(ValueArrays.Zeroed(FirstSegmentSlots));
                }
                else
                {
                    // Nothing refers to the current segment any more: what continuations hold is in frozen ones.
                    ClearStale(Segment, 0, SoftLimit);
                    Segment.Parent = null;
                }

                SoftLimit = 0;
            }
        }
    }

    /// <summary>Makes this the machine's thread if no run is in progress.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref RunningThread, Environment.CurrentManagedThreadId, 0) == 0;

    internal void Unclaim() => RunningThread = 0;

    /// <summary>Whether a continuation goes on in a run that is outside the current one.</summary>
    private bool IsOfOuterRun(Segment segment, int place)
    {
        if (_currentRun is not { IsNested: true })
        {
            return false;
        }

        int steps = 0;
        while (TryGetCaller(ref segment, ref place))
        {
            steps++;
        }

        // What it costs is charged by who asks for the next tick: this must not fail.
        TickSlice -= steps >> 4;
        return segment.Slots[place].Ref != _currentRun;
    }

    [RunsGuestCode]
    private Outcome RunFromBottom(RunToken token, StoppedStack? resumed, Value value, ReadOnlySpan<Value> arguments)
    {
        var bottom = _primitives.Find("%run")!;
        Base = Segment.BottomBase;
        Slot(Base - 2) = new Value(bottom.Native, 0);
        Slot(Base - 1) = new Value(bottom, 0);
        Slot(Base) = Value.Object(token);
        SoftLimit = Base + 1;
        Outcome = null;
        try
        {
            var flow = Drive(resumed is null ? NativeCall(1, value, arguments) : GoOn(resumed, value));
            while (flow == Flow.Reload || flow == Flow.Signal)
            {
                flow = flow == Flow.Signal ? HandleSignal() : Options.Instrumented ? Interpreter.RunInstrumented(this) : Interpreter.RunPlain(this);
            }

            return Outcome!;
        }
        catch (OutOfMemoryException)
        {
            // The memory limit was set above what the host has. What was asked for is not there, and the run ends like at any
            // other limit; no backtrace, since the loop may have been anywhere.
            return new Outcome(OutcomeKind.Limit, Value.Object(new Condition(ConditionKind.Limit, "the host has no memory left")), []);
        }
    }

    /// <summary>The procedure of a run returned.</summary>
    internal Flow EndRun(Value token, Value result)
    {
        if (token.Ref != _currentRun && !(Options.JoinRuns && token.Ref is RunToken { IsNested: false } && _currentRun is { IsNested: false }))
        {
            _ = Fail(ConditionKind.Other, "a continuation returned to a call from the host that has ended");
            return Flow.Signal;
        }

        Outcome = new Outcome(OutcomeKind.Value, result, []);
        return Flow.Halt;
    }

    /// <summary>Ends the run: nobody handles what was raised.</summary>
    internal Flow StopUncaught(Value payload)
    {
        Outcome = Stopped(OutcomeKind.Uncaught, payload);
        return Flow.Halt;
    }
}

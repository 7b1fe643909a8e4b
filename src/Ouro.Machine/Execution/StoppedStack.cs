// The stack of a run that ended in an error, at a limit or by an interrupt, kept as data. Keeping it is cheap: its segments
// become frozen ones, as below a continuation, and the machine goes on with a new one. A run that ends well pays nothing.
//
// Going on gives a value to what failed: an instruction's result goes to the register that the instruction writes, a call that
// could not be entered or a raise returns it, a comparison that jumps takes the way of a true or false outcome. After a limit
// or an interrupt what was stopped is done again, which is right because everything is charged before it is done.
//
// Frozen segments are never written, with one exception: a debugger that changes a variable.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>A variable of an activation that stands still.</summary>
public abstract class ActivationVariable
{
    /// <summary>As the source has it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it belongs to a procedure around, not to this activation alone.</summary>
    public virtual bool IsCaptured => false;

    /// <summary>Its value now; <see cref="Value.Unbound"/> when it has none, or none any more.</summary>
    public abstract Value Value { get; }

    /// <summary>Changes it: a run that goes on from here sees the new value.</summary>
    /// <returns>False when the activation does not have the variable any more.</returns>
    public abstract bool TrySet(Value value);
}

/// <summary>A variable of the machine's own code.</summary>
internal sealed class RegisterVariable(Segment segment, int place, CodeVariable variable) : ActivationVariable
{
    public override string Name => variable.Name;

    public override bool IsCaptured => variable.IsCaptured;

    public override Value Value => VirtualMachine.ReadVariable(segment, place, variable);

    public override bool TrySet(Value value) => VirtualMachine.WriteVariable(segment, place, variable, value);
}

/// <summary>A variable that an interpreter describes: name, value, and a procedure that sets it.</summary>
internal sealed class GuestVariable(VirtualMachine machine, string name, Value[] description) : ActivationVariable
{
    public override string Name => name;

    public override Value Value => description[1];

    [RunsGuestCode]
    public override bool TrySet(Value value)
    {
        if (machine.RunAside(description[2], value).Kind != OutcomeKind.Value)
        {
            return false;
        }

        description[1] = value;
        return true;
    }
}

/// <summary>An activation that stands still.</summary>
public sealed class Activation
{
    private readonly Segment _segment;
    private readonly int _place;
    private readonly int _pc;

    private readonly GuestDescription? _description;

    internal Activation(BacktraceEntry entry, Segment segment, int place, int pc, GuestDescription? description)
    {
        _description = description;
        Entry = entry;
        _segment = segment;
        _place = place;
        _pc = pc;
    }

    /// <summary>Name, place and arguments, as a backtrace shows them.</summary>
    public BacktraceEntry Entry { get; internal set; }

    /// <summary>The procedure that runs.</summary>
    public Value Procedure => new(_segment.Slots[_place - 1].Ref, 0);

    /// <summary>Its code, for a listing; null: it is the machine's own.</summary>
    internal CodeObject? Code => _segment.Slots[_place - 2].Ref as CodeObject;

    /// <summary>The source's variables that are visible at this place: inner ones first, each name once.</summary>
    public IReadOnlyList<ActivationVariable> Variables
    {
        get
        {
            var variables = new List<ActivationVariable>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            if (_description is { } description)
            {
                for (Value rest = description.Variables; rest.Ref is Pair pair; rest = pair.Cdr)
                {
                    if (pair.Car.Ref is Vector { Items: [{ Ref: Symbol name }, _, _] items } && seen.Add(name.Name))
                    {
                        variables.Add(new GuestVariable(Entry.Interpreted!.Machine, name.Name, items));
                    }
                }

                return variables;
            }

            if (Code is not { } code)
            {
                return variables;
            }

            var visible = code.Variables.VisibleAt(_pc);
            for (int i = visible.Count - 1; i >= 0; i--)
            {
                if (seen.Add(visible[i].Name))
                {
                    variables.Add(new RegisterVariable(_segment, _place, visible[i]));
                }
            }

            return variables;
        }
    }
}

/// <summary>What a run was doing when it ended without a value. It can be looked at, and gone on with any number of times.</summary>
public sealed class StoppedStack
{
    /// <summary>How many activations can be looked at one by one.</summary>
    private const int MostActivations = 10_000;

    private List<Activation>? _activations;

    private readonly VirtualMachine _machine;

    internal StoppedStack(VirtualMachine machine, object run, Segment segment, int place, DynamicState dynamic, bool isFailure)
    {
        _machine = machine;
        Run = run;
        Segment = segment;
        Base = place;
        Dynamic = dynamic;
        IsFailure = isFailure;
    }

    internal object Run { get; }

    internal Segment Segment { get; }

    internal int Base { get; }

    internal DynamicState Dynamic { get; }

    /// <summary>Something was raised: going on takes a value. Otherwise a limit was reached or the user interrupted.</summary>
    public bool IsFailure { get; }

    /// <summary>It stopped before the instruction at the saved pc, not in the one before.</summary>
    internal bool IsAtPoll { get; init; }

    /// <summary>In a native activation: what its step was given.</summary>
    internal Value NativeResult { get; init; } = Value.Unspecified;

    /// <summary>A call that found no room, to be made again: the procedure, then its arguments.</summary>
    internal Value[]? PendingCall { get; init; }

    /// <summary>What was raised when a limit was reached, and is to be raised; unbound if nothing was.</summary>
    internal Value PendingRaise { get; init; } = Value.Unbound;

    /// <summary>The activations, innermost first: of a very deep stack, the inner part.</summary>
    public IReadOnlyList<Activation> Activations => _activations ??= MakeActivations();

    private List<Activation> MakeActivations()
    {
        var activations = new List<Activation>();
        GuestDescription? last = null;
        var walk = new VirtualMachine.ActivationWalk(Segment, Base);
        while (activations.Count < MostActivations && walk.MoveNext())
        {
            bool isStart = IsAtPoll && walk.Segment == Segment && walk.Place == Base;
            int pc = VirtualMachine.PcInside(walk.Segment, walk.Place, isStart);
            var entry = _machine.EntryOf(walk.Segment, walk.Place, walk.LeftOutCalls, isStart);
            var description = entry.Interpreted?.Description;
            if (description is not null && last is not null && Value.Same(last.Identity, description.Identity))
            {
                activations[^1].Entry = activations[^1].Entry with { LeftOutCalls = entry.LeftOutCalls || description.LeftOutCalls };
            }
            else
            {
                var shown = description is null ? entry : InterpretedActivation.Shown(entry, description);
                activations.Add(new Activation(shown, walk.Segment, walk.Place, pc, description));
            }

            last = description;
        }

        return activations;
    }
}

public sealed partial class VirtualMachine
{
    // What the activation at the top does not say of a stop. Set only with that stop pending, and taken by Keep: nothing of a
    // failure that is handled, after which the run goes on, may be here.
    private bool _stoppedAtPoll;
    private Value _nativeResult = Value.Unspecified;
    private Value[]? _pendingCall;
    private Value _pendingRaise = Value.Unbound;

    /// <summary>For tests: whether something is left of a stop although no run is stopping.</summary>
    internal bool HasRestOfStop => !Value.Same(_nativeResult, Value.Unspecified) || _pendingCall is not null || !_pendingRaise.IsUnbound;

    /// <summary>Goes on with a run that was stopped, as if what failed had given a value. A machine may do so more than once.</summary>
    /// <param name="stopped">Of this machine.</param>
    /// <param name="value">The value of the expression that failed. After a limit, which must have been raised, or an interrupt, it does not matter.</param>
    [RunsGuestCode]
    public Outcome Resume(StoppedStack stopped, Value value)
    {
        _resumed = stopped;
        return Run(value);
    }

    /// <summary>How the run ends, not well.</summary>
    private Outcome Stopped(OutcomeKind kind, Value payload)
    {
        if (kind == OutcomeKind.Exit)
        {
            return new Outcome(kind, payload, []);
        }

        _stoppedAtPoll &= kind != OutcomeKind.Uncaught;
        var backtrace = Backtrace();
        return Options.KeepStack ? new Outcome(kind, payload, backtrace) { Stack = Keep(kind) } : new Outcome(kind, payload, backtrace);
    }

    private StoppedStack Keep(OutcomeKind kind)
    {
        Segment.Top = Math.Min(Segment.Slots.Length, Base + ExtentOf(Segment.Slots, Base));
        ClearStale(Segment, Segment.Top, SoftLimit);
        for (var segment = Segment; segment is { Frozen: false }; segment = segment.Parent)
        {
            segment.Frozen = true;
        }

        StacksKept++;
        var stopped = new StoppedStack(this, _currentRun!, Segment, Base, Dynamic, kind == OutcomeKind.Uncaught)
        {
            IsAtPoll = _stoppedAtPoll,
            NativeResult = _nativeResult,
            PendingCall = _pendingCall,
            PendingRaise = _pendingRaise,
        };
        _nativeResult = Value.Unspecified;
        _pendingCall = null;
        _pendingRaise = Value.Unbound;
        Segment = new Segment(ValueArrays.Zeroed(Options.Hostile ? 64 : FirstSegmentSlots));
        SoftLimit = 0;
        return stopped;
    }

    /// <summary>Brings the innermost activation back and does what comes next.</summary>
    [RunsGuestCode]
    private Flow GoOn(StoppedStack stopped, Value value)
    {
        Dynamic = stopped.Dynamic;
        CopyIn(stopped.Segment, stopped.Base);
        return stopped.IsFailure ? GiveToFailed(value) : DoAgain(stopped);
    }

    [RunsGuestCode]
    private Flow GiveToFailed(Value value)
    {
        while (Slot(Base - 2).Ref is NativeCode native)
        {
            if (native.Registers > 0 && Slot(Base + native.Registers - 1).Ref is DynamicState saved)
            {
                Dynamic = saved;
            }

            // The raise of a failure stands for what failed, below it.
            bool stands = (Slot(Base - 1).Bits & Segment.FailureMark) != 0;
            PopTo(Base);
            if (!stands)
            {
                return DeliverHere(value);
            }
        }

        return GiveToInstruction((CodeObject)Slot(Base - 2).Ref!, value);
    }

    [RunsGuestCode]
    private Flow GiveToInstruction(CodeObject code, Value value)
    {
        int pc = (int)Slot(Base - 2).Bits;
        int start = code.InstructionBefore(pc);
        var info = OpcodeTable.Of(code.Instructions[start])!;
        if (info.Opcode == Opcode.UnpackValues)
        {
            var words = code.Instructions.AsSpan(start);
            int first = RegisterUse.Named(info, "first").Decode(words);
            int count = RegisterUse.Named(info, "count").Decode(words);
            var flow = UnpackValues(value, ref Slot(Base + first), count, RegisterUse.Named(info, "rest").Decode(words) != 0);
            return flow == Flow.Next ? Flow.Reload : flow;
        }

        if (info.Jump is { } jump && info.MayRaise && !info.EndsBlock)
        {
            var words = code.Instructions.AsSpan(start);
            if (FirstOf(value).IsFalse != (RegisterUse.Named(info, "sense").Decode(words) != 0))
            {
                Slot(Base - 2).Bits = pc + jump.Decode(words);
            }

            return Flow.Reload;
        }

        if (info.EndsBlock)
        {
            return DeliverToCaller(Base, value);
        }

        if (info.MayCall)
        {
            return DeliverHere(value);
        }

        foreach (var operand in info.Operands)
        {
            // A variable without a value is looked at in its register, and gets one there.
            if (operand.Kind == OperandKind.Write || (info.Opcode == Opcode.CheckBound && operand.Kind == OperandKind.Read))
            {
                Slot(Base + operand.Decode(code.Instructions.AsSpan(start))) = FirstOf(value);
                break;
            }
        }

        return Flow.Reload;
    }

    [RunsGuestCode]
    private Flow DoAgain(StoppedStack stopped)
    {
        if (!stopped.PendingRaise.IsUnbound)
        {
            Pending = PendingSignal.Raise;
            PendingValue = stopped.PendingRaise;
            return Flow.Signal;
        }

        if (stopped.PendingCall is { } call)
        {
            bool native = Slot(Base - 2).Ref is NativeCode;
            return PushCall(Base, ExtentOf(Segment.Slots, Base), native, call[0], call.AsSpan(1));
        }

        ref Value header = ref Slot(Base - 2);
        switch (header.Ref)
        {
            case NativeCode native when native.Procedure == _failedCall.Procedure:
                int count = (int)header.Bits;
                return native.Keywords is { } names
                    ? EnterWithKeywords(Base, count, names, new Value(Slot(Base - 1).Ref, 0))
                    : Enter(Base, count);
            case CodeObject code:
                if (!stopped.IsAtPoll)
                {
                    header.Bits = code.InstructionBefore((int)header.Bits);
                }

                return Flow.Reload;
            default:
                return StepNative(stopped.NativeResult);
        }
    }

    /// <summary>A word of the instruction that an activation is in.</summary>
    /// <param name="isStart">The saved pc is that of the instruction itself, which was not begun.</param>
    internal static int PcInside(Segment segment, int place, bool isStart)
    {
        long pc = segment.Slots[place - 2].Bits;
        return (int)(isStart || pc == 0 ? pc : pc - 1);
    }
}

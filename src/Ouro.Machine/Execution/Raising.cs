// Raising. A row or primitive that fails leaves the payload pending and the loop comes here with the pc saved.
// A handler is called above the activation that raised, with the handlers outside it installed; bytecode with an
// exception table covering the pc is unwound to instead when it is nearer. What nobody handles ends the run.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>How a run ended.</summary>
public enum OutcomeKind
{
    /// <summary>The procedure returned.</summary>
    Value,
    /// <summary>Something was raised and not handled.</summary>
    Uncaught,
    /// <summary>A limit ended it.</summary>
    Limit,
    /// <summary>The user interrupted it.</summary>
    Interrupted,
    /// <summary>The guest asked to exit.</summary>
    Exit,
}

/// <summary>How a run ended, with the value: result, what was raised, the limit's condition, or the exit status.</summary>
public sealed record Outcome(OutcomeKind Kind, Value Value, IReadOnlyList<BacktraceEntry> Backtrace)
{
    private IReadOnlyList<BacktraceEntry> _backtrace = Backtrace;
    private bool _isResolved;

    public readonly OutcomeKind Kind = Kind;
    public readonly Value Value = Value;

    /// <summary>For everything but a value and an exit: the activations at that point, innermost first.</summary>
    public IReadOnlyList<BacktraceEntry> Backtrace
    {
        get
        {
            if (!_isResolved)
            {
                _isResolved = true;
                _backtrace = InterpretedActivation.Resolve(_backtrace);
            }

            return _backtrace;
        }

        init => _backtrace = value;
    }

    /// <summary>What the run was doing, for going on: if it did not end well, in a machine that keeps the stack (<see cref="MachineOptions.KeepStack"/>).</summary>
    public StoppedStack? Stack { get; init; }
}

public sealed partial class VirtualMachine
{
    /// <summary>What a returned signal means.</summary>
    internal PendingSignal Pending;
    internal Value PendingValue = Value.Unspecified;

    /// <summary>Whether any code with an exception table was prepared: without, raising need not walk the stack.</summary>
    internal bool HasExceptionTables;

    private Value _caught = Value.Unspecified;
    private OutcomeKind _stopKind;

    /// <summary>How the last run ended. Set when the loop returns Halt.</summary>
    internal Outcome? Outcome;

    internal Value TakeCaught()
    {
        Value caught = _caught;
        _caught = Value.Unspecified;
        return caught;
    }

    /// <summary>Acts on a signal: the activation at <see cref="Base"/> failed.</summary>
    [RunsGuestCode]
    internal Flow HandleSignal()
    {
        while (true)
        {
            if (Pending == PendingSignal.Call)
            {
                var called = Drive(MakeRequestedCall());
                if (called != Flow.Signal)
                {
                    return called;
                }

                continue;
            }

            // Code may go back to where it raised without a call or a loop: to a handler before it, or by a continuation.
            if (Pending == PendingSignal.Raise)
            {
                Value raised = PendingValue;
                if (!ChargeTicks(1))
                {
                    KeepRaise(raised);
                }
            }

            var pending = Pending;
            Value payload = PendingValue;
            Pending = PendingSignal.None;
            PendingValue = Value.Unspecified;
            if (pending == PendingSignal.Stop)
            {
                Outcome = Stopped(_stopKind, payload);
                return Flow.Halt;
            }

            // Errors in a source text speak of the text, not of the part of the compiler that found them.
            if (payload.Ref is Condition { Operation: null, Kind: not (ConditionKind.Read or ConditionKind.Syntax) } condition)
            {
                condition.Operation = SaysAll(condition.Kind) ? null : condition.Accessor ?? OperationAt(Base, condition);
                SetPlace(condition);
            }

            var flow = Dispatch(payload);
            if (flow == Flow.Signal)
            {
                // A limit, before anything was done about it.
                KeepRaise(payload);
            }

            flow = Drive(flow);
            if (flow != Flow.Signal)
            {
                return flow;
            }
        }
    }

    /// <summary>A limit ends the run in place of a raise. What failed has done what it does, and is not done again: a run that goes on raises this.</summary>
    private void KeepRaise(Value raised)
    {
        if (Options.KeepStack)
        {
            _pendingRaise = raised;
        }
    }

    [RunsGuestCode]
    private Flow Dispatch(Value payload)
    {
        if (UnwindToHandlerBlock(payload) is { } unwound)
        {
            return unwound;
        }

        if (Dynamic.Handlers is null)
        {
            Outcome = Stopped(OutcomeKind.Uncaught, payload);
            return Flow.Halt;
        }

        bool native = Slot(Base - 2).Ref is NativeCode;
        var flow = PushCall(Base, ExtentOf(Segment.Slots, Base), native, Value.Object(FindPrimitive("raise")!), [payload]);
        if (flow == Flow.Enter)
        {
            Slot(_calleeBase - 1).Bits |= Segment.FailureMark;
        }

        return flow;
    }

    /// <summary>Goes to bytecode that handles what the current activation raises, when it is nearer than the innermost handler procedure.</summary>
    /// <returns>Null when there is none: nothing has changed.</returns>
    [RunsGuestCode]
    internal Flow? UnwindToHandlerBlock(Value payload) => HasExceptionTables ? FindHandlerBlock(payload) : null;

    // By convention a native activation that changed the dynamic state keeps the old one in its last register.

    /// <summary>Looks for bytecode with a handler for its pc, up to the activation that installed the innermost handler procedure.</summary>
    /// <returns>Null: there is none, and a handler procedure is called.</returns>
    [RunsGuestCode]
    internal Flow? FindHandlerBlock(Value payload)
    {
        var segment = Segment;
        int place = Base;
        int steps = 0;
        DynamicState dynamic = Dynamic;
        DynamicState? skipTo = null;
        _transferCode ??= _primitives.Find("%transfer")!.Native;
        _dynamicWind ??= FindPrimitive("dynamic-wind")!.Native;
        while (true)
        {
            switch (segment.Slots[place - 2].Ref)
            {
                case NativeCode native when skipTo is not null:
                    if (native == _dynamicWind && ReferenceEquals(segment.Slots[place + native.Registers - 1].Ref, skipTo))
                    {
                        skipTo = null;
                    }

                    break;
                case CodeObject code when skipTo is null && code.FindHandler((int)segment.Slots[place - 2].Bits - 1, out var handler):
                    return ChargeTicks(steps >> 4) ? Unwind(segment, place, steps, dynamic, handler.Target, Caught(payload, segment, place)) : Flow.Signal;
                case NativeCode { Registers: > 0 } when skipTo is null && dynamic.Winders == Dynamic.Winders && segment.Slots[place].Ref is CatchingState { Catches: true }:
                    return ChargeTicks(steps >> 4) ? UnwindToNative(segment, place, dynamic, Caught(payload, segment, place)) : Flow.Signal;
                case NativeCode native when native == _transferCode && segment.Slots[place].Ref is Transfer { Segment: { } target } transfer:
                    // In the thunk of a winder that a transfer runs: what lies below was left, up to where the winder was
                    // set up. That is in the chain that is left, or, for a before thunk, in the one that is gone to.
                    skipTo = dynamic;
                    if (segment.Slots[place + 2].Ref is DynamicState)
                    {
                        segment = target;
                        place = transfer.Base;
                        continue;
                    }

                    break;
                case NativeCode native when native.Registers > 0 && segment.Slots[place + native.Registers - 1].Ref is DynamicState saved:
                    if (saved.Handlers != dynamic.Handlers && saved.Handlers == dynamic.Handlers?.Next && dynamic.Handlers == Dynamic.Handlers)
                    {
                        return ChargeTicks(steps >> 4) ? null : Flow.Signal;
                    }

                    dynamic = saved;
                    break;
            }

            steps++;
            if (!TryGetCaller(ref segment, ref place))
            {
                return ChargeTicks(steps >> 4) ? null : Flow.Signal;
            }
        }
    }

    [RunsGuestCode]
    private Flow Unwind(Segment segment, int place, int steps, DynamicState dynamic, int handlerPc, Value payload)
    {
        if (dynamic.Winders == Dynamic.Winders)
        {
            Dynamic = dynamic;
            GoTo(segment, place);
            return ResumeHandler(handlerPc, payload);
        }

        bool native = Slot(Base - 2).Ref is NativeCode;
        var transfer = segment.Frozen
            ? new Transfer(segment, place, dynamic, Dynamic) { HandlerPc = handlerPc }
            : new Transfer(null, 0, dynamic, Dynamic) { Steps = steps + 1, HandlerPc = handlerPc };
        if (!ChargeTransfer(transfer))
        {
            return Flow.Signal;
        }

        return PushCall(Base, ExtentOf(Segment.Slots, Base), native, Value.Object(_primitives.Find("%transfer")!), [Value.Object(transfer), payload]);
    }

    /// <summary>Whether the words of such an error name the procedure or variable already.</summary>
    private static bool SaysAll(ConditionKind kind) =>
        kind is ConditionKind.User or ConditionKind.UnboundVariable or ConditionKind.NotAProcedure or ConditionKind.WrongArgumentCount
            or ConditionKind.DeclaredType;

    /// <summary>The opcode, or the primitive that an opcode calls, of the instruction that an activation is in; no name that only the machine knows.</summary>
    private string? OperationAt(int place, Condition condition)
    {
        switch (Segment.Slots[place - 2].Ref)
        {
            case NativeCode:
                return (Segment.Slots[place - 1].Ref as Procedure)?.DisplayName is { } name && !IsOwn(name) ? name : null;
            case CodeObject code:
                int pc = (int)Segment.Slots[place - 2].Bits;
                if (code.SourceOperationBefore(pc) is { } operation)
                {
                    condition.Renumber(operation.First, operation.Second);
                    return operation.Name;
                }

                return code.OperationBefore(pc);
            default:
                return null;
        }
    }

    /// <summary>Gives an error the place of the innermost activation that has one of interest.</summary>
    private void SetPlace(Condition condition)
    {
        if (condition.HasPlace)
        {
            return;
        }

        var walk = new ActivationWalk(Segment, Base);
        while (walk.MoveNext())
        {
            if (walk.Segment.Slots[walk.Place - 2].Ref is CodeObject code && (code.Marks & CodeMarks.Library) == 0)
            {
                if (condition.Kind == ConditionKind.UnboundVariable)
                {
                    foreach (var variable in code.Variables.VisibleAt(PcInside(walk.Segment, walk.Place, isStart: false)))
                    {
                        condition.NamesInScope.Add(variable.Name);
                    }
                }

                condition.Origin = InterpretedAt(walk.Segment, walk.Place);
                condition.Span = condition.Origin is null ? SpanAt(walk.Segment, walk.Place) : null;
                return;
            }
        }
    }

    private static SourceSpan? SpanAt(Segment segment, int place, bool isStart = false) =>
        segment.Slots[place - 2].Ref is CodeObject code ? code.SpanAt(PcInside(segment, place, isStart)) : null;

    /// <summary>A call that could not be entered: what is left of it becomes an activation of its own, so that the raise has a place.</summary>
    private Flow FailCall(int frameBase, int count, Value signal)
    {
        // The arguments stay its registers: the call may be made again.
        _ = signal;
        Slot(frameBase - 2) = new Value(_failedCall, count);
        SoftLimit = Math.Max(SoftLimit, frameBase + count);
        Base = frameBase;
        return Flow.Signal;
    }

    private Flow FailNotAProcedure(int frameBase, Value procedure, int count, int distance = 0)
    {
        Slot(frameBase - 1).Ref = _failedCall.Procedure;
        if (distance != 0)
        {
            Slot(frameBase - 1).Bits = distance;
        }

        _ = Fail(ConditionKind.NotAProcedure, "not a procedure:", procedure);
        return FailCall(frameBase, count, Value.Signal);
    }

    private Value WrongCount(CodeObject code, int got)
    {
        if (Operators is { } operators && operators.FailCount(this, code, got))
        {
            return Value.Signal;
        }

        var shape = code.Parameters;
        _ = WrongCount(NameOf(code), shape.Required, shape.HasRest ? -1 : shape.Required + shape.Optional, got);
        ((Condition)PendingValue.Ref!).HintMaker = () => HintOfShape(code);
        return Value.Signal;
    }

    /// <summary>"; it is (name required [optional] #:keyword . rest)".</summary>
    private static string HintOfShape(CodeObject code)
    {
        var shape = code.Parameters;
        var names = code.Variables.Parameters(shape.RegisterCount);
        if (names.Count < shape.RegisterCount)
        {
            return "";
        }

        var text = new System.Text.StringBuilder(code.Name is { } name ? $"; it is ({name.Name}" : "; it is (lambda (");
        string blank = code.Name is null ? "" : " ";
        for (int i = 0; i < shape.Required + shape.Optional; i++, blank = " ")
        {
            text.Append(blank).Append(i < shape.Required ? names[i].Name : $"[{names[i].Name}]");
        }

        foreach (var keyword in shape.Keywords)
        {
            text.Append(blank).Append("[#:").Append(keyword.Name).Append(']');
            blank = " ";
        }

        if (shape.HasRest)
        {
            text.Append(blank).Append(". ").Append(names[shape.RestRegister].Name);
        }

        return text.Append(code.Name is null ? ") ...)" : ")").ToString();
    }

    /// <summary>A call with a number of arguments that the procedure does not take.</summary>
    /// <param name="maximum">-1: any number.</param>
    internal Value WrongCount(string name, int minimum, int maximum, int got)
    {
        string expected = maximum < 0 ? $"at least {minimum}" : minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}";
        bool one = maximum == 1 || (maximum < 0 && minimum == 1);
        return Fail(ConditionKind.WrongArgumentCount, $"{name} takes {expected} {(one ? "argument" : "arguments")}, got {got}");
    }

    private Value WrongCountOfCases(CaseLambda cases, int got) =>
        Fail(ConditionKind.WrongArgumentCount, $"{cases.DisplayName ?? "a case-lambda"} has no clause for {got} {(got == 1 ? "argument" : "arguments")}");
}

// A primitive that calls guest procedures is an activation on the stack like any other, so that capture, tail
// calls and stepping work through it. Its state is a number in the header and its registers; all locals that must
// survive a call live in registers. Its step method runs from one guest call to the next:
//
//   [NativeActivation("call-with-values", 2, 2)]
//   internal static Flow CallWithValues(VirtualMachine machine, ref NativeFrame frame) => frame.State switch
//   {
//       0 => frame.Call(1, frame[0]),                       // goes on with state 1 when the producer returned
//       _ => frame.TailCallSpread(frame[1], frame.Result),
//   };
//
// Invariant: after frame.Call, TailCall, Return or Raise nothing of the frame may be touched: return their Flow at once.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>What the header of a native activation refers to, as bytecode's refers to its CodeObject.</summary>
/// <param name="procedure">The primitive.</param>
/// <param name="state">Registers beyond its arguments.</param>
/// <param name="step">Its step method.</param>
internal sealed unsafe class NativeCode(PrimitiveProcedure procedure, int state, nint step)
{
    internal readonly PrimitiveProcedure Procedure = procedure;

    /// <summary>Arguments (a list of further ones counts as one) and state registers.</summary>
    internal readonly int Registers = (procedure.Maximum < 0 ? procedure.Minimum + 1 : procedure.Maximum) + state;

    private readonly delegate*<VirtualMachine, ref NativeFrame, Flow> _step = (delegate*<VirtualMachine, ref NativeFrame, Flow>)step;

    /// <summary>Of what is left of a call that is to be made again: the names of its last arguments. Null if they have none.</summary>
    internal Vector? Keywords { get; private init; }

    /// <summary>The same, for what is left of a call whose last arguments have names.</summary>
    internal NativeCode WithKeywords(Vector names) => new(Procedure, state, (nint)_step) { Keywords = names };

    [RunsGuestCode]
    internal Flow Step(VirtualMachine machine, ref NativeFrame frame) => _step(machine, ref frame);
}

/// <summary>A native activation as its step method sees it.</summary>
internal ref struct NativeFrame
{
    private readonly VirtualMachine _machine;

    internal NativeFrame(VirtualMachine machine, int state, Value result)
    {
        _machine = machine;
        State = state;
        Result = result;
    }

    /// <summary>0 when called, afterwards what the last <see cref="Call(int, Value)"/> said.</summary>
    internal readonly int State;

    /// <summary>What the last call gave: a value, or several as one object.</summary>
    internal readonly Value Result;

    /// <summary>The first of the values that the last call gave; unspecified for none.</summary>
    internal readonly Value Single => VirtualMachine.FirstOf(Result);

    /// <summary>A register: first the arguments (absent ones hold Value.Absent), then state.</summary>
    internal readonly ref Value this[int register] => ref _machine.Slot(_machine.Base + register);

    [RunsGuestCode]
    internal readonly Flow Call(int state, Value procedure) => _machine.NativeCall(state, procedure, []);

    [RunsGuestCode]
    internal readonly Flow Call(int state, Value procedure, Value argument) => _machine.NativeCall(state, procedure, [argument]);

    [RunsGuestCode]
    internal readonly Flow Call(int state, Value procedure, scoped ReadOnlySpan<Value> arguments) => _machine.NativeCall(state, procedure, arguments);

    [RunsGuestCode]
    internal readonly Flow TailCall(Value procedure, scoped ReadOnlySpan<Value> arguments) => _machine.NativeTailCall(procedure, arguments);

    /// <summary>Calls with the values that a result holds as arguments.</summary>
    [RunsGuestCode]
    internal readonly Flow TailCallSpread(Value procedure, Value result) =>
        result.Ref is MultipleValues many ? _machine.NativeTailCall(procedure, many.Items) : _machine.NativeTailCall(procedure, [result]);

    [RunsGuestCode]
    internal readonly Flow Return(Value value) => _machine.NativeReturn(value);
}

public sealed partial class VirtualMachine
{
    // Set up for Drive: the callee to enter, or the activation that returns and its value.
    private int _calleeBase;
    private int _calleeCount;
    private Value _delivered = Value.Unspecified;

    internal static Value FirstOf(Value result) =>
        result.Ref is MultipleValues many ? (many.Items.Length > 0 ? many.Items[0] : Value.Unspecified) : result;

    [RunsGuestCode]
    internal Flow NativeCall(int state, Value procedure, scoped ReadOnlySpan<Value> arguments)
    {
        var native = (NativeCode)Slot(Base - 2).Ref!;
        Slot(Base - 2).Bits = state;
        return PushCall(Base, native.Registers, native: true, procedure, arguments);
    }

    /// <summary>Sets up a call above the activation at <paramref name="callerBase"/>, beyond all its slots.</summary>
    [RunsGuestCode]
    internal Flow PushCall(int callerBase, int extent, bool native, Value procedure, scoped ReadOnlySpan<Value> arguments)
    {
        int callee = callerBase + extent + 2;
        int end = callee + arguments.Length;
        if (end > Segment.Slots.Length)
        {
            return PushCallInNewSegment(callerBase, procedure, arguments);
        }

        SoftLimit = Math.Max(SoftLimit, end);
        ref Value header = ref Slot(callee - 1);
        header.Ref = procedure.Ref;
        header.Bits = native ? (uint)-(extent + 2) : extent + 2;
        var slots = Segment.Slots;
        for (int i = 0; i < arguments.Length; i++)
        {
            slots[callee + i] = arguments[i];
        }

        _calleeBase = callee;
        _calleeCount = arguments.Length;
        return procedure.Ref is not Procedure ? FailNotAProcedure(callee, procedure, arguments.Length) : Flow.Enter;
    }

    [RunsGuestCode]
    private Flow PushCallInNewSegment(int callerBase, Value procedure, scoped ReadOnlySpan<Value> arguments)
    {
        if (TakeSegment(arguments.Length + 16) is not { } next)
        {
            if (Options.KeepStack)
            {
                _pendingCall = [procedure, .. arguments];
            }

            return Flow.Signal;
        }

        // The arguments may be registers of this segment, but then they lie below its top.
        Segment.Top = Math.Min(Segment.Slots.Length, callerBase + ExtentOf(Segment.Slots, callerBase));
        ClearStale(Segment, Segment.Top, SoftLimit);
        next.Parent = Segment;
        next.ParentBase = callerBase;
        Segment = next;
        int callee = Segment.BottomBase;
        next.Slots[callee - 1] = new Value(procedure.Ref, 0);
        arguments.CopyTo(next.Slots.AsSpan(callee));
        SoftLimit = callee + arguments.Length + 8;
        _calleeBase = callee;
        _calleeCount = arguments.Length;
        return procedure.Ref is not Procedure ? FailNotAProcedure(callee, procedure, arguments.Length) : Flow.Enter;
    }

    [RunsGuestCode]
    internal Flow NativeTailCall(Value procedure, scoped ReadOnlySpan<Value> arguments)
    {
        int end = Base + arguments.Length;
        if (end > Segment.Slots.Length)
        {
            // They may be registers of the activation whose place is cleared.
            arguments = arguments.ToArray();
            int moved = EnsureRoom(Base, 0, arguments.Length);
            if (moved < 0)
            {
                return Flow.Signal;
            }

            Base = moved;
        }

        SoftLimit = Math.Max(SoftLimit, Base + arguments.Length);
        Slot(Base - 1).Ref = procedure.Ref;
        arguments.CopyTo(Segment.Slots.AsSpan(Base));
        _calleeBase = Base;
        _calleeCount = arguments.Length;
        return procedure.Ref is not Procedure ? FailNotAProcedure(Base, procedure, arguments.Length) : Flow.Enter;
    }

    internal Flow NativeReturn(Value value)
    {
        _calleeBase = Base;
        _delivered = value;
        return Flow.Deliver;
    }

    /// <summary>Runs the step of the native activation at <see cref="Base"/>.</summary>
    [RunsGuestCode]
    private Flow StepNative(Value result)
    {
        ref Value header = ref Slot(Base - 2);
        var native = Unsafe.As<NativeCode>(header.Ref!);
        var frame = new NativeFrame(this, (int)header.Bits, result);
        var flow = native.Step(this, ref frame);
        if (flow == Flow.Signal && Pending == PendingSignal.Stop && Options.KeepStack)
        {
            _nativeResult = result;
        }

        return flow;
    }

    /// <summary>Enters callees and delivers values until bytecode goes on, or something else happens.</summary>
    [RunsGuestCode]
    internal Flow Drive(Flow flow)
    {
        while (true)
        {
            switch (flow)
            {
                case Flow.Enter:
                    flow = Enter(_calleeBase, _calleeCount);
                    break;
                case Flow.Deliver:
                    flow = DeliverToCaller(_calleeBase, _delivered);
                    break;
                default:
                    return flow;
            }
        }
    }
}

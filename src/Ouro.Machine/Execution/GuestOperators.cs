// What a language with objects of its own adds to the machine. Three things, none of which knows the language:
//
//   GuestOperators   asked by arithmetic rows when an operand is no number, and told of raises that are caught
//   GuestOperation   an operation of the language with a cache of its own: the constant of an operation row
//   RequestCall      how either has a guest procedure called without nesting the host's stack: it gives the signal, and the
//                    machine makes the call in the place of what asked, whose result it then is. So a row, a primitive or a host
//                    procedure "returns" what guest code computes, and nothing of it is on the host's stack meanwhile.
//
// A row that may ask for a call keeps its target in bits 8-15 of its last word, where a return finds it, as calls do.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>What a language with operators of its own adds to the machine's instructions.</summary>
internal abstract class GuestOperators
{
    /// <summary>An arithmetic instruction got an operand that is no number; a comparison must give a boolean.</summary>
    /// <returns>The result, or the signal: a raise, or a call that was requested.</returns>
    internal abstract Value Arithmetic(VirtualMachine machine, Opcode opcode, in Value left, in Value right);

    /// <summary>A closure was called with a number of arguments that it does not take. Raises if it is one of the language's.</summary>
    internal abstract bool FailCount(VirtualMachine machine, CodeObject code, int got);

    /// <summary>What was raised is about to be caught: the activations from the current one up to that at the place are left.</summary>
    /// <returns>What the handler gets.</returns>
    internal abstract Value Unwinding(VirtualMachine machine, Value payload, Segment segment, int place);

    /// <summary>The stack has grown by a segment.</summary>
    /// <returns>False with a pending raise: it is too deep.</returns>
    internal abstract bool AllowsDepth(VirtualMachine machine);
}

/// <summary>An operation of a language, with what it remembers between two times; each place in the code has its own.</summary>
[GuestType("an operation")]
internal abstract class GuestOperation
{
    /// <summary>Does it.</summary>
    /// <returns>The result, or the signal: a raise, or a call that was requested.</returns>
    internal virtual Value Perform(VirtualMachine machine, in Value first) => Misused(machine);

    /// <summary>The same with two operands.</summary>
    internal virtual Value Perform(VirtualMachine machine, in Value first, in Value second) => Misused(machine);

    /// <summary>The same with any number of operands, which lie one after the other.</summary>
    internal virtual Value Perform(VirtualMachine machine, ref Value first, int count) => Misused(machine);

    private static Value Misused(VirtualMachine machine) =>
        machine.Fail(ConditionKind.BadCode, "an operation with another number of operands");
}

/// <summary>A procedure of the host that is an object of a language.</summary>
internal abstract class HostProcedure : Procedure
{
    /// <summary>Calls it with arguments that lie one after the other.</summary>
    /// <returns>The result, or the signal: a raise, or a call that was requested.</returns>
    internal abstract Value Invoke(VirtualMachine machine, ref Value first, int count);

    /// <summary>A closure that does the same for so many arguments, so that compiled code can go on in it; or null.</summary>
    internal virtual Closure? StandIn(int count) => null;
}

/// <summary>In the first register of a native activation: it may want to know of what is raised in the call that it waits for.</summary>
internal abstract class CatchingState
{
    /// <summary>Whether a raise goes to the activation: as the signal, with the raise pending.</summary>
    internal bool Catches;
}

public sealed partial class VirtualMachine
{
    /// <summary>Set by a language with operators of its own.</summary>
    internal GuestOperators? Operators;

    private Value _requested = Value.Unspecified;
    private Value[] _requestedArguments = ValueArrays.Zeroed(8);
    private int _requestedCount;

    /// <summary>Has a procedure called in place of the row, primitive or host procedure that is being done.</summary>
    /// <returns>The signal, to be returned at once.</returns>
    internal Value RequestCall(Value procedure, params scoped ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length > _requestedArguments.Length)
        {
            _requestedArguments = ValueArrays.Zeroed(arguments.Length);
        }

        Pending = PendingSignal.Call;
        _requested = procedure;
        _requestedCount = arguments.Length;
        arguments.CopyTo(_requestedArguments);
        return Value.Signal;
    }

    /// <summary>The call that was requested, which is not made.</summary>
    internal (Value Procedure, Value[] Arguments) TakeRequestedCall()
    {
        var request = (_requested, _requestedArguments.AsSpan(0, _requestedCount).ToArray());
        ForgetRequest();
        return request;
    }

    private void ForgetRequest()
    {
        Pending = PendingSignal.None;
        _requested = Value.Unspecified;
        _requestedArguments.AsSpan(0, _requestedCount).Clear();
        _requestedCount = 0;
    }

    /// <summary>Makes the call that the activation at <see cref="Base"/> asked for.</summary>
    [RunsGuestCode]
    private Flow MakeRequestedCall()
    {
        Pending = PendingSignal.None;
        if (!ChargeTicks(1))
        {
            // The run is over; what asked is not done again.
            var stop = Pending;
            ForgetRequest();
            Pending = stop;
            return Flow.Signal;
        }

        var arguments = _requestedArguments.AsSpan(0, _requestedCount);
        var flow = Slot(Base - 2).Ref is NativeCode
            ? NativeTailCall(_requested, arguments)
            : PushCall(Base, ExtentOf(Segment.Slots, Base), native: false, _requested, arguments);
        var pending = Pending;
        ForgetRequest();
        Pending = pending;
        return flow;
    }

    /// <summary>Whether a call is requested that compiled code may make, rather than the machine after it was left.</summary>
    internal bool IsCallRequested() => Pending == PendingSignal.Call && TickSlice >= 1 && _requestedCount <= MostCompiledArguments;

    /// <summary>Makes the call that a row or procedure asked for which compiled code did. It is one that waits for the result.</summary>
    /// <returns>As a compiled method does.</returns>
    internal object? CallRequested()
    {
        int count = _requestedCount;
        TickSlice--;
        Value procedure = _requested;
        _requestedArguments.AsSpan(0, count).CopyTo(Arguments);
        ForgetRequest();
        return CallUnknown(procedure.Ref, procedure.Bits, count);
    }

    /// <summary>Tells the language that a raise will be caught at a place.</summary>
    private Value Caught(Value payload, Segment segment, int place) =>
        Operators is { } operators ? operators.Unwinding(this, payload, segment, place) : payload;

    /// <summary>Goes to a native activation that wants to know of the raise.</summary>
    [RunsGuestCode]
    private Flow UnwindToNative(Segment segment, int place, DynamicState dynamic, Value payload)
    {
        Dynamic = dynamic;
        GoTo(segment, place);
        Pending = PendingSignal.Raise;
        PendingValue = payload;
        return StepNative(Value.Signal);
    }
}

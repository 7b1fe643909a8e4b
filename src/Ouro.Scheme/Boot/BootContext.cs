// How the boot evaluator calls and fails.
//
// A call in tail position does not call: it leaves code and frame in the context and returns TailMarker, and the loop
// in Run that entered the calling procedure goes on with them. All other evaluation is recursion of the host, on
// a thread with a large stack.
//
// An error leaves the boot evaluator for good: nothing in the boot dialect can handle one. So, unlike anywhere else, a
// guest error is a host exception here (BootSignal) from the place where a primitive signalled to the outermost call; the
// payload stays where the machine keeps it. Exception filters note the call sites on the way, before the stack is unwound.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>Where a call is in the source.</summary>
/// <param name="Span">The call expression, or null.</param>
/// <param name="Procedure">The name of the procedure that contains it, or null.</param>
internal sealed record CallSite(SourceSpan? Span, string? Procedure);

/// <summary>An error on its way out of the boot evaluator; the machine's pending signal says which.</summary>
internal sealed class BootSignal : Exception
{
    private const int LongestTrace = 64;

    /// <summary>The calls that were waiting, innermost first.</summary>
    internal List<BacktraceEntry> Trace { get; } = [];

    /// <summary>Notes a call site. Always false, for use as an exception filter.</summary>
    internal bool Note(CallSite site)
    {
        if (Trace.Count < LongestTrace)
        {
            Trace.Add(new BacktraceEntry(site.Procedure, site.Span));
        }

        return false;
    }
}

/// <summary>What the nodes of one boot evaluator share.</summary>
internal sealed class BootContext(VirtualMachine machine)
{
    /// <summary>
    /// Calls that may wait inside each other. The stack has room for more, but unwinding it for an error takes the host
    /// several microseconds a call: without this a recursion without end would seem to hang.
    /// </summary>
    private const int GreatestDepth = 200_000;

    private readonly Value[] _noArguments = [Value.Unbound];

    internal readonly VirtualMachine Machine = machine;

    /// <summary>Calls that wait now; reset by whoever catches a <see cref="BootSignal"/>.</summary>
    internal int Depth;

    /// <summary>What to go on with after <see cref="TailMarker"/>.</summary>
    internal BootCode? TailCode;
    internal Value[]? TailFrame;

    /// <summary>Returned by a tail call: <see cref="TailCode"/> and <see cref="TailFrame"/> say what comes next.</summary>
    internal static Value TailMarker
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Value.Object(typeof(BootContext));
    }

    /// <summary>Slots that are all written before they are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Value[] NewFrame(int size) => ValueArrays.Zeroed(size);

    /// <summary>Runs a procedure's body, and what it tail-calls, to its value.</summary>
    internal Value Run(BootCode code, Value[] frame, CallSite site)
    {
        if (++Depth > GreatestDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail(site, ConditionKind.Limit, "the recursion is too deep for the boot evaluator");
        }

        try
        {
            while (true)
            {
                if (!Machine.ChargeTicks(1))
                {
                    throw Signalled(site, null);
                }

                var result = code.Body.Evaluate(frame);
                if (result.Ref != TailMarker.Ref)
                {
                    Depth--;
                    return result;
                }

                code = TailCode!;
                frame = TailFrame!;
            }
        }
        catch (BootSignal signal) when (signal.Note(site))
        {
            throw;
        }
    }

    /// <summary>Calls any procedure for its value.</summary>
    internal Value Call(Value procedure, Value[] arguments, CallSite site)
    {
        var result = TailCall(procedure, arguments, site);
        if (result.Ref != TailMarker.Ref)
        {
            return result;
        }

        return Run(TailCode!, TailFrame!, site);
    }

    /// <summary>Calls any procedure; for a closure the call is only prepared, and the result is <see cref="TailMarker"/>.</summary>
    internal Value TailCall(Value procedure, Value[] arguments, CallSite site)
    {
        switch (procedure.AsObject)
        {
            case BootClosure closure:
                TailFrame = Enter(closure, arguments, site);
                TailCode = closure.Code;
                return TailMarker;

            case BootBuiltin builtin:
                if (arguments.Length < builtin.Minimum || (builtin.Maximum >= 0 && arguments.Length > builtin.Maximum))
                {
                    throw WrongCount(site, builtin.Name, builtin.Minimum, builtin.Maximum, arguments.Length);
                }

                return builtin.Invoke(this, arguments, site);

            case PrimitiveProcedure primitive:
                return CallPrimitive(primitive, arguments, site);

            case Parameter parameter when arguments.Length == 0:
                return Machine.DefaultOf(parameter);

            default:
                throw Fail(site, ConditionKind.NotAProcedure, "expected a procedure to call, got", procedure);
        }
    }

    internal Value CallPrimitive(PrimitiveProcedure primitive, Value[] arguments, CallSite site)
    {
        var result = primitive.InvokeN(Machine, ref (arguments.Length == 0 ? _noArguments : arguments)[0], arguments.Length);
        return result.IsSignal ? throw Signalled(site, primitive.Name) : result;
    }

    /// <summary>The activation of a closure with those arguments.</summary>
    private Value[] Enter(BootClosure closure, Value[] arguments, CallSite site)
    {
        var code = closure.Code;
        if (arguments.Length < code.Required || (arguments.Length > code.Required && !code.HasRest))
        {
            throw WrongCount(site, code.Name, code.Required, code.HasRest ? -1 : code.Required, arguments.Length);
        }

        var frame = NewFrame(code.FrameSize);
        frame[0] = Value.Object(closure.Environment);
        Array.Copy(arguments, 0, frame, 1, code.Required);
        if (code.HasRest)
        {
            var rest = Value.EmptyList;
            for (var i = arguments.Length - 1; i >= code.Required; i--)
            {
                if (!Machine.ChargeAllocation(Pair.Size))
                {
                    throw Signalled(site, code.Name);
                }

                rest = Value.Object(new Pair(arguments[i], rest));
            }

            frame[code.Required + 1] = rest;
        }

        return frame;
    }

    internal void ChargeTick(CallSite site)
    {
        if (!Machine.ChargeTicks(1))
        {
            throw Signalled(site, null);
        }
    }

    // ---- errors

    /// <summary>The machine has a pending signal; gives the exception to throw.</summary>
    internal BootSignal Signalled(CallSite site, string? operation)
    {
        if (operation is not null && Machine.Pending == PendingSignal.Raise && Machine.PendingValue.AsObject is Condition { Kind: not (ConditionKind.User or ConditionKind.WrongArgumentCount) } condition)
        {
            condition.Operation ??= operation;
        }

        var signal = new BootSignal();
        signal.Note(site);
        return signal;
    }

    internal BootSignal Fail(CallSite site, ConditionKind kind, string message, params Value[] irritants)
    {
        _ = Machine.Fail(kind, message, irritants);
        return Signalled(site, null);
    }

    /// <summary>A program that cannot be converted.</summary>
    internal BootSignal SyntaxError(SourceSpan? span, string message)
    {
        _ = Machine.Raise(Value.Object(new Condition(ConditionKind.Syntax, message) { Span = span }));
        return Signalled(new CallSite(span, null), null);
    }

    private BootSignal WrongCount(CallSite site, string? name, int minimum, int maximum, int got)
    {
        _ = Machine.WrongCount(name ?? "an anonymous procedure", minimum, maximum, got);
        return Signalled(site, null);
    }
}

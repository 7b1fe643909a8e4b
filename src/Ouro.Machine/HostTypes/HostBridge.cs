// What a machine keeps for its dealings with .NET: the guest's view of types and null, delegates that were made of
// procedures, and what happened while .NET code ran.
//
// Invariant: no .NET exception leaves a call that a guest made. An exception of the called code becomes a condition; a guest
// error that passed through it comes out as the same payload; the end of a run (a limit, an interrupt, an exit) goes on
// ending it even if .NET code swallowed the exception that carried it.

using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>.NET as one machine sees it.</summary>
internal sealed class HostBridge
{
    /// <summary>So many runs of the guest inside each other, with frames of .NET between them, and no more.</summary>
    private const int DeepestNesting = 400;

    private int _depth;
    private readonly ConcurrentDictionary<Type, HostType> _types = new();
    private readonly Dictionary<(Type From, Type To), MethodInfo?> _conversions = [];
    private readonly Dictionary<(CallKind Kind, string Name), CallSite> _sites = [];
    private readonly ConditionalWeakTable<Procedure, Dictionary<Type, Delegate>> _delegates = [];

    /// <summary>How a run inside ended, that was no error: the run outside ends the same way.</summary>
    private Outcome? _stopped;

    private HostBridge(VirtualMachine machine)
    {
        Machine = machine;
        Null = Value.Object(new HostNull());
        Elsewhere = new ForeignCalls(this);
        Delegates = new DelegateFactory(this);
    }

    internal readonly VirtualMachine Machine;

    internal readonly Value Null;

    /// <summary>How many calls of the host the guest has made. Other threads look at it.</summary>
    internal long HostCalls;

    /// <summary>Whether the machine's thread is in code of the host.</summary>
    internal bool IsInHost;

    internal readonly ForeignCalls Elsewhere;

    internal readonly DelegateFactory Delegates;

    /// <summary>The bridge of a machine.</summary>
    internal static HostBridge Of(VirtualMachine machine)
    {
        if (machine.Service<HostBridge>() is not { } bridge)
        {
            machine.AddService(bridge = new HostBridge(machine));
        }

        return bridge;
    }

    /// <summary>Whether the machine may use .NET; otherwise raises.</summary>
    internal static bool IsAllowed(VirtualMachine machine) =>
        (machine.Capabilities & Capability.HostTypes) != 0 || machine.Require(Capability.HostTypes, "use .NET types");

    internal HostType TypeOf(Type type) => _types.GetOrAdd(type, static type => new HostType(type));

    /// <summary>The site for calls whose place in the source has none.</summary>
    internal CallSite SharedSite(CallKind kind, string name)
    {
        if (!_sites.TryGetValue((kind, name), out var site))
        {
            _sites.Add((kind, name), site = new CallSite(this, kind, name));
        }

        return site;
    }

    /// <summary>The delegate of a type for a procedure: the same as long as the procedure lives, so that a handler can be removed.</summary>
    internal Delegate DelegateOf(Procedure procedure, Type type)
    {
        lock (_delegates)
        {
            var known = _delegates.GetOrCreateValue(procedure);
            if (!known.TryGetValue(type, out var made))
            {
                known.Add(type, made = Delegates.Make(procedure, type));
            }

            return made;
        }
    }

    /// <summary>The operator, of either type, that converts implicitly; or null.</summary>
    internal MethodInfo? ImplicitConversion(Type from, Type to)
    {
        lock (_conversions)
        {
            if (!_conversions.TryGetValue((from, to), out var found))
            {
                found = Operators(to).Concat(Operators(from)).FirstOrDefault(method => method.ReturnType == to && method.GetParameters()[0].ParameterType.IsAssignableFrom(from));
                _conversions.Add((from, to), found);
            }

            return found;
        }
    }

    private static IEnumerable<MethodInfo> Operators(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy).Where(method => method.Name == "op_Implicit" && !HostConversion.IsRefused(method.ReturnType) && !HostConversion.IsRefused(method.GetParameters()[0].ParameterType));

    // --- what happens in the called code

    /// <summary>Notes that a run inside ended by a limit, an interrupt or an exit, and leaves the host's frames.</summary>
    internal Exception Stop(Outcome outcome)
    {
        _stopped = outcome;
        return new GuestStopException("the run of the guest has ended");
    }

    /// <summary>After code of the host: goes on ending the run, if one inside was ended.</summary>
    /// <returns>Whether it was; a signal is pending then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsStopped() => _stopped is { } outcome && StopOutside(outcome);

    private bool StopOutside(Outcome outcome)
    {
        _stopped = null;
        Machine.StopAs(outcome);
        return true;
    }

    /// <summary>Raises what code of the host threw.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Which member was used, for the message.</param>
    internal Value Raise(Exception exception, string operation)
    {
        if (IsStopped())
        {
            return Value.Signal;
        }

        // Some code wraps what a comparison or a task threw.
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is GuestErrorException guest)
            {
                if (guest.IsOwn && guest.Payload.Ref is Condition condition)
                {
                    condition.Operation ??= operation;
                }

                return Machine.Raise(guest.Payload);
            }
        }

        exception = exception switch
        {
            AggregateException { InnerExceptions: [var only] } => only,
            TargetInvocationException { InnerException: { } inner } => inner,
            TypeInitializationException { InnerException: { } inner } => inner,
            _ => exception,
        };
        var kind = exception is IOException or UnauthorizedAccessException ? ConditionKind.File : ConditionKind.Other;
        string message = exception.Message;
        return Machine.Raise(Value.Object(new Condition(kind, $"{TypeNames.Show(exception.GetType())}: {message}") { Operation = operation, HostException = exception }));
    }

    /// <summary>Calls a guest procedure from a frame of the host.</summary>
    /// <returns>Its value; several as one object.</returns>
    /// <exception cref="GuestErrorException">It raised what nobody handles inside.</exception>
    /// <exception cref="GuestStopException">The run ended.</exception>
    internal Value Call(Procedure procedure, Value[] arguments)
    {
        if (_depth >= DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("calls between the guest and .NET are nested too deeply");
        }

        // Compiled code passes arguments in there, and whoever called the host may look at them again.
        Value[] passed = [.. Machine.Arguments];
        bool wasInHost = IsInHost;
        IsInHost = false;
        _depth++;
        var outcome = Machine.Run(Value.Object(procedure), arguments);
        _depth--;
        IsInHost = wasInHost;
        passed.CopyTo(Machine.Arguments, 0);
        return outcome.Kind switch
        {
            OutcomeKind.Value => outcome.Value,
            OutcomeKind.Uncaught => throw new GuestErrorException(outcome.Value, (outcome.Value.AsObject as Condition)?.Message ?? "a guest procedure raised an object that is no error"),
            _ => throw Stop(outcome),
        };
    }

    /// <summary>A guest error with words, for frames of the host.</summary>
    internal static GuestErrorException Error(string message) =>
        new(Value.Object(new Condition(ConditionKind.Other, message)), message) { IsOwn = true };
}

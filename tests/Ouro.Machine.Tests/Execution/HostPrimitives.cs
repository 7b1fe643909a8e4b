using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Host functions that run the guest again.</summary>
[PrimitiveGroup]
internal static partial class HostPrimitives
{
    /// <summary>Calls a procedure in a run of its own; gives its value, or (KIND . PAYLOAD) when it ends otherwise.</summary>
    [Primitive("host-run", Effects = Effects.All)]
    internal static Value HostRun(VirtualMachine machine, Value procedure, ReadOnlySpan<Value> rest) => Shown(machine, machine.Run(procedure, rest));

    /// <summary>The same on another thread, which the machine does not allow.</summary>
    [Primitive("host-run-elsewhere", Effects = Effects.All)]
    internal static Value HostRunElsewhere(VirtualMachine machine, Value procedure)
    {
        Outcome? outcome = null;
        var thread = new Thread(() => outcome = machine.Run(procedure));
        thread.Start();
        thread.Join();
        return Shown(machine, outcome!);
    }

    private static Value Shown(VirtualMachine machine, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Value)
        {
            return outcome.Value;
        }

        Value payload = outcome.Value.Ref is Condition condition ? Value.Object(new Text(condition.Message)) : outcome.Value;
        return Value.Object(new Pair(Value.Object(machine.Intern(outcome.Kind.ToString().ToLowerInvariant())), payload));
    }
}

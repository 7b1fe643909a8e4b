using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Tools.Repl;

/// <summary>A program that ended with an error, a limit or an interrupt, and may go on.</summary>
internal sealed class StoppedRun
{
    private readonly VirtualMachine _machine;
    private readonly StoppedStack _stack;

    private StoppedRun(VirtualMachine machine, StoppedStack stack)
    {
        _machine = machine;
        _stack = stack;
    }

    /// <summary>Innermost first.</summary>
    internal IReadOnlyList<Activation> Activations => _stack.Activations;

    /// <summary>Whether going on takes a value: something failed, and its value is missing.</summary>
    internal bool NeedsValue => _stack.IsFailure;

    /// <summary>Goes on as if what failed had given the value.</summary>
    internal Outcome Resume(Value value) => _machine.Resume(_stack, value);

    /// <summary>What an outcome left, if it left anything.</summary>
    internal static StoppedRun? Of(VirtualMachine machine, Outcome outcome) => outcome.Stack is { } stack ? new StoppedRun(machine, stack) : null;

    /// <summary>The variables of an activation that have values.</summary>
    internal static IReadOnlyList<LiveVariable> VariablesOf(Activation? activation)
    {
        var variables = new List<LiveVariable>();
        foreach (var variable in activation?.Variables ?? [])
        {
            if (!variable.Value.IsUnbound)
            {
                variables.Add(new LiveVariable(variable.Name, variable.Value, variable.TrySet));
            }
        }

        return variables;
    }
}

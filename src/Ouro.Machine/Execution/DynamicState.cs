namespace Ouro.Machine.Execution;

/// <summary>
/// What a continuation carries besides activations: winders (dynamic-wind), parameter bindings and handlers.
/// Immutable; the machine holds the current one, and activations that change it keep the old one in a register.
/// </summary>
[GuestType("a dynamic state")]
internal sealed record DynamicState(Winder? Winders, Binding? Bindings, Handler? Handlers)
{
    internal static readonly DynamicState Empty = new(null, null, null);
}

/// <summary>An entered dynamic-wind.</summary>
internal sealed class Winder(Value before, Value after, DynamicState outside)
{
    internal readonly Value Before = before;
    internal readonly Value After = after;

    /// <summary>The state in which before and after run.</summary>
    internal readonly DynamicState Outside = outside;
    internal readonly int Depth = (outside.Winders?.Depth ?? 0) + 1;
    internal Winder? Next => Outside.Winders;
}

/// <summary>A parameter's value inside a parameterize.</summary>
internal sealed class Binding(Parameter parameter, Value content, Binding? next)
{
    internal readonly Parameter Parameter = parameter;
    internal Value Content = content;
    internal readonly Binding? Next = next;
}

/// <summary>An installed exception handler.</summary>
internal sealed class Handler(Value procedure, Handler? next)
{
    internal readonly Value Procedure = procedure;
    internal readonly Handler? Next = next;
}

public sealed partial class VirtualMachine
{
    /// <summary>The dynamic state of what runs now.</summary>
    internal DynamicState Dynamic = DynamicState.Empty;

    /// <summary>A parameter's current value.</summary>
    public Value ParameterValue(Parameter parameter) => ParameterValue(parameter, out _);

    /// <summary>A parameter's current value.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="steps">How many bindings were looked at.</param>
    internal Value ParameterValue(Parameter parameter, out int steps)
    {
        steps = 0;
        for (var binding = Dynamic.Bindings; binding is not null; binding = binding.Next)
        {
            steps++;
            if (binding.Parameter == parameter)
            {
                return binding.Content;
            }
        }

        return DefaultOf(parameter);
    }

    /// <summary>A parameter's value where nothing binds it.</summary>
    internal Value DefaultOf(Parameter parameter) => parameter.Default.IsUnbound ? Ports.SetDefault(parameter) : parameter.Default;
}

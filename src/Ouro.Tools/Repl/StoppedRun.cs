using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Tools.Repl;

/// <summary>An activation of a program that stopped.</summary>
/// <param name="Procedure">Its procedure's name, or null.</param>
/// <param name="Span">Where in the source it is.</param>
/// <param name="Variables">What it can see, inner variables first; asked for when they are needed.</param>
internal sealed record StoppedActivation(string? Procedure, SourceSpan? Span, Func<IReadOnlyList<LiveVariable>> Variables);

/// <summary>A program that ended with an error, a limit or an interrupt, and may go on.</summary>
internal sealed class StoppedRun
{
    private readonly Func<Value, Outcome>? _resume;

    private StoppedRun(IReadOnlyList<StoppedActivation> activations, Func<Value, Outcome>? resume)
    {
        Activations = activations;
        _resume = resume;
    }

    /// <summary>Innermost first.</summary>
    internal IReadOnlyList<StoppedActivation> Activations { get; }

    internal bool CanResume => _resume is not null;

    /// <summary>Goes on as if what failed had given the value.</summary>
    internal Outcome Resume(Value value) => _resume!(value);

    /// <summary>What an outcome left.</summary>
    internal static StoppedRun Of(Outcome outcome)
    {
        var activations = new List<StoppedActivation>();
        foreach (var entry in outcome.Backtrace)
        {
            activations.Add(new StoppedActivation(entry.Procedure, entry.Span, () => []));
        }

        return new StoppedRun(activations, null);
    }
}

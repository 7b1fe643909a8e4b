using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Tools.Repl;

/// <summary>A level below the outermost: an evaluation that stopped, and may be looked at and go on.</summary>
/// <param name="Run">What stopped.</param>
/// <param name="Report">What was said when it stopped.</param>
/// <param name="Part">The part of the input that was evaluated.</param>
internal sealed record ReplLevel(StoppedRun Run, string Report, object? Part)
{
    /// <summary>The activation that is looked at; 0 is the innermost.</summary>
    internal int Frame { get; set; }

    /// <summary>The activation that is looked at, if there is any.</summary>
    internal Activation? Activation => Frame < Run.Activations.Count ? Run.Activations[Frame] : null;

    /// <summary>Its variables.</summary>
    internal IReadOnlyList<LiveVariable> Variables => StoppedRun.VariablesOf(Activation);
}

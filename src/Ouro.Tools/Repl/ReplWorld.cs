using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Tools.Repl;

/// <summary>A language on its own machine, with all that stays between inputs. Changing the language keeps it.</summary>
internal sealed class ReplWorld(Interaction interaction)
{
    internal Interaction Interaction => interaction;

    internal VirtualMachine Machine => interaction.Machine;

    /// <summary>Evaluations that stopped, outermost first.</summary>
    internal List<ReplLevel> Levels { get; } = [];

    /// <summary>How many results were numbered.</summary>
    internal int Results { get; set; }

    /// <summary>The values of the last evaluation that had any.</summary>
    internal IReadOnlyList<Value> Last { get; set; } = [];

    /// <summary>Inputs and files by the names that positions have, for excerpts.</summary>
    internal Dictionary<string, SourceText> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>How many inputs were read.</summary>
    internal int Inputs { get; set; }

    internal ReplLevel? Level => Levels.Count > 0 ? Levels[^1] : null;
}

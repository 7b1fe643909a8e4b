using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Tools.Repl;

/// <summary>What a front door says about a REPL before it starts.</summary>
internal sealed class ReplSettings
{
    /// <summary>The languages to choose from; the first is the one to start with.</summary>
    internal required IReadOnlyList<Language> Languages { get; init; }

    /// <summary>How machines run; each language has its own.</summary>
    internal required Func<VirtualMachine> MakeMachine { get; init; }

    /// <summary>For <see cref="Language.Install"/>.</summary>
    internal required LanguageOptions LanguageOptions { get; init; }

    /// <summary>What each evaluation may use; null: what the machine has by itself.</summary>
    internal Func<MachineLimits>? Limits { get; init; }

    /// <summary>Files to load before the first input.</summary>
    internal IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The tool's version, for the greeting.</summary>
    internal string Version { get; init; } = "";
}

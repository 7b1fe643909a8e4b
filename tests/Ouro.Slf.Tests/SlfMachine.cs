using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Machine.Languages;

namespace Ouro.Slf.Tests;

/// <summary>A machine with the compiled slf of this tree, whose programs touch nothing outside of it.</summary>
internal sealed class SlfMachine
{
    internal const string File = "test.slf";

    internal SlfMachine(MachineOptions? options = null)
    {
        Machine = TestMachine.New(options);
        string? failure = Language.Install(Machine, new LanguageOptions { ImagePath = Path.Combine(Root, "artifacts", "ouro", "ouro.image") });
        Assert.True(failure is null, failure);
        Machine.Capabilities = Capability.None;
    }

    internal static bool IsLongRun => Environment.GetEnvironmentVariable("OURO_LONG") == "1";

    internal static string Root { get; } = FindRoot();

    internal SlfLanguage Language { get; } = new();

    internal VirtualMachine Machine { get; }

    /// <summary>Compiles and runs; what was printed, a blank between the numbers.</summary>
    internal (Outcome Outcome, string Output) Run(string text, MachineLimits? limits = null, string file = File)
    {
        var output = new TextOutputPort();
        Machine.Ports.Replace(new TextInputPort(""), output, new TextOutputPort());
        Machine.SetLimits(limits ?? new MachineLimits());
        var outcome = Language.Compile(Machine, new SourceText(file, text));
        if (outcome.Kind == OutcomeKind.Value)
        {
            outcome = Language.Execute(Machine, outcome.Value);
        }

        return (outcome, output.Collected!.ToString()!.TrimEnd().Replace('\n', ' '));
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the source tree");
        }

        return folder;
    }
}

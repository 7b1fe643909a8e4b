// The one place where the command line meets the engine: makes a machine, gives it its limits and its language, runs,
// and turns how the run ended into text on standard error and an exit status.

using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.Languages;
using Ouro.Scheme;

namespace Ouro.Cli;

internal static class Session
{
    /// <summary>Does what a command line asks for.</summary>
    /// <returns>The exit status of the process.</returns>
    internal static int Run(Invocation invocation)
    {
        try
        {
            int status = invocation.Task == Task.Bootstrap ? Bootstrap(invocation) : RunSource(invocation);
            if (Environment.GetEnvironmentVariable("OURO_STATS") is { Length: > 0 })
            {
                Statistics.Print();
            }

            return status;
        }
        catch (IOException exception) when (exception.HResult == DescriptorStream.BrokenPipe)
        {
            return ExitStatus.BrokenPipe;
        }
    }

    private static int RunSource(Invocation invocation)
    {
        Language? language = invocation.Task == Task.Evaluate || invocation.Source == "-" ? new SchemeLanguage() : LanguageOf(invocation.Source);
        if (language is null)
        {
            Output.Error($"ouro: no language for the file name {invocation.Source}\n");
            return ExitStatus.Usage;
        }

        SourceText? source = Read(invocation);
        if (source is null)
        {
            return ExitStatus.NoInput;
        }

        new Thread(VirtualMachine.CompileLoop) { IsBackground = true }.Start();
        var machine = new VirtualMachine(new MachineOptions { Instrumented = invocation.Instrumented || invocation.DumpInstructions || invocation.CoveragePath is not null, Hostile = invocation.Hostile });
        string? failure = language.Install(machine, new LanguageOptions
        {
            CommandLine = CommandLineOf(invocation),
            LibraryDirectories = invocation.LibraryDirectories,
            Debug = invocation.Debug,
        });
        if (failure is not null)
        {
            Output.Error($"ouro: {failure}\n");
            return ExitStatus.Unavailable;
        }

        SetLimits(machine, invocation);
        using var interrupts = Interrupts.Route(machine);
        using var observation = invocation.DumpInstructions || invocation.CoveragePath is not null ? Observation.Begin(machine, language, invocation) : null;
        var outcome = Perform(machine, language, invocation, source);
        language.Flush(machine);
        interrupts.RunEnded();
        return Report(machine, language, invocation, source, outcome);
    }

    private static Outcome Perform(VirtualMachine machine, Language language, Invocation invocation, SourceText source)
    {
        switch (invocation.Task)
        {
            case Task.Evaluate:
                return language.Evaluate(machine, source);
            case Task.Disassemble:
            {
                using var writer = Output.Writer();
                return language.Disassemble(machine, source, writer);
            }

            case Task.Expand:
            {
                using var writer = Output.Writer();
                return language.Expand(machine, source, writer);
            }

            default:
                return language.RunProgram(machine, source);
        }
    }

    private static int Report(VirtualMachine machine, Language language, Invocation invocation, SourceText source, Outcome outcome)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Value:
                if (invocation.Task == Task.Evaluate && language.PrintResult(machine, outcome.Value) is { } text)
                {
                    Output.Standard(text + "\n");
                }

                return ExitStatus.Success;
            case OutcomeKind.Exit:
                return language.ExitStatus(outcome.Value);
            default:
                Output.Error(ErrorReport.Render(language, source, outcome));
                return outcome.Kind switch
                {
                    OutcomeKind.Limit => ExitStatus.Limit,
                    OutcomeKind.Interrupted => ExitStatus.Interrupted,
                    _ => ExitStatus.Uncaught,
                };
        }
    }

    private static Language? LanguageOf(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        var scheme = new SchemeLanguage();
        if (extension.Length == 0)
        {
            return scheme;
        }

        foreach (string known in scheme.Extensions)
        {
            if (known == extension)
            {
                return scheme;
            }
        }

        return null;
    }

    private static SourceText? Read(Invocation invocation)
    {
        if (invocation.Task == Task.Evaluate)
        {
            return new SourceText("-e", invocation.Source);
        }

        if (invocation.Source == "-")
        {
            using var input = new StreamReader(DescriptorStream.Standard(0));
            return new SourceText("-", input.ReadToEnd());
        }

        try
        {
            return new SourceText(invocation.Source, File.ReadAllText(invocation.Source));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "no such file",
                UnauthorizedAccessException when Directory.Exists(invocation.Source) => "it is a folder",
                UnauthorizedAccessException => "permission denied",
                _ => exception.Message,
            };
            Output.Error($"ouro: cannot read {invocation.Source}: {reason}\n");
            return null;
        }
    }

    private static string[] CommandLineOf(Invocation invocation)
    {
        var all = new string[invocation.Arguments.Count + 1];
        all[0] = invocation.Task == Task.Evaluate ? "-e" : invocation.Source;
        invocation.Arguments.CopyTo(all, 1);
        return all;
    }

    /// <summary>What the user allows is for the program: what the machine used until now is not counted.</summary>
    private static void SetLimits(VirtualMachine machine, Invocation invocation)
    {
        if (invocation.Ticks is null && invocation.Allocation is null && invocation.Memory is null && invocation.Time is null)
        {
            return;
        }

        machine.SetLimits(new MachineLimits
        {
            Ticks = invocation.Ticks,
            Allocation = invocation.Allocation,
            Memory = invocation.Memory ?? machine.Limits.Memory,
            Time = invocation.Time,
        });
    }

    private static int Bootstrap(Invocation invocation)
    {
        string folder = AppContext.BaseDirectory;
        using var writer = Output.Writer();
        return SchemeBootstrap.Run(Path.Combine(folder, "scheme"), Path.Combine(folder, "ouro.image"), invocation.Verify, writer);
    }
}

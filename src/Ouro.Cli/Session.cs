// The one place where the command line meets the engine: makes a machine, gives it its limits and its language, runs,
// and turns how the run ended into text on standard error and an exit status.

using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.Instrumentation;
using Ouro.Machine.Languages;
using Ouro.Python;
using Ouro.Scheme;
using Ouro.Slf;

namespace Ouro.Cli;

internal static class Session
{
    // A text that the compiler would work on for ever, because of its macros, is stopped like a program; but a limit that is
    // small because the program is small must not stop the compiler.
    private const long LeastTicksToCompile = 20_000_000;
    private const long LeastAllocationToCompile = 1L << 30;

    /// <summary>Does what a command line asks for.</summary>
    /// <returns>The exit status of the process.</returns>
    internal static int Run(Invocation invocation)
    {
        try
        {
            return invocation.Task == Task.Bootstrap ? Bootstrap(invocation) : RunSource(invocation);
        }
        catch (IOException exception) when (exception.HResult == DescriptorStream.BrokenPipe)
        {
            return ExitStatus.BrokenPipe;
        }
        catch (IOException exception)
        {
            Output.Error($"ouro: cannot write: {exception.Message}\n");
            return ExitStatus.OutputError;
        }
    }

    private static int RunSource(Invocation invocation)
    {
        Language? language = invocation.Language is { } name ? LanguageNamed(name)
            : invocation.Task == Task.Evaluate || invocation.Source == "-" ? new SchemeLanguage() : LanguageOf(invocation.Source);
        if (language is null)
        {
            Output.Error(invocation.Language is null ? $"ouro: no language for the file name {invocation.Source}\n" : NoSuchLanguage(invocation.Language));
            return ExitStatus.Usage;
        }

        SourceText? source = Read(invocation);
        if (source is null)
        {
            return ExitStatus.NoInput;
        }

        new Thread(WarmUp.Run) { IsBackground = true }.Start();
        if (invocation.Verifies)
        {
            return Verify(invocation, language, source);
        }

        var machine = MakeMachine(invocation, language, !invocation.NoJit, out string? failure);
        if (failure is not null)
        {
            Output.Error($"ouro: {failure}\n");
            return ExitStatus.Unavailable;
        }

        if (invocation.IsLimited)
        {
            SetLimits(machine, invocation);
        }

        using var interrupts = new Interrupts(machine);
        using var observation = invocation.DumpInstructions || invocation.CoveragePath is not null ? Observation.Begin(machine, language, invocation) : null;
        var outcome = invocation.Task switch
        {
            Task.Disassemble => Write(language.Disassemble, machine, source),
            Task.Expand => Write(language.Expand, machine, source),
            _ => CompileAndExecute(machine, language, invocation, source, observation is null ? null : observation.ProgramStarts),
        };
        bool complete = language.Flush(machine);
        interrupts.RunEnded();
        int status = Report(machine, language, invocation, source, outcome);
        if (!complete && status == ExitStatus.Success)
        {
            Output.Error("ouro: not everything that the program wrote could be stored\n");
            status = ExitStatus.OutputError;
        }

        if (invocation.Jit is { Dump: not null })
        {
            machine.Jit?.WriteDump(Console.Error);
        }

        if (Environment.GetEnvironmentVariable("OURO_STATS") is { Length: > 0 })
        {
            Statistics.Print(machine);
        }

        return status;
    }

    // Not inlined: what is seldom used is not loaded at every start.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Verify(Invocation invocation, Language language, SourceText source)
    {
        using var session = new VerifiedSession(invocation, language, source);
        return session.Run();
    }

    /// <summary>A machine as the command line wants it, with the language.</summary>
    /// <param name="compiles">Whether it has a JIT.</param>
    /// <param name="failure">In words why the machine cannot run the language, or null.</param>
    internal static VirtualMachine MakeMachine(Invocation invocation, Language language, bool compiles, out string? failure)
    {
        var machine = new VirtualMachine(new MachineOptions
        {
            Instrumented = invocation.Instrumented || invocation.DumpInstructions || invocation.CoveragePath is not null,
            Hostile = invocation.Hostile,
            Compiles = compiles,
            Jit = invocation.Jit,
            HostStack = OwnThread.HostStack,
        });
        failure = language.Install(machine, new LanguageOptions
        {
            CommandLine = CommandLineOf(invocation),
            LibraryDirectories = invocation.LibraryDirectories,
            LibraryHome = invocation.LibraryHome,
            Debug = invocation.Debug,
            Interpret = invocation.Interpret,
            CacheFolder = (invocation.Task == Task.Run || (invocation.Task == Task.Evaluate && invocation.LibraryDirectories.Count > 0)) && !invocation.NoCache && !invocation.Verifies && invocation.CoveragePath is null ? SchemeLanguage.CacheFolder : null,
        });
        return machine;
    }

    /// <summary>That a name is none of a language, in words.</summary>
    internal static string NoSuchLanguage(string name) => $"ouro: there is no language {name}; there is {string.Join(", ", Languages().Select(language => language.Name))}\n";

    /// <summary>Compiles the program and runs it.</summary>
    /// <param name="starts">Called in between, when the program has its limits; or null.</param>
    internal static Outcome CompileAndExecute(VirtualMachine machine, Language language, Invocation invocation, SourceText source, Action? starts)
    {
        var compiled = language.Compile(machine, source);
        if (compiled.Kind != OutcomeKind.Value)
        {
            // What the compiler was doing is of no help to somebody who wrote a wrong program.
            bool isSourceError = compiled.Value.AsObject is Condition { Kind: ConditionKind.Read or ConditionKind.Syntax, Span: not null };
            return isSourceError ? compiled with { Backtrace = [] } : compiled;
        }

        // The limits are the program's: it starts with all it was given, whatever compiling it took.
        if (invocation.IsLimited)
        {
            SetLimits(machine, invocation, compiled: true);
        }
        else
        {
            // Whether the program was compiled or came from the cache is not to be seen in what it is charged.
            machine.SetLimits(machine.Limits);
        }

        starts?.Invoke();
        if (invocation.Jit is { Eager: true })
        {
            machine.BeginEagerCompilation();
        }

        return language.Execute(machine, compiled.Value);
    }

    private static Outcome Write(Func<VirtualMachine, SourceText, TextWriter, Outcome> task, VirtualMachine machine, SourceText source)
    {
        using var writer = Output.Writer();
        return task(machine, source, writer);
    }

    /// <summary>Prints what is to be said of the end of a run.</summary>
    /// <returns>The exit status.</returns>
    internal static int Report(VirtualMachine machine, Language language, Invocation invocation, SourceText source, Outcome outcome)
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
        if (extension.Length == 0)
        {
            return new SchemeLanguage();
        }

        foreach (var language in Languages())
        {
            foreach (string known in language.Extensions)
            {
                if (known == extension)
                {
                    return language;
                }
            }
        }

        return null;
    }

    /// <summary>What the tool knows: a new language is a new line.</summary>
    internal static Language[] Languages() =>
    [
        new SchemeLanguage(),
        new SlfLanguage(),
        new PythonLanguage(),
    ];

    /// <summary>The language of that name, or null.</summary>
    internal static Language? LanguageNamed(string name)
    {
        foreach (var language in Languages())
        {
            if (language.Name == name)
            {
                return language;
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

        if (invocation.Form is not null)
        {
            return new SourceText(invocation.Form, invocation.Source);
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

    internal static string[] CommandLineOf(Invocation invocation)
    {
        var all = new string[invocation.Arguments.Count + 1];
        all[0] = invocation.Form ?? (invocation.Task == Task.Evaluate ? "-e" : invocation.Source);
        invocation.Arguments.CopyTo(all, 1);
        return all;
    }

    /// <summary>Sets what the user allows, counted from now; until the program is compiled not less than compiling needs. Not called where there is no limit: it is a method less at the start.</summary>
    internal static void SetLimits(VirtualMachine machine, Invocation invocation, bool compiled = false)
    {
        machine.SetLimits(new MachineLimits
        {
            Ticks = invocation.Ticks is { } ticks ? Math.Max(ticks, compiled ? 0 : LeastTicksToCompile) : null,
            Allocation = invocation.Allocation is { } bytes ? Math.Max(bytes, compiled ? 0 : LeastAllocationToCompile) : null,
            Memory = invocation.Memory ?? machine.Limits.Memory,
            Time = invocation.Time,
        });
    }

    private static int Bootstrap(Invocation invocation)
    {
        string folder = AppContext.BaseDirectory;
        using var writer = Output.Writer();
        string image = Path.Combine(folder, "ouro.image");
        int status = SchemeBootstrap.Run(Path.Combine(folder, "scheme"), image, invocation.Verify, invocation.Interpret, writer);
        foreach (var libraries in (ReadOnlySpan<LibraryImage>)[SchemeLanguage.Libraries(folder), SlfLanguage.Image(folder)])
        {
            status = status == 0 ? LibraryImage.Make(libraries, image, invocation.Verify, writer) : status;
        }

        return status;
    }
}

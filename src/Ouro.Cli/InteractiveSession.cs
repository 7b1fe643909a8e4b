// The REPL as a front door: what the command line says, put into its settings. Apart from Session so that plain runs
// load nothing of it.

using System.Reflection;
using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.Languages;
using Ouro.Tools.Repl;

namespace Ouro.Cli;

internal static class InteractiveSession
{
    /// <summary>Talks until the user leaves.</summary>
    /// <returns>The exit status of the process.</returns>
    internal static int Run(Invocation invocation)
    {
        string name = invocation.Language ?? "scheme";
        if (Session.LanguageNamed(name) is not { } first)
        {
            Output.Error(Session.NoSuchLanguage(name));
            return ExitStatus.Usage;
        }

        new Thread(Scheme.WarmUp.Run) { IsBackground = true }.Start();
        try
        {
            return Repl.Run(new ReplSettings
            {
                Languages = [first, .. Session.Languages().Where(language => language.Name != name)],
                MakeMachine = () => new VirtualMachine(new MachineOptions { KeepStack = true, JoinRuns = true, Instrumented = invocation.Instrumented, Hostile = invocation.Hostile, Compiles = !invocation.NoJit, Jit = invocation.Jit, HostStack = OwnThread.HostStack }),
                LanguageOptions = new LanguageOptions
                {
                    CommandLine = invocation.Source.Length > 0 ? Session.CommandLineOf(invocation) : ["ouro"],
                    LibraryDirectories = invocation.LibraryDirectories,
                    // Somebody looks at what stops: variables and calls are kept as the source has them.
                    Debug = true,
                    Interpret = invocation.Interpret,
                },
                Limits = HasLimits(invocation) ? () => LimitsOf(invocation) : null,
                Files = invocation.Source.Length > 0 ? [invocation.Source] : [],
                Version = Version(),
            });
        }
        catch (IOException exception) when (exception.HResult == DescriptorStream.BrokenPipe)
        {
            return ExitStatus.BrokenPipe;
        }
    }

    private static bool HasLimits(Invocation invocation) =>
        invocation.Ticks is not null || invocation.Allocation is not null || invocation.Memory is not null || invocation.Time is not null;

    private static MachineLimits LimitsOf(Invocation invocation)
    {
        var limits = new MachineLimits { Ticks = invocation.Ticks, Allocation = invocation.Allocation, Time = invocation.Time };
        limits.Memory = invocation.Memory ?? limits.Memory;
        return limits;
    }

    private static string Version()
    {
        string version = typeof(InteractiveSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}

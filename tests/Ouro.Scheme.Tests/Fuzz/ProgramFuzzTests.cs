// Damaged programs through the whole pipeline: reader, expander, compiler, assembler, verifier, machine. Whatever comes
// out must be a value, an error of the program, or the end of a limit: never an error inside the compiler, code that the
// verifier refuses, a host exception, a hang, or a machine that is broken afterwards.

using System.Diagnostics;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Fuzz;

public class ProgramFuzzTests
{
    private const int ProgramsOfOneMachine = 400;
    private const int ProgramsBetweenChecks = 20;
    private const int MostFailures = 20;

    private static readonly MachineLimits s_compileLimits = new() { Ticks = 3_000_000, Allocation = 256 << 20 };
    private static readonly MachineLimits s_runLimits = new() { Ticks = 200_000, Allocation = 64 << 20 };

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_ROUNDS"), out int rounds) ? rounds : TestMachines.IsLongRun ? 100_000 : 2_000;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED"), out int seed) ? seed : 20240611;

    [Fact]
    public void DamagedProgramsHaveOutcomes()
    {
        var random = new Random(Seed);
        var mutator = new ProgramMutator(random);
        var sources = Sources();
        var generator = new ProgramGenerator(random, portable: false);
        using var watch = new Watch();
        var failures = new List<string>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        SchemeMachine? machine = null;
        for (int round = 0; round < Rounds; round++)
        {
            if (machine is null || round % ProgramsOfOneMachine == 0)
            {
                machine = new SchemeMachine(new MachineOptions { Hostile = round / ProgramsOfOneMachine % 4 == 3, Instrumented = round / ProgramsOfOneMachine % 4 == 2 });
            }

            string source = random.Next(3) == 0 ? ProgramGenerator.Prelude + generator.Program("p") : sources[random.Next(sources.Count)];
            string program = mutator.Mutate(source);
            watch.Begin(program);
            try
            {
                string outcome = Run(machine, program);
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
                if (round % ProgramsBetweenChecks == 0)
                {
                    machine.Check(program);
                }
            }
            catch (Exception exception)
            {
                failures.Add($"round {round}: {exception.Message}\n{exception.StackTrace}");
                if (failures.Count == MostFailures)
                {
                    break;
                }

                machine = null;
            }

            watch.End();
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));

        string summary = string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count => $"{count.Key}: {count.Value}"));
        if (Environment.GetEnvironmentVariable("OURO_FUZZ_TRACE") is { } path)
        {
            File.WriteAllText(path + ".summary", summary);
        }

        Assert.True(counts.GetValueOrDefault("Value") > Rounds / 20, summary);
        Assert.True(counts.GetValueOrDefault("Uncaught, compiling") > Rounds / 20, summary);
    }

    private static string Run(SchemeMachine machine, string program)
    {
        try
        {
            var compiled = machine.Compile(program, s_compileLimits);
            if (compiled.Kind != OutcomeKind.Value)
            {
                CheckCompileError(machine, compiled, program);
                return compiled.Kind + ", compiling";
            }

            var outcome = machine.Execute(compiled, s_runLimits);
            machine.Machine.Ports.Output.Collected!.Clear();
            Assert.False(IsDefect(outcome), $"{machine.Show(outcome)}\n{program}");
            return outcome.Kind.ToString();
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{exception}\n{program}");
            throw;
        }
    }

    /// <summary>Whether a run ended by an error that no program may cause: refused code, or an exception of the host.</summary>
    internal static bool IsDefect(Outcome outcome) =>
        outcome.Value.AsObject is Condition condition && (condition.Kind == ConditionKind.BadCode || condition.Message.StartsWith("internal error", StringComparison.Ordinal));

    private static void CheckCompileError(SchemeMachine machine, Outcome outcome, string program)
    {
        // A procedure that expands a library is the program's own, and fails as it likes while the program is compiled.
        bool isInExpander = program.Contains("expander", StringComparison.Ordinal) && outcome.Backtrace.Any(entry => entry.Span?.File == SchemeMachine.FileName);
        if (outcome.Kind == OutcomeKind.Limit || (isInExpander && !IsDefect(outcome)))
        {
            return;
        }

        string shown = $"{machine.Show(outcome)}\n{string.Join('\n', outcome.Backtrace.Select(entry => $"  in {entry.Procedure} {entry.Span}"))}\n{program}";
        Assert.True(outcome is { Kind: OutcomeKind.Uncaught, Value.AsObject: Condition { Kind: ConditionKind.Read or ConditionKind.Syntax or ConditionKind.File } }, shown);
        Assert.True(((Condition)outcome.Value.AsObject!).Span is not null, "no position: " + shown);
    }

    /// <summary>The guest programs.</summary>
    private static List<string> Sources()
    {
        string folder = Path.Combine(SchemeMachine.RepositoryRoot, "tests", "guest", "scheme");
        var sources = new List<string>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.scm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(file);

            // Those that make code by hand may make bad code.
            if (text.Length < 6000 && !text.Contains("assemble", StringComparison.Ordinal))
            {
                sources.Add(text);
            }
        }

        return sources;
    }

    /// <summary>Ends the process, with the program that hangs, when one takes too long: nothing else could.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly Timer _timer;
        private readonly string? _trace = Environment.GetEnvironmentVariable("OURO_FUZZ_TRACE");
        private string? _program;
        private long _began;

        internal Watch() => _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

        public void Dispose() => _timer.Dispose();

        internal void Begin(string program)
        {
            if (_trace is not null)
            {
                File.WriteAllText(_trace, program);
            }

            _began = Stopwatch.GetTimestamp();
            Volatile.Write(ref _program, program);
        }

        internal void End() => Volatile.Write(ref _program, null);

        private void Look()
        {
            if (Volatile.Read(ref _program) is { } program && Stopwatch.GetElapsedTime(_began) > s_patience)
            {
                Environment.FailFast($"no end after {s_patience.TotalSeconds} s:\n{program}");
            }
        }
    }
}

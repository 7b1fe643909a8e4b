using System.Text.RegularExpressions;
// Programs that are stopped and go on. Wherever a run is stopped by an interrupt or a limit, once or many times, and resumed,
// it ends as it does undisturbed and has written the same: nothing is done twice, nothing is left out.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Machine.Languages;

namespace Ouro.Scheme.Tests.Fuzz;

public class ResumptionTests
{
    private const long MostTicks = 3_000_000;
    private const long MostBytes = 512 << 20;
    private const int ProgramsOfOneMachine = 30;

    /// <summary>After so many stops a run is left to go on.</summary>
    private const int MostStops = 60;

    private static int Points => TestMachines.IsLongRun ? 100 : 1;

    private static long FewTicks => TestMachines.IsLongRun ? 4_000 : 40;

    private static long ManyTicks => TestMachines.IsLongRun ? long.MaxValue : 20_000;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED"), out int seed) ? seed : 20240615;

    [Theory]
    [InlineData("plain")]
    [InlineData("instrumented")]
    [InlineData("hostile")]
    [InlineData("interpreted")]
    [InlineData("compiled")]
    public void GoesOnAsIfNothingHadHappened(string mode)
    {
        var random = new Random(Seed);
        var options = new MachineOptions { Instrumented = mode == "instrumented", Hostile = mode == "hostile", KeepStack = true, Compiles = mode == "compiled", Jit = new JitOptions { Eager = true } };
        SchemeMachine? machine = null;
        var failures = new List<string>();
        int programs = 0;
        int number = 0;
        int stops = 0;
        foreach (var (file, program) in GuestPrograms.All())
        {
            // The slower modes take every third in bounded runs.
            if (!GuestPrograms.IsDeterministic(program) || (!TestMachines.IsLongRun && mode is not "plain" && number++ % 3 != 0))
            {
                continue;
            }

            if (programs++ % ProgramsOfOneMachine == 0 || machine is null)
            {
                machine = new SchemeMachine(options, language: new LanguageOptions { Interpret = mode == "interpreted" });
            }

            var compiled = machine.Compile(program, new MachineLimits());
            if (compiled.Kind != OutcomeKind.Value)
            {
                continue;
            }

            if (new Resumptions(machine, file, compiled, random).Run(out int stopped) is { } failure)
            {
                failures.Add(failure);
                machine = null;
            }

            stops += stopped;
            if (failures.Count == 10)
            {
                break;
            }

            machine?.Check(file);
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.True(stops > programs, $"{programs} programs were stopped {stops} times");
    }

    /// <summary>One program, run in pieces.</summary>
    private sealed class Resumptions(SchemeMachine machine, string file, Outcome compiled, Random random)
    {
        private readonly VirtualMachine _machine = machine.Machine;
        private int _stops;

        /// <summary>What went wrong, or null.</summary>
        internal string? Run(out int stops)
        {
            stops = 0;
            string? first = Execute(null);
            if (first is null || Execute(null) is not { } expected)
            {
                return null;
            }

            long ticks = _machine.TicksUsed;
            long bytes = _machine.BytesAllocated;
            if (ticks <= FewTicks)
            {
                for (long tick = 0; tick <= ticks; tick++)
                {
                    if (Compare(expected, $"interrupted at {tick}", stop => stop == 0 ? InterruptAt(tick) : Unlimited()) is { } failure)
                    {
                        return failure;
                    }
                }
            }

            int points = ticks > ManyTicks ? random.Next(2) : Points;
            for (int point = 0; point < points; point++)
            {
                long tick = random.NextInt64(ticks + 1);
                long limit = random.NextInt64(bytes + 1);
                int gap = random.Next(3) switch { 0 => 3, 1 => 200, _ => 20_000 };
                int seed = random.Next();
                var failure = Compare(expected, $"interrupted at {tick}", stop => stop == 0 ? InterruptAt(tick) : Unlimited())
                    ?? Compare(expected, $"stopped at {tick} ticks", stop => stop == 0 ? new MachineLimits { Ticks = tick } : Unlimited())
                    ?? Compare(expected, $"stopped at {limit} bytes", stop => stop == 0 ? new MachineLimits { Allocation = limit } : Unlimited())
                    ?? Compare(expected, $"stopped again and again, {gap}, {seed}", stop => Often(stop, gap, new Random(seed + stop)));
                if (failure is not null)
                {
                    return failure;
                }
            }

            stops = _stops;
            return null;
        }

        private static MachineLimits Unlimited() => new() { Ticks = 4 * MostTicks, Allocation = 4 * MostBytes };

        private static MachineLimits InterruptAt(long tick) => new() { Ticks = 4 * MostTicks, Allocation = 4 * MostBytes, InterruptAt = tick };

        /// <summary>A little further each time; what cannot be done in small pieces is done at the end.</summary>
        private static MachineLimits Often(int stop, int gap, Random random) =>
            stop >= MostStops ? Unlimited()
            : random.Next(3) switch
            {
                0 => new MachineLimits { Ticks = random.Next(1, gap) },
                1 => new MachineLimits { Allocation = random.Next(1, 64 * gap) },
                _ => InterruptAt(random.Next(1, gap)),
            };

        private string? Compare(string expected, string how, Func<int, MachineLimits> limits)
        {
            string? got = Execute(limits);

            return got == expected ? null : $"{file}, {how}:\n{got}\n--- instead of\n{expected}";
        }

        /// <summary>What the program writes and how it ends.</summary>
        /// <param name="limits">What it gets when it begins (0), and each time that it was stopped. Null: it runs undisturbed.</param>
        /// <returns>Null: it takes too long undisturbed.</returns>
        private string? Execute(Func<int, MachineLimits>? limits)
        {
            _ = machine.TakeOutput();
            int stops = 0;
            var outcome = compiled;
            _machine.SetLimits(limits is null ? new MachineLimits { Ticks = MostTicks, Allocation = MostBytes } : limits(0));
            for (Value rest = compiled.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
            {
                outcome = _machine.Run(Value.Object(new Closure((CodeObject)pair.Car.AsObject!)));
                while (outcome.Kind is OutcomeKind.Limit or OutcomeKind.Interrupted)
                {
                    if (limits is null)
                    {
                        return null;
                    }

                    if (outcome.Stack is null || stops > MostStops + 1)
                    {
                        return $"it cannot go on after {stops} stops: {machine.Show(outcome)}";
                    }

                    _machine.SetLimits(limits(++stops));
                    MachineChecker.CheckIdle(_machine, file);
                    outcome = _machine.Resume(outcome.Stack, Value.Fixnum(123456));
                }
            }

            _stops += stops;
            return machine.TakeOutput() + machine.Show(outcome);
        }
    }
}

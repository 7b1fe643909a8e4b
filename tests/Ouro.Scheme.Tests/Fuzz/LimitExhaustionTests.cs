// Limits that run out anywhere: every guest program, stopped at random points, by ticks, allocation and memory. A stopped
// program leaves a machine that works.

using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Fuzz;

public class LimitExhaustionTests
{
    private const long MostTicks = 3_000_000;
    private const long MostBytes = 512 << 20;

    private static int Points => TestMachines.IsLongRun ? 100 : 3;

    [Theory]
    [InlineData("plain")]
    [InlineData("instrumented")]
    [InlineData("hostile")]
    public void StoppedAnywhere(string mode)
    {
        var random = new Random(20240613);
        var options = new MachineOptions { Instrumented = mode == "instrumented", Hostile = mode == "hostile" };
        var machine = new SchemeMachine(options);
        int programs = 0;
        int stopped = 0;
        int round = 0;
        foreach (string program in Programs())
        {
            var all = new MachineLimits { Ticks = MostTicks, Allocation = MostBytes };
            if (programs++ % 40 == 39)
            {
                machine = new SchemeMachine(options);
            }

            var compiled = machine.Compile(program, new MachineLimits());
            if (compiled.Kind != OutcomeKind.Value)
            {
                continue;
            }

            _ = machine.Execute(compiled, all);
            long ticks = machine.Machine.TicksUsed;
            long bytes = machine.Machine.BytesAllocated;
            for (int point = 0; point < Points; point++)
            {
                compiled = machine.Compile(program, new MachineLimits());
                var limits = (round++ % 3) switch
                {
                    0 => new MachineLimits { Ticks = random.NextInt64(ticks + 1), Allocation = MostBytes },
                    1 => new MachineLimits { Ticks = MostTicks, Allocation = random.NextInt64(bytes + 1) },
                    _ => new MachineLimits { Ticks = MostTicks, Allocation = MostBytes, Memory = GC.GetTotalMemory(false) + random.NextInt64(Math.Min(bytes, 64 << 20) + 1) },
                };
                var outcome = machine.Execute(compiled, limits);
                machine.Machine.Ports.Output.Collected!.Clear();
                Assert.False(ProgramFuzzTests.IsDefect(outcome), $"{machine.Show(outcome)}\n{program}");
                stopped += outcome.Kind == OutcomeKind.Limit ? 1 : 0;
            }

            machine.Check(program);

            // The compiler, stopped.
            _ = machine.Compile(program, new MachineLimits { Ticks = random.Next(20_000), Memory = long.MaxValue });
            machine.Check(program);
        }

        Assert.True(stopped > programs * Points / 4, $"{stopped} of {programs * Points} runs were stopped");
    }

    /// <summary>The same ticks and bytes for the same program in a new machine, on either loop.</summary>
    [Fact]
    public void TicksAreTheSame()
    {
        int number = 0;
        foreach (string program in Programs())
        {
            if ((!TestMachines.IsLongRun && number++ % 6 != 0) || program.Contains("jiff", StringComparison.Ordinal) || program.Contains("second", StringComparison.Ordinal))
            {
                continue;
            }

            var used = new List<(OutcomeKind, long, long)>();
            foreach (bool instrumented in (bool[])[false, false, true])
            {
                var machine = new SchemeMachine(new MachineOptions { Instrumented = instrumented }, check: false);
                var compiled = machine.Compile(program, new MachineLimits());
                var outcome = compiled.Kind == OutcomeKind.Value ? machine.Execute(compiled, new MachineLimits { Ticks = MostTicks, Allocation = MostBytes }) : compiled;
                used.Add((outcome.Kind, machine.Machine.TicksUsed, machine.Machine.BytesAllocated));
            }

            Assert.True(used.Distinct().Count() == 1, $"{string.Join(' ', used)}\n{program}");
        }
    }

    private static IEnumerable<string> Programs()
    {
        string folder = Path.Combine(SchemeMachine.RepositoryRoot, "tests", "guest", "scheme");
        foreach (string file in Directory.EnumerateFiles(folder, "*.scm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string part = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0];
            if (part is not ("compile" or "expand" or "limits" or "libraries"))
            {
                string text = File.ReadAllText(file);
                if (!text.Contains("assemble", StringComparison.Ordinal))
                {
                    yield return text;
                }
            }
        }
    }
}

// Programs that are stopped: every guest program, at every tick or at random ones, at random bytes, at a memory limit, by an
// interrupt. What must hold is exact:
//
//   a program that uses T ticks ends as ever with a limit of T or more, and with less at the limit, with its words;
//   what it wrote until then is the beginning of what it writes undisturbed: no handler saw the limit, no after thunk ran;
//   the same limit stops it at the same point again;
//   the machine keeps its invariants (MachineChecker), and runs other programs right.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;

namespace Ouro.Scheme.Tests.Fuzz;

public class LimitExhaustionTests
{
    private const long MostTicks = 3_000_000;
    private const long MostBytes = 512 << 20;
    private const int ProgramsOfOneMachine = 40;

    /// <summary>Random points of each program and kind of limit.</summary>
    private static int Points => TestMachines.IsLongRun ? 200 : 2;

    /// <summary>Programs that use more are stopped less often.</summary>
    private static long ManyTicks => TestMachines.IsLongRun ? long.MaxValue : 100_000;

    /// <summary>Programs with at most so many ticks are stopped at each of them.</summary>
    private static long FewTicks => TestMachines.IsLongRun ? 4_000 : 60;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED"), out int seed) ? seed : 20240613;

    [Theory]
    [InlineData("plain")]
    [InlineData("instrumented")]
    [InlineData("hostile")]
    [InlineData("compiled")]
    public void StoppedAnywhere(string mode)
    {
        var random = new Random(Seed);
        var options = new MachineOptions { Instrumented = mode == "instrumented", Hostile = mode == "hostile", Compiles = mode == "compiled", Jit = new JitOptions { Eager = true } };
        SchemeMachine? machine = null;
        int programs = 0;
        int stopped = 0;
        int number = 0;
        foreach (var (file, program) in GuestPrograms.All())
        {
            // The slower modes take every third in bounded runs.
            if (!TestMachines.IsLongRun && mode != "plain" && number++ % 5 != 0)
            {
                continue;
            }

            if (programs++ % ProgramsOfOneMachine == 0 || machine is null)
            {
                machine = new SchemeMachine(options);
            }

            var compiled = machine.Compile(program, new MachineLimits());
            if (compiled.Kind != OutcomeKind.Value)
            {
                continue;
            }

            stopped += new Stops(machine, file, program, compiled, random).Run();
            machine.Check(file);

            // The compiler, stopped.
            _ = machine.Compile(program, new MachineLimits { Ticks = random.Next(20_000), Memory = long.MaxValue });
            machine.Check(file);
            if (TestMachines.IsLongRun || programs % 10 == 0)
            {
                _ = MachineChecker.CheckAll(machine.Machine, file);
            }
        }

        Assert.True(stopped > programs * 2, $"{programs} programs were stopped {stopped} times");
    }

    /// <summary>Every guest program, its stack captured and entered again at every call: the stack is in order each time.</summary>
    [Fact]
    public void TheStackIsInOrderAtEveryCall()
    {
        var frozen = new ConditionalWeakTable<Segment, object>();
        long polls = 0;
        void Look(VirtualMachine machine)
        {
            // Of long loops, not every turn.
            if (++polls < 100_000 || polls % 16 == 0)
            {
                MachineChecker.CheckRunning(machine, frozen);
            }
        }

        var options = new MachineOptions { Hostile = true, AtPoll = Look };
        int number = 0;
        SchemeMachine? machine = null;
        foreach (var (file, program) in GuestPrograms.All())
        {
            if (number++ % ProgramsOfOneMachine == 0 || machine is null)
            {
                machine = new SchemeMachine(options);
            }

            polls = 0;
            var outcome = machine.Run(program, new MachineLimits { Ticks = TestMachines.IsLongRun ? MostTicks : 20_000, Allocation = MostBytes });
            machine.Machine.Ports.Output.Collected!.Clear();
            Assert.False(ProgramFuzzTests.IsDefect(outcome), $"{file}: {machine.Show(outcome)}");
        }
    }

    /// <summary>A run that was deep leaves no segments that would make a later one cheaper.</summary>
    [Theory]
    [InlineData(72)]
    [InlineData(3_000_000)]
    [InlineData(long.MaxValue)]
    public void ADeepRunIsChargedTheSameAgain(long bytes)
    {
        var machine = new SchemeMachine(check: false);
        var compiled = machine.Compile("(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1))))) (count 300000)", new MachineLimits());
        var used = new List<(OutcomeKind, long, long)>();
        for (int run = 0; run < 4; run++)
        {
            // In between, one that ends in the deepest segment.
            _ = run == 2 ? machine.Execute(compiled, new MachineLimits { Ticks = 200_000 }) : null;
            var outcome = machine.Execute(compiled, new MachineLimits { Allocation = bytes });
            used.Add((outcome.Kind, machine.Machine.TicksUsed, machine.Machine.BytesAllocated));
        }

        Assert.True(used.Distinct().Count() == 1, string.Join(' ', used));
    }

    /// <summary>One program, stopped again and again.</summary>
    private sealed class Stops
    {
        private readonly SchemeMachine _machine;
        private readonly string _file;
        private readonly Outcome _compiled;
        private readonly Random _random;
        private readonly bool _repeatable;
        private readonly Outcome _undisturbed;
        private readonly string _output;
        private readonly long _ticks;
        private readonly long _bytes;
        private int _stopped;

        internal Stops(SchemeMachine machine, string file, string program, Outcome compiled, Random random)
        {
            _machine = machine;
            _file = file;
            _compiled = compiled;
            _random = random;
            _repeatable = GuestPrograms.IsRepeatable(program);

            // The first run may find things that later ones find there: libraries, tables that grow.
            _ = Execute(new MachineLimits { Ticks = MostTicks, Allocation = MostBytes }, out _);
            _undisturbed = Execute(new MachineLimits { Ticks = MostTicks, Allocation = MostBytes }, out _output);
            _ticks = machine.Machine.TicksUsed;
            _bytes = machine.Machine.BytesAllocated;
        }

        /// <summary>How often it was stopped.</summary>
        internal int Run()
        {
            if (_undisturbed.Kind != OutcomeKind.Limit && _ticks <= FewTicks)
            {
                for (long ticks = 0; ticks <= _ticks; ticks++)
                {
                    Ticks(ticks);
                    Interrupt(ticks);
                }
            }

            int points = _ticks > ManyTicks ? _random.Next(2) : Points;
            for (int point = 0; point < points; point++)
            {
                // Half of them near the start, where a program sets things up, or near its end.
                Ticks(Somewhere(_ticks));
                Interrupt(Somewhere(_ticks));
                Allocation(Somewhere(_bytes));
            }

            // Each asks the collector for several full collections.
            if (TestMachines.IsLongRun || _random.Next(8) == 0)
            {
                Memory();
            }

            return _stopped;
        }

        private long Somewhere(long all) => _random.Next(4) switch
        {
            0 => Math.Min(all, _random.NextInt64(100)),
            1 => Math.Max(0, all - _random.NextInt64(100)),
            _ => _random.NextInt64(all + 1),
        };

        private void Ticks(long limit)
        {
            var outcome = Stop(new MachineLimits { Ticks = limit, Allocation = MostBytes }, out string output);
            Expect(outcome, output, limit < _ticks, OutcomeKind.Limit, $"the limit of {limit} ticks is reached");
        }

        private void Interrupt(long tick)
        {
            var outcome = Stop(new MachineLimits { Ticks = MostTicks, Allocation = MostBytes, InterruptAt = tick }, out string output);

            // At the tick at which both happen, the limit comes first.
            Expect(outcome, output, tick < Math.Min(_ticks, MostTicks), OutcomeKind.Interrupted, "interrupted");
        }

        private void Allocation(long limit)
        {
            var outcome = Stop(new MachineLimits { Ticks = MostTicks, Allocation = limit }, out string output);
            Expect(outcome, output, limit < _bytes, OutcomeKind.Limit, $"the limit of {limit} bytes allocated is reached");
        }

        /// <summary>Where it stops depends on the collector: only what must hold anywhere is asked for.</summary>
        private void Memory()
        {
            long limit = GC.GetTotalMemory(false) + _random.NextInt64(Math.Min(_bytes, 16 << 20) + 1);
            var outcome = Execute(new MachineLimits { Ticks = MostTicks, Allocation = MostBytes, Memory = limit }, out string output);
            MachineChecker.CheckIdle(_machine.Machine, _file);
            if (outcome.Kind == OutcomeKind.Limit && _undisturbed.Kind != OutcomeKind.Limit)
            {
                Expect(outcome, output, true, OutcomeKind.Limit, $"the memory limit of {limit} bytes is reached");
            }
        }

        private Outcome Stop(MachineLimits limits, out string output)
        {
            var outcome = Execute(limits, out output);
            MachineChecker.CheckIdle(_machine.Machine, _file);
            if (_repeatable)
            {
                long ticks = _machine.Machine.TicksUsed;
                var again = Execute(limits, out string outputAgain);
                Assert.True(_machine.Show(again) == _machine.Show(outcome) && ticks == _machine.Machine.TicksUsed && output == outputAgain,
                    $"{_file}: {_machine.Show(outcome)} at {ticks}, then {_machine.Show(again)} at {_machine.Machine.TicksUsed}\n{output}\n---\n{outputAgain}");
            }

            return outcome;
        }

        private void Expect(Outcome outcome, string output, bool stopped, OutcomeKind kind, string words)
        {
            Assert.False(ProgramFuzzTests.IsDefect(outcome), $"{_file}: {_machine.Show(outcome)}");
            if (!_repeatable)
            {
                return;
            }

            string shown = $"{_file}: {_machine.Show(outcome)} instead of {(stopped ? words : _machine.Show(_undisturbed))}; undisturbed {_ticks} ticks, {_bytes} bytes";
            if (stopped)
            {
                _stopped++;
                Assert.True(outcome.Kind == kind && outcome.Value.AsObject is Condition condition && condition.Message == words, shown);
                Assert.True(_output.StartsWith(output, StringComparison.Ordinal), $"{shown}\n{output}\n---\n{_output}");
            }
            else
            {
                Assert.True(_machine.Show(outcome) == _machine.Show(_undisturbed), shown);
                Assert.True(output == _output, $"{shown}\n{output}\n---\n{_output}");
            }
        }

        private Outcome Execute(MachineLimits limits, out string output)
        {
            _ = _machine.TakeOutput();
            var outcome = _machine.Execute(_compiled, limits);
            output = _machine.TakeOutput();
            return outcome;
        }
    }

    /// <summary>The same ticks and bytes for the same program in a new machine, on either loop.</summary>
    [Fact]
    public void TicksAreTheSame()
    {
        int number = 0;
        foreach (var (_, program) in GuestPrograms.All())
        {
            if ((!TestMachines.IsLongRun && number++ % 9 != 0) || !GuestPrograms.IsDeterministic(program))
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
}

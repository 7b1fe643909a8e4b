// Random programs over the whole language (OracleGenerator), compiled as always, with the policy debug, interpreted, evaluated with
// its procedures converted to compiled code, on the other loops of the machine, and by Guile: the same text everywhere. A program that differs is made small before it is shown.

using System.Text.RegularExpressions;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Machine.Languages;

namespace Ouro.Scheme.Tests.Fuzz;

public partial class OracleTests
{
    private const int ProgramsOfOneText = 50;
    private const int TextsOfOneMachine = 20;

    private static int Programs => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_ROUNDS"), out int rounds) ? rounds : TestMachines.IsLongRun ? 100_000 : 400;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED"), out int seed) ? seed : 20240614;

    /// <summary>The ways to run a program that must give the same, by name.</summary>
    private static readonly (string Name, Func<SchemeMachine> Make)[] s_ways =
    [
        ("compiled", () => new SchemeMachine(check: false)),
        ("debug", () => new SchemeMachine(check: false, language: new LanguageOptions { Debug = true })),
        ("interpreted", () => new SchemeMachine(check: false, language: new LanguageOptions { Interpret = true })),
        ("converted", () => Evaluating("compile")),
        ("converted at the second call", () => Evaluating("automatic")),
        ("the host's code", () => new SchemeMachine(new MachineOptions { Compiles = true, Jit = new JitOptions { Eager = true } }, check: false)),
        ("the host's code, guards failing", () => new SchemeMachine(new MachineOptions { Compiles = true, Jit = new JitOptions { Eager = true, FailGuards = 5 } }, check: false)),
        ("hostile", () => new SchemeMachine(new MachineOptions { Hostile = true }, check: false)),
    ];

    /// <summary>A machine that evaluates its programs with a policy; what is called twice counts as called often.</summary>
    private static SchemeMachine Evaluating(string policy)
    {
        var machine = new SchemeMachine(check: false, language: new LanguageOptions { Interpret = true });
        machine.CallEvaluator("set-eval-policy!", Value.Object(machine.Machine.Intern(policy)));
        machine.CallEvaluator("set-calls-before-conversion!", Value.Fixnum(0));
        return machine;
    }

    [Fact]
    public void EveryWayGivesTheSame()
    {
        var generator = new OracleGenerator(new Random(Seed), portable: false);
        SchemeMachine[] machines = [];
        var failures = new List<string>();
        int values = 0;
        for (int text = 0; text * ProgramsOfOneText < Programs && failures.Count < 5; text++)
        {
            if (text % TextsOfOneMachine == 0)
            {
                machines = [.. s_ways.Select(way => way.Make())];
            }

            string[] programs = [.. Enumerable.Range(0, ProgramsOfOneText).Select(i => generator.Program($"n{(text * ProgramsOfOneText) + i}"))];
            string whole = generator.Head + OracleGenerator.Shared + string.Concat(programs);
            string[] outputs = [.. machines.Select(machine => Output(machine, whole))];
            values += outputs[0].Split('\n').Count(line => line.Length > 0 && !line.Contains("(uncaught", StringComparison.Ordinal));
            if (outputs.All(output => output == outputs[0]))
            {
                continue;
            }

            // Machines that did different things are not used any more.
            failures.Add(Find(generator, programs));
            machines = [.. s_ways.Select(way => way.Make())];
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.True(values > Programs / 2, $"only {values} of {Programs} programs gave values");
    }

    [GuileFact]
    public void GuileGivesTheSame()
    {
        var generator = new OracleGenerator(new Random(Seed + 1), portable: true);
        var failures = new List<string>();
        for (int round = 0; round * 500 < Math.Max(500, Programs / 5) && failures.Count < 5; round++)
        {
            string[] programs = [.. Enumerable.Range(0, 500).Select(i => generator.Program($"n{i}"))];
            string head = generator.Head + OracleGenerator.Shared;
            string own = Output(new SchemeMachine(check: false), head + string.Concat(programs));
            string guile = ControlStressTests.Guile(head + string.Concat(programs));
            string[] expected = guile.Split('\n');
            string[] got = own.Split('\n');
            for (int i = 0; i < programs.Length && failures.Count < 5; i++)
            {
                if (i >= expected.Length || i >= got.Length || expected[i] != got[i])
                {
                    failures.Add($"guile: {expected.ElementAtOrDefault(i)}\nhere:  {got.ElementAtOrDefault(i)}\n{programs[i]}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>The first program of some that differs alone, made small; or all that there is to say.</summary>
    private static string Find(OracleGenerator generator, string[] programs)
    {
        string head = generator.Head + OracleGenerator.Shared;
        foreach (string program in programs)
        {
            if (Differs(head, program))
            {
                string small = ProgramShrinker.Shrink(program, candidate => Differs(head, candidate));
                return string.Join('\n', s_ways.Select(way => $"{way.Name}: {Output(way.Make(), head + small)}")) + small;
            }
        }

        string together = string.Concat(programs);
        return "only together:\n" + string.Join('\n', s_ways.Select(way => $"{way.Name}: {Output(way.Make(), head + together)}")) + together;
    }

    private static bool Differs(string head, string program) => s_ways.Select(way => Output(way.Make(), head + program)).Distinct().Count() > 1;

    /// <summary>
    /// The name of a primitive and the number of the argument in the error of an arithmetic operation: what is compiled says those of
    /// the instruction that the compiler chose.
    /// </summary>
    [GeneratedRegex(@"(zero\?|positive\?|negative\?|[-+*/<>=]|<=|>=): argument \d")]
    private static partial Regex ArithmeticName();

    private static string Output(SchemeMachine machine, string program)
    {
        _ = machine.TakeOutput();
        var outcome = machine.Run(program, new MachineLimits { Ticks = 100_000_000, Allocation = 4L << 30 });
        string output = machine.TakeOutput();
        if (outcome.Kind != OutcomeKind.Value)
        {
            output += $"{outcome.Kind}: {(outcome.Value.AsObject is Condition condition ? machine.Language.Describe(condition) : "")}\n";
        }

        return ArithmeticName().Replace(output, "number:");
    }
}

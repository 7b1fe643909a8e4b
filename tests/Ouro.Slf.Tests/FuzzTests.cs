// Damaged and random programs: whatever comes out must be a value, an error of the program that has a place in it, or the end of a
// limit; never an error of the interpreter below, a host exception, a hang, or a machine that is broken afterwards.

using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Slf.Tests;

public class FuzzTests
{
    private const int ProgramsOfOneMachine = 200;

    private const string Check = """
        object base:
            v = 3
            def up(n):
                self v = v add(n)
        object o(p=base):
            w = 4
        o up(5)
        puts(o v)
        puts(base v)
        puts(o w mul(2 pow(70)))
        puts(math isprime(31))
        """;

    private const string Checked = "8 3 4722366482869645213696 1";

    private static readonly MachineLimits s_limits = new() { Ticks = 300_000, Allocation = 64 << 20 };

    private static readonly string[] s_pieces =
    [
        "x", "y", "f", "self", "__parent__", "puts", "add", "inttrait", "bool", "0", "1", "-1", "99999999999999999999", "if", "else", "while", "def", "object",
        "(", ")", ",", ":", "=", "\n", "\n    ", "\n        ", "\t", " ", "$int_add", "$bool_gz", "$math_pow", "$puts", "\"s\"", "#", "\\", "[", "]", "é", "\u0001", "😀",
        "def f(x):\n    f(x)\n", "object o(p=x):\n    y = 1\n", "while 1:\n    x\n", "x __parent__ = y\n", "if x:\n    y\n", "x = 1\n",
    ];

    private static int Rounds => SlfMachine.IsLongRun ? 100_000 : 2_500;

    [Fact]
    public void DamagedProgramsHaveOutcomes()
    {
        var random = new Random(20240612);
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(SlfMachine.Root, "tests", "guest", "slf"), "*.slf", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(text => text.Length < 2000)];
        var kinds = new Dictionary<OutcomeKind, int>();
        SlfMachine? machine = null;
        var lines = new Dictionary<string, int>();
        for (int round = 0; round < Rounds; round++)
        {
            if (machine is null || round % ProgramsOfOneMachine == 0)
            {
                lines.Clear();
                machine = new SlfMachine(new MachineOptions { Hostile = round / ProgramsOfOneMachine % 4 == 3, Instrumented = round / ProgramsOfOneMachine % 4 == 2 });
            }

            string program = random.Next(4) == 0 ? RandomText(random) : Mutate(random, sources[random.Next(sources.Length)], sources[random.Next(sources.Length)]);
            string file = $"test{round}.slf";
            lines[file] = program.Count(character => character == '\n') + 1;
            var (outcome, _) = machine.Run(program, s_limits, file);
            kinds[outcome.Kind] = kinds.GetValueOrDefault(outcome.Kind) + 1;
            Behaves(machine, program, outcome, lines);
            if (round % 50 == 49)
            {
                // Programs may have changed what integers inherit, so the machine is asked for its own health only.
                machine.Machine.SetLimits(new MachineLimits());
                var compiled = machine.Language.Compile(machine.Machine, new(SlfMachine.File, Check));
                Assert.True(compiled.Kind == OutcomeKind.Value, program);
                Assert.Equal(Checked, new SlfMachine().Run(Check).Output);
            }
        }

        // Otherwise nothing was tested.
        Assert.True(kinds[OutcomeKind.Value] > Rounds / 20 && kinds[OutcomeKind.Uncaught] > Rounds / 5, string.Join(' ', kinds));
    }

    /// <summary>An error has its place in the program, or in one before it that changed what integers inherit.</summary>
    private static void Behaves(SlfMachine machine, string program, Outcome outcome, Dictionary<string, int> lines)
    {
        if (outcome.Kind != OutcomeKind.Uncaught)
        {
            return;
        }

        var condition = outcome.Value.AsObject as Condition;
        Assert.True(condition is { Kind: ConditionKind.Syntax or ConditionKind.User }, $"{(condition is null ? "no condition" : machine.Language.Describe(condition))}\n{program}");
        Assert.True(
            condition!.Span is { } span && lines.TryGetValue(span.File, out int last) && span.Line >= 1 && span.Line <= last,
            $"{condition.Span}: {condition.Message}\n{program}");
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(1, 40); count > 0; count--)
        {
            text.Append(s_pieces[random.Next(s_pieces.Length)]).Append(random.Next(3) == 0 ? " " : "");
        }

        return text.ToString();
    }

    private static string Mutate(Random random, string text, string other)
    {
        for (int count = random.Next(1, 5); count > 0 && text.Length > 2; count--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            text = random.Next(7) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => SwapLines(random, text),
                4 => text[..at] + other[random.Next(other.Length)..],
                5 => text.Remove(at, 1).Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                _ => text.Replace(s_pieces[random.Next(9)], s_pieces[random.Next(13)], StringComparison.Ordinal),
            };
        }

        return text;
    }

    private static string SwapLines(Random random, string text)
    {
        string[] lines = text.Split('\n');
        int first = random.Next(lines.Length);
        int second = random.Next(lines.Length);
        (lines[first], lines[second]) = (lines[second], lines[first]);
        return string.Join('\n', lines);
    }
}

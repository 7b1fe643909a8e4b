// Random programs of nested control (see ProgramGenerator): every mode of the machine gives the same text, and so does
// Guile for those that R7RS defines.

using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Fuzz;

public class ControlStressTests
{
    private const int ProgramsOfOneText = 20;
    private const int TextsOfOneMachine = 40;

    private static int Texts => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_ROUNDS"), out int rounds) ? rounds : TestMachines.IsLongRun ? 1_000 : 15;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED"), out int seed) ? seed : 20240612;

    [Fact]
    public void EveryModeGivesTheSame()
    {
        var generator = new ProgramGenerator(new Random(Seed), portable: false);
        SchemeMachine[] machines = [];
        int lines = 0;
        for (int text = 0; text < Texts; text++)
        {
            if (text % TextsOfOneMachine == 0)
            {
                machines = [new SchemeMachine(), new SchemeMachine(new MachineOptions { Hostile = true }), new SchemeMachine(new MachineOptions { Instrumented = true })];
            }

            string program = Text(generator, text);
            string[] outputs = [.. machines.Select(machine => Output(machine, program))];
            for (int mode = 1; mode < outputs.Length; mode++)
            {
                AssertSame(program, outputs[0], outputs[mode], mode == 1 ? "hostile" : "instrumented");
            }

            lines += outputs[0].Count(c => c == '\n');
        }

        Assert.Equal(Texts * ProgramsOfOneText, lines);
    }

    /// <summary>The same program uses the same ticks and bytes in a new machine, and on the instrumented loop.</summary>
    [Fact]
    public void TicksAreTheSame()
    {
        var generator = new ProgramGenerator(new Random(Seed + 1), portable: false);
        for (int text = 0; text < Math.Min(Texts, 30); text++)
        {
            string program = Text(generator, text);
            var used = new List<(long, long)>();
            foreach (bool instrumented in (bool[])[false, false, true])
            {
                var machine = new SchemeMachine(new MachineOptions { Instrumented = instrumented }, check: false);
                var compiled = machine.Compile(program, new MachineLimits());
                Assert.Equal(OutcomeKind.Value, compiled.Kind);
                var outcome = machine.Execute(compiled, new MachineLimits());
                Assert.True(outcome.Kind == OutcomeKind.Value, machine.Show(outcome));
                used.Add((machine.Machine.TicksUsed, machine.Machine.BytesAllocated));
            }

            Assert.True(used.Distinct().Count() == 1, $"{string.Join(' ', used)}\n{program}");
        }
    }

    [GuileFact]
    public void GuileGivesTheSame()
    {
        var generator = new ProgramGenerator(new Random(Seed + 2), portable: true);
        var program = new StringBuilder(ProgramGenerator.Prelude);
        int count = Texts * ProgramsOfOneText;
        for (int i = 0; i < count; i++)
        {
            program.Append(generator.Program($"n{i}"));
        }

        string guile = Guile(program.ToString());
        string own = Output(new SchemeMachine(), program.ToString());
        string[] expected = WithoutReEntries(guile).Split('\n');
        string[] got = WithoutReEntries(own).Split('\n');
        Assert.Equal(count + 1, got.Length);
        var forms = program.ToString().Split("(run-program '");
        for (int i = 0; i < count; i++)
        {
            Assert.True(expected[i] == got[i], $"guile: {expected[i]}\nhere:  {got[i]}\n(run-program '{forms[^(count - i)]}");
        }
    }

    private static string Text(ProgramGenerator generator, int number)
    {
        var program = new StringBuilder(ProgramGenerator.Prelude);
        for (int i = 0; i < ProgramsOfOneText; i++)
        {
            program.Append(generator.Program($"n{(number * ProgramsOfOneText) + i}"));
        }

        return program.ToString();
    }

    private static string Output(SchemeMachine machine, string program)
    {
        _ = machine.TakeOutput();
        var outcome = machine.Run(program, new MachineLimits { Ticks = 50_000_000, Allocation = 4L << 30 });
        string output = machine.TakeOutput();
        Assert.True(outcome.Kind == OutcomeKind.Value, $"{machine.Show(outcome)}\nafter\n{output}\nof\n{program}");
        return output;
    }

    private static void AssertSame(string program, string expected, string got, string mode)
    {
        if (expected == got)
        {
            return;
        }

        string[] left = expected.Split('\n');
        string[] right = got.Split('\n');
        int line = 0;
        while (line < left.Length - 1 && line < right.Length - 1 && left[line] == right[line])
        {
            line++;
        }

        Assert.Fail($"plain: {left[line]}\n{mode}: {right[line]}\n(run-program '{program.Split("(run-program '")[^(ProgramsOfOneText - line)]}");
    }

    /// <summary>
    /// Without winders that were left and at once entered again: Guile sometimes does that on the way to a continuation inside of
    /// them, where R7RS leaves only what the continuation is outside of.
    /// </summary>
    private static string WithoutReEntries(string text)
    {
        while (true)
        {
            string shorter = Regex.Replace(text, @" out-w(\d+) in-w\1(?=[ )])", "");
            if (shorter == text)
            {
                return text;
            }

            text = shorter;
        }
    }

    /// <summary>What Guile prints.</summary>
    internal static string Guile(string program)
    {
        string file = Path.Combine(Path.GetTempPath(), $"ouro-control-{Environment.ProcessId}.scm");
        File.WriteAllText(file, "(import (scheme base) (scheme write) (scheme lazy) (scheme char) (scheme case-lambda))\n" + program);
        try
        {
            var start = new ProcessStartInfo("guile") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["--no-auto-compile", file])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error.Result);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

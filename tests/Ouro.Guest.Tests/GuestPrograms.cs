using System.Text;
using System.Text.RegularExpressions;

namespace Ouro.Guest.Tests;

// One class a mode, so that modes run beside each other.
public sealed class PlainPrograms() : GuestPrograms(GuestMode.Plain);

public sealed class InterpretedPrograms() : GuestPrograms(GuestMode.Interpreted);

public sealed class InstrumentedPrograms() : GuestPrograms(GuestMode.Instrumented);

public sealed class CompiledPrograms() : GuestPrograms(GuestMode.Compiled);

public sealed class CompiledHostilePrograms() : GuestPrograms(GuestMode.CompiledHostile);

public sealed class HostilePrograms() : GuestPrograms(GuestMode.Hostile);

/// <summary>Every program below tests/guest and examples, run in one mode: output, errors and exit status are what it says.</summary>
public abstract partial class GuestPrograms(GuestMode mode)
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    /// <summary>How the programs are run.</summary>
    public GuestMode Mode { get; } = mode;

    [Theory]
    [Programs]
    [SkippedPrograms]
    public void DoesWhatItSays(string file)
    {
        var program = GuestProgram.Load(Path.Combine(Tool.Root, file));
        string[] coverage = Mode.MeasuresCoverage ? ["--coverage", CoverageFile(file)] : [];
        string[]? other = ComparesCharges(file, program) ? Mode.ChargesLike : null;
        var run = Run(program, [.. Mode.Options, .. coverage], withStatistics: other is not null);
        Assert.True(run.Status is not null, $"no end after {(UsualPatience * Mode.Patience).TotalSeconds} s\n{Shown(run)}");
        Assert.True(Lines(run.Output).SequenceEqual(program.Output), Difference(program.Output, Lines(run.Output)) + Shown(run));
        foreach (string text in program.Errors)
        {
            Assert.True(run.Error.Contains(text, StringComparison.Ordinal), $"standard error lacks: {text}\n{Shown(run)}");
        }

        Assert.True(run.Status == program.ExpectedStatus, $"exit status {run.Status}, not {program.ExpectedStatus}\n{Shown(run)}");
        if (other is not null)
        {
            string expected = Charged().Match(Run(program, other, withStatistics: true).Error).Value;
            string charged = Charged().Match(run.Error).Value;
            Assert.True(charged.Length > 0 && charged == expected, $"{charged}; with {string.Join(' ', other)} {expected}");
        }
    }

    private ToolRun Run(GuestProgram program, string[] options, bool withStatistics)
    {
        string[] arguments = [.. options, .. program.Options, Path.GetFileName(program.Path), .. program.Arguments];
        (string, string)[] environment = withStatistics ? [("OURO_STATS", "1")] : [];
        return Tool.Run(arguments, Path.GetDirectoryName(program.Path)!, program.Input, UsualPatience * Mode.Patience, environment);
    }

    /// <summary>Whether ticks and bytes are compared: in a bounded run those of every third program. Not where they depend on the clock or the collector.</summary>
    private bool ComparesCharges(string file, GuestProgram program) =>
        Mode.ChargesLike is not null
        && program.IsDeterministic
        && BoundedRun.Takes(file, 3);

    [GeneratedRegex(@"ticks \d+, bytes charged \d+")]
    private static partial Regex Charged();

    /// <summary>Where a run of the tool leaves what it executed, for Ouro.Coverage.Tests.</summary>
    internal static string CoverageFile(string file)
    {
        string folder = Path.Combine(Tool.Root, "artifacts", "coverage");
        _ = Directory.CreateDirectory(folder);
        return Path.Combine(folder, file.Replace(Path.DirectorySeparatorChar, '-') + ".tsv");
    }

    private static List<string> Lines(string output)
    {
        var lines = output.Split('\n').Select(line => line.Trim(' ', '\r')).ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static string Difference(List<string> expected, List<string> got)
    {
        int line = 0;
        while (line < expected.Count && line < got.Count && expected[line] == got[line])
        {
            line++;
        }

        string Line(List<string> lines) => line < lines.Count ? lines[line] : "(nothing)";
        return $"output line {line + 1}\n  expected: {Line(expected)}\n  got:      {Line(got)}\n";
    }

    private static string Shown(ToolRun run)
    {
        var text = new StringBuilder();
        void Add(string title, string content) => text.Append("--- ").Append(title).Append('\n').Append(content.Length > 4000 ? content[..4000] + "..." : content).Append('\n');
        Add("standard output", run.Output);
        Add("standard error", run.Error);
        return text.ToString();
    }
}

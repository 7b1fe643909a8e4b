using System.Text;

namespace Ouro.Guest.Tests;

/// <summary>The whole text of errors, head, excerpt and backtrace: tests/guest/errors.table as users run programs, and in every mode; there, in bounded runs, a third of it, another third for each of three.</summary>
public class ErrorTableTests
{
    [Theory]
    [InlineData("", -1)]
    [InlineData("--instrumented", 0)]
    [InlineData("--hostile", 1)]
    [InlineData("--jit-eager", 2)]
    [InlineData("--debug", 0)]
    [InlineData("--interpret", 1)]
    public void PrintsWhatTheTableSays(string option, int third)
    {
        var problems = new StringBuilder();
        var cases = Read(File.ReadAllLines(Path.Combine(Tool.Root, "tests", "guest", "errors.table")));
        Assert.True(cases.Count >= 100, $"only {cases.Count} cases were found");
        bool all = third < 0 || BoundedRun.IsLong;
        foreach (var (program, texts) in cases.Where((_, number) => all || number % 3 == third))
        {
            string[] arguments = option.Length == 0 ? ["-e", program] : [option, "-e", program];
            var run = Tool.Run(arguments, Tool.Root, "", TimeSpan.FromMinutes(2));
            string expected = Expected(texts, option);
            if (run.Status is null or 0 || run.Error.TrimEnd('\n') != expected)
            {
                problems.Append($"{program}\nexpected\n{expected}\ngot, with status {run.Status}\n{run.Error}\n");
            }
        }

        Assert.True(problems.Length == 0, problems.ToString());
    }

    private static string Expected(Dictionary<string, string> texts, string option) =>
        option == "--interpret" && texts.TryGetValue("interpreted", out string? interpreted) ? interpreted
        : option is "--interpret" or "--debug" && texts.TryGetValue("debug", out string? debug) ? debug
        : texts[""];

    private static List<(string Program, Dictionary<string, string> Texts)> Read(string[] lines)
    {
        var cases = new List<(string, Dictionary<string, string>)>();
        int i = Array.FindIndex(lines, line => line.TrimEnd() == "===");
        while (i >= 0 && i < lines.Length)
        {
            string program = Part(lines, ref i);
            var texts = new Dictionary<string, string>();
            while (i < lines.Length && lines[i].StartsWith("---", StringComparison.Ordinal))
            {
                string mode = lines[i][3..].Trim();
                texts.Add(mode, Part(lines, ref i));
            }

            cases.Add((program, texts));
        }

        return cases;
    }

    /// <summary>The lines after a mark, up to the next.</summary>
    private static string Part(string[] lines, ref int i)
    {
        int start = ++i;
        while (i < lines.Length && lines[i].TrimEnd() != "===" && !lines[i].StartsWith("---", StringComparison.Ordinal))
        {
            i++;
        }

        return string.Join('\n', lines[start..i]);
    }
}

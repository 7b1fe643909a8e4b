// What R7RS exports and what of it the programs in tests/guest/scheme/r7rs execute. The list is that of the standard's
// appendix A, in tools/identifiers.txt; tools/executed.scm runs a program and tells which procedures of it were called and
// which keywords stand in forms that were evaluated. The report is artifacts/coverage-r7rs.txt.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ouro.Guest.Tests;

public sealed partial class StandardIdentifierTests
{
    private const string Told = "executed ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string Folder = Path.Combine(Tool.Root, "tests", "guest", "scheme", "r7rs");

    private static readonly string List = Path.Combine(Folder, "tools", "identifiers.txt");

    [Fact]
    public void LibrariesExportWhatTheStandardSays()
    {
        var problems = new StringBuilder();
        foreach (var (library, names) in Identifiers())
        {
            string program = $"""
                (import (scheme base) (scheme eval) (scheme write) (only (ouro eval) environment-names))
                (for-each (lambda (name) (write name) (newline)) (environment-names (environment '{library})))
                """;
            var run = Tool.Run(["-e", program], Folder, "", Patience);
            Assert.True(run.Status == 0, run.Error);
            var exported = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            Note(problems, library, "does not export", names.Except(exported));
            Note(problems, library, "exports what the standard does not name:", exported.Except(names));
        }

        Assert.True(problems.Length == 0, problems.ToString());
    }

    [Fact]
    public void EveryIdentifierOfTheStandardIsExecuted()
    {
        var executed = new HashSet<string>(StringComparer.Ordinal);
        int programs = 0;
        foreach (string path in Directory.EnumerateFiles(Folder, "*.scm").Order(StringComparer.Ordinal))
        {
            var program = GuestProgram.Load(path);
            if (program.IsLibrary)
            {
                continue;
            }

            programs++;
            string[] arguments = [.. program.Options, Path.Combine("tools", "executed.scm"), List, Path.GetFileName(path), .. program.Arguments];
            var run = Tool.Run(arguments, Folder, program.Input, Patience);
            string[] lines = run.Error.Split('\n');
            Assert.True(lines.Contains("ended") || (program.Exit is { } status && run.Status == status), $"{path}: {run.Error}");
            executed.UnionWith(lines.Where(line => line.StartsWith(Told, StringComparison.Ordinal)).Select(line => line[Told.Length..]));
        }

        Assert.True(programs > 20, $"only {programs} programs were found in {Folder}");
        var report = new StringBuilder();
        var missing = new List<string>();
        foreach (var (library, names) in Identifiers())
        {
            var left = names.Where(name => !executed.Contains($"{library} {name}")).ToList();
            missing.AddRange(left.Select(name => $"{library} {name}"));
            report.Append(CultureInfo.InvariantCulture, $"{library}: {names.Count - left.Count} of {names.Count} identifiers executed\n");
            foreach (string name in left)
            {
                report.Append("  not: ").Append(name).Append('\n');
            }
        }

        _ = Directory.CreateDirectory(Path.Combine(Tool.Root, "artifacts"));
        File.WriteAllText(Path.Combine(Tool.Root, "artifacts", "coverage-r7rs.txt"), report.ToString());
        Assert.True(missing.Count == 0, $"no program of {Folder} executes: {string.Join(", ", missing)}");
    }

    private static void Note(StringBuilder problems, string library, string what, IEnumerable<string> names)
    {
        string listed = string.Join(' ', names.Order(StringComparer.Ordinal));
        if (listed.Length > 0)
        {
            problems.Append(library).Append(' ').Append(what).Append(' ').Append(listed).Append('\n');
        }
    }

    /// <summary>The libraries of the standard and what each exports.</summary>
    private static List<(string Library, List<string> Names)> Identifiers()
    {
        string text = Comment().Replace(File.ReadAllText(List), "");
        var found = Entry().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList())).ToList();
        Assert.True(found.Count == 16, $"{found.Count} libraries were found in {List}");
        return found;
    }

    [GeneratedRegex(@"^;.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(\([^()]*\))\s*\(([^()]*)\)")]
    private static partial Regex Entry();
}

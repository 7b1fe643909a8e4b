// Every name that a library of src/Ouro.Scheme/libraries exports is used by a guest program that imports the library. The
// programs run from their first line to their last, so what they use outside of comments, strings and imports is executed.

using System.Text.RegularExpressions;

namespace Ouro.Coverage.Tests;

public sealed partial class LibraryCoverageTests
{
    private static readonly string Root = CoverageTests.FindRoot();

    private static readonly string Libraries = Path.Combine(Root, "src", "Ouro.Scheme", "libraries");

    /// <summary>Which libraries there are: their names, and the files that define them.</summary>
    public static TheoryData<string, string> AllLibraries()
    {
        var data = new TheoryData<string, string>();
        foreach (string folder in (string[])["srfi", "ouro"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Libraries, folder), "*.scm").Order(StringComparer.Ordinal))
            {
                if (!file.EndsWith("-exports.scm", StringComparison.Ordinal))
                {
                    data.Add($"({folder} {Path.GetFileNameWithoutExtension(file)})", file);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllLibraries))]
    public void EveryExportIsUsedByATest(string library, string file)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        string[] names = [library, .. OtherNames(library)];
        foreach (string program in Directory.EnumerateFiles(Path.Combine(Root, "tests", "guest", "scheme"), "*.scm", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(program);
            if (names.Any(name => text.Contains(name, StringComparison.Ordinal)))
            {
                used.UnionWith(Tokens(text, skip: "import"));
            }
        }

        string[] missing = [.. Exports(file).Where(name => !used.Contains(name))];
        Assert.True(missing.Length == 0, $"no test uses of {library}: {string.Join(' ', missing)}");
    }

    [Fact]
    public void NamesOfRLargeExportTheSame()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Libraries, "scheme"), "*.scm"))
        {
            string text = File.ReadAllText(file);
            string number = Import().Match(text).Groups[1].Value;
            Assert.True(number.Length > 0, file);
            Assert.Contains($"(include-library-declarations \"../srfi/{number}-exports.scm\")", text, StringComparison.Ordinal);
            Assert.Contains($"(include-library-declarations \"{number}-exports.scm\")", File.ReadAllText(Path.Combine(Libraries, "srfi", number + ".scm")), StringComparison.Ordinal);
        }
    }

    /// <summary>The names of R7RS-large for a SRFI.</summary>
    private static IEnumerable<string> OtherNames(string library) =>
        Directory.EnumerateFiles(Path.Combine(Libraries, "scheme"), "*.scm")
            .Where(file => File.ReadAllText(file).Contains($"(import {library})", StringComparison.Ordinal))
            .Select(file => $"(scheme {Path.GetFileNameWithoutExtension(file)})");

    /// <summary>What the export form in a file, or in the one that it includes, names: of a rename the second name.</summary>
    private static IEnumerable<string> Exports(string file)
    {
        string text = File.ReadAllText(file);
        if (Include().Match(text) is { Success: true } include)
        {
            text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, include.Groups[1].Value));
        }

        string form = Renaming().Replace(Comment().Replace(text, ""), "$1");
        int start = form.IndexOf("(export", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{file} exports nothing");
        start += "(export".Length;
        return form[start..form.IndexOf(')', start)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The identifiers of a program, without those in comments, strings, characters and forms that begin with a name.</summary>
    private static IEnumerable<string> Tokens(string text, string skip)
    {
        int depth = 0;
        int skipped = int.MaxValue;
        bool opened = false;
        foreach (Match token in Token().Matches(text))
        {
            char first = token.Value[0];
            if (first is '(' or ')')
            {
                opened = first == '(';
                depth += opened ? 1 : -1;
                if (depth < skipped)
                {
                    skipped = int.MaxValue;
                }
            }
            else if (first is not ('"' or ';' or '#' or '\''))
            {
                if (opened && token.Value == skip && skipped == int.MaxValue)
                {
                    skipped = depth;
                }

                opened = false;
                if (skipped == int.MaxValue)
                {
                    yield return token.Value;
                }
            }
        }
    }

    [GeneratedRegex("""\(include-library-declarations "([^"]*)"\)""")]
    private static partial Regex Include();

    [GeneratedRegex(@"\(rename \S+ ([^\s)]+)\)")]
    private static partial Regex Renaming();

    [GeneratedRegex(@"\(import \(srfi (\d+)\)\)")]
    private static partial Regex Import();

    [GeneratedRegex(";.*")]
    private static partial Regex Comment();

    // A comment, a string, a character, a parenthesis, or an identifier or other datum.
    [GeneratedRegex(""";.*|"(?:[^"\\]|\\[\s\S])*"|#\\.[^\s()";]*|[()]|[^\s()";']+|'""")]
    private static partial Regex Token();
}

// What the tests together executed. Every instrumented run leaves a file in artifacts/coverage (kind, name, count by tabs);
// this project is run last by ./test and adds them up: every opcode and primitive, and every text with which the machine
// or a primitive reports an error, must have been met, or stand in exceptions.tsv with the reason why not.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ouro.Coverage.Tests;

public sealed partial class CoverageTests
{
    private static readonly string Root = FindRoot();

    /// <summary>Files whose own Fail methods put what they are given into a longer message.</summary>
    private static readonly string[] PartsOfMessages = ["Assembler.cs", "Verifier.cs", "SchemeReader.cs", "SchemeReader.Tokens.cs"];

    [Fact]
    public void EveryOpcodeWasExecuted() => Check("opcode");

    [Fact]
    public void EveryPrimitiveWasCalled() => Check("primitive");

    [Fact]
    public void EveryErrorTextWasRaised() => Check("error");

    private static void Check(string kind)
    {
        var counts = kind == "error" ? CountErrorTexts() : Counts(kind);
        Assert.True(counts.Count > 0, "nothing was measured: run ./test, not this project alone");
        var exceptions = Exceptions(kind);
        var missing = counts.Where(entry => entry.Value == 0).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToList();
        var unexpected = missing.Where(name => !exceptions.ContainsKey(name)).ToList();
        var stale = exceptions.Keys.Where(name => !missing.Contains(name)).ToList();

        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"{kind}s: {counts.Count - missing.Count} of {counts.Count} executed\n");
        foreach (string name in missing)
        {
            report.Append("  not: ").Append(name).Append(exceptions.TryGetValue(name, out string? reason) ? $" ({reason})" : "").Append('\n');
        }

        File.WriteAllText(Path.Combine(Root, "artifacts", $"coverage-{kind}s.txt"), report.ToString());
        Assert.True(unexpected.Count == 0, $"no test executes: {string.Join(", ", unexpected)}");
        Assert.True(stale.Count == 0, $"exceptions.tsv names what is executed, or is gone: {string.Join(", ", stale)}");
    }

    private static SortedDictionary<string, long> Counts(string kind)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (string[] fields in MeasuredLines())
        {
            if (fields[0] == kind)
            {
                counts[fields[1]] = counts.GetValueOrDefault(fields[1]) + long.Parse(fields[2], CultureInfo.InvariantCulture);
            }
        }

        return counts;
    }

    /// <summary>For each text in the sources that reports an error: how many different messages were raised that fit it.</summary>
    private static SortedDictionary<string, long> CountErrorTexts()
    {
        var raised = Counts("error").Keys.ToList();
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (text, isPart) in ErrorTexts())
        {
            // The text of a part of a message may stand anywhere in it.
            string pattern = Hole().Replace(Regex.Escape(Regex.Unescape(text.Replace("\"\"", "\"", StringComparison.Ordinal))), ".*");
            var fitting = new Regex(isPart ? pattern : $"^{pattern}$", RegexOptions.Singleline | RegexOptions.CultureInvariant);
            counts[text] = raised.Count(fitting.IsMatch);
        }

        return raised.Count == 0 ? [] : counts;
    }

    private static IEnumerable<(string Text, bool IsPart)> ErrorTexts()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("Ouro.Generators", StringComparison.Ordinal)))
        {
            string source = File.ReadAllText(file);
            foreach (Match match in FailCall().Matches(source))
            {
                if (match.Groups[1].Length > 0)
                {
                    yield return (match.Groups[1].Value, false);
                }
            }

            foreach (Match match in ArgumentCall().Matches(source))
            {
                yield return ("argument {n} must be " + match.Groups[1].Value + ", got", false);
            }

            foreach (Match match in StopCall().Matches(source))
            {
                yield return (match.Groups[1].Value, false);
            }

            if (PartsOfMessages.Any(name => file.EndsWith(name, StringComparison.Ordinal)))
            {
                foreach (Match match in PartCall().Matches(source))
                {
                    yield return (match.Groups[1].Value, true);
                }
            }
        }
    }

    private static Dictionary<string, string> Exceptions(string kind)
    {
        var exceptions = new Dictionary<string, string>(StringComparer.Ordinal);
        string path = Path.Combine(Root, "tests", "Ouro.Coverage.Tests", "exceptions.tsv");
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] fields = line.Split('\t');
            Assert.True(fields.Length == 3 && fields[2].Length > 0, $"exceptions.tsv: kind, name and reason, separated by tabs, not: {line}");
            if (fields[0] == kind)
            {
                exceptions.Add(fields[1], fields[2]);
            }
        }

        return exceptions;
    }

    private static IEnumerable<string[]> MeasuredLines()
    {
        string folder = Path.Combine(Root, "artifacts", "coverage");
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.tsv"))
        {
            foreach (string line in File.ReadLines(file))
            {
                string[] fields = line.Split('\t');
                if (fields.Length == 3)
                {
                    yield return fields;
                }
            }
        }
    }

    internal static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests must run from a build below the source tree");
    }

    // Literals only: a text that is computed is the caller's, and counted there.
    [GeneratedRegex("""\bFail\(ConditionKind\.\w+,\s*\$?"((?:[^"\\]|\\.)*)"[,)]""")]
    private static partial Regex FailCall();

    [GeneratedRegex("""\b(?:FailBadCode\(|Stop\(OutcomeKind\.\w+,\s*)\$?"((?:[^"\\]|\\.)*)"\)""")]
    private static partial Regex StopCall();

    [GeneratedRegex("""\bFail(?:Incomplete)?\((?:pc, )?(?:Number\(|FormattableString\.Invariant\()?\$?"((?:[^"\\]|\\.)*)"[,)]""")]
    private static partial Regex PartCall();

    [GeneratedRegex("""\b(?:Fail)?(?:WrongType|OutOfRange)\([^;"]*,\s*\$?"((?:[^"\\]|\\.)*)"\)""")]
    private static partial Regex ArgumentCall();

    /// <summary>A hole of an interpolated string, after escaping for a regular expression.</summary>
    [GeneratedRegex(@"\\\{[^}]*\}")]
    private static partial Regex Hole();
}

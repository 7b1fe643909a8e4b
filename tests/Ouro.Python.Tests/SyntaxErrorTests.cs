namespace Ouro.Python.Tests;

using System.Globalization;
using Ouro.Python.Syntax;
using Ouro.Python.Tests.Host;

/// <summary>Sources that are refused, each with what CPython says of it: tests/guest/python/errors/syntax-errors.txt.</summary>
public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void EachIsRefusedAsStated(int version)
    {
        var wrong = new List<string>();
        var entries = Entries(version);
        foreach (var (source, expected, differs) in entries)
        {
            string ours = Answers.Shown(Answers.Of(FrontEnd.Analyse(source, version)));
            if (ours[0] != 'E' || (ours != expected) != differs)
            {
                wrong.Add($"{source}\n  expected {expected}\n  ouro     {ours}");
            }
        }

        Assert.True(entries.Count > 300, $"only {entries.Count} entries were found");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {entries.Count}\n{string.Join('\n', wrong.Take(20))}");
    }

    [PythonFact]
    public void TheHostSaysTheSame()
    {
        using var host = new HostPython();
        var wrong = new List<string>();
        foreach (var (source, expected, _) in Entries(host.Version))
        {
            // Releases of one version place some of them differently, and few say something else.
            string theirs = host.Ask("compile", source);
            if (!Answers.SameMessage(theirs, expected.Replace('|', '\x01')))
            {
                wrong.Add($"{source}\n  stated {expected}\n  python {Answers.Shown(theirs)}");
            }
        }

        Assert.True(wrong.Count <= 3, $"{wrong.Count}\n{string.Join('\n', wrong.Take(20))}");
    }

    [PythonFact]
    public void TheDisplayIsThatOfTheHost()
    {
        using var host = new HostPython();
        int same = 0;
        var entries = Entries(host.Version);
        var wrong = new List<string>();
        foreach (var (source, _, _) in entries)
        {
            var problem = FrontEnd.Analyse(source, host.Version).Problem!;
            string theirs = host.Ask("display", source)[1..];

            // What is found after parsing has no text there, since there is no such file.
            string ours = (theirs.Count(character => character == '\n') <= 2 ? problem with { Text = null } : problem).Display("<source>");
            if (ours == theirs)
            {
                same++;
            }
            else
            {
                wrong.Add($"{source}\n{theirs}{ours}");
            }
        }

        Assert.True(same >= entries.Count * 95 / 100, $"{same} of {entries.Count}\n{string.Join('\n', wrong.Take(10))}");
    }

    /// <summary>Sources with what is stated for a version: the last of the lines that are for it or an older one.</summary>
    private static List<(string Source, string Expected, bool Differs)> Entries(int version)
    {
        var entries = new List<(string, string, bool)>();
        var source = new List<string>();
        string expected = "";
        bool open = false;
        bool differs = false;
        foreach (string line in File.ReadLines(Path.Combine(Root(), "tests", "guest", "python", "errors", "syntax-errors.txt")).Append("==="))
        {
            if (line == "===")
            {
                if (open && expected.Length > 0 && expected != "T")
                {
                    entries.Add((string.Join('\n', source), expected, differs));
                }

                open = true;
                source.Clear();
                expected = "";
                differs = false;
            }
            else if (line.StartsWith("--- 3.", StringComparison.Ordinal))
            {
                int space = line.IndexOf(' ', 6);
                if (int.Parse(line.AsSpan(6, space - 6), CultureInfo.InvariantCulture) <= version)
                {
                    expected = line[(space + 1)..];
                }
            }
            else if (line.StartsWith("--- differs", StringComparison.Ordinal))
            {
                differs = line.Split(' ').Contains($"3.{version}");
            }
            else if (open)
            {
                source.Add(line);
            }
        }

        return entries;
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests must run from a build below the source tree");
        }

        return folder;
    }
}

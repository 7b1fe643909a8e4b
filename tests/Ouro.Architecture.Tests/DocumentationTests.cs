using System.Text.RegularExpressions;

namespace Ouro.Architecture.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void EveryLinkLeadsSomewhere()
    {
        var broken = new List<string>();
        int links = 0;
        foreach (string file in SourceTree.Files("docs", ".md").Concat(["README.md", "CHANGELOG.md"]).Concat(SourceTree.Files("examples", ".md")).Concat(SourceTree.Files("bench", ".md")))
        {
            string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, file))!;
            foreach (Match match in Link().Matches(SourceTree.Text(file)))
            {
                string target = match.Groups[1].Value;
                if (target.StartsWith("http", StringComparison.Ordinal))
                {
                    continue;
                }

                links++;
                string[] parts = target.Split('#', 2);
                string path = parts[0].Length == 0 ? Path.Combine(SourceTree.Root, file) : Path.Combine(folder, parts[0]);
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    broken.Add($"{file}: {target}");
                }
                else if (parts.Length == 2 && !HasHeading(path, parts[1]))
                {
                    broken.Add($"{file}: {target} (no such heading)");
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(links > 0, "no links were found");
    }

    [Fact]
    public void EverySourcePathInTheDocsExists()
    {
        var missing = new List<string>();
        foreach (string file in SourceTree.Files("docs", ".md").Append("README.md"))
        {
            // Recipes name the files that their reader makes.
            if (file.Contains("recipes", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Match match in SourcePath().Matches(SourceTree.Text(file)))
            {
                string path = Path.Combine(SourceTree.Root, match.Groups[1].Value);
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    missing.Add($"{file}: {match.Groups[1].Value}");
                }
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    private static bool HasHeading(string path, string anchor) =>
        File.ReadLines(path).Any(line => line.StartsWith('#') && NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-') == anchor);

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|bench|docs|examples|editors)/[\w./-]*\w/?)`")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

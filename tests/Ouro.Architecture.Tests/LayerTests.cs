using System.Reflection;
using System.Text.RegularExpressions;

namespace Ouro.Architecture.Tests;

/// <summary>Arrows go one way: Cli -> Tools, Hosting -> languages -> Machine.</summary>
public sealed partial class LayerTests
{
    /// <summary>For each project, what it may refer to. A project that is not here is a hole in this test.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Ouro.Generators"] = [],
        ["Ouro.Machine"] = [],
        ["Ouro.Scheme"] = ["Ouro.Machine"],
        ["Ouro.Python"] = ["Ouro.Machine"],
        ["Ouro.Slf"] = ["Ouro.Machine", "Ouro.Scheme"],
        ["Ouro.Hosting"] = ["Ouro.Machine", "Ouro.Scheme", "Ouro.Python", "Ouro.Slf"],
        ["Ouro.Tools"] = ["Ouro.Machine", "Ouro.Scheme", "Ouro.Python", "Ouro.Slf", "Ouro.Hosting"],
        ["Ouro.Cli"] = ["Ouro.Machine", "Ouro.Scheme", "Ouro.Python", "Ouro.Slf", "Ouro.Hosting", "Ouro.Tools"],
    };

    [Fact]
    public void ProjectsReferOnlyDownward()
    {
        var references = SourceTree.ProjectReferences();
        Assert.Contains("Ouro.Machine", references.Keys);
        foreach (var (project, targets) in references)
        {
            Assert.True(Allowed.ContainsKey(project), $"LayerTests does not know the project {project}");
            Assert.True(targets.All(Allowed[project].Contains), $"{project} refers to {string.Join(", ", targets.Except(Allowed[project]))}");
        }
    }

    [Fact]
    public void TheMachineReferencesNoOtherPartOfOuro()
    {
        var names = Assembly.Load("Ouro.Machine").GetReferencedAssemblies().Select(name => name.Name!);
        Assert.DoesNotContain(names, name => name.StartsWith("Ouro", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void TheMachineNamesNoLanguage()
    {
        string[] wrong = SourceTree.Files("src/Ouro.Machine", ".cs")
            .Where(file => LanguageNamespace().IsMatch(SourceTree.Text(file)))
            .ToArray();
        Assert.Empty(wrong);
    }

    [Fact]
    public void NamespacesFollowFolders()
    {
        var wrong = new List<string>();
        foreach (string file in SourceTree.Files("src", ".cs"))
        {
            var match = NamespaceLine().Match(SourceTree.Text(file));
            if (!match.Success)
            {
                continue;
            }

            string folder = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..];
            if (match.Groups[1].Value != folder.Replace('/', '.'))
            {
                wrong.Add($"{file}: {match.Groups[1].Value}");
            }
        }

        // The generator must declare what its old target framework lacks where the compiler looks for it.
        wrong.RemoveAll(line => line.StartsWith("src/Ouro.Generators/Support/Polyfills.cs", StringComparison.Ordinal));

        // The parts of the machine itself are spread over folders by subject.
        wrong.RemoveAll(line => line.StartsWith("src/Ouro.Machine/", StringComparison.Ordinal) && line.EndsWith(": Ouro.Machine.Execution", StringComparison.Ordinal));
        Assert.Empty(wrong);
    }

    [Fact]
    public void UnsafeCodeStaysWhereItBelongs()
    {
        string[] homes = ["src/Ouro.Machine/Execution/", "src/Ouro.Machine/Jit/", "src/Ouro.Machine/Values/", "src/Ouro.Machine/Code/", "src/Ouro.Machine/Limits/", "src/Ouro.Machine/Instrumentation/", "src/Ouro.Machine/Host/", "src/Ouro.Generators/"];
        string[] wrong = SourceTree.Files("src", ".cs")
            .Where(file => !homes.Any(home => file.StartsWith(home, StringComparison.Ordinal)) && UnsafeWord().IsMatch(SourceTree.Text(file)))
            .ToArray();
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"Ouro\.(Scheme|Python|Slf|Tools|Hosting|Cli)\b")]
    private static partial Regex LanguageNamespace();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bunsafe\b(?=.*[{(;=])|\bUnsafe\.")]
    private static partial Regex UnsafeWord();
}

using System.Xml.Linq;

namespace Ouro.Architecture.Tests;

/// <summary>The source files of the repository.</summary>
internal static class SourceTree
{
    private static readonly string[] NotSources = ["artifacts", ".git", "bin", "obj"];

    internal static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    internal static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var pending = new Stack<string>([Path.Combine(Root, folder)]);
        while (pending.TryPop(out string? current))
        {
            if (!Directory.Exists(current))
            {
                continue;
            }

            foreach (string child in Directory.EnumerateDirectories(current))
            {
                if (!NotSources.Contains(Path.GetFileName(child)))
                {
                    pending.Push(child);
                }
            }

            foreach (string file in Directory.EnumerateFiles(current))
            {
                if (extensions.Contains(Path.GetExtension(file)))
                {
                    yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
                }
            }
        }
    }

    internal static string[] Lines(string relative) => File.ReadAllLines(Path.Combine(Root, relative));

    internal static string Text(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    /// <summary>For each project below src: the names of the projects it refers to, the generator aside.</summary>
    internal static Dictionary<string, string[]> ProjectReferences()
    {
        var references = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (string project in Files("src", ".csproj"))
        {
            references[Path.GetFileNameWithoutExtension(project)] = XDocument.Parse(Text(project)).Descendants("ProjectReference")
                .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')))
                .Where(name => name != "Ouro.Generators")
                .ToArray();
        }

        return references;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests must run from a build below the source tree");
    }
}

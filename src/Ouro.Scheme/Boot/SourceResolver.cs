using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>Finds the source of a library.</summary>
internal interface ISourceResolver
{
    /// <summary>The file that defines a library.</summary>
    /// <param name="library">The name's parts: ["ouro", "base"].</param>
    /// <param name="file">The file's name, for positions.</param>
    /// <param name="text">The file's content.</param>
    bool TryResolve(string[] library, out string file, out string text);

    /// <summary>The folder that the names of files are relative to.</summary>
    string Root => "";

    /// <summary>Where it looks, in words, for the error when nothing is found.</summary>
    string Places { get; }
}

/// <summary>
/// Finds libraries in directories of .scm and .sld files, by the library definitions that stand in the files. All files
/// are looked into once, when the first library is asked for.
/// </summary>
/// <param name="root">File names in positions are relative to it.</param>
/// <param name="directories">Searched with all below them, the first match wins.</param>
internal sealed class DirectorySourceResolver(string root, params string[] directories) : ISourceResolver
{
    private const string Marker = "(define-library";

    private Dictionary<string, string>? _files;

    /// <inheritdoc/>
    public string Root => root;

    /// <inheritdoc/>
    public string Places => string.Join(", ", directories);

    /// <summary>The names of all libraries found, their parts with blanks between, in order.</summary>
    internal IReadOnlyList<string> Names
    {
        get
        {
            _files ??= Index();
            var names = new List<string>(_files.Keys);
            names.Sort(StringComparer.Ordinal);
            return names;
        }
    }

    /// <inheritdoc/>
    public bool TryResolve(string[] library, out string file, out string text)
    {
        _files ??= Index();
        if (!_files.TryGetValue(string.Join(' ', library), out var path))
        {
            file = text = "";
            return false;
        }

        file = Path.GetRelativePath(root, path);
        text = File.ReadAllText(path);
        return true;
    }

    private Dictionary<string, string> Index()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            if (!Directory.Exists(directory))
            {
                continue;
            }

            var paths = Directory.GetFiles(directory, "*.s??", SearchOption.AllDirectories);
            Array.Sort(paths, StringComparer.Ordinal);
            foreach (var path in paths)
            {
                if (path.EndsWith(".scm", StringComparison.Ordinal) || path.EndsWith(".sld", StringComparison.Ordinal))
                {
                    IndexFile(path, File.ReadAllText(path), files);
                }
            }
        }

        return files;
    }

    private static void IndexFile(string path, string text, Dictionary<string, string> files)
    {
        for (var at = text.IndexOf(Marker, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Marker, at + 1, StringComparison.Ordinal))
        {
            var open = text.IndexOf('(', at + 1);
            var close = open < 0 ? -1 : text.IndexOf(')', open);
            if (close > 0)
            {
                var parts = text[(open + 1)..close].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                files.TryAdd(string.Join(' ', parts), path);
            }
        }
    }
}

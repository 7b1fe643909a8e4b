namespace Ouro.Scheme.Runtime;

/// <summary>Where sources are: of libraries in the folders that are looked in, of included files beside the including one.</summary>
internal static class LibraryFiles
{
    /// <summary>No file has a longer name. A name that is a circular list is one that no file has.</summary>
    internal const int LongestPath = 4096;

    /// <summary>Finds DIR/a/b.sld, then DIR/a/b.scm, in each directory in turn.</summary>
    /// <param name="parts">The parts of the library's name.</param>
    /// <param name="directories">The folders.</param>
    /// <returns>The file, or null.</returns>
    internal static string? Find(IReadOnlyList<string> parts, IReadOnlyList<string> directories)
    {
        foreach (string part in parts)
        {
            if (part.Length == 0 || part is "." or ".." || part.Contains('/') || part.Contains('\0'))
            {
                return null;
            }
        }

        string relative = string.Join('/', parts);
        foreach (string directory in directories)
        {
            foreach (string extension in (ReadOnlySpan<string>)[".sld", ".scm"])
            {
                string file = Path.Combine(directory, relative + extension);
                if (File.Exists(file))
                {
                    return file;
                }
            }
        }

        return null;
    }

    /// <summary>The file that an include form names.</summary>
    /// <param name="name">As it stands in the source.</param>
    /// <param name="from">The including file.</param>
    /// <param name="root">What relative names of including files are relative to.</param>
    /// <returns>The file, or null if there is none.</returns>
    internal static string? Included(string name, string from, string root = "")
    {
        string path = Path.Combine(root, Path.GetDirectoryName(from) ?? "", name);
        return File.Exists(path) ? path : null;
    }
}

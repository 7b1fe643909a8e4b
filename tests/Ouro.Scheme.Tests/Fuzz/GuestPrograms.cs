namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>The guest programs of the tree, as texts that a machine without capabilities can run.</summary>
internal static class GuestPrograms
{
    /// <summary>Those that are whole programs, by file name, and not about limits or about code made by hand.</summary>
    internal static IEnumerable<(string File, string Text)> All()
    {
        string folder = Path.Combine(SchemeMachine.RepositoryRoot, "tests", "guest", "scheme");
        foreach (string path in Directory.EnumerateFiles(folder, "*.scm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string file = Path.GetRelativePath(folder, path);
            string text = File.ReadAllText(path);

            // Those of the passes show what the compiler makes of them, and are not to be run.
            if (file.Split(Path.DirectorySeparatorChar)[0] is not ("compile" or "expand" or "limits" or "libraries") && !text.Contains("assemble", StringComparison.Ordinal))
            {
                yield return (file, text);
            }
        }
    }

    /// <summary>
    /// Whether a program does the same to the tick when it runs again on the same machine. One that evaluates does not: what it calls may
    /// have been compiled in the meantime.
    /// </summary>
    internal static bool IsRepeatable(string text) => IsDeterministic(text) && !text.Contains("eval", StringComparison.Ordinal);

    /// <summary>Whether what a program prints depends on nothing but its text: it asks no clock.</summary>
    internal static bool IsDeterministic(string text) =>
        !text.Contains("jiff", StringComparison.Ordinal) && !text.Contains("second", StringComparison.Ordinal) && !text.Contains("machine-ticks", StringComparison.Ordinal);
}

using Ouro.Machine.Execution;

namespace Ouro.Python.Execution;

/// <summary>The standard library of the python3 that is installed beside us: its sources are read, its binaries are not.</summary>
internal static class HostLibrary
{
    /// <summary>Says where Python is, instead of the python3 on the path.</summary>
    internal const string Variable = "OURO_PYTHON_HOME";

    private static readonly string _folderName = $"python3.{Compiler.Program.Version}";

    /// <summary>The folder with os.py and the rest; null: there is none, or the machine may not look.</summary>
    /// <param name="home">Where the user said that Python is; null: look for it.</param>
    internal static string? Find(VirtualMachine machine, string? home)
    {
        if (!machine.Capabilities.HasFlag(Capability.Files))
        {
            return null;
        }

        if (home is null && machine.Capabilities.HasFlag(Capability.Environment))
        {
            home = Environment.GetEnvironmentVariable(Variable);
        }

        if (!string.IsNullOrEmpty(home))
        {
            return Under(home);
        }

        string path = machine.Capabilities.HasFlag(Capability.Environment) ? Environment.GetEnvironmentVariable("PATH") ?? "" : "/usr/local/bin:/usr/bin";
        foreach (string folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "python.exe" : _folderName);
            if (File.Exists(program))
            {
                // A link, as virtual environments have, leads to the installation.
                string real = Real(program);
                if (Path.GetDirectoryName(real) is { } bin && (Under(Path.GetDirectoryName(bin) ?? bin) ?? Under(bin)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>What to tell somebody whose program needs the library.</summary>
    internal static string Missing =>
        $"the standard library of Python 3.{Compiler.Program.Version} was not found: install it (Debian: apt install python3.{Compiler.Program.Version}), or say where it is with --python-home DIR or {Variable}";

    private static string Real(string program)
    {
        try
        {
            return File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return program;
        }
    }

    private static string? Under(string home)
    {
        foreach (string folder in (ReadOnlySpan<string>)[home, Path.Combine(home, "lib", _folderName), Path.Combine(home, "Lib")])
        {
            if (File.Exists(Path.Combine(folder, "os.py")))
            {
                return Path.GetFullPath(folder);
            }
        }

        return null;
    }
}

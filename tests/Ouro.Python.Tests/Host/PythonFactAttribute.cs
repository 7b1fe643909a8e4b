namespace Ouro.Python.Tests.Host;

/// <summary>A fact that needs a python3 of the host, 3.11 to 3.13; skipped, visibly, without one.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>Asked once: the attribute is made for every test, often twice.</summary>
    private static readonly Lazy<string?> Problem = new(FindProblem);

    public PythonFactAttribute() => Skip = Problem.Value;

    private static string? FindProblem()
    {
        string command = HostPython.Command;
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!File.Exists(command) && !path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command))))
        {
            return $"there is no {command}";
        }

        using var host = new HostPython();
        return host.Version is < 11 or > 13 ? $"{command} is 3.{host.Version}: 3.11 to 3.13 are known" : null;
    }
}

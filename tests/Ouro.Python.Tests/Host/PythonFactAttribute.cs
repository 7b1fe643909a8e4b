namespace Ouro.Python.Tests.Host;

/// <summary>A fact that needs a python3 of the host, 3.11 to 3.13; skipped, visibly, without one.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        string command = HostPython.Command;
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!File.Exists(command) && !path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command))))
        {
            Skip = $"there is no {command}";
            return;
        }

        using var host = new HostPython();
        if (host.Version is < 11 or > 13)
        {
            Skip = $"{command} is 3.{host.Version}: 3.11 to 3.13 are known";
        }
    }
}

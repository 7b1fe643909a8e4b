using System.Diagnostics;
using System.Text;

namespace Ouro.Guest.Tests;

/// <summary>How a run of the tool ended.</summary>
/// <param name="Status">Its exit status; null when it did not end in time.</param>
public sealed record ToolRun(int? Status, string Output, string Error);

/// <summary>The built <c>ouro</c>, run as users run it: a crash of one program is the failure of one test.</summary>
public static class Tool
{
    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The executable.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("OURO_TOOL") ?? System.IO.Path.Combine(Root, "artifacts", "ouro", "ouro");

    /// <summary>Runs the tool and collects what it prints.</summary>
    public static ToolRun Run(IEnumerable<string> arguments, string folder, string input, TimeSpan patience, params (string Name, string Value)[] environment)
    {
        if (!File.Exists(Path))
        {
            throw new InvalidOperationException($"{Path} is not built: run ./ouro --version first");
        }

        return RunCommand(Path, arguments, folder, input, patience, environment);
    }

    /// <summary>Runs any command and collects what it prints.</summary>
    public static ToolRun RunCommand(string command, IEnumerable<string> arguments, string folder, string input, TimeSpan patience, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What earlier runs compiled is not to be met by chance.
        start.Environment["XDG_CACHE_HOME"] = "/dev/null";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new ToolRun(null, output.Result, error.Result);
        }

        return new ToolRun(process.ExitCode, output.Result, error.Result);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Ouro.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests must run from a build below the source tree");
    }
}

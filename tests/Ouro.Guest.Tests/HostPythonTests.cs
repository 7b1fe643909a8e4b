namespace Ouro.Guest.Tests;

/// <summary>Python programs under the host's python3 as well, if that is the version whose language we speak: output, errors with every caret, and status are the same.</summary>
public sealed class HostPythonTests
{
    private const string Version = "3.11";

    private static readonly Lazy<bool> IsThere = new(LooksForPython);

    private static bool LooksForPython()
    {
        try
        {
            var run = Tool.RunCommand("python3", ["--version"], Tool.Root, "", TimeSpan.FromSeconds(20));
            return run.Status == 0 && run.Output.StartsWith($"Python {Version}.", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public static TheoryData<string> Programs()
    {
        var data = new TheoryData<string>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Tool.Root, "tests", "guest", "python"), "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetRelativePath(Tool.Root, file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void DoesWhatPythonDoes(string file)
    {
        if (!IsThere.Value)
        {
            // Nobody to ask: what the program says of itself is tested all the same.
            return;
        }

        string path = Path.Combine(Tool.Root, file);
        var program = GuestProgram.Load(path);
        string folder = Path.GetDirectoryName(path)!;
        string[] arguments = [Path.GetFileName(path), .. program.Arguments];
        var theirs = Tool.RunCommand("python3", ["-W", "ignore", .. arguments], folder, program.Input, TimeSpan.FromSeconds(30));
        var ours = Tool.Run(arguments, folder, program.Input, TimeSpan.FromSeconds(30));
        Assert.Equal(theirs.Output, ours.Output);
        Assert.Equal(theirs.Error, ours.Error);
        Assert.Equal(theirs.Status, ours.Status);
    }
}

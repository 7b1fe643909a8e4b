namespace Ouro.Tools.Tests.Repl;

/// <summary>
/// The REPL on a pipe. Each file in Sessions has the input, a line "=== output" with what is printed after it, both
/// streams in the order of writing, and a line "=== status N".
/// </summary>
public sealed class PipedSessionTests
{
    public static TheoryData<string> Sessions()
    {
        var names = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Folder, "*.session").Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetFileNameWithoutExtension(file));
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void ASessionPrintsWhatItsFileSays(string name)
    {
        string path = Path.Combine(Folder, name + ".session");
        string text = File.ReadAllText(path);
        int output = text.IndexOf("=== output\n", StringComparison.Ordinal);
        int status = text.LastIndexOf("=== status ", StringComparison.Ordinal);
        string first = text.Split('\n')[0];
        string options = first.StartsWith(";options:", StringComparison.Ordinal) ? first[9..] : "";
        string input = text[..output];
        var run = Tool.RunCommand("/bin/sh", ["-c", $"'{Tool.Path}' {options} 2>&1"], Folder, input, TimeSpan.FromMinutes(1), ("OURO_HISTORY", ""));
        string actual = $"{input}=== output\n{run.Output}=== status {run.Status}\n";
        if (Environment.GetEnvironmentVariable("OURO_UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(text[..status] + text[status..].TrimEnd() + "\n", actual);
    }

    private static string Folder => Path.Combine(Tool.Root, "tests", "Ouro.Tools.Tests", "Sessions");
}

namespace Ouro.Guest.Tests;

/// <summary>Examples that are no guest programs. Those that are run like all others, see <see cref="GuestPrograms"/>.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void TheLimitsScriptPrintsWhatItsCommentsSay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const string Mark = "#=> ";
        string script = Path.Combine(Tool.Root, "examples", "limits.sh");
        var expected = File.ReadLines(script).Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]);
        var run = Tool.RunCommand("bash", [script], Tool.Root, "", TimeSpan.FromMinutes(2), ("OURO_TOOL", Tool.Path));
        Assert.Equal("", run.Error);
        Assert.Equal(string.Join('\n', expected) + "\n", run.Output);
        Assert.Equal(0, run.Status);
    }
}

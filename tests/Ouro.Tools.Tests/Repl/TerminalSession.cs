using System.Diagnostics;
using System.Globalization;

namespace Ouro.Tools.Tests.Repl;

/// <summary>A fact that needs tmux; skipped, visibly, where it is not installed.</summary>
internal sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute()
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tmux"))))
        {
            Skip = "tmux is not installed";
        }
    }
}

/// <summary>The tool in a real terminal of tmux: keys in, screen out. Nothing waits for a time, everything for a text.</summary>
internal sealed class TerminalSession : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private string _server = "";
    private readonly string _folder = Directory.CreateTempSubdirectory("ouro-terminal-").FullName;

    /// <summary>Starts the tool.</summary>
    /// <param name="arguments">Its arguments, as the shell takes them.</param>
    /// <param name="columns">Of the terminal.</param>
    /// <param name="rows">Of the terminal.</param>
    /// <param name="environment">NAME=VALUE, with blanks between.</param>
    internal TerminalSession(string arguments = "", int columns = 80, int rows = 24, string environment = "")
    {
        HistoryFile = Path.Combine(_folder, "history");
        Start(arguments, columns, rows, environment);
    }

    /// <summary>Where inputs are kept; it may be used by the next session.</summary>
    internal string HistoryFile { get; }

    /// <summary>A folder for files of the test, which the tool has as its current one.</summary>
    internal string Folder => _folder;

    /// <summary>Starts the tool in a new terminal.</summary>
    internal void Start(string arguments = "", int columns = 80, int rows = 24, string environment = "")
    {
        _server = "ouro-" + Guid.NewGuid().ToString("N")[..12];
        _ = Tmux("-f", "/dev/null", "new-session", "-d", "-s", "s", "-c", _folder, "-x", Text(columns), "-y", Text(rows), $"env OURO_HISTORY='{HistoryFile}' {environment} '{Tool.Path}' {arguments}; echo status $?; exec cat");
        _ = Tmux("set-option", "-g", "escape-time", "0");
    }

    /// <summary>Presses keys by their names: Enter, Tab, C-c, Up, or single characters.</summary>
    internal void Press(params string[] keys) => _ = Tmux(["send-keys", "-t", "s", .. keys]);

    /// <summary>Types a text.</summary>
    internal void Type(string text) => _ = Tmux("send-keys", "-t", "s", "-l", text);

    /// <summary>Types a line once there is a prompt, or at the end of what was typed, and Enter once it is to be seen.</summary>
    internal void Enter(string text)
    {
        _ = WaitUntil(screen => screen.EndsWith('>') || screen.EndsWith("...", StringComparison.Ordinal) || screen.Split('\n')[^1].StartsWith("scheme", StringComparison.Ordinal), "a prompt");
        Type(text);
        _ = WaitUntil(screen => screen.Replace("\n", "", StringComparison.Ordinal).EndsWith(text[^Math.Min(text.Length, 20)..], StringComparison.Ordinal), text);
        Press("Enter");
    }

    /// <summary>Types a line and waits for a text.</summary>
    internal string Enter(string text, string expected)
    {
        Enter(text);
        return WaitFor(expected);
    }

    /// <summary>Pastes a text as terminals do that mark pastes.</summary>
    internal void Paste(string text)
    {
        string file = Path.Combine(_folder, "paste");
        File.WriteAllText(file, text);
        _ = Tmux("load-buffer", file);
        _ = Tmux("paste-buffer", "-p", "-t", "s");
    }

    internal void Resize(int columns, int rows) => _ = Tmux("resize-window", "-t", "s", "-x", Text(columns), "-y", Text(rows));

    /// <summary>What is on the screen, without blanks at the ends.</summary>
    internal string Screen => string.Join('\n', Tmux("capture-pane", "-p", "-t", "s").Split('\n').Select(line => line.TrimEnd())).TrimEnd();

    /// <summary>What is on the screen, with the sequences of colours.</summary>
    internal string Colours => Tmux("capture-pane", "-e", "-p", "-t", "s").TrimEnd();

    /// <summary>What is on the screen and what went off at the top.</summary>
    internal string Everything => string.Join('\n', Tmux("capture-pane", "-p", "-S", "-", "-t", "s").Split('\n').Select(line => line.TrimEnd())).TrimEnd();

    /// <summary>Waits until the screen has a text.</summary>
    internal string WaitFor(string text) => WaitUntil(screen => screen.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Waits until the screen ends with a text: a prompt, say, after everything else.</summary>
    internal string WaitForEnd(string text) => WaitUntil(screen => screen.EndsWith(text, StringComparison.Ordinal), "..." + text);

    /// <summary>Waits until the screen is as it should be.</summary>
    internal string WaitUntil(Func<string, bool> isRight, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            string screen = Screen;
            if (isRight(screen))
            {
                return screen;
            }

            Assert.True(watch.Elapsed < s_patience, $"waited for: {what}\nthe screen:\n{screen}");
            Thread.Sleep(15);
        }
    }

    /// <summary>Ends the terminal and all in it.</summary>
    internal void Kill() => _ = Tmux("kill-server");

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private string Tmux(params string[] arguments) =>
        Tool.RunCommand("tmux", ["-L", _server, .. arguments], _folder, "", TimeSpan.FromMinutes(1), ("LC_ALL", "C.UTF-8"), ("TERM", "xterm-256color"), ("NO_COLOR", "")).Output;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

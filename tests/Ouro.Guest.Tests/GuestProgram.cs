// A guest program says in comments what it must do:
//
//     ;=> text            a line of standard output; all such lines, in order, are the whole output
//     ;error: text        standard error has this text; the exit status is 70 unless ;exit: says otherwise
//     ;exit: N            the exit status
//     ;args: a "b c"      its arguments
//     ;options: -A path   options for the tool, before the program
//     ;input: text        a line of standard input
//     ;limit-ticks: N     the same as ;options: --ticks N; likewise ;limit-memory: SIZE
//     ;skip-mode: hostile because ...
//     ;library            not a program: other programs include it
//
// That is with Scheme's comments. Those of slf and Python begin with #: `# expect: text` is a line of output, the others are `# error: text`
// and so on.

namespace Ouro.Guest.Tests;

/// <summary>How a language's programs say what they do.</summary>
/// <param name="Comment">What begins the lines that are not about output.</param>
/// <param name="Output">What stands before a line of output, anywhere in a line.</param>
public sealed record CommentStyle(string Comment, string Output);

/// <summary>A guest program and its expectations.</summary>
public sealed class GuestProgram
{
    private readonly CommentStyle _style;

    private readonly Dictionary<string, string> _skippedModes = new(StringComparer.Ordinal);

    private GuestProgram(string path, string[] lines, CommentStyle style)
    {
        Path = path;
        _style = style;
        foreach (string line in lines)
        {
            Take(line);
        }

        IsDeterministic = !Options.Contains("--memory") && !Options.Contains("--time") && !lines.Any(line => Clocks.Any(word => line.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Parts of the names by which programs ask for the time, or for what depends on it.</summary>
    private static readonly string[] Clocks = ["jiff", "second", "machine-ticks", "source-randomize!"];

    public string Path { get; }

    /// <summary>Standard output, line by line, without blanks at the ends.</summary>
    public List<string> Output { get; } = [];

    /// <summary>What standard error must contain.</summary>
    public List<string> Errors { get; } = [];

    public List<string> Arguments { get; } = [];

    public List<string> Options { get; } = [];

    public string Input { get; private set; } = "";

    /// <summary>Null: 70 if an error is expected, otherwise 0.</summary>
    public int? Exit { get; private set; }

    public bool IsLibrary { get; private set; }

    /// <summary>It asks no clock, and no limit of it depends on one or on the collector: it does the same work on every run.</summary>
    public bool IsDeterministic { get; }

    public int ExpectedStatus => Exit ?? (Errors.Count > 0 ? 70 : 0);

    /// <summary>How programs of each language comment, by the extension of their files.</summary>
    private static readonly Dictionary<string, CommentStyle> Styles = new(StringComparer.Ordinal)
    {
        [".scm"] = new CommentStyle(";", ";=>"),
        [".slf"] = new CommentStyle("# ", "# expect:"),
        [".py"] = new CommentStyle("# ", "# expect:"),
    };

    /// <summary>Whether a file is a program of a language that is known here.</summary>
    public static bool IsProgram(string path) => Styles.ContainsKey(System.IO.Path.GetExtension(path));

    public static GuestProgram Load(string path) => new(path, File.ReadAllLines(path), Styles[System.IO.Path.GetExtension(path)]);

    /// <summary>Why the program is not run in a mode, or null.</summary>
    public string? SkipReason(GuestMode mode) => _skippedModes.GetValueOrDefault(mode.Name);

    private void Take(string line)
    {
        int mark = line.IndexOf(_style.Output, StringComparison.Ordinal);
        int end = mark + _style.Output.Length;
        if (mark >= 0 && (end == line.Length || line[end] == ' '))
        {
            Output.Add(line[end..].Trim(' '));
            return;
        }

        if (line == _style.Comment + "library")
        {
            IsLibrary = true;
        }

        int start = _style.Comment.Length;
        int colon = line.IndexOf(':');
        if (!line.StartsWith(_style.Comment, StringComparison.Ordinal) || colon <= start)
        {
            return;
        }

        string value = line[(colon + 1)..].Trim();
        switch (line[start..colon])
        {
            case "error":
                Errors.Add(value);
                break;
            case "exit":
                Exit = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "args":
                Arguments.AddRange(Words(value));
                break;
            case "options":
                Options.AddRange(Words(value));
                break;
            case "input":
                Input += value + "\n";
                break;
            case "limit-ticks":
                Options.AddRange(["--ticks", value]);
                break;
            case "limit-memory":
                Options.AddRange(["--memory", value]);
                break;
            case "skip-mode":
                int blank = value.IndexOf(' ');
                _skippedModes.Add(blank < 0 ? value : value[..blank], blank < 0 ? "no reason given" : value[(blank + 1)..]);
                break;
        }
    }

    /// <summary>Words separated by blanks; one in double quotes may contain blanks.</summary>
    private static IEnumerable<string> Words(string text)
    {
        string[] parts = text.Split('"');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                yield return parts[i];
                continue;
            }

            foreach (string word in parts[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}

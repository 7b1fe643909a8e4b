// What the editor is told about an input: the language knows programs, and here are the commands before them.

using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>Knows commands, and asks the language about everything else.</summary>
/// <param name="interaction">The language.</param>
/// <param name="commands">All commands.</param>
/// <param name="locals">The names of the variables of the chosen activation.</param>
internal sealed class ReplAssistant(Interaction interaction, CommandTable commands, Func<IEnumerable<string>> locals) : IInputAssistant
{
    private const int MostFiles = 1000;

    private List<string>? _names;

    public InputState StateOf(string text)
    {
        if (!CommandTable.IsCommand(text))
        {
            return interaction.StateOf(text);
        }

        // A command ends with its line, unless it has a form behind it that goes on.
        var (name, argument) = CommandTable.Split(text);
        return commands.Find(name, out _) is { Argument: CommandArgument.Form } && interaction.StateOf(argument) == InputState.Incomplete
            ? InputState.Incomplete
            : InputState.Complete;
    }

    public int Indentation(string text) => interaction.Indentation(CommandTable.IsCommand(text) ? Blank(text) : text);

    public IReadOnlyList<SourceToken> Tokens(string text)
    {
        if (!CommandTable.IsCommand(text))
        {
            return interaction.Tokens(text);
        }

        var (name, _) = CommandTable.Split(text);
        int start = text.IndexOf(',', StringComparison.Ordinal);
        var command = commands.Find(name, out _);
        var tokens = new List<SourceToken> { new(command is null ? TokenKind.Plain : TokenKind.Keyword, start, name.Length + 1) };
        if (command is { Argument: CommandArgument.Form })
        {
            tokens.AddRange(interaction.Tokens(Blank(text)));
        }

        return tokens;
    }

    public Completions Complete(string text, int cursor)
    {
        if (CommandTable.IsCommand(text))
        {
            int comma = text.IndexOf(',', StringComparison.Ordinal);
            var (name, _) = CommandTable.Split(text);
            if (cursor <= comma + 1 + name.Length)
            {
                string typed = text[(comma + 1)..Math.Max(comma + 1, cursor)];
                return Matching(comma + 1, typed, commands.Names, " ");
            }

            switch (commands.Find(name, out _)?.Argument)
            {
                case CommandArgument.File:
                    return Files(text, comma + 1 + name.Length, cursor);
                case CommandArgument.Command:
                    int start = interaction.NameStart(text, cursor);
                    return Matching(start, text[start..cursor], commands.Names, "");
            }
        }

        string before = CommandTable.IsCommand(text) ? Blank(text)[..cursor] : text[..cursor];
        if (InString(before) is var quote and >= 0)
        {
            return Files(text, quote + 1, cursor);
        }

        int nameStart = interaction.NameStart(before, cursor);
        return Matching(nameStart, text[nameStart..cursor], [.. locals(), .. _names ??= [.. interaction.Names()]], "");
    }

    /// <summary>Where the string begins that the text ends in, or -1.</summary>
    private int InString(string before)
    {
        var tokens = interaction.Tokens(before);
        return tokens.Count > 0 && tokens[^1].Kind == TokenKind.String && !IsClosed(before, tokens[^1]) ? tokens[^1].Start : -1;
    }

    private static bool IsClosed(string text, SourceToken token)
    {
        int at = token.Start + 1;
        while (at < text.Length && text[at] != text[token.Start])
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at < text.Length;
    }

    private static Completions Matching(int start, string typed, IEnumerable<string> names, string suffix)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name.StartsWith(typed, StringComparison.Ordinal) && name.Length > 0)
            {
                _ = found.Add(name);
            }
        }

        return new Completions(start, typed.Length == 0 && found.Count > MostFiles ? [] : [.. found], suffix);
    }

    private static Completions Files(string text, int start, int cursor)
    {
        while (start < cursor && text[start] is ' ' or '"')
        {
            start++;
        }

        string typed = text[start..cursor];
        int slash = typed.LastIndexOf('/');
        string folder = slash < 0 ? "." : slash == 0 ? "/" : typed[..slash];
        if (folder.StartsWith('~'))
        {
            folder = Environment.GetEnvironmentVariable("HOME") + folder[1..];
        }

        var found = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder))
            {
                string name = Path.GetFileName(path);
                if (name.StartsWith(typed[(slash + 1)..], StringComparison.Ordinal) && (typed.Length > slash + 1 || !name.StartsWith('.')) && found.Count < MostFiles)
                {
                    _ = found.Add(typed[..(slash + 1)] + name + (Directory.Exists(path) ? "/" : ""));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // There is no such folder: nothing completes what was typed.
        }

        return new Completions(start, [.. found]);
    }

    /// <summary>The text with blanks in the place of the command's name, so that positions stay.</summary>
    private static string Blank(string text)
    {
        var (name, _) = CommandTable.Split(text);
        int end = text.IndexOf(',', StringComparison.Ordinal) + 1 + name.Length;
        return new string(' ', end) + text[end..];
    }
}

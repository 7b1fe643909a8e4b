using Ouro.Scheme.Reader;

namespace Ouro.Tools.Repl;

/// <summary>What stands behind a command.</summary>
internal enum CommandArgument
{
    None,

    /// <summary>A form of the language, of any number of lines.</summary>
    Form,

    /// <summary>Names, numbers and the like, on the same line.</summary>
    Words,
    File,
    Command,
}

/// <summary>A command of the REPL.</summary>
/// <param name="Name">Without the comma.</param>
/// <param name="Usage">How its arguments are called, or empty.</param>
/// <param name="Argument">What kind of argument it takes.</param>
/// <param name="Summary">What it does, on a line.</param>
/// <param name="Details">More, for `,help NAME`.</param>
/// <param name="Run">Does it.</param>
internal sealed record ReplCommand(string Name, string Usage, CommandArgument Argument, string Summary, string Details, Action<string> Run);

/// <summary>The commands, by name and by abbreviation.</summary>
internal sealed class CommandTable(IReadOnlyList<ReplCommand> commands)
{
    internal IReadOnlyList<ReplCommand> Commands => commands;

    internal IEnumerable<string> Names => commands.Select(command => command.Name);

    /// <summary>Whether an input is for the REPL and no program: its first character is a comma.</summary>
    internal static bool IsCommand(string text) => text.AsSpan().TrimStart().StartsWith(",", StringComparison.Ordinal);

    /// <summary>The name, without the comma, and what stands behind it.</summary>
    internal static (string Name, string Argument) Split(string text)
    {
        int start = text.IndexOf(',', StringComparison.Ordinal) + 1;
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '?'))
        {
            end++;
        }

        return (text[start..end], text[end..].Trim());
    }

    /// <summary>The command that a name, or the beginning of one, means.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="problem">When the result is null, what is wrong with it.</param>
    internal ReplCommand? Find(string name, out string problem)
    {
        problem = "";
        var found = new List<ReplCommand>();
        foreach (var command in commands)
        {
            if (command.Name == name)
            {
                return command;
            }

            if (name.Length > 0 && command.Name.StartsWith(name, StringComparison.Ordinal))
            {
                found.Add(command);
            }
        }

        if (found.Count == 1)
        {
            return found[0];
        }

        problem = found.Count > 1
            ? $",{name} may be {string.Join(" or ", found.Select(command => "," + command.Name))}"
            : $"there is no command ,{name}" + (NearestName.Find(name, Names) is { } near ? $"; did you mean ,{near}?" : "; ,help lists them");
        return null;
    }
}

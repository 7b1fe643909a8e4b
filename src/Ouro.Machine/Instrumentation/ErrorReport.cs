// An error as people see it:
//
//     fib.scm:3:14: error: +: argument 1 must be a number, got two
//       (display (+ n 1))
//                ^^^^^^^
//       in (add two) at fib.scm:3:14
//       in (main) at fib.scm:9:3
//       in program at fib.scm:12:1

using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Machine.Instrumentation;

/// <summary>Renders how a run ended, when it did not end well.</summary>
public static class ErrorReport
{
    /// <summary>How many activations are shown at each end of a long backtrace.</summary>
    private const int ShownAtEachEnd = 10;

    private const int LongestValue = 500;

    /// <summary>Lengths of one argument, and of a whole call, in a backtrace.</summary>
    private const int LongestArgument = 40;
    private const int LongestCall = 100;

    /// <summary>The whole text, lines ended.</summary>
    /// <param name="language">Prints values.</param>
    /// <param name="source">The text that ran, whose lines need not be read from a file.</param>
    /// <param name="outcome">How the run ended.</param>
    public static string Render(Language language, SourceText? source, Outcome outcome)
    {
        var text = new StringBuilder();
        var condition = outcome.Value.AsObject as Condition;
        var span = Place(outcome);
        if (span is not null)
        {
            text.Append(span.ToString()).Append(": ");
        }

        text.Append(outcome.Kind switch
        {
            OutcomeKind.Limit => "stopped: ",
            OutcomeKind.Interrupted => "",
            _ => "error: ",
        });
        text.Append(condition is not null ? language.Describe(condition) : "uncaught exception: " + language.Print(outcome.Value, LongestValue)).Append('\n');
        if (span is not null)
        {
            AppendSourceLine(text, source, span);
            if (span.Macro is { } macro)
            {
                text.Append("  expanded from ").Append(macro).Append('\n');
            }
        }

        AppendBacktrace(text, language, outcome.Backtrace);
        return text.ToString();
    }

    /// <summary>Where it happened: the condition's own place, or that of the innermost call that has one; null if none has.</summary>
    public static SourceSpan? Place(Outcome outcome)
    {
        if (outcome.Value.AsObject is Condition { Span: { } span })
        {
            return span;
        }

        foreach (var entry in outcome.Backtrace)
        {
            if (entry.Span is not null)
            {
                return entry.Span;
            }
        }

        return null;
    }

    private static void AppendSourceLine(StringBuilder text, SourceText? source, SourceSpan span)
    {
        string? content = source is not null && span.File == source.Name ? source.Text : ReadQuietly(span.File);
        if (content is null || LineAt(content, span.Line) is not { } line || line.Length > 400)
        {
            return;
        }

        // Columns count code points; a tab stays a tab so that the caret stands below its character.
        text.Append("  ").Append(line).Append("\n  ");
        int column = 1;
        int end = span.EndLine == span.Line ? Math.Max(span.EndColumn, span.Column + 1) : int.MaxValue;
        foreach (var rune in line.EnumerateRunes())
        {
            if (column >= end)
            {
                break;
            }

            text.Append(column >= span.Column ? '^' : rune.Value == '\t' ? '\t' : ' ');
            column++;
        }

        // An error at the end of the line, where no character is.
        for (; column <= span.Column; column++)
        {
            text.Append(column == span.Column ? '^' : ' ');
        }

        text.Append('\n');
    }

    /// <summary>A backtrace, one line for each activation.</summary>
    private static void AppendBacktrace(StringBuilder text, Language language, IReadOnlyList<BacktraceEntry> backtrace)
    {
        for (int i = 0; i < backtrace.Count; i++)
        {
            var entry = backtrace[i];
            if (i == ShownAtEachEnd && backtrace.Count > 2 * ShownAtEachEnd)
            {
                int last = backtrace.Count - ShownAtEachEnd;
                int hidden = 0;
                for (; i < last; i++)
                {
                    hidden += backtrace[i].Hidden > 0 ? backtrace[i].Hidden : 1;
                }

                text.Append("  ... ").Append(hidden).Append(" more ...\n");
                entry = backtrace[i];
            }

            text.Append("  in ").Append(Call(language, entry));
            if (entry.Span is { } place)
            {
                text.Append(" at ").Append(place.ToString());
            }

            text.Append('\n');
            if (entry.LeftOutCalls)
            {
                text.Append("  ... tail calls left no trace ...\n");
            }
        }
    }

    /// <summary>An activation as the call that made it: its procedure and its arguments, both shortened.</summary>
    public static string Call(Language language, BacktraceEntry entry)
    {
        if (entry.Arguments is not { } arguments)
        {
            return entry.Procedure ?? "an anonymous procedure";
        }

        var text = new StringBuilder("(");
        text.Append(entry.Procedure ?? (entry.Definition is { } definition ? $"#<procedure at {definition}>" : "#<procedure>"));
        foreach (var argument in arguments)
        {
            text.Append(' ');
            if (text.Length > LongestCall)
            {
                text.Append("...");
                break;
            }

            text.Append(argument.Name is { } name && name.StartsWith("#:", StringComparison.Ordinal) ? name + " " : "");
            text.Append(argument.Value.IsUnbound ? "_" : language.Print(argument.Value, LongestArgument));
        }

        return text.Append(')').ToString();
    }

    private static string? LineAt(string content, int number)
    {
        int start = 0;
        for (int line = 1; line < number; line++)
        {
            int end = content.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            start = end + 1;
        }

        int stop = content.IndexOf('\n', start);
        return content[start..(stop < 0 ? content.Length : stop)].TrimEnd('\r');
    }

    private static string? ReadQuietly(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

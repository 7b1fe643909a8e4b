// An error as people see it:
//
//     fib.scm:3:14: error: +: argument 1 must be a number, got two
//       (display (+ 'two 1))
//                ^^^^^^^^^^^
//       in add (fib.scm:3:14)
//       in main (fib.scm:9:3)

using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Cli;

/// <summary>Renders how a run ended, when it did not end well.</summary>
internal static class ErrorReport
{
    /// <summary>How many activations are shown at each end of a long backtrace.</summary>
    private const int ShownAtEachEnd = 10;

    private const int LongestValue = 500;

    /// <summary>The whole text, lines ended.</summary>
    internal static string Render(Language language, SourceText source, Outcome outcome)
    {
        var text = new StringBuilder();
        var condition = outcome.Value.AsObject as Condition;
        var span = condition?.Span;
        if (span is null && outcome.Backtrace.Count > 0)
        {
            span = outcome.Backtrace[0].Span;
        }

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
        }

        AppendBacktrace(text, outcome.Backtrace);
        return text.ToString();
    }

    private static void AppendSourceLine(StringBuilder text, SourceText source, SourceSpan span)
    {
        string? content = span.File == source.Name ? source.Text : ReadQuietly(span.File);
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

    private static void AppendBacktrace(StringBuilder text, IReadOnlyList<BacktraceEntry> backtrace)
    {
        for (int i = 0; i < backtrace.Count; i++)
        {
            if (i == ShownAtEachEnd && backtrace.Count > 2 * ShownAtEachEnd)
            {
                int hidden = backtrace.Count - (2 * ShownAtEachEnd);
                text.Append("  ... ").Append(hidden).Append(" more ...\n");
                i += hidden;
            }

            var entry = backtrace[i];
            text.Append("  in ").Append(entry.Procedure ?? "an anonymous procedure");
            if (entry.Span is { } place)
            {
                text.Append(" (").Append(place.ToString()).Append(')');
            }

            text.Append('\n');
        }
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

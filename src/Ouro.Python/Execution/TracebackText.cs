using System.Text;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;
using Ouro.Python.Syntax;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Execution;

/// <summary>Exceptions as CPython shows them when nobody handles them.</summary>
internal sealed class TracebackText(PythonRuntime python)
{
    /// <summary>The same place is shown so often, then a count.</summary>
    private const int MostRepeats = 3;

    private readonly StringBuilder _text = new();
    private readonly HashSet<PyException> _seen = [];
    private readonly Dictionary<string, string[]> _sources = new(StringComparer.Ordinal);

    /// <summary>Gives a source by its name, so that it need not be read again.</summary>
    internal void AddSource(string name, string text) => _sources[name] = text.Split('\n');

    /// <summary>The whole text, lines ended.</summary>
    internal async Work<Value> Render(PyException exception)
    {
        var chain = new List<(PyException Exception, string After)> { (exception, "") };
        _seen.Add(exception);
        for (var walk = exception; ;)
        {
            if (walk.Cause.Ref is PyException cause && _seen.Add(cause))
            {
                chain.Add((cause, "\nThe above exception was the direct cause of the following exception:\n\n"));
                walk = cause;
            }
            else if (walk.Cause.IsUnspecified && !walk.SuppressContext && walk.Context.Ref is PyException context && _seen.Add(context))
            {
                chain.Add((context, "\nDuring handling of the above exception, another exception occurred:\n\n"));
                walk = context;
            }
            else
            {
                break;
            }
        }

        for (int i = chain.Count - 1; i >= 0; i--)
        {
            Value shown = await RenderOne(chain[i].Exception);
            if (shown.IsSignal)
            {
                return shown;
            }

            _text.Append(chain[i].After);
        }

        return python.Str(_text.ToString());
    }

    private async Work<Value> RenderOne(PyException exception)
    {
        if (exception.Traceback is { } traceback)
        {
            _text.Append("Traceback (most recent call last):\n");
            RenderActivations(traceback);
        }

        if (exception.SourceProblem is { } problem)
        {
            _text.Append(problem.Display(exception.SourceFile ?? "<unknown>"));
            return Value.Unspecified;
        }

        var type = exception.Type;
        string name = type.ModuleName is "builtins" or "__main__" ? type.QualifiedName : type.ModuleName + "." + type.QualifiedName;
        Value message = await python.TryCall(python.Builtin("%str"), Value.Object(exception));
        string words;
        if (message.IsSignal)
        {
            if (!python.Catch(python.Types.BaseException))
            {
                return message;
            }

            words = "<exception str() failed>";
        }
        else
        {
            words = PythonRuntime.TextOf(message);
        }

        _text.Append(name).Append(words.Length == 0 ? "" : ": " + words).Append(Suggestions.For(python, exception)).Append('\n');
        if (exception.OwnAttribute("__notes__").Ref is PyList notes)
        {
            foreach (Value note in notes.Span)
            {
                _text.Append(note.Ref?.ToString()).Append('\n');
            }
        }

        return Value.Unspecified;
    }

    private void RenderActivations(PyTraceback traceback)
    {
        (string File, int Line, string Name) last = ("", 0, "");
        int repeats = 0;
        for (PyTraceback? entry = traceback; entry is not null; entry = entry.Next)
        {
            var info = FunctionInfo.Of(entry.Code)!;
            var span = entry.Code.SpanAt(entry.Pc);
            var place = (info.FileName, span?.Line ?? info.FirstLine, info.Name);
            if (place == last)
            {
                repeats++;
                if (repeats > MostRepeats)
                {
                    continue;
                }
            }
            else
            {
                EndRepeats(repeats);
                last = place;
                repeats = 1;
            }

            _text.Append("  File \"").Append(place.FileName).Append("\", line ").Append(place.Item2).Append(", in ").Append(place.Name).Append('\n');
            if (span is not null && LineOf(place.FileName, span.Line) is { } line)
            {
                RenderLine(line, span);
            }
        }

        EndRepeats(repeats);
    }

    private void EndRepeats(int repeats)
    {
        if (repeats > MostRepeats)
        {
            int more = repeats - MostRepeats;
            _text.Append("  [Previous line repeated ").Append(more).Append(more == 1 ? " more time]\n" : " more times]\n");
        }
    }

    private void RenderLine(string line, Ouro.Machine.Execution.SourceSpan span)
    {
        string stripped = line.Trim();
        if (stripped.Length == 0)
        {
            return;
        }

        _text.Append("    ").Append(stripped).Append('\n');
        int indent = line.Length - line.TrimStart().Length;
        int start = span.Column - 1, end = span.EndLine == span.Line ? span.EndColumn - 1 : indent + stripped.Length;
        if (start < indent || end > line.Length || end <= start)
        {
            return;
        }

        var anchors = span.EndLine == span.Line ? Anchors(line[start..end]) : null;
        if (end - start >= stripped.Length && anchors is null)
        {
            return;
        }

        _text.Append("    ").Append(' ', start - indent);
        if (anchors is var (left, right))
        {
            _text.Append('~', left).Append('^', right - left).Append('~', Math.Max(0, end - start - right));
        }
        else
        {
            _text.Append('^', end - start);
        }

        _text.Append('\n');
    }

    /// <summary>The operator of a binary expression, or the brackets of a subscript, in the text of the expression.</summary>
    private static (int Left, int Right)? Anchors(string segment)
    {
        if (FrontEnd.Parse(segment, Program.Version).Tree is not Module { Body: [Expr { Value: var value }] })
        {
            return null;
        }

        switch (value)
        {
            case BinOp operation when operation.Right.Span.Line == 1:
                string between = segment[operation.Left.Span.EndColumn..operation.Right.Span.Column];
                int offset = between.Length - between.TrimStart().Length;
                int left = operation.Left.Span.EndColumn + offset;
                bool isDouble = offset + 1 < between.Length && !char.IsWhiteSpace(between[offset + 1]);
                return (left, left + (isDouble ? 2 : 1));
            case Subscript subscript when subscript.Slice.Span.EndLine == 1:
                return (subscript.Value.Span.EndColumn, subscript.Slice.Span.EndColumn + 1);
            default:
                return null;
        }
    }

    private string? LineOf(string file, int line)
    {
        if (!_sources.TryGetValue(file, out string[]? lines))
        {
            try
            {
                lines = python.Machine.Capabilities.HasFlag(Capability.Files) && File.Exists(file) ? File.ReadAllLines(file) : [];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                lines = [];
            }

            _sources[file] = lines;
        }

        return line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : null;
    }
}

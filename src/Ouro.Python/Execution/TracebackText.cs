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

    /// <summary>Of the exceptions of a group so many are shown, and groups so deep.</summary>
    private const int MostOfGroup = 15, DeepestGroup = 10;

    private StringBuilder _text = new();
    private int _depth;
    private bool _isOpen;
    private readonly HashSet<PyException> _seen = [];
    private readonly Dictionary<string, string[]> _sources = new(StringComparer.Ordinal);

    /// <summary>Gives a source by its name, so that it need not be read again.</summary>
    internal void AddSource(string name, string text) => _sources[name] = text.Split('\n');

    /// <summary>The whole text, lines ended.</summary>
    internal async Work<Value> Render(PyException exception) =>
        await RenderChain(exception) is { IsSignal: true } signal ? signal : python.Str(_text.ToString());

    private async Work<Value> RenderChain(PyException exception)
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

            Emit(chain[i].After);
        }

        return Value.Unspecified;
    }

    /// <summary>Adds lines, within groups with their margin.</summary>
    private void Emit(string lines, char margin = '|')
    {
        string before = _depth == 0 ? "" : new string(' ', 2 * _depth) + margin + ' ';
        foreach (string line in lines.Split('\n')[..^1])
        {
            _text.Append(before).Append(line).Append('\n');
        }
    }

    private async Work<Value> RenderOne(PyException exception)
    {
        bool isGroup = exception.Type.IsSubtypeOf(python.Types.Exception("BaseExceptionGroup"));
        if (isGroup && _depth > DeepestGroup)
        {
            Emit($"... (max_group_depth is {DeepestGroup})\n");
            return Value.Unspecified;
        }

        bool isTop = isGroup && _depth == 0;
        _depth += isTop ? 1 : 0;
        if (exception.Traceback is { } traceback)
        {
            Emit(isGroup ? "Exception Group Traceback (most recent call last):\n" : "Traceback (most recent call last):\n", isTop ? '+' : '|');
        }

        var outer = _text;
        _text = new StringBuilder();
        Value shown = await RenderItself(exception);
        string itself = _text.ToString();
        _text = outer;
        Emit(itself);
        if (!shown.IsSignal && isGroup)
        {
            shown = await RenderParts(PythonRuntime.PartsOf(exception));
        }

        _depth -= isTop ? 1 : 0;
        return shown;
    }

    private async Work<Value> RenderParts(Value[] parts)
    {
        int shown = Math.Min(parts.Length, MostOfGroup + 1);
        _isOpen = false;
        for (int i = 0; i < shown; i++)
        {
            bool isLast = i == shown - 1;
            _isOpen |= isLast;
            string title = i >= MostOfGroup ? "..." : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _text.Append(' ', 2 * _depth).Append(i == 0 ? "+-" : "  ").Append($"+---------------- {title} ----------------\n");
            _depth++;
            if (i >= MostOfGroup)
            {
                Emit($"and {parts.Length - MostOfGroup} more exception{(parts.Length - MostOfGroup > 1 ? "s" : "")}\n");
            }
            else if ((await RenderChain((PyException)parts[i].Ref!)).IsSignal)
            {
                return Value.Signal;
            }

            if (isLast && _isOpen)
            {
                _text.Append(' ', 2 * _depth).Append("+------------------------------------\n");
                _isOpen = false;
            }

            _depth--;
        }

        return Value.Unspecified;
    }

    private async Work<Value> RenderItself(PyException exception)
    {
        if (exception.Traceback is { } traceback)
        {
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

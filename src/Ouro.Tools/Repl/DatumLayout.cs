// A printed value over several lines. It works on the text, with the language's own tokens, so that it knows strings
// and brackets of any language and nothing of its data:
//
//   group ::= (opening bracket, group or word, ..., closing bracket)
//
// A group that fits goes on one line. Otherwise its parts stand below each other behind the bracket; words alone fill lines.

using System.Text;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>Breaks long printed values into lines.</summary>
internal sealed class DatumLayout
{
    private const int DeepestNesting = 200;

    private readonly string _text;
    private readonly int _width;
    private readonly IReadOnlyList<SourceToken> _tokens;
    private readonly StringBuilder _output = new();
    private int _next;

    private DatumLayout(string text, IReadOnlyList<SourceToken> tokens, int width)
    {
        _text = text;
        _tokens = tokens;
        _width = width;
    }

    private sealed record Part(int Start, int End, int ContentStart, List<Part>? Parts);

    /// <summary>The text with line ends and blanks put in between its parts.</summary>
    /// <param name="text">One printed value, or a part of one that was cut.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="width">Columns.</param>
    /// <param name="indentation">Columns that are taken on the first line, and left free on the others.</param>
    internal static string Break(string text, IReadOnlyList<SourceToken> tokens, int width, int indentation)
    {
        if (CharacterWidth.Of(text) <= width - indentation || text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        var layout = new DatumLayout(text, tokens, width);
        while (layout._next < tokens.Count)
        {
            layout.Write(layout.Parse(0), indentation, 0);
        }

        return layout._output.ToString();
    }

    private Part Parse(int depth)
    {
        var first = _tokens[_next];
        int start = first.Start;
        int end = start + first.Length;

        // What touches belongs together: a quote and its datum, a label and what it names.
        while (_next < _tokens.Count && _tokens[_next].Start <= end && _tokens[_next] is { } token && (token.Start == start || token.Start == end))
        {
            if (token.Kind == TokenKind.Bracket && !IsOpening(token))
            {
                break;
            }

            _next++;
            end = token.Start + token.Length;
            if (token.Kind == TokenKind.Bracket)
            {
                var parts = new List<Part>();
                while (_next < _tokens.Count && !(_tokens[_next].Kind == TokenKind.Bracket && !IsOpening(_tokens[_next])))
                {
                    parts.Add(Parse(depth + 1));
                }

                if (_next < _tokens.Count)
                {
                    end = _tokens[_next].Start + _tokens[_next].Length;
                    _next++;
                }
                else
                {
                    end = _text.Length;
                }

                return new Part(start, end, token.Start + token.Length, depth < DeepestNesting ? parts : null);
            }
        }

        if (end == start + first.Length && _next < _tokens.Count && _tokens[_next].Start == start)
        {
            // A closing bracket with nothing to close.
            _next++;
        }

        return new Part(start, end, start, null);
    }

    private bool IsOpening(SourceToken token) => token.Partner < 0 ? _text[token.Start + token.Length - 1] is '(' or '[' or '{' : token.Partner > token.Start;

    private void Write(Part part, int column, int closing)
    {
        int columns = CharacterWidth.Of(_text.AsSpan(part.Start, part.End - part.Start));
        if (part.Parts is not { Count: > 0 } parts || column + columns + closing <= _width)
        {
            _ = _output.Append(_text, part.Start, part.End - part.Start);
            return;
        }

        string opening = _text[part.Start..part.ContentStart];
        _ = _output.Append(opening);
        int inner = column + CharacterWidth.Of(opening);
        bool fills = parts.TrueForAll(each => each.Parts is null or { Count: 0 });
        int at = inner;
        for (int i = 0; i < parts.Count; i++)
        {
            var each = parts[i];
            int width = CharacterWidth.Of(_text.AsSpan(each.Start, each.End - each.Start));
            if (i > 0)
            {
                bool fits = fills && at + 1 + width + (i == parts.Count - 1 ? closing + 1 : 0) <= _width;
                _ = fits ? _output.Append(' ') : _output.Append('\n').Append(' ', inner);
                at = fits ? at + 1 : inner;
            }

            Write(each, at, i == parts.Count - 1 ? closing + 1 : 0);
            at += width;
        }

        int last = parts[^1].End;
        _ = _output.Append(_text, last, part.End - last);
    }
}

// F-strings before 3.12: a literal like others, whose expressions are found by looking for their ends and are then read as sources of
// their own. The places inside follow CPython's rules, also where they are odd: the text of an f-string has the place of all the literals
// that stand beside each other.

namespace Ouro.Python.Syntax.Parsing;

using System.Text;
using Ouro.Machine.Values;
using Ouro.Python.Syntax.Tree;

/// <summary>Where the source of an expression in an f-string begins, for problems and places in it.</summary>
/// <param name="Line">What to add to its lines.</param>
/// <param name="Column">What to add to columns of its first line.</param>
internal sealed record FieldPlace(int Line, int Column);

internal sealed partial class Parser
{
    private void MoveTokens(FieldPlace place)
    {
        for (int i = 0; i < _tokens.Length; i++)
        {
            ref var token = ref _tokens[i];
            if (token.EndLine == 1)
            {
                token.Column += token.Column >= 0 ? place.Column : 0;
                token.EndColumn += token.EndColumn >= 0 ? place.Column : 0;
            }

            token.Line += place.Line;
            token.EndLine += place.Line;
            token.StopLine += place.Line;
        }
    }

    /// <summary>Reads the source of an expression in an f-string, which has parentheses around it.</summary>
    private static ExpressionNode ParseField(SourceText source, int version, NameTable names, FieldPlace place, int depth)
    {
        var parser = new Parser(source, version, names, place) { _depth = depth };
        parser.MoveTokens(place);
        try
        {
            if (parser.StarExpressions() is { } node)
            {
                return node;
            }

            int last = parser._furthest;
            parser._at = 0;
            parser._depth = depth;
            parser._diagnosing = true;
            parser._remembering = true;
            parser._memo = [];
            parser.StarExpressions();
            throw parser.Generic(last);
        }
        catch (SyntaxProblemException problem) when (ReferenceEquals(problem.Problem, parser._tokenProblem?.Problem))
        {
            throw new SyntaxProblemException(problem.Problem with { Line = problem.Problem.Line + place.Line, EndLine = problem.Problem.EndLine + place.Line });
        }
    }

    private sealed class FieldReader(Parser parser, int start, List<StringPart> parts)
    {
        private readonly byte[] _bytes = parser._bytes;
        private readonly SourceSpan _whole = parser.SpanFrom(start);
        private int _at;
        private int _end;
        private StringPart _part = parts[0];

        internal JoinedStr Read()
        {
            var values = new List<ExpressionNode>();
            var text = new TextBuilder();
            foreach (var part in parts)
            {
                _part = part;
                if (!part.IsFormatted)
                {
                    text.Append(parser.TextOf(part));
                    continue;
                }

                _at = part.Start;
                _end = part.End;
                Fields(values, text, 0);
            }

            Flush(values, text, _whole);
            return new JoinedStr([.. values], _whole);
        }

        private void Flush(List<ExpressionNode> values, TextBuilder text, SourceSpan span)
        {
            if (text.Length > 0)
            {
                values.Add(new Constant(new Literal.String(text.ToText()), parser.KindOf(start), span));
                text.Clear();
            }
        }

        private void Fields(List<ExpressionNode> values, TextBuilder text, int level)
        {
            while (true)
            {
                bool again = Literally(text, level);
                if (again)
                {
                    continue;
                }

                if (_at >= _end || _bytes[_at] == '}')
                {
                    break;
                }

                var field = Field(text, level);
                Flush(values, text, _whole);
                values.Add(field);
            }

            if (level == 0 && _at < _end - 1)
            {
                throw parser.RefusedLast("f-string: unexpected end of string");
            }

            if (level > 0 && (_at >= _end || _bytes[_at] != '}'))
            {
                throw parser.RefusedLast("f-string: expecting '}'");
            }
        }

        /// <summary>Text up to a brace; true if it ended in a doubled one.</summary>
        private bool Literally(TextBuilder text, int level)
        {
            int from = _at;
            int at = _at;
            bool doubled = false;
            bool raw = _part.IsRaw;
            while (at < _end)
            {
                byte character = _bytes[at++];
                if (!raw && character == '\\' && at < _end)
                {
                    character = _bytes[at++];
                    if (character == 'N')
                    {
                        if (at < _end && _bytes[at++] == '{')
                        {
                            while (at < _end && _bytes[at++] != '}')
                            {
                            }
                        }

                        continue;
                    }
                }

                if (character is (byte)'{' or (byte)'}')
                {
                    if (level == 0)
                    {
                        if (at < _end && _bytes[at] == character)
                        {
                            doubled = true;
                            break;
                        }

                        if (character == '}')
                        {
                            throw parser.RefusedLast("f-string: single '}' is not allowed");
                        }
                    }

                    at--;
                    break;
                }
            }

            _at = doubled ? at + 1 : at;
            if (at > from)
            {
                text.Append(raw ? StringDecoder.Raw(_bytes.AsSpan(from, at - from)) : parser.Decoded(_part.Token, from, at));
            }

            return doubled;
        }

        private FormattedValue Field(TextBuilder text, int level)
        {
            if (level >= 2)
            {
                throw parser.RefusedLast("f-string: expressions nested too deeply");
            }

            int from = ++_at;
            int to = FindEnd();
            if (_at >= _end)
            {
                // The expression itself is not looked at.
                throw parser.RefusedLast("f-string: expecting '}'");
            }

            var value = Expression(from, to);
            bool debug = false;
            if (_bytes[_at] == '=')
            {
                debug = true;
                _at++;
                while (_at < _end && _bytes[_at] is (byte)' ' or (>= 9 and <= 13))
                {
                    _at++;
                }

                RequireMore();
                text.Append(StringDecoder.Raw(_bytes.AsSpan(from, _at - from)));
            }

            int conversion = -1;
            if (_bytes[_at] == '!')
            {
                _at++;
                RequireMore();
                conversion = _bytes[_at++];
                if (conversion is not ('s' or 'r' or 'a'))
                {
                    throw parser.RefusedLast("f-string: invalid conversion character: expected 's', 'r', or 'a'");
                }

                RequireMore();
            }

            JoinedStr? specification = null;
            if (_bytes[_at] == ':')
            {
                _at++;
                RequireMore();
                var values = new List<ExpressionNode>();
                var inner = new TextBuilder();
                Fields(values, inner, level + 1);
                var own = parser.SpanOf(_part.Token);
                Flush(values, inner, own);
                specification = new JoinedStr([.. values], own);
            }

            if (_at >= _end || _bytes[_at] != '}')
            {
                throw parser.RefusedLast("f-string: expecting '}'");
            }

            _at++;
            conversion = debug && specification is null && conversion < 0 ? 'r' : conversion;
            return new FormattedValue(value, conversion, specification, _whole);
        }

        private void RequireMore()
        {
            if (_at >= _end)
            {
                throw parser.RefusedLast("f-string: expecting '}'");
            }
        }

        /// <summary>Goes to what ends an expression.</summary>
        private int FindEnd()
        {
            var brackets = new Stack<byte>();
            byte quote = 0;
            int size = 0;
            for (; _at < _end; _at++)
            {
                byte character = _bytes[_at];
                if (character == '\\')
                {
                    throw parser.RefusedLast("f-string expression part cannot include a backslash");
                }

                bool tripled = _at + 2 < _end && _bytes[_at + 1] == character && _bytes[_at + 2] == character;
                if (quote != 0)
                {
                    if (character == quote && (size == 1 || tripled))
                    {
                        _at += size - 1;
                        quote = 0;
                    }

                    continue;
                }

                switch (character)
                {
                    case (byte)'\'' or (byte)'"':
                        quote = character;
                        size = tripled ? 3 : 1;
                        _at += size - 1;
                        continue;
                    case (byte)'[' or (byte)'{' or (byte)'(':
                        if (brackets.Count >= 200)
                        {
                            throw parser.RefusedLast("f-string: too many nested parenthesis");
                        }

                        brackets.Push(character);
                        continue;
                    case (byte)'#':
                        throw parser.RefusedLast("f-string expression part cannot include '#'");
                    case (byte)'!' or (byte)':' or (byte)'}' or (byte)'=' or (byte)'>' or (byte)'<' when brackets.Count == 0:
                        if (_at + 1 < _end && _bytes[_at + 1] == '=' && character is (byte)'!' or (byte)'=' or (byte)'<' or (byte)'>')
                        {
                            _at++;
                            continue;
                        }

                        if (character is (byte)'>' or (byte)'<')
                        {
                            continue;
                        }

                        return _at;
                    case (byte)']' or (byte)'}' or (byte)')':
                        if (brackets.Count == 0)
                        {
                            throw parser.RefusedLast($"f-string: unmatched '{(char)character}'");
                        }

                        char opening = (char)brackets.Pop();
                        if ((opening, (char)character) is not (('(', ')') or ('[', ']') or ('{', '}')))
                        {
                            throw parser.RefusedLast($"f-string: closing parenthesis '{(char)character}' does not match opening parenthesis '{opening}'");
                        }

                        continue;
                }
            }

            if (quote != 0)
            {
                throw parser.RefusedLast("f-string: unterminated string");
            }

            if (brackets.Count > 0)
            {
                throw parser.RefusedLast($"f-string: unmatched '{(char)brackets.Peek()}'");
            }

            return _at;
        }

        private ExpressionNode Expression(int from, int to)
        {
            var text = _bytes.AsSpan(from, to - from);
            if (text.IndexOfAnyExcept(" \t\n\f\r"u8) < 0)
            {
                char next = (char)_bytes[to];
                throw parser.RefusedLast(next is '!' or ':' or '=' ? $"f-string: expression required before '{next}'" : "f-string: empty expression not allowed");
            }

            ref var token = ref parser._tokens[_part.Token];
            int brace = from - 1;
            int lines = 0;
            int lineStart = -1;
            for (int i = token.Start; i < brace; i++)
            {
                if (_bytes[i] == '\n')
                {
                    lines++;
                    lineStart = i;
                }
            }

            bool newLineFirst = true;
            for (int i = from; _bytes[i] is not ((byte)'}' or (byte)'\n'); i++)
            {
                if (_bytes[i] is not ((byte)' ' or (byte)'\t' or (byte)'\f'))
                {
                    newLineFirst = false;
                    break;
                }
            }

            int column = newLineFirst ? 0 : lineStart >= 0 ? brace - lineStart - 1 : brace - token.Start;
            var place = new FieldPlace(token.Line + lines - 1, lines > 0 ? column : token.Column + column);
            byte[] source = new byte[text.Length + 2];
            source[0] = (byte)'(';
            text.CopyTo(source.AsSpan(1));
            source[^1] = (byte)')';
            parser.Enter();
            var node = ParseField(SourceText.From((ReadOnlySpan<byte>)source), parser._version, parser._names, place, parser._depth);
            parser.Leave();
            return node;
        }
    }
}

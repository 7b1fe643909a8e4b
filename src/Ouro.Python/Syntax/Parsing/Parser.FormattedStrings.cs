// F-strings from 3.12 on, whose parts are tokens.

namespace Ouro.Python.Syntax.Parsing;

using System.Text;
using Ouro.Machine.Values;
using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    /// <summary>What is wrong with the text of an f-string; said when all of the literal was read.</summary>
    private string? _literalProblem;

    /// <summary>The parts of an f-string, from its first token to its last.</summary>
    private List<ExpressionNode>? FormattedString()
    {
        int start = _at++;
        bool raw = (_bytes[_tokens[start].Start] | 0x20) == 'r' || (_bytes[_tokens[start].Start + 1] | 0x20) == 'r';
        var values = new List<ExpressionNode>();
        Enter();
        while (FieldOrText(values, raw))
        {
        }

        Leave();
        if (Take(TokenKind.FStringEnd))
        {
            if (_literalProblem is { } problem)
            {
                throw RefusedLast($"(unicode error) {problem}");
            }

            return values;
        }

        _literalProblem = null;
        _at = start;
        return null;
    }

    private bool FieldOrText(List<ExpressionNode> values, bool raw)
    {
        if (Current == TokenKind.FStringMiddle)
        {
            ref var token = ref _tokens[_at];
            if (token.End > token.Start)
            {
                values.Add(MiddleAt(_at, raw));
            }

            _at++;
            return true;
        }

        return Current == TokenKind.LBrace && ReplacementField(values, raw);
    }

    private Constant MiddleAt(int token, bool raw)
    {
        ref var place = ref _tokens[token];
        string? problem = null;
        var bytes = _bytes.AsSpan(place.Start, place.End - place.Start);
        var value = raw ? StringDecoder.Raw(bytes) : StringDecoder.Decode(bytes, out problem);
        _literalProblem ??= problem;
        return new Constant(new Literal.String(value), null, SpanOf(token));
    }

    private ExpressionNode? FieldExpression() => Current == TokenKind.Yield ? YieldExpression() : StarExpressions();

    private bool ReplacementField(List<ExpressionNode> values, bool raw)
    {
        int start = _at++;
        if (FieldExpression() is { } value)
        {
            bool debug = Take(TokenKind.Equal);
            int debugEnd = _at;
            int conversion = -1;
            bool converted = true;
            if (Current == TokenKind.Exclamation)
            {
                converted = Conversion(out conversion);
            }

            JoinedStr? specification = null;
            if (converted && Current == TokenKind.Colon)
            {
                specification = Specification(raw);
            }

            if (converted && Take(TokenKind.RBrace))
            {
                if (debug)
                {
                    values.Add(DebugText(start, debugEnd));
                    conversion = conversion < 0 && specification is null ? 'r' : conversion;
                }

                values.Add(new FormattedValue(value, conversion, specification, SpanFrom(start)));
                return true;
            }
        }

        if (_diagnosing)
        {
            InvalidField(start, raw);
        }

        _at = start;
        return false;
    }

    private bool Conversion(out int conversion)
    {
        conversion = -1;
        int mark = _at++;
        if (Current != TokenKind.Name)
        {
            _at = mark;
            return true;
        }

        int nameAt = _at++;
        ref var name = ref _tokens[nameAt];
        if (_tokens[mark].Line != name.Line || _tokens[mark].EndColumn != name.Column)
        {
            throw Refused(mark, nameAt, "f-string: conversion type must come right after the exclamanation mark");
        }

        conversion = _bytes[name.Start];
        if (name.End - name.Start != 1 || conversion is not ('s' or 'r' or 'a'))
        {
            throw Refused(nameAt, nameAt, $"f-string: invalid conversion character '{NameAt(nameAt)}': expected 's', 'r', or 'a'");
        }

        return true;
    }

    private JoinedStr Specification(bool raw)
    {
        int start = _at++;
        var values = new List<ExpressionNode>();
        while (FieldOrText(values, raw))
        {
        }

        ref var last = ref _tokens[_at - 1];
        if (_version == 12 && last.Kind == TokenKind.FStringMiddle && last.End == last.Start && values.Count > 0)
        {
            values.Add(new Constant(new Literal.String(StringDecoder.Raw([])), null, SpanOf(_at - 1)));
        }

        return new JoinedStr([.. values], SpanFrom(start));
    }

    /// <summary>The text of an expression that is shown with its value, without comments.</summary>
    private Constant DebugText(int brace, int end)
    {
        int from = _tokens[brace].End;
        ref var stop = ref _tokens[end];
        var text = _bytes.AsSpan(from, stop.Start - from);
        if (text.Contains((byte)'#'))
        {
            var kept = new List<byte>(text.Length);
            bool comment = false;
            foreach (byte character in text)
            {
                comment = character == '#' || comment && character != '\n';
                if (!comment)
                {
                    kept.Add(character);
                }
            }

            text = kept.ToArray();
        }

        ref var open = ref _tokens[brace];
        return new Constant(new Literal.String(StringDecoder.Raw(text)), null, new SourceSpan(open.Line, open.Column + 1, stop.Line, stop.Column));
    }

    private void InvalidField(int start, bool raw)
    {
        _at = start + 1;
        string? sign = Current switch { TokenKind.Equal => "=", TokenKind.Exclamation => "!", TokenKind.Colon => ":", TokenKind.RBrace => "}", _ => null };
        if (sign is not null)
        {
            throw Refused(_at, _at, $"f-string: valid expression required before '{sign}'");
        }

        if (FieldExpression() is null)
        {
            throw RefusedNext("f-string: expecting a valid expression after '{'");
        }

        if (Current is not (TokenKind.Equal or TokenKind.Exclamation or TokenKind.Colon or TokenKind.RBrace))
        {
            throw RefusedNext("f-string: expecting '=', or '!', or ':', or '}'");
        }

        if (Take(TokenKind.Equal) && Current is not (TokenKind.Exclamation or TokenKind.Colon or TokenKind.RBrace))
        {
            throw RefusedNext("f-string: expecting '!', or ':', or '}'");
        }

        if (Current == TokenKind.Exclamation)
        {
            _at++;
            if (Current is TokenKind.Colon or TokenKind.RBrace)
            {
                throw RefusedNext("f-string: missing conversion character");
            }

            if (Current != TokenKind.Name)
            {
                throw RefusedNext("f-string: invalid conversion character");
            }

            _at++;
            if (Current is not (TokenKind.Colon or TokenKind.RBrace))
            {
                throw RefusedNext("f-string: expecting ':' or '}'");
            }
        }

        if (Take(TokenKind.Colon))
        {
            var ignored = new List<ExpressionNode>();
            while (FieldOrText(ignored, raw))
            {
            }

            if (Current != TokenKind.RBrace)
            {
                throw RefusedNext("f-string: expecting '}', or format specs");
            }
        }

        if (Current != TokenKind.RBrace)
        {
            throw RefusedNext("f-string: expecting '}'");
        }
    }

    private SyntaxProblemException RefusedNext(string message)
    {
        _ = Current;
        return Refused(_at, _at, message);
    }

    /// <summary>One node for literals beside each other of which one is formatted; text that meets becomes one constant.</summary>
    private JoinedStr JoinTokens(int start, List<StringPart> parts)
    {
        var flat = new List<ExpressionNode>();
        foreach (var part in parts)
        {
            if (part.Values is { } values)
            {
                flat.AddRange(values);
            }
            else
            {
                flat.Add(new Constant(new Literal.String(TextOf(part)), KindOf(part.Token), SpanOf(part.Token)));
            }
        }

        var joined = new List<ExpressionNode>(flat.Count);
        for (int i = 0; i < flat.Count;)
        {
            if (flat[i] is not Constant first)
            {
                joined.Add(flat[i++]);
                continue;
            }

            int end = i;
            while (end < flat.Count && flat[end] is Constant)
            {
                end++;
            }

            var text = end == i + 1 ? ((Literal.String)first.Value).Value : Joined(flat[i..end].Select(node => ((Literal.String)((Constant)node).Value).Value));
            if (text.Length > 0)
            {
                var last = flat[end - 1];
                joined.Add(new Constant(new Literal.String(text), first.Kind, new SourceSpan(first.Span.Line, first.Span.Column, last.Span.EndLine, last.Span.EndColumn)));
            }

            i = end;
        }

        return new JoinedStr([.. joined], SpanFrom(start));
    }
}

// The second pass over what is in brackets, braces and parentheses: the forms in the order in which the grammar has them.

namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private ExpressionNode? DiagnoseParentheses(int start)
    {
        _at = start + 1;
        if (Take(TokenKind.RPar))
        {
            return new Tuple([], ExpressionContext.Load, SpanFrom(start));
        }

        if (StarNamedExpression() is { } first && Current == TokenKind.Comma)
        {
            var elements = Elements(first);
            if (Take(TokenKind.RPar))
            {
                return new Tuple(elements, ExpressionContext.Load, SpanFrom(start));
            }
        }

        _at = start + 1;
        if ((Current == TokenKind.Yield ? YieldExpression() : NamedExpression()) is { } only && Take(TokenKind.RPar))
        {
            return only;
        }

        _at = start + 1;
        if (StarredExpression() is { } starred && Take(TokenKind.RPar))
        {
            throw Refused(starred, "cannot use starred expression here");
        }

        _at = start + 1;
        if (Take(TokenKind.DoubleStar) && Expression() is not null && Take(TokenKind.RPar))
        {
            throw Refused(start + 1, start + 1, "cannot use double starred expression here");
        }

        _at = start;
        return DiagnoseGenerator(start);
    }

    private GeneratorExp? DiagnoseGenerator(int start)
    {
        _at = start + 1;
        if (AssignmentExpressionOrExpression() is { } element && Comprehensions() is { } generators && Take(TokenKind.RPar))
        {
            return new GeneratorExp(element, generators, SpanFrom(start));
        }

        _at = start;
        InvalidComprehension(start);
        return null;
    }

    private void InvalidComprehension(int start)
    {
        _at = start + 1;
        if (StarredExpression() is { } starred && Comprehensions() is not null)
        {
            throw Refused(starred, "iterable unpacking cannot be used in comprehension");
        }

        if (_tokens[start].Kind != TokenKind.LPar)
        {
            _at = start + 1;
            if (StarNamedExpression() is { } first && Take(TokenKind.Comma))
            {
                int comma = _at - 1;
                if (StarNamedExpressions() is { } others && Comprehensions() is not null)
                {
                    throw Refused(first, others[^1], "did you forget parentheses around the comprehension target?");
                }

                _at = comma + 1;
                if (Comprehensions() is not null)
                {
                    throw Refused(first, comma, "did you forget parentheses around the comprehension target?");
                }
            }
        }

        _at = start;
    }

    private ExpressionNode? DiagnoseBrackets(int start)
    {
        _at = start + 1;
        var elements = StarNamedExpressions();
        if (Take(TokenKind.RSqb))
        {
            return new List(elements ?? [], ExpressionContext.Load, SpanFrom(start));
        }

        _at = start + 1;
        if (NamedExpression() is { } element && Comprehensions() is { } generators && Take(TokenKind.RSqb))
        {
            return new ListComp(element, generators, SpanFrom(start));
        }

        InvalidComprehension(start);
        return null;
    }

    private ExpressionNode? DiagnoseBraces(int start)
    {
        _at = start + 1;
        if (DictFrom(start) is { } dict)
        {
            return dict;
        }

        _at = start + 1;
        InvalidPairs();
        _at = start + 1;
        if (StarNamedExpressions() is { } elements && Take(TokenKind.RBrace))
        {
            return new Set(elements, SpanFrom(start));
        }

        _at = start + 1;
        if (Expression() is { } key && Take(TokenKind.Colon) && Expression() is { } value && Comprehensions() is { } clauses && Take(TokenKind.RBrace))
        {
            return new DictComp(key, value, clauses, SpanFrom(start));
        }

        _at = start + 1;
        if (Take(TokenKind.DoubleStar) && BitwiseOr() is not null && Comprehensions() is not null)
        {
            throw Refused(start + 1, start + 1, "dict unpacking cannot be used in dict comprehension");
        }

        _at = start + 1;
        if (NamedExpression() is { } element && Comprehensions() is { } generators && Take(TokenKind.RBrace))
        {
            return new SetComp(element, generators, SpanFrom(start));
        }

        InvalidComprehension(start);
        return null;
    }

    private void InvalidPairs()
    {
        int start = _at;
        int pairs = 0;
        while (true)
        {
            int before = _at;
            if (!Pair())
            {
                _at = before;
                break;
            }

            pairs++;
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        if (pairs > 0 && _tokens[_at - 1].Kind == TokenKind.Comma)
        {
            int at = _at;
            if (Expression() is { } key && Current != TokenKind.Colon)
            {
                throw MissingColon(key);
            }

            InvalidPair(at);
        }

        InvalidPair(start);
    }

    private SyntaxProblemException MissingColon(ExpressionNode key) =>
        At(SyntaxProblemKind.SyntaxError, key.Span.Line, key.Span.EndColumn, key.Span.EndLine, 0, "':' expected after dictionary key");

    private void InvalidPair(int at)
    {
        _at = at;
        if (Expression() is not null && Take(TokenKind.Colon))
        {
            int colon = _at - 1;
            if (Take(TokenKind.Star) && BitwiseOr() is not null)
            {
                throw RefusedFrom(colon + 1, "cannot use a starred expression in a dictionary value");
            }

            _at = colon + 1;
            if (Current is TokenKind.RBrace or TokenKind.Comma)
            {
                throw Refused(colon, colon, "expression expected after dictionary key and ':'");
            }
        }
    }

    private bool Pair() =>
        Take(TokenKind.DoubleStar) ? BitwiseOr() is not null : Expression() is not null && Take(TokenKind.Colon) && Expression() is not null;
}

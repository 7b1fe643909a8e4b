namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private ExpressionNode? Primary()
    {
        if (Known(Form.Primary, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        var node = Atom();
        while (node is not null)
        {
            ExpressionNode? longer = Current switch
            {
                TokenKind.Dot => AttributeOf(start, node),
                TokenKind.LPar => CallOf(start, node),
                TokenKind.LSqb => SubscriptOf(start, node),
                _ => null,
            };
            if (longer is null)
            {
                break;
            }

            node = longer;
        }

        return Remember(Form.Primary, start, node);
    }

    private Attribute? AttributeOf(int start, ExpressionNode value)
    {
        int end = _at++;
        if (TakeName() is { } name)
        {
            return new Attribute(value, name, ExpressionContext.Load, SpanFrom(start));
        }

        _at = end;
        return null;
    }

    private Subscript? SubscriptOf(int start, ExpressionNode value)
    {
        int end = _at++;
        Enter();
        var index = Slices();
        Leave();
        if (index is not null && Take(TokenKind.RSqb))
        {
            return new Subscript(value, index, ExpressionContext.Load, SpanFrom(start));
        }

        _at = end;
        return null;
    }

    private ExpressionNode? Slices()
    {
        int start = _at;
        var first = Current == TokenKind.Star ? StarredExpression() : Slice();
        if (first is null)
        {
            return null;
        }

        if (Current != TokenKind.Comma && first is not Starred)
        {
            return first;
        }

        return TupleFrom(start, first, () => Current == TokenKind.Star ? StarredExpression() : Slice());
    }

    private ExpressionNode? Slice()
    {
        int start = _at;
        if (_diagnosing)
        {
            var before = Expression();
            if (!Take(TokenKind.Colon))
            {
                _at = start;
                return NamedExpression();
            }

            return SliceFrom(start, before);
        }

        if (Current == TokenKind.Colon)
        {
            _at++;
            return SliceFrom(start, null);
        }

        if (AssignmentExpression() is { } named)
        {
            return named;
        }

        if (Expression() is not { } lower || Current == TokenKind.ColonEqual)
        {
            _at = start;
            return null;
        }

        return Take(TokenKind.Colon) ? SliceFrom(start, lower) : lower;
    }

    private Slice SliceFrom(int start, ExpressionNode? lower)
    {
        var upper = Expression();
        ExpressionNode? step = null;
        if (Take(TokenKind.Colon))
        {
            step = Expression();
        }

        return new Slice(lower, upper, step, SpanFrom(start));
    }

    private ExpressionNode? Atom()
    {
        int start = _at;
        switch (Current)
        {
            case TokenKind.Name:
                _at++;
                return new Name(NameAt(start), ExpressionContext.Load, SpanOf(start));
            case TokenKind.True:
                _at++;
                return new Constant(Literal.Boolean.True, null, SpanOf(start));
            case TokenKind.False:
                _at++;
                return new Constant(Literal.Boolean.False, null, SpanOf(start));
            case TokenKind.None:
                _at++;
                return new Constant(Literal.None.Value, null, SpanOf(start));
            case TokenKind.Ellipsis:
                _at++;
                return new Constant(Literal.Ellipsis.Value, null, SpanOf(start));
            case TokenKind.Number:
                _at++;
                return new Constant(NumberAt(start), null, SpanOf(start));
            case TokenKind.String or TokenKind.FStringStart:
                return Strings();
            case TokenKind.LPar or TokenKind.LSqb or TokenKind.LBrace:
                if (_diagnosing && Known(Form.Atom, out ExpressionNode? known))
                {
                    return known;
                }

                Enter(BracketDepth);
                var node = Current switch
                {
                    TokenKind.LPar => _diagnosing ? DiagnoseParentheses(start) : Parentheses(start),
                    TokenKind.LSqb => _diagnosing ? DiagnoseBrackets(start) : Brackets(start),
                    _ => _diagnosing ? DiagnoseBraces(start) : Braces(start),
                };
                Leave(BracketDepth);
                if (node is null)
                {
                    _at = start;
                }

                return _diagnosing ? Remember(Form.Atom, start, node) : node;
            default:
                return null;
        }
    }

    private ExpressionNode? Parentheses(int start)
    {
        _at++;
        switch (Current)
        {
            case TokenKind.RPar:
                _at++;
                return new Tuple([], ExpressionContext.Load, SpanFrom(start));
            case TokenKind.Yield:
                return YieldExpression() is { } value && Take(TokenKind.RPar) ? value : null;
        }

        if (StarNamedExpression() is not { } first)
        {
            return null;
        }

        switch (Current)
        {
            case TokenKind.RPar when first is not Starred:
                _at++;
                return first;
            case TokenKind.For or TokenKind.Async when first is not Starred:
                return Comprehensions() is { } generators && Take(TokenKind.RPar) ? new GeneratorExp(first, generators, SpanFrom(start)) : null;
            case TokenKind.Comma:
                var elements = Elements(first);
                return Take(TokenKind.RPar) ? new Tuple(elements, ExpressionContext.Load, SpanFrom(start)) : null;
            default:
                return null;
        }
    }

    private ExpressionNode[] Elements(ExpressionNode first)
    {
        var elements = new List<ExpressionNode> { first };
        while (Take(TokenKind.Comma))
        {
            if (StarNamedExpression() is not { } next)
            {
                break;
            }

            elements.Add(next);
        }

        return [.. elements];
    }

    private ExpressionNode? Brackets(int start)
    {
        _at++;
        if (Take(TokenKind.RSqb))
        {
            return new List([], ExpressionContext.Load, SpanFrom(start));
        }

        if (StarNamedExpression() is not { } first)
        {
            return null;
        }

        if (Current is TokenKind.For or TokenKind.Async && first is not Starred)
        {
            return Comprehensions() is { } generators && Take(TokenKind.RSqb) ? new ListComp(first, generators, SpanFrom(start)) : null;
        }

        var elements = Elements(first);
        return Take(TokenKind.RSqb) ? new List(elements, ExpressionContext.Load, SpanFrom(start)) : null;
    }

    private ExpressionNode? Braces(int start)
    {
        _at++;
        if (Take(TokenKind.RBrace))
        {
            return new Dict([], [], SpanFrom(start));
        }

        if (Current == TokenKind.DoubleStar)
        {
            return DictFrom(start);
        }

        int firstAt = _at;
        if (StarNamedExpression() is not { } first)
        {
            return null;
        }

        if (Current == TokenKind.Colon && first is not (Starred or NamedExpr) || Current == TokenKind.Colon && _tokens[firstAt].Kind == TokenKind.LPar)
        {
            _at++;
            if (Expression() is not { } value)
            {
                return null;
            }

            if (Current is TokenKind.For or TokenKind.Async)
            {
                return Comprehensions() is { } generators && Take(TokenKind.RBrace) ? new DictComp(first, value, generators, SpanFrom(start)) : null;
            }

            return DictFrom(start, first, value);
        }

        if (Current is TokenKind.For or TokenKind.Async && first is not Starred)
        {
            return Comprehensions() is { } generators && Take(TokenKind.RBrace) ? new SetComp(first, generators, SpanFrom(start)) : null;
        }

        var elements = Elements(first);
        return Take(TokenKind.RBrace) ? new Set(elements, SpanFrom(start)) : null;
    }

    /// <summary>The pairs of a dictionary and its closing brace; the first pair may have been read.</summary>
    private Dict? DictFrom(int start, ExpressionNode? firstKey = null, ExpressionNode? firstValue = null)
    {
        var keys = new List<ExpressionNode?>();
        var values = new List<ExpressionNode>();
        if (firstKey is not null)
        {
            keys.Add(firstKey);
            values.Add(firstValue!);
            if (!Take(TokenKind.Comma))
            {
                return Take(TokenKind.RBrace) ? new Dict([.. keys], [.. values], SpanFrom(start)) : null;
            }
        }

        do
        {
            int before = _at;
            if (Take(TokenKind.DoubleStar))
            {
                if (BitwiseOr() is not { } mapping)
                {
                    _at = before;
                    break;
                }

                keys.Add(null);
                values.Add(mapping);
                continue;
            }

            if (_diagnosing && keys.Count > 0)
            {
                // A later key without its colon is blamed before what is wrong in the key.
                if (WithoutDiagnosis() is { } bare && Current is not (TokenKind.Colon or TokenKind.For or TokenKind.Async))
                {
                    throw MissingColon(bare);
                }

                _at = before;
            }

            if (Expression() is not { } key || !Take(TokenKind.Colon) || Expression() is not { } value)
            {
                _at = before;
                break;
            }

            keys.Add(key);
            values.Add(value);
        }
        while (Take(TokenKind.Comma));
        return Take(TokenKind.RBrace) ? new Dict([.. keys], [.. values], SpanFrom(start)) : null;
    }

    private Comprehension[]? Comprehensions()
    {
        var clauses = new List<Comprehension>(1);
        while (Current is TokenKind.For or TokenKind.Async)
        {
            int start = _at;
            if (ComprehensionClause(start) is not { } clause)
            {
                _at = start;
                break;
            }

            clauses.Add(clause);
        }

        return clauses.Count > 0 ? [.. clauses] : null;
    }

    private Comprehension? ComprehensionClause(int start)
    {
        bool isAsync = Take(TokenKind.Async);
        if (!Take(TokenKind.For))
        {
            return null;
        }

        int targetAt = _at;
        if (StarTargets() is { } target && Take(TokenKind.In))
        {
            if (Disjunction() is not { } iterable)
            {
                return null;
            }

            var conditions = new List<ExpressionNode>();
            while (Current == TokenKind.If)
            {
                int end = _at++;
                if (Disjunction() is not { } condition)
                {
                    _at = end;
                    break;
                }

                conditions.Add(condition);
            }

            return new Comprehension(target, iterable, [.. conditions], isAsync ? 1 : 0);
        }

        if (_diagnosing)
        {
            if (_version >= 13)
            {
                _at = targetAt;
                if (BitwiseOr() is not null)
                {
                    while (Current == TokenKind.Comma)
                    {
                        int end = _at++;
                        if (BitwiseOr() is null)
                        {
                            _at = end;
                            break;
                        }
                    }

                    Take(TokenKind.Comma);
                    if (Current != TokenKind.In)
                    {
                        throw RefusedLast("'in' expected after for-loop variables");
                    }
                }
            }

            _at = targetAt;
            InvalidForTarget();
        }

        return null;
    }

    /// <summary>What follows the word for, if it is no target.</summary>
    private void InvalidForTarget()
    {
        if (StarExpressions() is { } wrong)
        {
            RefuseTarget(wrong, TargetKind.For);
        }
    }
}

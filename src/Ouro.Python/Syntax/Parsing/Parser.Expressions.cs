namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private ExpressionNode? StarExpressions()
    {
        int start = _at;
        if (StarExpression() is not { } first)
        {
            return null;
        }

        return Current == TokenKind.Comma ? TupleFrom(start, first, StarExpression) : first;
    }

    private ExpressionNode? Expressions()
    {
        int start = _at;
        if (Expression() is not { } first)
        {
            return null;
        }

        return Current == TokenKind.Comma ? TupleFrom(start, first, Expression) : first;
    }

    private Tuple TupleFrom(int start, ExpressionNode first, Func<ExpressionNode?> element)
    {
        var elements = new List<ExpressionNode> { first };
        while (Take(TokenKind.Comma))
        {
            if (element() is not { } next)
            {
                break;
            }

            elements.Add(next);
        }

        return new Tuple([.. elements], ExpressionContext.Load, SpanFrom(start));
    }

    private ExpressionNode? StarExpression()
    {
        if (Known(Form.StarExpression, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        return Remember(Form.StarExpression, start, Current == TokenKind.Star ? StarredBitwiseOr() : Expression());
    }

    private Starred? StarredBitwiseOr()
    {
        int start = _at++;
        if (BitwiseOr() is { } value)
        {
            return new Starred(value, ExpressionContext.Load, SpanFrom(start));
        }

        _at = start;
        return null;
    }

    private ExpressionNode[]? StarNamedExpressions()
    {
        if (StarNamedExpression() is not { } first)
        {
            return null;
        }

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

    private ExpressionNode? StarNamedExpression() => Current == TokenKind.Star ? StarredBitwiseOr() : NamedExpression();

    private NamedExpr? AssignmentExpression()
    {
        int start = _at;
        if (Current == TokenKind.Name && Ahead() == TokenKind.ColonEqual)
        {
            string name = NameAt(start);
            _at += 2;
            if (Expression() is { } value)
            {
                return new NamedExpr(new Name(name, ExpressionContext.Store, SpanOf(start)), value, SpanFrom(start));
            }

            _at = start;
        }

        return null;
    }

    private ExpressionNode? NamedExpression()
    {
        int start = _at;
        if (AssignmentExpression() is { } assignment)
        {
            return assignment;
        }

        if (_diagnosing)
        {
            InvalidNamedExpression();
            _at = start;
        }

        if (Expression() is { } value && Current != TokenKind.ColonEqual)
        {
            return value;
        }

        _at = start;
        return null;
    }

    /// <summary>A named expression or another, without the forms that only a named expression is diagnosed by.</summary>
    private ExpressionNode? AssignmentExpressionOrExpression()
    {
        if (AssignmentExpression() is { } assignment)
        {
            return assignment;
        }

        int start = _at;
        if (Expression() is { } value && Current != TokenKind.ColonEqual)
        {
            return value;
        }

        _at = start;
        return null;
    }

    private void InvalidNamedExpression()
    {
        if (Known(Form.InvalidNamedExpression, out object? _))
        {
            return;
        }

        int start = _at;
        if (Expression() is { } target && Take(TokenKind.ColonEqual) && Expression() is not null)
        {
            throw Refused(target, $"cannot use assignment expressions with {NameOf(target)}");
        }

        _at = start;
        if (Current == TokenKind.Name && Ahead() == TokenKind.Equal)
        {
            _at += 2;
            if (BitwiseOr() is { } value && Current is not (TokenKind.Equal or TokenKind.ColonEqual))
            {
                throw Refused(start, value, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            }
        }

        _at = start;
        if (!(Current is TokenKind.LPar or TokenKind.LSqb && StartsWithDisplay(start)) && Tokens(start) is not (TokenKind.True or TokenKind.False or TokenKind.None))
        {
            _at = start;
            if (BitwiseOr() is { } left && Take(TokenKind.Equal) && BitwiseOr() is not null && Current is not (TokenKind.Equal or TokenKind.ColonEqual))
            {
                throw Refused(left, $"cannot assign to {NameOf(left)} here. Maybe you meant '==' instead of '='?");
            }
        }

        _at = start;
        Remember<object>(Form.InvalidNamedExpression, start, null);
    }

    /// <summary>Whether a list, tuple or generator is here, whatever follows it.</summary>
    private bool StartsWithDisplay(int start)
    {
        bool list = Current == TokenKind.LSqb;
        var atom = Atom();
        _at = start;
        return list ? atom is List : atom is Tuple { } or GeneratorExp && atom.Span.Column == _tokens[start].Column && atom.Span.Line == _tokens[start].Line;
    }

    private TokenKind Tokens(int at) => _tokens[at].Kind;

    private ExpressionNode? Expression()
    {
        if (Known(Form.Expression, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        Enter();
        if (_diagnosing)
        {
            InvalidExpression(start);
            _at = start;
            InvalidLegacyExpression(start);
            _at = start;
        }

        var node = Current == TokenKind.Lambda ? LambdaExpression() : Conditional();
        Leave();
        return Remember(Form.Expression, start, node);
    }

    private ExpressionNode? Conditional()
    {
        int start = _at;
        if (Disjunction() is not { } body)
        {
            return null;
        }

        if (Current != TokenKind.If)
        {
            return body;
        }

        int end = _at++;
        if (Disjunction() is { } test && Take(TokenKind.Else) && Expression() is { } otherwise)
        {
            return new IfExp(test, body, otherwise, SpanFrom(start));
        }

        _at = end;
        return body;
    }

    private void InvalidExpression(int start)
    {
        // Words of another prefix than strings have, and soft keywords, would be blamed wrongly.
        if (!(Current == TokenKind.Name && (Ahead() == TokenKind.String || IsSoftKeyword())))
        {
            if (Disjunction() is { } first && WithoutDiagnosis() is { } second
                && !IsLegacy(first) && _tokens[_at - 1].Level != 0)
            {
                throw Refused(first, second, "invalid syntax. Perhaps you forgot a comma?");
            }
        }

        _at = start;
        if (Disjunction() is { } body && Take(TokenKind.If) && Disjunction() is { } test && Current is not (TokenKind.Else or TokenKind.Colon))
        {
            throw Refused(body, test, "expected 'else' after 'if' expression");
        }

        if (_version >= 12)
        {
            _at = start;
            if (Take(TokenKind.Lambda))
            {
                LambdaParameters();
                if (Take(TokenKind.Colon) && Current == TokenKind.FStringMiddle)
                {
                    throw Refused(start, _at - 1, "f-string: lambda expressions are not allowed without parentheses");
                }
            }
        }
    }

    private bool IsSoftKeyword() => IsWord("_"u8) || IsWord("case"u8) || IsWord("match"u8) || _version >= 12 && IsWord("type"u8);

    /// <summary>An expression in which nothing is looked for that is wrong.</summary>
    private ExpressionNode? WithoutDiagnosis()
    {
        _diagnosing = false;
        try
        {
            return Current == TokenKind.Lambda ? LambdaExpression() : Conditional();
        }
        finally
        {
            _diagnosing = true;
        }
    }

    private bool IsLegacy(ExpressionNode node) => node is Name { Id: "print" or "exec" };

    private void InvalidLegacyExpression(int start)
    {
        if (Current == TokenKind.Name && Ahead() != TokenKind.LPar)
        {
            // What follows is looked at whatever the name is, and may be wrong in itself.
            string name = NameAt(_at++);
            if (StarExpressions() is { } argument && name is "print" or "exec")
            {
                throw Refused(start, argument, $"Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            }
        }
    }

    private ExpressionNode? Disjunction()
    {
        if (Known(Form.Disjunction, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        var first = Conjunction();
        if (first is not null && Current == TokenKind.Or)
        {
            first = Series(start, first, TokenKind.Or, BooleanOperator.Or, Conjunction);
        }

        return Remember(Form.Disjunction, start, first);
    }

    private ExpressionNode? Conjunction()
    {
        int start = _at;
        var first = Inversion();
        return first is not null && Current == TokenKind.And ? Series(start, first, TokenKind.And, BooleanOperator.And, Inversion) : first;
    }

    private ExpressionNode Series(int start, ExpressionNode first, TokenKind kind, BooleanOperator operation, Func<ExpressionNode?> operand)
    {
        var operands = new List<ExpressionNode> { first };
        while (Current == kind)
        {
            int end = _at++;
            if (operand() is not { } next)
            {
                _at = end;
                break;
            }

            operands.Add(next);
        }

        return operands.Count == 1 ? first : new BoolOp(operation, [.. operands], SpanFrom(start));
    }

    private ExpressionNode? Inversion()
    {
        if (Current != TokenKind.Not)
        {
            return Comparison();
        }

        int start = _at++;
        Enter();
        var operand = Inversion();
        Leave();
        if (operand is null)
        {
            _at = start;
            return null;
        }

        return new UnaryOp(UnaryOperator.Not, operand, SpanFrom(start));
    }

    private ExpressionNode? Comparison()
    {
        int start = _at;
        var left = BitwiseOr();
        if (left is null || !IsComparison(Current))
        {
            return left;
        }

        var operations = new List<ComparisonOperator>(1);
        var operands = new List<ExpressionNode>(1);
        while (true)
        {
            int end = _at;
            if (ComparisonToken() is not { } operation || BitwiseOr() is not { } right)
            {
                _at = end;
                break;
            }

            operations.Add(operation);
            operands.Add(right);
        }

        return operands.Count == 0 ? left : new Compare(left, [.. operations], [.. operands], SpanFrom(start));
    }

    private static bool IsComparison(TokenKind kind) =>
        kind is >= TokenKind.Less and <= TokenKind.GreaterEqual and not TokenKind.LessGreater or TokenKind.In or TokenKind.Is or TokenKind.Not;

    private ComparisonOperator? ComparisonToken()
    {
        switch (Current)
        {
            case TokenKind.Less:
                _at++;
                return ComparisonOperator.Lt;
            case TokenKind.Greater:
                _at++;
                return ComparisonOperator.Gt;
            case TokenKind.EqEqual:
                _at++;
                return ComparisonOperator.Eq;
            case TokenKind.NotEqual:
                _at++;
                return ComparisonOperator.NotEq;
            case TokenKind.LessEqual:
                _at++;
                return ComparisonOperator.LtE;
            case TokenKind.GreaterEqual:
                _at++;
                return ComparisonOperator.GtE;
            case TokenKind.In:
                _at++;
                return ComparisonOperator.In;
            case TokenKind.Not when Ahead() == TokenKind.In:
                _at += 2;
                return ComparisonOperator.NotIn;
            case TokenKind.Is:
                _at++;
                return Take(TokenKind.Not) ? ComparisonOperator.IsNot : ComparisonOperator.Is;
            default:
                return null;
        }
    }

    private ExpressionNode? BitwiseOr()
    {
        if (Known(Form.BitwiseOr, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        return Remember(Form.BitwiseOr, start, Binary(1));
    }

    /// <summary>Operators that bind at least so tightly, from <c>|</c> at 1 to <c>*</c> at 6.</summary>
    private ExpressionNode? Binary(int tightness)
    {
        int start = _at;
        var left = Factor();
        while (left is not null)
        {
            int own = Tightness(Current);
            if (own < tightness)
            {
                break;
            }

            int end = _at;
            var operation = Operator(Current);
            _at++;
            if (Binary(own + 1) is not { } right)
            {
                _at = end;
                break;
            }

            left = new BinOp(left, operation, right, SpanFrom(start));
        }

        return left;
    }

    private static int Tightness(TokenKind kind) => kind switch
    {
        TokenKind.VBar => 1,
        TokenKind.Circumflex => 2,
        TokenKind.Amper => 3,
        TokenKind.LeftShift or TokenKind.RightShift => 4,
        TokenKind.Plus or TokenKind.Minus => 5,
        TokenKind.Star or TokenKind.Slash or TokenKind.DoubleSlash or TokenKind.Percent or TokenKind.At => 6,
        _ => 0,
    };

    private static BinaryOperator Operator(TokenKind kind) => kind switch
    {
        TokenKind.VBar or TokenKind.VBarEqual => BinaryOperator.BitOr,
        TokenKind.Circumflex or TokenKind.CircumflexEqual => BinaryOperator.BitXor,
        TokenKind.Amper or TokenKind.AmperEqual => BinaryOperator.BitAnd,
        TokenKind.LeftShift or TokenKind.LeftShiftEqual => BinaryOperator.LShift,
        TokenKind.RightShift or TokenKind.RightShiftEqual => BinaryOperator.RShift,
        TokenKind.Plus or TokenKind.PlusEqual => BinaryOperator.Add,
        TokenKind.Minus or TokenKind.MinEqual => BinaryOperator.Sub,
        TokenKind.Star or TokenKind.StarEqual => BinaryOperator.Mult,
        TokenKind.Slash or TokenKind.SlashEqual => BinaryOperator.Div,
        TokenKind.DoubleSlash or TokenKind.DoubleSlashEqual => BinaryOperator.FloorDiv,
        TokenKind.Percent or TokenKind.PercentEqual => BinaryOperator.Mod,
        TokenKind.At or TokenKind.AtEqual => BinaryOperator.MatMult,
        _ => BinaryOperator.Pow,
    };

    private ExpressionNode? Factor()
    {
        UnaryOperator operation;
        switch (Current)
        {
            case TokenKind.Plus:
                operation = UnaryOperator.UAdd;
                break;
            case TokenKind.Minus:
                operation = UnaryOperator.USub;
                break;
            case TokenKind.Tilde:
                operation = UnaryOperator.Invert;
                break;
            default:
                return Power();
        }

        int start = _at++;
        Enter();
        var operand = Factor();
        Leave();
        if (operand is null)
        {
            _at = start;
            return null;
        }

        return new UnaryOp(operation, operand, SpanFrom(start));
    }

    private ExpressionNode? Power()
    {
        int start = _at;
        var left = AwaitPrimary();
        if (left is null || Current != TokenKind.DoubleStar)
        {
            return left;
        }

        int end = _at++;
        Enter(2);
        var right = Factor();
        Leave(2);
        if (right is null)
        {
            _at = end;
            return left;
        }

        return new BinOp(left, BinaryOperator.Pow, right, SpanFrom(start));
    }

    private ExpressionNode? AwaitPrimary()
    {
        if (Current != TokenKind.Await)
        {
            return Primary();
        }

        int start = _at++;
        if (Primary() is { } value)
        {
            return new Await(value, SpanFrom(start));
        }

        _at = start;
        return null;
    }

    private ExpressionNode? YieldExpression()
    {
        int start = _at++;
        if (Current == TokenKind.From)
        {
            _at++;
            if (Expression() is { } iterable)
            {
                return new YieldFrom(iterable, SpanFrom(start));
            }

            _at--;
        }

        var value = StarExpressions();
        return new Yield(value, SpanFrom(start));
    }

    private Lambda? LambdaExpression()
    {
        int start = _at++;
        var parameters = LambdaParameters();
        if (Take(TokenKind.Colon) && LambdaBody() is { } body)
        {
            return new Lambda(parameters ?? NoParameters(), body, SpanFrom(start));
        }

        _at = start;
        return null;
    }

    private ExpressionNode? LambdaBody()
    {
        Enter();
        var body = Expression();
        Leave();
        return body;
    }

    private static Arguments NoParameters() => new([], [], null, [], [], null, []);
}

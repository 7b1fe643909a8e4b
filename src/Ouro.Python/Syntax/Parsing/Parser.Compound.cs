namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private StatementNode? CompoundStatement()
    {
        int start = _at;
        Enter();
        StatementNode? statement = Current switch
        {
            TokenKind.Def => FunctionDefinition(start, start, []),
            TokenKind.At => Decorated(start),
            TokenKind.Class => ClassDefinition(start, []),
            TokenKind.Async => AsyncStatement(start),
            TokenKind.If => IfStatement(start),
            TokenKind.With => WithStatement(start),
            TokenKind.For => ForStatement(start),
            TokenKind.Try => TryStatement(start),
            TokenKind.While => WhileStatement(start),
            TokenKind.Name when IsWord("match"u8) => MatchStatement(start),
            _ => null,
        };
        Leave();
        return statement;
    }

    private StatementNode? AsyncStatement(int start) => Ahead() switch
    {
        TokenKind.Def => FunctionDefinition(start, start + 1, []),
        TokenKind.With => WithStatement(start),
        TokenKind.For => ForStatement(start),
        _ => null,
    };

    private StatementNode[]? Block()
    {
        if (Known(Form.Block, out StatementNode[]? known))
        {
            return known;
        }

        int start = _at;
        if (Take(TokenKind.NewLine))
        {
            if (Take(TokenKind.Indent))
            {
                var body = Statements();
                if (body.Length > 0 && Take(TokenKind.Dedent))
                {
                    return Remember(Form.Block, start, body);
                }
            }
            else if (_diagnosing)
            {
                throw RefusedLast("expected an indented block", SyntaxProblemKind.IndentationError);
            }

            _at = start;
            return Remember<StatementNode[]>(Form.Block, start, null);
        }

        var line = new List<StatementNode>();
        return Remember(Form.Block, start, SimpleStatements(line) ? line.ToArray() : null);
    }

    /// <summary>In the second pass, whether the body that must follow a colon here is missing.</summary>
    private void DiagnoseBody(int keyword, string what)
    {
        if (_diagnosing && Current == TokenKind.NewLine && Ahead() != TokenKind.Indent)
        {
            throw RefusedLast($"expected an indented block after {what} on line {_tokens[keyword].Line}", SyntaxProblemKind.IndentationError);
        }
    }

    /// <summary>The colon of a compound statement; in the second pass a line end in its place is refused.</summary>
    private bool Colon()
    {
        if (_diagnosing && Current == TokenKind.NewLine)
        {
            throw RefusedLast("expected ':'");
        }

        return Take(TokenKind.Colon);
    }

    private StatementNode? Abandon(int start)
    {
        _at = start;
        return null;
    }

    private StatementNode? IfStatement(int start)
    {
        _at++;
        string what = _tokens[start].Kind == TokenKind.If ? "'if' statement" : "'elif' statement";
        if (NamedExpression() is not { } test || !Colon())
        {
            return Abandon(start);
        }

        DiagnoseBody(start, what);
        if (Block() is not { } body)
        {
            return Abandon(start);
        }

        StatementNode[] otherwise = [];
        if (Current == TokenKind.Elif)
        {
            int elifAt = _at;
            Enter();
            if (IfStatement(elifAt) is { } next)
            {
                otherwise = [next];
            }

            Leave();
        }
        else if (ElseBlock() is { } last)
        {
            otherwise = last;
        }

        return new If(test, body, otherwise, SpanFrom(start));
    }

    private StatementNode[]? ElseBlock()
    {
        int start = _at;
        if (!Take(TokenKind.Else))
        {
            return null;
        }

        Demand(TokenKind.Colon, ":");
        DiagnoseBody(start, "'else' statement");
        if (Block() is { } body)
        {
            return body;
        }

        _at = start;
        return null;
    }

    private StatementNode? WhileStatement(int start)
    {
        _at++;
        if (NamedExpression() is not { } test || !Colon())
        {
            return Abandon(start);
        }

        DiagnoseBody(start, "'while' statement");
        return Block() is { } body ? new While(test, body, ElseBlock() ?? [], SpanFrom(start)) : Abandon(start);
    }

    private StatementNode? ForStatement(int start)
    {
        bool isAsync = Take(TokenKind.Async);
        int keyword = _at++;
        int targetAt = _at;
        if (StarTargets() is { } target && Take(TokenKind.In))
        {
            if (StarExpressions() is not { } iterable)
            {
                return Abandon(start);
            }

            if (Current == TokenKind.NewLine && _diagnosing)
            {
                throw RefusedLast("expected ':'");
            }

            if (!Take(TokenKind.Colon))
            {
                return Abandon(start);
            }

            DiagnoseBody(keyword, "'for' statement");
            if (Block() is not { } body)
            {
                return Abandon(start);
            }

            var otherwise = ElseBlock() ?? [];
            return isAsync ? new AsyncFor(target, iterable, body, otherwise, null, SpanFrom(start)) : new For(target, iterable, body, otherwise, null, SpanFrom(start));
        }

        if (_diagnosing)
        {
            _at = targetAt;
            InvalidForTarget();
        }

        return Abandon(start);
    }

    private StatementNode? WithStatement(int start)
    {
        bool isAsync = Take(TokenKind.Async);
        int keyword = _at++;
        int itemsAt = _at;
        if (_diagnosing)
        {
            DiagnoseWithBody(keyword);
            _at = itemsAt;
        }

        foreach (bool parenthesised in (ReadOnlySpan<bool>)[true, false])
        {
            _at = itemsAt;
            if (WithItems(parenthesised) is { } items && Take(TokenKind.Colon) && Block() is { } body)
            {
                return isAsync ? new AsyncWith(items, body, null, SpanFrom(start)) : new With(items, body, null, SpanFrom(start));
            }
        }

        if (_diagnosing)
        {
            _at = itemsAt;
            if (LooseItems(parenthesised: false) && Current == TokenKind.NewLine)
            {
                throw RefusedLast("expected ':'");
            }

            _at = itemsAt;
            if (LooseItems(parenthesised: true) && Current == TokenKind.NewLine)
            {
                throw RefusedLast("expected ':'");
            }
        }

        return Abandon(start);
    }

    private void DiagnoseWithBody(int keyword)
    {
        int start = _at;
        foreach (bool parenthesised in (ReadOnlySpan<bool>)[false, true])
        {
            _at = start;
            if (LooseItems(parenthesised) && Take(TokenKind.Colon))
            {
                DiagnoseBody(keyword, "'with' statement");
            }
        }
    }

    /// <summary>Items as the forms that look for mistakes take them.</summary>
    private bool LooseItems(bool parenthesised)
    {
        if (parenthesised && !Take(TokenKind.LPar))
        {
            return false;
        }

        int count = 0;
        while (true)
        {
            int before = _at;
            if ((parenthesised ? Expressions() : Expression()) is null)
            {
                // The comma before may be the last one.
                _at = count > 0 && !parenthesised ? before - 1 : before;
                break;
            }

            count++;
            int end = _at;
            if (Take(TokenKind.As) && StarTarget() is null)
            {
                _at = end;
            }

            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        return count > 0 && (!parenthesised || Take(TokenKind.RPar));
    }

    private WithItem[]? WithItems(bool parenthesised)
    {
        if (parenthesised && !Take(TokenKind.LPar))
        {
            return null;
        }

        var items = new List<WithItem>();
        while (true)
        {
            if (WithItem() is not { } item)
            {
                _at -= items.Count > 0 ? 1 : 0;
                break;
            }

            items.Add(item);
            if (Current != TokenKind.Comma || parenthesised && Ahead() == TokenKind.RPar)
            {
                break;
            }

            _at++;
        }

        if (items.Count == 0)
        {
            return null;
        }

        if (parenthesised)
        {
            Take(TokenKind.Comma);
            if (!Take(TokenKind.RPar))
            {
                return null;
            }
        }

        return [.. items];
    }

    private WithItem? WithItem()
    {
        int start = _at;
        if (Expression() is not { } context)
        {
            return null;
        }

        int end = _at;
        if (!Take(TokenKind.As))
        {
            return new WithItem(context, null);
        }

        if (StarTarget() is { } target && Current is TokenKind.Comma or TokenKind.RPar or TokenKind.Colon)
        {
            return new WithItem(context, target);
        }

        if (_diagnosing)
        {
            _at = end + 1;
            if (Expression() is { } wrong && Current is TokenKind.Comma or TokenKind.RPar or TokenKind.Colon)
            {
                RefuseTarget(wrong, TargetKind.Star);
            }
        }

        _at = end;
        _ = start;
        return new WithItem(context, null);
    }

    private StatementNode? Decorated(int start)
    {
        var decorators = new List<ExpressionNode>();
        while (Take(TokenKind.At))
        {
            if (NamedExpression() is not { } decorator || !Take(TokenKind.NewLine))
            {
                return Abandon(start);
            }

            decorators.Add(decorator);
        }

        int at = _at;
        ExpressionNode[] all = [.. decorators];
        var definition = Current switch
        {
            TokenKind.Def => FunctionDefinition(at, at, all),
            TokenKind.Class => ClassDefinition(at, all),
            TokenKind.Async when Ahead() == TokenKind.Def => FunctionDefinition(at, at + 1, all),
            _ => null,
        };
        return definition ?? Abandon(start);
    }

    private StatementNode? ClassDefinition(int start, ExpressionNode[] decorators)
    {
        _at++;
        if (TakeName() is not { } name)
        {
            return Abandon(start);
        }

        var typeParameters = TypeParameters();
        ArgumentValues? list = null;
        int open = _at;
        if (Take(TokenKind.LPar))
        {
            list = CallArguments();
            if (!Take(TokenKind.RPar))
            {
                _at = open;
                list = null;
            }
        }

        if (_version == 11 && !_diagnosing && Current != TokenKind.Colon)
        {
            return Abandon(start);
        }

        if (!Colon())
        {
            return Abandon(start);
        }

        DiagnoseBody(start, "class definition");
        if (Block() is not { } body)
        {
            return Abandon(start);
        }

        return new ClassDef(name, [.. list?.Positional ?? []], [.. list?.Keywords ?? []], body, decorators, typeParameters ?? [], SpanFrom(start));
    }

    private StatementNode? FunctionDefinition(int start, int keyword, ExpressionNode[] decorators)
    {
        _at = keyword + 1;
        if (_diagnosing)
        {
            DiagnoseFunctionBody(keyword);
            _at = keyword + 1;
        }

        if (TakeName() is not { } name)
        {
            return Abandon(start);
        }

        var typeParameters = TypeParameters();
        Demand(TokenKind.LPar, "(");
        var parameters = FunctionParameters() ?? NoParameters();
        if (!Take(TokenKind.RPar))
        {
            return Abandon(start);
        }

        ExpressionNode? returns = ReturnAnnotation();
        Demand(TokenKind.Colon, ":");
        if (Block() is not { } body)
        {
            return Abandon(start);
        }

        return keyword == start
            ? new FunctionDef(name, parameters, body, decorators, returns, null, typeParameters ?? [], SpanFrom(start))
            : new AsyncFunctionDef(name, parameters, body, decorators, returns, null, typeParameters ?? [], SpanFrom(start));
    }

    private ExpressionNode? ReturnAnnotation()
    {
        int end = _at;
        if (Take(TokenKind.RArrow))
        {
            if (Expression() is { } returns)
            {
                return returns;
            }

            _at = end;
        }

        return null;
    }

    private void DiagnoseFunctionBody(int keyword)
    {
        if (TakeName() is null)
        {
            return;
        }

        TypeParameters();
        if (Take(TokenKind.LPar))
        {
            FunctionParameters();
            if (Take(TokenKind.RPar))
            {
                ReturnAnnotation();
                if (Take(TokenKind.Colon))
                {
                    DiagnoseBody(keyword, "function definition");
                }
            }
        }
    }
}

namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private StatementNode[] Statements()
    {
        var body = new List<StatementNode>();
        while (Statement(body))
        {
        }

        return [.. body];
    }

    private bool Statement(List<StatementNode> body)
    {
        int start = _at;
        if (CompoundStatement() is { } compound)
        {
            body.Add(compound);
            return true;
        }

        _at = start;
        return SimpleStatements(body);
    }

    /// <summary>Statements on one line and its end.</summary>
    private bool SimpleStatements(List<StatementNode> body)
    {
        int start = _at;
        int count = body.Count;
        do
        {
            if (_at > start && Current == TokenKind.NewLine)
            {
                break;
            }

            if (SimpleStatement() is not { } statement)
            {
                if (_at > start)
                {
                    break;
                }

                return false;
            }

            body.Add(statement);
        }
        while (Take(TokenKind.Semi));

        if (Take(TokenKind.NewLine))
        {
            return true;
        }

        body.RemoveRange(count, body.Count - count);
        _at = start;
        return false;
    }

    private StatementNode? SimpleStatement()
    {
        if (Known(Form.SimpleStatement, out StatementNode? known))
        {
            return known;
        }

        int start = _at;
        var statement = SimpleStatementAnew(start);
        if (statement is null)
        {
            _at = start;
        }

        return Remember(Form.SimpleStatement, start, statement);
    }

    private StatementNode? SimpleStatementAnew(int start)
    {
        switch (Current)
        {
            case TokenKind.Pass:
                _at++;
                return new Pass(SpanFrom(start));
            case TokenKind.Break:
                _at++;
                return new Break(SpanFrom(start));
            case TokenKind.Continue:
                _at++;
                return new Continue(SpanFrom(start));
            case TokenKind.Return:
                _at++;
                var result = StarExpressions();
                return new Return(result, SpanFrom(start));
            case TokenKind.Raise:
                return RaiseStatement(start);
            case TokenKind.Import or TokenKind.From:
                return ImportStatement(start);
            case TokenKind.Global or TokenKind.Nonlocal:
                return Scope(start);
            case TokenKind.Del:
                return DeleteStatement(start);
            case TokenKind.Assert:
                return AssertStatement(start);
            case TokenKind.Name when _version >= 12 && IsWord("type"u8) && Ahead() == TokenKind.Name:
                return TypeAliasStatement(start) ?? AssignmentOrExpression(start);
        }

        return AssignmentOrExpression(start);
    }

    private Raise? RaiseStatement(int start)
    {
        _at++;
        if (Expression() is not { } exception)
        {
            return new Raise(null, null, SpanFrom(start));
        }

        int end = _at;
        ExpressionNode? cause = null;
        if (Take(TokenKind.From) && (cause = Expression()) is null)
        {
            _at = end;
        }

        return new Raise(exception, cause, SpanFrom(start));
    }

    private StatementNode? Scope(int start)
    {
        bool global = Current == TokenKind.Global;
        _at++;
        var names = new List<string>();
        do
        {
            if (TakeName() is not { } name)
            {
                if (names.Count == 0)
                {
                    return null;
                }

                _at--;
                break;
            }

            names.Add(name);
        }
        while (Take(TokenKind.Comma));

        return global ? new Global([.. names], SpanFrom(start)) : new Nonlocal([.. names], SpanFrom(start));
    }

    private Assert? AssertStatement(int start)
    {
        _at++;
        if (Expression() is not { } test)
        {
            return null;
        }

        int end = _at;
        ExpressionNode? message = null;
        if (Take(TokenKind.Comma) && (message = Expression()) is null)
        {
            _at = end;
        }

        return new Assert(test, message, SpanFrom(start));
    }

    private Delete? DeleteStatement(int start)
    {
        _at++;
        int first = _at;
        var targets = new List<ExpressionNode>();
        do
        {
            int before = _at;
            if (targets.Count > 0 && Current is TokenKind.Semi or TokenKind.NewLine)
            {
                break;
            }

            if (DeleteTarget() is not { } target)
            {
                _at = before;
                break;
            }

            targets.Add(target);
        }
        while (Take(TokenKind.Comma));

        if (targets.Count > 0 && Current is TokenKind.Semi or TokenKind.NewLine)
        {
            return new Delete([.. targets], SpanFrom(start));
        }

        if (_diagnosing)
        {
            _at = first;
            if (StarExpressions() is { } wrong)
            {
                RefuseTarget(wrong, TargetKind.Delete);
            }
        }

        return null;
    }

    private ExpressionNode? DeleteTarget()
    {
        int start = _at;
        if (Primary() is { } node && CanDelete(node))
        {
            SetContext(node, ExpressionContext.Del);
            return node;
        }

        _at = start;
        return null;
    }

    private static bool CanDelete(ExpressionNode node) => node switch
    {
        Name or Attribute or Subscript => true,
        Tuple tuple => tuple.Elts.All(CanDelete),
        List list => list.Elts.All(CanDelete),
        _ => false,
    };

    private StatementNode? ImportStatement(int start)
    {
        if (Take(TokenKind.Import))
        {
            if (_diagnosing && _version >= 12)
            {
                InvalidImport(start);
                _at = start + 1;
            }

            if (ModuleAliases() is not { } modules)
            {
                return null;
            }

            return new Import(modules, SpanFrom(start));
        }

        _at++;
        int level = 0;
        while (Current is TokenKind.Dot or TokenKind.Ellipsis)
        {
            level += Current == TokenKind.Dot ? 1 : 3;
            _at++;
        }

        string? module = DottedName();
        if (module is null && level == 0 || !Take(TokenKind.Import))
        {
            return null;
        }

        if (ImportedNames() is not { } names)
        {
            return null;
        }

        return new ImportFrom(module, names, level, SpanFrom(start));
    }

    private void InvalidImport(int start)
    {
        if (_version >= 13 && Current == TokenKind.NewLine)
        {
            throw RefusedFrom(_at, "Expected one or more names after 'import'");
        }

        do
        {
            if (DottedName() is null)
            {
                return;
            }
        }
        while (Take(TokenKind.Comma));
        if (Take(TokenKind.From) && DottedName() is not null)
        {
            throw RefusedFrom(start, "Did you mean to use 'from ... import ...' instead?");
        }
    }

    private Alias[]? ModuleAliases()
    {
        var names = new List<Alias>();
        int end;
        do
        {
            end = _at;
            int start = _at;
            if (DottedName() is not { } name)
            {
                _at = names.Count > 0 ? end - 1 : end;
                break;
            }

            string? other = OtherName();
            names.Add(new Alias(name, other, SpanFrom(start)));
        }
        while (Take(TokenKind.Comma));
        return names.Count > 0 ? [.. names] : null;
    }

    private string? OtherName()
    {
        int end = _at;
        if (Take(TokenKind.As))
        {
            if (TakeName() is { } name)
            {
                return name;
            }

            _at = end;
        }

        return null;
    }

    private string? DottedName()
    {
        if (TakeName() is not { } name)
        {
            return null;
        }

        while (Current == TokenKind.Dot)
        {
            if (Ahead() != TokenKind.Name)
            {
                break;
            }

            name += "." + NameAt(_at + 1);
            _at += 2;
        }

        return name;
    }

    private Alias[]? ImportedNames()
    {
        int start = _at;
        if (Take(TokenKind.Star))
        {
            return [new Alias("*", null, SpanFrom(start))];
        }

        if (Take(TokenKind.LPar))
        {
            var inside = NameAliases();
            if (inside is not null)
            {
                Take(TokenKind.Comma);
                if (Take(TokenKind.RPar))
                {
                    return inside;
                }
            }

            _at = start;
            return null;
        }

        var names = NameAliases();
        if (names is not null && Current != TokenKind.Comma)
        {
            return names;
        }

        if (_diagnosing)
        {
            if (names is not null && Ahead() == TokenKind.NewLine)
            {
                throw RefusedLast("trailing comma not allowed without surrounding parentheses");
            }

            if (_version >= 13 && names is null && Current == TokenKind.NewLine)
            {
                throw RefusedFrom(_at, "Expected one or more names after 'import'");
            }
        }

        _at = start;
        return null;
    }

    private Alias[]? NameAliases()
    {
        var names = new List<Alias>();
        do
        {
            int start = _at;
            if (TakeName() is not { } name)
            {
                _at = names.Count > 0 ? start - 1 : start;
                break;
            }

            string? other = OtherName();
            names.Add(new Alias(name, other, SpanFrom(start)));
        }
        while (Take(TokenKind.Comma));
        return names.Count > 0 ? [.. names] : null;
    }

    private TypeAlias? TypeAliasStatement(int start)
    {
        int nameAt = ++_at;
        string name = NameAt(nameAt);
        _at++;
        var parameters = TypeParameters();
        if (Take(TokenKind.Equal) && Expression() is { } value)
        {
            return new TypeAlias(new Name(name, ExpressionContext.Store, SpanOf(nameAt)), parameters ?? [], value, SpanFrom(start));
        }

        _at = start;
        return null;
    }
}

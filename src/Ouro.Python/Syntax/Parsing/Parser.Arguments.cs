namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private Call? CallOf(int start, ExpressionNode function)
    {
        int end = _at;
        Enter();
        var call = _diagnosing ? DiagnoseCall(start, function) : PlainCall(start, function);
        Leave();
        if (call is null)
        {
            _at = end;
        }

        return call;
    }

    private Call? PlainCall(int start, ExpressionNode function)
    {
        int open = _at++;
        if (Take(TokenKind.RPar))
        {
            return new Call(function, [], [], SpanFrom(start));
        }

        if (ArgumentList() is not { } list)
        {
            return null;
        }

        if (Current is TokenKind.For or TokenKind.Async && list.Keywords.Count == 0 && list.Positional is [not Starred])
        {
            if (Comprehensions() is not { } generators || !Take(TokenKind.RPar))
            {
                return null;
            }

            return new Call(function, [new GeneratorExp(list.Positional[0], generators, SpanFrom(open))], [], SpanFrom(start));
        }

        Take(TokenKind.Comma);
        return Take(TokenKind.RPar) ? new Call(function, [.. list.Positional], [.. list.Keywords], SpanFrom(start)) : null;
    }

    private Call? DiagnoseCall(int start, ExpressionNode function)
    {
        int open = _at;
        if (DiagnoseGenerator(open) is { } generator)
        {
            return new Call(function, [generator], [], SpanFrom(start));
        }

        _at = open + 1;
        var list = CallArguments();
        return Take(TokenKind.RPar) ? new Call(function, [.. list?.Positional ?? []], [.. list?.Keywords ?? []], SpanFrom(start)) : null;
    }

    /// <summary>What is between the parentheses of a call or of a class's bases.</summary>
    private ArgumentValues? CallArguments()
    {
        if (Known(Form.Arguments, out ArgumentValues? known))
        {
            return known;
        }

        int start = _at;
        if (ArgumentList() is { } list)
        {
            Take(TokenKind.Comma);
            if (Current == TokenKind.RPar)
            {
                return Remember(Form.Arguments, start, list);
            }
        }

        _at = start;
        if (_diagnosing)
        {
            InvalidArguments(start);
            _at = start;
        }

        return Remember<ArgumentValues>(Form.Arguments, start, null);
    }

    /// <summary>Arguments up to where no more of them fit.</summary>
    private ArgumentValues? ArgumentList()
    {
        int start = _at;
        var list = new ArgumentValues();
        bool keywords = false;
        bool doubled = false;
        int end = _at;
        while (true)
        {
            int before = _at;
            bool taken;
            if (!keywords)
            {
                taken = Positional(list);
                if (!taken)
                {
                    _at = before;
                    keywords = true;
                    continue;
                }
            }
            else
            {
                taken = KeywordArgument(list, ref doubled);
            }

            if (!taken)
            {
                _at = end;
                break;
            }

            end = _at;
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        if (list.Positional.Count + list.Keywords.Count == 0)
        {
            _at = start;
            return null;
        }

        list.Span = SpanFrom(start);
        return list;
    }

    private bool Positional(ArgumentValues list)
    {
        if (Current == TokenKind.Star)
        {
            if (StarredExpression() is { } starred)
            {
                list.Positional.Add(starred);
                return true;
            }

            return false;
        }

        if (!_diagnosing && (Current == TokenKind.DoubleStar || Current == TokenKind.Name && Ahead() == TokenKind.Equal))
        {
            return false;
        }

        if (AssignmentExpressionOrExpression() is { } value && Current != TokenKind.Equal)
        {
            list.Positional.Add(value);
            return true;
        }

        return false;
    }

    private bool KeywordArgument(ArgumentValues list, ref bool doubled)
    {
        int start = _at;
        if (_diagnosing)
        {
            InvalidKeyword(start);
            _at = start;
        }

        if (Current == TokenKind.Name && Ahead() == TokenKind.Equal)
        {
            string name = NameAt(_at);
            _at += 2;
            if (Expression() is { } value)
            {
                list.Keywords.Add(new Keyword(name, value, SpanFrom(start)));
                return true;
            }
        }
        else if (Current == TokenKind.Star && !doubled)
        {
            if (StarredExpression() is { } starred)
            {
                list.Positional.Add(starred);
                return true;
            }
        }
        else if (Take(TokenKind.DoubleStar) && Expression() is { } mapping)
        {
            doubled = true;
            list.Keywords.Add(new Keyword(null, mapping, SpanFrom(start)));
            return true;
        }

        _at = start;
        return false;
    }

    private Starred? StarredExpression()
    {
        int start = _at;
        if (!Take(TokenKind.Star))
        {
            return null;
        }

        var value = Expression();
        if (_diagnosing && _version >= 12)
        {
            int end = _at;
            if (value is not null && Take(TokenKind.Equal) && Expression() is { } assigned)
            {
                throw Refused(start, assigned, "cannot assign to iterable argument unpacking");
            }

            _at = end;
        }

        if (value is not null)
        {
            return new Starred(value, ExpressionContext.Load, SpanFrom(start));
        }

        if (_diagnosing && _version >= 13)
        {
            throw RefusedLast("Invalid star expression");
        }

        _at = start;
        return null;
    }

    private void InvalidKeyword(int start)
    {
        if (Current is TokenKind.True or TokenKind.False or TokenKind.None && Ahead() == TokenKind.Equal)
        {
            throw Refused(start, start + 1, $"cannot assign to {_tokens[start].Kind}");
        }

        bool named = Current == TokenKind.Name && Ahead() == TokenKind.Equal;
        if (named)
        {
            _at += 2;
            if (Expression() is not null && Comprehensions() is not null)
            {
                throw Refused(start, start + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            }
        }
        else if (Expression() is { } wrong && Take(TokenKind.Equal))
        {
            throw Refused(wrong, _at - 1, "expression cannot contain assignment, perhaps you meant \"==\"?");
        }

        _at = start;
        if (_version >= 12 && Take(TokenKind.DoubleStar) && Expression() is not null && Take(TokenKind.Equal) && Expression() is { } value)
        {
            throw Refused(start, value, "cannot assign to keyword argument unpacking");
        }
    }

    private void InvalidArguments(int start)
    {
        if (ArgumentList() is not null && Current == TokenKind.Comma)
        {
            int comma = _at++;
            if (Current == TokenKind.Star)
            {
                if (_version < 13)
                {
                    throw RefusedLast("iterable argument unpacking follows keyword argument unpacking");
                }

                if (StarredExpression() is not null)
                {
                    throw RefusedFrom(comma, "iterable argument unpacking follows keyword argument unpacking");
                }
            }
        }

        _at = start;
        if (Expression() is { } first && Comprehensions() is { } clauses && Take(TokenKind.Comma))
        {
            int after = _at;
            if (ArgumentList() is null)
            {
                _at = after;
            }

            throw Refused(first, LastOf(clauses), "Generator expression must be parenthesized");
        }

        _at = start;
        if (Current == TokenKind.Name && Ahead() == TokenKind.Equal)
        {
            _at += 2;
            if (Expression() is not null && Comprehensions() is not null)
            {
                throw Refused(start, start + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            }
        }

        _at = start;
        if (_version >= 12)
        {
            if (!(ArgumentList() is not null && Take(TokenKind.Comma)))
            {
                _at = start;
            }

            if (Current == TokenKind.Name && Ahead() == TokenKind.Equal && Ahead(2) is TokenKind.Comma or TokenKind.RPar)
            {
                throw Refused(_at, _at + 1, "expected argument value expression");
            }

            _at = start;
        }

        if (ArgumentList() is not { } list)
        {
            return;
        }

        int end = _at;
        if (Comprehensions() is { } generators)
        {
            if (list.Positional.Count > 1)
            {
                throw Refused(list.Positional[^1], LastOf(generators), "Generator expression must be parenthesized");
            }
        }

        _at = end;
        if (!Take(TokenKind.Comma))
        {
            return;
        }

        if (Expression() is { } later && Comprehensions() is { } laterClauses)
        {
            throw Refused(later, LastOf(laterClauses), "Generator expression must be parenthesized");
        }

        _at = end + 1;
        if (ArgumentList() is not null)
        {
            throw RefusedLast(list.Keywords.Exists(keyword => keyword.Arg is null) ? "positional argument follows keyword argument unpacking" : "positional argument follows keyword argument");
        }
    }

    private static ExpressionNode LastOf(Comprehension[] clauses) => clauses[^1].Ifs.Length == 0 ? clauses[^1].Iter : clauses[^1].Ifs[^1];

    /// <summary>The arguments of a call.</summary>
    private sealed class ArgumentValues
    {
        internal readonly List<ExpressionNode> Positional = [];
        internal readonly List<Keyword> Keywords = [];
        internal SourceSpan Span;
    }
}

namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private StatementNode? TryStatement(int start)
    {
        _at++;
        if (_diagnosing)
        {
            DiagnoseTry(start);
            _at = start + 1;
        }

        Demand(TokenKind.Colon, ":");
        if (Block() is not { } body)
        {
            return Abandon(start);
        }

        if (Current == TokenKind.Finally)
        {
            return FinallyBlock() is { } only ? new Try(body, [], [], only, SpanFrom(start)) : Abandon(start);
        }

        // The second pass tries the handlers without a star first and then those with one, and may find mistakes in both.
        int handlersAt = _at;
        bool star = false;
        var handlers = Handlers(star: false);
        if (handlers.Length == 0)
        {
            _at = handlersAt;
            star = true;
            handlers = Handlers(star: true);
        }

        if (handlers.Length == 0)
        {
            return Abandon(start);
        }

        var otherwise = ElseBlock() ?? [];
        var last = FinallyBlock() ?? [];
        return star ? new TryStar(body, handlers, otherwise, last, SpanFrom(start)) : new Try(body, handlers, otherwise, last, SpanFrom(start));
    }

    private ExceptHandlerNode[] Handlers(bool star)
    {
        var handlers = new List<ExceptHandlerNode>();
        while (Current == TokenKind.Except && Handler(star) is { } handler)
        {
            handlers.Add(handler);
        }

        return [.. handlers];
    }

    private ExceptHandler? Handler(bool star)
    {
        int start = _at++;
        if (_diagnosing)
        {
            DiagnoseHandlerBody(start, star);
            _at = start + 1;
        }

        if (!star || Take(TokenKind.Star))
        {
            if (Expression() is { } type)
            {
                string? name = OtherName();
                if (Take(TokenKind.Colon) && Block() is { } body)
                {
                    return new ExceptHandler(type, name, body, SpanFrom(start));
                }
            }
            else if (!star && Take(TokenKind.Colon) && Block() is { } body)
            {
                return new ExceptHandler(null, null, body, SpanFrom(start));
            }
        }

        if (_diagnosing)
        {
            InvalidHandler(start);
        }

        _at = start;
        return null;
    }

    private void DiagnoseHandlerBody(int start, bool star)
    {
        if (star && !Take(TokenKind.Star))
        {
            return;
        }

        if (Expression() is not null)
        {
            OtherName();
            if (Take(TokenKind.Colon))
            {
                DiagnoseBody(start, star ? "'except*' statement" : "'except' statement");
            }
        }
        else if (!star && Take(TokenKind.Colon))
        {
            DiagnoseBody(start, "'except' statement");
        }
    }

    private void InvalidHandler(int start)
    {
        _at = start + 1;
        Take(TokenKind.Star);
        int typeAt = _at;
        if (Expression() is { } first && Take(TokenKind.Comma) && Expressions() is not null)
        {
            OtherName();
            if (Take(TokenKind.Colon))
            {
                throw RefusedFrom(first.Span.Line, first.Span.Column, "multiple exception types must be parenthesized");
            }
        }

        _at = typeAt;
        if (Expression() is not null)
        {
            OtherName();
            if (Current == TokenKind.NewLine)
            {
                throw RefusedLast("expected ':'");
            }
        }

        _at = start + 1;
        if (Current == TokenKind.NewLine)
        {
            throw RefusedLast("expected ':'");
        }

        if (Take(TokenKind.Star) && Current is TokenKind.NewLine or TokenKind.Colon)
        {
            throw RefusedLast("expected one or more exception types");
        }
    }

    private StatementNode[]? FinallyBlock()
    {
        int start = _at;
        if (!Take(TokenKind.Finally))
        {
            return null;
        }

        Demand(TokenKind.Colon, ":");
        DiagnoseBody(start, "'finally' statement");
        if (Block() is { } body)
        {
            return body;
        }

        _at = start;
        return null;
    }

    private void DiagnoseTry(int start)
    {
        if (!Take(TokenKind.Colon))
        {
            return;
        }

        DiagnoseBody(start, "'try' statement");
        int bodyAt = _at;
        if (Block() is not null && Current is not (TokenKind.Except or TokenKind.Finally))
        {
            throw RefusedLast("expected 'except' or 'finally' block");
        }

        foreach (bool star in (ReadOnlySpan<bool>)[false, true])
        {
            _at = bodyAt;
            while (Block() is not null)
            {
            }

            if (Handlers(star).Length > 0 && Current == TokenKind.Except)
            {
                int keyword = _at++;
                if (!star)
                {
                    if (Take(TokenKind.Star) && Expression() is not null)
                    {
                        OtherName();
                        if (Take(TokenKind.Colon))
                        {
                            throw Refused(keyword, keyword + 1, "cannot have both 'except' and 'except*' on the same 'try'");
                        }
                    }
                }
                else
                {
                    if (Expression() is not null)
                    {
                        OtherName();
                    }

                    if (Take(TokenKind.Colon))
                    {
                        throw Refused(keyword, keyword, "cannot have both 'except' and 'except*' on the same 'try'");
                    }
                }
            }
        }
    }
}

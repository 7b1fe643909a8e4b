namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private StatementNode? MatchStatement(int start)
    {
        _at++;
        if (MatchSubject() is { } subject)
        {
            if (Take(TokenKind.Colon))
            {
                int end = _at;
                if (Take(TokenKind.NewLine) && Take(TokenKind.Indent))
                {
                    var cases = new List<MatchCase>();
                    while (IsWord("case"u8) && Case() is { } next)
                    {
                        cases.Add(next);
                    }

                    if (cases.Count > 0 && Take(TokenKind.Dedent))
                    {
                        return new Match(subject, [.. cases], SpanFrom(start));
                    }
                }

                _at = end;
                if (_diagnosing && Current == TokenKind.NewLine)
                {
                    DiagnoseBody(start, "'match' statement");
                }
            }
            else if (_diagnosing && Current == TokenKind.NewLine)
            {
                throw RefusedLast("expected ':'");
            }
        }

        return Abandon(start);
    }

    private ExpressionNode? MatchSubject()
    {
        int start = _at;
        if (StarNamedExpression() is not { } first)
        {
            return null;
        }

        if (Current == TokenKind.Comma)
        {
            return TupleFrom(start, first, StarNamedExpression);
        }

        if (first is Starred)
        {
            _at = start;
            return null;
        }

        return first;
    }

    private MatchCase? Case()
    {
        int start = _at;
        _at++;
        if (Patterns() is { } pattern)
        {
            ExpressionNode? guard = null;
            int end = _at;
            if (Take(TokenKind.If) && (guard = NamedExpression()) is null)
            {
                _at = end;
            }

            if (_diagnosing && Current == TokenKind.NewLine)
            {
                throw RefusedLast("expected ':'");
            }

            if (Take(TokenKind.Colon))
            {
                DiagnoseBody(start, "'case' statement");
                if (Block() is { } body)
                {
                    return new MatchCase(pattern, guard, body);
                }
            }
        }

        _at = start;
        return null;
    }

    private PatternNode? Patterns()
    {
        int start = _at;
        if (MaybeStarPattern() is not { } first)
        {
            return null;
        }

        if (Current != TokenKind.Comma)
        {
            if (first is MatchStar)
            {
                _at = start;
                return null;
            }

            return first;
        }

        return new MatchSequence(PatternList(first), SpanFrom(start));
    }

    private PatternNode[] PatternList(PatternNode first)
    {
        var patterns = new List<PatternNode> { first };
        while (Take(TokenKind.Comma))
        {
            if (MaybeStarPattern() is not { } next)
            {
                break;
            }

            patterns.Add(next);
        }

        return [.. patterns];
    }

    private PatternNode? MaybeStarPattern()
    {
        if (Current != TokenKind.Star)
        {
            return Pattern();
        }

        int start = _at++;
        if (TakeName() is { } name)
        {
            return new MatchStar(name == "_" ? null : name, SpanFrom(start));
        }

        _at = start;
        return null;
    }

    private PatternNode? Pattern()
    {
        int start = _at;
        if (Known(Form.Pattern, out PatternNode? known))
        {
            return known;
        }

        Enter();
        var pattern = PatternAnew(start);
        Leave();
        if (pattern is null)
        {
            _at = start;
        }

        return Remember(Form.Pattern, start, pattern);
    }

    private PatternNode? PatternAnew(int start)
    {
        if (OrPattern() is not { } alternatives)
        {
            return null;
        }

        int end = _at;
        if (!Take(TokenKind.As))
        {
            return alternatives;
        }

        if (Current == TokenKind.Name && !IsWord("_"u8) && Ahead() is not (TokenKind.Dot or TokenKind.LPar or TokenKind.Equal))
        {
            string name = TakeName()!;
            return new MatchAs(alternatives, name, SpanFrom(start));
        }

        if (_diagnosing)
        {
            if (IsWord("_"u8))
            {
                throw Refused(_at, _at, "cannot use '_' as a target");
            }

            if (Current != TokenKind.Name && Expression() is { } wrong)
            {
                throw Refused(wrong, "invalid pattern target");
            }
        }

        _at = end;
        return alternatives;
    }

    private PatternNode? OrPattern()
    {
        int start = _at;
        if (ClosedPattern() is not { } first)
        {
            return null;
        }

        if (Current != TokenKind.VBar)
        {
            return first;
        }

        var patterns = new List<PatternNode> { first };
        while (Current == TokenKind.VBar)
        {
            int end = _at++;
            if (ClosedPattern() is not { } next)
            {
                _at = end;
                break;
            }

            patterns.Add(next);
        }

        return patterns.Count == 1 ? first : new MatchOr([.. patterns], SpanFrom(start));
    }

    private PatternNode? ClosedPattern()
    {
        int start = _at;
        PatternNode? pattern = Current switch
        {
            TokenKind.True => Singleton(Literal.Boolean.True),
            TokenKind.False => Singleton(Literal.Boolean.False),
            TokenKind.None => Singleton(Literal.None.Value),
            TokenKind.String or TokenKind.FStringStart => Strings() is { } text ? new MatchValue(text, SpanFrom(start)) : null,
            TokenKind.Number or TokenKind.Minus => NumberPattern(start),
            TokenKind.Name => NamePattern(start),
            TokenKind.LPar => ParenthesisedPattern(start),
            TokenKind.LSqb => BracketedPattern(start),
            TokenKind.LBrace => MappingPattern(start),
            _ => null,
        };
        if (pattern is null)
        {
            _at = start;
        }

        return pattern;
    }

    private MatchSingleton Singleton(Literal value)
    {
        _at++;
        return new MatchSingleton(value, SpanFrom(_at - 1));
    }

    private MatchValue? NumberPattern(int start) => SignedNumber() is { } value ? new MatchValue(value, SpanFrom(start)) : null;

    /// <summary>A number, perhaps negative, perhaps with an imaginary part.</summary>
    private ExpressionNode? SignedNumber()
    {
        int start = _at;
        bool negative = Take(TokenKind.Minus);
        int numberAt = _at;
        if (!Take(TokenKind.Number))
        {
            return null;
        }

        ExpressionNode number = new Constant(NumberAt(numberAt), null, SpanOf(numberAt));
        if (negative)
        {
            number = new UnaryOp(UnaryOperator.USub, number, SpanFrom(start));
        }

        if (Current is TokenKind.Plus or TokenKind.Minus && Ahead() == TokenKind.Number)
        {
            bool plus = Current == TokenKind.Plus;
            int imaginaryAt = _at + 1;
            if (((Constant)(negative ? ((UnaryOp)number).Operand : number)).Value is Literal.Imaginary)
            {
                throw Refused(number, "real number required in complex literal");
            }

            var imaginary = new Constant(NumberAt(imaginaryAt), null, SpanOf(imaginaryAt));
            if (imaginary.Value is not Literal.Imaginary)
            {
                throw Refused(imaginary, "imaginary number required in complex literal");
            }

            _at += 2;
            return new BinOp(number, plus ? BinaryOperator.Add : BinaryOperator.Sub, imaginary, SpanFrom(start));
        }

        return number;
    }

    private PatternNode? NamePattern(int start)
    {
        if (Ahead() is not (TokenKind.Dot or TokenKind.LPar or TokenKind.Equal))
        {
            string name = TakeName()!;
            return new MatchAs(null, name == "_" ? null : name, SpanFrom(start));
        }

        if (NameOrAttribute() is not { } value)
        {
            return null;
        }

        switch (Current)
        {
            case TokenKind.LPar:
                return ClassPattern(start, value);
            case TokenKind.Equal:
                return null;
            default:
                return value is Attribute ? new MatchValue(value, SpanFrom(start)) : null;
        }
    }

    private ExpressionNode? NameOrAttribute()
    {
        int start = _at;
        if (TakeName() is not { } name)
        {
            return null;
        }

        ExpressionNode node = new Name(name, ExpressionContext.Load, SpanFrom(start));
        while (Current == TokenKind.Dot && Ahead() == TokenKind.Name)
        {
            _at++;
            string attribute = TakeName()!;
            node = new Attribute(node, attribute, ExpressionContext.Load, SpanFrom(start));
        }

        return node;
    }

    private PatternNode? ParenthesisedPattern(int start)
    {
        _at++;
        if (Take(TokenKind.RPar))
        {
            return new MatchSequence([], SpanFrom(start));
        }

        if (MaybeStarPattern() is not { } first)
        {
            return null;
        }

        if (first is not MatchStar && Take(TokenKind.RPar))
        {
            return first;
        }

        if (Current != TokenKind.Comma)
        {
            return null;
        }

        var patterns = PatternList(first);
        return Take(TokenKind.RPar) ? new MatchSequence(patterns, SpanFrom(start)) : null;
    }

    private MatchSequence? BracketedPattern(int start)
    {
        _at++;
        PatternNode[] patterns = [];
        if (Current != TokenKind.RSqb)
        {
            if (MaybeStarPattern() is not { } first)
            {
                return null;
            }

            patterns = PatternList(first);
        }

        return Take(TokenKind.RSqb) ? new MatchSequence(patterns, SpanFrom(start)) : null;
    }

    private MatchMapping? MappingPattern(int start)
    {
        _at++;
        var keys = new List<ExpressionNode>();
        var patterns = new List<PatternNode>();
        string? rest = null;
        while (Current != TokenKind.RBrace)
        {
            if (Take(TokenKind.DoubleStar))
            {
                if (Current != TokenKind.Name || IsWord("_"u8))
                {
                    return null;
                }

                rest = TakeName();
                Take(TokenKind.Comma);
                break;
            }

            if (PatternKey() is not { } key || !Take(TokenKind.Colon) || Pattern() is not { } pattern)
            {
                return null;
            }

            keys.Add(key);
            patterns.Add(pattern);
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        return Take(TokenKind.RBrace) ? new MatchMapping([.. keys], [.. patterns], rest, SpanFrom(start)) : null;
    }

    private ExpressionNode? PatternKey()
    {
        int start = _at;
        switch (Current)
        {
            case TokenKind.True or TokenKind.False or TokenKind.None:
                return Atom();
            case TokenKind.String or TokenKind.FStringStart:
                return Strings();
            case TokenKind.Number or TokenKind.Minus:
                return SignedNumber();
            case TokenKind.Name:
                if (NameOrAttribute() is Attribute attribute && Current is not (TokenKind.LPar or TokenKind.Equal))
                {
                    return attribute;
                }

                _at = start;
                return null;
            default:
                return null;
        }
    }

    private MatchClass? ClassPattern(int start, ExpressionNode type)
    {
        _at++;
        var patterns = new List<PatternNode>();
        var names = new List<string>();
        var values = new List<PatternNode>();
        int wrongFirst = -1;
        PatternNode? firstWrong = null;
        PatternNode? lastWrong = null;
        while (Current != TokenKind.RPar)
        {
            if (Current == TokenKind.Name && Ahead() == TokenKind.Equal)
            {
                if (wrongFirst >= 0)
                {
                    break;
                }

                string name = TakeName()!;
                _at++;
                if (Pattern() is not { } value)
                {
                    return null;
                }

                names.Add(name);
                values.Add(value);
            }
            else if (Pattern() is { } pattern)
            {
                if (names.Count > 0)
                {
                    wrongFirst = wrongFirst < 0 ? _at : wrongFirst;
                    firstWrong ??= pattern;
                    lastWrong = pattern;
                }
                else
                {
                    patterns.Add(pattern);
                }
            }
            else
            {
                break;
            }

            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        if (firstWrong is not null)
        {
            if (_diagnosing)
            {
                throw Refused(firstWrong, lastWrong!, "positional patterns follow keyword patterns");
            }

            return null;
        }

        return Take(TokenKind.RPar) ? new MatchClass(type, [.. patterns], [.. names], [.. values], SpanFrom(start)) : null;
    }
}

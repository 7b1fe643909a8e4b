namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    /// <summary>The list of PEP 695 in brackets, if one is here and the version has them.</summary>
    private TypeParameterNode[]? TypeParameters()
    {
        int start = _at;
        if (_version < 12 || !Take(TokenKind.LSqb))
        {
            return null;
        }

        if (_version >= 13 && Current == TokenKind.RSqb)
        {
            throw RefusedFrom(_at, "Type parameter list cannot be empty");
        }

        var parameters = new List<TypeParameterNode>();
        do
        {
            if (parameters.Count > 0 && Current == TokenKind.RSqb)
            {
                break;
            }

            if (TypeParameter() is not { } parameter)
            {
                break;
            }

            parameters.Add(parameter);
        }
        while (Take(TokenKind.Comma));
        if (parameters.Count > 0 && Take(TokenKind.RSqb))
        {
            return [.. parameters];
        }

        _at = start;
        return null;
    }

    private TypeParameterNode? TypeParameter()
    {
        int start = _at;
        var prefix = Current;
        if (prefix is TokenKind.Star or TokenKind.DoubleStar)
        {
            _at++;
        }

        if (TakeName() is not { } name)
        {
            _at = start;
            return null;
        }

        switch (prefix)
        {
            case TokenKind.Star or TokenKind.DoubleStar:
                // This mistake is found in either pass.
                if (Current == TokenKind.Colon)
                {
                    int colon = _at++;
                    if (Expression() is { } bound)
                    {
                        string kind = prefix == TokenKind.Star ? "TypeVarTuple" : "ParamSpec";
                        throw RefusedFrom(colon, $"cannot use {(bound is Tuple ? "constraints" : "bound")} with {kind}");
                    }

                    _at = colon;
                }

                break;
            default:
                ExpressionNode? limit = null;
                int end = _at;
                if (Take(TokenKind.Colon) && (limit = Expression()) is null)
                {
                    _at = end;
                }

                var value = TypeDefault(starred: false);
                return new TypeVar(name, limit, value, SpanFrom(start));
        }

        var other = TypeDefault(starred: prefix == TokenKind.Star);
        return prefix == TokenKind.Star ? new TypeVarTuple(name, other, SpanFrom(start)) : new ParamSpec(name, other, SpanFrom(start));
    }

    private ExpressionNode? TypeDefault(bool starred)
    {
        int end = _at;
        if (_version >= 13 && Take(TokenKind.Equal))
        {
            if ((starred ? StarExpression() : Expression()) is { } value)
            {
                return value;
            }

            _at = end;
        }

        return null;
    }
}

// The parameters of functions and of lambda expressions; they differ in annotations and in what closes the list. The first pass takes
// them one after the other; the second pass looks for known mistakes first, in the order of the grammar.

namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private Arguments? FunctionParameters() => Parameters(TokenKind.RPar);

    private Arguments? LambdaParameters() => Parameters(TokenKind.Colon);

    private Arguments? Parameters(TokenKind close)
    {
        int start = _at;
        if (_diagnosing)
        {
            InvalidParameters(close);
            _at = start;
        }

        var list = new ParameterList();
        int end = _at;
        bool complete = false;
        while (!complete)
        {
            end = _at;
            switch (Current)
            {
                case TokenKind.Name:
                    complete = !PlainParameter(list, close);
                    break;
                case TokenKind.Slash when list.Positional.Count > 0 && !list.HasSlash && !list.HasStar:
                    _at++;
                    complete = !Separator(close);
                    if (!complete)
                    {
                        list.HasSlash = true;
                        list.PositionalOnly = list.Positional.Count;
                    }

                    break;
                case TokenKind.Star when !list.HasStar:
                    complete = !StarParameter(list, close);
                    break;
                case TokenKind.DoubleStar when _diagnosing || list.KeywordDictionary is null:
                    complete = !DictionaryParameter(list, close);
                    if (!complete)
                    {
                        end = _at;
                        complete = true;
                    }

                    break;
                default:
                    complete = true;
                    break;
            }
        }

        _at = end;
        return _at == start ? null : list.ToArguments();
    }

    /// <summary>A comma, or what closes the list, which stays.</summary>
    private bool Separator(TokenKind close) => Take(TokenKind.Comma) || Current == close;

    private bool PlainParameter(ParameterList list, TokenKind close)
    {
        if (Parameter(close) is not { } parameter)
        {
            return false;
        }

        ExpressionNode? value = null;
        if (Current == TokenKind.Equal && (value = Default(close)) is null)
        {
            return false;
        }

        if (!Separator(close))
        {
            return false;
        }

        if (list.HasStar)
        {
            list.KeywordOnly.Add(parameter);
            list.KeywordDefaults.Add(value);
            return true;
        }

        if (value is null && list.Defaults.Count > 0)
        {
            return false;
        }

        list.Positional.Add(parameter);
        if (value is not null)
        {
            list.Defaults.Add(value);
        }

        return true;
    }

    private Argument? Parameter(TokenKind close, bool starred = false)
    {
        int start = _at;
        if (TakeName() is not { } name)
        {
            return null;
        }

        ExpressionNode? annotation = null;
        if (close == TokenKind.RPar && Take(TokenKind.Colon))
        {
            annotation = starred && Current == TokenKind.Star ? StarredBitwiseOr() : Expression();
            if (annotation is null)
            {
                _at = start + 1;
            }
        }

        return new Argument(name, annotation, null, SpanFrom(start));
    }

    private ExpressionNode? Default(TokenKind close)
    {
        int start = _at++;
        if (Expression() is { } value)
        {
            return value;
        }

        if (_diagnosing && Current is TokenKind.RPar or TokenKind.Comma)
        {
            throw Refused(start, start, "expected default value expression");
        }

        _ = close;
        _at = start;
        return null;
    }

    private bool StarParameter(ParameterList list, TokenKind close)
    {
        int start = _at;
        if (_diagnosing)
        {
            InvalidStar(close);
            _at = start;
        }

        _at++;
        if (Take(TokenKind.Comma))
        {
            // A bare star needs a parameter after it.
            if (Current != TokenKind.Name)
            {
                _at = start;
                return false;
            }

            int before = _at;
            list.HasStar = true;
            if (PlainParameter(list, close))
            {
                return true;
            }

            list.HasStar = false;
            _at = before;
            return false;
        }

        if (Parameter(close, starred: true) is { } parameter && Separator(close))
        {
            list.HasStar = true;
            list.Rest = parameter;
            return true;
        }

        _at = start;
        return false;
    }

    private bool DictionaryParameter(ParameterList list, TokenKind close)
    {
        int start = _at;
        if (_diagnosing)
        {
            InvalidDictionary(close);
            _at = start;
        }

        _at++;
        if (Parameter(close) is { } parameter && Separator(close))
        {
            list.KeywordDictionary = parameter;
            return true;
        }

        _at = start;
        return false;
    }

    private string ParameterWord => "argument";

    private void InvalidParameters(TokenKind close)
    {
        int start = _at;
        if (_version >= 12)
        {
            LoneSlash(start);
        }

        if (_version >= 12)
        {
            SecondSlash(start, close);
        }

        MissingDefault(start, close);
        ParenthesisedParameters(start, close);
        if (_version == 11)
        {
            LoneSlash(start);
            SecondSlash(start, close);
        }

        _at = start;
        if (!TakeSlash(close))
        {
            _at = start;
        }

        while (MaybeDefault(close))
        {
        }

        if (Take(TokenKind.Star) && (Take(TokenKind.Comma) || NoDefault(close)))
        {
            while (MaybeDefault(close))
            {
            }

            if (Current == TokenKind.Slash)
            {
                throw Refused(_at, _at, "/ must be ahead of *");
            }
        }

        _at = start;
        int count = 0;
        while (MaybeDefault(close))
        {
            count++;
        }

        if (count > 0 && Take(TokenKind.Slash) && Current == TokenKind.Star)
        {
            throw Refused(_at, _at, "expected comma between / and *");
        }
    }

    private void LoneSlash(int start)
    {
        _at = start;
        if (Current == TokenKind.Slash && Ahead() == TokenKind.Comma)
        {
            throw Refused(start, start, $"at least one {ParameterWord} must precede /");
        }
    }

    private void SecondSlash(int start, TokenKind close)
    {
        _at = start;
        if (TakeSlash(close))
        {
            while (MaybeDefault(close))
            {
            }

            if (Current == TokenKind.Slash)
            {
                throw Refused(_at, _at, "/ may appear only once");
            }
        }
    }

    private void MissingDefault(int start, TokenKind close)
    {
        _at = start;
        if (_version >= 12 && !TakeSlashWithoutDefaults(close))
        {
            _at = start;
        }

        while (NoDefault(close))
        {
        }

        int before = _at;
        bool some = TakeSlash(close, needsDefault: true);
        if (!some)
        {
            _at = before;
            while (WithDefault(close))
            {
                some = true;
            }
        }

        if (some)
        {
            int at = _at;
            int end = at;
            if (Parameter(close) is not null)
            {
                end = _at - 1;
                _at = at;
                if (NoDefault(close))
                {
                    throw Refused(at, end, _version >= 12 ? "parameter without a default follows parameter with a default" : "non-default argument follows default argument");
                }
            }
        }
    }

    private void ParenthesisedParameters(int start, TokenKind close)
    {
        _at = start;
        while (NoDefault(close))
        {
        }

        int open = _at;
        if (!Take(TokenKind.LPar))
        {
            return;
        }

        int count = 0;
        if (close == TokenKind.RPar)
        {
            while (NoDefault(close))
            {
                count++;
            }

            Take(TokenKind.Comma);
        }
        else
        {
            while (Parameter(close) is not null)
            {
                count++;
                if (!Take(TokenKind.Comma))
                {
                    break;
                }
            }
        }

        if (count > 0 && Take(TokenKind.RPar))
        {
            throw Refused(open, _at - 1, close == TokenKind.RPar ? "Function parameters cannot be parenthesized" : "Lambda expression parameters cannot be parenthesized");
        }
    }

    private bool NoDefault(TokenKind close)
    {
        int start = _at;
        if (Parameter(close) is not null && Separator(close))
        {
            return true;
        }

        _at = start;
        return false;
    }

    private bool WithDefault(TokenKind close)
    {
        int start = _at;
        if (Parameter(close) is not null && Current == TokenKind.Equal && Default(close) is not null && Separator(close))
        {
            return true;
        }

        _at = start;
        return false;
    }

    private bool MaybeDefault(TokenKind close)
    {
        int start = _at;
        if (Parameter(close) is not null && (Current != TokenKind.Equal || Default(close) is not null) && Separator(close))
        {
            return true;
        }

        _at = start;
        return false;
    }

    private bool TakeSlashWithoutDefaults(TokenKind close)
    {
        int count = 0;
        while (NoDefault(close))
        {
            count++;
        }

        return count > 0 && Take(TokenKind.Slash) && Separator(close);
    }

    /// <summary>Parameters, first those without and then those with defaults, and a slash.</summary>
    private bool TakeSlash(TokenKind close, bool needsDefault = false)
    {
        int count = 0;
        while (NoDefault(close))
        {
            count++;
        }

        bool some = !needsDefault;
        while (WithDefault(close))
        {
            count++;
            some = true;
        }

        return count > 0 && some && Take(TokenKind.Slash) && Separator(close);
    }

    private void InvalidStar(TokenKind close)
    {
        int start = _at++;
        if (Current == close || Current == TokenKind.Comma && (Ahead() == close || Ahead() == TokenKind.DoubleStar))
        {
            string message = $"named {ParameterWord}s must follow bare *";
            throw close == TokenKind.RPar ? Refused(start, start, message) : RefusedLast(message);
        }

        if (Parameter(close) is not null && Current == TokenKind.Equal)
        {
            throw Refused(_at, _at, $"var-positional {ParameterWord} cannot have default value");
        }

        _at = start + 1;
        if (NoDefault(close) || Take(TokenKind.Comma))
        {
            while (MaybeDefault(close))
            {
            }

            int second = _at;
            if (Take(TokenKind.Star) && (NoDefault(close) || Current == TokenKind.Comma))
            {
                throw Refused(second, second, $"* {ParameterWord} may appear only once");
            }
        }
    }

    private void InvalidDictionary(TokenKind close)
    {
        _at++;
        if (Parameter(close) is null)
        {
            return;
        }

        if (Current == TokenKind.Equal)
        {
            throw Refused(_at, _at, $"var-keyword {ParameterWord} cannot have default value");
        }

        if (Take(TokenKind.Comma))
        {
            int at = _at;
            if (Parameter(close) is { } next)
            {
                throw Refused(next, $"{ParameterWord}s cannot follow var-keyword {ParameterWord}");
            }

            if (Current is TokenKind.Star or TokenKind.DoubleStar or TokenKind.Slash)
            {
                throw Refused(at, at, $"{ParameterWord}s cannot follow var-keyword {ParameterWord}");
            }
        }
    }

    private sealed class ParameterList
    {
        internal readonly List<Argument> Positional = [];
        internal readonly List<ExpressionNode> Defaults = [];
        internal readonly List<Argument> KeywordOnly = [];
        internal readonly List<ExpressionNode?> KeywordDefaults = [];
        internal int PositionalOnly;
        internal bool HasSlash;
        internal bool HasStar;
        internal Argument? Rest;
        internal Argument? KeywordDictionary;

        internal Arguments ToArguments() => new(
            PositionalOnly == 0 ? [] : [.. Positional[..PositionalOnly]],
            PositionalOnly == 0 ? [.. Positional] : [.. Positional[PositionalOnly..]],
            Rest,
            [.. KeywordOnly],
            [.. KeywordDefaults],
            KeywordDictionary,
            [.. Defaults]);
    }
}

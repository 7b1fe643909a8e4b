// What a REPL needs of slf: the module stays from one input to the next. A text with a block in it is whole after an empty line,
// or when a line without indentation follows the block.

using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Slf;

/// <summary>slf on a machine that somebody talks to.</summary>
internal sealed class SlfInteraction(VirtualMachine machine, SlfLanguage language) : PlainInteraction(machine, language)
{
    private const int BlockWidth = 4;

    /// <inheritdoc/>
    public override InputState StateOf(string text)
    {
        // A console without an editor gives each line with its end.
        if (text.EndsWith('\n'))
        {
            text = text[..^1];
        }

        int open = 0;
        int end = 0;
        bool isBlank = true;
        bool isIndented = false;
        char last = '\n';
        foreach (var token in Tokens(text))
        {
            if (token.Kind == TokenKind.Comment)
            {
                continue;
            }

            // A line that no bracket and no backslash joins to the one before.
            if (isBlank || (open == 0 && last != '\\' && text.AsSpan(end, token.Start - end).Contains('\n')))
            {
                isIndented = token.Start > 0 && text[token.Start - 1] is ' ' or '\t';
            }

            isBlank = false;
            end = token.Start + token.Length;
            last = text[token.Start + token.Length - 1];
            open += token.Kind != TokenKind.Bracket ? 0 : last is '(' or '[' or '{' ? 1 : -1;
        }

        if (isBlank)
        {
            return InputState.Blank;
        }

        string line = text[(text.LastIndexOf('\n') + 1)..];
        return open > 0 || last == '\\' ? InputState.Incomplete
            : open < 0 || string.IsNullOrWhiteSpace(line) ? InputState.Complete
            : last == ':' || isIndented ? InputState.Incomplete
            : InputState.Complete;
    }

    /// <inheritdoc/>
    public override int Indentation(string text)
    {
        string line = text[(text.LastIndexOf('\n') + 1)..];
        int width = 0;
        while (width < line.Length && line[width] == ' ')
        {
            width++;
        }

        return line.TrimEnd().EndsWith(':') ? width + BlockWidth : width;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SourceToken> Tokens(string text)
    {
        var tokens = new List<SourceToken>();
        for (int start = 0; start < text.Length;)
        {
            char first = text[start];
            int end = start + 1;
            var kind = TokenKind.Plain;
            if (char.IsWhiteSpace(first))
            {
                start++;
                continue;
            }

            if (first == '#')
            {
                kind = TokenKind.Comment;
                end = End(text, end, character => character != '\n');
            }
            else if (first == '"')
            {
                kind = TokenKind.String;
                end = End(text, end, character => character is not ('"' or '\n'));
                end += end < text.Length && text[end] == '"' ? 1 : 0;
            }
            else if (char.IsAsciiDigit(first) || (first is '+' or '-' && end < text.Length && char.IsAsciiDigit(text[end])))
            {
                kind = TokenKind.Number;
                end = End(text, end, char.IsAsciiDigit);
            }
            else if (char.IsAsciiLetter(first) || first is '_' or '$')
            {
                end = End(text, end, character => char.IsAsciiLetterOrDigit(character) || character == '_');
                kind = first == '$' || text.AsSpan(start, end - start) is "if" or "else" or "while" or "def" or "object" ? TokenKind.Keyword : TokenKind.Plain;
            }
            else
            {
                kind = first is '(' or ')' or '[' or ']' or '{' or '}' ? TokenKind.Bracket : first is ':' or '=' or ',' or '\\' ? TokenKind.Plain : TokenKind.Error;
            }

            tokens.Add(new SourceToken(kind, start, end - start));
            start = end;
        }

        PairBrackets(text, tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Names()
    {
        var names = new List<string> { "if", "else", "while", "def", "object" };
        var outcome = SlfLanguage.Call(Machine, "visible-names");
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            names.Add(((Symbol)pair.Car.AsObject!).Name);
        }

        return names;
    }

    private static int End(string text, int start, Func<char, bool> belongs)
    {
        while (start < text.Length && belongs(text[start]))
        {
            start++;
        }

        return start;
    }

    /// <summary>Tells each bracket its partner.</summary>
    private static void PairBrackets(string text, List<SourceToken> tokens)
    {
        var open = new Stack<int>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != TokenKind.Bracket)
            {
                continue;
            }

            if (text[tokens[i].Start] is '(' or '[' or '{')
            {
                open.Push(i);
            }
            else if (open.TryPop(out int partner))
            {
                tokens[i] = tokens[i] with { Partner = tokens[partner].Start };
                tokens[partner] = tokens[partner] with { Partner = tokens[i].Start };
            }
        }
    }
}

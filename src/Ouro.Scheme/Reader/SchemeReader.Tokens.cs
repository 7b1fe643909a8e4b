using Ouro.Machine.Execution;

namespace Ouro.Scheme.Reader;

internal sealed partial class SchemeReader
{
    /// <summary>A first line that tells the operating system what runs the file is not Scheme.</summary>
    private void SkipFirstLine()
    {
        if (_position != 0)
        {
            return;
        }

        if (_text.StartsWith('\uFEFF'))
        {
            _position = 1;
        }

        var rest = _text.AsSpan(_position);
        if (rest.StartsWith("#!/", StringComparison.Ordinal) || rest.StartsWith("#! ", StringComparison.Ordinal))
        {
            SkipLine();
        }
    }

    /// <summary>Skips white space and comments that are no data.</summary>
    /// <returns>False when a block comment is never closed, or at a limit.</returns>
    private bool SkipAtmosphere()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == ' ')
            {
                AdvanceInLine(1);
            }
            else if (IsWhiteSpace(c))
            {
                AdvanceTo(_position + 1);
            }
            else if (c == ';')
            {
                SkipLine();
            }
            else if (c == '#' && Peek(1) == '|')
            {
                MarkStart();
                if (!SkipBlockComment())
                {
                    return false;
                }
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private void SkipLine()
    {
        var length = _text.AsSpan(_position).IndexOfAny('\n', '\r');
        AdvanceTo(length < 0 ? _text.Length : _position + length);
    }

    private bool SkipBlockComment()
    {
        var depth = 0;
        var at = _position;
        while (at + 1 < _text.Length)
        {
            if (_text[at] == '#' && _text[at + 1] == '|')
            {
                depth++;
                at += 2;
            }
            else if (_text[at] == '|' && _text[at + 1] == '#')
            {
                depth--;
                at += 2;
                if (depth == 0)
                {
                    AdvanceTo(at);
                    return true;
                }
            }
            else
            {
                at++;
            }
        }

        var place = $"{_file}:{_startLine}:{_startColumn}";
        AdvanceTo(_text.Length);
        FailIncomplete($"the comment opened at {place} is never closed: expected |#");
        return false;
    }

    private Step ReadToken(out Value datum)
    {
        datum = Value.Unspecified;
        var c = _text[_position];
        switch (c)
        {
            case '(':
                return Open(OpenKind.List, ')', 1);
            case '[':
                return Open(OpenKind.List, ']', 1);
            case ')' or ']':
                AdvanceInLine(1);
                return Close(c, out datum);
            case '\'':
                return Open(OpenKind.Prefix, '\0', 1, _machine.Intern("quote"));
            case '`':
                return Open(OpenKind.Prefix, '\0', 1, _machine.Intern("quasiquote"));
            case ',' when Peek(1) == '@':
                return Open(OpenKind.Prefix, '\0', 2, _machine.Intern("unquote-splicing"));
            case ',':
                return Open(OpenKind.Prefix, '\0', 1, _machine.Intern("unquote"));
            case '"':
                return ReadString(out datum);
            case '|':
                return ReadQuotedSymbol(out datum);
            case '#':
                return ReadHash(out datum);
            case '{' or '}':
                AdvanceTo(_position + 1);
                return Fail($"{c} has no meaning in Scheme; lists are written in ( ) or [ ]");
            default:
                return ReadNumberOrSymbol(out datum);
        }
    }

    private Step ReadNumberOrSymbol(out Value datum)
    {
        datum = Value.Unspecified;
        var end = EndOfToken(_position);
        if (end == _position)
        {
            AdvanceTo(_position + 1);
            return Fail($"the character U+{(int)_text[_position - 1]:X4} cannot stand here");
        }

        var token = _text.AsSpan(_position, end - _position);
        AdvanceTo(end);
        if (token is ".")
        {
            return ReadDot();
        }

        if (!_machine.ChargeTicks(token.Length >> 4))
        {
            return Step.Failed;
        }

        if ((char.IsAsciiDigit(token[0]) || token[0] is '+' or '-' or '.') && NumberReader.TryParse(token, 10, out datum))
        {
            return Step.Datum;
        }

        if (IsDividedByZero(token))
        {
            return Fail($"{Clip(token)} is not a number: its denominator is zero");
        }

        datum = Value.Object(FoldCase ? _machine.Intern(Fold(token)) : _machine.Symbols.Intern(token));
        return Step.Datum;
    }

    /// <summary>Whether the token would be a fraction if its denominator were not zero. It is no symbol either.</summary>
    internal static bool IsDividedByZero(ReadOnlySpan<char> token)
    {
        if (token[0] is '+' or '-')
        {
            token = token[1..];
        }

        int bar = token.IndexOf('/');
        return bar > 0 && bar + 1 < token.Length && !token[..bar].ContainsAnyExceptInRange('0', '9') && !token[(bar + 1)..].ContainsAnyExcept('0');
    }

    private string Fold(ReadOnlySpan<char> token) =>
        FoldCase ? CharacterCase.Fold(new Text(token.ToString())).ToString() : token.ToString();

    /// <summary>Whether the token is the word, in letters of either case: case counts only in names.</summary>
    private static bool Is(ReadOnlySpan<char> token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);

    private Step ReadHash(out Value datum)
    {
        datum = Value.Unspecified;
        switch (Peek(1))
        {
            case '\0' when _position + 1 == _text.Length:
                AdvanceTo(_position + 1);
                return FailIncomplete("expected more after #, got the end of the text");
            case '(':
                return Open(OpenKind.Vector, ')', 2);
            case ';':
                return Open(OpenKind.Comment, '\0', 2);
            case '\'':
                return Open(OpenKind.Prefix, '\0', 2, _machine.Intern("syntax"));
            case '`':
                return Open(OpenKind.Prefix, '\0', 2, _machine.Intern("quasisyntax"));
            case ',' when Peek(2) == '@':
                return Open(OpenKind.Prefix, '\0', 3, _machine.Intern("unsyntax-splicing"));
            case ',':
                return Open(OpenKind.Prefix, '\0', 2, _machine.Intern("unsyntax"));
            case '\\':
                return ReadCharacter(out datum);
            case '!':
                return ReadDirective(out datum);
            case >= '0' and <= '9':
                return ReadLabel(out datum);
        }

        var end = EndOfToken(_position + 1);
        var token = _text.AsSpan(_position, end - _position);
        bool startsBytes = Is(token, "#u8") || token is "#vu8";
        if (startsBytes && end < _text.Length && _text[end] == '(')
        {
            return Open(OpenKind.Bytevector, ')', token.Length + 1);
        }

        AdvanceTo(Math.Max(end, _position + 1));
        if (!_machine.ChargeTicks(token.Length >> 4))
        {
            return Step.Failed;
        }

        if (Is(token, "#t") || Is(token, "#true"))
        {
            datum = Value.True;
            return Step.Datum;
        }

        if (Is(token, "#f") || Is(token, "#false"))
        {
            datum = Value.False;
            return Step.Datum;
        }

        if (startsBytes)
        {
            return Fail($"expected ( right after {token}");
        }

        if (token.Length > 1 && (token[1] | 0x20) is 'b' or 'o' or 'd' or 'x' or 'e' or 'i' && NumberReader.TryParse(token, 10, out datum))
        {
            return Step.Datum;
        }

        if (token.Length > 2 && token[1] == ':')
        {
            datum = Value.Object(_machine.Intern(Fold(token)));
            return Step.Datum;
        }

        if (token.Length > 1 && token[1] == '<')
        {
            return Fail("an object that prints as #<...> cannot be read back");
        }

        return token.Length > 1 && (token[1] | 0x20) is 'b' or 'o' or 'd' or 'x' or 'e' or 'i'
            ? Fail($"{Clip(token)} is not a number")
            : Fail($"{Clip(token)} is not a datum; after # can follow t, f, (, u8(, \\, |, ;, a number's radix or exactness, or a label");
    }

    private Step ReadLabel(out Value datum)
    {
        datum = Value.Unspecified;
        var end = _position + 1;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        var name = _text.AsSpan(_position + 1, end - _position - 1).TrimStart('0').ToString();
        name = name.Length == 0 ? "0" : name;
        if (end == _text.Length)
        {
            AdvanceTo(end);
            return FailIncomplete($"expected = or # after #{Clip(name)}, got the end of the text");
        }

        if (_text[end] == '=')
        {
            return OpenLabel(name, end + 1 - _position);
        }

        AdvanceTo(end + 1);
        return _text[end] == '#'
            ? ReadLabelReference(name, out datum)
            : Fail($"expected = or # after #{Clip(name)}, got {CharacterAt(end)}");
    }

    private Step ReadDirective(out Value datum)
    {
        datum = Value.Unspecified;
        var end = EndOfToken(_position + 1);
        var token = _text.AsSpan(_position, end - _position);
        AdvanceTo(end);
        if (Is(token, "#!fold-case") || Is(token, "#!no-fold-case"))
        {
            FoldCase = Is(token, "#!fold-case");
            return Step.Continue;
        }

        switch (token)
        {
            case "#!r6rs" or "#!r7rs":
                return Step.Continue;
            case "#!eof":
                datum = Value.EndOfFile;
                return Step.Datum;
            case "#!default":
                datum = Value.Absent;
                return Step.Datum;
            case "#!unspecific" or "#!unspecified":
                datum = Value.Unspecified;
                return Step.Datum;
            default:
                return Fail(Clip(token) + " is not a directive" + NearestName.Hint(
                    token.ToString(), ["#!fold-case", "#!no-fold-case", "#!eof", "#!default", "#!unspecified", "#!r7rs"]));
        }
    }

    private Step ReadCharacter(out Value datum)
    {
        datum = Value.Unspecified;
        var first = _position + 2;
        if (first == _text.Length)
        {
            AdvanceTo(first);
            return FailIncomplete(@"expected a character after #\, got the end of the text");
        }

        // The first code point belongs to the character whatever it is: #\( and #\space alike.
        var afterFirst = first + LengthAt(first);
        var end = EndOfToken(afterFirst);
        AdvanceTo(end);
        if (end == afterFirst || IsDelimiter(_text[first]))
        {
            if (end != afterFirst)
            {
                // #\(abc is the character ( and then abc.
                Rewind(afterFirst);
            }

            datum = Value.Character(CodePointAt(first));
            return Step.Datum;
        }

        var name = _text.AsSpan(first, end - first);
        if (name[0] is 'x' or 'X' && IsHexadecimal(name[1..]))
        {
            var number = ParseHexadecimal(name[1..]);
            if (number < 0)
            {
                return Fail($@"#\{Clip(name)} is not a character: code points end at x10FFFF");
            }

            datum = Value.Character(number);
            return Step.Datum;
        }

        var codePoint = CharacterNames.CodePointOf(FoldCase ? Fold(name) : name);
        if (codePoint < 0)
        {
            return Fail($@"#\{Clip(name)} is not a character name" + CharacterHint(name));
        }

        datum = Value.Character(codePoint);
        return Step.Datum;
    }

    private static string CharacterHint(ReadOnlySpan<char> name) =>
        NearestName.Find(name.ToString(), CharacterNames.Suggested()) is { } found ? $@"; did you mean #\{found}?" : "";

    /// <summary>Goes back within the token, which has no line end between.</summary>
    private void Rewind(int position)
    {
        (_position, _line, _column) = (_start, _startLine, _startColumn);
        AdvanceTo(position);
    }

    private Step ReadString(out Value datum)
    {
        datum = Value.Unspecified;
        var content = ReadQuoted('"', "string");
        if (content is null)
        {
            return Step.Failed;
        }

        datum = Value.Object(content.AsText());
        return Step.Datum;
    }

    private Step ReadQuotedSymbol(out Value datum)
    {
        datum = Value.Unspecified;
        var content = ReadQuoted('|', "symbol");
        if (content is null)
        {
            return Step.Failed;
        }

        datum = Value.Object(_machine.Intern(content.ToString()));
        return Step.Datum;
    }

    /// <summary>Reads "..." or |...| from its opening quote. Both have the same escapes.</summary>
    /// <returns>The content, or null after an error.</returns>
    private QuotedText? ReadQuoted(char quote, string what)
    {
        var from = _position + 1;
        var length = _text.AsSpan(from).IndexOfAny(quote, '\\', '\r');
        if (length >= 0 && _text[from + length] == quote)
        {
            AdvanceTo(from + length + 1);
            return ChargeText(length) ? new QuotedText(_text.Substring(from, length), null) : null;
        }

        var content = new TextBuilder();
        var at = from;
        while (true)
        {
            var plain = _text.AsSpan(at).IndexOfAny(quote, '\\', '\r');
            if (plain < 0)
            {
                AdvanceTo(_text.Length);
                FailIncomplete($"the {what} opened at {_file}:{_startLine}:{_startColumn} is never closed: expected {quote}");
                return null;
            }

            if (!ChargeText(plain))
            {
                return null;
            }

            content.Append(_text.AsSpan(at, plain));
            at += plain;
            var c = _text[at];
            if (c == quote)
            {
                AdvanceTo(at + 1);
                return new QuotedText(null, content);
            }

            if (c == '\r')
            {
                content.Append('\n');
                at += at + 1 < _text.Length && _text[at + 1] == '\n' ? 2 : 1;
            }
            else if (!ReadEscape(ref at, content, what))
            {
                return null;
            }
        }
    }

    /// <summary>Reads an escape from its backslash.</summary>
    private bool ReadEscape(ref int at, TextBuilder content, string what)
    {
        var next = at + 1;
        if (next == _text.Length)
        {
            AdvanceTo(next);
            FailIncomplete($"the {what} opened at {_file}:{_startLine}:{_startColumn} is never closed");
            return false;
        }

        var c = _text[next];
        char plain;
        switch (c)
        {
            case 'a': plain = '\a'; break;
            case 'b': plain = '\b'; break;
            case 't': plain = '\t'; break;
            case 'n': plain = '\n'; break;
            case 'r': plain = '\r'; break;
            case '"' or '\\' or '|' or '\'': plain = c; break;
            case 'x' or 'X':
                return ReadHexadecimalEscape(ref at, content);
            default:
                var end = SkipLineContinuation(next);
                if (end < 0)
                {
                    if (SkipBlanks(next) == _text.Length)
                    {
                        AdvanceTo(_text.Length);
                        FailIncomplete($"the {what} opened at {_file}:{_startLine}:{_startColumn} is never closed");
                        return false;
                    }

                    MoveStartTo(at);
                    AdvanceTo(next + LengthAt(next));
                    Fail($@"\{CharacterAt(next)} is not an escape; there are \a \b \t \n \r \"" \\ \| \xHH; and \ at the end of a line");
                    return false;
                }

                at = end;
                return true;
        }

        content.Append(plain);
        at = next + 1;
        return true;
    }

    private bool ReadHexadecimalEscape(ref int at, TextBuilder content)
    {
        var digits = at + 2;
        var end = digits;
        while (end < _text.Length && char.IsAsciiHexDigit(_text[end]))
        {
            end++;
        }

        if (end == digits || end == _text.Length || _text[end] != ';')
        {
            var incomplete = end == _text.Length;
            MoveStartTo(at);
            AdvanceTo(end);
            _ = incomplete
                ? FailIncomplete(@"expected hexadecimal digits and ; after \x, got the end of the text")
                : Fail($@"expected hexadecimal digits and ; after \x, got {CharacterAt(end)}");
            return false;
        }

        var number = ParseHexadecimal(_text.AsSpan(digits, end - digits));
        if (number < 0)
        {
            MoveStartTo(at);
            AdvanceTo(end + 1);
            Fail($"{Clip(_text.AsSpan(_start, end + 1 - _start))} is not a character: code points end at x10FFFF");
            return false;
        }

        content.Append(number);
        at = end + 1;
        return true;
    }

    /// <summary>After a backslash: blanks, a line end, blanks. Gives the position after them, or -1.</summary>
    private int SkipLineContinuation(int at)
    {
        at = SkipBlanks(at);
        if (at == _text.Length || _text[at] is not ('\n' or '\r'))
        {
            return -1;
        }

        at += _text[at] == '\r' && at + 1 < _text.Length && _text[at + 1] == '\n' ? 2 : 1;
        return SkipBlanks(at);
    }

    private int SkipBlanks(int at)
    {
        while (at < _text.Length && _text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>An error is about a part of the token: its span begins there.</summary>
    private void MoveStartTo(int position)
    {
        AdvanceTo(position);
        MarkStart();
    }

    private bool ChargeText(int length) => _machine.ChargeTicks(length >> 4) && _machine.ChargeAllocation(64 + 2L * length);

    // ---- characters

    private char Peek(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    private int LengthAt(int at) =>
        char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) ? 2 : 1;

    private int CodePointAt(int at) => LengthAt(at) == 2 ? char.ConvertToUtf32(_text[at], _text[at + 1]) : _text[at];

    private string CharacterAt(int at) =>
        char.IsControl(_text[at]) ? $"U+{(int)_text[at]:X4}" : _text.Substring(at, LengthAt(at));

    private int EndOfToken(int at)
    {
        var text = _text;
        for (; (uint)at < (uint)text.Length; at++)
        {
            var c = text[at];
            if (c < 128 ? (((c < 64 ? LowEnds : HighEnds) >> (c & 63)) & 1) != 0 : char.IsWhiteSpace(c) || char.IsControl(c))
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Delimiters and control characters, a bit for each below U+0040.</summary>
    private const ulong LowEnds = 0xFFFF_FFFF | (1UL << ' ') | (1UL << '(') | (1UL << ')') | (1UL << '"') | (1UL << ';') | (1UL << '\'') | (1UL << ',');

    /// <summary>The same for those from U+0040 up to U+007F.</summary>
    private const ulong HighEnds = (1UL << ('[' - 64)) | (1UL << (']' - 64)) | (1UL << ('{' - 64)) | (1UL << ('}' - 64)) | (1UL << ('`' - 64)) | (1UL << ('|' - 64)) | (1UL << 63);

    internal static bool IsDelimiter(char c) =>
        c is '(' or ')' or '[' or ']' or '{' or '}' or '"' or ';' or '\'' or '`' or ',' or '|' || IsWhiteSpace(c);

    private static bool IsWhiteSpace(char c) => c is ' ' or '\n' or '\t' or '\r' or '\f' || (c > 127 && char.IsWhiteSpace(c));

    private static bool IsHexadecimal(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return digits.Length > 0;
    }

    /// <summary>The code point, or -1 when it is above 10FFFF.</summary>
    private static int ParseHexadecimal(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = number * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
            if (number > 0x10FFFF)
            {
                return -1;
            }
        }

        return number;
    }

    private static string Clip(ReadOnlySpan<char> token) =>
        token.Length <= 40 ? token.ToString() : string.Concat(token[..40], "...");

    /// <summary>The content of a string or |symbol|: a stretch of the source, or built where there were escapes.</summary>
    private sealed class QuotedText(string? plain, TextBuilder? built)
    {
        internal Text AsText() => plain is not null ? new Text(plain) : built!.ToText();

        public override string ToString() => plain ?? built!.ToString();
    }
}

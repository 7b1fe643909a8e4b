// A lenient look at Scheme text that is still being typed: tokens for colours, brackets that belong together, whether
// something is missing at the end, and how far the next line is indented. One pass, no data, no errors: what is really
// wrong the reader says when the text is read.

using Ouro.Machine.Languages;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Interactive;

/// <summary>Scans a text once; then the answers are here.</summary>
internal sealed class SchemeScanner
{
    private const int BodyIndentation = 2;

    /// <summary>Longer words are not tried as numbers: parsing digits takes more than linear time.</summary>
    private const int LongestNumber = 400;

    private readonly string _text;
    private readonly Func<string, bool> _isKeyword;
    private readonly List<SourceToken> _tokens = [];
    private readonly List<Open> _open = [];
    private int _at;

    /// <summary>Prefixes that still wait for the datum they belong to: quotes, labels, #; and the like.</summary>
    private int _waiting;

    /// <summary>How many of those that wait are #; so that their datum counts for nothing.</summary>
    private bool _isSkipping;
    private int _data;

    private SchemeScanner(string text, Func<string, bool> isKeyword)
    {
        _text = text;
        _isKeyword = isKeyword;
    }

    /// <summary>An open bracket, and what is known of the list that it begins.</summary>
    private sealed class Open
    {
        /// <summary>Where it is among the tokens; -1 for #( whose bracket is a part of the token.</summary>
        internal required int Token;
        internal required int Position;
        internal required char Close;

        /// <summary>Whether what it begins is skipped, by #; before it.</summary>
        internal bool IsSkipped;

        /// <summary>Elements so far.</summary>
        internal int Elements;

        /// <summary>The first element, if it is a name.</summary>
        internal string Head = "";
        internal int FirstStart = -1;
        internal int SecondStart = -1;
    }

    internal IReadOnlyList<SourceToken> Tokens => _tokens;

    internal InputState State { get; private set; }

    /// <summary>The text ends in a string or comment whose lines must stay as they are.</summary>
    internal bool EndsInText { get; private set; }

    /// <summary>The text ends inside a string.</summary>
    internal bool EndsInString { get; private set; }

    /// <summary>Scans a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isKeyword">Whether a name at the head of a list is a keyword.</param>
    internal static SchemeScanner Scan(string text, Func<string, bool> isKeyword)
    {
        var scanner = new SchemeScanner(text, isKeyword);
        scanner.Run();
        return scanner;
    }

    /// <summary>Blanks before the next line.</summary>
    internal int Indentation()
    {
        if (EndsInText || _open.Count == 0)
        {
            return 0;
        }

        var open = _open[^1];
        int column = ColumnOf(open.Position);
        if (open.Elements == 0 || open.Head.Length == 0)
        {
            return open.FirstStart >= 0 ? ColumnOf(open.FirstStart) : column + 1;
        }

        return HasBody(open.Head) ? column + BodyIndentation
            : open.SecondStart >= 0 && LineOf(open.SecondStart) == LineOf(open.Position) ? ColumnOf(open.SecondStart)
            : column + 1;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            Next();
        }

        State = EndsInText || _open.Count > 0 || _waiting > 0 ? InputState.Incomplete : _data > 0 ? InputState.Complete : InputState.Blank;
    }

    private void Next()
    {
        int start = _at;
        char unit = _text[_at];
        switch (unit)
        {
            case ' ' or '\n' or '\t' or '\r' or '\f':
                _at++;
                return;
            case ';':
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
                Add(TokenKind.Comment, start);
                return;
            case '"':
                ScanQuoted('"', TokenKind.String);
                return;
            case '|':
                ScanQuoted('|', TokenKind.Plain);
                return;
            case '(' or '[':
                _at++;
                OpenList(start, unit == '(' ? ')' : ']');
                return;
            case ')' or ']' or '}' or '{':
                _at++;
                CloseList(start, unit);
                return;
            case '\'' or '`' or ',':
                _at += unit == ',' && Peek(1) == '@' ? 2 : 1;
                Add(TokenKind.Plain, start);
                _waiting++;
                return;
            case '#':
                ScanHash();
                return;
            default:
                if (char.IsWhiteSpace(unit))
                {
                    _at++;
                    return;
                }

                ScanAtom();
                return;
        }
    }

    private void ScanHash()
    {
        int start = _at;
        switch (Peek(1))
        {
            case '|':
                ScanBlockComment();
                return;
            case ';':
                _at += 2;
                Add(TokenKind.Comment, start);
                _waiting++;
                _isSkipping = true;
                return;
            case '(':
                _at += 2;
                OpenList(start, ')');
                return;
            case 'u' when _text.AsSpan(_at).StartsWith("#u8(", StringComparison.Ordinal):
                _at += 4;
                OpenList(start, ')');
                return;
            case '\\':
                // The character itself, whatever it is, then the rest of its name.
                _at = Math.Min(_text.Length, _at + 2);
                _at += _at < _text.Length && char.IsHighSurrogate(_text[_at]) && _at + 1 < _text.Length ? 2 : _at < _text.Length ? 1 : 0;
                SkipAtom();
                Add(TokenKind.Constant, start);
                EndDatum(start, "");
                return;
        }

        if (char.IsAsciiDigit(Peek(1)))
        {
            int end = _at + 1;
            while (end < _text.Length && char.IsAsciiDigit(_text[end]))
            {
                end++;
            }

            if (end < _text.Length && _text[end] is '=' or '#')
            {
                _at = end + 1;
                Add(TokenKind.Constant, start);
                if (_text[end] == '=')
                {
                    _waiting++;
                }
                else
                {
                    EndDatum(start, "");
                }

                return;
            }
        }

        if (Peek(1) == '!')
        {
            SkipAtom();
            bool isDirective = _text[start.._at] is not ("#!eof" or "#!unspecified" or "#!default" or "#!optional" or "#!rest" or "#!key");
            Add(isDirective ? TokenKind.Comment : TokenKind.Constant, start);
            if (!isDirective)
            {
                EndDatum(start, "");
            }

            return;
        }

        ScanAtom();
    }

    private void ScanAtom()
    {
        int start = _at;
        SkipAtom();
        _at = Math.Max(_at, start + 1);
        string word = _text[start.._at];
        bool isHead = _open.Count > 0 && _open[^1].Elements == 0 && _waiting == 0;
        var kind = word.Length <= LongestNumber && NumberReader.TryParse(word, 10, out _) ? TokenKind.Number
            : word[0] == '#' && word.Length > 1 ? TokenKind.Constant
            : isHead && _isKeyword(word) ? TokenKind.Keyword
            : TokenKind.Plain;
        Add(kind, start);
        EndDatum(start, kind is TokenKind.Plain or TokenKind.Keyword ? word : "");
    }

    private void SkipAtom()
    {
        while (_at < _text.Length && (!SchemeReader.IsDelimiter(_text[_at]) || _text[_at] == '|'))
        {
            if (_text[_at] == '|')
            {
                int close = _text.IndexOf('|', _at + 1);
                if (close < 0)
                {
                    _at = _text.Length;
                    EndsInText = true;
                    return;
                }

                _at = close;
            }

            _at++;
        }
    }

    private void ScanQuoted(char quote, TokenKind kind)
    {
        int start = _at++;
        while (_at < _text.Length && _text[_at] != quote)
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        EndsInText = _at >= _text.Length;
        EndsInString = EndsInText && quote == '"';
        _at = Math.Min(_at + 1, _text.Length);
        Add(kind, start);
        EndDatum(start, "");
    }

    private void ScanBlockComment()
    {
        int start = _at;
        _at += 2;
        int depth = 1;
        while (depth > 0 && _at < _text.Length)
        {
            if (_text[_at] == '|' && Peek(1) == '#')
            {
                depth--;
                _at += 2;
            }
            else if (_text[_at] == '#' && Peek(1) == '|')
            {
                depth++;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }

        EndsInText = depth > 0;
        Add(TokenKind.Comment, start);
    }

    private void OpenList(int start, char close)
    {
        _open.Add(new Open { Token = _tokens.Count, Position = _at - 1, Close = close, IsSkipped = _isSkipping });
        _waiting = 0;
        _isSkipping = false;
        Add(TokenKind.Bracket, start);
    }

    private void CloseList(int start, char unit)
    {
        if (_open.Count == 0 || _open[^1].Close != unit)
        {
            // It closes nothing. The reader will say so, so nothing more is waited for.
            Add(TokenKind.Error, start);
            _data++;
            _waiting = 0;
            if (_open.Count > 0)
            {
                _open.Clear();
            }

            return;
        }

        var open = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _tokens[open.Token] = _tokens[open.Token] with { Partner = start };
        _tokens.Add(new SourceToken(TokenKind.Bracket, start, 1, open.Position));
        _isSkipping = open.IsSkipped;
        EndDatum(_tokens[open.Token].Start, "");
    }

    /// <summary>A datum is whole: prefixes before it are done.</summary>
    private void EndDatum(int start, string name)
    {
        bool counts = !_isSkipping;
        bool isHead = _waiting == 0;
        _waiting = 0;
        _isSkipping = false;
        if (!counts)
        {
            return;
        }

        if (_open.Count == 0)
        {
            _data++;
            return;
        }

        var open = _open[^1];
        if (open.Elements++ == 0)
        {
            open.FirstStart = start;
            open.Head = isHead ? name : "";
        }
        else if (open.SecondStart < 0)
        {
            open.SecondStart = start;
        }
    }

    private void Add(TokenKind kind, int start) => _tokens.Add(new SourceToken(kind, start, _at - start));

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private int LineStart(int position) => position == 0 ? 0 : _text.LastIndexOf('\n', position - 1) + 1;

    private int LineOf(int position) => LineStart(position);

    private int ColumnOf(int position) => position - LineStart(position);

    /// <summary>Forms whose further parts are a body.</summary>
    private static bool HasBody(string name) =>
        name.StartsWith("define", StringComparison.Ordinal) || name.StartsWith("let", StringComparison.Ordinal)
        || name.StartsWith("with-", StringComparison.Ordinal) || name.StartsWith("call-with-", StringComparison.Ordinal)
        || name.StartsWith("lambda", StringComparison.Ordinal)
        || name is "named-lambda" or "when" or "unless" or "begin" or "do" or "case" or "case-lambda" or "guard" or "parameterize"
            or "receive" or "syntax-rules" or "delay" or "delay-force" or "dynamic-wind" or "library";
}

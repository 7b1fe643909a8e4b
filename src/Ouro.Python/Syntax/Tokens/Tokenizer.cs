// From bytes to tokens, all at once, up to the end or the first thing that is refused. The parser sees a refusal only when it looks at
// the token in whose place it is, so errors come in the order in which CPython, whose tokenizer runs step by step, finds them.
//
// Indentation is measured twice, with tabs to multiples of eight and with tabs as one column; a line whose order among the lines around
// depends on which is meant is refused. Brackets stop lines from ending and are matched here.

using System.Globalization;
using System.Text;

namespace Ouro.Python.Syntax.Tokens;

/// <summary>Makes the tokens of a source.</summary>
internal sealed partial class Tokenizer
{
    private const int MaxIndentation = 100;
    private const int MaxBrackets = 200;

    private readonly SourceText _source;
    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly int _version;
    private readonly (int Column, int Alternative)[] _indents = new (int, int)[MaxIndentation];
    private readonly (char Bracket, int Line, int Column)[] _brackets = new (char, int, int)[MaxBrackets];
    private Token[] _tokens;
    private int _count;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _indent;
    private int _level;

    private Tokenizer(SourceText source, int version)
    {
        _source = source;
        _bytes = source.Utf8;
        _length = source.Length;
        _version = version;
        _tokens = new Token[Math.Max(16, _length / 4)];
    }

    /// <summary>What was refused, if the last token is an error.</summary>
    internal TokenProblem? Problem { get; private set; }

    /// <summary>Makes the tokens of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="version">The minor version of the language.</param>
    /// <param name="problem">What the last token is instead of the end marker, or null.</param>
    /// <returns>The tokens; the last is the end marker or an error, and what follows it in the array is nothing.</returns>
    internal static Token[] Run(SourceText source, int version, out TokenProblem? problem)
    {
        var tokenizer = new Tokenizer(source, version);
        try
        {
            tokenizer.Lines();
        }
        catch (Refusal)
        {
            tokenizer.Add(TokenKind.Error, tokenizer._at, tokenizer._at, tokenizer._line, tokenizer._lineStart);
        }

        problem = tokenizer.Problem;
        return tokenizer._tokens;
    }

    private static bool IsWordStart(byte character) => char.IsAsciiLetter((char)character) || character == '_' || character >= 128;

    private static bool IsWordPart(byte character) => char.IsAsciiLetterOrDigit((char)character) || character == '_' || character >= 128;

    private void Lines()
    {
        while (true)
        {
            bool blank = BeginLine(out int column, out int alternative);
            if (!blank)
            {
                Indentation(column, alternative);
                if (_at >= _length)
                {
                    break;
                }
            }

            if (!Line(blank))
            {
                break;
            }
        }

        if (_level > 0)
        {
            RefuseEnd();
        }

        // Also reached when the source ends in blank lines or comments.
        Indentation(0, 0);
        AddPlaceless(TokenKind.EndMarker);
    }

    /// <summary>Measures the white space before a line.</summary>
    /// <returns>Whether the line has nothing that counts.</returns>
    private bool BeginLine(out int column, out int alternative)
    {
        column = 0;
        alternative = 0;
        int continued = 0;
        while (true)
        {
            switch (_bytes[_at])
            {
                case (byte)' ':
                    column++;
                    alternative++;
                    break;
                case (byte)'\t':
                    column = (column / 8 + 1) * 8;
                    alternative++;
                    break;
                case (byte)'\f':
                    column = 0;
                    alternative = 0;
                    break;
                case (byte)'\\':
                    // What counts is the column of the first physical line that has one.
                    continued = continued != 0 ? continued : column;
                    ContinueLine();
                    continue;
                default:
                    column = continued != 0 ? continued : column;
                    alternative = continued != 0 ? continued : alternative;
                    return _at < _length && _bytes[_at] is (byte)'#' or (byte)'\n';
            }

            _at++;
        }
    }

    private void Indentation(int column, int alternative)
    {
        var (current, currentAlternative) = _indents[_indent];
        if (column == current)
        {
            if (alternative != currentAlternative)
            {
                RefuseTabs();
            }
        }
        else if (column > current)
        {
            if (_indent + 1 >= MaxIndentation)
            {
                Refuse(new SyntaxProblem(SyntaxProblemKind.IndentationError, "too many levels of indentation", _line, 1, _line, 0, LineText()), isDirect: false);
            }

            if (alternative <= currentAlternative)
            {
                RefuseTabs();
            }

            _indents[++_indent] = (column, alternative);
            AddPlaceless(TokenKind.Indent);
        }
        else
        {
            int dedents = 0;
            while (_indent > 0 && column < _indents[_indent].Column)
            {
                _indent--;
                dedents++;
            }

            if (column != _indents[_indent].Column)
            {
                string text = LineText();
                Refuse(new SyntaxProblem(SyntaxProblemKind.IndentationError, "unindent does not match any outer indentation level", _line, text.Length, _line, -1, text), isDirect: false);
            }

            if (alternative != _indents[_indent].Alternative)
            {
                RefuseTabs();
            }

            while (dedents-- > 0)
            {
                AddPlaceless(TokenKind.Dedent);
            }
        }
    }

    /// <summary>The tokens up to the end of the logical line.</summary>
    /// <returns>False at the end of the source.</returns>
    private bool Line(bool blank)
    {
        int comment = -1;
        while (true)
        {
            byte character = _bytes[_at];
            switch (character)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\f':
                    _at++;
                    continue;
                case (byte)'#':
                    // The end of a line begins where a comment before it does.
                    comment = _at;
                    _at += _bytes.AsSpan(_at).IndexOfAny((byte)'\n', (byte)0);
                    continue;
                case (byte)'\n':
                    if (blank)
                    {
                        NextLine();
                        return true;
                    }

                    if (_level > 0)
                    {
                        NextLine();
                        comment = -1;
                        continue;
                    }

                    Add(TokenKind.NewLine, comment >= 0 ? comment : _at, _at, _line, _lineStart);
                    _tokens[_count - 1].Stop = _at + 1;
                    _tokens[_count - 1].StopColumn++;
                    _tokens[_count - 1].EndColumn += _version >= 12 ? 1 : 0;
                    NextLine();
                    return true;
                case 0 when _at >= _length:
                    return false;
                case (byte)'\\':
                    ContinueLine();
                    continue;
                case (byte)'"' or (byte)'\'':
                    String(_at, _at);
                    continue;
                case >= (byte)'0' and <= (byte)'9':
                    Number();
                    continue;
                case (byte)'.' when char.IsAsciiDigit((char)_bytes[_at + 1]):
                    Number();
                    continue;
            }

            if (IsWordStart(character))
            {
                Word();
            }
            else
            {
                Operator(character);
            }
        }
    }

    /// <summary>A backslash: the next line belongs to this one.</summary>
    private void ContinueLine()
    {
        _at++;
        if (_bytes[_at] != '\n')
        {
            _at++;
            Refuse(new SyntaxProblem(SyntaxProblemKind.SyntaxError, "unexpected character after line continuation character", _line, Characters(_lineStart, _at), _line, 0, LineText()), isDirect: false);
        }

        if (_at + 1 >= _length)
        {
            if (_level > 0)
            {
                RefuseEnd();
            }

            string text = LineText();
            _at = _length;
            Refuse(new SyntaxProblem(SyntaxProblemKind.SyntaxError, "unexpected EOF while parsing", _line, text.Length, _line, -1, text), isDirect: false);
        }

        NextLine();
    }

    private void NextLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
    }

    private void Word()
    {
        int start = _at;
        bool ascii = true;
        bool letters = true;
        byte character;
        while (IsWordPart(character = _bytes[_at]))
        {
            ascii &= character < 128;
            _at++;
        }

        if (character is (byte)'"' or (byte)'\'' && ascii && _at - start <= 2 && IsStringPrefix(start, _at, out bool isFormatted))
        {
            if (isFormatted && _version >= 12)
            {
                FormattedString(start);
            }
            else
            {
                String(start, _at);
            }

            return;
        }

        if (!ascii)
        {
            letters = false;
            if (Identifiers.FindWrong(_bytes.AsSpan(start, _at - start), out int end, out int code))
            {
                _at = start + end;
                string hex = code.ToString("X4", CultureInfo.InvariantCulture);
                RefuseHere(Tree.Representation.IsPrintable(code) ? $"invalid character '{char.ConvertFromUtf32(code)}' (U+{hex})" : $"invalid non-printable character U+{hex}");
            }
        }

        Add(letters ? Keywords.KindOf(_bytes.AsSpan(start, _at - start)) : TokenKind.Name, start, _at, _line, _lineStart);
    }

    private bool IsStringPrefix(int start, int end, out bool isFormatted)
    {
        bool raw = false, bytes = false, unicode = false;
        isFormatted = false;
        for (int i = start; i < end; i++)
        {
            switch (_bytes[i] | 0x20)
            {
                case 'r' when !raw && !unicode:
                    raw = true;
                    break;
                case 'b' when !bytes && !unicode && !isFormatted:
                    bytes = true;
                    break;
                case 'f' when !isFormatted && !bytes && !unicode:
                    isFormatted = true;
                    break;
                case 'u' when !unicode && !raw && !bytes && !isFormatted:
                    unicode = true;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>A string literal whose prefix begins at start and whose quote is at a place after it.</summary>
    private void String(int start, int quoteAt)
    {
        byte quote = _bytes[quoteAt];
        int firstLine = _line;
        int firstLineStart = _lineStart;
        _at = quoteAt + 1;
        int size = 1;
        if (_bytes[_at] == quote)
        {
            if (_bytes[_at + 1] != quote)
            {
                _at++;
                Add(TokenKind.String, start, _at, firstLine, firstLineStart);
                return;
            }

            size = 3;
            _at += 2;
        }

        int closing = 0;
        while (closing < size)
        {
            byte character = _bytes[_at];
            if (character == quote)
            {
                closing++;
                _at++;
                continue;
            }

            if (character == 0 && _at >= _length || size == 1 && character == '\n')
            {
                int detected = LastLine();
                _line = firstLine;
                _lineStart = firstLineStart;
                _at = start + 1;
                if (Fields.Count > 0 && Fields.Peek() is { } field && field.Quote == quote && field.QuoteSize == size)
                {
                    RefuseHere("f-string: expecting '}'");
                }

                RefuseHere(size == 3 ? $"unterminated triple-quoted string literal (detected at line {detected})" : $"unterminated string literal (detected at line {detected})");
            }

            closing = 0;
            _at++;
            if (character == '\\')
            {
                character = _bytes[_at];
                _at += _at < _length ? 1 : 0;
            }

            if (character == '\n')
            {
                _line++;
                _lineStart = _at;
            }
        }

        Add(TokenKind.String, start, _at, firstLine, firstLineStart);
    }

    private void Add(TokenKind kind, int start, int end, int line, int lineStart)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
        }

        ref var token = ref _tokens[_count++];
        token.Kind = kind;
        token.Start = start;
        token.End = end;
        token.Line = line;
        token.Column = start - lineStart;
        token.EndLine = _line;
        token.EndColumn = end - _lineStart;
        token.Stop = _at;
        token.StopColumn = _at - _lineStart;
        token.StopLine = _line;
        token.Level = _level;
    }

    private void AddPlaceless(TokenKind kind)
    {
        Add(kind, _at, _at, _line, _lineStart);
        ref var token = ref _tokens[_count - 1];
        token.Column = -1;
        token.EndColumn = -1;
        if (LastLine() < _line)
        {
            // The source ends at the end of its last line.
            token.Line--;
            token.EndLine--;
            token.StopLine--;
            token.StopColumn = _at - _bytes.AsSpan(0, _at - 1).LastIndexOf((byte)'\n') - 1;
        }
    }

    /// <summary>The line we are in; at the end of the source the last one.</summary>
    private int LastLine() => _at >= _length && _at == _lineStart && _line > 1 ? _line - 1 : _line;

    private int Characters(int start, int end) => Encoding.UTF8.GetCharCount(_bytes.AsSpan(start, end - start)) - Surrogates(start, end);

    private int Surrogates(int start, int end)
    {
        int count = 0;
        for (int i = start; i < end; i++)
        {
            count += _bytes[i] >= 0xF0 ? 1 : 0;
        }

        return count;
    }

    private string LineText() => _source.LineAt(_lineStart);

    private void RefuseTabs() =>
        Refuse(new SyntaxProblem(SyntaxProblemKind.TabError, "inconsistent use of tabs and spaces in indentation", _line, 1, _line, 0, LineText()), isDirect: false);

    /// <summary>Refuses the last character that was read.</summary>
    private void RefuseHere(string message)
    {
        int offset = Characters(_lineStart, _at);
        Refuse(new SyntaxProblem(SyntaxProblemKind.SyntaxError, message, _line, offset, _line, offset, LineText()), isDirect: true);
    }

    /// <summary>Refuses a range of columns, in characters from 1.</summary>
    private void RefuseRange(string message, int offset, int endOffset) =>
        Refuse(new SyntaxProblem(SyntaxProblemKind.SyntaxError, message, _line, offset, _line, endOffset, LineText()), isDirect: true);

    /// <summary>The source ended within brackets.</summary>
    private void RefuseEnd()
    {
        var (bracket, line, column) = _brackets[_level - 1];
        Refuse(UnclosedProblem(_source, (line, column, bracket)), isDirect: false);
    }

    /// <summary>What is said of a bracket that nothing closes.</summary>
    internal static SyntaxProblem UnclosedProblem(SourceText source, (int Line, int Column, char Bracket) unclosed)
    {
        int start = source.StartOf(unclosed.Line);
        int offset = Encoding.UTF8.GetString(source.Utf8, start, unclosed.Column).EnumerateRunes().Count() + 1;
        return new SyntaxProblem(SyntaxProblemKind.SyntaxError, $"'{unclosed.Bracket}' was never closed", unclosed.Line, offset, unclosed.Line, 0, source.LineAt(start));
    }

    private void Refuse(SyntaxProblem problem, bool isDirect)
    {
        var unclosed = _level > 0 ? (_brackets[_level - 1].Line, _brackets[_level - 1].Column, _brackets[_level - 1].Bracket) : default;
        Problem = new TokenProblem(problem, isDirect, unclosed);
        throw new Refusal();
    }

    /// <summary>Leaves the tokenizer from inside; caught by <see cref="Run"/>.</summary>
#pragma warning disable CA1064, CA1032 // It never leaves the tokenizer.
    private sealed class Refusal : Exception;
#pragma warning restore CA1064, CA1032
}

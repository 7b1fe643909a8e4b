// PEP 701: from 3.12 on the parts of an f-string are tokens. While the text of one is read, the tokenizer is in its text; an opening
// brace leads into an expression, whose tokens are made as everywhere until the brace that closes it, or a colon that begins a format
// specification, which is text again. An expression may contain f-strings, so what is open is a stack.

namespace Ouro.Python.Syntax.Tokens;

internal sealed partial class Tokenizer
{
    private const int MaxFormattedStrings = 150;

    /// <summary>The f-strings that are open, the innermost last.</summary>
    private Stack<OpenString> Fields { get; } = new();

    private bool ColonEndsField() => Fields.Count > 0 && Fields.Peek() is { } field && field.Depth == field.ExpressionDepth + 1;

    private void FormattedString(int start)
    {
        byte quote = _bytes[_at];
        int size = _bytes[_at + 1] == quote && _bytes[_at + 2] == quote ? 3 : 1;
        bool raw = ((_bytes[start] | 0x20) == 'r') || (_at - start == 2 && (_bytes[start + 1] | 0x20) == 'r');
        if (Fields.Count + 1 >= MaxFormattedStrings)
        {
            RefuseHere("too many nested f-strings");
        }

        var field = new OpenString(quote, size, raw, start, _line, _lineStart);
        _at += size;
        Add(TokenKind.FStringStart, start, _at, _line, _lineStart);
        Fields.Push(field);
        FieldText(field);
    }

    /// <summary>What follows an operator in an expression of an f-string: perhaps text.</summary>
    private void AfterOperatorInField(byte character, TokenKind kind)
    {
        var field = Fields.Peek();
        if (kind == TokenKind.Colon && field.Depth == field.ExpressionDepth + 1)
        {
            field.InSpecification = true;
            FieldText(field);
        }
        else if (character == '}' && field.Depth == field.ExpressionDepth)
        {
            field.ExpressionDepth--;
            field.InSpecification = field.ExpressionDepth >= 0;
            FieldText(field);
        }
    }

    /// <summary>Text up to a brace or the closing quotes, as the tokens that CPython makes of it.</summary>
    private void FieldText(OpenString field)
    {
        while (true)
        {
            if (AtQuotes(field))
            {
                int from = _at;
                _at += field.QuoteSize;
                Fields.Pop();
                Add(TokenKind.FStringEnd, from, _at, _line, _lineStart);
                return;
            }

            int start = _at;
            int line = _line;
            int lineStart = _lineStart;
            bool named = false;
            bool doubled = false;
            bool leaves = false;
            while (!AtQuotes(field) && !doubled && !leaves)
            {
                byte character = _bytes[_at];
                bool inSpecification = field.InSpecification;
                if (character == 0 && _at >= _length || field.QuoteSize == 1 && character == '\n')
                {
                    if (inSpecification && character == '\n')
                    {
                        leaves = true;
                        field.InSpecification = false;
                        continue;
                    }

                    int detected = LastLine();
                    _at = field.Start + 1;
                    _line = field.Line;
                    _lineStart = field.LineStart;
                    RefuseHere(field.QuoteSize == 3 ? $"unterminated triple-quoted f-string literal (detected at line {detected})" : $"unterminated f-string literal (detected at line {detected})");
                }

                switch (character)
                {
                    case (byte)'{':
                        if (_bytes[_at + 1] != '{' || inSpecification)
                        {
                            field.ExpressionDepth++;
                            if (field.ExpressionDepth >= 3)
                            {
                                RefuseHere("f-string: expressions nested too deeply");
                            }

                            leaves = true;
                            continue;
                        }

                        _at++;
                        doubled = true;
                        continue;
                    case (byte)'}':
                        if (named)
                        {
                            _at++;
                            named = false;
                            Add(TokenKind.FStringMiddle, start, _at, line, lineStart);
                            start = _at;
                            line = _line;
                            lineStart = _lineStart;
                            continue;
                        }

                        if (_bytes[_at + 1] == '}' && !inSpecification && field.Depth == 0)
                        {
                            _at++;
                            doubled = true;
                        }
                        else
                        {
                            leaves = true;
                        }

                        continue;
                    case (byte)'\\':
                        _at++;
                        byte next = _bytes[_at];
                        if (next is (byte)'{' or (byte)'}')
                        {
                            continue;
                        }

                        if (_at < _length)
                        {
                            Step();
                        }

                        if (!field.Raw && next == 'N' && _bytes[_at] == '{')
                        {
                            _at++;
                            named = true;
                        }

                        continue;
                    default:
                        Step();
                        continue;
                }
            }

            if (_at > start || leaves || doubled)
            {
                Add(TokenKind.FStringMiddle, start, _at, line, lineStart);
            }

            if (doubled)
            {
                // The place of the token has both braces, its text one.
                _at++;
                _tokens[_count - 1].EndColumn++;
            }

            if (leaves)
            {
                return;
            }
        }
    }

    private void Step()
    {
        if (_bytes[_at] == '\n')
        {
            NextLine();
        }
        else
        {
            _at++;
        }
    }

    private bool AtQuotes(OpenString field) =>
        _bytes[_at] == field.Quote && (field.QuoteSize == 1 || _bytes[_at + 1] == field.Quote && _bytes[_at + 2] == field.Quote);

    /// <summary>An f-string whose end has not been reached.</summary>
    private sealed class OpenString(byte quote, int quoteSize, bool raw, int start, int line, int lineStart)
    {
        internal readonly byte Quote = quote;
        internal readonly int QuoteSize = quoteSize;
        internal readonly bool Raw = raw;
        internal readonly int Start = start;
        internal readonly int Line = line;
        internal readonly int LineStart = lineStart;

        /// <summary>How many brackets are open in it.</summary>
        internal int Depth;

        /// <summary>How many braces of expressions are open, less one.</summary>
        internal int ExpressionDepth = -1;

        /// <summary>Whether the text is a format specification.</summary>
        internal bool InSpecification;
    }
}

using System.Globalization;
using System.Text;

namespace Ouro.Python.Syntax.Tokens;

internal sealed partial class Tokenizer
{
    private void Operator(byte character)
    {
        int start = _at;
        byte second = _bytes[_at + 1];
        byte third = second == 0 ? (byte)0 : _bytes[_at + 2];
        bool doubled = second == character;
        bool tripled = doubled && third == '=';
        bool equal = second == '=';
        var (kind, length) = character switch
        {
            (byte)'(' => (TokenKind.LPar, 1),
            (byte)')' => (TokenKind.RPar, 1),
            (byte)'[' => (TokenKind.LSqb, 1),
            (byte)']' => (TokenKind.RSqb, 1),
            (byte)'{' => (TokenKind.LBrace, 1),
            (byte)'}' => (TokenKind.RBrace, 1),
            (byte)':' => equal && !ColonEndsField() ? (TokenKind.ColonEqual, 2) : (TokenKind.Colon, 1),
            (byte)',' => (TokenKind.Comma, 1),
            (byte)';' => (TokenKind.Semi, 1),
            (byte)'.' => doubled && third == '.' ? (TokenKind.Ellipsis, 3) : (TokenKind.Dot, 1),
            (byte)'~' => (TokenKind.Tilde, 1),
            (byte)'=' => doubled ? (TokenKind.EqEqual, 2) : (TokenKind.Equal, 1),
            (byte)'!' => equal ? (TokenKind.NotEqual, 2) : (_version >= 12 ? TokenKind.Exclamation : TokenKind.Unknown, 1),
            (byte)'+' => equal ? (TokenKind.PlusEqual, 2) : (TokenKind.Plus, 1),
            (byte)'-' => equal ? (TokenKind.MinEqual, 2) : second == '>' ? (TokenKind.RArrow, 2) : (TokenKind.Minus, 1),
            (byte)'*' => tripled ? (TokenKind.DoubleStarEqual, 3) : doubled ? (TokenKind.DoubleStar, 2) : equal ? (TokenKind.StarEqual, 2) : (TokenKind.Star, 1),
            (byte)'/' => tripled ? (TokenKind.DoubleSlashEqual, 3) : doubled ? (TokenKind.DoubleSlash, 2) : equal ? (TokenKind.SlashEqual, 2) : (TokenKind.Slash, 1),
            (byte)'%' => equal ? (TokenKind.PercentEqual, 2) : (TokenKind.Percent, 1),
            (byte)'&' => equal ? (TokenKind.AmperEqual, 2) : (TokenKind.Amper, 1),
            (byte)'|' => equal ? (TokenKind.VBarEqual, 2) : (TokenKind.VBar, 1),
            (byte)'^' => equal ? (TokenKind.CircumflexEqual, 2) : (TokenKind.Circumflex, 1),
            (byte)'@' => equal ? (TokenKind.AtEqual, 2) : (TokenKind.At, 1),
            (byte)'<' => tripled ? (TokenKind.LeftShiftEqual, 3) : doubled ? (TokenKind.LeftShift, 2) : equal ? (TokenKind.LessEqual, 2)
                : second == '>' ? (TokenKind.LessGreater, 2) : (TokenKind.Less, 1),
            (byte)'>' => tripled ? (TokenKind.RightShiftEqual, 3) : doubled ? (TokenKind.RightShift, 2) : equal ? (TokenKind.GreaterEqual, 2) : (TokenKind.Greater, 1),
            _ => (TokenKind.Unknown, 1),
        };
        _at += length;
        if (kind is >= TokenKind.LPar and <= TokenKind.RBrace)
        {
            Bracket((char)character, kind);
        }
        else if (kind == TokenKind.Unknown && character is < 32 or 127)
        {
            RefuseHere($"invalid non-printable character U+{((int)character).ToString("X4", CultureInfo.InvariantCulture)}");
        }

        Add(kind, start, _at, _line, _lineStart);
        if (Fields.Count > 0)
        {
            AfterOperatorInField(character, kind);
        }
    }

    private void Bracket(char character, TokenKind kind)
    {
        if (kind is TokenKind.LPar or TokenKind.LSqb or TokenKind.LBrace)
        {
            if (_level >= MaxBrackets)
            {
                RefuseHere("too many nested parentheses");
            }

            _brackets[_level++] = (character, _line, _at - 1 - _lineStart);
            if (Fields.Count > 0)
            {
                Fields.Peek().Depth++;
            }

            return;
        }

        var field = Fields.Count > 0 ? Fields.Peek() : null;
        if (field is { Depth: 0 } && character == '}')
        {
            RefuseHere("f-string: single '}' is not allowed");
        }

        if (_level == 0)
        {
            RefuseHere($"unmatched '{character}'");
        }

        var (opening, line, _) = _brackets[--_level];
        if ((opening, character) is not (('(', ')') or ('[', ']') or ('{', '}')))
        {
            if (field is not null && opening == '{' && field.Depth - 1 == field.ExpressionDepth)
            {
                RefuseHere($"f-string: unmatched '{character}'");
            }

            string where = line != _line ? $" on line {line}" : "";
            RefuseHere($"closing parenthesis '{character}' does not match opening parenthesis '{opening}'{where}");
        }

        if (field is not null)
        {
            field.Depth--;
        }
    }
}

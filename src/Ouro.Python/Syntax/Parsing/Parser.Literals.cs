namespace Ouro.Python.Syntax.Parsing;

using System.Globalization;
using System.Numerics;
using System.Text;
using Ouro.Machine.Values;
using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    /// <summary>How many decimal digits an integer may have; conversion takes more than linear time.</summary>
    private const int MaxDigits = 4300;

    private Literal NumberAt(int token)
    {
        ref var place = ref _tokens[token];
        var bytes = _bytes.AsSpan(place.Start, place.End - place.Start);
        if (bytes.Length <= 9 && bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            int small = 0;
            foreach (byte digit in bytes)
            {
                small = small * 10 + digit - '0';
            }

            return new Literal.Integer(small);
        }

        Span<char> buffer = bytes.Length <= 256 ? stackalloc char[256] : new char[bytes.Length];
        int length = 0;
        foreach (byte character in bytes)
        {
            if (character != '_')
            {
                buffer[length++] = (char)character;
            }
        }

        ReadOnlySpan<char> text = buffer[..length];
        if (length > 2 && text[0] == '0' && char.IsAsciiLetter(text[1]) && (text[1] | 0x20) is 'x' or 'o' or 'b')
        {
            int radix = (text[1] | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 };
            return new Literal.Integer(NumberReader.ParseDigits(text[2..], radix));
        }

        if ((text[^1] | 0x20) == 'j')
        {
            return new Literal.Imaginary(double.Parse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        if (text.IndexOfAny('.', 'e', 'E') >= 0)
        {
            return new Literal.Float(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        if (length > MaxDigits)
        {
            throw At(
                SyntaxProblemKind.SyntaxError,
                place.Line,
                0,
                place.EndLine,
                0,
                $"Exceeds the limit ({MaxDigits} digits) for integer string conversion: value has {length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.");
        }

        return new Literal.Integer(NumberReader.ParseDigits(text, 10));
    }

    /// <summary>String literals beside each other, which are one.</summary>
    private ExpressionNode? Strings()
    {
        if (Known(Form.Strings, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        return Remember(Form.Strings, start, StringsAnew(start));
    }

    private ExpressionNode? StringsAnew(int start)
    {
        var parts = new List<StringPart>(1);
        bool formatted = false;
        bool bytes = false;
        bool text = false;
        while (true)
        {
            if (Current == TokenKind.String)
            {
                var part = PartAt(_at++);
                formatted |= part.IsFormatted;
                bytes |= part.IsBytes;
                text |= !part.IsBytes;
                parts.Add(part);
            }
            else if (Current == TokenKind.FStringStart)
            {
                if (FormattedString() is not { } values)
                {
                    _at = start;
                    return null;
                }

                formatted = true;
                text = true;
                parts.Add(new StringPart { Token = start, IsFormatted = true, Values = values });
            }
            else
            {
                break;
            }
        }

        if (bytes && text)
        {
            throw RefusedLast("cannot mix bytes and nonbytes literals");
        }

        if (bytes)
        {
            return new Constant(new Literal.Bytes(parts.Count == 1 ? BytesOf(parts[0]) : [.. parts.SelectMany(BytesOf)]), null, SpanFrom(start));
        }

        if (!formatted)
        {
            return new Constant(new Literal.String(parts.Count == 1 ? TextOf(parts[0]) : Joined(parts.Select(TextOf))), KindOf(start), SpanFrom(start));
        }

        return _version >= 12 ? JoinTokens(start, parts) : new FieldReader(this, start, parts).Read();
    }

    private static Text Joined(IEnumerable<Text> texts)
    {
        var builder = new TextBuilder();
        foreach (var text in texts)
        {
            builder.Append(text);
        }

        return builder.ToText();
    }

    /// <summary>"u" if the literal begins so.</summary>
    private string? KindOf(int token) => _bytes[_tokens[token].Start] == 'u' ? "u" : null;

    private StringPart PartAt(int token)
    {
        ref var place = ref _tokens[token];
        var part = new StringPart { Token = token };
        int at = place.Start;
        for (; _bytes[at] is not ((byte)'"' or (byte)'\''); at++)
        {
            switch (_bytes[at] | 0x20)
            {
                case 'r':
                    part.IsRaw = true;
                    break;
                case 'b':
                    part.IsBytes = true;
                    break;
                case 'f':
                    part.IsFormatted = true;
                    break;
            }
        }

        int quotes = place.End - at >= 6 && _bytes[at + 1] == _bytes[at] && _bytes[at + 2] == _bytes[at] ? 3 : 1;
        part.Start = at + quotes;
        part.End = place.End - quotes;
        return part;
    }

    private byte[] BytesOf(StringPart part)
    {
        var content = _bytes.AsSpan(part.Start, part.End - part.Start);
        if (!Ascii.IsValid(content))
        {
            throw Refused(part.Token, part.Token, "bytes can only contain ASCII literal characters");
        }

        if (part.IsRaw)
        {
            return content.ToArray();
        }

        byte[] value = StringDecoder.DecodeBytes(content, out string? problem);
        return problem is null ? value : throw RefusedLiteral(part.Token, $"(value error) {problem}");
    }

    private Text TextOf(StringPart part) => part.IsRaw ? StringDecoder.Raw(_bytes.AsSpan(part.Start, part.End - part.Start)) : Decoded(part.Token, part.Start, part.End);

    private Text Decoded(int token, int start, int end)
    {
        var value = StringDecoder.Decode(_bytes.AsSpan(start, end - start), out string? problem);
        return problem is null ? value : throw RefusedLiteral(token, $"(unicode error) {problem}");
    }

    private SyntaxProblemException RefusedLiteral(int token, string message) => _version >= 12 ? Refused(token, token, message) : RefusedLast(message);

    /// <summary>A literal among those that stand beside each other.</summary>
    private sealed class StringPart
    {
        internal int Token;
        internal int Start;
        internal int End;
        internal bool IsRaw;
        internal bool IsBytes;
        internal bool IsFormatted;

        /// <summary>What the tokens of an f-string are, from 3.12 on.</summary>
        internal List<ExpressionNode>? Values;
    }
}

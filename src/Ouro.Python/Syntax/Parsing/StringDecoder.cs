// From the bytes of a literal to its value. A position in a message counts as CPython's decoder sees the literal, in which every character
// that is not ASCII has become an escape of ten characters.

namespace Ouro.Python.Syntax.Parsing;

using System.Globalization;
using System.Text;
using Ouro.Machine.Values;

/// <summary>Decodes the escapes of literals.</summary>
internal static class StringDecoder
{
    /// <summary>The value of text that may have escapes.</summary>
    /// <param name="literal">The bytes between the quotes.</param>
    /// <param name="problem">What is wrong with an escape, in CPython's words, or null.</param>
    internal static Text Decode(ReadOnlySpan<byte> literal, out string? problem)
    {
        problem = null;
        if (!literal.Contains((byte)'\\'))
        {
            return Raw(literal);
        }

        var text = new TextBuilder();
        int at = 0;
        int position = 0;
        while (at < literal.Length)
        {
            byte character = literal[at];
            if (character != '\\')
            {
                if (character < 128)
                {
                    text.Append(character);
                    at++;
                    position++;
                }
                else
                {
                    Rune.DecodeFromUtf8(literal[at..], out var rune, out int length);
                    text.Append(rune.Value);
                    at += length;
                    position += 10;
                }

                continue;
            }

            int escapeAt = position;
            at++;
            position++;
            if (at >= literal.Length)
            {
                problem = Problem(escapeAt, position, "\\ at end of string");
                return Raw([]);
            }

            byte kind = literal[at];
            if (kind >= 128)
            {
                text.Append('\\');
                continue;
            }

            at++;
            position++;
            switch (kind)
            {
                case (byte)'\n':
                    break;
                case (byte)'\\' or (byte)'\'' or (byte)'"':
                    text.Append(kind);
                    break;
                case (byte)'b':
                    text.Append('\b');
                    break;
                case (byte)'f':
                    text.Append('\f');
                    break;
                case (byte)'t':
                    text.Append('\t');
                    break;
                case (byte)'n':
                    text.Append('\n');
                    break;
                case (byte)'r':
                    text.Append('\r');
                    break;
                case (byte)'v':
                    text.Append('\v');
                    break;
                case (byte)'a':
                    text.Append('\a');
                    break;
                case >= (byte)'0' and <= (byte)'7':
                    int octal = kind - '0';
                    for (int count = 1; count < 3 && at < literal.Length && literal[at] is >= (byte)'0' and <= (byte)'7'; count++)
                    {
                        octal = octal * 8 + literal[at++] - '0';
                        position++;
                    }

                    text.Append(octal);
                    break;
                case (byte)'x' or (byte)'u' or (byte)'U':
                    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
                    long code = 0;
                    int read = 0;
                    while (read < digits && at < literal.Length && char.IsAsciiHexDigit((char)literal[at]))
                    {
                        code = code * 16 + Convert.ToInt32(((char)literal[at]).ToString(), 16);
                        at++;
                        position++;
                        read++;
                    }

                    if (read < digits)
                    {
                        problem = Problem(escapeAt, position, digits == 2 ? "truncated \\xXX escape" : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape");
                        return Raw([]);
                    }

                    if (code > 0x10FFFF)
                    {
                        problem = Problem(escapeAt, position, "illegal Unicode character");
                        return Raw([]);
                    }

                    text.Append((int)code);
                    break;
                case (byte)'N':
                    if (at < literal.Length && literal[at] == '{')
                    {
                        int end = literal[at..].IndexOf((byte)'}');
                        if (end > 1)
                        {
                            string name = Encoding.UTF8.GetString(literal.Slice(at + 1, end - 1));
                            position += end + 1;
                            at += end + 1;
                            if (CharacterNames.Find(name) is not { } found)
                            {
                                problem = Problem(escapeAt, position, "unknown Unicode character name");
                                return Raw([]);
                            }

                            text.Append(found);
                            break;
                        }

                        position += end < 0 ? literal.Length - at : end;
                    }

                    problem = Problem(escapeAt, position, "malformed \\N character escape");
                    return Raw([]);
                default:
                    text.Append('\\');
                    text.Append(kind);
                    break;
            }
        }

        return text.ToText();
    }

    /// <summary>The value of text in which a backslash is one.</summary>
    internal static Text Raw(ReadOnlySpan<byte> literal)
    {
        if (Ascii.IsValid(literal))
        {
            return new Text(literal.ToArray(), 0, literal.Length);
        }

        return new Text(Encoding.UTF8.GetString(literal));
    }

    /// <summary>The value of a bytes literal, which is ASCII.</summary>
    internal static byte[] DecodeBytes(ReadOnlySpan<byte> literal, out string? problem)
    {
        problem = null;
        var bytes = new List<byte>(literal.Length);
        for (int at = 0; at < literal.Length; at++)
        {
            byte character = literal[at];
            if (character != '\\' || at + 1 >= literal.Length)
            {
                bytes.Add(character);
                continue;
            }

            int escapeAt = at;
            byte kind = literal[++at];
            switch (kind)
            {
                case (byte)'\n':
                    break;
                case (byte)'\\' or (byte)'\'' or (byte)'"':
                    bytes.Add(kind);
                    break;
                case (byte)'b':
                    bytes.Add((byte)'\b');
                    break;
                case (byte)'f':
                    bytes.Add((byte)'\f');
                    break;
                case (byte)'t':
                    bytes.Add((byte)'\t');
                    break;
                case (byte)'n':
                    bytes.Add((byte)'\n');
                    break;
                case (byte)'r':
                    bytes.Add((byte)'\r');
                    break;
                case (byte)'v':
                    bytes.Add((byte)'\v');
                    break;
                case (byte)'a':
                    bytes.Add((byte)'\a');
                    break;
                case >= (byte)'0' and <= (byte)'7':
                    int octal = kind - '0';
                    for (int count = 1; count < 3 && at + 1 < literal.Length && literal[at + 1] is >= (byte)'0' and <= (byte)'7'; count++)
                    {
                        octal = octal * 8 + literal[++at] - '0';
                    }

                    bytes.Add((byte)octal);
                    break;
                case (byte)'x':
                    if (at + 2 >= literal.Length || !char.IsAsciiHexDigit((char)literal[at + 1]) || !char.IsAsciiHexDigit((char)literal[at + 2]))
                    {
                        problem = $"invalid \\x escape at position {escapeAt.ToString(CultureInfo.InvariantCulture)}";
                        return [];
                    }

                    bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(literal.Slice(at + 1, 2)), 16));
                    at += 2;
                    break;
                default:
                    bytes.Add((byte)'\\');
                    bytes.Add(kind);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Problem(int start, int end, string reason) => end - start == 1
        ? $"'unicodeescape' codec can't decode byte 0x5c in position {start}: {reason}"
        : $"'unicodeescape' codec can't decode bytes in position {start}-{end - 1}: {reason}";
}

using System.Globalization;

namespace Ouro.Python.Values.Modules;

/// <summary>Strings and numbers of JSON (RFC 8259), as CPython's module json reads and writes them.</summary>
internal static class JsonText
{
    /// <summary>Writes a text in quotes.</summary>
    /// <param name="asciiOnly">Whether all that is not ASCII is escaped.</param>
    /// <returns>Null: a limit was reached.</returns>
    internal static Text? Quoted(Meter meter, Text text, bool asciiOnly)
    {
        if (!meter.Work(text.Length) || !meter.Make(text.Length + 2L, text.Width))
        {
            return null;
        }

        var builder = new TextBuilder();
        builder.Append((int)'"');
        for (int i = 0; i < text.Length; i++)
        {
            int code = text[i];
            switch (code)
            {
                case '"' or '\\':
                    builder.Append((int)'\\');
                    builder.Append(code);
                    break;
                case '\b' or '\f' or '\n' or '\r' or '\t':
                    builder.Append((int)'\\');
                    builder.Append(code switch { '\b' => 'b', '\f' => 'f', '\n' => 'n', '\r' => 'r', _ => 't' });
                    break;
                case > 0xFFFF when asciiOnly:
                    Escape(builder, 0xD800 + ((code - 0x10000) >> 10));
                    Escape(builder, 0xDC00 + ((code - 0x10000) & 0x3FF));
                    break;
                case < 0x20:
                    Escape(builder, code);
                    break;
                case > 0x7E when asciiOnly:
                    Escape(builder, code);
                    break;
                default:
                    builder.Append(code);
                    break;
            }
        }

        builder.Append((int)'"');
        return meter.Make(builder.Length) ? builder.ToText() : null;
    }

    private static void Escape(TextBuilder builder, int unit) => builder.Append("\\u" + unit.ToString("x4", CultureInfo.InvariantCulture));

    /// <summary>Reads a string behind its opening quote.</summary>
    /// <param name="start">The index behind the quote.</param>
    /// <param name="isStrict">Whether control characters are refused.</param>
    /// <param name="end">The index behind the closing quote; after an error where it is.</param>
    /// <param name="problem">What is wrong, or null.</param>
    /// <returns>Null with a problem, or after a limit was reached.</returns>
    internal static Text? Scan(Meter meter, Text text, int start, bool isStrict, out int end, out string? problem)
    {
        problem = null;
        int plain = start;
        while (plain < text.Length && text[plain] is not ('"' or '\\') and var code && (code >= 0x20 || !isStrict))
        {
            plain++;
        }

        end = plain;
        if (!meter.Work(plain - start))
        {
            return null;
        }

        if (plain < text.Length && text[plain] == '"')
        {
            end = plain + 1;
            return meter.Make(plain - start, text.Width) ? text.Substring(start, plain) : null;
        }

        var builder = new TextBuilder();
        for (int i = start; i < text.Length; i++)
        {
            int character = text[i];
            if (character == '"')
            {
                end = i + 1;
                return meter.Work(i - plain) && meter.Make(builder.Length, text.Width) ? builder.ToText() : null;
            }

            if (character < 0x20 && isStrict)
            {
                end = i;
                problem = "Invalid control character at";
                return null;
            }

            if (character != '\\')
            {
                builder.Append(character);
                continue;
            }

            if (++i >= text.Length)
            {
                break;
            }

            int escape = text[i] switch { '"' => '"', '\\' => '\\', '/' => '/', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'u' => 'u', _ => -1 };
            if (escape < 0)
            {
                end = i - 1;
                problem = "Invalid \\escape";
                return null;
            }

            if (escape != 'u')
            {
                builder.Append(escape);
                continue;
            }

            if (Hexadecimal(text, i + 1) is not { } unit)
            {
                end = i;
                problem = "Invalid \\uXXXX escape";
                return null;
            }

            i += 4;
            if (unit is >= 0xD800 and < 0xDC00 && i + 2 < text.Length && text[i + 1] == '\\' && text[i + 2] == 'u' && Hexadecimal(text, i + 3) is >= 0xDC00 and < 0xE000 and var low)
            {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                i += 6;
            }

            builder.Append(unit);
        }

        end = start - 1;
        problem = "Unterminated string starting at";
        return null;
    }

    private static int? Hexadecimal(Text text, int start)
    {
        int value = 0;
        for (int i = start; i < start + 4; i++)
        {
            int digit = i >= text.Length ? -1 : text[i] switch { >= '0' and <= '9' and var c => c - '0', >= 'a' and <= 'f' and var c => c - 'a' + 10, >= 'A' and <= 'F' and var c => c - 'A' + 10, _ => -1 };
            if (digit < 0)
            {
                return null;
            }

            value = (value << 4) | digit;
        }

        return value;
    }

    /// <summary>Finds the end of a number.</summary>
    /// <param name="isFloat">Whether it has a fraction or an exponent.</param>
    /// <returns>The index behind it; <paramref name="start"/> if there is none.</returns>
    internal static int NumberEnd(Text text, int start, out bool isFloat)
    {
        isFloat = false;
        int i = start;
        if (At(i) == '-')
        {
            i++;
        }

        if (At(i) == '0')
        {
            i++;
        }
        else if (IsDigit(i))
        {
            i = Digits(i);
        }
        else
        {
            return start;
        }

        if (At(i) == '.' && IsDigit(i + 1))
        {
            isFloat = true;
            i = Digits(i + 1);
        }

        if (At(i) is 'e' or 'E')
        {
            int exponent = At(i + 1) is '+' or '-' ? i + 2 : i + 1;
            if (IsDigit(exponent))
            {
                isFloat = true;
                i = Digits(exponent);
            }
        }

        return i;

        int At(int index) => index < text.Length ? text[index] : -1;

        bool IsDigit(int index) => At(index) is >= '0' and <= '9';

        int Digits(int index)
        {
            while (IsDigit(index))
            {
                index++;
            }

            return index;
        }
    }
}

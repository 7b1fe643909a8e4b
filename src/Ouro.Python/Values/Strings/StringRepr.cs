namespace Ouro.Python.Values.Strings;

/// <summary>Literals of texts and bytes. Null: see <see cref="Meter"/>.</summary>
internal static class StringRepr
{
    private const string Hexadecimal = "0123456789abcdef";

    /// <summary>What <c>repr</c> gives for a text.</summary>
    internal static Text? Repr(Meter meter, Text text) => Quoted(meter, text, asciiOnly: false);

    /// <summary>What <c>ascii</c> gives for a text.</summary>
    internal static Text? Ascii(Meter meter, Text text) => Quoted(meter, text, asciiOnly: true);

    /// <summary>What <c>ascii</c> makes of the repr of another object: all that is not ASCII becomes an escape.</summary>
    internal static Text? Escape(Meter meter, Text text)
    {
        if (StringPredicates.IsAscii(text))
        {
            return text;
        }

        if (!meter.Make(10L * text.Length))
        {
            return null;
        }

        var builder = new TextBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80)
            {
                builder.Append(text[i]);
            }
            else
            {
                AppendEscape(builder, text[i]);
            }
        }

        return builder.ToText();
    }

    /// <summary>What <c>repr</c> gives for bytes.</summary>
    internal static Text? Repr(Meter meter, ReadOnlySpan<byte> bytes)
    {
        if (!meter.Make(3 + 4L * bytes.Length))
        {
            return null;
        }

        var builder = new TextBuilder();
        char quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        builder.Append('b');
        builder.Append(quote);
        foreach (byte element in bytes)
        {
            if (element == quote || element == '\\')
            {
                builder.Append('\\');
                builder.Append(element);
            }
            else if (element is >= 0x20 and < 0x7F)
            {
                builder.Append(element);
            }
            else
            {
                AppendControl(builder, element);
            }
        }

        builder.Append(quote);
        return builder.ToText();
    }

    /// <summary>Appends an escape by number: \x, \u or \U.</summary>
    internal static void AppendEscape(TextBuilder builder, int codePoint)
    {
        int digits = codePoint <= 0xFF ? 2 : codePoint <= 0xFFFF ? 4 : 8;
        builder.Append('\\');
        builder.Append(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
        AppendHexadecimal(builder, codePoint, digits);
    }

    /// <summary>Appends so many hexadecimal digits.</summary>
    internal static void AppendHexadecimal(TextBuilder builder, int number, int digits)
    {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        {
            builder.Append(Hexadecimal[(number >> shift) & 15]);
        }
    }

    /// <summary>Appends a character that is not shown as itself, by its letter if it has one.</summary>
    internal static void AppendControl(TextBuilder builder, int codePoint)
    {
        switch (codePoint)
        {
            case '\n':
                builder.Append("\\n");
                break;
            case '\r':
                builder.Append("\\r");
                break;
            case '\t':
                builder.Append("\\t");
                break;
            default:
                AppendEscape(builder, codePoint);
                break;
        }
    }

    private static Text? Quoted(Meter meter, Text text, bool asciiOnly)
    {
        // An escape has ten characters at most, of a byte each.
        if (!meter.Make(2 + (text.Width == 0 ? 4L : text.Width == 1 ? 6L : 10L) * text.Length))
        {
            return null;
        }

        int quote = text.IndexOf('\'') >= 0 && text.IndexOf('"') < 0 ? '"' : '\'';
        var builder = new TextBuilder();
        builder.Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (codePoint == quote || codePoint == '\\')
            {
                builder.Append('\\');
                builder.Append(codePoint);
            }
            else if (codePoint < 0x80 || !asciiOnly ? CharacterProperties.IsPrintable(codePoint) : false)
            {
                builder.Append(codePoint);
            }
            else
            {
                AppendControl(builder, codePoint);
            }
        }

        builder.Append(quote);
        return builder.ToText();
    }
}

namespace Ouro.Python.Values.Numbers;

/// <summary>What int, float and complex have in common when they read text.</summary>
internal static class NumericText
{
    /// <summary>Text as the numeric constructors look at it: decimal digits of any script become ASCII ones and white space a space; a character that
    /// is in no number becomes a question mark. Text that is all ASCII stays as it is.</summary>
    internal static string Transform(Text text)
    {
        if (Strings.StringPredicates.IsAscii(text))
        {
            return text.ToString();
        }

        return string.Create(text.Length, text, (characters, from) =>
        {
            for (int i = 0; i < characters.Length; i++)
            {
                int codePoint = from[i];
                int digit = codePoint < 0x80 ? -1 : CharacterClass.DigitValue(codePoint);
                characters[i] = digit >= 0 ? (char)('0' + digit)
                    : Strings.CharacterProperties.IsSpace(codePoint) ? ' '
                    : codePoint < 0x80 ? (char)codePoint : '?';
            }
        });
    }

    /// <summary>White space of C.</summary>
    internal static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r');

    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        int end = text.Length;
        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>The text without underscores; null if one is not between two digits.</summary>
    internal static string? WithoutUnderscores(ReadOnlySpan<char> text)
    {
        var kept = new char[text.Length];
        int count = 0;
        char before = '\0';
        foreach (char character in text)
        {
            if (before == '_' && !char.IsAsciiDigit(character))
            {
                return null;
            }

            if (character != '_')
            {
                kept[count++] = character;
            }
            else if (!char.IsAsciiDigit(before))
            {
                return null;
            }

            before = character;
        }

        return before == '_' ? null : new string(kept, 0, count);
    }
}

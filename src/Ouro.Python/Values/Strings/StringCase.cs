namespace Ouro.Python.Values.Strings;

/// <summary>Case of whole texts with Unicode's special casing; results may be longer. Null: see <see cref="Meter"/>.</summary>
internal static class StringCase
{
    internal static Text? Upper(Meter meter, Text text) => Charge(meter, text) ? CharacterCase.ToUpper(text) : null;

    internal static Text? Lower(Meter meter, Text text) => Charge(meter, text) ? CharacterCase.ToLower(text) : null;

    internal static Text? Casefold(Meter meter, Text text) => Charge(meter, text) ? CharacterCase.Fold(text) : null;

    /// <summary>Upper case becomes lower case and the other way round.</summary>
    internal static Text? Swapcase(Meter meter, Text text)
    {
        if (!Charge(meter, text))
        {
            return null;
        }

        var builder = new TextBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (CharacterClass.IsUppercase(codePoint))
            {
                CharacterCase.AppendLower(builder, text, i);
            }
            else if (CharacterProperties.IsLowercase(codePoint))
            {
                AppendUpper(builder, codePoint);
            }
            else
            {
                builder.Append(codePoint);
            }
        }

        return builder.ToText();
    }

    /// <summary>The first character in title case, the others in lower case.</summary>
    internal static Text? Capitalize(Meter meter, Text text)
    {
        if (!Charge(meter, text))
        {
            return null;
        }

        var builder = new TextBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (i == 0)
            {
                CharacterProperties.AppendTitle(builder, text[0]);
            }
            else
            {
                CharacterCase.AppendLower(builder, text, i);
            }
        }

        return builder.ToText();
    }

    /// <summary>Title case after uncased characters, lower case after cased ones.</summary>
    internal static Text? Title(Meter meter, Text text)
    {
        if (!Charge(meter, text))
        {
            return null;
        }

        var builder = new TextBuilder();
        bool afterCased = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (afterCased)
            {
                CharacterCase.AppendLower(builder, text, i);
            }
            else
            {
                CharacterProperties.AppendTitle(builder, text[i]);
            }

            afterCased = CharacterProperties.IsCased(text[i]);
        }

        return builder.ToText();
    }

    private static void AppendUpper(TextBuilder builder, int codePoint)
    {
        if (CharacterCase.FullUpper(codePoint) is { } upper)
        {
            builder.Append(upper);
        }
        else
        {
            builder.Append(CharacterCase.ToUpper(codePoint));
        }
    }

    /// <summary>A character becomes three at most, of up to four bytes in a buffer that grows.</summary>
    private static bool Charge(Meter meter, Text text) => meter.Make(text.Length, text.Width == 0 ? 1 : 2);
}

using System.Text;

namespace Ouro.Python.Values.Strings;

/// <summary>The questions that <c>str</c> answers of itself. Each costs the length of the text at most; charge it before.</summary>
internal static class StringPredicates
{
    internal static bool IsAlpha(Text text) => All(text, CharacterProperties.IsAlphabetic);

    internal static bool IsAlnum(Text text) => All(text, CharacterProperties.IsAlphanumeric);

    internal static bool IsDecimal(Text text) => All(text, CharacterProperties.IsDecimal);

    internal static bool IsDigit(Text text) => All(text, CharacterProperties.IsDigit);

    internal static bool IsNumeric(Text text) => All(text, CharacterProperties.IsNumeric);

    internal static bool IsSpace(Text text) => All(text, CharacterProperties.IsSpace);

    /// <summary>Whether <c>repr</c> shows all of it as it is; true for an empty text.</summary>
    internal static bool IsPrintable(Text text) => text.Length == 0 || All(text, CharacterProperties.IsPrintable);

    /// <summary>Whether all is ASCII; true for an empty text.</summary>
    internal static bool IsAscii(Text text)
    {
        if (text.Width == 0)
        {
            return Ascii.IsValid(text.Storage);
        }

        return text.Length == 0 || All(text, codePoint => codePoint < 0x80);
    }

    /// <summary>Whether it could be a name, keywords included.</summary>
    internal static bool IsIdentifier(Text text)
    {
        if (text.Length == 0 || !Syntax.Tokens.Identifiers.IsStart(text[0]))
        {
            return false;
        }

        for (int i = 1; i < text.Length; i++)
        {
            if (!Syntax.Tokens.Identifiers.IsContinuation(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether something has case and all that has is lower case.</summary>
    internal static bool IsLower(Text text) => IsOneCase(text, CharacterProperties.IsLowercase, CharacterClass.IsUppercase);

    /// <summary>Whether something has case and all that has is upper case.</summary>
    internal static bool IsUpper(Text text) => IsOneCase(text, CharacterClass.IsUppercase, CharacterProperties.IsLowercase);

    /// <summary>Whether capitals are exactly the cased characters after uncased ones, and there is one.</summary>
    internal static bool IsTitle(Text text)
    {
        bool found = false;
        bool afterCased = false;
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (CharacterClass.IsUppercase(codePoint) || CharacterProperties.IsTitlecase(codePoint))
            {
                if (afterCased)
                {
                    return false;
                }

                found = afterCased = true;
            }
            else if (CharacterProperties.IsLowercase(codePoint))
            {
                if (!afterCased)
                {
                    return false;
                }

                found = true;
            }
            else
            {
                afterCased = false;
            }
        }

        return found;
    }

    private static bool IsOneCase(Text text, Func<int, bool> wanted, Func<int, bool> other)
    {
        bool found = false;
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (other(codePoint) || CharacterProperties.IsTitlecase(codePoint))
            {
                return false;
            }

            found = found || wanted(codePoint);
        }

        return found;
    }

    private static bool All(Text text, Func<int, bool> has)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!has(text[i]))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}

using Ouro.Python.Values.Sequences;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Regex;

/// <summary>What patterns ask of characters; the functions on characters of the module <c>_sre</c>.</summary>
internal static class SreCharacters
{
    /// <summary>The lower case that comparisons without case use.</summary>
    internal static int ToLower(int codePoint, CaseMode mode) =>
        mode == CaseMode.Exact ? codePoint : codePoint < 0x80 || mode == CaseMode.Unicode ? CharacterCase.ToLower(codePoint) : codePoint;

    /// <summary>The upper case: of several characters the first.</summary>
    internal static int ToUpper(int codePoint) => CharacterCase.FullUpper(codePoint) is { } upper ? upper[0] : CharacterCase.ToUpper(codePoint);

    /// <summary><c>_sre.unicode_iscased</c>.</summary>
    internal static bool IsCased(int codePoint) => CharacterCase.ToLower(codePoint) != codePoint || ToUpper(codePoint) != codePoint;

    /// <summary><c>_sre.ascii_iscased</c>.</summary>
    internal static bool IsCasedAscii(int codePoint) => codePoint < 0x80 && char.IsAsciiLetter((char)codePoint);

    /// <summary>Whether a character is of a kind.</summary>
    internal static bool IsIn(SreCategory category, int codePoint)
    {
        bool isIn = ((int)category & ~1) switch
        {
            (int)SreCategory.Digit => (uint)(codePoint - '0') < 10,
            (int)SreCategory.Space => AsciiSet.IsSpace(codePoint),
            (int)SreCategory.Word or (int)SreCategory.LocaleWord => codePoint < 0x80 && (char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_'),
            (int)SreCategory.LineBreak => codePoint == '\n',
            (int)SreCategory.UnicodeDigit => CharacterProperties.IsDecimal(codePoint),
            (int)SreCategory.UnicodeSpace => CharacterProperties.IsSpace(codePoint),
            (int)SreCategory.UnicodeWord => codePoint == '_' || CharacterProperties.IsAlphanumeric(codePoint),
            _ => UnicodeSet.IsLineEnd(codePoint),
        };
        return isIn != (((int)category & 1) != 0);
    }
}

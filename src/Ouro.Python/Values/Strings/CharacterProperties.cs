// What CPython asks of a code point. The data are .NET's, whose version of Unicode is newer than that of any CPython from 3.11 to 3.13: a
// code point that the host's Python does not know yet may be a letter here. What both know is the same, which a test asserts.

using System.Globalization;

namespace Ouro.Python.Values.Strings;

/// <summary>Properties of code points as <c>str</c> has them, lone surrogates included.</summary>
internal static class CharacterProperties
{
    /// <summary>Its upper case begins with an apostrophe, so the letter after that is a capital also in title case.</summary>
    private const int NWithApostrophe = 0x149;

    /// <summary>White space, or a separator by its direction.</summary>
    internal static bool IsSpace(int codePoint) => codePoint switch
    {
        < 0x80 => codePoint is ' ' or (>= '\t' and <= '\r') or (>= 0x1C and <= 0x1F),
        _ => codePoint is 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000,
    };

    /// <summary>A letter.</summary>
    internal static bool IsAlphabetic(int codePoint) => codePoint < 0x80
        ? (uint)((codePoint | 0x20) - 'a') < 26
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) <= UnicodeCategory.OtherLetter;

    /// <summary>A digit of a positional notation.</summary>
    internal static bool IsDecimal(int codePoint) => CharacterClass.IsNumeric(codePoint);

    /// <summary>A digit, superscripts and the like included.</summary>
    internal static bool IsDigit(int codePoint) => codePoint < 0x80
        ? (uint)(codePoint - '0') < 10
        : !IsSurrogate(codePoint) && CharUnicodeInfo.GetDigitValue(char.ConvertFromUtf32(codePoint), 0) >= 0;

    /// <summary>Something with a numeric value.</summary>
    internal static bool IsNumeric(int codePoint) => codePoint < 0x80
        ? (uint)(codePoint - '0') < 10
        : !IsSurrogate(codePoint) && (CharUnicodeInfo.GetNumericValue(char.ConvertFromUtf32(codePoint), 0) != -1 || IsNumericIdeograph(codePoint));

    /// <summary>A letter or anything with a numeric value.</summary>
    internal static bool IsAlphanumeric(int codePoint) => IsAlphabetic(codePoint) || IsNumeric(codePoint);

    /// <summary>What <c>repr</c> shows as itself: not a control, a separator other than the space, or unassigned.</summary>
    internal static bool IsPrintable(int codePoint) => codePoint < 0x7F
        ? codePoint >= ' '
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>A letter in title case.</summary>
    internal static bool IsTitlecase(int codePoint) => codePoint >= 0x80 && CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.TitlecaseLetter;

    /// <summary>Lower case: also the modifier letters that Unicode has counted as such since version 15.</summary>
    internal static bool IsLowercase(int codePoint) => CharacterClass.IsLowercase(codePoint) || codePoint is 0x10FC or (>= 0xA7F2 and <= 0xA7F4) or 0xAB69 or (>= 0x1E030 and <= 0x1E06D);

    /// <summary>A letter that has case.</summary>
    internal static bool IsCased(int codePoint) => IsLowercase(codePoint) || CharacterClass.IsUppercase(codePoint) || IsTitlecase(codePoint);

    /// <summary>The title case of one code point: its upper case but for digraphs and Georgian.</summary>
    internal static int ToTitle(int codePoint) => codePoint switch
    {
        < 0x80 => CharacterCase.ToUpper(codePoint),
        >= 0x1C4 and <= 0x1C6 => 0x1C5,
        >= 0x1C7 and <= 0x1C9 => 0x1C8,
        >= 0x1CA and <= 0x1CC => 0x1CB,
        >= 0x1F1 and <= 0x1F3 => 0x1F2,
        (>= 0x10D0 and <= 0x10FA) or (>= 0x10FD and <= 0x10FF) => codePoint,
        _ => CharacterCase.ToUpper(codePoint),
    };

    /// <summary>Appends the title case of one code point, which may be several.</summary>
    internal static void AppendTitle(TextBuilder builder, int codePoint)
    {
        string? upper = IsTitlecase(codePoint) ? null : CharacterCase.FullUpper(codePoint);
        if (upper is null || (upper[^1] == '\u0399' && ToTitle(codePoint) != codePoint))
        {
            builder.Append(ToTitle(codePoint));
            return;
        }

        builder.Append(upper[0]);
        for (int i = 1; i < upper.Length; i++)
        {
            // An iota that was below the letter stays there.
            bool isBelow = upper[i] == '\u0399' && i == upper.Length - 1;
            builder.Append(isBelow ? 0x345 : codePoint == NWithApostrophe ? upper[i] : CharacterCase.ToLower(upper[i]));
        }
    }

    private static bool IsSurrogate(int codePoint) => codePoint is >= 0xD800 and <= 0xDFFF;

    /// <summary>Ideographs that are numerals, which .NET's data lack.</summary>
    private static bool IsNumericIdeograph(int codePoint) => codePoint >= 0x3400 && Numerals.BinarySearch(codePoint) >= 0;

    private static ReadOnlySpan<int> Numerals =>
    [
        0x3405, 0x3483, 0x382A, 0x3B4D, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4E96, 0x4EAC, 0x4EBF, 0x4EC0, 0x4EDF,
        0x4EE8, 0x4F0D, 0x4F70, 0x4FE9, 0x5006, 0x5104, 0x5146, 0x5169, 0x516B, 0x516D, 0x5341, 0x5343, 0x5344, 0x5345, 0x534C, 0x53C1, 0x53C2,
        0x53C3, 0x53C4, 0x56DB, 0x58F1, 0x58F9, 0x5E7A, 0x5EFE, 0x5EFF, 0x5F0C, 0x5F0D, 0x5F0E, 0x5F10, 0x62D0, 0x62FE, 0x634C, 0x67D2, 0x6D1E,
        0x6F06, 0x7396, 0x767E, 0x7695, 0x79ED, 0x8086, 0x842C, 0x8CAE, 0x8CB3, 0x8D30, 0x920E, 0x94A9, 0x9621, 0x9646, 0x964C, 0x9678, 0x96F6,
        0xF96B, 0xF973, 0xF978, 0xF9B2, 0xF9D1, 0xF9D3, 0xF9FD, 0x20001, 0x20064, 0x200E2, 0x20121, 0x2092A, 0x20983, 0x2098C, 0x2099C, 0x20AEA,
        0x20AFD, 0x20B19, 0x22390, 0x22998, 0x23B1B, 0x2626D, 0x2F890,
    ];
}

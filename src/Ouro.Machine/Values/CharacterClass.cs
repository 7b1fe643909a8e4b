// Properties of code points, from the general categories that .NET carries itself: no culture data is loaded.
// Unicode's Alphabetic, Uppercase and Lowercase are a category plus a few listed ranges; of Other_Alphabetic only the
// part is taken that is letters by nature, not combining marks.

using System.Globalization;

namespace Ouro.Machine.Values;

/// <summary>Unicode properties of code points, lone surrogates included (which have none of them).</summary>
internal static class CharacterClass
{
    /// <summary>Letters, letter numbers, and symbols that are letters in a circle or square.</summary>
    internal static bool IsAlphabetic(int codePoint) => codePoint < 0x80
        ? (uint)((codePoint | 0x20) - 'a') < 26
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            || IsOtherUppercase(codePoint)
            || IsOtherLowercase(codePoint);

    /// <summary>Decimal digits of any script.</summary>
    internal static bool IsNumeric(int codePoint) => codePoint < 0x80
        ? (uint)(codePoint - '0') < 10
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>Unicode's White_Space.</summary>
    internal static bool IsWhiteSpace(int codePoint) => codePoint <= 0xFFFF && char.IsWhiteSpace((char)codePoint);

    /// <summary>Unicode's Uppercase.</summary>
    internal static bool IsUppercase(int codePoint) => codePoint < 0x80
        ? (uint)(codePoint - 'A') < 26
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.UppercaseLetter || IsOtherUppercase(codePoint);

    /// <summary>Unicode's Lowercase.</summary>
    internal static bool IsLowercase(int codePoint) => codePoint < 0x80
        ? (uint)(codePoint - 'a') < 26
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.LowercaseLetter || IsOtherLowercase(codePoint);

    /// <summary>The value of a decimal digit of any script, 0 to 9, or -1.</summary>
    internal static int DigitValue(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return (uint)(codePoint - '0') < 10 ? codePoint - '0' : -1;
        }

        return IsNumeric(codePoint) ? CharUnicodeInfo.GetDecimalDigitValue(char.ConvertFromUtf32(codePoint), 0) : -1;
    }

    private static bool IsOtherUppercase(int codePoint) => codePoint is
        (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
        or (>= 0x1F170 and <= 0x1F189);

    private static bool IsOtherLowercase(int codePoint) => codePoint is
        0xAA or 0xBA or (>= 0x2B0 and <= 0x2B8) or 0x2C0 or 0x2C1 or (>= 0x2E0 and <= 0x2E4) or 0x345 or 0x37A
        or (>= 0x1D2C and <= 0x1D6A) or 0x1D78 or (>= 0x1D9B and <= 0x1DBF) or 0x2071 or 0x207F or (>= 0x2090 and <= 0x209C)
        or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9) or 0x2C7C or 0x2C7D or 0xA69C or 0xA69D or 0xA770
        or 0xA7F8 or 0xA7F9 or (>= 0xAB5C and <= 0xAB5F) or 0x10780 or (>= 0x10783 and <= 0x10785)
        or (>= 0x10787 and <= 0x107B0) or (>= 0x107B2 and <= 0x107BA);
}

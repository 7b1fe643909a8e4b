// Identifiers as PEP 3131 defines them by the Unicode properties XID_Start and XID_Continue, after NFKC.

using System.Globalization;
using System.Text;

namespace Ouro.Python.Syntax.Tokens;

/// <summary>What may be in a name.</summary>
internal static class Identifiers
{
    /// <summary>Whether a name may begin with a code point.</summary>
    internal static bool IsStart(int code)
    {
        if (code < 128)
        {
            return char.IsAsciiLetter((char)code) || code == '_';
        }

        if (code is 0x2118 or 0x212E or 0x1885 or 0x1886)
        {
            return true;
        }

        // What NFKC turns into something that is no letter.
        if (code is 0x37A or 0xE33 or 0xEB3 or (>= 0xFC5E and <= 0xFC63) or 0xFDFA or 0xFDFB or 0xFE70 or 0xFE72 or 0xFE74 or 0xFE76 or 0xFE78 or 0xFE7A or 0xFE7C or 0xFE7E or 0xFF9E or 0xFF9F or 0x2E2F)
        {
            return false;
        }

        return CharUnicodeInfo.GetUnicodeCategory(code) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;
    }

    /// <summary>Whether a name may go on with a code point.</summary>
    internal static bool IsContinuation(int code)
    {
        if (code < 128)
        {
            return char.IsAsciiLetterOrDigit((char)code) || code == '_';
        }

        if (IsStart(code) || code is 0xB7 or 0x387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0xE33 or 0xEB3 or 0xFF9E or 0xFF9F)
        {
            return true;
        }

        return CharUnicodeInfo.GetUnicodeCategory(code) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.ConnectorPunctuation;
    }

    /// <summary>How many bytes of a word that is not all ASCII may not be in it: the end of the first wrong character, and what it is.</summary>
    /// <returns>False if the whole word is a name.</returns>
    internal static bool FindWrong(ReadOnlySpan<byte> word, out int end, out int code)
    {
        end = 0;
        code = 0;
        bool first = true;
        while (end < word.Length)
        {
            Rune.DecodeFromUtf8(word[end..], out var rune, out int length);
            end += length;
            code = rune.Value;
            if (first ? !IsStart(code) : !IsContinuation(code))
            {
                return true;
            }

            first = false;
        }

        return false;
    }

    /// <summary>The name that a word stands for.</summary>
    internal static string Normalise(ReadOnlySpan<byte> word) => Encoding.UTF8.GetString(word).Normalize(NormalizationForm.FormKC);
}

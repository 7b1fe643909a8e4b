// Case conversion of code points and texts by Unicode's default algorithms, the same in every locale.
//
// Simple mappings (one code point to one) are .NET's invariant ones, plus dotted and dotless i, which those leave
// alone. Full mappings (one to several, for texts only) are the unconditional entries of Unicode's SpecialCasing;
// folding derives from them: a full uppercase, folded. Final sigma is the one rule that looks at the neighbours.

using System.Text;

namespace Ouro.Machine.Values;

/// <summary>Upper case, lower case and case folding.</summary>
internal static class CharacterCase
{
    private const int DottedCapitalI = 0x130;
    private const int DotlessSmallI = 0x131;
    private const int CapitalSharpS = 0x1E9E;
    private const int CapitalSigma = 0x3A3;
    private const int SmallSigma = 0x3C3;
    private const int FinalSigma = 0x3C2;

    /// <summary>The upper case of one code point, itself if there is none.</summary>
    internal static int ToUpper(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return (uint)(codePoint - 'a') < 26 ? codePoint - 0x20 : codePoint;
        }

        return codePoint == DotlessSmallI ? 'I' : Rune.IsValid(codePoint) ? Rune.ToUpperInvariant(new Rune(codePoint)).Value : codePoint;
    }

    /// <summary>The lower case of one code point, itself if there is none.</summary>
    internal static int ToLower(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return (uint)(codePoint - 'A') < 26 ? codePoint + 0x20 : codePoint;
        }

        return codePoint == DottedCapitalI ? 'i' : Rune.IsValid(codePoint) ? Rune.ToLowerInvariant(new Rune(codePoint)).Value : codePoint;
    }

    /// <summary>The code point that stands for all case variants of one, by simple case folding.</summary>
    internal static int Fold(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return ToLower(codePoint);
        }

        if (codePoint is DottedCapitalI or DotlessSmallI)
        {
            return codePoint;
        }

        // Cherokee folds to its capitals, which are older.
        int upper = ToUpper(codePoint);
        return upper is >= 0x13A0 and <= 0x13F5 ? upper : ToLower(upper);
    }

    /// <summary>The upper case of a text; may be longer.</summary>
    internal static Text ToUpper(Text text) => Map(text, CaseForm.Upper);

    /// <summary>The lower case of a text; may be longer.</summary>
    internal static Text ToLower(Text text) => Map(text, CaseForm.Lower);

    /// <summary>The text with case distinctions removed, by full case folding; may be longer.</summary>
    internal static Text Fold(Text text) => Map(text, CaseForm.Folded);

    private enum CaseForm
    {
        Upper,
        Lower,
        Folded,
    }

    private static Text Map(Text text, CaseForm form)
    {
        var builder = new TextBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (codePoint < 0x80)
            {
                builder.Append(form == CaseForm.Upper ? ToUpper(codePoint) : ToLower(codePoint));
            }
            else if (form == CaseForm.Lower)
            {
                AppendLower(builder, text, i);
            }
            else
            {
                AppendFull(builder, codePoint, form);
            }
        }

        return builder.ToText();
    }

    /// <summary>Appends the lower case of the code point at an index, which its neighbours may decide.</summary>
    internal static void AppendLower(TextBuilder builder, Text text, int index)
    {
        int codePoint = text[index];
        if (codePoint == DottedCapitalI)
        {
            builder.Append("i\u0307");
        }
        else
        {
            builder.Append(codePoint != CapitalSigma ? ToLower(codePoint) : IsFinal(text, index) ? FinalSigma : SmallSigma);
        }
    }

    private static void AppendFull(TextBuilder builder, int codePoint, CaseForm form)
    {
        string? full = codePoint switch
        {
            CapitalSharpS when form == CaseForm.Folded => "SS",
            DottedCapitalI when form == CaseForm.Folded => "I\u0307",
            _ => FullUpper(codePoint),
        };
        if (full is null)
        {
            builder.Append(form == CaseForm.Upper ? ToUpper(codePoint) : Fold(codePoint));
            return;
        }

        foreach (char character in full)
        {
            builder.Append(form == CaseForm.Upper ? character : Fold(character));
        }
    }

    /// <summary>Whether a sigma ends a word: a cased letter comes before it and none after it, not counting what case ignores.</summary>
    private static bool IsFinal(Text text, int index)
    {
        int before = index - 1;
        while (before >= 0 && IsCaseIgnorable(text[before]))
        {
            before--;
        }

        if (before < 0 || !IsCased(text[before]))
        {
            return false;
        }

        int after = index + 1;
        while (after < text.Length && IsCaseIgnorable(text[after]))
        {
            after++;
        }

        return after == text.Length || !IsCased(text[after]);
    }

    private static bool IsCased(int codePoint) =>
        CharacterClass.IsUppercase(codePoint)
        || CharacterClass.IsLowercase(codePoint)
        || System.Globalization.CharUnicodeInfo.GetUnicodeCategory(codePoint) == System.Globalization.UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(int codePoint) =>
        codePoint is '\'' or '.' or ':' or '^' or '`' or 0xA8 or 0xAD or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A
        || System.Globalization.CharUnicodeInfo.GetUnicodeCategory(codePoint) is
            System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.ModifierLetter
            or System.Globalization.UnicodeCategory.ModifierSymbol;

    /// <summary>The upper case of a code point that has several in it, or null.</summary>
    internal static string? FullUpper(int codePoint) => codePoint switch
    {
        0x00DF => "\u0053\u0053",
        0x0149 => "\u02BC\u004E",
        0x01F0 => "\u004A\u030C",
        0x0390 or 0x1FD3 => "\u0399\u0308\u0301",
        0x03B0 or 0x1FE3 => "\u03A5\u0308\u0301",
        0x0587 => "\u0535\u0552",
        0x1E96 => "\u0048\u0331",
        0x1E97 => "\u0054\u0308",
        0x1E98 => "\u0057\u030A",
        0x1E99 => "\u0059\u030A",
        0x1E9A => "\u0041\u02BE",
        0x1F50 => "\u03A5\u0313",
        0x1F52 => "\u03A5\u0313\u0300",
        0x1F54 => "\u03A5\u0313\u0301",
        0x1F56 => "\u03A5\u0313\u0342",
        0x1F80 or 0x1F88 => "\u1F08\u0399",
        0x1F81 or 0x1F89 => "\u1F09\u0399",
        0x1F82 or 0x1F8A => "\u1F0A\u0399",
        0x1F83 or 0x1F8B => "\u1F0B\u0399",
        0x1F84 or 0x1F8C => "\u1F0C\u0399",
        0x1F85 or 0x1F8D => "\u1F0D\u0399",
        0x1F86 or 0x1F8E => "\u1F0E\u0399",
        0x1F87 or 0x1F8F => "\u1F0F\u0399",
        0x1F90 or 0x1F98 => "\u1F28\u0399",
        0x1F91 or 0x1F99 => "\u1F29\u0399",
        0x1F92 or 0x1F9A => "\u1F2A\u0399",
        0x1F93 or 0x1F9B => "\u1F2B\u0399",
        0x1F94 or 0x1F9C => "\u1F2C\u0399",
        0x1F95 or 0x1F9D => "\u1F2D\u0399",
        0x1F96 or 0x1F9E => "\u1F2E\u0399",
        0x1F97 or 0x1F9F => "\u1F2F\u0399",
        0x1FA0 or 0x1FA8 => "\u1F68\u0399",
        0x1FA1 or 0x1FA9 => "\u1F69\u0399",
        0x1FA2 or 0x1FAA => "\u1F6A\u0399",
        0x1FA3 or 0x1FAB => "\u1F6B\u0399",
        0x1FA4 or 0x1FAC => "\u1F6C\u0399",
        0x1FA5 or 0x1FAD => "\u1F6D\u0399",
        0x1FA6 or 0x1FAE => "\u1F6E\u0399",
        0x1FA7 or 0x1FAF => "\u1F6F\u0399",
        0x1FB2 => "\u1FBA\u0399",
        0x1FB3 or 0x1FBC => "\u0391\u0399",
        0x1FB4 => "\u0386\u0399",
        0x1FB6 => "\u0391\u0342",
        0x1FB7 => "\u0391\u0342\u0399",
        0x1FC2 => "\u1FCA\u0399",
        0x1FC3 or 0x1FCC => "\u0397\u0399",
        0x1FC4 => "\u0389\u0399",
        0x1FC6 => "\u0397\u0342",
        0x1FC7 => "\u0397\u0342\u0399",
        0x1FD2 => "\u0399\u0308\u0300",
        0x1FD6 => "\u0399\u0342",
        0x1FD7 => "\u0399\u0308\u0342",
        0x1FE2 => "\u03A5\u0308\u0300",
        0x1FE4 => "\u03A1\u0313",
        0x1FE6 => "\u03A5\u0342",
        0x1FE7 => "\u03A5\u0308\u0342",
        0x1FF2 => "\u1FFA\u0399",
        0x1FF3 or 0x1FFC => "\u03A9\u0399",
        0x1FF4 => "\u038F\u0399",
        0x1FF6 => "\u03A9\u0342",
        0x1FF7 => "\u03A9\u0342\u0399",
        0xFB00 => "\u0046\u0046",
        0xFB01 => "\u0046\u0049",
        0xFB02 => "\u0046\u004C",
        0xFB03 => "\u0046\u0046\u0049",
        0xFB04 => "\u0046\u0046\u004C",
        0xFB05 or 0xFB06 => "\u0053\u0054",
        0xFB13 => "\u0544\u0546",
        0xFB14 => "\u0544\u0535",
        0xFB15 => "\u0544\u053B",
        0xFB16 => "\u054E\u0546",
        0xFB17 => "\u0544\u053D",
        _ => null,
    };
}

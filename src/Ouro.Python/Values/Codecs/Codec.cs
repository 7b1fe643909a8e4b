namespace Ouro.Python.Values.Codecs;

/// <summary>Encodings that are implemented here.</summary>
internal enum Codec
{
    Utf8,
    Ascii,
    Latin1,
    Cp1252,

    /// <summary>With a byte order mark.</summary>
    Utf16,
    Utf16LittleEndian,
    Utf16BigEndian,

    /// <summary>With a byte order mark.</summary>
    Utf32,
    Utf32LittleEndian,
    Utf32BigEndian,
    UnicodeEscape,
    RawUnicodeEscape,
}

/// <summary>Names of encodings.</summary>
internal static class CodecNames
{
    /// <summary>The encoding of a name in any spelling, or null: it is none of these.</summary>
    internal static Codec? Find(string name) => name.Replace('-', '_').Replace(' ', '_').ToLowerInvariant() switch
    {
        "utf_8" or "utf8" or "u8" or "utf" or "cp65001" => Codec.Utf8,
        "ascii" or "us_ascii" or "646" or "ansi_x3.4_1968" or "iso646_us" or "us" => Codec.Ascii,
        "latin_1" or "latin1" or "iso_8859_1" or "iso8859_1" or "iso8859" or "8859" or "cp819" or "latin" or "l1" or "iso_ir_100" => Codec.Latin1,
        "cp1252" or "1252" or "windows_1252" => Codec.Cp1252,
        "utf_16" or "utf16" or "u16" => Codec.Utf16,
        "utf_16_le" or "utf_16le" or "utf16_le" or "unicodelittleunmarked" => Codec.Utf16LittleEndian,
        "utf_16_be" or "utf_16be" or "utf16_be" or "unicodebigunmarked" => Codec.Utf16BigEndian,
        "utf_32" or "utf32" or "u32" => Codec.Utf32,
        "utf_32_le" or "utf_32le" or "utf32_le" => Codec.Utf32LittleEndian,
        "utf_32_be" or "utf_32be" or "utf32_be" => Codec.Utf32BigEndian,
        "unicode_escape" or "unicodeescape" => Codec.UnicodeEscape,
        "raw_unicode_escape" or "rawunicodeescape" => Codec.RawUnicodeEscape,
        _ => null,
    };

    /// <summary>The name that errors have.</summary>
    internal static string NameOf(Codec codec) => codec switch
    {
        Codec.Utf8 => "utf-8",
        Codec.Ascii => "ascii",
        Codec.Latin1 => "latin-1",
        Codec.Cp1252 => "charmap",
        Codec.Utf16 => "utf-16",
        Codec.Utf16LittleEndian => "utf-16-le",
        Codec.Utf16BigEndian => "utf-16-be",
        Codec.Utf32 => "utf-32",
        Codec.Utf32LittleEndian => "utf-32-le",
        Codec.Utf32BigEndian => "utf-32-be",
        Codec.UnicodeEscape => "unicodeescape",
        _ => "rawunicodeescape",
    };

    /// <summary>The bytes of a unit of UTF-16 and UTF-32, and their order; 0 for others.</summary>
    internal static (int Size, bool IsBigEndian) UnitOf(Codec codec) => codec switch
    {
        Codec.Utf16 or Codec.Utf16LittleEndian => (2, false),
        Codec.Utf16BigEndian => (2, true),
        Codec.Utf32 or Codec.Utf32LittleEndian => (4, false),
        Codec.Utf32BigEndian => (4, true),
        _ => (0, false),
    };
}

/// <summary>Windows' code page 1252: latin-1 with letters and punctuation where that has controls.</summary>
internal static class WesternCodePage
{
    private const int Undefined = -1;

    private static ReadOnlySpan<int> Controls =>
    [
        0x20AC, Undefined, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, Undefined, 0x017D, Undefined,
        Undefined, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, Undefined, 0x017E, 0x0178,
    ];

    /// <summary>The code point of a byte, or -1.</summary>
    internal static int Decode(byte element) => element is >= 0x80 and < 0xA0 ? Controls[element - 0x80] : element;

    /// <summary>The byte of a code point, or -1.</summary>
    internal static int Encode(int codePoint)
    {
        if (codePoint is < 0x80 or (>= 0xA0 and <= 0xFF))
        {
            return codePoint;
        }

        int index = Controls.IndexOf(codePoint);
        return index < 0 ? -1 : 0x80 + index;
    }
}

namespace Ouro.Scheme.Reader;

/// <summary>The names of characters: what <c>#\name</c> may be, and how the printer writes a character that cannot be seen.</summary>
internal static class CharacterNames
{
    /// <summary>The code point of a name, or -1.</summary>
    internal static int CodePointOf(ReadOnlySpan<char> name) => name switch
    {
        "alarm" => 0x07,
        "backspace" => 0x08,
        "tab" => 0x09,
        "newline" or "linefeed" or "nl" => 0x0A,
        "vtab" => 0x0B,
        "page" => 0x0C,
        "return" => 0x0D,
        "escape" or "esc" or "altmode" => 0x1B,
        "space" => 0x20,
        "delete" or "rubout" => 0x7F,
        "null" or "nul" => 0x00,
        _ => -1,
    };

    /// <summary>The R7RS name of a code point, or null when it has none.</summary>
    internal static string? NameOf(int codePoint) => codePoint switch
    {
        0x00 => "null",
        0x07 => "alarm",
        0x08 => "backspace",
        0x09 => "tab",
        0x0A => "newline",
        0x0D => "return",
        0x1B => "escape",
        0x20 => "space",
        0x7F => "delete",
        _ => null,
    };

    /// <summary>The names that a mistyped one is compared with.</summary>
    internal static string[] Suggested() =>
        ["alarm", "backspace", "delete", "escape", "newline", "null", "return", "space", "tab", "linefeed", "page", "vtab"];
}

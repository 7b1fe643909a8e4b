using System.Globalization;

namespace Ouro.Python.Values.Codecs;

/// <summary>Makes the errors of codecs.</summary>
internal static class UnicodeErrors
{
    /// <summary>Bytes that an encoding does not have.</summary>
    internal static UnicodeValueError Decode(string encoding, ReadOnlySpan<byte> bytes, int start, int end, string reason)
    {
        string what = end == start + 1 && start < bytes.Length
            ? $"byte 0x{bytes[start].ToString("x2", CultureInfo.InvariantCulture)} in position {start}"
            : $"bytes in position {start}-{end - 1}";
        return new UnicodeValueError("UnicodeDecodeError", $"'{encoding}' codec can't decode {what}: {reason}", encoding, start, end, reason);
    }

    /// <summary>Characters that an encoding does not have.</summary>
    internal static UnicodeValueError Encode(string encoding, Text text, int start, int end, string reason)
    {
        string what = end == start + 1 && start < text.Length
            ? $"character '{Escaped(text[start])}' in position {start}"
            : $"characters in position {start}-{end - 1}";
        return new UnicodeValueError("UnicodeEncodeError", $"'{encoding}' codec can't encode {what}: {reason}", encoding, start, end, reason);
    }

    /// <summary>Characters that a table does not have.</summary>
    internal static UnicodeValueError Translate(Text text, int start, int end, string reason)
    {
        string what = end == start + 1 && start < text.Length
            ? $"character '{Escaped(text[start])}' in position {start}"
            : $"characters in position {start}-{end - 1}";
        return new UnicodeValueError("UnicodeTranslateError", $"can't translate {what}: {reason}", "", start, end, reason);
    }

    /// <summary>A code point by its number.</summary>
    internal static string Escaped(int codePoint)
    {
        var builder = new TextBuilder();
        Strings.StringRepr.AppendEscape(builder, codePoint);
        return builder.ToString();
    }
}

// PEP 263: one of the first two lines may say `coding[:=] NAME` in a comment; the second only if the first is blank or a comment.

using System.Text;

namespace Ouro.Python.Syntax;

/// <summary>Finds what a source says about its encoding.</summary>
internal static class EncodingCookie
{
    /// <summary>The name in the cookie, in the form that comparisons need, or null if there is none.</summary>
    internal static string? Find(ReadOnlySpan<byte> file)
    {
        for (int line = 0; line < 2; line++)
        {
            int end = file.IndexOfAny((byte)'\n', (byte)'\r');
            var text = end < 0 ? file : file[..end];
            var content = text.TrimStart(" \t\f"u8);
            if (content.Length > 0 && content[0] != '#')
            {
                return null;
            }

            if (NameIn(content) is { } name)
            {
                return name;
            }

            if (end < 0)
            {
                return null;
            }

            file = file[(end + (file[end] == '\r' && end + 1 < file.Length && file[end + 1] == '\n' ? 2 : 1))..];
        }

        return null;
    }

    /// <summary>The encoding of a name, or null if there is none; it refuses what it cannot decode.</summary>
    internal static Encoding? Resolve(string name)
    {
        string known = name switch
        {
            "utf8" or "u8" or "cp65001" => "utf-8",
            "ascii" or "us-ascii" or "646" => "us-ascii",
            "latin-1" or "latin1" or "iso8859-1" or "8859" or "l1" or "cp819" => "iso-8859-1",
            _ when name.StartsWith("iso8859-", StringComparison.Ordinal) => "iso-8859-" + name[8..],
            _ when name.StartsWith("cp125", StringComparison.Ordinal) => "windows-" + name[2..],
            _ when name.StartsWith("cp", StringComparison.Ordinal) => "ibm" + name[2..],
            "koi8-r" or "euc-jp" or "euc-kr" or "gb2312" or "gbk" or "gb18030" or "big5" => name,
            "shift-jis" or "sjis" => "shift_jis",
            _ => name,
        };
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

            // In UTF-16 and UTF-32 the cookie itself could not be read.
            return encoding.CodePage is 1200 or 1201 or 12000 or 12001 ? null : encoding;
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static string? NameIn(ReadOnlySpan<byte> comment)
    {
        for (int at = comment.IndexOf("coding"u8); at >= 0;)
        {
            int i = at + 6;
            if (i < comment.Length && comment[i] is (byte)':' or (byte)'=')
            {
                i++;
                while (i < comment.Length && comment[i] is (byte)' ' or (byte)'\t')
                {
                    i++;
                }

                int start = i;
                while (i < comment.Length && (char.IsAsciiLetterOrDigit((char)comment[i]) || comment[i] is (byte)'-' or (byte)'_' or (byte)'.'))
                {
                    i++;
                }

                if (i > start)
                {
                    string name = Encoding.ASCII.GetString(comment[start..i]).ToLowerInvariant().Replace('_', '-');
                    return name is "utf-8" || name.StartsWith("utf-8-", StringComparison.Ordinal) ? "utf-8"
                        : name is "latin-1" or "iso-8859-1" or "iso-latin-1" || name.StartsWith("latin-1-", StringComparison.Ordinal) ? "iso-8859-1"
                        : name;
                }
            }

            int next = comment[(at + 6)..].IndexOf("coding"u8);
            at = next < 0 ? -1 : at + 6 + next;
        }

        return null;
    }
}

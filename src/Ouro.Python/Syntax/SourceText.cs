// What the tokenizer reads: UTF-8 without a byte order mark, lines that end in \n, the last one too, and a 0 after it.

using System.Text;

namespace Ouro.Python.Syntax;

/// <summary>A source in the form that the tokenizer reads.</summary>
internal sealed class SourceText
{
    private SourceText(byte[] utf8) => Utf8 = utf8;

    /// <summary>The bytes, with a 0 at the end that is none of them.</summary>
    internal byte[] Utf8 { get; }

    /// <summary>How many bytes there are before the 0.</summary>
    internal int Length => Utf8.Length - 1;

    /// <summary>A source that is text already, as for <c>compile(str)</c>; a cookie means nothing.</summary>
    /// <exception cref="SyntaxProblemException">It has a null character or a lone surrogate.</exception>
    internal static SourceText From(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        if (Utf8Converter(text, bytes, out int length))
        {
            return Normalise(bytes.AsSpan(0, length));
        }

        throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.ValueError, "the source has a surrogate that UTF-8 cannot encode"));
    }

    /// <summary>A source as it is in a file: the byte order mark and the cookie of PEP 263 decide how it is decoded, else it is UTF-8.</summary>
    /// <exception cref="SyntaxProblemException">The encoding is not known, or the bytes are not of it, or there is a null byte.</exception>
    internal static SourceText From(ReadOnlySpan<byte> file)
    {
        bool mark = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        if (mark)
        {
            file = file[3..];
        }

        string? cookie = EncodingCookie.Find(file);
        if (cookie is null or "utf-8")
        {
            if (!System.Text.Unicode.Utf8.IsValid(file))
            {
                throw Undecodable(file);
            }

            return Normalise(file);
        }

        if (mark)
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.SyntaxError, $"encoding problem: {cookie} with BOM", Offset: -1));
        }

        var encoding = EncodingCookie.Resolve(cookie) ?? throw Refused($"unknown encoding: {cookie}");
        try
        {
            return From(encoding.GetString(file));
        }
        catch (DecoderFallbackException problem)
        {
            throw Refused($"(unicode error) '{cookie}' codec can't decode byte 0x{problem.BytesUnknown?[0] ?? 0:x2} in position {problem.Index}: ordinal not in range");
        }
    }

    /// <summary>The line that a byte is in, with its line end, as text.</summary>
    internal string LineAt(int position)
    {
        position = Math.Clamp(position, 0, Math.Max(0, Length - 1));
        int start = position;
        while (start > 0 && Utf8[start - 1] != (byte)'\n')
        {
            start--;
        }

        int end = Utf8.AsSpan(start, Length - start).IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(Utf8, start, end < 0 ? Length - start : end + 1);
    }

    /// <summary>Where a line begins; lines count from 1.</summary>
    internal int StartOf(int line)
    {
        int at = 0;
        for (int count = 1; count < line; count++)
        {
            int next = Utf8.AsSpan(at, Length - at).IndexOf((byte)'\n');
            if (next < 0)
            {
                return Length;
            }

            at += next + 1;
        }

        return at;
    }

    private static bool Utf8Converter(string text, byte[] bytes, out int length) =>
        System.Text.Unicode.Utf8.FromUtf16(text, bytes, out _, out length, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done;

    private static SourceText Normalise(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.SyntaxError, "source code string cannot contain null bytes"));
        }

        bool addEnd = text.Length > 0 && text[^1] is not ((byte)'\n' or (byte)'\r');
        byte[] result;
        if (!text.Contains((byte)'\r'))
        {
            result = new byte[text.Length + (addEnd ? 2 : 1)];
            text.CopyTo(result);
        }
        else
        {
            int pairs = 0;
            for (int i = 0; i + 1 < text.Length; i++)
            {
                pairs += text[i] == '\r' && text[i + 1] == '\n' ? 1 : 0;
            }

            result = new byte[text.Length - pairs + (addEnd ? 2 : 1)];
            int to = 0;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] != '\r')
                {
                    result[to++] = text[i];
                }
                else if (i + 1 >= text.Length || text[i + 1] != '\n')
                {
                    result[to++] = (byte)'\n';
                }
            }
        }

        if (addEnd)
        {
            result[^2] = (byte)'\n';
        }

        return new SourceText(result);
    }

    private static SyntaxProblemException Undecodable(ReadOnlySpan<byte> file)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(file[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        string reason = file[at] is >= 0xC2 and < 0xF5 ? at + 1 >= file.Length ? "unexpected end of data" : "invalid continuation byte" : "invalid start byte";
        return Refused($"(unicode error) 'utf-8' codec can't decode byte 0x{file[at]:x2} in position {at}: {reason}");
    }

    private static SyntaxProblemException Refused(string message) => new(new SyntaxProblem(SyntaxProblemKind.SyntaxError, message));
}

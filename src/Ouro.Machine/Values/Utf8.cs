// Guest text to UTF-8 and back. Text may hold lone surrogates, which UTF-8 has no form for: they are written as
// U+FFFD, or in the generalised form (three bytes) for a caller that must get the same text back.

using System.Text;

namespace Ouro.Machine.Values;

/// <summary>UTF-8 of guest text.</summary>
internal static class Utf8
{
    private const int Replacement = 0xFFFD;

    /// <summary>How many bytes the code points from start up to end take.</summary>
    internal static long CountBytes(Text text, int start, int end)
    {
        if (text.Width == 0)
        {
            var wide = 0;
            foreach (var element in text.Storage.AsSpan(start, end - start))
            {
                wide += element >> 7;
            }

            return (long)end - start + wide;
        }

        long count = 0;
        for (var index = start; index < end; index++)
        {
            count += SizeOf(text[index]);
        }

        return count;
    }

    private static int SizeOf(int codePoint) => codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    /// <summary>The bytes of the code points from start up to end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">First index.</param>
    /// <param name="end">Index after the last.</param>
    /// <param name="keepSurrogates">Write a lone surrogate as its own three bytes, which are not valid UTF-8, instead of as U+FFFD.</param>
    internal static byte[] Encode(Text text, int start, int end, bool keepSurrogates = false)
    {
        var bytes = new byte[CountBytes(text, start, end)];
        if (text.Width == 0 && bytes.Length == end - start)
        {
            text.Storage.AsSpan(start, end - start).CopyTo(bytes);
            return bytes;
        }

        var at = 0;
        for (var index = start; index < end; index++)
        {
            var codePoint = text[index];
            if (codePoint is >= 0xD800 and <= 0xDFFF && !keepSurrogates)
            {
                codePoint = Replacement;
            }

            at += Write(bytes.AsSpan(at), codePoint);
        }

        return bytes;
    }

    private static int Write(Span<byte> target, int codePoint)
    {
        var size = SizeOf(codePoint);
        if (size == 1)
        {
            target[0] = (byte)codePoint;
            return 1;
        }

        for (var index = size - 1; index > 0; index--, codePoint >>= 6)
        {
            target[index] = (byte)(0x80 | (codePoint & 0x3F));
        }

        target[0] = (byte)((0xF00 >> size) | codePoint);
        return size;
    }

    /// <summary>The text of UTF-8 bytes. What is not valid UTF-8 becomes U+FFFD, one for each maximal invalid part.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="invalidAt">Index of the first byte that is not valid UTF-8; -1 if all are.</param>
    internal static Text Decode(ReadOnlySpan<byte> bytes, out int invalidAt)
    {
        invalidAt = -1;
        if (Ascii.IsValid(bytes))
        {
            return new Text(bytes.ToArray(), 0, bytes.Length);
        }

        var builder = new TextBuilder();
        for (var position = 0; position < bytes.Length;)
        {
            var status = Rune.DecodeFromUtf8(bytes[position..], out var rune, out var consumed);
            if (status != System.Buffers.OperationStatus.Done && invalidAt < 0)
            {
                invalidAt = position;
            }

            builder.Append(rune.Value);
            position += consumed;
        }

        return builder.ToText();
    }
}

using Ouro.Python.Values.Sequences;

namespace Ouro.Python.Values.Strings;

/// <summary>Texts of parts of texts, repeated and joined. Null: see <see cref="Meter"/>.</summary>
internal static class StringMaking
{
    /// <summary>A storage as a text of the least width.</summary>
    internal static Text Finish(byte[] storage, int width, int length)
    {
        int least = TextStorage.WidthOf(storage, width, 0, length);
        return least == width ? new Text(storage, width, length) : new Text(TextStorage.Convert(storage, width, length, least, length), least, length);
    }

    /// <summary>The code points from start up to end; the text itself if that is all.</summary>
    internal static Text? Part(Meter meter, Text text, int start, int end)
    {
        if (start == 0 && end == text.Length)
        {
            return text;
        }

        return meter.Make(end - start, text.Width) ? text.Substring(start, end) : null;
    }

    /// <summary>Texts of places in a text.</summary>
    internal static Text[]? Parts(Meter meter, Text text, List<Piece>? pieces)
    {
        if (pieces is null || !meter.Allocate(24 + 8L * pieces.Count))
        {
            return null;
        }

        var texts = new Text[pieces.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (Part(meter, text, pieces[i].Start, pieces[i].End) is not { } part)
            {
                return null;
            }

            texts[i] = part;
        }

        return texts;
    }

    /// <summary>The elements of a slice: a first index, a step, and how many.</summary>
    internal static Text? Slice(Meter meter, Text text, long start, long step, long count)
    {
        if (step == 1 || count <= 0)
        {
            return Part(meter, text, count <= 0 ? 0 : (int)start, count <= 0 ? 0 : (int)(start + count));
        }

        if (!meter.Make(count, text.Width))
        {
            return null;
        }

        byte[] storage = TextStorage.Allocate((int)count, text.Width);
        for (int i = 0; i < count; i++)
        {
            TextStorage.Write(storage, text.Width, i, text[(int)(start + i * step)]);
        }

        return Finish(storage, text.Width, (int)count);
    }

    /// <summary>One after the other.</summary>
    internal static Text? Concat(Meter meter, Text left, Text right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length == 0 ? right : left;
        }

        return meter.Make((long)left.Length + right.Length, Math.Max(left.Width, right.Width)) ? Text.Concat(left, right) : null;
    }

    /// <summary>That many times; none if the count is negative.</summary>
    internal static Text? Repeat(Meter meter, Text text, long count)
    {
        if (count <= 0 || text.Length == 0)
        {
            return Part(meter, text, 0, 0);
        }

        long length = Math.BigMul(text.Length, count, out long low) == 0 && low >= 0 ? low : long.MaxValue;
        if (count == 1 || !meter.Make(length, text.Width))
        {
            return count == 1 ? text : null;
        }

        byte[] storage = TextStorage.Allocate((int)length, text.Width);
        text.Storage.CopyTo(storage, 0);
        int done = text.Storage.Length;
        while (done < storage.Length)
        {
            // What is there already, doubled.
            int more = Math.Min(done, storage.Length - done);
            storage.AsSpan(0, more).CopyTo(storage.AsSpan(done));
            done += more;
        }

        return new Text(storage, text.Width, (int)length);
    }

    /// <summary>The texts with a separator between them.</summary>
    internal static Text? Join(Meter meter, Text separator, ReadOnlySpan<Text> texts)
    {
        if (texts.Length <= 1)
        {
            return texts.Length == 1 ? texts[0] : new Text(0, 0);
        }

        if (!meter.Work(texts.Length))
        {
            return null;
        }

        long length = (long)separator.Length * (texts.Length - 1);
        int width = separator.Width;
        foreach (var text in texts)
        {
            length += text.Length;
            width = Math.Max(width, text.Width);
        }

        if (!meter.Make(length, width))
        {
            return null;
        }

        byte[] storage = TextStorage.Allocate((int)length, width);
        var writer = new StringSearch.Writer(storage, width);
        for (int i = 0; i < texts.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(separator, 0, separator.Length);
            }

            writer.Write(texts[i], 0, texts[i].Length);
        }

        return new Text(storage, width, (int)length);
    }

    /// <summary>The text with fill characters on both sides.</summary>
    internal static Text? Pad(Meter meter, Text text, long left, long right, int fill)
    {
        left = Math.Max(0, left);
        right = Math.Max(0, right);
        if (left == 0 && right == 0)
        {
            return text;
        }

        long length = Math.Min(left, long.MaxValue >> 2) + Math.Min(right, long.MaxValue >> 2) + text.Length;
        int width = Math.Max(text.Width, TextStorage.WidthOf(fill));
        if (!meter.Make(length, width))
        {
            return null;
        }

        byte[] storage = TextStorage.Allocate((int)length, width);
        TextStorage.Fill(storage, width, 0, (int)left, fill);
        TextStorage.Copy(text.Storage, text.Width, 0, storage, width, (int)left, text.Length);
        TextStorage.Fill(storage, width, (int)left + text.Length, (int)length, fill);
        return new Text(storage, width, (int)length);
    }
}

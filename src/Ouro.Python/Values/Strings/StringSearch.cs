// Finding, counting and replacing in texts. A text and what is looked for in it may be of different widths: the pattern is brought to the
// width of the text, or does not occur because an element does not fit.

using System.Numerics;
using System.Runtime.InteropServices;
using Ouro.Python.Values.Sequences;

namespace Ouro.Python.Values.Strings;

/// <summary>Occurrences of texts in texts. Start and end are those of the Python methods: negative ones count from the end.</summary>
internal static class StringSearch
{
    /// <summary>No end given.</summary>
    internal const long ToEnd = long.MaxValue;

    /// <summary>The index of the first or last occurrence; -1 without one.</summary>
    /// <returns>False: see <see cref="Meter"/>.</returns>
    internal static bool Find(Meter meter, Text text, Text part, long start, long end, bool last, out int index)
    {
        index = -1;
        Slices.Clamp(text.Length, ref start, ref end);
        if (end - start < part.Length)
        {
            return true;
        }

        if (!meter.Work(end - start + part.Length))
        {
            return false;
        }

        int found = (part.Length, text.Width) switch
        {
            (0, _) => last ? (int)(end - start) : 0,
            (_, 0) => Find<byte>(text, part, (int)start, (int)end, last),
            (_, 1) => Find<ushort>(text, part, (int)start, (int)end, last),
            _ => Find<int>(text, part, (int)start, (int)end, last),
        };
        index = found < 0 ? -1 : found + (int)start;
        return true;
    }

    /// <summary>How often a text occurs without overlapping itself; an empty one once more than there are characters.</summary>
    /// <returns>False: see <see cref="Meter"/>.</returns>
    internal static bool Count(Meter meter, Text text, Text part, long start, long end, out int count)
    {
        count = 0;
        Slices.Clamp(text.Length, ref start, ref end);
        if (end - start < part.Length)
        {
            return true;
        }

        if (!meter.Work(end - start + part.Length))
        {
            return false;
        }

        count = (part.Length, text.Width) switch
        {
            (0, _) => (int)(end - start) + 1,
            (_, 0) => Count<byte>(text, part, (int)start, (int)end),
            (_, 1) => Count<ushort>(text, part, (int)start, (int)end),
            _ => Count<int>(text, part, (int)start, (int)end),
        };
        return true;
    }

    /// <summary>Whether a text begins with another. Costs the length of the other; charge it before.</summary>
    internal static bool StartsWith(Text text, Text prefix, long start = 0, long end = ToEnd)
    {
        Slices.Clamp(text.Length, ref start, ref end);
        return end - start >= prefix.Length && Occurs(text, prefix, (int)start);
    }

    /// <summary>Whether a text ends with another. Costs the length of the other; charge it before.</summary>
    internal static bool EndsWith(Text text, Text suffix, long start = 0, long end = ToEnd)
    {
        Slices.Clamp(text.Length, ref start, ref end);
        return end - start >= suffix.Length && Occurs(text, suffix, (int)end - suffix.Length);
    }

    /// <summary>The text without a prefix that it has.</summary>
    internal static Text? RemovePrefix(Meter meter, Text text, Text prefix) => !meter.Work(prefix.Length) ? null
        : prefix.Length > 0 && StartsWith(text, prefix) ? StringMaking.Part(meter, text, prefix.Length, text.Length) : text;

    /// <summary>The text without a suffix that it has.</summary>
    internal static Text? RemoveSuffix(Meter meter, Text text, Text suffix) => !meter.Work(suffix.Length) ? null
        : suffix.Length > 0 && EndsWith(text, suffix) ? StringMaking.Part(meter, text, 0, text.Length - suffix.Length) : text;

    /// <summary>Occurrences of one text become another, from the left, at most so many (negative: all). The text itself if there are none.</summary>
    /// <returns>Null: see <see cref="Meter"/>.</returns>
    internal static Text? Replace(Meter meter, Text text, Text old, Text replacement, long most)
    {
        most = most < 0 ? long.MaxValue : most;
        if (most == 0 || old.Equals(replacement))
        {
            return text;
        }

        if (!Count(meter, text, old, 0, ToEnd, out int count))
        {
            return null;
        }

        count = (int)Math.Min(count, most);
        if (count == 0)
        {
            return text;
        }

        long length = text.Length + (long)count * (replacement.Length - old.Length);
        int width = Math.Max(text.Width, replacement.Width);
        if (!meter.Make(length, width) || !meter.Work(text.Length))
        {
            return null;
        }

        byte[] storage = TextStorage.Allocate((int)length, width);
        var writer = new Writer(storage, width);
        if (old.Length == 0)
        {
            for (int i = 0; i < count; i++)
            {
                writer.Write(replacement, 0, replacement.Length);
                if (i < text.Length)
                {
                    writer.Write(text, i, i + 1);
                }
            }

            if (count <= text.Length)
            {
                writer.Write(text, count, text.Length);
            }
        }
        else if (text.Width == 0)
        {
            Replace<byte>(ref writer, text, old, replacement, count);
        }
        else if (text.Width == 1)
        {
            Replace<ushort>(ref writer, text, old, replacement, count);
        }
        else
        {
            Replace<int>(ref writer, text, old, replacement, count);
        }

        return StringMaking.Finish(storage, width, (int)length);
    }

    /// <summary>The elements of a text of that width.</summary>
    internal static ReadOnlySpan<T> Elements<T>(Text text)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(text.Storage);

    /// <summary>A pattern in the width of a text; false if an element does not fit.</summary>
    internal static bool TryConvert<T>(Text pattern, int width, out ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (pattern.Width == width)
        {
            elements = Elements<T>(pattern);
            return true;
        }

        elements = default;
        if (pattern.Width > width && TextStorage.WidthOf(pattern.Storage, pattern.Width, 0, pattern.Length) > width)
        {
            return false;
        }

        elements = MemoryMarshal.Cast<byte, T>(TextStorage.Convert(pattern.Storage, pattern.Width, pattern.Length, width, pattern.Length));
        return true;
    }

    /// <summary>Writes texts one after the other into a storage that is wide enough.</summary>
    internal struct Writer(byte[] storage, int width)
    {
        internal int Position { get; private set; }

        internal void Write(Text text, int start, int end)
        {
            TextStorage.Copy(text.Storage, text.Width, start, storage, width, Position, end - start);
            Position += end - start;
        }
    }

    private static void Replace<T>(ref Writer writer, Text text, Text old, Text replacement, int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        _ = TryConvert<T>(old, text.Width, out var pattern);
        var searcher = new Searcher<T>(pattern);
        var elements = Elements<T>(text);
        int at = 0;
        for (; count > 0; count--)
        {
            int found = at + searcher.Find(elements[at..]);
            writer.Write(text, at, found);
            writer.Write(replacement, 0, replacement.Length);
            at = found + old.Length;
        }

        writer.Write(text, at, text.Length);
    }

    private static int Find<T>(Text text, Text part, int start, int end, bool last)
        where T : unmanaged, IBinaryInteger<T> =>
        TryConvert<T>(part, text.Width, out var pattern) ? new Searcher<T>(pattern, last).Find(Elements<T>(text)[start..end]) : -1;

    private static int Count<T>(Text text, Text part, int start, int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!TryConvert<T>(part, text.Width, out var pattern))
        {
            return 0;
        }

        int count = 0;
        var searcher = new Searcher<T>(pattern);
        var rest = Elements<T>(text)[start..end];
        for (int found = searcher.Find(rest); found >= 0; found = searcher.Find(rest))
        {
            count++;
            rest = rest[(found + pattern.Length)..];
        }

        return count;
    }

    private static bool Occurs(Text text, Text part, int at)
    {
        if (text.Width == part.Width)
        {
            return text.Storage.AsSpan(at << text.Width, part.Length << text.Width).SequenceEqual(part.Storage);
        }

        for (int i = 0; i < part.Length; i++)
        {
            if (text[at + i] != part[i])
            {
                return false;
            }
        }

        return true;
    }
}

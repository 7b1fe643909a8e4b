namespace Ouro.Python.Values.Sequences;

/// <summary>A part of a sequence: from start up to end.</summary>
internal readonly record struct Piece(int Start, int End)
{
    internal int Length => End - Start;
}

/// <summary>How indices of slices become places in a sequence.</summary>
internal static class Slices
{
    /// <summary>Start and end of <c>find</c>, <c>count</c>, <c>startswith</c>...: negative ones count from the end. Start may stay beyond the end.</summary>
    internal static void Clamp(int length, ref long start, ref long end)
    {
        if (end > length)
        {
            end = length;
        }
        else if (end < 0)
        {
            end = Math.Max(0, end + length);
        }

        if (start < 0)
        {
            start = Math.Max(0, start + length);
        }
    }

    /// <summary>Start and stop of a slice with a step, which is not zero, as <c>slice.indices</c> gives them.</summary>
    /// <param name="length">Of the sequence.</param>
    /// <param name="start">Given, or null.</param>
    /// <param name="stop">Given, or null.</param>
    /// <param name="step">Not zero, at least <c>-long.MaxValue</c>.</param>
    /// <returns>The first index, the index where to stop, and how many elements that is.</returns>
    internal static (long Start, long Stop, long Count) Indices(long length, long? start, long? stop, long step)
    {
        long low = step < 0 ? -1 : 0;
        long high = step < 0 ? length - 1 : length;
        long Place(long index) => index < 0 ? Math.Max(low, index + length) : Math.Min(high, index);
        long from = start is { } first ? Place(first) : step < 0 ? high : low;
        long to = stop is { } last ? Place(last) : step < 0 ? low : high;
        long count = step < 0
            ? to < from ? (from - to - 1) / -step + 1 : 0
            : from < to ? (to - from - 1) / step + 1 : 0;
        return (from, to, count);
    }
}

// Short patterns are found by the host's vectorised search, whose worst case (length of the text times length of the pattern) is small for
// them. Long ones by the two-way algorithm of Crochemore and Perrin (JACM 1991): linear whatever the input, no table. So a search costs
// the length of what is searched, which callers charge before, and nothing hangs past a limit.

using System.Numerics;

namespace Ouro.Python.Values.Sequences;

/// <summary>Finds one pattern, in linear time; made once for many searches.</summary>
internal readonly ref struct Searcher<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private const int LongestShort = 24;

    private readonly ReadOnlySpan<T> _pattern;
    private readonly bool _backwards;

    /// <summary>Where the critical factorisation cuts: the last index of the left part.</summary>
    private readonly int _cut;
    private readonly int _period;
    private readonly bool _periodic;

    /// <summary>Prepares to find a pattern, which is not empty.</summary>
    /// <param name="pattern">What to find.</param>
    /// <param name="backwards">Find last occurrences instead of first ones.</param>
    internal Searcher(ReadOnlySpan<T> pattern, bool backwards = false)
    {
        _pattern = pattern;
        _backwards = backwards;
        if (pattern.Length <= LongestShort)
        {
            return;
        }

        int left = MaximalSuffix(descending: false, out int leftPeriod);
        int right = MaximalSuffix(descending: true, out int rightPeriod);
        (_cut, _period) = left > right ? (left, leftPeriod) : (right, rightPeriod);
        _periodic = _period + _cut + 1 <= pattern.Length;
        for (int i = 0; i <= _cut && _periodic; i++)
        {
            _periodic = At(pattern, i) == At(pattern, i + _period);
        }

        if (!_periodic)
        {
            _period = Math.Max(_cut + 1, pattern.Length - _cut - 1) + 1;
        }
    }

    /// <summary>The index of the first occurrence (the last if searching backwards), or -1.</summary>
    internal int Find(ReadOnlySpan<T> text)
    {
        if (_pattern.Length > text.Length)
        {
            return -1;
        }

        if (_pattern.Length <= LongestShort)
        {
            return _backwards ? text.LastIndexOf(_pattern) : text.IndexOf(_pattern);
        }

        int at = _periodic ? FindPeriodic(text) : FindAperiodic(text);
        return at < 0 || !_backwards ? at : text.Length - _pattern.Length - at;
    }

    private T At(ReadOnlySpan<T> span, int index) => span[_backwards ? span.Length - 1 - index : index];

    private int FindPeriodic(ReadOnlySpan<T> text)
    {
        int length = _pattern.Length;
        int known = -1;
        for (int at = 0; at <= text.Length - length;)
        {
            int i = Math.Max(_cut, known) + 1;
            while (i < length && At(_pattern, i) == At(text, at + i))
            {
                i++;
            }

            if (i < length)
            {
                at += i - _cut;
                known = -1;
                continue;
            }

            i = _cut;
            while (i > known && At(_pattern, i) == At(text, at + i))
            {
                i--;
            }

            if (i <= known)
            {
                return at;
            }

            at += _period;
            known = length - _period - 1;
        }

        return -1;
    }

    private int FindAperiodic(ReadOnlySpan<T> text)
    {
        int length = _pattern.Length;
        for (int at = 0; at <= text.Length - length;)
        {
            int i = _cut + 1;
            while (i < length && At(_pattern, i) == At(text, at + i))
            {
                i++;
            }

            if (i < length)
            {
                at += i - _cut;
                continue;
            }

            i = _cut;
            while (i >= 0 && At(_pattern, i) == At(text, at + i))
            {
                i--;
            }

            if (i < 0)
            {
                return at;
            }

            at += _period;
        }

        return -1;
    }

    /// <summary>The index before the greatest suffix in one of the two orders, and the period of that suffix.</summary>
    private int MaximalSuffix(bool descending, out int period)
    {
        int suffix = -1;
        int start = 0;
        int offset = 1;
        period = 1;
        while (start + offset < _pattern.Length)
        {
            int order = At(_pattern, start + offset).CompareTo(At(_pattern, suffix + offset));
            if (descending)
            {
                order = -order;
            }

            if (order < 0)
            {
                start += offset;
                offset = 1;
                period = start - suffix;
            }
            else if (order > 0)
            {
                suffix = start++;
                offset = period = 1;
            }
            else if (offset != period)
            {
                offset++;
            }
            else
            {
                start += period;
                offset = 1;
            }
        }

        return suffix;
    }
}

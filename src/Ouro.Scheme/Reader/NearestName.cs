namespace Ouro.Scheme.Reader;

/// <summary>Finds what a mistyped name was probably meant to be, for "did you mean" in errors.</summary>
internal static class NearestName
{
    /// <summary>Longer names are not compared: the work is quadratic in the length.</summary>
    private const int LongestCompared = 64;

    /// <summary>The candidate that differs least, or null when none is close: up to a third of the letters, one at least.</summary>
    internal static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestCompared)
        {
            return null;
        }

        string? best = null;
        var allowed = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length <= LongestCompared && Math.Abs(candidate.Length - name.Length) < allowed)
            {
                var distance = Distance(name, candidate);
                // Of equally near names the first in ordinal order, so that the text does not depend on the table's order.
                if (distance < allowed || (distance == allowed && best is not null && string.CompareOrdinal(candidate, best) < 0))
                {
                    best = candidate;
                    allowed = distance;
                }
            }
        }

        return best;
    }

    /// <summary>"; did you mean X?" or nothing.</summary>
    internal static string Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } found ? $"; did you mean {found}?" : "";

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one name into the other (optimal string alignment distance).</summary>
    private static int Distance(string left, string right)
    {
        var beforePrevious = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = previous[j - 1] + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                var best = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    best = Math.Min(best, beforePrevious[j - 2] + 1);
                }

                current[j] = best;
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[right.Length];
    }
}

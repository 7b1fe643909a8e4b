// Completions as rows below the input: in columns, read downwards, as many as have room.

namespace Ouro.Tools.LineEditing;

/// <summary>Lays out candidates.</summary>
internal static class CompletionList
{
    private const int Gap = 2;

    /// <summary>The longest text that all candidates begin with.</summary>
    internal static string CommonPrefix(IReadOnlyList<string> candidates)
    {
        string prefix = candidates.Count == 0 ? "" : candidates[0];
        foreach (string candidate in candidates)
        {
            int length = prefix.AsSpan().CommonPrefixLength(candidate);
            if (length > 0 && char.IsHighSurrogate(prefix[length - 1]))
            {
                length--;
            }

            prefix = prefix[..length];
        }

        return prefix;
    }

    /// <summary>Rows of at most that width; the last says how many are not shown.</summary>
    internal static IReadOnlyList<string> Rows(IReadOnlyList<string> candidates, int width, int mostRows)
    {
        int widest = 1;
        foreach (string candidate in candidates)
        {
            widest = Math.Max(widest, CharacterWidth.Of(candidate));
        }

        int columns = Math.Max(1, (width + Gap) / (widest + Gap));
        int rows = (candidates.Count + columns - 1) / columns;
        int shown = candidates.Count;
        if (rows > mostRows)
        {
            rows = Math.Max(1, mostRows - 1);
            shown = Math.Min(candidates.Count, rows * columns);
        }

        var lines = new List<string>();
        for (int row = 0; row < rows; row++)
        {
            string line = "";
            for (int index = row; index < shown; index += rows)
            {
                string candidate = candidates[index];
                line += candidate + (index + rows < shown ? new string(' ', widest - CharacterWidth.Of(candidate) + Gap) : "");
            }

            lines.Add(line);
        }

        if (shown < candidates.Count)
        {
            lines.Add($"... and {candidates.Count - shown} more");
        }

        return lines;
    }
}

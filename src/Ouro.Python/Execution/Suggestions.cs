using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>What may have been meant by a name that is not there, by the rules of CPython: a name that a third of the letters make of it.</summary>
internal static class Suggestions
{
    private const int MoveCost = 2;
    private const int CaseCost = 1;
    private const int LongestName = 40;
    private const int MostNames = 750;

    /// <summary>". Did you mean: 'name'?" or nothing.</summary>
    internal static string For(PythonRuntime python, PyException exception)
    {
        if (exception.OwnAttribute("name").Ref is not Text wanted)
        {
            return "";
        }

        string name = wanted.ToString();
        string? found = null;
        if (exception.Type == python.Types.Exception("NameError"))
        {
            var last = exception.Traceback;
            while (last?.Next is { } next)
            {
                last = next;
            }

            if (last is not null && FunctionInfo.Of(last.Code) is { } info)
            {
                found = Nearest(name, [.. info.Locals, .. info.Cells])
                    ?? Nearest(name, python.MainModule is { } module ? python.NamesInOrder(module) : [])
                    ?? Nearest(name, python.NamesInOrder(python.BuiltinsModule!));
            }
        }
        else if (exception.Type == python.Types.Exception("AttributeError") && exception.OwnAttribute("obj") is { IsUnbound: false } target)
        {
            found = Nearest(name, python.NamesOf(target));
        }

        return found is null ? "" : $". Did you mean: '{found}'?";
    }

    private static string? Nearest(string name, IReadOnlyCollection<string> candidates)
    {
        if (candidates.Count >= MostNames)
        {
            return null;
        }

        string? nearest = null;
        int distance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            if (candidate == name)
            {
                continue;
            }

            int most = Math.Min((name.Length + candidate.Length + 3) * MoveCost / 6, distance - 1);
            int current = Distance(name, candidate, most);
            if (current <= most)
            {
                nearest = candidate;
                distance = current;
            }
        }

        return nearest;
    }

    /// <summary>The Levenshtein distance, where another case counts half; more than the most if it is greater.</summary>
    private static int Distance(string one, string other, int most)
    {
        if (one.Length > LongestName || other.Length > LongestName || Math.Abs(one.Length - other.Length) * MoveCost > most)
        {
            return most + 1;
        }

        int[] row = new int[other.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j * MoveCost;
        }

        for (int i = 0; i < one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = (i + 1) * MoveCost;
            for (int j = 0; j < other.Length; j++)
            {
                int replaced = diagonal + (one[i] == other[j] ? 0 : char.ToLowerInvariant(one[i]) == char.ToLowerInvariant(other[j]) ? CaseCost : MoveCost);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(diagonal, row[j]) + MoveCost);
            }
        }

        return row[other.Length];
    }
}

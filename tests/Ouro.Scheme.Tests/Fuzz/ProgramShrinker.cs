namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>Makes a program small that shows something: takes forms out, or puts one of its parts in a form's place, as long as it still does.</summary>
internal static class ProgramShrinker
{
    private const int MostTries = 4_000;

    private static readonly string[][] s_small = [[], ["1"], ["'a"], ["#f"]];

    /// <summary>A program at most as large for which the predicate is true.</summary>
    internal static string Shrink(string program, Func<string, bool> shows)
    {
        var tokens = ProgramMutator.Tokens(program);
        int tries = 0;
        bool shrunk = true;
        while (shrunk)
        {
            shrunk = false;
            for (int from = 0; from < tokens.Count && tries < MostTries; from++)
            {
                int to = EndOf(tokens, from);
                foreach (var smaller in Smaller(tokens, from, to))
                {
                    if (smaller.Count < to - from && tries++ < MostTries)
                    {
                        List<string> candidate = [.. tokens[..from], .. smaller, .. tokens[to..]];
                        if (shows(string.Join(' ', candidate)))
                        {
                            tokens = candidate;
                            to = EndOf(tokens, from);
                            shrunk = true;
                            break;
                        }
                    }
                }
            }
        }

        return string.Join(' ', tokens);
    }

    /// <summary>What may stand in the place of a form.</summary>
    private static IEnumerable<List<string>> Smaller(List<string> tokens, int from, int to)
    {
        foreach (string[] small in s_small)
        {
            yield return [.. small];
        }

        if (to - from > 2)
        {
            for (int part = from + 1; part < to - 1; part = EndOf(tokens, part))
            {
                yield return tokens[part..EndOf(tokens, part)];
            }
        }
    }

    /// <summary>Where the form ends that begins at a token: after it, or after the parenthesis that closes it.</summary>
    private static int EndOf(List<string> tokens, int from)
    {
        int depth = 0;
        for (int to = from; to < tokens.Count; to++)
        {
            depth += tokens[to].EndsWith('(') ? 1 : tokens[to] == ")" ? -1 : 0;
            if (depth <= 0 && tokens[to] is not ("'" or "`" or "," or ",@"))
            {
                return to + 1;
            }
        }

        return from + 1;
    }
}

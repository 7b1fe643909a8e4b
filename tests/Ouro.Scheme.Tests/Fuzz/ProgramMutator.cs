namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>Random damage to programs: to their tokens, or to the trees that their tokens make.</summary>
internal sealed class ProgramMutator(Random random)
{
    private static readonly string[] s_insertions =
    [
        "(", ")", "'", "`", ",", ",@", ".", "...", "_", "=>", "else", "#(", "#u8(", "()", "#0=", "#0#", "#;", "1", "-1", "1.5", "\"text\"", "#\\a", "#t",
        "lambda", "define", "define-syntax", "syntax-rules", "let", "let*", "letrec", "letrec*", "let-syntax", "letrec-syntax", "let-values", "let*-values",
        "define-values", "define-record-type", "define-library", "import", "export", "set!", "begin", "if", "cond", "case", "when", "unless", "do", "and", "or",
        "quote", "quasiquote", "unquote", "unquote-splicing", "guard", "parameterize", "delay", "delay-force", "case-lambda", "cond-expand", "include",
        "syntax-error", "call/cc", "dynamic-wind", "values", "apply", "x", "loop", "eval", "raise", "receive", "assert", "named-lambda", "%primitive", "library",
    ];

    /// <summary>A few changes of a program's text.</summary>
    internal string Mutate(string program)
    {
        var tokens = Tokens(program);
        for (int change = random.Next(5) < 3 ? 1 : random.Next(2, 5); change > 0 && tokens.Count > 0; change--)
        {
            if (random.Next(3) == 0)
            {
                MutateTokens(tokens);
            }
            else
            {
                MutateTree(tokens);
            }
        }

        return string.Join(' ', tokens);
    }

    private void MutateTokens(List<string> tokens)
    {
        int at = random.Next(tokens.Count);
        int count = Math.Min(random.Next(4) == 0 ? random.Next(1, 20) : 1, tokens.Count - at);
        switch (random.Next(6))
        {
            case 0:
                tokens.RemoveRange(at, count);
                break;
            case 1:
                tokens.InsertRange(at, tokens.GetRange(at, count));
                break;
            case 2:
                int other = random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 3:
                tokens.Insert(at, s_insertions[random.Next(s_insertions.Length)]);
                break;
            case 4:
                tokens[at] = s_insertions[random.Next(s_insertions.Length)];
                break;
            default:
                // A name becomes another of the program, everywhere or in one place.
                string from = tokens[at];
                string to = tokens[random.Next(tokens.Count)];
                if (IsParenthesis(from) || IsParenthesis(to))
                {
                    return;
                }

                for (int i = random.Next(2) == 0 ? 0 : at; i < tokens.Count; i++)
                {
                    if (tokens[i] == from)
                    {
                        tokens[i] = to;
                    }
                }

                break;
        }
    }

    private void MutateTree(List<string> tokens)
    {
        var (from, to) = Form(tokens);
        var form = tokens.GetRange(from, to - from);
        switch (random.Next(8))
        {
            case 0:
                var (otherFrom, otherTo) = Form(tokens);
                if (otherFrom >= to)
                {
                    var other = tokens.GetRange(otherFrom, otherTo - otherFrom);
                    Replace(tokens, otherFrom, otherTo, form);
                    Replace(tokens, from, to, other);
                }

                break;
            case 1:
                Replace(tokens, from, to, ["(", .. form, ")"]);
                break;
            case 2:
                Replace(tokens, from, to, ["(", s_insertions[random.Next(s_insertions.Length)], .. form, ")"]);
                break;
            case 3:
                tokens.RemoveRange(from, to - from);
                break;
            case 4:
                tokens.InsertRange(from, form);
                break;
            case 5:
                Replace(tokens, from, to, ["(", .. form, ".", s_insertions[random.Next(s_insertions.Length)], ")"]);
                break;
            case 6 when form.Count > 1:
                // Cyclic data: some inner form becomes the whole.
                int inner = random.Next(1, form.Count);
                if (!IsParenthesis(form[inner]))
                {
                    form[inner] = "#7#";
                }

                Replace(tokens, from, to, ["#7=", .. form]);
                break;
            case 7 when random.Next(40) == 0:
                int depth = random.Next(2) == 0 ? 300 : 10_000;
                string head = s_insertions[random.Next(s_insertions.Length)];
                bool named = !IsParenthesis(head) && random.Next(2) == 0;
                Replace(tokens, from, to, [.. Enumerable.Repeat(named ? "(" + head : "(", depth), .. form, .. Enumerable.Repeat(")", depth)]);
                break;
            default:
                Replace(tokens, from, to, [random.Next(3) switch { 0 => "()", 1 => "(quote " + string.Concat(form) + ")", _ => s_insertions[random.Next(s_insertions.Length)] }]);
                break;
        }
    }

    private static void Replace(List<string> tokens, int from, int to, List<string> by)
    {
        tokens.RemoveRange(from, to - from);
        tokens.InsertRange(from, by);
    }

    /// <summary>A random form: one token, or from a parenthesis to the one that closes it.</summary>
    private (int From, int To) Form(List<string> tokens)
    {
        int from = random.Next(tokens.Count);
        int depth = 0;
        for (int to = from; to < tokens.Count; to++)
        {
            depth += tokens[to].EndsWith('(') ? 1 : tokens[to] == ")" ? -1 : 0;
            if (depth <= 0)
            {
                return (from, to + 1);
            }
        }

        return (from, from + 1);
    }

    private static bool IsParenthesis(string token) => token.EndsWith('(') || token == ")";

    /// <summary>The tokens of a text, more or less; comments are left out.</summary>
    internal static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            char c = text[i++];
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (c == ';')
            {
                while (i < text.Length && text[i] != '\n')
                {
                    i++;
                }

                continue;
            }

            if (c is '"' or '|')
            {
                while (i < text.Length && text[i] != c)
                {
                    i += text[i] == '\\' ? 2 : 1;
                }

                i = Math.Min(i + 1, text.Length);
            }
            else if (c == '#' && i + 1 < text.Length && text[i] == '\\')
            {
                i += 2;
                SkipWord(text, ref i);
            }
            else if (c == '#' && i < text.Length && text[i] == '(')
            {
                i++;
            }
            else if (c == '#' && text.AsSpan(i).StartsWith("u8("))
            {
                i += 3;
            }
            else if (c == ',' && i < text.Length && text[i] == '@')
            {
                i++;
            }
            else if (c is not ('(' or ')' or '\'' or '`' or ','))
            {
                SkipWord(text, ref i);
            }

            tokens.Add(text[start..i]);
        }

        return tokens;
    }

    private static void SkipWord(string text, ref int i)
    {
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or '"' or ';' or '\''))
        {
            i++;
        }
    }
}

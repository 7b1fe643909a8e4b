// Random and damaged sources: accepted and refused as the host's compile does, and never an exception of .NET.

namespace Ouro.Python.Tests;

using System.Globalization;
using System.Text;
using Ouro.Python.Syntax;
using Ouro.Python.Tests.Host;
using Xunit.Abstractions;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] s_pieces =
    [
        "x", "y", "f", "_", "self", "print", "match", "case", "type", "0", "1", "1.5", "2j", "0x1f", "''", "'a'", "\"b\"", "b'c'", "f'{x}'", "f'{x!r:>{y}}'", "'''d'''", "None", "True", "...",
        "(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "=", "==", ":=", "->", "+", "-", "*", "**", "/", "//", "%", "@", "<<", ">>", "&", "|", "^", "~", "<", ">", "<=", "!=", "+=", "**=",
        "False", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "\n", "\n    ", "\n        ", "\n\t", "\\\n", "#c", "é", "$", "?", "!",
        "def f(a, b=1, *c, d, **e):\n    ", "class C(B, m=1):\n    ", "lambda x: ", "for x in y: ", "if x:\n    ", "else:\n    ", "try:\n    ", "except E as e:\n    ", "[x for x in y if x]", "x = ",
        "match x:\n    case [1, *y]:\n        pass\n", "with (a as b, c as d): pass\n", "async def f():\n    ", "await x", "(yield)", "*x, = ", "return x\n", "global x\n", "nonlocal y\n",
    ];

    [PythonFact]
    public void AcceptsAndRefusesAsTheHost()
    {
        using var host = new HostPython();
        string library = host.Ask("library", "")[1..];
        string[] files = [.. Directory.EnumerateFiles(library, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int seed = int.Parse(Environment.GetEnvironmentVariable("OURO_FUZZ_SEED") ?? "20240917", CultureInfo.InvariantCulture);
        var random = new Random(seed);
        int rounds = Answers.IsLongRun ? 100_000 : 2_000;
        int refused = 0, messages = 0, places = 0;
        var wrong = new List<string>();
        string[] statements = [];
        for (int round = 0; round < rounds; round++)
        {
            if (round % 100 == 0)
            {
                statements = Statements(files[random.Next(files.Length)]);
            }

            string source = random.Next(4) == 0 || statements.Length == 0 ? RandomText(random) : Damaged(random, statements[random.Next(statements.Length)]);
            string theirs = host.Ask("compile", source);
            string ours = Answers.Of(FrontEnd.Analyse(source, host.Version));
            if (ours[0] != theirs[0])
            {
                wrong.Add($"{source}\n  python {Answers.Shown(theirs)}\n  ouro   {Answers.Shown(ours)}");
            }
            else if (theirs[0] == 'E')
            {
                refused++;
                messages += Answers.SameMessage(ours, theirs) ? 1 : 0;
                places += ours == theirs ? 1 : 0;
            }
        }

        output.WriteLine($"{rounds} sources, {refused} refused; the same message {100.0 * messages / refused:F2} %, and the same place {100.0 * places / refused:F2} %; decided otherwise {wrong.Count}");
        Assert.True(wrong.Count <= rounds / 1000, $"{wrong.Count} of {rounds} decided otherwise\n{string.Join('\n', wrong.Take(10))}");
        Assert.True(messages >= refused * 97L / 100, $"the same message in {messages} of {refused}");
        Assert.True(refused > rounds / 3, "too few were refused to say anything");
    }

    /// <summary>The statements at the top of a file.</summary>
    private static string[] Statements(string file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return [];
        }

        var statements = new List<string>();
        var current = new StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is not (' ' or '\t' or ')' or ']' or '}' or '#') && current.Length > 0)
            {
                statements.Add(current.ToString());
                current.Clear();
            }

            current.Append(line).Append('\n');
        }

        return [.. statements.Where(statement => statement.Length is > 10 and < 3000)];
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(1, 25); count > 0; count--)
        {
            text.Append(s_pieces[random.Next(s_pieces.Length)]).Append(random.Next(4) == 0 ? "" : " ");
        }

        return text.ToString();
    }

    private static string Damaged(Random random, string text)
    {
        for (int count = random.Next(1, 4); count > 0 && text.Length > 2; count--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 10), text.Length - at);
            text = random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => text.Insert(at, " " + s_pieces[random.Next(s_pieces.Length)] + " "),
                4 => text[..at],
                _ => text.Remove(at, 1).Insert(at, s_pieces[random.Next(s_pieces.Length)]),
            };
        }

        return text;
    }
}

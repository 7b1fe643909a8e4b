namespace Ouro.Python.Tests.Values;

using System.Globalization;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Bytes;
using Ouro.Python.Values.Regex;

/// <summary>Code lists that the host's re._compiler makes, matched here and by the host: the same spans of all groups.</summary>
public sealed class RegexTests
{
    private const int IgnoreCase = 2;
    private const int Multiline = 8;
    private const int DotAll = 16;
    private const int AsciiOnly = 256;

    /// <summary>(a*)*b as CPython compiles it: exponential without a limit.</summary>
    private static readonly uint[] Nested = [14, 4, 0, 1, 0xFFFFFFFF, 23, 14, 0, 0xFFFFFFFF, 17, 0, 24, 6, 0, 0xFFFFFFFF, 16, 97, 1, 17, 1, 18, 16, 98, 1];

    /// <summary>(a)*: each turn of the loop leaves a choice.</summary>
    private static readonly uint[] Growing = [14, 4, 0, 0, 0xFFFFFFFF, 23, 9, 0, 0xFFFFFFFF, 17, 0, 16, 97, 17, 1, 18, 1];

    private readonly Meter _meter = Comparison.NewMeter();

    private static readonly (string Pattern, int Flags, string[] Subjects)[] Chosen =
    [
        ("(a|ab)(c|bcd)(d*)", 0, ["abcd"]),
        ("(?:(a)|b)*", 0, ["ab", "ba", ""]),
        ("(a*)*", 0, ["aaa", "b"]),
        ("(a*)+?b", 0, ["aab"]),
        ("(?:a?)*?$", 0, ["aa"]),
        ("(a)?(?(1)b|c)", 0, ["ab", "c", "b", "ac"]),
        ("(?(1)\u000F*|b)(x)?", 0, ["\u000F"]),
        ("(x)?(?(1)\u000F*)", 0, ["x\u000F\u000F"]),
        ("(?>a*)ab", 0, ["aaab"]),
        ("(?>a|ab)c", 0, ["abc", "ac"]),
        ("a*+a", 0, ["aaa"]),
        ("(?:ab)*+c", 0, ["ababc", "abac"]),
        ("(?:ab|a)++b", 0, ["abab", "aab"]),
        ("(?<=ab)c(?=d)", 0, ["abcd", "bcd"]),
        ("(?<!a)b|(?!b)a", 0, ["ab", "bb"]),
        ("(?=(a+))a*b\\1", 0, ["aaab", "abaa"]),
        ("(a+)b\\1", IgnoreCase, ["aAbAa"]),
        ("^a$", Multiline, ["b\na\nc", "a\n"]),
        ("a.c", DotAll, ["a\nc"]),
        (@"\bfoo\b", 0, ["a foo b", "food", "foo"]),
        (@"\Bo\B", 0, ["foob", "o"]),
        (@"\w+\s\d", 0, ["caf\u00E9 1", "\u0663 \u0663", "a\u00A02"]),
        (@"\w+\s\d", AsciiOnly, ["caf\u00E9 1", "abc 3"]),
        ("stra\u00DFe", IgnoreCase, ["STRA\u1E9EE", "Stra\u00DFe"]),
        ("[\u017F-\u0180]s", IgnoreCase, ["sS", "\u017Fs", "S\u017F"]),
        ("k\u00E9", IgnoreCase, ["\u212A\u00C9", "K\u00E9"]),
        ("[\U00010400-\U00010410]", IgnoreCase, ["\U00010428", "\U00010400", "a"]),
        ("\u0130|i", IgnoreCase, ["i", "I", "\u0130", "\u0131"]),
        ("[^a-c\u0400-\u0500]", 0, ["abc\u0450d", "\u0450"]),
        ("[\u0400\u0502\u1234\u5678\uABCD]+", 0, ["\u0400\u0502\u1234\u5678\uABCD\u0401"]),
        ("[\u0400\u0502\u1234\U00012345\uABCD]+", 0, ["\U00012345\u1234"]),
        ("", 0, ["", "ab"]),
        ("a|", 0, ["ab", "ba"]),
        ("a*?", 0, ["aab"]),
        ("(a{2,3}?)(a*)", 0, ["aaaaa"]),
        ("(?:a{2}){2}", 0, ["aaaaa"]),
        ("(?i:a)b", 0, ["AbAB", "ab"]),
        ("((a)|(b)|(c))+", 0, ["abc", "cba"]),
        ("(?P<x>a)(?P=x)", 0, ["aab"]),
        ("\\Aab|b\\Z", 0, ["abb"]),
        ("(?s:.)(?-i:A)", IgnoreCase, ["aA", "aa"]),
        ("(a(?=(b)))?b", 0, ["ab"]),
        ("(?!(a)b)a", 0, ["ac", "ab"]),
        ("x*y*z*", 0, ["xxyz"]),
        ("([ab]*?)(?=(b)?)c", 0, ["abc"]),
        ("(ab|c){1,3}+d", 0, ["abcd", "ababcabd"]),
        (".*a.*b", 0, ["xxaxxbxx", "\n a b"]),
        ("[a-z]+?\\d{2,}", 0, ["abc123"]),
    ];

    [PythonFact]
    public void ChosenPatternsMatchAsOnTheHost()
    {
        var cases = new List<(string Pattern, int Flags, Text Subject, int Start, int End)>();
        foreach (var (pattern, flags, subjects) in Chosen)
        {
            foreach (string subject in subjects)
            {
                var text = new Text(subject);
                cases.Add((Comparison.Ascii(pattern), flags, text, 0, text.Length));
                cases.Add((Comparison.Ascii(pattern), flags, text, 1, Math.Max(1, text.Length - 1)));
            }
        }

        Compare(cases);
    }

    [PythonFact]
    public void RandomPatternsMatchAsOnTheHost()
    {
        var random = new Random(50);
        var cases = new List<(string Pattern, int Flags, Text Subject, int Start, int End)>();
        for (int i = 0; i < 1500; i++)
        {
            int groups = 0;
            string pattern = Comparison.Ascii(RandomPattern(random, 3, ref groups));
            int flags = new[] { 0, IgnoreCase, Multiline, IgnoreCase | AsciiOnly, DotAll }[random.Next(5)];
            for (int j = 0; j < 3; j++)
            {
                var subject = Comparison.RandomText(random, j == 2 ? "abAB\u00E9\u00C9\U0001F600\n" : "aabbc\n", 9);
                int start = random.Next(4) == 0 ? random.Next(3) : 0;
                cases.Add((pattern, flags, subject, start, random.Next(5) == 0 ? random.Next(start, 8) : 99));
            }
        }

        Compare(cases);
    }

    [PythonFact]
    public void BytesMatchAsOnTheHost()
    {
        var random = new Random(51);
        var cases = new List<(string Pattern, int Flags, Text Subject, int Start, int End)>();
        for (int i = 0; i < 300; i++)
        {
            int groups = 0;
            string pattern = "b" + Comparison.Ascii(RandomPattern(random, 2, ref groups, bytes: true));
            cases.Add((pattern, new[] { 0, IgnoreCase, 4, 6 }[random.Next(4)], Comparison.RandomText(random, "abAB\u00E9\u00C9\n", 9), 0, 99));
        }

        Compare(cases, bytes: true);
    }

    [Fact]
    public void FixedExpectations()
    {
        var program = RegexProgram.Translate(_meter, Nested, 1)!;
        var matcher = new RegexMatcher(_meter, program, new Text("aab"), 3);
        Assert.True(matcher.Search(0));
        Assert.Equal((0, 3), matcher.Group(0));
        Assert.Equal((2, 2), matcher.Group(1));
    }

    [Fact]
    public void NoPatternPassesTheLimits()
    {
        var machine = new VirtualMachine();
        var meter = new Meter(machine);
        var program = RegexProgram.Translate(meter, Nested, 1)!;
        machine.SetLimits(new MachineLimits { Ticks = 100_000 });
        Assert.Null(new RegexMatcher(meter, program, new Text(60, 'a'), 60).Search(0));
        Assert.InRange(machine.TicksUsed, 100_000, 101_000);
        machine.SetLimits(new MachineLimits { Allocation = 100_000 });
        Assert.Null(new RegexMatcher(meter, RegexProgram.Translate(meter, Growing, 1)!, new Text(100_000, 'a'), 100_000).Match(0));
        machine.SetLimits(new MachineLimits { Ticks = 1000 });
        Assert.Null(new RegexMatcher(meter, program, new Text(1_000_000, 'a'), 1_000_000).Match(0));
    }

    [PythonFact]
    public void WrongCodeListsAreRefusedOrMatchSomething()
    {
        using var host = new HostPython();
        var random = new Random(52);
        string[] codes = host.Ask("values", string.Join('\n', Chosen.Select(entry => $"regex({Comparison.Ascii(entry.Pattern)}, {entry.Flags})")))[1..].Split('\n');
        var lists = codes.Where(line => line[0] == '\'' && line[1] != '!').Select(line => line.Trim('\'').Split(' ').Select(word => uint.Parse(word, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var machine = new VirtualMachine();
        var meter = new Meter(machine);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            uint[] list = [.. lists[random.Next(lists.Length)]];
            int groups = (int)list[0];
            uint[] code = list[1..];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                code[random.Next(code.Length)] = random.Next(4) switch { 0 => (uint)random.Next(43), 1 => uint.MaxValue, 2 => (uint)random.Next(300), _ => code[random.Next(code.Length)] };
            }

            machine.SetLimits(new MachineLimits { Ticks = 20_000, Allocation = 1_000_000 });
            if (RegexProgram.Translate(meter, random.Next(8) == 0 ? code[..random.Next(code.Length)] : code, groups) is { } program)
            {
                accepted++;
                var subject = new Text("aab\u00E9bab cd\n");
                _ = new RegexMatcher(meter, program, subject, subject.Length).Search(0);
            }
            else
            {
                Assert.True(meter.TakeError() is null or { Type: "RuntimeError", Message: "invalid SRE code" });
            }
        }

        Assert.InRange(accepted, 500, 19_500);
    }

    private void Compare(List<(string Pattern, int Flags, Text Subject, int Start, int End)> cases, bool bytes = false)
    {
        using var host = new HostPython();
        string[] codes = host.Ask("values", string.Join('\n', cases.Select(entry => $"regex({entry.Pattern}, {entry.Flags})")))[1..].Split('\n');
        var all = new Comparison();
        for (int i = 0; i < codes.Length; i++)
        {
            // A pattern that the host refuses says nothing about matching.
            if (codes[i][0] == '!')
            {
                continue;
            }

            var (pattern, flags, subject, start, end) = cases[i];
            var words = codes[i].Trim('\'').Split(' ');
            uint[] code = [.. words.Skip(1).Select(word => uint.Parse(word, CultureInfo.InvariantCulture))];
            var program = RegexProgram.Translate(_meter, code, int.Parse(words[0], CultureInfo.InvariantCulture));
            string shown = bytes ? Comparison.Ascii(subject.Storage) : Comparison.Ascii(subject);
            all.Add($"spans({pattern}, {flags}, {shown}, {start}, {end})", program is null ? Comparison.Shown(_meter) : Spans(program, bytes ? BytesFunctions.AsText(subject.Storage) : subject, start, end));
        }

        Assert.True(all.Count > cases.Count / 2, $"the host took only {all.Count} of {cases.Count} patterns");
        all.Check(host);
    }

    private string Spans(RegexProgram program, Text subject, int start, int end)
    {
        end = Math.Min(end, subject.Length);
        start = Math.Min(start, end);
        var matcher = new RegexMatcher(_meter, program, subject, end);
        string Show(bool? found) => found != true ? "None"
            : $"([{string.Join(", ", Enumerable.Range(0, program.Groups + 1).Select(group => $"({matcher.Group(group).Start}, {matcher.Group(group).End})"))}], {(matcher.LastIndex == 0 ? "None" : matcher.LastIndex)})";
        var shown = new List<string> { Show(matcher.Match(start)), Show(matcher.Match(start, isFull: true)), Show(matcher.Search(start)) };
        bool mustAdvance = false;
        for (int at = start; matcher.Search(at, mustAdvance) == true; at = matcher.End)
        {
            shown.Add(Show(true));
            mustAdvance = matcher.End == matcher.Start;
        }

        return $"[{string.Join(", ", shown)}]";
    }

    private static string RandomPattern(Random random, int depth, ref int groups, bool bytes = false)
    {
        string pattern = "";
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            pattern += RandomItem(random, depth, ref groups, bytes);
        }

        return depth > 0 && random.Next(4) == 0 ? $"{pattern}|{RandomPattern(random, depth - 1, ref groups, bytes)}" : pattern;
    }

    private static string RandomItem(Random random, int depth, ref int groups, bool bytes)
    {
        string item;
        switch (depth == 0 ? random.Next(8) : random.Next(18))
        {
            case 0 or 1 or 2:
                item = "abc"[random.Next(3)].ToString();
                break;
            case 3:
                item = bytes ? "B" : "\u00E9";
                break;
            case 4:
                item = ".";
                break;
            case 5:
                item = new[] { "[ab]", "[^a]", "[a-c\u00E9]", @"[\w]", @"[^\s\d]", "[A-Z]" }[random.Next(bytes ? 2 : 6)];
                break;
            case 6:
                item = new[] { @"\w", @"\W", @"\s", @"\d", @"\S" }[random.Next(5)];
                break;
            case 7:
                return new[] { "^", "$", @"\b", @"\B", @"\A", @"\Z" }[random.Next(6)];
            case 8 or 9 or 10:
                groups++;
                item = $"({RandomPattern(random, depth - 1, ref groups, bytes)})";
                break;
            case 11 or 12:
                item = $"(?:{RandomPattern(random, depth - 1, ref groups, bytes)})";
                break;
            case 13:
                return $"(?{"=!"[random.Next(2)]}{RandomPattern(random, depth - 1, ref groups, bytes)})";
            case 14:
                return $"(?<{"=!"[random.Next(2)]}{new[] { "a", "ab", "[ab]", "a|b", "(a)" }[random.Next(4)]})";
            case 15:
                item = $"(?>{RandomPattern(random, depth - 1, ref groups, bytes)})";
                break;
            case 16 when groups > 0:
                item = $@"\{random.Next(1, groups + 1)}";
                break;
            case 17 when groups > 0:
                return $"(?({random.Next(1, groups + 1)}){RandomPattern(random, 0, ref groups, bytes)}|{RandomPattern(random, 0, ref groups, bytes)})";
            default:
                item = "b";
                break;
        }

        return item + random.Next(14) switch { 0 => "*", 1 => "+", 2 => "?", 3 => "*?", 4 => "+?", 5 => "??", 6 => "*+", 7 => "{1,2}", 8 => "{2}", 9 => "{0,2}+", _ => "" };
    }
}

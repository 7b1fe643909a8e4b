namespace Ouro.Python.Tests.Values;

using Ouro.Machine.Values;
using Ouro.Machine.Execution;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Sequences;
using Ouro.Python.Values.Strings;

/// <summary>Methods of <c>str</c>, against the host on random texts of a few characters, so that there is much to find.</summary>
public sealed class StringTests
{
    private static readonly string[] Alphabets = ["ab", "ab \t\n\r", "a\u00E9\u1E9E \u2028", "ab\U0001F600'\"\\\u0000\u001C\uD800", "aB1_ \u01C5\u00DF"];

    private readonly Meter _meter = Comparison.NewMeter();

    [Fact]
    public void FixedExpectations()
    {
        Assert.Equal("'it\\'s \"q\"'", StringRepr.Repr(_meter, new Text("it's \"q\""))!.ToString());
        Assert.Equal("\"it's\"", StringRepr.Repr(_meter, new Text("it's"))!.ToString());
        Assert.Equal("'\\x00\\n\\ud800\\U0001f600'", StringRepr.Ascii(_meter, new Text("\0\n\uD800\U0001F600"))!.ToString());
        Assert.Equal(["a", "b"], StringSplitting.Split(_meter, new Text("  a  b "), null, -1)!.Select(text => text.ToString()));
        Assert.Equal("Stra\u00DFe".Replace("\u00DF", "SS", StringComparison.Ordinal).ToUpperInvariant(), StringCase.Upper(_meter, new Text("Stra\u00DFe"))!.ToString());
        Assert.Equal("xaxbx", StringSearch.Replace(_meter, new Text("ab"), new Text(""), new Text("x"), -1)!.ToString());
        Assert.Equal(" a  ", StringLayout.Center(_meter, new Text("a"), 4)!.ToString());
        Assert.Equal("-007", StringLayout.ZeroFill(_meter, new Text("-7"), 4)!.ToString());
        Assert.Null(StringSplitting.Split(_meter, new Text("a"), new Text(""), -1));
        Assert.Equal(new ValueError("ValueError", "empty separator"), _meter.TakeError());
    }

    [PythonFact]
    public void SearchIsThatOfTheHost()
    {
        var random = new Random(1);
        var all = new Comparison();
        for (int i = 0; i < 1200; i++)
        {
            string alphabet = Alphabets[random.Next(Alphabets.Length)];
            var text = Comparison.RandomText(random, alphabet, i % 10 == 0 ? 300 : 12);
            var part = i % 10 == 0 && text.Length > 0 ? PartOf(random, text) : Comparison.RandomText(random, Alphabets[random.Next(Alphabets.Length)], 3);
            var other = Comparison.RandomText(random, alphabet, 3);
            long start = random.Next(-14, 14);
            long end = random.Next(3) == 0 ? StringSearch.ToEnd : random.Next(-14, 300);
            string self = Comparison.Ascii(text);
            string arguments = $"({Comparison.Ascii(part)}, {start}, {end})";
            Assert.True(StringSearch.Find(_meter, text, part, start, end, false, out int first));
            Assert.True(StringSearch.Find(_meter, text, part, start, end, true, out int last));
            Assert.True(StringSearch.Count(_meter, text, part, start, end, out int count));
            all.Add($"{self}.find{arguments}, {self}.rfind{arguments}, {self}.count{arguments}", $"({first}, {last}, {count})");
            all.Add(
                $"{self}.startswith{arguments}, {self}.endswith{arguments}",
                $"({Comparison.Shown(StringSearch.StartsWith(text, part, start, end))}, {Comparison.Shown(StringSearch.EndsWith(text, part, start, end))})");
            long most = random.Next(-1, 4);
            all.Add($"{self}.replace({Comparison.Ascii(part)}, {Comparison.Ascii(other)}, {most})", _meter, StringSearch.Replace(_meter, text, part, other, most));
            all.Add($"{self}.removeprefix({Comparison.Ascii(part)})", _meter, StringSearch.RemovePrefix(_meter, text, part));
            all.Add($"{self}.removesuffix({Comparison.Ascii(part)})", _meter, StringSearch.RemoveSuffix(_meter, text, part));
        }

        all.Check();
    }

    [PythonFact]
    public void SplittingIsThatOfTheHost()
    {
        var random = new Random(2);
        var all = new Comparison();
        for (int i = 0; i < 1000; i++)
        {
            string alphabet = Alphabets[random.Next(Alphabets.Length)];
            var text = Comparison.RandomText(random, alphabet, 16);
            var part = Comparison.RandomText(random, alphabet, 2);
            string self = Comparison.Ascii(text);
            long most = random.Next(-1, 4);
            var separator = random.Next(3) == 0 ? null : part;
            string arguments = $"({(separator is null ? "None" : Comparison.Ascii(separator))}, {most})";
            all.Add($"{self}.split{arguments}", _meter, StringSplitting.Split(_meter, text, separator, most));
            all.Add($"{self}.rsplit{arguments}", _meter, StringSplitting.Split(_meter, text, separator, most, backwards: true));
            all.Add($"{self}.splitlines({i & 1})", _meter, StringSplitting.SplitLines(_meter, text, (i & 1) != 0));
            all.AddValue($"[*{self}.partition({Comparison.Ascii(part)})]", _meter, StringSplitting.Partition(_meter, text, part), three => Comparison.ShownList([three.Before, three.Separator, three.After]));
            all.AddValue($"[*{self}.rpartition({Comparison.Ascii(part)})]", _meter, StringSplitting.Partition(_meter, text, part, true), three => Comparison.ShownList([three.Before, three.Separator, three.After]));
            string set = separator is null ? "" : Comparison.Ascii(part);
            all.Add($"{self}.strip({set})", _meter, StringSplitting.Strip(_meter, text, separator));
            all.Add($"{self}.lstrip({set})", _meter, StringSplitting.Strip(_meter, text, separator, right: false));
            all.Add($"{self}.rstrip({set})", _meter, StringSplitting.Strip(_meter, text, separator, left: false));
        }

        all.Check();
    }

    [PythonFact]
    public void LayoutAndCaseAreThoseOfTheHost()
    {
        var random = new Random(3);
        var all = new Comparison();
        for (int i = 0; i < 800; i++)
        {
            string alphabet = Alphabets[random.Next(Alphabets.Length)] + "-+\u03A3\u0149\u01C6";
            var text = Comparison.RandomText(random, alphabet, 9);
            string self = Comparison.Ascii(text);
            int width = random.Next(-1, 16);
            int fill = random.Next(2) == 0 ? '*' : 0x1F600;
            all.Add($"{self}.center({width}, chr({fill}))", _meter, StringLayout.Center(_meter, text, width, fill));
            all.Add($"{self}.ljust({width}, chr({fill}))", _meter, StringLayout.LeftJustify(_meter, text, width, fill));
            all.Add($"{self}.rjust({width}, chr({fill}))", _meter, StringLayout.RightJustify(_meter, text, width, fill));
            all.Add($"{self}.zfill({width})", _meter, StringLayout.ZeroFill(_meter, text, width));
            var tabbed = Comparison.RandomText(random, "ab\t\n\r", 12);
            all.Add($"{Comparison.Ascii(tabbed)}.expandtabs({width})", _meter, StringLayout.ExpandTabs(_meter, tabbed, width));
            all.Add($"{self} * {width}", _meter, StringMaking.Repeat(_meter, text, width));
            all.Add($"{self}.swapcase()", _meter, StringCase.Swapcase(_meter, text));
            all.Add($"{self}.title()", _meter, StringCase.Title(_meter, text));
            all.Add($"{self}.capitalize()", _meter, StringCase.Capitalize(_meter, text));
            all.Add($"{self}.casefold()", _meter, StringCase.Casefold(_meter, text));
            all.Add($"{self}.istitle(), {self}.isupper(), {self}.islower()", $"({Comparison.Shown(StringPredicates.IsTitle(text))}, {Comparison.Shown(StringPredicates.IsUpper(text))}, {Comparison.Shown(StringPredicates.IsLower(text))})");
            all.Add($"repr({self})", _meter, StringRepr.Repr(_meter, text));
            int? start = random.Next(4) == 0 ? null : random.Next(-12, 12);
            int? stop = random.Next(4) == 0 ? null : random.Next(-12, 12);
            int step = random.Next(2) == 0 ? random.Next(1, 4) : -random.Next(1, 4);
            var (from, _, count) = Slices.Indices(text.Length, start, stop, step);
            all.Add($"{self}[{start}:{stop}:{step}]", _meter, StringMaking.Slice(_meter, text, from, step, count));
            var texts = Enumerable.Range(0, random.Next(4)).Select(_ => Comparison.RandomText(random, alphabet, 3)).ToArray();
            all.Add($"{self}.join({Comparison.ShownList(texts)})", _meter, StringMaking.Join(_meter, text, texts));
        }

        all.Check();
    }

    [Fact]
    public void LongSearchesAreLinear()
    {
        // Each of these takes the square of the length by the naive way: 10^11 steps.
        var zeros = new Text(1_000_000, 'a');
        var almost = Text.Concat(new Text(300_000, 'a'), new Text("b"));
        var mirrored = Text.Concat(new Text("b"), new Text(300_000, 'a'));
        foreach (bool last in (bool[])[false, true])
        {
            Assert.True(StringSearch.Find(_meter, zeros, almost, 0, StringSearch.ToEnd, last, out int index));
            Assert.Equal(-1, index);
            Assert.True(StringSearch.Find(_meter, zeros, mirrored, 0, StringSearch.ToEnd, last, out index));
            Assert.Equal(-1, index);
        }
    }

    [Fact]
    public void LimitsHoldBeforeTheWork()
    {
        var machine = new VirtualMachine();
        machine.SetLimits(new MachineLimits { Allocation = 1_000_000 });
        var meter = new Meter(machine);
        Assert.Null(StringMaking.Repeat(meter, new Text("ab"), 1L << 60));
        Assert.Null(meter.Error);
        machine.SetLimits(new MachineLimits { Allocation = 1_000_000 });
        Assert.Null(StringLayout.Center(meter, new Text("ab"), long.MaxValue));
        Assert.Null(meter.Error);
        machine.SetLimits(new MachineLimits { Ticks = 1000 });
        Assert.Null(StringSplitting.Split(meter, new Text(100_000, ' '), new Text(" "), -1));
        Assert.Null(meter.Error);
        Assert.Null(StringMaking.Repeat(new Meter(null), new Text("ab"), 1L << 60));
    }

    private static Text PartOf(Random random, Text text)
    {
        int start = random.Next(text.Length);
        return text.Substring(start, random.Next(start, text.Length));
    }
}

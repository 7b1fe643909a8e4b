using System.Text;
using Ouro.Machine.Execution;
using Ouro.Scheme.Printer;
using Record = Ouro.Machine.Values.Record;

namespace Ouro.Scheme.Tests.Printer;

public class PrinterTests
{
    private readonly VirtualMachine _machine = TestMachines.New();

    [Theory]
    [InlineData("(\"a\\nb\" #\\a #\\space |x y| 1.5)", "(a\nb a   x y 1.5)")]
    [InlineData("#(\"\" 'x)", "#( 'x)")]
    [InlineData("(a . \"b\")", "(a . b)")]
    public void DisplayShowsTextAsItIs(string text, string expected) =>
        Assert.Equal(expected, TestMachines.Print(_machine, TestMachines.ReadOne(_machine, text), PrintStyle.Display));

    [Theory]
    [InlineData("(#0=(x) #0#)", "(#0=(x) #0#)")]
    [InlineData("(#0=\"s\" #0#)", "(\"s\" \"s\")")]
    [InlineData("#0=(#1=#(a) . #1#)", "(#0=#(a) . #0#)")]
    [InlineData("(a . #0=(b #0#))", "(a . #0=(b #0#))")]
    [InlineData("(1 2)", "(1 2)")]
    [InlineData("'#0=(x #0#)", "'#0=(x #0#)")]
    [InlineData("(quote . #0=(x . #1=())) ", "'x")]
    public void WriteSharedLabelsWhatIsMetTwice(string text, string expected) =>
        Assert.Equal(expected, TestMachines.Print(_machine, TestMachines.ReadOne(_machine, text), PrintStyle.WriteShared));

    [Fact]
    public void WriteLabelsOnlyCycles()
    {
        // #1 is shared but in no cycle; #0 is the cycle. Long enough to need the walk with a table.
        var long1 = string.Join(' ', Enumerable.Range(0, 1000));
        var value = TestMachines.ReadOne(_machine, $"(#1=(x) {long1} #1# #0=(y . #0#))");
        Assert.Equal($"((x) {long1} (x) #0=(y . #0#))", TestMachines.Print(_machine, value));
    }

    [Fact]
    public void NoAbbreviationAcrossALabel()
    {
        var rest = new Pair(Value.Fixnum(1), Value.EmptyList);
        var quotation = new Pair(Value.Object(_machine.Intern("quote")), Value.Object(rest));
        rest.Car = Value.Object(rest);
        Assert.Equal("(quote . #0=(#0#))", TestMachines.Print(_machine, Value.Object(quotation)));
        var uninterned = new Pair(Value.Object(new Symbol("quote", interned: false)), Value.Object(new Pair(Value.True, Value.EmptyList)));
        Assert.Equal("(quote #t)", TestMachines.Print(_machine, Value.Object(uninterned)));
    }

    [Theory]
    [InlineData("", "||")]
    [InlineData("a b", "|a b|")]
    [InlineData("a|b", "|a\\|b|")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("1", "|1|")]
    [InlineData("-1.5e3", "|-1.5e3|")]
    [InlineData("+i", "|+i|")]
    [InlineData("+", "+")]
    [InlineData("1+", "1+")]
    [InlineData(".", "|.|")]
    [InlineData("...", "...")]
    [InlineData("#foo", "|#foo|")]
    [InlineData("#:foo", "#:foo")]
    [InlineData("#:", "|#:|")]
    [InlineData("a#", "a#")]
    [InlineData("a'b", "|a'b|")]
    [InlineData("a;b", "|a;b|")]
    [InlineData("a\nb", "|a\\nb|")]
    [InlineData("a\u0001", "|a\\x1;|")]
    [InlineData("Abc", "Abc")]
    [InlineData("a\u00A0b", "|a\\xa0;b|")]
    public void SymbolsGetBarsWhenNeeded(string name, string expected)
    {
        var symbol = Value.Object(_machine.Intern(name));
        Assert.Equal(expected, TestMachines.Print(_machine, symbol));
        Assert.Equal(symbol, TestMachines.ReadOne(_machine, expected));
        Assert.Equal(name, TestMachines.Print(_machine, symbol, PrintStyle.Display));
    }

    [Fact]
    public void LoneSurrogatesReadBack()
    {
        // Not in the list above: a test's name could not hold one.
        var symbol = Value.Object(_machine.Intern("a\uD800"));
        Assert.Equal("|a\\xd800;|", TestMachines.Print(_machine, symbol));
        Assert.Equal(symbol, TestMachines.ReadOne(_machine, "|a\\xd800;|"));
    }

    [Fact]
    public void EveryCharacterReadsBack()
    {
        for (var codePoint = 0; codePoint <= 0x10FFFF; codePoint += codePoint < 0x3000 || codePoint is > 0xD700 and < 0xE100 ? 1 : 97)
        {
            var character = Value.Character(codePoint);
            Assert.Equal(character, TestMachines.ReadOne(_machine, TestMachines.Print(_machine, character)));
            var text = new Text(3, codePoint);
            var back = Assert.IsType<Text>(TestMachines.ReadOne(_machine, TestMachines.Print(_machine, Value.Object(text))).AsObject);
            Assert.True(text.Equals(back), $"U+{codePoint:X4} in a string");
        }
    }

    [Fact]
    public void ObjectsWithoutASyntax()
    {
        var type = new RecordType(_machine.Intern("<point>"), [_machine.Intern("x"), _machine.Intern("y")]);
        var point = new Record(type, [Value.Fixnum(1), Value.Object(new Text("a"))]);
        AssertPrints("#<point x: 1 y: \"a\">", point);
        AssertPrints("#<record-type point>", type);
        AssertPrints("#<procedure car>", _machine.FindPrimitive("car")!);
        AssertPrints("#<error \"no such thing:\" 1 (a)>", new Condition(
            ConditionKind.User, "no such thing:", Value.Fixnum(1), TestMachines.ReadOne(_machine, "(a)")));
        AssertPrints("#<wrong-type-error \"x\">", new Condition(ConditionKind.WrongType, "x"));
        AssertPrints("#<box 5>", new Box(Value.Fixnum(5)));
        AssertPrints("#<values 1 2>", new MultipleValues([Value.Fixnum(1), Value.Fixnum(2)]));
        AssertPrints("#<promise>", new Promise(PromiseStage.Delayed, Value.True));
        AssertPrints("#<promise forced>", new Promise(PromiseStage.Forced, Value.True));
        AssertPrints("#<source map>", new Scheme.Reader.SourceMap());
        AssertPrints("#<object System.Text.StringBuilder>", new StringBuilder());
        AssertPrints("#<variable>", new Cell(_machine.Intern("m"), _machine.Intern("n")));
        Assert.Equal("#<unspecified>", TestMachines.Print(_machine, Value.Unspecified));
        Assert.Equal("#<eof>", TestMachines.Print(_machine, Value.EndOfFile));
        Assert.Equal("#<unbound>", TestMachines.Print(_machine, Value.Unbound));
        var table = TestMachines.Call(_machine, "make-equal-table");
        _ = TestMachines.Call(_machine, "table-set!", table, Value.True, Value.True);
        Assert.Equal("#<table of 1>", TestMachines.Print(_machine, table));
    }

    [Fact]
    public void CyclesThroughRecordsAndBoxes()
    {
        var type = new RecordType(_machine.Intern("node"), [_machine.Intern("next")]);
        Value[] fields = [Value.False];
        var node = new Record(type, fields);
        fields[0] = Value.Object(new Box(Value.Object(node)));
        AssertPrints("#0=#<node next: #<box #0#>>", node);
    }

    [Theory]
    [InlineData("car", "((((")]
    [InlineData("cdr", "(1 1 1")]
    [InlineData("vector", "#(#(")]
    public void DeepNestingIsNoProblem(string kind, string beginning)
    {
        var value = Value.EmptyList;
        for (var i = 0; i < 1_000_000; i++)
        {
            value = kind switch
            {
                "car" => Value.Object(new Pair(value, Value.EmptyList)),
                "cdr" => Value.Object(new Pair(Value.Fixnum(1), value)),
                _ => Value.Object(new Vector([value])),
            };
        }

        foreach (var style in Enum.GetValues<PrintStyle>())
        {
            var text = TestMachines.Print(_machine, value, style);
            Assert.InRange(text.Length, 2_000_000, 3_000_002);
            Assert.StartsWith(beginning, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShortFormEndsForAnything()
    {
        Assert.Equal("(a b c)", Short("(a b c)", 7));
        Assert.Equal("(a b...", Short("(a b c d e f)", 7));
        Assert.Equal("((((...", Short("#0=(#0#)", 7));
        Assert.Equal("(a a a a a ...", Short("#0=(a . #0#)", 14));
        Assert.Equal("\"aaaa...", Scheme.Printer.Printer.PrintShort(Value.Object(new Text(10_000_000, 'a')), 8));
        Assert.Equal("😀...", Scheme.Printer.Printer.PrintShort(Value.Object(_machine.Intern("😀😀😀")), 5));
        Assert.Equal("😀😀", Scheme.Printer.Printer.PrintShort(Value.Object(_machine.Intern("😀😀")), 5));
        Assert.Equal("3/4", Short("3/4", 10));
        var huge = Value.Integer(System.Numerics.BigInteger.One << 10_000_000);
        Assert.StartsWith("#<number of about 3", Scheme.Printer.Printer.PrintShort(huge, 80), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteSimpleOfACycleEndsAtTheLimit()
    {
        var cycle = TestMachines.ReadOne(_machine, "#0=(a . #0#)");
        _machine.SetLimits(new MachineLimits { Ticks = _machine.TicksUsed + 100_000 });
        var output = new StringBuilder();
        Assert.False(Scheme.Printer.Printer.Append(_machine, output, cycle, PrintStyle.WriteSimple));
        Assert.Equal(PendingSignal.Stop, _machine.Pending);
    }

    [Fact]
    public void SharedStructureIsChargedAsItUnfolds()
    {
        // Printed without labels this is 2^60 characters: the limit must come, soon.
        var value = Value.Fixnum(1);
        for (var i = 0; i < 60; i++)
        {
            value = Value.Object(new Pair(value, value));
        }

        _machine.SetLimits(new MachineLimits { Ticks = _machine.TicksUsed + 1_000_000 });
        Assert.False(Scheme.Printer.Printer.Append(_machine, new StringBuilder(), value, PrintStyle.Write));
        var other = TestMachines.New();
        Assert.True(TestMachines.Print(other, value, PrintStyle.WriteShared).Length < 2000);
    }

    [Fact]
    public void PrimitivesGiveStrings()
    {
        var value = TestMachines.ReadOne(_machine, "(\"a\" #\\b)");
        Assert.Equal("(\"a\" #\\b)", TestMachines.Call(_machine, "write-to-string", value).AsObject!.ToString());
        Assert.Equal("(a b)", TestMachines.Call(_machine, "display-to-string", value).AsObject!.ToString());
        Assert.Equal("(\"...", TestMachines.Call(_machine, "write-to-short-string", value, Value.Fixnum(5)).AsObject!.ToString());
        var text = TestMachines.Text("abc");
        var copy = TestMachines.Call(_machine, "display-to-string", text);
        Assert.Equal("abc", copy.AsObject!.ToString());
        Assert.NotSame(text.AsObject, copy.AsObject);
        var wrong = _machine.FindPrimitive("write-to-short-string")!.Invoke(_machine, value, Value.Fixnum(2));
        Assert.Equal(ConditionKind.OutOfRange, TestMachines.Pending(_machine, wrong).Kind);
    }

    [Fact]
    public void ErrorsInWords()
    {
        var condition = new Condition(ConditionKind.WrongType, "argument 1 must be a pair, got", Value.Fixnum(5)) { Operation = "car" };
        Assert.Equal("car: argument 1 must be a pair, got 5", Scheme.Printer.Printer.Describe(condition));
    }

    private string Short(string text, int maximum) =>
        Scheme.Printer.Printer.PrintShort(TestMachines.ReadOne(_machine, text), maximum);

    private void AssertPrints(string expected, object value) =>
        Assert.Equal(expected, TestMachines.Print(_machine, Value.Object(value)));
}

using Ouro.Machine.Execution;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Tests.Reader;

public class ReaderTests
{
    private readonly VirtualMachine _machine = TestMachines.New();

    [Theory]
    // Lists, abbreviations, comments.
    [InlineData("()", "()")]
    [InlineData("(a b . c)", "(a b . c)")]
    [InlineData("(a . (b . (c . ())))", "(a b c)")]
    [InlineData("[a (b] ", null)]
    [InlineData("[a (b) [c]]", "(a (b) (c))")]
    [InlineData("'x", "'x")]
    [InlineData("(quote x)", "'x")]
    [InlineData("(quote x y)", "(quote x y)")]
    [InlineData("(quote . x)", "(quote . x)")]
    [InlineData("`(a ,b ,@c . ,d)", "`(a ,b ,@c unquote d)")]
    [InlineData(", @x", "(unquote @x)")]
    [InlineData("#'x", "(syntax x)")]
    [InlineData("#`x", "(quasisyntax x)")]
    [InlineData("#,x", "(unsyntax x)")]
    [InlineData("#,@x", "(unsyntax-splicing x)")]
    [InlineData("'#t", "'#t")]
    [InlineData("(a #;b c)", "(a c)")]
    [InlineData("(a #;(b #;c d) #;#;e f g)", "(a g)")]
    [InlineData("(a . #;b c #;d)", "(a . c)")]
    [InlineData("; comment\n #| block #| nested |# still |# x", "x")]
    [InlineData("#||#x", "x")]
    [InlineData("#|||#x", "x")]
    [InlineData("(a;b\nc)", "(a c)")]
    [InlineData("#!/usr/bin/ouro\nx", "x")]
    [InlineData("#! /usr/bin/ouro\nx", "x")]
    [InlineData("#!r7rs x", "x")]
    [InlineData("\uFEFFx", "x")]
    // Atoms.
    [InlineData("#t", "#t")]
    [InlineData("#true", "#t")]
    [InlineData("#false", "#f")]
    [InlineData("#!eof", "#<eof>")]
    [InlineData("#!default", "#!default")]
    [InlineData("#!unspecified", "#<unspecified>")]
    [InlineData("12", "12")]
    [InlineData("-7", "-7")]
    [InlineData("1/2", "1/2")]
    [InlineData("1.5e3", "1500.0")]
    [InlineData("#xFF", "255")]
    [InlineData("#e1.5", "3/2")]
    [InlineData("#i#b101", "5.0")]
    [InlineData("+i", "+i")]
    [InlineData("+inf.0", "+inf.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("+", "+")]
    [InlineData("-", "-")]
    [InlineData("...", "...")]
    [InlineData("->x", "->x")]
    [InlineData("+a", "+a")]
    [InlineData("1+", "1+")]
    [InlineData(".a", ".a")]
    [InlineData("a.b", "a.b")]
    [InlineData("<=?", "<=?")]
    [InlineData("λ→", "λ→")]
    [InlineData("#:key", "#:key")]
    [InlineData("|a b|", "|a b|")]
    [InlineData("||", "||")]
    [InlineData(@"|a\x41;\n\||", @"|aA\n\||")]
    [InlineData("|abc|", "abc")]
    [InlineData("|12|", "|12|")]
    [InlineData("|+|", "+")]
    [InlineData("|.|", "|.|")]
    [InlineData("ABC", "ABC")]
    [InlineData("#!fold-case ABC", "abc")]
    [InlineData("#!fold-case #!no-fold-case ABC", "ABC")]
    [InlineData("#!fold-case |ABC|", "ABC")]
    [InlineData(@"#!fold-case #\SPACE", @"#\space")]
    [InlineData(@"#!fold-case #\A", @"#\A")]
    [InlineData("#!fold-case #TRUE", "#t")]
    [InlineData("#!FOLD-CASE Straße", "strasse")]
    [InlineData("#True", "#t")]
    [InlineData("#FALSE", "#f")]
    [InlineData("#U8(1 2)", "#u8(1 2)")]
    [InlineData("1/0x", "1/0x")]
    [InlineData("|1/0|", "|1/0|")]
    // Characters.
    [InlineData(@"#\a", @"#\a")]
    [InlineData(@"#\(", @"#\(")]
    [InlineData(@"#\;", @"#\;")]
    [InlineData(@"#\ ", @"#\space")]
    [InlineData(@"#\space", @"#\space")]
    [InlineData(@"#\newline", @"#\newline")]
    [InlineData(@"#\nul", @"#\null")]
    [InlineData(@"#\x", @"#\x")]
    [InlineData(@"#\x41", @"#\A")]
    [InlineData(@"#\x3bb", @"#\λ")]
    [InlineData(@"#\x10FFFF", @"#\x10ffff")]
    [InlineData(@"#\xD800", @"#\xd800")]
    [InlineData(@"#\😀", @"#\😀")]
    [InlineData(@"(#\a)", @"(#\a)")]
    [InlineData(@"(#\))", @"(#\))")]
    [InlineData(@"#\(abc", @"#\(")]
    // Strings.
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"a\\\"b\\\\c\"", "\"a\\\"b\\\\c\"")]
    [InlineData("\"\\a\\b\\t\\n\\r\\x41;\\|\"", "\"\\a\\b\\t\\n\\rA|\"")]
    [InlineData("\"a\\  \n   b\"", "\"ab\"")]
    [InlineData("\"a\r\nb\rc\"", "\"a\\nb\\nc\"")]
    [InlineData("\"a\nb\"", "\"a\\nb\"")]
    [InlineData("\"λ😀\"", "\"λ😀\"")]
    [InlineData("\"\\xD83D;\\xDE00;\"", "\"\\xd83d;\\xde00;\"")]
    // Vectors and bytevectors.
    [InlineData("#()", "#()")]
    [InlineData("#(a #(b) (c))", "#(a #(b) (c))")]
    [InlineData("#u8()", "#u8()")]
    [InlineData("#u8(0 #xff 10)", "#u8(0 255 10)")]
    [InlineData("#vu8(1)", "#u8(1)")]
    // Labels.
    [InlineData("#0=(a . #0#)", "#0=(a . #0#)")]
    [InlineData("#1=(b #1# #(#1#))", "#0=(b #0# #(#0#))")]
    [InlineData("(#7=(x) #7#)", "((x) (x))")]
    [InlineData("#0=#(1 #0#)", "#0=#(1 #0#)")]
    [InlineData("#0='#0#", "#0='#0#")]
    [InlineData("(#0=a #0#)", "(a a)")]
    [InlineData("#0=(#1=(#0# . #1#))", "#0=(#1=(#0# . #1#))")]
    public void ReadsAs(string text, string? written)
    {
        var reader = new SchemeReader(_machine, "test", text);
        var status = reader.Read(out var datum);
        if (written is null)
        {
            Assert.Equal(ReadStatus.Wrong, status);
            return;
        }

        Assert.True(status == ReadStatus.Datum, reader.Error?.Message);
        Assert.Equal(written, TestMachines.Print(_machine, datum));
    }

    [Theory]
    [InlineData(")", "test:1:1", "unexpected ): nothing is open here")]
    [InlineData("(a ]", "test:1:4", "expected ) to close the list opened at test:1:1, got ]")]
    [InlineData("#(a ]", "test:1:5", "expected ) to close the vector opened at test:1:1, got ]")]
    [InlineData("(a . )", "test:1:6", "expected a datum after the dot, got )")]
    [InlineData("( . a)", "test:1:3", "expected a datum before the dot")]
    [InlineData("(a . b c)", "test:1:8", "expected ) after the datum that follows the dot, got another datum")]
    [InlineData("(a . b . c)", "test:1:8", "a list can have only one dot")]
    [InlineData("#(a . b)", "test:1:5", "a dot can only stand before the last datum of a list")]
    [InlineData("\n .", "test:2:2", "a dot can only stand before the last datum of a list")]
    [InlineData("(')", "test:1:3", "expected a datum after ', got )")]
    [InlineData("(#;)", "test:1:4", "expected a datum after #;, got )")]
    [InlineData("(,@)", "test:1:4", "expected a datum after ,@, got )")]
    [InlineData("(#0=)", "test:1:5", "expected a datum after #0=, got )")]
    [InlineData(@"#\foo", "test:1:1", @"#\foo is not a character name")]
    [InlineData(@"#\spce", "test:1:1", @"#\spce is not a character name; did you mean #\space?")]
    [InlineData(@"#\Newline", "test:1:1", @"#\Newline is not a character name; did you mean #\newline?")]
    [InlineData(@"#\x110000", "test:1:1", @"#\x110000 is not a character: code points end at x10FFFF")]
    [InlineData("\"a\\qb\"", "test:1:3", @"\q is not an escape; there are")]
    [InlineData("\"a\\x41\"", "test:1:3", @"expected hexadecimal digits and ; after \x, got """)]
    [InlineData("\"a\\x;\"", "test:1:3", @"expected hexadecimal digits and ; after \x, got ;")]
    [InlineData("\"\\x110000;\"", "test:1:2", @"\x110000; is not a character")]
    [InlineData("\"\\ x\"", "test:1:2", @"\  is not an escape")]
    [InlineData("#x12G", "test:1:1", "#x12G is not a number")]
    [InlineData("#e", "test:1:1", "#e is not a number")]
    [InlineData("#u8(256)", "test:1:5", "expected an exact integer from 0 to 255 in a bytevector, got 256")]
    [InlineData("#u8(a)", "test:1:5", "expected an exact integer from 0 to 255 in a bytevector, got a")]
    [InlineData("#u8 (1)", "test:1:1", "expected ( right after #u8")]
    [InlineData("#5#", "test:1:1", "#5# refers to a label that has not been defined before it")]
    [InlineData("(#5# #5=a)", "test:1:2", "#5# refers to a label that has not been defined before it")]
    [InlineData("(#5=a #05=b)", "test:1:7", "the label #5= is defined twice in one datum")]
    [InlineData("#0=#0#", "test:1:1", "the label #0= names nothing but itself")]
    [InlineData("#0=#1=#0#", "test:1:1", "the label #0= names nothing but itself")]
    [InlineData("#3x", "test:1:1", "expected = or # after #3, got x")]
    [InlineData("{", "test:1:1", "{ has no meaning in Scheme")]
    [InlineData("#<foo>", "test:1:1", "an object that prints as #<...> cannot be read back")]
    [InlineData("#!fold-cas", "test:1:1", "#!fold-cas is not a directive; did you mean #!fold-case?")]
    [InlineData("1/0", "test:1:1", "1/0 is not a number: its denominator is zero")]
    [InlineData("-7/00", "test:1:1", "-7/00 is not a number: its denominator is zero")]
    [InlineData("#z", "test:1:1", "#z is not a datum; after # can follow")]
    [InlineData("a\u0001", "test:1:2", "the character U+0001 cannot stand here")]
    public void RefusesWrongText(string text, string place, string message)
    {
        var (status, error) = ReadError(text);
        Assert.Equal(ReadStatus.Wrong, status);
        Assert.StartsWith(message, Describe(error), StringComparison.Ordinal);
        Assert.Equal(place, error.Span!.ToString());
        Assert.Equal(ConditionKind.Read, error.Kind);
    }

    [Theory]
    [InlineData("(a\n (b", "test:2:2", "the list opened at test:2:2 is never closed: expected )")]
    [InlineData("[a", "test:1:1", "the list opened at test:1:1 is never closed: expected ]")]
    [InlineData("#(a", "test:1:1", "the vector opened at test:1:1 is never closed: expected )")]
    [InlineData("#u8(1", "test:1:1", "the bytevector opened at test:1:1 is never closed: expected )")]
    [InlineData("(a . ", "test:1:1", "the list opened at test:1:1 is never closed: expected )")]
    [InlineData("'", "test:1:1", "expected a datum after ', got the end of the text")]
    [InlineData("(a #; ", "test:1:4", "expected a datum after #;, got the end of the text")]
    [InlineData("#1= ", "test:1:1", "expected a datum after #1=, got the end of the text")]
    [InlineData("\"abc", "test:1:1", "the string opened at test:1:1 is never closed: expected \"")]
    [InlineData("\"abc\\", "test:1:1", "the string opened at test:1:1 is never closed")]
    [InlineData("\"abc\\   ", "test:1:1", "the string opened at test:1:1 is never closed")]
    [InlineData("\"abc\\x4", "test:1:5", @"expected hexadecimal digits and ; after \x, got the end of the text")]
    [InlineData(" |abc", "test:1:2", "the symbol opened at test:1:2 is never closed: expected |")]
    [InlineData("x #| #| |#", "test:1:3", "the comment opened at test:1:3 is never closed: expected |#")]
    [InlineData(@"#\", "test:1:1", @"expected a character after #\, got the end of the text")]
    [InlineData("#", "test:1:1", "expected more after #, got the end of the text")]
    [InlineData("#12", "test:1:1", "expected = or # after #12, got the end of the text")]
    public void TellsIncompleteFromWrong(string text, string place, string message)
    {
        var (status, error) = ReadError(text);
        Assert.Equal(ReadStatus.Incomplete, status);
        Assert.Equal(message, Describe(error));
        Assert.Equal(place, error.Span!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ; nothing")]
    [InlineData("#;x #| |# ")]
    public void EndsQuietly(string text) =>
        Assert.Equal(ReadStatus.EndOfInput, new SchemeReader(_machine, "test", text).Read(out _));

    [Fact]
    public void LabelsKeepIdentity()
    {
        var shared = (Pair)TestMachines.ReadOne(_machine, "(#0=\"s\" #0#)").AsObject!;
        Assert.Same(shared.Car.AsObject, ((Pair)shared.Cdr.AsObject!).Car.AsObject);
        var cyclic = (Pair)TestMachines.ReadOne(_machine, "#0=(a . #0#)").AsObject!;
        Assert.Same(cyclic, cyclic.Cdr.AsObject);
    }

    [Fact]
    public void SymbolsAreInternedAndStringsFresh()
    {
        var list = (Pair)TestMachines.ReadOne(_machine, "(foo |foo| \"s\" \"s\")").AsObject!;
        var second = (Pair)list.Cdr.AsObject!;
        Assert.Same(list.Car.AsObject, second.Car.AsObject);
        var third = (Pair)second.Cdr.AsObject!;
        Assert.NotSame(third.Car.AsObject, ((Pair)third.Cdr.AsObject!).Car.AsObject);
    }

    [Fact]
    public void PositionsOfFormsAndElements()
    {
        var map = new SourceMap();
        var list = (Pair)TestMachines.ReadOne(_machine, "\n  (foo 😀\n   '(bar) #(x (y)))", map).AsObject!;
        AssertSpan(2, 3, 3, 20, map.Form(list));
        AssertSpan(2, 4, 2, 7, map.Element(list));
        var second = (Pair)list.Cdr.AsObject!;
        Assert.Null(map.Form(second));
        AssertSpan(2, 8, 2, 9, map.Element(second));
        var third = (Pair)second.Cdr.AsObject!;
        AssertSpan(3, 4, 3, 10, map.Element(third));
        var quotation = (Pair)third.Car.AsObject!;
        AssertSpan(3, 4, 3, 10, map.Form(quotation));
        AssertSpan(3, 4, 3, 5, map.Element(quotation));
        AssertSpan(3, 5, 3, 10, map.Element((Pair)quotation.Cdr.AsObject!));
        var fourth = (Pair)third.Cdr.AsObject!;
        AssertSpan(3, 11, 3, 19, map.Element(fourth));
        var inVector = (Pair)((Vector)fourth.Car.AsObject!).Items[1].AsObject!;
        AssertSpan(3, 15, 3, 18, map.Form(inVector));
    }

    [Fact]
    public void LineEndsOfEveryKindCountOnce()
    {
        var map = new SourceMap();
        var list = (Pair)TestMachines.ReadOne(_machine, "(a\r\nb\rc\nd)", map).AsObject!;
        for (var line = 1; line <= 4; line++)
        {
            Assert.Equal(line, map.Element(list)!.Line);
            list = list.Cdr.AsObject as Pair ?? list;
        }
    }

    [Fact]
    public void ReadsOneDatumAfterTheOther()
    {
        const string Text = "xx (a)b\"c\" ; end\n#t";
        var reader = new SchemeReader(_machine, "port", Text, position: 2, line: 5, column: 3);
        Assert.Equal(ReadStatus.Datum, reader.Read(out var datum));
        Assert.Equal("(a)", TestMachines.Print(_machine, datum));
        Assert.Equal(6, reader.Position);
        Assert.Equal(5, reader.Line);
        Assert.Equal(7, reader.Column);
        Assert.Equal("port:5:4", reader.LastSpan!.ToString());
        foreach (var expected in new[] { "b", "\"c\"", "#t" })
        {
            Assert.Equal(ReadStatus.Datum, reader.Read(out datum));
            Assert.Equal(expected, TestMachines.Print(_machine, datum));
        }

        Assert.Equal(6, reader.Line);
        Assert.Equal(ReadStatus.EndOfInput, reader.Read(out _));
    }

    [Fact]
    public void GoesOnAfterAnError()
    {
        var reader = new SchemeReader(_machine, "test", ") a");
        Assert.Equal(ReadStatus.Wrong, reader.Read(out _));
        Assert.Equal(ReadStatus.Datum, reader.Read(out var datum));
        Assert.Equal("a", TestMachines.Print(_machine, datum));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("#(")]
    [InlineData("'")]
    [InlineData("(a . ")]
    [InlineData("#;")]
    public void DeepNestingIsNoProblem(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 1_000_000));
        Assert.Equal(ReadStatus.Incomplete, new SchemeReader(_machine, "test", text, new SourceMap()).Read(out _));
    }

    [Fact]
    public void StopsAtTheLimits()
    {
        _machine.SetLimits(new MachineLimits { Ticks = _machine.TicksUsed + 1000 });
        var text = string.Concat(Enumerable.Repeat("(a) ", 100_000));
        Assert.Equal(ReadStatus.Stopped, new SchemeReader(_machine, "test", "(" + text).Read(out _));
        Assert.Equal(PendingSignal.Stop, _machine.Pending);

        var other = TestMachines.New();
        other.SetLimits(new MachineLimits { Allocation = other.BytesAllocated + 100_000 });
        Assert.Equal(ReadStatus.Stopped, new SchemeReader(other, "test", "(" + text).Read(out _));
    }

    private (ReadStatus Status, Condition Error) ReadError(string text)
    {
        var reader = new SchemeReader(_machine, "test", text, new SourceMap());
        ReadStatus status;
        do
        {
            status = reader.Read(out _);
        }
        while (status == ReadStatus.Datum);

        return (status, Assert.IsType<Condition>(reader.Error));
    }

    private static string Describe(Condition condition) => Scheme.Printer.Printer.Describe(condition);

    private static void AssertSpan(int line, int column, int endLine, int endColumn, SourceSpan? span) =>
        Assert.Equal(new SourceSpan("test", line, column, endLine, endColumn), span);
}

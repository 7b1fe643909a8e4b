using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>What the assembler accepts, what it makes of it, and what it says about the rest.</summary>
public class AssemblerTests
{
    [Theory]
    [InlineData("17", "expected (code ...)")]
    [InlineData("(code)", "expected a (body ...)")]
    [InlineData("(code . 5)", "proper list")]
    [InlineData("(code 5 (body))", "expected a section")]
    [InlineData("(code (colour red) (body))", "no section of this name")]
    [InlineData("(code (name 5) (body))", "expected (name SYMBOL)")]
    [InlineData("(code (registers -1) (body))", "one number from 0 to")]
    [InlineData("(code (free 65537) (body))", "one number from 0 to 65536")]
    [InlineData("(code (sites x) (body))", "one number from 0 to")]
    [InlineData("(code (parameters x) (body))", "expected (parameters")]
    [InlineData("(code (parameters -1) (body))", "negative")]
    [InlineData("(code (parameters 65536) (body))", "more than 65535 parameters")]
    [InlineData("(code (parameters 0 0 #f (5)) (body))", "expected a symbol as a keyword")]
    [InlineData("(code (span 5) (body))", "expected (span S)")]
    [InlineData("(code (body (span \"f\" 1 2 3)))", "expected (span S)")]
    [InlineData("(code (body (fly 1)))", "no such opcode")]
    [InlineData("(code (body (5 1)))", "no such opcode")]
    [InlineData("(code (body \"label\"))", "expected a label")]
    [InlineData("(code (body a a))", "stands twice")]
    [InlineData("(code (body (jump a)))", "stands nowhere")]
    [InlineData("(code (body (move 1)))", "move takes 2 operands (target source), got 1")]
    [InlineData("(code (body (move 1 2 3)))", "got 3")]
    [InlineData("(code (body (move 1 256)))", "source must be from 0 to 255, not 256")]
    [InlineData("(code (body (move 1 x)))", "source must be a number")]
    [InlineData("(code (body (move 1 . 2)))", "proper list")]
    [InlineData("(code (body (branch 0 1 a) a))", "sense must be #t or #f")]
    [InlineData("(code (body (constant 0 5)))", "expected a constant")]
    [InlineData("(code (body (constant 0 (constant 0))))", "expected a constant")]
    [InlineData("(code (body (constant 0 (primitive no-such-primitive))))", "no primitive of this name")]
    [InlineData("(code (body (constant 0 (global a))))", "expected a constant")]
    [InlineData("(code (body (fixnum 0 40000)))", "immediate must be from -32768 to 32767")]
    [InlineData("(code (body (closure 0 (code))))", "expected a (body ...)")]
    [InlineData("(code (body (return 0)) (handlers (a b c)))", "expected a handler")]
    [InlineData("(code (body a (return 0)) (handlers (a b a 0)))", "stands nowhere")]
    [InlineData("(code (body (return 0)) (frame-states 5))", "expected (state ...)")]
    [InlineData("(code (body (return 0)) (frame-states (state (virtual ghost))))", "expected (virtual KIND")]
    [InlineData("(code (body (return 0)) (frame-states (state (activation this nowhere self))))", "stands nowhere")]
    [InlineData("(code (body (return 0)) (frame-states (state (activation this 1 ghost))))", "expected a constant")]
    public void SaysWhatItExpected(string text, string expected)
    {
        var machine = TestMachine.New();
        Assert.True(Assembler.Assemble(machine, AssemblyText.Read(machine, text)).IsSignal);
        var failure = AssemblyText.Failure(machine);
        Assert.Equal(ConditionKind.BadCode, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("bad assembly", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesCircles()
    {
        var machine = TestMachine.New();
        var form = (Pair)AssemblyText.Read(machine, "(code (body (closure 0 x)))").Ref!;
        var body = (Pair)((Pair)form.Cdr.Ref!).Car.Ref!;
        var closure = (Pair)((Pair)body.Cdr.Ref!).Car.Ref!;
        ((Pair)((Pair)closure.Cdr.Ref!).Cdr.Ref!).Car = Value.Object(form);
        Assert.True(Assembler.Assemble(machine, Value.Object(form)).IsSignal);
        Assert.Contains("contains itself", AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
        body.Cdr = Value.Object(body);
        Assert.True(Assembler.Assemble(machine, Value.Object(form)).IsSignal);
        Assert.Contains("proper list", AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepNestingNeedsNoHostStack()
    {
        var machine = TestMachine.New();
        Value leaf = AssemblyText.Read(machine, "(code (body (fixnum 0 1) (return 0)))");
        for (int i = 0; i < 20_000; i++)
        {
            var form = (Pair)AssemblyText.Read(machine, "(code (body (closure 0 x) (return 0)))").Ref!;
            var body = (Pair)((Pair)form.Cdr.Ref!).Car.Ref!;
            var closure = (Pair)((Pair)body.Cdr.Ref!).Car.Ref!;
            ((Pair)((Pair)closure.Cdr.Ref!).Cdr.Ref!).Car = leaf;
            leaf = Value.Object(form);
        }

        var code = Assert.IsType<CodeObject>(Assembler.Assemble(machine, leaf).Ref);
        string text = Disassembler.Disassemble(code);
        Assert.Equal(20_000, System.Text.RegularExpressions.Regex.Count(text, @"\(closure "));
    }

    [Fact]
    public void PoolsConstants()
    {
        var machine = TestMachine.New();
        var text = Value.Object(new Text("same"));
        var builder = new AssemblyBuilder();
        int first = builder.Constant(text);
        Assert.Equal(first, builder.Constant(text));
        Assert.NotEqual(first, builder.Constant(Value.Object(new Text("same"))));
        Assert.Equal(builder.Constant(Value.Flonum(0.0)), builder.Constant(Value.Flonum(0.0)));
        Assert.NotEqual(builder.Constant(Value.Flonum(0.0)), builder.Constant(Value.Flonum(-0.0)));
        Assert.NotEqual(builder.Constant(Value.Fixnum(1)), builder.Constant(Value.Flonum(1)));
        Assert.NotEqual(builder.Constant(Value.Fixnum('a')), builder.Constant(Value.Character('a')));
        var big = System.Numerics.BigInteger.Pow(10, 30);
        int bigNumber = builder.Constant(Value.Integer(big));
        for (int i = 0; i < 40; i++)
        {
            builder.Constant(Value.Fixnum(1000 + i));
        }

        Assert.Equal(bigNumber, builder.Constant(Value.Integer(big)));
        Assert.Equal(builder.Constant(Value.Object(new Ratnum(1, 3))), builder.Constant(Value.Object(new Ratnum(1, 3))));
        Assert.Equal(builder.Constant(Complex(1, 2)), builder.Constant(Complex(1, 2)));
        Assert.NotEqual(builder.Constant(Complex(1, 2)), builder.Constant(Complex(2, 2)));
        Assert.Equal(first, builder.Constant(text));

        static Value Complex(int real, int imaginary) => Value.Object(new Compnum(Value.Fixnum(real), Value.Fixnum(imaginary)));
    }

    [Fact]
    public void LiteralsBecomeConstant()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, "(code (body (constant 0 (quote (a \"text\" #(1 #u8(2)) . 3))) (return 0)))");
        var list = (Pair)code.Constants[0].Ref!;
        var second = (Pair)list.Cdr.Ref!;
        var vector = (Vector)((Pair)second.Cdr.Ref!).Car.Ref!;
        Assert.True(machine.IsConstantPair(list));
        Assert.True(machine.IsConstantPair(second));
        Assert.Equal(ObjectFlags.Constant, ((Text)second.Car.Ref!).Flags);
        Assert.Equal(ObjectFlags.Constant, vector.Flags);
        Assert.Equal(ObjectFlags.Constant, ((Bytevector)vector.Items[1].Ref!).Flags);
        Assert.Equal(OutcomeKind.Uncaught, machine.Run(Value.Object(machine.FindPrimitive("set-car!")!), Value.Object(list), Value.Fixnum(1)).Kind);
    }

    [Fact]
    public void CyclicLiteralsEnd()
    {
        var machine = TestMachine.New();
        var circle = new Pair(Value.Fixnum(1), Value.EmptyList);
        circle.Cdr = Value.Object(circle);
        var vector = new Vector([Value.Object(circle), Value.Fixnum(0)]);
        vector.Items[1] = Value.Object(vector);
        Literals.MarkConstant(machine, Value.Object(vector));
        Assert.True(machine.IsConstantPair(circle));
        Assert.False(Literals.IsProperList(Value.Object(circle)));
        var builder = new AssemblyBuilder();
        builder.Emit(Opcode.Constant, 0, builder.Constant(Value.Object(vector)));
        builder.Emit(Opcode.Return, 0);
        Assert.Contains("...", Disassembler.Disassemble(builder.Build(out _)!), StringComparison.Ordinal);
    }

    [Fact]
    public void EverythingRoundTripsThroughText()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, Everything);
        Assert.Null(Verifier.Verify(code));
        string text = Disassembler.Disassemble(code);
        var again = AssemblyText.Assemble(machine, text);
        Assert.Equal(code.Instructions, again.Instructions);
        Assert.Equal(text, Disassembler.Disassemble(again));
        Assert.Null(Verifier.Verify(again));
        Assert.True(again.PrepareFrameState(machine, 0));
        Assert.True(again.PrepareFrameState(machine, 1), machine.PendingValue.Ref is Condition c ? c.Message : "");
        Assert.Equal(code.Handlers, again.Handlers);
        Assert.Equal(code.Spans.Entries, again.Spans.Entries);
        Assert.Equal(code.Span, again.Span);
        Assert.Equal(code.Name, again.Name);
        Assert.Equal((1, 1, true, 2), (again.Parameters.Required, again.Parameters.Optional, again.Parameters.HasRest, again.Parameters.Keywords.Length));
        for (int pc = 0; pc < code.Instructions.Length; pc++)
        {
            Assert.Equal(code.StartsStatement(pc), again.StartsStatement(pc));
            Assert.Equal(code.SpanAt(pc), again.SpanAt(pc));
        }
    }

    [Fact]
    public void SpansAndStatementsStandWhereTheyWereMarked()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, """
            (code (body (fixnum 0 1) (span "a.scm" 3 4 5 6) (statement) (record-ref 0 0 0 7) (span #f) last (return 0)) (statements last))
            """);
        Assert.Null(code.SpanAt(0));
        Assert.Equal(new SourceSpan("a.scm", 3, 4, 5, 6), code.SpanAt(1));
        Assert.Equal(new SourceSpan("a.scm", 3, 4, 5, 6), code.SpanAt(2));
        Assert.Null(code.SpanAt(3));
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(code.StartsStatement));
    }

    [Fact]
    public void ManySpansAreFound()
    {
        var random = new Random(7);
        var builder = new SpanTable.Builder();
        var expected = new List<SourceSpan?>();
        SourceSpan? current = null;
        for (int pc = 0; pc < 3000; pc++)
        {
            if (random.Next(3) == 0)
            {
                current = random.Next(5) == 0 ? null : new SourceSpan($"file{random.Next(4)}", random.Next(1, 100_000), random.Next(1, 200), random.Next(1, 100_000), random.Next(1, 200));
                builder.Add(pc, current);
            }

            expected.Add(current);
        }

        var table = builder.Build();
        Assert.Equal(expected, Enumerable.Range(0, 3000).Select(table.Find));
    }

    /// <summary>Uses each kind of section, item, operand, constant, slot and virtual object.</summary>
    internal const string Everything = """
        (code (name |a name|) (span "file \"x\".scm" 1 2 3 4) (parameters 1 1 #t (key other)) (registers 12) (free 1) (sites 2)
          (body
            (statement)
            (instruction statement)
            (span "file.scm" 1 2 1 9)
            from
            (car 5 0)
            (span #f)
            (branch-absent 1 #t given)
            (constant 5 (quote (1 . (2.5 #\x61 "t" #(x #u8(1 2)) -7/3 123456789012345678901234567890 . |odd symbol|))))
            given
            to
            (global 6 (global m v))
            (check-bound 6 (quote v))
            (primitive-n 6 5 1 (primitive values))
            again
            (closure 7 (code (name inner) (free 2) (body (free 0 0) (free 1 1) (cons 0 0 1) (return 0))))
            (closure-set 7 0 5)
            (closure-set 7 1 6)
            (guard-eq 5 (quote #t) 0)
            (assume (global m v) (quote ()) 1)
            (move 10 5)
            (move 9 7)
            (call 6 1 8)
            after
            (branch 6 #f done)
            (loop again)
            done
            (far-get 6 3)
            (return 6)
            handler
            (caught 6)
            (exit 1))
          (handlers (from to handler 5))
          (frame-states
            (state (activation this done self dead dead dead (register 3)))
            (state (virtual pair (register 0) (virtual 1)) (virtual box (quote 5)) (virtual vector) (virtual vector self (long 0) (double 1) dead)
                   (virtual closure (code (name virtual) (parameters 1) (free 1) (body (free 0 0) (return 0))) (virtual 4))
                   (activation this after self (register 0) (register 1) dead (register 3) dead (register 0))
                   (activation (constant 8) 0 (virtual 4) (virtual 0)))))
        """;
}

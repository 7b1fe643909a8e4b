using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>One broken code object for each rule of the verifier, and what it must not refuse.</summary>
public class VerifierTests
{
    /// <summary>Broken code that can be written as assembly.</summary>
    [Theory]
    [InlineData("(code (body))", "there are no instructions")]
    [InlineData("(code (body (fixnum 0 1)))", "run off the end")]
    [InlineData("(code (body (fixnum 0 1) (branch 0 #t end) end))", "outside of the code")]
    [InlineData("(code (body (fixnum 0 1) back (branch 0 #t back) (return 0)))", "only loop may go back")]
    [InlineData("(code (body back (jump back)))", "only loop may go back")]
    [InlineData("(code (body (return 0)))", "register 0 holds no value")]
    [InlineData("(code (parameters 1) (body (branch 0 #t skip) (fixnum 1 1) skip (return 1)))", "register 1 holds no value")]
    [InlineData("(code (parameters 1) (body (fixnum 3 0) (move 2 0) (call 1 0 2) (return 3)))", "register 3 holds no value")]
    [InlineData("(code (parameters 1) (body (fixnum 4 0) head (branch 4 #t out) (move 3 0) (call 1 0 2) (loop head) out (return 0)))", "register 4 holds no value")]
    [InlineData("(code (parameters 1) (body (call-global (global m v) 0 1 0) (return 0)))", "register 2 holds no value")]
    [InlineData("(code (parameters 1) (body (tail-call 0 2)))", "register 3 holds no value")]
    [InlineData("(code (body (pack-values 0 1 2) (return 0)))", "register 1 holds no value")]
    [InlineData("(code (parameters 1) (body (far-get 0 300) (return 0)))", "register 300 holds no value")]
    [InlineData("(code (free 1) (body (free 0 1) (return 0)))", "the closure has 1 captured variables")]
    [InlineData("(code (body (global 0 (quote x)) (return 0)))", "constant 0 must be a variable")]
    [InlineData("(code (body (closure 0 (quote x)) (return 0)))", "constant 0 must be a code object")]
    [InlineData("(code (parameters 1) (body (primitive-1 0 0 (quote x)) (return 0)))", "constant 0 must be a primitive procedure")]
    [InlineData("(code (parameters 1) (body (check-bound 0 (quote 5)) (return 0)))", "constant 0 must be a symbol")]
    [InlineData("(code (parameters 3) (body (call-keywords (quote x) 0 0 1) (return 0)))", "constant 0 must be a vector")]
    [InlineData("(code (parameters 3) (body (call-keywords (quote #(a b)) 0 1 0) (return 0)))", "there are 2 names for 1 arguments")]
    [InlineData("(code (parameters 3) (body (call-keywords (quote #(5)) 0 1 0) (return 0)))", "a name of an argument is no symbol")]
    [InlineData("(code (parameters 3) (body (call-apply 0 0 0) (return 0)))", "no argument that could be the list")]
    [InlineData("(code (parameters 1) (body (guard-fixnum 0 0) (return 0)))", "there are 0 frame states")]
    [InlineData("(code (parameters 1) (body (caught 0) (return 0)))", "control can reach it without a raise")]
    [InlineData("(code (parameters 1) (body (return 0) (caught 0) (return 0)))", "no exception handler starts here")]
    [InlineData("(code (parameters 1) (body from (car 0 0) to (jump h) h (caught 0) (return 0)) (handlers (from to h 0)))", "a jump leads here")]
    [InlineData("(code (parameters 1) (body from (car 0 0) to h (caught 0) (return 0)) (handlers (from to h 0)))", "control can reach it without a raise")]
    [InlineData("(code (parameters 1) (body from (car 0 0) to (return 0) h (return 0)) (handlers (to from h 0)))", "its range is empty")]
    [InlineData("(code (parameters 1) (body from (car 0 0) to (return 0)) (handlers (from to from 0)))", "it lies in its own range")]
    [InlineData("(code (parameters 1) (body from (car 0 0) to (return 0) h (return 0)) (handlers (from to h 9)))", "its register depth is outside of the frame")]
    [InlineData("(code (parameters 1) (body from (fixnum 1 5) (car 0 0) to (return 0) h (return 1)) (handlers (from to h 1)))", "register 1 holds no value")]
    [InlineData("(code (parameters 1) (body from (car 0 0) (fixnum 1 5) (car 0 0) to (return 0) h (return 1)) (handlers (from to h 2)))", "register 1 holds no value")]
    [InlineData("(code (parameters 1) (body from (fixnum 3 5) (move 2 0) (call 0 0 1) to (return 0) h (return 3)) (handlers (from to h 4)))", "register 3 holds no value")]
    [InlineData("(code (parameters 1) (body (exit 0)) (frame-states (state)))", "it has no activation")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation this a self (register 3)))))", "register 3 holds no value")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation this a dead))))", "an activation has no procedure")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation this a self (virtual 0)))))", "the number 0 of a slot (Virtual) is out of range")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation this a (virtual 1)))))", "the procedure of an activation is no closure")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual box self) (activation this a (virtual 0)))))", "the procedure of an activation is no closure")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual closure (code (body (return 0)))) (activation this a (virtual 0)))))", "a virtual closure of other code")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation this a self dead dead dead))))", "an activation has more registers than the frame")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (activation (quote 5) 0 self))))", "is no code object")]
    [InlineData("(code (parameters 1) (body a (exit 0) end) (frame-states (state (activation this end self))))", "no instruction starts at word 2")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual pair self) (activation this a self))))", "a virtual pair needs two slots")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual box) (activation this a self))))", "a virtual box needs one slot")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual record self) (activation this a self))))", "a virtual record needs a constant record type")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual closure (quote 5)) (activation this a self))))", "a virtual closure needs a constant code object")]
    [InlineData("(code (parameters 1) (body a (exit 0)) (frame-states (state (virtual closure (code (free 2) (body (return 0))) dead) (activation this a self))))", "a virtual closure needs a constant code object")]
    public void Refuses(string text, string expected)
    {
        var machine = TestMachine.New();
        Expect(AssemblyText.Assemble(machine, text), expected);
    }

    private const string Sample = """
        (code (name sample) (parameters 2)
          (body from (vector-ref 2 0 1) to (branch 2 #t skip) (constant 2 (quote 5)) skip (move 4 2) (call 1 0 3) (return 1) h (caught 1) (exit 0))
          (handlers (from to h 2)) (frame-states (state (activation this skip self dead dead (register 1)))))
        """;

    [Fact]
    public void AcceptsTheSample() => Assert.Null(Verifier.Verify(AssemblyText.Assemble(TestMachine.New(), Sample)));

    /// <summary>Broken code that no assembly can give.</summary>
    [Fact]
    public void RefusesBrokenWords()
    {
        Broken(p => p with { Words = Set(p.Words, p.Words.Length - 2, 255) }, "there is no such opcode");
        Broken(p => p with { Words = p.Words[..^1] }, "cut off");
        Broken(p => p with { Words = Set(p.Words, 0, p.Words[0] | 200 << 8) }, "register 2");
        Broken(p => p with { Words = Set(p.Words, 0, p.Words[0] | 200 << 24) }, "is beyond the frame of 5 registers");
        Broken(p => p with { Words = Set(p.Words, 1, p.Words[1] | 2 << 16) }, "the flag sense is 3, not 0 or 1");
        Broken(p => p with { Words = Set(p.Words, 1, p.Words[1] | 1 << 24) }, "bits that mean nothing are not zero");
        Broken(p => p with { Words = Set(p.Words, 2, 6) }, "a jump leads into the middle");
        Broken(p => p with { Words = Set(p.Words, 2, 1000) }, "outside of the code");
        Broken(p => p with { Words = Set(p.Words, 2, int.MaxValue) }, "outside of the code");
        Broken(p => p with { Words = Set(p.Words, 2, int.MinValue) }, "outside of the code");
        Broken(p => p with { Words = Set(p.Words, 2, -3) }, "only loop may go back");
        Broken(p => p with { Words = Set(p.Words, 3, p.Words[3] | 9 << 16) }, "there are 1 constants");
        Broken(p => p with { Words = Set(p.Words, 5, p.Words[5] | 9 << 16) }, "does not fit into the frame");
        Broken(p => p with { Words = Set(p.Words, p.Words.Length - 1, 1) }, "there are 1 frame states");
        Broken(p => p with { Words = Set(p.Words, p.Words.Length - 1, -1) }, "there are 1 frame states");
    }

    [Fact]
    public void RefusesBrokenTables()
    {
        Broken(p => p with { FrameSize = -1 }, "the frame has -1 registers");
        Broken(p => p with { FrameSize = 1 }, "2 parameters need more than the 1 registers");
        Broken(p => p with { FrameSize = CodeObject.MaximumFrameSize + 1 }, "registers");
        Broken(p => p with { FreeCount = -1 }, "captured variables");
        Broken(p => p with { FreeCount = CodeObject.MaximumFreeCount + 1 }, "captured variables");
        Broken(p => p with { Parameters = new ParameterShape(-1, 3, false, []) }, "negative");
        Broken(p => p with { Parameters = new ParameterShape(40_000, 40_000, false, []) }, "more than 65535 parameters");
        Broken(p => p with { Handlers = [new ExceptionHandler(0, 2, 7, 2)] }, "begin and end at instructions");
        Broken(p => p with { Handlers = [new ExceptionHandler(2, 3, 7, 2)] }, "begin and end at instructions");
        Broken(p => p with { Handlers = [new ExceptionHandler(-1, 1, 7, 2)] }, "outside of the code");
        Broken(p => p with { Handlers = [new ExceptionHandler(0, 100, 7, 2)] }, "outside of the code");
        Broken(p => p with { Handlers = [new ExceptionHandler(0, 1, 2, 2)] }, "does not start at an instruction");
        Broken(p => p with { Handlers = [new ExceptionHandler(0, 1, 100, 2)] }, "does not start at an instruction");
        Broken(p => p with { Handlers = [new ExceptionHandler(0, 1, 7, -1)] }, "depth");
    }

    [Fact]
    public void DamagedSpansSayNothing()
    {
        Assert.Null(new SpanTable([4 << 2, 0, 0, 0, 0], []).Find(9));
        Assert.Null(new SpanTable([2], ["f"]).Find(9));
        Assert.Null(new SpanTable([2, 5, 2, 2, 0, 4], ["f"]).Find(9));
        Assert.Null(new SpanTable([50 << 2 & 127 | 128, 50 >> 5, 0, 0, 0, 0], ["f"]).Find(9));

        // What comes before the damage is good.
        Assert.Equal(new SourceSpan("f", 1, 1, 1, 2), new SpanTable([0, 2, 2, 0, 4, 4], ["f"]).Find(9));
    }

    [Fact]
    public void RefusesFrameStatesThatDoNotFitOtherCode()
    {
        var machine = TestMachine.New();
        const string Target = "(code (name target) (parameters 2) (body (move 5 0) (call 2 0 4) (cons 2 2 1) (move 3 2) (return 3)))";
        Check("0 self", "gives no value for register 0");
        Check("3 self self self", "gives no value for register 2");
        Check("0 self self self self self self self self self", "has more registers than the frame");
        Check("100 self", "no instruction of target starts at word 100");
        Check("0 self self self) (activation this here self", "no call of target ends at word 0");
        Check("1 self self self) (activation this here self", "no call of target ends at word 1");
        Check("2 self self) (activation this here self", "gives no value for register 1");
        Good("0 self self self");
        Good("2 self dead self) (activation this here self");

        CodeObject Make(string activation) =>
            AssemblyText.Assemble(machine, $"(code (body here (exit 0)) (frame-states (state (activation {Target} {activation}))))");

        void Good(string activation)
        {
            var code = Make(activation);
            Assert.True(code.Prepare(machine));
            Assert.True(code.PrepareFrameState(machine, 0));
            Assert.True(code.PrepareFrameState(machine, 0));
        }

        void Check(string activation, string expected)
        {
            var code = Make(activation);
            Assert.True(code.Prepare(machine));
            Assert.False(code.PrepareFrameState(machine, 0));
            Assert.Contains(expected, AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BrokenCodeRaisesEachTimeItIsCalled()
    {
        var machine = TestMachine.New();
        var closure = Value.Object(new Closure(AssemblyText.Assemble(machine, "(code (body (return 0)))")));
        for (int i = 0; i < 2; i++)
        {
            var outcome = machine.Run(closure);
            Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
            Assert.Equal(ConditionKind.BadCode, Assert.IsType<Condition>(outcome.Value.Ref).Kind);
        }
    }

    /// <summary>Refuses in time about linear in the size: chains of loops, each of which takes a register away from the one before.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(40_000)]
    public void TangledCodeEnds(int size)
    {
        var builder = new AssemblyBuilder { Parameters = new ParameterShape(1, 0, false, []) };
        builder.NeedRegisters(250);
        var labels = new int[size];
        for (int i = 0; i < size; i++)
        {
            labels[i] = builder.MarkNew();
            int next = builder.NewLabel();
            builder.Emit(Opcode.Branch, 0, 1, next);
            builder.Emit(Opcode.Fixnum, i % 200 + 5, 1);
            builder.Emit(Opcode.Move, 5 + (i * 7 % 200), 0);
            builder.Emit(Opcode.CallGlobal, builder.Constant(Value.Object(new Cell(new Symbol("m", true), new Symbol("v", true)))), 1, 0, 5 + (i * 13 % 200));
            builder.Emit(Opcode.Loop, labels[i / 2]);
            builder.Mark(next);
        }

        builder.Emit(Opcode.Return, 0);
        var code = builder.Build(out string? problem);
        Assert.Null(problem);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        _ = Verifier.Verify(code!);
        Assert.True(watch.ElapsedMilliseconds < 5_000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void HugeFramesWithManyLabelsAreRefused()
    {
        var builder = new AssemblyBuilder { Parameters = new ParameterShape(1, 0, false, []) };
        builder.NeedRegisters(CodeObject.MaximumFrameSize);
        for (int i = 0; i < 10_000; i++)
        {
            int next = builder.NewLabel();
            builder.Emit(Opcode.Branch, 0, 1, next);
            builder.Mark(next);
        }

        builder.Emit(Opcode.Return, 0);
        Expect(builder.Build(out _)!, "too many to be verified");
    }

    /// <summary>All that a test may break.</summary>
    internal sealed record Pieces(int[] Words, int FrameSize, int FreeCount, ParameterShape Parameters, ExceptionHandler[] Handlers);

    private static int[] Set(int[] words, int index, int word)
    {
        int[] copy = [.. words];
        copy[index] = word;
        return copy;
    }

    private static void Broken(Func<Pieces, Pieces> change, string expected)
    {
        var good = AssemblyText.Assemble(TestMachine.New(), Sample);
        var broken = change(new Pieces(good.Instructions, good.FrameSize, good.FreeCount, good.Parameters, good.Handlers));
        int[] words = CodeParts.NewInstructions(broken.Words.Length);
        broken.Words.CopyTo(words, 0);
        Expect(
            new CodeObject(new CodeParts
            {
                Name = good.Name,
                Instructions = words,
                Constants = good.Constants,
                FrameSize = broken.FrameSize,
                FreeCount = broken.FreeCount,
                Parameters = broken.Parameters,
                Handlers = broken.Handlers,
                FrameStates = good.FrameStates,
            }),
            expected);
    }

    private static void Expect(CodeObject code, string expected)
    {
        var failure = Verifier.Verify(code);
        Assert.True(failure is not null, "accepted");
        Assert.Equal(ConditionKind.BadCode, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        var machine = TestMachine.New();
        Assert.False(code.Prepare(machine));
        Assert.Equal(failure.Message, Assert.IsType<Condition>(machine.PendingValue.Ref).Message);
    }
}

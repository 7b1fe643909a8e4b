namespace Ouro.Generators.Tests.Generator;

public class RowDiagnosticsTests
{
    [Fact]
    public void WellFormedRows() => Check("""
        [Opcode("move", "target = source", Hot = true)]
        internal static void Move(ref Value target, in Value source) => target = source;

        [Opcode("jump", "go on elsewhere", Hot = true)]
        internal static bool Jump([Jump] int target) => true;

        [Opcode("sum", "all kinds of operands")]
        internal static Flow Sum(VirtualMachine machine, ref Value target, byte count, ushort wide, sbyte small, short middle, int large, bool flag,
            [Constant(Of = typeof(Pair))] in Value cell, [FrameState] int state, [CacheSite] int site, [RegisterRun("count")] byte first, [CallArea] ushort area) => Flow.Next;
        """);

    [Fact]
    public void NamesAndTexts() => Check("""
        [Opcode("two words", "a doc")]
        internal static void A() { } // OURO006 'two words' is no name

        [Opcode("", "a doc")]
        internal static void B() { } // OURO006 is no name

        [Opcode("c", " ")]
        internal static void C() { } // OURO006 'c' has no line of documentation
        """);

    [Fact]
    public void WhatTheLoopCannotCall() => Check("""
        [Opcode("a", "a doc")]
        private static void A() { } // OURO006 internal

        [Opcode("b", "a doc")]
        internal static void B<T>() { } // OURO006 non-generic

        [Opcode("c", "a doc")]
        internal static int C() => 0; // OURO006 returns int
        """);

    [Fact]
    public void Operands() => Check("""
        [Opcode("a", "a doc")]
        internal static void A(long number) { } // OURO006 'number' of opcode 'a'

        [Opcode("b", "a doc")]
        internal static void B(Value value) { } // OURO006 'value'

        [Opcode("c", "a doc")]
        internal static void C([Constant] ref Value cell) { } // OURO006 'cell'

        [Opcode("d", "a doc")]
        internal static void D(ref int number) { } // OURO006 'number'

        [Opcode("e", "a doc")]
        internal static void E([RegisterRun("count")] byte first, in Value count) { } // OURO006 names 'count' as its count

        [Opcode("f", "a doc")]
        internal static void F([SecondWord] ushort a, [SecondWord] ushort b) { } // OURO006 'f' cannot be encoded
        """);

    [Fact]
    public void Jumps() => Check("""
        [Opcode("a", "a doc")]
        internal static bool A(in Value value) => true; // OURO006 exactly one [Jump]

        [Opcode("b", "a doc")]
        internal static bool B([Jump] int there, [Jump] int elsewhere) => true; // OURO006 exactly one [Jump]

        [Opcode("c", "a doc")]
        internal static bool C(ref LoopState state, [Jump] int there) => true; // OURO006 no LoopState
        """);

    [Fact]
    public void BodiesThatCannotBePasted() => Check("""
        [Opcode("a", "a doc", Hot = true)]
        internal static void A(ref Value target) => target = Helper(); // OURO006 uses the private 'Helper'

        [Opcode("b", "a doc", Hot = true)]
        internal static void B(ref Value target) => target = Shared();

        [Opcode("c", "a doc", Hot = true)]
        internal static void C(ref Value target)
        {
            Func<Value> make = () => Value.Unbound; // OURO006 contains a function
            target = make();
        }

        [Opcode("d", "a doc", Hot = true)]
        internal static Flow D(ref LoopState state) => Whole(ref state); // OURO006 uses its LoopState as a whole

        [Opcode("e", "a doc")]
        internal static Flow E(ref LoopState state) => state.Registers.Bits == 0 ? Flow.Next : Flow.Signal;

        [Opcode("f", "a doc")]
        internal static unsafe Flow F(ref LoopState state) // OURO006 changes its LoopState
        {
            state.Ip++;
            return Flow.Next;
        }

        private static Value Helper() => Value.Unbound;

        internal static Value Shared() => Value.Unbound;

        internal static Flow Whole(ref LoopState state) => Flow.Next;
        """);

    [Fact]
    public void NamesThatAreTaken()
    {
        var result = Sources.NewDriver().RunGenerators(Sources.Compile("""
            [OpcodeRows]
            static class Rows
            {
                [Opcode("a", "a doc")]
                internal static void A() { }

                [Opcode("a", "a doc")]
                internal static void B() { }
            }

            [OpcodeRows]
            static class MoreRows
            {
                [Opcode("b", "a doc")]
                internal static void B() { }
            }
            """)).GetRunResult();
        Assert.Equal(
            ["more than one method of an opcode has the name 'B'", "more than one opcode has the name 'a'"],
            result.Diagnostics.Select(d => d.GetMessage()).Order());
        Assert.All(result.Diagnostics, d => Assert.Equal("OURO006", d.Id));
    }

    [Fact]
    public void MoreThanAByteHolds()
    {
        var rows = string.Join("\n", Enumerable.Range(0, 257).Select(i => $"[Opcode(\"o{i}\", \"a doc\")] internal static void O{i}() {{ }}"));
        var result = Sources.NewDriver().RunGenerators(Sources.Compile($"[OpcodeRows] static class Rows {{ {rows} }}")).GetRunResult();
        Assert.Contains("257 opcodes", Assert.Single(result.Diagnostics).GetMessage(), StringComparison.Ordinal);
    }

    private static void Check(string rows) => Sources.CheckGenerator($$"""
        [OpcodeRows]
        static class Rows
        {
        {{rows}}
        }
        """);
}

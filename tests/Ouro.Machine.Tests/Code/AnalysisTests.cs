using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Basic blocks, liveness, handlers, inline caches.</summary>
public class AnalysisTests
{
    private const string Loop = """
        (code (name loop) (parameters 3)
          (body
            (fixnum 3 0)
            head
            (branch-less 3 0 #f done)
            (move 6 1)
            (move 7 3)
            (call 4 1 5)
            (add 3 3 4)
            (loop head)
            done
            from
            (car 4 2)
            to
            (return 4)
            handler
            (caught 4)
            (cons 4 4 0)
            (return 4))
          (handlers (from to handler 2)))
        """;

    [Fact]
    public void BlocksHaveExplicitSuccessors()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, Loop);
        Assert.True(code.Prepare(machine));
        var blocks = code.Blocks;
        Assert.Equal(
            [
                new BasicBlock(0, 1, 0, 1, -1, -1, 0),
                new BasicBlock(1, 3, 1, 2, 3, -1, 0),
                new BasicBlock(3, 8, 7, -1, 1, -1, 0),
                new BasicBlock(8, 9, 8, 4, -1, 5, 2),
                new BasicBlock(9, 10, 9, -1, -1, -1, 0),
                new BasicBlock(10, 13, 12, -1, -1, -1, 0),
            ],
            blocks.Blocks);
        Assert.Equal([0, 1, 1, 2, 2, 2, 2, 2, 3, 4, 5, 5, 5], Enumerable.Range(0, 13).Select(blocks.BlockAt));
        Assert.False(blocks.IsInstructionStart(2));
        Assert.False(blocks.IsInstructionStart(13));
        Assert.True(blocks.IsInstructionStart(12));
        Assert.Equal(1, blocks.InstructionBefore(3));
        Assert.Equal(12, blocks.InstructionBefore(13));
    }

    [Fact]
    public void LivenessAtStopsAndDuringCalls()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, Loop);
        Assert.True(code.Prepare(machine));
        Assert.Equal([0, 1, 2, 3], Registers(code.Liveness.At(1)));
        Assert.Equal([0, 1, 2, 3, 6, 7], Registers(code.Liveness.At(5)));
        Assert.Equal([0, 1, 2, 3], Registers(code.Liveness.Waiting(6)));
        Assert.Equal([0, 2], Registers(code.Liveness.At(8)));
        Assert.Equal([0, 4], Registers(code.Liveness.At(11)));
        Assert.Equal([0, 1, 2, 3], Registers(code.Liveness.At(3)));
        Assert.True(code.Liveness.Waiting(5).IsEmpty);
        Assert.True(code.Liveness.At(2).IsEmpty);
    }

    /// <summary>Random control flow: a register is live exactly if some path reads it before it writes it.</summary>
    [Fact]
    public void LivenessAgreesWithASearchOverPaths()
    {
        var machine = TestMachine.New();
        var random = new Random(11);
        for (int round = 0; round < 300; round++)
        {
            var code = RandomCode(machine, random);
            Assert.True(code.Prepare(machine), "not verified");
            for (int registers = 0; registers < 8; registers++)
            {
                CheckAgainstPaths(code, registers);
            }
        }
    }

    [Fact]
    public void TheFirstHandlerThatCoversCounts()
    {
        ExceptionHandler[] handlers = [new(2, 4, 0, 0), new(0, 3, 0, 0), new(0, 8, 0, 0), new(5, 6, 0, 0)];
        Assert.Equal([1, 1, 0, 0, 2, 2, 2, 2, -1, -1], BasicBlocks.HandlerRows(handlers, 10)!);
        Assert.Null(BasicBlocks.HandlerRows([], 10));
    }

    [Fact]
    public void NestedHandlersOfRealCode()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, """
            (code (parameters 1)
              (body a (car 1 0) b (car 1 0) c (car 1 0) d (return 1) inner (caught 1) (return 1) outer (caught 1) (return 1))
              (handlers (b c inner 1) (a d outer 1)))
            """);
        Assert.True(code.FindHandler(0, out var handler));
        Assert.Equal(6, handler.Target);
        Assert.True(code.FindHandler(1, out handler));
        Assert.Equal(4, handler.Target);
        Assert.True(code.FindHandler(2, out handler));
        Assert.Equal(6, handler.Target);
        Assert.False(code.FindHandler(3, out _));
    }

    [Fact]
    public void InlineCacheGoesFromEmptyToMegamorphic()
    {
        var site = new InlineCacheSite();
        Value first = Value.Object(new Box(Value.Fixnum(0)));
        Assert.False(site.Matches(first));
        Assert.True(site.Fill(first, Value.Fixnum(1)));
        Assert.True(site.Matches(first));
        Assert.Equal((InlineCacheState.Monomorphic, 0, Value.Fixnum(1)), (site.State, site.Misses, site.Payload));
        Assert.True(site.Fill(first, Value.Fixnum(2)));
        Assert.Equal(0, site.Misses);
        site.Invalidate();
        Assert.False(site.Matches(first));
        Assert.Equal(InlineCacheState.Empty, site.State);
        Assert.True(site.Fill(first, Value.Fixnum(2)));
        int fills = 0;
        while (site.Fill(Value.Fixnum(fills), Value.Fixnum(fills)))
        {
            fills++;
        }

        Assert.Equal(InlineCacheSite.MissLimit, fills);
        Assert.Equal(InlineCacheState.Megamorphic, site.State);
        Assert.False(site.Matches(Value.Fixnum(fills)));
        site.Invalidate();
        Assert.False(site.Fill(first, Value.Fixnum(1)));
    }

    [Fact]
    public void BitSetsAgreeWithAModel()
    {
        var random = new Random(3);
        var set = new ulong[4];
        var model = new SortedSet<int>();
        for (int i = 0; i < 2000; i++)
        {
            int number = random.Next(256);
            switch (random.Next(4))
            {
                case 0:
                    BitSet.Add(set, number);
                    model.Add(number);
                    break;
                case 1:
                    BitSet.Remove(set, number);
                    model.Remove(number);
                    break;
                case 2:
                    int count = random.Next(257 - number);
                    BitSet.AddRange(set, number, count);
                    model.UnionWith(Enumerable.Range(number, count));
                    break;
                default:
                    number = 200 + random.Next(100);
                    BitSet.RemoveFrom(set, number);
                    model.RemoveWhere(m => m >= number);
                    break;
            }

            Assert.Equal(model, Registers(set));
        }
    }

    private static List<int> Registers(ReadOnlySpan<ulong> set)
    {
        var registers = new List<int>();
        for (int register = BitSet.Next(set, 0); register >= 0; register = BitSet.Next(set, register + 1))
        {
            registers.Add(register);
        }

        return registers;
    }

    /// <summary>Compares liveness with a search over paths: live means that some path reads the register before writing it.</summary>
    private static void CheckAgainstPaths(CodeObject code, int register)
    {
        int[] words = code.Instructions;
        for (int pc = 0; pc < words.Length; pc += OpcodeTable.Of(words[pc])!.Length)
        {
            var live = code.Liveness.At(pc);
            if (!live.IsEmpty)
            {
                Assert.Equal(IsReadLater(code, pc, register), register < code.FrameSize && BitSet.Contains(live, register));
            }
        }
    }

    private static bool IsReadLater(CodeObject code, int start, int register)
    {
        int[] words = code.Instructions;
        var seen = new HashSet<int>();
        var stack = new Stack<int>([start]);
        var use = new RegisterUse();
        while (stack.TryPop(out int pc))
        {
            if (!seen.Add(pc))
            {
                continue;
            }

            var info = OpcodeTable.Of(words[pc])!;
            use.Decode(words.AsSpan(pc), info, code.FrameStates);
            foreach (var range in use.Reads.AsSpan(0, use.ReadCount))
            {
                if (register >= range.First && register < range.First + range.Count)
                {
                    return true;
                }
            }

            if ((info.MayRaise || info.MayCall) && code.FindHandler(pc, out var handler) && register < handler.Depth)
            {
                stack.Push(handler.Target);
            }

            bool written = false;
            foreach (var range in use.Writes.AsSpan(0, use.WriteCount))
            {
                written |= register >= range.First && register < range.First + range.Count;
            }

            if (written)
            {
                continue;
            }

            int target = BasicBlocks.JumpTarget(words, pc, info);
            if (target >= 0)
            {
                stack.Push(target);
            }

            if (!info.EndsBlock)
            {
                stack.Push(pc + info.Length);
            }
        }

        return false;
    }

    private static CodeObject RandomCode(VirtualMachine machine, Random random)
    {
        var builder = new AssemblyBuilder { Parameters = new ParameterShape(6, 0, false, []) };
        builder.NeedRegisters(8);
        int count = random.Next(3, 30);
        var labels = new int[count + 1];
        for (int i = 0; i <= count; i++)
        {
            labels[i] = builder.NewLabel();
        }

        int handler = builder.NewLabel();
        for (int i = 0; i < count; i++)
        {
            builder.Mark(labels[i]);
            int a = random.Next(6), b = random.Next(6), c = random.Next(6);
            switch (random.Next(6))
            {
                case 0:
                    builder.Emit(Opcode.Move, a, b);
                    break;
                case 1:
                    builder.Emit(Opcode.Add, a, b, c);
                    break;
                case 2:
                    builder.Emit(Opcode.Branch, a, b & 1, labels[random.Next(i + 1, count + 1)]);
                    break;
                case 3:
                    builder.Emit(Opcode.Loop, labels[random.Next(i + 1)]);
                    break;
                case 4:
                    builder.Emit(Opcode.Move, 7, b);
                    builder.Emit(Opcode.Call, a, 0, 6);
                    break;
                default:
                    builder.Emit(Opcode.Cons, a, b, c);
                    break;
            }
        }

        builder.Mark(labels[count]);
        builder.Emit(Opcode.Return, random.Next(6));
        builder.Mark(handler);
        builder.Emit(Opcode.Return, random.Next(4));
        int from = random.Next(count);
        builder.Handler(labels[from], labels[random.Next(from + 1, count + 1)], handler, 4 + random.Next(3));
        var code = builder.Build(out string? problem);
        Assert.True(code is not null, problem);
        Assert.True(Verifier.Verify(code) is null, Disassembler.Disassemble(code));
        return code;
    }
}

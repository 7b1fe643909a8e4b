using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Facts that must hold for every opcode row, and the way of each through assembler and disassembler.</summary>
public class OpcodeTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            for (int i = 0; i < OpcodeTable.Count; i++)
            {
                names.Add(OpcodeTable.Get((Opcode)i).Name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FitsTheRoomThatIsKeptForOne(string name)
    {
        var info = OpcodeTable.Find(name)!;
        Assert.InRange(info.Length, 1, OpcodeTable.LongestInstruction);
        Assert.InRange(info.Operands.Length, 0, OpcodeTable.MostOperands);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RoundTripsThroughText(string name)
    {
        var info = OpcodeTable.Find(name)!;
        if (info.Operands.Any(operand => operand.ConstantClass == typeof(GuestOperation)))
        {
            // Operations of a language cannot be written as text.
            return;
        }

        foreach (bool greatest in new[] { false, true })
        {
            var machine = TestMachine.New();
            var code = Build(machine, info, greatest);
            string text = Disassembler.Disassemble(code);
            var again = AssemblyText.Assemble(machine, text);
            Assert.Equal(code.Instructions, again.Instructions);
            Assert.Equal(code.FrameSize, again.FrameSize);
            Assert.Equal(text, Disassembler.Disassemble(again));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DecodesWhatItEncodes(string name)
    {
        var info = OpcodeTable.Find(name)!;
        var random = new Random(name.Length);
        Span<int> words = stackalloc int[info.Length];
        for (int round = 0; round < 200; round++)
        {
            var numbers = new int[info.Operands.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (int)random.NextInt64(info.Operands[i].Minimum, info.Operands[i].Maximum + 1);
            }

            info.Encode(numbers, words);
            Assert.Equal(info, OpcodeTable.Of(words[0]));
            for (int i = 0; i < numbers.Length; i++)
            {
                Assert.Equal(numbers[i], info.Operands[i].Decode(words));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CallsKeepTheirTargetWhereReturnsFindIt(string name)
    {
        var info = OpcodeTable.Find(name)!;
        if (info is not { MayCall: true, EndsBlock: false })
        {
            return;
        }

        var target = Assert.Single(info.Operands, o => o.Kind == OperandKind.Write);
        Assert.Equal((info.Length - 1, 8, 8), (target.Word, target.Shift, target.Width));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HasTheOperandsThatTheVerifierAsksFor(string name)
    {
        var info = OpcodeTable.Find(name)!;
        foreach (var operand in info.Operands)
        {
            if (operand.Kind == OperandKind.Area)
            {
                Assert.True(RegisterUse.Named(info, "count").Kind is OperandKind.Count or OperandKind.Immediate);
            }

            if (operand.Kind == OperandKind.Run)
            {
                Assert.Equal(OperandKind.Count, info.Operands[operand.CountOperand].Kind);
            }
        }

        switch (info.Opcode)
        {
            case Opcode.UnpackValues:
                Assert.Equal(OperandKind.Flag, RegisterUse.Named(info, "rest").Kind);
                break;
            case Opcode.CallKeywords or Opcode.TailKeywords:
                Assert.Equal(OperandKind.Constant, RegisterUse.Named(info, "names").Kind);
                break;
            case Opcode.FarGet or Opcode.FarSet or Opcode.Free:
                Assert.Single(info.Operands, o => o.Kind == OperandKind.Count);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InfoPrimitiveNamesItsOperands(string name)
    {
        var machine = TestMachine.New();
        var info = OpcodeTable.Find(name)!;
        Value kinds = machine.FindPrimitive("opcode-info")!.Invoke(machine, Value.Object(machine.Intern(name)));
        foreach (var operand in info.Operands)
        {
            var pair = Assert.IsType<Pair>(kinds.Ref);
            string expected = operand.Kind == OperandKind.FrameState ? "frame-state" : operand.Kind.ToString().ToLowerInvariant();
            Assert.Equal(expected, pair.Car.Ref!.ToString());
            kinds = pair.Cdr;
        }

        Assert.True(kinds.IsEmptyList);
    }

    [Fact]
    public void InfoPrimitivesSayWhatDoesNotExist()
    {
        var machine = TestMachine.New();
        Value name = Value.Object(machine.Intern("no-such-thing"));
        Assert.True(machine.FindPrimitive("opcode-info")!.Invoke(machine, name).IsFalse);
        Assert.True(machine.FindPrimitive("primitive-info")!.Invoke(machine, name).IsFalse);
        var info = Assert.IsType<Vector>(machine.FindPrimitive("primitive-info")!.Invoke(machine, Value.Object(machine.Intern("assemble"))).Ref);
        Assert.Equal([Value.Fixnum(1), Value.Fixnum(1), Value.False], info.Items[..3]);
    }

    /// <summary>Code with that one instruction, every operand the least or the greatest that makes sense.</summary>
    private static CodeObject Build(VirtualMachine machine, OpcodeInfo info, bool greatest)
    {
        var builder = new AssemblyBuilder { Name = machine.Intern("test") };
        int before = builder.MarkNew();
        int after = builder.NewLabel();
        builder.FrameState(new FrameStateRow([], [new ActivationState(ActivationState.ThisCode, before, new Slot(SlotKind.Self, 0), [])]));
        var numbers = new long[info.Operands.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            var operand = info.Operands[i];
            numbers[i] = operand.Kind switch
            {
                OperandKind.Jump => greatest ? after : before,
                OperandKind.Constant => builder.Constant(Constant(machine, operand.ConstantClass, greatest)),
                OperandKind.FrameState => 0,
                OperandKind.Immediate when info.Operands.Any(o => o.Kind == OperandKind.Area) => greatest ? ushort.MaxValue : 0,
                _ => greatest ? operand.Maximum : operand.Minimum,
            };
        }

        builder.Emit(info, numbers);
        builder.Mark(after);
        builder.Emit(Opcode.Return, 0);
        var code = builder.Build(out string? problem);
        Assert.True(code is not null, problem);
        return code;
    }

    private static Value Constant(VirtualMachine machine, Type? required, bool other) =>
        required == typeof(Cell) ? Value.Object(machine.GlobalCell(machine.Intern("test"), machine.Intern("x y")))
        : required == typeof(GuestOperation) ? Value.Object(new TestOperation())
        : required == typeof(Symbol) ? Value.Object(machine.Intern("name"))
        : required == typeof(PrimitiveProcedure) ? Value.Object(machine.FindPrimitive("values")!)
        : required == typeof(Vector) ? Value.Object(new Vector([Value.Object(machine.Intern("key"))]))
        : required == typeof(CodeObject) ? Value.Object(AssemblyText.Assemble(machine, "(code (free 2) (body (free 0 1) (return 0)))"))
        : other ? Value.Object(new Text("text \" \\ \u20AC \U0001F600")) : Value.Fixnum(-5);
}

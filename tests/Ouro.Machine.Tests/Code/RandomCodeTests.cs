using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Record = Ouro.Machine.Values.Record;

namespace Ouro.Machine.Tests.Code;

/// <summary>
/// What the verifier accepts cannot hurt the host: random instructions of every opcode, with operands that are mostly sensible, run
/// on random arguments within limits. Whatever happens, it is an outcome.
/// </summary>
public class RandomCodeTests
{
    private const int Registers = 12;

    private static int Rounds => Environment.GetEnvironmentVariable("OURO_LONG") == "1" ? 200_000 : 10_000;

    [Fact]
    public void AcceptedCodeOnlyHasOutcomes()
    {
        var random = new Random(42);
        var machine = TestMachine.New();
        var ran = new bool[OpcodeTable.Count];
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            if (round % 50 == 0)
            {
                machine = TestMachine.New(new MachineOptions { Instrumented = round / 50 % 3 == 1, Hostile = round / 50 % 3 == 2 });
            }

            var code = Random(machine, random);
            if (Verifier.Verify(code) is not null)
            {
                continue;
            }

            accepted++;
            CheckRoundTrip(machine, code);
            machine.SetLimits(new MachineLimits { Ticks = machine.TicksUsed + 500, Allocation = machine.BytesAllocated + (4 << 20) });
            var closure = Value.Object(new Closure(code));
            var arguments = new Value[6];
            for (int i = 0; i < arguments.Length; i++)
            {
                arguments[i] = Argument(machine, closure, random);
            }

            _ = machine.Run(closure, arguments);
            machine.SetLimits(new MachineLimits());
            foreach (var (opcode, index) in machine.OpcodeCounts.Select((count, index) => (count, index)))
            {
                if (opcode > 0)
                {
                    ran[index] = true;
                }
            }
        }

        Assert.True(accepted > Rounds / 3, $"only {accepted} of {Rounds} were accepted");
        string missing = string.Join(' ', ran.Select((did, index) => did ? "" : OpcodeTable.Get((Opcode)index).Name).Where(name => name != ""));
        Assert.True(missing == "", $"never ran: {missing}");
    }

    /// <summary>The text of accepted code assembles to code with the same text, and an image keeps its words.</summary>
    private static void CheckRoundTrip(VirtualMachine machine, CodeObject code)
    {
        // Operations of a language cannot be written as text.
        if (code.Instructions.Length % 8 != 0 || code.Constants.Any(constant => constant.Ref is GuestOperation))
        {
            return;
        }

        string text = Disassembler.Disassemble(code);
        var again = AssemblyText.Assemble(machine, text);
        Assert.Equal(text, Disassembler.Disassemble(again));
        Assert.Null(Verifier.Verify(again));
        var image = ImageTests.Open(machine, ImageTests.Write(machine, Value.False, code));
        Assert.Equal(code.Instructions, image.Units[0].Body.Instructions);
        Assert.Null(Verifier.Verify(image.Units[0].Body));
    }

    private static CodeObject Random(VirtualMachine machine, Random random)
    {
        var builder = new AssemblyBuilder { Parameters = new ParameterShape(6, 0, false, []), FreeCount = 2 };
        builder.NeedRegisters(Registers);
        int count = random.Next(1, 25);
        var labels = new int[count + 1];
        for (int i = 0; i <= count; i++)
        {
            labels[i] = builder.NewLabel();
        }

        int handler = builder.NewLabel();
        AddFrameStates(machine, builder, labels, random);
        for (int i = 0; i < count; i++)
        {
            builder.Mark(labels[i]);
            EmitRandom(machine, builder, labels, i, random);
        }

        builder.Mark(labels[count]);
        builder.Emit(Opcode.Return, random.Next(6));
        builder.Mark(handler);
        builder.Emit(Opcode.Caught, random.Next(6));
        builder.Emit(random.Next(4) == 0 ? Opcode.Raise : Opcode.Return, random.Next(6));
        if (random.Next(2) == 0)
        {
            int from = random.Next(count);
            builder.Handler(labels[from], labels[random.Next(from + 1, count + 1)], handler, 6);
        }
        else
        {
            builder.Handler(labels[0], labels[1], handler, 6);
        }

        var code = builder.Build(out string? problem);
        Assert.True(code is not null, problem);
        return code;
    }

    private static void AddFrameStates(VirtualMachine machine, AssemblyBuilder builder, int[] labels, Random random)
    {
        Slot[] parameters = [.. Enumerable.Range(0, 6).Select(r => new Slot(random.Next(8) == 0 ? SlotKind.Long : SlotKind.Register, r))];
        int next = labels[random.Next(labels.Length)];
        builder.FrameState(new FrameStateRow([], [new ActivationState(ActivationState.ThisCode, next, new Slot(SlotKind.Self, 0), parameters)]));
        var inner = AssemblyText.Assemble(machine, "(code (name inner) (parameters 1) (free 1) (body (free 1 0) (cons 0 0 1) (return 0)))");
        int constant = builder.Constant(Value.Object(inner));
        builder.FrameState(new FrameStateRow(
            [
                new VirtualObject(VirtualKind.Closure, [new Slot(SlotKind.Constant, constant), new Slot(SlotKind.Virtual, 1)]),
                new VirtualObject(VirtualKind.Vector, [new Slot(SlotKind.Virtual, 0), new Slot(SlotKind.Double, 0), new Slot(SlotKind.Dead, 0)]),
            ],
            [new ActivationState(constant, random.Next(2), new Slot(SlotKind.Virtual, 0), [new Slot(SlotKind.Register, 3), new Slot(SlotKind.Long, 2)])]));
    }

    private static void EmitRandom(VirtualMachine machine, AssemblyBuilder builder, int[] labels, int position, Random random)
    {
        var info = OpcodeTable.Get((Opcode)random.Next(OpcodeTable.Count));
        if (info.Opcode == Opcode.Caught)
        {
            info = OpcodeTable.Get(Opcode.Self);
        }

        int area = -1, size = random.Next(4);
        if (info.Operands.Any(o => o.Kind == OperandKind.Area))
        {
            area = 6;
            for (int i = 0; i <= size; i++)
            {
                builder.Emit(Opcode.Move, area + 1 + i, random.Next(6));
            }

            if (info.Opcode is Opcode.CallApply or Opcode.TailApply && random.Next(2) == 0 && size > 0)
            {
                builder.Emit(Opcode.Constant, area + 1 + size, builder.Constant(ImageTests.List(Value.Fixnum(1), Value.Fixnum(2))));
            }
        }

        var numbers = new long[info.Operands.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            var operand = info.Operands[i];
            numbers[i] = operand.Kind switch
            {
                OperandKind.Read or OperandKind.Write => random.Next(6),
                OperandKind.Area => area,
                OperandKind.Run => random.Next(3),
                OperandKind.Flag => random.Next(2),
                OperandKind.Jump => labels[info.Opcode == Opcode.Loop ? random.Next(position + 1) : random.Next(position + 1, labels.Length)],
                OperandKind.FrameState => random.Next(2),
                OperandKind.Constant => builder.Constant(Constant(machine, operand.ConstantClass, random)),
                OperandKind.Count or OperandKind.Immediate when area >= 0 => size,
                OperandKind.Count when info.Opcode == Opcode.Tick => random.Next(50),
                OperandKind.Count => random.Next(info.Opcode == Opcode.Free ? 2 : 4),
                _ => random.Next(-3, 4),
            };
        }

        builder.Emit(info, numbers);
    }

    private static Value Constant(VirtualMachine machine, Type? required, Random random) =>
        required == typeof(Cell) ? Value.Object(machine.GlobalCell(machine.Intern("test"), machine.Intern($"global{random.Next(3)}")))
        : required == typeof(GuestOperation) ? Value.Object(new TestOperation())
        : required == typeof(Symbol) ? Value.Object(machine.Intern("name"))
        : required == typeof(PrimitiveProcedure) ? Value.Object(Primitive(machine, random))
        : required == typeof(Vector) ? Value.Object(new Vector(random.Next(2) == 0 ? [] : [Value.Object(machine.Intern("key"))]))
        : required == typeof(CodeObject) ? Value.Object(AssemblyText.Assemble(machine, random.Next(2) == 0
            ? "(code (free 2) (body (free 0 1) (return 0)))"
            : "(code (parameters 0 2 #t (key)) (free 1) (body (free 4 0) (pack-values 4 0 5) (return-any 4)))"))
        : random.Next(3) switch
        {
            0 => Value.Fixnum(random.Next(5)),
            1 => Value.Object(machine.Intern("symbol")),
            _ => Value.Object(new Text("text")),
        };

    private static PrimitiveProcedure Primitive(VirtualMachine machine, Random random)
    {
        string[] names = ["values", "generator?", "procedure?", "+", "make-vector", "call-with-current-continuation", "apply", "generator-resume", "dynamic-wind", "raise"];
        while (true)
        {
            if (machine.FindPrimitive(names[random.Next(names.Length)]) is { } primitive)
            {
                return primitive;
            }
        }
    }

    private static Value Argument(VirtualMachine machine, Value closure, Random random)
    {
        var type = new RecordType(machine.Intern("point"), [machine.Intern("x"), machine.Intern("y")]);
        return random.Next(14) switch
        {
            0 => closure,
            1 => Value.Object(new Box(Value.Fixnum(1))),
            2 => Value.Object(new Vector([Value.Fixnum(1), closure, Value.Flonum(2)])),
            3 => ImageTests.List(Value.Fixnum(1), Value.Fixnum(2)),
            4 => Value.Flonum(random.NextDouble()),
            5 => Value.Fixnum(random.NextInt64(long.MinValue, long.MaxValue)),
            6 => Value.Object(new Text("some text")),
            7 => Value.Object(type),
            8 => Value.Object(new Record(type, [Value.Fixnum(1), Value.Fixnum(2)])),
            9 => Value.Object(Primitive(machine, random)),
            10 => Value.Boolean(random.Next(2) == 0),
            11 => Value.Object(new MultipleValues([Value.Fixnum(1), Value.Fixnum(2)])),
            _ => Value.Fixnum(random.Next(-2, 5)),
        };
    }
}

using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>What goes into an image comes out of it, lazily, and the same bytes come of the same input.</summary>
public class ImageTests
{
    [Fact]
    public void RandomDataRoundTrip() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            seed =>
            {
                var machine = TestMachine.New();
                Value datum = new RandomData(machine, new Random(seed)).Datum();
                byte[] image = Write(machine, datum);
                var other = TestMachine.New();
                Value read = Open(other, image).Units[0].Descriptor;
                Assert.Equal(Shape.Of(machine, datum), Shape.Of(other, read));
                Assert.Equal(image, Write(other, read));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void CodeRoundTrips()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, AssemblerTests.Everything);
        byte[] image = Write(machine, Value.False, code);
        var other = TestMachine.New();
        var again = Open(other, image).Units[0].Body;
        Assert.Equal(code.FreeCount, again.FreeCount);
        Assert.False(again.IsPrepared);
        Assert.Equal(Disassembler.Disassemble(code), Disassembler.Disassemble(again));
        Assert.True(again.Prepare(other));
        Assert.True(again.PrepareFrameState(other, 1));
        Assert.Equal(code.FrameSize, again.FrameSize);
        Assert.Equal(code.Span, again.Span);
        Assert.Equal(code.CacheSites.Length, again.CacheSites.Length);
        Assert.Equal(image, Write(other, Value.False, again));
    }

    [Fact]
    public void CodeRunsFromAnImage()
    {
        var machine = TestMachine.New();
        byte[] image = Write(machine, Value.False, AssemblyText.Assemble(machine, $"(code (body (closure 0 {RunTests.Fib}) (global-define 0 (global test fib)) (return 0)))"));
        var other = TestMachine.New();
        var fib = other.Run(Value.Object(new Closure(Open(other, image).Units[0].Body))).Value;
        Assert.Equal(Value.Fixnum(610), other.Run(fib, Value.Fixnum(15)).Value);
    }

    [Fact]
    public void DeepCodeRoundTrips()
    {
        var machine = TestMachine.New();
        var code = AssemblyText.Assemble(machine, "(code (body (fixnum 0 1) (return 0)))");
        for (int i = 0; i < 20_000; i++)
        {
            var builder = new AssemblyBuilder();
            builder.Emit(Opcode.MakeClosure, 0, builder.Constant(Value.Object(code)));
            builder.Emit(Opcode.Return, 0);
            code = builder.Build(out _)!;
        }

        byte[] image = Write(machine, Value.False, code);
        var other = TestMachine.New();
        int depth = 0;
        var next = Open(other, image).Units[0].Body;
        while (next.Constants is var filler && next.Prepare(other) && next.ConstantCount == 1 && next.Constants != filler)
        {
            next = (CodeObject)next.Constants[0].Ref!;
            depth++;
        }

        Assert.Equal(20_000, depth);
    }

    [Fact]
    public void DeepDataRoundTrip()
    {
        var machine = TestMachine.New();
        Value deep = Value.EmptyList;
        for (int i = 0; i < 200_000; i++)
        {
            deep = i % 3 == 0 ? Value.Object(new Vector([deep])) : Value.Object(new Pair(deep, Value.EmptyList));
        }

        Value read = Open(machine, Write(machine, deep)).Units[0].Descriptor;
        int depth = 0;
        while (!read.IsEmptyList)
        {
            read = read.Ref is Vector vector ? vector.Items[0] : ((Pair)read.Ref!).Car;
            depth++;
        }

        Assert.Equal(200_000, depth);
    }

    [Fact]
    public void SharedDataStayOneObjectAcrossCode()
    {
        var machine = TestMachine.New();
        Value text = Value.Object(new Text("shared"));
        Literals.MarkConstant(machine, text);
        Value plain = Value.Object(new Pair(text, text));
        CodeObject[] codes = [Constant(text), Constant(plain)];
        var writer = new ImageWriter(machine);
        writer.Add(Value.Fixnum(1), codes[0], plain);
        writer.Add(Value.Fixnum(2), codes[1], text);
        var other = TestMachine.New();
        var units = Open(other, writer.ToBytes()!).Units;
        Assert.True(units[0].Body.Prepare(other) && units[1].Body.Prepare(other));
        object shared = units[0].Body.Constants[0].Ref!;
        Assert.Same(shared, units[1].Descriptor.Ref);
        Assert.Same(shared, ((Pair)units[0].Descriptor.Ref!).Cdr.Ref);
        Assert.Same(units[0].Descriptor.Ref, units[1].Body.Constants[0].Ref);
        Assert.Equal(ObjectFlags.Constant, ((Text)shared).Flags);
        Assert.False(other.IsConstantPair((Pair)units[0].Descriptor.Ref!));

        static CodeObject Constant(Value value)
        {
            var builder = new AssemblyBuilder();
            builder.Emit(Opcode.Constant, 0, builder.Constant(value));
            builder.Emit(Opcode.Return, 0);
            return builder.Build(out _)!;
        }
    }

    [Fact]
    public void SymbolsKeepTheirIdentity()
    {
        var machine = TestMachine.New();
        Value first = Value.Object(new Symbol("g", interned: false));
        Value second = Value.Object(new Symbol("g", interned: false));
        Value interned = Value.Object(machine.Intern("g"));
        var other = TestMachine.New();
        var read = (Vector)Open(other, Write(machine, Value.Object(new Vector([first, second, interned, first, interned])))).Units[0].Descriptor.Ref!;
        Assert.Same(read.Items[0].Ref, read.Items[3].Ref);
        Assert.NotSame(read.Items[0].Ref, read.Items[1].Ref);
        Assert.Same(other.Intern("g"), read.Items[2].Ref);
        Assert.False(((Symbol)read.Items[1].Ref!).IsInterned);
        Assert.Equal("g", ((Symbol)read.Items[1].Ref!).Name);
    }

    [Fact]
    public void WritingRefusesWhatCannotBeWritten()
    {
        var machine = TestMachine.New();
        var writer = new ImageWriter(machine);
        writer.Add(Value.Fixnum(1), AssemblyText.Assemble(machine, "(code (body (fixnum 0 1) (return 0)))"), Value.Object(new Box(Value.False)));
        Assert.Null(writer.ToBytes());
        Assert.Contains("cannot be in an image", AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PrimitiveWritesUnits()
    {
        var machine = TestMachine.New();
        var code = Value.Object(AssemblyText.Assemble(machine, "(code (body (fixnum 0 1) (return 0)))"));
        Value unit = List(Value.Object(machine.Intern("name")), code, Value.Fixnum(5));
        var write = machine.FindPrimitive("image-write")!;
        var bytes = Assert.IsType<Bytevector>(write.Invoke(machine, List(unit)).Ref);
        Assert.Equal(Value.Fixnum(5), Open(machine, bytes.Bytes).Units[0].Descriptor);
        Assert.True(write.Invoke(machine, Value.Fixnum(5)).IsSignal);
        Assert.Equal(ConditionKind.WrongType, AssemblyText.Failure(machine).Kind);
        Assert.True(write.Invoke(machine, List(List(code))).IsSignal);
        Assert.Equal(ConditionKind.WrongType, AssemblyText.Failure(machine).Kind);
        Assert.Empty(Open(machine, Assert.IsType<Bytevector>(write.Invoke(machine, Value.EmptyList).Ref).Bytes).Units);
    }

    [Fact]
    public void HeadersSayWhatIsWrong()
    {
        var machine = TestMachine.New();
        byte[] image = Write(machine, Value.Fixnum(1));
        Refused([], "truncated");
        Refused(image[..100], "truncated at byte 100");
        Refused(image[..^1], $"truncated at byte {image.Length - 1} of {image.Length}");
        Refused([.. image, 0], "bytes instead of");
        Refused(Change(0, 1), "does not begin as images do");
        Refused(Change(4, 99), "its format has version 99");
        Refused(Change(8, 1), "made for another version of the opcodes");
        Refused(Change(ImageFormat.HeaderSize - 1, 1), "checksum of its header differs");
        Refused(Change(ImageFormat.HeaderSize, 1), "checksum of its section Strings differs");

        byte[] Change(int offset, byte value)
        {
            byte[] changed = [.. image];
            changed[offset] = changed[offset] == value ? (byte)(value + 1) : value;
            return changed;
        }

        void Refused(byte[] bytes, string expected)
        {
            Assert.Null(ImageReader.Open(machine, bytes, "test.image", out var failure));
            Assert.Equal(ConditionKind.BadCode, failure!.Kind);
            Assert.Contains("test.image", failure.Message, StringComparison.Ordinal);
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DamageInARecordIsFoundWhenItIsUsed()
    {
        var machine = TestMachine.New();
        byte[] image = Write(machine, Value.Object(new Text("descriptor")), AssemblyText.Assemble(machine, "(code (name fold) (body (fixnum 0 1) (return 0)))"));
        int code = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(ImageFormat.SectionTableOffset + ((int)ImageSection.Code * ImageFormat.SectionEntrySize)));
        image[code + 8] ^= 1;
        image[^1] ^= 1;
        var unit = Open(machine, image).Units[0];
        Assert.False(unit.Body.Prepare(machine));
        Assert.Contains("code object 0: its checksum differs", AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
        Assert.Null(unit.Body.Name);
        Assert.True(unit.Descriptor.IsSignal);
        Assert.Contains("descriptor 0: its checksum differs", AssemblyText.Failure(machine).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ContentHashIsOfTheContent()
    {
        var machine = TestMachine.New();
        var image = Open(machine, Write(machine, Value.Fixnum(1)));
        Assert.Equal(image.ContentHash, image.ComputeContentHash());
        Assert.NotEqual(image.ContentHash, Open(machine, Write(machine, Value.Fixnum(2))).ContentHash);
    }

    [Fact]
    public void AFileThatIsNotThere()
    {
        Assert.Null(ImageReader.Open(TestMachine.New(), Path.Combine(Path.GetTempPath(), "no", "such", "image"), out var failure));
        Assert.Equal(ConditionKind.File, failure!.Kind);
    }

    [Fact]
    public void LongListsTakeNoTimeToSpeakOf()
    {
        var machine = TestMachine.New();
        Value list = Value.EmptyList;
        for (int i = 0; i < 500_000; i++)
        {
            list = Value.Object(new Pair(Value.Fixnum(i), list));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Value read = Open(machine, Write(machine, list)).Units[0].Descriptor;
        Assert.True(watch.ElapsedMilliseconds < 5_000, $"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(Value.Fixnum(499_999), ((Pair)read.Ref!).Car);
    }

    internal static ImageReader Open(VirtualMachine machine, byte[] bytes)
    {
        var image = ImageReader.Open(machine, bytes, "test", out var failure);
        Assert.True(image is not null, failure?.Message);
        return image;
    }

    internal static byte[] Write(VirtualMachine machine, Value descriptor, CodeObject? body = null)
    {
        var writer = new ImageWriter(machine);
        writer.Add(List(Value.Object(machine.Intern("test")), Value.Fixnum(1)), body ?? AssemblyText.Assemble(machine, "(code (body (fixnum 0 1) (return 0)))"), descriptor);
        byte[]? bytes = writer.ToBytes();
        if (bytes is null)
        {
            Assert.Fail(AssemblyText.Failure(machine).Message);
        }

        return bytes;
    }

    internal static Value List(params ReadOnlySpan<Value> items)
    {
        Value list = Value.EmptyList;
        for (int i = items.Length - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(items[i], list));
        }

        return list;
    }
}

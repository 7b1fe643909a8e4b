using System.Buffers.Binary;
using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>
/// Damaged and hostile images: whatever the bytes are, the machine answers with a condition, or with code that runs within its
/// limits. Half of the images have their checksums made right again, so that the readers and the verifier behind them are reached.
/// </summary>
public class ImageFuzzTests
{
    /// <summary>How many images: the environment variable OURO_LONG=1 asks for the full run.</summary>
    private static int Rounds => Environment.GetEnvironmentVariable("OURO_LONG") == "1" ? 100_000 : 5_000;

    private const string Program = """
        (code (name main) (registers 20)
          (body
            (closure 0 (code (name fib) (parameters 1)
                         (body (branch-less-immediate 0 2 #f general) (return 0)
                               general (add-immediate 4 0 -1) (call-global (global test fib) 1 1 2)
                               (add-immediate 5 0 -2) (call-global (global test fib) 2 1 3) (add 0 1 2) (return 0))))
            (global-define 0 (global test fib))
            (closure 1 (code (name count) (parameters 0 2 #t (key)) (free 2)
                         (body (free 4 0) (free 5 1) (branch-absent 0 #f given) (fixnum 0 3) given
                               head (branch-less-immediate 0 1 #t out) (add-immediate 0 0 -1) (cons 4 4 5) (loop head) out
                               (box 5 4) (box-set 5 0) (box-ref 0 5) (return 4))))
            (closure-set 1 0 0)
            (closure-set 1 1 1)
            (move 4 1) (fixnum 5 9) (fixnum 6 8) (fixnum 7 7)
            (call-keywords (quote #(key)) 2 3 3)
            (constant 3 (quote #(1 2.5 "text" #\x61 (a b c) #u8(1 2 3))))
            (fixnum 4 4)
            (vector-ref 5 3 4)
            (primitive-n 6 3 3 (primitive values))
            (unpack-values 6 7 2 #t)
            from (car 8 3) to
            (jump on)
            handler (caught 8)
            on
            (guard-fixnum 4 0)
            (unbox-long 9 4) (long-add 9 9 9 0) (box-long 10 9)
            (move 12 0) (fixnum 13 10)
            (call-values 11 1 11)
            after
            (far-set 11 300) (far-get 11 300)
            (move 13 0) (fixnum 14 3) (constant 15 (quote (7)))
            (tail-call 1 12)
            resume
            (return 0))
          (handlers (from to handler 8))
          (frame-states
            (state (virtual pair (register 4) (virtual 1)) (virtual box (virtual 0))
                   (virtual closure (code (name target) (parameters 1) (free 1) (body (free 1 0) (cons 0 0 1) (return 0))) (virtual 0))
                   (activation this after self (register 0))
                   (activation (constant 7) 0 (virtual 2) (long 4)))))
        """;

    [Fact]
    public void MutatedImagesGiveConditions()
    {
        var random = new Random(20_260_101);
        byte[][] seeds = Seeds();
        var machine = TestMachine.New();
        int refused = 0, ran = 0;
        for (int round = 0; round < Rounds; round++)
        {
            if (round % 64 == 0)
            {
                machine = NewMachine(round / 64);
            }

            byte[] seed = seeds[random.Next(seeds.Length)];
            byte[] bytes = round % 2 == 0 ? Mutate(seed, random) : MutateInside(seed, random);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            if (Use(machine, bytes))
            {
                ran++;
            }
            else
            {
                refused++;
            }

            Assert.True(watch.ElapsedMilliseconds < 5_000, $"round {round}: {watch.ElapsedMilliseconds} ms");
        }

        // The run means little unless both happen often.
        Assert.True(refused > Rounds / 4 && ran > Rounds / 20, $"{refused} refused, {ran} ran");
    }

    [Fact]
    public void TruncatedImagesGiveConditions()
    {
        byte[] seed = Seeds()[0];
        var machine = NewMachine();
        for (int length = 0; length < seed.Length; length += length < 300 ? 1 : 7)
        {
            Assert.Null(ImageReader.Open(machine, seed.AsMemory(0, length), "test", out var failure));
            Assert.Equal(ConditionKind.BadCode, failure!.Kind);
        }
    }

    [Fact]
    public void RandomBytesGiveConditions()
    {
        var random = new Random(5);
        var machine = NewMachine();
        byte[] seed = Seeds()[0];
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = new byte[random.Next(600)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0 && bytes.Length >= 16)
            {
                seed.AsSpan(0, 16).CopyTo(bytes);
            }

            Assert.Null(ImageReader.Open(machine, bytes, "test", out _));
        }
    }

    private static VirtualMachine NewMachine(int number = 0)
    {
        var machine = TestMachine.New(new MachineOptions { Instrumented = number % 4 == 1, Hostile = number % 4 == 2 });
        machine.GlobalCell(machine.Intern("test"), machine.Intern("fib")).Content = Value.Object(machine.FindPrimitive("values")!);
        return machine;
    }

    private static byte[][] Seeds()
    {
        var machine = TestMachine.New();
        var random = new Random(1);
        var seeds = new List<byte[]>();
        foreach (string text in new[] { Program, AssemblerTests.Everything, RunTests.Fib })
        {
            var code = AssemblyText.Assemble(machine, text);
            Assert.Null(Verifier.Verify(code));
            for (int i = 0; i < 3; i++)
            {
                seeds.Add(ImageTests.Write(machine, new RandomData(machine, random).Datum(), code));
            }
        }

        return seeds.ToArray();
    }

    /// <summary>Does with an image everything that a program would do with it.</summary>
    /// <returns>Whether some of its code ran.</returns>
    private static bool Use(VirtualMachine machine, byte[] bytes)
    {
        if (ImageReader.Open(machine, bytes, "test", out var failure) is not { } image)
        {
            Assert.Equal(ConditionKind.BadCode, failure!.Kind);
            return false;
        }

        bool ran = false;
        foreach (var unit in image.Units)
        {
            if (unit.Descriptor.IsSignal)
            {
                Assert.Equal(ConditionKind.BadCode, AssemblyText.Failure(machine).Kind);
            }

            var codes = new List<CodeObject> { unit.Body };
            for (int i = 0; i < codes.Count && i < 50; i++)
            {
                ran |= UseCode(machine, codes[i]);
                for (int constant = 0; constant < codes[i].ConstantCount; constant++)
                {
                    if (codes[i].Constants[constant].Ref is CodeObject nested && !codes.Contains(nested))
                    {
                        codes.Add(nested);
                    }
                }
            }
        }

        return ran;
    }

    private static bool UseCode(VirtualMachine machine, CodeObject code)
    {
        _ = Disassembler.Disassemble(code);
        if (!code.Prepare(machine))
        {
            Assert.Equal(ConditionKind.BadCode, AssemblyText.Failure(machine).Kind);
            return false;
        }

        _ = code.Liveness.At(0);
        for (int i = 0; i < code.FrameStates.Length; i++)
        {
            if (!code.PrepareFrameState(machine, i))
            {
                Assert.Equal(ConditionKind.BadCode, AssemblyText.Failure(machine).Kind);
            }
        }

        for (int pc = 0; pc < code.Instructions.Length; pc++)
        {
            _ = code.SpanAt(pc);
        }

        machine.SetLimits(new MachineLimits { Ticks = machine.TicksUsed + 3_000, Allocation = machine.BytesAllocated + (4 << 20) });
        var arguments = new Value[Math.Min(code.Parameters.Required, 4)];
        arguments.AsSpan().Fill(Value.Fixnum(5));
        _ = machine.Run(Value.Object(new Closure(code)), arguments);
        machine.SetLimits(new MachineLimits());
        return true;
    }

    /// <summary>Changes some bytes anywhere; checksums are wrong afterwards, unless nothing changed.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = new List<byte>(seed);
        MutateBytes(bytes, random, 1 + random.Next(4));
        return bytes.ToArray();
    }

    /// <summary>Changes bytes of one or two sections, and makes lengths and checksums right again.</summary>
    private static byte[] MutateInside(byte[] seed, Random random)
    {
        var sections = new List<byte>[ImageFormat.SectionCount];
        for (int i = 0; i < sections.Length; i++)
        {
            int entry = ImageFormat.SectionTableOffset + (i * ImageFormat.SectionEntrySize);
            sections[i] = [.. seed.AsSpan(Word(seed, entry), Word(seed, entry + 4))];
        }

        for (int i = 1 + random.Next(2); i > 0; i--)
        {
            int section = random.Next(3) > 0 ? (int)ImageSection.Code : random.Next(sections.Length);
            MutateBytes(sections[section], random, 1 + random.Next(3));
        }

        Reseal(sections, ImageSection.CodeDirectory, 12, 0, 4, ImageSection.Code);
        Reseal(sections, ImageSection.SharedDirectory, 8, 0, 4, ImageSection.Shared);
        Reseal(sections, ImageSection.UnitDirectory, 16, 8, 12, ImageSection.Descriptors);
        var image = new ByteWriter();
        image.Bytes(seed.AsSpan(0, ImageFormat.SectionTableOffset));
        int offset = ImageFormat.HeaderSize;
        for (int i = 0; i < sections.Length; i++)
        {
            image.Word(offset);
            image.Word(sections[i].Count);
            image.Long((long)ImageFormat.Hash(sections[i].ToArray()));
            offset += sections[i].Count;
        }

        foreach (var section in sections)
        {
            image.Bytes(section.ToArray());
        }

        image.PatchWord(ImageFormat.LengthOffset, image.Count);
        image.PatchLong(ImageFormat.HeaderChecksumOffset, (long)ImageFormat.HeaderChecksum(image.Written));
        return image.ToArray();
    }

    private static void MutateBytes(List<byte> bytes, Random random, int changes)
    {
        for (; changes > 0; changes--)
        {
            int place = random.Next(bytes.Count + 1);
            switch (random.Next(8))
            {
                case 0:
                    bytes.Insert(place, (byte)random.Next(256));
                    break;
                case 1 when bytes.Count > 0:
                    int start = random.Next(bytes.Count);
                    bytes.RemoveRange(start, Math.Min(bytes.Count - start, 1 + random.Next(4)));
                    break;
                case 2 when bytes.Count > 8:
                    start = random.Next(bytes.Count - 8);
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(start, random.Next(8)));
                    break;
                case 3 when place < bytes.Count:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 4 when place < bytes.Count:
                    bytes[place] = (byte)(random.Next(2) == 0 ? 0xFF : 0x80);
                    break;
                case 5 when place < bytes.Count:
                    bytes[place] += (byte)(random.Next(2) == 0 ? 1 : 255);
                    break;
                default:
                    if (place < bytes.Count)
                    {
                        bytes[place] = (byte)random.Next(256);
                    }

                    break;
            }
        }
    }

    /// <summary>Makes the checksums of records right, as far as the directory makes sense.</summary>
    private static void Reseal(List<byte>[] sections, ImageSection directory, int size, int offsetField, int checksumField, ImageSection records)
    {
        byte[] entries = sections[(int)directory].ToArray();
        byte[] content = sections[(int)records].ToArray();
        for (int entry = 0; entry + size <= entries.Length; entry += size)
        {
            int start = Word(entries, entry + offsetField);
            int end = entry + (2 * size) <= entries.Length ? Word(entries, entry + size + offsetField) : content.Length;
            if (start >= 0 && start <= end && end <= content.Length)
            {
                BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(entry + checksumField), ImageFormat.Checksum(content.AsSpan(start, end - start)));
            }
        }

        sections[(int)directory] = [.. entries];
    }

    private static int Word(byte[] bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));
}

using System.Reflection;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Generators.Tests.Generated;

/// <summary>The generated table of opcodes, their encodings, and the size of the loops.</summary>
public class OpcodeTableTests
{
    public static TheoryData<string> Names => [.. All().Select(info => info.Name)];

    [Fact]
    public void TheTableAndTheEnumAgree()
    {
        Assert.Equal(OpcodeTable.Count, Enum.GetValues<Opcode>().Length);
        Assert.All(All(), info => Assert.Same(info, OpcodeTable.Find(info.Name)));
        Assert.All(All(), info => Assert.Same(info, OpcodeTable.Of((int)info.Opcode | unchecked((int)0xABCDEF00))));
        Assert.All(Enumerable.Range(0, OpcodeTable.Count), i => Assert.Equal((Opcode)i, OpcodeTable.Get((Opcode)i).Opcode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zzz")]
    [InlineData("ca")]
    [InlineData("cars")]
    [InlineData("Car")]
    [InlineData("λ")]
    public void OtherNames(string name) => Assert.Null(OpcodeTable.Find(name));

    [Fact]
    public void BytesWithoutAnOpcode() => Assert.All(Enumerable.Range(OpcodeTable.Count, 256 - OpcodeTable.Count), i => Assert.Null(OpcodeTable.Of(i)));

    [Theory]
    [MemberData(nameof(Names))]
    public void OperandsKeepTheirNumbers(string name)
    {
        OpcodeInfo info = OpcodeTable.Find(name)!;
        var words = new int[info.Length];
        int[] least = [.. info.Operands.Select(o => (int)o.Minimum)];
        int[] greatest = [.. info.Operands.Select(o => (int)o.Maximum)];
        foreach (int[] numbers in (int[][])[least, greatest, [.. least.Select((n, i) => i % 2 == 0 ? n : greatest[i])], [.. least.Select((n, i) => i % 2 == 1 ? n : greatest[i])]])
        {
            info.Encode(numbers, words);
            Assert.Equal((byte)info.Opcode, (byte)words[0]);
            Assert.Equal(numbers, info.Operands.Select(o => o.Decode(words)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OperandsDoNotOverlap(string name)
    {
        OpcodeInfo info = OpcodeTable.Find(name)!;
        var taken = new uint[info.Length];
        taken[0] = 0xFF;
        foreach (OperandInfo operand in info.Operands)
        {
            uint field = operand.Width == 32 ? uint.MaxValue : ((1u << operand.Width) - 1) << operand.Shift;
            Assert.Equal(0u, taken[operand.Word] & field);
            Assert.True(operand.Shift + operand.Width <= 32);
            taken[operand.Word] |= field;
        }

        Assert.All(taken, word => Assert.NotEqual(0u, word));
    }

    [Fact]
    public void WhatDoesNotFit()
    {
        OperandInfo[] operands = OpcodeTable.Find("add-immediate")!.Operands;
        Assert.Equal([OperandKind.Write, OperandKind.Read, OperandKind.Immediate], operands.Select(o => o.Kind));
        Assert.True(operands[0].Fits(255));
        Assert.False(operands[0].Fits(256));
        Assert.False(operands[0].Fits(-1));
        Assert.True(operands[2].Fits(-128));
        Assert.False(operands[2].Fits(128));
    }

    /// <summary>A return finds the register for the value in bits 8-15 of the word before the saved pc.</summary>
    [Fact]
    public void ACallKeepsItsTargetInItsLastWord()
    {
        IEnumerable<OpcodeInfo> calls = All().Where(info => info.Operands.Any(o => o.Kind == OperandKind.Area) && !info.EndsBlock);
        Assert.Contains(calls, info => info.Name == "call-global");
        Assert.All(calls, info =>
        {
            OperandInfo target = Assert.Single(info.Operands, o => o.Kind == OperandKind.Write);
            Assert.Equal((info.Length - 1, 8, 8), (target.Word, target.Shift, target.Width));
        });
    }

    [Fact]
    public void RunsNameTheirCounts() => Assert.All(
        All().SelectMany(info => info.Operands.Where(o => o.Kind == OperandKind.Run).Select(o => info.Operands[o.CountOperand])),
        count => Assert.Equal(OperandKind.Count, count.Kind));

    /// <summary>Beyond 60,000 bytes of IL or 512 locals the just-in-time compiler stops optimising a method.</summary>
    [Theory]
    [InlineData(nameof(Interpreter.RunPlain))]
    [InlineData(nameof(Interpreter.RunInstrumented))]
    public void TheLoopsAreSmallEnoughToBeOptimised(string loop)
    {
        MethodBody body = typeof(Interpreter).GetMethod(loop, BindingFlags.Static | BindingFlags.NonPublic)!.GetMethodBody()!;
        Assert.InRange(body.GetILAsByteArray()!.Length, 1, 30_000);
        Assert.InRange(body.LocalVariables.Count, 1, 500);
    }

    private static IEnumerable<OpcodeInfo> All() => Enumerable.Range(0, OpcodeTable.Count).Select(i => OpcodeTable.Get((Opcode)i));
}

using Ouro.Generators.Rows;

namespace Ouro.Generators.Tests.Generator;

/// <summary>Where operands end up in an instruction: (word, shift, width).</summary>
public class OperandPackerTests
{
    [Fact]
    public void BytesTakeTheFirstWord() =>
        CheckPlaces(1, [Byte(), Byte(), Byte()], (0, 8, 8), (0, 16, 8), (0, 24, 8));

    [Fact]
    public void AFourthByteTakesAWord() =>
        CheckPlaces(2, [Byte(), Byte(), Byte(), Byte()], (0, 8, 8), (0, 16, 8), (0, 24, 8), (1, 0, 8));

    [Fact]
    public void SixteenBitsTakeTheUpperHalfOrAWord()
    {
        CheckPlaces(1, [Byte(), Short()], (0, 8, 8), (0, 16, 16));
        CheckPlaces(1, [Short(), Byte()], (0, 16, 16), (0, 8, 8));
        CheckPlaces(2, [Byte(), Byte(), Short()], (0, 8, 8), (0, 16, 8), (1, 0, 16));
        CheckPlaces(2, [Short(), Short()], (0, 16, 16), (1, 0, 16));
    }

    [Fact]
    public void ConstantsTakeSixteenBitsOrAWord()
    {
        CheckPlaces(1, [Byte(), Constant()], (0, 8, 8), (0, 16, 16));
        CheckPlaces(2, [Byte(), Byte(), Constant()], (0, 8, 8), (0, 16, 8), (1, 0, 32));
    }

    [Fact]
    public void AJumpAloneTakesTwentyFourBits()
    {
        CheckPlaces(1, [Jump()], (0, 8, 24));
        CheckPlaces(2, [Byte(), Jump()], (0, 8, 8), (1, 0, 32));
    }

    [Fact]
    public void WideNumbersTakeAWordEach() =>
        CheckPlaces(3, [Wide(), Byte(), Wide()], (1, 0, 32), (0, 8, 8), (2, 0, 32));

    [Fact]
    public void TheSecondWordIsTheLast() =>
        CheckPlaces(
            3,
            [Constant(), Second(Byte()), Wide(), Second(Byte()), Second(Byte())],
            (0, 16, 16), (2, 8, 8), (1, 0, 32), (2, 16, 8), (2, 24, 8));

    [Fact]
    public void SixteenBitsInTheSecondWordAreAligned() =>
        CheckPlaces(2, [Second(Byte()), Second(Short())], (1, 8, 8), (1, 16, 16));

    [Fact]
    public void TooMuchForTheSecondWord()
    {
        CheckFails(Second(Byte()), Second(Byte()), Second(Byte()), Second(Byte()));
        CheckFails(Second(Byte()), Second(Byte()), Second(Short()));
        CheckFails(Second(Wide()));
    }

    private static void CheckPlaces(int words, Operand[] operands, params (int Word, int Shift, int Width)[] places)
    {
        Operand[]? packed = OperandPacker.Pack(operands, out int length, out string error);
        Assert.Equal("", error);
        Assert.Equal(words, length);
        Assert.Equal(places, packed!.Select(o => (o.Word, o.Shift, o.Width)));
    }

    private static void CheckFails(params Operand[] operands)
    {
        Assert.Null(OperandPacker.Pack(operands, out _, out string error));
        Assert.Contains("[SecondWord]", error, StringComparison.Ordinal);
    }

    private static Operand Make(OperandKind kind, int width) => new(kind, "x", "", width, false, false, "", "", -1, -1);

    private static Operand Byte() => Make(OperandKind.Read, 8);

    private static Operand Short() => Make(OperandKind.Count, 16);

    private static Operand Constant() => Make(OperandKind.Constant, 32);

    private static Operand Jump() => Make(OperandKind.Jump, 32);

    private static Operand Wide() => Make(OperandKind.Immediate, 32);

    private static Operand Second(Operand operand) => operand with { Second = true };
}

using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests;

public sealed class ImageDifferenceTests
{
    [Fact]
    public void TheLibraryAndTheInstructionAreNamed()
    {
        string text = Difference(Image("same", 1, "part", 2), Image("same", 1, "part", 3));
        Assert.DoesNotContain("same", text, StringComparison.Ordinal);
        Assert.Equal(["part differs:", "  image 1: (fixnum 0 2)", "  image 2: (fixnum 0 3)"], text.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public void ADifferentOrderOfLibrariesIsSaid() =>
        Assert.Equal("library 1 is a in image 1 and b in image 2", Difference(Image("a", 1, "b", 1), Image("b", 1, "a", 1)).TrimEnd());

    [Fact]
    public void EqualCodeInDifferentBytesIsSaid()
    {
        byte[] image = Image("a", 1, "b", 2);
        Assert.StartsWith("all libraries have the same code", Difference(image, image), StringComparison.Ordinal);
    }

    private static string Difference(byte[] first, byte[] second)
    {
        var output = new StringWriter();
        ImageDifference.Write(first, second, output);
        return output.ToString();
    }

    private static byte[] Image(string firstName, short firstNumber, string secondName, short secondNumber)
    {
        var machine = TestMachine.New();
        var writer = new ImageWriter(machine);
        writer.Add(Value.Object(machine.Intern(firstName)), Code(firstNumber), Value.EmptyList);
        writer.Add(Value.Object(machine.Intern(secondName)), Code(secondNumber), Value.EmptyList);
        return writer.ToBytes()!;
    }

    private static CodeObject Code(short number)
    {
        var builder = new AssemblyBuilder();
        builder.Emit(Opcode.Fixnum, 0, number);
        builder.Emit(Opcode.Return, 0);
        return builder.Build(out _)!;
    }
}

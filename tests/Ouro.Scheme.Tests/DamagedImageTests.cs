using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Tests;

/// <summary>An image whose description of a library is not what it must be: an outcome in words, and a machine that goes on.</summary>
public sealed class DamagedImageTests
{
    [Fact]
    public void ADescriptorThatIsNoListIsSaid()
    {
        var (machine, outcome) = Start(Image(Value.Fixnum(5)));
        var condition = Assert.IsType<Condition>(outcome.Value.AsObject);
        Assert.Equal("the image is damaged: what it says about the library (part) is no list, but", condition.Message);
        Assert.Equal(PendingSignal.None, machine.Pending);
    }

    [Fact]
    public void ADescriptorThatCannotBeReadIsSaid()
    {
        byte[] image = Image(TestMachines.ReadOne(TestMachines.New(), "(() . text)"));
        image[^1] ^= 0x55;
        var (machine, outcome) = Start(image);
        var condition = Assert.IsType<Condition>(outcome.Value.AsObject);
        Assert.Equal(ConditionKind.BadCode, condition.Kind);
        Assert.Contains("descriptor 0", condition.Message, StringComparison.Ordinal);
        Assert.Equal(PendingSignal.None, machine.Pending);
    }

    private static (VirtualMachine Machine, Outcome Outcome) Start(byte[] image)
    {
        var machine = TestMachines.New();
        var reader = ImageReader.Open(machine, image, "test.image", out var problem);
        Assert.True(reader is not null, problem?.Message);
        var outcome = SchemeRuntime.Install(machine, reader).Instantiate(Value.Object(machine.Intern("part")));
        Assert.NotNull(outcome);
        Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
        return (machine, outcome);
    }

    private static byte[] Image(Value descriptor)
    {
        var machine = TestMachines.New();
        var builder = new AssemblyBuilder();
        builder.Emit(Opcode.Fixnum, 0, 1);
        builder.Emit(Opcode.Return, 0);
        var writer = new ImageWriter(machine);
        writer.Add(Value.Object(machine.Intern("part")), builder.Build(out _)!, descriptor);
        return writer.ToBytes()!;
    }
}

using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Runtime;
using Ouro.Scheme.Tests.Fuzz;

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

    /// <summary>The image of libraries is looked at when the first of them is imported, and then its damage is said.</summary>
    [Fact]
    public void AFurtherImageThatIsDamagedIsSaidAtTheImport()
    {
        string folder = Directory.CreateTempSubdirectory("ouro-images-").FullName;
        try
        {
            string image = Path.Combine(folder, "ouro.image");
            File.Copy(SchemeMachine.ImagePath, image);
            File.WriteAllText(Path.Combine(folder, "libraries.image"), "this is no image");
            var machine = TestMachine.New();
            var language = new SchemeLanguage();
            Assert.Null(language.Install(machine, new LanguageOptions { ImagePath = image }));
            Assert.Equal(OutcomeKind.Value, language.Compile(machine, new SourceText("program", "(import (scheme base)) (car '(1))")).Kind);

            var outcome = language.Compile(machine, new SourceText("program", "(import (scheme base) (srfi 1))"));
            var condition = Assert.IsType<Condition>(outcome.Value.AsObject);
            Assert.Equal(ConditionKind.BadCode, condition.Kind);
            Assert.Contains("libraries.image", language.Describe(condition), StringComparison.Ordinal);

            // Without the file there are no such libraries, and that is all.
            File.Delete(Path.Combine(folder, "libraries.image"));
            var bare = TestMachine.New();
            Assert.Null(language.Install(bare, new LanguageOptions { ImagePath = image }));
            outcome = language.Compile(bare, new SourceText("program", "(import (scheme base) (srfi 1))"));
            Assert.Contains("no library (srfi 1)", language.Describe(Assert.IsType<Condition>(outcome.Value.AsObject)), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

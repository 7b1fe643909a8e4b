using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Ouro.Generators.Tests.Generator;

/// <summary>What is generated of small declarations, as text.</summary>
public partial class GeneratedTextTests
{
    private const string Rows = """
        [OpcodeRows]
        static class Rows
        {
            [Opcode("move", "target = source & more", Hot = true)]
            internal static void Move(ref Value target, in Value source) => target = source;

            [Opcode("jump-if", "go on elsewhere if source is 0", Hot = true)]
            internal static bool JumpIf(in Value source, [Jump] int there) => source.Bits == 0;

            [Opcode("check", "source must be an object", MayRaise = true, Hot = true)]
            internal static Flow Check(VirtualMachine machine, in Value source)
            {
                if (source.Ref is null)
                {
                    return machine.FailWrongType(1, source, "an object");
                }

                return Flow.Next;
            }

            [Opcode("poll", "poll", Hot = true, Effects = Effects.All, MayCall = true)]
            internal static unsafe Flow Poll(VirtualMachine machine, ref LoopState state) =>
                --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 1) : Flow.Signal;

            [Opcode("cold", "a cold row", Expansion = "move {target} {source}")]
            internal static Flow Cold(ref Value target, in Value source, [Constant(Of = typeof(Pair))] in Value cell, sbyte small) => Flow.Next;

            [Opcode("add", "target = source + number", Effects = Effects.WriteBox)]
            internal static void Add(ref Value target, in Value source, sbyte number) { }
        }
        """;

    private static readonly GeneratorDriverRunResult Result = Sources.CheckGenerator(Rows);

    [Fact]
    public void OpcodesAreNumberedByName() => Assert.Equal(
        ["Add = 0", "Check = 1", "Cold = 2", "JumpIf = 3", "Move = 4", "Poll = 5"],
        EnumMember().Matches(Result.Generated("Ouro.Machine.Code.Opcode.g.cs")).Select(m => m.Value));

    [Fact]
    public void ALineOfTheTable()
    {
        string table = Result.Generated("Ouro.Machine.Code.OpcodeTable.g.cs");
        Assert.Contains("\nadd\t1\t0\t32\t0,0,8,8,0,-1,-1,target 1,0,16,8,0,-1,-1,source 2,0,24,8,1,-1,-1,number\t\tadd\ttarget = source + number\n", table, StringComparison.Ordinal);
        Assert.Contains("\njump-if\t2\t16\t0\t1,0,8,8,0,-1,-1,source 4,1,0,32,1,-1,-1,there\t\t", table, StringComparison.Ordinal);
        Assert.Contains("\tmove {target} {source}\tcold\ta cold row\n", table, StringComparison.Ordinal);
        Assert.Contains("0 => typeof(global::Ouro.Machine.Values.Pair)", table, StringComparison.Ordinal);
    }

    [Fact]
    public void AssignmentsCopyTwoWords() => CheckCase("move", """
        _ip += 1;
        ref Value target = ref Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 4) & 0xFF0));
        ref Value source = ref Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 12) & 0xFF0));
        ref readonly Value _from = ref source; ref Value _to = ref target; long _bits = _from.Bits; _to.Ref = _from.Ref; _to.Bits = _bits;
        goto Next;
        """);

    [Fact]
    public void AJumpIsReadWhenItIsTaken() => CheckCase("jump-if", """
        _ip += 2;
        ref Value source = ref Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 4) & 0xFF0));
        if (source.Bits == 0) { _ip += _ip[-1]; }
        goto Next;
        """);

    [Fact]
    public void ReturnsBecomeGotos() => CheckCase("check", """
        _ip += 1;
        ref Value source = ref Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 4) & 0xFF0));
        if (source.Ref is null) { { _flow = machine.FailWrongType(1, source, "an object"); goto Dispatch; } } { goto Next; }
        """);

    [Fact]
    public void AMethodThatIsGivenThePcSavesIt() => CheckCase("poll", """
        _ip += 1;
        if (--machine.TickSlice < 0) { _flow = machine.PollAt(ref _registers, _ip - 1); goto Saved; } goto Signal;
        """);

    [Fact]
    public void AColdRowIsCalled() => CheckCase("cold", """
        _ip += 2;
        _flow = global::Rows.Cold(ref Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 4) & 0xFF0)),
            in Unsafe.AddByteOffset(ref _registers, (nuint)((_word >> 12) & 0xFF0)), in Unsafe.Add(ref _constants, _ip[-1]), (sbyte)(_word >> 24));
        goto Dispatch;
        """);

    [Fact]
    public void EveryByteHasACase()
    {
        string[] cases = [.. Case().Matches(Loop("RunPlain")).Select(m => m.Groups[1].Value)];
        Assert.Equal(Enumerable.Range(0, 256).Select(i => $"{i}"), cases);
    }

    [Fact]
    public void OnlyTheInstrumentedLoopShowsInstructions()
    {
        Assert.DoesNotContain("BeforeInstruction", Loop("RunPlain"), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(Loop("RunInstrumented"), "BeforeInstruction"));
        Assert.Equal(
            Squeeze(Loop("RunPlain").Replace("RunPlain", "", StringComparison.Ordinal)),
            Squeeze(Loop("RunInstrumented").Replace("RunInstrumented", "", StringComparison.Ordinal).Replace("    if (machine.BeforeInstruction(ref _registers, _ip)) goto Reload;\n", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void RowsThatOnlyTakeValuesArePrimitives()
    {
        // name minimum maximum flags effects group local kind registers; 1 is foldable, 2 undoable.
        string catalogue = Result.Generated("GeneratedPrimitives.g.cs");
        Assert.Equal(["add 2 2 0 32 0 0 1 0", "check 1 1 3 0 0 1 0 0", "move 1 1 3 0 0 2 0 0"], CatalogueLine().Matches(catalogue).Select(m => m.Value));
    }

    [Fact]
    public void TheCatalogueIsOrderedAcrossGroups()
    {
        GeneratorDriverRunResult result = Sources.CheckGenerator("""
            namespace Guests
            {
                [PrimitiveGroup]
                static partial class Second
                {
                    /// <summary>Two to any number of arguments.</summary>
                    [Primitive("b", Effects = Effects.ReadPair | Effects.Allocate, Foldable = true)]
                    internal static void B(Value first, Value second, ReadOnlySpan<Value> rest) { }

                    /// <summary>Not in the order of names.</summary>
                    [NativeActivation("a", 1, 2, Registers = 3)]
                    internal static Flow A(VirtualMachine machine, ref NativeFrame frame) => frame.Return(frame[0]);
                }

                [PrimitiveGroup]
                static partial class First
                {
                    /// <summary>One argument, maybe.</summary>
                    [Primitive("A", Undoable = true)]
                    internal static void C(Value? value = null) { }
                }
            }
            """);
        string catalogue = result.Generated("GeneratedPrimitives.g.cs");
        Assert.Equal(["A 0 1 2 0 0 0 2 0", "a 1 2 0 262143 1 1 3 3", "b 2 -1 1 131073 1 0 2 0"], CatalogueLine().Matches(catalogue).Select(m => m.Value));
        Assert.Contains("0 => global::Guests.First.GeneratedGroup.Resolve(local)", catalogue, StringComparison.Ordinal);
        Assert.Contains("1 => global::Guests.Second.GeneratedGroup.Resolve(local)", catalogue, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsGeneratedOfNothing() => Assert.Empty(Sources.CheckGenerator("class C;").GeneratedTrees);

    /// <summary>An edit elsewhere must not make the compiler parse the loops again.</summary>
    [Fact]
    public void AnEditElsewhereGeneratesNothingAnew()
    {
        var compilation = Sources.Compile(Rows);
        GeneratorDriver driver = Sources.NewDriver().RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(Sources.Parse("class Elsewhere;", "Elsewhere.cs")));
        var outputs = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static void CheckCase(string opcode, string expected)
    {
        string loop = Loop("RunPlain");
        string body = loop[loop.IndexOf($": // {opcode}\n", StringComparison.Ordinal)..];
        body = body[body.IndexOf('{', StringComparison.Ordinal)..];
        int next = body.IndexOf("\ncase ", StringComparison.Ordinal);
        Assert.Equal(Squeeze($"{{ {expected} }}"), Squeeze(body[..next]));
    }

    private static string Loop(string name)
    {
        string all = Result.Generated("Ouro.Machine.Execution.Interpreter.g.cs");
        int start = all.IndexOf($"internal static Flow {name}(", StringComparison.Ordinal);
        int end = all.IndexOf("internal static Flow Run", start + 20, StringComparison.Ordinal);
        end = end < 0 ? all.LastIndexOf('}') : all.LastIndexOf("/// <summary>", end, StringComparison.Ordinal);
        return all[start..end];
    }

    private static string Squeeze(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\w+ = \d+")]
    private static partial Regex EnumMember();

    [GeneratedRegex(@"\bcase (\d+):")]
    private static partial Regex Case();

    [GeneratedRegex(@"^\S+( -?\d+){8}$", RegexOptions.Multiline)]
    private static partial Regex CatalogueLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

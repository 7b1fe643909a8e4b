using System.Numerics;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;

namespace Ouro.Generators.Tests;

/// <summary>Primitives with each sort of parameter and result; the generator runs on this project.</summary>
[PrimitiveGroup]
internal static partial class SamplePrimitives
{
    /// <summary>Any value, as it is.</summary>
    [Primitive("same")]
    internal static Value Same(Value value) => value;

    /// <summary>A guest class and an optional index; the difference of the length and the index.</summary>
    [Primitive("tail-length", Effects = Effects.ReadText, Undoable = true)]
    internal static long TailLength(Text text, int start, int? end = null) => (end ?? text.Length) - start;

    /// <summary>An integer of 64 bits.</summary>
    [Primitive("successor", Foldable = true)]
    internal static long Successor(long number) => number + 1;

    /// <summary>An integer of any size.</summary>
    [Primitive("double")]
    internal static BigInteger Double(BigInteger number) => number * 2;

    /// <summary>A real number.</summary>
    [Primitive("half")]
    internal static double Half(double number) => number / 2;

    /// <summary>Everything but false is true.</summary>
    [Primitive("negation")]
    internal static bool Negation(bool flag) => !flag;

    /// <summary>A character.</summary>
    [Primitive("next-character")]
    internal static CodePoint NextCharacter(CodePoint character) => new(character.Number + 1);

    /// <summary>A constant default, told apart from the argument itself.</summary>
    [Primitive("step")]
    internal static int Step(int number, int by = 10) => number + by;

    /// <summary>Counts further arguments.</summary>
    [Primitive("count-rest")]
    internal static int CountRest(VirtualMachine machine, Value first, ReadOnlySpan<Value> rest) => rest.Length;

    /// <summary>The last of any number of arguments, or nothing.</summary>
    [Primitive("last")]
    internal static Value Last(VirtualMachine machine, ReadOnlySpan<Value> rest) =>
        rest.IsEmpty ? machine.Fail(ConditionKind.Other, "nothing is last") : rest[^1];

    /// <summary>A guest class as a result.</summary>
    [Primitive("second-of")]
    internal static Text SecondOf(Text first, Text second) => second;

    /// <summary>No result.</summary>
    [Primitive("nothing")]
    internal static void Nothing()
    {
    }

    /// <summary>Gives its first argument back.</summary>
    [NativeActivation("give", 1, 3, Registers = 2)]
    internal static Flow Give(VirtualMachine machine, ref NativeFrame frame) => frame.Return(frame[0]);
}

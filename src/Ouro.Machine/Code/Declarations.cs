// The attributes by which opcodes and primitives are declared, once. Ouro.Generators reads them and derives
// everything else: the opcode enum, encodings, both interpreter loops, the tables behind assembler,
// disassembler, verifier, JIT and specialiser, primitive stubs with their argument checks, the catalogue.

namespace Ouro.Machine.Code;

/// <summary>What an operation reads or writes, by class of memory. Used by optimisers: no bit means pure.</summary>
[Flags]
public enum Effects
{
    None = 0,
    ReadPair = 1 << 0, WritePair = 1 << 1,
    ReadVector = 1 << 2, WriteVector = 1 << 3,
    ReadBox = 1 << 4, WriteBox = 1 << 5,
    ReadRecord = 1 << 6, WriteRecord = 1 << 7,
    ReadTable = 1 << 8, WriteTable = 1 << 9,
    ReadText = 1 << 10, WriteText = 1 << 11,
    ReadGlobal = 1 << 12, WriteGlobal = 1 << 13,
    ReadShape = 1 << 14, WriteShape = 1 << 15,
    /// <summary>Input, output, clock, environment: anything a replay must log.</summary>
    Outside = 1 << 16,
    /// <summary>Makes a new object whose identity can be observed.</summary>
    Allocate = 1 << 17,
    /// <summary>Everything: calls guest code.</summary>
    All = (1 << 18) - 1,
}

/// <summary>What the loop does after a row.</summary>
public enum Flow
{
    /// <summary>Go on with the next instruction.</summary>
    Next = 0,
    /// <summary><see cref="Execution.VirtualMachine.Pending"/> says what happened.</summary>
    Signal,
    /// <summary>The current activation changed (call, return, capture): reload it from the machine.</summary>
    Reload,
    /// <summary>The run is over; its outcome is in the machine.</summary>
    Halt,
    /// <summary>Between the machine and native activations: enter the callee that was set up.</summary>
    Enter,
    /// <summary>Between the machine and native activations: give the value that was set to the caller.</summary>
    Deliver,
}

/// <summary>Declares an opcode; the method's body is its meaning and its parameters are its operands (see docs/recipes/add-an-opcode.md).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpcodeAttribute(string name, string doc) : Attribute
{
    public string Name { get; } = name;
    public string Doc { get; } = doc;
    /// <summary>The body is pasted into the interpreter loop instead of called. For the 15-40 hottest rows.</summary>
    public bool Hot { get; set; }
    public Effects Effects { get; set; }
    /// <summary>May raise (so its FrameState is needed).</summary>
    public bool MayRaise { get; set; }
    /// <summary>May run guest code.</summary>
    public bool MayCall { get; set; }
    /// <summary>What error texts call it, where that is not its guest name: "+" for add.</summary>
    public string? Operation { get; set; }
    /// <summary>For compilers only: not a primitive that guest code may name.</summary>
    public bool Internal { get; set; }
    /// <summary>Control does not fall through to the next instruction.</summary>
    public bool EndsBlock { get; set; }
    /// <summary>For a fused or cached opcode: the core opcodes it stands for, as assembly text with operand names in braces, separated by ';'.</summary>
    public string? Expansion { get; set; }
}

/// <summary>Marks a static class whose [Opcode] methods are rows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpcodeRowsAttribute : Attribute;

/// <summary>The destination is a relative jump, counted in words from the end of the instruction; for a bool row: taken when the row returns true.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class JumpAttribute : Attribute;

/// <summary>An index into the constants, given to the row as the constant itself.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute
{
    /// <summary>The class that the constant must have; the verifier checks it.</summary>
    public Type? Of { get; set; }
}

/// <summary>The first register of a call area: base and base+1 are the callee's header, arguments follow.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallAreaAttribute : Attribute;

/// <summary>A register number given to the row as a number (for rows that touch a run of registers).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RegisterRunAttribute(string count) : Attribute
{
    /// <summary>The operand that holds how many registers are read.</summary>
    public string Count { get; } = count;
}

/// <summary>Index of a FrameState row of the code object.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FrameStateAttribute : Attribute;

/// <summary>Index of an inline-cache site of the code object, given to the row as the site.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CacheSiteAttribute : Attribute;

/// <summary>Marks a static partial class whose [Primitive] methods are primitives of one family.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PrimitiveGroupAttribute : Attribute;

/// <summary>Declares a primitive: a host function that guest code calls by name as <c>(%primitive name arg ...)</c> and through a callable stub.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrimitiveAttribute(string name) : Attribute
{
    public string Name { get; } = name;
    /// <summary>Memory it reads or writes; none means it depends on its arguments only.</summary>
    public Effects Effects { get; set; }
    /// <summary>The compiler may evaluate a call on constants.</summary>
    public bool Foldable { get; set; }
    /// <summary>Can be stepped back over: it has no effects, or the journal records them.</summary>
    public bool Undoable { get; set; }
    /// <summary>Only for a method (VirtualMachine machine, ref Value first, int count), which gets its arguments as they lie: the least number.</summary>
    public int Minimum { get; set; }
    /// <summary>Only for such a method: the greatest number of arguments; -1: any number.</summary>
    public int Maximum { get; set; }
}

/// <summary>Declares a primitive that calls guest procedures: a resumable native activation (see Execution/NativeActivation.cs).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeActivationAttribute(string name, int minimum, int maximum) : Attribute
{
    public string Name { get; } = name;
    /// <summary>Least number of arguments.</summary>
    public int Minimum { get; } = minimum;
    /// <summary>Greatest number of arguments; -1: any number.</summary>
    public int Maximum { get; } = maximum;
    /// <summary>Registers beyond the arguments that hold its state between steps.</summary>
    public int Registers { get; set; }
    public Effects Effects { get; set; } = Effects.All;
}

/// <summary>The operand is a byte field of the instruction's second word (calls keep their target in bits 8-15 of their last word, where a return finds it).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SecondWordAttribute : Attribute;

/// <summary>
/// May run guest code, or move or replace activations: when the call returns, references to registers are stale. The
/// analysers refuse their use after such a call, and an execution method that calls one without having the attribute.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RunsGuestCodeAttribute : Attribute;

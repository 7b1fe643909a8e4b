using Ouro.Machine.Code;

namespace Ouro.Machine.Jit;

/// <summary>One instruction, decoded on demand.</summary>
internal readonly struct Instruction(int[] words, int pc)
{
    internal readonly int Pc = pc;
    internal readonly OpcodeInfo Info = OpcodeTable.Of(words[pc])!;

    internal Opcode Opcode => Info.Opcode;

    internal int Length => Info.Length;

    /// <summary>The operand of that name.</summary>
    internal int this[string name] => RegisterUse.Named(Info, name).Decode(words.AsSpan(Pc));

    /// <summary>An operand by its place.</summary>
    internal int At(OperandInfo operand) => operand.Decode(words.AsSpan(Pc));
}

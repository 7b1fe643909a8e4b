using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

// What a saved pc says about the instruction before it: for error texts and backtraces.
public sealed unsafe partial class CodeObject
{
    /// <summary>The source of the instruction that any of its words belongs to, or null.</summary>
    internal SourceSpan? SpanAt(int pc) => Spans.Find(pc);

    /// <summary>Where the instruction starts that ends before <paramref name="pc"/>.</summary>
    internal int InstructionBefore(int pc)
    {
        int[] words = Instructions;
        int start = 0;
        while (start < pc && OpcodeTable.Of(words[start]) is { } info && start + info.Length < pc)
        {
            start += info.Length;
        }

        return start;
    }

    /// <summary>The global variable that a call reads which ends before <paramref name="pc"/>; null: there is no such call.</summary>
    internal Cell? GlobalCalledBefore(int pc)
    {
        int start = InstructionBefore(pc);
        return pc > 0 && OpcodeTable.Of(Instructions[start]) is { Opcode: Opcode.CallGlobal } info
            ? Constants[RegisterUse.Named(info, "cell").Decode(Instructions.AsSpan(start))].Ref as Cell
            : null;
    }

    /// <summary>The name of the opcode that ends before <paramref name="pc"/>, or of the primitive that it calls.</summary>
    internal string? OperationBefore(int pc)
    {
        int[] words = Instructions;
        int start = 0;
        while (start < pc)
        {
            if (OpcodeTable.Of(words[start]) is not { } info)
            {
                return null;
            }

            if (start + info.Length >= pc)
            {
                return PrimitiveOf(info, words, start)?.Name ?? info.Operation;
            }

            start += info.Length;
        }

        return null;
    }

    /// <summary>What the instruction that ends before <paramref name="pc"/> is called in the source, where that is not what its opcode says.</summary>
    internal SourceOperation? SourceOperationBefore(int pc) => Spans.FindOperation(InstructionBefore(pc));

    private PrimitiveProcedure? PrimitiveOf(OpcodeInfo info, int[] words, int start)
    {
        foreach (var operand in info.Operands)
        {
            if (operand.Kind == OperandKind.Constant && operand.ConstantClass == typeof(PrimitiveProcedure))
            {
                return Constants[operand.Decode(words.AsSpan(start))].Ref as PrimitiveProcedure;
            }
        }

        return null;
    }
}

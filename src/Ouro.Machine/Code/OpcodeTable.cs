// What everybody but the interpreter knows about opcodes. The generator writes one line of text per opcode (see
// Ouro.Generators, TableWriter); a line is decoded when its opcode is first asked for. Decoded lines are immutable,
// so machines share them, and two threads that decode the same one at once do no harm.

using System.Runtime.CompilerServices;
using System.Text;

namespace Ouro.Machine.Code;

/// <summary>What an operand of an instruction is. The generator writes these numbers.</summary>
internal enum OperandKind
{
    /// <summary>A register that is written.</summary>
    Write,

    /// <summary>A register that is read.</summary>
    Read,

    /// <summary>A signed integer.</summary>
    Immediate,

    /// <summary>An unsigned integer.</summary>
    Count,

    /// <summary>A distance in words from the end of the instruction.</summary>
    Jump,

    /// <summary>An index into the constants.</summary>
    Constant,

    /// <summary>The first register of a call area.</summary>
    Area,

    /// <summary>The first of a run of registers.</summary>
    Run,

    /// <summary>0 or 1.</summary>
    Flag,

    /// <summary>Index of a FrameState row.</summary>
    FrameState,

    /// <summary>Index of an inline-cache site.</summary>
    Site,
}

/// <summary>One operand of an opcode and its place in the instruction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The row's name for it.</param>
/// <param name="Word">The word of the instruction, from 0.</param>
/// <param name="Shift">Its lowest bit in that word.</param>
/// <param name="Width">8, 16, 24 or 32 bits.</param>
/// <param name="Signed">Whether it is sign-extended.</param>
/// <param name="CountOperand">For a run or a call area: the index of the operand that says how many registers or arguments; otherwise -1.</param>
/// <param name="ConstantClass">For a constant: the class that it must have; null: any.</param>
internal sealed record OperandInfo(
    OperandKind Kind, string Name, int Word, int Shift, int Width, bool Signed, int CountOperand, Type? ConstantClass)
{
    /// <summary>The least number that can be encoded.</summary>
    public long Minimum => Signed ? -(1L << (Width - 1)) : 0;

    /// <summary>The greatest number that can be encoded.</summary>
    public long Maximum =>
        Kind == OperandKind.Flag ? 1
        : Signed ? (1L << (Width - 1)) - 1
        : Width == 32 ? int.MaxValue
        : (1L << Width) - 1;

    /// <summary>Whether the number can be encoded.</summary>
    public bool Fits(long number) => number >= Minimum && number <= Maximum;

    /// <summary>Reads the operand.</summary>
    /// <param name="instruction">The words of the instruction, at least its length.</param>
    public int Decode(ReadOnlySpan<int> instruction)
    {
        int word = instruction[Word];
        return Width == 32 ? word
            : Signed ? word << (32 - Width - Shift) >> (32 - Width)
            : (int)((uint)word >> Shift & ((1u << Width) - 1));
    }

    /// <summary>Writes the operand into its field, whatever was there.</summary>
    /// <param name="instruction">The words of the instruction.</param>
    /// <param name="number">Must fit (see <see cref="Fits"/>).</param>
    public void Encode(Span<int> instruction, int number)
    {
        uint mask = Width == 32 ? uint.MaxValue : ((1u << Width) - 1) << Shift;
        instruction[Word] = (int)(((uint)instruction[Word] & ~mask) | (((uint)number << Shift) & mask));
    }
}

/// <summary>An operand as a number, for code that goes through many instructions. The generator packs it (see TableWriter).</summary>
internal static class PackedOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static OperandKind Kind(uint operand) => (OperandKind)(operand & 15);

    /// <summary>The index of the operand that is the count of this one. Only for runs and call areas.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Count(uint operand) => (int)(operand >> 20 & 15) - 1;

    /// <summary>The word of the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Word(uint operand) => (int)(operand >> 4 & 15);

    /// <summary>The bits of that word that belong to the operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Mask(uint operand) => uint.MaxValue >> (32 - (int)(operand >> 13 & 63)) << (int)(operand >> 8 & 31);

    /// <summary>The operand's number.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="words">Instruction words.</param>
    /// <param name="pc">Where the instruction starts; all its words are there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Decode(uint operand, int[] words, int pc)
    {
        int width = (int)(operand >> 13 & 63);
        int word = words[pc + (int)(operand >> 4 & 15)] << (32 - width - (int)(operand >> 8 & 31));
        return (operand & 1 << 19) != 0 ? word >> (32 - width) : (int)((uint)word >> (32 - width));
    }
}

/// <summary>What its row says about an opcode.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="Name">Guest name, as assembly text has it.</param>
/// <param name="Doc">One line.</param>
/// <param name="Length">Words.</param>
/// <param name="Operands">In the order of assembly text.</param>
/// <param name="Effects">What it reads and writes.</param>
/// <param name="MayRaise">It may raise, so its FrameState is needed.</param>
/// <param name="MayCall">It may run guest code.</param>
/// <param name="EndsBlock">Control does not fall through.</param>
/// <param name="Internal">For compilers only.</param>
/// <param name="Hot">Its body is part of the loop.</param>
/// <param name="Expansion">The core opcodes for which it stands, or null.</param>
/// <param name="Operation">What error texts call it.</param>
internal sealed record OpcodeInfo(
    Opcode Opcode,
    string Name,
    string Doc,
    int Length,
    OperandInfo[] Operands,
    Effects Effects,
    bool MayRaise,
    bool MayCall,
    bool EndsBlock,
    bool Internal,
    bool Hot,
    string? Expansion,
    string Operation)
{
    /// <summary>The operand that is a jump, or null.</summary>
    public OperandInfo? Jump
    {
        get
        {
            foreach (OperandInfo operand in Operands)
            {
                if (operand.Kind == OperandKind.Jump)
                {
                    return operand;
                }
            }

            return null;
        }
    }

    /// <summary>Writes a whole instruction.</summary>
    /// <param name="numbers">One for each operand, all fitting.</param>
    /// <param name="instruction">At least <see cref="Length"/> words.</param>
    public void Encode(ReadOnlySpan<int> numbers, Span<int> instruction)
    {
        instruction[..Length].Clear();
        instruction[0] = (byte)Opcode;
        for (int i = 0; i < Operands.Length; i++)
        {
            Operands[i].Encode(instruction, numbers[i]);
        }
    }
}

/// <summary>The opcodes by number and by name.</summary>
internal static partial class OpcodeTable
{
    private static readonly OpcodeInfo?[] Decoded = new OpcodeInfo?[Count];

    /// <summary>The rows as text: two builds whose texts differ do not understand each other's instructions.</summary>
    internal static ReadOnlySpan<byte> Definition => Text;

    /// <summary>The words of an instruction, with <see cref="MayStop"/> and <see cref="EndsBlock"/>, for each opcode; without decoding its row.</summary>
    internal static ReadOnlySpan<byte> Traits => LengthsAndTraits;

    /// <summary>In <see cref="Traits"/>: the bits that are the length.</summary>
    internal const int LengthMask = 63;

    /// <summary>In <see cref="Traits"/>: the row may raise or call.</summary>
    internal const int MayStop = 64;

    /// <summary>In <see cref="Traits"/>: control does not fall through.</summary>
    internal const int EndsBlock = 128;

    /// <summary>The operands of an opcode, packed, without decoding its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<uint> OperandsOf(int opcode) => Plans[PlanStarts[opcode]..PlanStarts[opcode + 1]];

    /// <summary>The class that a constant operand must have, or null.</summary>
    internal static Type? ConstantClassOf(uint operand) => ConstantClass((int)(operand >> 24) - 1);

    /// <summary>Facts about an opcode.</summary>
    internal static OpcodeInfo Get(Opcode opcode) => Decoded[(int)opcode] ??= Decode((int)opcode);

    /// <summary>Facts about the opcode of an instruction, or null if its first byte is no opcode.</summary>
    /// <param name="word">The first word of the instruction.</param>
    internal static OpcodeInfo? Of(int word) => (byte)word < Count ? Get((Opcode)(byte)word) : null;

    /// <summary>The opcode of that guest name, or null.</summary>
    internal static OpcodeInfo? Find(ReadOnlySpan<char> name)
    {
        // The rows are in the order of their names.
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            ReadOnlySpan<byte> other = Line(middle);
            other = other[..other.IndexOf((byte)'\t')];
            int order = Compare(name, other);
            if (order == 0)
            {
                return Get((Opcode)middle);
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        return null;
    }

    private static int Compare(ReadOnlySpan<char> name, ReadOnlySpan<byte> other)
    {
        int shorter = Math.Min(name.Length, other.Length);
        for (int i = 0; i < shorter; i++)
        {
            if (name[i] != other[i])
            {
                return name[i] - other[i];
            }
        }

        return name.Length - other.Length;
    }

    private static ReadOnlySpan<byte> Line(int opcode) => Text[Offsets[opcode]..(Offsets[opcode + 1] - 1)];

    private static OpcodeInfo Decode(int opcode)
    {
        ReadOnlySpan<byte> rest = Line(opcode);
        string name = Encoding.UTF8.GetString(Field(ref rest, '\t'));
        int length = Number(Field(ref rest, '\t'));
        int flags = Number(Field(ref rest, '\t'));
        int effects = Number(Field(ref rest, '\t'));
        ReadOnlySpan<byte> operandText = Field(ref rest, '\t');
        ReadOnlySpan<byte> expansion = Field(ref rest, '\t');
        ReadOnlySpan<byte> operation = Field(ref rest, '\t');
        var operands = new OperandInfo[operandText.IsEmpty ? 0 : operandText.Count((byte)' ') + 1];
        for (int i = 0; i < operands.Length; i++)
        {
            ReadOnlySpan<byte> fields = Field(ref operandText, ' ');
            var kind = (OperandKind)Number(Field(ref fields, ','));
            int word = Number(Field(ref fields, ','));
            int shift = Number(Field(ref fields, ','));
            int width = Number(Field(ref fields, ','));
            bool signed = Number(Field(ref fields, ',')) != 0;
            int count = Number(Field(ref fields, ','));
            Type? required = ConstantClass(Number(Field(ref fields, ',')));
            operands[i] = new OperandInfo(kind, Encoding.UTF8.GetString(fields), word, shift, width, signed, count, required);
        }

        return new OpcodeInfo(
            (Opcode)opcode,
            name,
            Encoding.UTF8.GetString(rest),
            length,
            operands,
            (Effects)effects,
            MayRaise: (flags & 1) != 0,
            MayCall: (flags & 2) != 0,
            EndsBlock: (flags & 4) != 0,
            Internal: (flags & 8) != 0,
            Hot: (flags & 16) != 0,
            expansion.IsEmpty ? null : Encoding.UTF8.GetString(expansion),
            operation.IsEmpty ? name : Encoding.UTF8.GetString(operation));
    }

    /// <summary>Takes the text up to the separator, or all of it.</summary>
    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest, char separator)
    {
        int end = rest.IndexOf((byte)separator);
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return field;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        bool negative = digits[0] == '-';
        int number = 0;
        foreach (byte digit in negative ? digits[1..] : digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return negative ? -number : number;
    }
}

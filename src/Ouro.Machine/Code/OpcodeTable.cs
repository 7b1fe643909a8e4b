// What everybody but the interpreter knows about opcodes. The generator writes one line of text per opcode (see
// Ouro.Generators, TableWriter); a line is decoded when its opcode is first asked for. Decoded lines are immutable,
// so machines share them, and two threads that decode the same one at once do no harm.

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

/// <summary>One operand of an opcode and its place in the instruction. Fields: all of them are read at every start, and a property is a method more to compile.</summary>
internal sealed class OperandInfo(OperandKind kind, string name, int word, int shift, int width, bool signed, int countOperand, Type? constantClass)
{
    /// <summary>What it is.</summary>
    internal readonly OperandKind Kind = kind;

    /// <summary>The row's name for it.</summary>
    internal readonly string Name = name;

    /// <summary>The word of the instruction, from 0.</summary>
    internal readonly int Word = word;

    /// <summary>Its lowest bit in that word.</summary>
    internal readonly int Shift = shift;

    /// <summary>8, 16, 24 or 32 bits.</summary>
    internal readonly int Width = width;

    /// <summary>Whether it is sign-extended.</summary>
    internal readonly bool Signed = signed;

    /// <summary>For a run: the index of the operand that says how many registers; otherwise -1.</summary>
    internal readonly int CountOperand = countOperand;

    /// <summary>For a constant: the class that it must have; null: any.</summary>
    internal readonly Type? ConstantClass = constantClass;

    /// <summary>The least number that can be encoded.</summary>
    internal readonly long Minimum = signed ? -(1L << (width - 1)) : 0;

    /// <summary>The greatest number that can be encoded.</summary>
    internal readonly long Maximum =
        kind == OperandKind.Flag ? 1
        : signed ? (1L << (width - 1)) - 1
        : width == 32 ? int.MaxValue
        : (1L << width) - 1;

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

/// <summary>What its row says about an opcode.</summary>
internal sealed class OpcodeInfo(
    Opcode opcode, string name, string doc, int length, OperandInfo[] operands, Effects effects,
    bool mayRaise, bool mayCall, bool endsBlock, bool isInternal, bool hot, string? expansion, string operation,
    OperandInfo? jump)
{
    internal readonly Opcode Opcode = opcode;

    /// <summary>Guest name, as assembly text has it.</summary>
    internal readonly string Name = name;

    /// <summary>One line.</summary>
    internal readonly string Doc = doc;

    /// <summary>Words.</summary>
    internal readonly int Length = length;

    /// <summary>In the order of assembly text.</summary>
    internal readonly OperandInfo[] Operands = operands;

    /// <summary>What it reads and writes.</summary>
    internal readonly Effects Effects = effects;

    /// <summary>It may raise, so its FrameState is needed.</summary>
    internal readonly bool MayRaise = mayRaise;

    /// <summary>It may run guest code.</summary>
    internal readonly bool MayCall = mayCall;

    /// <summary>Control does not fall through.</summary>
    internal readonly bool EndsBlock = endsBlock;

    /// <summary>For compilers only.</summary>
    internal readonly bool Internal = isInternal;

    /// <summary>Its body is part of the loop.</summary>
    internal readonly bool Hot = hot;

    /// <summary>The core opcodes for which it stands, or null.</summary>
    internal readonly string? Expansion = expansion;

    /// <summary>What error texts call it.</summary>
    internal readonly string Operation = operation;

    /// <summary>The operand that is a jump, or null.</summary>
    internal readonly OperandInfo? Jump = jump;

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
    /// <summary>No instruction has more words.</summary>
    internal const int LongestInstruction = 8;

    /// <summary>No instruction has more operands.</summary>
    internal const int MostOperands = 8;

    private static readonly OpcodeInfo?[] Decoded = new OpcodeInfo?[Count];

    /// <summary>Facts about an opcode.</summary>
    internal static OpcodeInfo Get(Opcode opcode) => Decoded[(int)opcode] ??= Decode((int)opcode);

    /// <summary>Facts about the opcode of an instruction, or null if its first byte is no opcode.</summary>
    /// <param name="word">The first word of the instruction.</param>
    internal static OpcodeInfo? Of(int word) => (byte)word < Count ? Decoded[(byte)word] ??= Decode((byte)word) : null;

    /// <summary>The opcode of that guest name, or null.</summary>
    internal static OpcodeInfo? Find(ReadOnlySpan<char> name)
    {
        // The rows are in the order of their names.
        var text = Text;
        var offsets = Offsets;
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            ReadOnlySpan<byte> other = text[offsets[middle]..];
            other = other[..other.IndexOf((byte)'\t')];
            int order = Compare(name, other);
            if (order == 0)
            {
                return Of(middle);
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

    private static OpcodeInfo Decode(int opcode)
    {
        var offsets = Offsets;
        ReadOnlySpan<byte> rest = Text[offsets[opcode]..(offsets[opcode + 1] - 1)];
        string name = Encoding.UTF8.GetString(Field(ref rest, '\t'));
        int length = Number(Field(ref rest, '\t'));
        int flags = Number(Field(ref rest, '\t'));
        int effects = Number(Field(ref rest, '\t'));
        ReadOnlySpan<byte> operandText = Field(ref rest, '\t');
        ReadOnlySpan<byte> expansion = Field(ref rest, '\t');
        ReadOnlySpan<byte> operation = Field(ref rest, '\t');
        var operands = new OperandInfo[operandText.IsEmpty ? 0 : operandText.Count((byte)' ') + 1];
        OperandInfo? jump = null;
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
            if (kind == OperandKind.Jump)
            {
                jump = operands[i];
            }
        }

        return new OpcodeInfo(
            (Opcode)opcode,
            name,
            Encoding.UTF8.GetString(rest),
            length,
            operands,
            (Effects)effects,
            mayRaise: (flags & 1) != 0,
            mayCall: (flags & 2) != 0,
            endsBlock: (flags & 4) != 0,
            isInternal: (flags & 8) != 0,
            hot: (flags & 16) != 0,
            expansion.IsEmpty ? null : Encoding.UTF8.GetString(expansion),
            Encoding.UTF8.GetString(operation),
            jump);
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

// Where the operands of an instruction are. Word 0 has the opcode in bits 0-7 and three byte fields: a (8-15),
// b (16-23), c (24-31); bc is b and c as one 16-bit field, abc all three as one 24-bit field.
//
//   8 bits              the next free one of a, b, c
//   16 bits, constants  bc, if b and c are free
//   a jump              abc, if it is the only operand
//   anything else       an extension word of its own, in order after word 0
//   [SecondWord]        byte fields from bit 8 up of one more word, the last: a call's target is in bits 8-15 there

namespace Ouro.Generators.Rows;

/// <summary>Assigns operands to instruction words.</summary>
internal static class OperandPacker
{
    /// <summary>The operands with their places and the instruction's length in words, or null with the reason if they do not fit.</summary>
    internal static Operand[]? Pack(IReadOnlyList<Operand> operands, out int length, out string error)
    {
        var packed = new Operand[operands.Count];
        bool a = true, b = true, c = true;
        length = 1;
        error = "";
        for (int i = 0; i < operands.Count; i++)
        {
            Operand operand = operands[i];
            if (operand.Second)
            {
                continue;
            }

            if (operand.Kind == OperandKind.Jump && operands.Count == 1)
            {
                packed[i] = operand with { Word = 0, Shift = 8, Width = 24 };
                a = b = c = false;
            }
            else if (operand.Width == 8 && (a || b || c))
            {
                packed[i] = operand with { Word = 0, Shift = a ? 8 : b ? 16 : 24 };
                (a, b, c) = a ? (false, b, c) : b ? (false, false, c) : (false, false, false);
            }
            else if ((operand.Width == 16 || operand.Kind == OperandKind.Constant) && b && c)
            {
                packed[i] = operand with { Word = 0, Shift = 16, Width = 16 };
                b = c = false;
            }
            else
            {
                packed[i] = operand with { Word = length++, Shift = 0 };
            }
        }

        int bit = 8;
        bool second = false;
        for (int i = 0; i < operands.Count; i++)
        {
            Operand operand = operands[i];
            if (!operand.Second)
            {
                continue;
            }

            int shift = operand.Width == 16 ? (bit + 15) & ~15 : bit;
            if (operand.Width > 16 || shift + operand.Width > 32)
            {
                error = "the operands marked [SecondWord] do not fit into bits 8-31 of one word";
                return null;
            }

            packed[i] = operand with { Word = length, Shift = shift };
            bit = shift + operand.Width;
            second = true;
        }

        if (second)
        {
            length++;
        }

        return packed;
    }
}

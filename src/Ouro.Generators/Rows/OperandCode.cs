namespace Ouro.Generators.Rows;

/// <summary>
/// C# expressions that fetch operands inside a loop. They hold after <c>_ip</c> was advanced past the whole
/// instruction: <c>_word</c> is its first word, and extension word k is <c>_ip[k - length]</c>.
/// </summary>
internal static class OperandCode
{
    /// <summary>The operand as a number of its own type.</summary>
    internal static string Number(Operand operand, int length)
    {
        if (operand.Word != 0 && operand.Width == 32)
        {
            return $"_ip[{operand.Word - length}]";
        }

        string word = Word(operand, length);
        return operand switch
        {
            { Kind: OperandKind.Flag } => $"Unsafe.BitCast<byte, bool>((byte)({word} >> {operand.Shift}))",
            { Width: 24 } => $"((int){word} >> 8)",
            { Width: 16, Signed: true } => $"(short)({word} >> {operand.Shift})",
            { Width: 16 } => $"(ushort)({word} >> {operand.Shift})",
            { Signed: true } => $"(sbyte)({word} >> {operand.Shift})",
            _ => $"(byte)({word} >> {operand.Shift})",
        };
    }

    /// <summary>The register or constant that the operand names, as an expression that <c>ref</c> may precede.</summary>
    internal static string Slot(Operand operand, int length)
    {
        string array = operand.Kind == OperandKind.Constant ? "_constants" : "_registers";
        if (operand.Width == 32)
        {
            return $"Unsafe.Add(ref {array}, {Number(operand, length)})";
        }

        // Byte offsets, to save the multiplication by 16: the field is shifted to where it already is multiplied.
        string mask = operand.Width == 16 ? "0xFFFF0" : "0xFF0";
        string word = Word(operand, length);
        string offset = operand.Shift switch
        {
            0 => $"({word} << 4) & {mask}",
            _ => $"({word} >> {operand.Shift - 4}) & {mask}",
        };
        return $"Unsafe.AddByteOffset(ref {array}, (nuint)({offset}))";
    }

    private static string Word(Operand operand, int length) => operand.Word == 0 ? "_word" : $"(uint)_ip[{operand.Word - length}]";

    /// <summary>The operand as an argument of a call of the row.</summary>
    internal static string Argument(Operand operand, int length) => operand.Kind switch
    {
        OperandKind.Write => $"ref {Slot(operand, length)}",
        OperandKind.Read or OperandKind.Constant => $"in {Slot(operand, length)}",
        _ => Number(operand, length),
    };
}

namespace Ouro.Machine.Code;

/// <summary>Consecutive registers.</summary>
internal readonly record struct RegisterRange(int First, int Count);

/// <summary>
/// What one instruction does to registers: first it reads, then it may lose the registers of its call area, then it
/// writes. An instance is filled again for each instruction, so that going through code allocates nothing.
/// </summary>
internal sealed class RegisterUse
{
    /// <summary>Nothing is lost.</summary>
    internal const int NothingLost = int.MaxValue;

    private RegisterRange[] _reads = new RegisterRange[8];
    private int _readCount;
    private readonly RegisterRange[] _writes = new RegisterRange[4];
    private int _writeCount;

    /// <summary>Registers that must hold a value.</summary>
    internal ReadOnlySpan<RegisterRange> Reads => _reads.AsSpan(0, _readCount);

    /// <summary>Registers that hold a value afterwards.</summary>
    internal ReadOnlySpan<RegisterRange> Writes => _writes.AsSpan(0, _writeCount);

    /// <summary>Registers from this one on hold nothing of use after the instruction, except what it writes; or <see cref="NothingLost"/>.</summary>
    internal int LostFrom { get; private set; }

    /// <summary>Looks at one instruction. Its frame state, if it has one, must exist.</summary>
    /// <param name="instruction">Its words, at least.</param>
    internal void Decode(ReadOnlySpan<int> instruction, OpcodeInfo info, FrameStateRow[] frameStates)
    {
        _readCount = 0;
        _writeCount = 0;
        LostFrom = NothingLost;
        var operands = info.Operands;
        foreach (var operand in operands)
        {
            int number = operand.Decode(instruction);
            switch (operand.Kind)
            {
                case OperandKind.Read:
                    Read(number, 1);
                    break;
                case OperandKind.Write:
                    Write(number, 1);
                    break;
                case OperandKind.Run:
                    int length = operands[operand.CountOperand].Decode(instruction);
                    if (info.Opcode == Opcode.UnpackValues)
                    {
                        Write(number, length + Named(info, "rest").Decode(instruction));
                    }
                    else
                    {
                        Read(number, length);
                    }

                    break;
                case OperandKind.Area:
                    // Registers area and area + 1 become the header: the second holds the procedure, which call-global puts there itself.
                    int count = operands[operand.CountOperand].Decode(instruction);
                    if (info.Opcode == Opcode.CallGlobal)
                    {
                        Read(number + 2, count);
                    }
                    else
                    {
                        Read(number + 1, count + 1);
                    }

                    LostFrom = number;
                    break;
                case OperandKind.Count:
                    // The two rows that reach registers beyond 255 take them as plain numbers.
                    if (info.Opcode == Opcode.FarGet)
                    {
                        Read(number, 1);
                    }
                    else if (info.Opcode == Opcode.FarSet)
                    {
                        Write(number, 1);
                    }

                    break;
                case OperandKind.FrameState:
                    foreach (int register in frameStates[number].SourceRegisters)
                    {
                        Read(register, 1);
                    }

                    break;
            }
        }
    }

    /// <summary>How many registers more than its count an unpack-values writes: one if it collects the rest.</summary>
    internal static int RestOf(int[] words, int pc)
    {
        foreach (uint operand in OpcodeTable.OperandsOf((int)Opcode.UnpackValues))
        {
            if (PackedOperand.Kind(operand) == OperandKind.Flag)
            {
                return PackedOperand.Decode(operand, words, pc);
            }
        }

        return 0;
    }

    /// <summary>The operand of that name. It exists: the rows declare it, and a test goes through all of them.</summary>
    internal static OperandInfo Named(OpcodeInfo info, string name)
    {
        foreach (var operand in info.Operands)
        {
            if (operand.Name == name)
            {
                return operand;
            }
        }

        throw new InvalidOperationException($"The opcode {info.Name} has no operand {name}.");
    }

    private void Read(int first, int count)
    {
        if (_readCount == _reads.Length)
        {
            Array.Resize(ref _reads, 2 * _reads.Length);
        }

        _reads[_readCount++] = new RegisterRange(first, count);
    }

    private void Write(int first, int count) => _writes[_writeCount++] = new RegisterRange(first, count);
}

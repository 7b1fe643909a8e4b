namespace Ouro.Machine.Code;

/// <summary>Consecutive registers.</summary>
internal struct RegisterRange
{
    internal int First;
    internal int Count;
}

/// <summary>
/// What one instruction does to registers: first it reads, then it may lose the registers of its call area, then it
/// writes. An instance is filled again for each instruction, so that going through code allocates nothing.
/// </summary>
internal sealed class RegisterUse
{
    /// <summary>Nothing is lost.</summary>
    internal const int NothingLost = int.MaxValue;

    /// <summary>Registers that must hold a value: the first <see cref="ReadCount"/> of them.</summary>
    internal RegisterRange[] Reads = new RegisterRange[8];

    internal int ReadCount;

    /// <summary>Registers that hold a value afterwards: the first <see cref="WriteCount"/> of them.</summary>
    internal readonly RegisterRange[] Writes = new RegisterRange[4];

    internal int WriteCount;

    /// <summary>Registers from this one on hold nothing of use after the instruction, except what it writes; or <see cref="NothingLost"/>.</summary>
    internal int LostFrom;

    /// <summary>Looks at one instruction. Its frame state, if it has one, must exist.</summary>
    /// <param name="instruction">Its words, at least.</param>
    internal void Decode(ReadOnlySpan<int> instruction, OpcodeInfo info, FrameStateRow[] frameStates)
    {
        ReadCount = 0;
        WriteCount = 0;
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
                    int count = Named(info, "count").Decode(instruction);
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
        if (ReadCount == Reads.Length)
        {
            Array.Resize(ref Reads, 2 * Reads.Length);
        }

        Reads[ReadCount++] = new RegisterRange { First = first, Count = count };
    }

    private void Write(int first, int count) => Writes[WriteCount++] = new RegisterRange { First = first, Count = count };
}

// Forward dataflow: which registers hold a value on every path to a label. Sets only shrink, starting from the first
// path that arrives; a label whose set shrank is looked at again. Labels are taken in the order of the code, so that code
// without loops is walked once.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>The part of the verifier that proves that no register is read before it is written.</summary>
internal sealed class DefiniteAssignment
{
    /// <summary>Sets of all labels together may take this many words of 64 bits: 32 megabytes.</summary>
    private const long MaximumSetWords = 4 << 20;

    /// <summary>A label may be looked at this often on average before the code is refused. Real code needs two or three times.</summary>
    private const int MaximumVisits = 64;

    private readonly CodeObject _code;
    private readonly int[] _words;
    private readonly int _setWords;

    /// <summary>The words where labels stand.</summary>
    private readonly ulong[] _labels;

    /// <summary>The number of the label at a word.</summary>
    private readonly int[] _numbers;

    /// <summary>The sets of all labels, one after the other.</summary>
    private readonly ulong[] _sets;

    /// <summary>Labels that some path has reached.</summary>
    private readonly bool[] _reached;

    /// <summary>Words of labels to be looked at.</summary>
    private readonly ulong[] _pending;
    private readonly int[]? _handlerRows;

    /// <summary>The registers that hold a value at the current place.</summary>
    private readonly ulong[] _state;
    private int _pendingCount;
    private long _budget;

    private DefiniteAssignment(CodeObject code, int[] words, ulong[] labels, int[] numbers, int labelCount, int setWords)
    {
        _code = code;
        _words = words;
        _setWords = setWords;
        _labels = labels;
        _numbers = numbers;
        _sets = new ulong[labelCount * setWords];
        _reached = new bool[labelCount];
        _pending = new ulong[labels.Length];
        _handlerRows = code.Handlers.Length == 0 ? null : BasicBlocks.HandlerRows(code.Handlers, words.Length);
        _state = new ulong[setWords];
        _budget = (long)MaximumVisits * words.Length;
    }

    /// <summary>Checks code whose instructions and tables are well formed.</summary>
    /// <param name="code">The code.</param>
    /// <param name="labels">The words that jumps lead to. Changed.</param>
    /// <param name="handlerTargets">The words where exception handlers start, or null when there are none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Condition? Check(CodeObject code, ulong[] labels, ulong[]? handlerTargets)
    {
        int[] words = code.Instructions;
        int setWords = BitSet.WordsFor(code.FrameSize);
        int count = 0;
        int[]? numbers = null;
        for (int i = 0; i < labels.Length; i++)
        {
            if (handlerTargets is not null)
            {
                labels[i] |= handlerTargets[i];
            }

            for (ulong rest = labels[i]; rest != 0; rest &= rest - 1)
            {
                numbers ??= new int[words.Length];
                numbers[(64 * i) + System.Numerics.BitOperations.TrailingZeroCount(rest)] = count++;
            }
        }

        if ((long)count * setWords > MaximumSetWords)
        {
            return TooManyLabels(code, count);
        }

        var check = new DefiniteAssignment(code, words, labels, numbers ?? words, count, setWords);
        BitSet.AddRange(check._state, 0, code.Parameters.RegisterCount);
        if (BitSet.Contains(labels, 0))
        {
            check.Merge(0, int.MaxValue);
        }
        else if (check.Walk(0) is { } failure)
        {
            return failure;
        }

        return check._pendingCount == 0 ? null : check.WalkPending();
    }

    private static Condition TooManyLabels(CodeObject code, int count) =>
        Verifier.Failure(code, FormattableString.Invariant($"{count} labels with {code.FrameSize} registers are too many to be verified"));

    private Condition? WalkPending()
    {
        int from = 0;
        while (_pendingCount > 0)
        {
            int pc = BitSet.Next(_pending, from);
            if (pc < 0)
            {
                from = 0;
                continue;
            }

            from = pc + 1;
            BitSet.Remove(_pending, pc);
            _pendingCount--;
            Array.Copy(_sets, _numbers[pc] * _setWords, _state, 0, _setWords);
            if (Walk(pc) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>Goes from an instruction to the end of its block, or to the next label.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Condition? Walk(int pc)
    {
        int[] words = _words;
        ulong[] state = _state;
        var traits = OpcodeTable.Traits;
        while (true)
        {
            int opcode = (byte)words[pc];
            int trait = traits[opcode];
            int next = pc + (trait & OpcodeTable.LengthMask);
            if ((_budget -= next - pc) < 0)
            {
                return TooTangled();
            }

            int lostFrom = int.MaxValue;
            int written = 0, writtenCount = 0;
            int target = -1;
            var operands = OpcodeTable.OperandsOf(opcode);
            foreach (uint operand in operands)
            {
                int first = PackedOperand.Decode(operand, words, pc);
                int count = 1;
                switch (PackedOperand.Kind(operand))
                {
                    case OperandKind.Read:
                        break;
                    case OperandKind.Write:
                        written = first;
                        writtenCount = 1;
                        continue;
                    case OperandKind.Jump:
                        target = next + first;
                        continue;
                    case OperandKind.Run:
                        count = PackedOperand.Decode(operands[PackedOperand.Count(operand)], words, pc);
                        if (opcode == (int)Opcode.UnpackValues)
                        {
                            written = first;
                            writtenCount = count + RegisterUse.RestOf(words, pc);
                            continue;
                        }

                        break;
                    case OperandKind.Area:
                        // Registers area and area + 1 become the header: the second holds the procedure, which call-global puts there itself.
                        lostFrom = first;
                        count = PackedOperand.Decode(operands[PackedOperand.Count(operand)], words, pc);
                        first += 2;
                        if (opcode != (int)Opcode.CallGlobal)
                        {
                            first--;
                            count++;
                        }

                        break;
                    case OperandKind.Count when opcode == (int)Opcode.FarGet:
                        break;
                    case OperandKind.Count when opcode == (int)Opcode.FarSet:
                        written = first;
                        writtenCount = 1;
                        continue;
                    case OperandKind.FrameState:
                        if (MissingOf(first) is >= 0 and var missing)
                        {
                            return NoValue(pc, missing);
                        }

                        continue;
                    default:
                        continue;
                }

                for (int register = first; register < first + count; register++)
                {
                    if ((state[register >> 6] >> (register & 63) & 1) == 0)
                    {
                        return NoValue(pc, register);
                    }
                }
            }

            if (lostFrom != int.MaxValue)
            {
                BitSet.RemoveFrom(state, lostFrom);
            }

            if (_handlerRows is not null && _handlerRows[pc] >= 0 && (trait & OpcodeTable.MayStop) != 0)
            {
                var handler = _code.Handlers[_handlerRows[pc]];
                Merge(handler.Target, handler.Depth);
            }

            for (; writtenCount > 0; writtenCount--, written++)
            {
                state[written >> 6] |= 1UL << (written & 63);
            }

            if (target >= 0)
            {
                Merge(target, int.MaxValue);
            }

            if ((trait & OpcodeTable.EndsBlock) != 0)
            {
                return null;
            }

            pc = next;
            if ((_labels[pc >> 6] >> (pc & 63) & 1) != 0)
            {
                Merge(pc, int.MaxValue);
                return null;
            }
        }
    }

    /// <summary>The first register that a frame state needs and that has no value, or -1.</summary>
    private int MissingOf(int frameState)
    {
        foreach (int register in _code.FrameStates[frameState].SourceRegisters)
        {
            if (!BitSet.Contains(_state, register))
            {
                return register;
            }
        }

        return -1;
    }

    private Condition NoValue(int pc, int register) =>
        Verifier.Failure(_code, pc, FormattableString.Invariant($"register {register} holds no value on some path"));

    private Condition TooTangled() => Verifier.Failure(_code, "its control flow is too tangled to be verified");

    /// <summary>A path arrives at a label with the current state; registers from <paramref name="depth"/> on were lost on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Merge(int label, int depth)
    {
        int number = _numbers[label];
        int start = number * _setWords;
        bool first = !_reached[number];
        bool changed = first;
        _reached[number] = true;
        for (int i = 0; i < _setWords; i++)
        {
            int kept = depth - (64 * i);
            ulong arriving = kept >= 64 ? _state[i] : kept <= 0 ? 0 : _state[i] & ((1UL << kept) - 1);
            ulong set = first ? arriving : _sets[start + i] & arriving;
            changed |= set != _sets[start + i];
            _sets[start + i] = set;
        }

        if (changed && !BitSet.Contains(_pending, label))
        {
            BitSet.Add(_pending, label);
            _pendingCount++;
        }
    }
}

// Forward dataflow: which registers hold a value on every path to a label. Sets only shrink, starting from the first
// path that arrives; a label whose set shrank is looked at again. Labels are taken in the order of the code, so that code
// without loops is walked once.

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
    private readonly CodeParts _parts;
    private readonly int[] _words;
    private readonly int _setWords;
    private readonly ulong[] _labels;
    private readonly int[] _numbers;
    private readonly ulong[] _sets;
    private readonly ulong[] _seen;
    private readonly ulong[] _pending;
    private readonly int[]? _handlerRows;
    private readonly ulong[] _state;
    private readonly ulong[] _raised;
    private readonly RegisterUse _use = new();
    private int _pendingCount;
    private long _budget;

    private DefiniteAssignment(CodeObject code, CodeParts parts, ulong[] labels, int[] numbers, int labelCount, int setWords)
    {
        _code = code;
        _parts = parts;
        _words = parts.Instructions;
        _setWords = setWords;
        _labels = labels;
        _numbers = numbers;
        _sets = new ulong[labelCount * setWords];
        _seen = new ulong[BitSet.WordsFor(labelCount)];
        _pending = new ulong[BitSet.WordsFor(_words.Length)];
        _handlerRows = parts.Handlers.Length == 0 ? null : BasicBlocks.HandlerRows(parts.Handlers, _words.Length);
        _state = new ulong[setWords];
        _raised = new ulong[setWords];
        _budget = (long)MaximumVisits * _words.Length;
    }

    /// <summary>Checks code whose instructions and tables are well formed.</summary>
    internal static Condition? Check(CodeObject code, CodeParts parts, ulong[] jumpTargets, ulong[] handlerTargets)
    {
        int[] words = parts.Instructions;
        int setWords = BitSet.WordsFor(code.FrameSize);
        if (parts.Handlers.Length > 0)
        {
            BitSet.Union(jumpTargets, handlerTargets);
        }

        int count = 0;
        int[] numbers = [];
        for (int pc = BitSet.Next(jumpTargets, 0); pc >= 0; pc = BitSet.Next(jumpTargets, pc + 1))
        {
            if (count == 0)
            {
                numbers = new int[words.Length];
            }

            numbers[pc] = count++;
        }

        if ((long)count * setWords > MaximumSetWords)
        {
            return Verifier.Failure(code, FormattableString.Invariant($"{count} labels with {code.FrameSize} registers are too many to be verified"));
        }

        return new DefiniteAssignment(code, parts, jumpTargets, numbers, count, setWords).Run();
    }

    private Condition? Run()
    {
        BitSet.AddRange(_state, 0, _parts.Parameters.RegisterCount);
        if (BitSet.Contains(_labels, 0))
        {
            Merge(0, _state);
        }
        else if (Walk(0) is { } failure)
        {
            return failure;
        }

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
    private Condition? Walk(int start)
    {
        for (int pc = start; pc == start || !BitSet.Contains(_labels, pc);)
        {
            var info = OpcodeTable.Of(_words[pc])!;
            if ((_budget -= info.Length) < 0)
            {
                return Verifier.Failure(_code, "its control flow is too tangled to be verified");
            }

            _use.Decode(new ReadOnlySpan<int>(_words, pc, info.Length), info, _parts.FrameStates);
            for (int i = 0; i < _use.ReadCount; i++)
            {
                var range = _use.Reads[i];
                for (int register = range.First; register < range.First + range.Count; register++)
                {
                    if (!BitSet.Contains(_state, register))
                    {
                        return Verifier.Failure(_code, pc, FormattableString.Invariant($"register {register} holds no value on some path"));
                    }
                }
            }

            if (_use.LostFrom != RegisterUse.NothingLost)
            {
                BitSet.RemoveFrom(_state, _use.LostFrom);
            }

            if (_handlerRows is not null && _handlerRows[pc] >= 0 && (info.MayRaise || info.MayCall))
            {
                var handler = _parts.Handlers[_handlerRows[pc]];
                _state.CopyTo(_raised.AsSpan());
                BitSet.RemoveFrom(_raised, handler.Depth);
                Merge(handler.Target, _raised);
            }

            for (int i = 0; i < _use.WriteCount; i++)
            {
                var range = _use.Writes[i];
                BitSet.AddRange(_state, range.First, range.Count);
            }

            int target = info.Jump is null ? -1 : BasicBlocks.JumpTarget(_words, pc, info);
            if (target >= 0)
            {
                Merge(target, _state);
            }

            if (info.EndsBlock)
            {
                return null;
            }

            pc += info.Length;
            if (BitSet.Contains(_labels, pc))
            {
                Merge(pc, _state);
                return null;
            }
        }

        return null;
    }

    private void Merge(int label, ulong[] state)
    {
        int number = _numbers[label];
        if (!BitSet.Contains(_seen, number))
        {
            BitSet.Add(_seen, number);
            Array.Copy(state, 0, _sets, number * _setWords, _setWords);
        }
        else if (!BitSet.Intersect(new Span<ulong>(_sets, number * _setWords, _setWords), state))
        {
            return;
        }

        if (!BitSet.Contains(_pending, label))
        {
            BitSet.Add(_pending, label);
            _pendingCount++;
        }
    }
}

// Which registers are needed later: backward dataflow over basic blocks. An exception handler is a successor of every
// instruction in its range that may raise. The result is kept where execution can stop:
//
//   At(pc)       before the instruction at pc: an activation that stands there (polled at a call or at a loop's head, or
//                rebuilt by an exit) still needs these;
//   Waiting(pc)  while the call that ends at pc is in progress: an activation whose saved pc is pc needs these. The
//                call's target is not among them, unless a handler reads its old value.

namespace Ouro.Machine.Code;

/// <summary>The registers of a code object that are live where a call, a raise or a poll can happen.</summary>
internal sealed class Liveness
{
    private readonly int _setWords;
    private readonly SiteTable _before;
    private readonly SiteTable _during;

    private Liveness(int setWords, SiteTable before, SiteTable during)
    {
        _setWords = setWords;
        _before = before;
        _during = during;
    }

    /// <summary>
    /// The registers that are live before the instruction at <paramref name="pc"/>, as a <see cref="BitSet"/>; empty if
    /// that is no instruction where execution can stop (one that may raise or call, or the target of a jump).
    /// </summary>
    internal ReadOnlySpan<ulong> At(int pc) => _before.Find(pc, _setWords);

    /// <summary>The registers that are live before any instruction, wherever it stands: an exit may go on in the middle of a block.</summary>
    /// <param name="code">The code that this was computed for.</param>
    /// <param name="pc">Where an instruction starts.</param>
    internal ReadOnlySpan<ulong> Before(CodeObject code, int pc)
    {
        if (At(pc) is { IsEmpty: false } known)
        {
            return known;
        }

        // Nothing from here to the next place that is known can raise, so handlers need not be looked at.
        var block = code.Blocks.Blocks[code.Blocks.BlockAt(pc)];
        var between = new Stack<int>();
        var live = new ulong[_setWords];
        int place = pc;
        while (place < block.End && At(place).IsEmpty)
        {
            between.Push(place);
            place += OpcodeTable.Of(code.Instructions[place])!.Length;
        }

        if (place < block.End)
        {
            At(place).CopyTo(live);
        }
        else
        {
            foreach (int successor in (ReadOnlySpan<int>)[block.Next, block.Jump])
            {
                if (successor >= 0)
                {
                    BitSet.Union(live, At(code.Blocks.Blocks[successor].Start));
                }
            }
        }

        var use = new RegisterUse();
        while (between.TryPop(out place))
        {
            use.Decode(code.Instructions.AsSpan(place), OpcodeTable.Of(code.Instructions[place])!, code.FrameStates);
            foreach (var range in use.Writes)
            {
                for (int i = 0; i < range.Count; i++)
                {
                    BitSet.Remove(live, range.First + i);
                }
            }

            foreach (var range in use.Reads)
            {
                BitSet.AddRange(live, range.First, range.Count);
            }
        }

        return live;
    }

    /// <summary>The registers that are live while the call that ends just before <paramref name="pc"/> is in progress; empty if no call ends there.</summary>
    internal ReadOnlySpan<ulong> Waiting(int pc) => _during.Find(pc, _setWords);

    /// <summary>Computes the liveness of verified code.</summary>
    internal static Liveness Of(CodeObject code)
    {
        int setWords = BitSet.WordsFor(code.FrameSize);
        var blocks = code.Blocks.Blocks;
        var liveIn = new ulong[blocks.Length * setWords];
        var pending = new ulong[BitSet.WordsFor(blocks.Length)];
        var users = Predecessors.Of(blocks);
        BitSet.AddRange(pending, 0, blocks.Length);
        var walk = new Walk(code, setWords, liveIn);

        // Last blocks first: then most blocks are done once.
        int remaining = blocks.Length;
        for (int i = blocks.Length - 1; remaining > 0; i = i == 0 ? blocks.Length - 1 : i - 1)
        {
            if (!BitSet.Contains(pending, i))
            {
                continue;
            }

            BitSet.Remove(pending, i);
            remaining--;
            walk.Block(blocks, i, null, null);
            if (BitSet.Union(liveIn.AsSpan(i * setWords, setWords), walk.Live))
            {
                foreach (int user in users.Of(i))
                {
                    if (!BitSet.Contains(pending, user))
                    {
                        BitSet.Add(pending, user);
                        remaining++;
                    }
                }
            }
        }

        var before = new SiteTable();
        var during = new SiteTable();
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            walk.Block(blocks, i, before, during);
        }

        before.Finish();
        during.Finish();
        return new Liveness(setWords, before, during);
    }

    /// <summary>Goes backward through one block.</summary>
    private sealed class Walk(CodeObject code, int setWords, ulong[] liveIn)
    {
        private readonly ulong[] _live = new ulong[setWords];
        private readonly ulong[] _handler = new ulong[setWords];
        private readonly ulong[] _during = new ulong[setWords];
        private readonly RegisterUse _use = new();
        private int[] _pcs = new int[64];

        internal ReadOnlySpan<ulong> Live => _live;

        internal void Block(BasicBlock[] blocks, int number, SiteTable? before, SiteTable? during)
        {
            var block = blocks[number];
            int[] words = code.Instructions;
            Array.Clear(_live);
            Add(block.Next);
            Add(block.Jump);
            Array.Clear(_handler);
            if (block.Handler >= 0)
            {
                liveIn.AsSpan(block.Handler * setWords, setWords).CopyTo(_handler);
                BitSet.RemoveFrom(_handler, block.HandlerDepth);
            }

            int count = 0;
            for (int pc = block.Start; pc < block.End; pc += OpcodeTable.Of(words[pc])!.Length)
            {
                if (count == _pcs.Length)
                {
                    Array.Resize(ref _pcs, 2 * count);
                }

                _pcs[count++] = pc;
            }

            while (--count >= 0)
            {
                int pc = _pcs[count];
                var info = OpcodeTable.Of(words[pc])!;
                _use.Decode(words.AsSpan(pc), info, code.FrameStates);
                bool stops = info.MayRaise || info.MayCall;
                for (int write = 0; write < _use.WriteCount; write++)
                {
                    var range = _use.Writes[write];
                    for (int i = 0; i < range.Count; i++)
                    {
                        BitSet.Remove(_live, range.First + i);
                    }
                }

                if (stops)
                {
                    BitSet.Union(_live, _handler);
                }

                if (during is not null && info.MayCall && !info.EndsBlock)
                {
                    _live.CopyTo(_during.AsSpan());
                    BitSet.RemoveFrom(_during, _use.LostFrom);
                    during.Add(pc + info.Length, _during);
                }

                for (int read = 0; read < _use.ReadCount; read++)
                {
                    var range = _use.Reads[read];
                    BitSet.AddRange(_live, range.First, range.Count);
                }

                if (before is not null && (stops || pc == block.Start))
                {
                    before.Add(pc, _live);
                }
            }
        }

        private void Add(int successor)
        {
            if (successor >= 0)
            {
                BitSet.Union(_live, liveIn.AsSpan(successor * setWords, setWords));
            }
        }
    }

    /// <summary>Which blocks depend on a block.</summary>
    private sealed class Predecessors(int[] first, int[] blocks)
    {
        internal ReadOnlySpan<int> Of(int block) => blocks.AsSpan(first[block], first[block + 1] - first[block]);

        internal static Predecessors Of(BasicBlock[] blocks)
        {
            var first = new int[blocks.Length + 2];
            foreach (var block in blocks)
            {
                Count(first, block.Next);
                Count(first, block.Jump);
                Count(first, block.Handler);
            }

            for (int i = 2; i < first.Length; i++)
            {
                first[i] += first[i - 1];
            }

            var users = new int[first[^1]];
            for (int i = 0; i < blocks.Length; i++)
            {
                Add(first, users, blocks[i].Next, i);
                Add(first, users, blocks[i].Jump, i);
                Add(first, users, blocks[i].Handler, i);
            }

            return new Predecessors(first, users);
        }

        private static void Count(int[] first, int successor)
        {
            if (successor >= 0)
            {
                first[successor + 2]++;
            }
        }

        private static void Add(int[] first, int[] users, int successor, int block)
        {
            if (successor >= 0)
            {
                users[first[successor + 1]++] = block;
            }
        }
    }

    /// <summary>Sets by pc.</summary>
    private sealed class SiteTable
    {
        private readonly List<int> _added = [];
        private readonly List<ulong> _sets = [];
        private int[] _pcs = [];
        private int[] _order = [];
        private ulong[] _bits = [];

        internal void Add(int pc, ulong[] set)
        {
            _added.Add(pc);
            _sets.AddRange(set);
        }

        internal void Finish()
        {
            _pcs = _added.ToArray();
            _bits = _sets.ToArray();
            _order = new int[_pcs.Length];
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = i;
            }

            Array.Sort(_pcs, _order);
            _added.Clear();
            _sets.Clear();
            _added.TrimExcess();
            _sets.TrimExcess();
        }

        internal ReadOnlySpan<ulong> Find(int pc, int setWords)
        {
            int index = Array.BinarySearch(_pcs, pc);
            return index < 0 ? [] : _bits.AsSpan(_order[index] * setWords, setWords);
        }
    }
}

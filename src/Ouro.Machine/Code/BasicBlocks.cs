namespace Ouro.Machine.Code;

/// <summary>Instructions that run one after the other; control enters at the first and leaves after the last.</summary>
/// <param name="Start">Its first word.</param>
/// <param name="End">The word after its last instruction.</param>
/// <param name="Last">The first word of its last instruction.</param>
/// <param name="Next">The block that control falls through to, or -1.</param>
/// <param name="Jump">The block that its last instruction jumps to, or -1.</param>
/// <param name="Handler">The block that a raise in it continues in, or -1. All instructions of a block have the same handler.</param>
/// <param name="HandlerDepth">Registers from this one on are lost on the way to the handler.</param>
internal readonly record struct BasicBlock(int Start, int End, int Last, int Next, int Jump, int Handler, int HandlerDepth);

/// <summary>The control flow of verified code: basic blocks in the order of their instructions, with explicit successors.</summary>
internal sealed class BasicBlocks
{
    private readonly ulong[] _starts;

    private BasicBlocks(BasicBlock[] blocks, ulong[] starts)
    {
        Blocks = blocks;
        _starts = starts;
    }

    /// <summary>All blocks, unreachable ones too. Block 0 is the entry.</summary>
    internal BasicBlock[] Blocks { get; }

    /// <summary>Whether an instruction starts at a word.</summary>
    internal bool IsInstructionStart(int pc) => pc >= 0 && pc >> 6 < _starts.Length && BitSet.Contains(_starts, pc);

    /// <summary>The first word of the instruction that ends just before a word, or -1 if none does.</summary>
    internal int InstructionBefore(int pc)
    {
        // A saved pc is the start of an instruction, or the end of the code.
        if (pc <= 0)
        {
            return -1;
        }

        int start = pc - 1;
        while (start >= 0 && (start >> 6 >= _starts.Length || !BitSet.Contains(_starts, start)))
        {
            start--;
        }

        return start;
    }

    /// <summary>The number of the block that contains a word of an instruction.</summary>
    internal int BlockAt(int pc)
    {
        int low = 0;
        int high = Blocks.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (Blocks[middle].Start <= pc)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>For each word, the first row of the exception table that covers it, or -1; null when there are no rows.</summary>
    internal static int[]? HandlerRows(ExceptionHandler[] handlers, int words)
    {
        if (handlers.Length == 0)
        {
            return null;
        }

        // The first row wins. next[i] leads past words that have a row already, so each word is looked at about once.
        var rows = new int[words];
        var next = new int[words + 1];
        for (int i = 0; i <= words; i++)
        {
            next[i] = i;
        }

        rows.AsSpan().Fill(-1);
        for (int row = 0; row < handlers.Length; row++)
        {
            for (int pc = Skip(next, handlers[row].From); pc < handlers[row].To; pc = Skip(next, pc))
            {
                rows[pc] = row;
                next[pc] = pc + 1;
            }
        }

        return rows;
    }

    /// <summary>Finds the blocks of verified code.</summary>
    internal static BasicBlocks Of(CodeObject code)
    {
        int[] words = code.Instructions;
        var starts = new ulong[BitSet.WordsFor(words.Length)];
        var leaders = new ulong[BitSet.WordsFor(words.Length + 1)];
        BitSet.Add(leaders, 0);
        for (int pc = 0; pc < words.Length;)
        {
            var info = OpcodeTable.Of(words[pc])!;
            BitSet.Add(starts, pc);
            int end = pc + info.Length;
            int target = JumpTarget(words, pc, info);
            if (target >= 0)
            {
                BitSet.Add(leaders, target);
            }

            if (target >= 0 || info.EndsBlock)
            {
                BitSet.Add(leaders, end);
            }

            pc = end;
        }

        foreach (var handler in code.Handlers)
        {
            BitSet.Add(leaders, handler.From);
            BitSet.Add(leaders, handler.To);
            BitSet.Add(leaders, handler.Target);
        }

        BitSet.Remove(leaders, words.Length);
        var numbers = new int[words.Length];
        int count = 0;
        for (int pc = BitSet.Next(leaders, 0); pc >= 0; pc = BitSet.Next(leaders, pc + 1))
        {
            numbers[pc] = count++;
        }

        var rows = HandlerRows(code.Handlers, words.Length);
        var blocks = new BasicBlock[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int end = BitSet.Next(leaders, start + 1);
            if (end < 0)
            {
                end = words.Length;
            }

            int last = start;
            for (int pc = start; pc < end; pc += OpcodeTable.Of(words[pc])!.Length)
            {
                last = pc;
            }

            var info = OpcodeTable.Of(words[last])!;
            int target = JumpTarget(words, last, info);
            int row = rows is null ? -1 : rows[start];
            blocks[i] = new BasicBlock(
                start,
                end,
                last,
                info.EndsBlock ? -1 : i + 1,
                target < 0 ? -1 : numbers[target],
                row < 0 ? -1 : numbers[code.Handlers[row].Target],
                row < 0 ? 0 : code.Handlers[row].Depth);
            start = end;
        }

        return new BasicBlocks(blocks, starts);
    }

    /// <summary>Where the instruction jumps to, or -1 if it is no jump.</summary>
    internal static int JumpTarget(ReadOnlySpan<int> words, int pc, OpcodeInfo info)
    {
        return info.Jump is { } jump ? pc + info.Length + jump.Decode(words[pc..]) : -1;
    }

    private static int Skip(int[] next, int pc)
    {
        int end = pc;
        while (next[end] != end)
        {
            end = next[end];
        }

        while (next[pc] != end)
        {
            (next[pc], pc) = (end, next[pc]);
        }

        return end;
    }
}

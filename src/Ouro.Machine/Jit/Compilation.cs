using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>What was seen of the operands of an instruction where a guess about them was wrong.</summary>
[Flags]
internal enum OperandFeedback : byte
{
    None = 0,

    /// <summary>Both were fixnums, so the result was none.</summary>
    Overflow = 1,

    /// <summary>All were flonums.</summary>
    Flonum = 2,

    /// <summary>Something else.</summary>
    Other = 4,
}

/// <summary>What the JIT knows of one code object. Changed on the machine's thread only; the compiler's thread gets copies.</summary>
internal sealed class Compilation
{
    /// <summary>So many wrong guesses, and the code is compiled again without them.</summary>
    private const int MostFailures = 8;

    private CompiledEntry?[] _loops = [];
    private CompiledEntry?[] _arrivals = [];
    private readonly List<(int Pc, int Count)> _arrivalCounts = [];
    private Dictionary<int, OperandFeedback> _feedback = [];

    /// <summary>How often the code was found running by a poll.</summary>
    internal int Samples;

    /// <summary>How often compiled code called it when it was not compiled.</summary>
    internal int Calls;

    /// <summary>Wrong guesses since it was compiled.</summary>
    internal int Failures { get; private set; }

    /// <summary>How often it was compiled; code of an earlier time is not installed.</summary>
    internal int Generation { get; private set; }

    /// <summary>Compiled, or being compiled at the moment.</summary>
    internal readonly HashSet<EntryPoint> Requested = [];

    /// <summary>How many methods of it are being compiled.</summary>
    internal int Awaited;

    /// <summary>The compiler has refused it.</summary>
    internal bool IsRefused;

    /// <summary>The compiled code to go on in at a loop's head, or null.</summary>
    internal CompiledEntry? FindLoop(int pc) => Find(_loops, pc);

    /// <summary>The compiled code to go on in with a value that an activation waited for, or null.</summary>
    internal CompiledEntry? FindArrival(int pc) => Find(_arrivals, pc);

    /// <summary>Whether there is compiled code for a loop's head.</summary>
    internal bool HasLoops => _loops.Length > 0;

    internal void AddContinued(EntryPoint start, CompiledEntry method)
    {
        ref var methods = ref start.Kind == EntryKind.Loop ? ref _loops : ref _arrivals;
        if (start.Pc >= methods.Length)
        {
            Array.Resize(ref methods, start.Pc + 1);
        }

        methods[start.Pc] = method;
    }

    private static CompiledEntry? Find(CompiledEntry?[] methods, int pc) => (uint)pc < (uint)methods.Length ? methods[pc] : null;

    /// <summary>Counts that a value came to an activation that waits at a pc.</summary>
    internal int CountArrival(int pc)
    {
        for (int i = 0; i < _arrivalCounts.Count; i++)
        {
            if (_arrivalCounts[i].Pc == pc)
            {
                int count = _arrivalCounts[i].Count + 1;
                _arrivalCounts[i] = (pc, count);
                return count;
            }
        }

        _arrivalCounts.Add((pc, 1));
        return 1;
    }

    /// <summary>What is known about operands, by the pcs of instructions. Never changed, only replaced: the compiler's thread may read it.</summary>
    internal Dictionary<int, OperandFeedback> Feedback => Volatile.Read(ref _feedback);

    /// <summary>Takes note of the operands of an instruction about which a guess was wrong.</summary>
    /// <param name="pc">Where the instruction starts.</param>
    /// <param name="registers">The activation's registers as far as the site needs them.</param>
    internal void NoteOperands(CodeObject code, int pc, ReadOnlySpan<Value> registers) =>
        Volatile.Write(ref _feedback, new Dictionary<int, OperandFeedback>(_feedback) { [pc] = _feedback.GetValueOrDefault(pc) | Observe(code, pc, registers) });

    /// <summary>A guess was wrong in this code or in what is inlined into it.</summary>
    internal void CountFailure(VirtualMachine machine, CodeObject code)
    {
        if (++Failures >= MostFailures)
        {
            Failures = 0;
            machine.Jit?.Discard(machine, code);
        }
    }

    private static OperandFeedback Observe(CodeObject code, int pc, ReadOnlySpan<Value> registers)
    {
        int[] words = code.Instructions;
        bool flonum = false;
        bool fixnum = false;
        foreach (var operand in OpcodeTable.Of(words[pc])!.Operands)
        {
            if (operand.Kind != OperandKind.Read)
            {
                continue;
            }

            int register = operand.Decode(words.AsSpan(pc));
            if (register < registers.Length)
            {
                if (registers[register].IsFlonum)
                {
                    flonum = true;
                }
                else if (registers[register].IsFixnum)
                {
                    fixnum = true;
                }
                else
                {
                    return OperandFeedback.Other;
                }
            }
        }

        return !flonum ? OperandFeedback.Overflow : fixnum ? OperandFeedback.Other : OperandFeedback.Flonum;
    }

    /// <summary>Forgets all compiled code; what is being compiled is not installed.</summary>
    internal void Discard()
    {
        Generation++;
        _loops = [];
        _arrivals = [];
        Requested.Clear();
    }
}

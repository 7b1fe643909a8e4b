// A code object is what the machine executes: instructions, constants, and the tables that say what they mean
// to everybody else. Instructions are in a pinned array: the interpreter holds a plain pointer into it, which is
// safe because every activation's header keeps its code object alive.
//
// Invariant: Start is null until the code was verified (Prepare). Verified code cannot touch anything outside its
// own activation, its constants and its closure, so rows do no bounds checks on registers, constants and captured variables.
//
// A code object of an image is a promise: it knows where its record is, and FreeCount, which making a closure needs.
// Everything else is read from the image when somebody asks for it. Constants is then still the filler; who reads that field
// without running the code calls Load first. Images are read on the machine's thread only: another thread asks for nothing but
// FreeCount and IsPrepared, and for the rest where that is true.

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Code;

/// <summary>A compiled procedure body.</summary>
[GuestType("a code object")]
public sealed unsafe partial class CodeObject
{
    /// <summary>The largest frame: a far call's area, header and arguments.</summary>
    internal const int MaximumFrameSize = 2 * ushort.MaxValue + 4;

    /// <summary>The largest number of captured variables: their index has 16 bits.</summary>
    internal const int MaximumFreeCount = ushort.MaxValue + 1;

    /// <summary>First instruction word, or null while not prepared.</summary>
    internal int* Start;

    /// <summary>The number of arguments when there are only required ones; -1 for other shapes; -2 while not prepared.</summary>
    internal int ExactArity = -2;

    /// <summary>Registers, including the largest call area: how much room an activation needs.</summary>
    internal int FrameSize;

    /// <summary>Captured variables of a closure of this code.</summary>
    internal int FreeCount;

    /// <summary>Never empty (one filler when there are none), so that a reference to element 0 exists.</summary>
    internal Value[] Constants = [Value.Unbound];

    /// <summary>
    /// The code that took this one's place, or null. Then <see cref="ExactArity"/> is -2, so that no call goes the quick way,
    /// and the slow way gives the closure the new code. Activations of the old code go on in it.
    /// </summary>
    internal CodeObject? Replacement;

    /// <summary>What an evaluator keeps with the code it made, or null.</summary>
    internal object? Owner;

    /// <summary>Compiled code for calls, or null. Then <see cref="ExactArity"/> is below -2, so that the interpreter's quick way does not take it.</summary>
    internal CompiledEntry? Entry;

    /// <summary>How many arguments <see cref="Entry"/> takes, if it takes them as they are; otherwise -1.</summary>
    internal int CompiledArity = -1;

    /// <summary>What the JIT knows of it, or null.</summary>
    internal Compilation? Compilation;

    /// <summary>The same, made if there is none yet. Any thread.</summary>
    internal Compilation GetCompilation() => Compilation ?? Interlocked.CompareExchange(ref Compilation, new Compilation(), null) ?? Compilation;

    private const int ArityOfCompiled = -3;

    private CodeParts _parts = CodeParts.None;
    private ICodeSource? _source;
    private readonly int _sourceIndex;
    private Condition? _failure;
    private BasicBlocks? _blocks;
    private Liveness? _liveness;

    /// <summary>Code that is complete but not verified yet.</summary>
    internal CodeObject(CodeParts parts) => Take(parts);

    /// <summary>Code number <paramref name="index"/> of an image, read when it is needed.</summary>
    internal CodeObject(ICodeSource source, int index, int freeCount)
    {
        _source = source;
        _sourceIndex = index;
        FreeCount = freeCount;
    }

    /// <summary>The name of the procedure, or null. Code of a damaged image has none.</summary>
    internal Symbol? Name => Parts.Name;

    internal ParameterShape Parameters => Parts.Parameters;

    /// <summary>The instruction words: a pinned array.</summary>
    internal int[] Instructions => Parts.Instructions;

    /// <summary>How many of <see cref="Constants"/> are constants; the array has a filler when there are none.</summary>
    internal int ConstantCount => Parts.Constants.Length;

    /// <summary>The exception table, inner ranges before outer ones.</summary>
    internal ExceptionHandler[] Handlers => Parts.Handlers;

    internal FrameStateRow[] FrameStates => Parts.FrameStates;

    /// <summary>The inline caches that instructions refer to by number.</summary>
    internal InlineCacheSite[] CacheSites => Parts.CacheSites;

    /// <summary>The source of each instruction.</summary>
    internal SpanTable Spans => Parts.Spans;

    /// <summary>The variables of the source that its activations have.</summary>
    internal VariableTable Variables
    {
        get
        {
            var parts = Parts;
            return parts.Variables ??= parts.Image is { } image && parts.VariablesLength > 0
                ? new VariableTable(image.Slice(parts.VariablesOffset, parts.VariablesLength), image)
                : VariableTable.Empty;
        }
    }


    internal CodeMarks Marks => Parts.Marks;

    /// <summary>How an activation that is at a word stands for one of an interpreted program; null if it does not.</summary>
    internal Interpretation? InterpretationAt(int pc) =>
        Parts.Interpretation is { } found && pc >= found.From && found.View < FrameSize && found.Position < FrameSize
            && found.Describe < ConstantCount && Constants[found.Describe].Ref is Cell
            ? found
            : null;

    /// <summary>The source of the whole procedure, or null.</summary>
    internal SourceSpan? Span => Parts.Span;

    /// <summary>The basic blocks. Only for code that was prepared.</summary>
    internal BasicBlocks Blocks => _blocks ??= BasicBlocks.Of(this);

    /// <summary>Which registers are needed where. Only for code that was prepared.</summary>
    internal Liveness Liveness => _liveness ??= Liveness.Of(this);

    /// <summary>Whether the code was verified and can run. Any thread; what the code consists of is there to be read then.</summary>
    internal bool IsPrepared
    {
        get
        {
            bool isPrepared = Start != null;
            Interlocked.MemoryBarrier();
            return isPrepared;
        }
    }

    /// <summary>What is not on the fast paths of calls, read from the image if it was not yet.</summary>
    internal CodeParts Parts
    {
        get
        {
            if (_source is not null)
            {
                Load(out _);
            }

            return _parts;
        }
    }

    /// <summary>Whether the instruction at a word starts a statement of the source.</summary>
    internal bool StartsStatement(int pc)
    {
        ulong[] statements = Parts.Statements;
        return pc >> 6 < statements.Length && BitSet.Contains(statements, pc);
    }

    /// <summary>
    /// The exception handler for an instruction in progress.
    /// </summary>
    /// <param name="pc">Any word of that instruction. A saved pc is the word after it: pass it minus 1.</param>
    /// <param name="handler">The innermost handler that covers it.</param>
    internal bool FindHandler(int pc, [NotNullWhen(true)] out ExceptionHandler? handler)
    {
        foreach (var row in Parts.Handlers)
        {
            if (pc >= row.From && pc < row.To)
            {
                handler = row;
                return true;
            }
        }

        handler = null;
        return false;
    }

    /// <summary>Reads the code from its image, if that was not done yet.</summary>
    /// <param name="failure">What is wrong with the image.</param>
    internal bool Load([NotNullWhen(false)] out Condition? failure)
    {
        if (_source is { } source)
        {
            _source = null;
            if (source.ReadCode(_sourceIndex, out _failure) is { } parts)
            {
                Take(parts);
            }
        }

        failure = _failure;
        return failure is null;
    }

    /// <summary>Makes the code ready to run: reads it from its image, verifies it, sets <see cref="Start"/> and <see cref="ExactArity"/>.</summary>
    /// <returns>False when the code is damaged; a raise is pending then.</returns>
    internal bool Prepare(VirtualMachine machine)
    {
        if (Start != null)
        {
            return true;
        }

        if (Load(out _))
        {
            _failure = Verifier.Verify(this);
        }

        if (_failure is not null)
        {
            _ = machine.Raise(Value.Object(_failure));
            return false;
        }

        machine.HasExceptionTables |= _parts.Handlers.Length > 0;
        ExactArity = Replacement is null ? _parts.Parameters.ExactArity : -2;
        Interlocked.MemoryBarrier();
        Start = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_parts.Instructions));
        return true;
    }

    /// <summary>
    /// Puts other code in the place of this one, for all its closures from their next call on; null: this code runs again itself.
    /// The caller has made sure that both take the same parameters, and that closures of this code have room for what the other captures.
    /// </summary>
    internal void ReplaceBy(CodeObject? other)
    {
        Replacement = other;
        SetEntry(null);
        ExactArity = other is null && Start != null ? _parts.Parameters.ExactArity : -2;
    }

    /// <summary>Gives prepared code a compiled entry, or takes it away.</summary>
    internal void SetEntry(CompiledEntry? entry)
    {
        Entry = entry;
        CompiledArity = entry is null ? -1 : _parts.Parameters.ExactArity;
        if (Replacement is null && Start != null)
        {
            ExactArity = entry is null ? _parts.Parameters.ExactArity : ArityOfCompiled;
        }
    }

    /// <summary>Whether a block of this code ends by going back.</summary>
    internal bool EndsInLoop(in BasicBlock block) => (Opcode)(byte)Instructions[block.Last] == Opcode.Loop;

    /// <summary>Whether a loop goes back to the instruction at a word.</summary>
    internal bool IsLoopHead(int pc)
    {
        foreach (var block in Blocks.Blocks)
        {
            if (EndsInLoop(block) && Blocks.Blocks[block.Jump].Start == pc)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Prepares what an exit needs: the code that the frame state names. Called before a frame state is used.</summary>
    /// <returns>False when the frame state does not fit that code; a raise is pending then.</returns>
    internal bool PrepareFrameState(VirtualMachine machine, int index)
    {
        var row = Parts.FrameStates[index];
        if (row.IsChecked)
        {
            return true;
        }

        foreach (var activation in row.Activations)
        {
            var code = activation.Code == ActivationState.ThisCode ? this : (CodeObject)Constants[activation.Code].Ref!;
            if (!code.Prepare(machine))
            {
                return false;
            }
        }

        if (FrameStateChecker.CheckTargets(this, row) is { } problem)
        {
            _ = machine.Raise(Value.Object(Verifier.Failure(this, FormattableString.Invariant($"frame state {index}: {problem}"))));
            return false;
        }

        row.IsChecked = true;
        return true;
    }

    private void Take(CodeParts parts)
    {
        _parts = parts;
        FrameSize = parts.FrameSize;
        FreeCount = parts.FreeCount;
        if (parts.Constants.Length > 0)
        {
            Constants = parts.Constants;
        }
    }

    public override string ToString() => Name?.Name ?? "anonymous code";
}

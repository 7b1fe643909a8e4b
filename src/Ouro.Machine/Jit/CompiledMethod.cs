using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>
/// The one signature of compiled procedures. Values travel as their two halves; arguments beyond the third are in
/// <see cref="VirtualMachine.Arguments"/>. The result's reference is returned, its bits are in
/// <see cref="VirtualMachine.ResultBits"/>; a returned <see cref="Value.Signal"/> has its meaning in <see cref="VirtualMachine.CompiledSignal"/>.
/// Methods that go on with an activation of the stack have it too, and find their registers where the machine stands: a tail call is
/// a jump only between methods whose arguments take the same room.
/// </summary>
internal delegate object? CompiledEntry(Closure self, object? ref0, long bits0, object? ref1, long bits1, object? ref2, long bits2);

/// <summary>A place where a compiled method may leave its activation.</summary>
internal sealed class CompiledSite(int pc, int area, CompiledSignal? signal, int[] needed)
{
    /// <summary>The pc that the activation then has.</summary>
    internal readonly int Pc = pc;

    /// <summary>For one that waits for a call: the first register of the call area.</summary>
    internal readonly int Area = area;

    /// <summary>Why it leaves; null: because its callee does.</summary>
    internal readonly CompiledSignal? Signal = signal;

    /// <summary>The registers that the activation needs.</summary>
    internal readonly int[] Needed = needed;

    /// <summary>Registers, from 0 on, that an activation which waits here is kept with.</summary>
    internal int Room { get; init; }

    /// <summary>A guess about the operands of the instruction at the pc was wrong.</summary>
    internal bool IsSpeculation { get; init; }

    /// <summary>For a yield: the register with what is yielded, and the pc behind.</summary>
    internal (int Source, int Next) Yield { get; init; }

    /// <summary>How often it was taken.</summary>
    internal int Taken;
}

/// <summary>What a compiled method refers to: its delegate is closed over one of these.</summary>
internal sealed class CompiledMethod(VirtualMachine machine, CodeObject code, Compilation compilation)
{
    internal readonly VirtualMachine Machine = machine;
    internal readonly CodeObject Code = code;
    internal readonly Compilation Compilation = compilation;

    /// <summary>The constants of the code.</summary>
    internal readonly Value[] Constants = code.Constants;

    /// <summary>The objects that the method uses most: one load each.</summary>
    internal NearObjects Near;

    /// <summary>Where it may leave, by number.</summary>
    internal CompiledSite[] Sites = [];

    /// <summary>For each call that it may go on behind after a capture: how many activations of this method there are then, it and what is inlined into it.</summary>
    internal int[] Levels = [];

    /// <summary>Registers from 0 to the last that any site needs.</summary>
    internal int RegistersSaved;

    /// <summary>The method that this one is inlined into, as far as it is.</summary>
    internal CompiledMethod? Root { get; init; }

    /// <summary>Takes note that a guess was wrong: once it was so too often, the code is compiled without it.</summary>
    internal void NoteFailure(CompiledSite site, ReadOnlySpan<Value> registers)
    {
        Compilation.NoteOperands(Code, site.Pc, registers);
        var root = Root ?? this;
        root.Compilation.CountFailure(Machine, root.Code);
    }
}

/// <summary>Objects that lie in the object that a compiled method is closed over.</summary>
[System.Runtime.CompilerServices.InlineArray(Length)]
internal struct NearObjects
{
    internal const int Length = 96;
    private object? _first;
}

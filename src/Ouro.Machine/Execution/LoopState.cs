using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>
/// The interpreter's registers. Rows that move control take it by ref; in a hot row the generator replaces
/// <c>state.X</c> by a local of the loop, so it never exists in memory there.
/// </summary>
internal unsafe ref struct LoopState
{
    /// <summary>The word after the current instruction. Points into a pinned array that the activation's code object keeps alive.</summary>
    public int* Ip;

    /// <summary>Register 0 of the current activation; its header is at -2 (code, pc) and -1 (procedure, distance to the caller's base).</summary>
    public ref Value Registers;

    /// <summary>Constant 0 of the current code.</summary>
    public ref Value Constants;

    /// <summary>No activation may extend beyond this slot without asking the machine.</summary>
    public ref Value Limit;

    /// <summary>The code of an activation, by its header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CodeObject CodeOf(ref Value registers) => Unsafe.As<CodeObject>(Unsafe.Add(ref registers, -2).Ref!);
}

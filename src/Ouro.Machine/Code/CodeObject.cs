// A code object is what the machine executes: instructions, constants, and the tables that say what they mean
// to everybody else. Instructions are in a pinned array: the interpreter holds a plain pointer into it, which is
// safe because every activation's header keeps its code object alive.
//
// Invariant: Start is null until the code was verified (Prepare). Verified code cannot touch anything outside its
// own activation, its constants and its closure, so rows do no bounds checks on registers, constants and captured variables.

namespace Ouro.Machine.Code;

/// <summary>A compiled procedure body.</summary>
[GuestType("a code object")]
public sealed unsafe partial class CodeObject
{
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
}

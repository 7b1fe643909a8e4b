// Activations live in segments of Value[] that never move. An activation at base b of a segment:
//
//   Slots[b-2]  Ref: its CodeObject or NativeCode      Bits: pc (the word after the instruction that waits), or state
//   Slots[b-1]  Ref: the procedure                     Bits, low half: distance to the caller's base:
//                                                         > 0  caller at b - distance, bytecode
//                                                         < 0  caller at b + distance, native
//                                                         = 0  bottom of the segment: caller at (Parent, ParentBase)
//                                                      Bits, high half: TailCallMark if this activation took the place
//                                                         of another one, so that a backtrace can say that some are missing; FailureMark
//   Slots[b..]  registers
//
// A frozen segment belongs to continuations: it is never written and never current. Returning into one copies
// the activation it returns to, one at a time, to the bottom of the current segment.
// Slots above the current activation hold stale values until the next poll clears them: popping is free.

namespace Ouro.Machine.Execution;

/// <summary>A stretch of the stack. See the head of this file. It is a procedure for the sake of continuations, which are frozen ones with something more.</summary>
internal class Segment(Value[] slots) : Procedure
{
    internal readonly Value[] Slots = slots;

    public override string? DisplayName => null;

    /// <summary>Where the caller of the bottom activation is, or null at the very bottom.</summary>
    internal Segment? Parent;
    internal int ParentBase;

    /// <summary>First slot beyond the live part; meaningful for frozen and waiting segments, the current one's is derived.</summary>
    internal int Top;

    internal bool Frozen;

    /// <summary>In the word beside an activation's procedure: tail calls left out activations between it and its caller.</summary>
    internal const long TailCallMark = 1L << 32;

    /// <summary>Likewise, of a call of raise: it is there because its caller failed, which did not call it.</summary>
    internal const long FailureMark = 1L << 33;

    /// <summary>The part of the word beside an activation's procedure that stays when the activation moves.</summary>
    internal const long MarksOnly = ~0xFFFF_FFFFL;

    /// <summary>Base of a bottom activation.</summary>
    internal const int BottomBase = 2;
}

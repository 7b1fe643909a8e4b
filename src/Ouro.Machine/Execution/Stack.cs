// Moving between activations and segments: room, overflow, underflow, freezing, walking.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private const int FirstSegmentSlots = 4000;
    private const int LargestSegmentSlots = 65536;
    private const int SoftLimitStep = 256;

    /// <summary>The segment that runs. Never frozen.</summary>
    internal Segment Segment;

    /// <summary>Base of the current activation whenever the loop is not running with its own copy.</summary>
    internal int Base;

    /// <summary>No activation reaches beyond this slot; everything from the current top to here may be stale.</summary>
    internal int SoftLimit;

    private Segment? _spareSegment;

    internal ref Value Slot(int index) => ref Segment.Slots[index];

    /// <summary>The first of a number of values. There may be none, and then this may be one beyond the segment's last slot.</summary>
    private ref Value FirstAt(int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Segment.Slots), index);

    /// <summary>The index of a slot of the current segment, from the loop's reference to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(ref Value slot) =>
        (int)(Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(Segment.Slots), ref slot) >> 4);

    /// <summary>Leaves the loop's registers in the machine: the current activation and its pc.</summary>
    internal unsafe void SavePc(ref Value registers, int* ip)
    {
        // Written out: IndexOf and CodeOf are for the loop, where they are inlined.
        Base = (int)(Unsafe.ByteOffset(ref Segment.Slots[0], ref registers) >> 4);
        ref Value header = ref Unsafe.Add(ref registers, -2);
        header.Bits = ip - Unsafe.As<CodeObject>(header.Ref!).Start;
    }

    /// <summary>Slots of the activation at a base, header not counted.</summary>
    internal static int ExtentOf(Value[] slots, int frameBase) => slots[frameBase - 2].Ref switch
    {
        CodeObject code => code.FrameSize,
        NativeCode native => native.Registers >= 0 ? native.Registers : (int)slots[frameBase - 2].Bits,
        _ => 0,
    };

    /// <summary>
    /// Makes room for an activation of <paramref name="size"/> slots at <paramref name="frameBase"/> whose procedure and
    /// <paramref name="count"/> arguments are in place. Moves it to a new segment when this one is full.
    /// </summary>
    /// <returns>Its base, maybe in another segment; or -1 after the memory limit was reached (pending).</returns>
    [RunsGuestCode]
    internal int EnsureRoom(int frameBase, int count, int size)
    {
        int end = frameBase + Math.Max(size, count);
        if (end <= SoftLimit)
        {
            return frameBase;
        }

        if (end <= Segment.Slots.Length)
        {
            SoftLimit = Math.Min(Segment.Slots.Length, end + SoftLimitStep);
            return frameBase;
        }

        return Overflow(frameBase, count, size);
    }

    [RunsGuestCode]
    private int Overflow(int frameBase, int count, int size, bool mustSucceed = false)
    {
        int wanted = Segment.BottomBase + Math.Max(size, count) + 8;
        if (!mustSucceed && Operators is { } operators && !operators.AllowsDepth(this))
        {
            return -1;
        }

        if (TakeSegment(wanted, mustSucceed) is not { } next)
        {
            return -1;
        }

        var slots = Segment.Slots;
        int distance = (int)slots[frameBase - 1].Bits;
        if (distance == 0)
        {
            next.Parent = Segment.Parent;
            next.ParentBase = Segment.ParentBase;
        }
        else
        {
            next.Parent = Segment;
            next.ParentBase = frameBase - Math.Abs(distance);
            Segment.Top = frameBase - 2;
        }

        Array.Copy(slots, frameBase - 2, next.Slots, 0, count + 2);
        next.Slots[1].Bits &= Segment.MarksOnly;
        ClearStale(Segment, frameBase - 2, SoftLimit);
        Segment = next;
        SoftLimit = Math.Min(next.Slots.Length, wanted + SoftLimitStep);
        return Segment.BottomBase;
    }

    /// <summary>The spare segment, or a new one; empty.</summary>
    /// <param name="mustSucceed">The memory limit does not apply: what is to be in it exists already.</param>
    /// <returns>Null after the memory limit was reached (pending).</returns>
    private Segment? TakeSegment(int wanted, bool mustSucceed = false)
    {
        if (_spareSegment is { } spare && spare.Slots.Length >= wanted)
        {
            _spareSegment = null;
            return spare;
        }

        int length = Math.Max(wanted, Options.Hostile ? 64 : Math.Min(LargestSegmentSlots, Segment.Slots.Length * 4));

        // Not charged as an allocation: how many segments there are depends on what is compiled. It is memory all the same.
        if (!mustSucceed && !CheckMemory(length * 16L))
        {
            return null;
        }

        _tookWithoutCheck |= mustSucceed;
        _segmentBytes += length * 16L;
        return new Segment(ValueArrays.Zeroed(length));
    }

    private static void ClearStale(Segment segment, int from, int to)
    {
        if (to > from)
        {
            Array.Clear(segment.Slots, from, to - from);
        }
    }

    /// <summary>
    /// Pops the activation at <paramref name="frameBase"/>: makes its caller current (<see cref="Base"/>), bringing it
    /// into the current segment if it is elsewhere.
    /// </summary>
    [RunsGuestCode]
    internal void PopTo(int frameBase)
    {
        int distance = (int)Segment.Slots[frameBase - 1].Bits;
        if (distance != 0)
        {
            Base = frameBase - Math.Abs(distance);
            return;
        }

        Underflow();
    }

    [RunsGuestCode]
    private void Underflow()
    {
        var parent = Segment.Parent!;
        int parentBase = Segment.ParentBase;
        if (!parent.Frozen)
        {
            var done = Segment;
            ClearStale(done, 0, SoftLimit);
            done.Parent = null;
            if (_spareSegment is null || _spareSegment.Slots.Length < done.Slots.Length)
            {
                _spareSegment = done;
            }

            Segment = parent;
            Base = parentBase;
            SoftLimit = Math.Min(parent.Slots.Length, Math.Max(parent.Top, Base + ExtentOf(parent.Slots, Base)) + 8);
            return;
        }

        CopyIn(parent, parentBase);
    }

    /// <summary>Makes a copy of a frozen segment's activation the bottom, and only, activation of the current segment.</summary>
    [RunsGuestCode]
    private void CopyIn(Segment source, int sourceBase)
    {
        int extent = ExtentOf(source.Slots, sourceBase);
        int available = Math.Min(extent + 2, source.Top - (sourceBase - 2));
        if (extent + 2 > Segment.Slots.Length)
        {
            Segment = new Segment(ValueArrays.Zeroed(Math.Max(extent + 64, FirstSegmentSlots)));
            SoftLimit = 0;
        }

        Array.Copy(source.Slots, sourceBase - 2, Segment.Slots, 0, available);
        int distance = (int)source.Slots[sourceBase - 1].Bits;
        Segment.Slots[1].Bits &= Segment.MarksOnly;
        if (distance == 0)
        {
            Segment.Parent = source.Parent;
            Segment.ParentBase = source.ParentBase;
        }
        else
        {
            Segment.Parent = source;
            Segment.ParentBase = sourceBase - Math.Abs(distance);
        }

        Base = Segment.BottomBase;
        SoftLimit = Math.Max(SoftLimit, Math.Min(Segment.Slots.Length, Base + extent + 8));
    }

    /// <summary>
    /// Freezes every activation below the one at <paramref name="frameBase"/>, which moves to the bottom of the current
    /// segment with its <paramref name="extent"/> slots.
    /// </summary>
    /// <returns>The place to return to: the caller of that activation, frozen. False after a limit was reached (pending).</returns>
    [RunsGuestCode]
    internal bool FreezeBelow(ref int frameBase, int extent, out Segment? segment, out int callerBase)
    {
        var slots = Segment.Slots;
        int distance = (int)slots[frameBase - 1].Bits;
        int length = distance != 0 ? frameBase - 2 : 0;

        // Charged is what becomes frozen, in however many segments it is: that does not depend on what was compiled.
        long frozenSlots = length;
        for (var ancestor = Segment.Parent; ancestor is { Frozen: false }; ancestor = ancestor.Parent)
        {
            frozenSlots += ancestor.Top;
        }

        if (frozenSlots > 0 && (!ChargeAllocation(frozenSlots * 16 + 64) || !ChargeTicks(frozenSlots >> 4)))
        {
            segment = null;
            callerBase = 0;
            return false;
        }

        // What is below a frozen segment is frozen; the copy that is made here is not below itself.
        for (var ancestor = Segment.Parent; ancestor is { Frozen: false }; ancestor = ancestor.Parent)
        {
            ancestor.Frozen = true;
        }

        if (distance != 0)
        {

            var copy = ValueArrays.Zeroed(length);
            Array.Copy(slots, copy, length);
            var frozen = new Segment(copy) { Parent = Segment.Parent, ParentBase = Segment.ParentBase, Top = length, Frozen = true };
            Segment.Parent = frozen;
            Segment.ParentBase = frameBase - Math.Abs(distance);
            Array.Copy(slots, frameBase - 2, slots, 0, extent + 2);
            slots[1].Bits &= Segment.MarksOnly;
            frameBase = Segment.BottomBase;
        }

        segment = Segment.Parent;
        callerBase = Segment.ParentBase;
        return true;
    }

    /// <summary>Drops all activations and makes (segment, base) the caller of whatever comes next at the bottom.</summary>
    [RunsGuestCode]
    internal void AbandonTo(Segment segment, int callerBase)
    {
        Segment.Parent = segment;
        Segment.ParentBase = callerBase;
        Segment.Slots[1].Bits = 0;
        Underflow();
    }

    /// <summary>Clears what is stale above the current activation. At polls: values that no activation holds do not live on.</summary>
    internal void ClearAboveTop()
    {
        int top = Base + ExtentOf(Segment.Slots, Base);
        ClearStale(Segment, top, SoftLimit);
        SoftLimit = Math.Min(Segment.Slots.Length, top + SoftLimitStep);
    }

    /// <summary>The caller of an activation.</summary>
    internal static bool TryGetCaller(ref Segment segment, ref int frameBase)
    {
        int distance = (int)segment.Slots[frameBase - 1].Bits;
        if (distance != 0)
        {
            frameBase -= Math.Abs(distance);
            return true;
        }

        if (segment.Parent is null)
        {
            return false;
        }

        frameBase = segment.ParentBase;
        segment = segment.Parent;
        return true;
    }
}

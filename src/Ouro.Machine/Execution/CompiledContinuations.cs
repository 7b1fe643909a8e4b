// The short ways of continuations in compiled code, where activations are frozen already down to the one that runs: a capture writes what
// compiled methods left straight into a frozen segment, and what returns to a frozen activation, or is thrown to one, goes on in
// compiled code without a copy of it. Charges and results are those of the general way (Continuation.cs, Stack.cs); whatever
// does not fit here takes that.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private PrimitiveProcedure? _captures;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsCapture(PrimitiveProcedure primitive) => primitive == (_captures ??= FindPrimitive("call-with-current-continuation"));

    /// <summary>Whether the activation at a base is alone in the current segment, and what is below it is frozen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAloneAboveFrozen(int frameBase) =>
        frameBase == Segment.BottomBase && (int)Segment.Slots[frameBase - 1].Bits == 0 && Segment.Parent is { Frozen: true };

    /// <summary>A compiled method returned to a frozen activation: goes on there, if that is compiled.</summary>
    /// <param name="result">Gets what the method returns that went on.</param>
    /// <returns>False: nothing was done.</returns>
    [RunsGuestCode]
    private bool TryResume(int frameBase, Value value, ref object? result)
    {
        if (!IsAloneAboveFrozen(frameBase) || FindResumption(Segment.Parent!, Segment.ParentBase, value) is not { } method)
        {
            return false;
        }

        result = Resume(method, value);
        return true;
    }

    /// <summary>The compiled code that goes on with a value in a frozen activation, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CompiledEntry? FindResumption(Segment segment, int place, Value value) =>
        segment.Slots[place - 2].Ref is CodeObject { Compilation: { } compilation } && value.Ref is not MultipleValues && HasHostStack()
            ? compilation.FindArrival((int)segment.Slots[place - 2].Bits)
            : null;

    /// <summary>Goes on in the frozen activation that is below the current segment, which is taken for empty.</summary>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Resume(CompiledEntry method, Value value)
    {
        // The activation becomes the only one of the current segment; its registers stay where they are, and are only read.
        var source = Segment.Parent!;
        int place = Segment.ParentBase;
        Value procedure = source.Slots[place - 1];
        int distance = (int)procedure.Bits;
        Segment.Parent = distance == 0 ? source.Parent : source;
        Segment.ParentBase = distance == 0 ? source.ParentBase : place - Math.Abs(distance);
        SetBottom(procedure.Ref, procedure.Bits & Segment.MarksOnly);
        TailMark = 0;
        return method(Unsafe.As<Closure>(procedure.Ref!), source.Slots, place, value.Ref, value.Bits, null, 0);
    }

    /// <summary>The activation at the bottom of the current segment, which is all there is in it, belongs to compiled code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBottom(object? procedure, long marks)
    {
        Base = Segment.BottomBase;
        Segment.Slots[0] = new Value(CompiledMark, 0);
        Segment.Slots[1] = new Value(procedure, marks);
    }

    /// <summary>A compiled method called call/cc: calls the receiver.</summary>
    /// <param name="result">Gets what the receiver returns.</param>
    /// <returns>False: nothing was done.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryCapture(int frameBase, ref object? result)
    {
        if (!IsAloneAboveFrozen(frameBase) || Arguments[0].Ref is not Closure { Code: { CompiledArity: 1, Entry: { } entry } } receiver || !HasHostStack())
        {
            return false;
        }

        long mark = _enteredByTailCall ? Segment.TailCallMark : 0;
        if (_reified is { Count: > 0 } reified)
        {
            int length = 0;
            for (int i = 0; i < reified.Count; i++)
            {
                length += reified[i].Area + 2;
            }

            // What a limit refuses is for the general way.
            if (AllocationSlice < ((long)length * 16) + 64 || TickSlice < length >> 4)
            {
                return false;
            }

            AllocationSlice -= ((long)length * 16) + 64;
            TickSlice -= length >> 4;
            FreezeReified(reified, length);
        }
        else
        {
            mark |= Segment.Slots[1].Bits & Segment.MarksOnly;
        }

        StacksKept++;
        var continuation = new Continuation(Segment.Parent!, Segment.ParentBase, Dynamic);
        Arguments[0] = Value.Unspecified;
        _enteredProcedure = Value.Unspecified;
        SetBottom(receiver, mark);
        TailMark = 0;
        result = entry(receiver, continuation, 0, null, 0, null, 0);
        return true;
    }

    /// <summary>Makes a frozen segment, above the one that is below the current segment, of what compiled methods left.</summary>
    /// <param name="length">Slots of all these activations, up to the call area of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FreezeReified(ReifiedStack reified, int length)
    {
        var slots = ValueArrays.Zeroed(length);
        int place = Segment.BottomBase;
        int distance = 0;
        long marks = Segment.Slots[1].Bits & Segment.MarksOnly;
        for (int i = reified.Count - 1; i >= 0; i--)
        {
            ref var frame = ref reified[i];
            place += distance;
            slots[place - 2] = new Value(frame.Code, frame.Pc);
            slots[place - 1] = new Value(frame.Procedure, (uint)distance | marks | frame.Mark);
            if (frame.Site.Needed.Length > 0)
            {
                reified.CopyRegisters(frame, ref slots[place]);
            }

            distance = frame.Area + 2;
            marks = 0;
        }

        reified.Clear();
        Segment.Parent = new Segment(slots) { Parent = Segment.Parent, ParentBase = Segment.ParentBase, Top = length, Frozen = true };
        Segment.ParentBase = place;
    }

    /// <summary>A compiled method called a continuation with one value: goes on there.</summary>
    /// <param name="result">Gets what the method returns that went on.</param>
    /// <returns>False: nothing was done.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryThrow(ref object? result)
    {
        var continuation = Unsafe.As<Continuation>(_enteredProcedure.Ref!);
        Value value = Arguments[0];
        if (Dynamic.Winders != continuation.Dynamic.Winders
            || continuation.Segment is not { Frozen: true }
            || FindResumption(continuation.Segment, continuation.Base, value) is not { } method)
        {
            return false;
        }

        if (_reified is { Count: > 0 } reified)
        {
            reified.Clear();
        }

        Arguments[0] = Value.Unspecified;
        _enteredProcedure = Value.Unspecified;
        Dynamic = continuation.Dynamic;
        Segment.Parent = continuation.Segment;
        Segment.ParentBase = continuation.Base;
        result = Resume(method, value);
        return true;
    }
}

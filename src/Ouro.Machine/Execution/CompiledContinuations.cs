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

    /// <summary>What the activation gets that compiled code went back to.</summary>
    internal Value Thrown = Value.Unspecified;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsCapture(PrimitiveProcedure primitive) => primitive == (_captures ??= FindPrimitive("call-with-current-continuation"));

    /// <summary>Whether the activation at a base is alone in the current segment, and what is below it is frozen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAloneAboveFrozen(int frameBase) =>
        frameBase == Segment.BottomBase && (int)Segment.Slots[frameBase - 1].Bits == 0 && Segment.Parent is { Frozen: true };

    /// <summary>A value comes to the frozen activation that is below the current segment, which is taken for empty: goes on there, if that is compiled.</summary>
    /// <param name="result">Gets what the method returns that went on.</param>
    /// <returns>False: nothing was done.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryResume(Value value, ref object? result)
    {
        if (FindResumption(Segment.Parent!, Segment.ParentBase, value) is not { } method)
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
        SetBottom(procedure.Bits & Segment.MarksOnly);
        TailMark = AloneBit;
        return method(Unsafe.As<Closure>(procedure.Ref!), source.Slots, place, value.Ref, value.Bits, null, 0);
    }

    /// <summary>The activation at the bottom of the current segment, which is all there is in it, belongs to compiled code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBottom(long marks)
    {
        Base = Segment.BottomBase;
        Segment.Slots[0] = new Value(CompiledMark, 0);
        Segment.Slots[1] = new Value(null, marks);
    }

    /// <summary>A compiled method called call/cc, and all that is above frozen activations is in the list of those that were left: calls the receiver.</summary>
    /// <param name="result">Gets what the receiver returns.</param>
    /// <returns>False: nothing was done.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryCapture(ref object? result)
    {
        if (FreezeForCapture() is not { } receiver)
        {
            return false;
        }

        result = CallReceiver(receiver);
        return true;
    }

    /// <summary>As <see cref="EndReify"/>, of a method that may go on: if it is alone above frozen activations, and leaves for a capture, the receiver is called from here.</summary>
    /// <param name="waitsAt">The number of the innermost call of the method that waits.</param>
    /// <returns>The result of that call; or the signal, for several values as its result, or because the method is left.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? EndReifyOrCapture(CompiledMethod method, Closure closure, int siteNumber, int mark, int waitsAt)
    {
        AddReified(method, closure, siteNumber, mark);
        if (CompiledSignal != CompiledSignal.Capture || (mark & AloneBit) == 0)
        {
            return Tag.Signal;
        }

        // What the method has on the host's stack is in these slots of the new segment.
        var reified = Reified;
        int place = Segment.BottomBase;
        for (int i = 1; i < method.Levels[waitsAt]; i++)
        {
            place += reified[reified.Count - i].Area + 2;
        }

        if (FreezeForCapture() is not { } receiver)
        {
            return Tag.Signal;
        }

        var frozen = Segment.Parent!;
        object? result = CallReceiver(receiver);
        while (true)
        {
            if (result != Tag.Signal)
            {
                if (IsNext(frozen, place))
                {
                    GoOn(frozen);
                    return result;
                }

                // A second capture froze what was between, and it is no more on the host's stack.
                Thrown = new Value(result, ResultBits);
                if (!TryResume(Thrown, ref result))
                {
                    CompiledSignal = CompiledSignal.Throw;
                    return Tag.Signal;
                }

                continue;
            }

            switch (CompiledSignal)
            {
                case CompiledSignal.Throw:
                    return IsNext(frozen, place) ? TakeThrown(frozen) : Tag.Signal;
                case CompiledSignal.Values:
                    Thrown = _severalValues;
                    _severalValues = Value.Unspecified;
                    CompiledSignal = CompiledSignal.Throw;
                    return IsNext(frozen, place) ? TakeThrown(frozen) : Tag.Signal;
                case CompiledSignal.Capture when FreezeForCapture() is { } next:
                    result = CallReceiver(next);
                    continue;
                default:
                    return Tag.Signal;
            }
        }
    }

    /// <summary>Whether an activation of a frozen segment is the one below the current segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsNext(Segment frozen, int place) => Segment.Parent == frozen && Segment.ParentBase == place;

    /// <summary>The activations of a frozen segment, whose method is still on the host's stack, run again: alone in the current one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GoOn(Segment frozen)
    {
        Segment.Parent = frozen.Parent;
        Segment.ParentBase = frozen.ParentBase;
        SetBottom(frozen.Slots[Segment.BottomBase - 1].Bits & Segment.MarksOnly);
    }

    /// <summary>Likewise, with what was thrown to them.</summary>
    private object? TakeThrown(Segment frozen)
    {
        GoOn(frozen);
        Value value = Thrown;
        Thrown = Value.Unspecified;
        return ReturnAny(value);
    }

    /// <summary>Freezes what compiled methods left, above frozen activations, for a receiver of call/cc that is compiled.</summary>
    /// <returns>The receiver; or null: nothing was done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Closure? FreezeForCapture()
    {
        if (Arguments[0].Ref is not Closure { Code: { CompiledArity: 1, Entry: not null } } receiver || !HasHostStack())
        {
            return null;
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
                return null;
            }

            AllocationSlice -= ((long)length * 16) + 64;
            TickSlice -= length >> 4;
            FreezeReified(reified, length);
        }
        else
        {
            mark |= Segment.Slots[1].Bits & Segment.MarksOnly;
        }

        SetBottom(mark);
        return receiver;
    }

    /// <summary>Calls the receiver of call/cc in compiled code, alone above frozen activations.</summary>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? CallReceiver(Closure receiver)
    {
        StacksKept++;
        Arguments[0] = Value.Unspecified;
        _enteredProcedure = Value.Unspecified;
        TailMark = AloneBit;
        return receiver.Code.Entry!(receiver, new Continuation(Segment.Parent!, Segment.ParentBase, Dynamic), 0, null, 0, null, 0);
    }

    /// <summary>Makes a frozen segment, above the one that is below the current segment, of what compiled methods left.</summary>
    /// <param name="length">Slots of all these activations, up to the call area of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FreezeReified(ReifiedStack reified, int length)
    {
        var slots = ValueArrays.Zeroed(length);
        int place = Segment.BottomBase;
        long distance = 0;
        long marks = Segment.Slots[1].Bits & Segment.MarksOnly;
        for (int i = reified.Count - 1; i >= 0; i--)
        {
            ref var frame = ref reified[i];
            place += i == reified.Count - 1 ? 0 : reified[i + 1].Area + 2;
            slots[place - 2] = frame.Header;
            slots[place - 1] = new Value(frame.Procedure, distance | marks | frame.Mark);
            if (frame.Size > 0)
            {
                reified.CopyRegisters(frame, ref slots[place]);
            }

            distance = frame.Distance;
            marks = 0;
        }

        reified.Clear();
        Segment.Parent = new Segment(slots) { Parent = Segment.Parent, ParentBase = Segment.ParentBase, Top = length, Frozen = true };
        Segment.ParentBase = place;
    }

    /// <summary>Compiled code calls a continuation with one value: everything above its place is abandoned.</summary>
    /// <returns>False: nothing was done; winders have to run, or it leads out of the run.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Throw(Continuation continuation)
    {
        if (Dynamic.Winders != continuation.Dynamic.Winders || _currentRun is { IsNested: true })
        {
            return false;
        }

        Thrown = Arguments[0];
        Arguments[0] = Value.Unspecified;
        Dynamic = continuation.Dynamic;
        Segment.Parent = continuation.Segment;
        Segment.ParentBase = continuation.Base;
        CompiledSignal = CompiledSignal.Throw;
        return true;
    }
}

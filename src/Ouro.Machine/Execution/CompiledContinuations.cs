// The short ways of continuations in compiled code, where activations are frozen already down to the one that runs: a capture writes what
// compiled methods left straight into a frozen segment, and what returns to a frozen activation, or is thrown to one, goes on in
// compiled code without a copy of it. Charges and results are those of the general way (Continuation.cs, Stack.cs); whatever
// does not fit here takes that.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private PrimitiveProcedure? _captures;

    /// <summary>What the activation gets that compiled code went back to.</summary>
    internal Value Thrown = Value.Unspecified;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsCapture(PrimitiveProcedure primitive) => primitive == (_captures ??= FindPrimitive("call-with-current-continuation"));

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
        if (FreezeForCapture(out var receiver) is not { } continuation)
        {
            return false;
        }

        result = CallReceiver(receiver, continuation);
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

        if (FreezeForCapture(out var receiver) is not { } continuation)
        {
            return Tag.Signal;
        }

        return WaitFor(continuation, place, receiver);
    }

    /// <summary>Makes a frozen segment for the activation of a method that calls call/cc and waits for its result, if it is alone above frozen activations.</summary>
    /// <returns>Where its registers go; a null reference: nothing was done.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal ref Value FreezeFor(CompiledMethod method, Closure closure, int siteNumber, int mark, Closure receiver)
    {
        if ((mark & AloneBit) == 0 || receiver.Code.CompiledArity != 1 || !HasHostStack())
        {
            return ref Unsafe.NullRef<Value>();
        }

        return ref FreezeAlone(method, closure, siteNumber, mark);
    }

    /// <summary>Likewise, for a method whose callee left for a capture.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal ref Value FreezeForCallee(CompiledMethod method, Closure closure, int siteNumber, int mark)
    {
        if ((mark & AloneBit) == 0 || _reified is { Count: > 0 } || Arguments[0].Ref is not Closure { Code.CompiledArity: 1 } || !HasHostStack())
        {
            return ref Unsafe.NullRef<Value>();
        }

        return ref FreezeAlone(method, closure, siteNumber, mark);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Value FreezeAlone(CompiledMethod method, Closure closure, int siteNumber, int mark)
    {
        var site = method.Sites[siteNumber];
        int length = site.Area + 2;
        if (AllocationSlice < ((long)length * 16) + 64 || TickSlice < length >> 4)
        {
            return ref Unsafe.NullRef<Value>();
        }

        AllocationSlice -= ((long)length * 16) + 64;
        TickSlice -= length >> 4;
        site.Taken++;
        int used = site.Room + 2;
        var slots = ValueArrays.Zeroed(used);
        ref Value first = ref MemoryMarshal.GetArrayDataReference(slots);
        first.Ref = method.Code;
        first.Bits = site.Pc;
        ref Value second = ref Unsafe.Add(ref first, 1);
        second.Ref = closure;
        second.Bits = (Segment.Slots[1].Bits & Segment.MarksOnly) | ((mark & TailCallBit) != 0 ? Segment.TailCallMark : 0);
        Segment.Parent = new Continuation(slots, Segment.Parent, Segment.ParentBase, Segment.BottomBase, Dynamic);
        Segment.ParentBase = Segment.BottomBase;
        return ref Unsafe.Add(ref first, Segment.BottomBase);
    }

    /// <summary>Calls the receiver of call/cc for a method whose activation was just frozen.</summary>
    /// <returns>As <see cref="EndReifyOrCapture"/>.</returns>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? Capture(Closure receiver)
    {
        Segment.Slots[1].Bits = 0;
        return WaitFor(Unsafe.As<Continuation>(Segment.Parent!), Segment.BottomBase, receiver);
    }

    /// <summary>Likewise, after its callee left for the capture.</summary>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? CaptureForCallee()
    {
        SetBottom(_enteredByTailCall ? Segment.TailCallMark : 0);
        var receiver = Unsafe.As<Closure>(Arguments[0].Ref!);
        Arguments[0] = Value.Unspecified;
        _enteredProcedure = Value.Unspecified;
        return WaitFor(Unsafe.As<Continuation>(Segment.Parent!), Segment.BottomBase, receiver);
    }

    /// <summary>A tail call of call/cc with a closure, in compiled code: whoever waits below makes it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object TailCapture(PrimitiveProcedure primitive, Closure receiver, int mark)
    {
        Arguments[0] = Value.Object(receiver);
        return SetEnter(Value.Object(primitive), 1, (mark & TailCallBit) != 0, CompiledSignal.Capture);
    }

    /// <summary>Calls the receiver of call/cc, above the frozen activations of a method that waits for its result.</summary>
    /// <param name="place">Which of them waits.</param>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? WaitFor(Continuation frozen, int place, Closure receiver)
    {
        object? result = CallReceiver(receiver, frozen);
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
                case CompiledSignal.Capture when FreezeForCapture(out var next) is { } continuation:
                    result = CallReceiver(next, continuation);
                    continue;
                default:
                    return Tag.Signal;
            }
        }
    }

    /// <summary>Whether an activation of a frozen segment is the one below the current segment. The slots are compared: continuations may share them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsNext(Segment frozen, int place) => Segment.Parent!.Slots == frozen.Slots && Segment.ParentBase == place;

    /// <summary>The activations of a frozen segment, whose method is still on the host's stack, run again: alone in the current one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GoOn(Segment frozen)
    {
        Segment.Parent = frozen.Parent;
        Segment.ParentBase = frozen.ParentBase;
        Segment.Slots[1].Bits = frozen.Slots[Segment.BottomBase - 1].Bits & Segment.MarksOnly;
    }

    /// <summary>Likewise, with what was thrown to them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? TakeThrown(Segment frozen)
    {
        GoOn(frozen);
        object? value = Thrown.Ref;
        if (value is MultipleValues)
        {
            return ReturnAny(Thrown);
        }

        ResultBits = Thrown.Bits;
        Thrown.Ref = null;
        return value;
    }

    /// <summary>Freezes what compiled methods left, above frozen activations, for a receiver of call/cc that is compiled.</summary>
    /// <returns>The continuation; or null: nothing was done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Continuation? FreezeForCapture(out Closure receiver)
    {
        receiver = (Arguments[0].Ref as Closure)!;
        if (receiver?.Code is not { CompiledArity: 1, Entry: not null } || !HasHostStack())
        {
            return null;
        }

        long mark = _enteredByTailCall ? Segment.TailCallMark : 0;
        Continuation continuation;
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
            SetBottom(mark);
            continuation = Unsafe.As<Continuation>(Segment.Parent!);
        }
        else
        {
            SetBottom(mark | (Segment.Slots[1].Bits & Segment.MarksOnly));
            continuation = new Continuation(Segment.Parent!, Segment.ParentBase, Dynamic);
        }

        Arguments[0] = Value.Unspecified;
        _enteredProcedure = Value.Unspecified;
        return continuation;
    }

    /// <summary>Calls the receiver of call/cc in compiled code, alone above frozen activations.</summary>
    [RunsGuestCode]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? CallReceiver(Closure receiver, Continuation continuation)
    {
        StacksKept++;
        TailMark = AloneBit;
        return receiver.Code.Entry!(receiver, continuation, 0, null, 0, null, 0);
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
            if (place < slots.Length)
            {
                reified.CopyRegisters(frame, ref slots[place]);
            }

            distance = frame.Distance;
            marks = 0;
        }

        reified.Clear();
        Segment.Parent = new Continuation(slots, Segment.Parent, Segment.ParentBase, place, Dynamic);
        Segment.ParentBase = place;
    }

    /// <summary>Compiled code calls a continuation with one value: everything above its place is abandoned.</summary>
    /// <returns>The signal; null: nothing was done, winders have to run, or it leads out of the run.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? Throw(Continuation continuation, object? valueRef, long valueBits)
    {
        if (Dynamic != continuation.Dynamic)
        {
            if (Dynamic.Winders != continuation.Dynamic.Winders || _currentRun is { IsNested: true })
            {
                return null;
            }

            Dynamic = continuation.Dynamic;
        }
        else if (_currentRun is { IsNested: true })
        {
            return null;
        }

        Thrown.Ref = valueRef;
        Thrown.Bits = valueBits;
        Segment.Parent = continuation;
        Segment.ParentBase = continuation.Base;
        CompiledSignal = CompiledSignal.Throw;
        return Tag.Signal;
    }
}

// Returning: to bytecode, to native activations, across segments; and multiple values.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Returns from the current activation where the fast path does not apply.</summary>
    [RunsGuestCode]
    internal unsafe Flow ReturnSlow(ref Value registers, int* ip, in Value value)
    {
        Value result = value;
        SavePc(ref registers, ip);
        _calleeBase = Base;
        _delivered = result;
        return Drive(Flow.Deliver);
    }

    [RunsGuestCode]
    internal unsafe Flow ReturnValues(ref Value registers, int* ip, int first, int count)
    {
        SavePc(ref registers, ip);
        Value packed = Pack(ref FirstAt(Base + first), count);
        if (packed.IsSignal)
        {
            return Flow.Signal;
        }

        _calleeBase = Base;
        _delivered = packed;
        return Drive(Flow.Deliver);
    }

    private Value Pack(ref Value first, int count)
    {
        if (count == 1)
        {
            return first;
        }

        if (!ChargeAllocation(48 + (16L * count)))
        {
            return Value.Signal;
        }

        var items = ValueArrays.Zeroed(count);
        for (int i = 0; i < count; i++)
        {
            items[i] = Unsafe.Add(ref first, i);
        }

        return Value.Object(new MultipleValues(items));
    }

    internal Flow PackValues(ref Value target, ref Value first, int count)
    {
        Value packed = Pack(ref first, count);
        if (packed.IsSignal)
        {
            return Flow.Signal;
        }

        target = packed;
        return Flow.Next;
    }

    /// <summary>A continuation got another number of values than it takes.</summary>
    internal Value WrongValueCount(int count, bool rest, params Value[] given) =>
        Fail(
            ConditionKind.WrongArgumentCount,
            $"expected {(rest ? "at least " : "")}{count} {(count == 1 ? "value" : "values")}, got {given.Length}{(given.Length == 0 ? "" : ":")}",
            given);

    internal Flow UnpackValues(in Value source, ref Value first, int count, bool rest)
    {
        // A copy first: source may be one of the registers that are written.
        Value packed = source;
        int given = packed.Ref is MultipleValues many ? many.Items.Length : 1;
        if (given < count || (given > count && !rest))
        {
            _ = WrongValueCount(count, rest, packed.Ref is MultipleValues all ? all.Items : [packed]);
            return Flow.Signal;
        }

        if (rest && packed.Ref is MultipleValues && !ChargeAllocation((long)(given - count) * Pair.Size))
        {
            return Flow.Signal;
        }

        if (packed.Ref is not MultipleValues values)
        {
            if (count == 1)
            {
                first = packed;
            }

            if (rest)
            {
                Unsafe.Add(ref first, count) = count == 1 ? Value.EmptyList : Value.Object(new Pair(packed, Value.EmptyList));
            }

            return Flow.Next;
        }

        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref first, i) = values.Items[i];
        }

        if (rest)
        {
            Value list = Value.EmptyList;
            for (int i = given - 1; i >= count; i--)
            {
                list = Value.Object(new Pair(values.Items[i], list));
            }

            Unsafe.Add(ref first, count) = list;
        }

        return Flow.Next;
    }

    /// <summary>Gives a value (or several as one object) to the caller of the activation at <paramref name="frameBase"/>, which is popped.</summary>
    [RunsGuestCode]
    private Flow DeliverToCaller(int frameBase, Value value)
    {
        PopTo(frameBase);
        return DeliverHere(value);
    }

    /// <summary>Gives a value to the activation at <see cref="Base"/>, which waits for it.</summary>
    [RunsGuestCode]
    private unsafe Flow DeliverHere(Value value)
    {
        ref Value header = ref Slot(Base - 2);
        if (header.Ref is not CodeObject code)
        {
            return StepNative(value);
        }

        int* after = code.Start + header.Bits;
        if (value.Ref is MultipleValues many && !TakesSeveral(after))
        {
            value = many.Items.Length > 0 ? many.Items[0] : Value.Unspecified;
        }

        Slot(Base + ((after[-1] >> 8) & 255)) = value;
        return Jit is not null && code.Compilation is not null ? ArriveInCompiled(code, value) : Flow.Reload;
    }

    /// <summary>Whether the call that ends before <paramref name="after"/> asked for several values.</summary>
    private static unsafe bool TakesSeveral(int* after) =>
        (byte)after[-1] == (byte)Opcode.CallValues || ((byte)after[-1] == 0 && (byte)after[-2] == (byte)Opcode.CallValuesFar);
}

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Vectors, as far as no procedure of the guest is called.</summary>
[PrimitiveGroup]
internal static partial class VectorPrimitives
{
    /// <summary>The greatest length of a vector: that of a host array.</summary>
    private static int LongestVector => Array.MaxLength;

    /// <summary>Whether the object is a vector.</summary>
    [Primitive("vector?")]
    internal static Value IsVector(VirtualMachine machine, in Value candidate) => Value.Boolean(candidate.Ref is Vector);

    /// <summary>A new vector of a length, each element the fill (unspecified if none is given).</summary>
    [Primitive("make-vector", Effects = Effects.Allocate)]
    internal static Value MakeVector(VirtualMachine machine, int length, Value? fill = null) =>
        length > LongestVector ? machine.OutOfRange(1, Value.Fixnum(length), $"at most {LongestVector}")
        : Charge(machine, length) ? Value.Object(new Vector(ValueArrays.Filled(length, fill ?? Value.Unspecified))) : Value.Signal;

    /// <summary>A new vector of the arguments.</summary>
    [Primitive("vector", Effects = Effects.Allocate)]
    internal static Value VectorOf(VirtualMachine machine, ReadOnlySpan<Value> rest) =>
        Charge(machine, rest.Length) ? Value.Object(new Vector(rest.ToArray())) : Value.Signal;

    /// <summary>A new list of the elements of the vector or of a part.</summary>
    [Primitive("vector->list", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value ToList(VirtualMachine machine, Vector vector, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, vector.Items.Length, start, end, 2, out int from, out int to)
            || !ListWalk.Charge(machine, to - from, (long)(to - from) * Pair.Size))
        {
            return Value.Signal;
        }

        Value list = Value.EmptyList;
        for (int i = to - 1; i >= from; i--)
        {
            list = Value.Object(new Pair(vector.Items[i], list));
        }

        return list;
    }

    /// <summary>A new vector of the elements of the list.</summary>
    [Primitive("list->vector", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value FromList(VirtualMachine machine, Value list)
    {
        if (!ListWalk.ProperLength(machine, 1, list, out int length) || !machine.ChargeAllocation(Vector.SizeOf(length)))
        {
            return Value.Signal;
        }

        Value[] items = ValueArrays.Zeroed(length);
        int index = 0;
        for (Value rest = list; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            items[index++] = pair.Car;
        }

        return Value.Object(new Vector(items));
    }

    /// <summary>A new vector of the elements of the list, the last one first.</summary>
    [Primitive("reverse-list->vector", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value FromReversedList(VirtualMachine machine, Value list)
    {
        if (!ListWalk.ProperLength(machine, 1, list, out int length) || !machine.ChargeAllocation(Vector.SizeOf(length)))
        {
            return Value.Signal;
        }

        Value[] items = ValueArrays.Zeroed(length);
        int index = length;
        for (Value rest = list; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            items[--index] = pair.Car;
        }

        return Value.Object(new Vector(items));
    }

    /// <summary>Stores one object in all places of the vector or of a part.</summary>
    [Primitive("vector-fill!", Effects = Effects.WriteVector)]
    internal static Value Fill(VirtualMachine machine, Vector vector, Value fill, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, vector.Items.Length, start, end, 3, out int from, out int to)
            || !Mutable(machine, vector, 1)
            || !machine.ChargeTicks((to - from) / ListWalk.ElementsPerTick))
        {
            return Value.Signal;
        }

        vector.Items.AsSpan(from, to - from).Fill(fill);
        return Value.Unspecified;
    }

    /// <summary>A new vector of the elements of the vector or of a part.</summary>
    [Primitive("vector-copy", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value Copy(VirtualMachine machine, Vector vector, int? start = null, int? end = null) =>
        Ranges.Check(machine, vector.Items.Length, start, end, 2, out int from, out int to) && Charge(machine, to - from)
            ? Value.Object(new Vector(vector.Items.AsSpan(from, to - from).ToArray()))
            : Value.Signal;

    /// <summary>A new vector of a part of the vector.</summary>
    [Primitive("subvector", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value Part(VirtualMachine machine, Vector vector, int start, int end) => Copy(machine, vector, start, end);

    /// <summary>Copies a part of one vector over a part of another, or of the same.</summary>
    [Primitive("vector-copy!", Effects = Effects.ReadVector | Effects.WriteVector)]
    internal static Value CopyTo(VirtualMachine machine, Vector target, int at, Vector source, int? start = null, int? end = null)
    {
        if (!Ranges.Check(machine, source.Items.Length, start, end, 4, out int from, out int to)
            || !Ranges.Fits(machine, target.Items.Length, at, to - from, 2)
            || !Mutable(machine, target, 1)
            || !machine.ChargeTicks((to - from) / ListWalk.ElementsPerTick))
        {
            return Value.Signal;
        }

        source.Items.AsSpan(from, to - from).CopyTo(target.Items.AsSpan(at));
        return Value.Unspecified;
    }

    /// <summary>A new vector of the elements of the vectors, one after the other.</summary>
    [Primitive("vector-append", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value Append(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        long length = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Vector part)
            {
                return machine.WrongType(i + 1, rest[i], "a vector");
            }

            length += part.Items.Length;
        }

        if (length > LongestVector)
        {
            return machine.Fail(ConditionKind.OutOfRange, $"a vector of {length} elements is too long");
        }

        if (!Charge(machine, length))
        {
            return Value.Signal;
        }

        Value[] items = ValueArrays.Zeroed((int)length);
        int at = 0;
        foreach (Value value in rest)
        {
            Value[] part = ((Vector)value.AsObject!).Items;
            part.CopyTo(items, at);
            at += part.Length;
        }

        return Value.Object(new Vector(items));
    }

    /// <summary>The elements at one index of several vectors, as a list.</summary>
    [Primitive("vectors-at", Effects = Effects.ReadPair | Effects.ReadVector | Effects.Allocate)]
    internal static Value ElementsAt(VirtualMachine machine, Value vectors, int index)
    {
        if (!ListWalk.ProperLength(machine, 1, vectors, out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        for (Value rest = vectors; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Vector vector)
            {
                return machine.WrongType(1, pair.Car, "a vector");
            }

            if (!Ranges.Index(machine, vector.Items.Length, index, 2))
            {
                return Value.Signal;
            }

            builder.Add(vector.Items[index]);
        }

        return builder.List;
    }

    private static bool Charge(VirtualMachine machine, long length) => ListWalk.Charge(machine, length, Vector.SizeOf(length));

    private static bool Mutable(VirtualMachine machine, Vector vector, int argument)
    {
        if ((vector.Flags & ObjectFlags.Constant) == 0)
        {
            return true;
        }

        _ = machine.Immutable(argument, Value.Object(vector));
        return false;
    }
}

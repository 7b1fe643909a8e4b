using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Lists, as far as no procedure of the guest is called.</summary>
[PrimitiveGroup]
internal static partial class ListPrimitives
{
    /// <summary>Whether the object is a proper list: finite, ending in the empty list.</summary>
    [Primitive("list?", Effects = Effects.ReadPair)]
    internal static Value IsList(VirtualMachine machine, in Value candidate)
    {
        var shape = ListWalk.TryLength(machine, candidate, out _);
        return shape == ListWalk.Shape.Stopped ? Value.Signal : Value.Boolean(shape == ListWalk.Shape.Proper);
    }

    /// <summary>The number of elements of a proper list.</summary>
    [Primitive("length", Effects = Effects.ReadPair)]
    internal static Value Length(VirtualMachine machine, in Value list) =>
        ListWalk.ProperLength(machine, 1, list, out int length) ? Value.Fixnum(length) : Value.Signal;

    /// <summary>A new list of the arguments.</summary>
    [Primitive("list", Effects = Effects.Allocate)]
    internal static Value List(VirtualMachine machine, ReadOnlySpan<Value> rest) => ListOf(machine, rest, Value.EmptyList);

    /// <summary>A new list of all arguments but the last, which is its tail.</summary>
    [Primitive("cons*", Effects = Effects.Allocate)]
    internal static Value ListWithTail(VirtualMachine machine, Value first, ReadOnlySpan<Value> rest)
    {
        if (rest.IsEmpty)
        {
            return first;
        }

        Value tail = ListOf(machine, rest[..^1], rest[^1]);
        return tail.IsSignal || !machine.ChargeAllocation(Pair.Size) ? Value.Signal : Value.Object(new Pair(first, tail));
    }

    /// <summary>A new list of a length, each element the fill (unspecified if none is given).</summary>
    [Primitive("make-list", Effects = Effects.Allocate)]
    internal static Value MakeList(VirtualMachine machine, int length, Value? fill = null)
    {
        if (!ListWalk.Charge(machine, length, (long)length * Pair.Size))
        {
            return Value.Signal;
        }

        Value element = fill ?? Value.Unspecified;
        Value list = Value.EmptyList;
        for (int i = 0; i < length; i++)
        {
            list = Value.Object(new Pair(element, list));
        }

        return list;
    }

    /// <summary>The arguments, which are lists, one after the other. The last one is not copied and need not be a list.</summary>
    [Primitive("append", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value Append(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (rest.IsEmpty)
        {
            return Value.EmptyList;
        }

        var builder = ListBuilder.Create();
        for (int i = 0; i < rest.Length - 1; i++)
        {
            if (!ListWalk.ProperLength(machine, i + 1, rest[i], out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
            {
                return Value.Signal;
            }

            for (Value list = rest[i]; list.Ref is Pair pair; list = pair.Cdr)
            {
                builder.Add(pair.Car);
            }
        }

        return builder.ListWithTail(rest[^1]);
    }

    /// <summary>The elements of the list, last first, in front of the tail.</summary>
    [Primitive("append-reverse", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value AppendReverse(VirtualMachine machine, in Value list, in Value tail)
    {
        if (list.IsEmptyList)
        {
            return tail;
        }

        if (!ListWalk.ProperLength(machine, 1, list, out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        Value reversed = tail;
        for (Value rest = list; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            reversed = Value.Object(new Pair(pair.Car, reversed));
        }

        return reversed;
    }

    /// <summary>A new list with the elements in reverse order.</summary>
    [Primitive("reverse", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value Reverse(VirtualMachine machine, in Value list) => AppendReverse(machine, list, Value.EmptyList);

    /// <summary>A number that is the same as long as no continuation was captured; see <see cref="TurnRound"/>.</summary>
    [Primitive("stacks-kept", Effects = Effects.Outside)]
    internal static Value StacksKept(VirtualMachine machine) => Value.Fixnum(machine.StacksKept);

    /// <summary>
    /// The elements in reverse order, of a list that the caller made and nobody else has seen: in its own pairs, unless something could go back
    /// to a time at which they were being collected.
    /// </summary>
    /// <param name="kept">What <see cref="StacksKept"/> gave before the first pair was made.</param>
    [Primitive("turn-round", Effects = Effects.ReadPair | Effects.WritePair | Effects.Allocate | Effects.Outside)]
    internal static Value TurnRound(VirtualMachine machine, in Value list, in Value kept)
    {
        if (!kept.IsFixnum || kept.AsFixnum != machine.StacksKept)
        {
            return Reverse(machine, list);
        }

        if (!ListWalk.ProperLength(machine, 1, list, out _))
        {
            return Value.Signal;
        }

        Value reversed = Value.EmptyList;
        object? next = list.Ref;
        while (next is Pair pair)
        {
            next = pair.Cdr.Ref;
            pair.Cdr = reversed;
            reversed = Value.Object(pair);
        }

        return reversed;
    }

    /// <summary>The list without its first elements.</summary>
    [Primitive("list-tail", Effects = Effects.ReadPair)]
    internal static Value ListTail(VirtualMachine machine, Value list, int index)
    {
        if (!machine.ChargeTicks(index / ListWalk.ElementsPerTick))
        {
            return Value.Signal;
        }

        Value rest = list;
        for (int i = 0; i < index; i++)
        {
            if (rest.Ref is not Pair pair)
            {
                return machine.OutOfRange(2, Value.Fixnum(index), $"at most {i}, the length of the list");
            }

            rest = pair.Cdr;
        }

        return rest;
    }

    /// <summary>A new list of the first elements.</summary>
    [Primitive("list-head", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ListHead(VirtualMachine machine, Value list, int count)
    {
        if (!machine.ChargeTicks(count / ListWalk.ElementsPerTick))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        Value rest = list;
        for (int i = 0; i < count; i++)
        {
            if (rest.Ref is not Pair pair)
            {
                return machine.OutOfRange(2, Value.Fixnum(count), $"at most {i}, the length of the list");
            }

            if (!machine.ChargeAllocation(Pair.Size))
            {
                return Value.Signal;
            }

            builder.Add(pair.Car);
            rest = pair.Cdr;
        }

        return builder.List;
    }

    /// <summary>The element at the index.</summary>
    [Primitive("list-ref", Effects = Effects.ReadPair)]
    internal static Value ListRef(VirtualMachine machine, Value list, int index)
    {
        Value tail = TailAt(machine, list, index);
        return tail.Ref is Pair pair ? pair.Car : tail;
    }

    /// <summary>Stores into the element at the index.</summary>
    [Primitive("list-set!", Effects = Effects.ReadPair | Effects.WritePair)]
    internal static Value ListSet(VirtualMachine machine, Value list, int index, Value element)
    {
        Value tail = TailAt(machine, list, index);
        if (tail.Ref is not Pair pair)
        {
            return tail;
        }

        if (machine.IsConstantPair(pair))
        {
            return machine.Immutable(1, list);
        }

        pair.Car = element;
        return Value.Unspecified;
    }

    /// <summary>A new list with the same elements; what comes after the last pair is kept.</summary>
    [Primitive("list-copy", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ListCopy(VirtualMachine machine, Value list)
    {
        switch (ListWalk.TryLength(machine, list, out int length))
        {
            case ListWalk.Shape.Stopped:
                return Value.Signal;
            case ListWalk.Shape.Circular:
                return machine.WrongType(1, list, "a list that ends");
        }

        if (!machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            builder.Add(pair.Car);
        }

        return builder.ListWithTail(rest);
    }

    /// <summary>The last pair of a list, proper or not.</summary>
    [Primitive("last-pair", Effects = Effects.ReadPair)]
    internal static Value LastPair(VirtualMachine machine, Pair list)
    {
        int passed = 0;
        var last = list;
        while (last.Cdr.Ref is Pair next)
        {
            if (!ListWalk.Step(machine, ++passed))
            {
                return Value.Signal;
            }

            last = next;
        }

        return Value.Object(last);
    }

    /// <summary>The first tail whose car is the object, or false.</summary>
    [Primitive("memq", Effects = Effects.ReadPair)]
    internal static Value MemberByIdentity(VirtualMachine machine, in Value target, in Value list)
    {
        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (Value.Same(pair.Car, target))
            {
                return rest;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The first tail whose car is the same as the object by <c>eqv?</c>, or false.</summary>
    [Primitive("memv", Effects = Effects.ReadPair)]
    internal static Value MemberByValue(VirtualMachine machine, in Value target, in Value list)
    {
        if (Equality.IsUnique(target))
        {
            return MemberByIdentity(machine, target, list);
        }

        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (Equality.Eqv(pair.Car, target))
            {
                return rest;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The first tail whose car is equal to the object by <c>equal?</c>, or false.</summary>
    [Primitive("member", Effects = Effects.ReadPair | Effects.ReadVector | Effects.ReadText)]
    internal static Value MemberByContent(VirtualMachine machine, Value target, Value list)
    {
        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            Value equal = Equality.Equal(machine, target, pair.Car);
            if (!equal.IsFalse)
            {
                return equal.IsSignal ? equal : rest;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The first pair of the association list whose car is the object, or false.</summary>
    [Primitive("assq", Effects = Effects.ReadPair)]
    internal static Value AssociationByIdentity(VirtualMachine machine, in Value key, in Value list)
    {
        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair entry)
            {
                return machine.WrongType(2, list, "a list of pairs");
            }

            if (Value.Same(entry.Car, key))
            {
                return pair.Car;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The first pair of the association list whose car is the same as the object by <c>eqv?</c>, or false.</summary>
    [Primitive("assv", Effects = Effects.ReadPair)]
    internal static Value AssociationByValue(VirtualMachine machine, in Value key, in Value list)
    {
        if (Equality.IsUnique(key))
        {
            return AssociationByIdentity(machine, key, list);
        }

        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair entry)
            {
                return machine.WrongType(2, list, "a list of pairs");
            }

            if (Equality.Eqv(entry.Car, key))
            {
                return pair.Car;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The first pair of the association list whose car is equal to the object by <c>equal?</c>, or false.</summary>
    [Primitive("assoc", Effects = Effects.ReadPair | Effects.ReadVector | Effects.ReadText)]
    internal static Value AssociationByContent(VirtualMachine machine, Value key, Value list)
    {
        int passed = 0;
        Value rest = list;
        for (; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair entry)
            {
                return machine.WrongType(2, list, "a list of pairs");
            }

            Value equal = Equality.Equal(machine, key, entry.Car);
            if (!equal.IsFalse)
            {
                return equal.IsSignal ? equal : pair.Car;
            }

            if (!ListWalk.SearchStep(machine, ++passed, list))
            {
                return Value.Signal;
            }
        }

        return AbsentAtEnd(machine, passed, rest, list);
    }

    /// <summary>The cars of several lists, or false if one of them is empty. Errors are those of an operation whose argument of that number is the first of the lists.</summary>
    [Primitive("list-heads", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ListHeads(VirtualMachine machine, Value lists, Symbol operation, int argument)
    {
        if (!ListWalk.ProperLength(machine, 1, lists, out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        for (Value rest = lists; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair head)
            {
                return pair.Car.IsEmptyList
                    ? Value.False
                    : machine.Raise(Value.Object(new Condition(ConditionKind.WrongType, $"argument {argument} must be a list, got", pair.Car) { Operation = operation.Name }));
            }

            argument++;
            builder.Add(head.Car);
        }

        return builder.List;
    }

    /// <summary>The cdrs of several lists, none of them empty.</summary>
    [Primitive("list-rests", Effects = Effects.ReadPair | Effects.Allocate)]
    internal static Value ListRests(VirtualMachine machine, Value lists)
    {
        if (!ListWalk.ProperLength(machine, 1, lists, out int length) || !machine.ChargeAllocation((long)length * Pair.Size))
        {
            return Value.Signal;
        }

        var builder = ListBuilder.Create();
        for (Value rest = lists; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair head)
            {
                return machine.WrongType(1, pair.Car, "a pair");
            }

            builder.Add(head.Cdr);
        }

        return builder.List;
    }

    private static Value ListOf(VirtualMachine machine, ReadOnlySpan<Value> elements, Value tail)
    {
        if (!ListWalk.Charge(machine, elements.Length, (long)elements.Length * Pair.Size))
        {
            return Value.Signal;
        }

        Value list = tail;
        for (int i = elements.Length - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(elements[i], list));
        }

        return list;
    }

    /// <summary>The pair at the index, or the signal: there is none.</summary>
    private static Value TailAt(VirtualMachine machine, Value list, int index)
    {
        Value tail = ListTail(machine, list, index);
        return tail.IsSignal || tail.Ref is Pair
            ? tail
            : machine.OutOfRange(2, Value.Fixnum(index), $"below {index}, the length of the list");
    }

    /// <summary>A search came to the end of the list: false, if that was a proper end.</summary>
    private static Value AbsentAtEnd(VirtualMachine machine, int passed, Value end, Value list)
    {
        if (!end.IsEmptyList)
        {
            return machine.WrongType(2, list, "a list");
        }

        return ListWalk.Finish(machine, passed) ? Value.False : Value.Signal;
    }
}

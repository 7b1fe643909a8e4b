using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>dict.</summary>
[Specials("len getitem setitem delitem contains iter repr eq ne or ror ior class_getitem nohash")]
internal static class DictMethods
{
    private static PyDict Self(in Value value) => (PyDict)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(PyDict.Size) ? Value.Object(new PyDict((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, iterable=(), /, **kwargs")]
    [PythonFunction("update", "self, iterable=(), /, **kwargs")]
    internal static async Work<Value> Update(PythonRuntime python, Value[] a)
    {
        if (!a[1].IsAbsent && (await python.UpdateDict(Self(a[0]), a[1])).IsSignal)
        {
            return Value.Signal;
        }

        return await python.UpdateDict(Self(a[0]), a[2]);
    }

    [PythonFunction("get", "self, key, default=None, /")]
    internal static async Work<Value> Get(PythonRuntime python, Value[] a)
    {
        Value found = await python.FindInDict(Self(a[0]), a[1]);
        return !found.IsUnbound ? found : a[2].IsAbsent ? Value.Unspecified : a[2];
    }

    [PythonFunction("setdefault", "self, key, default=None, /")]
    internal static async Work<Value> SetDefault(PythonRuntime python, Value[] a)
    {
        Value found = await python.FindInDict(Self(a[0]), a[1]);
        if (!found.IsUnbound)
        {
            return found;
        }

        Value value = a[2].IsAbsent ? Value.Unspecified : a[2];
        return (await python.StoreInDict(Self(a[0]), a[1], value)).IsSignal ? Value.Signal : value;
    }

    [PythonFunction("pop", "self, key, default=None, /")]
    internal static async Work<Value> Pop(PythonRuntime python, Value[] a)
    {
        Value found = await python.FindInDict(Self(a[0]), a[1]);
        if (found.IsUnbound)
        {
            return a[2].IsAbsent ? python.KeyError(a[1]) : a[2];
        }

        return found.IsSignal || (await python.DeleteFromDict(Self(a[0]), a[1])).IsSignal ? Value.Signal : found;
    }

    [PythonFunction("popitem", "self, /")]
    internal static Value PopItem(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var entries = Self(a[0]).Entries;
        int place = entries.Edge(last: true);
        if (place < 0)
        {
            return python.KeyError(python.Str("popitem(): dictionary is empty"));
        }

        Value pair = python.Tuple(entries[place].Key, entries[place].Value);
        entries.RemoveAt(place);
        return pair;
    }

    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Entries.Clear();
        return Value.Unspecified;
    }

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(PyDict.Size + (64L * Self(a[0]).Count)) ? Value.Object(new PyDict(python.Types.Dict, Self(a[0]).Entries.Copy())) : Value.Signal;

    [PythonFunction("keys", "self, /")]
    internal static Value AllKeys(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictKeys, Self(a[0]), DictPart.Keys));

    [PythonFunction("values", "self, /")]
    internal static Value Values(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictValues, Self(a[0]), DictPart.Values));

    [PythonFunction("items", "self, /")]
    internal static Value Items(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictItems, Self(a[0]), DictPart.Items));

    [PythonFunction("__reversed__", "self, /")]
    internal static Value Reversed(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Value.Object(new DictIterator(python.Types.KeyIterator, Self(a[0]), DictPart.Keys, backwards: true));

    [PythonFunction("fromkeys", "type, iterable, value=None, /", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromKeys(PythonRuntime python, Value[] a)
    {
        Value made = await python.Invoke(a[0], ValueArrays.None, null);
        Value iterator = made.IsSignal ? made : await python.Iterate(a[1]);
        while (!iterator.IsSignal)
        {
            Value key = await python.Next(iterator);
            if (key.IsSignal || key.IsAbsent)
            {
                return key.IsAbsent ? made : key;
            }

            Value stored = await python.Settle(python.SetItem(made, key, a[2].IsAbsent ? Value.Unspecified : a[2]));
            if (stored.IsSignal || !python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }
}

/// <summary>What keys(), values() and items() give.</summary>
[Specials("len contains iter repr eq ne lt le gt ge and rand or ror xor rxor sub rsub nohash")]
internal static class DictViewMethods
{
    [PythonFunction("mapping", Kind = FunctionKind.Getter)]
    internal static Value Mapping(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(((PyDictView)a[0].Ref!).Dictionary);

    [PythonFunction("isdisjoint", "self, other, /")]
    internal static async Work<Value> IsDisjoint(PythonRuntime python, Value[] a)
    {
        Value set = await python.ToSet(a[0]);
        return set.IsSignal ? set : await SetMethods.Disjoint(python, (PySet)set.Ref!, a[1]);
    }

    [PythonFunction("__reversed__", "self, /")]
    internal static Value Reversed(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var view = (PyDictView)a[0].Ref!;
        return Value.Object(new DictIterator(python.Types.KeyIterator, view.Dictionary, view.Part, backwards: true));
    }
}

/// <summary>A view of a type's names.</summary>
[Specials("len getitem contains iter repr eq ne")]
internal static class MappingProxyMethods
{
    private static PyDict Copied(PythonRuntime python, in Value self)
    {
        var copy = python.NewDict();
        foreach (var (name, value) in ((PyMappingProxy)self.Ref!).Of.Names.ToList())
        {
            copy.Store(name, value);
        }

        return copy;
    }

    [PythonFunction("keys", "self, /")]
    internal static Value AllKeys(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictKeys, Copied(python, a[0]), DictPart.Keys));

    [PythonFunction("values", "self, /")]
    internal static Value Values(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictValues, Copied(python, a[0]), DictPart.Values));

    [PythonFunction("items", "self, /")]
    internal static Value Items(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictItems, Copied(python, a[0]), DictPart.Items));

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Copied(python, a[0]));

    [PythonFunction("get", "self, key, default=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is Text name && ((PyMappingProxy)a[0].Ref!).Of.Names.TryGet(name.ToString(), out Value value) ? value : a[2].IsAbsent ? Value.Unspecified : a[2];
}

/// <summary>set.</summary>
[Specials("len contains iter repr eq ne lt le gt ge and rand or ror xor rxor sub rsub iand ior ixor isub class_getitem nohash")]
internal static class SetMethods
{
    private static PySet Self(in Value value) => (PySet)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(200) ? Value.Object(new PySet((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, iterable=(), /")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        Self(a[0]).Store.Clear();
        return a[1].IsAbsent ? Value.Unspecified : await python.UpdateSet(Self(a[0]), a[1]);
    }

    [PythonFunction("add", "self, item, /")]
    internal static Work<Value> Add(PythonRuntime python, Value[] a) => python.AddToSet(Self(a[0]), a[1]);

    [PythonFunction("discard", "self, item, /")]
    internal static async Work<Value> Discard(PythonRuntime python, Value[] a) =>
        (await python.RemoveFromSet(Self(a[0]), a[1])).IsSignal ? Value.Signal : Value.Unspecified;

    [PythonFunction("remove", "self, item, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a)
    {
        Value removed = await python.RemoveFromSet(Self(a[0]), a[1]);
        return removed.IsSignal ? removed : removed.IsTrue ? Value.Unspecified : python.KeyError(a[1]);
    }

    [PythonFunction("pop", "self, /")]
    internal static Value Pop(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var store = Self(a[0]).Store;
        int place = store.Edge(last: false);
        if (place < 0)
        {
            return python.KeyError(python.Str("pop from an empty set"));
        }

        Value item = store[place].Key;
        store.RemoveAt(place);
        return item;
    }

    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Store.Clear();
        return Value.Unspecified;
    }

    [PythonFunction("update", "self, /, *others")]
    internal static Work<Value> Update(PythonRuntime python, Value[] a) => Change(python, a, BinaryKind.BitOr);

    [PythonFunction("intersection_update", "self, /, *others")]
    internal static Work<Value> IntersectionUpdate(PythonRuntime python, Value[] a) => Change(python, a, BinaryKind.BitAnd);

    [PythonFunction("difference_update", "self, /, *others")]
    internal static Work<Value> DifferenceUpdate(PythonRuntime python, Value[] a) => Change(python, a, BinaryKind.Sub);

    [PythonFunction("symmetric_difference_update", "self, other, /")]
    internal static Work<Value> SymmetricDifferenceUpdate(PythonRuntime python, Value[] a) => Change(python, [a[0], python.Tuple(a[1])], BinaryKind.BitXor);

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(200 + (64L * Self(a[0]).Count)) ? Value.Object(new PySet(python.Types.Set, Self(a[0]).Store.Copy())) : Value.Signal;

    [PythonFunction("union", "self, /, *others")]
    internal static Work<Value> Union(PythonRuntime python, Value[] a) => Combine(python, a, BinaryKind.BitOr);

    [PythonFunction("intersection", "self, /, *others")]
    internal static Work<Value> Intersection(PythonRuntime python, Value[] a) => Combine(python, a, BinaryKind.BitAnd);

    [PythonFunction("difference", "self, /, *others")]
    internal static Work<Value> Difference(PythonRuntime python, Value[] a) => Combine(python, a, BinaryKind.Sub);

    [PythonFunction("symmetric_difference", "self, other, /")]
    internal static Work<Value> SymmetricDifference(PythonRuntime python, Value[] a) => Combine(python, [a[0], python.Tuple(a[1])], BinaryKind.BitXor);

    [PythonFunction("isdisjoint", "self, other, /")]
    internal static Work<Value> IsDisjoint(PythonRuntime python, Value[] a) => Disjoint(python, Self(a[0]), a[1]);

    [PythonFunction("issubset", "self, other, /")]
    internal static async Work<Value> IsSubset(PythonRuntime python, Value[] a)
    {
        Value other = await python.ToSet(a[1]);
        return other.IsSignal ? other : await python.IsSubset(Self(a[0]), (PySet)other.Ref!);
    }

    [PythonFunction("issuperset", "self, other, /")]
    internal static async Work<Value> IsSuperset(PythonRuntime python, Value[] a)
    {
        Value other = await python.ToSet(a[1]);
        return other.IsSignal ? other : await python.IsSubset((PySet)other.Ref!, Self(a[0]));
    }

    internal static async Work<Value> Disjoint(PythonRuntime python, PySet set, Value other)
    {
        Value second = await python.ToSet(other);
        Value both = second.IsSignal ? second : await python.CombineSets(BinaryKind.BitAnd, set, (PySet)second.Ref!);
        return both.IsSignal ? both : Value.Boolean(((PySet)both.Ref!).Count == 0);
    }

    internal static async Work<Value> Combine(PythonRuntime python, Value[] a, BinaryKind kind)
    {
        Value result = Value.Object(new PySet(Self(a[0]).Type.IsSubtypeOf(python.Types.FrozenSet) ? python.Types.FrozenSet : python.Types.Set, Self(a[0]).Store.Copy()));
        foreach (Value other in ((PyTuple)a[1].Ref!).Items)
        {
            Value second = await python.ToSet(other);
            result = second.IsSignal ? second : await python.CombineSets(kind, (PySet)result.Ref!, (PySet)second.Ref!);
            if (result.IsSignal)
            {
                return result;
            }
        }

        return result;
    }

    private static async Work<Value> Change(PythonRuntime python, Value[] a, BinaryKind kind)
    {
        Value result = await Combine(python, a, kind);
        if (result.IsSignal)
        {
            return result;
        }

        Self(a[0]).Store = ((PySet)result.Ref!).Store;
        return Value.Unspecified;
    }
}

/// <summary>frozenset.</summary>
[Specials("len contains iter repr hash eq ne lt le gt ge and rand or ror xor rxor sub rsub class_getitem")]
internal static class FrozenSetMethods
{
    [PythonFunction("__new__", "cls, iterable=(), /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (a[0].Ref == python.Types.FrozenSet && a[1].Ref is PySet given && given.Type == python.Types.FrozenSet)
        {
            return a[1];
        }

        Value set = a[1].IsAbsent ? Value.Object(new PySet(python.Types.Set)) : await python.ToSet(a[1]);
        return set.IsSignal ? set : Value.Object(new PySet((PyType)a[0].Ref!, ((PySet)set.Ref!).Store));
    }

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("union", "self, /, *others")]
    internal static Work<Value> Union(PythonRuntime python, Value[] a) => SetMethods.Combine(python, a, BinaryKind.BitOr);

    [PythonFunction("intersection", "self, /, *others")]
    internal static Work<Value> Intersection(PythonRuntime python, Value[] a) => SetMethods.Combine(python, a, BinaryKind.BitAnd);

    [PythonFunction("difference", "self, /, *others")]
    internal static Work<Value> Difference(PythonRuntime python, Value[] a) => SetMethods.Combine(python, a, BinaryKind.Sub);

    [PythonFunction("symmetric_difference", "self, other, /")]
    internal static Work<Value> SymmetricDifference(PythonRuntime python, Value[] a) => SetMethods.Combine(python, [a[0], python.Tuple(a[1])], BinaryKind.BitXor);

    [PythonFunction("isdisjoint", "self, other, /")]
    internal static Work<Value> IsDisjoint(PythonRuntime python, Value[] a) => SetMethods.Disjoint(python, (PySet)a[0].Ref!, a[1]);

    [PythonFunction("issubset", "self, other, /")]
    internal static Work<Value> IsSubset(PythonRuntime python, Value[] a) => SetMethods.IsSubset(python, a);

    [PythonFunction("issuperset", "self, other, /")]
    internal static Work<Value> IsSuperset(PythonRuntime python, Value[] a) => SetMethods.IsSuperset(python, a);
}

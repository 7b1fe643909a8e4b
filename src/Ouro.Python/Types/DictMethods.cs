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

/// <summary>A read-only view of a mapping, or of a type's names.</summary>
[Specials("nohash")]
internal static class MappingProxyMethods
{
    private static PyMappingProxy Self(in Value value) => (PyMappingProxy)value.Ref!;

    /// <summary>What the view shows; the names of a type as a dict.</summary>
    private static Value Mapping(PythonRuntime python, in Value self)
    {
        if (Self(self).Of is not { } type)
        {
            return Self(self).Mapping;
        }

        if (!python.Machine.ChargeAllocation(PyDict.Size + (64L * type.Names.Count)))
        {
            return Value.Signal;
        }

        var copy = python.NewDict();
        foreach (var (name, value) in type.Names.ToList())
        {
            copy.Store(name, value);
        }

        return Value.Object(copy);
    }

    private static async Work<Value> ByMethod(PythonRuntime python, Value self, string name, params Value[] arguments)
    {
        Value mapping = Mapping(python, self);
        Value method = mapping.IsSignal ? mapping : await python.Settle(python.GetAttribute(mapping, name));
        return method.IsSignal ? method : await python.Invoke(method, arguments, null);
    }

    [PythonFunction("__new__", "cls, mapping", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is PyList or PyTuple || python.TypeOf(a[1]).Special("__getitem__").IsUnbound ? python.TypeError($"mappingproxy() argument must be a mapping, not {python.TypeName(a[1])}")
        : Value.Object(new PyMappingProxy((PyType)a[0].Ref!, null, a[1]));

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a) => Self(a[0]).Of is not { } type ? await python.Settle(python.GetItem(Self(a[0]).Mapping, a[1]))
        : PythonRuntime.Inner(a[1]).Ref is Text name && type.Names.TryGet(name.ToString(), out Value value) ? value : python.KeyError(a[1]);

    [PythonFunction("get", "self, key, default=None, /")]
    internal static Work<Value> Get(PythonRuntime python, Value[] a) => Self(a[0]).Of is not { } type ? ByMethod(python, a[0], "get", a[1], a[2].IsAbsent ? Value.Unspecified : a[2])
        : PythonRuntime.Inner(a[1]).Ref is Text name && type.Names.TryGet(name.ToString(), out Value value) ? value : a[2].IsAbsent ? Value.Unspecified : a[2];

    [PythonFunction("__contains__", "self, key, /")]
    internal static Work<Value> Contains(PythonRuntime python, Value[] a) => Self(a[0]).Of is not { } type ? python.ContainsWork(Self(a[0]).Mapping, a[1])
        : Value.Boolean(PythonRuntime.Inner(a[1]).Ref is Text name && type.Names.TryGet(name.ToString(), out _));

    [PythonFunction("__len__", "self, /")]
    internal static Work<Value> Length(PythonRuntime python, Value[] a) => Self(a[0]).Of is { } type ? Value.Fixnum(type.Names.Count) : python.LengthOf(Self(a[0]).Mapping);

    [PythonFunction("__iter__", "self, /")]
    internal static async Work<Value> Iterate(PythonRuntime python, Value[] a) => Mapping(python, a[0]) is { IsSignal: false } mapping ? await python.Iterate(mapping) : Value.Signal;

    [PythonFunction("__reversed__", "self, /")]
    internal static async Work<Value> Reversed(PythonRuntime python, Value[] a) => Mapping(python, a[0]) is { IsSignal: false } mapping ? await python.Construct(python.Types.Reversed, [mapping], null) : Value.Signal;

    [PythonFunction("keys", "self, /")]
    internal static Work<Value> AllKeys(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "keys");

    [PythonFunction("values", "self, /")]
    internal static Work<Value> Values(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "values");

    [PythonFunction("items", "self, /")]
    internal static Work<Value> Items(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "items");

    [PythonFunction("copy", "self, /")]
    internal static Work<Value> Copy(PythonRuntime python, Value[] a) => Self(a[0]).Of is null ? ByMethod(python, a[0], "copy") : Mapping(python, a[0]);

    [PythonFunction("__eq__", "self, value, /")]
    internal static async Work<Value> Equal(PythonRuntime python, Value[] a) => Mapping(python, a[0]) is { IsSignal: false } mapping
        ? await python.CompareWork(CompareKind.Equal, mapping, a[1].Ref is PyMappingProxy ? Mapping(python, a[1]) : a[1]) : Value.Signal;

    [PythonFunction("__or__", "self, value, /")]
    internal static Work<Value> Or(PythonRuntime python, Value[] a) => Union(python, a[0], a[1]);

    [PythonFunction("__ror__", "self, value, /")]
    internal static Work<Value> ReflectedOr(PythonRuntime python, Value[] a) => Union(python, a[1], a[0]);

    [PythonFunction("__ior__", "self, value, /")]
    internal static Value OrInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.TypeError($"'|=' is not supported by {python.TypeName(a[0])}; use '|' instead");

    private static async Work<Value> Union(PythonRuntime python, Value left, Value right)
    {
        Value one = left.Ref is PyMappingProxy ? Mapping(python, left) : left;
        Value two = one.IsSignal || right.Ref is not PyMappingProxy ? right : Mapping(python, right);
        return one.IsSignal || two.IsSignal ? Value.Signal : await python.Settle(python.Binary(BinaryKind.BitOr, one, two));
    }

    [PythonFunction("__class_getitem__", "type, key, /", Kind = FunctionKind.Class)]
    internal static Value Generic(PythonRuntime python, ReadOnlySpan<Value> a) => python.GenericAlias(a[0], a[1]);

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a) => Mapping(python, a[0]) is { IsSignal: false } mapping ? await python.StrOf(mapping) : Value.Signal;

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        Value mapping = Mapping(python, a[0]);
        Value shown = mapping.IsSignal ? mapping : await python.Repr(mapping);
        return shown.IsSignal ? shown : python.Str($"mappingproxy({PythonRuntime.TextOf(shown)})");
    }
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
        (await python.RemoveFromSet(Self(a[0]), python.Sought(a[1]))).IsSignal ? Value.Signal : Value.Unspecified;

    [PythonFunction("remove", "self, item, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a)
    {
        Value removed = await python.RemoveFromSet(Self(a[0]), python.Sought(a[1]));
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

    /// <summary>The type, the elements in a list, the attributes.</summary>
    [PythonFunction("__reduce__", "self, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        Value list = await python.ToList(a[0]);
        Value state = list.IsSignal ? list : await python.StateOf(a[0]);
        return state.IsSignal ? state : python.Tuple(Value.Object(Self(a[0]).Type), python.Tuple(list), state);
    }

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
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySet)a[0].Ref!).Type == python.Types.FrozenSet ? a[0] : Value.Object(new PySet(python.Types.FrozenSet, ((PySet)a[0].Ref!).Store));

    [PythonFunction("__reduce__", "self, /")]
    internal static Work<Value> Reduce(PythonRuntime python, Value[] a) => SetMethods.Reduce(python, a);

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

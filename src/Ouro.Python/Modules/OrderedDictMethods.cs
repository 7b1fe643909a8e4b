using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>collections.OrderedDict: a dict, and what order means to it.</summary>
[Specials("nohash")]
internal static class OrderedDictMethods
{
    private static PyDict Self(in Value value) => (PyDict)value.Ref!;

    [PythonFunction("popitem", "self, last=True")]
    internal static async Work<Value> PopItem(PythonRuntime python, Value[] a)
    {
        Value last = a[1].IsAbsent ? Value.Boolean(true) : await python.TruthOf(a[1]);
        if (last.IsSignal)
        {
            return last;
        }

        var entries = Self(a[0]).Entries;
        int place = entries.Edge(last.IsTrue);
        if (place < 0)
        {
            return python.KeyError(python.Str("dictionary is empty"));
        }

        Value pair = python.Tuple(entries[place].Key, entries[place].Value);
        entries.RemoveAt(place);
        return pair;
    }

    [PythonFunction("move_to_end", "self, key, last=True")]
    internal static async Work<Value> MoveToEnd(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value last = a[2].IsAbsent ? Value.Boolean(true) : await python.TruthOf(a[2]);
        Value value = last.IsSignal ? last : await python.FindInDict(self, a[1]);
        if (value.IsSignal || value.IsUnbound)
        {
            return value.IsSignal ? value : python.KeyError(a[1]);
        }

        Value gone = await python.DeleteFromDict(self, a[1]);
        if (gone.IsSignal)
        {
            return gone;
        }

        if (last.IsTrue)
        {
            return await python.StoreInDict(self, a[1], value);
        }

        if (!python.Machine.ChargeTicks(self.Count >> 2) || !python.Machine.ChargeAllocation(64L * self.Count))
        {
            return Value.Signal;
        }

        var before = self.Entries;
        self.Entries = new HashStore();
        Value stored = await python.StoreInDict(self, a[1], value);
        for (int place = 0; place < before.Used; place++)
        {
            if (before.IsThere(place))
            {
                self.Entries.Add(before[place].Key, before[place].Hash, before[place].Value);
            }
        }

        return stored;
    }

    [PythonFunction("pop", "self, key, default=None")]
    internal static async Work<Value> Pop(PythonRuntime python, Value[] a)
    {
        Value found = await python.FindInDict(Self(a[0]), a[1]);
        if (found.IsUnbound && python.TypeOf(a[0]).Special("__missing__") is { IsUnbound: false } missing && a[2].IsAbsent)
        {
            return await python.Call(missing, a[0], a[1]);
        }

        return await DictMethods.Pop(python, a);
    }

    [PythonFunction("setdefault", "self, key, default=None")]
    internal static Work<Value> SetDefault(PythonRuntime python, Value[] a) => DictMethods.SetDefault(python, a);

    [PythonFunction("fromkeys", "type, iterable, value=None", Kind = FunctionKind.Class)]
    internal static Work<Value> FromKeys(PythonRuntime python, Value[] a) => DictMethods.FromKeys(python, a);

    [PythonFunction("copy", "self, /")]
    [PythonFunction("__copy__", "self, /")]
    internal static Work<Value> Copy(PythonRuntime python, Value[] a) => python.Construct(python.TypeOf(a[0]), [a[0]], null);

    [PythonFunction("__eq__", "self, value, /")]
    internal static async Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyDict other)
        {
            return python.NotImplemented;
        }

        Value same = await python.NativeCompare(CompareKind.Equal, a[0], a[1]);
        if (!same.IsTrue || !other.Type.IsSubtypeOf(python.State<CollectionsTypes>().OrderedDict))
        {
            return same;
        }

        return !python.Machine.ChargeAllocation(32L * (Self(a[0]).Count + other.Count)) ? Value.Signal : await python.AreEqual(KeysOf(python, Self(a[0])), KeysOf(python, other));
    }

    private static Value KeysOf(PythonRuntime python, PyDict dictionary)
    {
        var keys = python.NewList();
        for (int place = 0; place < dictionary.Entries.Used; place++)
        {
            if (dictionary.Entries.IsThere(place))
            {
                _ = keys.Append(python.Machine, dictionary.Entries[place].Key);
            }
        }

        return Value.Object(keys);
    }

    [PythonFunction("__ne__", "self, value, /")]
    internal static async Work<Value> NotEqual(PythonRuntime python, Value[] a) => await Equal(python, a) is { IsBoolean: true } same ? Value.Boolean(!same.IsTrue) : a[1].Ref is PyDict ? Value.Signal : python.NotImplemented;

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Count == 0)
        {
            return python.Str(self.Type.Name + "()");
        }

        if (!python.Representing(self))
        {
            return python.Str("...");
        }

        Value items = await python.Settle(python.GetAttribute(a[0], "items"));
        Value pairs = items.IsSignal ? items : await python.Call(items);
        Value list = pairs.IsSignal ? pairs : await python.ToList(pairs);
        Value shown = list.IsSignal ? list : await python.Repr(list);
        python.Represented(self);
        return shown.IsSignal ? shown : python.Str($"{self.Type.Name}({PythonRuntime.TextOf(shown)})");
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        Value state = await python.StateOf(a[0]);
        Value items = state.IsSignal ? state : await python.Settle(python.GetAttribute(a[0], "items"));
        Value pairs = items.IsSignal ? items : await python.Call(items);
        Value iterator = pairs.IsSignal ? pairs : await python.Iterate(pairs);
        return iterator.IsSignal ? iterator : python.Tuple(Value.Object(python.TypeOf(a[0])), python.EmptyTuple, state, Value.Unspecified, iterator);
    }
}

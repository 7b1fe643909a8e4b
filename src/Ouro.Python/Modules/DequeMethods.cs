using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>collections.deque.</summary>
[Specials("class_getitem nohash")]
internal static class DequeMethods
{
    private static PyDeque Self(in Value value) => (PyDeque)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(160) ? Value.Object(new PyDeque((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, iterable=(), maxlen=None")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        long most = -1;
        if (!a[2].IsAbsent && !a[2].IsUnspecified)
        {
            if (python.TypeOf(a[2]).Special("__index__").IsUnbound)
            {
                return python.TypeError("an integer is required");
            }

            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            if (given < 0)
            {
                return python.ValueError("maxlen must be non-negative");
            }

            most = given;
        }

        self.Most = most;
        self.Clear();
        return a[1].IsAbsent ? Value.Unspecified : await ExtendBy(python, self, a[1], atLeft: false);
    }

    private static async Work<Value> ExtendBy(PythonRuntime python, PyDeque self, Value iterable, bool atLeft)
    {
        if (iterable.Ref == self)
        {
            iterable = python.Machine.ChargeAllocation(16L * self.Count) ? python.List(self.ToArray()) : Value.Signal;
        }

        Value iterator = iterable.IsSignal ? iterable : await python.Iterate(iterable);
        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Unspecified : item;
            }

            if (!python.Machine.ChargeTicks(1) || !self.Add(python.Machine, item, atLeft))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    [PythonFunction("append", "self, item, /")]
    internal static Value Append(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Add(python.Machine, a[1], atLeft: false) ? Value.Unspecified : Value.Signal;

    [PythonFunction("appendleft", "self, item, /")]
    internal static Value AppendLeft(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Add(python.Machine, a[1], atLeft: true) ? Value.Unspecified : Value.Signal;

    [PythonFunction("extend", "self, iterable, /")]
    internal static Work<Value> Extend(PythonRuntime python, Value[] a) => ExtendBy(python, Self(a[0]), a[1], atLeft: false);

    [PythonFunction("extendleft", "self, iterable, /")]
    internal static Work<Value> ExtendLeft(PythonRuntime python, Value[] a) => ExtendBy(python, Self(a[0]), a[1], atLeft: true);

    [PythonFunction("pop", "self, /")]
    internal static Value Pop(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Count == 0 ? python.IndexError("pop from an empty deque") : Self(a[0]).Take(fromLeft: false);

    [PythonFunction("popleft", "self, /")]
    internal static Value PopLeft(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Count == 0 ? python.IndexError("pop from an empty deque") : Self(a[0]).Take(fromLeft: true);

    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Clear();
        return Value.Unspecified;
    }

    [PythonFunction("copy", "self, /")]
    [PythonFunction("__copy__", "self, /")]
    internal static Work<Value> Copy(PythonRuntime python, Value[] a) => CopyOf(python, Self(a[0]));

    private static async Work<Value> CopyOf(PythonRuntime python, PyDeque self)
    {
        if (!python.Machine.ChargeTicks(self.Count >> 4) || !python.Machine.ChargeAllocation(160 + (16L * self.Count)))
        {
            return Value.Signal;
        }

        if (!self.Type.IsHeapType)
        {
            var copy = new PyDeque(self.Type) { Most = self.Most };
            copy.Assign(self.ToArray());
            return Value.Object(copy);
        }

        return self.Most < 0
            ? await python.Construct(self.Type, [Value.Object(self)], null)
            : await python.Construct(self.Type, [Value.Object(self), Value.Fixnum(self.Most)], null);
    }

    [PythonFunction("reverse", "self, /")]
    internal static Value Reverse(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeTicks(Self(a[0]).Count >> 4) || !python.Machine.ChargeAllocation(16L * Self(a[0]).Count))
        {
            return Value.Signal;
        }

        var items = Self(a[0]).ToArray();
        Array.Reverse(items);
        Self(a[0]).Assign(items);
        return Value.Unspecified;
    }

    [PythonFunction("rotate", "self, n=1, /")]
    internal static async Work<Value> Rotate(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(1) : a[1]) is not { } steps)
        {
            return Value.Signal;
        }

        var self = Self(a[0]);
        if (self.Count <= 1)
        {
            return Value.Unspecified;
        }

        // The shorter way round.
        steps %= self.Count;
        steps = steps > self.Count / 2 ? steps - self.Count : steps < -(self.Count / 2) ? steps + self.Count : steps;
        if (!python.Machine.ChargeTicks(Math.Abs(steps) >> 2))
        {
            return Value.Signal;
        }

        self.Rotate((int)steps);
        return Value.Unspecified;
    }

    [PythonFunction("count", "self, value, /")]
    internal static async Work<Value> Count(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        int version = self.Version;
        long count = 0;
        for (int i = 0; i < self.Count; i++)
        {
            Value same = python.Machine.ChargeTicks(1) ? await python.AreEqual(self[i], a[1]) : Value.Signal;
            if (same.IsSignal)
            {
                return same;
            }

            if (self.Version != version)
            {
                return python.Raise("RuntimeError", "deque mutated during iteration");
            }

            count += same.IsTrue ? 1 : 0;
        }

        return Value.Fixnum(count);
    }

    /// <summary>The index of a value; -1: it is not there, and -2: the signal.</summary>
    private static async Work<int> Find(PythonRuntime python, PyDeque self, Value value, long start, long stop)
    {
        int version = self.Version;
        for (long i = start; i < stop && i < self.Count; i++)
        {
            Value same = python.Machine.ChargeTicks(1) ? await python.AreEqual(self[(int)i], value) : Value.Signal;
            if (same.IsSignal)
            {
                return -2;
            }

            if (self.Version != version)
            {
                _ = python.Raise("RuntimeError", "deque mutated during iteration");
                return -2;
            }

            if (same.IsTrue)
            {
                return (int)i;
            }
        }

        return -1;
    }

    [PythonFunction("index", "self, value, start=0, stop=None, /")]
    internal static async Work<Value> Index(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        long?[] bounds = [0, self.Count];
        for (int i = 0; i < 2; i++)
        {
            if (!a[i + 2].IsAbsent)
            {
                bounds[i] = await python.SizeOf(a[i + 2]);
                if (bounds[i] is not { } given)
                {
                    return Value.Signal;
                }

                bounds[i] = given < 0 ? Math.Max(0, given + self.Count) : given;
            }
        }

        int at = await Find(python, self, a[1], bounds[0]!.Value, bounds[1]!.Value);
        Value shown = at == -1 ? await python.Repr(a[1]) : Value.Unspecified;
        return at == -2 || shown.IsSignal ? Value.Signal : at >= 0 ? Value.Fixnum(at) : python.ValueError($"{PythonRuntime.TextOf(shown)} is not in deque");
    }

    [PythonFunction("remove", "self, value, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        int at = await Find(python, self, a[1], 0, self.Count);
        return at == -2 ? Value.Signal
            : at >= 0 ? Splice(python, self, at, 1, Value.Unbound)
            : await python.Repr(a[1]) is { IsSignal: false } shown ? python.ValueError($"{PythonRuntime.TextOf(shown)} is not in deque") : Value.Signal;
    }

    /// <summary>Takes values out at a place, and maybe puts one there.</summary>
    private static Value Splice(PythonRuntime python, PyDeque self, int at, int gone, in Value item)
    {
        if (!python.Machine.ChargeTicks(self.Count >> 4) || !python.Machine.ChargeAllocation(16L * (self.Count + 1)))
        {
            return Value.Signal;
        }

        var items = self.ToArray();
        self.Assign(item.IsUnbound ? [.. items[..at], .. items[(at + gone)..]] : [.. items[..at], item, .. items[(at + gone)..]]);
        return Value.Unspecified;
    }

    [PythonFunction("insert", "self, index, value, /")]
    internal static async Work<Value> Insert(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (await python.SizeOf(a[1]) is not { } index)
        {
            return Value.Signal;
        }

        return self.Count == self.Most ? python.IndexError("deque already at its maximum size")
            : Splice(python, self, (int)Math.Clamp(index < 0 ? index + self.Count : index, 0, self.Count), 0, a[2]);
    }

    [PythonFunction("maxlen", Kind = FunctionKind.Getter)]
    internal static Value MaxLength(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Most < 0 ? Value.Unspecified : Value.Fixnum(Self(a[0]).Most);

    [PythonFunction("__len__", "self, /")]
    internal static Value Length(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Count);

    private static async Work<int> Place(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } index)
        {
            return -1;
        }

        int count = Self(a[0]).Count;
        index = index < 0 ? index + count : index;
        if ((ulong)index < (ulong)count)
        {
            return (int)index;
        }

        _ = python.IndexError("deque index out of range");
        return -1;
    }

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a) => await Place(python, a) is >= 0 and var at ? Self(a[0])[at] : Value.Signal;

    [PythonFunction("__setitem__", "self, key, value, /")]
    internal static async Work<Value> SetItem(PythonRuntime python, Value[] a)
    {
        int at = await Place(python, a);
        if (at < 0)
        {
            return Value.Signal;
        }

        Self(a[0])[at] = a[2];
        return Value.Unspecified;
    }

    [PythonFunction("__delitem__", "self, key, /")]
    internal static async Work<Value> DeleteItem(PythonRuntime python, Value[] a) => await Place(python, a) is >= 0 and var at ? Splice(python, Self(a[0]), at, 1, Value.Unbound) : Value.Signal;

    [PythonFunction("__contains__", "self, key, /")]
    internal static async Work<Value> Contains(PythonRuntime python, Value[] a) => await Find(python, Self(a[0]), a[1], 0, int.MaxValue) is not -2 and var at ? Value.Boolean(at >= 0) : Value.Signal;

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new DequeIterator(python.State<CollectionsTypes>().Iterator, Self(a[0]), backwards: false));

    [PythonFunction("__reversed__", "self, /")]
    internal static Value Reversed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new DequeIterator(python.State<CollectionsTypes>().ReverseIterator, Self(a[0]), backwards: true));

    [PythonFunction("__bool__", "self, /")]
    internal static Value Truth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).Count > 0);

    [PythonFunction("__add__", "self, value, /")]
    internal static async Work<Value> Add(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyDeque other)
        {
            return python.TypeError($"can only concatenate deque (not \"{python.TypeName(a[1])}\") to deque");
        }

        Value copy = await CopyOf(python, Self(a[0]));
        return copy.IsSignal || (await ExtendBy(python, Self(copy), Value.Object(other), atLeft: false)).IsSignal ? Value.Signal : copy;
    }

    [PythonFunction("__iadd__", "self, value, /")]
    internal static async Work<Value> AddInPlace(PythonRuntime python, Value[] a) => (await ExtendBy(python, Self(a[0]), a[1], atLeft: false)).IsSignal ? Value.Signal : a[0];

    [PythonFunction("__imul__", "self, value, /")]
    internal static async Work<Value> MultiplyInPlace(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } times)
        {
            return Value.Signal;
        }

        var self = Self(a[0]);
        var items = self.ToArray();
        if (times <= 0 || items.Length == 0)
        {
            self.Clear();
            return a[0];
        }

        // What would be pushed out again need not come in.
        if (self.Most >= 0)
        {
            times = Math.Min(times, (self.Most / items.Length) + 2);
        }

        if (times > int.MaxValue / items.Length)
        {
            return python.Raise("MemoryError", "");
        }

        if (!python.Machine.ChargeTicks(times * items.Length) || !python.Machine.ChargeAllocation(16 * times * items.Length))
        {
            return Value.Signal;
        }

        for (long i = 1; i < times; i++)
        {
            foreach (Value item in items)
            {
                if (!self.Add(python.Machine, item, atLeft: false))
                {
                    return Value.Signal;
                }
            }
        }

        return a[0];
    }

    [PythonFunction("__mul__", "self, value, /")]
    [PythonFunction("__rmul__", "self, value, /")]
    internal static async Work<Value> Multiply(PythonRuntime python, Value[] a)
    {
        if (python.TypeOf(a[1]).Special("__index__").IsUnbound)
        {
            return python.TypeError($"can't multiply sequence by non-int of type '{python.TypeName(a[1])}'");
        }

        Value copy = await CopyOf(python, Self(a[0]));
        return copy.IsSignal ? copy : await MultiplyInPlace(python, [copy, a[1]]);
    }

    private static async Work<Value> Compare(PythonRuntime python, Value[] a, CompareKind kind) => a[1].Ref is not PyDeque other ? python.NotImplemented
        : !python.Machine.ChargeAllocation(16L * (Self(a[0]).Count + other.Count)) ? Value.Signal
        : await python.CompareWork(kind, python.List(Self(a[0]).ToArray()), python.List(other.ToArray()));

    [PythonFunction("__eq__", "self, value, /")]
    internal static Work<Value> Equal(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Equal);

    [PythonFunction("__ne__", "self, value, /")]
    internal static Work<Value> NotEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.NotEqual);

    [PythonFunction("__lt__", "self, value, /")]
    internal static Work<Value> Less(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Less);

    [PythonFunction("__le__", "self, value, /")]
    internal static Work<Value> LessOrEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.LessOrEqual);

    [PythonFunction("__gt__", "self, value, /")]
    internal static Work<Value> Greater(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Greater);

    [PythonFunction("__ge__", "self, value, /")]
    internal static Work<Value> GreaterOrEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.GreaterOrEqual);

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (!python.Representing(self))
        {
            return python.Str("[...]");
        }

        Value shown = python.Machine.ChargeAllocation(16L * self.Count) ? await python.Repr(python.List(self.ToArray())) : Value.Signal;
        python.Represented(self);
        return shown.IsSignal ? shown : python.Str($"{self.Type.Name}({PythonRuntime.TextOf(shown)}{(self.Most < 0 ? "" : $", maxlen={self.Most}")})");
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value state = await python.StateOf(a[0]);
        return state.IsSignal ? state : python.Tuple(
            Value.Object(self.Type),
            self.Most < 0 ? python.EmptyTuple : python.Tuple(python.EmptyTuple, Value.Fixnum(self.Most)),
            state,
            Iterate(python, a));
    }
}

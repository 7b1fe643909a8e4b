using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>list.</summary>
[Specials("len getitem setitem delitem contains iter repr eq ne lt le gt ge add mul rmul iadd imul class_getitem nohash")]
internal static class ListMethods
{
    private static PyList Self(in Value value) => (PyList)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(PyList.SizeOf(0)) ? Value.Object(new PyList((PyType)a[0].Ref!, ValueArrays.None, 0)) : Value.Signal;

    [PythonFunction("__init__", "self, iterable=(), /")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var list = Self(a[0]);
        list.Count = 0;
        return a[1].IsAbsent ? Value.Unspecified : await python.Extend(list, a[1]);
    }

    [PythonFunction("append", "self, object, /")]
    internal static Value Append(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Append(python.Machine, a[1]) ? Value.Unspecified : Value.Signal;

    [PythonFunction("extend", "self, iterable, /")]
    internal static Work<Value> Extend(PythonRuntime python, Value[] a) => python.Extend(Self(a[0]), a[1]);

    [PythonFunction("insert", "self, index, object, /")]
    internal static async Work<Value> Insert(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } index)
        {
            return Value.Signal;
        }

        var list = Self(a[0]);
        int at = (int)Math.Clamp(index < 0 ? index + list.Count : index, 0, list.Count);
        return list.Splice(python.Machine, at, at, [a[2]]) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("pop", "self, index=-1, /")]
    internal static async Work<Value> Pop(PythonRuntime python, Value[] a)
    {
        var list = Self(a[0]);
        long index = -1;
        if (!a[1].IsAbsent)
        {
            if (await python.SizeOf(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            index = given;
        }

        if (list.Count == 0)
        {
            return python.IndexError("pop from empty list");
        }

        index = index < 0 ? index + list.Count : index;
        if ((ulong)index >= (ulong)list.Count)
        {
            return python.IndexError("pop index out of range");
        }

        Value item = list.Items[index];
        if (index == list.Count - 1)
        {
            list.Items[--list.Count] = Value.Unbound;
            return item;
        }

        return list.Splice(python.Machine, (int)index, (int)index + 1, []) ? item : Value.Signal;
    }

    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        (Self(a[0]).Items, Self(a[0]).Count) = (ValueArrays.None, 0);
        return Value.Unspecified;
    }

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(PyList.SizeOf(Self(a[0]).Count)) ? python.List(Self(a[0]).Span.ToArray()) : Value.Signal;

    [PythonFunction("reverse", "self, /")]
    internal static Value Reverse(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Span.Reverse();
        return python.Machine.ChargeTicks(Self(a[0]).Count >> 4) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("index", "self, value, start=0, stop=None, /")]
    internal static Work<Value> Index(PythonRuntime python, Value[] a) => python.IndexInSequence(a, "list");

    [PythonFunction("count", "self, value, /")]
    internal static Work<Value> Count(PythonRuntime python, Value[] a) => python.CountInSequence(a[0], a[1]);

    [PythonFunction("remove", "self, value, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a)
    {
        var list = Self(a[0]);
        for (int i = 0; i < list.Count; i++)
        {
            Value same = await python.AreEqual(list.Items[i], a[1]);
            if (same.IsSignal)
            {
                return same;
            }

            if (same.IsTrue)
            {
                return list.Splice(python.Machine, i, i + 1, []) ? Value.Unspecified : Value.Signal;
            }
        }

        return python.ValueError("list.remove(x): x not in list");
    }

    [PythonFunction("sort", "self, /, *, key=None, reverse=False")]
    internal static async Work<Value> Sort(PythonRuntime python, Value[] a)
    {
        var list = Self(a[0]);
        var items = list.Span.ToArray();
        (list.Items, list.Count) = (ValueArrays.None, 0);
        Value reverse = a[2].IsAbsent ? Value.Boolean(false) : await python.TruthOf(a[2]);
        Value sorted = reverse.IsSignal ? reverse : await python.Sort(items, a[1].IsAbsent ? Value.Unspecified : a[1], reverse.IsTrue, list);
        if (sorted.IsSignal)
        {
            (list.Items, list.Count) = (items, items.Length);
            return sorted;
        }

        bool modified = list.Count > 0;
        (list.Items, list.Count) = (((PyList)sorted.Ref!).Items, items.Length);
        return modified ? python.ValueError("list modified during sort") : Value.Unspecified;
    }

    [PythonFunction("__reversed__", "self, /")]
    internal static Value Reversed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new ReversedListIterator(python.Types.ReversedList, Self(a[0])));
}

/// <summary>tuple.</summary>
[Specials("len getitem contains iter repr hash eq ne lt le gt ge add mul rmul class_getitem")]
internal static class TupleMethods
{
    [PythonFunction("__new__", "cls, iterable=(), /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        if (type == python.Types.Tuple && a[1].Ref is PyTuple given && given.Type == type)
        {
            return a[1];
        }

        Value list = a[1].IsAbsent ? Value.Object(python.NewList()) : await python.ToList(a[1]);
        if (list.IsSignal)
        {
            return list;
        }

        var items = ((PyList)list.Ref!).Span.ToArray();
        return type == python.Types.Tuple ? python.Tuple(items) : Value.Object(new PyTuple(type, items));
    }

    [PythonFunction("index", "self, value, start=0, stop=None, /")]
    internal static Work<Value> Index(PythonRuntime python, Value[] a) => python.IndexInSequence(a, "tuple");

    [PythonFunction("count", "self, value, /")]
    internal static Work<Value> Count(PythonRuntime python, Value[] a) => python.CountInSequence(a[0], a[1]);

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(python.Tuple(((PyTuple)a[0].Ref!).Items));
}

/// <summary>range.</summary>
[Specials("len getitem contains iter repr hash eq ne bool")]
internal static class RangeMethods
{
    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyRange)a[0].Ref!;
        return python.Tuple(Value.Object(python.Types.Range), python.Tuple(self.Start, self.Stop, self.Step));
    }

    [PythonFunction("__new__", "cls, start, stop=None, step=1, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        Value start = await python.IndexOf(a[1]);
        Value stop = start.IsSignal || a[2].IsAbsent ? start : await python.IndexOf(a[2]);
        Value step = stop.IsSignal || a[3].IsAbsent ? Value.Fixnum(1) : await python.IndexOf(a[3]);
        if (stop.IsSignal || step.IsSignal)
        {
            return Value.Signal;
        }

        if (Real.IsExactZero(step))
        {
            return python.ValueError("range() arg 3 must not be zero");
        }

        return python.Machine.ChargeAllocation(120)
            ? Value.Object(a[2].IsAbsent ? python.NewRange(Value.Fixnum(0), start, Value.Fixnum(1)) : python.NewRange(start, stop, step))
            : Value.Signal;
    }

    [PythonFunction("start", Kind = FunctionKind.Getter)]
    internal static Value Start(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyRange)a[0].Ref!).Start;

    [PythonFunction("stop", Kind = FunctionKind.Getter)]
    internal static Value Stop(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyRange)a[0].Ref!).Stop;

    [PythonFunction("step", Kind = FunctionKind.Getter)]
    internal static Value Step(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyRange)a[0].Ref!).Step;

    [PythonFunction("index", "self, value, /")]
    internal static async Work<Value> Index(PythonRuntime python, Value[] a)
    {
        Value there = await python.NativeContains(a[0], a[1]);
        if (there.IsSignal || there.IsUnbound || !there.IsTrue)
        {
            Value shown = there.IsSignal ? there : await python.Repr(a[1]);
            return shown.IsSignal ? shown : python.ValueError($"{PythonRuntime.TextOf(shown)} is not in range");
        }

        var range = (PyRange)a[0].Ref!;
        return Arithmetic.Quotient(python.Machine, Real.Subtract(Keys.AsNumber(a[1]), range.Start), range.Step);
    }

    [PythonFunction("count", "self, value, /")]
    internal static async Work<Value> Count(PythonRuntime python, Value[] a)
    {
        Value there = await python.NativeContains(a[0], a[1]);
        return there.IsSignal ? there : Value.Fixnum(there.IsTrue ? 1 : 0);
    }

    [PythonFunction("__reversed__", "self, /")]
    internal static Value Reversed(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var range = (PyRange)a[0].Ref!;
        Value last = Real.Add(range.Start, Real.Multiply(Real.Subtract(range.Length, Value.Fixnum(1)), range.Step));
        Value step = Real.Negate(range.Step);
        return python.NativeIterator(Value.Object(new PyRange(python.Types.Range, last, Real.Add(last, Real.Multiply(range.Length, step)), step, range.Length)));
    }
}

/// <summary>slice.</summary>
[Specials("repr eq ne lt le gt ge nohash")]
internal static class SliceMethods
{
    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PySlice)a[0].Ref!;
        return python.Tuple(Value.Object(python.Types.Slice), python.Tuple(self.Start, self.Stop, self.Step));
    }

    [PythonFunction("__new__", "cls, start, stop=None, step=None, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(a[2].IsAbsent
        ? new PySlice(python.Types.Slice, Value.Unspecified, a[1], Value.Unspecified)
        : new PySlice(python.Types.Slice, a[1], a[2], a[3].IsAbsent ? Value.Unspecified : a[3]));

    [PythonFunction("start", Kind = FunctionKind.Getter)]
    internal static Value Start(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySlice)a[0].Ref!).Start;

    [PythonFunction("stop", Kind = FunctionKind.Getter)]
    internal static Value Stop(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySlice)a[0].Ref!).Stop;

    [PythonFunction("step", Kind = FunctionKind.Getter)]
    internal static Value Step(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySlice)a[0].Ref!).Step;

    [PythonFunction("indices", "self, length, /")]
    internal static async Work<Value> Indices(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } length)
        {
            return Value.Signal;
        }

        if (length < 0)
        {
            return python.ValueError("length should not be negative");
        }

        return await python.Indices((PySlice)a[0].Ref!, length) is { } part
            ? python.Tuple(Value.Fixnum(part.Start), Value.Fixnum(part.Stop), Value.Fixnum(part.Step))
            : Value.Signal;
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>What the iterators of itertools have in common.</summary>
[Types.Specials("iter next length_hint class_getitem")]
internal static class StepMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) =>
        a[0].Ref is ItertoolsModule.StepIterator { Shown: { } shown } ? shown(python) : Types.ObjectMethods.Repr(python, a);

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];
}

/// <summary>itertools.chain.</summary>
internal static class ChainMethods
{
    [PythonFunction("from_iterable", "type, iterable, /", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromIterable(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        Value chain = iterator.IsSignal ? iterator : ItertoolsModule.Chained(python, iterator);
        if (chain.Ref is PyIterator made)
        {
            made.Type = (PyType)a[0].Ref!;
        }

        return chain;
    }
}

/// <summary>The types of itertools that its objects make.</summary>
internal sealed class ItertoolsTypes
{
    internal PyType Tee = null!, Group = null!;
}

/// <summary>itertools.groupby: pairs of a key and an iterator over the values with that key, which lasts until the next pair.</summary>
internal sealed class GroupByIterator(PyType type, Value iterator, Value keyFunction) : PyIterator(type)
{
    private Value _key = Value.Unbound, _item = Value.Unbound, _groupKey = Value.Unbound;
    private object? _group;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        _group = null;
        while (true)
        {
            if (!_key.IsUnbound)
            {
                Value same = _groupKey.IsUnbound ? Value.Boolean(false) : await python.AreEqual(_groupKey, _key);
                if (same.IsSignal)
                {
                    return same;
                }

                if (!same.IsTrue)
                {
                    break;
                }
            }

            Value step = await Step(python);
            if (step.IsSignal || step.IsAbsent)
            {
                return step;
            }
        }

        _groupKey = _key;
        var group = new Group(python.State<ItertoolsTypes>().Group, this, _groupKey);
        _group = group;
        return python.Machine.ChargeAllocation(200) ? python.Tuple(_key, Value.Object(group)) : Value.Signal;
    }

    private async Work<Value> Step(PythonRuntime python)
    {
        Value item = await python.Next(iterator);
        if (item.IsSignal || item.IsAbsent)
        {
            return item;
        }

        Value key = keyFunction.IsUnspecified ? item : await python.Call(keyFunction, item);
        if (key.IsSignal || !python.Machine.ChargeTicks(1))
        {
            return Value.Signal;
        }

        (_item, _key) = (item, key);
        return item;
    }

    private sealed class Group(PyType type, GroupByIterator parent, Value key) : PyIterator(type)
    {
        internal override async Work<Value> Advance(PythonRuntime python)
        {
            if (parent._group != this)
            {
                return Value.Absent;
            }

            if (parent._item.IsUnbound)
            {
                Value step = await parent.Step(python);
                if (step.IsSignal || step.IsAbsent)
                {
                    return step;
                }
            }

            Value same = await python.AreEqual(key, parent._key);
            if (same.IsSignal || !same.IsTrue)
            {
                return same.IsSignal ? same : Value.Absent;
            }

            Value item = parent._item;
            parent._item = Value.Unbound;
            return item;
        }
    }
}

/// <summary>itertools.tee.</summary>
internal static class TeeFunction
{
    [PythonFunction("tee", "iterable, n=2, /")]
    internal static async Work<Value> Tee(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(2) : a[1]) is not { } count)
        {
            return Value.Signal;
        }

        if (count < 0)
        {
            return python.ValueError("n must be >= 0");
        }

        if (!python.Machine.ChargeAllocation(120 * count))
        {
            return Value.Signal;
        }

        Value first = count == 0 ? Value.Unspecified : await Branch(python, a[0]);
        if (first.IsSignal)
        {
            return first;
        }

        var branches = ValueArrays.Filled((int)count, first);
        for (int i = 1; i < branches.Length; i++)
        {
            branches[i] = Value.Object(((TeeIterator)first.Ref!).Copy());
        }

        return python.Tuple(branches);
    }

    internal static async Work<Value> Branch(PythonRuntime python, Value iterable)
    {
        Value iterator = await python.Iterate(iterable);
        return iterator.IsSignal ? iterator
            : iterator.Ref is TeeIterator tee ? Value.Object(tee.Copy())
            : Value.Object(new TeeIterator(python.State<ItertoolsTypes>().Tee, iterator, new TeeIterator.Link()));
    }
}

/// <summary>The iterators of tee.</summary>
[Types.Specials("next")]
internal static class TeeMethods
{
    [PythonFunction("__new__", "cls, iterable, /", Kind = FunctionKind.Static)]
    internal static Work<Value> New(PythonRuntime python, Value[] a) => TeeFunction.Branch(python, a[1]);

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__copy__", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(120) ? Value.Object(((TeeIterator)a[0].Ref!).Copy()) : Value.Signal;
}

/// <summary>One of several iterators over the values of one: a place in a list of what was taken so far.</summary>
internal sealed class TeeIterator(PyType type, Value iterator, TeeIterator.Link next) : PyIterator(type)
{
    private Link _next = next;

    /// <summary>A value that was taken, or will be.</summary>
    internal sealed class Link
    {
        internal Value Item = Value.Unbound;
        internal Link? Next;
        internal bool IsRunning;
    }

    internal TeeIterator Copy() => new(Type, iterator, _next);

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        var link = _next;
        if (link.Item.IsUnbound)
        {
            if (link.IsRunning)
            {
                return python.Raise("RuntimeError", "cannot re-enter the tee iterator");
            }

            link.IsRunning = true;
            Value item = await python.TryCall(python.Builtin("%next"), iterator);
            link.IsRunning = false;
            if (item.IsSignal || item.IsAbsent)
            {
                return item;
            }

            if (!python.Machine.ChargeAllocation(64))
            {
                return Value.Signal;
            }

            link.Item = item;
            link.Next = new Link();
        }

        _next = link.Next!;
        return link.Item;
    }
}

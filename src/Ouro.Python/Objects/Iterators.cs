using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>Over a list, which may change meanwhile.</summary>
internal sealed class ListIterator(PyType type, PyList list) : PyIterator(type)
{
    private PyList? _list = list;
    private int _next;

    internal override Value Next(PythonRuntime python)
    {
        if (_list is { } list && _next < list.Count)
        {
            return list.Items[_next++];
        }

        _list = null;
        return Value.Absent;
    }

    internal override int LengthHint(PythonRuntime python) => _list is { } list ? Math.Max(0, list.Count - _next) : 0;
}

/// <summary>Over a list from its end.</summary>
internal sealed class ReversedListIterator(PyType type, PyList list) : PyIterator(type)
{
    private int _next = list.Count - 1;

    internal override Value Next(PythonRuntime python) =>
        _next >= 0 && _next < list.Count ? list.Items[_next--] : Absent();

    internal override int LengthHint(PythonRuntime python) => _next + 1;

    private Value Absent()
    {
        _next = -1;
        return Value.Absent;
    }
}

/// <summary>Over values that do not change.</summary>
internal sealed class ArrayIterator(PyType type, Value[] items) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) => _next < items.Length ? items[_next++] : Value.Absent;

    internal override int LengthHint(PythonRuntime python) => items.Length - _next;
}

/// <summary>Over the characters of a string.</summary>
internal sealed class TextIterator(PyType type, Text text) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) =>
        _next < text.Length ? Value.Object(python.Character(text[_next++])) : Value.Absent;

    internal override int LengthHint(PythonRuntime python) => text.Length - _next;
}

/// <summary>Over bytes.</summary>
internal sealed class BytesIterator(PyType type, PyBytes bytes) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) => _next < bytes.Items.Length ? Value.Fixnum(bytes.Items[_next++]) : Value.Absent;

    internal override int LengthHint(PythonRuntime python) => bytes.Items.Length - _next;
}

/// <summary>Over a range of small ints.</summary>
internal sealed class RangeIterator(PyType type, long start, long step, long count) : PyIterator(type)
{
    private long _next = start;
    private long _left = count;

    internal override Value Next(PythonRuntime python)
    {
        if (_left <= 0)
        {
            return Value.Absent;
        }

        _left--;
        long value = _next;
        _next = unchecked(_next + step);
        return Value.Fixnum(value);
    }

    internal override int LengthHint(PythonRuntime python) => (int)Math.Min(_left, int.MaxValue);
}

/// <summary>Over a range of ints of any size.</summary>
internal sealed class BigRangeIterator(PyType type, PyRange range) : PyIterator(type)
{
    private Value _index = Value.Fixnum(0);

    internal override Value Next(PythonRuntime python)
    {
        if (Real.Compare(_index, range.Length) >= 0)
        {
            return Value.Absent;
        }

        Value value = Real.Add(range.Start, Real.Multiply(_index, range.Step));
        _index = Real.Add(_index, Value.Fixnum(1));
        return value;
    }
}

/// <summary>Over a dict; it must not get or lose keys meanwhile.</summary>
internal sealed class DictIterator(PyType type, PyDict dictionary, DictPart part, bool backwards = false) : PyIterator(type)
{
    private readonly int _count = dictionary.Count;
    private readonly int _version = dictionary.Entries.Version;
    private int _place = backwards ? dictionary.Entries.Used : -1;
    private bool _done;

    internal override Value Next(PythonRuntime python)
    {
        if (_done)
        {
            return Value.Absent;
        }

        var entries = dictionary.Entries;
        if (entries.Version != _version)
        {
            _done = true;
            return python.Raise("RuntimeError", entries.Count != _count ? "dictionary changed size during iteration" : "dictionary keys changed during iteration");
        }

        do
        {
            _place += backwards ? -1 : 1;
            if (_place < 0 || _place >= entries.Used)
            {
                _done = true;
                return Value.Absent;
            }
        }
        while (!entries.IsThere(_place));
        ref var entry = ref entries[_place];
        return part switch
        {
            DictPart.Keys => entry.Key,
            DictPart.Values => entry.Value,
            _ => python.Machine.ChargeAllocation(PyTuple.SizeOf(2)) ? python.Tuple(entry.Key, entry.Value) : Value.Signal,
        };
    }

    internal override int LengthHint(PythonRuntime python) => _done ? 0 : dictionary.Count;
}

/// <summary>Over a set.</summary>
internal sealed class SetIterator(PyType type, PySet set) : PyIterator(type)
{
    private readonly HashStore _store = set.Store;
    private readonly int _version = set.Store.Version;
    private int _place = -1;
    private bool _done;

    internal override Value Next(PythonRuntime python)
    {
        if (_done)
        {
            return Value.Absent;
        }

        if (_store.Version != _version || set.Store != _store)
        {
            _done = true;
            return python.Raise("RuntimeError", "Set changed size during iteration");
        }

        do
        {
            if (++_place >= _store.Used)
            {
                _done = true;
                return Value.Absent;
            }
        }
        while (!_store.IsThere(_place));
        return _store[_place].Key;
    }

    internal override int LengthHint(PythonRuntime python) => _done ? 0 : _store.Count;
}

/// <summary>Over what has __getitem__ only.</summary>
internal sealed class ItemIterator(PyType type, Value target) : PyIterator(type)
{
    private long _next;
    private bool _done;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        if (_done)
        {
            return Value.Absent;
        }

        Value item = await python.TryCall(python.TypeOf(target).Lookup("__getitem__"), target, Value.Fixnum(_next++));
        if (item.IsSignal && (python.Catch(python.Types.Exception("IndexError")) || python.Catch(python.Types.Exception("StopIteration"))))
        {
            _done = true;
            return Value.Absent;
        }

        return item;
    }
}

/// <summary>iter(callable, sentinel).</summary>
internal sealed class CallableIterator(PyType type, Value callee, Value sentinel) : PyIterator(type)
{
    private bool _done;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        if (_done)
        {
            return Value.Absent;
        }

        Value item = await python.TryCall(callee);
        if (item.IsSignal)
        {
            if (!python.Catch(python.Types.Exception("StopIteration")))
            {
                return item;
            }

            _done = true;
            return Value.Absent;
        }

        Value same = await python.AreEqual(item, sentinel);
        _done = same.IsTrue;
        return same.IsSignal ? same : _done ? Value.Absent : item;
    }
}

/// <summary>enumerate.</summary>
internal sealed class EnumerateIterator(PyType type, Value iterator, Value start) : PyIterator(type)
{
    private Value _index = start;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        Value item = await python.Next(iterator);
        if (item.IsSignal || item.IsAbsent)
        {
            return item;
        }

        if (!python.Machine.ChargeAllocation(PyTuple.SizeOf(2)))
        {
            return Value.Signal;
        }

        Value pair = python.Tuple(_index, item);
        _index = Real.Add(_index, Value.Fixnum(1));
        return pair;
    }
}

/// <summary>zip.</summary>
internal sealed class ZipIterator(PyType type, Value[] iterators, bool isStrict) : PyIterator(type)
{
    private bool _done = iterators.Length == 0;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        if (_done)
        {
            return Value.Absent;
        }

        if (!python.Machine.ChargeAllocation(PyTuple.SizeOf(iterators.Length)))
        {
            return Value.Signal;
        }

        var items = ValueArrays.Unbound(iterators.Length);
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = await python.Next(iterators[i]);
            if (items[i].IsSignal)
            {
                return Value.Signal;
            }

            if (items[i].IsAbsent)
            {
                _done = true;
                return isStrict ? await CheckStrict(python, i) : Value.Absent;
            }
        }

        return python.Tuple(items);
    }

    private async Work<Value> CheckStrict(PythonRuntime python, int ended)
    {
        string others = ended == 1 ? "argument 1" : $"arguments 1-{ended}";
        if (ended > 0)
        {
            return python.ValueError($"zip() argument {ended + 1} is shorter than {others}");
        }

        for (int i = 1; i < iterators.Length; i++)
        {
            Value item = await python.Next(iterators[i]);
            if (item.IsSignal)
            {
                return item;
            }

            if (!item.IsAbsent)
            {
                return python.ValueError($"zip() argument {i + 1} is longer than {(i == 1 ? "argument 1" : $"arguments 1-{i}")}");
            }
        }

        return Value.Absent;
    }
}

/// <summary>map.</summary>
internal sealed class MapIterator(PyType type, Value function, Value[] iterators) : PyIterator(type)
{
    internal override async Work<Value> Advance(PythonRuntime python)
    {
        var arguments = ValueArrays.Unbound(iterators.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await python.Next(iterators[i]);
            if (arguments[i].IsSignal || arguments[i].IsAbsent)
            {
                return arguments[i];
            }
        }

        return await python.Call(function, arguments);
    }
}

/// <summary>filter.</summary>
internal sealed class FilterIterator(PyType type, Value function, Value iterator, bool keepsTrue) : PyIterator(type)
{
    internal override async Work<Value> Advance(PythonRuntime python)
    {
        while (true)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item;
            }

            Value result = function.IsUnspecified ? item : await python.Call(function, item);
            Value truth = result.IsSignal ? result : await python.TruthOf(result);
            if (truth.IsSignal || truth.IsTrue == keepsTrue)
            {
                return truth.IsSignal ? truth : item;
            }

            if (!python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }
        }
    }
}

/// <summary>reversed, of what has __len__ and __getitem__ only.</summary>
internal sealed class ReversedIterator(PyType type, Value target, long length) : PyIterator(type)
{
    private long _next = length - 1;

    internal override async Work<Value> Advance(PythonRuntime python)
    {
        if (_next < 0)
        {
            return Value.Absent;
        }

        Value item = await python.TryCall(python.Builtin("%getitem"), target, Value.Fixnum(_next--));
        if (item.IsSignal && (python.Catch(python.Types.Exception("IndexError")) || python.Catch(python.Types.Exception("StopIteration"))))
        {
            _next = -1;
            return Value.Absent;
        }

        return item;
    }
}

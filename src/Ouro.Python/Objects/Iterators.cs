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

    internal override Work<Value> Reduce(PythonRuntime python) => _list is { } list ? Again(python, Value.Object(list), _next) : Again(python, python.List());

    internal override void GoTo(long place) => _next = (int)Math.Clamp(place, 0, int.MaxValue);
}

/// <summary>Over a list from its end.</summary>
internal sealed class ReversedListIterator(PyType type, PyList list) : PyIterator(type)
{
    private int _next = list.Count - 1;

    internal override Value Next(PythonRuntime python) =>
        _next >= 0 && _next < list.Count ? list.Items[_next--] : Absent();

    internal override int LengthHint(PythonRuntime python) => _next >= list.Count ? 0 : Math.Max(0, _next + 1);

    internal override Work<Value> Reduce(PythonRuntime python) =>
        _next < -1 ? Again(python, python.List()) : python.Tuple(python.BuiltinsModule!.Find("reversed"), python.Tuple(Value.Object(list)), Value.Fixnum(_next));

    internal override void GoTo(long place) => _next = _next < -1 ? _next : (int)Math.Clamp(place, -1, list.Count - 1);

    private Value Absent()
    {
        _next = -2;
        return Value.Absent;
    }
}

/// <summary>Over values that do not change.</summary>
internal sealed class ArrayIterator(PyType type, Value[] items) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) => _next < items.Length ? items[_next++] : Finished(out _next);

    internal override int LengthHint(PythonRuntime python) => Math.Max(0, items.Length - _next);

    internal override Work<Value> Reduce(PythonRuntime python) => _next < AtEnd ? Again(python, python.Tuple(items), _next) : Ended(python);

    internal override void GoTo(long place) => _next = _next < AtEnd ? (int)Math.Clamp(place, 0, items.Length) : AtEnd;
}

/// <summary>Over the characters of a string.</summary>
internal sealed class TextIterator(PyType type, Text text) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) =>
        _next < text.Length ? Value.Object(python.Character(text[_next++])) : Finished(out _next);

    internal override int LengthHint(PythonRuntime python) => Math.Max(0, text.Length - _next);

    internal override Work<Value> Reduce(PythonRuntime python) => _next < AtEnd ? Again(python, Value.Object(text), _next) : Again(python, python.Str(""));

    internal override void GoTo(long place) => _next = _next == AtEnd ? AtEnd : (int)Math.Clamp(place, 0, text.Length);
}

/// <summary>Over bytes.</summary>
internal sealed class BytesIterator(PyType type, PyBytes bytes) : PyIterator(type)
{
    private int _next;

    internal override Value Next(PythonRuntime python) => _next < bytes.Items.Length ? Value.Fixnum(bytes.Items[_next++]) : Finished(out _next);

    internal override int LengthHint(PythonRuntime python) => Math.Max(0, bytes.Items.Length - _next);

    internal override Work<Value> Reduce(PythonRuntime python) => _next < AtEnd ? Again(python, Value.Object(bytes), _next) : Ended(python);

    internal override void GoTo(long place) => _next = _next == AtEnd ? AtEnd : (int)Math.Clamp(place, 0, bytes.Items.Length);
}

/// <summary>Over a range of small ints.</summary>
internal sealed class RangeIterator(PyType type, long start, long step, long count) : PyIterator(type)
{
    private readonly (long Start, long Step, long Count) _whole = (start, step, count);
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
        _next = unchecked(_next + _whole.Step);
        return Value.Fixnum(value);
    }

    internal override int LengthHint(PythonRuntime python) => (int)Math.Min(_left, int.MaxValue);

    internal override async Work<Value> Reduce(PythonRuntime python)
    {
        Value whole = await python.Invoke(Value.Object(python.Types.Range), [Value.Fixnum(_whole.Start), Real.Add(Value.Fixnum(_whole.Start), Real.Multiply(Value.Fixnum(_whole.Step), Value.Fixnum(_whole.Count))), Value.Fixnum(_whole.Step)], null);
        return whole.IsSignal ? whole : Again(python, whole, _whole.Count - _left);
    }

    internal override void GoTo(long place)
    {
        place = Math.Clamp(place, 0, _whole.Count);
        _left = _whole.Count - place;
        _next = unchecked(_whole.Start + (place * _whole.Step));
    }
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

    internal override int LengthHint(PythonRuntime python) => Real.Subtract(range.Length, _index) is { IsFixnum: true } left ? (int)Math.Clamp(left.Bits, 0, int.MaxValue) : int.MaxValue;

    internal override Work<Value> Reduce(PythonRuntime python) => _index.IsFixnum ? Again(python, Value.Object(range), _index.Bits) : base.Reduce(python);

    internal override void GoTo(long place) => _index = Value.Fixnum(Math.Max(0, place));
}

/// <summary>Over a dict; it must not get or lose keys meanwhile.</summary>
internal sealed class DictIterator(PyType type, PyDict dictionary, DictPart part, bool backwards = false) : PyIterator(type)
{
    private readonly int _count = dictionary.Count;
    private readonly int _version = dictionary.Entries.Version;
    private int _place = backwards ? dictionary.Entries.Used : -1;
    private int _left = dictionary.Count;
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
        _left--;
        ref var entry = ref entries[_place];
        return part switch
        {
            DictPart.Keys => entry.Key,
            DictPart.Values => entry.Value,
            _ => python.Machine.ChargeAllocation(PyTuple.SizeOf(2)) ? python.Tuple(entry.Key, entry.Value) : Value.Signal,
        };
    }

    internal override int LengthHint(PythonRuntime python) => _done ? 0 : _left;

    internal override Work<Value> Reduce(PythonRuntime python) => Rest(python, Twin());
}

/// <summary>Over a set.</summary>
internal sealed class SetIterator(PyType type, PySet set) : PyIterator(type)
{
    private readonly HashStore _store = set.Store;
    private readonly int _version = set.Store.Version;
    private int _place = -1;
    private int _left = set.Count;
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
        _left--;
        return _store[_place].Key;
    }

    internal override int LengthHint(PythonRuntime python) => _done || _store.Version != _version ? 0 : _left;

    internal override Work<Value> Reduce(PythonRuntime python) => Rest(python, Twin());
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

        Value item = await python.TryCall(python.TypeOf(target).Special("__getitem__"), target, Value.Fixnum(_next++));
        if (item.IsSignal && (python.Catch(python.Types.Exception("IndexError")) || python.Catch(python.Types.Exception("StopIteration"))))
        {
            _done = true;
            return Value.Absent;
        }

        return item;
    }

    internal override Work<Value> Reduce(PythonRuntime python) => _done ? Ended(python) : Again(python, target, _next);

    internal override void GoTo(long place) => _next = Math.Max(0, place);
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

    internal override Work<Value> Reduce(PythonRuntime python) =>
        _done ? Ended(python) : python.Tuple(python.BuiltinsModule!.Find("iter"), python.Tuple(callee, sentinel));
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

    internal override Work<Value> Reduce(PythonRuntime python) => python.Tuple(Value.Object(Type), python.Tuple(iterator, _index));
}

/// <summary>zip.</summary>
internal sealed class ZipIterator(PyType type, Value[] iterators, bool isStrict) : PyIterator(type)
{
    private bool _done = iterators.Length == 0;
    private bool _isStrict = isStrict;

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
                return _isStrict ? await CheckStrict(python, i) : Value.Absent;
            }
        }

        return python.Tuple(items);
    }

    internal override Work<Value> Reduce(PythonRuntime python) =>
        _isStrict ? python.Tuple(Value.Object(Type), python.Tuple(iterators), Value.Fixnum(1)) : python.Tuple(Value.Object(Type), python.Tuple(iterators));

    internal override void GoTo(long place) => _isStrict = place != 0;

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

    internal override Work<Value> Reduce(PythonRuntime python) => python.Tuple(Value.Object(Type), python.Tuple([function, .. iterators]));
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

    internal override Work<Value> Reduce(PythonRuntime python) => keepsTrue ? python.Tuple(Value.Object(Type), python.Tuple(function, iterator)) : base.Reduce(python);
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

    internal override int LengthHint(PythonRuntime python) => (int)Math.Min(int.MaxValue, _next + 1);

    internal override Work<Value> Reduce(PythonRuntime python) =>
        _next < 0 ? Ended(python) : python.Tuple(Value.Object(Type), python.Tuple(target), Value.Fixnum(_next));

    internal override void GoTo(long place) => _next = Math.Clamp(place, -1, length - 1);
}

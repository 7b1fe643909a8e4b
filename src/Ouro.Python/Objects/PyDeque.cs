using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>collections.deque: a ring of values.</summary>
internal sealed class PyDeque(PyType type) : PyObject(type)
{
    private Value[] _ring = ValueArrays.None;
    private int _head;

    internal int Count { get; private set; }

    /// <summary>The most values that there may be; -1: any number.</summary>
    internal long Most = -1;

    /// <summary>Changes when a value comes or goes: iterators look at it.</summary>
    internal int Version { get; private set; }

    internal Value this[int index]
    {
        get => _ring[Place(index)];
        set => _ring[Place(index)] = value;
    }

    private int Place(int index)
    {
        int place = _head + index;
        return place >= _ring.Length ? place - _ring.Length : place;
    }

    /// <summary>Adds a value at an end; if there are too many, one goes at the other.</summary>
    /// <returns>False after a limit was reached (pending).</returns>
    internal bool Add(VirtualMachine machine, in Value item, bool atLeft)
    {
        if (Most == 0)
        {
            return true;
        }

        if (Count == Most)
        {
            _ = Take(fromLeft: !atLeft);
        }

        if (Count == _ring.Length)
        {
            int capacity = Math.Max(8, 2 * Count);
            if (!machine.ChargeAllocation(16L * capacity) || !machine.ChargeTicks(Count >> 4))
            {
                return false;
            }

            var ring = ValueArrays.Unbound(capacity);
            for (int i = 0; i < Count; i++)
            {
                ring[i] = this[i];
            }

            (_ring, _head) = (ring, 0);
        }

        if (atLeft)
        {
            _head = _head == 0 ? _ring.Length - 1 : _head - 1;
        }

        Count++;
        Version++;
        this[atLeft ? 0 : Count - 1] = item;
        return true;
    }

    /// <summary>Takes the value at an end; there is one.</summary>
    internal Value Take(bool fromLeft)
    {
        int place = Place(fromLeft ? 0 : Count - 1);
        Value item = _ring[place];
        _ring[place] = Value.Unbound;
        _head = fromLeft ? (_head + 1 == _ring.Length ? 0 : _head + 1) : _head;
        Count--;
        Version++;
        return item;
    }

    internal void Clear()
    {
        (_ring, _head, Count) = (ValueArrays.None, 0, 0);
        Version++;
    }

    /// <summary>Moves values from one end to the other.</summary>
    internal void Rotate(int steps)
    {
        for (int i = 0; i < Math.Abs(steps); i++)
        {
            Value item = Take(fromLeft: steps < 0);
            if (steps > 0)
            {
                _head = _head == 0 ? _ring.Length - 1 : _head - 1;
            }

            Count++;
            this[steps > 0 ? 0 : Count - 1] = item;
        }

        Version++;
    }

    internal Value[] ToArray()
    {
        var items = ValueArrays.Unbound(Count);
        for (int i = 0; i < Count; i++)
        {
            items[i] = this[i];
        }

        return items;
    }

    /// <summary>Replaces all values by as many others or fewer.</summary>
    internal void Assign(Value[] items)
    {
        (_ring, _head, Count) = (items, 0, items.Length);
        Version++;
    }
}

/// <summary>Over a deque; it must not get or lose values meanwhile.</summary>
internal sealed class DequeIterator(PyType type, PyDeque deque, bool backwards) : PyIterator(type)
{
    private readonly int _version = deque.Version;
    private int _left = deque.Count;

    internal override Value Next(PythonRuntime python)
    {
        if (deque.Version != _version)
        {
            _left = 0;
            return python.Raise("RuntimeError", "deque mutated during iteration");
        }

        return _left == 0 ? Value.Absent : deque[backwards ? --_left : deque.Count - _left--];
    }

    internal override int LengthHint(PythonRuntime python) => _left;
}

/// <summary>The getter of a field of a named tuple.</summary>
internal sealed class PyTupleGetter(PyType type, long index, Value doc) : PyObject(type)
{
    internal readonly long Index = index;
    internal Value Doc = doc;
}

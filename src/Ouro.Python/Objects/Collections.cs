using Ouro.Machine.Execution;

namespace Ouro.Python.Objects;

/// <summary>A tuple.</summary>
internal sealed class PyTuple(PyType type, Value[] items) : PyObject(type)
{
    internal readonly Value[] Items = items;

    internal static long SizeOf(long count) => 80 + (16 * count);
}

/// <summary>A list.</summary>
internal sealed class PyList(PyType type, Value[] items, int count) : PyObject(type)
{
    /// <summary>Its elements and room for more.</summary>
    internal Value[] Items = items;

    internal int Count = count;

    internal Span<Value> Span => Items.AsSpan(0, Count);

    internal static long SizeOf(long count) => 96 + (16 * count);

    /// <summary>Room for so many elements in all.</summary>
    /// <returns>False after a limit was reached (pending).</returns>
    internal bool Reserve(VirtualMachine machine, int count)
    {
        if (count <= Items.Length)
        {
            return true;
        }

        int capacity = count + (count >> 3) + 6;
        if (!machine.ChargeAllocation(16L * capacity))
        {
            return false;
        }

        Items = ValueArrays.Grown(Items, Count, capacity);
        return true;
    }

    internal bool Append(VirtualMachine machine, in Value item)
    {
        if (Count == Items.Length && !Reserve(machine, Count + 1))
        {
            return false;
        }

        Items[Count++] = item;
        return true;
    }

    /// <summary>Replaces elements from start up to end by others.</summary>
    internal bool Splice(VirtualMachine machine, int start, int end, ReadOnlySpan<Value> items)
    {
        int tail = Count - end;
        int count = start + items.Length + tail;
        var source = items.ToArray();
        if (!machine.ChargeTicks((tail + items.Length) >> 4) || !Reserve(machine, count))
        {
            return false;
        }

        Array.Copy(Items, end, Items, start + source.Length, tail);
        source.CopyTo(Items.AsSpan(start));
        if (count < Count)
        {
            Items.AsSpan(count, Count - count).Fill(Value.Unbound);
        }

        Count = count;
        return true;
    }
}

/// <summary>A dict.</summary>
internal sealed class PyDict(PyType type, HashStore? store = null) : PyObject(type)
{
    private HashStore _entries = store ?? new HashStore();

    internal HashStore Entries
    {
        get
        {
            _entries.Names?.Synchronise();
            return _entries;
        }

        set => _entries = value;
    }

    /// <summary>Set where the entries are global variables of code.</summary>
    internal Namespace? Names => _entries.Names;

    internal const int Size = 200;

    /// <summary>Of a defaultdict: what makes values for keys that are not there, or None.</summary>
    internal Box? Default;

    internal int Count => Entries.Count;

    /// <summary>The value of a name; unbound if there is none.</summary>
    internal Value Find(string name) => Find(new Text(name));

    /// <summary>The value of a key that needs no guest code; unbound if there is none.</summary>
    internal Value Find(Text key)
    {
        int place = Entries.Find(Value.Object(key), key.GetHashCode());
        return place >= 0 ? Entries[place].Value : Value.Unbound;
    }

    internal void Store(string name, in Value value) => Store(new Text(name), value);

    internal void Store(Text name, in Value value)
    {
        Value key = Value.Object(name);
        int place = Entries.Find(key, name.GetHashCode());
        if (place >= 0)
        {
            Entries[place].Value = value;
        }
        else
        {
            Entries.Add(key, name.GetHashCode(), value);
        }
    }

    internal bool Remove(string name)
    {
        var key = new Text(name);
        int place = Entries.Find(Value.Object(key), key.GetHashCode());
        if (place < 0)
        {
            return false;
        }

        Entries.RemoveAt(place);
        return true;
    }
}

/// <summary>A set or frozenset.</summary>
internal sealed class PySet(PyType type, HashStore? store = null) : PyObject(type)
{
    internal HashStore Store = store ?? new HashStore();

    internal int Count => Store.Count;
}

/// <summary>What keys(), values() and items() give.</summary>
internal sealed class PyDictView(PyType type, PyDict dictionary, DictPart part) : PyObject(type)
{
    internal readonly PyDict Dictionary = dictionary;
    internal readonly DictPart Part = part;
}

/// <summary>What of a dict's entries is meant.</summary>
internal enum DictPart
{
    Keys,
    Values,
    Items,
}

/// <summary>A range; the parts are ints of any size.</summary>
internal sealed class PyRange(PyType type, Value start, Value stop, Value step, Value length) : PyObject(type)
{
    internal readonly Value Start = start;
    internal readonly Value Stop = stop;
    internal readonly Value Step = step;
    internal readonly Value Length = length;
}

/// <summary>A slice object.</summary>
internal sealed class PySlice(PyType type, Value start, Value stop, Value step) : PyObject(type)
{
    internal readonly Value Start = start;
    internal readonly Value Stop = stop;
    internal readonly Value Step = step;
}

/// <summary>A read-only view of a type's names, or of a mapping.</summary>
internal sealed class PyMappingProxy(PyType type, PyType? of, Value mapping) : PyObject(type)
{
    internal readonly PyType? Of = of;
    internal readonly Value Mapping = mapping;
}

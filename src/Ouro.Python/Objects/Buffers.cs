using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>Memory that memoryviews show.</summary>
internal interface IBuffer
{
    /// <summary>All of its bytes now.</summary>
    byte[] Bytes { get; }

    bool IsReadOnly { get; }

    /// <summary>The format of one element, as the module struct has it.</summary>
    string Format { get; }

    int ItemSize { get; }

    /// <summary>How many views there are: while there is one, the size stays.</summary>
    int Exports { get; set; }
}

/// <summary>bytes, or a bytearray, which can be changed and may have room for more.</summary>
internal sealed class PyBytes(PyType type, byte[] items) : PyObject(type), IBuffer
{
    private byte[] _storage = items;

    internal int Count { get; private set; } = items.Length;

    /// <summary>The bytes, all of the array.</summary>
    internal byte[] Items
    {
        get
        {
            if (_storage.Length != Count)
            {
                Array.Resize(ref _storage, Count);
            }

            return _storage;
        }

        set => (_storage, Count) = (value, value.Length);
    }

    internal Span<byte> Span => _storage.AsSpan(0, Count);

    public byte[] Bytes => Items;

    public bool IsReadOnly => !Type.IsSubtypeOf(Type.PythonOf.Types.ByteArray);

    public string Format => "B";

    public int ItemSize => 1;

    public int Exports { get; set; }

    /// <summary>Puts bytes in the place of others.</summary>
    /// <returns>False after a limit was reached, or with a pending raise: views keep it from changing its size.</returns>
    internal bool Splice(PythonRuntime python, int start, int end, ReadOnlySpan<byte> bytes)
    {
        int count = Count - (end - start) + bytes.Length;
        if (count != Count && Exports > 0)
        {
            _ = python.Raise("BufferError", "Existing exports of data: object cannot be re-sized");
            return false;
        }

        if (!python.Machine.ChargeTicks((Count - end + bytes.Length) >> 4))
        {
            return false;
        }

        if (count > _storage.Length || bytes.Overlaps(_storage))
        {
            int capacity = count + (count >> 3) + 8;
            if (!python.Machine.ChargeAllocation(capacity))
            {
                return false;
            }

            byte[] storage = new byte[capacity];
            Span[..start].CopyTo(storage);
            bytes.CopyTo(storage.AsSpan(start));
            Span[end..].CopyTo(storage.AsSpan(start + bytes.Length));
            _storage = storage;
        }
        else
        {
            Array.Copy(_storage, end, _storage, start + bytes.Length, Count - end);
            bytes.CopyTo(_storage.AsSpan(start));
        }

        Count = count;
        return true;
    }
}

/// <summary>memoryview: elements of another object's memory.</summary>
internal sealed class PyMemoryView(PyType type, PyObject source, string format, int itemSize, bool isReadOnly, int start, int[] shape, int[] strides) : PyObject(type)
{
    internal readonly PyObject Source = source;
    internal readonly string Format = format;
    internal readonly int ItemSize = itemSize;
    internal readonly bool IsReadOnly = isReadOnly;

    /// <summary>Where the first element is, in bytes.</summary>
    internal readonly int Start = start;

    /// <summary>How many elements there are in each dimension, and how many bytes from one to the next.</summary>
    internal readonly int[] Lengths = shape;
    internal readonly int[] Strides = strides;

    internal bool IsReleased;
    internal long? Hash;

    /// <summary>How many elements there are in all.</summary>
    internal int Count
    {
        get
        {
            int count = 1;
            foreach (int length in Lengths)
            {
                count *= length;
            }

            return count;
        }
    }

    internal byte[] Bytes => ((IBuffer)Source).Bytes;

    internal bool IsContiguous
    {
        get
        {
            int size = ItemSize;
            for (int i = Lengths.Length - 1; i >= 0; i--)
            {
                if (Lengths[i] > 1 && Strides[i] != size)
                {
                    return false;
                }

                size *= Lengths[i];
            }

            return true;
        }
    }

    /// <summary>The strides of memory without gaps.</summary>
    internal static int[] StridesOf(int[] shape, int itemSize)
    {
        int[] strides = new int[shape.Length];
        int size = itemSize;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = size;
            size *= shape[i];
        }

        return strides;
    }

    /// <summary>The places of all elements in order.</summary>
    internal IEnumerable<int> Places()
    {
        int count = Count;
        int[] at = new int[Lengths.Length];
        int place = Start;
        for (int i = 0; i < count; i++)
        {
            yield return place;
            for (int dimension = Lengths.Length - 1; dimension >= 0; dimension--)
            {
                place += Strides[dimension];
                if (++at[dimension] < Lengths[dimension])
                {
                    break;
                }

                place -= at[dimension] * Strides[dimension];
                at[dimension] = 0;
            }
        }
    }

    /// <summary>The bytes of all elements in order.</summary>
    internal byte[] ToBytes()
    {
        byte[] source = Bytes;
        int length = Count * ItemSize;
        if (IsContiguous)
        {
            return source.AsSpan(Start, length).ToArray();
        }

        byte[] bytes = new byte[length];
        int to = 0;
        foreach (int place in Places())
        {
            source.AsSpan(place, ItemSize).CopyTo(bytes.AsSpan(to));
            to += ItemSize;
        }

        return bytes;
    }
}

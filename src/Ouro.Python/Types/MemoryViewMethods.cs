using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Types;

/// <summary>memoryview.</summary>
internal static class MemoryViewMethods
{
    private static PyMemoryView? Self(PythonRuntime python, in Value value)
    {
        var view = (PyMemoryView)value.Ref!;
        if (!view.IsReleased)
        {
            return view;
        }

        _ = python.ValueError("operation forbidden on released memoryview object");
        return null;
    }

    [PythonFunction("__new__", "cls, object", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeAllocation(160))
        {
            return Value.Signal;
        }

        switch (a[1].Ref)
        {
            case PyMemoryView:
                return Self(python, a[1]) is { } other ? Derived(python, other, other.Format, other.ItemSize, other.IsReadOnly, other.Start, other.Lengths, other.Strides) : Value.Signal;
            case IBuffer buffer:
                buffer.Exports++;
                int count = buffer.Bytes.Length / buffer.ItemSize;
                return Value.Object(new PyMemoryView(python.Types.MemoryView, (PyObject)buffer, buffer.Format, buffer.ItemSize, buffer.IsReadOnly, 0, [count], [buffer.ItemSize]));
            default:
                return python.TypeError($"memoryview: a bytes-like object is required, not '{python.TypeName(a[1])}'");
        }
    }

    private static Value Derived(PythonRuntime python, PyMemoryView from, string format, int itemSize, bool isReadOnly, int start, int[] shape, int[] strides)
    {
        ((IBuffer)from.Source).Exports++;
        return python.Machine.ChargeAllocation(160) ? Value.Object(new PyMemoryView(python.Types.MemoryView, from.Source, format, itemSize, isReadOnly, start, shape, strides)) : Value.Signal;
    }

    [PythonFunction("release", "self, /")]
    internal static Value Release(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var view = (PyMemoryView)a[0].Ref!;
        if (!view.IsReleased)
        {
            view.IsReleased = true;
            ((IBuffer)view.Source).Exports--;
        }

        return Value.Unspecified;
    }

    [PythonFunction("__enter__", "self, /")]
    internal static Value Enter(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is null ? Value.Signal : a[0];

    [PythonFunction("__exit__", "self, /, *args")]
    internal static Value Exit(PythonRuntime python, ReadOnlySpan<Value> a) => Release(python, a);

    [PythonFunction("obj", Kind = FunctionKind.Getter)]
    internal static Value Target(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Object(view.Source) : Value.Signal;

    [PythonFunction("nbytes", Kind = FunctionKind.Getter)]
    internal static Value ByteCount(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Fixnum((long)view.Count * view.ItemSize) : Value.Signal;

    [PythonFunction("readonly", Kind = FunctionKind.Getter)]
    internal static Value ReadOnly(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Boolean(view.IsReadOnly) : Value.Signal;

    [PythonFunction("itemsize", Kind = FunctionKind.Getter)]
    internal static Value ItemSize(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Fixnum(view.ItemSize) : Value.Signal;

    [PythonFunction("format", Kind = FunctionKind.Getter)]
    internal static Value Format(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? python.Str(view.Format) : Value.Signal;

    [PythonFunction("ndim", Kind = FunctionKind.Getter)]
    internal static Value Dimensions(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Fixnum(view.Lengths.Length) : Value.Signal;

    [PythonFunction("shape", Kind = FunctionKind.Getter)]
    internal static Value Shape(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? python.Tuple(Array.ConvertAll(view.Lengths, one => Value.Fixnum(one))) : Value.Signal;

    [PythonFunction("strides", Kind = FunctionKind.Getter)]
    internal static Value Strides(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? python.Tuple(Array.ConvertAll(view.Strides, one => Value.Fixnum(one))) : Value.Signal;

    [PythonFunction("suboffsets", Kind = FunctionKind.Getter)]
    internal static Value Suboffsets(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is null ? Value.Signal : python.EmptyTuple;

    [PythonFunction("contiguous", Kind = FunctionKind.Getter)]
    [PythonFunction("c_contiguous", Kind = FunctionKind.Getter)]
    internal static Value IsContiguous(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Boolean(view.IsContiguous) : Value.Signal;

    [PythonFunction("f_contiguous", Kind = FunctionKind.Getter)]
    internal static Value IsFortran(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? Value.Boolean(view.IsContiguous && view.Lengths.Count(length => length > 1) <= 1) : Value.Signal;

    private static bool Charge(PythonRuntime python, PyMemoryView view) => python.Machine.ChargeTicks((long)view.Count * view.ItemSize >> 4) && python.Machine.ChargeAllocation(64 + ((long)view.Count * view.ItemSize));

    [PythonFunction("tobytes", "self, order=None")]
    internal static Value ToBytes(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!a[1].IsAbsent && !a[1].IsUnspecified && a[1].Ref?.ToString() is not ("C" or "F" or "A"))
        {
            return a[1].Ref is Text ? python.ValueError("order must be 'C', 'F' or 'A'") : python.TypeError($"tobytes() argument 'order' must be str or None, not {python.TypeName(a[1])}");
        }

        return Self(python, a[0]) is { } view && Charge(python, view) ? Value.Object(new PyBytes(python.Types.Bytes, view.ToBytes())) : Value.Signal;
    }

    [PythonFunction("hex", "self, sep=None, bytes_per_sep=1")]
    internal static async Work<Value> Hexadecimal(PythonRuntime python, Value[] a) =>
        Self(python, a[0]) is { } view && Charge(python, view) ? await BytesMethods.HexadecimalOf(python, view.ToBytes(), a[1], a[2]) : Value.Signal;

    private static StructLayout? LayoutOf(PythonRuntime python, PyMemoryView view)
    {
        if (StructLayout.Parse(python.Meter, new Text(view.Format)) is { Fields.Length: 1 } layout)
        {
            return layout;
        }

        _ = python.Meter.TakeError();
        _ = python.Raise("NotImplementedError", $"memoryview: format {view.Format} not supported");
        return null;
    }

    private static Value Read(PythonRuntime python, PyMemoryView view, StructLayout layout, int place) =>
        place + view.ItemSize <= view.Bytes.Length ? python.ReadField(layout, layout.Fields[0], view.Bytes.AsSpan(place, view.ItemSize)) : python.IndexError("index out of bounds");

    [PythonFunction("tolist", "self, /")]
    internal static Value ToList(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Self(python, a[0]) is not { } view || LayoutOf(python, view) is not { } layout || !python.Machine.ChargeTicks(view.Count))
        {
            return Value.Signal;
        }

        return view.Lengths.Length == 0 ? Read(python, view, layout, view.Start) : ListOf(python, view, layout, 0, view.Start);
    }

    private static Value ListOf(PythonRuntime python, PyMemoryView view, StructLayout layout, int dimension, int place)
    {
        var list = python.NewList();
        for (int i = 0; i < view.Lengths[dimension]; i++)
        {
            int at = place + (i * view.Strides[dimension]);
            Value item = dimension == view.Lengths.Length - 1 ? Read(python, view, layout, at) : ListOf(python, view, layout, dimension + 1, at);
            if (item.IsSignal || !list.Append(python.Machine, item))
            {
                return Value.Signal;
            }
        }

        return Value.Object(list);
    }

    [PythonFunction("toreadonly", "self, /")]
    internal static Value ToReadOnly(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(python, a[0]) is { } view ? Derived(python, view, view.Format, view.ItemSize, true, view.Start, view.Lengths, view.Strides) : Value.Signal;

    [PythonFunction("cast", "self, format, shape=None")]
    internal static async Work<Value> Cast(PythonRuntime python, Value[] a)
    {
        if (Self(python, a[0]) is not { } view)
        {
            return Value.Signal;
        }

        if (a[1].Ref is not Text format)
        {
            return python.TypeError($"cast() argument 'format' must be str, not {python.TypeName(a[1])}");
        }

        string code = format.ToString().TrimStart('@');
        int size = code.Length == 1 ? "cbB?".Contains(code[0], StringComparison.Ordinal) ? 1 : "hHe".Contains(code[0], StringComparison.Ordinal) ? 2 : "iIf".Contains(code[0], StringComparison.Ordinal) ? 4 : "lLqQnNdP".Contains(code[0], StringComparison.Ordinal) ? 8 : 0 : 0;
        if (size == 0)
        {
            return python.ValueError("memoryview: destination format must be a native single character format prefixed with an optional '@'");
        }

        bool fromBytes = view.Format is "B" or "b" or "c", toBytes = code is "B" or "b" or "c";
        if (!fromBytes && !toBytes)
        {
            return python.TypeError("memoryview: cannot cast between two non-byte formats");
        }

        if (!view.IsContiguous)
        {
            return python.TypeError("memoryview: casts are restricted to C-contiguous views");
        }

        int length = view.Count * view.ItemSize;
        if (length % size != 0)
        {
            return python.TypeError("memoryview: length is not a multiple of itemsize");
        }

        int[] shape = [length / size];
        if (!a[2].IsAbsent && !a[2].IsUnspecified)
        {
            if (a[2].Ref is not (PyList or PyTuple))
            {
                return python.TypeError("shape must be a list or a tuple");
            }

            Value given = await python.ToList(a[2]);
            if (given.IsSignal)
            {
                return given;
            }

            var parts = ((PyList)given.Ref!).Span.ToArray();
            if (parts.Length > 64)
            {
                return python.ValueError("memoryview: number of dimensions must not exceed 64");
            }

            long product = 1;
            shape = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (Keys.AsNumber(parts[i]) is not { Ref: null } number)
                {
                    return python.TypeError("memoryview.cast(): elements of shape must be integers");
                }

                if (number.Bits <= 0 || number.Bits > int.MaxValue)
                {
                    return python.ValueError("memoryview.cast(): elements of shape must be integers > 0");
                }

                shape[i] = (int)number.Bits;
                product = Math.Min(product * number.Bits, int.MaxValue);
            }

            if (product * size != length)
            {
                return python.TypeError("memoryview: product(shape) * itemsize != buffer size");
            }
        }

        return Derived(python, view, code, size, view.IsReadOnly, view.Start, shape, PyMemoryView.StridesOf(shape, size));
    }

    [PythonFunction("__len__", "self, /")]
    internal static Value Length(PythonRuntime python, ReadOnlySpan<Value> a) => Self(python, a[0]) is { } view ? view.Lengths.Length == 0 ? python.TypeError("0-dim memory has no length") : Value.Fixnum(view.Lengths[0]) : Value.Signal;

    /// <summary>The place of an element by an index or a tuple of them; -1 with a pending raise.</summary>
    private static async Work<int> Place(PythonRuntime python, PyMemoryView view, Value key)
    {
        var indices = key.Ref is PyTuple tuple ? tuple.Items : [key];
        if (indices.Length < view.Lengths.Length)
        {
            _ = python.Raise("NotImplementedError", key.Ref is PyTuple ? "sub-views are not implemented" : "multi-dimensional sub-views are not implemented");
            return -1;
        }

        if (indices.Length > view.Lengths.Length)
        {
            _ = python.TypeError($"cannot index {view.Lengths.Length}-dimension view with {indices.Length}-element tuple");
            return -1;
        }

        int place = view.Start;
        for (int i = 0; i < indices.Length; i++)
        {
            if (python.TypeOf(indices[i]).Special("__index__").IsUnbound)
            {
                _ = python.TypeError("memoryview: invalid slice key");
                return -1;
            }

            if (await python.SizeOf(indices[i]) is not { } index)
            {
                return -1;
            }

            index = index < 0 ? index + view.Lengths[i] : index;
            if ((ulong)index >= (ulong)view.Lengths[i])
            {
                _ = python.IndexError(view.Lengths.Length == 1 ? "index out of bounds on dimension 1" : $"index out of bounds on dimension {i + 1}");
                return -1;
            }

            place += (int)index * view.Strides[i];
        }

        return place;
    }

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a)
    {
        if (Self(python, a[0]) is not { } view)
        {
            return Value.Signal;
        }

        if (view.Lengths.Length == 0)
        {
            return a[1].Ref == python.Ellipsis.Ref ? a[0]
                : a[1].Ref is PyTuple { Items.Length: 0 } ? LayoutOf(python, view) is { } single ? Read(python, view, single, view.Start) : Value.Signal
                : python.TypeError("invalid indexing of 0-dim memory");
        }

        if (a[1].Ref == python.Ellipsis.Ref)
        {
            return a[0];
        }

        if (a[1].Ref is PySlice slice)
        {
            return await python.Indices(slice, view.Lengths[0]) is { } part
                ? Derived(python, view, view.Format, view.ItemSize, view.IsReadOnly, view.Start + ((int)part.Start * view.Strides[0]), [part.Count, .. view.Lengths[1..]], [(int)part.Step * view.Strides[0], .. view.Strides[1..]])
                : Value.Signal;
        }

        int place = await Place(python, view, a[1]);
        return place >= 0 && LayoutOf(python, view) is { } layout ? Read(python, view, layout, place) : Value.Signal;
    }

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(python, a[0]) is not { } view ? Value.Signal
        : view.Lengths.Length == 0 ? python.TypeError("invalid indexing of 0-dim memory")
        : Value.Object(new ItemIterator(python.Types.MemoryIterator, a[0]));

    [PythonFunction("__setitem__", "self, key, value, /")]
    internal static async Work<Value> SetItem(PythonRuntime python, Value[] a)
    {
        if (Self(python, a[0]) is not { } view)
        {
            return Value.Signal;
        }

        if (view.IsReadOnly)
        {
            return python.TypeError("cannot modify read-only memory");
        }

        if (a[1].Ref is PySlice slice)
        {
            if (view.Lengths.Length != 1)
            {
                return python.Raise("NotImplementedError", "memoryview slice assignments are currently restricted to ndim = 1");
            }

            if (await python.Indices(slice, view.Lengths[0]) is not { } part || python.BytesArgument(a[2]) is not { } bytes)
            {
                return Value.Signal;
            }

            string format = a[2].Ref is PyMemoryView other ? other.Format : a[2].Ref is IBuffer buffer ? buffer.Format : "B";
            if (bytes.Length != part.Count * view.ItemSize || format != view.Format)
            {
                return python.ValueError("memoryview assignment: lvalue and rvalue have different structures");
            }

            if (!python.Machine.ChargeTicks(bytes.Length >> 4) || !python.Machine.ChargeAllocation(bytes.Length))
            {
                return Value.Signal;
            }

            // The two may lie in the same memory.
            bytes = [.. bytes];
            for (int i = 0; i < part.Count; i++)
            {
                bytes.AsSpan(i * view.ItemSize, view.ItemSize).CopyTo(view.Bytes.AsSpan(view.Start + ((int)(part.Start + (i * part.Step)) * view.Strides[0])));
            }

            return Value.Unspecified;
        }

        int place = await Place(python, view, a[1]);
        if (place < 0 || LayoutOf(python, view) is not { } layout)
        {
            return Value.Signal;
        }

        byte[] item = new byte[8];
        bool isWritten = await python.WriteField(layout, layout.Fields[0], a[2], item, 0, isNative: true);
        if (!isWritten)
        {
            return python.TakeNamed(StructLayout.Error) ? layout.Fields[0].Code is 'c' || python.TypeOf(a[2]).Special("__index__").IsUnbound
                ? python.TypeError($"memoryview: invalid type for format '{view.Format}'") : python.ValueError($"memoryview: invalid value for format '{view.Format}'") : Value.Signal;
        }

        item.AsSpan(0, view.ItemSize).CopyTo(view.Bytes.AsSpan(place));
        return Value.Unspecified;
    }

    [PythonFunction("__delitem__", "self, key, /")]
    internal static Value DeleteItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.TypeError("cannot delete memory");

    [PythonFunction("__eq__", "self, value, /")]
    internal static async Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        var view = (PyMemoryView)a[0].Ref!;
        if (view.IsReleased || PythonRuntime.BytesOf(a[1]) is not { } bytes)
        {
            return a[1].Ref == view ? Value.Boolean(true) : a[1].Ref is PyMemoryView ? Value.Boolean(false) : python.NotImplemented;
        }

        string format = a[1].Ref is PyMemoryView two ? two.Format : ((IBuffer)a[1].Ref!).Format;
        int[] shape = a[1].Ref is PyMemoryView other ? other.Lengths : [bytes.Length / ((IBuffer)a[1].Ref!).ItemSize];
        if (!shape.AsSpan().SequenceEqual(view.Lengths))
        {
            return Value.Boolean(false);
        }

        if (format == view.Format && format is not ("f" or "d" or "e"))
        {
            return Charge(python, view) ? Value.Boolean(view.ToBytes().AsSpan().SequenceEqual(bytes)) : Value.Signal;
        }

        Value left = ToList(python, [a[0]]);
        Value right = left.IsSignal || a[1].Ref is PyMemoryView ? left : New(python, [Value.Object(python.Types.MemoryView), a[1]]);
        right = right.IsSignal ? right : ToList(python, [a[1].Ref is PyMemoryView ? a[1] : right]);
        return right.IsSignal ? right : await python.AreEqual(left, right);
    }

    [PythonFunction("__ne__", "self, value, /")]
    internal static async Work<Value> NotEqual(PythonRuntime python, Value[] a) => await Equal(python, a) is { IsBoolean: true } same ? Value.Boolean(!same.IsTrue) : python.Machine.Pending != PendingSignal.None ? Value.Signal : python.NotImplemented;

    [PythonFunction("__hash__", "self, /")]
    internal static Value Hash(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var view = (PyMemoryView)a[0].Ref!;
        if (view.Hash is { } known)
        {
            return Value.Fixnum(known);
        }

        if (Self(python, a[0]) is null)
        {
            return Value.Signal;
        }

        if (!view.IsReadOnly)
        {
            return python.ValueError("cannot hash writable memoryview object");
        }

        if (view.Format is not ("B" or "b" or "c"))
        {
            return python.ValueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        }

        if (!Charge(python, view))
        {
            return Value.Signal;
        }

        view.Hash = Keys.HashOf(view.ToBytes());
        return Value.Fixnum(view.Hash.Value);
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Str($"<{(((PyMemoryView)a[0].Ref!).IsReleased ? "released memory" : "memory")} at {python.Address(a[0])}>");
}

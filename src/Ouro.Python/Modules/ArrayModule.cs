using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Modules;

/// <summary>array.array: numbers of one kind in memory; u: characters of four bytes.</summary>
internal sealed class PyArray(PyType type, char code, PyBytes storage) : PyObject(type), IBuffer
{
    internal readonly char Code = code;
    internal readonly PyBytes Storage = storage;
    internal readonly StructLayout Layout = StructLayout.Parse(new Values.Meter(null), new Text("@" + (code == 'u' ? 'I' : code)))!;

    internal int Count => Storage.Count / ItemSize;

    public byte[] Bytes => Storage.Items;

    public bool IsReadOnly => false;

    public string Format => Code == 'u' ? "w" : Code.ToString();

    public int ItemSize => Layout.Fields[0].Size;

    public int Exports
    {
        get => Storage.Exports;
        set => Storage.Exports = value;
    }

    internal Value Read(PythonRuntime python, int index)
    {
        Value item = python.ReadField(Layout, Layout.Fields[0], Storage.Span.Slice(index * ItemSize, ItemSize));
        return Code == 'u' ? item.Bits is >= 0 and <= 0x10FFFF ? Value.Object(python.Character((int)item.Bits)) : python.ValueError($"character U+{item.Bits:x} is not in range [U+0000; U+10ffff]") : item;
    }
}

/// <summary>The module array.</summary>
internal static class ArrayModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        var type = python.Types.MakeIn(module, "array", typeof(ArrayMethods));
        module.Set("ArrayType", Value.Object(type));
        module.Set("typecodes", python.Str("bBuhHiIlLqQfd"));
        Registry.Fill(python, module, typeof(ArrayFunctions));
    }
}

/// <summary>The functions of the module array.</summary>
internal static class ArrayFunctions
{
    [PythonFunction("_array_reconstructor", "arraytype, typecode, mformat_code, items, /")]
    internal static Work<Value> Reconstruct(PythonRuntime python, Value[] a) => python.Invoke(a[0], [a[1], a[3]], null);
}

/// <summary>array.array.</summary>
[Specials("class_getitem nohash")]
internal static class ArrayMethods
{
    private static PyArray Self(in Value value) => (PyArray)value.Ref!;

    private static Value Done(bool worked) => worked ? Value.Unspecified : Value.Signal;

    [PythonFunction("__new__", "cls, typecode, initializer=None, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text { Length: 1 } code)
        {
            return python.TypeError($"array() argument 1 must be a unicode character, not {python.TypeName(a[1])}");
        }

        char kind = code[0] < 128 ? (char)code[0] : '?';
        if (!"bBuhHiIlLqQfd".Contains(kind, StringComparison.Ordinal))
        {
            return python.ValueError("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
        }

        if (!python.Machine.ChargeAllocation(300))
        {
            return Value.Signal;
        }

        var array = new PyArray((PyType)a[0].Ref!, kind, new PyBytes(python.Types.ByteArray, []));
        if (a[2].IsAbsent)
        {
            return Value.Object(array);
        }

        if (a[2].Ref is Text && kind != 'u')
        {
            return python.TypeError($"cannot use a str to initialize an array with typecode '{kind}'");
        }

        if (a[2].Ref is PyArray { Code: 'u' } && kind != 'u')
        {
            return python.TypeError($"cannot use a unicode array to initialize an array with typecode '{kind}'");
        }

        Value filled = a[2].Ref is PyBytes ? FromBytes(python, [Value.Object(array), a[2]]) : await Extend(python, [Value.Object(array), a[2].Ref is PyArray other && other.Code != kind ? ToList(python, [a[2]]) : a[2]]);
        return filled.IsSignal ? filled : Value.Object(array);
    }

    /// <summary>A value as it is in memory; null with a pending raise.</summary>
    private static async Work<byte[]?> Packed(PythonRuntime python, PyArray self, Value value)
    {
        byte[] item = new byte[self.ItemSize];
        if (self.Code == 'u')
        {
            if (PythonRuntime.Inner(value).Ref is not Text { Length: 1 } text)
            {
                _ = python.TypeError("array item must be a unicode character, not " + (value.Ref is Text ? "str" : python.TypeName(value)));
                return null;
            }

            value = Value.Fixnum(text[0]);
        }
        else if (self.Code is 'f' or 'd')
        {
            value = await MathModule.Number(python, value);
        }
        else
        {
            value = value.IsFlonum ? python.TypeError($"'float' object cannot be interpreted as an integer") : await python.IndexOf(value);
        }

        if (value.IsSignal)
        {
            return null;
        }

        if (self.Code is not ('f' or 'd' or 'u'))
        {
            bool isSigned = char.IsLower(self.Code);
            var number = Real.ToBigInteger(value);
            var least = isSigned ? -(System.Numerics.BigInteger.One << ((8 * self.ItemSize) - 1)) : 0;
            var most = (System.Numerics.BigInteger.One << ((8 * self.ItemSize) - (isSigned ? 1 : 0))) - 1;
            if (number < least || number > most)
            {
                string name = self.Code switch { 'b' => "signed char", 'B' => "unsigned byte integer", 'h' => "signed short integer", 'H' => "unsigned short", _ => "" };
                _ = python.OverflowError(name.Length == 0 ? $"Python int too large to convert to C {(self.Code is 'i' ? "int" : isSigned ? "long" : "unsigned long")}"
                    : number < least ? $"{name} is less than minimum" : $"{name} is greater than maximum");
                return null;
            }
        }

        return await python.WriteField(self.Layout, self.Layout.Fields[0], value, item, 0, isNative: true) ? item : null;
    }

    [PythonFunction("typecode", Kind = FunctionKind.Getter)]
    internal static Value TypeCode(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Code.ToString());

    [PythonFunction("itemsize", Kind = FunctionKind.Getter)]
    internal static Value ItemSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).ItemSize);

    [PythonFunction("__len__", "self, /")]
    internal static Value Length(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Count);

    [PythonFunction("append", "self, v, /")]
    internal static async Work<Value> Append(PythonRuntime python, Value[] a) =>
        await Packed(python, Self(a[0]), a[1]) is { } item ? Done(Self(a[0]).Storage.Splice(python, Self(a[0]).Storage.Count, Self(a[0]).Storage.Count, item)) : Value.Signal;

    [PythonFunction("extend", "self, bb, /")]
    [PythonFunction("fromlist", "self, list, /")]
    internal static async Work<Value> Extend(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (a[1].Ref is PyArray other)
        {
            return other.Code != self.Code ? python.TypeError("can only extend with array of same kind") : Done(self.Storage.Splice(python, self.Storage.Count, self.Storage.Count, [.. other.Bytes]));
        }

        Value iterator = await python.Iterate(a[1]);
        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Unspecified : item;
            }

            if (!python.Machine.ChargeTicks(1) || (await Append(python, [a[0], item])).IsSignal)
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    [PythonFunction("frombytes", "self, buffer, /")]
    internal static Value FromBytes(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        return python.BytesArgument(a[1]) is not { } bytes ? Value.Signal
            : bytes.Length % self.ItemSize != 0 ? python.ValueError("bytes length not a multiple of item size")
            : Done(self.Storage.Splice(python, self.Storage.Count, self.Storage.Count, bytes == self.Bytes ? [.. bytes] : bytes));
    }

    [PythonFunction("tobytes", "self, /")]
    internal static Value ToBytes(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(Self(a[0]).Storage.Count) ? Value.Object(new PyBytes(python.Types.Bytes, Self(a[0]).Storage.Span.ToArray())) : Value.Signal;

    [PythonFunction("tolist", "self, /")]
    internal static Value ToList(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var list = python.NewList();
        for (int i = 0; i < Self(a[0]).Count; i++)
        {
            Value item = Self(a[0]).Read(python, i);
            if (item.IsSignal || !list.Append(python.Machine, item))
            {
                return Value.Signal;
            }
        }

        return python.Machine.ChargeTicks(list.Count >> 2) ? Value.Object(list) : Value.Signal;
    }

    [PythonFunction("tounicode", "self, /")]
    internal static Value ToUnicode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Self(a[0]).Code != 'u')
        {
            return python.ValueError("tounicode() may only be called on unicode type arrays");
        }

        var text = new TextBuilder();
        for (int i = 0; i < Self(a[0]).Count; i++)
        {
            Value item = Self(a[0]).Read(python, i);
            if (item.IsSignal || !python.Machine.ChargeAllocation(text.GrowthFor(1)))
            {
                return Value.Signal;
            }

            text.Append((Text)item.Ref!);
        }

        return Value.Object(text.ToText());
    }

    [PythonFunction("fromunicode", "self, ustr, /")]
    internal static Work<Value> FromUnicode(PythonRuntime python, Value[] a) => Self(a[0]).Code != 'u' ? python.ValueError("fromunicode() may only be called on unicode type arrays")
        : PythonRuntime.Inner(a[1]).Ref is Text ? Extend(python, a) : python.TypeError($"fromunicode() argument must be str, not {python.TypeName(a[1])}");

    [PythonFunction("byteswap", "self, /")]
    internal static Value Swap(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        for (int i = 0; i < self.Count; i++)
        {
            self.Storage.Span.Slice(i * self.ItemSize, self.ItemSize).Reverse();
        }

        return Done(python.Machine.ChargeTicks(self.Count >> 2));
    }

    [PythonFunction("buffer_info", "self, /")]
    internal static Value Info(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Fixnum(0x7F00_0000_0000 + (16L * python.Machine.IdentityOf(a[0].Ref!))), Value.Fixnum(Self(a[0]).Count));

    /// <summary>The index of an element; -1 with a pending raise.</summary>
    private static async Work<int> Place(PythonRuntime python, Value[] a, string message)
    {
        if (python.TypeOf(a[1]).Special("__index__").IsUnbound)
        {
            _ = python.TypeError("array indices must be integers");
            return -1;
        }

        if (await python.SizeOf(a[1]) is not { } index)
        {
            return -1;
        }

        index = index < 0 ? index + Self(a[0]).Count : index;
        if ((ulong)index < (ulong)Self(a[0]).Count)
        {
            return (int)index;
        }

        _ = python.IndexError(message);
        return -1;
    }

    private static Value Like(PythonRuntime python, PyArray self, byte[] bytes) => Value.Object(new PyArray(self.Type.IsHeapType ? self.Type.Order.First(type => !type.IsHeapType) : self.Type, self.Code, new PyBytes(python.Types.ByteArray, bytes)));

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (a[1].Ref is not PySlice slice)
        {
            return await Place(python, a, "array index out of range") is >= 0 and var at ? self.Read(python, at) : Value.Signal;
        }

        if (await python.Indices(slice, self.Count) is not { } part || !python.Meter.Make((long)part.Count * self.ItemSize))
        {
            return python.Machine.Pending != PendingSignal.None ? Value.Signal : python.Failed();
        }

        byte[] bytes = new byte[part.Count * self.ItemSize];
        for (int i = 0; i < part.Count; i++)
        {
            self.Storage.Span.Slice((int)(part.Start + (i * part.Step)) * self.ItemSize, self.ItemSize).CopyTo(bytes.AsSpan(i * self.ItemSize));
        }

        return Like(python, self, bytes);
    }

    [PythonFunction("__setitem__", "self, key, value, /")]
    internal static async Work<Value> SetItem(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (a[1].Ref is not PySlice slice)
        {
            if (await Place(python, a, "array assignment index out of range") is not (>= 0 and var at) || await Packed(python, self, a[2]) is not { } item)
            {
                return Value.Signal;
            }

            item.CopyTo(self.Storage.Span[(at * self.ItemSize)..]);
            return Value.Unspecified;
        }

        if (a[2].Ref is not PyArray other)
        {
            return python.TypeError($"can only assign array (not \"{python.TypeName(a[2])}\") to array slice");
        }

        if (other.Code != self.Code)
        {
            return python.TypeError("bad argument type for built-in operation");
        }

        return await Assign(python, self, slice, [.. other.Bytes], other.Count);
    }

    private static async Work<Value> Assign(PythonRuntime python, PyArray self, PySlice slice, byte[] bytes, int count)
    {
        if (await python.Indices(slice, self.Count) is not { } part)
        {
            return Value.Signal;
        }

        int size = self.ItemSize;
        if (part.Step == 1)
        {
            return Done(self.Storage.Splice(python, (int)part.Start * size, ((int)part.Start + part.Count) * size, bytes));
        }

        if (count != part.Count && count > 0)
        {
            return python.ValueError($"attempt to assign array of size {count} to extended slice of size {part.Count}");
        }

        if (count == 0 && part.Count > 0)
        {
            // Deletes from the end on, so that places stay.
            var places = Enumerable.Range(0, part.Count).Select(i => (int)(part.Start + (i * part.Step))).OrderDescending();
            foreach (int place in places)
            {
                if (!self.Storage.Splice(python, place * size, (place + 1) * size, []))
                {
                    return Value.Signal;
                }
            }

            return Value.Unspecified;
        }

        for (int i = 0; i < part.Count; i++)
        {
            bytes.AsSpan(i * size, size).CopyTo(self.Storage.Span[((int)(part.Start + (i * part.Step)) * size)..]);
        }

        return Value.Unspecified;
    }

    [PythonFunction("__delitem__", "self, key, /")]
    internal static async Work<Value> DeleteItem(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        return a[1].Ref is PySlice slice ? await Assign(python, self, slice, [], 0)
            : await Place(python, a, "array assignment index out of range") is >= 0 and var at ? Done(self.Storage.Splice(python, at * self.ItemSize, (at + 1) * self.ItemSize, [])) : Value.Signal;
    }

    [PythonFunction("insert", "self, i, v, /")]
    internal static async Work<Value> Insert(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (await python.SizeOf(a[1]) is not { } index || await Packed(python, self, a[2]) is not { } item)
        {
            return Value.Signal;
        }

        int at = (int)Math.Clamp(index < 0 ? index + self.Count : index, 0, self.Count) * self.ItemSize;
        return Done(self.Storage.Splice(python, at, at, item));
    }

    [PythonFunction("pop", "self, i=-1, /")]
    internal static async Work<Value> Pop(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Count == 0)
        {
            return python.IndexError("pop from empty array");
        }

        if (await Place(python, [a[0], a[1].IsAbsent ? Value.Fixnum(-1) : a[1]], "pop index out of range") is not (>= 0 and var at))
        {
            return Value.Signal;
        }

        Value item = self.Read(python, at);
        return item.IsSignal || self.Storage.Splice(python, at * self.ItemSize, (at + 1) * self.ItemSize, []) ? item : Value.Signal;
    }

    [PythonFunction("reverse", "self, /")]
    internal static Value Reverse(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        self.Storage.Span.Reverse();
        return Swap(python, a);
    }

    private static async Work<Value> Search(PythonRuntime python, Value[] a, Func<int, bool> found, string? missing, long start = 0, long stop = long.MaxValue)
    {
        var self = Self(a[0]);
        for (long i = start; i < self.Count && i < stop; i++)
        {
            Value item = python.Machine.ChargeTicks(1) ? self.Read(python, (int)i) : Value.Signal;
            Value same = item.IsSignal ? item : await python.AreEqual(item, a[1]);
            if (same.IsSignal)
            {
                return same;
            }

            if (same.IsTrue && found((int)i))
            {
                return Value.Fixnum(i);
            }
        }

        return missing is null ? Value.Unspecified : python.ValueError(missing);
    }

    [PythonFunction("index", "self, v, start=0, stop=None, /")]
    internal static async Work<Value> Index(PythonRuntime python, Value[] a)
    {
        long count = Self(a[0]).Count;
        if (await python.SizeOf(a[2].IsAbsent ? Value.Fixnum(0) : a[2]) is not { } start || await python.SizeOf(a[3].IsAbsent ? Value.Fixnum(count) : a[3]) is not { } stop)
        {
            return Value.Signal;
        }

        return await Search(python, a, static _ => true, "array.index(x): x not in array", start < 0 ? Math.Max(0, start + count) : start, stop < 0 ? stop + count : stop);
    }

    [PythonFunction("count", "self, v, /")]
    internal static async Work<Value> Count(PythonRuntime python, Value[] a)
    {
        long count = 0;
        Value all = await Search(python, a, _ => ++count < 0, null);
        return all.IsSignal ? all : Value.Fixnum(count);
    }

    [PythonFunction("remove", "self, v, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a) =>
        await Search(python, a, static _ => true, "array.remove(x): x not in array") is { IsSignal: false } at ? await DeleteItem(python, [a[0], at]) : Value.Signal;

    [PythonFunction("__contains__", "self, key, /")]
    internal static async Work<Value> Contains(PythonRuntime python, Value[] a) => await Search(python, a, static _ => true, null) is { IsSignal: false } at ? Value.Boolean(!at.IsUnspecified) : Value.Signal;

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new ArrayItems(python.Types.Iterator, Self(a[0])));

    private sealed class ArrayItems(PyType type, PyArray array) : PyIterator(type)
    {
        private int _next;

        internal override Value Next(PythonRuntime python) => _next < array.Count ? array.Read(python, _next++) : Value.Absent;

        internal override int LengthHint(PythonRuntime python) => Math.Max(0, array.Count - _next);
    }

    [PythonFunction("__add__", "self, value, /")]
    internal static Value Add(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        return a[1].Ref is not PyArray other ? python.TypeError($"can only append array (not \"{python.TypeName(a[1])}\") to array")
            : other.Code != self.Code ? python.TypeError("bad argument type for built-in operation")
            : python.Machine.ChargeAllocation((long)self.Storage.Count + other.Storage.Count) ? Like(python, self, [.. self.Bytes, .. other.Bytes]) : Value.Signal;
    }

    [PythonFunction("__iadd__", "self, value, /")]
    internal static async Work<Value> AddInPlace(PythonRuntime python, Value[] a) => a[1].Ref is not PyArray ? python.TypeError($"can only extend with array (not \"{python.TypeName(a[1])}\")")
        : (await Extend(python, a)).IsSignal ? Value.Signal : a[0];

    private static async Work<byte[]?> Repeated(PythonRuntime python, Value[] a)
    {
        Value bytes = Value.Object(new PyBytes(python.Types.Bytes, Self(a[0]).Bytes));
        Value times = python.TypeOf(a[1]).Special("__index__").IsUnbound ? python.TypeError($"can't multiply sequence by non-int of type '{python.TypeName(a[1])}'") : await python.IndexOf(a[1]);
        Value repeated = times.IsSignal ? times : await python.Settle(python.Binary(BinaryKind.Mult, bytes, times));
        return repeated.IsSignal ? null : ((PyBytes)repeated.Ref!).Items;
    }

    [PythonFunction("__mul__", "self, value, /")]
    [PythonFunction("__rmul__", "self, value, /")]
    internal static async Work<Value> Multiply(PythonRuntime python, Value[] a) => await Repeated(python, a) is { } bytes ? Like(python, Self(a[0]), bytes) : Value.Signal;

    [PythonFunction("__imul__", "self, value, /")]
    internal static async Work<Value> MultiplyInPlace(PythonRuntime python, Value[] a) =>
        await Repeated(python, a) is { } bytes && Self(a[0]).Storage.Splice(python, 0, Self(a[0]).Storage.Count, [.. bytes]) ? a[0] : Value.Signal;

    private static async Work<Value> Compare(PythonRuntime python, Value[] a, CompareKind kind)
    {
        if (a[1].Ref is not PyArray)
        {
            return python.NotImplemented;
        }

        Value left = ToList(python, [a[0]]);
        Value right = left.IsSignal ? left : ToList(python, [a[1]]);
        return right.IsSignal ? right : await python.CompareWork(kind, left, right);
    }

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

    [PythonFunction("__copy__", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(Self(a[0]).Storage.Count) ? Like(python, Self(a[0]), Self(a[0]).Storage.Span.ToArray()) : Value.Signal;

    [PythonFunction("__deepcopy__", "self, memo, /")]
    internal static Value DeepCopy(PythonRuntime python, ReadOnlySpan<Value> a) => Copy(python, a);

    [PythonFunction("__reduce_ex__", "self, protocol, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        Value state = await python.StateOf(a[0]);
        Value list = state.IsSignal ? state : ToList(python, a);
        return list.IsSignal ? list : python.Tuple(Value.Object(Self(a[0]).Type), python.Tuple(python.Str(Self(a[0]).Code.ToString()), list), state);
    }

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Count == 0)
        {
            return python.Str($"{self.Type.Name}('{self.Code}')");
        }

        Value content = self.Code == 'u' ? ToUnicode(python, a) : ToList(python, a);
        Value shown = content.IsSignal ? content : await python.Repr(content);
        return shown.IsSignal ? shown : python.Str($"{self.Type.Name}('{self.Code}', {PythonRuntime.TextOf(shown)})");
    }
}

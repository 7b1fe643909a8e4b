using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Modules;

/// <summary>A format that was read, as an object.</summary>
internal sealed class PyStruct(PyType type) : PyObject(type)
{
    internal StructLayout? Layout;
    internal string Format = "";

    internal bool IsNative => Format.Length == 0 || Format[0] is not ('<' or '>' or '=' or '!');
}

/// <summary>The module _struct.</summary>
internal static class StructModule
{
    /// <summary>The formats that functions were given before.</summary>
    internal sealed class State
    {
        internal PyType Type = null!, Iterator = null!;
        internal readonly Dictionary<string, PyStruct> Known = new(StringComparer.Ordinal);
    }

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(StructModule));
        python.AddError(module, "error", "Exception");
        var state = python.State<State>();
        state.Type = python.Types.MakeIn(module, "Struct", typeof(StructMethods));
        state.Iterator = python.Types.MakeIn(module, "unpack_iterator", typeof(IteratorMethods), final: true);
    }

    /// <summary>A format as text; null with a pending raise.</summary>
    internal static Text? FormatOf(PythonRuntime python, in Value format)
    {
        if (PythonRuntime.Inner(format).Ref is Text text)
        {
            return text;
        }

        if (format.Ref is PyBytes bytes)
        {
            return Values.Bytes.BytesFunctions.AsText(bytes.Items);
        }

        _ = python.TypeError($"Struct() argument 1 must be a str or bytes object, not {python.TypeName(format)}");
        return null;
    }

    private static PyStruct? Known(PythonRuntime python, in Value format)
    {
        if (FormatOf(python, format) is not { } text)
        {
            return null;
        }

        var state = python.State<State>();
        string key = text.ToString();
        if (state.Known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (StructLayout.Parse(python.Meter, text) is not { } layout)
        {
            _ = python.Failed();
            return null;
        }

        if (state.Known.Count > 100)
        {
            state.Known.Clear();
        }

        return state.Known[key] = new PyStruct(state.Type) { Layout = layout, Format = key };
    }

    [PythonFunction("_clearcache")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        python.State<State>().Known.Clear();
        return Value.Unspecified;
    }

    [PythonFunction("calcsize", "format, /")]
    internal static Value Size(PythonRuntime python, ReadOnlySpan<Value> a) => Known(python, a[0]) is { } known ? Value.Fixnum(known.Layout!.Size) : Value.Signal;

    [PythonFunction("pack", "format, /, *values")]
    internal static Work<Value> Pack(PythonRuntime python, Value[] a) => Known(python, a[0]) is { } known ? StructMethods.Pack(python, known, ((PyTuple)a[1].Ref!).Items, "pack") : Value.Signal;

    [PythonFunction("pack_into", "format, buffer, offset, /, *values")]
    internal static Work<Value> PackInto(PythonRuntime python, Value[] a) => Known(python, a[0]) is { } known ? StructMethods.PackInto(python, known, a[1], a[2], ((PyTuple)a[3].Ref!).Items) : Value.Signal;

    [PythonFunction("unpack", "format, buffer, /")]
    internal static Value Unpack(PythonRuntime python, ReadOnlySpan<Value> a) => Known(python, a[0]) is { } known ? StructMethods.Unpack(python, known, a[1]) : Value.Signal;

    [PythonFunction("unpack_from", "format, /, buffer, offset=0")]
    internal static Work<Value> UnpackFrom(PythonRuntime python, Value[] a) => Known(python, a[0]) is { } known ? StructMethods.UnpackFrom(python, known, a[1], a[2]) : Value.Signal;

    [PythonFunction("iter_unpack", "format, buffer, /")]
    internal static Value IterateUnpacked(PythonRuntime python, ReadOnlySpan<Value> a) => Known(python, a[0]) is { } known ? StructMethods.Iterate(python, known, a[1]) : Value.Signal;
}

/// <summary>struct.Struct.</summary>
internal static class StructMethods
{
    private static PyStruct Self(in Value value) => (PyStruct)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyStruct((PyType)a[0].Ref!));

    [PythonFunction("__init__", "self, format")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (StructModule.FormatOf(python, a[1]) is not { } text)
        {
            return Value.Signal;
        }

        if (StructLayout.Parse(python.Meter, text) is not { } layout)
        {
            return python.Failed();
        }

        (Self(a[0]).Layout, Self(a[0]).Format) = (layout, text.ToString());
        return Value.Unspecified;
    }

    [PythonFunction("format", Kind = FunctionKind.Getter)]
    internal static Value Format(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Format);

    [PythonFunction("size", Kind = FunctionKind.Getter)]
    internal static Value Size(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Layout?.Size ?? -1);

    private static StructLayout? LayoutOf(PythonRuntime python, PyStruct self)
    {
        if (self.Layout is null)
        {
            _ = python.Raise("RuntimeError", "Struct object is not initialized");
        }

        return self.Layout;
    }

    private static async Work<bool> Write(PythonRuntime python, PyStruct self, StructLayout layout, Value[] values, byte[] target, int start)
    {
        int next = 0;
        foreach (var field in layout.Fields)
        {
            int step = field.Code is 's' or 'p' ? 0 : field.Size;
            for (long i = 0; i < field.Values; i++)
            {
                if (!python.Machine.ChargeTicks(1) || !await python.WriteField(layout, field, values[next++], target, start + (int)(field.Offset + (i * step)), self.IsNative))
                {
                    return false;
                }
            }
        }

        return true;
    }

    internal static async Work<Value> Pack(PythonRuntime python, PyStruct self, Value[] values, string name)
    {
        if (LayoutOf(python, self) is not { } layout || !layout.CheckCount(python.Meter, values.Length, name) || !python.Meter.Make(layout.Size))
        {
            return self.Layout is null ? Value.Signal : python.Failed();
        }

        byte[] bytes = new byte[layout.Size];
        return await Write(python, self, layout, values, bytes, 0) ? Value.Object(new PyBytes(python.Types.Bytes, bytes)) : Value.Signal;
    }

    internal static async Work<Value> PackInto(PythonRuntime python, PyStruct self, Value buffer, Value offset, Value[] values)
    {
        if (LayoutOf(python, self) is not { } layout)
        {
            return Value.Signal;
        }

        if (!layout.CheckCount(python.Meter, values.Length, "pack_into"))
        {
            return python.Failed();
        }

        if (buffer.Ref is PyBytes { IsReadOnly: true } or PyMemoryView { IsReadOnly: true } || PythonRuntime.BytesOf(buffer) is null)
        {
            return python.TypeError($"pack_into() argument 2 must be read-write bytes-like object, not {python.TypeName(buffer)}");
        }

        if (await python.SizeOf(offset) is not { } given)
        {
            return Value.Signal;
        }

        var view = buffer.Ref as PyMemoryView;
        byte[] target = view?.Bytes ?? ((IBuffer)buffer.Ref!).Bytes;
        long length = view is null ? target.Length : (long)view.Count * view.ItemSize;
        long start = layout.OffsetIn(python.Meter, length, given, isPack: true);
        if (start < 0)
        {
            return python.Failed();
        }

        // What fails half way leaves the memory as it was.
        byte[] bytes = new byte[layout.Size];
        if (!python.Meter.Make(layout.Size) || !await Write(python, self, layout, values, bytes, 0))
        {
            return python.Machine.Pending == PendingSignal.None ? python.Failed() : Value.Signal;
        }

        bytes.CopyTo(target, (view?.Start ?? 0) + start);
        return Value.Unspecified;
    }

    private static Value Read(PythonRuntime python, StructLayout layout, byte[] bytes, long start)
    {
        if (!python.Machine.ChargeTicks(layout.Values) || !python.Machine.ChargeAllocation(PyTuple.SizeOf(layout.Values) + layout.Size))
        {
            return Value.Signal;
        }

        var values = ValueArrays.Unbound((int)layout.Values);
        int next = 0;
        foreach (var field in layout.Fields)
        {
            int step = field.Code is 's' or 'p' ? 0 : field.Size;
            for (long i = 0; i < field.Values; i++)
            {
                values[next++] = python.ReadField(layout, field, bytes.AsSpan((int)(start + field.Offset + (i * step))));
            }
        }

        return python.Tuple(values);
    }

    internal static Value Unpack(PythonRuntime python, PyStruct self, in Value buffer) =>
        LayoutOf(python, self) is not { } layout || python.BytesArgument(buffer) is not { } bytes ? Value.Signal
        : layout.CheckExact(python.Meter, bytes.Length) ? Read(python, layout, bytes, 0) : python.Failed();

    internal static async Work<Value> UnpackFrom(PythonRuntime python, PyStruct self, Value buffer, Value offset)
    {
        if (LayoutOf(python, self) is not { } layout || python.BytesArgument(buffer) is not { } bytes || await python.SizeOf(offset.IsAbsent ? Value.Fixnum(0) : offset) is not { } given)
        {
            return Value.Signal;
        }

        long start = layout.OffsetIn(python.Meter, bytes.Length, given, isPack: false);
        return start < 0 ? python.Failed() : Read(python, layout, bytes, start);
    }

    internal static Value Iterate(PythonRuntime python, PyStruct self, in Value buffer)
    {
        if (LayoutOf(python, self) is not { } layout || python.BytesArgument(buffer) is not { } bytes)
        {
            return Value.Signal;
        }

        return layout.Size == 0 ? python.RaiseNamed(StructLayout.Error, "cannot iteratively unpack with a struct of length 0")
            : bytes.Length % layout.Size != 0 ? python.RaiseNamed(StructLayout.Error, $"iterative unpacking requires a buffer of a multiple of {layout.Size} bytes")
            : Value.Object(new UnpackIterator(python.State<StructModule.State>().Iterator, layout, bytes));
    }

    private sealed class UnpackIterator(PyType type, StructLayout layout, byte[] bytes) : PyIterator(type)
    {
        private long _at;

        internal override Value Next(PythonRuntime python)
        {
            if (_at >= bytes.Length)
            {
                return Value.Absent;
            }

            Value item = Read(python, layout, bytes, _at);
            _at += layout.Size;
            return item;
        }

        internal override int LengthHint(PythonRuntime python) => (int)((bytes.Length - _at) / layout.Size);
    }

    [PythonFunction("pack", "self, /, *values")]
    internal static Work<Value> Pack(PythonRuntime python, Value[] a) => Pack(python, Self(a[0]), ((PyTuple)a[1].Ref!).Items, "pack");

    [PythonFunction("pack_into", "self, buffer, offset, /, *values")]
    internal static Work<Value> PackInto(PythonRuntime python, Value[] a) => PackInto(python, Self(a[0]), a[1], a[2], ((PyTuple)a[3].Ref!).Items);

    [PythonFunction("unpack", "self, buffer, /")]
    internal static Value Unpack(PythonRuntime python, ReadOnlySpan<Value> a) => Unpack(python, Self(a[0]), a[1]);

    [PythonFunction("unpack_from", "self, buffer, offset=0")]
    internal static Work<Value> UnpackFrom(PythonRuntime python, Value[] a) => UnpackFrom(python, Self(a[0]), a[1], a[2]);

    [PythonFunction("iter_unpack", "self, buffer, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => Iterate(python, Self(a[0]), a[1]);
}

using Ouro.Machine.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Bytes;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Execution;

// bytes, bytearray and what else has memory.
internal sealed partial class PythonRuntime
{
    /// <summary>The bytes of anything that has memory; null: it has none.</summary>
    internal static byte[]? BytesOf(in Value value) => value.Ref switch
    {
        PyBytes bytes => bytes.Items,
        PyMemoryView { IsReleased: false } view => view.IsContiguous && view.Start == 0 && view.Count * view.ItemSize == view.Bytes.Length ? view.Bytes : view.ToBytes(),
        IBuffer buffer => buffer.Bytes,
        _ => null,
    };

    /// <summary>The bytes of an argument; null with a pending raise.</summary>
    internal byte[]? BytesArgument(in Value value)
    {
        if (BytesOf(value) is { } bytes)
        {
            return bytes;
        }

        _ = value.Ref is PyMemoryView ? ValueError("operation forbidden on released memoryview object") : TypeError($"a bytes-like object is required, not '{TypeName(value)}'");
        return null;
    }

    /// <summary>The memory of an argument that is to be filled; null with a pending raise.</summary>
    /// <param name="what">What the argument is, in words, at the beginning of a message.</param>
    internal Memory<byte>? WritableBytes(in Value value, string what)
    {
        switch (value.Ref)
        {
            case PyMemoryView { IsReleased: false, IsContiguous: true, IsReadOnly: false } view:
                return view.Bytes.AsMemory(view.Start, view.Count * view.ItemSize);
            case IBuffer { IsReadOnly: false } buffer:
                return buffer.Bytes;
            default:
                _ = TypeError($"{what} must be read-write bytes-like object, not {TypeName(value)}");
                return null;
        }
    }

    internal Value Bytes(byte[]? bytes) => bytes is null ? Failed() : Value.Object(new PyBytes(Types.Bytes, bytes));

    /// <summary>bytes or bytearray, whichever an object is or derives from.</summary>
    internal PyType PlainType(PyBytes bytes) => bytes.IsReadOnly ? Types.Bytes : Types.ByteArray;

    /// <summary>A byte from an int; -1 with a pending raise.</summary>
    internal async Work<int> ByteOf(Value value, string error)
    {
        if (await SizeOf(value) is not { } number)
        {
            return -1;
        }

        if (number is >= 0 and <= 255)
        {
            return (int)number;
        }

        _ = ValueError(error);
        return -1;
    }

    private async Work<Value> BytesContain(PyBytes bytes, Value item)
    {
        if (BytesOf(item) is { } piece)
        {
            return StringFind(bytes.Items, piece) is { } at ? Value.Boolean(at >= 0) : Failed();
        }

        return TypeOf(item).Special("__index__").IsUnbound ? TypeError($"a bytes-like object is required, not '{TypeName(item)}'")
            : await ByteOf(item, "byte must be in range(0, 256)") is >= 0 and var code && Machine.ChargeTicks(bytes.Count >> 6) ? Value.Boolean(bytes.Span.IndexOf((byte)code) >= 0) : Value.Signal;
    }

    private int? StringFind(byte[] bytes, byte[] piece) =>
        Values.Strings.StringSearch.Find(Meter, BytesFunctions.AsText(bytes), BytesFunctions.AsText(piece), 0, bytes.Length, false, out int at) ? at : null;

    private async Work<Value> SetByte(PyBytes bytes, Value key, Value value)
    {
        if (!HasIndex(key))
        {
            return TypeError($"bytearray indices must be integers or slices, not {TypeName(key)}");
        }

        if (await SizeOf(key) is not { } index)
        {
            return Value.Signal;
        }

        int item = value.IsUnbound ? 0 : await ByteOf(value, "byte must be in range(0, 256)");
        if (item < 0)
        {
            return Value.Signal;
        }

        index = index < 0 ? index + bytes.Count : index;
        if ((ulong)index >= (ulong)bytes.Count)
        {
            return IndexError("bytearray index out of range");
        }

        if (value.IsUnbound)
        {
            return bytes.Splice(this, (int)index, (int)index + 1, []) ? Value.Unspecified : Value.Signal;
        }

        bytes.Span[(int)index] = (byte)item;
        return Value.Unspecified;
    }

    private async Work<Value> SetByteSlice(PyBytes bytes, PySlice slice, Value value)
    {
        byte[] items = [];
        if (!value.IsUnbound)
        {
            if (BytesOf(value) is { } given)
            {
                items = value.Ref == bytes ? [.. given] : given;
            }
            else
            {
                Value made = Keys.IsNumber(value) || Inner(value).Ref is Text ? TypeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)") : await Construct(Types.ByteArray, [value], null);
                if (made.IsSignal)
                {
                    return made;
                }

                items = ((PyBytes)made.Ref!).Items;
            }
        }

        if (await Indices(slice, bytes.Count) is not { } part)
        {
            return Value.Signal;
        }

        if (part.Step == 1)
        {
            return bytes.Splice(this, (int)part.Start, (int)part.Start + part.Count, items) ? Value.Unspecified : Value.Signal;
        }

        if (!Machine.ChargeTicks(bytes.Count >> 4))
        {
            return Value.Signal;
        }

        if (value.IsUnbound)
        {
            bool[] gone = new bool[bytes.Count];
            for (int i = 0; i < part.Count; i++)
            {
                gone[part.Start + (i * part.Step)] = true;
            }

            byte[] kept = [.. bytes.Items.Where((_, i) => !gone[i])];
            return bytes.Splice(this, 0, bytes.Count, kept) ? Value.Unspecified : Value.Signal;
        }

        if (items.Length != part.Count)
        {
            return ValueError($"attempt to assign bytes of size {items.Length} to extended slice of size {part.Count}");
        }

        for (int i = 0; i < part.Count; i++)
        {
            bytes.Span[(int)(part.Start + (i * part.Step))] = items[i];
        }

        return Value.Unspecified;
    }

    private Work<Value> ChangeBytes(BinaryKind kind, PyBytes bytes, Value right)
    {
        if (kind == BinaryKind.Add)
        {
            return BytesOf(right) is not { } other ? TypeError($"can't concat {TypeName(right)} to {bytes.Type.Name}")
                : bytes.Splice(this, bytes.Count, bytes.Count, right.Ref == bytes ? [.. other] : other) ? Value.Object(bytes) : Value.Signal;
        }

        Value repeated = Keys.IsNumber(right) && !right.IsFlonum ? Repeat(Value.Object(bytes), right) : Unsupported(kind, Value.Object(bytes), right, inPlace: true);
        return repeated.IsSignal ? repeated : bytes.Splice(this, 0, bytes.Count, ((PyBytes)repeated.Ref!).Items) ? Value.Object(bytes) : Value.Signal;
    }

    /// <summary>One value of a struct's field.</summary>
    internal Value ReadField(StructLayout layout, StructField field, ReadOnlySpan<byte> source) => field.Code switch
    {
        'c' => Value.Object(new PyBytes(Types.Bytes, [source[0]])),
        '?' => Value.Boolean(source[0] != 0),
        's' or 'p' => Value.Object(new PyBytes(Types.Bytes, StructLayout.ReadBytes(field, source).ToArray())),
        'e' or 'f' or 'd' => Value.Flonum(layout.ReadFloat(field, source)),
        _ => layout.ReadInteger(field, source),
    };

    /// <summary>Writes one value of a struct's field.</summary>
    /// <returns>Whether that worked; else there is a pending raise or stop.</returns>
    internal async Work<bool> WriteField(StructLayout layout, StructField field, Value value, byte[] target, int place, bool isNative)
    {
        switch (field.Code)
        {
            case 'c':
                if (value.Ref is not PyBytes { Count: 1 } one)
                {
                    _ = RaiseNamed(StructLayout.Error, "char format requires a bytes object of length 1");
                    return false;
                }

                target[place] = one.Items[0];
                return true;
            case '?':
                Value truth = await TruthOf(value);
                target[place] = truth.IsTrue ? (byte)1 : (byte)0;
                return !truth.IsSignal;
            case 's' or 'p':
                if (value.Ref is not PyBytes bytes)
                {
                    _ = RaiseNamed(StructLayout.Error, $"argument for '{field.Code}' must be a bytes object");
                    return false;
                }

                StructLayout.Write(field, bytes.Items, target.AsSpan(place));
                return true;
            case 'e' or 'f' or 'd':
                if (TypeOf(value).Special("__float__").IsUnbound && TypeOf(value).Special("__index__").IsUnbound)
                {
                    _ = RaiseNamed(StructLayout.Error, "required argument is not a float");
                    return false;
                }

                Value number = await ToFloat(value);
                if (number.IsSignal)
                {
                    return false;
                }

                if (layout.Write(Meter, field, number.AsFlonum, target.AsSpan(place), isNative))
                {
                    return true;
                }

                _ = Failed();
                return false;
        }

        if (TypeOf(value).Special("__index__").IsUnbound)
        {
            _ = RaiseNamed(StructLayout.Error, "required argument is not an integer");
            return false;
        }

        Value integer = await IndexOf(value);
        if (integer.IsSignal || layout.Write(Meter, field, Real.ToBigInteger(integer), target.AsSpan(place)))
        {
            return !integer.IsSignal;
        }

        _ = Failed();
        return false;
    }
}

using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Subscripts, length and membership.
internal sealed partial class PythonRuntime
{
    /// <summary>target[key].</summary>
    internal Value GetItem(in Value target, in Value key)
    {
        if (target.Ref is PyObject { Type.AsksMethods: true })
        {
            return Finish(GetItemByMethod(target, key));
        }

        switch (target.Ref)
        {
            case PyList list when key.Ref is null:
                long at = key.Bits < 0 ? key.Bits + list.Count : key.Bits;
                return (ulong)at < (ulong)list.Count ? list.Items[at] : IndexError("list index out of range");
            case PyDict dictionary when Keys.TryHash(key, out long hash):
                int place = dictionary.Entries.Find(key, hash);
                if (place >= 0)
                {
                    return dictionary.Entries[place].Value;
                }

                return place == HashStore.Missing ? KeyError(key) : Finish(NativeGetItem(target, key));
            case PyType or null or PyInstance:
                return Finish(GetItemByMethod(target, key));
        }

        return Finish(NativeGetItem(target, key));
    }

    internal async Work<Value> GetItemByMethod(Value target, Value key)
    {
        var type = TypeOf(target);
        Value method = type.Special("__getitem__");
        if (!method.IsUnbound)
        {
            return await Call(method, target, key);
        }

        if (target.Ref is PyType self)
        {
            if (self == Types.Type)
            {
                return GenericAlias(target, key);
            }

            Value generic = self.Lookup("__class_getitem__");
            return !generic.IsUnbound ? await Call(Bind(generic, Value.Unbound, self), key)
                : TypeError($"type '{self.Name}' is not subscriptable");
        }

        return TypeError($"'{type.Name}' object is not subscriptable");
    }

    /// <summary>The subscript of a built-in type.</summary>
    internal async Work<Value> NativeGetItem(Value target, Value key)
    {
        Value inner = Inner(target);
        switch (inner.Ref)
        {
            case PyDict dictionary:
                Value found = await FindInDict(dictionary, key);
                if (!found.IsUnbound)
                {
                    return found;
                }

                Value missing = dictionary.Type.AsksMethods ? dictionary.Type.Special("__missing__") : Value.Unbound;
                return missing.IsUnbound ? KeyError(key) : await Call(missing, target, key);
            case Text or PyList or PyTuple or PyBytes or PyRange:
                break;
            default:
                return TypeError($"'{TypeName(target)}' object is not subscriptable");
        }

        if (key.Ref is PySlice slice)
        {
            return await GetSlice(inner, slice);
        }

        Value index = await IndexOf(key);
        if (index.IsSignal)
        {
            return index.IsSignal && Machine.Pending == PendingSignal.Raise && !HasIndex(key)
                ? Replace(TypeError($"{(inner.Ref is Text ? "string" : inner.Ref is PyBytes ? "byte" : TypeName(inner))} indices must be integers{(inner.Ref is PyRange or PyTuple or PyList or PyBytes ? " or slices" : "")}, not {(inner.Ref is Text ? "'" + TypeName(key) + "'" : TypeName(key))}"))
                : index;
        }

        if (inner.Ref is PyRange range)
        {
            return GetRangeItem(range, index);
        }

        int length = inner.Ref switch { Text text => text.Length, PyList list => list.Count, PyTuple tuple => tuple.Items.Length, _ => ((PyBytes)inner.Ref!).Items.Length };
        if (index.Ref is not null)
        {
            return IndexError("cannot fit 'int' into an index-sized integer");
        }

        long at = index.Bits < 0 ? index.Bits + length : index.Bits;
        if ((ulong)at >= (ulong)length)
        {
            return IndexError(inner.Ref switch { Text => "string index out of range", PyList => "list index out of range", PyTuple => "tuple index out of range", PyBytes bytes when bytes.Type.IsSubtypeOf(Types.ByteArray) => "bytearray index out of range", _ => "index out of range" });
        }

        return inner.Ref switch
        {
            Text text => Value.Object(Character(text[(int)at])),
            PyList list => list.Items[at],
            PyTuple tuple => tuple.Items[at],
            _ => Value.Fixnum(((PyBytes)inner.Ref!).Items[at]),
        };
    }

    private readonly Text?[] _characters = new Text?[256];

    /// <summary>A string of one character.</summary>
    internal Text Character(int code) => code < 256 ? _characters[code] ??= new Text(1, code) : new Text(1, code);

    private bool HasIndex(in Value key) => Inner(key).Ref is null or Bignum || key.IsBoolean || !TypeOf(key).Special("__index__").IsUnbound;

    /// <summary>Another error is raised than the one that is pending.</summary>
    private static Value Replace(Value signal) => signal;

    private Value GetRangeItem(PyRange range, in Value index)
    {
        Value at = index;
        if (Real.Sign(at) < 0)
        {
            at = Real.Add(at, range.Length);
        }

        return Real.Sign(at) < 0 || Real.Compare(at, range.Length) >= 0
            ? IndexError("range object index out of range")
            : Real.Add(range.Start, Real.Multiply(at, range.Step));
    }

    /// <summary>An int from what stands for one (__index__).</summary>
    internal async Work<Value> IndexOf(Value value)
    {
        Value inner = Keys.AsNumber(Inner(value));
        if (inner.Ref is null or Bignum)
        {
            return inner;
        }

        Value method = TypeOf(value).Special("__index__");
        if (method.IsUnbound)
        {
            return TypeError($"'{TypeName(value)}' object cannot be interpreted as an integer");
        }

        Value result = await Call(method, value);
        Value number = Keys.AsNumber(Inner(result));
        return number.Ref is null or Bignum || result.IsSignal ? number : TypeError($"__index__ returned non-int (type {TypeName(result)})");
    }

    /// <summary>An index as a number of the host; null with a pending raise. Huge ones are cut.</summary>
    internal async Work<long?> SizeOf(Value value)
    {
        Value index = await IndexOf(value);
        return index.IsSignal ? null : index.Ref is Bignum big ? (big.Value.Sign < 0 ? long.MinValue / 4 : long.MaxValue / 4) : index.Bits;
    }

    /// <summary>What a slice means for a length: its first index, step and number of elements; null with a pending raise.</summary>
    internal async Work<(long Start, long Stop, long Step, int Count)?> Indices(PySlice slice, long length)
    {
        long step = 1;
        if (!slice.Step.IsUnspecified)
        {
            if (await SliceIndex(slice.Step) is not { } given)
            {
                return null;
            }

            step = given;
        }

        if (step == 0)
        {
            _ = ValueError("slice step cannot be zero");
            return null;
        }

        long lowest = step < 0 ? -1 : 0, highest = step < 0 ? length - 1 : length;
        long start = step < 0 ? highest : lowest, stop = step < 0 ? lowest : highest;
        if (!slice.Start.IsUnspecified)
        {
            if (await SliceIndex(slice.Start) is not { } given)
            {
                return null;
            }

            start = given < 0 ? Math.Max(given + length, lowest) : Math.Min(given, highest);
        }

        if (!slice.Stop.IsUnspecified)
        {
            if (await SliceIndex(slice.Stop) is not { } given)
            {
                return null;
            }

            stop = given < 0 ? Math.Max(given + length, lowest) : Math.Min(given, highest);
        }

        long count = step < 0 ? (stop < start ? ((start - stop - 1) / -step) + 1 : 0) : start < stop ? ((stop - start - 1) / step) + 1 : 0;
        return (start, stop, step, (int)count);
    }

    internal async Work<long?> SliceIndex(Value value)
    {
        if (!HasIndex(value))
        {
            _ = TypeError("slice indices must be integers or None or have an __index__ method");
            return null;
        }

        return await SizeOf(value);
    }

    private async Work<Value> GetSlice(Value target, PySlice slice)
    {
        if (target.Ref is PyRange range)
        {
            return await SliceRange(range, slice);
        }

        int length = target.Ref switch { Text text => text.Length, PyList list => list.Count, PyTuple tuple => tuple.Items.Length, _ => ((PyBytes)target.Ref!).Items.Length };
        if (await Indices(slice, length) is not { } part)
        {
            return Value.Signal;
        }

        int count = part.Count;
        if (!Machine.ChargeTicks(count >> 4) || !Machine.ChargeAllocation(96 + (target.Ref is Text or PyBytes ? 4L : 16L) * count))
        {
            return Value.Signal;
        }

        switch (target.Ref)
        {
            case Text text when part.Step == 1:
                return Value.Object(count == text.Length ? text : text.Substring((int)part.Start, (int)part.Start + count));
            case Text text:
                var builder = new TextBuilder();
                for (int i = 0; i < count; i++)
                {
                    builder.Append(text[(int)(part.Start + (i * part.Step))]);
                }

                return Value.Object(builder.ToText());
            case PyBytes bytes:
                byte[] copy = new byte[count];
                for (int i = 0; i < count; i++)
                {
                    copy[i] = bytes.Items[part.Start + (i * part.Step)];
                }

                return Value.Object(new PyBytes(bytes.Type.IsSubtypeOf(Types.ByteArray) ? Types.ByteArray : Types.Bytes, copy));
        }

        var source = target.Ref is PyList all ? all.Items : ((PyTuple)target.Ref!).Items;
        var items = ValueArrays.Unbound(count);
        for (int i = 0; i < count; i++)
        {
            items[i] = source[part.Start + (i * part.Step)];
        }

        return target.Ref is PyList ? List(items) : Tuple(items);
    }

    private async Work<Value> SliceRange(PyRange range, PySlice slice)
    {
        if (range.Length.Ref is not null)
        {
            return OverflowError("Python int too large to convert to C ssize_t");
        }

        if (await Indices(slice, range.Length.Bits) is not { } part)
        {
            return Value.Signal;
        }

        Value step = Real.Multiply(range.Step, Value.Fixnum(part.Step));
        Value start = Real.Add(range.Start, Real.Multiply(range.Step, Value.Fixnum(part.Start)));
        Value stop = Real.Add(range.Start, Real.Multiply(range.Step, Value.Fixnum(part.Stop)));
        return Value.Object(NewRange(start, stop, step));
    }

    internal PyRange NewRange(in Value start, in Value stop, in Value step)
    {
        Value length;
        if (start.Ref is null && stop.Ref is null && step.Ref is null && step.Bits == 1 && start.Bits > long.MinValue / 2 && stop.Bits < long.MaxValue / 2)
        {
            length = Value.Fixnum(Math.Max(0, stop.Bits - start.Bits));
        }
        else
        {
            BigInteger low = Real.ToBigInteger(start), high = Real.ToBigInteger(stop), by = Real.ToBigInteger(step);
            BigInteger count = by.Sign > 0 ? (low < high ? ((high - low - 1) / by) + 1 : 0) : high < low ? ((low - high - 1) / -by) + 1 : 0;
            length = Real.Ratio(count, BigInteger.One);
        }

        return new PyRange(Types.Range, start, stop, step, length);
    }

    /// <summary>target[key] = value; an unbound value deletes.</summary>
    internal Value SetItem(in Value target, in Value key, in Value value)
    {
        if (target.Ref is PyList { Type.IsHeapType: false } list && key.Ref is null && !value.IsUnbound)
        {
            long at = key.Bits < 0 ? key.Bits + list.Count : key.Bits;
            if ((ulong)at >= (ulong)list.Count)
            {
                return IndexError("list assignment index out of range");
            }

            list.Items[at] = value;
            return Value.Unspecified;
        }

        if (target.Ref is PyDict { Type.IsHeapType: false } dictionary && !value.IsUnbound && Keys.TryHash(key, out long hash))
        {
            int place = dictionary.Entries.Find(key, hash);
            if (place >= 0)
            {
                dictionary.Entries[place].Value = value;
                return Value.Unspecified;
            }

            if (place == HashStore.Missing)
            {
                return AddToDict(dictionary, key, hash, value);
            }
        }

        return Finish(SetItemByMethod(target, key, value));
    }

    internal Value AddToDict(PyDict dictionary, in Value key, long hash, in Value value)
    {
        if (!Machine.ChargeAllocation(64))
        {
            return Value.Signal;
        }

        dictionary.Entries.Add(key, hash, value);
        return Value.Unspecified;
    }

    private async Work<Value> SetItemByMethod(Value target, Value key, Value value)
    {
        var type = TypeOf(target);
        Value method = type.Special(value.IsUnbound ? "__delitem__" : "__setitem__");
        if (method.IsUnbound)
        {
            return TypeError($"'{type.Name}' object {(value.IsUnbound ? "doesn't support item deletion" : "does not support item assignment")}");
        }

        Value result = await (value.IsUnbound ? Call(method, target, key) : Call(method, target, key, value));
        return result.IsSignal ? result : Value.Unspecified;
    }

    /// <summary>Storing or deleting in a built-in type.</summary>
    internal async Work<Value> NativeSetItem(Value target, Value key, Value value)
    {
        switch (target.Ref)
        {
            case PyDict dictionary:
                return value.IsUnbound ? await DeleteFromDict(dictionary, key) : await StoreInDict(dictionary, key, value);
            case PyList list:
                return key.Ref is PySlice slice ? await SetSlice(list, slice, value) : await SetListItem(list, key, value);
            case PyBytes { Type: var type } bytes when type.IsSubtypeOf(Types.ByteArray):
                return key.Ref is PySlice part ? await SetByteSlice(bytes, part, value) : await SetByte(bytes, key, value);
            default:
                return TypeError($"'{TypeName(target)}' object {(value.IsUnbound ? "doesn't support item deletion" : "does not support item assignment")}");
        }
    }

    private async Work<Value> SetListItem(PyList list, Value key, Value value)
    {
        if (!HasIndex(key))
        {
            return TypeError($"list indices must be integers or slices, not {TypeName(key)}");
        }

        if (await SizeOf(key) is not { } index)
        {
            return Value.Signal;
        }

        index = index < 0 ? index + list.Count : index;
        if ((ulong)index >= (ulong)list.Count)
        {
            return IndexError("list assignment index out of range");
        }

        if (value.IsUnbound)
        {
            return list.Splice(Machine, (int)index, (int)index + 1, []) ? Value.Unspecified : Value.Signal;
        }

        list.Items[index] = value;
        return Value.Unspecified;
    }

    private async Work<Value> SetSlice(PyList list, PySlice slice, Value value)
    {
        Value[] items = ValueArrays.None;
        if (!value.IsUnbound)
        {
            Value all = IsIterable(value) ? await ToList(value) : TypeError("can only assign an iterable");
            if (all.IsSignal)
            {
                return all;
            }

            items = ((PyList)all.Ref!).Span.ToArray();
        }

        if (await Indices(slice, list.Count) is not { } part)
        {
            return Value.Signal;
        }

        if (part.Step == 1)
        {
            int start = (int)part.Start;
            return list.Splice(Machine, start, start + part.Count, items) ? Value.Unspecified : Value.Signal;
        }

        if (value.IsUnbound)
        {
            var gone = new HashSet<long>();
            for (int i = 0; i < part.Count; i++)
            {
                gone.Add(part.Start + (i * part.Step));
            }

            int kept = 0;
            for (int i = 0; i < list.Count; i++)
            {
                if (!gone.Contains(i))
                {
                    list.Items[kept++] = list.Items[i];
                }
            }

            list.Items.AsSpan(kept, list.Count - kept).Fill(Value.Unbound);
            list.Count = kept;
            return Value.Unspecified;
        }

        if (items.Length != part.Count)
        {
            return ValueError($"attempt to assign sequence of size {items.Length} to extended slice of size {part.Count}");
        }

        for (int i = 0; i < part.Count; i++)
        {
            list.Items[part.Start + (i * part.Step)] = items[i];
        }

        return Value.Unspecified;
    }

    internal bool IsIterable(in Value value) => !TypeOf(value).Special("__iter__").IsUnbound || !TypeOf(value).Special("__getitem__").IsUnbound;

    /// <summary>len(value).</summary>
    internal async Work<Value> LengthOf(Value value)
    {
        if (!(value.Ref is PyObject { Type.AsksMethods: true }) && NativeLength(value) is { IsUnbound: false } length)
        {
            return length;
        }

        Value method = TypeOf(value).Special("__len__");
        if (method.IsUnbound)
        {
            return TypeError($"object of type '{TypeName(value)}' has no len()");
        }

        Value result = await Call(method, value);
        if (result.IsSignal)
        {
            return result;
        }

        Value number = await IndexOf(result);
        return number.IsSignal ? number
            : Real.Sign(number) < 0 ? ValueError("__len__() should return >= 0")
            : number.Ref is Bignum ? OverflowError("cannot fit 'int' into an index-sized integer")
            : number;
    }

    /// <summary>The length of a built-in object; unbound if it has none.</summary>
    internal static Value NativeLength(in Value value) => Inner(value).Ref switch
    {
        Text text => Value.Fixnum(text.Length),
        PyList list => Value.Fixnum(list.Count),
        PyTuple tuple => Value.Fixnum(tuple.Items.Length),
        PyDict dictionary => Value.Fixnum(dictionary.Count),
        PySet set => Value.Fixnum(set.Count),
        PyBytes bytes => Value.Fixnum(bytes.Items.Length),
        PyRange range => range.Length,
        PyDictView view => Value.Fixnum(view.Dictionary.Count),
        _ => Value.Unbound,
    };

    /// <summary>item in container.</summary>
    internal Value Contains(in Value container, in Value item)
    {
        if (container.Ref is PyDict { Type.IsHeapType: false } dictionary && Keys.TryHash(item, out long hash) && dictionary.Entries.Find(item, hash) is var place and not HashStore.Unsure)
        {
            return Value.Boolean(place >= 0);
        }

        if (container.Ref is PySet { Type.IsHeapType: false } set && Keys.TryHash(item, out hash) && set.Store.Find(item, hash) is var at and not HashStore.Unsure)
        {
            return Value.Boolean(at >= 0);
        }

        return Finish(ContainsWork(container, item));
    }

    /// <summary>What is looked for in a set: a set, which has no hash, stands for the frozenset with the same elements.</summary>
    internal Value Sought(in Value item) =>
        item.Ref is PySet set && set.Type.Lookup("__hash__").IsUnspecified ? Value.Object(new PySet(Types.FrozenSet, set.Store)) : item;

    internal async Work<Value> ContainsWork(Value container, Value item)
    {
        var type = TypeOf(container);
        if (!type.AsksMethods)
        {
            Value native = await NativeContains(container, item);
            if (!native.IsUnbound)
            {
                return native;
            }
        }

        Value method = type.Special("__contains__");
        if (method.IsUnspecified)
        {
            return TypeError($"'{type.Name}' object is not a container");
        }

        if (!method.IsUnbound)
        {
            Value result = await Call(method, container, item);
            return result.IsSignal ? result : await TruthOf(result);
        }

        if (type.Special("__iter__").IsUnbound && type.Special("__getitem__").IsUnbound)
        {
            return TypeError($"argument of type '{type.Name}' is not iterable");
        }

        Value iterator = await Iterate(container);
        while (!iterator.IsSignal)
        {
            Value next = await Next(iterator);
            if (next.IsSignal)
            {
                return next;
            }

            if (next.IsAbsent)
            {
                return Value.Boolean(false);
            }

            Value same = await AreEqual(next, item);
            if (same.IsSignal || same.IsTrue)
            {
                return same;
            }
        }

        return iterator;
    }

    /// <summary>Membership in a built-in container; unbound for others.</summary>
    internal async Work<Value> NativeContains(Value container, Value item)
    {
        Value inner = Inner(container);
        switch (inner.Ref)
        {
            case Text text:
                if (Inner(item).Ref is not Text part)
                {
                    return TypeError($"'in <string>' requires string as left operand, not {TypeName(item)}");
                }

                return Machine.ChargeTicks(text.Length >> 4) ? Value.Boolean(text.ToString().Contains(part.ToString(), StringComparison.Ordinal)) : Value.Signal;
            case PyList or PyTuple:
                var sequence = (PyObject)inner.Ref!;
                for (int i = 0; i < LengthOf(sequence); i++)
                {
                    if (!Machine.ChargeTicks((i & 15) == 0 ? 1 : 0))
                    {
                        return Value.Signal;
                    }

                    Value same = await AreEqual(ItemOf(sequence, i), item);
                    if (same.IsSignal || same.IsTrue)
                    {
                        return same;
                    }
                }

                return Value.Boolean(false);
            case PyDict dictionary:
                Value found = await FindInDict(dictionary, item);
                return found.IsSignal ? found : Value.Boolean(!found.IsUnbound);
            case PySet set:
                return await SetContains(set, Sought(item));
            case PyBytes bytes:
                return await BytesContain(bytes, item);
            case PyRange range when Keys.AsNumber(Inner(item)) is { Ref: null or Bignum } number:
                BigInteger offset = Real.ToBigInteger(number) - Real.ToBigInteger(range.Start), step = Real.ToBigInteger(range.Step);
                return Value.Boolean(offset % step == 0 && offset / step >= 0 && offset / step < Real.ToBigInteger(range.Length));
            case PyDictView view:
                return await ViewContains(view, item);
            default:
                return Value.Unbound;
        }
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Dicts and sets, where keys may need guest code to be compared.
internal sealed partial class PythonRuntime
{
    /// <summary>The place of a key; null with a pending raise.</summary>
    private async Work<int?> Locate(HashStore store, Value key, long hash)
    {
        int place = store.Find(key, hash);
        if (place != HashStore.Unsure)
        {
            return place;
        }

        // Guest code may change the store: then all is looked at again.
        while (true)
        {
            int version = store.Version;
            bool changed = false;
            for (place = store.NextOfHash(hash, 0); place >= 0; place = store.NextOfHash(hash, place + 1))
            {
                Value same = await AreEqual(store[place].Key, key);
                if (same.IsSignal)
                {
                    return null;
                }

                changed = store.Version != version;
                if (changed || same.IsTrue)
                {
                    break;
                }
            }

            if (!changed)
            {
                return place;
            }

            if (!Machine.ChargeTicks(1))
            {
                return null;
            }
        }
    }

    /// <summary>The value of a key; unbound if it is not there.</summary>
    internal async Work<Value> FindInDict(PyDict dictionary, Value key)
    {
        Value hash = await Hash(key);
        return hash.IsSignal || await Locate(dictionary.Entries, key, hash.Bits) is not { } place ? Value.Signal
            : place < 0 ? Value.Unbound
            : dictionary.Entries[place].Value;
    }

    internal async Work<Value> StoreInDict(PyDict dictionary, Value key, Value value)
    {
        Value hash = await Hash(key);
        if (hash.IsSignal || await Locate(dictionary.Entries, key, hash.Bits) is not { } place)
        {
            return Value.Signal;
        }

        if (place < 0)
        {
            return AddToDict(dictionary, key, hash.Bits, value);
        }

        dictionary.Entries[place].Value = value;
        return Value.Unspecified;
    }

    internal async Work<Value> DeleteFromDict(PyDict dictionary, Value key)
    {
        Value hash = await Hash(key);
        if (hash.IsSignal || await Locate(dictionary.Entries, key, hash.Bits) is not { } place)
        {
            return Value.Signal;
        }

        if (place < 0)
        {
            return KeyError(key);
        }

        dictionary.Entries.RemoveAt(place);
        return Value.Unspecified;
    }

    /// <summary>dict.update with a mapping or pairs.</summary>
    internal async Work<Value> UpdateDict(PyDict dictionary, Value source)
    {
        if (source.Ref is PyDict other && Value.Same(other.Type.Special("__iter__"), Types.Dict.Special("__iter__")))
        {
            if (!Machine.ChargeTicks(other.Count >> 2) || !Machine.ChargeAllocation(64L * other.Count))
            {
                return Value.Signal;
            }

            for (int place = 0; place < other.Entries.Used; place++)
            {
                if (!other.Entries.IsThere(place))
                {
                    continue;
                }

                var entry = other.Entries[place];
                if (await Locate(dictionary.Entries, entry.Key, entry.Hash) is not { } at)
                {
                    return Value.Signal;
                }

                if (at >= 0)
                {
                    dictionary.Entries[at].Value = entry.Value;
                }
                else
                {
                    dictionary.Entries.Add(entry.Key, entry.Hash, entry.Value);
                }
            }

            return Value.Unspecified;
        }

        Value keys = await TryGetAttribute(source, "keys");
        if (keys.IsSignal)
        {
            return keys;
        }

        bool isMapping = !keys.IsUnbound;
        Value all = isMapping ? await Call(keys) : source;
        Value iterator = all.IsSignal ? all : await Iterate(all);
        for (int i = 0; !iterator.IsSignal; i++)
        {
            Value item = await Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Unspecified : item;
            }

            Value key = item, value;
            if (isMapping)
            {
                value = await Call(Builtin("%getitem"), source, key);
            }
            else
            {
                if (!IsIterable(item))
                {
                    return TypeError($"cannot convert dictionary update sequence element #{i} to a sequence");
                }

                Value pair = await ToList(item);
                if (pair.IsSignal)
                {
                    return pair;
                }

                var list = (PyList)pair.Ref!;
                if (list.Count != 2)
                {
                    return ValueError($"dictionary update sequence element #{i} has length {list.Count}; 2 is required");
                }

                key = list.Items[0];
                value = list.Items[1];
            }

            if (value.IsSignal || (await StoreInDict(dictionary, key, value)).IsSignal)
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    private async Work<Value> MergeDicts(PyDict left, PyDict right)
    {
        if (!Machine.ChargeAllocation(PyDict.Size + (64L * left.Count)))
        {
            return Value.Signal;
        }

        var merged = new PyDict(Types.Dict, left.Entries.Copy());
        Value result = await UpdateDict(merged, Value.Object(right));
        return result.IsSignal ? result : Value.Object(merged);
    }

    private async Work<Value> DictsEqual(PyDict left, PyDict right)
    {
        if (left.Count != right.Count)
        {
            return Value.Boolean(false);
        }

        for (int place = 0; place < left.Entries.Used; place++)
        {
            if (!left.Entries.IsThere(place))
            {
                continue;
            }

            var entry = left.Entries[place];
            if (!Machine.ChargeTicks(1) || await Locate(right.Entries, entry.Key, entry.Hash) is not { } at)
            {
                return Value.Signal;
            }

            Value same = at < 0 ? Value.Boolean(false) : await AreEqual(entry.Value, right.Entries[at].Value);
            if (same.IsSignal || !same.IsTrue)
            {
                return same;
            }
        }

        return Value.Boolean(true);
    }

    internal async Work<Value> SetContains(PySet set, Value item)
    {
        // A set may be looked for as the frozenset that it could be.
        Value hash = item.Ref is PySet { Type: var type } && type.IsSubtypeOf(Types.Set) && type.Lookup("__hash__").IsUnspecified
            ? await NativeHash(Value.Object(new PySet(Types.FrozenSet, ((PySet)item.Ref!).Store)))
            : await Hash(item);
        return hash.IsSignal || await Locate(set.Store, item, hash.Bits) is not { } place ? Value.Signal : Value.Boolean(place >= 0);
    }

    internal async Work<Value> AddToSet(PySet set, Value item)
    {
        Value hash = await Hash(item);
        if (hash.IsSignal || await Locate(set.Store, item, hash.Bits) is not { } place)
        {
            return Value.Signal;
        }

        if (place < 0)
        {
            if (!Machine.ChargeAllocation(64))
            {
                return Value.Signal;
            }

            set.Store.Add(item, hash.Bits, Value.Unspecified);
        }

        return Value.Unspecified;
    }

    /// <summary>Takes an item out, if it is there: whether it was, or the signal.</summary>
    internal async Work<Value> RemoveFromSet(PySet set, Value item)
    {
        Value hash = await Hash(item);
        if (hash.IsSignal || await Locate(set.Store, item, hash.Bits) is not { } place)
        {
            return Value.Signal;
        }

        if (place >= 0)
        {
            set.Store.RemoveAt(place);
        }

        return Value.Boolean(place >= 0);
    }

    internal async Work<Value> UpdateSet(PySet set, Value source)
    {
        Value iterator = await Iterate(source);
        while (!iterator.IsSignal)
        {
            Value item = await Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Unspecified : item;
            }

            if (!Machine.ChargeTicks(1) || (await AddToSet(set, item)).IsSignal)
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    /// <summary>What an iterable has, as a set.</summary>
    internal async Work<Value> ToSet(Value source)
    {
        if (source.Ref is PySet given)
        {
            return Machine.ChargeAllocation(200 + (64L * given.Count)) ? Value.Object(new PySet(Types.Set, given.Store.Copy())) : Value.Signal;
        }

        var set = new PySet(Types.Set);
        Value result = await UpdateSet(set, source);
        return result.IsSignal ? result : Value.Object(set);
    }

    internal async Work<Value> CombineSets(BinaryKind kind, PySet left, PySet right)
    {
        if (!Machine.ChargeTicks((left.Count + right.Count) >> 2) || !Machine.ChargeAllocation(200 + (64L * left.Count)))
        {
            return Value.Signal;
        }

        var type = left.Type.IsSubtypeOf(Types.FrozenSet) ? Types.FrozenSet : Types.Set;
        var result = new PySet(type, kind == BinaryKind.BitOr ? left.Store.Copy() : null);
        if (kind != BinaryKind.BitOr)
        {
            if (kind == BinaryKind.BitAnd && right.Count < left.Count)
            {
                (left, right) = (right, left);
            }

            for (int place = 0; place < left.Store.Used; place++)
            {
                if (!left.Store.IsThere(place))
                {
                    continue;
                }

                var entry = left.Store[place];
                if (await Locate(right.Store, entry.Key, entry.Hash) is not { } at)
                {
                    return Value.Signal;
                }

                if (at >= 0 == (kind == BinaryKind.BitAnd))
                {
                    result.Store.Add(entry.Key, entry.Hash, Value.Unspecified);
                }
            }
        }

        if (kind is BinaryKind.BitOr or BinaryKind.BitXor)
        {
            for (int place = 0; place < right.Store.Used; place++)
            {
                if (!right.Store.IsThere(place))
                {
                    continue;
                }

                var entry = right.Store[place];
                if (await Locate(left.Store, entry.Key, entry.Hash) is not { } at)
                {
                    return Value.Signal;
                }

                if (at < 0)
                {
                    result.Store.Add(entry.Key, entry.Hash, Value.Unspecified);
                }
            }
        }

        return Value.Object(result);
    }

    private async Work<Value> CompareSets(CompareKind kind, PySet left, PySet right)
    {
        bool possible = kind switch
        {
            CompareKind.Equal or CompareKind.NotEqual => left.Count == right.Count,
            CompareKind.Less => left.Count < right.Count,
            CompareKind.LessOrEqual => left.Count <= right.Count,
            CompareKind.Greater => left.Count > right.Count,
            _ => left.Count >= right.Count,
        };
        if (kind is CompareKind.Greater or CompareKind.GreaterOrEqual)
        {
            (left, right) = (right, left);
        }

        Value within = possible ? await IsSubset(left, right) : Value.Boolean(false);
        return within.IsSignal ? within : Value.Boolean(within.IsTrue == (kind != CompareKind.NotEqual));
    }

    internal async Work<Value> IsSubset(PySet left, PySet right)
    {
        for (int place = 0; place < left.Store.Used; place++)
        {
            if (left.Store.IsThere(place))
            {
                var entry = left.Store[place];
                if (!Machine.ChargeTicks(1) || await Locate(right.Store, entry.Key, entry.Hash) is not { } at)
                {
                    return Value.Signal;
                }

                if (at < 0)
                {
                    return Value.Boolean(false);
                }
            }
        }

        return Value.Boolean(true);
    }

    private async Work<Value> ViewContains(PyDictView view, Value item)
    {
        switch (view.Part)
        {
            case DictPart.Keys:
                return await NativeContains(Value.Object(view.Dictionary), item);
            case DictPart.Items when item.Ref is PyTuple { Items: [var key, var value] }:
                Value found = await FindInDict(view.Dictionary, key);
                return found.IsSignal ? found : found.IsUnbound ? Value.Boolean(false) : await AreEqual(found, value);
            case DictPart.Items:
                return Value.Boolean(false);
        }

        for (int place = 0; place < view.Dictionary.Entries.Used; place++)
        {
            if (view.Dictionary.Entries.IsThere(place))
            {
                Value same = await AreEqual(view.Dictionary.Entries[place].Value, item);
                if (same.IsSignal || same.IsTrue)
                {
                    return same;
                }
            }
        }

        return Value.Boolean(false);
    }

    private async Work<Value> CombineViews(BinaryKind kind, Value left, Value right)
    {
        if (!IsIterable(left) || !IsIterable(right))
        {
            return Value.Unbound;
        }

        Value one = await ToSet(left);
        Value two = one.IsSignal ? one : await ToSet(right);
        return two.IsSignal ? two : await CombineSets(kind, (PySet)one.Ref!, (PySet)two.Ref!);
    }

    private async Work<Value> CompareViews(CompareKind kind, Value left, Value right)
    {
        if (left.Ref is PyDictView { Part: DictPart.Values } || right.Ref is PyDictView { Part: DictPart.Values })
        {
            return NotImplemented;
        }

        Value one = await ToSet(left);
        Value two = one.IsSignal ? one : await ToSet(right);
        return two.IsSignal ? two : await CompareSets(kind, (PySet)one.Ref!, (PySet)two.Ref!);
    }
}

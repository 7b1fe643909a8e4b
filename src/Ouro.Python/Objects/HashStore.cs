// What dicts and sets are made of: entries in the order in which they came, and an index of them by hash. Keys whose equality is known to
// the host are compared here; for others the caller goes through the entries of the same hash and asks guest code.

using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Objects;

/// <summary>Entries of keys with values, found by hash.</summary>
internal sealed class HashStore
{
    /// <summary>What <see cref="Find"/> gives for none, and for one that only guest code can compare.</summary>
    internal const int Missing = -1;
    internal const int Unsure = -2;

    private const int Free = -1;
    private int[] _index = [];
    private Entry[] _entries = [];
    private int _used;

    internal struct Entry
    {
        internal Value Key;
        internal long Hash;
        private Value _value;

        /// <summary>The value; of a global variable it is in its cell.</summary>
        internal Value Value
        {
            readonly get => _value.Ref is Cell cell ? cell.Content : _value;
            set
            {
                if (_value.Ref is Cell cell)
                {
                    cell.Content = value;
                }
                else
                {
                    _value = value;
                }
            }
        }

        /// <summary>Has a cell hold the value.</summary>
        internal void Link(Cell cell) => _value = Ouro.Machine.Values.Value.Object(cell);

        /// <summary>Has nothing hold the value: the cell that did, or null.</summary>
        internal Cell? Unlink()
        {
            var cell = _value.Ref as Cell;
            _value = Ouro.Machine.Values.Value.Unbound;
            return cell;
        }
    }

    /// <summary>Set where the entries are global variables.</summary>
    internal Namespace? Names;

    /// <summary>How many entries there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Changes when a key comes or goes: iterators look at it.</summary>
    internal int Version { get; private set; }

    /// <summary>Places of entries, also of those that are gone, whose key is unbound.</summary>
    internal int Used => _used;

    internal ref Entry this[int place] => ref _entries[place];

    internal bool IsThere(int place) => !_entries[place].Key.IsUnbound;

    /// <summary>The place of a key.</summary>
    internal int Find(in Value key, long hash)
    {
        if (Count == 0)
        {
            return Missing;
        }

        bool unsure = false;
        int mask = _index.Length - 1;
        for (int slot = Slot(hash, mask); _index[slot] != Free; slot = (slot + 1) & mask)
        {
            ref var entry = ref _entries[_index[slot]];
            if (entry.Hash == hash && !entry.Key.IsUnbound)
            {
                int same = Keys.Compare(entry.Key, key);
                if (same > 0)
                {
                    return _index[slot];
                }

                unsure |= same < 0;
            }
        }

        return unsure ? Unsure : Missing;
    }

    /// <summary>The next place, from one on, of an entry with that hash; -1: there is none.</summary>
    internal int NextOfHash(long hash, int from)
    {
        for (int place = from; place < _used; place++)
        {
            if (_entries[place].Hash == hash && IsThere(place))
            {
                return place;
            }
        }

        return Missing;
    }

    /// <summary>Adds a key that is not there.</summary>
    internal void Add(in Value key, long hash, in Value value)
    {
        if (2 * (_used + 1) > _index.Length)
        {
            Rebuild(Math.Max(8, 4 * (Count + 1)));
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _used + (_used >> 1) + 1));
        }

        ref var entry = ref _entries[_used];
        entry = new Entry { Key = key, Value = value, Hash = hash };
        if (Names?.Added(key, value) is { } cell)
        {
            entry.Link(cell);
        }

        Insert(_used++);
        Count++;
        Version++;
    }

    internal void RemoveAt(int place)
    {
        _entries[place].Key = Value.Unbound;
        if (_entries[place].Unlink() is { } cell)
        {
            Names!.Removed(cell);
        }

        Version++;
        if (--Count == 0)
        {
            Clear();
        }
        else
        {
            while (_used > 0 && !IsThere(_used - 1) && _used > Count + 8)
            {
                Rebuild(_index.Length);
            }
        }
    }

    internal void Clear()
    {
        for (int place = 0; Names is not null && place < _used; place++)
        {
            if (_entries[place].Unlink() is { } cell)
            {
                Names.Removed(cell);
            }
        }

        _index = [];
        _entries = [];
        _used = 0;
        Count = 0;
        Version++;
    }

    internal HashStore Copy()
    {
        var copy = new HashStore();
        copy._entries = new Entry[Count];
        for (int place = 0; place < _used; place++)
        {
            if (IsThere(place))
            {
                var entry = _entries[place];
                copy._entries[copy._used++] = new Entry { Key = entry.Key, Value = entry.Value, Hash = entry.Hash };
            }
        }

        copy.Count = Count;
        copy.Rebuild(Math.Max(8, 4 * Count));
        return copy;
    }

    /// <summary>The place of the first or last entry; -1 if there is none.</summary>
    internal int Edge(bool last)
    {
        for (int i = 0; i < _used; i++)
        {
            int place = last ? _used - 1 - i : i;
            if (IsThere(place))
            {
                return place;
            }
        }

        return Missing;
    }

    private static int Slot(long hash, int mask) => (int)((ulong)hash * 0x9E37_79B9_7F4A_7C15 >> 32) & mask;

    private void Insert(int place)
    {
        int mask = _index.Length - 1;
        int slot = Slot(_entries[place].Hash, mask);
        while (_index[slot] != Free)
        {
            slot = (slot + 1) & mask;
        }

        _index[slot] = place;
    }

    private void Rebuild(int size)
    {
        int kept = 0;
        for (int place = 0; place < _used; place++)
        {
            if (IsThere(place))
            {
                _entries[kept++] = _entries[place];
            }
        }

        _entries.AsSpan(kept, _used - kept).Clear();
        _used = kept;
        _index = new int[(int)BitOperations.RoundUpToPowerOf2((uint)size)];
        _index.AsSpan().Fill(Free);
        for (int place = 0; place < _used; place++)
        {
            Insert(place);
        }
    }
}

/// <summary>Hashes and equality of the keys that need no guest code.</summary>
internal static class Keys
{
    private const int DeepestTuple = 50;

    /// <summary>The hash of a key whose type's hash is the host's.</summary>
    /// <returns>False: guest code must be asked, or there is none.</returns>
    internal static bool TryHash(in Value key, out long hash) => TryHash(key, out hash, 0);

    private static bool TryHash(in Value key, out long hash, int depth)
    {
        hash = 0;
        switch (key.Ref)
        {
            case null:
                hash = NumberHash.OfInteger(key.Bits);
                return true;
            case Text text:
                hash = text.GetHashCode();
                return true;
            case Bignum big:
                hash = NumberHash.OfInteger(big.Value);
                return true;
            case PyTuple tuple when depth < DeepestTuple && tuple.Type.HasHostHash:
                long all = 0x345678 + tuple.Items.Length;
                foreach (var item in tuple.Items)
                {
                    if (!TryHash(item, out long one, depth + 1))
                    {
                        return false;
                    }

                    all = (all * 1_000_003) ^ one;
                }

                hash = all;
                return true;
            case PyBytes bytes when bytes.Type.HasHostHash:
                hash = HashOf(bytes.Items);
                return true;
            case PyObject other when other.Type.HasIdentityHash:
                hash = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(other);
                return true;
            case Closure or Generator:
                hash = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Ref);
                return true;
        }

        if (key.IsFlonum)
        {
            hash = NumberHash.OfFloat(key.AsFlonum);
            return true;
        }

        if (key.IsBoolean)
        {
            hash = key.IsTrue ? 1 : 0;
            return true;
        }

        hash = 0xFCA8_6420;
        return key.IsUnspecified;
    }

    /// <summary>The hash of bytes.</summary>
    internal static long HashOf(ReadOnlySpan<byte> bytes)
    {
        var code = default(HashCode);
        code.AddBytes(bytes);
        return code.ToHashCode();
    }

    /// <summary>1: equal, 0: not equal, -1: guest code must be asked.</summary>
    internal static int Compare(in Value left, in Value right)
    {
        if (Value.Same(left, right) && !left.IsFlonum)
        {
            return 1;
        }

        if (left.Ref is Text text && right.Ref is Text other)
        {
            return text.Equals(other) ? 1 : 0;
        }

        if (IsNumber(left) && IsNumber(right))
        {
            return NumbersEqual(left, right) ? 1 : 0;
        }

        if (IsPlain(left) && IsPlain(right))
        {
            return 0;
        }

        if (left.Ref is PyTuple tuple && right.Ref is PyTuple second && tuple.Type.HasHostHash && second.Type.HasHostHash)
        {
            if (tuple.Items.Length != second.Items.Length)
            {
                return 0;
            }

            int result = 1;
            for (int i = 0; i < tuple.Items.Length && result > 0; i++)
            {
                if (tuple.Items[i].Ref is PyTuple && second.Items[i].Ref is PyTuple)
                {
                    return -1;
                }

                result = Compare(tuple.Items[i], second.Items[i]);
            }

            return result;
        }

        return left.Ref is PyBytes bytes && right.Ref is PyBytes more ? bytes.Items.AsSpan().SequenceEqual(more.Items) ? 1 : 0
            : IsPlainOrIdentity(left) && IsPlainOrIdentity(right) ? 0 : -1;
    }

    internal static bool IsNumber(in Value value) => value.Ref is null or Bignum || value.IsFlonum || value.IsBoolean;

    internal static bool NumbersEqual(in Value left, in Value right)
    {
        Value one = AsNumber(left), two = AsNumber(right);
        return one.Ref is null && two.Ref is null ? one.Bits == two.Bits
            : one.IsFlonum && two.IsFlonum ? one.AsFlonum == two.AsFlonum
            : Real.Compare(one, two) == 0;
    }

    internal static Value AsNumber(in Value value) => value.IsBoolean ? Value.Fixnum(value.IsTrue ? 1 : 0) : value;

    private static bool IsPlain(in Value value) => value.Ref is Text || value.IsUnspecified || IsNumber(value);

    private static bool IsPlainOrIdentity(in Value value) =>
        IsPlain(value) || value.Ref is Closure or Generator || (value.Ref is PyObject { Type.HasIdentityHash: true });
}

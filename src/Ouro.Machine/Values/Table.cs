// Hash tables in insertion order. Entries lie in an array in the order in which their keys were first put; a second array of
// chain heads finds them. Deleting marks an entry and leaves the others where they are, so an iterator that is an index
// into the entries survives any deletion. Only an insertion that finds the array full moves entries, to close the
// holes or to grow; the version number tells an iterator.

using System.Numerics;
using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Which equality a table's keys have.</summary>
internal enum TableKind : byte
{
    /// <summary>The same object, or the same immediate: <c>eq?</c>.</summary>
    Identity,

    /// <summary>Also the same number in the same exactness: <c>eqv?</c>.</summary>
    Eqv,

    /// <summary>Also the same content of pairs, vectors, bytevectors and strings: <c>equal?</c>.</summary>
    Equal,
}

/// <summary>A mutable hash table from values to values that keeps the order of insertion.</summary>
[GuestType("a table")]
public sealed class Table : HeapObject
{
    /// <summary>One key with what it maps to; a deleted one has the key Unbound.</summary>
    private struct Entry
    {
        internal Value Key;
        internal Value Content;
        internal int Hash;

        /// <summary>Index of the next entry of the chain, -1 at its end.</summary>
        internal int Next;
    }

    /// <summary>Returned by <see cref="Find"/> when a limit stopped the search and the machine has a signal pending.</summary>
    internal const int Stopped = -2;

    /// <summary>Returned by <see cref="Find"/> when the key is not there.</summary>
    internal const int Absent = -1;

    /// <summary>Chains are this long at most by chance; a longer walk is charged.</summary>
    private const int FreeSteps = 32;

    // Array.Empty would be compiled for this type at every start.
#pragma warning disable CA1825
    private static readonly Entry[] NoEntries = new Entry[0];
#pragma warning restore CA1825

    /// <summary>The heads of an empty table: one chain with nothing in it. Never written, for the first insertion makes room.</summary>
    private static readonly int[] NoHeads = new int[1];

    private readonly VirtualMachine _machine;
    private int[] _heads = NoHeads;
    private Entry[] _entries = NoEntries;

    /// <summary>How many entries are in use, deleted ones included.</summary>
    private int _used;

    /// <summary>An empty table that allocates nothing until the first insertion.</summary>
    internal Table(VirtualMachine machine, TableKind kind)
    {
        _machine = machine;
        Kind = kind;
    }

    internal readonly TableKind Kind;

    /// <summary>How many keys.</summary>
    internal int Count;

    /// <summary>Grows with every change of keys or contents.</summary>
    internal long Version;

    /// <summary>Positions run from 0 up to this; some may be deleted.</summary>
    internal int Limit => _used;

    /// <summary>What an empty table costs in bytes.</summary>
    internal const int Size = 96;

    private const int EntrySize = 44;

    /// <summary>The position of a key, <see cref="Absent"/>, or <see cref="Stopped"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Find(in Value key) => key.Ref is null ? FindNumber(key.Bits, Hashing.OfBits(key.Bits)) : FindObject(key);

    /// <summary>The position of a number: mostly it is the first that is looked at, which needs no call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindNumber(long bits, int hash)
    {
        var entries = _entries;
        var heads = _heads;
        int position = heads[Slot(hash, heads.Length)] - 1;
        if ((uint)position >= (uint)entries.Length)
        {
            return Absent;
        }

        ref var entry = ref entries[position];
        return entry.Key.Bits == bits && entry.Key.Ref is null ? position : FindSame(null, bits, hash);
    }

    private int FindObject(in Value key)
    {
        var reference = key.Ref;
        if (Kind == TableKind.Identity || reference is Symbol)
        {
            return FindSame(reference, key.Bits, Hashing.OfIdentity(_machine, key));
        }

        if (Kind == TableKind.Equal && key.Ref is Text text)
        {
            return FindText(text, text.GetHashCode());
        }

        return Find(key, Hash(key));
    }

    private int Find(in Value key, int hash)
    {
        if (Kind == TableKind.Identity || key.Ref is null or Symbol)
        {
            return FindSame(key.Ref, key.Bits, hash);
        }

        return Kind == TableKind.Equal && key.Ref is Text text ? FindText(text, hash) : FindEquivalent(key, hash);
    }

    private int Hash(in Value key) => Kind switch
    {
        TableKind.Identity => Hashing.OfIdentity(_machine, key),
        TableKind.Eqv => Hashing.OfEqv(_machine, key),
        _ => Hashing.OfEqual(_machine, key),
    };

    /// <summary>Spreads a hash over the heads, whose number is a power of two. Neighbours stay neighbours, which the cache likes; the higher bits are folded in for keys that are multiples of a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(int hash, int heads)
    {
        var mixed = (uint)hash;
        mixed ^= mixed >> 15;
        mixed ^= mixed >> 7;
        return (int)(mixed & (uint)(heads - 1));
    }

    // The host is told to optimise the hottest searches at once: programs of a second would spend much of it in slow versions.
    private int FindSame(object? reference, long bits, int hash)
    {
        var entries = _entries;
        var heads = _heads;
        var steps = 0;
        var position = heads[Slot(hash, heads.Length)] - 1;
        while ((uint)position < (uint)entries.Length)
        {
            ref var entry = ref entries[position];
            if (entry.Key.Ref == reference && entry.Key.Bits == bits)
            {
                return position;
            }

            position = entry.Next;
            if (++steps > FreeSteps && !_machine.ChargeTicks(1))
            {
                return Stopped;
            }
        }

        return Absent;
    }

    private int FindText(Text key, int hash)
    {
        var entries = _entries;
        var steps = 0;
        var position = _heads[Slot(hash, _heads.Length)] - 1;
        while ((uint)position < (uint)entries.Length)
        {
            ref var entry = ref entries[position];
            if (entry.Hash == hash && entry.Key.Ref is Text text && (text == key || text.Equals(key)))
            {
                return position;
            }

            position = entry.Next;
            if (++steps > FreeSteps && !_machine.ChargeTicks(1))
            {
                return Stopped;
            }
        }

        return Absent;
    }

    private int FindEquivalent(in Value key, int hash)
    {
        var steps = 0;
        var position = _heads[Slot(hash, _heads.Length)] - 1;
        while (position >= 0)
        {
            if (_entries[position].Hash == hash)
            {
                var outcome = Kind == TableKind.Eqv
                    ? Equality.Eqv(_entries[position].Key, key) ? Comparison.Same : Comparison.Different
                    : Equality.Compare(_machine, _entries[position].Key, key);
                if (outcome != Comparison.Different)
                {
                    return outcome == Comparison.Same ? position : Stopped;
                }
            }

            position = _entries[position].Next;
            if (++steps > FreeSteps && !_machine.ChargeTicks(1))
            {
                return Stopped;
            }
        }

        return Absent;
    }

    /// <summary>What the key maps to, or the fallback; the signal if a limit stopped the search.</summary>
    internal Value Get(in Value key, in Value fallback)
    {
        var position = Find(key);
        return position >= 0 ? _entries[position].Content : position == Absent ? fallback : Value.Signal;
    }

    /// <summary>What the key at a position that was found maps to.</summary>
    internal Value ContentAt(int position) => _entries[position].Content;

    /// <summary>Maps the key to a content; a new key comes last in the order.</summary>
    /// <returns>False if a limit was reached: nothing has changed, and the machine has a signal pending.</returns>
    internal bool Set(in Value key, in Value content)
    {
        int hash;
        int position;
        if (key.Ref is null)
        {
            hash = Hashing.OfBits(key.Bits);
            position = FindNumber(key.Bits, hash);
        }
        else
        {
            hash = key.Ref is Symbol ? Hashing.OfIdentity(_machine, key) : Hash(key);
            position = Find(key, hash);
        }

        if (position == Stopped)
        {
            return false;
        }

        if (position == Absent)
        {
            if (_used == _entries.Length && !MakeRoom())
            {
                return false;
            }

            position = _used++;
            ref var head = ref _heads[Slot(hash, _heads.Length)];
            _entries[position] = new Entry { Key = key, Content = content, Hash = hash, Next = head - 1 };
            head = position + 1;
            Count++;
        }
        else
        {
            ref Value place = ref _entries[position].Content;
            if (content.Ref is null && place.Ref is null)
            {
                // A number for a number: no reference is stored.
                place.Bits = content.Bits;
            }
            else
            {
                place = content;
            }
        }

        Version++;
        return true;
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>Whether it was there; Stopped if a limit was reached.</returns>
    internal int Remove(in Value key)
    {
        var position = Find(key);
        if (position < 0)
        {
            return position;
        }

        ref var entry = ref _entries[position];
        ref var link = ref _heads[Slot(entry.Hash, _heads.Length)];
        if (link - 1 == position)
        {
            link = entry.Next + 1;
        }
        else
        {
            var previous = link - 1;
            while (_entries[previous].Next != position)
            {
                previous = _entries[previous].Next;
            }

            _entries[previous].Next = entry.Next;
        }

        entry.Key = Value.Unbound;
        entry.Content = Value.Unbound;
        Count--;
        Version++;
        return position;
    }

    /// <summary>Takes all keys out.</summary>
    internal void Clear()
    {
        _heads = NoHeads;
        _entries = NoEntries;
        _used = 0;
        Count = 0;
        Version++;
    }

    /// <summary>A new table with the same keys, contents and order; null if a limit was reached.</summary>
    internal Table? Copy()
    {
        var copy = new Table(_machine, Kind);
        if (Count == 0)
        {
            return copy;
        }

        if (!_machine.ChargeAllocation(Size + (long)EntrySize * CapacityFor(Count)) || !_machine.ChargeTicks(_used >> 3))
        {
            return null;
        }

        copy.Rebuild(CapacityFor(Count), _entries, _used, Count);
        copy.Version = Version;
        return copy;
    }

    /// <summary>
    /// Steps an iteration: finds the first key at or after a position and moves the position behind it. Deletions do not disturb
    /// it; after an insertion it may miss or repeat keys, which <see cref="Version"/> tells.
    /// </summary>
    /// <param name="position">Starts at 0.</param>
    /// <param name="key">The key.</param>
    /// <param name="content">What it maps to.</param>
    /// <returns>False at the end.</returns>
    internal bool TryNext(ref int position, out Value key, out Value content)
    {
        while (position < _used)
        {
            ref var entry = ref _entries[position++];
            if (!entry.Key.IsUnbound)
            {
                key = entry.Key;
                content = entry.Content;
                return true;
            }
        }

        key = Value.Unbound;
        content = Value.Unbound;
        return false;
    }

    private static int CapacityFor(int count) => count <= 4 ? 4 : (int)BitOperations.RoundUpToPowerOf2((uint)count);

    /// <summary>The entries are full: closes the holes if there are many, otherwise doubles.</summary>
    private bool MakeRoom()
    {
        var capacity = Count < _used - (_used >> 2) ? _entries.Length : Math.Max(4, 2L * _entries.Length);
        if (capacity > 1 << 29)
        {
            _ = _machine.Fail(ConditionKind.OutOfRange, "a table cannot have more keys than", Value.Fixnum(_used));
            return false;
        }

        if (!_machine.ChargeAllocation(EntrySize * capacity) || !_machine.ChargeTicks(_used >> 3))
        {
            return false;
        }

        Rebuild((int)capacity, _entries, _used, Count);
        return true;
    }

    private void Rebuild(int capacity, Entry[] source, int used, int count)
    {
        var entries = new Entry[capacity];
        var heads = new int[capacity];
        var at = 0;
        for (var position = 0; position < used; position++)
        {
            if (source[position].Key.IsUnbound)
            {
                continue;
            }

            ref var entry = ref entries[at];
            entry = source[position];
            ref var head = ref heads[Slot(entry.Hash, capacity)];
            entry.Next = head - 1;
            head = ++at;
        }

        (_entries, _heads, _used, Count) = (entries, heads, at, count);
    }
}

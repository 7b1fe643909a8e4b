using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ouro.Machine.Code;

/// <summary>Sets of small numbers as spans of words, for dataflow over registers and marks on instruction words.</summary>
internal static class BitSet
{
    /// <summary>Words that a set of numbers below <paramref name="limit"/> needs, at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WordsFor(int limit) => Math.Max(1, (int)(((long)limit + 63) >> 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Contains(ReadOnlySpan<ulong> set, int number) => (set[number >> 6] >> (number & 63) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(Span<ulong> set, int number) => set[number >> 6] |= 1UL << (number & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Remove(Span<ulong> set, int number) => set[number >> 6] &= ~(1UL << (number & 63));

    internal static void AddRange(Span<ulong> set, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            if ((i & 63) == 0 && first + count - i >= 64)
            {
                set[i >> 6] = ulong.MaxValue;
                i += 63;
            }
            else
            {
                Add(set, i);
            }
        }
    }

    /// <summary>Removes all numbers from <paramref name="first"/> on.</summary>
    internal static void RemoveFrom(Span<ulong> set, int first)
    {
        int word = first >> 6;
        if (word < set.Length)
        {
            set[word] &= (1UL << (first & 63)) - 1;
            set[(word + 1)..].Clear();
        }
    }

    /// <summary>Adds all members of another set.</summary>
    /// <returns>Whether the set grew.</returns>
    internal static bool Union(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        ulong grown = 0;
        for (int i = 0; i < set.Length; i++)
        {
            grown |= other[i] & ~set[i];
            set[i] |= other[i];
        }

        return grown != 0;
    }

    /// <summary>Removes what is not in another set.</summary>
    /// <returns>Whether the set shrank.</returns>
    internal static bool Intersect(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        ulong lost = 0;
        for (int i = 0; i < set.Length; i++)
        {
            lost |= set[i] & ~other[i];
            set[i] &= other[i];
        }

        return lost != 0;
    }

    /// <summary>The least member that is at least <paramref name="from"/>, or -1.</summary>
    internal static int Next(ReadOnlySpan<ulong> set, int from)
    {
        int word = from >> 6;
        if (word >= set.Length)
        {
            return -1;
        }

        ulong bits = set[word] & (ulong.MaxValue << (from & 63));
        while (bits == 0)
        {
            if (++word >= set.Length)
            {
                return -1;
            }

            bits = set[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}

// Where the pairs of a program came from. Data stay plain pairs, so macros and `quote` see ordinary lists; the
// positions are beside them, found by the identity of a pair.
//
// For each pair two spans may be known: the form (the whole list that begins with this pair) and the element (the
// datum in this pair's car). An atom has no identity of its own, so it is found through the pair that holds it.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Reader;

/// <summary>The positions of the pairs that a reader made, by identity of the pair.</summary>
[GuestType("a source map")]
public sealed class SourceMap
{
    /// <summary>What one entry costs, in bytes, for the allocation limit: its slots and two spans.</summary>
    internal const int EntrySize = 144;

    // Open addressing with linear probing. Three parallel arrays: a lookup touches one of them until it hits.
    private Pair?[] _pairs = new Pair?[64];
    private SourceSpan?[] _forms = new SourceSpan?[64];
    private SourceSpan?[] _elements = new SourceSpan?[64];
    private int _count;

    /// <summary>How many pairs have an entry.</summary>
    public int Count => _count;

    /// <summary>The span of the list that begins with this pair, or null.</summary>
    public SourceSpan? Form(Pair pair) => _forms[Find(pair)];

    /// <summary>The span of the datum in this pair's car, or null.</summary>
    public SourceSpan? Element(Pair pair) => _elements[Find(pair)];

    /// <summary>Records the span of the list that begins with this pair.</summary>
    public void SetForm(Pair pair, SourceSpan? span)
    {
        // The slot first: finding it may replace the arrays.
        var slot = FindOrAdd(pair);
        _forms[slot] = span;
    }

    /// <summary>Records the span of the datum in this pair's car.</summary>
    public void SetElement(Pair pair, SourceSpan? span)
    {
        // The slot first: finding it may replace the arrays.
        var slot = FindOrAdd(pair);
        _elements[slot] = span;
    }

    /// <summary>The slot that holds the pair, or the free slot where it would go: there both spans are null.</summary>
    private int Find(Pair pair)
    {
        var mask = _pairs.Length - 1;
        var slot = RuntimeHelpers.GetHashCode(pair) & mask;
        while (_pairs[slot] is { } other && !ReferenceEquals(other, pair))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int FindOrAdd(Pair pair)
    {
        var slot = Find(pair);
        if (_pairs[slot] is not null)
        {
            return slot;
        }

        if (_count * 2 >= _pairs.Length)
        {
            Grow();
            slot = Find(pair);
        }

        _pairs[slot] = pair;
        _count++;
        return slot;
    }

    private void Grow()
    {
        var (pairs, forms, elements) = (_pairs, _forms, _elements);
        _pairs = new Pair?[pairs.Length * 2];
        _forms = new SourceSpan?[pairs.Length * 2];
        _elements = new SourceSpan?[pairs.Length * 2];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] is { } pair)
            {
                var slot = Find(pair);
                _pairs[slot] = pair;
                _forms[slot] = forms[i];
                _elements[slot] = elements[i];
            }
        }
    }
}

namespace Ouro.Machine.Values;

/// <summary>The ways to make an array of values, each saying what it is filled with.</summary>
internal static class ValueArrays
{
    /// <summary>No elements. Use it on paths that run at every start: what the host has for <c>[]</c> it would compile there.</summary>
    internal static readonly Value[] None = Filled(0, Value.Unbound);

    /// <summary>Every element is <see cref="Value.Unbound"/>.</summary>
    internal static Value[] Unbound(int length) => Filled(length, Value.Unbound);

    /// <summary>Every element is fixnum 0: for storage whose reader knows what was written.</summary>
    internal static Value[] Zeroed(int length) => length == 0 ? None : new Value[length];

    /// <summary>The first elements of an array, and behind them room that is unbound.</summary>
    internal static Value[] Grown(Value[] values, int count, int length)
    {
        var grown = Unbound(length);
        Array.Copy(values, grown, count);
        return grown;
    }

    /// <summary>Every element is the same value.</summary>
    internal static Value[] Filled(int length, Value content)
    {
        var values = new Value[length];

        // Not Array.Fill: the host would compile it, and what it is made of, for this type at every start.
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = content;
        }

        return values;
    }
}

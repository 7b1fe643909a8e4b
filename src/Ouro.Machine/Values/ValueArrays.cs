namespace Ouro.Machine.Values;

/// <summary>The ways to make an array of values, each saying what it is filled with.</summary>
internal static class ValueArrays
{
    /// <summary>Every element is <see cref="Value.Unbound"/>.</summary>
    internal static Value[] Unbound(int length)
    {
        var values = new Value[length];
        Array.Fill(values, Value.Unbound);
        return values;
    }

    /// <summary>Every element is fixnum 0: for storage whose reader knows what was written.</summary>
    internal static Value[] Zeroed(int length) => length == 0 ? [] : new Value[length];

    /// <summary>Every element is the same value.</summary>
    internal static Value[] Filled(int length, Value content)
    {
        var values = new Value[length];
        Array.Fill(values, content);
        return values;
    }
}

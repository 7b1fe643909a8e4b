namespace Ouro.Scheme.Primitives;

/// <summary>The five ways of comparing neighbours in an argument list.</summary>
internal enum Order
{
    Equal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

/// <summary>Tests of <see cref="Order"/>.</summary>
internal static class Orders
{
    /// <summary>Whether the order holds between two things whose difference has this sign.</summary>
    internal static bool Holds(Order order, int difference) => order switch
    {
        Order.Equal => difference == 0,
        Order.Less => difference < 0,
        Order.Greater => difference > 0,
        Order.LessOrEqual => difference <= 0,
        _ => difference >= 0,
    };
}

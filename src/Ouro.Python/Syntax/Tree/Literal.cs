using System.Numerics;

namespace Ouro.Python.Syntax.Tree;

/// <summary>The value of a constant in the source.</summary>
internal abstract class Literal
{
    private Literal()
    {
    }

    internal sealed class None : Literal
    {
        internal static readonly None Value = new();
    }

    internal sealed class Ellipsis : Literal
    {
        internal static readonly Ellipsis Value = new();
    }

    internal sealed class Boolean : Literal
    {
        internal static readonly Boolean True = new(true);

        internal static readonly Boolean False = new(false);

        internal readonly bool Value;

        private Boolean(bool value) => Value = value;
    }

    internal sealed class Integer(BigInteger value) : Literal
    {
        internal readonly BigInteger Value = value;
    }

    internal sealed class Float(double value) : Literal
    {
        internal readonly double Value = value;
    }

    /// <summary>A complex number; the source can only write imaginary ones, patterns also those with a real part.</summary>
    internal sealed class Imaginary(double value) : Literal
    {
        internal readonly double Value = value;
    }

    internal sealed class String(Text value) : Literal
    {
        internal readonly Text Value = value;
    }

    internal sealed class Bytes(byte[] value) : Literal
    {
        internal readonly byte[] Value = value;
    }
}

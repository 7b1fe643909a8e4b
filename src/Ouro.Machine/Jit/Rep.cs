namespace Ouro.Machine.Jit;

/// <summary>What is known of a register at a point of the code, and so which of its three locals (reference, bits, double) hold it.</summary>
internal enum Rep : byte
{
    /// <summary>Nobody will read it.</summary>
    Dead,

    /// <summary>Reference and bits.</summary>
    Any,

    /// <summary>A fixnum, in the bits.</summary>
    Fixnum,

    /// <summary>A flonum, in the double.</summary>
    Flonum,

    /// <summary>A character, in the bits.</summary>
    Character,

    /// <summary>An object or singleton: the reference; its bits are 0.</summary>
    Object,

    /// <summary>As Object, of a known class; so the following.</summary>
    Pair,
    Vector,
    Text,
    Closure,
    Box,
    Record,
}

/// <summary>A basic block compiled for one knowledge about the registers.</summary>
internal sealed class BlockVersion(int block, Rep[] reps, System.Reflection.Emit.Label label)
{
    internal readonly int Block = block;
    internal readonly Rep[] Reps = reps;
    internal readonly System.Reflection.Emit.Label Label = label;

    /// <summary>Not compiled any more: it leaves for the interpreter.</summary>
    internal bool IsExit { get; init; }
}

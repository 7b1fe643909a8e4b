using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Hash numbers: not negative, the same in every process.</summary>
[PrimitiveGroup]
internal static partial class HashPrimitives
{
    /// <summary>How the table compares keys: the symbol eq?, eqv? or equal?.</summary>
    [Primitive("table-kind")]
    internal static Value KindOf(VirtualMachine machine, Table table) => Value.Object(machine.Intern(table.Kind switch
    {
        TableKind.Identity => "eq?",
        TableKind.Eqv => "eqv?",
        _ => "equal?",
    }));

    /// <summary>A number that is the same for objects which are <c>equal?</c>.</summary>
    [Primitive("equal-hash", Effects = Effects.ReadPair | Effects.ReadVector | Effects.ReadText)]
    internal static long OfContent(VirtualMachine machine, Value content) => Positive(Hashing.OfEqual(machine, content));

    /// <summary>A number that is the same for objects which are <c>eqv?</c>.</summary>
    [Primitive("eqv-hash")]
    internal static long OfValue(VirtualMachine machine, Value content) => Positive(Hashing.OfEqv(machine, content));

    /// <summary>A number that is the same for objects which are <c>eq?</c>.</summary>
    [Primitive("eq-hash")]
    internal static long OfIdentity(VirtualMachine machine, Value content) => Positive(Hashing.OfIdentity(machine, content));

    private static long Positive(int hash) => hash & int.MaxValue;
}

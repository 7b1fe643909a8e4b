using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>The compositions of car and cdr, <c>caar</c> to <c>cddddr</c>.</summary>
[PrimitiveGroup]
internal static partial class PairAccessPrimitives
{
    /// <summary>The car, then its car.</summary>
    [Primitive("caar", Effects = Effects.ReadPair)]
    internal static Value Caar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b100);

    /// <summary>The cdr, then its car.</summary>
    [Primitive("cadr", Effects = Effects.ReadPair)]
    internal static Value Cadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b101);

    /// <summary>The car, then its cdr.</summary>
    [Primitive("cdar", Effects = Effects.ReadPair)]
    internal static Value Cdar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b110);

    /// <summary>The cdr, then its cdr.</summary>
    [Primitive("cddr", Effects = Effects.ReadPair)]
    internal static Value Cddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b111);

    /// <summary>The car, then its car, then its car.</summary>
    [Primitive("caaar", Effects = Effects.ReadPair)]
    internal static Value Caaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1000);

    /// <summary>The cdr, then its car, then its car.</summary>
    [Primitive("caadr", Effects = Effects.ReadPair)]
    internal static Value Caadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1001);

    /// <summary>The car, then its cdr, then its car.</summary>
    [Primitive("cadar", Effects = Effects.ReadPair)]
    internal static Value Cadar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1010);

    /// <summary>The cdr, then its cdr, then its car.</summary>
    [Primitive("caddr", Effects = Effects.ReadPair)]
    internal static Value Caddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1011);

    /// <summary>The car, then its car, then its cdr.</summary>
    [Primitive("cdaar", Effects = Effects.ReadPair)]
    internal static Value Cdaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1100);

    /// <summary>The cdr, then its car, then its cdr.</summary>
    [Primitive("cdadr", Effects = Effects.ReadPair)]
    internal static Value Cdadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1101);

    /// <summary>The car, then its cdr, then its cdr.</summary>
    [Primitive("cddar", Effects = Effects.ReadPair)]
    internal static Value Cddar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1110);

    /// <summary>The cdr, then its cdr, then its cdr.</summary>
    [Primitive("cdddr", Effects = Effects.ReadPair)]
    internal static Value Cdddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b1111);

    /// <summary>The car, then its car, then its car, then its car.</summary>
    [Primitive("caaaar", Effects = Effects.ReadPair)]
    internal static Value Caaaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10000);

    /// <summary>The cdr, then its car, then its car, then its car.</summary>
    [Primitive("caaadr", Effects = Effects.ReadPair)]
    internal static Value Caaadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10001);

    /// <summary>The car, then its cdr, then its car, then its car.</summary>
    [Primitive("caadar", Effects = Effects.ReadPair)]
    internal static Value Caadar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10010);

    /// <summary>The cdr, then its cdr, then its car, then its car.</summary>
    [Primitive("caaddr", Effects = Effects.ReadPair)]
    internal static Value Caaddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10011);

    /// <summary>The car, then its car, then its cdr, then its car.</summary>
    [Primitive("cadaar", Effects = Effects.ReadPair)]
    internal static Value Cadaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10100);

    /// <summary>The cdr, then its car, then its cdr, then its car.</summary>
    [Primitive("cadadr", Effects = Effects.ReadPair)]
    internal static Value Cadadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10101);

    /// <summary>The car, then its cdr, then its cdr, then its car.</summary>
    [Primitive("caddar", Effects = Effects.ReadPair)]
    internal static Value Caddar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10110);

    /// <summary>The cdr, then its cdr, then its cdr, then its car.</summary>
    [Primitive("cadddr", Effects = Effects.ReadPair)]
    internal static Value Cadddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b10111);

    /// <summary>The car, then its car, then its car, then its cdr.</summary>
    [Primitive("cdaaar", Effects = Effects.ReadPair)]
    internal static Value Cdaaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11000);

    /// <summary>The cdr, then its car, then its car, then its cdr.</summary>
    [Primitive("cdaadr", Effects = Effects.ReadPair)]
    internal static Value Cdaadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11001);

    /// <summary>The car, then its cdr, then its car, then its cdr.</summary>
    [Primitive("cdadar", Effects = Effects.ReadPair)]
    internal static Value Cdadar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11010);

    /// <summary>The cdr, then its cdr, then its car, then its cdr.</summary>
    [Primitive("cdaddr", Effects = Effects.ReadPair)]
    internal static Value Cdaddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11011);

    /// <summary>The car, then its car, then its cdr, then its cdr.</summary>
    [Primitive("cddaar", Effects = Effects.ReadPair)]
    internal static Value Cddaar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11100);

    /// <summary>The cdr, then its car, then its cdr, then its cdr.</summary>
    [Primitive("cddadr", Effects = Effects.ReadPair)]
    internal static Value Cddadr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11101);

    /// <summary>The car, then its cdr, then its cdr, then its cdr.</summary>
    [Primitive("cdddar", Effects = Effects.ReadPair)]
    internal static Value Cdddar(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11110);

    /// <summary>The cdr, then its cdr, then its cdr, then its cdr.</summary>
    [Primitive("cddddr", Effects = Effects.ReadPair)]
    internal static Value Cddddr(VirtualMachine machine, Value tree) => Access(machine, tree, 0b11111);

    /// <summary>Follows a path: a 1 marks its end, below it a bit a step, 1 for cdr, the lowest bit first.</summary>
    private static Value Access(VirtualMachine machine, Value tree, int path)
    {
        Value current = tree;
        for (; path != 1; path >>= 1)
        {
            if (current.Ref is not Pair pair)
            {
                return current.Ref == tree.Ref && current.Bits == tree.Bits
                    ? machine.WrongType(1, tree, "a pair")
                    : machine.Fail(ConditionKind.WrongType, "a part of argument 1 must be a pair, got", current);
            }

            current = (path & 1) == 0 ? pair.Car : pair.Cdr;
        }

        return current;
    }
}

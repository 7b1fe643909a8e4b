// What an interpreter written in a guest language tells the specialiser about itself. To everybody else each is the
// identity, so that an interpreter means the same whether it is specialised or not.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Primitives;

/// <summary>Hints for the specialiser, identities otherwise.</summary>
[PrimitiveGroup]
internal static partial class SpecialisationPrimitives
{
    /// <summary>At the head of an interpreter's loop or at a procedure's entry: one residual version for each tuple of these values. Gives the first.</summary>
    [Primitive("jit-key", Effects = Effects.WriteShape, Minimum = 1, Maximum = -1)]
    internal static Value Key(VirtualMachine machine, ref Value first, int count) => first;

    /// <summary>This object will not change from now on: what is read from it may be folded. Gives the object.</summary>
    [Primitive("jit-const!", Effects = Effects.WriteShape)]
    internal static Value Constant(VirtualMachine machine, in Value value) => value;

    /// <summary>Worth a guard: the value seen when specialising is treated as a constant. Gives the value.</summary>
    [Primitive("jit-promote", Effects = Effects.ReadShape)]
    internal static Value Promote(VirtualMachine machine, in Value value) => value;

    /// <summary>Calls of this procedure are not looked into. Gives the procedure.</summary>
    [Primitive("jit-opaque", Effects = Effects.ReadShape)]
    internal static Value Opaque(VirtualMachine machine, in Value procedure) =>
        procedure.Ref is Procedure ? procedure : machine.WrongType(1, procedure, "a procedure");

    /// <summary>Calls of this procedure on constants may be folded: it depends on its arguments alone. Gives the procedure.</summary>
    [Primitive("jit-pure", Effects = Effects.ReadShape)]
    internal static Value Pure(VirtualMachine machine, in Value procedure) =>
        procedure.Ref is Procedure ? procedure : machine.WrongType(1, procedure, "a procedure");
}

using Ouro.Generators.Support;

namespace Ouro.Generators.Primitives;

/// <summary>How a primitive is called. The order is the numbering in the catalogue: Ouro.Machine.Code.PrimitiveKind is the same.</summary>
internal enum PrimitiveKind
{
    /// <summary>Exactly one argument.</summary>
    One,

    /// <summary>Exactly two arguments.</summary>
    Two,

    /// <summary>A run of arguments and their count.</summary>
    Many,

    /// <summary>A native activation.</summary>
    Native,
}

/// <summary>One entry of the catalogue.</summary>
/// <param name="Pointer">What <c>Resolve</c> returns for it: an expression in the group's generated class.</param>
/// <param name="Stub">The stub's declaration, or empty.</param>
internal sealed record Primitive(
    string Name, int Minimum, int Maximum, bool Foldable, bool Undoable, int Effects, PrimitiveKind Kind, int Registers, string Pointer, string Stub, Problem Place);

/// <summary>All primitives of one [PrimitiveGroup] class, or those made from opcode rows.</summary>
/// <param name="Namespace">Where the generated code goes.</param>
/// <param name="Class">The class's name, for its partial declaration; empty: no enclosing class.</param>
/// <param name="GroupClass">How the catalogue names the generated group.</param>
internal sealed record PrimitiveGroupModel(
    string Namespace, string Class, string GroupClass, EquatableArray<Primitive> Primitives, EquatableArray<Problem> Problems);

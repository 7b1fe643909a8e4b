namespace Ouro.Machine.Code;

/// <summary>
/// The stubs of one family of primitives. The generator derives a class from it for each [PrimitiveGroup] class; a
/// group's code is compiled when the first of its primitives is called, and no earlier.
/// </summary>
public abstract class PrimitiveGroup
{
    /// <summary>The entry point of a primitive, by its number in the group; its signature follows from its kind (see <see cref="PrimitiveKind"/>).</summary>
    public abstract nint Resolve(int local);
}

/// <summary>All primitives that one assembly declares. Generated.</summary>
public abstract class PrimitiveCatalogue
{
    /// <summary>
    /// One line for each primitive, ordered by the bytes of their names, fields separated by a blank:
    /// name, minimum, maximum (-1: any), flags (1 foldable, 2 undoable), effects, group, number in the group, kind, registers.
    /// </summary>
    public abstract ReadOnlySpan<byte> Rows { get; }

    /// <summary>Makes a group's resolver.</summary>
    public abstract PrimitiveGroup Group(int index);
}

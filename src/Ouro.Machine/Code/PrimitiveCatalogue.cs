namespace Ouro.Machine.Code;

/// <summary>All primitives that one assembly declares. Generated.</summary>
public abstract class PrimitiveCatalogue
{
    /// <summary>
    /// One line for each primitive, ordered by the bytes of their names, fields separated by a blank:
    /// name, minimum, maximum (-1: any), flags (1 foldable, 2 undoable), effects, group, number in the group, kind, registers.
    /// </summary>
    public abstract ReadOnlySpan<byte> Rows { get; }

    /// <summary>
    /// The entry point of a primitive; its signature follows from its kind (see <see cref="PrimitiveKind"/>). The primitives
    /// of one class are a group: its code is compiled when the first of its primitives is called, and no earlier.
    /// </summary>
    /// <param name="group">The number of the group in the assembly.</param>
    /// <param name="local">The number of the primitive in the group.</param>
    public abstract nint Resolve(int group, int local);
}

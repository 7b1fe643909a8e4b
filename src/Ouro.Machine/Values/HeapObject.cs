// The header that guest objects share where the layout leaves room for it: the flag byte would be padded to eight
// bytes anyway, so the identity costs nothing. Pairs have no such room and do not derive from this.

namespace Ouro.Machine.Values;

/// <summary>An object with flags and an identity number. Derived classes are sealed, so a type test stays one compare.</summary>
public abstract class HeapObject
{
    /// <summary>What may not be done to the object, or who watches it.</summary>
    internal ObjectFlags Flags;

    /// <summary>A byte for the derived class, in what would be padding.</summary>
    private protected byte Detail;

    /// <summary>The number that the machine issued, or 0 while nobody has asked. Read it through <see cref="Execution.VirtualMachine.IdentityOf"/>.</summary>
    internal int Identity;
}

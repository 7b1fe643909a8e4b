// Identity numbers: what an address is elsewhere. They are issued in the order in which they are first asked for, so
// the same program sees the same numbers on every run. Objects with room keep theirs; pairs and foreign
// objects have it in a weak side table.

using System.Runtime.CompilerServices;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private sealed class IssuedIdentity(int number)
    {
        internal readonly int Number = number;
    }

    private int _lastIdentity;
    private ConditionalWeakTable<object, IssuedIdentity>? _identities;

    /// <summary>The object's identity number: never 0, the same for its whole life. Two objects share one only after four thousand million were issued.</summary>
    internal int IdentityOf(object target)
    {
        if (target is HeapObject heapObject)
        {
            return heapObject.Identity != 0 ? heapObject.Identity : heapObject.Identity = NextIdentity();
        }

        return IdentityInSideTable(target);
    }

    private int IdentityInSideTable(object target)
    {
        _identities ??= [];
        if (!_identities.TryGetValue(target, out var issued))
        {
            _identities.Add(target, issued = new IssuedIdentity(NextIdentity()));
        }

        return issued.Number;
    }

    /// <summary>A number that no object has yet.</summary>
    internal int NextIdentity()
    {
        if (++_lastIdentity == 0)
        {
            _lastIdentity = 1;
        }

        return _lastIdentity;
    }
}

// What the evaluator expanded is out of date when a name that it used means something else. Its units are told by this:
// each has an expiry, new for each expansion, and the list of a name holds the expiries of all units that used it, weakly.
//
// Invariant: what a program can observe does not depend on what the collector found so far. So the lists are looked
// through here and not by guest code, the charge is for all that were ever added, and what happens to a unit that
// nobody can call any more is seen by nobody.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Whether one expansion of a unit is out of date.</summary>
[GuestType("an expiry")]
internal sealed class Expiry(Record unit)
{
    internal const int Size = 56;

    /// <summary>The unit, a record whose first field says how many calls it goes without being attended to; null: it was expanded again since.</summary>
    internal Record? Unit = unit;

    internal bool Expired;

    /// <summary>The code that comes back when the unit expires.</summary>
    internal CodeObject? Code;

    /// <summary>The code that is in its place.</summary>
    internal CodeObject? Compiled;
}

/// <summary>The expiries of all that depends on one name.</summary>
[GuestType("a list of expiries")]
internal sealed class ExpiryList
{
    internal const int Size = 64;
    internal const int SizeOfEntry = 40;

    private const int LeastLimit = 16;

    private readonly List<WeakReference<Expiry>> _entries = [];
    private int _limit = LeastLimit;

    /// <summary>How many were ever added.</summary>
    internal int Added { get; private set; }

    internal void Add(Expiry expiry)
    {
        if (_entries.Count >= _limit)
        {
            _ = _entries.RemoveAll(static entry => !entry.TryGetTarget(out var kept) || kept.Unit is null);
            _limit = Math.Max(LeastLimit, 2 * _entries.Count);
        }

        Added++;
        _entries.Add(new WeakReference<Expiry>(expiry));
    }

    internal void ExpireAll()
    {
        foreach (var entry in _entries)
        {
            if (entry.TryGetTarget(out var expiry) && expiry is { Expired: false, Unit: { } unit })
            {
                expiry.Expired = true;
                unit.Fields[0] = Value.Fixnum(0);
                if (expiry.Compiled is not null)
                {
                    expiry.Code!.ReplaceBy(null);
                    expiry.Compiled.ReplaceBy(expiry.Code);
                    expiry.Compiled = null;
                }
            }
        }

        _entries.Clear();
        _limit = LeastLimit;
    }
}

[PrimitiveGroup]
internal static partial class ExpiryPrimitives
{
    /// <summary>The expiry of a new expansion of a unit: a record, not constant, whose first field is its calls. The one of the expansion before, or #f, ends.</summary>
    [Primitive("make-expiry", Effects = Effects.Allocate)]
    internal static Value MakeExpiry(VirtualMachine machine, Record unit, Value previous)
    {
        if (unit.Fields.Length == 0 || unit.Flags != ObjectFlags.None)
        {
            return machine.WrongType(1, Value.Object(unit), "a record with fields that can be changed");
        }

        if (!machine.ChargeAllocation(Expiry.Size))
        {
            return Value.Signal;
        }

        if (previous.AsObject is Expiry old)
        {
            old.Unit = null;
        }

        return Value.Object(new Expiry(unit));
    }

    /// <summary>Whether the expansion is out of date. False for #f, which stands for one that never will be.</summary>
    [Primitive("expired?")]
    internal static bool IsExpired(Value expiry) => expiry.AsObject is Expiry { Expired: true };

    /// <summary>Takes note that compiled code, the third argument, is in the place of a unit's own code.</summary>
    [Primitive("expiry-set-code!")]
    internal static Value SetCode(VirtualMachine machine, Expiry expiry, CodeObject code, CodeObject compiled)
    {
        if (code.Replacement != compiled || !code.Parameters.IsLike(compiled.Parameters) || code.FreeCount > Closure.InlineCount)
        {
            return machine.WrongType(3, Value.Object(compiled), "the code that is in the place of the second argument");
        }

        expiry.Code = code;
        expiry.Compiled = compiled;
        return Value.Unspecified;
    }

    /// <summary>An empty list of expiries.</summary>
    [Primitive("make-expiry-list", Effects = Effects.Allocate)]
    internal static Value MakeExpiryList(VirtualMachine machine) =>
        machine.ChargeAllocation(ExpiryList.Size) ? Value.Object(new ExpiryList()) : Value.Signal;

    /// <summary>Adds an expiry. It is not kept alive by that.</summary>
    [Primitive("expiry-list-add!")]
    internal static Value Add(VirtualMachine machine, ExpiryList list, Expiry expiry)
    {
        if (!machine.ChargeAllocation(ExpiryList.SizeOfEntry))
        {
            return Value.Signal;
        }

        list.Add(expiry);
        return Value.Unspecified;
    }

    /// <summary>All in the list expire: each unit is attended to at its next call. The list is empty afterwards.</summary>
    [Primitive("expire-all!")]
    internal static Value ExpireAll(VirtualMachine machine, ExpiryList list)
    {
        if (!machine.ChargeTicks(1 + (list.Added >> 4)))
        {
            return Value.Signal;
        }

        list.ExpireAll();
        return Value.Unspecified;
    }
}

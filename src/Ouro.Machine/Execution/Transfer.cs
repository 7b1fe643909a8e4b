namespace Ouro.Machine.Execution;

/// <summary>Where control goes when winders have run: a captured place, and what happens there.</summary>
[GuestType("a transfer")]
internal sealed class Transfer
{
    /// <summary>The innermost winder that both ends are in, or null.</summary>
    private readonly Winder? _common;

    /// <summary>The winders to enter, outermost first. Fixed, since a continuation taken in a before thunk may go on with the same transfer.</summary>
    private readonly Winder[] _entered;

    /// <param name="segment">The frozen segment of the place; null: see <see cref="Steps"/>.</param>
    /// <param name="frameBase">The place in that segment.</param>
    /// <param name="dynamic">The dynamic state of the place.</param>
    /// <param name="from">The dynamic state that is left.</param>
    internal Transfer(Segment? segment, int frameBase, DynamicState dynamic, DynamicState from)
    {
        Segment = segment;
        Base = frameBase;
        Dynamic = dynamic;
        var there = dynamic.Winders;
        _common = Common(from.Winders, there);
        _entered = new Winder[(there?.Depth ?? 0) - (_common?.Depth ?? 0)];
        for (int i = _entered.Length - 1; i >= 0; i--)
        {
            _entered[i] = there!;
            there = there!.Next;
        }
    }

    /// <summary>The frozen segment of the place; null until the first step froze the chain that it is in.</summary>
    internal Segment? Segment { get; set; }

    internal int Base { get; set; }

    internal DynamicState Dynamic { get; }

    /// <summary>While <see cref="Segment"/> is null: how many callers up from the transfer's own activation.</summary>
    internal int Steps { get; init; }

    /// <summary>For an exception handler of bytecode: the pc to go on at instead of delivering a value; -1 otherwise.</summary>
    internal int HandlerPc { get; init; } = -1;

    /// <summary>How many winders lie between the two ends' common one and the place, for charging.</summary>
    internal int Entered => _entered.Length;

    /// <summary>Whether the place is inside of a winder (null: of none); one that it is not inside of must be left.</summary>
    internal bool IsOnPath(Winder? winder)
    {
        int index = IndexOf(winder);
        return index < 0 ? winder == _common || winder is null : index < _entered.Length && _entered[index] == winder;
    }

    /// <summary>The winder to enter after one that the place is inside of; null at the place.</summary>
    /// <param name="winder">On the path.</param>
    /// <param name="inside">The dynamic state once it is entered.</param>
    internal Winder? NextInside(Winder? winder, out DynamicState inside)
    {
        int index = Math.Max(0, IndexOf(winder) + 1);
        inside = index + 1 < _entered.Length ? _entered[index + 1].Outside : Dynamic;
        return index < _entered.Length ? _entered[index] : null;
    }

    /// <summary>Position in the winders to enter; -1 for the common one.</summary>
    private int IndexOf(Winder? winder) => (winder?.Depth ?? 0) - (_common?.Depth ?? 0) - 1;

    private static Winder? Common(Winder? left, Winder? right)
    {
        while (left != right)
        {
            if ((left?.Depth ?? 0) >= (right?.Depth ?? 0))
            {
                left = left!.Next;
            }
            else
            {
                right = right!.Next;
            }
        }

        return left;
    }
}

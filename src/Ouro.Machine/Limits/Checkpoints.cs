// Places in a run, addressed by ticks, at which somebody looks at the machine: at the first call or loop turn after a tick the whole
// state is on the stack, whatever runs it. The same run reaches the same checkpoints in the same states.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>Where somebody wants to look at a machine, and who.</summary>
/// <param name="first">The first tick after which they want to.</param>
/// <param name="reached">Called there, with the machine standing still; gives the next tick, or -1: the run is to stop.</param>
internal sealed class Checkpoints(long first, Func<VirtualMachine, long> reached)
{
    /// <summary>The tick after which the next one is.</summary>
    internal long Next = first;

    internal readonly Func<VirtualMachine, long> Reached = reached;
}

public sealed partial class VirtualMachine
{
    private Checkpoints? _checkpoints;

    /// <summary>The tick of a checkpoint is over: the next call or loop turn is its place.</summary>
    private bool _checkpointDue;

    /// <summary>Sets where the machine is looked at from now on; ticks count from when the limits were set.</summary>
    internal void SetCheckpoints(Checkpoints? checkpoints)
    {
        _checkpoints = checkpoints;
        _checkpointDue = false;
        PollSoon();
    }

    /// <summary>At a poll whose activation is whole on the stack, when <see cref="_checkpointDue"/>.</summary>
    /// <returns>False: the run ends here (pending).</returns>
    [RunsGuestCode]
    private bool ReachCheckpoint()
    {
        _checkpointDue = false;
        var checkpoints = _checkpoints!;
        checkpoints.Next = checkpoints.Reached(this);
        if (checkpoints.Next < 0)
        {
            checkpoints.Next = long.MaxValue;
            return Stop(OutcomeKind.Interrupted, "stopped at a checkpoint");
        }

        PollSoon();
        return true;
    }
}

// The slow side of the charges: limits, asynchronous events, and the housekeeping that may happen at a tick.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>What a machine may use; not changed once it is made. Null means: no limit of its own.</summary>
public sealed class MachineLimits
{
    /// <summary>Guest work; deterministic.</summary>
    public long? Ticks;

    /// <summary>Bytes allocated over the whole run; deterministic.</summary>
    public long? Allocation;

    /// <summary>Bytes alive; approximate, checked after full collections. The default leaves the host a quarter of what it has.</summary>
    public long Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Wall clock.</summary>
    public TimeSpan? Time;

    /// <summary>An interrupt at that tick, as if somebody had asked for one: for tools that must hit the same point again.</summary>
    internal long? InterruptAt;
}

public sealed partial class VirtualMachine
{
    private const long TicksPerSlice = 16384;
    private const long BytesPerSlice = 4 << 20;

    private long _tickSliceSize;
    private long _ticksBefore;
    private long _allocationSliceSize;
    private long _allocatedBefore;
    private long _deadline = long.MaxValue;
    private long _allocatedAtLastCollection;
    private long _aliveAtLastCollection;

    /// <summary>Bytes of the stack's segments, which are memory although no allocation is charged for them.</summary>
    private long _segmentBytes;
    private volatile bool _interruptRequested;

    /// <summary>The limits of this machine. May be replaced between runs.</summary>
    internal MachineLimits Limits = new();

    /// <summary>Ticks charged since the limits were set.</summary>
    public long TicksUsed => _ticksBefore + (_tickSliceSize - TickSlice);

    /// <summary>Bytes charged since the limits were set.</summary>
    public long BytesAllocated => _allocatedBefore + (_allocationSliceSize - AllocationSlice);

    /// <summary>Replaces the limits and starts counting anew: ticks, allocation and time count from now.</summary>
    public void SetLimits(MachineLimits limits)
    {
        Limits = limits;
        _ticksBefore = 0;
        _allocatedBefore = 0;
        _allocatedAtLastCollection = 0;
        _segmentBytes = 0;
        _deadline = limits.Time is { } time ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
        StartTickSlice();
        StartAllocationSlice();
    }

    /// <summary>Asks the run to stop at the next tick. May be called from any thread.</summary>
    public void RequestInterrupt() => _interruptRequested = true;

    /// <summary>Forgets a request that nothing has heard: it was meant for a run that has ended.</summary>
    internal void ForgetInterrupt() => _interruptRequested = false;

    /// <summary>For primitives that waited: has a request heard at the next tick instead of the next slice.</summary>
    internal void PollSoon()
    {
        _ticksBefore = TicksUsed;
        _tickSliceSize = TickSlice = 0;
    }

    /// <summary>For primitives that wait: hears requests and the time limit now. Charges nothing.</summary>
    /// <returns>False when the run must stop: return <see cref="Value.Signal"/> at once.</returns>
    internal bool PollNow()
    {
        PollSoon();
        return ChargeTicksSlow();
    }

    private void StartTickSlice()
    {
        long slice = Options.Hostile ? 0 : TicksPerSlice;
        if (Limits.Ticks is { } limit)
        {
            slice = Math.Min(slice, limit - _ticksBefore);
        }

        if (Limits.InterruptAt is { } point && point >= _ticksBefore)
        {
            slice = Math.Min(slice, point - _ticksBefore);
        }

        if (_checkpoints is { } checkpoints)
        {
            _checkpointDue |= _ticksBefore > checkpoints.Next;
            slice = _checkpointDue ? 0 : Math.Min(slice, checkpoints.Next - _ticksBefore);
        }

        _tickSliceSize = TickSlice = slice;
    }

    private void StartAllocationSlice()
    {
        long slice = BytesPerSlice;
        if (Limits.Allocation is { } limit)
        {
            slice = Math.Min(slice, limit - _allocatedBefore);
        }

        _allocationSliceSize = AllocationSlice = slice;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ChargeTicksSlow()
    {
        long before = _ticksBefore;
        _ticksBefore = TicksUsed;
        _tickSliceSize = TickSlice = 0;
        if (Limits.Ticks is { } limit && _ticksBefore > limit)
        {
            return Stop(OutcomeKind.Limit, $"the limit of {limit} ticks is reached");
        }

        StartTickSlice();
        if (_interruptRequested || (Limits.InterruptAt is { } point && before <= point && _ticksBefore > point))
        {
            _interruptRequested = false;
            return Stop(OutcomeKind.Interrupted, "interrupted");
        }

        return Stopwatch.GetTimestamp() < _deadline || Stop(OutcomeKind.Limit, $"the time limit of {Limits.Time!.Value.TotalSeconds:0.###} s is reached");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ChargeAllocationSlow(long bytes)
    {
        _allocatedBefore = BytesAllocated;
        _allocationSliceSize = AllocationSlice = 0;
        if (Limits.Allocation is { } limit && _allocatedBefore > limit)
        {
            return Stop(OutcomeKind.Limit, $"the limit of {limit} bytes allocated is reached");
        }

        StartAllocationSlice();
        return CheckMemory(bytes);
    }

    /// <summary>After bytes were charged that a slice has not: starts the next slice, unless a limit may be reached.</summary>
    private bool TryStartAllocationSlice(long bytes)
    {
        if ((Limits.Allocation is { } limit && BytesAllocated > limit) || bytes > Limits.Memory || GC.GetTotalMemory(false) + bytes > Limits.Memory)
        {
            return false;
        }

        _allocatedBefore = BytesAllocated;
        _allocationSliceSize = AllocationSlice = 0;
        StartAllocationSlice();
        return true;
    }

    /// <summary>Whether what is alive plus what is asked for stays within the limit; collects only when it may matter.</summary>
    private bool CheckMemory(long asked)
    {
        long limit = Limits.Memory;
        if (asked <= limit && GC.GetTotalMemory(false) + asked <= limit)
        {
            return true;
        }

        // Near the limit a full collection is worth it only after a fair share of the remaining room was allocated.
        long room = limit - _aliveAtLastCollection;
        long allocated = BytesAllocated + _segmentBytes;
        if (asked > limit || allocated - _allocatedAtLastCollection >= Math.Min(room / 2, room - asked) || asked > room / 2)
        {
            GC.Collect();
            _aliveAtLastCollection = GC.GetTotalMemory(false);
            _allocatedAtLastCollection = allocated;
            if (asked > limit || _aliveAtLastCollection + asked > limit)
            {
                return Stop(OutcomeKind.Limit, $"the memory limit of {limit} bytes is reached");
            }
        }

        return true;
    }

    private bool Stop(OutcomeKind kind, string message)
    {
        Pending = PendingSignal.Stop;
        _stopKind = kind;
        _stoppedAtPoll = false;
        RaisedErrors?.Add(message);
        var condition = new Condition(kind == OutcomeKind.Interrupted ? ConditionKind.Interrupt : ConditionKind.Limit, message);
        PendingValue = Value.Object(condition);
        return false;
    }

    /// <summary>Ends this run as a run inside it ended: by a limit, an interrupt or an exit.</summary>
    internal void StopAs(Outcome outcome)
    {
        Pending = PendingSignal.Stop;
        _stopKind = outcome.Kind;
        _stoppedAtPoll = false;
        PendingValue = outcome.Value;
    }

    internal Value StopWithExit(Value status)
    {
        Pending = PendingSignal.Stop;
        _stopKind = OutcomeKind.Exit;
        PendingValue = status;
        return Value.Signal;
    }

    /// <summary>Polls before an instruction that was charged one tick and will run, and be charged, again.</summary>
    [RunsGuestCode]
    internal unsafe Code.Flow PollAt(ref Value registers, int* ip)
    {
        SavePc(ref registers, ip);
        if (!PollHere())
        {
            return Code.Flow.Signal;
        }

        if (_compiles)
        {
            NoteRunning();
        }

        // It may have begun a slice of its own.
        TickSlice++;
        return _checkpointDue && !ReachCheckpoint() ? StopAtPoll() : Code.Flow.Reload;
    }

    /// <summary>Polls after an instruction was charged: takes note of asynchronous events and drops stale values.</summary>
    [RunsGuestCode]
    internal unsafe Code.Flow PollAfter(ref Value registers, int* ip)
    {
        SavePc(ref registers, ip);
        if (!PollHere())
        {
            return Code.Flow.Signal;
        }

        return _checkpointDue && !ReachCheckpoint() ? StopAtPoll() : !_compiles ? Code.Flow.Reload : ContinueAtPoll();
    }

    /// <summary>Polls where the current activation stands.</summary>
    /// <returns>False: the run ends here.</returns>
    [RunsGuestCode]
    private bool PollHere()
    {
        if (ChargeTicksSlow())
        {
            ClearAboveTop();
            if (!Options.Hostile || CaptureAndReenter())
            {
                return true;
            }
        }

        _stoppedAtPoll = true;
        return false;
    }

    /// <summary>Hostile mode: the whole stack goes through a frozen copy, as if captured and entered again, the current activation too.</summary>
    [RunsGuestCode]
    private bool CaptureAndReenter()
    {
        int frameBase = Base;
        int extent = Math.Min(ExtentOf(Segment.Slots, frameBase), Segment.Slots.Length - frameBase);
        if (!FreezeBelow(ref frameBase, extent, out _, out _))
        {
            return false;
        }

        int length = extent + Segment.BottomBase;
        var frozen = new Segment(Segment.Slots.AsSpan(0, length).ToArray()) { Parent = Segment.Parent, ParentBase = Segment.ParentBase, Top = length, Frozen = true };
        ClearStale(Segment, 0, Math.Max(length, SoftLimit));
        CopyIn(frozen, frameBase);
        Options.AtPoll?.Invoke(this);
        return true;
    }
}

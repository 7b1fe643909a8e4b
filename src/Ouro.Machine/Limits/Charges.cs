// Ticks and allocation are charged before the work is done. Both counters run in slices so that the common case
// is one subtraction and a sign test; the slow path adds the slice to the total, looks at the limits and at
// asynchronous events, and starts the next slice. Totals are exact, so the same program has the same ticks each run.

using System.Runtime.CompilerServices;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Ticks left in the current slice; below zero: poll.</summary>
    internal long TickSlice;

    /// <summary>Bytes left in the current allocation slice; below zero: poll.</summary>
    internal long AllocationSlice;

    /// <summary>Charges work: one tick is about one guest call or loop turn, 16 elements copied, or 64 bytes compared.</summary>
    /// <returns>False when the limit is reached: return <see cref="Value.Signal"/> at once.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ChargeTicks(long ticks) => (TickSlice -= ticks) >= 0 || ChargeTicksSlow();

    /// <summary>Charges bytes that are about to be allocated.</summary>
    /// <returns>False when a limit is reached: return <see cref="Value.Signal"/> at once.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ChargeAllocation(long bytes) => (AllocationSlice -= bytes) >= 0 || ChargeAllocationSlow(bytes);
}

// How the algorithms of this folder fail and how they are charged. A method that can fail gives null or false; then either Error says
// which exception to raise, or Error is null and a limit was reached: the machine has the stop pending, and the caller returns Value.Signal.
// Methods that take no meter cost about the length of what they are given: who calls them charges Work(length) first.

using Ouro.Machine.Execution;

namespace Ouro.Python.Values;

/// <summary>Charges work to a machine before it is done, and keeps the error that ended it.</summary>
/// <param name="machine">Whom to charge; null: nobody, nothing is limited.</param>
/// <param name="version">The minor version of Python whose words are wanted: 11 to 13.</param>
internal sealed class Meter(VirtualMachine? machine, int version = 11)
{
    /// <summary>The minor version of Python.</summary>
    internal int Version => version;

    /// <summary>How many decimal digits an integer may have that is made from a text or shown as one; 0: any number.</summary>
    internal int MaxDigits { get; set; } = Numbers.IntegerText.DefaultMaxDigits;

    /// <summary>Elements (characters, bytes, digits) that a tick pays for.</summary>
    internal const int ElementsPerTick = 16;

    /// <summary>The most elements that a text or an array may have.</summary>
    internal const int LongestSequence = int.MaxValue / 4 - 16;

    /// <summary>The error that the last call failed with; null if it did not fail, or was stopped by a limit.</summary>
    internal ValueError? Error { get; private set; }

    /// <summary>Takes the error, so that the meter is as new.</summary>
    internal ValueError? TakeError()
    {
        var error = Error;
        Error = null;
        return error;
    }

    /// <summary>Charges the handling of so many elements.</summary>
    /// <returns>False: a limit is reached.</returns>
    internal bool Work(long elements) => Ticks(elements / ElementsPerTick);

    /// <summary>Charges ticks.</summary>
    /// <returns>False: a limit is reached.</returns>
    internal bool Ticks(long ticks) => machine is null || machine.ChargeTicks(Math.Max(0, ticks));

    /// <summary>Charges bytes that are about to be allocated.</summary>
    /// <returns>False: a limit is reached.</returns>
    internal bool Allocate(long bytes) => machine is null || machine.ChargeAllocation(Math.Max(0, bytes));

    /// <summary>Charges making a text or an array: its bytes and the filling of them.</summary>
    /// <param name="length">How many elements.</param>
    /// <param name="width">The logarithm of the bytes of one.</param>
    /// <returns>False: a limit is reached, or it is longer than any can be (MemoryError).</returns>
    internal bool Make(long length, int width = 0) =>
        Allocate(length > long.MaxValue >> 3 ? long.MaxValue >> 1 : Text.SizeOf(length, width)) && Work(length)
        && (length <= LongestSequence || Fail("MemoryError", ""));

    /// <summary>Keeps an error.</summary>
    /// <returns>False.</returns>
    internal bool Fail(ValueError error)
    {
        Error = error;
        return false;
    }

    /// <summary>Keeps an error.</summary>
    /// <returns>False.</returns>
    internal bool Fail(string type, string message) => Fail(new ValueError(type, message));

    /// <summary>Keeps a ValueError.</summary>
    /// <returns>False.</returns>
    internal bool ValueError(string message) => Fail("ValueError", message);

    /// <summary>Keeps a TypeError.</summary>
    /// <returns>False.</returns>
    internal bool TypeError(string message) => Fail("TypeError", message);

    /// <summary>Keeps an OverflowError.</summary>
    /// <returns>False.</returns>
    internal bool OverflowError(string message) => Fail("OverflowError", message);
}

using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Checks of the optional arguments that choose a part of a sequence.</summary>
internal static class Ranges
{
    /// <summary>Gives the range from start (0 if absent) up to end (the length if absent).</summary>
    /// <param name="machine">Gets the error.</param>
    /// <param name="length">The length of the sequence.</param>
    /// <param name="start">Index of the first element.</param>
    /// <param name="end">Index after the last element.</param>
    /// <param name="argument">Which argument start is, from 1; end is the next one.</param>
    /// <param name="from">The start to use.</param>
    /// <param name="to">The end to use.</param>
    /// <returns>False when the range is not within the sequence: return <see cref="Value.Signal"/>.</returns>
    internal static bool Check(VirtualMachine machine, int length, int? start, int? end, int argument, out int from, out int to)
    {
        from = start ?? 0;
        to = end ?? length;
        if (to > length)
        {
            _ = machine.OutOfRange(argument + 1, Value.Fixnum(to), $"at most {length}, the length");
            return false;
        }

        if (from > to)
        {
            _ = machine.OutOfRange(argument, Value.Fixnum(from), $"at most {to}, the end of the range");
            return false;
        }

        return true;
    }

    /// <summary>Whether that many elements fit into a target of that length at that index; otherwise raises.</summary>
    /// <param name="argument">Which argument the index is, from 1.</param>
    internal static bool Fits(VirtualMachine machine, int length, int at, int count, int argument)
    {
        if (at <= length - count)
        {
            return true;
        }

        _ = count > length
            ? machine.Fail(ConditionKind.OutOfRange, $"{count} elements do not fit into a length of {length}")
            : machine.OutOfRange(argument, Value.Fixnum(at), $"at most {length - count}, so that {count} elements fit into a length of {length}");
        return false;
    }

    /// <summary>Checks an index of one element.</summary>
    internal static bool Index(VirtualMachine machine, int length, int index, int argument)
    {
        if (index < length)
        {
            return true;
        }

        _ = machine.OutOfRange(argument, Value.Fixnum(index), length == 0 ? "an index, but there are no elements" : $"an index from 0 to {length - 1}");
        return false;
    }
}

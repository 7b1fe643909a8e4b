using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Walks over lists: charged as they go, because nobody knows the length before, and safe on circular lists.</summary>
internal static class ListWalk
{
    /// <summary>After this many elements the walk is charged. A power of two.</summary>
    private const int Slice = 1024;

    /// <summary>After this many elements a search asks whether the list is circular.</summary>
    private const int ManyElements = 1 << 14;

    /// <summary>Elements that one tick pays for.</summary>
    internal const int ElementsPerTick = 16;

    /// <summary>Call with the number of elements passed so far; charges each slice that became full.</summary>
    /// <returns>False when a limit is reached: return <see cref="Value.Signal"/>.</returns>
    internal static bool Step(VirtualMachine machine, int passed) =>
        (passed & (Slice - 1)) != 0 || machine.ChargeTicks(Slice / ElementsPerTick);

    /// <summary>
    /// The same for a search, which goes round a circular list for ever if what it looks for is not there: after many elements it looks
    /// once whether the list, argument 2 of the operation, ends.
    /// </summary>
    internal static bool SearchStep(VirtualMachine machine, int passed, in Value list)
    {
        if (!Step(machine, passed))
        {
            return false;
        }

        if (passed != ManyElements)
        {
            return true;
        }

        var shape = TryLength(machine, list, out _);
        if (shape == Shape.Circular)
        {
            _ = machine.WrongType(2, list, "a list");
        }

        return shape is not (Shape.Circular or Shape.Stopped);
    }

    /// <summary>Charges for the part of a slice at the end of a walk.</summary>
    internal static bool Finish(VirtualMachine machine, int passed) =>
        machine.ChargeTicks((passed & (Slice - 1)) / ElementsPerTick);

    /// <summary>Charges copying or filling a known number of elements of 16 bytes.</summary>
    internal static bool Charge(VirtualMachine machine, long elements, long bytes) =>
        machine.ChargeTicks(elements / ElementsPerTick) && machine.ChargeAllocation(bytes);

    /// <summary>What <see cref="TryLength"/> found.</summary>
    internal enum Shape
    {
        /// <summary>Ends in the empty list.</summary>
        Proper,
        /// <summary>Ends in something else.</summary>
        Improper,
        /// <summary>Never ends.</summary>
        Circular,
        /// <summary>A limit was reached on the way: return <see cref="Value.Signal"/>.</summary>
        Stopped,
    }

    /// <summary>The number of pairs in the list, and how it ends. Finds cycles by Brent's algorithm: a marker that jumps to the walker at each power of two.</summary>
    internal static Shape TryLength(VirtualMachine machine, Value list, out int length)
    {
        length = 0;
        object? marker = null;
        int next = 2;
        while (list.Ref is Pair pair)
        {
            if (ReferenceEquals(pair, marker))
            {
                return Shape.Circular;
            }

            length++;
            if (length == next)
            {
                marker = pair;
                next = next > int.MaxValue / 2 ? int.MaxValue : next * 2;
            }

            if (!Step(machine, length))
            {
                return Shape.Stopped;
            }

            list = pair.Cdr;
        }

        return !Finish(machine, length) ? Shape.Stopped : list.IsEmptyList ? Shape.Proper : Shape.Improper;
    }

    /// <summary>The length of a proper list; otherwise raises the error for that argument.</summary>
    /// <returns>False: return <see cref="Value.Signal"/>.</returns>
    internal static bool ProperLength(VirtualMachine machine, int argument, Value list, out int length)
    {
        switch (TryLength(machine, list, out length))
        {
            case Shape.Proper:
                return true;
            case Shape.Stopped:
                return false;
            default:
                _ = machine.WrongType(argument, list, "a list");
                return false;
        }
    }
}

/// <summary>Builds a list from its head. The last pair is private until <see cref="List"/> is asked for.</summary>
internal struct ListBuilder
{
    private Value _head;
    private Pair? _last;

    internal static ListBuilder Create() => new() { _head = Value.EmptyList };

    internal void Add(Value element)
    {
        var pair = new Pair(element, Value.EmptyList);
        if (_last is null)
        {
            _head = Value.Object(pair);
        }
        else
        {
            _last.Cdr = Value.Object(pair);
        }

        _last = pair;
    }

    /// <summary>The list so far, ending in <paramref name="tail"/>.</summary>
    internal readonly Value ListWithTail(Value tail)
    {
        if (_last is null)
        {
            return tail;
        }

        _last.Cdr = tail;
        return _head;
    }

    internal readonly Value List => _head;
}

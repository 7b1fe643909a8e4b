// The guest's eqv? and equal?. The latter must end on cyclic data, take time in proportion to what there is to compare even where
// structure is shared exponentially often, and never recurse on the host's stack. Ordinary data are neither cyclic nor
// shared, so the first steps just walk, with an explicit stack. After that a stretch of walking takes turns with a stretch in
// which a union-find remembers the objects: two that are in one class already have been, or are being, compared,
// and are skipped. A stretch of remembering ends after a number of new classes, however many skips there were, so there are at
// most as many stretches as objects allow, and the whole is linear. (Adams and Dybvig, "Efficient nondestructive
// equality checking for trees and graphs", ICFP 2008, with fixed lengths for their random ones.)

using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>The outcome of a comparison that may be stopped by a limit.</summary>
internal enum Comparison : byte
{
    Different,
    Same,

    /// <summary>A limit was reached; the machine has a signal pending.</summary>
    Stopped,
}

/// <summary>Equality of guest values.</summary>
internal static class Equality
{
    /// <summary>Objects walked through before any is remembered.</summary>
    private const int FirstStretch = 4096;

    /// <summary>Objects walked through between two stretches of remembering.</summary>
    private const int PlainStretch = 1024;

    /// <summary>Objects remembered in a stretch.</summary>
    private const int RememberingStretch = 64;

    private const int StepsPerCharge = 256;

    /// <summary>The guest's <c>eqv?</c>: identity, and for numbers the same number in the same exactness. All NaNs are one.</summary>
    internal static bool Eqv(in Value left, in Value right)
    {
        if (Value.Same(left, right))
        {
            return true;
        }

        if (left.Ref is null || left.Ref != right.Ref)
        {
            return left.Ref is not null && right.Ref is not null && Arithmetic.AreEquivalent(left.Ref, right.Ref);
        }

        return left.IsFlonum && double.IsNaN(left.AsFlonum) && double.IsNaN(right.AsFlonum);
    }

    /// <summary>Whether nothing but the value itself is the same by <see cref="Eqv"/>: so it is for all but some numbers.</summary>
    internal static bool IsUnique(in Value value) => value.Ref is null or Symbol or Pair or Text || value.IsCharacter;

    /// <summary>The guest's <c>equal?</c> as a guest boolean, or the signal.</summary>
    internal static Value Equal(VirtualMachine machine, in Value left, in Value right) => Compare(machine, left, right) switch
    {
        Comparison.Same => Value.True,
        Comparison.Different => Value.False,
        _ => Value.Signal,
    };

    /// <summary>The guest's <c>equal?</c>: pairs, vectors, bytevectors and strings by content, everything else as <see cref="Eqv"/>.</summary>
    internal static Comparison Compare(VirtualMachine machine, in Value left, in Value right)
    {
        if (Value.Same(left, right))
        {
            return Comparison.Same;
        }

        if (left.Ref is Text text)
        {
            return right.Ref is Text other ? CompareText(machine, text, other) : Comparison.Different;
        }

        return left.Ref is Pair or Vector or Bytevector
            ? new Walk(machine).Run(left, right)
            : Eqv(left, right) ? Comparison.Same : Comparison.Different;
    }

    private static Comparison CompareText(VirtualMachine machine, Text left, Text right)
    {
        if (left.Length != right.Length)
        {
            return Comparison.Different;
        }

        return !machine.ChargeTicks(left.Length >> 6) ? Comparison.Stopped : left.Equals(right) ? Comparison.Same : Comparison.Different;
    }

    /// <summary>One comparison of two structures.</summary>
    private struct Walk(VirtualMachine machine)
    {
        /// <summary>The index of a task whose values have not been looked at yet.</summary>
        private const int WholeValue = -1;

        /// <summary>Two values still to be compared, or two vectors of one length, whose items from an index on are.</summary>
        private readonly record struct Task(Value Left, Value Right, int Index);

        private readonly VirtualMachine _machine = machine;

        /// <summary>Made when there is something to remember: most lists have no structures in them.</summary>
        private Task[]? _tasks;
        private int _count;
        private int _steps;
        private int _plainLeft = FirstStretch;
        private int _rememberingLeft = RememberingStretch;
        private Dictionary<object, Node>? _classes;

        internal Comparison Run(Value left, Value right)
        {
            while (true)
            {
                if (++_steps % StepsPerCharge == 0 && !_machine.ChargeTicks(StepsPerCharge / 16))
                {
                    return Comparison.Stopped;
                }

                var outcome = Step(ref left, ref right, out var more);
                if (outcome != Comparison.Same)
                {
                    return outcome;
                }

                if (!more && !TryPop(ref left, ref right))
                {
                    return Comparison.Same;
                }
            }
        }

        /// <summary>Compares two values but for their last part, which takes their place if there is <paramref name="more"/>.</summary>
        private Comparison Step(ref Value left, ref Value right, out bool more)
        {
            more = false;
            if (Value.Same(left, right))
            {
                return Comparison.Same;
            }

            switch (left.Ref)
            {
                case Pair pair:
                    if (right.Ref is not Pair otherPair)
                    {
                        return Comparison.Different;
                    }

                    if (IsKnown(pair, otherPair))
                    {
                        return Comparison.Same;
                    }

                    // Most list elements are decided at once; the stack only holds structures.
                    if (!Value.Same(pair.Car, otherPair.Car))
                    {
                        if (pair.Car.Ref is not (Pair or Vector or Bytevector or Text))
                        {
                            if (!Eqv(pair.Car, otherPair.Car))
                            {
                                return Comparison.Different;
                            }
                        }
                        else
                        {
                            Push(pair.Car, otherPair.Car, WholeValue);
                        }
                    }

                    (left, right, more) = (pair.Cdr, otherPair.Cdr, true);
                    return Comparison.Same;
                case Vector vector:
                    if (right.Ref is not Vector otherVector || vector.Items.Length != otherVector.Items.Length)
                    {
                        return Comparison.Different;
                    }

                    if (vector.Items.Length != 0 && !IsKnown(vector, otherVector))
                    {
                        Push(left, right, 0);
                    }

                    return Comparison.Same;
                case Text text:
                    return right.Ref is Text otherText ? CompareText(_machine, text, otherText) : Comparison.Different;
                case Bytevector bytes:
                    return right.Ref is Bytevector otherBytes ? CompareBytes(bytes, otherBytes) : Comparison.Different;
                default:
                    return Eqv(left, right) ? Comparison.Same : Comparison.Different;
            }
        }

        private readonly Comparison CompareBytes(Bytevector left, Bytevector right)
        {
            if (left.Bytes.Length != right.Bytes.Length)
            {
                return Comparison.Different;
            }

            return !_machine.ChargeTicks(left.Bytes.Length >> 6) ? Comparison.Stopped
                : left.Bytes.AsSpan().SequenceEqual(right.Bytes) ? Comparison.Same : Comparison.Different;
        }

        private void Push(in Value left, in Value right, int index)
        {
            if (_tasks is null)
            {
                _tasks = new Task[8];
            }
            else if (_count == _tasks.Length)
            {
                Array.Resize(ref _tasks, 2 * _count);
            }

            _tasks[_count++] = new Task(left, right, index);
        }

        private bool TryPop(ref Value left, ref Value right)
        {
            if (_count == 0)
            {
                return false;
            }

            ref var task = ref _tasks![_count - 1];
            if (task.Left.Ref is Vector vector && task.Right.Ref is Vector other && task.Index != WholeValue)
            {
                return PopItem(ref task, vector, other, ref left, ref right);
            }

            (left, right) = (task.Left, task.Right);
            _count--;
            return true;
        }

        /// <summary>Takes the next two items of vectors whose lengths are known to agree.</summary>
        private bool PopItem(ref Task task, Vector vector, Vector other, ref Value left, ref Value right)
        {
            var index = task.Index;
            (left, right) = (vector.Items[index], other.Items[index]);
            if (index + 1 < vector.Items.Length)
            {
                task = task with { Index = index + 1 };
            }
            else
            {
                _count--;
            }

            return true;
        }

        /// <summary>In a stretch of remembering: puts both objects into one class, and says whether they were in one already.</summary>
        private bool IsKnown(object left, object right)
        {
            if (_plainLeft > 0)
            {
                _plainLeft--;
                return false;
            }

            _classes ??= new Dictionary<object, Node>(ReferenceEqualityComparer.Instance);
            var (first, second) = (RootOf(left), RootOf(right));
            if (first == second)
            {
                return true;
            }

            if (first.Rank < second.Rank)
            {
                (first, second) = (second, first);
            }

            second.Parent = first;
            first.Rank += first.Rank == second.Rank ? 1 : 0;
            if (--_rememberingLeft == 0)
            {
                (_plainLeft, _rememberingLeft) = (PlainStretch, RememberingStretch);
            }

            return false;
        }

        private readonly Node RootOf(object target)
        {
            if (!_classes!.TryGetValue(target, out var node))
            {
                _classes.Add(target, node = new Node());
                return node;
            }

            while (node.Parent is { } parent)
            {
                node.Parent = parent.Parent ?? parent;
                node = parent;
            }

            return node;
        }
    }

    private sealed class Node
    {
        internal Node? Parent;
        internal int Rank;
    }
}

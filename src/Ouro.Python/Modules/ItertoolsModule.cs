using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The module itertools: what there is of it. Functions stand for what are types in CPython.</summary>
internal static class ItertoolsModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(ItertoolsModule));
        var chain = python.Types.Make("chain", typeof(ChainMethods), Layout.Own, final: true);
        chain.ModuleName = "itertools";
        module.Set("chain", Value.Object(chain));
    }

    /// <summary>An iterator whose steps are those of a C# function.</summary>
    private sealed class StepIterator(PyType type, Func<PythonRuntime, Work<Value>> step) : PyIterator(type)
    {
        internal override Work<Value> Advance(PythonRuntime python) => step(python);
    }

    internal static Value Stepping(PythonRuntime python, Func<PythonRuntime, Work<Value>> step) =>
        python.Machine.ChargeAllocation(200) ? Value.Object(new StepIterator(python.Types.Iterator, step)) : Value.Signal;

    [PythonFunction("count", "start=0, step=1")]
    internal static Value Count(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value next = a[0].IsAbsent ? Value.Fixnum(0) : a[0], step = a[1].IsAbsent ? Value.Fixnum(1) : a[1];
        return Stepping(python, async runtime =>
        {
            Value current = next;
            next = await runtime.Settle(runtime.Binary(BinaryKind.Add, current, step));
            return next.IsSignal ? next : current;
        });
    }

    [PythonFunction("repeat", "object, times=None")]
    internal static async Work<Value> Repeat(PythonRuntime python, Value[] a)
    {
        long left = long.MaxValue;
        if (!a[1].IsAbsent)
        {
            if (await python.SizeOf(a[1]) is not { } times)
            {
                return Value.Signal;
            }

            left = times;
        }

        Value item = a[0];
        return Stepping(python, _ => left-- > 0 ? item : Value.Absent);
    }

    [PythonFunction("cycle", "iterable, /")]
    internal static async Work<Value> Cycle(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[0]);
        if (iterator.IsSignal)
        {
            return iterator;
        }

        var saved = python.NewList();
        int next = -1;
        return Stepping(python, async runtime =>
        {
            if (next < 0)
            {
                Value item = await runtime.Next(iterator);
                if (!item.IsAbsent)
                {
                    return item.IsSignal || !saved.Append(runtime.Machine, item) ? Value.Signal : item;
                }

                next = 0;
            }

            return saved.Count == 0 ? Value.Absent : saved.Items[next++ % saved.Count];
        });
    }

    [PythonFunction("islice", "iterable, start, stop=None, step=None, /")]
    internal static async Work<Value> Slice(PythonRuntime python, Value[] a)
    {
        bool onlyStop = a[2].IsAbsent;
        long[] parts = [0, long.MaxValue, 1];
        Value[] given = onlyStop ? [Value.Unspecified, a[1], Value.Unspecified] : [a[1], a[2], a[3].IsAbsent ? Value.Unspecified : a[3]];
        for (int i = 0; i < 3; i++)
        {
            if (given[i].IsUnspecified)
            {
                continue;
            }

            if (Keys.AsNumber(given[i]).Ref is not null || Keys.AsNumber(given[i]).Bits < (i == 2 ? 1 : 0))
            {
                return python.ValueError(i == 2 ? "Step for islice() must be a positive integer or None."
                    : onlyStop ? "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
                    : "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
            }

            parts[i] = Keys.AsNumber(given[i]).Bits;
        }

        Value iterator = await python.Iterate(a[0]);
        long at = 0, wanted = parts[0];
        return iterator.IsSignal ? iterator : Stepping(python, async runtime =>
        {
            while (wanted < parts[1])
            {
                Value item = await runtime.Next(iterator);
                if (item.IsSignal || item.IsAbsent)
                {
                    return item;
                }

                if (at++ == wanted)
                {
                    wanted += parts[2];
                    return item;
                }

                if (!runtime.Machine.ChargeTicks(1))
                {
                    return Value.Signal;
                }
            }

            return Value.Absent;
        });
    }

    [PythonFunction("takewhile", "predicate, iterable, /")]
    internal static Work<Value> TakeWhile(PythonRuntime python, Value[] a) => While(python, a[0], a[1], takes: true);

    [PythonFunction("dropwhile", "predicate, iterable, /")]
    internal static Work<Value> DropWhile(PythonRuntime python, Value[] a) => While(python, a[0], a[1], takes: false);

    private static async Work<Value> While(PythonRuntime python, Value predicate, Value iterable, bool takes)
    {
        Value iterator = await python.Iterate(iterable);
        bool isOver = false;
        return iterator.IsSignal ? iterator : Stepping(python, async runtime =>
        {
            while (true)
            {
                if (isOver && takes)
                {
                    return Value.Absent;
                }

                Value item = await runtime.Next(iterator);
                if (item.IsSignal || item.IsAbsent || isOver)
                {
                    return item;
                }

                Value result = await runtime.Call(predicate, item);
                Value truth = result.IsSignal ? result : await runtime.TruthOf(result);
                if (truth.IsSignal || !runtime.Machine.ChargeTicks(1))
                {
                    return Value.Signal;
                }

                isOver = !truth.IsTrue;
                if (truth.IsTrue == takes)
                {
                    return item;
                }
            }
        });
    }

    [PythonFunction("filterfalse", "predicate, iterable, /")]
    internal static async Work<Value> FilterFalse(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        return iterator.IsSignal ? iterator : Value.Object(new FilterIterator(python.Types.Iterator, a[0], iterator, keepsTrue: false));
    }

    [PythonFunction("starmap", "function, iterable, /")]
    internal static async Work<Value> StarMap(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        Value function = a[0];
        return iterator.IsSignal ? iterator : Stepping(python, async runtime =>
        {
            Value item = await runtime.Next(iterator);
            Value arguments = item.IsSignal || item.IsAbsent ? item : await runtime.ToList(item);
            return arguments.Ref is PyList list ? await runtime.Call(function, list.Span.ToArray()) : arguments;
        });
    }

    [PythonFunction("accumulate", "iterable, func=None, *, initial=None")]
    internal static async Work<Value> Accumulate(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[0]);
        Value function = a[1].IsAbsent ? Value.Unspecified : a[1];
        Value total = a[2].IsAbsent ? Value.Unspecified : a[2];
        bool begun = false;
        return iterator.IsSignal ? iterator : Stepping(python, async runtime =>
        {
            if (!begun && !total.IsUnspecified)
            {
                begun = true;
                return total;
            }

            Value item = await runtime.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item;
            }

            total = !begun ? item
                : function.IsUnspecified ? await runtime.Settle(runtime.Binary(BinaryKind.Add, total, item))
                : await runtime.Call(function, total, item);
            begun = true;
            return total;
        });
    }

    [PythonFunction("pairwise", "iterable, /")]
    internal static async Work<Value> Pairwise(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[0]);
        Value last = Value.Unbound;
        return iterator.IsSignal ? iterator : Stepping(python, async runtime =>
        {
            if (last.IsUnbound)
            {
                last = await runtime.Next(iterator);
                if (last.IsSignal || last.IsAbsent)
                {
                    return last;
                }
            }

            Value item = await runtime.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item;
            }

            Value pair = runtime.Tuple(last, item);
            last = item;
            return pair;
        });
    }

    [PythonFunction("product", "*iterables, repeat=1")]
    internal static async Work<Value> Product(PythonRuntime python, Value[] a)
    {
        var pools = new List<Value[]>();
        foreach (Value iterable in ((PyTuple)a[0].Ref!).Items)
        {
            Value list = await python.ToList(iterable);
            if (list.IsSignal)
            {
                return list;
            }

            pools.Add(((PyList)list.Ref!).Span.ToArray());
        }

        if (await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(1) : a[1]) is not { } repeat)
        {
            return Value.Signal;
        }

        if (repeat < 0 || repeat * pools.Count > 1000)
        {
            return python.ValueError(repeat < 0 ? "repeat argument cannot be negative" : "more than 1000 factors");
        }

        Value[][] all = [.. Enumerable.Repeat(pools, (int)repeat).SelectMany(pool => pool)];
        int[]? at = Array.Exists(all, pool => pool.Length == 0) ? null : new int[all.Length];
        return Stepping(python, runtime =>
        {
            if (at is null)
            {
                return Value.Absent;
            }

            if (!runtime.Machine.ChargeAllocation(PyTuple.SizeOf(all.Length)))
            {
                return Value.Signal;
            }

            Value item = runtime.Tuple([.. all.Select((pool, i) => pool[at[i]])]);
            int place = all.Length - 1;
            while (place >= 0 && ++at[place] == all[place].Length)
            {
                at[place--] = 0;
            }

            at = place < 0 ? null : at;
            return item;
        });
    }

    [PythonFunction("permutations", "iterable, r=None")]
    internal static Work<Value> Permutations(PythonRuntime python, Value[] a) =>
        Selections(python, a, static (chosen, candidate) => Array.IndexOf(chosen, candidate) < 0, inOrder: false);

    [PythonFunction("combinations", "iterable, r")]
    internal static Work<Value> Combinations(PythonRuntime python, Value[] a) => Selections(python, a, static (_, _) => true, inOrder: true, minimum: 1);

    [PythonFunction("combinations_with_replacement", "iterable, r")]
    internal static Work<Value> Replaced(PythonRuntime python, Value[] a) => Selections(python, a, static (_, _) => true, inOrder: true);

    /// <summary>Tuples of elements by their positions, in lexicographic order.</summary>
    /// <param name="allows">Whether a position may follow those that are chosen.</param>
    /// <param name="inOrder">Positions do not go down.</param>
    /// <param name="minimum">How much each goes up at least, if they do not go down.</param>
    private static async Work<Value> Selections(PythonRuntime python, Value[] a, Func<int[], int, bool> allows, bool inOrder, int minimum = 0)
    {
        Value list = await python.ToList(a[0]);
        if (list.IsSignal)
        {
            return list;
        }

        var pool = ((PyList)list.Ref!).Span.ToArray();
        if (await python.SizeOf(a[1].IsAbsent || a[1].IsUnspecified ? Value.Fixnum(pool.Length) : a[1]) is not { } given)
        {
            return Value.Signal;
        }

        if (given < 0)
        {
            return python.ValueError("r must be non-negative");
        }

        int size = (int)Math.Min(given, 1000);
        var chosen = new List<int>();
        bool isOver = false;

        // Goes on with the next position at the end of those chosen, back to where one can go up.
        bool Fill(int from)
        {
            while (true)
            {
                int candidate = from;
                while (candidate < pool.Length && !allows([.. chosen], candidate))
                {
                    candidate++;
                }

                if (candidate < pool.Length)
                {
                    chosen.Add(candidate);
                    if (chosen.Count == size)
                    {
                        return true;
                    }

                    from = inOrder ? candidate + minimum : 0;
                    continue;
                }

                if (chosen.Count == 0)
                {
                    return false;
                }

                from = chosen[^1] + 1;
                chosen.RemoveAt(chosen.Count - 1);
            }
        }

        bool begun = false;
        return Stepping(python, runtime =>
        {
            if (isOver || !runtime.Machine.ChargeTicks(1 + (size >> 2)) || !runtime.Machine.ChargeAllocation(PyTuple.SizeOf(size)))
            {
                return isOver ? Value.Absent : Value.Signal;
            }

            if (!begun)
            {
                begun = true;
                isOver = size > 0 && !Fill(0);
            }
            else
            {
                isOver = size == 0;
                if (!isOver)
                {
                    int from = chosen[^1] + 1;
                    chosen.RemoveAt(chosen.Count - 1);
                    isOver = !Fill(from);
                }
            }

            return isOver ? Value.Absent : runtime.Tuple([.. chosen.Select(place => pool[place])]);
        });
    }

    [PythonFunction("zip_longest", "*iterables, fillvalue=None")]
    internal static async Work<Value> ZipLongest(PythonRuntime python, Value[] a)
    {
        var iterators = await ZipMethods.AllOf(python, ((PyTuple)a[0].Ref!).Items, "zip_longest");
        if (iterators is null)
        {
            return Value.Signal;
        }

        Value fill = a[1].IsAbsent ? Value.Unspecified : a[1];
        bool[] ended = new bool[iterators.Length];
        return Stepping(python, async runtime =>
        {
            var items = ValueArrays.Filled(iterators.Length, fill);
            for (int i = 0; i < items.Length; i++)
            {
                Value item = ended[i] ? Value.Absent : await runtime.Next(iterators[i]);
                if (item.IsSignal)
                {
                    return item;
                }

                ended[i] |= item.IsAbsent;
                items[i] = item.IsAbsent ? fill : item;
            }

            return Array.TrueForAll(ended, one => one) ? Value.Absent : runtime.Tuple(items);
        });
    }
}

/// <summary>itertools.chain.</summary>
internal static class ChainMethods
{
    [PythonFunction("__new__", "cls, /, *iterables", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Chained(python, python.NativeIterator(a[1]));

    [PythonFunction("from_iterable", "type, iterable, /", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromIterable(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        return iterator.IsSignal ? iterator : Chained(python, iterator);
    }

    private static Value Chained(PythonRuntime python, Value iterables)
    {
        Value current = Value.Unbound;
        return ItertoolsModule.Stepping(python, async runtime =>
        {
            while (true)
            {
                if (current.IsUnbound)
                {
                    Value next = await runtime.Next(iterables);
                    current = next.IsSignal || next.IsAbsent ? next : await runtime.Iterate(next);
                    if (current.IsSignal || current.IsAbsent)
                    {
                        return current;
                    }
                }

                Value item = await runtime.Next(current);
                if (!item.IsAbsent)
                {
                    return item;
                }

                current = Value.Unbound;
            }
        });
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The module itertools. Each iterator is a type; what it does is declared as a function, whose result gets the type.</summary>
internal static class ItertoolsModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        foreach (var (method, attribute) in Registry.Declared(typeof(ItertoolsModule)))
        {
            var type = python.Types.MakeIn(module, attribute.Name, typeof(StepMethods));
            var make = Registry.DelegateOf(method);
            HostWork work = async (runtime, a) =>
            {
                Value made = make is HostWork awaited ? await awaited(runtime, a[1..]) : await runtime.Settle(((HostFunction)make)(runtime, a.AsSpan(1)));
                if (made.Ref is PyIterator iterator)
                {
                    iterator.Type = (PyType)a[0].Ref!;
                }

                return made;
            };
            type.Names.Set("__new__", Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, "__new__", new Signature("cls, " + attribute.Parameters), () => work, type) { IsStatic = true }));
        }

        Registry.Fill(python, ((PyType)module.Find("chain").Ref!), typeof(ChainMethods));
        var branch = python.Types.MakeIn(module, "_tee", typeof(TeeMethods), final: true);
        var group = python.Types.MakeIn(module, "_grouper", typeof(StepMethods), final: true);
        (python.State<ItertoolsTypes>().Tee, python.State<ItertoolsTypes>().Group) = (branch, group);
        Registry.Fill(python, module, typeof(TeeFunction));
    }

    /// <summary>An iterator whose steps are those of a C# function.</summary>
    internal sealed class StepIterator(PyType type, Func<PythonRuntime, Work<Value>> step) : PyIterator(type)
    {
        /// <summary>How it shows itself; null: as any object.</summary>
        internal Func<PythonRuntime, Work<Value>>? Shown;

        /// <summary>How many values are left; null: not known.</summary>
        internal Func<long>? Left;

        internal override Work<Value> Advance(PythonRuntime python) => step(python);

        internal override int LengthHint(PythonRuntime python) => Left is { } left ? (int)Math.Min(left(), int.MaxValue) : -1;
    }

    internal static Value Stepping(PythonRuntime python, Func<PythonRuntime, Work<Value>> step, Func<PythonRuntime, Work<Value>>? shown = null, Func<long>? left = null) =>
        python.Machine.ChargeAllocation(200) ? Value.Object(new StepIterator(python.Types.Iterator, step) { Shown = shown, Left = left }) : Value.Signal;

    [PythonFunction("count", "start=0, step=1")]
    internal static Value Count(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value next = a[0].IsAbsent ? Value.Fixnum(0) : a[0], step = a[1].IsAbsent ? Value.Fixnum(1) : a[1];
        foreach (Value number in (ReadOnlySpan<Value>)[next, step])
        {
            if (!Keys.IsNumber(PythonRuntime.Inner(number)) && python.TypeOf(number).Special("__index__").IsUnbound && python.TypeOf(number).Special("__float__").IsUnbound && python.TypeOf(number).Special("__complex__").IsUnbound)
            {
                return python.TypeError("a number is required");
            }
        }

        return Stepping(python, async runtime =>
        {
            Value current = next;
            next = await runtime.Settle(runtime.Binary(BinaryKind.Add, current, step));
            return next.IsSignal ? next : current;
        }, async runtime =>
        {
            Value one = await runtime.Repr(next);
            Value two = one.IsSignal ? one : await runtime.Repr(step);
            return two.IsSignal ? two : runtime.Str(step.Ref is null && step.Bits == 1 ? $"count({PythonRuntime.TextOf(one)})" : $"count({PythonRuntime.TextOf(one)}, {PythonRuntime.TextOf(two)})");
        });
    }

    [PythonFunction("repeat", "object, times=None")]
    internal static async Work<Value> Repeat(PythonRuntime python, Value[] a)
    {
        long left = long.MaxValue;
        bool isEndless = a[1].IsAbsent;
        if (!isEndless)
        {
            if (await python.SizeOf(a[1]) is not { } times)
            {
                return Value.Signal;
            }

            left = Math.Max(0, times);
        }

        Value item = a[0];
        return Stepping(
            python,
            _ => isEndless || left-- > 0 ? item : Ended(),
            async runtime => await runtime.Repr(item) is { IsSignal: false } shown ? runtime.Str(isEndless ? $"repeat({PythonRuntime.TextOf(shown)})" : $"repeat({PythonRuntime.TextOf(shown)}, {left})") : Value.Signal,
            isEndless ? null : () => left);

        Value Ended()
        {
            left = 0;
            return Value.Absent;
        }
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

            Value index = python.TypeOf(given[i]).Special("__index__").IsUnbound ? Value.Unbound : await python.IndexOf(given[i]);
            if (index.IsSignal)
            {
                return index;
            }

            given[i] = index;
            if (given[i].Ref is not null || given[i].Bits < (i == 2 ? 1 : 0))
            {
                return python.ValueError(i == 2 ? "Step for islice() must be a positive integer or None."
                    : onlyStop ? "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
                    : "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
            }

            parts[i] = given[i].Bits;
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

    [PythonFunction("chain", "*iterables")]
    internal static Value Chain(PythonRuntime python, ReadOnlySpan<Value> a) => Chained(python, python.NativeIterator(a[0]));

    /// <summary>The values of iterables, one after the other.</summary>
    internal static Value Chained(PythonRuntime python, Value iterables)
    {
        Value current = Value.Unbound;
        return Stepping(python, async runtime =>
        {
            while (true)
            {
                if (current.IsUnbound)
                {
                    Value next = await runtime.Next(iterables);
                    Value iterator = next.IsSignal || next.IsAbsent ? next : await runtime.Iterate(next);
                    if (iterator.IsSignal || iterator.IsAbsent)
                    {
                        return iterator;
                    }

                    current = iterator;
                }

                Value item = await runtime.Next(current);
                if (!item.IsAbsent)
                {
                    return item;
                }

                current = Value.Unbound;
                if (!runtime.Machine.ChargeTicks(1))
                {
                    return Value.Signal;
                }
            }
        });
    }

    [PythonFunction("compress", "data, selectors")]
    internal static async Work<Value> Compress(PythonRuntime python, Value[] a)
    {
        Value data = await python.Iterate(a[0]);
        Value selectors = data.IsSignal ? data : await python.Iterate(a[1]);
        return selectors.IsSignal ? selectors : Stepping(python, async runtime =>
        {
            while (true)
            {
                Value item = await runtime.Next(data);
                Value selector = item.IsSignal || item.IsAbsent ? item : await runtime.Next(selectors);
                Value truth = selector.IsSignal || selector.IsAbsent ? selector : await runtime.TruthOf(selector);
                if (truth.IsSignal || truth.IsAbsent || truth.IsTrue)
                {
                    return truth.IsTrue && !truth.IsAbsent && !truth.IsSignal ? item : truth;
                }

                if (!runtime.Machine.ChargeTicks(1))
                {
                    return Value.Signal;
                }
            }
        });
    }

    [PythonFunction("groupby", "iterable, key=None")]
    internal static async Work<Value> GroupBy(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[0]);
        return iterator.IsSignal || !python.Machine.ChargeAllocation(200) ? Value.Signal
            : Value.Object(new GroupByIterator(python.Types.Iterator, iterator, a[1].IsAbsent ? Value.Unspecified : a[1]));
    }
}

using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values;

namespace Ouro.Python.Execution;

// Between objects and the algorithms on plain values.
internal sealed partial class PythonRuntime
{
    private Meter? _meter;

    /// <summary>Charges the algorithms on plain values, and keeps their error.</summary>
    internal Meter Meter => _meter ??= new Meter(Machine, Compiler.Program.Version);

    /// <summary>What an algorithm failed with, raised.</summary>
    internal Value Failed()
    {
        if (Meter.TakeError() is not { } error)
        {
            return Value.Signal;
        }

        return RaiseNamed(error.Type, error.Message);
    }

    /// <summary>The exceptions that modules define, by their names with the module's.</summary>
    internal Dictionary<string, PyType> ModuleErrors { get; } = new(StringComparer.Ordinal);

    /// <summary>Raises an exception that is built in or that a module defines.</summary>
    internal Value RaiseNamed(string name, string message)
    {
        var type = ModuleErrors.TryGetValue(name, out var known) ? known : Types.Exceptions.TryGetValue(name, out var builtin) ? builtin : Types.Exception("ValueError");
        return Raise(message.Length == 0 ? NewException(type) : NewException(type, Str(message)));
    }

    /// <summary>Takes a pending raise of such an exception.</summary>
    internal bool TakeNamed(string name) => Catch(ModuleErrors.TryGetValue(name, out var known) ? known : Types.Exception("ValueError"));

    /// <summary>An exception of a module, which is put there.</summary>
    internal void AddError(PyModule module, string name, string parent)
    {
        var type = new PyType(this, Types.Type, name, [Types.Exception(parent)], Layout.Exception) { ModuleName = module.Name.TrimStart('_'), HasDictionary = true, AsksMethods = true };
        type.Order = [type, .. Types.Exception(parent).Order];
        ModuleErrors[$"{module.Name.TrimStart('_')}.{name}"] = type;
        module.Set(name, Value.Object(type));
    }

    internal Value Made(Text? text) => text is null ? Failed() : Value.Object(text);

    internal Value Made(Text[]? texts) => texts is null ? Failed() : List(Array.ConvertAll(texts, text => Value.Object(text)));

    internal Value Parsed(BigInteger? number) => number is { } parsed ? Real.Ratio(parsed, BigInteger.One) : Failed();

    /// <summary>float(value).</summary>
    internal async Work<Value> ToFloat(Value value)
    {
        Value inner = Inner(value);
        Value number = Keys.AsNumber(inner);
        if (value.Ref is not PyInstance && (number.IsFlonum || number.Ref is null or Bignum))
        {
            return TryDouble(number, out double result) ? Value.Flonum(result) : OverflowError("int too large to convert to float");
        }

        if (inner.Ref is Text text)
        {
            return Values.Numbers.FloatText.Parse(Meter, text) is { } parsed ? Value.Flonum(parsed) : Failed();
        }

        Value method = TypeOf(value).Special("__float__");
        if (!method.IsUnbound)
        {
            Value result = await Call(method, value);
            Value plain = Inner(result);
            return result.IsSignal || plain.IsFlonum ? plain : TypeError($"{TypeName(value)}.__float__ returned non-float (type {TypeName(result)})");
        }

        if (!TypeOf(value).Special("__index__").IsUnbound)
        {
            Value index = await IndexOf(value);
            return index.IsSignal ? index : await ToFloat(index);
        }

        return TypeError($"float() argument must be a string or a real number, not '{TypeName(value)}'");
    }

    /// <summary>Sorts values: a list of them in order. The result is stable; a list that is being sorted shows as empty meanwhile.</summary>
    internal async Work<Value> Sort(Value[] items, Value key, bool reverse, PyList? sorted = null)
    {
        _ = sorted;
        var keys = items;
        if (!key.IsUnspecified)
        {
            keys = ValueArrays.Unbound(items.Length);
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = await Call(key, items[i]);
                if (keys[i].IsSignal)
                {
                    return Value.Signal;
                }
            }
        }

        int count = items.Length;
        if (!Machine.ChargeTicks(count + (count * (long)Math.Log2(count + 1) >> 3)) || !Machine.ChargeAllocation(PyList.SizeOf(count) + (8L * count)))
        {
            return Value.Signal;
        }

        // Positions are sorted; equal keys keep their order, also backwards.
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        bool numbers = Array.TrueForAll(keys, one => Keys.IsNumber(one) && !(one.IsFlonum && double.IsNaN(one.AsFlonum)));
        if (numbers || Array.TrueForAll(keys, one => one.Ref is Text))
        {
            Array.Sort(order, (left, right) =>
            {
                _ = TryCompare(CompareKind.Less, keys[left], keys[right], out bool less);
                _ = TryCompare(CompareKind.Less, keys[right], keys[left], out bool greater);
                int result = less ? -1 : greater ? 1 : 0;
                return result == 0 ? left - right : reverse ? -result : result;
            });
        }
        else if (!await MergeSort(keys, order, reverse))
        {
            return Value.Signal;
        }

        var result = ValueArrays.Unbound(count);
        for (int i = 0; i < count; i++)
        {
            result[i] = items[order[i]];
        }

        return List(result);
    }

    private async Work<bool> MergeSort(Value[] keys, int[] order, bool reverse)
    {
        int count = order.Length;
        int[] other = new int[count];
        for (int width = 1; width < count; width *= 2)
        {
            for (int start = 0; start < count; start += 2 * width)
            {
                int middle = Math.Min(start + width, count), end = Math.Min(start + (2 * width), count);
                int left = start, right = middle;
                for (int at = start; at < end; at++)
                {
                    bool takesRight = left >= middle;
                    if (!takesRight && right < end)
                    {
                        // The right one goes first only if it is strictly less (or greater, backwards).
                        Value less = reverse
                            ? await TestWork(CompareKind.Less, keys[order[left]], keys[order[right]])
                            : await TestWork(CompareKind.Less, keys[order[right]], keys[order[left]]);
                        if (less.IsSignal || !Machine.ChargeTicks(1))
                        {
                            return false;
                        }

                        takesRight = less.IsTrue;
                    }

                    other[at] = takesRight ? order[right++] : order[left++];
                }
            }

            other.CopyTo(order, 0);
        }

        return true;
    }

    /// <summary>The method index of sequences: the sequence, a value, and where to look.</summary>
    internal async Work<Value> IndexInSequence(Value[] a, string type)
    {
        var sequence = (PyObject)a[0].Ref!;
        long start = 0, stop = int.MaxValue;
        if (!a[2].IsAbsent)
        {
            if (await SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            start = given < 0 ? Math.Max(0, given + LengthOf(sequence)) : given;
        }

        if (!a[3].IsAbsent)
        {
            if (await SizeOf(a[3]) is not { } given)
            {
                return Value.Signal;
            }

            stop = given < 0 ? given + LengthOf(sequence) : given;
        }

        for (long i = start; i < stop && i < LengthOf(sequence); i++)
        {
            Value same = await AreEqual(ItemOf(sequence, (int)i), a[1]);
            if (same.IsSignal)
            {
                return same;
            }

            if (same.IsTrue)
            {
                return Value.Fixnum(i);
            }
        }

        Value shown = type == "list" ? await Repr(a[1]) : Str("");
        return shown.IsSignal ? shown : ValueError(type == "list" ? $"{TextOf(shown)} is not in list" : "tuple.index(x): x not in tuple");
    }

    internal async Work<Value> CountInSequence(Value sequence, Value value)
    {
        long count = 0;
        var items = (PyObject)sequence.Ref!;
        for (int i = 0; i < LengthOf(items); i++)
        {
            Value same = await AreEqual(ItemOf(items, i), value);
            if (same.IsSignal)
            {
                return same;
            }

            count += same.IsTrue ? 1 : 0;
        }

        return Value.Fixnum(count);
    }

    /// <summary>The keywords of a dict as names; their values go to the arguments.</summary>
    internal string[]? SpreadKeywords(PyDict keywords, List<Value> arguments)
    {
        if (keywords.Count == 0)
        {
            return null;
        }

        var names = new List<string>();
        for (int place = 0; place < keywords.Entries.Used; place++)
        {
            if (keywords.Entries.IsThere(place))
            {
                names.Add(TextOf(keywords.Entries[place].Key));
                arguments.Add(keywords.Entries[place].Value);
            }
        }

        return [.. names];
    }

    /// <summary>The names that dir() shows.</summary>
    internal SortedSet<string> NamesOf(in Value value)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        if (value.Ref is PyModule module)
        {
            names.UnionWith(NamesInOrder(module));
            return names;
        }

        var type = value.Ref as PyType ?? TypeOf(value);
        foreach (var one in type.Order)
        {
            names.UnionWith(one.Names.ToList().Select(entry => entry.Key));
        }

        if (value.Ref is PyObject { Shape: { IsDictionary: false } shape } and not PyType)
        {
            names.UnionWith(shape.Names());
        }
        else if (value.Ref is PyObject { Shape.IsDictionary: true } instance)
        {
            foreach (Value key in instance.AttributesAsDict(this).Entries is { } entries ? Enumerable.Range(0, entries.Used).Where(entries.IsThere).Select(place => entries[place].Key) : [])
            {
                names.Add(key.Ref?.ToString() ?? "");
            }
        }

        return names;
    }
}

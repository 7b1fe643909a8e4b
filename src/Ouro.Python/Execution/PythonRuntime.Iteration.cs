using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Iterators: the end is Value.Absent, and StopIteration only where guest code says it.
internal sealed partial class PythonRuntime
{
    /// <summary>iter(value).</summary>
    internal Value GetIterator(in Value value)
    {
        Value native = value.Ref is PyObject { Type.AsksMethods: true } ? Value.Unbound : NativeIterator(value);
        return native.IsUnbound ? Finish(IterateByMethod(value)) : native;
    }

    internal Work<Value> Iterate(Value value)
    {
        Value native = value.Ref is PyObject { Type.AsksMethods: true } ? Value.Unbound : NativeIterator(value);
        return native.IsUnbound ? IterateByMethod(value) : native;
    }

    private async Work<Value> IterateByMethod(Value value)
    {
        var type = TypeOf(value);
        Value method = type.Special("__iter__");
        if (method.IsUnbound || method.IsUnspecified)
        {
            return method.IsUnbound && !type.Special("__getitem__").IsUnbound
                ? Value.Object(new ItemIterator(Types.Iterator, value))
                : TypeError($"'{type.Name}' object is not iterable");
        }

        Value iterator = await Call(method, value);
        return iterator.IsSignal || IsIterator(iterator) ? iterator : TypeError($"iter() returned non-iterator of type '{TypeName(iterator)}'");
    }

    /// <summary>Whether each step of an iterator is guest code, so that a loop of the host over it would be suspended at each.</summary>
    internal static bool RunsGuestCode(in Value iterator) => !iterator.IsSignal && iterator.Ref is not PyIterator;

    internal bool IsIterator(in Value value) => value.Ref is PyIterator || !TypeOf(value).Special("__next__").IsUnbound;

    /// <summary>The iterator of a built-in object; unbound for others.</summary>
    internal Value NativeIterator(in Value value)
    {
        switch (Inner(value).Ref)
        {
            case PyIterator { HasResult: false }:
                return value;
            case Generator generator when TypeOf(generator) == Types.Generator:
                return value;
            case PyList list:
                return Value.Object(new ListIterator(Types.ListIterator, list));
            case PyTuple tuple:
                return Value.Object(new ArrayIterator(Types.TupleIterator, tuple.Items));
            case PyRange { Start.Ref: null, Step.Ref: null, Length.Ref: null, Stop.Ref: null } range:
                return Value.Object(new RangeIterator(Types.RangeIterator, range.Start.Bits, range.Step.Bits, range.Length.Bits));
            case PyRange range:
                return Value.Object(new BigRangeIterator(Types.RangeIterator, range));
            case Text text:
                return Value.Object(new TextIterator(Types.StrIterator, text));
            case PyBytes bytes:
                return Value.Object(new BytesIterator(Types.BytesIterator, bytes));
            case PyDict dictionary:
                return Value.Object(new DictIterator(Types.KeyIterator, dictionary, DictPart.Keys));
            case PyDictView view:
                return Value.Object(new DictIterator(
                    view.Part switch { DictPart.Keys => Types.KeyIterator, DictPart.Values => Types.ValueIterator, _ => Types.ItemIterator }, view.Dictionary, view.Part));
            case PySet set:
                return Value.Object(new SetIterator(Types.SetIterator, set));
            default:
                return Value.Unbound;
        }
    }

    /// <summary>The next value of an iterator, or absent.</summary>
    internal Value NextOf(in Value iterator)
    {
        if (iterator.Ref is PyIterator native)
        {
            return native.Next(this);
        }

        return RequestResume(iterator, Value.Unspecified) ?? Finish(Next(iterator));
    }

    /// <summary>Asks for a suspended generator to go on, as the last deed: the signal. Null for anything else, of which nothing was done.</summary>
    internal Value? RequestResume(in Value iterator, in Value sent) =>
        iterator.Ref is Generator { State: GeneratorState.Suspended } ? Machine.RequestCall(ResumeGenerator, iterator, sent) : null;

    /// <summary>The next value of an iterator, or absent.</summary>
    internal Work<Value> Next(Value iterator) => iterator.Ref switch
    {
        PyIterator native => native.Advance(this),
        Generator => Resume(iterator, Value.Unspecified),
        _ => NextByMethod(iterator),
    };

    private async Work<Value> NextByMethod(Value iterator)
    {
        Value method = TypeOf(iterator).Special("__next__");
        if (method.IsUnbound)
        {
            return TypeError($"'{TypeName(iterator)}' object is not an iterator");
        }

        Value result = await TryCall(method, iterator);
        if (result.IsSignal && TryCatch(Types.Exception("StopIteration")) is { } end)
        {
            Returned = end.Arguments.Items.Length > 0 ? end.Arguments.Items[0] : Value.Unspecified;
            return Value.Absent;
        }

        return result;
    }

    /// <summary>Goes on with a generator: what it yields, or absent at its end, when <see cref="Returned"/> is what it returned.</summary>
    internal async Work<Value> Resume(Value generator, Value sent)
    {
        var target = (Generator)generator.Ref!;
        if (target.State == GeneratorState.Running)
        {
            Value done = await Call(Value.Object(Machine.FindPrimitive("generator-done?")!), generator);
            if (!done.IsTrue)
            {
                return ValueError("generator already executing");
            }
        }

        if (target.State != GeneratorState.Suspended)
        {
            if (sent.Ref is ThrownInto { Exception: var exception })
            {
                return Raise(exception);
            }

            Returned = Value.Unspecified;
            return Value.Absent;
        }

        return await Call(ResumeGenerator, generator, sent);
    }

    /// <summary>Everything that an iterable gives, as a new list.</summary>
    internal async Work<Value> ToList(Value iterable)
    {
        var list = NewList();
        Value result = await Extend(list, iterable);
        return result.IsSignal ? result : Value.Object(list);
    }

    /// <summary>Appends everything that an iterable gives.</summary>
    internal async Work<Value> Extend(PyList list, Value iterable)
    {
        switch (iterable.Ref)
        {
            case PyList { Type.IsHeapType: false } other:
                return list.Splice(Machine, list.Count, list.Count, other.Span) ? Value.Unspecified : Value.Signal;
            case PyTuple { Type.IsHeapType: false } tuple:
                return list.Splice(Machine, list.Count, list.Count, tuple.Items) ? Value.Unspecified : Value.Signal;
        }

        Value iterator = await Iterate(iterable);
        if (RunsGuestCode(iterator))
        {
            Value collected = await Call(Loops.Collect, Value.Object(list), iterator);
            return collected.IsSignal ? collected : Value.Unspecified;
        }

        while (!iterator.IsSignal)
        {
            Value item = await Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Unspecified : item;
            }

            if (!Machine.ChargeTicks(1) || !list.Append(Machine, item))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    /// <summary>An iterable's values as an array of exactly so many, for unpacking; after a star: any number.</summary>
    internal async Work<Value> Unpack(Value iterable, int before, int after, bool hasStar)
    {
        if (!IsIterable(iterable))
        {
            return TypeError($"cannot unpack non-iterable {TypeName(iterable)} object");
        }

        var list = NewList();
        Value iterator = await Iterate(iterable);
        int most = hasStar ? int.MaxValue : before;
        while (true)
        {
            Value item = iterator.IsSignal ? iterator : await Next(iterator);
            if (item.IsSignal)
            {
                return item;
            }

            if (item.IsAbsent)
            {
                break;
            }

            if (list.Count == most)
            {
                return ValueError($"too many values to unpack (expected {before})");
            }

            if (!Machine.ChargeTicks(1) || !list.Append(Machine, item))
            {
                return Value.Signal;
            }
        }

        if (list.Count < before + after)
        {
            return ValueError($"not enough values to unpack (expected {(hasStar ? "at least " : "")}{before + after}, got {list.Count})");
        }

        if (!hasStar)
        {
            return Value.Object(list);
        }

        int rest = list.Count - before - after;
        Value middle = List(list.Span.Slice(before, rest).ToArray());
        return list.Splice(Machine, before, before + rest, [middle]) ? Value.Object(list) : Value.Signal;
    }
}

/// <summary>What a generator is sent for an exception to be raised where it waits.</summary>
internal sealed class ThrownInto(PyException exception) : PyObjectData
{
    internal readonly PyException Exception = exception;
}

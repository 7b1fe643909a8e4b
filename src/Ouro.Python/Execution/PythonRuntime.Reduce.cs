using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// The protocol of copy and pickle: what an object is made of again.
internal sealed partial class PythonRuntime
{
    /// <summary>A function of the module copyreg.</summary>
    private async Work<Value> CopyRegistry(string name)
    {
        Value module = await Call(Builtin("__import__"), Str("copyreg"));
        return module.IsSignal ? module : await Settle(GetAttribute(module, name));
    }

    /// <summary>object.__reduce_ex__.</summary>
    internal async Work<Value> ReduceEx(Value target, long protocol)
    {
        var type = TypeOf(target);
        Value own = await TryGetAttribute(target, "__reduce__");
        if (own.IsSignal)
        {
            return own;
        }

        Value declared = type.Lookup("__reduce__");
        if (!own.IsUnbound && !Value.Same(declared, Types.Object.Lookup("__reduce__")))
        {
            return await Call(own);
        }

        if (protocol >= 2)
        {
            return await ReduceToNew(target, type);
        }

        Value reduce = await CopyRegistry("_reduce_ex");
        return reduce.IsSignal ? reduce : await Call(reduce, target, Value.Fixnum(protocol));
    }

    /// <summary>object.__reduce__: as protocol 0 has it.</summary>
    internal async Work<Value> ReduceByRegistry(Value target)
    {
        Value reduce = await CopyRegistry("_reduce_ex");
        return reduce.IsSignal ? reduce : await Call(reduce, target, Value.Fixnum(0));
    }

    private async Work<Value> ReduceToNew(Value target, PyType type)
    {
        bool isExtended = false;
        Value arguments = Value.Unbound, keywords = Value.Unbound;
        Value extended = await TryGetAttribute(target, "__getnewargs_ex__");
        if (!extended.IsUnbound)
        {
            Value given = extended.IsSignal ? extended : await Call(extended);
            if (given.Ref is not PyTuple { Items: [{ Ref: PyTuple } one, { Ref: PyDict } two] })
            {
                return given.IsSignal ? given : TypeError(given.Ref is PyTuple tuple
                    ? tuple.Items.Length != 2 ? $"__getnewargs_ex__ should return a tuple of length 2, not {tuple.Items.Length}"
                    : tuple.Items[0].Ref is not PyTuple ? $"first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{TypeName(tuple.Items[0])}'"
                    : $"second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{TypeName(tuple.Items[1])}'"
                    : $"__getnewargs_ex__ should return a tuple, not '{TypeName(given)}'");
            }

            (arguments, keywords, isExtended) = (one, two, ((PyDict)two.Ref!).Count > 0);
        }
        else
        {
            Value plain = await TryGetAttribute(target, "__getnewargs__");
            if (!plain.IsUnbound)
            {
                arguments = plain.IsSignal ? plain : await Call(plain);
                if (arguments.Ref is not PyTuple)
                {
                    return arguments.IsSignal ? arguments : TypeError($"__getnewargs__ should return a tuple, not '{TypeName(arguments)}'");
                }
            }
        }

        bool hasArguments = !arguments.IsUnbound;
        if (!hasArguments && target.Ref is not (PyList or PyDict or PyInstance or PySet or PyException) && !CanBeMadeAgain(target))
        {
            return TypeError($"cannot pickle '{type.Name}' object");
        }

        Value function = await CopyRegistry(isExtended ? "__newobj_ex__" : "__newobj__");
        Value state = function.IsSignal ? function : await StateOf(target);
        if (state.IsSignal)
        {
            return state;
        }

        Value items = Value.Unspecified, pairs = Value.Unspecified;
        if (target.Ref is PyList)
        {
            items = await Iterate(target);
        }

        if (target.Ref is PyDict)
        {
            Value method = await Settle(GetAttribute(target, "items"));
            Value view = method.IsSignal ? method : await Call(method);
            pairs = view.IsSignal ? view : await Iterate(view);
        }

        if (items.IsSignal || pairs.IsSignal)
        {
            return Value.Signal;
        }

        Value made = isExtended
            ? Tuple(Value.Object(type), arguments, keywords)
            : Tuple([Value.Object(type), .. hasArguments ? ((PyTuple)arguments.Ref!).Items : []]);
        return Tuple(function, made, state, items, pairs);
    }

    /// <summary>Whether an object without arguments to make it is nothing but its type and attributes.</summary>
    private static bool CanBeMadeAgain(in Value target) => target.Ref is PyObject { Type: { IsHeapType: true, Layout: Layout.Plain } };

    /// <summary>What __getstate__ gives.</summary>
    internal async Work<Value> StateOf(Value target)
    {
        Value method = await TryGetAttribute(target, "__getstate__");
        return method.IsSignal ? method : method.IsUnbound ? OwnState(target) : await Call(method);
    }

    /// <summary>object.__getstate__: the attributes, and what __slots__ reserved.</summary>
    internal Value OwnState(in Value target)
    {
        if (target.Ref is not PyObject instance)
        {
            return Value.Unspecified;
        }

        Value state = Value.Unspecified;
        if (instance is { Type.HasDictionary: true, Shape: { IsDictionary: true } or { Count: > 0 } } && instance is not (PyType or PyModule))
        {
            var dictionary = instance.AttributesAsDict(this);
            state = dictionary.Count == 0 ? Value.Unspecified : Value.Object(dictionary);
        }

        if (instance.Slots is not { } slots)
        {
            return state;
        }

        var reserved = NewDict();
        foreach (var type in instance.Type.Order)
        {
            foreach (var (name, value) in type.Names.ToList())
            {
                if (value.Ref is PySlot slot && slot.Index < slots.Length && !slots[slot.Index].IsUnbound)
                {
                    reserved.Store(name, slots[slot.Index]);
                }
            }
        }

        return reserved.Count == 0 ? state : Tuple(state, Value.Object(reserved));
    }
}

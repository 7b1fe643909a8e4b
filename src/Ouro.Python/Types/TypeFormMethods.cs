using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>types.GenericAlias.</summary>
internal static class GenericAliasMethods
{
    /// <summary>Attributes that are the alias's own; all others are those of the type that it is made of.</summary>
    private static bool IsOwn(string name) => name is "__class__" or "__origin__" or "__args__" or "__parameters__" or "__mro_entries__" or "__unpacked__"
        or "__typing_unpacked_tuple_args__" or "__reduce_ex__" or "__reduce__" or "__copy__" or "__deepcopy__";

    private static PyGenericAlias Self(in Value value) => (PyGenericAlias)value.Ref!;

    [PythonFunction("__new__", "cls, origin, args, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Value.Object(new PyGenericAlias((PyType)a[0].Ref!, a[1], a[2].Ref as PyTuple ?? (PyTuple)python.Tuple(a[2]).Ref!));

    [PythonFunction("__getattribute__", "self, name, /")]
    internal static Value GetAttribute(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (python.AttributeName(a[1]) is not { } name)
        {
            return Value.Signal;
        }

        if (!IsOwn(name) && !(name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal)
            && python.TypeOf(Self(a[0]).Origin) == python.Types.Type && name is not ("__name__" or "__qualname__" or "__module__" or "__doc__" or "__bases__" or "__mro__" or "__dict__" or "__slots__" or "__init__" or "__new__" or "__abstractmethods__")
            && !python.Types.GenericAlias.Lookup(name).IsUnbound && name is not ("__class_getitem__" or "__init_subclass__")))
        {
            return python.GetAttribute(Self(a[0]).Origin, name);
        }

        Value found = python.FindAttribute(a[0], python.TypeOf(a[0]), name);
        return found.IsUnbound ? python.GetAttribute(Self(a[0]).Origin, name) : found;
    }

    [PythonFunction("__origin__", Kind = FunctionKind.Getter)]
    internal static Value Origin(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Origin;

    [PythonFunction("__args__", Kind = FunctionKind.Getter)]
    internal static Value Arguments(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Arguments);

    [PythonFunction("__unpacked__", Kind = FunctionKind.Getter)]
    internal static Value Unpacked(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).IsUnpacked);

    [PythonFunction("__typing_unpacked_tuple_args__", Kind = FunctionKind.Getter)]
    internal static Value UnpackedArguments(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(a[0]) is { IsUnpacked: true } self && self.Origin.Ref == python.Types.Tuple ? Value.Object(self.Arguments) : Value.Unspecified;

    [PythonFunction("__parameters__", Kind = FunctionKind.Getter)]
    internal static Value Parameters(PythonRuntime python, ReadOnlySpan<Value> a) => python.Finish(ParametersOf(python, Self(a[0])));

    private static async Work<Value> ParametersOf(PythonRuntime python, PyGenericAlias self)
    {
        if (self.Parameters is null)
        {
            Value found = await CollectParameters(python, self.Arguments);
            if (found.IsSignal)
            {
                return found;
            }

            self.Parameters = (PyTuple)found.Ref!;
        }

        return Value.Object(self.Parameters);
    }

    /// <summary>The type variables in arguments, each once, as a tuple.</summary>
    internal static async Work<Value> CollectParameters(PythonRuntime python, PyTuple arguments)
    {
        var found = new List<Value>();
        foreach (Value argument in arguments.Items)
        {
            if (argument.Ref is PyType)
            {
                continue;
            }

            Value substitute = await python.TryGetAttribute(argument, "__typing_subst__");
            if (substitute.IsSignal)
            {
                return substitute;
            }

            if (!substitute.IsUnbound)
            {
                Add(argument);
                continue;
            }

            Value inner = await python.TryGetAttribute(argument, "__parameters__");
            if (inner.IsSignal)
            {
                return inner;
            }

            foreach (Value parameter in inner.Ref is PyTuple tuple ? tuple.Items : [])
            {
                Add(parameter);
            }
        }

        return python.Tuple([.. found]);

        void Add(Value parameter)
        {
            if (!found.Exists(other => Value.Same(other, parameter)))
            {
                found.Add(parameter);
            }
        }
    }

    /// <summary>Puts types in the place of type variables.</summary>
    internal static async Work<Value> Substitute(PythonRuntime python, Value self, PyTuple arguments, Value parameters, Value item)
    {
        var names = ((PyTuple)parameters.Ref!).Items;
        if (names.Length == 0)
        {
            Value shown = await python.Repr(self);
            return shown.IsSignal ? shown : python.TypeError($"{PythonRuntime.TextOf(shown)} is not a generic class");
        }

        item = item.Ref is PyTuple ? item : python.Tuple(item);
        foreach (Value parameter in names)
        {
            Value prepare = await python.TryGetAttribute(parameter, "__typing_prepare_subst__");
            if (!prepare.IsUnbound)
            {
                item = prepare.IsSignal ? prepare : await python.Call(prepare, self, item.Ref is PyTuple ? item : python.Tuple(item));
                if (item.IsSignal)
                {
                    return item;
                }

                item = item.Ref is PyTuple ? item : python.Tuple(item);
            }
        }

        var given = ((PyTuple)item.Ref!).Items;
        if (given.Length != names.Length)
        {
            Value shown = await python.Repr(self);
            return shown.IsSignal ? shown
                : python.TypeError($"Too {(given.Length > names.Length ? "many" : "few")} arguments for {PythonRuntime.TextOf(shown)}; actual {given.Length}, expected {names.Length}");
        }

        var result = new List<Value>();
        foreach (Value argument in arguments.Items)
        {
            if (argument.Ref is PyType)
            {
                result.Add(argument);
                continue;
            }

            Value unpacked = await python.TryGetAttribute(argument, "__typing_is_unpacked_typevartuple__");
            Value substitute = unpacked.IsSignal ? unpacked : await python.TryGetAttribute(argument, "__typing_subst__");
            if (substitute.IsSignal)
            {
                return substitute;
            }

            Value replaced = argument;
            int at = Array.FindIndex(names, name => Value.Same(name, argument));
            if (!substitute.IsUnbound && at >= 0)
            {
                replaced = await python.Call(substitute, given[at]);
            }
            else
            {
                Value inner = await python.TryGetAttribute(argument, "__parameters__");
                if (inner.IsSignal)
                {
                    return inner;
                }

                if (inner.Ref is PyTuple { Items.Length: > 0 } tuple)
                {
                    var parts = Array.ConvertAll(tuple.Items, name => Array.FindIndex(names, other => Value.Same(other, name)) is >= 0 and var index ? given[index] : name);
                    replaced = await python.Settle(python.GetItem(argument, python.Tuple(parts)));
                }
            }

            if (replaced.IsSignal)
            {
                return replaced;
            }

            if (unpacked.IsTrue && replaced.Ref is PyTuple several)
            {
                result.AddRange(several.Items);
            }
            else
            {
                result.Add(replaced);
            }
        }

        return python.Tuple([.. result]);
    }

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value parameters = await ParametersOf(python, self);
        Value arguments = parameters.IsSignal ? parameters : await Substitute(python, a[0], self.Arguments, parameters, a[1]);
        return arguments.IsSignal ? arguments : Value.Object(new PyGenericAlias(self.Type, self.Origin, (PyTuple)arguments.Ref!, self.IsUnpacked));
    }

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Value.Object(new ArrayIterator(python.Types.Iterator, [Value.Object(new PyGenericAlias(Self(a[0]).Type, Self(a[0]).Origin, Self(a[0]).Arguments, isUnpacked: true))]));

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static async Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var arguments = new List<Value>(((PyTuple)a[1].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[2].Ref!, arguments);
        Value made = await python.Invoke(Self(a[0]).Origin, [.. arguments], names);
        if (made.Ref is PyInstance { Type.HasDictionary: true })
        {
            Value stored = await python.Settle(python.SetAttribute(made, "__orig_class__", a[0]));
            if (stored.IsSignal && !python.Catch(python.Types.Exception("AttributeError")) && !python.Catch(python.Types.Exception("TypeError")))
            {
                return stored;
            }
        }

        return made;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (await python.TypeArgumentText(self.Origin) is not { } origin)
        {
            return Value.Signal;
        }

        var parts = new List<string>();
        foreach (Value argument in self.Arguments.Items)
        {
            if (await python.TypeArgumentText(argument) is not { } part)
            {
                return Value.Signal;
            }

            parts.Add(part);
        }

        return python.Str($"{(self.IsUnpacked ? "*" : "")}{origin}[{(parts.Count == 0 ? "()" : string.Join(", ", parts))}]");
    }

    [PythonFunction("__hash__", "self, /")]
    internal static async Work<Value> Hash(PythonRuntime python, Value[] a)
    {
        Value origin = await python.Hash(Self(a[0]).Origin);
        Value arguments = origin.IsSignal ? origin : await python.Hash(Value.Object(Self(a[0]).Arguments));
        return arguments.IsSignal ? arguments : Value.Fixnum(origin.Bits ^ arguments.Bits);
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static async Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyGenericAlias other)
        {
            return python.NotImplemented;
        }

        var self = Self(a[0]);
        Value same = self.IsUnpacked != other.IsUnpacked ? Value.Boolean(false) : await python.AreEqual(self.Origin, other.Origin);
        return same.IsTrue ? await python.AreEqual(Value.Object(self.Arguments), Value.Object(other.Arguments)) : same;
    }

    [PythonFunction("__or__", "self, value, /")]
    internal static Work<Value> Or(PythonRuntime python, Value[] a) => UnionMethods.Or(python, a[0], a[1]);

    [PythonFunction("__ror__", "self, value, /")]
    internal static Work<Value> ReflectedOr(PythonRuntime python, Value[] a) => UnionMethods.Or(python, a[1], a[0]);

    [PythonFunction("__mro_entries__", "self, bases, /")]
    internal static Value Entries(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Self(a[0]).Origin);

    [PythonFunction("__instancecheck__", "self, instance, /")]
    internal static Value InstanceCheck(PythonRuntime python, ReadOnlySpan<Value> a) => python.TypeError("isinstance() argument 2 cannot be a parameterized generic");

    [PythonFunction("__subclasscheck__", "self, subclass, /")]
    internal static Value SubclassCheck(PythonRuntime python, ReadOnlySpan<Value> a) => python.TypeError("issubclass() argument 2 cannot be a parameterized generic");

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Tuple(Value.Object(python.Types.GenericAlias), python.Tuple(Self(a[0]).Origin, Value.Object(Self(a[0]).Arguments)));
}

/// <summary>types.UnionType.</summary>
internal static class UnionMethods
{
    private static PyTuple Self(in Value value) => ((PyUnion)value.Ref!).Arguments;

    /// <summary>left | right; NotImplemented if one cannot be in a union.</summary>
    internal static async Work<Value> Or(PythonRuntime python, Value left, Value right)
    {
        var parts = new List<Value>();
        foreach (Value side in (Value[])[left, right])
        {
            switch (side.Ref)
            {
                case PyUnion union:
                    parts.AddRange(union.Arguments.Items);
                    break;
                case PyType or PyGenericAlias:
                    parts.Add(side);
                    break;
                default:
                    if (!side.IsUnspecified)
                    {
                        return python.NotImplemented;
                    }

                    parts.Add(Value.Object(python.Types.None));
                    break;
            }
        }

        var kept = new List<Value>();
        foreach (Value part in parts)
        {
            bool known = false;
            foreach (Value other in kept)
            {
                bool both = part.Ref is PyGenericAlias && other.Ref is PyGenericAlias;
                Value same = both ? await python.AreEqual(other, part) : Value.Boolean(Value.Same(other, part));
                if (same.IsSignal)
                {
                    return same;
                }

                known |= same.IsTrue;
            }

            if (!known)
            {
                kept.Add(part);
            }
        }

        return kept.Count == 1 ? kept[0] : Value.Object(new PyUnion(python.Types.Union, (PyTuple)python.Tuple([.. kept]).Ref!));
    }

    [PythonFunction("__or__", "self, value, /")]
    internal static Work<Value> Union(PythonRuntime python, Value[] a) => Or(python, a[0], a[1]);

    [PythonFunction("__ror__", "self, value, /")]
    internal static Work<Value> ReflectedUnion(PythonRuntime python, Value[] a) => Or(python, a[1], a[0]);

    [PythonFunction("__args__", Kind = FunctionKind.Getter)]
    internal static Value Arguments(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]));

    [PythonFunction("__parameters__", Kind = FunctionKind.Getter)]
    internal static Value Parameters(PythonRuntime python, ReadOnlySpan<Value> a) => python.Finish(GenericAliasMethods.CollectParameters(python, Self(a[0])));

    [PythonFunction("__getitem__", "self, key, /")]
    internal static async Work<Value> GetItem(PythonRuntime python, Value[] a)
    {
        Value parameters = await GenericAliasMethods.CollectParameters(python, Self(a[0]));
        Value arguments = parameters.IsSignal ? parameters : await GenericAliasMethods.Substitute(python, a[0], Self(a[0]), parameters, a[1]);
        if (arguments.IsSignal)
        {
            return arguments;
        }

        Value result = ((PyTuple)arguments.Ref!).Items[0];
        foreach (Value item in ((PyTuple)arguments.Ref!).Items.AsSpan(1).ToArray())
        {
            result = result.IsSignal ? result : await python.Settle(python.Binary(BinaryKind.BitOr, result, item));
        }

        return result;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var parts = new List<string>();
        foreach (Value argument in Self(a[0]).Items)
        {
            if (await python.TypeArgumentText(argument) is not { } part)
            {
                return Value.Signal;
            }

            parts.Add(argument.Ref == python.Types.None ? "None" : part);
        }

        return python.Str(string.Join(" | ", parts));
    }

    [PythonFunction("__hash__", "self, /")]
    internal static async Work<Value> Hash(PythonRuntime python, Value[] a)
    {
        long all = 0;
        foreach (Value argument in Self(a[0]).Items)
        {
            Value one = await python.Hash(argument);
            if (one.IsSignal)
            {
                return one;
            }

            all ^= one.Bits * 0x2545F491;
        }

        return Value.Fixnum(all == -1 ? -2 : all);
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static async Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyUnion other)
        {
            return python.NotImplemented;
        }

        foreach (var (from, to) in ((PyTuple, PyTuple)[])[(Self(a[0]), other.Arguments), (other.Arguments, Self(a[0]))])
        {
            foreach (Value one in from.Items)
            {
                Value there = await python.ContainsWork(Value.Object(to), one);
                if (!there.IsTrue)
                {
                    return there;
                }
            }
        }

        return Value.Boolean(true);
    }

    [PythonFunction("__instancecheck__", "self, instance, /")]
    internal static Work<Value> InstanceCheck(PythonRuntime python, Value[] a) => Check(python, a, static (runtime, value, type) => runtime.IsInstance(value, type), "isinstance() argument 2 cannot be a parameterized generic");

    [PythonFunction("__subclasscheck__", "self, subclass, /")]
    internal static Work<Value> SubclassCheck(PythonRuntime python, Value[] a) =>
        a[1].Ref is PyType ? Check(python, a, static (runtime, value, type) => runtime.IsSubclass(value, type), "issubclass() argument 2 cannot be a parameterized generic")
        : python.TypeError("issubclass() arg 1 must be a class");

    private static async Work<Value> Check(PythonRuntime python, Value[] a, Func<PythonRuntime, Value, Value, Work<Value>> test, string generic)
    {
        var types = Self(a[0]).Items;
        if (Array.Exists(types, type => type.Ref is not PyType))
        {
            return python.TypeError(generic);
        }

        foreach (Value type in types)
        {
            Value result = await test(python, a[1], type);
            if (result.IsSignal || result.IsTrue)
            {
                return result;
            }
        }

        return Value.Boolean(false);
    }
}

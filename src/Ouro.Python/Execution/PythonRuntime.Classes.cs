using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Class statements and type().
internal sealed partial class PythonRuntime
{
    /// <summary>A class statement: finds the metaclass, runs the body in its namespace, calls the metaclass.</summary>
    internal async Work<Value> BuildClass(string name, Value body, Value[] bases, PyDict keywords)
    {
        var resolved = new List<Value>();
        bool replaced = false;
        foreach (Value parent in bases)
        {
            Value entries = parent.Ref is PyType ? Value.Unbound : await TryGetAttribute(parent, "__mro_entries__");
            if (entries.IsSignal)
            {
                return entries;
            }

            if (entries.IsUnbound)
            {
                resolved.Add(parent);
                continue;
            }

            Value given = await Call(entries, Tuple(bases));
            if (given.Ref is not PyTuple tuple)
            {
                return given.IsSignal ? given : TypeError("__mro_entries__ must return a tuple");
            }

            resolved.AddRange(tuple.Items);
            replaced = true;
        }

        Value meta = keywords.Find("metaclass");
        if (!meta.IsUnbound)
        {
            keywords.Remove("metaclass");
        }
        else
        {
            meta = resolved.Count > 0 ? Value.Object(TypeOf(resolved[0])) : Value.Object(Types.Type);
        }

        if (meta.Ref is PyType metatype)
        {
            if (MostDerived(metatype, resolved) is not { } winner)
            {
                return Value.Signal;
            }

            meta = Value.Object(winner);
        }

        var names = new List<string>();
        var values = new List<Value>();
        for (int place = 0; place < keywords.Entries.Used; place++)
        {
            if (keywords.Entries.IsThere(place))
            {
                names.Add(TextOf(keywords.Entries[place].Key));
                values.Add(keywords.Entries[place].Value);
            }
        }

        Value parents = Tuple([.. resolved]);
        Value space = Value.Object(NewDict());
        Value prepare = meta.Ref == Types.Type ? Value.Unbound : await TryGetAttribute(meta, "__prepare__");
        if (!prepare.IsUnbound)
        {
            space = prepare.IsSignal ? prepare : await Invoke(prepare, [Str(name), parents, .. values], [.. names]);
            if (space.IsSignal)
            {
                return space;
            }
        }

        if ((await Call(body, space)).IsSignal)
        {
            return Value.Signal;
        }

        if (replaced && space.Ref is PyDict plain)
        {
            plain.Store("__orig_bases__", Tuple(bases));
        }

        return await Invoke(meta, [Str(name), parents, space, .. values], names.Count == 0 ? null : [.. names]);
    }

    private PyType? MostDerived(PyType metatype, List<Value> bases)
    {
        var winner = metatype;
        foreach (Value parent in bases)
        {
            var other = TypeOf(parent);
            if (winner.IsSubtypeOf(other))
            {
                continue;
            }

            if (!other.IsSubtypeOf(winner))
            {
                _ = TypeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
                return null;
            }

            winner = other;
        }

        return winner;
    }

    /// <summary>type.__new__.</summary>
    internal async Work<Value> NewType(PyType metatype, string name, PyTuple bases, PyDict space, PyDict? keywords)
    {
        var parents = new List<PyType>();
        foreach (Value parent in bases.Items)
        {
            if (parent.Ref is not PyType type)
            {
                return TypeError("bases must be types");
            }

            if (!type.IsBase)
            {
                return TypeError($"type '{type.Name}' is not an acceptable base type");
            }

            parents.Add(type);
        }

        if (parents.Count == 0)
        {
            parents.Add(Types.Object);
        }

        if (MostDerived(metatype, [.. bases.Items]) is not { } winner)
        {
            return Value.Signal;
        }

        // The metatype of a base that goes further makes the class in its own way.
        if (winner != metatype && winner.Lookup("__new__") is var make && !Value.Same(make, Types.Type.Lookup("__new__")))
        {
            var arguments = new List<Value> { Value.Object(winner), Str(name), Value.Object(bases), Value.Object(space) };
            var given = keywords is null ? null : SpreadKeywords(keywords, arguments);
            return await Invoke(make.Ref is PyMethodWrapper wrapper ? wrapper.Function : make, [.. arguments], given is { Length: > 0 } ? given : null);
        }

        var best = parents[0];
        foreach (var parent in parents)
        {
            var solid = SolidBase(parent);
            if (solid.Layout != Layout.Plain && solid != SolidBase(best) && !SolidBase(best).IsSubtypeOf(solid))
            {
                if (SolidBase(best).Layout != Layout.Plain && !solid.IsSubtypeOf(SolidBase(best)))
                {
                    return TypeError("multiple bases have instance lay-out conflict");
                }

                best = parent;
            }
        }

        if (!Machine.ChargeAllocation(1000 + (64L * space.Count)))
        {
            return Value.Signal;
        }

        var made = new PyType(this, winner, name, [.. parents], best.Layout)
        {
            IsHeapType = true,
            HasDictionary = true,
            Shape = winner == Types.Type ? null : winner.RootShape,
        };
        if (PyType.Linearise(made, made.Bases) is not { } order)
        {
            return TypeError($"Cannot create a consistent method resolution\norder (MRO) for bases {string.Join(", ", parents.Select(parent => parent.Name))}");
        }

        made.Order = order;
        var classCell = space.Find("__classcell__");
        for (int place = 0; place < space.Entries.Used; place++)
        {
            if (space.Entries.IsThere(place) && Inner(space.Entries[place].Key).Ref is Text key && key.ToString() is not "__classcell__" and var attribute)
            {
                made.Names.Set(attribute, WrapSpecial(attribute, space.Entries[place].Value));
            }
        }

        if (made.Names.TryGet("__qualname__", out Value qualified))
        {
            if (Inner(qualified).Ref is not Text text)
            {
                return TypeError($"type __qualname__ must be a str, not {TypeName(qualified)}");
            }

            made.QualifiedName = text.ToString();
            made.Names.Remove("__qualname__");
        }

        if (!made.Names.TryGet("__module__", out _))
        {
            // As CPython has it: the module of whoever calls type.
            var globals = await CallerGlobals();
            if (Machine.Pending != PendingSignal.None)
            {
                return Value.Signal;
            }

            if (globals?.Find("__name__").Ref is Text caller)
            {
                made.Names.Set("__module__", Value.Object(caller));
            }
        }

        made.ModuleName = made.Names.TryGet("__module__", out Value module) && module.Ref is Text moduleName ? moduleName.ToString() : "builtins";
        if (made.Names.TryGet("__eq__", out _) && !made.Names.TryGet("__hash__", out _))
        {
            made.Names.Set("__hash__", Value.Unspecified);
        }

        made.SlotCount = parents.Max(parent => parent.SlotCount);
        if (made.Names.TryGet("__slots__", out Value slots))
        {
            Value reserved = await ReserveSlots(made, slots, parents);
            if (reserved.IsSignal)
            {
                return reserved;
            }
        }

        if (!made.Names.TryGet("__doc__", out _))
        {
            made.Names.Set("__doc__", Value.Unspecified);
        }

        made.Changed();
        if (classCell.Ref is PyCell cell)
        {
            cell.Box.Content = Value.Object(made);
        }

        foreach (var (attribute, value) in made.Names.ToList())
        {
            Value setName = value.Ref is PyObject { Type.AsksMethods: true } ? TypeOf(value).Special("__set_name__") : Value.Unbound;
            if (value.Ref is PyProperty property)
            {
                property.Name ??= attribute;
            }

            if (!setName.IsUnbound && (await Call(setName, value, Value.Object(made), Str(attribute))).IsSignal)
            {
                return Value.Signal;
            }
        }

        Value initialise = made.LookupAfter(made, "__init_subclass__");
        if (!initialise.IsUnbound)
        {
            var names = new List<string>();
            var values = new List<Value>();
            for (int place = 0; place < (keywords?.Entries.Used ?? 0); place++)
            {
                if (keywords!.Entries.IsThere(place))
                {
                    names.Add(TextOf(keywords.Entries[place].Key));
                    values.Add(keywords.Entries[place].Value);
                }
            }

            Value bound = await Settle(Bind(initialise, Value.Unbound, made));
            if (bound.IsSignal || (await Invoke(bound, [.. values], names.Count == 0 ? null : [.. names])).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Object(made);
    }

    /// <summary>Some methods are class or static methods without saying so.</summary>
    private Value WrapSpecial(string name, in Value value) => value.Ref is not Closure ? value : name switch
    {
        "__new__" => Value.Object(new PyMethodWrapper(Types.StaticMethod, isClass: false) { Function = value }),
        "__init_subclass__" or "__class_getitem__" => ClassMethod(value),
        _ => value,
    };

    /// <summary>The nearest type that decides how instances look.</summary>
    private PyType SolidBase(PyType type)
    {
        if (type.Layout == Layout.Exception)
        {
            // All exceptions look the same.
            return Types.BaseException;
        }

        foreach (var one in type.Order)
        {
            if (!one.IsHeapType)
            {
                return one;
            }
        }

        return type;
    }

    private async Work<Value> ReserveSlots(PyType made, Value slots, List<PyType> parents)
    {
        Value all = slots.Ref is Text ? List(slots) : await ToList(slots);
        if (all.IsSignal)
        {
            return all;
        }

        made.HasDictionary = parents.Exists(parent => parent.HasDictionary);
        made.CanBeWeak = parents.Exists(parent => parent.IsHeapType && parent.CanBeWeak);
        foreach (Value slot in ((PyList)all.Ref!).Span.ToArray())
        {
            if (Inner(slot).Ref is not Text text)
            {
                return TypeError($"__slots__ items must be strings, not '{TypeName(slot)}'");
            }

            string name = Syntax.Scopes.Mangling.Mangle(made.Name, text.ToString());
            if (name == "__dict__")
            {
                made.HasDictionary = true;
                continue;
            }

            if (name == "__weakref__")
            {
                made.CanBeWeak = true;
                continue;
            }

            if (made.Names.TryGet(name, out Value there))
            {
                if (there.Ref is PySlot { Owner: var owner } && owner == made)
                {
                    continue;
                }

                return ValueError($"'{name}' in __slots__ conflicts with class variable");
            }

            made.Names.Set(name, Value.Object(new PySlot(Types.Member, name, made, made.SlotCount++)));
        }

        return Value.Unspecified;
    }

    /// <summary>isinstance(value, type).</summary>
    internal async Work<Value> IsInstance(Value value, Value type)
    {
        switch (type.Ref)
        {
            case PyType plain when plain.Type == Types.Type:
                return Value.Boolean(await IsInstanceOf(value, plain));
            case PyTuple tuple:
                foreach (Value one in tuple.Items)
                {
                    Value result = await IsInstance(value, one);
                    if (result.IsSignal || result.IsTrue)
                    {
                        return result;
                    }
                }

                return Value.Boolean(false);
        }

        Value hook = type.Ref is null ? Value.Unbound : TypeOf(type).Special("__instancecheck__");
        if (!hook.IsUnbound && !(hook.Ref is BuiltinFunction { Owner: var owner } && owner == Types.Type))
        {
            Value result = await Call(hook, type, value);
            return result.IsSignal ? result : await TruthOf(result);
        }

        return type.Ref is PyType other ? Value.Boolean(await IsInstanceOf(value, other))
            : TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union");
    }

    private async Work<bool> IsInstanceOf(Value value, PyType type)
    {
        if (TypeOf(value).IsSubtypeOf(type))
        {
            return true;
        }

        // What __class__ says counts too, where a class says something of its own.
        if (value.Ref is PyInstance && TypeOf(value).Lookup("__class__") is { IsUnbound: false } declared && declared.Ref is not PyGetSet)
        {
            Value said = await TryGetAttribute(value, "__class__");
            return said.Ref is PyType claimed && claimed.IsSubtypeOf(type);
        }

        return false;
    }

    /// <summary>issubclass(value, type).</summary>
    internal async Work<Value> IsSubclass(Value value, Value type)
    {
        if (type.Ref is PyTuple tuple)
        {
            foreach (Value one in tuple.Items)
            {
                Value result = await IsSubclass(value, one);
                if (result.IsSignal || result.IsTrue)
                {
                    return result;
                }
            }

            return Value.Boolean(false);
        }

        Value hook = type.Ref is null ? Value.Unbound : TypeOf(type).Special("__subclasscheck__");
        if (!hook.IsUnbound && !(hook.Ref is BuiltinFunction { Owner: var owner } && owner == Types.Type))
        {
            Value result = await Call(hook, type, value);
            return result.IsSignal ? result : await TruthOf(result);
        }

        return value.Ref is not PyType sub ? TypeError("issubclass() arg 1 must be a class")
            : type.Ref is PyType other ? Value.Boolean(sub.IsSubtypeOf(other))
            : TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union");
    }

    /// <summary>A list of the elements that patterns look at; absent if the value is no sequence of such a length.</summary>
    internal async Work<Value> MatchSequence(Value value, int before, int after, bool hasStar)
    {
        if (value.Ref is not (PyList or PyTuple or PyRange))
        {
            return Value.Absent;
        }

        Value length = await LengthOf(value);
        if (length.IsSignal)
        {
            return length;
        }

        bool fits = hasStar ? length.Bits >= before + after : length.Bits == before;
        return fits ? await Unpack(value, before, after, hasStar) : Value.Absent;
    }

    /// <summary>A list of the values of keys; absent if one is missing or the value is no mapping.</summary>
    internal async Work<Value> MatchMapping(Value[] operands, bool withRest)
    {
        if (operands[0].Ref is not (PyDict or PyMappingProxy))
        {
            return Value.Absent;
        }

        var found = NewList();
        foreach (Value key in operands.AsSpan(1).ToArray())
        {
            Value value = operands[0].Ref is PyDict dictionary ? await FindInDict(dictionary, key) : await TryGetKey(operands[0], key);
            if (value.IsSignal)
            {
                return value;
            }

            if (value.IsUnbound)
            {
                return Value.Absent;
            }

            _ = found.Append(Machine, value);
        }

        if (withRest)
        {
            var rest = NewDict();
            if ((await UpdateDict(rest, operands[0])).IsSignal)
            {
                return Value.Signal;
            }

            foreach (Value key in operands.AsSpan(1).ToArray())
            {
                if ((await DeleteFromDict(rest, key)).IsSignal)
                {
                    return Value.Signal;
                }
            }

            _ = found.Append(Machine, Value.Object(rest));
        }

        return Value.Object(found);
    }

    /// <summary>mapping[key]; unbound: it has no such key.</summary>
    private async Work<Value> TryGetKey(Value mapping, Value key)
    {
        Value found = await TryCall(Builtin("%getitem"), mapping, key);
        return found.IsSignal && Catch(Types.Exception("KeyError")) ? Value.Unbound : found;
    }

    /// <summary>A list of the attributes that a class pattern looks at; absent if the value is of another class or lacks one.</summary>
    internal async Work<Value> MatchClass(Value value, Value type, int positional, string[] keywords)
    {
        if (type.Ref is not PyType target)
        {
            return TypeError("called match pattern must be a class");
        }

        Value fits = await IsInstance(value, type);
        if (fits.IsSignal || !fits.IsTrue)
        {
            return fits.IsSignal ? fits : Value.Absent;
        }

        var found = NewList();
        var names = new List<string>();
        if (positional > 0)
        {
            Value declared = await TryGetAttribute(type, "__match_args__");
            if (declared.IsSignal)
            {
                return declared;
            }

            bool isSelf = declared.IsUnbound && target.Order.Any(one => one == Types.Int || one == Types.Float || one == Types.Str || one == Types.List || one == Types.Tuple
                || one == Types.Dict || one == Types.Set || one == Types.FrozenSet || one == Types.Bytes || one == Types.ByteArray);
            int allowed = isSelf ? 1 : declared.Ref is PyTuple all ? all.Items.Length : 0;
            if (!declared.IsUnbound && declared.Ref is not PyTuple)
            {
                return TypeError($"{target.Name}.__match_args__ must be a tuple (got {TypeName(declared)})");
            }

            if (positional > allowed)
            {
                return TypeError($"{target.Name}() accepts {allowed} positional sub-pattern{(allowed == 1 ? "" : "s")} ({positional} given)");
            }

            if (isSelf)
            {
                _ = found.Append(Machine, value);
            }
            else
            {
                names.AddRange(((PyTuple)declared.Ref!).Items.Take(positional).Select(name => TextOf(name)));
            }
        }

        foreach (string name in names.Concat(keywords))
        {
            Value attribute = await TryGetAttribute(value, name);
            if (attribute.IsSignal || attribute.IsUnbound)
            {
                return attribute.IsSignal ? attribute : Value.Absent;
            }

            _ = found.Append(Machine, attribute);
        }

        return Value.Object(found);
    }
}

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Attributes: the rules of object.__getattribute__, type.__getattribute__, super and modules.
internal sealed partial class PythonRuntime
{
    /// <summary>target.name.</summary>
    internal Value GetAttribute(in Value target, string name)
    {
        var type = TypeOf(target);
        if (type.HasOwnGetAttribute)
        {
            return Finish(GetAttributeByHooks(target, type, name));
        }

        Value found = FindAttribute(target, type, name);
        return !found.IsUnbound ? found
            : target.Ref is PyModule module && module.Find("__getattr__") is { IsUnbound: false } own ? Machine.RequestCall(own, Str(name))
            : NoAttribute(target, name);
    }

    /// <summary>The same as work, with a miss as <see cref="Value.Unbound"/>.</summary>
    internal async Work<Value> TryGetAttribute(Value target, string name)
    {
        var type = TypeOf(target);
        if (!type.HasOwnGetAttribute)
        {
            Value value = FindAttribute(target, type, name);
            if (value.IsUnbound && target.Ref is PyModule module && module.Find("__getattr__") is { IsUnbound: false } own)
            {
                value = Machine.RequestCall(own, Str(name));
            }

            if (!value.IsSignal)
            {
                return value;
            }

            if (Machine.Pending == PendingSignal.Call)
            {
                var (procedure, arguments) = Machine.TakeRequestedCall();
                value = await TryCall(procedure, arguments);
            }

            return value.IsSignal && Catch(Types.Exception("AttributeError")) ? Value.Unbound : value;
        }

        Value hooked = await TryCall(Builtin("getattr"), target, Str(name));
        return hooked.IsSignal && Catch(Types.Exception("AttributeError")) ? Value.Unbound : hooked;
    }

    /// <summary>__getattribute__ and __getattr__ of classes that define them.</summary>
    private async Work<Value> GetAttributeByHooks(Value target, PyType type, string name)
    {
        Value result;
        Value own = type.Special("__getattribute__");
        if (type.IsPlainGetAttribute(own))
        {
            Value found = FindAttribute(target, type, name);
            if (!found.IsUnbound && !found.IsSignal)
            {
                return found;
            }

            result = Value.Signal;
            if (found.IsUnbound)
            {
                if (type.Special("__getattr__").IsUnbound)
                {
                    return NoAttribute(target, name);
                }
            }
            else
            {
                if (Machine.Pending == PendingSignal.Call)
                {
                    var (procedure, arguments) = Machine.TakeRequestedCall();
                    result = await TryCall(procedure, arguments);
                }

                if (!result.IsSignal)
                {
                    return result;
                }

                if (type.Special("__getattr__").IsUnbound || !Catch(Types.Exception("AttributeError")))
                {
                    return Value.Signal;
                }
            }
        }
        else
        {
            result = await TryCall(own, target, Str(name));
            Value fallback = type.Special("__getattr__");
            if (!result.IsSignal || fallback.IsUnbound || !Catch(Types.Exception("AttributeError")))
            {
                return result;
            }
        }

        return await Call(type.Special("__getattr__"), target, Str(name));
    }

    internal Value NoAttribute(in Value target, string name) => target.Ref switch
    {
        PyType type => AttributeError($"type object '{type.Name}' has no attribute '{name}'", target, name),
        PyModule module => AttributeError($"module '{module.Name}' has no attribute '{name}'", target, name),
        PySuper => AttributeError($"'super' object has no attribute '{name}'", target, name),
        _ => AttributeError($"'{TypeName(target)}' object has no attribute '{name}'", target, name),
    };

    /// <summary>An attribute by the rules of the kind of object; unbound: there is none.</summary>
    internal Value FindAttribute(in Value target, PyType type, string name)
    {
        switch (target.Ref)
        {
            case PyType self:
                return FindTypeAttribute(self, name);
            case PyModule module:
                Value global = module.Find(name);
                if (!global.IsUnbound)
                {
                    return global;
                }

                break;
            case PySuper super:
                return FindSuperAttribute(super, name);
        }

        Value attribute = type.Lookup(name);
        if (!attribute.IsUnbound && IsDataDescriptor(attribute))
        {
            return Bind(attribute, target, type);
        }

        Value own = OwnAttribute(target, name);
        if (!own.IsUnbound)
        {
            return own;
        }

        return attribute.IsUnbound ? SpecialAttribute(target, name) : Bind(attribute, target, type);
    }

    private Value OwnAttribute(in Value target, string name) => target.Ref switch
    {
        PyObject instance => instance.OwnAttribute(name),
        Closure when FunctionData.Of(target) is { Dictionary.Ref: PyDict dictionary } => dictionary.Find(name),
        _ => Value.Unbound,
    };

    /// <summary>Attributes that every object has, whatever its type says.</summary>
    private Value SpecialAttribute(in Value target, string name) => name switch
    {
        "__class__" => Value.Object(TypeOf(target)),
        "__dict__" => DictionaryOf(target),
        _ => Value.Unbound,
    };

    /// <summary>__dict__; unbound if the object has none.</summary>
    internal Value DictionaryOf(in Value target)
    {
        switch (target.Ref)
        {
            case PyType type:
                return Value.Object(new PyMappingProxy(Types.MappingProxy, type, Value.Unbound));
            case PyModule module:
                return Value.Object(module.Dictionary);
            case PyObject { Type.HasDictionary: true } instance:
                return Value.Object(instance.AttributesAsDict(this));
            case Closure when FunctionData.Of(target) is { } data:
                if (data.Dictionary.IsUnbound)
                {
                    data.Dictionary = Value.Object(NewDict());
                }

                return data.Dictionary;
            default:
                return Value.Unbound;
        }
    }

    private Value FindTypeAttribute(PyType self, string name)
    {
        Value meta = self.Type.Lookup(name);
        if (!meta.IsUnbound && IsDataDescriptor(meta))
        {
            return Bind(meta, Value.Object(self), self.Type);
        }

        Value attribute = self.Lookup(name);
        if (!attribute.IsUnbound)
        {
            return Bind(attribute, Value.Unbound, self);
        }

        return !meta.IsUnbound ? Bind(meta, Value.Object(self), self.Type) : SpecialAttribute(Value.Object(self), name);
    }

    private Value FindSuperAttribute(PySuper super, string name)
    {
        if (super.SelfType is not null && name != "__class__")
        {
            Value attribute = super.SelfType.LookupAfter(super.After, name);
            if (!attribute.IsUnbound)
            {
                // super() in a class method: the object is the type itself.
                bool isType = super.Self.Ref == super.SelfType;
                return Bind(attribute, isType ? Value.Unbound : super.Self, super.SelfType);
            }
        }

        Value own = Types.Super.Lookup(name);
        return own.IsUnbound ? SpecialAttribute(Value.Object(super), name) : Bind(own, Value.Object(super), Types.Super);
    }

    /// <summary>Whether an attribute of a type goes before the instance's own.</summary>
    internal bool IsDataDescriptor(in Value attribute) => attribute.Ref switch
    {
        PyProperty or PyGetSet or PySlot => true,
        PyObject { Type.AsksMethods: true } instance => !instance.Type.Special("__set__").IsUnbound || !instance.Type.Special("__delete__").IsUnbound,
        _ => false,
    };

    /// <summary>What an attribute of a type becomes for an instance; for the type itself if that is unbound.</summary>
    internal Value Bind(in Value attribute, in Value instance, PyType type)
    {
        switch (attribute.Ref)
        {
            case null or Text:
                return attribute;
            case Closure when FunctionData.Of(attribute) is not null:
                return instance.IsUnbound ? attribute : BoundMethod(attribute, instance);
            case BuiltinFunction { Owner: not null, IsStatic: false }:
                return instance.IsUnbound ? attribute : BoundMethod(attribute, instance);
            case PyProperty property:
                return instance.IsUnbound ? attribute : GetProperty(property, instance);
            case PyMethodWrapper wrapper:
                return wrapper.IsClass ? BindToClass(wrapper.Function, type) : wrapper.Function;
            case PyGetSet getSet:
                return instance.IsUnbound ? attribute : getSet.Getter!(this, [instance]);
            case PySlot slot:
                return instance.IsUnbound ? attribute : GetSlot(slot, instance);
            case PyObject { Type.AsksMethods: true } descriptor:
                Value get = descriptor.Type.Special("__get__");
                return get.IsUnbound ? attribute
                    : Machine.RequestCall(get, attribute, instance.IsUnbound ? Value.Unspecified : instance, Value.Object(type));
            default:
                return attribute;
        }
    }

    internal Value BoundMethod(in Value function, in Value self) => Value.Object(new PyBoundMethod(Types.Method, function, self));

    private Value BindToClass(in Value function, PyType type) =>
        function.Ref is Closure or BuiltinFunction ? BoundMethod(function, Value.Object(type)) : Bind(function, Value.Object(type), type.Type);

    private Value GetProperty(PyProperty property, in Value instance) =>
        property.Getter.IsUnspecified
            ? AttributeError($"property{(property.Name is { } name ? $" '{name}'" : "")} of '{TypeName(instance)}' object has no getter", instance, property.Name ?? "")
            : Machine.RequestCall(property.Getter, instance);

    private Value GetSlot(PySlot slot, in Value instance)
    {
        if (instance.Ref is not PyObject target || !target.Type.IsSubtypeOf(slot.Owner))
        {
            return TypeError($"descriptor '{slot.Name}' for '{slot.Owner.Name}' objects doesn't apply to a '{TypeName(instance)}' object");
        }

        Value value = target.Slots is { } slots ? slots[slot.Index] : Value.Unbound;
        return value.IsUnbound ? NoAttribute(instance, slot.Name) : value;
    }

    /// <summary>target.name = value; an unbound value deletes the attribute.</summary>
    internal Value SetAttribute(in Value target, string name, in Value value)
    {
        var type = TypeOf(target);
        Value hook = type.Special(value.IsUnbound ? "__delattr__" : "__setattr__");
        return hook.Ref is BuiltinFunction || hook.IsUnbound ? StoreAttribute(target, type, name, value)
            : value.IsUnbound ? Machine.RequestCall(hook, target, Str(name))
            : Machine.RequestCall(hook, target, Str(name), value);
    }

    /// <summary>The rules of object.__setattr__ and __delattr__.</summary>
    internal Value StoreAttribute(in Value target, PyType type, string name, in Value value)
    {
        Value attribute = type.Lookup(name);
        if (!attribute.IsUnbound)
        {
            switch (attribute.Ref)
            {
                case PyProperty property:
                    return SetProperty(property, target, name, value);
                case PySlot slot when target.Ref is PyObject instance && instance.Type.IsSubtypeOf(slot.Owner):
                    instance.Slots ??= ValueArrays.Unbound(Math.Max(slot.Index + 1, type.SlotCount));
                    if (value.IsUnbound && instance.Slots[slot.Index].IsUnbound)
                    {
                        return NoAttribute(target, name);
                    }

                    instance.Slots[slot.Index] = value;
                    return Value.Unspecified;
                case PyGetSet getSet:
                    return getSet.Setter is { } setter ? setter(this, [target, value])
                        : AttributeError($"attribute '{name}' of '{getSet.Owner.Name}' objects is not writable", target, name);
                case PyObject { Type.AsksMethods: true } descriptor:
                    Value set = descriptor.Type.Special(value.IsUnbound ? "__delete__" : "__set__");
                    if (!set.IsUnbound)
                    {
                        return value.IsUnbound ? Machine.RequestCall(set, attribute, target) : Machine.RequestCall(set, attribute, target, value);
                    }

                    break;
            }
        }

        switch (target.Ref)
        {
            case PyType self:
                return SetTypeAttribute(self, name, value);
            case PyModule module:
                if (!value.IsUnbound)
                {
                    module.Set(name, value);
                    return Value.Unspecified;
                }

                return module.Delete(name) ? Value.Unspecified : NoAttribute(target, name);
            case PyObject instance when type.HasDictionary && name == "__dict__":
                if (value.Ref is not PyDict && !value.IsUnbound)
                {
                    return TypeError($"__dict__ must be set to a dictionary, not a '{TypeName(value)}'");
                }

                instance.SetDictionary(value.Ref as PyDict ?? NewDict());
                return Machine.ChargeAllocation(200) ? Value.Unspecified : Value.Signal;
            case PyObject instance when type.HasDictionary:
                if (!value.IsUnbound)
                {
                    instance.SetOwnAttribute(name, value);
                    return Machine.ChargeAllocation(16) ? Value.Unspecified : Value.Signal;
                }

                return instance.DeleteOwnAttribute(name) ? Value.Unspecified : NoAttribute(target, name);
            case Closure when FunctionData.Of(target) is not null:
                var dictionary = (PyDict)DictionaryOf(target).Ref!;
                if (!value.IsUnbound)
                {
                    dictionary.Store(name, value);
                    return Value.Unspecified;
                }

                return dictionary.Remove(name) ? Value.Unspecified : AttributeError($"'function' object has no attribute '{name}'", target, name);
        }

        return attribute.IsUnbound
            ? NoAttribute(target, name)
            : AttributeError($"'{TypeName(target)}' object attribute '{name}' is read-only", target, name);
    }

    internal Value SetProperty(PyProperty property, in Value target, string name, in Value value)
    {
        Value function = value.IsUnbound ? property.Deleter : property.Setter;
        return function.IsUnspecified
            ? AttributeError($"property '{property.Name ?? name}' of '{TypeName(target)}' object has no {(value.IsUnbound ? "deleter" : "setter")}", target, name)
            : value.IsUnbound ? Machine.RequestCall(function, target) : Machine.RequestCall(function, target, value);
    }

    private Value SetTypeAttribute(PyType self, string name, in Value value)
    {
        if (!self.IsHeapType)
        {
            return TypeError($"cannot set '{name}' attribute of immutable type '{self.Name}'");
        }

        if (!value.IsUnbound)
        {
            self.Set(name, value);
            return Value.Unspecified;
        }

        return self.Delete(name) ? Value.Unspecified : NoAttribute(Value.Object(self), name);
    }

    /// <summary>
    /// What a method call calls, with the object as the first argument: the function itself if the attribute is a method of the type,
    /// else something that leaves the first argument out.
    /// </summary>
    /// <param name="isStable">Whether it depends only on the shape and the type.</param>
    internal Value FindMethod(in Value target, string name, out bool isStable)
    {
        var type = TypeOf(target);
        isStable = false;
        if (!type.HasOwnGetAttribute && target.Ref is not (PyType or PyModule or PySuper))
        {
            Value attribute = type.Lookup(name);
            if ((attribute.Ref is BuiltinFunction { Owner: not null, IsStatic: false } || (attribute.Ref is Closure && FunctionData.Of(attribute) is not null))
                && OwnAttribute(target, name).IsUnbound)
            {
                isStable = true;
                return attribute;
            }
        }

        Value value = GetAttribute(target, name);
        return value.IsSignal ? SignalUnbound() : Unbound(value);
    }

    // A request for a call gives the attribute, of which something that leaves the first argument out is to be made.
    private Value SignalUnbound()
    {
        if (Machine.Pending != PendingSignal.Call)
        {
            return Value.Signal;
        }

        var (procedure, arguments) = Machine.TakeRequestedCall();
        return Finish(UnboundResult(procedure, arguments));
    }

    private async Work<Value> UnboundResult(Value procedure, Value[] arguments)
    {
        Value value = await Call(procedure, arguments);
        return value.IsSignal ? Value.Signal : Unbound(value);
    }

    /// <summary>Something that calls the value without its own first argument.</summary>
    internal Value Unbound(in Value callee) => Value.Object(new PyUnbound(Types.Unbound, callee));
}

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Calls that are more than arguments in order: keywords, instances that can be called, types.
internal sealed partial class PythonRuntime
{
    private Value? _callWithKeywords;

    /// <summary>Calls an object that is no function.</summary>
    internal Value InvokeObject(PyObject target, ref Value first, int count)
    {
        var arguments = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count).ToArray();
        return Finish(Invoke(Value.Object(target), arguments, null));
    }

    /// <summary>Calls anything.</summary>
    /// <param name="names">Of the last arguments, or null.</param>
    internal Work<Value> Invoke(Value callee, Value[] arguments, string[]? names)
    {
        // What is callable because its __call__ is, which is callable because...
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Raise("RecursionError", "maximum recursion depth exceeded while calling a Python object");
        }

        switch (callee.Ref)
        {
            case BuiltinFunction builtin when names is not null:
                return builtin.Start(this, arguments, names);
            case BuiltinFunction:
                return Call(callee, arguments);
            case PyBoundMethod bound:
                return Invoke(bound.Function, [bound.Self, .. arguments], names);
            case PyUnbound unbound:
                return Invoke(unbound.Callee, arguments[1..], names);
            case PyBinder binder:
                return InvokeBound(binder.Attribute, arguments[0], arguments[1..], names);
            case PyType type:
                return Construct(type, arguments, names);
            case PyMethodWrapper { IsClass: false } wrapper:
                return Invoke(wrapper.Function, arguments, names);
            case Closure closure when FunctionData.Of(callee) is { } data && names is not null:
                return InvokeFunction(closure, data, arguments, names);
            case PyObject target:
                Value method = target.Type.Lookup("__call__");
                return method.IsUnbound ? TypeError($"'{target.Type.Name}' object is not callable") : InvokeBound(method, callee, arguments, names);
            default:
                return names is null || callee.Ref is not Procedure ? Call(callee, arguments) : CallWithNames(callee, arguments, names);
        }
    }

    private async Work<Value> InvokeBound(Value method, Value self, Value[] arguments, string[]? names)
    {
        if (method.Ref is Closure or BuiltinFunction)
        {
            return await Invoke(method, [self, .. arguments], names);
        }

        Value bound = await Settle(Bind(method, self, TypeOf(self)));
        return bound.IsSignal ? bound : await Invoke(bound, arguments, names);
    }

    private Work<Value> CallWithNames(Value callee, Value[] arguments, string[] names)
    {
        var symbols = ValueArrays.Unbound(names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            symbols[i] = Value.Object(Machine.Intern(names[i]));
        }

        _callWithKeywords ??= Value.Object(Machine.FindPrimitive("call-with-keywords")!);
        return Call(_callWithKeywords.Value, [callee, Value.Object(new Vector(symbols)), .. arguments]);
    }

    private Work<Value> InvokeFunction(Closure closure, FunctionData data, Value[] arguments, string[] names)
    {
        var info = data.Info;
        int positional = arguments.Length - names.Length;
        var bound = new List<Value>(arguments[..positional]);
        var keywords = new List<string>();
        var values = new List<Value>();
        PyDict? rest = null;
        List<string>? positionOnly = null;
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            int at = Array.IndexOf(info.Positional, name);
            if (at >= 0 && at >= info.PositionOnly)
            {
                while (bound.Count <= at)
                {
                    bound.Add(Value.Absent);
                }

                if (at < positional || !bound[at].IsAbsent)
                {
                    return TypeError($"{data.QualifiedName}() got multiple values for argument '{name}'");
                }

                bound[at] = arguments[positional + i];
            }
            else if (Array.IndexOf(info.KeywordOnly, name) >= 0)
            {
                keywords.Add(name);
                values.Add(arguments[positional + i]);
            }
            else if (info.HasKeywordRest)
            {
                rest ??= NewDict();
                rest.Store(name, arguments[positional + i]);
            }
            else if (at >= 0)
            {
                (positionOnly ??= []).Add(name);
            }
            else
            {
                return TypeError($"{data.QualifiedName}() got an unexpected keyword argument '{name}'");
            }
        }

        if (positionOnly is not null)
        {
            return TypeError($"{data.QualifiedName}() got some positional-only arguments passed as keyword arguments: '{string.Join(", ", positionOnly)}'");
        }

        if (positional > info.Positional.Length && !info.HasRest)
        {
            return TypeError(info.CountMessage(positional));
        }

        var missing = new List<string>();
        for (int i = 0; i < info.Required; i++)
        {
            if (i >= bound.Count || bound[i].IsAbsent)
            {
                missing.Add(info.Positional[i]);
            }
        }

        if (missing.Count > 0)
        {
            return TypeError(FunctionInfo.Missing(data.QualifiedName, missing, "positional"));
        }

        if (rest is not null)
        {
            keywords.Add(FunctionInfo.RestKeyword);
            values.Add(Value.Object(rest));
        }

        return keywords.Count == 0
            ? Call(Value.Object(closure), [.. bound])
            : CallWithNames(Value.Object(closure), [.. bound, .. values], [.. keywords]);
    }

    /// <summary>Calls a type: by the rules of its metatype, or those of type.</summary>
    internal Work<Value> Construct(PyType type, Value[] arguments, string[]? names)
    {
        if (type == Types.Type && arguments.Length == 1 && names is null)
        {
            return Value.Object(TypeOf(arguments[0]));
        }

        Value call = type.Type == Types.Type ? Value.Unbound : type.Type.Lookup("__call__");
        return call.IsUnbound || call.Ref is BuiltinFunction ? NewInstance(type, arguments, names) : InvokeBound(call, Value.Object(type), arguments, names);
    }

    /// <summary>type.__call__.</summary>
    internal async Work<Value> NewInstance(PyType type, Value[] arguments, string[]? names)
    {
        Value make = type.Lookup("__new__");
        make = make.Ref is PyMethodWrapper wrapper ? wrapper.Function : make;
        Value instance = await Invoke(make, [Value.Object(type), .. arguments], names);
        if (instance.IsSignal || !TypeOf(instance).IsSubtypeOf(type))
        {
            return instance;
        }

        Value initialise = TypeOf(instance).Lookup("__init__");
        if (Value.Same(initialise, Types.Object.Lookup("__init__")))
        {
            return instance;
        }

        Value result = await InvokeBound(initialise, instance, arguments, names);
        return result.IsSignal || result.IsUnspecified
            ? (result.IsSignal ? result : instance)
            : TypeError($"__init__() should return None, not '{TypeName(result)}'");
    }

    /// <summary>An instance of a class that a program made, without anything in it.</summary>
    internal Value Allocate(PyType type)
    {
        if (!Machine.ChargeAllocation(PyInstance.Size + (16L * type.SlotCount)))
        {
            return Value.Signal;
        }

        if (type.IsAbstract)
        {
            return AbstractError(type);
        }

        return Value.Object(new PyInstance(type) { Shape = type.HasDictionary ? type.RootShape : null });
    }

    private Value AbstractError(PyType type)
    {
        var names = new List<string>();
        foreach (Value name in ((PySet)type.Lookup("__abstractmethods__").Ref!) is { } set ? Members(set) : [])
        {
            names.Add(name.Ref?.ToString() ?? "");
        }

        names.Sort(StringComparer.Ordinal);
        return TypeError($"Can't instantiate abstract class {type.Name} with abstract method{(names.Count == 1 ? "" : "s")} {string.Join(", ", names)}");
    }

    private static IEnumerable<Value> Members(PySet set)
    {
        for (int place = 0; place < set.Store.Used; place++)
        {
            if (set.Store.IsThere(place))
            {
                yield return set.Store[place].Key;
            }
        }
    }

    /// <summary>Whether something can be called.</summary>
    internal bool IsCallable(in Value value) => value.Ref switch
    {
        BuiltinFunction or PyType or PyBoundMethod or Closure or PyUnbound or PyBinder => true,
        PyMethodWrapper { IsClass: false } => true,
        PyObject target => !target.Type.Lookup("__call__").IsUnbound,
        Procedure => true,
        _ => false,
    };
}

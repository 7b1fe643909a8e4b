using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The weak references of one machine. An object is gone when the host's collector has found so, and callbacks are called when gc.collect
/// is, or when many more references were made since.</summary>
internal sealed class WeakReferences
{
    private readonly ConditionalWeakTable<object, List<WeakReference<PyWeakReference>>> _references = [];
    private List<PyWeakReference> _withCallback = [];
    private int _lookAt = 1000;

    /// <summary>The types ref, proxy and callable proxy, once the module was imported.</summary>
    internal PyType Reference = null!, Proxy = null!, CallableProxy = null!;

    internal IEnumerable<PyWeakReference> Of(object target)
    {
        if (_references.TryGetValue(target, out var list))
        {
            foreach (var one in list)
            {
                if (one.TryGetTarget(out var reference))
                {
                    yield return reference;
                }
            }
        }
    }

    internal void Add(object target, PyWeakReference reference)
    {
        var list = _references.GetOrCreateValue(target);
        list.RemoveAll(one => !one.TryGetTarget(out _));
        list.Add(new WeakReference<PyWeakReference>(reference));
        if (!reference.Callback.IsUnspecified)
        {
            _withCallback.Add(reference);
        }
    }

    /// <summary>So many references wait with callbacks that it is time to look who is gone.</summary>
    internal bool IsFull => _withCallback.Count >= _lookAt;

    /// <summary>Takes the references whose objects are gone.</summary>
    internal List<PyWeakReference> TakeDead()
    {
        var dead = _withCallback.FindAll(reference => reference.Target.IsUnspecified);
        _withCallback = _withCallback.FindAll(reference => !reference.Target.IsUnspecified);
        _lookAt = Math.Max(1000, 2 * _withCallback.Count);
        return dead;
    }

    /// <summary>Calls the callbacks of objects that are gone; what they raise is not heard.</summary>
    internal async Work<Value> CallBack(PythonRuntime python)
    {
        foreach (var reference in TakeDead())
        {
            Value result = python.Machine.ChargeTicks(1) ? await python.TryCall(reference.Callback, Value.Object(reference)) : Value.Signal;
            if (result.IsSignal && !python.Catch(python.Types.BaseException))
            {
                return result;
            }
        }

        return Value.Unspecified;
    }
}

/// <summary>The module _weakref.</summary>
internal static class WeakrefModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(WeakrefModule));
        var weak = python.Weak;
        weak.Reference = python.Types.MakeIn(module, "ReferenceType", typeof(ReferenceMethods));
        weak.Reference.Name = weak.Reference.QualifiedName = "ReferenceType";
        weak.Reference.ModuleName = "weakref";
        module.Set("ref", Value.Object(weak.Reference));
        weak.Proxy = python.Types.MakeIn(module, "ProxyType", typeof(ProxyMethods), final: true);
        weak.CallableProxy = python.Types.MakeIn(module, "CallableProxyType", typeof(ProxyMethods), final: true);
        weak.Proxy.ModuleName = weak.CallableProxy.ModuleName = "weakref";
        ProxyMethods.AddOperators(python, weak.Proxy);
        ProxyMethods.AddOperators(python, weak.CallableProxy);
        weak.CallableProxy.Names.Set("__call__", ProxyMethods.Forward(python, weak.CallableProxy, "__call__", "self, /, *args, **kwargs", FunctionMethods.Call));
    }

    [PythonFunction("getweakrefcount", "object, /")]
    internal static Value Count(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(a[0].Ref is { } target ? python.Weak.Of(target).Count() : 0);

    [PythonFunction("getweakrefs", "object, /")]
    internal static Value All(PythonRuntime python, ReadOnlySpan<Value> a) => a[0].Ref is { } target ? python.List([.. python.Weak.Of(target).Select(one => Value.Object(one))]) : python.List();

    [PythonFunction("proxy", "object, callback=None, /")]
    internal static async Work<Value> Proxy(PythonRuntime python, Value[] a)
    {
        Value callback = a[1].IsAbsent ? Value.Unspecified : a[1];
        var type = python.IsCallable(a[0]) ? python.Weak.CallableProxy : python.Weak.Proxy;
        return await Make(python, type, a[0], callback);
    }

    [PythonFunction("_remove_dead_weakref", "dct, key, /")]
    internal static async Work<Value> RemoveDead(PythonRuntime python, Value[] a)
    {
        if (a[0].Ref is not PyDict dictionary)
        {
            return python.TypeError($"_remove_dead_weakref() argument 1 must be dict, not {python.TypeName(a[0])}");
        }

        Value found = await python.FindInDict(dictionary, a[1]);
        return found.IsSignal ? found
            : found.Ref is PyWeakReference { Target.IsUnspecified: true } ? await python.DeleteFromDict(dictionary, a[1])
            : Value.Unspecified;
    }

    /// <summary>A reference to an object, or the one that there is already.</summary>
    internal static async Work<Value> Make(PythonRuntime python, PyType type, Value target, Value callback)
    {
        var exact = python.TypeOf(target);
        bool can = target.Ref is Closure or Generator or BuiltinFunction or PyType or PyModule or PySet or PyBoundMethod
            || (target.Ref is PyObject { Type.IsHeapType: true } && exact.CanBeWeak) || (target.Ref is PyObject { Type.AsksMethods: true } and not PyWeakReference && !exact.IsHeapType);
        if (!can)
        {
            return python.TypeError($"cannot create weak reference to '{exact.Name}' object");
        }

        if (callback.IsUnspecified && !type.IsHeapType && python.Weak.Of(target.Ref!).FirstOrDefault(one => one.Type == type && one.Callback.IsUnspecified) is { } known)
        {
            return Value.Object(known);
        }

        if (!python.Machine.ChargeAllocation(200) || (python.Weak.IsFull && (await python.Weak.CallBack(python)).IsSignal))
        {
            return Value.Signal;
        }

        var reference = new PyWeakReference(type, target.Ref!, callback);
        python.Weak.Add(target.Ref!, reference);
        return Value.Object(reference);
    }
}

/// <summary>weakref.ref.</summary>
[Specials("class_getitem")]
internal static class ReferenceMethods
{
    private static PyWeakReference Self(in Value value) => (PyWeakReference)value.Ref!;

    [PythonFunction("__new__", "cls, object, callback=None, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Work<Value> New(PythonRuntime python, Value[] a) => WeakrefModule.Make(python, (PyType)a[0].Ref!, a[1], a[2].IsAbsent ? Value.Unspecified : a[2]);

    [PythonFunction("__init__", "self, object, callback=None, /, *args, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("__call__", "self, /")]
    internal static Value Call(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Target;

    [PythonFunction("__callback__", Kind = FunctionKind.Getter)]
    internal static Value Callback(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Target.IsUnspecified ? Value.Unspecified : Self(a[0]).Callback;

    [PythonFunction("__hash__", "self, /")]
    internal static async Work<Value> Hash(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Hash is null)
        {
            Value target = self.Target;
            Value hash = target.IsUnspecified ? python.TypeError("weak object has gone away") : await python.Hash(target);
            if (hash.IsSignal)
            {
                return hash;
            }

            self.Hash = hash.Bits;
        }

        return Value.Fixnum(self.Hash.Value);
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyWeakReference other)
        {
            return python.NotImplemented;
        }

        Value one = Self(a[0]).Target, two = other.Target;
        return one.IsUnspecified || two.IsUnspecified ? Value.Boolean(Value.Same(a[0], a[1])) : python.AreEqual(one, two);
    }

    [PythonFunction("__ne__", "self, value, /")]
    internal static async Work<Value> NotEqual(PythonRuntime python, Value[] a)
    {
        Value same = await Equal(python, a);
        return same.IsBoolean ? Value.Boolean(!same.IsTrue) : same;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value target = Self(a[0]).Target;
        return python.Str(target.IsUnspecified ? $"<weakref at {python.Address(a[0])}; dead>"
            : $"<weakref at {python.Address(a[0])}; to '{python.TypeName(target)}' at {python.Address(target)}>");
    }
}

/// <summary>weakref.proxy: does what the object does.</summary>
internal static class ProxyMethods
{
    private static Value Target(PythonRuntime python, in Value value)
    {
        Value target = value.Ref is PyWeakReference reference && (reference.Type == python.Weak.Proxy || reference.Type == python.Weak.CallableProxy) ? reference.Target : value;
        return target.IsUnspecified && value.Ref is PyWeakReference ? python.Raise("ReferenceError", "weakly-referenced object no longer exists") : target;
    }

    /// <summary>A method that gives a function the objects instead of their proxies.</summary>
    internal static Value Forward(PythonRuntime python, PyType type, string name, string parameters, HostWork function)
    {
        HostWork work = (runtime, a) =>
        {
            for (int i = 0; i < a.Length; i++)
            {
                a[i] = Target(runtime, a[i]);
                if (a[i].IsSignal)
                {
                    return Value.Signal;
                }
            }

            return function(runtime, a);
        };
        return Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature(parameters), () => work, type));
    }

    internal static void AddOperators(PythonRuntime python, PyType type)
    {
        void Define(string name, string parameters, HostWork function) => type.Names.Set(name, Forward(python, type, name, parameters, function));
        foreach (var kind in Enum.GetValues<BinaryKind>())
        {
            Define(OperatorNames.Method(kind), "self, value, /", (runtime, a) => runtime.Settle(runtime.Binary(kind, a[0], a[1])));
            Define(OperatorNames.ReflectedMethod(kind), "self, value, /", (runtime, a) => runtime.Settle(runtime.Binary(kind, a[1], a[0])));
            if (kind != BinaryKind.DivMod)
            {
                Define(OperatorNames.InPlaceMethod(kind), "self, value, /", (runtime, a) => runtime.Settle(runtime.InPlace(kind, a[0], a[1])));
            }
        }

        foreach (var kind in Enum.GetValues<UnaryKind>())
        {
            Define(OperatorNames.Method(kind), "self, /", (runtime, a) => runtime.Settle(runtime.Unary(kind, a[0])));
        }

        foreach (var (name, kind) in ((string, CompareKind)[])[("__eq__", CompareKind.Equal), ("__ne__", CompareKind.NotEqual), ("__lt__", CompareKind.Less), ("__le__", CompareKind.LessOrEqual), ("__gt__", CompareKind.Greater), ("__ge__", CompareKind.GreaterOrEqual)])
        {
            Define(name, "self, value, /", (runtime, a) => runtime.CompareWork(kind, a[0], a[1]));
        }

        Define("__getitem__", "self, key, /", (runtime, a) => runtime.Settle(runtime.GetItem(a[0], a[1])));
        Define("__setitem__", "self, key, value, /", (runtime, a) => runtime.Settle(runtime.SetItem(a[0], a[1], a[2])));
        Define("__delitem__", "self, key, /", (runtime, a) => runtime.Settle(runtime.SetItem(a[0], a[1], Value.Unbound)));
        Define("__contains__", "self, key, /", (runtime, a) => runtime.ContainsWork(a[0], a[1]));
        Define("__len__", "self, /", (runtime, a) => runtime.LengthOf(a[0]));
        Define("__iter__", "self, /", (runtime, a) => runtime.Iterate(a[0]));
        Define("__next__", "self, /", async (runtime, a) => await runtime.Next(a[0]) is { IsAbsent: false } next ? next : runtime.StopIteration(Value.Unspecified));
        Define("__bool__", "self, /", (runtime, a) => runtime.TruthOf(a[0]));
        Define("__str__", "self, /", (runtime, a) => runtime.StrOf(a[0]));
        Define("__index__", "self, /", (runtime, a) => runtime.IndexOf(a[0]));
        Define("__abs__", "self, /", (runtime, a) => runtime.Call(runtime.Builtin("abs"), a[0]));
        Define("__float__", "self, /", (runtime, a) => runtime.ToFloat(a[0]));
        Define("__int__", "self, /", (runtime, a) => runtime.Construct(runtime.Types.Int, [a[0]], null));
        type.Names.Set("__hash__", Value.Unspecified);
    }

    [PythonFunction("__getattribute__", "self, name, /")]
    internal static Value GetAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Target(python, a[0]) is { IsSignal: false } target && python.AttributeName(a[1]) is { } name ? python.GetAttribute(target, name) : Value.Signal;

    [PythonFunction("__setattr__", "self, name, value, /")]
    internal static Value SetAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Target(python, a[0]) is { IsSignal: false } target && python.AttributeName(a[1]) is { } name ? python.SetAttribute(target, name, a[2]) : Value.Signal;

    [PythonFunction("__delattr__", "self, name, /")]
    internal static Value DeleteAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Target(python, a[0]) is { IsSignal: false } target && python.AttributeName(a[1]) is { } name ? python.SetAttribute(target, name, Value.Unbound) : Value.Signal;

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value target = ((PyWeakReference)a[0].Ref!).Target;
        return python.Str($"<weakproxy at {python.Address(a[0])} to {(target.IsUnspecified ? "NoneType" : python.TypeName(target))} at {python.Address(target)}>");
    }
}

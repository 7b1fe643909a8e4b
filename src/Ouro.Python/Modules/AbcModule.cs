using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module _abc: what an abstract base class remembers, and its tests.</summary>
internal static class AbcModule
{
    /// <summary>What one abstract base class knows: registered classes, and answers; those that say no hold until a class is registered anywhere.</summary>
    private sealed class AbcData
    {
        internal readonly List<WeakReference<PyType>> Registered = [];
        internal ConditionalWeakTable<PyType, object> Yes = [], No = [];
        internal long NoVersion;
    }

    /// <summary>What all of a machine's abstract base classes share.</summary>
    internal sealed class AbcState
    {
        internal long Version;
        private readonly ConditionalWeakTable<PyType, AbcData> _data = [];
        private readonly object _answer = new();

        internal void Make(PyType type) => _data.GetOrCreateValue(type);

        internal void Register(PyType type, PyType subclass)
        {
            _data.GetOrCreateValue(type).Registered.Add(new WeakReference<PyType>(subclass));
            Version++;
        }

        internal IEnumerable<PyType> RegisteredOf(PyType type)
        {
            foreach (var one in _data.GetOrCreateValue(type).Registered.ToArray())
            {
                if (one.TryGetTarget(out var registered))
                {
                    yield return registered;
                }
            }
        }

        internal bool? Known(PyType type, PyType subclass)
        {
            var data = _data.GetOrCreateValue(type);
            if (data.Yes.TryGetValue(subclass, out _))
            {
                return true;
            }

            if (data.NoVersion < Version)
            {
                data.No = [];
                data.NoVersion = Version;
            }

            return data.No.TryGetValue(subclass, out _) ? false : null;
        }

        internal Value Remember(PyType type, PyType subclass, bool answer)
        {
            var data = _data.GetOrCreateValue(type);
            (answer ? data.Yes : data.No).AddOrUpdate(subclass, _answer);
            return Value.Boolean(answer);
        }

        internal void Forget(PyType type, bool registered)
        {
            var data = _data.GetOrCreateValue(type);
            if (registered)
            {
                data.Registered.Clear();
            }
            else
            {
                (data.Yes, data.No) = ([], []);
            }
        }
    }

    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(AbcModule));

    [PythonFunction("get_cache_token")]
    internal static Value Token(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.Abstract.Version);

    [PythonFunction("_abc_init", "self, /")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        var names = new PySet(python.Types.FrozenSet);
        foreach (var (name, value) in type.Names.ToList())
        {
            if (await IsAbstract(python, value) is not { IsSignal: false } truth)
            {
                return Value.Signal;
            }

            if (truth.IsTrue && (await python.AddToSet(names, python.Str(name))).IsSignal)
            {
                return Value.Signal;
            }
        }

        foreach (var parent in type.Bases)
        {
            if (!parent.Names.TryGet("__abstractmethods__", out Value inherited) || inherited.Ref is not PySet set)
            {
                continue;
            }

            for (int place = 0; place < set.Store.Used; place++)
            {
                if (!set.Store.IsThere(place))
                {
                    continue;
                }

                Value name = set.Store[place].Key;
                Value value = type.Lookup(PythonRuntime.TextOf(name));
                Value truth = value.IsUnbound ? Value.Boolean(false) : await IsAbstract(python, value);
                if (truth.IsSignal || (truth.IsTrue && (await python.AddToSet(names, name)).IsSignal))
                {
                    return Value.Signal;
                }
            }
        }

        Value stored = await python.Settle(python.SetAttribute(a[0], "__abstractmethods__", Value.Object(names)));
        if (stored.IsSignal)
        {
            return stored;
        }

        python.Abstract.Make(type);
        return Value.Unspecified;
    }

    private static async Work<Value> IsAbstract(PythonRuntime python, Value value)
    {
        if (value.Ref is null or Text or PyType)
        {
            return value.Ref is PyType && await python.TryGetAttribute(value, "__isabstractmethod__") is { IsUnbound: false } said ? await python.TruthOf(said) : Value.Boolean(false);
        }

        Value flag = await python.TryGetAttribute(value, "__isabstractmethod__");
        return flag.IsUnbound ? Value.Boolean(false) : flag.IsSignal ? flag : await python.TruthOf(flag);
    }

    [PythonFunction("_abc_register", "self, subclass, /")]
    internal static async Work<Value> Register(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyType subclass)
        {
            return python.TypeError("Can only register classes");
        }

        Value known = await python.IsSubclass(a[1], a[0]);
        if (known.IsSignal || known.IsTrue)
        {
            return known.IsSignal ? known : a[1];
        }

        Value cycle = await python.IsSubclass(a[0], a[1]);
        if (cycle.IsSignal || cycle.IsTrue)
        {
            return cycle.IsSignal ? cycle : python.Raise("RuntimeError", "Refusing to create an inheritance cycle");
        }

        python.Abstract.Register((PyType)a[0].Ref!, subclass);
        return a[1];
    }

    [PythonFunction("_abc_instancecheck", "self, instance, /")]
    internal static async Work<Value> InstanceCheck(PythonRuntime python, Value[] a)
    {
        Value claimed = await python.TryGetAttribute(a[1], "__class__");
        var type = python.TypeOf(a[1]);
        if (claimed.IsSignal)
        {
            return claimed;
        }

        if (claimed.Ref is PyType said && said != type)
        {
            Value first = await Ask(python, a[0], claimed);
            if (first.IsSignal || first.IsTrue)
            {
                return first;
            }
        }

        return await Ask(python, a[0], Value.Object(type));
    }

    private static async Work<Value> Ask(PythonRuntime python, Value self, Value subclass)
    {
        if (python.Abstract.Known((PyType)self.Ref!, (PyType)subclass.Ref!) is { } known)
        {
            return Value.Boolean(known);
        }

        Value method = python.TypeOf(self).Special("__subclasscheck__");
        Value result = await python.Call(method, self, subclass);
        return result.IsSignal ? result : await python.TruthOf(result);
    }

    [PythonFunction("_abc_subclasscheck", "self, subclass, /")]
    internal static async Work<Value> SubclassCheck(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyType subclass)
        {
            return python.TypeError("issubclass() arg 1 must be a class");
        }

        var type = (PyType)a[0].Ref!;
        var state = python.Abstract;
        if (state.Known(type, subclass) is { } known)
        {
            return Value.Boolean(known);
        }

        Value hook = await python.TryGetAttribute(a[0], "__subclasshook__");
        Value answer = hook.IsSignal || hook.IsUnbound ? hook : await python.Call(hook, a[1]);
        if (answer.IsSignal)
        {
            return answer;
        }

        if (answer.IsBoolean)
        {
            return state.Remember(type, subclass, answer.IsTrue);
        }

        if (!answer.IsUnbound && answer.Ref != python.NotImplemented.Ref)
        {
            return python.Raise("AssertionError", "__subclasshook__ must return either False, True, or NotImplemented");
        }

        if (subclass.IsSubtypeOf(type))
        {
            return state.Remember(type, subclass, true);
        }

        foreach (var other in state.RegisteredOf(type))
        {
            Value result = other == subclass ? Value.Boolean(true) : await python.IsSubclass(a[1], Value.Object(other));
            if (result.IsSignal || result.IsTrue)
            {
                return result.IsSignal ? result : state.Remember(type, subclass, true);
            }
        }

        Value below = await python.Settle(python.GetAttribute(a[0], "__subclasses__"));
        Value list = below.IsSignal ? below : await python.Call(below);
        if (list.Ref is not PyList subclasses)
        {
            return list.IsSignal ? list : python.TypeError("__subclasses__() must return a list");
        }

        foreach (Value other in subclasses.Span.ToArray())
        {
            Value result = await python.IsSubclass(a[1], other);
            if (result.IsSignal || result.IsTrue)
            {
                return result.IsSignal ? result : state.Remember(type, subclass, true);
            }
        }

        return state.Remember(type, subclass, false);
    }

    [PythonFunction("_reset_registry", "self, /")]
    internal static Value ResetRegistry(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        python.Abstract.Forget((PyType)a[0].Ref!, registered: true);
        return Value.Unspecified;
    }

    [PythonFunction("_reset_caches", "self, /")]
    internal static Value ResetCaches(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        python.Abstract.Forget((PyType)a[0].Ref!, registered: false);
        return Value.Unspecified;
    }

    [PythonFunction("_get_dump", "self, /")]
    internal static async Work<Value> Dump(PythonRuntime python, Value[] a)
    {
        var registered = new PySet(python.Types.Set);
        foreach (var type in python.Abstract.RegisteredOf((PyType)a[0].Ref!))
        {
            Value reference = await WeakrefModule.Make(python, python.Weak.Reference, Value.Object(type), Value.Unspecified);
            if (reference.IsSignal || (await python.AddToSet(registered, reference)).IsSignal)
            {
                return Value.Signal;
            }
        }

        return python.Tuple(Value.Object(registered), Value.Object(new PySet(python.Types.Set)), Value.Object(new PySet(python.Types.Set)), Value.Fixnum(python.Abstract.Version));
    }
}

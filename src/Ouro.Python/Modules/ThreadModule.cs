using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module _thread. There is one thread: locks are counted, and whoever would wait for one waits for ever, which is an error here.</summary>
internal static class ThreadModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(ThreadModule));
        var type = SystemModules.AddType(python, module, "lock", typeof(LockMethods), Layout.Own);
        module.Set("LockType", Value.Object(type));
        _ = SystemModules.AddType(python, module, "RLock", typeof(LockMethods), Layout.Own);
        var local = SystemModules.AddType(python, module, "_local", typeof(LocalMethods), Layout.Plain);
        local.HasDictionary = true;
        module.Set("error", Value.Object(python.Types.Exception("RuntimeError")));
        module.Set("TIMEOUT_MAX", Value.Flonum(9223372036.0));
    }

    [PythonFunction("allocate_lock")]
    [PythonFunction("allocate")]
    internal static async Work<Value> Allocate(PythonRuntime python, Value[] a)
    {
        Value module = await python.FindAndLoad("_thread");
        return module.IsSignal ? module : Value.Object(new PyLock((PyType)((PyModule)module.Ref!).Find("lock").Ref!));
    }

    [PythonFunction("get_ident")]
    [PythonFunction("get_native_id")]
    internal static Value Identity(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(140_000_000_000_000);

    [PythonFunction("_count")]
    internal static Value Count(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("stack_size", "size=0, /")]
    internal static Value StackSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("_set_sentinel")]
    internal static Work<Value> Sentinel(PythonRuntime python, Value[] a) => Allocate(python, a);

    [PythonFunction("start_new_thread", "function, args, kwargs=None, /")]
    internal static Value Start(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise("RuntimeError", "can't start new thread: ouro runs one thread");

    [PythonFunction("exit")]
    internal static Value Exit(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise(python.NewException(python.Types.Exception("SystemExit")));

    [PythonFunction("interrupt_main", "signum=2, /")]
    internal static Value Interrupt(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise(python.NewException(python.Types.Exception("KeyboardInterrupt")));
}

/// <summary>A lock.</summary>
internal sealed class PyLock(PyType type) : PyObject(type)
{
    internal int Count;

    internal bool IsReentrant => Type.Lookup("_recursion_count") is { IsUnbound: false } && Type.Name == "RLock";
}

/// <summary>lock and RLock.</summary>
internal static class LockMethods
{
    private static PyLock Self(in Value value) => (PyLock)value.Ref!;

    [PythonFunction("__new__", "cls, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyLock((PyType)a[0].Ref!));

    [PythonFunction("acquire", "self, blocking=True, timeout=-1")]
    [PythonFunction("acquire_lock", "self, blocking=True, timeout=-1")]
    [PythonFunction("__enter__", "self, blocking=True, timeout=-1")]
    internal static Value Acquire(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        if (self.Count == 0 || self.IsReentrant)
        {
            self.Count++;
            return Value.Boolean(true);
        }

        bool waits = (a[1].IsAbsent || PythonRuntime.SimpleTruth(a[1]) != false) && (a[2].IsAbsent || a[2].Bits == -1);
        return waits ? python.Raise("RuntimeError", "the lock is taken, and there is no other thread that could release it") : Value.Boolean(false);
    }

    [PythonFunction("release", "self, /")]
    [PythonFunction("release_lock", "self, /")]
    internal static Value Release(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        if (self.Count == 0)
        {
            return python.Raise("RuntimeError", self.IsReentrant ? "cannot release un-acquired lock" : "release unlocked lock");
        }

        self.Count--;
        return Value.Unspecified;
    }

    [PythonFunction("__exit__", "self, *args")]
    internal static Value Leave(PythonRuntime python, ReadOnlySpan<Value> a) => Release(python, a);

    [PythonFunction("locked", "self, /")]
    [PythonFunction("locked_lock", "self, /")]
    internal static Value IsLocked(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).Count > 0);

    [PythonFunction("_is_owned", "self, /")]
    internal static Value IsOwned(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).Count > 0);

    [PythonFunction("_recursion_count", "self, /")]
    internal static Value Depth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Count);

    [PythonFunction("_at_fork_reinit", "self, /")]
    internal static Value Reset(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Count = 0;
        return Value.Unspecified;
    }

    [PythonFunction("_release_save", "self, /")]
    internal static Value ReleaseAll(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value count = Value.Fixnum(Self(a[0]).Count);
        Self(a[0]).Count = 0;
        return count;
    }

    [PythonFunction("_acquire_restore", "self, state, /")]
    internal static Value Restore(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Count = (int)a[1].Bits;
        return Value.Unspecified;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Str($"<{(Self(a[0]).Count > 0 ? "locked" : "unlocked")} {Self(a[0]).Type.FullName} object at {python.Address(a[0])}>");
}

/// <summary>_local: an object like any other, as there is one thread.</summary>
internal static class LocalMethods;

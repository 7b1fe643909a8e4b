// Small modules about the runtime itself, of which only what the standard library reads exists.

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>atexit.</summary>
internal static class ExitModule
{
    [PythonFunction("register", "func, /, *args, **kwargs")]
    internal static Value Register(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.IsCallable(a[0]))
        {
            return python.TypeError("the first argument must be callable");
        }

        python.AtExit.Add((a[0], (PyTuple)a[1].Ref!, (PyDict)a[2].Ref!));
        return python.Machine.ChargeAllocation(100) ? a[0] : Value.Signal;
    }

    [PythonFunction("unregister", "func, /")]
    internal static Value Unregister(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = a[0];
        python.AtExit.RemoveAll(entry => Value.Same(entry.Function, function));
        return Value.Unspecified;
    }

    [PythonFunction("_clear")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        python.AtExit.Clear();
        return Value.Unspecified;
    }

    [PythonFunction("_ncallbacks")]
    internal static Value Count(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.AtExit.Count);

    [PythonFunction("_run_exitfuncs")]
    internal static Work<Value> Run(PythonRuntime python, Value[] a) => python.RunAtExit();
}

/// <summary>gc: the host collects, and nobody counts.</summary>
internal static class CollectorModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(CollectorModule));
        module.Set("garbage", python.List());
        module.Set("callbacks", python.List());
    }

    [PythonFunction("enable")]
    [PythonFunction("disable")]
    [PythonFunction("freeze")]
    [PythonFunction("unfreeze")]
    [PythonFunction("set_threshold", "*args")]
    [PythonFunction("set_debug", "flags, /")]
    internal static Value Nothing(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("isenabled")]
    internal static Value IsEnabled(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(true);

    [PythonFunction("collect", "generation=2")]
    internal static Value Collect(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeTicks(100_000))
        {
            return Value.Signal;
        }

        GC.Collect();
        return Value.Fixnum(0);
    }

    [PythonFunction("get_threshold")]
    internal static Value Threshold(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Fixnum(700), Value.Fixnum(10), Value.Fixnum(10));

    [PythonFunction("get_count")]
    internal static Value Counts(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Fixnum(0), Value.Fixnum(0), Value.Fixnum(0));

    [PythonFunction("get_debug")]
    [PythonFunction("get_freeze_count")]
    internal static Value Zero(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("get_objects", "generation=None")]
    [PythonFunction("get_referrers", "*objs")]
    [PythonFunction("get_referents", "*objs")]
    [PythonFunction("get_stats")]
    internal static Value None(PythonRuntime python, ReadOnlySpan<Value> a) => python.List();

    [PythonFunction("is_tracked", "obj, /")]
    internal static Value IsTracked(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(a[0].Ref is PyObject or Closure);

    [PythonFunction("is_finalized", "obj, /")]
    internal static Value IsFinalized(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);
}

/// <summary>_opcode: the instructions are not CPython's.</summary>
internal static class OpcodeModule
{
    [PythonFunction("stack_effect", "opcode, oparg=None, /, *, jump=None")]
    internal static Value StackEffect(PythonRuntime python, ReadOnlySpan<Value> a) => python.ValueError("invalid opcode or oparg");

    [PythonFunction("get_specialization_stats")]
    internal static Value Statistics(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>_tracemalloc: never tracing.</summary>
internal static class TraceMemoryModule
{
    [PythonFunction("is_tracing")]
    internal static Value IsTracing(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("_get_object_traceback", "obj, /")]
    [PythonFunction("stop")]
    [PythonFunction("clear_traces")]
    internal static Value None(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("start", "nframe=1, /")]
    internal static Value Start(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise("RuntimeError", "ouro does not trace memory blocks");

    [PythonFunction("get_traceback_limit")]
    internal static Value Limit(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(1);

    [PythonFunction("get_traced_memory")]
    internal static Value Traced(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Fixnum(0), Value.Fixnum(0));
}

/// <summary>_locale: the C locale.</summary>
internal static class LocaleModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(LocaleModule));
        string[] names = ["LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL"];
        for (int i = 0; i < names.Length; i++)
        {
            module.Set(names[i], Value.Fixnum(i));
        }

        module.Set("CHAR_MAX", Value.Fixnum(127));
        module.Set("CODESET", Value.Fixnum(14));
        module.Set("Error", Value.Object(python.Types.Exception("ValueError")));
    }

    [PythonFunction("setlocale", "category, locale=None, /")]
    internal static Value Set(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].IsAbsent || a[1].IsUnspecified || a[1].Ref?.ToString() is "" or "C" or "POSIX" ? python.Str("C") : python.ValueError("unsupported locale setting");

    [PythonFunction("localeconv")]
    internal static Value Conventions(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var conventions = python.NewDict();
        foreach (string name in (ReadOnlySpan<string>)["thousands_sep", "int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep", "positive_sign", "negative_sign"])
        {
            conventions.Store(name, python.Str(""));
        }

        conventions.Store("decimal_point", python.Str("."));
        conventions.Store("grouping", python.List());
        conventions.Store("mon_grouping", python.List());
        foreach (string name in (ReadOnlySpan<string>)["int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space", "p_sign_posn", "n_sign_posn"])
        {
            conventions.Store(name, Value.Fixnum(127));
        }

        return Value.Object(conventions);
    }

    [PythonFunction("getencoding")]
    internal static Value Encoding(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str("utf-8");

    [PythonFunction("nl_langinfo", "item, /")]
    internal static Value Information(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(a[0].Bits == 14 ? "UTF-8" : "");

    [PythonFunction("strcoll", "one, other, /")]
    internal static Value Compare(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Math.Sign(string.CompareOrdinal(a[0].Ref?.ToString(), a[1].Ref?.ToString())));

    [PythonFunction("strxfrm", "text, /")]
    internal static Value Transform(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];
}

/// <summary>_signal: handlers are remembered; SIGINT stops the program.</summary>
internal static class SignalModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(SignalModule));
        string[] words = ("SIGHUP 1 SIGINT 2 SIGQUIT 3 SIGILL 4 SIGTRAP 5 SIGABRT 6 SIGBUS 7 SIGFPE 8 SIGKILL 9 SIGUSR1 10 SIGSEGV 11 SIGUSR2 12 SIGPIPE 13 SIGALRM 14 SIGTERM 15 SIGCHLD 17 SIGCONT 18 SIGSTOP 19 SIGTSTP 20 SIGWINCH 28 "
            + "SIG_DFL 0 SIG_IGN 1 NSIG 65 SIG_BLOCK 0 SIG_UNBLOCK 1 SIG_SETMASK 2 ITIMER_REAL 0 ITIMER_VIRTUAL 1 ITIMER_PROF 2").Split(' ');
        for (int i = 0; i < words.Length; i += 2)
        {
            module.Set(words[i], Value.Fixnum(long.Parse(words[i + 1], System.Globalization.CultureInfo.InvariantCulture)));
        }

        module.Set("_handlers", Value.Object(python.NewDict()));
        module.Set("ItimerError", Value.Object(python.Types.Exception("OSError")));
    }

    [PythonFunction("default_int_handler", "signalnum, frame, /")]
    internal static Value DefaultInterrupt(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise(python.NewException(python.Types.Exception("KeyboardInterrupt")));

    [PythonFunction("signal", "signalnum, handler, /")]
    internal static async Work<Value> Set(PythonRuntime python, Value[] a)
    {
        Value before = await Get(python, a);
        if (before.IsSignal || await Handlers(python) is not { } handlers || await python.SizeOf(a[0]) is not { } number)
        {
            return Value.Signal;
        }

        python.StoreNumber(handlers, number, a[1]);
        return before;
    }

    [PythonFunction("getsignal", "signalnum, /")]
    internal static async Work<Value> Get(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[0]) is not { } number || await Handlers(python) is not { } handlers)
        {
            return Value.Signal;
        }

        if (number is < 1 or > 64)
        {
            return python.ValueError("signal number out of range");
        }

        Value found = await python.FindInDict(handlers, Value.Fixnum(number));
        if (!found.IsUnbound)
        {
            return found;
        }

        Value module = await python.FindAndLoad("_signal");
        return module.IsSignal ? module : number == 2 ? ((PyModule)module.Ref!).Find("default_int_handler") : Value.Fixnum(0);
    }

    private static async Work<PyDict?> Handlers(PythonRuntime python)
    {
        Value module = await python.FindAndLoad("_signal");
        return module.Ref is PyModule { } found ? found.Find("_handlers").Ref as PyDict : null;
    }
}

/// <summary>_imp: there are no extension modules and no frozen ones.</summary>
internal static class ImpModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(ImpModule));
        module.Set("check_hash_based_pycs", python.Str("never"));
    }

    [PythonFunction("acquire_lock")]
    [PythonFunction("release_lock")]
    [PythonFunction("_fix_co_filename", "code, path, /")]
    [PythonFunction("_override_frozen_modules_for_tests", "override, /")]
    [PythonFunction("_override_multi_interp_extensions_check", "override, /")]
    internal static Value Nothing(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("lock_held")]
    [PythonFunction("is_frozen", "name, /")]
    [PythonFunction("is_frozen_package", "name, /")]
    internal static Value No(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("find_frozen", "name, /, *, withdata=False")]
    internal static Value NotFrozen(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("extension_suffixes")]
    internal static Value Suffixes(PythonRuntime python, ReadOnlySpan<Value> a) => python.List();

    [PythonFunction("is_builtin", "name, /")]
    internal static Value IsBuiltin(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        string name = a[0].Ref?.ToString() ?? "";
        return Value.Fixnum(name is "sys" or "builtins" ? -1 : NativeModules.Find(name) is null ? 0 : 1);
    }

    [PythonFunction("create_builtin", "spec, /")]
    internal static async Work<Value> Create(PythonRuntime python, Value[] a)
    {
        Value name = await python.Settle(python.GetAttribute(a[0], "name"));
        return name.IsSignal ? name : await python.FindAndLoad(name.Ref?.ToString() ?? "");
    }

    [PythonFunction("exec_builtin", "module, /")]
    internal static Value Execute(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("source_hash", "key, source")]
    internal static Value Hash(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyBytes(python.Types.Bytes, new byte[8]));
}

/// <summary>marshal: values, but no code: it is not CPython's.</summary>
internal static class MarshalModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(MarshalModule));
        module.Set("version", Value.Fixnum(4));
    }

    [PythonFunction("dumps", "value, version=4, /")]
    [PythonFunction("loads", "bytes, /")]
    [PythonFunction("dump", "value, file, version=4, /")]
    [PythonFunction("load", "file, /")]
    internal static Value NotThere(PythonRuntime python, ReadOnlySpan<Value> a) => python.ValueError("marshal is not supported by ouro: its code is not CPython's");
}

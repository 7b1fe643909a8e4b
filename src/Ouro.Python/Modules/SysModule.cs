using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>The module sys: what there is of it.</summary>
internal static class SysModule
{
    [PythonFunction("exit", "status=None, /")]
    internal static Value Exit(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Raise(a[0].IsAbsent ? python.NewException(python.Types.Exception("SystemExit")) : python.NewException(python.Types.Exception("SystemExit"), a[0]));

    [PythonFunction("getrecursionlimit")]
    internal static Value GetRecursionLimit(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.RecursionLimit);

    [PythonFunction("setrecursionlimit", "limit, /")]
    internal static async Work<Value> SetRecursionLimit(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[0]) is not { } limit)
        {
            return Value.Signal;
        }

        if (limit < 1)
        {
            return python.ValueError("recursion limit must be greater or equal than 1");
        }

        python.RecursionLimit = (int)Math.Min(limit, int.MaxValue);
        return Value.Unspecified;
    }

    [PythonFunction("exc_info")]
    internal static Value ExceptionInfo(PythonRuntime python, ReadOnlySpan<Value> a) => python.Handled.Ref is PyException handled
        ? python.Tuple(Value.Object(handled.Type), python.Handled, handled.Traceback is { } traceback ? Value.Object(traceback) : Value.Unspecified)
        : python.Tuple(Value.Unspecified, Value.Unspecified, Value.Unspecified);

    [PythonFunction("exception")]
    internal static Value Exception(PythonRuntime python, ReadOnlySpan<Value> a) => python.Handled;

    [PythonFunction("intern", "string, /")]
    internal static Value Intern(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[0].Ref is Text text ? Value.Object(python.Interned(text)) : python.TypeError($"intern() argument must be str, not {python.TypeName(a[0])}");

    [PythonFunction("getsizeof", "object, default=None, /")]
    internal static Value SizeOf(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(PyInstance.Size);

    [PythonFunction("_getframe", "depth=0, /")]
    internal static async Work<Value> Frame(PythonRuntime python, Value[] a)
    {
        long depth = 0;
        if (!a[0].IsAbsent)
        {
            if (await python.SizeOf(a[0]) is not { } given)
            {
                return Value.Signal;
            }

            depth = Math.Max(0, given);
        }

        return await python.CallerFrame((int)Math.Min(depth, int.MaxValue), withCallers: true) is { } frame ? Value.Object(frame)
            : python.Machine.Pending != PendingSignal.None ? Value.Signal : python.ValueError("call stack is not deep enough");
    }

    [PythonFunction("_getframemodulename", "depth=0")]
    internal static async Work<Value> FrameModule(PythonRuntime python, Value[] a)
    {
        Value frame = await Frame(python, [a[0]]);
        return frame.Ref is PyFrame found ? found.Globals.Find("__name__") is { IsUnbound: false } name ? name : Value.Unspecified : frame;
    }

    [PythonFunction("displayhook", "value, /")]
    internal static async Work<Value> Display(PythonRuntime python, Value[] a)
    {
        if (a[0].IsUnspecified)
        {
            return a[0];
        }

        python.BuiltinsModule!.Set("_", Value.Unspecified);
        Value text = await python.Repr(a[0]);
        Value file = python.SystemModule.Find("stdout");
        if (text.IsSignal || (await StreamBaseMethods.Method(python, file, "write", text)).IsSignal || (await StreamBaseMethods.Method(python, file, "write", python.Str("\n"))).IsSignal)
        {
            return Value.Signal;
        }

        python.BuiltinsModule.Set("_", a[0]);
        return Value.Unspecified;
    }

    [PythonFunction("excepthook", "exctype, value, traceback, /")]
    internal static async Work<Value> ShowException(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyException exception)
        {
            return python.TypeError($"print_exception(): Exception expected for value, {python.TypeName(a[1])} found");
        }

        Value text = await python.RenderException(exception);
        return text.IsSignal ? text : await StreamBaseMethods.Method(python, python.SystemModule.Find("stderr"), "write", text);
    }

    [PythonFunction("unraisablehook", "unraisable, /")]
    [PythonFunction("settrace", "function, /")]
    [PythonFunction("setprofile", "function, /")]
    internal static Value Nothing(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[0].IsUnspecified ? Value.Unspecified : python.Raise("NotImplementedError", "sys.settrace and its kin are not supported by ouro yet");

    [PythonFunction("gettrace")]
    [PythonFunction("getprofile")]
    internal static Value None(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("get_asyncgen_hooks")]
    internal static Value AsyncHooks(PythonRuntime python, ReadOnlySpan<Value> a) =>
        StructSequence.Make(python, python.State<SysTypes>().AsyncHooks, [python.AsyncFirstHook, python.AsyncEndHook], []);

    [PythonFunction("set_asyncgen_hooks", "firstiter=None, finalizer=None")]
    internal static Value SetAsyncHooks(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        string[] names = ["firstiter", "finalizer"];
        for (int i = 0; i < names.Length; i++)
        {
            if (!a[i].IsAbsent && !a[i].IsUnspecified && !python.IsCallable(a[i]))
            {
                return python.TypeError($"callable {names[i]} expected, got {python.TypeName(a[i])}");
            }
        }

        python.AsyncFirstHook = a[0].IsAbsent ? python.AsyncFirstHook : a[0];
        python.AsyncEndHook = a[1].IsAbsent ? python.AsyncEndHook : a[1];
        return Value.Unspecified;
    }

    [PythonFunction("set_coroutine_origin_tracking_depth", "depth")]
    internal static async Work<Value> SetOriginDepth(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[0]) is not { } depth)
        {
            return Value.Signal;
        }

        if (depth < 0)
        {
            return python.ValueError("depth must be >= 0");
        }

        python.OriginDepth = (int)Math.Min(depth, int.MaxValue);
        return Value.Unspecified;
    }

    /// <summary>Calls what the environment variable PYTHONBREAKPOINT names, or pdb.set_trace.</summary>
    [PythonFunction("breakpointhook", "*args, **kwargs")]
    internal static async Work<Value> Breakpoint(PythonRuntime python, Value[] a)
    {
        Value posix = await python.FindAndLoad("os");
        Value environment = posix.IsSignal ? posix : await python.Settle(python.GetAttribute(posix, "environ"));
        Value get = environment.IsSignal ? environment : await python.Settle(python.GetAttribute(environment, "get"));
        Value given = get.IsSignal ? get : await python.Call(get, python.Str("PYTHONBREAKPOINT"));
        if (given.IsSignal)
        {
            return given;
        }

        string name = given.Ref is Text text && text.Length > 0 ? text.ToString() : "pdb.set_trace";
        if (name == "0")
        {
            return Value.Unspecified;
        }

        int dot = name.LastIndexOf('.');
        string owner = dot < 0 ? "builtins" : name[..dot];
        Value imported = await python.TryCall(python.BuiltinsModule!.Find("__import__"), python.Str(owner));
        Value hook = imported.IsSignal ? imported : await python.TryGetAttribute(await python.FindAndLoad(owner), name[(dot + 1)..]);
        if (hook.IsUnbound || (hook.IsSignal && (python.Catch(python.Types.Exception("ImportError")) || python.Catch(python.Types.Exception("ValueError")))))
        {
            Value warn = await python.FindAndLoad("warnings");
            warn = warn.IsSignal ? warn : await python.Settle(python.GetAttribute(warn, "warn"));
            Value warned = warn.IsSignal ? warn : await python.Call(warn, python.Str($"Ignoring unimportable $PYTHONBREAKPOINT: \"{name}\""), Value.Object(python.Types.Exception("RuntimeWarning")));
            return warned.IsSignal ? warned : Value.Unspecified;
        }

        return hook.IsSignal ? hook : await Types.FunctionMethods.Call(python, [hook, .. a]);
    }

    [PythonFunction("getdefaultencoding")]
    [PythonFunction("getfilesystemencoding")]
    internal static Value Encoding(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str("utf-8");

    [PythonFunction("getfilesystemencodeerrors")]
    internal static Value EncodingErrors(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str("surrogateescape");

    [PythonFunction("getrefcount", "object, /")]
    internal static Value References(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(2);

    [PythonFunction("is_finalizing")]
    internal static Value IsFinalising(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("getswitchinterval")]
    internal static Value SwitchInterval(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(0.005);

    [PythonFunction("setswitchinterval", "interval, /")]
    [PythonFunction("_clear_type_cache")]
    [PythonFunction("audit", "event, *args")]
    [PythonFunction("addaudithook", "hook")]
    internal static Value Ignored(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("getallocatedblocks")]
    internal static Value Blocks(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("get_int_max_str_digits")]
    internal static Value MostDigits(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.Meter.MaxDigits);

    [PythonFunction("set_int_max_str_digits", "maxdigits")]
    internal static async Work<Value> SetMostDigits(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[0]) is not { } digits)
        {
            return Value.Signal;
        }

        if (digits is not 0 and (< IntegerText.LeastMaxDigits or > int.MaxValue))
        {
            return digits > int.MaxValue ? python.OverflowError("Python int too large to convert to C int") : python.ValueError($"maxdigits must be 0 or larger than {IntegerText.LeastMaxDigits}");
        }

        python.Meter.MaxDigits = (int)digits;
        return Value.Unspecified;
    }

    [PythonFunction("_current_frames")]
    internal static Value Frames(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.NewDict());

    [PythonFunction("get_coroutine_origin_tracking_depth")]
    internal static Value OriginDepth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.OriginDepth);

    /// <summary>Sets what is no function.</summary>
    internal static void Fill(PythonRuntime python, PyModule module, IReadOnlyList<string> commandLine)
    {
        int minor = Compiler.Program.Version;
        module.Set("argv", python.List([.. commandLine.Select(python.Str)]));
        module.Set("orig_argv", python.List([.. commandLine.Select(python.Str)]));
        module.Set("maxsize", Value.Fixnum(long.MaxValue));
        module.Set("maxunicode", Value.Fixnum(0x10FFFF));
        module.Set("byteorder", python.Str("little"));
        module.Set("platform", python.Str(OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux"));
        module.Set("version", python.Str($"3.{minor}.0 (ouro)"));
        var version = StructSequence.Add(python, module, "%version_info", "major minor micro releaselevel serial");
        version.Name = version.QualifiedName = "version_info";
        module.Delete("%version_info");
        Value number = StructSequence.Make(python, version, [Value.Fixnum(3), Value.Fixnum(minor), Value.Fixnum(0), python.Str("final"), Value.Fixnum(0)], []);
        module.Set("version_info", number);
        python.State<SysTypes>().AsyncHooks = StructSequence.Add(python, module, "asyncgen_hooks", "firstiter finalizer");
        module.Delete("asyncgen_hooks");
        module.Set("hexversion", Value.Fixnum(0x0300_00F0 | (minor << 16)));
        module.Set("api_version", Value.Fixnum(1013));
        module.Set("copyright", python.Str(""));
        module.Set("executable", python.Str(Environment.ProcessPath ?? ""));
        module.Set("_base_executable", python.Str(Environment.ProcessPath ?? ""));
        module.Set("pycache_prefix", Value.Unspecified);
        module.Set("dont_write_bytecode", Value.Boolean(true));
        module.Set("flags", Structure("flags", "debug inspect interactive optimize dont_write_bytecode no_user_site no_site ignore_environment verbose bytes_warning quiet hash_randomization isolated dev_mode utf8_mode warn_default_encoding safe_path int_max_str_digits", index =>
            index switch { 13 => Value.Boolean(false), 14 => Value.Fixnum(1), 16 => Value.Boolean(false), 17 => Value.Fixnum(-1), 4 => Value.Fixnum(1), _ => Value.Fixnum(0) }));
        double[] floats = [double.MaxValue, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1];
        module.Set("float_info", Structure("float_info", "max max_exp max_10_exp min min_exp min_10_exp dig mant_dig epsilon radix rounds", index => index is 0 or 3 or 8 ? Value.Flonum(floats[index]) : Value.Fixnum((long)floats[index])));
        module.Set("int_info", Structure("int_info", "bits_per_digit sizeof_digit default_max_str_digits str_digits_check_threshold", index => Value.Fixnum(((ReadOnlySpan<long>)[30, 4, 4300, 640])[index])));
        module.Set("hash_info", Structure("hash_info", "width modulus inf nan imag algorithm hash_bits seed_bits cutoff", index => index switch
        {
            0 => Value.Fixnum(64), 1 => Value.Fixnum((1L << 61) - 1), 2 => Value.Fixnum(314159), 4 => Value.Fixnum(1000003), 5 => python.Str("siphash13"), 6 => Value.Fixnum(64), 7 => Value.Fixnum(128), _ => Value.Fixnum(0),
        }));
        module.Set("thread_info", Structure("thread_info", "name lock version", index => index == 0 ? python.Str("pthread") : Value.Unspecified));
        module.Set("float_repr_style", python.Str("short"));
        module.Set("warnoptions", python.List());
        module.Set("_xoptions", Value.Object(python.NewDict()));
        module.Set("platlibdir", python.Str("lib"));
        module.Set("abiflags", python.Str(""));
        module.Set("_git", python.Tuple(python.Str("ouro"), python.Str(""), python.Str("")));
        module.Set("_framework", python.Str(""));
        module.Set("ps1", python.Str(">>> "));
        module.Delete("ps1");
        var implementation = python.Types.Namespace;
        var about = new PyInstance(implementation) { Shape = implementation.RootShape };
        about.SetOwnAttribute("name", python.Str("ouro"));
        about.SetOwnAttribute("cache_tag", Value.Unspecified);
        about.SetOwnAttribute("version", number);
        about.SetOwnAttribute("hexversion", module.Find("hexversion"));
        about.SetOwnAttribute("_multiarch", python.Str(System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu"));
        module.Set("implementation", Value.Object(about));
        module.Set("builtin_module_names", python.Tuple([.. NativeModules.Names.Select(python.Str)]));
        module.Set("stdlib_module_names", Value.Object(new PySet(python.Types.FrozenSet)));
        foreach (var (name, mode) in (ReadOnlySpan<(string, int)>)[("stdin", 0), ("stdout", 1), ("stderr", 2)])
        {
            Value stream = Value.Object(TextFileMethods.Standard(python, "<" + name + ">", mode));
            module.Set(name, stream);
            module.Set($"__{name}__", stream);
        }

        foreach (string hook in (ReadOnlySpan<string>)["displayhook", "excepthook", "unraisablehook", "breakpointhook"])
        {
            module.Set($"__{hook}__", module.Find(hook));
        }

        Value Structure(string name, string fields, Func<int, Value> field)
        {
            var type = StructSequence.Add(python, module, name, fields);
            return StructSequence.Make(python, type, [.. Enumerable.Range(0, fields.Split(' ').Length).Select(field)], []);
        }
    }
}

/// <summary>The types of sys that its functions make.</summary>
internal sealed class SysTypes
{
    internal PyType AsyncHooks = null!;
}

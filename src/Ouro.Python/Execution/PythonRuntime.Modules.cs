using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Modules;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Modules as objects, their namespaces, and those that every program has.
internal sealed partial class PythonRuntime
{
    private readonly List<WeakReference<Namespace>> _namespaces = [];
    private int _namespacesToKeep = 64;

    /// <summary>The module sys.</summary>
    internal PyModule SystemModule { get; private set; } = null!;

    /// <summary>sys.modules.</summary>
    internal PyDict LoadedModules { get; private set; } = null!;

    /// <summary>A call of the machine's primitive, with a check whether the generator is running.</summary>
    internal BuiltinFunction Resumer => (BuiltinFunction)Builtin("%resume").Ref!;

    /// <summary>Makes the modules that every program has.</summary>
    internal void Start(IReadOnlyList<string> commandLine)
    {
        LoadedModules = NewDict();
        var builtins = NewModule("builtins");
        BuiltinsModule = builtins;
        LoadedModules.Store("builtins", Value.Object(builtins));
        Registry.Fill(this, builtins, typeof(Modules.BuiltinsModule));
        Registry.Fill(this, builtins, typeof(EvaluationFunctions));
        foreach (var type in Types.Named)
        {
            builtins.Set(type.Name, Value.Object(type));
        }

        foreach (var (name, type) in Types.Exceptions)
        {
            builtins.Set(name, Value.Object(type));
        }

        builtins.Set("EnvironmentError", Value.Object(Types.Exception("OSError")));
        builtins.Set("IOError", Value.Object(Types.Exception("OSError")));
        builtins.Set("Ellipsis", Ellipsis);
        builtins.Set("NotImplemented", NotImplemented);
        builtins.Set("__debug__", Value.Boolean(true));
        SystemModule = NewModule("sys");
        LoadedModules.Store("sys", Value.Object(SystemModule));
        Registry.Fill(this, SystemModule, typeof(SysModule));
        SysModule.Fill(this, SystemModule, commandLine);
        SystemModule.Set("modules", Value.Object(LoadedModules));
    }

    /// <summary>A new module, which is not among those that were imported.</summary>
    internal PyModule NewModule(string name)
    {
        var module = new PyModule(Types.Module, NewDict());
        _ = NamesOf(module.Dictionary);
        module.Set("__name__", Str(name));
        module.Set("__doc__", Value.Unspecified);
        module.Set("__package__", Value.Unspecified);
        module.Set("__loader__", Value.Unspecified);
        module.Set("__spec__", Value.Unspecified);
        return module;
    }

    /// <summary>A dict as the global variables of code.</summary>
    internal Namespace NamesOf(PyDict dictionary)
    {
        if (dictionary.Names is { } known)
        {
            return known;
        }

        Value given = dictionary.Find("__builtins__");
        var builtins = given.Ref as PyDict ?? (given.Ref as PyModule ?? BuiltinsModule)?.Dictionary;
        var names = new Namespace(this, dictionary, builtins);
        if (_namespaces.Count >= _namespacesToKeep)
        {
            _namespaces.RemoveAll(reference => !reference.TryGetTarget(out _));
            _namespacesToKeep = Math.Max(64, 2 * _namespaces.Count);
        }

        _namespaces.Add(new WeakReference<Namespace>(names));
        return names;
    }

    /// <summary>A name of a dict got another value: if that is the dict of built-in names, code that uses the name sees it.</summary>
    internal void BuiltinChanged(PyDict dictionary, string name, in Value value)
    {
        if (BuiltinsModule?.Dictionary != dictionary)
        {
            return;
        }

        foreach (var reference in _namespaces)
        {
            if (reference.TryGetTarget(out var names))
            {
                names.Inherit(name, value);
            }
        }
    }

    /// <summary>The name of the built-in names in a dict of global variables, where exec and its kin want it.</summary>
    internal void SetUpBuiltins(PyDict globals)
    {
        if (globals.Find("__builtins__").IsUnbound)
        {
            globals.Store("__builtins__", Value.Object(BuiltinsModule!.Dictionary));
        }
    }
}

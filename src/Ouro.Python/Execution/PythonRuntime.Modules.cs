using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Modules;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Modules: the built-in ones, and those that are sources beside the program.
internal sealed partial class PythonRuntime
{
    private readonly Dictionary<string, PyModule> _modules = new(StringComparer.Ordinal);
    private int _anonymousModules;

    /// <summary>The module sys.</summary>
    internal PyModule SystemModule { get; private set; } = null!;

    /// <summary>Where modules of the program are looked for.</summary>
    internal List<string> SearchPath { get; } = [];

    /// <summary>A call of the machine's primitive, with a check whether the generator is running.</summary>
    internal BuiltinFunction Resumer => (BuiltinFunction)Builtin("%resume").Ref!;

    /// <summary>Makes the modules that every program has.</summary>
    internal void Start(IReadOnlyList<string> commandLine)
    {
        var builtins = NewModule("builtins", register: true);
        BuiltinsModule = builtins;
        Registry.Fill(this, builtins, typeof(Modules.BuiltinsModule));
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
        SystemModule = NewModule("sys", register: true);
        Registry.Fill(this, SystemModule, typeof(SysModule));
        SysModule.Fill(this, SystemModule, commandLine);
    }

    /// <summary>A new module.</summary>
    internal PyModule NewModule(string name, bool register)
    {
        string symbol = register ? "python:" + name : $"python:{name}:{++_anonymousModules}";
        var module = new PyModule(Types.Module, name, Machine.Intern(symbol), this);
        module.Set("__name__", Str(name));
        module.Set("__doc__", Value.Unspecified);
        if (register)
        {
            _modules[name] = module;
        }

        return module;
    }

    /// <summary>import name.</summary>
    /// <param name="first">The module of the name before the first dot is wanted.</param>
    internal async Work<Value> Import(string name, bool first)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return Raise("NotImplementedError", "packages are not supported yet");
        }

        _ = first;
        if (_modules.TryGetValue(name, out var known))
        {
            return Value.Object(known);
        }

        if (NativeModules.Find(name) is { } declarations)
        {
            var native = NewModule(name, register: true);
            declarations(this, native);
            return Value.Object(native);
        }

        foreach (string folder in SearchPath)
        {
            string path = Path.Combine(folder, name + ".py");
            if (!Machine.Capabilities.HasFlag(Capability.Files) || !File.Exists(path))
            {
                continue;
            }

            string text;
            try
            {
                text = await Read(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return Raise("ImportError", $"cannot read {path}: {exception.Message}");
            }

            var module = NewModule(name, register: true);
            module.Set("__file__", Str(path));
            var (code, error) = Program.Compile(this, module, path, text);
            if (code is null)
            {
                _modules.Remove(name);
                return Raise(error!);
            }

            Value result = await TryCall(Value.Object(new Closure(code)));
            if (result.IsSignal)
            {
                _modules.Remove(name);
                return result;
            }

            return Value.Object(module);
        }

        var missing = NewException(Types.Exception("ModuleNotFoundError"), Str($"No module named '{name}'"));
        missing.SetOwnAttribute("name", Str(name));
        return Raise(missing);
    }

    private static Work<string> Read(string path) => File.ReadAllText(path);

    /// <summary>from module import name.</summary>
    internal async Work<Value> ImportName(Value module, string name)
    {
        Value found = await TryGetAttribute(module, name);
        if (!found.IsUnbound)
        {
            return found;
        }

        var from = module.Ref as PyModule;
        string place = from?.Find("__file__").Ref is Text file ? file.ToString() : "unknown location";
        var error = NewException(Types.Exception("ImportError"), Str($"cannot import name '{name}' from '{from?.Name}' ({place})"));
        error.SetOwnAttribute("name", Str(from?.Name ?? ""));
        return Raise(error);
    }

    /// <summary>from module import *.</summary>
    internal async Work<Value> ImportAll(Value from, PyModule into)
    {
        if (from.Ref is not PyModule module)
        {
            return TypeError("import * of what is no module");
        }

        IEnumerable<string> names = module.Cells.Select(entry => entry.Key).Where(name => name[0] is not ('_' or '%')).ToList();
        if (module.Find("__all__") is { IsUnbound: false } declared)
        {
            Value list = await ToList(declared);
            if (list.IsSignal)
            {
                return list;
            }

            names = ((PyList)list.Ref!).Span.ToArray().Select(name => TextOf(name)).ToList();
        }

        foreach (string name in names)
        {
            Value value = module.Find(name);
            if (!value.IsUnbound)
            {
                into.Set(name, value);
            }
        }

        return Value.Unspecified;
    }
}

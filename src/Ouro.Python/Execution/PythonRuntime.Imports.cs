// The import system is ours: it finds modules as importlib does and gives the same attributes, without running importlib to do so. The
// specifications and loaders that modules get are plain objects with the attributes of importlib's; when a program asks for
// importlib, they become objects of its classes (ImportlibModules.cs). Finders that a program puts on sys.meta_path are asked in
// their place; ours stand there as two marks.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Modules;
using Ouro.Python.Objects;
using Ouro.Python.Syntax;

namespace Ouro.Python.Execution;

// import statements.
internal sealed partial class PythonRuntime
{
    private Value _ownImport = Value.Unbound;

    /// <summary>The folder of the host's library; null: there is none.</summary>
    internal string? LibraryFolder { get; set; }

    /// <summary>The types of the specifications and loaders that modules get.</summary>
    internal ImportTypes ImportTypes => _importTypes ??= new ImportTypes(this);

    private ImportTypes? _importTypes;

    /// <summary>An import statement.</summary>
    /// <param name="globals">The global variables of the code that it is in.</param>
    /// <param name="operands">The name, a tuple of the names wanted of it or None, the level.</param>
    internal Value ImportStatement(PyDict globals, ReadOnlySpan<Value> operands)
    {
        Value function = globals.Names?.Builtins?.Find("__import__") ?? Value.Unbound;
        _ownImport = _ownImport.IsUnbound ? Builtin("__import__") : _ownImport;
        if (function.IsUnbound)
        {
            return Raise("ImportError", "__import__ not found");
        }

        if (!Value.Same(function, _ownImport))
        {
            return Machine.RequestCall(function, operands[0], Value.Object(globals), Value.Unspecified, operands[1], operands[2]);
        }

        string name = operands[0].Ref!.ToString()!;
        if (operands[2].Bits == 0 && operands[1].IsUnspecified && !name.Contains('.', StringComparison.Ordinal)
            && LoadedModules.Find((Text)operands[0].Ref!) is { IsUnbound: false, IsUnspecified: false } loaded)
        {
            return loaded;
        }

        return Finish(Import(name, Value.Object(globals), operands[1], (int)operands[2].Bits));
    }

    /// <summary>__import__.</summary>
    internal async Work<Value> Import(string name, Value globals, Value wanted, int level)
    {
        string? absolute = name;
        if (level > 0)
        {
            absolute = await Resolve(name, globals, level);
            if (absolute is null)
            {
                return Value.Signal;
            }
        }
        else if (name.Length == 0)
        {
            return ValueError("Empty module name");
        }

        Value module = await FindAndLoad(absolute);
        if (module.IsSignal)
        {
            return module;
        }

        Value truth = wanted.IsUnspecified || wanted.IsAbsent ? Value.Boolean(false) : await TruthOf(wanted);
        if (truth.IsSignal)
        {
            return truth;
        }

        if (truth.IsTrue)
        {
            return await LoadWanted(module, wanted);
        }

        if (name.Length == 0)
        {
            return module;
        }

        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return module;
        }

        // The first part of the name, which with a level is not at the beginning of the whole one.
        string first = level == 0 ? name[..dot] : absolute[..(absolute.Length - (name.Length - dot))];
        Value found = LoadedModules.Find(first);
        return found.IsUnbound ? Raise("KeyError", $"'{first}' not in sys.modules as expected") : found;
    }

    /// <summary>The whole name of a relative import; null with a pending raise.</summary>
    private async Work<string?> Resolve(string name, Value globals, int level)
    {
        if (globals.Ref is not PyDict names)
        {
            _ = TypeError("globals must be a dict");
            return null;
        }

        string? package = null;
        Value given = names.Find("__package__");
        if (given.Ref is Text text)
        {
            package = text.ToString();
        }
        else if (!given.IsUnbound && !given.IsUnspecified)
        {
            _ = TypeError("package must be a string");
            return null;
        }
        else if (names.Find("__spec__") is { IsUnbound: false, IsUnspecified: false } spec)
        {
            Value parent = await TryGetAttribute(spec, "parent");
            if (parent.IsSignal)
            {
                return null;
            }

            package = parent.Ref?.ToString();
        }

        if (package is null)
        {
            if (names.Find("__name__").Ref is not Text own)
            {
                _ = Raise("KeyError", "'__name__' not in globals");
                return null;
            }

            package = own.ToString();
            if (names.Find("__path__").IsUnbound)
            {
                int dot = package.LastIndexOf('.');
                package = dot < 0 ? "" : package[..dot];
            }
        }

        if (package.Length == 0)
        {
            _ = Raise("ImportError", "attempted relative import with no known parent package");
            return null;
        }

        for (int i = 1; i < level; i++)
        {
            int dot = package.LastIndexOf('.');
            if (dot < 0)
            {
                _ = Raise("ImportError", "attempted relative import beyond top-level package");
                return null;
            }

            package = package[..dot];
        }

        return name.Length == 0 ? package : package + "." + name;
    }

    /// <summary>Submodules among the names that are wanted of a package are imported.</summary>
    private async Work<Value> LoadWanted(Value module, Value wanted)
    {
        Value path = await TryGetAttribute(module, "__path__");
        if (path.IsSignal || path.IsUnbound)
        {
            return path.IsSignal ? path : module;
        }

        Value list = await ToList(wanted);
        if (list.IsSignal)
        {
            return list;
        }

        for (int i = 0; i < ((PyList)list.Ref!).Count; i++)
        {
            if (((PyList)list.Ref!).Items[i].Ref is not Text text)
            {
                return TypeError($"Item in ``from list'' must be str, not {TypeName(((PyList)list.Ref!).Items[i])}");
            }

            string name = text.ToString();
            if (name == "*")
            {
                Value all = await TryGetAttribute(module, "__all__");
                if (all.IsSignal || (!all.IsUnbound && (await LoadWanted(module, all)).IsSignal))
                {
                    return Value.Signal;
                }

                continue;
            }

            Value known = await TryGetAttribute(module, name);
            if (known.IsSignal)
            {
                return known;
            }

            if (!known.IsUnbound)
            {
                continue;
            }

            Value parent = await TryGetAttribute(module, "__name__");
            if (parent.Ref is not Text prefix)
            {
                return parent.IsSignal ? parent : module;
            }

            string whole = prefix + "." + name;
            Value loaded = await TryCall(Builtin("%load"), Str(whole));
            if (!loaded.IsSignal)
            {
                continue;
            }

            // It need not be a module: what is wanted may be missing for other reasons.
            if (Machine.Pending == PendingSignal.Raise && Machine.PendingValue.Ref is PyException missing && missing.Type == Types.Exception("ModuleNotFoundError")
                && missing.OwnAttribute("name").Ref is Text absent && absent.ToString() == whole && LoadedModules.Find(whole).IsUnbound)
            {
                _ = Catch(Types.BaseException);
                continue;
            }

            return loaded;
        }

        return module;
    }

    /// <summary>The module of a whole name, which is loaded if it is not yet.</summary>
    internal async Work<Value> FindAndLoad(string name)
    {
        Value known = LoadedModules.Find(name);
        if (known.IsUnspecified)
        {
            return ModuleNotFound($"import of {name} halted; None in sys.modules", name);
        }

        if (!known.IsUnbound)
        {
            return known;
        }

        if (name is "_frozen_importlib" or "_frozen_importlib_external" && LibraryFolder is not null)
        {
            Value loaded = await LoadImportlib();
            return loaded.IsSignal ? loaded : LoadedModules.Find(name);
        }

        int dot = name.LastIndexOf('.');
        Value parent = Value.Unspecified, path = Value.Unspecified;
        if (dot >= 0)
        {
            string package = name[..dot];
            parent = IsDeep ? await CallFresh(Builtin("%load"), Str(package)) : await FindAndLoad(package);
            if (parent.IsSignal)
            {
                return parent;
            }

            known = LoadedModules.Find(name);
            if (!known.IsUnbound)
            {
                return known;
            }

            path = await TryGetAttribute(parent, "__path__");
            if (path.IsSignal)
            {
                return path;
            }

            if (path.IsUnbound)
            {
                return ModuleNotFound($"No module named '{name}'; '{package}' is not a package", name);
            }
        }

        Value module = await Load(name, path);
        if (module.IsSignal)
        {
            return module;
        }

        if (dot >= 0 && (await Settle(SetAttribute(parent, name[(dot + 1)..], module))).IsSignal)
        {
            return Value.Signal;
        }

        return module;
    }

    private Value ModuleNotFound(string message, string name)
    {
        var missing = NewException(Types.Exception("ModuleNotFoundError"), Str(message));
        missing.SetOwnAttribute("name", Str(name));
        return Raise(missing);
    }

    /// <summary>Finds and loads a module whose package is there.</summary>
    private async Work<Value> Load(string name, Value path)
    {
        if (!Machine.ChargeTicks(100))
        {
            return Value.Signal;
        }

        if (SystemModule.Find("meta_path").Ref is not PyList finders)
        {
            return Raise("ImportError", "sys.meta_path must be a list of import hooks");
        }

        for (int i = 0; i < finders.Count; i++)
        {
            Value finder = finders.Items[i];
            if (ImportTypes.IsBuiltinFinder(finder))
            {
                if (path.IsUnspecified && NativeModules.Find(name) is { } declarations)
                {
                    return LoadNative(name, declarations);
                }

                continue;
            }

            if (ImportTypes.IsPathFinder(finder))
            {
                var found = await FindOnPath(name, path);
                if (found is null)
                {
                    return Value.Signal;
                }

                if (found.Kind != ModuleKind.Missing)
                {
                    return await LoadSource(name, found);
                }

                if (path.IsUnspecified && NativeModules.StandIn(name) is { } standIn)
                {
                    return LoadNative(name, standIn);
                }

                continue;
            }

            Value find = await TryGetAttribute(finder, "find_spec");
            Value spec = find.IsUnbound ? Value.Unspecified : find.IsSignal ? find : await Call(find, Str(name), path, Value.Unspecified);
            if (spec.IsSignal)
            {
                return spec;
            }

            if (!spec.IsUnspecified)
            {
                // What a program's own finder found is loaded as importlib does it.
                Value importlib = await FindAndLoad("_frozen_importlib");
                Value load = importlib.IsSignal ? importlib : await Settle(GetAttribute(importlib, "_load_unlocked"));
                return load.IsSignal ? load : await Call(load, spec);
            }
        }

        bool isLibrary = LibraryFolder is null && LibraryNames.Contains($" {name} ", StringComparison.Ordinal);
        return ModuleNotFound($"No module named '{name}'{(isLibrary ? ": " + HostLibrary.Missing : "")}", name);
    }

    /// <summary>Modules of the library that programs use most, for a message to those who have none.</summary>
    private const string LibraryNames =
        " abc argparse ast asyncio base64 bisect calendar codecs collections contextlib copy csv dataclasses datetime decimal difflib enum fractions functools glob hashlib heapq inspect io json keyword logging numbers operator os pathlib pickle pprint "
        + "queue random re shutil statistics string struct subprocess tempfile textwrap threading tokenize traceback types typing unittest urllib uuid warnings weakref xml zipfile ";

    private Value LoadNative(string name, Action<PythonRuntime, PyModule> declarations)
    {
        if (!Machine.ChargeAllocation(10_000))
        {
            return Value.Signal;
        }

        var native = NewModule(name);
        native.Set("__package__", Str(""));
        native.Set("__loader__", Value.Object(ImportTypes.BuiltinImporter));
        native.Set("__spec__", ImportTypes.NewSpec(name, Value.Object(ImportTypes.BuiltinImporter), Str("built-in"), Value.Unspecified, hasLocation: false));
        LoadedModules.Store(name, Value.Object(native));
        declarations(this, native);
        return Value.Object(native);
    }

    private enum ModuleKind
    {
        Missing,
        Source,
        Package,
        Namespace,
    }

    /// <summary>What was found of a module.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Path">Its file, or for a namespace package nothing.</param>
    /// <param name="Folders">Where its submodules are.</param>
    private sealed record FoundModule(ModuleKind Kind, string Path, List<string> Folders);

    /// <summary>Looks for a module in folders; null with a signal.</summary>
    /// <param name="path">The folders, or None for sys.path.</param>
    private async Work<FoundModule?> FindOnPath(string name, Value path)
    {
        Value folders = await ToList(path.IsUnspecified ? SystemModule.Find("path") : path);
        if (folders.IsSignal)
        {
            return null;
        }

        var portions = new List<string>();
        if (Machine.Capabilities.HasFlag(Capability.Files))
        {
            string last = name[(name.LastIndexOf('.') + 1)..];
            var list = (PyList)folders.Ref!;
            for (int i = 0; i < list.Count; i++)
            {
                if (list.Items[i].Ref is not Text text)
                {
                    continue;
                }

                string folder = text.ToString();
                string place = Path.Combine(folder.Length == 0 ? Directory.GetCurrentDirectory() : folder, last);
                if (Directory.Exists(place))
                {
                    string package = Path.Combine(place, "__init__.py");
                    if (File.Exists(package))
                    {
                        return new FoundModule(ModuleKind.Package, package, [place]);
                    }

                    portions.Add(place);
                }

                if (File.Exists(place + ".py"))
                {
                    return new FoundModule(ModuleKind.Source, place + ".py", []);
                }
            }
        }

        return new FoundModule(portions.Count > 0 ? ModuleKind.Namespace : ModuleKind.Missing, "", portions);
    }

    private async Work<Value> LoadSource(string name, FoundModule found)
    {
        var module = NewModule(name);
        int dot = name.LastIndexOf('.');
        bool isPackage = found.Kind is ModuleKind.Package or ModuleKind.Namespace;
        Value folders = isPackage ? List([.. found.Folders.Select(Str)]) : Value.Unspecified;
        Value loader = ImportTypes.NewLoader(name, found.Kind == ModuleKind.Namespace ? null : found.Path);
        module.Set("__package__", Str(isPackage ? name : dot < 0 ? "" : name[..dot]));
        module.Set("__loader__", loader);
        module.Set("__spec__", ImportTypes.NewSpec(name, loader, found.Kind == ModuleKind.Namespace ? Value.Unspecified : Str(found.Path), folders, hasLocation: found.Kind != ModuleKind.Namespace));
        if (isPackage)
        {
            module.Set("__path__", folders);
        }

        LoadedModules.Store(name, Value.Object(module));
        if (found.Kind == ModuleKind.Namespace)
        {
            return Value.Object(module);
        }

        module.Set("__file__", Str(found.Path));
        module.Set("__cached__", Value.Unspecified);
        SetUpBuiltins(module.Dictionary);
        Value code = ReadCode(found.Path, NamesOf(module.Dictionary));
        if (code.IsSignal)
        {
            LoadedModules.Remove(name);
            return code;
        }

        Value result = await TryCall(code);
        if (result.IsSignal)
        {
            LoadedModules.Remove(name);
            return result;
        }

        // A module may put another object in its own place.
        Value loaded = LoadedModules.Find(name);
        return loaded.IsUnbound ? Raise("ImportError", $"'{name}' not in sys.modules as expected") : loaded;
    }

    /// <summary>Runs a module as the program: its names are those of __main__.</summary>
    internal async Work<Value> RunModule(string name)
    {
        Value path = Value.Unspecified;
        int dot = name.LastIndexOf('.');
        if (dot >= 0)
        {
            Value package = await FindAndLoad(name[..dot]);
            path = package.IsSignal ? package : await Settle(GetAttribute(package, "__path__"));
            if (path.IsSignal)
            {
                return path;
            }
        }

        var found = await FindOnPath(name, path);
        if (found is null)
        {
            return Value.Signal;
        }

        if (found.Kind is ModuleKind.Package)
        {
            return await RunModule(name + ".__main__");
        }

        if (found.Kind != ModuleKind.Source)
        {
            string reason = name.EndsWith(".__main__", StringComparison.Ordinal) ? $"No module named {name}; '{name[..dot]}' is a package and cannot be directly executed"
                : $"No module named {name}{(LibraryFolder is null ? ": " + HostLibrary.Missing : "")}";
            return Raise(NewException(Types.Exception("SystemExit"), Str("ouro: " + reason)));
        }

        var module = MainModule!;
        Value loader = ImportTypes.NewLoader(name, found.Path);
        module.Set("__file__", Str(found.Path));
        module.Set("__package__", Str(dot < 0 ? "" : name[..dot]));
        module.Set("__loader__", loader);
        module.Set("__spec__", ImportTypes.NewSpec(name, loader, Str(found.Path), Value.Unspecified, hasLocation: true));
        if (SystemModule.Find("argv").Ref is PyList { Count: > 0 } arguments)
        {
            arguments.Items[0] = Str(found.Path);
        }

        Value code = ReadCode(found.Path, NamesOf(module.Dictionary));
        return code.IsSignal ? code : await Call(code);
    }

    /// <summary>Runs importlib's own sources; from then on specifications and loaders are objects of its classes.</summary>
    private async Work<Value> LoadImportlib()
    {
        var modules = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (string name in (string[])["_imp", "_io", "_thread", "_weakref", "marshal", "posix", "warnings"])
        {
            Value module = await FindAndLoad(name);
            if (module.IsSignal)
            {
                return module;
            }

            modules.Add(name, module);
        }

        var bootstrap = NewModule("_frozen_importlib");
        var external = NewModule("_frozen_importlib_external");
        LoadedModules.Store("_warnings", modules["warnings"]);
        foreach (var (module, file) in ((PyModule, string)[])[(bootstrap, "_bootstrap.py"), (external, "_bootstrap_external.py")])
        {
            LoadedModules.Store(module.Name, Value.Object(module));
            SetUpBuiltins(module.Dictionary);
            Value code = ReadCode(Path.Combine(LibraryFolder!, "importlib", file), NamesOf(module.Dictionary));
            Value result = code.IsSignal ? code : await TryCall(code);
            if (result.IsSignal)
            {
                LoadedModules.Remove(bootstrap.Name);
                LoadedModules.Remove(external.Name);
                LoadedModules.Remove("_warnings");
                return result;
            }
        }

        LoadedModules.Remove("_warnings");
        foreach (string name in (ReadOnlySpan<string>)["_imp", "_thread", "_weakref"])
        {
            bootstrap.Set(name, modules[name]);
        }

        bootstrap.Set("_warnings", modules["warnings"]);
        bootstrap.Set("sys", Value.Object(SystemModule));
        bootstrap.Set("_bootstrap_external", Value.Object(external));
        Value installed = await Call(external.Find("_install"), Value.Object(bootstrap));
        if (installed.IsSignal)
        {
            return installed;
        }

        // It has added its finder, whose mark is there already.
        if (SystemModule.Find("meta_path").Ref is PyList { Count: > 0 } finders && finders.Items[finders.Count - 1].Ref == external.Find("PathFinder").Ref)
        {
            finders.Count--;
        }

        ImportTypes.Adopt(bootstrap, external);
        return Value.Unspecified;
    }

    /// <summary>The closure of a source file's code, or the signal.</summary>
    internal Value ReadCode(string path, Namespace names)
    {
        byte[] bytes;
        try
        {
            long length = new FileInfo(path).Length;
            if (!Machine.ChargeTicks(length >> 2) || !Machine.ChargeAllocation(40 * length))
            {
                return Value.Signal;
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Raise("ImportError", $"cannot read {path}: {exception.Message}");
        }

        var (unit, error) = Program.Analyse(this, path, () => FrontEnd.Analyse(bytes, Program.Version), System.Text.Encoding.UTF8.GetString(bytes));
        CodeObject? code = null;
        if (unit is not null)
        {
            (code, error) = Program.Generate(this, names, unit, hasLocals: false);
        }

        return code is null ? Raise(error!) : FunctionOf(code, names.Dictionary, null);
    }

    /// <summary>from module import name.</summary>
    internal async Work<Value> ImportName(Value module, string name)
    {
        Value found = await TryGetAttribute(module, name);
        if (!found.IsUnbound)
        {
            return found;
        }

        // A submodule that is being imported is not yet an attribute of its package.
        Value own = await TryGetAttribute(module, "__name__");
        if (own.IsSignal)
        {
            return own;
        }

        string? package = own.Ref is Text text ? text.ToString() : null;
        if (package is not null && LoadedModules.Find(package + "." + name) is { IsUnbound: false } submodule)
        {
            return submodule;
        }

        Value file = await TryGetAttribute(module, "__file__");
        if (file.IsSignal)
        {
            return file;
        }

        string place = file.Ref is Text path ? path.ToString() : "unknown location";
        bool isLoading = module.Ref is PyModule { Dictionary: var names } && names.Find("__spec__").Ref is PyInstance spec && spec.OwnAttribute("_initializing").IsTrue;
        var error = NewException(Types.Exception("ImportError"), Str(isLoading
            ? $"cannot import name '{name}' from partially initialized module '{package}' (most likely due to a circular import) ({place})"
            : $"cannot import name '{name}' from '{package ?? "<unknown module name>"}' ({place})"));
        error.SetOwnAttribute("name", package is null ? Value.Unspecified : Str(package));
        error.SetOwnAttribute("path", file.Ref is Text ? file : Value.Unspecified);
        return Raise(error);
    }

    /// <summary>from module import *.</summary>
    /// <param name="space">The mapping that gets the names.</param>
    internal async Work<Value> ImportAll(Value from, Value space)
    {
        Value declared = await TryGetAttribute(from, "__all__");
        bool skipsPrivate = declared.IsUnbound;
        if (skipsPrivate)
        {
            Value dictionary = await TryGetAttribute(from, "__dict__");
            if (dictionary.IsUnbound)
            {
                return Raise("ImportError", "from-import-* object has no __dict__ and no __all__");
            }

            declared = dictionary;
        }

        Value list = declared.IsSignal ? declared : await ToList(declared);
        if (list.IsSignal)
        {
            return list;
        }

        var names = (PyList)list.Ref!;
        for (int i = 0; i < names.Count; i++)
        {
            if (names.Items[i].Ref is not Text text)
            {
                Value module = await TryGetAttribute(from, "__name__");
                return module.IsSignal ? module : TypeError($"{(skipsPrivate ? "Key" : "Item")} in {module.Ref}.{(skipsPrivate ? "__dict__" : "__all__")} must be str, not {TypeName(names.Items[i])}");
            }

            if (skipsPrivate && text.Length > 0 && text[0] is '_' or '%')
            {
                continue;
            }

            Value value = await Settle(GetAttribute(from, text.ToString()));
            if (value.IsSignal || (await Settle(SetItem(space, names.Items[i], value))).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Unspecified;
    }

    /// <summary>repr of a module.</summary>
    private string ModuleRepr(PyModule module)
    {
        string name = module.Find("__name__").Ref is Text text ? ReprOf(text.ToString()) : "'?'";
        if (module.Find("__file__").Ref is Text file)
        {
            return $"<module {name} from {ReprOf(file.ToString())}>";
        }

        Value spec = module.Find("__spec__");
        return spec.Ref is PyInstance { } known && known.OwnAttribute("origin").Ref is Text origin ? $"<module {name} ({origin})>"
            : module == BuiltinsModule || module == SystemModule ? $"<module {name} (built-in)>"
            : module.Find("__loader__") is { IsUnbound: false, IsUnspecified: false } loader && !module.Find("__path__").IsUnbound ? $"<module {name} (namespace)>"
            : $"<module {name}>";
    }
}

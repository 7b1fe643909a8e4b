using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>What modules get as their specification and loader, with the attributes that importlib's have.</summary>
internal sealed class ImportTypes
{
    private readonly PythonRuntime _python;

    internal ImportTypes(PythonRuntime python)
    {
        _python = python;
        Spec = python.Types.Make("ModuleSpec", typeof(SpecMethods), Layout.Plain);
        Spec.ModuleName = "_frozen_importlib";
        Spec.HasDictionary = true;
        BuiltinImporter = python.Types.Make("BuiltinImporter", null, Layout.Plain);
        BuiltinImporter.ModuleName = "_frozen_importlib";
        PathFinder = python.Types.Make("PathFinder", null, Layout.Plain);
        PathFinder.ModuleName = "_frozen_importlib_external";
        SourceLoader = python.Types.Make("SourceFileLoader", null, Layout.Plain);
        SourceLoader.ModuleName = "_frozen_importlib_external";
        SourceLoader.HasDictionary = true;
    }

    internal PyType Spec { get; private set; }

    internal PyType BuiltinImporter { get; private set; }

    internal PyType PathFinder { get; private set; }

    internal PyType SourceLoader { get; private set; }

    internal bool IsBuiltinFinder(in Value finder) => finder.Ref == BuiltinImporter;

    internal bool IsPathFinder(in Value finder) => finder.Ref == PathFinder;

    /// <summary>The specification of a module.</summary>
    internal Value NewSpec(string name, Value loader, Value origin, Value folders, bool hasLocation)
    {
        var spec = new PyInstance(Spec) { Shape = Spec.RootShape };
        spec.SetOwnAttribute("name", _python.Str(name));
        spec.SetOwnAttribute("loader", loader);
        spec.SetOwnAttribute("origin", origin);
        spec.SetOwnAttribute("loader_state", Value.Unspecified);
        spec.SetOwnAttribute("submodule_search_locations", folders);
        spec.SetOwnAttribute("_uninitialized_submodules", Value.Object(_python.NewList()));
        spec.SetOwnAttribute("_set_fileattr", Value.Boolean(hasLocation));
        spec.SetOwnAttribute("_cached", Value.Unspecified);
        return Value.Object(spec);
    }

    /// <summary>The loader of a source; of a namespace package, which has none, None.</summary>
    internal Value NewLoader(string name, string? path)
    {
        if (path is null)
        {
            return Value.Unspecified;
        }

        var loader = new PyInstance(SourceLoader) { Shape = SourceLoader.RootShape };
        loader.SetOwnAttribute("name", _python.Str(name));
        loader.SetOwnAttribute("path", _python.Str(path));
        return Value.Object(loader);
    }

    /// <summary>Specifications and loaders, those that were made and those to come, become objects of importlib's classes.</summary>
    internal void Adopt(PyModule bootstrap, PyModule external)
    {
        var types = new Dictionary<PyType, PyType>
        {
            [Spec] = (PyType)bootstrap.Find("ModuleSpec").Ref!,
            [BuiltinImporter] = (PyType)bootstrap.Find("BuiltinImporter").Ref!,
            [PathFinder] = (PyType)external.Find("PathFinder").Ref!,
            [SourceLoader] = (PyType)external.Find("SourceFileLoader").Ref!,
        };
        var modules = _python.LoadedModules.Entries;
        for (int place = 0; place < modules.Used; place++)
        {
            if (modules.IsThere(place) && modules[place].Value.Ref is PyModule module)
            {
                foreach (string name in (ReadOnlySpan<string>)["__spec__", "__loader__"])
                {
                    Value adopted = Adopted(types, module.Find(name));
                    if (!adopted.IsUnbound)
                    {
                        module.Set(name, adopted);
                    }
                }
            }
        }

        if (_python.SystemModule.Find("meta_path").Ref is PyList finders)
        {
            for (int i = 0; i < finders.Count; i++)
            {
                finders.Items[i] = Adopted(types, finders.Items[i]);
            }
        }

        (Spec, BuiltinImporter, PathFinder, SourceLoader) = (types[Spec], types[BuiltinImporter], types[PathFinder], types[SourceLoader]);
    }

    private static Value Adopted(Dictionary<PyType, PyType> types, Value value)
    {
        if (value.Ref is PyType type && types.TryGetValue(type, out var other))
        {
            return Value.Object(other);
        }

        if (value.Ref is not PyInstance instance || !types.TryGetValue(instance.Type, out other))
        {
            return value;
        }

        // The same attributes under the shapes of the other class.
        var names = instance.Shape!.Names();
        var values = instance.Fields;
        instance.Type = other;
        instance.Shape = other.RootShape;
        instance.Fields = ValueArrays.None;
        for (int i = 0; i < names.Length; i++)
        {
            instance.SetOwnAttribute(names[i], Adopted(types, values[i]));
        }

        return value;
    }
}

/// <summary>What follows from a specification's attributes.</summary>
internal static class SpecMethods
{
    [PythonFunction("parent", Kind = FunctionKind.Getter)]
    internal static Value Parent(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyObject)a[0].Ref!;
        string name = self.OwnAttribute("name").Ref?.ToString() ?? "";
        if (!self.OwnAttribute("submodule_search_locations").IsUnspecified)
        {
            return python.Str(name);
        }

        int dot = name.LastIndexOf('.');
        return python.Str(dot < 0 ? "" : name[..dot]);
    }

    [PythonFunction("cached", Kind = FunctionKind.Getter)]
    internal static Value Cached(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("has_location", Kind = FunctionKind.Getter)]
    internal static Value HasLocation(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyObject)a[0].Ref!).OwnAttribute("_set_fileattr");
}

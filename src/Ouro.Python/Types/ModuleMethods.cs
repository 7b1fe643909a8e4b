using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>module.</summary>
[Specials("repr")]
internal static class ModuleMethods
{
    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeAllocation(PyDict.Size + 500))
        {
            return Value.Signal;
        }

        var module = python.NewModule("?");
        module.Type = (PyType)a[0].Ref!;
        return Value.Object(module);
    }

    [PythonFunction("__init__", "self, name, doc=None")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text)
        {
            return python.TypeError($"module.__init__() argument 'name' must be str, not {python.TypeName(a[1])}");
        }

        var module = (PyModule)a[0].Ref!;
        module.Set("__name__", a[1]);
        module.Set("__doc__", a[2].IsAbsent ? Value.Unspecified : a[2]);
        return Value.Unspecified;
    }

    [PythonFunction("__dir__", "self, /")]
    internal static async Work<Value> Names(PythonRuntime python, Value[] a)
    {
        var module = (PyModule)a[0].Ref!;
        Value own = module.Find("__dir__");
        return own.IsUnbound ? python.List([.. python.NamesInOrder(module).Select(python.Str)]) : await python.Call(own);
    }

    [PythonFunction("__annotations__", Kind = FunctionKind.Getter)]
    internal static Value Annotations(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var module = (PyModule)a[0].Ref!;
        Value known = module.Find("__annotations__");
        if (known.IsUnbound)
        {
            module.Set("__annotations__", known = Value.Object(python.NewDict()));
        }

        return known;
    }

    [PythonFunction("__annotations__", Kind = FunctionKind.Setter)]
    internal static Value SetAnnotations(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var module = (PyModule)a[0].Ref!;
        if (!a[1].IsUnbound)
        {
            module.Set("__annotations__", a[1]);
            return Value.Unspecified;
        }

        return module.Delete("__annotations__") ? Value.Unspecified : python.AttributeError("__annotations__", a[0], "__annotations__");
    }
}

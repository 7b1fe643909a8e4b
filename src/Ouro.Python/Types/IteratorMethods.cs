using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>Iterators of built-in objects.</summary>
[Specials("iter next length_hint reduce setstate")]
internal static class IteratorMethods;

/// <summary>enumerate.</summary>
[Specials("iter next class_getitem reduce")]
internal static class EnumerateMethods
{
    [PythonFunction("__new__", "cls, iterable, start=0", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        Value start = a[2].IsAbsent ? Value.Fixnum(0) : await python.IndexOf(a[2]);
        Value iterator = start.IsSignal ? start : await python.Iterate(a[1]);
        return iterator.IsSignal ? iterator : Value.Object(new EnumerateIterator((PyType)a[0].Ref!, iterator, start));
    }
}

/// <summary>zip.</summary>
[Specials("iter next reduce setstate")]
internal static class ZipMethods
{
    [PythonFunction("__new__", "cls, /, *iterables, strict=False", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var iterators = await AllOf(python, ((PyTuple)a[1].Ref!).Items, "zip");
        return iterators is null ? Value.Signal : Value.Object(new ZipIterator((PyType)a[0].Ref!, iterators, !a[2].IsAbsent && (PythonRuntime.SimpleTruth(a[2]) ?? true)));
    }

    /// <summary>The iterators of several iterables; null with a pending raise.</summary>
    internal static async Work<Value[]?> AllOf(PythonRuntime python, Value[] iterables, string function)
    {
        var iterators = ValueArrays.Unbound(iterables.Length);
        for (int i = 0; i < iterators.Length; i++)
        {
            if (function == "zip" && !python.IsIterable(iterables[i]))
            {
                _ = python.TypeError($"'{python.TypeName(iterables[i])}' object is not iterable");
                return null;
            }

            iterators[i] = await python.Iterate(iterables[i]);
            if (iterators[i].IsSignal)
            {
                return null;
            }
        }

        return iterators;
    }
}

/// <summary>map.</summary>
[Specials("iter next reduce")]
internal static class MapMethods
{
    [PythonFunction("__new__", "cls, function, /, *iterables", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (((PyTuple)a[2].Ref!).Items.Length == 0)
        {
            return python.TypeError("map() must have at least two arguments.");
        }

        var iterators = await ZipMethods.AllOf(python, ((PyTuple)a[2].Ref!).Items, "map");
        return iterators is null ? Value.Signal : Value.Object(new MapIterator((PyType)a[0].Ref!, a[1], iterators));
    }
}

/// <summary>filter.</summary>
[Specials("iter next reduce")]
internal static class FilterMethods
{
    [PythonFunction("__new__", "cls, function, iterable, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[2]);
        return iterator.IsSignal ? iterator : Value.Object(new FilterIterator((PyType)a[0].Ref!, a[1], iterator, keepsTrue: true));
    }
}

/// <summary>reversed.</summary>
[Specials("iter next length_hint reduce setstate")]
internal static class ReversedMethods
{
    [PythonFunction("__new__", "cls, sequence, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = python.TypeOf(a[1]);
        Value method = type.Special("__reversed__");
        if (!method.IsUnbound && !method.IsUnspecified)
        {
            return await python.Call(method, a[1]);
        }

        if (type.Special("__getitem__").IsUnbound || type.Special("__len__").IsUnbound || method.IsUnspecified)
        {
            return python.TypeError($"'{type.Name}' object is not reversible");
        }

        Value length = await python.LengthOf(a[1]);
        return length.IsSignal ? length : Value.Object(new ReversedIterator((PyType)a[0].Ref!, a[1], length.Bits));
    }
}

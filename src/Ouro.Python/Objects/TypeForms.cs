using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>A type with arguments, such as <c>list[int]</c>.</summary>
internal sealed class PyGenericAlias(PyType type, Value origin, PyTuple arguments, bool isUnpacked = false) : PyObject(type)
{
    internal readonly Value Origin = origin;
    internal readonly PyTuple Arguments = arguments;

    /// <summary>With a star before it.</summary>
    internal readonly bool IsUnpacked = isUnpacked;

    /// <summary>The type variables among the arguments; null until they were asked for.</summary>
    internal PyTuple? Parameters;
}

/// <summary>A union of types: <c>int | str</c>.</summary>
internal sealed class PyUnion(PyType type, PyTuple arguments) : PyObject(type)
{
    internal readonly PyTuple Arguments = arguments;
}

using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>functools.partial.</summary>
internal sealed class PyPartial(PyType type, Value function, Value[] arguments, PyDict keywords) : PyObject(type)
{
    internal Value Function = function;
    internal Value[] Arguments = arguments;
    internal PyDict Keywords = keywords;
}

/// <summary>What functools.cmp_to_key makes: the comparison, or a key of it.</summary>
internal sealed class PyCompareKey(PyType type, Value compare, Value target) : PyObject(type)
{
    internal readonly Value Compare = compare;

    /// <summary>Unbound: it makes keys.</summary>
    internal Value Target = target;
}

/// <summary>What functools.lru_cache makes of a function.</summary>
internal sealed class PyCachedFunction(PyType type, Value function, long most, bool isTyped, Value infoType) : PyObject(type)
{
    internal readonly Value Function = function;

    /// <summary>How many results are kept; -1: all.</summary>
    internal readonly long Most = most;

    /// <summary>Arguments of different types are different.</summary>
    internal readonly bool IsTyped = isTyped;

    internal readonly Value InfoType = infoType;

    /// <summary>Results by their arguments, the one that was not asked for the longest first.</summary>
    internal PyDict Results = type.PythonOf.NewDict();

    internal long Hits, Misses;
}

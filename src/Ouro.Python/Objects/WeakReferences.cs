using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>weakref.ref: does not keep what it refers to.</summary>
internal class PyWeakReference(PyType type, object target, Value callback) : PyObject(type)
{
    private readonly WeakReference<object> _target = new(target);

    /// <summary>What is called when the object is gone, or None.</summary>
    internal Value Callback = callback;

    /// <summary>The object's hash, once it was asked for.</summary>
    internal long? Hash;

    /// <summary>The object, or None if it is gone.</summary>
    internal Value Target => _target.TryGetTarget(out object? target) ? Value.Object(target) : Value.Unspecified;
}

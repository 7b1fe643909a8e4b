using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Objects;

/// <summary>A complex number.</summary>
internal sealed class PyComplex(PyType type, ComplexNumber number) : PyObject(type)
{
    internal readonly ComplexNumber Number = number;
}

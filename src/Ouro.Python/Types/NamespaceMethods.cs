using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>types.SimpleNamespace.</summary>
internal static class NamespaceMethods
{
    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static Value Initialise(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (((PyTuple)a[1].Ref!).Items.Length > 0)
        {
            return python.TypeError("no positional arguments expected");
        }

        var self = (PyObject)a[0].Ref!;
        var names = (PyDict)a[2].Ref!;
        foreach (string name in PythonRuntime.KeysOf(names))
        {
            self.SetOwnAttribute(name, names.Find(name));
        }

        return python.Machine.ChargeAllocation(48L * names.Count) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = (PyObject)a[0].Ref!;
        string name = self.Type == python.Types.Namespace ? "namespace" : self.Type.Name;
        if (!python.Representing(self))
        {
            return python.Str(name + "(...)");
        }

        var parts = new List<string>();
        var attributes = self.AttributesAsDict(python);
        foreach (string key in PythonRuntime.KeysOf(attributes))
        {
            Value text = await python.Repr(attributes.Find(key));
            if (text.IsSignal || !python.Machine.ChargeAllocation(40))
            {
                python.Represented(self);
                return Value.Signal;
            }

            parts.Add($"{key}={PythonRuntime.TextOf(text)}");
        }

        python.Represented(self);
        return python.Str($"{name}({string.Join(", ", parts)})");
    }

    [PythonFunction("__eq__", "self, other, /")]
    internal static async Work<Value> Equals(PythonRuntime python, Value[] a) =>
        a[1].Ref is PyObject other && other.Type.IsSubtypeOf(python.Types.Namespace)
            ? await python.AreEqual(Value.Object(((PyObject)a[0].Ref!).AttributesAsDict(python)), Value.Object(other.AttributesAsDict(python)))
            : python.NotImplemented;

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyObject)a[0].Ref!;
        return python.Tuple(Value.Object(self.Type), python.Tuple(), Value.Object(self.AttributesAsDict(python)));
    }
}

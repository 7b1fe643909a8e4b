// What Python programs compute with, beside the machine's own values:
//
//   int          fixnum, Bignum          None       the machine's unspecified value
//   float        flonum                  function   Closure whose first captured variable is a FunctionData
//   bool         the machine's booleans  generator  the machine's Generator
//   str          Text (never changed)
//
// All else is a PyObject: it has a type, and attributes by a shape. An instance of a class that derives from int, float or str holds
// the value; one that derives from list, dict... is an object of the same C# class with another type.

using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>An object with a type, and maybe attributes.</summary>
[GuestType("an object")]
internal abstract class PyObject(PyType type) : HostProcedure
{
    internal PyType Type = type;

    /// <summary>Which attribute is where in <see cref="Fields"/>; null: it has none and never had.</summary>
    internal Shape? Shape;

    internal Value[] Fields = ValueArrays.None;

    /// <summary>What its class reserved with __slots__.</summary>
    internal Value[]? Slots;

    public override string? DisplayName => Type.Name;

    /// <summary>An attribute of the object itself, not of its type; unbound if there is none.</summary>
    internal Value OwnAttribute(string name)
    {
        if (Shape is not { } shape)
        {
            return Value.Unbound;
        }

        if (shape.IsDictionary)
        {
            return ((PyDict)Fields[0].Ref!).Find(name);
        }

        int index = shape.IndexOf(name);
        return index < 0 ? Value.Unbound : Fields[index];
    }

    /// <summary>Sets an attribute of the object itself.</summary>
    internal void SetOwnAttribute(string name, Value value)
    {
        if (Shape is { IsDictionary: true })
        {
            ((PyDict)Fields[0].Ref!).Store(name, value);
            return;
        }

        Shape ??= Type.RootShape;
        int index = Shape.IndexOf(name);
        if (index >= 0)
        {
            Fields[index] = value;
            return;
        }

        Append(Shape.With(name), value);
    }

    /// <summary>Adds an attribute that the next shape has and this one has not.</summary>
    internal void Append(Shape next, Value value)
    {
        int count = next.Count;
        if (count > Fields.Length)
        {
            Fields = ValueArrays.Grown(Fields, Fields.Length, count < 4 ? 4 : 2 * count);
        }

        Fields[count - 1] = value;
        Shape = next;
    }

    /// <summary>Takes an attribute of the object itself away.</summary>
    /// <returns>False: there is none.</returns>
    internal bool DeleteOwnAttribute(string name)
    {
        if (Shape is not { } shape)
        {
            return false;
        }

        if (shape.IsDictionary)
        {
            return ((PyDict)Fields[0].Ref!).Remove(name);
        }

        int index = shape.IndexOf(name);
        if (index < 0)
        {
            return false;
        }

        var names = shape.Names();
        var values = Fields;
        Shape = Type.RootShape;
        Fields = ValueArrays.None;
        for (int i = 0; i < names.Length; i++)
        {
            if (i != index)
            {
                Append(Shape.With(names[i]), values[i]);
            }
        }

        return true;
    }

    /// <summary>The attributes as a dict, which holds them from now on.</summary>
    internal PyDict AttributesAsDict(PythonRuntime python)
    {
        if (Shape is { IsDictionary: true })
        {
            return (PyDict)Fields[0].Ref!;
        }

        var dictionary = new PyDict(python.Types.Dict);
        if (Shape is { } shape)
        {
            var names = shape.Names();
            for (int i = 0; i < names.Length; i++)
            {
                dictionary.Store(names[i], Fields[i]);
            }
        }

        SetDictionary(dictionary);
        return dictionary;
    }

    /// <summary>Has a dict hold the attributes.</summary>
    internal void SetDictionary(PyDict dictionary)
    {
        Shape = Type.DictionaryShape;
        Fields = [Value.Object(dictionary)];
    }

    internal override Value Invoke(VirtualMachine machine, ref Value first, int count) =>
        machine.Service<PythonRuntime>()!.InvokeObject(this, ref first, count);
}

/// <summary>Which attribute is where: shared by objects that got attributes of the same names in the same order. Rooted at a type.</summary>
internal sealed class Shape
{
    private readonly Shape? _parent;
    private readonly string? _name;
    private Dictionary<string, Shape>? _next;
    private Dictionary<string, int>? _index;

    private Shape(Shape? parent, string? name, int count, bool isDictionary = false)
    {
        IsDictionary = isDictionary;
        _parent = parent;
        _name = name;
        Count = count;
    }

    internal readonly int Count;

    /// <summary>The attributes are in a dict.</summary>
    internal readonly bool IsDictionary;

    internal static Shape NewRoot() => new(null, null, 0);

    /// <summary>The shape of those whose attributes are in a dict.</summary>
    internal static Shape NewDictionary() => new(null, null, 0, isDictionary: true);

    internal int IndexOf(string name)
    {
        if (Count == 0)
        {
            return -1;
        }

        if (_index is null)
        {
            _index = new Dictionary<string, int>(Count, StringComparer.Ordinal);
            for (Shape shape = this; shape._parent is { } parent; shape = parent)
            {
                _index.Add(shape._name!, shape.Count - 1);
            }
        }

        return _index.TryGetValue(name, out int index) ? index : -1;
    }

    /// <summary>The shape of those that have one attribute more.</summary>
    internal Shape With(string name)
    {
        _next ??= new Dictionary<string, Shape>(StringComparer.Ordinal);
        if (!_next.TryGetValue(name, out var next))
        {
            _next.Add(name, next = new Shape(this, name, Count + 1));
        }

        return next;
    }

    internal string[] Names()
    {
        var names = new string[Count];
        for (Shape shape = this; shape._parent is { } parent; shape = parent)
        {
            names[shape.Count - 1] = shape._name!;
        }

        return names;
    }
}

/// <summary>An object of a class that a program made, or of one that needs nothing of its own.</summary>
internal sealed class PyInstance(PyType type) : PyObject(type)
{
    internal const int Size = 120;

    /// <summary>Of an instance of a class that derives from int, float or str: the value.</summary>
    internal Value Inner = Value.Unbound;
}

/// <summary>The one object of a type that has one: Ellipsis, NotImplemented.</summary>
internal sealed class PySingleton(PyType type, string name) : PyObject(type)
{
    internal readonly string Name = name;
}

/// <summary>A module.</summary>
internal sealed class PyModule(PyType type, PyDict dictionary) : PyObject(type)
{
    /// <summary>Its names: the global variables of its code.</summary>
    internal readonly PyDict Dictionary = dictionary;

    internal string Name => Find("__name__").Ref is Text name ? name.ToString() : "?";

    /// <summary>The value of a name; unbound if the module has not got it.</summary>
    internal Value Find(string name) => Dictionary.Names is { } names ? names.Find(name) : Dictionary.Find(name);

    internal void Set(string name, in Value value)
    {
        Dictionary.Store(name, value);
        Type.PythonOf.BuiltinChanged(Dictionary, name, value);
    }

    internal bool Delete(string name)
    {
        bool removed = Dictionary.Remove(name);
        Type.PythonOf.BuiltinChanged(Dictionary, name, Value.Unbound);
        return removed;
    }
}

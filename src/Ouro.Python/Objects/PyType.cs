using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>What is made when a type is called that has no __new__ of its own below a built-in one.</summary>
internal enum Layout
{
    /// <summary>A <see cref="PyInstance"/>.</summary>
    Plain,
    Int,
    Float,
    Str,
    Bytes,
    Tuple,
    List,
    Dict,
    Set,
    Exception,
    Type,

    /// <summary>Objects of a C# class that only its type's __new__ makes.</summary>
    Own,
}

/// <summary>A type.</summary>
internal sealed class PyType : PyObject
{
    private readonly PythonRuntime _python;
    private readonly OrderedNames _names = new();
    private Action<PyType>? _fill;
    private List<WeakReference<PyType>>? _subclasses;
    private Dictionary<string, Value>? _lookups;
    private Closure?[] _constructors = [];
    private int _hashVersion = -1;
    private bool _hasIdentityHash;
    private bool _hasHostHash;
    private bool _hasOwnGetAttribute;
    private bool _isHeapType;

    internal PyType(PythonRuntime python, PyType? metatype, string name, PyType[] bases, Layout layout, Action<PyType>? fill = null)
        : base(metatype!)
    {
        _python = python;
        Name = name;
        QualifiedName = name;
        Bases = bases;
        Layout = layout;
        _fill = fill;
        RootShape = Shape.NewRoot();
        Order = [this];
        foreach (var parent in bases)
        {
            (parent._subclasses ??= []).Add(new WeakReference<PyType>(this));
        }
    }

    internal string Name;
    internal string QualifiedName;
    internal string ModuleName = "builtins";
    internal PyType[] Bases;

    /// <summary>The order of resolution: itself first.</summary>
    internal PyType[] Order;
    internal readonly Layout Layout;

    /// <summary>Where the shapes of its instances begin.</summary>
    internal Shape RootShape;

    /// <summary>The shape of its instances whose attributes are in a dict.</summary>
    internal readonly Shape DictionaryShape = Shape.NewDictionary();

    /// <summary>Changes when the type, or one in its order of resolution, does.</summary>
    internal int Version;

    /// <summary>Made by a class statement or a call of type.</summary>
    internal bool IsHeapType
    {
        get => _isHeapType;
        set => _isHeapType = AsksMethods = value;
    }

    /// <summary>What operators and protocols do with an instance is what the type's methods say: a program's class, or a built-in type that
    /// the operations on built-in values do not know.</summary>
    internal bool AsksMethods;

    /// <summary>Instances can be referred to weakly.</summary>
    internal bool CanBeWeak = true;

    /// <summary>Instances have attributes of their own.</summary>
    internal bool HasDictionary;

    /// <summary>Classes may derive from it.</summary>
    internal bool IsBase = true;

    /// <summary>Has abstract methods, so it has no instances.</summary>
    internal bool IsAbstract;

    /// <summary>How many values __slots__ of it and its bases reserve.</summary>
    internal int SlotCount;

    /// <summary>Instances are equal only to themselves, and no guest code says so.</summary>
    internal bool HasIdentityHash => LookAtHash() && _hasIdentityHash;

    /// <summary>Hash and equality are those of the built-in type.</summary>
    internal bool HasHostHash => LookAtHash() && _hasHostHash;

    /// <summary>Classes of it say themselves how attributes are found.</summary>
    internal bool HasOwnGetAttribute => LookAtHash() && _hasOwnGetAttribute;

    /// <summary>Whether a type's __getattribute__ is object's own, which needs no call.</summary>
    internal bool IsPlainGetAttribute(in Value method) => method.Ref is BuiltinFunction { Owner: var owner } && owner == _python.Types.Object;

    private bool LookAtHash()
    {
        if (_hashVersion != Version)
        {
            _hashVersion = Version;
            Value equal = Lookup("__eq__"), hash = Lookup("__hash__");
            var plain = _python.Types.Object;
            _hasIdentityHash = Value.Same(equal, plain.Special("__eq__")) && Value.Same(hash, plain.Lookup("__hash__"));
            _hasOwnGetAttribute = !Lookup("__getattr__").IsUnbound || !IsPlainGetAttribute(Lookup("__getattribute__"));
            _hasHostHash = equal.Ref is BuiltinFunction && hash.Ref is BuiltinFunction && !_hasIdentityHash;
        }

        return true;
    }

    /// <summary>The runtime that it belongs to.</summary>
    internal PythonRuntime PythonOf => _python;

    /// <summary>Its own names.</summary>
    internal OrderedNames Names
    {
        get
        {
            if (_fill is { } fill)
            {
                _fill = null;
                fill(this);
            }

            return _names;
        }
    }

    /// <summary>The name in error messages and repr.</summary>
    internal string FullName => ModuleName is "builtins" ? QualifiedName : ModuleName + "." + QualifiedName;

    internal bool IsSubtypeOf(PyType other) => this == other || Array.IndexOf(Order, other) >= 0;

    /// <summary>The attribute of that name of the first type in the order of resolution that has it; unbound if none has.</summary>
    internal Value Lookup(string name)
    {
        _lookups ??= new Dictionary<string, Value>(StringComparer.Ordinal);
        if (_lookups.TryGetValue(name, out Value found))
        {
            return found;
        }

        found = Value.Unbound;
        foreach (var type in Order)
        {
            if (type.Names.TryGet(name, out Value value))
            {
                found = value;
                break;
            }
        }

        _lookups[name] = found;
        return found;
    }

    /// <summary>The same for a method with a name of Python's own, as something that can be called with the object first, whatever kind of descriptor it is.</summary>
    internal Value Special(string name)
    {
        Value found = Lookup(name);
        return found.Ref is PyObject and not BuiltinFunction ? Value.Object(new PyBinder(_python.Types.Unbound, found)) : found;
    }

    /// <summary>The same from the type after one in the order of resolution on.</summary>
    internal Value LookupAfter(PyType after, string name)
    {
        int start = Array.IndexOf(Order, after);
        for (int i = start + 1; i < Order.Length; i++)
        {
            if (Order[i].Names.TryGet(name, out Value value))
            {
                return value;
            }
        }

        return Value.Unbound;
    }

    /// <summary>The type whose own name it is.</summary>
    internal PyType? OwnerOf(string name) => Array.Find(Order, type => type.Names.TryGet(name, out _));

    internal void Set(string name, Value value)
    {
        Names.Set(name, value);
        Changed();
    }

    internal bool Delete(string name)
    {
        bool removed = Names.Remove(name);
        Changed();
        return removed;
    }

    /// <summary>What was remembered about the type, and those below it, holds no more.</summary>
    internal void Changed()
    {
        Version = _python.NextVersion();
        _lookups = null;
        _constructors = [];
        if (_subclasses is null)
        {
            return;
        }

        foreach (var reference in _subclasses)
        {
            if (reference.TryGetTarget(out var subclass))
            {
                subclass.Changed();
            }
        }
    }

    internal IEnumerable<PyType> Subclasses()
    {
        foreach (var reference in _subclasses ?? [])
        {
            if (reference.TryGetTarget(out var subclass) && Array.IndexOf(subclass.Bases, this) >= 0)
            {
                yield return subclass;
            }
        }
    }

    /// <summary>Code that makes an instance and calls a Python __init__ with that many arguments; null where it is not as simple.</summary>
    internal Closure? Constructor(int count)
    {
        if (count >= _constructors.Length)
        {
            Array.Resize(ref _constructors, Math.Min(count + 1, 16));
            if (count >= _constructors.Length)
            {
                return null;
            }
        }

        return _constructors[count] ??= _python.Stubs.Constructor(this, count);
    }

    internal override Closure? StandIn(int count) => Constructor(count);

    /// <summary>The C3 linearisation; null if there is none.</summary>
    internal static PyType[]? Linearise(PyType type, PyType[] bases)
    {
        var sequences = new List<List<PyType>>();
        foreach (var parent in bases)
        {
            sequences.Add([.. parent.Order]);
        }

        sequences.Add([.. bases]);
        var order = new List<PyType> { type };
        while (true)
        {
            sequences.RemoveAll(sequence => sequence.Count == 0);
            if (sequences.Count == 0)
            {
                return [.. order];
            }

            PyType? next = null;
            foreach (var sequence in sequences)
            {
                var candidate = sequence[0];
                if (!sequences.Exists(other => other.IndexOf(candidate) > 0))
                {
                    next = candidate;
                    break;
                }
            }

            if (next is null)
            {
                return null;
            }

            order.Add(next);
            foreach (var sequence in sequences)
            {
                if (sequence[0] == next)
                {
                    sequence.RemoveAt(0);
                }
            }
        }
    }
}

/// <summary>Names with values in the order in which they came.</summary>
internal sealed class OrderedNames
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<string?> _names = [];
    private Value[] _values = ValueArrays.None;

    internal int Count => _index.Count;

    internal bool TryGet(string name, out Value value)
    {
        if (_index.TryGetValue(name, out int at))
        {
            value = _values[at];
            return true;
        }

        value = Value.Unbound;
        return false;
    }

    internal void Set(string name, Value value)
    {
        if (!_index.TryGetValue(name, out int at))
        {
            at = _names.Count;
            _names.Add(name);
            _index.Add(name, at);
            if (at >= _values.Length)
            {
                _values = ValueArrays.Grown(_values, at, Math.Max(8, 2 * at));
            }
        }

        _values[at] = value;
    }

    internal bool Remove(string name)
    {
        if (!_index.Remove(name, out int at))
        {
            return false;
        }

        _names[at] = null;
        _values[at] = Value.Unbound;
        return true;
    }

    /// <summary>The names that are there now, with their values.</summary>
    internal List<KeyValuePair<string, Value>> ToList()
    {
        var list = new List<KeyValuePair<string, Value>>(_index.Count);
        for (int i = 0; i < _names.Count; i++)
        {
            if (_names[i] is { } name)
            {
                list.Add(new KeyValuePair<string, Value>(name, _values[i]));
            }
        }

        return list;
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>object.</summary>
internal static class ObjectMethods
{
    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[0].Ref is not PyType type)
        {
            return python.TypeError($"object.__new__(X): X is not a type object ({python.TypeName(a[0])})");
        }

        bool excess = ((PyTuple)a[1].Ref!).Items.Length > 0 || ((PyDict)a[2].Ref!).Count > 0;
        var plain = python.Types.Object;
        if (excess)
        {
            if (!Value.Same(type.Lookup("__new__"), plain.Lookup("__new__")))
            {
                return python.TypeError("object.__new__() takes exactly one argument (the type to instantiate)");
            }

            if (Value.Same(type.Lookup("__init__"), plain.Lookup("__init__")))
            {
                return python.TypeError($"{type.Name}() takes no arguments");
            }
        }

        return type.Layout == Layout.Plain ? python.Allocate(type)
            : python.TypeError($"object.__new__({type.Name}) is not safe, use {type.Name}.__new__()");
    }

    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var type = python.TypeOf(a[0]);
        bool excess = ((PyTuple)a[1].Ref!).Items.Length > 0 || ((PyDict)a[2].Ref!).Count > 0;
        if (excess && !Value.Same(type.Lookup("__init__"), python.Types.Object.Lookup("__init__")))
        {
            return python.TypeError("object.__init__() takes exactly one argument (the instance to initialize)");
        }

        return excess && Value.Same(type.Lookup("__new__"), python.Types.Object.Lookup("__new__"))
            ? python.TypeError($"{type.Name}.__init__() takes exactly one argument (the instance to initialize)")
            : Value.Unspecified;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Str($"<{FullName(python.TypeOf(a[0]))} object at {python.Address(a[0])}>");

    [PythonFunction("__str__", "self, /")]
    internal static Work<Value> Str(PythonRuntime python, Value[] a) => python.Repr(a[0]);

    [PythonFunction("__format__", "self, format_spec, /")]
    internal static async Work<Value> Format(PythonRuntime python, Value[] a) =>
        a[1].Ref is Text { Length: 0 } ? await python.StrOf(a[0])
        : python.TypeError($"unsupported format string passed to {python.TypeName(a[0])}.__format__");

    [PythonFunction("__hash__", "self, /")]
    internal static Value Hash(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Value.Fixnum(a[0].Ref is { } target ? System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(target) : a[0].Bits);

    [PythonFunction("__eq__", "self, value, /")]
    internal static Value Equal(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Same(a[0], a[1]) ? Value.Boolean(true) : python.NotImplemented;

    [PythonFunction("__ne__", "self, value, /")]
    internal static async Work<Value> NotEqual(PythonRuntime python, Value[] a)
    {
        Value equal = await python.Call(python.TypeOf(a[0]).Special("__eq__"), a[0], a[1]);
        if (equal.IsSignal || equal.Ref == python.NotImplemented.Ref)
        {
            return equal;
        }

        Value truth = await python.TruthOf(equal);
        return truth.IsSignal ? truth : Value.Boolean(!truth.IsTrue);
    }

    [PythonFunction("__lt__", "self, value, /")]
    [PythonFunction("__le__", "self, value, /")]
    [PythonFunction("__gt__", "self, value, /")]
    [PythonFunction("__ge__", "self, value, /")]
    internal static Value Order(PythonRuntime python, ReadOnlySpan<Value> a) => python.NotImplemented;

    [PythonFunction("__getattribute__", "self, name, /")]
    internal static Value GetAttribute(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (python.AttributeName(a[1]) is not { } name)
        {
            return Value.Signal;
        }

        Value found = python.FindAttribute(a[0], python.TypeOf(a[0]), name);
        return found.IsUnbound ? python.NoAttribute(a[0], name) : found;
    }

    [PythonFunction("__setattr__", "self, name, value, /")]
    internal static Value SetAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.AttributeName(a[1]) is { } name ? python.StoreAttribute(a[0], python.TypeOf(a[0]), name, a[2]) : Value.Signal;

    [PythonFunction("__delattr__", "self, name, /")]
    internal static Value DeleteAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.AttributeName(a[1]) is { } name ? python.StoreAttribute(a[0], python.TypeOf(a[0]), name, Value.Unbound) : Value.Signal;

    [PythonFunction("__class__", Kind = FunctionKind.Getter)]
    internal static Value Class(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.TypeOf(a[0]));

    [PythonFunction("__class__", Kind = FunctionKind.Setter)]
    internal static Value SetClass(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyType type)
        {
            return python.TypeError($"__class__ must be set to a class, not '{python.TypeName(a[1])}' object");
        }

        if (a[0].Ref is not PyInstance instance || !type.IsHeapType || type.Layout != instance.Type.Layout || type.SlotCount != instance.Type.SlotCount)
        {
            return python.TypeError("__class__ assignment only supported for mutable types or ModuleType subclasses");
        }

        var names = instance.Shape is { IsDictionary: false } shape ? shape.Names() : null;
        var values = instance.Fields;
        instance.Type = type;
        if (names is not null)
        {
            instance.Shape = type.RootShape;
            instance.Fields = ValueArrays.None;
            for (int i = 0; i < names.Length; i++)
            {
                instance.SetOwnAttribute(names[i], values[i]);
            }
        }

        return Value.Unspecified;
    }

    [PythonFunction("__init_subclass__", "type, /", Kind = FunctionKind.Class)]
    internal static Value InitSubclass(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("__subclasshook__", "type, other, /", Kind = FunctionKind.Class)]
    internal static Value SubclassHook(PythonRuntime python, ReadOnlySpan<Value> a) => python.NotImplemented;

    [PythonFunction("__dir__", "self, /")]
    internal static Value Dir(PythonRuntime python, ReadOnlySpan<Value> a) => python.List([.. python.NamesOf(a[0]).Select(python.Str)]);

    [PythonFunction("__sizeof__", "self, /")]
    internal static Value SizeOf(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(PyInstance.Size);

    [PythonFunction("__reduce_ex__", "self, protocol, /")]
    internal static async Work<Value> ReduceEx(PythonRuntime python, Value[] a) => await python.SizeOf(a[1]) is { } protocol ? await python.ReduceEx(a[0], protocol) : Value.Signal;

    [PythonFunction("__reduce__", "self, /")]
    internal static Work<Value> Reduce(PythonRuntime python, Value[] a) => python.ReduceByRegistry(a[0]);

    [PythonFunction("__getstate__", "self, /")]
    internal static Value State(PythonRuntime python, ReadOnlySpan<Value> a) => python.OwnState(a[0]);

    internal static string FullName(PyType type) => type.ModuleName == "builtins" ? type.QualifiedName : type.ModuleName + "." + type.QualifiedName;
}

/// <summary>type.</summary>
internal static class TypeMethods
{
    [PythonFunction("__new__", "cls, name, bases=(), dict={}, /, **kwargs", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (a[2].IsAbsent || a[3].IsAbsent)
        {
            return python.TypeError("type() takes 1 or 3 arguments");
        }

        if (PythonRuntime.Inner(a[1]).Ref is not Text name)
        {
            return python.TypeError($"type.__new__() argument 1 must be str, not {python.TypeName(a[1])}");
        }

        if (a[2].Ref is not PyTuple bases)
        {
            return python.TypeError($"type.__new__() argument 2 must be tuple, not {python.TypeName(a[2])}");
        }

        return a[3].Ref is not PyDict space
            ? python.TypeError($"type.__new__() argument 3 must be dict, not {python.TypeName(a[3])}")
            : await python.NewType((PyType)a[0].Ref!, name.ToString(), bases, space, (PyDict)a[4].Ref!);
    }

    [PythonFunction("__init__", "self, name, bases=(), dict={}, /, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var arguments = new List<Value>(((PyTuple)a[1].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[2].Ref!, arguments);
        return python.NewInstance((PyType)a[0].Ref!, [.. arguments], names);
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str($"<class '{((PyType)a[0].Ref!).FullName}'>");

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(((PyType)a[0].Ref!).Name);

    [PythonFunction("__name__", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not Text text)
        {
            return python.TypeError($"can only assign string to {((PyType)a[0].Ref!).Name}.__name__, not '{python.TypeName(a[1])}'");
        }

        ((PyType)a[0].Ref!).Name = text.ToString();
        return Value.Unspecified;
    }

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(((PyType)a[0].Ref!).QualifiedName);

    [PythonFunction("__qualname__", Kind = FunctionKind.Setter)]
    internal static Value SetQualifiedName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ((PyType)a[0].Ref!).QualifiedName = PythonRuntime.TextOf(a[1]);
        return Value.Unspecified;
    }

    [PythonFunction("__module__", Kind = FunctionKind.Getter)]
    internal static Value Module(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var type = (PyType)a[0].Ref!;
        return type.Names.TryGet("__module__", out Value module) ? module : python.Str(type.ModuleName);
    }

    [PythonFunction("__module__", Kind = FunctionKind.Setter)]
    internal static Value SetModule(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var type = (PyType)a[0].Ref!;
        type.Set("__module__", a[1]);
        type.ModuleName = a[1].Ref is Text text ? text.ToString() : type.ModuleName;
        return Value.Unspecified;
    }

    [PythonFunction("__bases__", Kind = FunctionKind.Getter)]
    internal static Value Bases(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Array.ConvertAll(((PyType)a[0].Ref!).Bases, type => Value.Object(type)));

    [PythonFunction("__base__", Kind = FunctionKind.Getter)]
    internal static Value Base(PythonRuntime python, ReadOnlySpan<Value> a) =>
        ((PyType)a[0].Ref!).Bases is [var first, ..] ? Value.Object(first) : Value.Unspecified;

    [PythonFunction("__mro__", Kind = FunctionKind.Getter)]
    internal static Value Order(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Array.ConvertAll(((PyType)a[0].Ref!).Order, type => Value.Object(type)));

    [PythonFunction("__abstractmethods__", Kind = FunctionKind.Getter)]
    internal static Value Abstract(PythonRuntime python, ReadOnlySpan<Value> a) =>
        ((PyType)a[0].Ref!).Names.TryGet("__abstractmethods__", out Value names) ? names : python.NoAttribute(a[0], "__abstractmethods__");

    [PythonFunction("__abstractmethods__", Kind = FunctionKind.Setter)]
    internal static Value SetAbstract(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var type = (PyType)a[0].Ref!;
        type.Set("__abstractmethods__", a[1]);
        type.IsAbstract = PythonRuntime.SimpleTruth(a[1]) ?? true;
        return Value.Unspecified;
    }

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) =>
        ((PyType)a[0].Ref!).Names.TryGet("__doc__", out Value doc) && doc.Ref is not PyGetSet ? doc : Value.Unspecified;

    [PythonFunction("__doc__", Kind = FunctionKind.Setter)]
    internal static Value SetDoc(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ((PyType)a[0].Ref!).Set("__doc__", a[1]);
        return Value.Unspecified;
    }

    [PythonFunction("__basicsize__", Kind = FunctionKind.Getter)]
    internal static Value BasicSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(16 + (8L * ((PyType)a[0].Ref!).SlotCount) + (((PyType)a[0].Ref!).HasDictionary ? 16 : 0));

    [PythonFunction("__itemsize__", Kind = FunctionKind.Getter)]
    internal static Value ItemSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(((PyType)a[0].Ref!).Layout switch { Layout.Tuple => 8, Layout.Int => 4, Layout.Bytes => ((PyType)a[0].Ref!).IsSubtypeOf(python.Types.Bytes) ? 1 : 0, Layout.Type => 40, _ => 0 });

    [PythonFunction("__dictoffset__", Kind = FunctionKind.Getter)]
    internal static Value DictOffset(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(((PyType)a[0].Ref!).HasDictionary ? 16 : 0);

    [PythonFunction("__weakrefoffset__", Kind = FunctionKind.Getter)]
    internal static Value WeakOffset(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(((PyType)a[0].Ref!) is { IsHeapType: true, CanBeWeak: true } ? 24 : 0);

    /// <summary>Of CPython's flags those that programs ask for: heap type, base type, abstract, and what built-in type it derives from.</summary>
    [PythonFunction("__flags__", Kind = FunctionKind.Getter)]
    internal static Value Flags(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var type = (PyType)a[0].Ref!;
        long flags = (1 << 12) | (type.IsHeapType ? (1 << 9) | (1 << 14) : (1 << 8)) | (type.IsBase ? 1 << 10 : 0) | (type.IsAbstract ? 1 << 20 : 0);
        foreach (var (builtin, bit) in (ReadOnlySpan<(PyType, int)>)[(python.Types.Int, 24), (python.Types.List, 25), (python.Types.Tuple, 26), (python.Types.Bytes, 27), (python.Types.Str, 28), (python.Types.Dict, 29), (python.Types.BaseException, 30), (python.Types.Type, 31)])
        {
            flags |= type.IsSubtypeOf(builtin) ? 1L << bit : 0;
        }

        return Value.Fixnum(flags);
    }

    [PythonFunction("__text_signature__", Kind = FunctionKind.Getter)]
    internal static Value TextSignature(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("mro", "self, /")]
    internal static Value ListOrder(PythonRuntime python, ReadOnlySpan<Value> a) => python.List(Array.ConvertAll(((PyType)a[0].Ref!).Order, type => Value.Object(type)));

    [PythonFunction("__subclasses__", "self, /")]
    internal static Value Subclasses(PythonRuntime python, ReadOnlySpan<Value> a) => python.List([.. ((PyType)a[0].Ref!).Subclasses().Select(type => Value.Object(type))]);

    [PythonFunction("__instancecheck__", "self, instance, /")]
    internal static Value InstanceCheck(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(python.TypeOf(a[1]).IsSubtypeOf((PyType)a[0].Ref!));

    [PythonFunction("__subclasscheck__", "self, subclass, /")]
    internal static Value SubclassCheck(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is PyType type ? Value.Boolean(type.IsSubtypeOf((PyType)a[0].Ref!)) : python.TypeError("issubclass() arg 1 must be a class");

    [PythonFunction("__prepare__", "type, /, *args, **kwargs", Kind = FunctionKind.Class)]
    internal static Value Prepare(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.NewDict());

    [PythonFunction("__or__", "self, value, /")]
    internal static Work<Value> Union(PythonRuntime python, Value[] a) => UnionMethods.Or(python, a[0], a[1]);

    [PythonFunction("__ror__", "self, value, /")]
    internal static Work<Value> ReflectedUnion(PythonRuntime python, Value[] a) => UnionMethods.Or(python, a[1], a[0]);
}

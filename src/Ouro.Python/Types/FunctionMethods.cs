using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>function.</summary>
internal static class FunctionMethods
{
    private static FunctionData Data(in Value value) => FunctionData.Of(value)!;

    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var arguments = new List<Value>(((PyTuple)a[1].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[2].Ref!, arguments);
        return python.Invoke(a[0], [.. arguments], names);
    }

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) => a[1].IsUnspecified ? a[0] : python.BoundMethod(a[0], a[1]);

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Data(a[0]).Name);

    private static string? TakeText(PythonRuntime python, in Value value, string attribute)
    {
        if (value.Ref is Text text)
        {
            return text.ToString();
        }

        _ = python.TypeError($"{attribute} must be set to a string object");
        return null;
    }

    [PythonFunction("__name__", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (TakeText(python, a[1], "__name__") is not { } text)
        {
            return Value.Signal;
        }

        Data(a[0]).Name = text;
        return Value.Unspecified;
    }

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Data(a[0]).QualifiedName);

    [PythonFunction("__qualname__", Kind = FunctionKind.Setter)]
    internal static Value SetQualifiedName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (TakeText(python, a[1], "__qualname__") is not { } text)
        {
            return Value.Signal;
        }

        Data(a[0]).QualifiedName = text;
        return Value.Unspecified;
    }

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) => Data(a[0]).Doc;

    [PythonFunction("__doc__", Kind = FunctionKind.Setter)]
    internal static Value SetDoc(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Data(a[0]).Doc = a[1].IsUnbound ? Value.Unspecified : a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__module__", Kind = FunctionKind.Getter)]
    internal static Value Module(PythonRuntime python, ReadOnlySpan<Value> a) => Data(a[0]).ModuleName.IsUnbound ? Value.Unspecified : Data(a[0]).ModuleName;

    [PythonFunction("__module__", Kind = FunctionKind.Setter)]
    internal static Value SetModule(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Data(a[0]).ModuleName = a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__defaults__", Kind = FunctionKind.Getter)]
    internal static Value Defaults(PythonRuntime python, ReadOnlySpan<Value> a) => Data(a[0]).Defaults.Length == 0 ? Value.Unspecified : python.Tuple(Data(a[0]).Defaults);

    [PythonFunction("__defaults__", Kind = FunctionKind.Setter)]
    internal static Value SetDefaults(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var data = Data(a[0]);
        int most = data.Info.Positional.Length - data.Info.Required;
        var given = a[1].Ref is PyTuple tuple ? tuple.Items : ValueArrays.None;
        if (given.Length > most && MakeOptional(python, (Closure)a[0].Ref!, data, Math.Min(given.Length, data.Info.Positional.Length)) is { IsSignal: true } failed)
        {
            return failed;
        }

        data.Defaults = given;
        return Value.Unspecified;
    }

    /// <summary>Gives a function code in which more parameters may be missing.</summary>
    private static Value MakeOptional(PythonRuntime python, Closure function, FunctionData data, int optional)
    {
        // Compiled code may have the old one in it.
        if (function.Code.IsPrepared || data.Info.Again is not { } again)
        {
            return python.Raise("NotImplementedError", "a function that was called cannot get more defaults than it was defined with");
        }

        var info = data.Info.Copy();
        info.Required = info.Positional.Length - optional;
        var (code, error) = again(info, python.NamesOf(data.Globals));
        if (code is null)
        {
            return python.Raise(error!);
        }

        data.Info = info;
        function.Code = code;
        return Value.Unspecified;
    }

    [PythonFunction("__kwdefaults__", Kind = FunctionKind.Getter)]
    internal static Value KeywordDefaults(PythonRuntime python, ReadOnlySpan<Value> a) => Data(a[0]).KeywordDefaults.IsUnbound ? Value.Unspecified : Data(a[0]).KeywordDefaults;

    [PythonFunction("__kwdefaults__", Kind = FunctionKind.Setter)]
    internal static Value SetKeywordDefaults(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Data(a[0]).KeywordDefaults = a[1].IsUnspecified ? Value.Unbound : a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__annotations__", Kind = FunctionKind.Getter)]
    internal static Value Annotations(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var data = Data(a[0]);
        if (data.Annotations.IsUnbound)
        {
            data.Annotations = Value.Object(python.NewDict());
        }

        return data.Annotations;
    }

    [PythonFunction("__annotations__", Kind = FunctionKind.Setter)]
    internal static Value SetAnnotations(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Data(a[0]).Annotations = a[1].IsUnspecified ? Value.Unbound : a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__closure__", Kind = FunctionKind.Getter)]
    internal static Value Closure(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var closure = (Closure)a[0].Ref!;
        var cells = ValueArrays.Unbound(closure.Code.FreeCount - 1);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Value.Object(new PyCell(python.Types.Cell, (Box)closure.Variable(i + 1).Ref!));
        }

        return cells.Length == 0 ? Value.Unspecified : python.Tuple(cells);
    }

    [PythonFunction("__code__", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.CodeOf(((Closure)a[0].Ref!).Code));

    [PythonFunction("__code__", Kind = FunctionKind.Setter)]
    internal static Value SetCode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyCode code)
        {
            return python.TypeError("__code__ must be set to a code object");
        }

        var function = (Closure)a[0].Ref!;
        var data = Data(a[0]);
        if (code.Info.Free.Length != data.Info.Free.Length)
        {
            return python.ValueError($"{data.Name}() requires a code object with {data.Info.Free.Length} free vars, not {code.Info.Free.Length}");
        }

        if (python.CodeFor(code, data.Globals, hasLocals: false) is not { } made)
        {
            return Value.Signal;
        }

        // Compiled code may have the old one in it, taken for what this function is: it is told that the old one was replaced. Other functions of the
        // old code go on with its replacement, which does the same.
        var old = function.Code;
        if (old != made && old.Replacement is null && data.Info.Again is { } again)
        {
            var (same, error) = again(data.Info, python.NamesOf(data.Globals));
            if (same is null)
            {
                return python.Raise(error!);
            }

            old.ReplaceBy(same);
        }

        function.Code = made;
        data.Info = code.Info;
        return Value.Unspecified;
    }

    [PythonFunction("__globals__", Kind = FunctionKind.Getter)]
    internal static Value Globals(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Data(a[0]).Globals);
}

/// <summary>Built-in functions and methods of built-in types.</summary>
internal static class BuiltinFunctionMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a) => FunctionMethods.Call(python, a);

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) => a[1].IsUnspecified || ((BuiltinFunction)a[0].Ref!).Owner is null ? a[0] : python.BoundMethod(a[0], a[1]);

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(((BuiltinFunction)a[0].Ref!).Name);

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(python.QualifiedNameOf(a[0]));

    [PythonFunction("__module__", Kind = FunctionKind.Getter)]
    internal static Value Module(PythonRuntime python, ReadOnlySpan<Value> a) => ((BuiltinFunction)a[0].Ref!).ModuleName is { } name ? python.Str(name) : Value.Unspecified;

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("__self__", Kind = FunctionKind.Getter)]
    internal static Value Self(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    /// <summary>The name, by which its module has it, or where to find it in its type.</summary>
    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (BuiltinFunction)a[0].Ref!;
        return self.Owner is null ? python.Str(self.Name)
            : python.Tuple(python.BuiltinsModule!.Find("getattr"), python.Tuple(Value.Object(self.Owner), python.Str(self.Name)));
    }
}

/// <summary>Bound methods.</summary>
[Specials("hash eq ne repr")]
internal static class MethodMethods
{
    [PythonFunction("__new__", "type, function, instance, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !python.IsCallable(a[1]) ? python.TypeError("first argument must be callable")
        : a[2].IsUnspecified ? python.TypeError("self must not be None")
        : python.Machine.ChargeAllocation(60) ? python.BoundMethod(a[1], a[2]) : Value.Signal;

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a) => FunctionMethods.Call(python, a);

    [PythonFunction("__reduce__", "self, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        Value name = await python.Settle(python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, "__name__"));
        return name.IsSignal ? name : python.Tuple(python.BuiltinsModule!.Find("getattr"), python.Tuple(((PyBoundMethod)a[0].Ref!).Self, name));
    }

    [PythonFunction("__func__", Kind = FunctionKind.Getter)]
    internal static Value Function(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyBoundMethod)a[0].Ref!).Function;

    [PythonFunction("__self__", Kind = FunctionKind.Getter)]
    internal static Value Self(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyBoundMethod)a[0].Ref!).Self;

    [PythonFunction("__getattribute__", "self, name, /")]
    internal static Value GetAttribute(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (python.AttributeName(a[1]) is not { } name)
        {
            return Value.Signal;
        }

        Value found = python.FindAttribute(a[0], python.TypeOf(a[0]), name);
        return found.IsUnbound ? python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, name) : found;
    }

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, "__name__");

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, "__qualname__");

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, "__doc__");

    [PythonFunction("__module__", Kind = FunctionKind.Getter)]
    internal static Value Module(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetAttribute(((PyBoundMethod)a[0].Ref!).Function, "__module__");
}

/// <summary>property.</summary>
internal static class PropertyMethods
{
    private static PyProperty Self(in Value value) => (PyProperty)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyProperty((PyType)a[0].Ref!));

    [PythonFunction("__init__", "self, fget=None, fset=None, fdel=None, doc=None")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        self.Getter = a[1].IsAbsent ? Value.Unspecified : a[1];
        self.Setter = a[2].IsAbsent ? Value.Unspecified : a[2];
        self.Deleter = a[3].IsAbsent ? Value.Unspecified : a[3];
        self.Doc = !a[4].IsAbsent ? a[4] : FunctionData.Of(self.Getter) is { } data ? data.Doc : Value.Unspecified;
        return Value.Unspecified;
    }

    private static Value Changed(PythonRuntime python, in Value self, Action<PyProperty> change)
    {
        var old = Self(self);
        var copy = new PyProperty(old.Type) { Getter = old.Getter, Setter = old.Setter, Deleter = old.Deleter, Doc = old.Doc, Name = old.Name };
        change(copy);
        return Value.Object(copy);
    }

    [PythonFunction("getter", "self, fget, /")]
    internal static Value Getter(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = a[1];
        return Changed(python, a[0], copy => copy.Getter = function);
    }

    [PythonFunction("setter", "self, fset, /")]
    internal static Value Setter(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = a[1];
        return Changed(python, a[0], copy => copy.Setter = function);
    }

    [PythonFunction("deleter", "self, fdel, /")]
    internal static Value Deleter(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = a[1];
        return Changed(python, a[0], copy => copy.Deleter = function);
    }

    [PythonFunction("fget", Kind = FunctionKind.Getter)]
    internal static Value GetFunction(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Getter;

    [PythonFunction("fset", Kind = FunctionKind.Getter)]
    internal static Value SetFunction(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Setter;

    [PythonFunction("fdel", Kind = FunctionKind.Getter)]
    internal static Value DeleteFunction(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Deleter;

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Doc;

    [PythonFunction("__doc__", Kind = FunctionKind.Setter)]
    internal static Value SetDoc(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Doc = a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].IsUnspecified ? a[0] : python.Bind(a[0], a[1], python.TypeOf(a[1]));

    [PythonFunction("__set__", "self, instance, value, /")]
    internal static Value Set(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetProperty(Self(a[0]), a[1], "", a[2]);

    [PythonFunction("__delete__", "self, instance, /")]
    internal static Value Delete(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetProperty(Self(a[0]), a[1], "", Value.Unbound);

    [PythonFunction("__set_name__", "self, owner, name, /")]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Name = PythonRuntime.Inner(a[2]).Ref?.ToString();
        return Value.Unspecified;
    }

    [PythonFunction("__isabstractmethod__", Kind = FunctionKind.Getter)]
    internal static Value IsAbstract(PythonRuntime python, ReadOnlySpan<Value> a) => python.Finish(IsAbstract(python, Self(a[0])));

    private static async Work<Value> IsAbstract(PythonRuntime python, PyProperty self)
    {
        foreach (Value function in (Value[])[self.Getter, self.Setter, self.Deleter])
        {
            Value flag = function.IsUnspecified ? Value.Unbound : await python.TryGetAttribute(function, "__isabstractmethod__");
            Value truth = flag.IsUnbound ? Value.Boolean(false) : flag.IsSignal ? flag : await python.TruthOf(flag);
            if (truth.IsSignal || truth.IsTrue)
            {
                return truth;
            }
        }

        return Value.Boolean(false);
    }
}

/// <summary>staticmethod.</summary>
internal static class StaticMethodMethods
{
    [PythonFunction("__new__", "cls, function, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyMethodWrapper((PyType)a[0].Ref!, isClass: false) { Function = a[1] });

    [PythonFunction("__func__", Kind = FunctionKind.Getter)]
    [PythonFunction("__wrapped__", Kind = FunctionKind.Getter)]
    internal static Value Function(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyMethodWrapper)a[0].Ref!).Function;

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyMethodWrapper)a[0].Ref!).Function;

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a) => FunctionMethods.Call(python, a);

    [PythonFunction("__isabstractmethod__", Kind = FunctionKind.Getter)]
    internal static Value IsAbstract(PythonRuntime python, ReadOnlySpan<Value> a) => ClassMethodMethods.IsAbstract(python, a);
}

/// <summary>classmethod.</summary>
internal static class ClassMethodMethods
{
    [PythonFunction("__new__", "cls, function, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyMethodWrapper((PyType)a[0].Ref!, isClass: true) { Function = a[1] });

    [PythonFunction("__func__", Kind = FunctionKind.Getter)]
    [PythonFunction("__wrapped__", Kind = FunctionKind.Getter)]
    internal static Value Function(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyMethodWrapper)a[0].Ref!).Function;

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Bind(a[0], Value.Unbound, a[2].Ref as PyType ?? python.TypeOf(a[1]));

    [PythonFunction("__isabstractmethod__", Kind = FunctionKind.Getter)]
    internal static Value IsAbstract(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = ((PyMethodWrapper)a[0].Ref!).Function;
        return FunctionData.Of(function) is { Dictionary.Ref: PyDict dictionary } && dictionary.Find("__isabstractmethod__") is { IsUnbound: false } flag ? flag : Value.Boolean(false);
    }
}

/// <summary>super.</summary>
[Specials("repr")]
internal static class SuperMethods
{
    [PythonFunction("__new__", "cls, type=None, object=None, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].IsAbsent)
        {
            return python.Raise("RuntimeError", "super(): no arguments");
        }

        if (a[1].Ref is not PyType after)
        {
            return python.TypeError($"super() argument 1 must be a type, not {python.TypeName(a[1])}");
        }

        if (a[2].IsAbsent || a[2].IsUnspecified)
        {
            return Value.Object(new PySuper((PyType)a[0].Ref!, after, Value.Unspecified, null));
        }

        var selfType = a[2].Ref is PyType type && type.IsSubtypeOf(after) ? type : python.TypeOf(a[2]);
        return selfType.IsSubtypeOf(after)
            ? Value.Object(new PySuper((PyType)a[0].Ref!, after, a[2], selfType))
            : python.TypeError("super(type, obj): obj must be an instance or subtype of type");
    }

    [PythonFunction("__self__", Kind = FunctionKind.Getter)]
    internal static Value Self(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySuper)a[0].Ref!).Self;

    [PythonFunction("__self_class__", Kind = FunctionKind.Getter)]
    internal static Value SelfClass(PythonRuntime python, ReadOnlySpan<Value> a) => ((PySuper)a[0].Ref!).SelfType is { } type ? Value.Object(type) : Value.Unspecified;

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PySuper)a[0].Ref!;
        return a[1].IsUnspecified || self.SelfType is not null ? a[0] : New(python, [Value.Object(self.Type), Value.Object(self.After), a[1]]);
    }

    [PythonFunction("__thisclass__", Kind = FunctionKind.Getter)]
    internal static Value Class(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(((PySuper)a[0].Ref!).After);
}

/// <summary>Attributes of built-in objects, and what __slots__ reserves.</summary>
[Specials("repr")]
internal static class DescriptorMethods
{
    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(a[0].Ref is PyGetSet getSet ? getSet.Name : ((PySlot)a[0].Ref!).Name);

    [PythonFunction("__objclass__", Kind = FunctionKind.Getter)]
    internal static Value Owner(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(a[0].Ref is PyGetSet getSet ? getSet.Owner : ((PySlot)a[0].Ref!).Owner);

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) => a[1].IsUnspecified ? a[0] : python.Bind(a[0], a[1], python.TypeOf(a[1]));

    [PythonFunction("__set__", "self, instance, value, /")]
    internal static Value Set(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.StoreAttribute(a[1], python.TypeOf(a[1]), a[0].Ref is PyGetSet getSet ? getSet.Name : ((PySlot)a[0].Ref!).Name, a[2]);
}

/// <summary>cell.</summary>
[Specials("repr")]
internal static class CellMethods
{
    [PythonFunction("cell_contents", Kind = FunctionKind.Getter)]
    internal static Value Contents(PythonRuntime python, ReadOnlySpan<Value> a) =>
        ((PyCell)a[0].Ref!).Box.Content is { IsUnbound: false } content ? content : python.ValueError("Cell is empty");

    [PythonFunction("cell_contents", Kind = FunctionKind.Setter)]
    internal static Value SetContents(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ((PyCell)a[0].Ref!).Box.Content = a[1];
        return Value.Unspecified;
    }
}

/// <summary>None.</summary>
internal static class NoneMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str("None");

    [PythonFunction("__bool__", "self, /")]
    internal static Value Truth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("__new__", "cls, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>Ellipsis and NotImplemented.</summary>
[Specials("repr")]
internal static class SingletonMethods
{
    [PythonFunction("__new__", "cls, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => a[0].Ref == python.Types.Ellipsis ? python.Ellipsis : python.NotImplemented;
}

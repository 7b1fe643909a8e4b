using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module _contextvars.</summary>
internal static class ContextVariablesModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(ContextVariablesModule));
        var context = SystemModules.AddType(python, module, "Context", typeof(ContextMethods), Layout.Own, final: true);
        _ = SystemModules.AddType(python, module, "ContextVar", typeof(ContextVariableMethods), Layout.Own, final: true);
        var token = SystemModules.AddType(python, module, "Token", typeof(TokenMethods), Layout.Own, final: true);
        token.Names.Set("MISSING", Value.Object(new PySingleton(python.Types.Object, "<Token.MISSING>")));
        python.CurrentContext = new PyContext(context, python.NewDict());
        python.ContextToken = token;
    }

    [PythonFunction("copy_context")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => python.CurrentContext!.Copy(python);
}

/// <summary>What variables of a context are.</summary>
internal sealed class PyContext(PyType type, PyDict values) : PyObject(type)
{
    internal PyDict Values = values;
    internal PyContext? Outer;
    internal bool IsEntered;

    internal Value Copy(PythonRuntime python) => python.Machine.ChargeAllocation(PyDict.Size + (64L * Values.Count))
        ? Value.Object(new PyContext(Type, new PyDict(python.Types.Dict, Values.Entries.Copy())))
        : Value.Signal;
}

/// <summary>A context variable.</summary>
internal sealed class PyContextVariable(PyType type, string name, Value initial) : PyObject(type)
{
    internal readonly string Name = name;
    internal readonly Value Default = initial;

    internal Value Find(PythonRuntime python)
    {
        Value self = Value.Object(this);
        _ = Keys.TryHash(self, out long hash);
        var entries = python.CurrentContext!.Values.Entries;
        int place = entries.Find(self, hash);
        return place >= 0 ? entries[place].Value : Value.Unbound;
    }

    internal void Store(PythonRuntime python, in Value value)
    {
        Value self = Value.Object(this);
        _ = Keys.TryHash(self, out long hash);
        var entries = python.CurrentContext!.Values.Entries;
        int place = entries.Find(self, hash);
        if (place >= 0)
        {
            if (value.IsUnbound)
            {
                entries.RemoveAt(place);
            }
            else
            {
                entries[place].Value = value;
            }
        }
        else if (!value.IsUnbound)
        {
            entries.Add(self, hash, value);
        }
    }
}

/// <summary>What a variable was before it was set.</summary>
internal sealed class PyToken(PyType type, PyContextVariable variable, Value before, PyContext context) : PyObject(type)
{
    internal readonly PyContextVariable Variable = variable;
    internal readonly Value Before = before;
    internal readonly PyContext Context = context;
    internal bool IsUsed;
}

internal static class ContextMethods
{
    private static PyContext Self(in Value value) => (PyContext)value.Ref!;

    [PythonFunction("__new__", "cls, /", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyContext((PyType)a[0].Ref!, python.NewDict()));

    [PythonFunction("run", "self, callable, /, *args, **kwargs")]
    internal static async Work<Value> Run(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.IsEntered)
        {
            return python.Raise("RuntimeError", "cannot enter context: it is already entered");
        }

        var arguments = new List<Value> { a[1] };
        arguments.AddRange(((PyTuple)a[2].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[3].Ref!, arguments);
        self.Outer = python.CurrentContext;
        self.IsEntered = true;
        python.CurrentContext = self;
        var keywords = python.NewDict();
        for (int i = 0; names is not null && i < names.Length; i++)
        {
            keywords.Store(names[i], arguments[^(names.Length - i)]);
        }

        Value result = await python.TryCall(python.Builtin("%apply"), a[1], a[2], Value.Object(keywords));
        python.CurrentContext = self.Outer;
        self.IsEntered = false;
        return result;
    }

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Copy(python);

    [PythonFunction("__len__", "self, /")]
    internal static Value Length(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Values.Count);

    [PythonFunction("__getitem__", "self, key, /")]
    internal static Value Item(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is PyContextVariable ? python.GetItem(Value.Object(Self(a[0]).Values), a[1]) : python.TypeError($"a ContextVar key was expected, got {python.TypeName(a[1])}");

    [PythonFunction("__contains__", "self, key, /")]
    internal static Value Contains(PythonRuntime python, ReadOnlySpan<Value> a) => python.Contains(Value.Object(Self(a[0]).Values), a[1]);

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetIterator(Value.Object(Self(a[0]).Values));

    [PythonFunction("get", "self, key, default=None, /")]
    internal static async Work<Value> Get(PythonRuntime python, Value[] a)
    {
        Value found = await python.FindInDict(Self(a[0]).Values, a[1]);
        return !found.IsUnbound ? found : a[2].IsAbsent ? Value.Unspecified : a[2];
    }

    [PythonFunction("keys", "self, /")]
    internal static Value Names(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictKeys, Self(a[0]).Values, DictPart.Keys));

    [PythonFunction("values", "self, /")]
    internal static Value Contents(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictValues, Self(a[0]).Values, DictPart.Values));

    [PythonFunction("items", "self, /")]
    internal static Value Pairs(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyDictView(python.Types.DictItems, Self(a[0]).Values, DictPart.Items));
}

internal static class ContextVariableMethods
{
    private static PyContextVariable Self(in Value value) => (PyContextVariable)value.Ref!;

    [PythonFunction("__new__", "cls, name, /, *, default=None", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is Text name ? Value.Object(new PyContextVariable((PyType)a[0].Ref!, name.ToString(), a[2])) : python.TypeError("context variable name must be a str");

    [PythonFunction("name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Name);

    [PythonFunction("get", "self, default=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value found = Self(a[0]).Find(python);
        return !found.IsUnbound ? found : !a[1].IsAbsent ? a[1] : !Self(a[0]).Default.IsAbsent ? Self(a[0]).Default
            : python.Raise(python.NewException(python.Types.Exception("LookupError"), a[0]));
    }

    [PythonFunction("set", "self, value, /")]
    internal static Value Set(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeAllocation(120))
        {
            return Value.Signal;
        }

        var token = new PyToken(python.ContextToken!, Self(a[0]), Self(a[0]).Find(python), python.CurrentContext!);
        Self(a[0]).Store(python, a[1]);
        return Value.Object(token);
    }

    [PythonFunction("reset", "self, token, /")]
    internal static Value Reset(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyToken token)
        {
            return python.TypeError($"expected an instance of Token, got {python.TypeName(a[1])}");
        }

        if (token.IsUsed)
        {
            return python.Raise("RuntimeError", "Token has already been used once");
        }

        if (token.Variable != a[0].Ref || token.Context != python.CurrentContext)
        {
            return python.ValueError($"Token was created {(token.Variable != a[0].Ref ? "by a different ContextVar" : "in a different Context")}");
        }

        token.IsUsed = true;
        token.Variable.Store(python, token.Before);
        return Value.Unspecified;
    }

    [PythonFunction("__class_getitem__", "cls, item, /", Kind = FunctionKind.Class)]
    internal static Value Parameterise(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];
}

internal static class TokenMethods
{
    [PythonFunction("var", Kind = FunctionKind.Getter)]
    internal static Value Variable(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(((PyToken)a[0].Ref!).Variable);

    [PythonFunction("old_value", Kind = FunctionKind.Getter)]
    internal static Value Before(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyToken)a[0].Ref!;
        return self.Before.IsUnbound ? self.Type.Lookup("MISSING") : self.Before;
    }
}

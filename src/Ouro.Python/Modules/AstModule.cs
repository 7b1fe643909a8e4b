using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Modules;

/// <summary>The module _ast: a class for each node of the table that the front end's own classes are made of.</summary>
internal static class AstModule
{
    private const string Places = "lineno col_offset end_lineno end_col_offset";

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        var all = new Dictionary<string, PyType>(StringComparer.Ordinal);
        var root = Add("AST", python.Types.Object);
        root.Names.Set("_fields", python.EmptyTuple);
        root.Names.Set("_attributes", python.EmptyTuple);
        root.Names.Set("__match_args__", python.EmptyTuple);
        Value places = python.Tuple([.. Places.Split(' ').Select(python.Str)]);
        string kind = "";
        PyType? parent = null;
        bool hasPlaces = false;
        foreach (string line in Table())
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0] == "#")
            {
                continue;
            }

            if (words[0] is "sum" or "enum" or "product")
            {
                kind = words[0];
                hasPlaces = words.Length > 3;
                parent = kind == "product" ? root : Add(words[1], root);
                if (kind != "product")
                {
                    SetPlaces(parent);
                }
            }
            else if (kind == "enum")
            {
                foreach (string name in words)
                {
                    _ = Add(name, parent!);
                }
            }
            else if (words[0] is not ("TypeAlias" or "TypeVar" or "ParamSpec" or "TypeVarTuple" or "type_param"))
            {
                AddNode(words);
            }
        }

        python.TreeTypes = all;
        module.Set("PyCF_ONLY_AST", Value.Fixnum(0x400));
        module.Set("PyCF_TYPE_COMMENTS", Value.Fixnum(0x1000));
        module.Set("PyCF_ALLOW_TOP_LEVEL_AWAIT", Value.Fixnum(0x2000));

        PyType Add(string name, PyType under)
        {
            var type = python.Types.Make(name, under == python.Types.Object ? typeof(TreeMethods) : null, Layout.Plain, under == python.Types.Object ? null : under);
            type.ModuleName = "ast";
            type.IsHeapType = true;
            type.HasDictionary = true;
            all[name] = type;
            module.Set(name, Value.Object(type));
            return type;
        }

        void SetPlaces(PyType type)
        {
            if (hasPlaces)
            {
                type.Names.Set("_attributes", places);
                type.Names.Set("end_lineno", Value.Unspecified);
                type.Names.Set("end_col_offset", Value.Unspecified);
            }
        }

        void AddNode(string[] words)
        {
            var type = Add(words[0], parent!);
            if (kind == "product")
            {
                SetPlaces(type);
            }

            var fields = words.Skip(1).Where(word => !word.Contains('@', StringComparison.Ordinal)).Select(word => word.Split(':')).ToList();
            Value names = python.Tuple([.. fields.Select(field => python.Str(field[0]))]);
            type.Names.Set("_fields", names);
            type.Names.Set("__match_args__", names);
            foreach (string[] field in fields)
            {
                if (field[1].EndsWith('?'))
                {
                    type.Names.Set(field[0], Value.Unspecified);
                }
            }
        }
    }

    private static IEnumerable<string> Table()
    {
        using var stream = typeof(AstModule).Assembly.GetManifestResourceStream("Nodes.table")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}

/// <summary>What nodes do.</summary>
internal static class TreeMethods
{
    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        Value fields = await python.Settle(python.GetAttribute(Value.Object(python.TypeOf(a[0])), "_fields"));
        Value list = fields.IsSignal ? fields : await python.ToList(fields);
        if (list.IsSignal)
        {
            return list;
        }

        var names = ((PyList)list.Ref!).Span.ToArray();
        var arguments = ((PyTuple)a[1].Ref!).Items;
        if (arguments.Length > names.Length)
        {
            return python.TypeError($"{python.TypeName(a[0])} constructor takes at most {names.Length} positional argument{(names.Length == 1 ? "" : "s")}");
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if ((await python.Settle(python.SetAttribute(a[0], PythonRuntime.TextOf(names[i]), arguments[i]))).IsSignal)
            {
                return Value.Signal;
            }
        }

        var named = (PyDict)a[2].Ref!;
        foreach (string name in PythonRuntime.KeysOf(named))
        {
            if (Array.FindIndex(names, 0, arguments.Length, field => field.Ref?.ToString() == name) >= 0)
            {
                return python.TypeError($"{python.TypeName(a[0])} got multiple values for argument '{name}'");
            }

            if ((await python.Settle(python.SetAttribute(a[0], name, named.Find(name)))).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Unspecified;
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Tuple(Value.Object(python.TypeOf(a[0])), python.EmptyTuple, Value.Object(((PyObject)a[0].Ref!).AttributesAsDict(python)));
}

/// <summary>Makes objects of a tree of the front end.</summary>
internal sealed class TreeObjects(PythonRuntime python, int version) : TreeDumper(version, attributes: true)
{
    private PyInstance _node = null!;

    /// <summary>The object for a node; null if the tree is too deep for the stack.</summary>
    internal PyInstance? Make(Node node)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack() || !python.Machine.ChargeAllocation(300))
        {
            return null;
        }

        var outer = _node;
        var made = _node = New(node.NodeName);
        node.DumpFields(this);
        bool failed = IsIncomplete;
        if (node.HasPlace)
        {
            Number("lineno", node.Span.Line);
            Number("col_offset", node.Span.Column);
            Number("end_lineno", node.Span.EndLine);
            Number("end_col_offset", node.Span.EndColumn);
        }

        _node = outer;
        return failed ? null : made;
    }

    internal bool IsIncomplete { get; private set; }

    private PyInstance New(string name)
    {
        var type = python.TreeTypes![name];
        return new PyInstance(type) { Shape = type.RootShape };
    }

    private Value Of(Node? node)
    {
        if (node is null)
        {
            return Value.Unspecified;
        }

        var made = Make(node);
        IsIncomplete |= made is null;
        return made is null ? Value.Unspecified : Value.Object(made);
    }

    internal override void Nodes(string name, Node? value, int since = 0)
    {
        if (since <= Version)
        {
            _node.SetOwnAttribute(name, Of(value));
        }
    }

    internal override void Nodes(string name, Node?[] values, int since = 0)
    {
        if (since <= Version)
        {
            _node.SetOwnAttribute(name, python.List(Array.ConvertAll(values, Of)));
        }
    }

    internal override void Names(string name, string value) => _node.SetOwnAttribute(name, Value.Object(New(value)));

    internal override void Names(string name, string[] values) => _node.SetOwnAttribute(name, python.List(Array.ConvertAll(values, value => Value.Object(New(value)))));

    internal override void Text(string name, string? value) => _node.SetOwnAttribute(name, value is null ? Value.Unspecified : python.Str(value));

    internal override void Text(string name, string[] values) => _node.SetOwnAttribute(name, python.List(Array.ConvertAll(values, python.Str)));

    internal override void Number(string name, int value) => _node.SetOwnAttribute(name, Value.Fixnum(value));

    internal override void Literal(string name, Literal value) => _node.SetOwnAttribute(name, Compiler.CodeGenerator.ValueOf(python, value));
}

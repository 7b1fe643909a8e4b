using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>Tuples whose elements have names: time.struct_time, os.stat_result, sys.version_info.</summary>
internal static class StructSequence
{
    /// <summary>Makes such a type and puts it into a module.</summary>
    /// <param name="fields">Names of the first elements.</param>
    /// <param name="length">How many elements there are; -1: as many as names.</param>
    internal static PyType Add(PythonRuntime python, PyModule module, string name, string fields, int length = -1)
    {
        var type = python.Types.Make(name, typeof(StructSequenceMethods), Layout.Tuple, python.Types.Tuple);
        type.ModuleName = module.Name is "posix" ? "os" : module.Name;
        type.AsksMethods = true;
        type.HasDictionary = true;
        string[] names = fields.Split(' ');
        for (int i = 0; i < names.Length; i++)
        {
            int index = i;
            type.Names.Set(names[i], Value.Object(new PyGetSet(python.Types.GetSet, names[i], type, (_, a) => ((PyTuple)a[0].Ref!).Items[index], null)));
        }

        int count = length < 0 ? names.Length : length;
        type.Names.Set("n_fields", Value.Fixnum(count));
        type.Names.Set("n_sequence_fields", Value.Fixnum(count));
        type.Names.Set("n_unnamed_fields", Value.Fixnum(count - names.Length));
        type.Names.Set("__match_args__", python.Tuple(Array.ConvertAll(names, python.Str)));
        type.Changed();
        module.Set(name, Value.Object(type));
        return type;
    }

    /// <summary>One of them.</summary>
    /// <param name="more">Attributes that are no elements.</param>
    internal static Value Make(PythonRuntime python, PyType type, Value[] items, ReadOnlySpan<(string Name, Value Value)> more)
    {
        var made = new PyTuple(type, items) { Shape = type.RootShape };
        foreach (var (name, value) in more)
        {
            made.SetOwnAttribute(name, value);
        }

        return Value.Object(made);
    }
}

/// <summary>What they do otherwise than tuples.</summary>
internal static class StructSequenceMethods
{
    [PythonFunction("__new__", "cls, sequence, dict=None, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        Value list = await python.ToList(a[1]);
        if (list.IsSignal)
        {
            return list;
        }

        var items = ((PyList)list.Ref!).Span.ToArray();
        long wanted = type.Lookup("n_sequence_fields").Bits;
        return items.Length < wanted ? python.TypeError($"{type.FullName}() takes an at least {wanted}-sequence ({items.Length}-sequence given)")
            : StructSequence.Make(python, type, items[..(int)wanted], []);
    }

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = (PyTuple)a[0].Ref!;
        var names = (PyTuple)self.Type.Lookup("__match_args__").Ref!;
        var text = new System.Text.StringBuilder(self.Type.FullName + "(");
        for (int i = 0; i < names.Items.Length; i++)
        {
            Value item = await python.Repr(self.Items[i]);
            if (item.IsSignal)
            {
                return item;
            }

            text.Append(i > 0 ? ", " : "").Append(names.Items[i].Ref).Append('=').Append(item.Ref);
        }

        return python.Str(text.Append(')').ToString());
    }
}

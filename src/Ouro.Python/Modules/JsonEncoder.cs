using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Modules;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>What make_encoder gives: a writer of values in one line.</summary>
internal sealed class JsonEncoder(PyType type) : PyObject(type)
{
    /// <summary>In the order of make_encoder: markers, default, encoder, indent, key_separator, item_separator.</summary>
    internal Value[] Options = ValueArrays.None;

    internal bool SortsKeys, SkipsKeys, AllowsNan;

    private readonly HashSet<object> _around = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes a value behind what is written already.</summary>
    /// <returns>False with the signal.</returns>
    internal async Work<bool> Write(PythonRuntime python, TextBuilder text, Value value, int depth)
    {
        if (depth > python.RecursionLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _ = python.Raise("RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
            return false;
        }

        Value inner = PythonRuntime.Inner(value);
        if (value.IsUnspecified || value.IsBoolean)
        {
            return Append(python, text, python.Str(value.IsUnspecified ? "null" : value.IsTrue ? "true" : "false"));
        }

        if (inner.Ref is Text)
        {
            return Append(python, text, await Quoted(python, value));
        }

        if (inner.Ref is null or Bignum || inner.IsFlonum)
        {
            return Append(python, text, Number(python, inner));
        }

        bool isList = value.Ref is PyList or PyTuple;
        bool isMarked = !Options[0].IsUnspecified;
        if (isMarked && !_around.Add(value.Ref!))
        {
            _ = python.ValueError("Circular reference detected");
            return false;
        }

        bool done = isList ? await WriteItems(python, text, value, depth) : value.Ref is PyDict dictionary ? await WriteDict(python, text, dictionary, depth) : await WriteOther(python, text, value, depth);
        _around.Remove(value.Ref!);
        return done;
    }

    private static bool Append(PythonRuntime python, TextBuilder text, in Value piece)
    {
        if (piece.IsSignal || PythonRuntime.Inner(piece).Ref is not Text added || !python.Machine.ChargeTicks(added.Length >> 6) || !python.Machine.ChargeAllocation(text.GrowthFor(added.Length)))
        {
            return false;
        }

        text.Append(added);
        return true;
    }

    private async Work<bool> WriteOther(PythonRuntime python, TextBuilder text, Value value, int depth)
    {
        Value replaced = await python.Call(Options[1], value);
        return !replaced.IsSignal && await Write(python, text, replaced, depth + 1);
    }

    private async Work<Value> Quoted(PythonRuntime python, Value text)
    {
        if (Options[2].Ref is BuiltinFunction { ModuleName: "_json" } builtin)
        {
            return python.Made(JsonText.Quoted(python.Meter, (Text)PythonRuntime.Inner(text).Ref!, builtin.Name == "encode_basestring_ascii"));
        }

        Value quoted = await python.Call(Options[2], text);
        return quoted.IsSignal || PythonRuntime.Inner(quoted).Ref is Text ? quoted : python.TypeError($"encoder() must return a string, not {python.TypeName(quoted)}");
    }

    private Value Number(PythonRuntime python, in Value number)
    {
        if (!number.IsFlonum)
        {
            return IntegerText.ToText(python.Meter, number) is { } numeral ? python.Str(numeral) : python.Failed();
        }

        double real = number.AsFlonum;
        return double.IsFinite(real) ? python.Str(FloatText.Repr(real))
            : !AllowsNan ? python.ValueError("Out of range float values are not JSON compliant")
            : python.Str(double.IsNaN(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
    }

    private async Work<bool> WriteItems(PythonRuntime python, TextBuilder text, Value value, int depth)
    {
        text.Append("[");
        for (int i = 0; ; i++)
        {
            // The list may be changed meanwhile.
            var items = value.Ref is PyList list ? list.Span : ((PyTuple)value.Ref!).Items;
            if (i >= items.Length)
            {
                break;
            }

            Value item = items[i];
            if ((i > 0 && !Append(python, text, Options[5])) || !await Write(python, text, item, depth + 1))
            {
                return false;
            }
        }

        text.Append("]");
        return true;
    }

    private async Work<bool> WriteDict(PythonRuntime python, TextBuilder text, PyDict dictionary, int depth)
    {
        Value method = await python.Settle(python.GetAttribute(Value.Object(dictionary), "items"));
        Value view = method.IsSignal ? method : await python.Call(method);
        Value pairs = view.IsSignal ? view : await python.ToList(view);
        if (SortsKeys && !pairs.IsSignal)
        {
            pairs = await python.Sort(((PyList)pairs.Ref!).Span.ToArray(), Value.Unspecified, reverse: false);
        }

        if (pairs.Ref is not PyList list)
        {
            return false;
        }

        text.Append("{");
        bool isFirst = true;
        foreach (Value pair in list.Span.ToArray())
        {
            if (pair.Ref is not PyTuple { Items: { Length: 2 } both })
            {
                _ = python.ValueError("items must return 2-tuples");
                return false;
            }

            Value key = both[0], inner = PythonRuntime.Inner(key);
            if (inner.Ref is not (Text or null or Bignum) && !inner.IsFlonum && !key.IsBoolean && !key.IsUnspecified)
            {
                if (SkipsKeys)
                {
                    continue;
                }

                _ = python.TypeError($"keys must be str, int, float, bool or None, not {python.TypeName(key)}");
                return false;
            }

            Value shown = key.IsUnspecified ? python.Str("null") : key.IsBoolean ? python.Str(key.IsTrue ? "true" : "false") : inner.Ref is Text ? key : Number(python, inner);
            if (shown.IsSignal || (!isFirst && !Append(python, text, Options[5])) || !Append(python, text, await Quoted(python, shown)) || !Append(python, text, Options[4]) || !await Write(python, text, both[1], depth + 1))
            {
                return false;
            }

            isFirst = false;
        }

        text.Append("}");
        return true;
    }

    internal void Forget() => _around.Clear();
}

/// <summary>Encoder.</summary>
internal static class JsonEncoderMethods
{
    private static JsonEncoder Self(in Value value) => (JsonEncoder)value.Ref!;

    [PythonFunction("__new__", "cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        for (int i = 5; i <= 6; i++)
        {
            if (PythonRuntime.Inner(a[i]).Ref is not Text)
            {
                return python.TypeError($"make_encoder() argument {i} must be str, not {python.TypeName(a[i])}");
            }
        }

        if (!a[1].IsUnspecified && a[1].Ref is not PyDict)
        {
            return python.TypeError($"make_encoder() argument 1 must be dict or None, not {python.TypeName(a[1])}");
        }

        Value sorts = await python.TruthOf(a[7]), skips = sorts.IsSignal ? sorts : await python.TruthOf(a[8]), allows = skips.IsSignal ? skips : await python.TruthOf(a[9]);
        return allows.IsSignal || !python.Machine.ChargeAllocation(300) ? Value.Signal
            : Value.Object(new JsonEncoder((PyType)a[0].Ref!) { Options = a[1..7], SortsKeys = sorts.IsTrue, SkipsKeys = skips.IsTrue, AllowsNan = allows.IsTrue });
    }

    [PythonFunction("__call__", "self, obj, _current_indent_level")]
    internal static async Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var text = new TextBuilder();
        bool done = await Self(a[0]).Write(python, text, a[1], 0);
        Self(a[0]).Forget();
        return done ? python.List(Value.Object(text.ToText())) : Value.Signal;
    }
}

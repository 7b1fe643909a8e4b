using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Modules;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>The module _json: what the library's json does its work with.</summary>
internal static class JsonModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(JsonModule));
        var scanner = python.Types.MakeIn(module, "make_scanner", typeof(JsonScannerMethods));
        scanner.Name = scanner.QualifiedName = "Scanner";
        var encoder = python.Types.MakeIn(module, "make_encoder", typeof(JsonEncoderMethods));
        encoder.Name = encoder.QualifiedName = "Encoder";
    }

    private static Value Quoted(PythonRuntime python, in Value value, bool asciiOnly) =>
        PythonRuntime.Inner(value).Ref is Text text ? python.Made(JsonText.Quoted(python.Meter, text, asciiOnly)) : python.TypeError($"first argument must be a string, not {python.TypeName(value)}");

    [PythonFunction("encode_basestring_ascii", "string, /")]
    internal static Value QuotedAscii(PythonRuntime python, ReadOnlySpan<Value> a) => Quoted(python, a[0], asciiOnly: true);

    [PythonFunction("encode_basestring", "string, /")]
    internal static Value Quoted(PythonRuntime python, ReadOnlySpan<Value> a) => Quoted(python, a[0], asciiOnly: false);

    [PythonFunction("scanstring", "string, end, strict=True, /")]
    internal static async Work<Value> ScanString(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } start)
        {
            return Value.Signal;
        }

        if (PythonRuntime.Inner(a[0]).Ref is not Text text)
        {
            return python.TypeError($"first argument must be a string, not {python.TypeName(a[0])}");
        }

        if (start < 0 || start > text.Length)
        {
            return python.ValueError("end is out of bounds");
        }

        var (found, end) = await Scan(python, text, (int)start, a[2].IsAbsent || PythonRuntime.SimpleTruth(a[2]) != false);
        return found.IsSignal ? found : python.Tuple(found, Value.Fixnum(end));
    }

    /// <summary>Reads a string behind its opening quote.</summary>
    internal static async Work<(Value Found, int End)> Scan(PythonRuntime python, Text text, int start, bool isStrict)
    {
        var found = JsonText.Scan(python.Meter, text, start, isStrict, out int end, out string? problem);
        return (problem is null ? python.Made(found) : await Fail(python, problem, text, end), end);
    }

    /// <summary>Raises a JSONDecodeError.</summary>
    internal static async Work<Value> Fail(PythonRuntime python, string message, Text text, int place)
    {
        Value decoder = await python.FindAndLoad("json.decoder");
        Value type = decoder.IsSignal ? decoder : await python.Settle(python.GetAttribute(decoder, "JSONDecodeError"));
        Value error = type.IsSignal ? type : await python.Call(type, python.Str(message), Value.Object(text), Value.Fixnum(place));
        return error.Ref is PyException exception ? python.Raise(exception) : error.IsSignal ? error : python.TypeError("exceptions must derive from BaseException");
    }
}

/// <summary>What make_scanner gives: a reader of values.</summary>
internal sealed class JsonScanner(PyType type) : PyObject(type)
{
    internal bool IsStrict;
    internal Value ObjectHook, PairsHook, ParseFloat, ParseInt, ParseConstant;

    /// <summary>Keys that were read: each is one object.</summary>
    private readonly Dictionary<Text, Value> _keys = [];

    /// <summary>Reads the value at an index.</summary>
    /// <returns>The signal and its pending raise, or the value and the index behind it.</returns>
    internal async Work<(Value Value, int End)> Read(PythonRuntime python, Text text, int start, int depth)
    {
        if (depth > python.RecursionLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return (python.Raise("RecursionError", $"maximum recursion depth exceeded while decoding a JSON {(text[start] == '{' ? "object" : "array")} from a unicode string"), 0);
        }

        if (!python.Machine.ChargeTicks(1))
        {
            return (Value.Signal, 0);
        }

        switch (start < text.Length ? text[start] : -1)
        {
            case '"':
                return await JsonModule.Scan(python, text, start + 1, IsStrict);
            case '{':
                return await ReadObject(python, text, start + 1, depth);
            case '[':
                return await ReadArray(python, text, start + 1, depth);
            case 'n' when Is(text, start, "null"):
                return (Value.Unspecified, start + 4);
            case 't' when Is(text, start, "true"):
                return (Value.Boolean(true), start + 4);
            case 'f' when Is(text, start, "false"):
                return (Value.Boolean(false), start + 5);
            case 'N' when Is(text, start, "NaN"):
                return (await python.Call(ParseConstant, python.Str("NaN")), start + 3);
            case 'I' when Is(text, start, "Infinity"):
                return (await python.Call(ParseConstant, python.Str("Infinity")), start + 8);
            case '-' when Is(text, start, "-Infinity"):
                return (await python.Call(ParseConstant, python.Str("-Infinity")), start + 9);
        }

        int end = JsonText.NumberEnd(text, start, out bool isFloat);
        if (end == start)
        {
            return (python.StopIteration(Value.Fixnum(start)), 0);
        }

        var numeral = text.Substring(start, end);
        Value parse = isFloat ? ParseFloat : ParseInt;
        return (parse.Ref == python.Types.Int ? python.Parsed(IntegerText.Parse(python.Meter, numeral))
            : parse.Ref == python.Types.Float ? FloatText.Parse(python.Meter, numeral) is { } number ? Value.Flonum(number) : python.Failed()
            : await python.Call(parse, Value.Object(numeral)), end);
    }

    private static bool Is(Text text, int start, string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (start + i >= text.Length || text[start + i] != word[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int SkipSpace(Text text, int index)
    {
        while (index < text.Length && text[index] is ' ' or '\t' or '\n' or '\r')
        {
            index++;
        }

        return index;
    }

    private async Work<(Value Value, int End)> ReadArray(PythonRuntime python, Text text, int start, int depth)
    {
        var list = python.NewList();
        int index = SkipSpace(text, start);
        if (index < text.Length && text[index] == ']')
        {
            return (Value.Object(list), index + 1);
        }

        while (true)
        {
            var (item, end) = await Read(python, text, index, depth + 1);
            if (item.IsSignal || !list.Append(python.Machine, item))
            {
                return (Value.Signal, 0);
            }

            index = SkipSpace(text, end);
            int next = index < text.Length ? text[index] : -1;
            if (next == ']')
            {
                return (Value.Object(list), index + 1);
            }

            if (next != ',')
            {
                return (await JsonModule.Fail(python, "Expecting ',' delimiter", text, index), 0);
            }

            index = SkipSpace(text, index + 1);
        }
    }

    private async Work<(Value Value, int End)> ReadObject(PythonRuntime python, Text text, int start, int depth)
    {
        bool wantsPairs = !PairsHook.IsUnspecified;
        var pairs = wantsPairs ? python.NewList() : null;
        var dictionary = python.NewDict();
        int index = SkipSpace(text, start);
        while (index >= text.Length || text[index] != '}' || dictionary.Count + (pairs?.Count ?? 0) > 0)
        {
            if (index >= text.Length || text[index] != '"')
            {
                return (await JsonModule.Fail(python, "Expecting property name enclosed in double quotes", text, index), 0);
            }

            var (key, afterKey) = await JsonModule.Scan(python, text, index + 1, IsStrict);
            if (key.IsSignal)
            {
                return (key, 0);
            }

            if (!_keys.TryAdd((Text)key.Ref!, key))
            {
                key = _keys[(Text)key.Ref!];
            }

            index = SkipSpace(text, afterKey);
            if (index >= text.Length || text[index] != ':')
            {
                return (await JsonModule.Fail(python, "Expecting ':' delimiter", text, index), 0);
            }

            var (value, end) = await Read(python, text, SkipSpace(text, index + 1), depth + 1);
            if (value.IsSignal || (wantsPairs ? !pairs!.Append(python.Machine, python.Tuple(key, value)) : (await python.StoreInDict(dictionary, key, value)).IsSignal))
            {
                return (Value.Signal, 0);
            }

            index = SkipSpace(text, end);
            int next = index < text.Length ? text[index] : -1;
            if (next == '}')
            {
                break;
            }

            if (next != ',')
            {
                return (await JsonModule.Fail(python, "Expecting ',' delimiter", text, index), 0);
            }

            index = SkipSpace(text, index + 1);
        }

        Value made = wantsPairs ? await python.Call(PairsHook, Value.Object(pairs!))
            : ObjectHook.IsUnspecified ? Value.Object(dictionary) : await python.Call(ObjectHook, Value.Object(dictionary));
        return (made, index + 1);
    }

    internal void Forget() => _keys.Clear();
}

/// <summary>Scanner.</summary>
internal static class JsonScannerMethods
{
    private static JsonScanner Self(in Value value) => (JsonScanner)value.Ref!;

    [PythonFunction("__new__", "cls, context, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var scanner = new JsonScanner((PyType)a[0].Ref!);
        Value strict = await python.Settle(python.GetAttribute(a[1], "strict"));
        Value truth = strict.IsSignal ? strict : await python.TruthOf(strict);
        if (truth.IsSignal)
        {
            return truth;
        }

        scanner.IsStrict = truth.IsTrue;
        var hooks = ValueArrays.Filled(5, Value.Unspecified);
        string[] names = ["object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"];
        for (int i = 0; i < names.Length; i++)
        {
            hooks[i] = await python.Settle(python.GetAttribute(a[1], names[i]));
            if (hooks[i].IsSignal)
            {
                return Value.Signal;
            }
        }

        (scanner.ObjectHook, scanner.PairsHook, scanner.ParseFloat, scanner.ParseInt, scanner.ParseConstant) = (hooks[0], hooks[1], hooks[2], hooks[3], hooks[4]);
        return python.Machine.ChargeAllocation(300) ? Value.Object(scanner) : Value.Signal;
    }

    [PythonFunction("__call__", "self, string, idx")]
    internal static async Work<Value> Call(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"first argument must be a string, not {python.TypeName(a[1])}");
        }

        if (await python.SizeOf(a[2]) is not { } start)
        {
            return Value.Signal;
        }

        if (start < 0)
        {
            return python.ValueError("idx cannot be negative");
        }

        var (value, end) = await Self(a[0]).Read(python, text, (int)Math.Min(start, int.MaxValue), 0);
        Self(a[0]).Forget();
        return value.IsSignal ? value : python.Tuple(value, Value.Fixnum(end));
    }

    [PythonFunction("strict", Kind = FunctionKind.Getter)]
    internal static Value IsStrict(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).IsStrict);

    [PythonFunction("object_hook", Kind = FunctionKind.Getter)]
    internal static Value ObjectHook(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).ObjectHook;

    [PythonFunction("object_pairs_hook", Kind = FunctionKind.Getter)]
    internal static Value PairsHook(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).PairsHook;

    [PythonFunction("parse_float", Kind = FunctionKind.Getter)]
    internal static Value ParseFloat(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).ParseFloat;

    [PythonFunction("parse_int", Kind = FunctionKind.Getter)]
    internal static Value ParseInt(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).ParseInt;

    [PythonFunction("parse_constant", Kind = FunctionKind.Getter)]
    internal static Value ParseConstant(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).ParseConstant;
}

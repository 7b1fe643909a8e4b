using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The built-in functions. Those whose names begin with % are for the runtime.</summary>
internal static class BuiltinsModule
{
    [PythonFunction("%compare", "kind, left, right, /")]
    internal static Work<Value> Compare(PythonRuntime python, Value[] a) => python.CompareWork((CompareKind)a[0].Bits, a[1], a[2]);

    [PythonFunction("%getitem", "target, key, /")]
    internal static Value GetItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetItem(a[0], a[1]);

    [PythonFunction("%main", "program, /")]
    internal static Work<Value> Main(PythonRuntime python, Value[] a) => python.Main(a[0]);

    [PythonFunction("%module", "name, /")]
    internal static Work<Value> RunModule(PythonRuntime python, Value[] a) => python.RunModule(PythonRuntime.TextOf(a[0]));

    [PythonFunction("%str", "value, /")]
    internal static Work<Value> StrOf(PythonRuntime python, Value[] a) => python.StrOf(a[0]);

    [PythonFunction("%resume", "generator, sent, /")]
    internal static Work<Value> Resume(PythonRuntime python, Value[] a) => python.Resume(a[0], a[1]);

    [PythonFunction("%next", "iterator, /")]
    internal static Work<Value> NextOrAbsent(PythonRuntime python, Value[] a) => python.Next(a[0]);

    [PythonFunction("%index", "value, /")]
    internal static Work<Value> IndexOf(PythonRuntime python, Value[] a) => python.IndexOf(a[0]);

    [PythonFunction("%find", "dictionary, key, /")]
    internal static async Work<Value> Find(PythonRuntime python, Value[] a) => await python.FindInDict((PyDict)a[0].Ref!, a[1]) is { IsUnbound: false } found ? found : Value.Unspecified;

    [PythonFunction("%send", "iterator, sent, /")]
    internal static Work<Value> Send(PythonRuntime python, Value[] a) => python.Send(a[0], a[1]);

    [PythonFunction("aiter", "async_iterable, /")]
    internal static async Work<Value> IterateAsync(PythonRuntime python, Value[] a)
    {
        Value method = python.TypeOf(a[0]).Special("__aiter__");
        if (method.IsUnbound)
        {
            return python.TypeError($"'{python.TypeName(a[0])}' object is not an async iterable");
        }

        Value iterator = await python.Call(method, a[0]);
        return iterator.IsSignal || !python.TypeOf(iterator).Special("__anext__").IsUnbound ? iterator
            : python.TypeError($"aiter() returned not an async iterator of type '{python.TypeName(iterator)}'");
    }

    [PythonFunction("anext", "async_iterator, default=None, /")]
    internal static async Work<Value> NextAsync(PythonRuntime python, Value[] a)
    {
        Value method = python.TypeOf(a[0]).Special("__anext__");
        if (method.IsUnbound)
        {
            return python.TypeError($"'{python.TypeName(a[0])}' object is not an async iterator");
        }

        Value next = await python.Call(method, a[0]);
        if (next.IsSignal || a[1].IsAbsent)
        {
            return next;
        }

        Value awaitable = await python.AwaitableOf(next);
        return awaitable.IsSignal ? awaitable : Value.Object(new AsyncNextDefault(python.Types.AsyncNextDefault, awaitable, a[1]));
    }

    [PythonFunction("abs", "x, /")]
    internal static Value Absolute(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value number = Keys.AsNumber(a[0]);
        if (number.IsFlonum || number.Ref is null or Bignum)
        {
            return Arithmetic.AbsoluteValue(python.Machine, number);
        }

        Value method = python.TypeOf(a[0]).Special("__abs__");
        return method.IsUnbound ? python.TypeError($"bad operand type for abs(): '{python.TypeName(a[0])}'") : python.Machine.RequestCall(method, a[0]);
    }

    [PythonFunction("all", "iterable, /")]
    internal static Work<Value> All(PythonRuntime python, Value[] a) => AnyOf(python, a[0], false);

    [PythonFunction("any", "iterable, /")]
    internal static Work<Value> Any(PythonRuntime python, Value[] a) => AnyOf(python, a[0], true);

    private static async Work<Value> AnyOf(PythonRuntime python, Value iterable, bool wanted)
    {
        Value iterator = await python.Iterate(iterable);
        if (PythonRuntime.RunsGuestCode(iterator))
        {
            return await python.Call(wanted ? python.Loops.Any : python.Loops.All, Value.Boolean(!wanted), iterator);
        }

        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? Value.Boolean(!wanted) : item;
            }

            Value truth = await python.TruthOf(item);
            if (truth.IsSignal || truth.IsTrue == wanted)
            {
                return truth;
            }

            if (!python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    [PythonFunction("ascii", "obj, /")]
    internal static Work<Value> Ascii(PythonRuntime python, Value[] a) => python.Ascii(a[0]);

    [PythonFunction("bin", "number, /")]
    internal static Work<Value> Binary(PythonRuntime python, Value[] a) => Radix(python, a[0], 2);

    [PythonFunction("oct", "number, /")]
    internal static Work<Value> Octal(PythonRuntime python, Value[] a) => Radix(python, a[0], 8);

    [PythonFunction("hex", "number, /")]
    internal static Work<Value> Hexadecimal(PythonRuntime python, Value[] a) => Radix(python, a[0], 16);

    private static async Work<Value> Radix(PythonRuntime python, Value value, int radix)
    {
        Value number = await python.IndexOf(value);
        return number.IsSignal ? number : Values.Numbers.IntegerText.WithPrefix(python.Meter, number, radix) is { } text ? python.Str(text) : python.Failed();
    }

    [PythonFunction("callable", "obj, /")]
    internal static Value Callable(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(python.IsCallable(a[0]));

    [PythonFunction("chr", "i, /")]
    internal static async Work<Value> Character(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[0]) is not { } code ? Value.Signal
        : code is < 0 or > 0x10FFFF ? python.ValueError("chr() arg not in range(0x110000)")
        : Value.Object(python.Character((int)code));

    [PythonFunction("ord", "c, /")]
    internal static Value Ordinal(PythonRuntime python, ReadOnlySpan<Value> a) => PythonRuntime.Inner(a[0]).Ref switch
    {
        Text { Length: 1 } text => Value.Fixnum(text[0]),
        Text text => python.TypeError($"ord() expected a character, but string of length {text.Length} found"),
        PyBytes { Items.Length: 1 } bytes => Value.Fixnum(bytes.Items[0]),
        _ => python.TypeError($"ord() expected string of length 1, but {python.TypeName(a[0])} found"),
    };

    [PythonFunction("delattr", "obj, name, /")]
    internal static Value DeleteAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[1]).Ref is Text name ? python.SetAttribute(a[0], name.ToString(), Value.Unbound) : NotName(python, a[1]);

    [PythonFunction("getattr", "object, name, default=None, /")]
    internal static async Work<Value> GetAttribute(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text name)
        {
            return NotName(python, a[1]);
        }

        if (a[2].IsAbsent)
        {
            return await python.Settle(python.GetAttribute(a[0], name.ToString()));
        }

        Value found = await python.TryGetAttribute(a[0], name.ToString());
        return found.IsUnbound ? a[2] : found;
    }

    [PythonFunction("hasattr", "obj, name, /")]
    internal static async Work<Value> HasAttribute(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text name)
        {
            return NotName(python, a[1]);
        }

        Value found = await python.TryGetAttribute(a[0], name.ToString());
        return found.IsSignal ? found : Value.Boolean(!found.IsUnbound);
    }

    [PythonFunction("setattr", "obj, name, value, /")]
    internal static Value SetAttribute(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[1]).Ref is Text name ? python.SetAttribute(a[0], name.ToString(), a[2]) : NotName(python, a[1]);

    private static Value NotName(PythonRuntime python, in Value name) => python.TypeError($"attribute name must be string, not '{python.TypeName(name)}'");

    [PythonFunction("divmod", "x, y, /")]
    internal static Value DivMod(PythonRuntime python, ReadOnlySpan<Value> a) => python.Binary(BinaryKind.DivMod, a[0], a[1]);

    [PythonFunction("format", "value, format_spec='', /")]
    internal static Work<Value> Format(PythonRuntime python, Value[] a) => python.Format(a[0], a[1].IsAbsent ? python.Str("") : a[1]);

    [PythonFunction("hash", "obj, /")]
    internal static Work<Value> Hash(PythonRuntime python, Value[] a) => python.Hash(a[0]);

    [PythonFunction("id", "obj, /")]
    internal static Value Identity(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Value.Fixnum(a[0].Ref is null ? 0x7E00_0000_0000 + (a[0].Bits << 4) : 0x7F00_0000_0000 + (16L * python.Machine.IdentityOf(a[0].Ref!)) + (a[0].IsFlonum ? a[0].Bits & 0xFFFF_FFF0 : 0));

    [PythonFunction("isinstance", "obj, class_or_tuple, /")]
    internal static Work<Value> IsInstance(PythonRuntime python, Value[] a) => python.IsInstance(a[0], a[1]);

    [PythonFunction("issubclass", "cls, class_or_tuple, /")]
    internal static Work<Value> IsSubclass(PythonRuntime python, Value[] a) => python.IsSubclass(a[0], a[1]);

    [PythonFunction("iter", "object, sentinel=None, /")]
    internal static Work<Value> Iterate(PythonRuntime python, Value[] a) => a[1].IsAbsent ? python.Iterate(a[0])
        : python.IsCallable(a[0]) ? Value.Object(new CallableIterator(python.Types.CallableIterator, a[0], a[1]))
        : python.TypeError("iter(v, w): v must be callable");

    [PythonFunction("len", "obj, /")]
    internal static Work<Value> Length(PythonRuntime python, Value[] a) => python.LengthOf(a[0]);

    [PythonFunction("max", "*args, key=None, default=None")]
    internal static Work<Value> Greatest(PythonRuntime python, Value[] a) => Extreme(python, a, "max", CompareKind.Greater);

    [PythonFunction("min", "*args, key=None, default=None")]
    internal static Work<Value> Least(PythonRuntime python, Value[] a) => Extreme(python, a, "min", CompareKind.Less);

    private static async Work<Value> Extreme(PythonRuntime python, Value[] a, string name, CompareKind kind)
    {
        var arguments = ((PyTuple)a[0].Ref!).Items;
        if (arguments.Length == 0)
        {
            return python.TypeError($"{name} expected at least 1 argument, got 0");
        }

        if (arguments.Length > 1 && !a[2].IsAbsent)
        {
            return python.TypeError($"Cannot specify a default for {name}() with multiple positional arguments");
        }

        Value iterator = await python.Iterate(arguments.Length == 1 ? arguments[0] : a[0]);
        Value best = Value.Unbound, bestKey = Value.Unbound;
        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal)
            {
                return item;
            }

            if (item.IsAbsent)
            {
                return !best.IsUnbound ? best : !a[2].IsAbsent ? a[2] : python.ValueError($"{name}() arg is an empty sequence");
            }

            Value key = a[1].IsAbsent || a[1].IsUnspecified ? item : await python.Call(a[1], item);
            Value better = key.IsSignal ? key : bestKey.IsUnbound ? Value.Boolean(true) : await python.TestWork(kind, key, bestKey);
            if (better.IsSignal || !python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }

            if (better.IsTrue)
            {
                (best, bestKey) = (item, key);
            }
        }

        return iterator;
    }

    [PythonFunction("next", "iterator, default=None, /", Ending = nameof(EndOfNext))]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.IsIterator(a[0]) ? python.NextOf(a[0]) : python.TypeError($"'{python.TypeName(a[0])}' object is not an iterator");

    internal static Value EndOfNext(PythonRuntime python, ReadOnlySpan<Value> a, Value item) =>
        !item.IsAbsent ? item : !a[1].IsAbsent ? a[1] : python.StopIteration(a[0].Ref is PyIterator { HasResult: false } ? Value.Unspecified : python.TakeReturned());

    [PythonFunction("pow", "base, exp, mod=None")]
    internal static async Work<Value> Power(PythonRuntime python, Value[] a)
    {
        if (a[2].IsAbsent || a[2].IsUnspecified)
        {
            return await python.Settle(python.Binary(BinaryKind.Pow, a[0], a[1]));
        }

        for (int i = 0; i < 3; i++)
        {
            if (Keys.AsNumber(PythonRuntime.Inner(a[i])).Ref is not (null or Bignum))
            {
                return python.TypeError(a[i].IsFlonum ? "pow() 3rd argument not allowed unless all arguments are integers"
                    : $"unsupported operand type(s) for ** or pow(): '{python.TypeName(a[0])}', '{python.TypeName(a[1])}', '{python.TypeName(a[2])}'");
            }
        }

        return python.Parsed(Values.Numbers.IntegerFunctions.Power(python.Meter, Whole(a[0]), Whole(a[1]), Whole(a[2])));
    }

    private static System.Numerics.BigInteger Whole(in Value value) => Real.ToBigInteger(Keys.AsNumber(PythonRuntime.Inner(value)));

    [PythonFunction("print", "*args, sep=' ', end='\\n', file=None, flush=False")]
    internal static async Work<Value> Print(PythonRuntime python, Value[] a)
    {
        foreach (var (index, name) in (ReadOnlySpan<(int, string)>)[(1, "sep"), (2, "end")])
        {
            if (!a[index].IsAbsent && !a[index].IsUnspecified && PythonRuntime.Inner(a[index]).Ref is not Text)
            {
                return python.TypeError($"{name} must be None or a string, not {python.TypeName(a[index])}");
            }
        }

        var text = new TextBuilder();
        bool first = true;
        foreach (Value item in ((PyTuple)a[0].Ref!).Items)
        {
            if (!first)
            {
                Append(a[1], " ");
            }

            first = false;
            Value shown = await python.StrOf(item);
            if (shown.IsSignal)
            {
                return shown;
            }

            var part = (Text)PythonRuntime.Inner(shown).Ref!;
            if (!python.Machine.ChargeTicks(part.Length >> 4) || !python.Machine.ChargeAllocation(text.GrowthFor(part.Length)))
            {
                return Value.Signal;
            }

            text.Append(part);
        }

        Append(a[2], "\n");
        Value file = a[3].IsAbsent || a[3].IsUnspecified ? python.SystemModule.Find("stdout") : a[3];
        if (file.IsUnspecified || file.IsUnbound)
        {
            return Value.Unspecified;
        }

        if (file.Ref is PyTextFile { Output: not null } stream && !stream.Type.IsHeapType)
        {
            return stream.Write(python, text.ToText());
        }

        Value write = await python.Settle(python.GetAttribute(file, "write"));
        return write.IsSignal || (await python.Call(write, Value.Object(text.ToText()))).IsSignal ? Value.Signal : Value.Unspecified;

        void Append(in Value given, string usual)
        {
            if (given.IsAbsent || given.IsUnspecified)
            {
                text.Append(usual);
            }
            else
            {
                text.Append((Text)PythonRuntime.Inner(given).Ref!);
            }
        }
    }

    [PythonFunction("repr", "obj, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.Repr(a[0]);

    [PythonFunction("round", "number, ndigits=None")]
    internal static Work<Value> Round(PythonRuntime python, Value[] a)
    {
        Value method = python.TypeOf(a[0]).Special("__round__");
        return method.IsUnbound ? python.TypeError($"type {python.TypeName(a[0])} doesn't define __round__ method")
            : a[1].IsAbsent ? python.Call(method, a[0]) : python.Call(method, a[0], a[1]);
    }

    [PythonFunction("sorted", "iterable, /, *, key=None, reverse=False")]
    internal static async Work<Value> Sorted(PythonRuntime python, Value[] a)
    {
        Value list = await python.ToList(a[0]);
        Value reverse = list.IsSignal || a[2].IsAbsent ? Value.Boolean(false) : await python.TruthOf(a[2]);
        return list.IsSignal || reverse.IsSignal ? Value.Signal
            : await python.Sort(((PyList)list.Ref!).Span.ToArray(), a[1].IsAbsent ? Value.Unspecified : a[1], reverse.IsTrue);
    }

    [PythonFunction("sum", "iterable, /, start=0")]
    internal static async Work<Value> Sum(PythonRuntime python, Value[] a)
    {
        Value total = a[1].IsAbsent ? Value.Fixnum(0) : a[1];
        if (total.Ref is Text)
        {
            return python.TypeError("sum() can't sum strings [use ''.join(seq) instead]");
        }

        Value iterator = await python.Iterate(a[0]);
        if (PythonRuntime.RunsGuestCode(iterator))
        {
            return await python.Call(python.Loops.Sum, total, iterator);
        }

        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? total : item;
            }

            total = await python.Settle(python.Binary(BinaryKind.Add, total, item));
            if (total.IsSignal || !python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }

    [PythonFunction("__import__", "name, globals=None, locals=None, fromlist=(), level=0")]
    internal static async Work<Value> Import(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text name)
        {
            return python.TypeError($"__import__() argument 1 must be str, not {python.TypeName(a[0])}");
        }

        long level = 0;
        if (!a[4].IsAbsent)
        {
            if (await python.SizeOf(a[4]) is not { } given)
            {
                return Value.Signal;
            }

            level = given;
        }

        return level < 0 ? python.ValueError("level must be >= 0")
            : await python.Import(name.ToString(), a[1], a[3], (int)Math.Min(level, int.MaxValue));
    }

    /// <summary>The module of a whole name.</summary>
    [PythonFunction("%load", "name, /")]
    internal static Work<Value> Load(PythonRuntime python, Value[] a) => python.FindAndLoad(PythonRuntime.TextOf(a[0]));

    [PythonFunction("open", "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None")]
    internal static Work<Value> Open(PythonRuntime python, Value[] a) => IoModule.Open(python, a);

    /// <summary>Calls something with a tuple of arguments and a dict of named ones.</summary>
    [PythonFunction("%apply", "callee, arguments, named, /")]
    internal static Work<Value> Apply(PythonRuntime python, Value[] a)
    {
        var arguments = new List<Value>(((PyTuple)a[1].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[2].Ref!, arguments);
        return python.Invoke(a[0], [.. arguments], names);
    }

    [PythonFunction("input", "prompt='', /")]
    internal static async Work<Value> Input(PythonRuntime python, Value[] a)
    {
        Value output = python.SystemModule.Find("stdout"), input = python.SystemModule.Find("stdin");
        if (!a[0].IsAbsent)
        {
            Value prompt = await python.StrOf(a[0]);
            if (prompt.IsSignal || (await StreamBaseMethods.Method(python, output, "write", prompt)).IsSignal)
            {
                return Value.Signal;
            }
        }

        if ((await StreamBaseMethods.Method(python, output, "flush")).IsSignal)
        {
            return Value.Signal;
        }

        Value line = await StreamBaseMethods.Method(python, input, "readline");
        if (line.Ref is not Text text)
        {
            return line.IsSignal ? line : python.TypeError($"object.readline() returned non-string");
        }

        return text.Length == 0 ? python.Raise("EOFError", "EOF when reading a line")
            : text[text.Length - 1] == '\n' ? Value.Object(text.Substring(0, text.Length - 1)) : line;
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values;
using Ouro.Python.Values.Bytes;
using Ouro.Python.Values.Sequences;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Types;

/// <summary>What bytes and bytearray have in common: methods of a bytearray give a bytearray.</summary>
[Specials("len getitem contains iter repr hash eq ne lt le gt ge add mul rmul mod rmod")]
internal static class BytesMethods
{
    internal static PyBytes Self(in Value value) => (PyBytes)value.Ref!;

    private static Text TextOf(in Value value) => BytesFunctions.AsText(Self(value).Items);

    private static Value Like(PythonRuntime python, in Value self, byte[]? bytes) => bytes is null ? python.Failed() : Value.Object(new PyBytes(python.PlainType(Self(self)), bytes));

    private static Value Like(PythonRuntime python, in Value self, Text? text)
    {
        if (text is null)
        {
            return python.Failed();
        }

        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        return Like(python, self, bytes);
    }

    private static Value Like(PythonRuntime python, in Value self, Piece piece) =>
        python.Machine.ChargeAllocation(64 + piece.End - piece.Start) ? Like(python, self, Self(self).Items[piece.Start..piece.End]) : Value.Signal;

    private static Value Like(PythonRuntime python, Value self, List<Piece>? pieces)
    {
        if (pieces is null)
        {
            return python.Failed();
        }

        var list = python.NewList();
        foreach (var piece in pieces)
        {
            Value item = Like(python, self, piece);
            if (item.IsSignal || !list.Append(python.Machine, item))
            {
                return Value.Signal;
            }
        }

        return Value.Object(list);
    }

    [PythonFunction("__new__", "cls, source=b'', encoding=None, errors=None", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        if (type == python.Types.Bytes && a[1].Ref is PyBytes exact && exact.Type == type && a[2].IsAbsent && a[3].IsAbsent)
        {
            return a[1];
        }

        Value method = a[1].IsAbsent || a[1].Ref is Text || !a[2].IsAbsent ? Value.Unbound : python.TypeOf(a[1]).Special("__bytes__");
        if (!method.IsUnbound && a[1].Ref is not PyBytes { Type.IsHeapType: false })
        {
            Value given = await python.Call(method, a[1]);
            return given.IsSignal ? given
                : given.Ref is not PyBytes made || !made.IsReadOnly ? python.TypeError($"__bytes__ returned non-bytes (type {python.TypeName(given)})")
                : type == python.Types.Bytes ? given : Value.Object(new PyBytes(type, made.Items));
        }

        return await Make(python, type, a) is { } bytes ? Value.Object(new PyBytes(type, bytes)) : Value.Signal;
    }

    /// <summary>The bytes that the arguments of bytes() or bytearray() mean: after the first a source, an encoding, errors. Null: the signal.</summary>
    internal static async Work<byte[]?> Make(PythonRuntime python, PyType type, Value[] a)
    {
        bool isArray = type.IsSubtypeOf(python.Types.ByteArray);
        if (PythonRuntime.Inner(a[1]).Ref is Text text)
        {
            Value encoded = a[2].IsAbsent ? python.TypeError(a[3].IsAbsent ? "string argument without an encoding" : "string argument without an encoding") : await python.Encode(text, a[2], a[3]);
            return encoded.IsSignal ? null : ((PyBytes)encoded.Ref!).Items;
        }

        if (!a[2].IsAbsent || !a[3].IsAbsent)
        {
            _ = python.TypeError(a[2].IsAbsent ? "errors without a string argument" : "encoding without a string argument");
            return null;
        }

        if (a[1].IsAbsent)
        {
            return [];
        }

        if (PythonRuntime.BytesOf(a[1]) is { } given)
        {
            return python.Machine.ChargeAllocation(given.Length) && python.Machine.ChargeTicks(given.Length >> 6) ? [.. given] : null;
        }

        if (!python.TypeOf(a[1]).Special("__index__").IsUnbound)
        {
            Value number = await python.TryCall(python.Builtin("%index"), a[1]);
            if (!number.IsSignal)
            {
                if (number.Ref is not null || number.Bits > int.MaxValue - 64)
                {
                    _ = number.Ref is null ? python.Raise("MemoryError", "") : python.OverflowError("cannot fit 'int' into an index-sized integer");
                    return null;
                }

                if (number.Bits < 0)
                {
                    _ = python.ValueError("negative count");
                    return null;
                }

                return python.Machine.ChargeAllocation(number.Bits) ? new byte[number.Bits] : null;
            }

            if (!python.Catch(python.Types.Exception("TypeError")))
            {
                return null;
            }
        }

        if (!python.IsIterable(a[1]))
        {
            _ = python.TypeError(isArray ? $"cannot convert '{python.TypeName(a[1])}' object to bytearray" : $"cannot convert '{python.TypeName(a[1])}' object to bytes");
            return null;
        }

        var result = new PyBytes(python.Types.ByteArray, []);
        Value iterator = await python.Iterate(a[1]);
        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsAbsent)
            {
                return result.Items;
            }

            int one = item.IsSignal ? -1 : await python.ByteOf(item, isArray ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)");
            if (one < 0 || !python.Machine.ChargeTicks(1) || !result.Splice(python, result.Count, result.Count, [(byte)one]))
            {
                return null;
            }
        }

        return null;
    }

    [PythonFunction("decode", "self, encoding='utf-8', errors='strict'")]
    internal static Work<Value> Decode(PythonRuntime python, Value[] a) => python.Decode(a[0], a[1], a[2]);

    [PythonFunction("hex", "self, sep=None, bytes_per_sep=1")]
    internal static Work<Value> Hexadecimal(PythonRuntime python, Value[] a) => HexadecimalOf(python, Self(a[0]).Items, a[1], a[2]);

    internal static async Work<Value> HexadecimalOf(PythonRuntime python, byte[] bytes, Value separator, Value group)
    {
        if (await python.SizeOf(group.IsAbsent ? Value.Fixnum(1) : group) is not { } size)
        {
            return Value.Signal;
        }

        Text? text = null;
        if (!separator.IsAbsent)
        {
            text = separator.Ref as Text ?? (PythonRuntime.BytesOf(separator) is { } given ? BytesFunctions.AsText(given) : null);
            if (text is null)
            {
                return python.TypeError($"object of type '{python.TypeName(separator)}' has no len()");
            }
        }

        return BytesFunctions.Hex(python.Meter, bytes, text, size) is { } result ? python.Str(result) : python.Failed();
    }

    [PythonFunction("fromhex", "type, string, /", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromHexadecimal(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"fromhex() argument must be str, not {python.TypeName(a[1])}");
        }

        byte[]? bytes = BytesFunctions.FromHex(python.Meter, text);
        var type = (PyType)a[0].Ref!;
        return bytes is null ? python.Failed()
            : type.IsHeapType ? await python.Construct(type, [Value.Object(new PyBytes(type.IsSubtypeOf(python.Types.Bytes) ? python.Types.Bytes : python.Types.ByteArray, bytes))], null)
            : Value.Object(new PyBytes(type, bytes));
    }

    [PythonFunction("maketrans", "frm, to, /", Kind = FunctionKind.Static)]
    internal static Value MakeTranslation(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.BytesArgument(a[0]) is { } from && python.BytesArgument(a[1]) is { } to ? python.Bytes(BytesFunctions.MakeTranslation(python.Meter, from, to)) : Value.Signal;

    [PythonFunction("translate", "self, table, /, delete=b''")]
    internal static Value Translate(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        byte[] table = [], gone = [];
        if (!a[1].IsUnspecified)
        {
            if (python.BytesArgument(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            if (given.Length != 256)
            {
                return python.ValueError("translation table must be 256 characters long");
            }

            table = given;
        }

        if (!a[2].IsAbsent)
        {
            if (python.BytesArgument(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            gone = given;
        }

        return Like(python, a[0], BytesFunctions.Translate(python.Meter, Self(a[0]).Items, table, gone));
    }

    [PythonFunction("upper", "self, /")]
    internal static Value Upper(PythonRuntime python, ReadOnlySpan<Value> a) => Like(python, a[0], BytesFunctions.Upper(python.Meter, Self(a[0]).Items));

    [PythonFunction("lower", "self, /")]
    internal static Value Lower(PythonRuntime python, ReadOnlySpan<Value> a) => Like(python, a[0], BytesFunctions.Lower(python.Meter, Self(a[0]).Items));

    [PythonFunction("swapcase", "self, /")]
    internal static Value Swapcase(PythonRuntime python, ReadOnlySpan<Value> a) => Like(python, a[0], BytesFunctions.Swapcase(python.Meter, Self(a[0]).Items));

    [PythonFunction("title", "self, /")]
    internal static Value Title(PythonRuntime python, ReadOnlySpan<Value> a) => Like(python, a[0], BytesFunctions.Title(python.Meter, Self(a[0]).Items));

    [PythonFunction("capitalize", "self, /")]
    internal static Value Capitalize(PythonRuntime python, ReadOnlySpan<Value> a) => Like(python, a[0], BytesFunctions.Capitalize(python.Meter, Self(a[0]).Items));

    [PythonFunction("isalpha", "self, /")]
    internal static Value IsAlpha(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsAlpha(Self(a[0]).Items));

    [PythonFunction("isdigit", "self, /")]
    internal static Value IsDigit(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsDigit(Self(a[0]).Items));

    [PythonFunction("isalnum", "self, /")]
    internal static Value IsAlnum(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsAlnum(Self(a[0]).Items));

    [PythonFunction("isspace", "self, /")]
    internal static Value IsSpace(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsSpace(Self(a[0]).Items));

    [PythonFunction("isascii", "self, /")]
    internal static Value IsAscii(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsAscii(Self(a[0]).Items));

    [PythonFunction("islower", "self, /")]
    internal static Value IsLower(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsLower(Self(a[0]).Items));

    [PythonFunction("isupper", "self, /")]
    internal static Value IsUpper(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsUpper(Self(a[0]).Items));

    [PythonFunction("istitle", "self, /")]
    internal static Value IsTitle(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(BytesFunctions.IsTitle(Self(a[0]).Items));

    [PythonFunction("center", "self, width, fillchar=b' ', /")]
    internal static Work<Value> Center(PythonRuntime python, Value[] a) => Pad(python, a, "center", StringLayout.Center);

    [PythonFunction("ljust", "self, width, fillchar=b' ', /")]
    internal static Work<Value> LeftJustify(PythonRuntime python, Value[] a) => Pad(python, a, "ljust", StringLayout.LeftJustify);

    [PythonFunction("rjust", "self, width, fillchar=b' ', /")]
    internal static Work<Value> RightJustify(PythonRuntime python, Value[] a) => Pad(python, a, "rjust", StringLayout.RightJustify);

    private static async Work<Value> Pad(PythonRuntime python, Value[] a, string name, Func<Meter, Text, long, int, Text?> pad)
    {
        if (await python.SizeOf(a[1]) is not { } width)
        {
            return Value.Signal;
        }

        int fill = ' ';
        if (!a[2].IsAbsent)
        {
            if (a[2].Ref is not PyBytes { Count: 1 } one)
            {
                return python.TypeError($"{name}() argument 2 must be a byte string of length 1, not {python.TypeName(a[2])}");
            }

            fill = one.Items[0];
        }

        return Like(python, a[0], pad(python.Meter, TextOf(a[0]), width, fill));
    }

    [PythonFunction("zfill", "self, width, /")]
    internal static async Work<Value> ZeroFill(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1]) is { } width ? Like(python, a[0], StringLayout.ZeroFill(python.Meter, TextOf(a[0]), width)) : Value.Signal;

    [PythonFunction("expandtabs", "self, tabsize=8")]
    internal static async Work<Value> ExpandTabs(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(8) : a[1]) is { } size ? Like(python, a[0], StringLayout.ExpandTabs(python.Meter, TextOf(a[0]), size)) : Value.Signal;

    /// <summary>What is searched for: bytes, or an int that is one; null with a pending raise.</summary>
    private static async Work<Text?> Part(PythonRuntime python, Value value)
    {
        if (PythonRuntime.BytesOf(value) is { } bytes)
        {
            return BytesFunctions.AsText(bytes);
        }

        if (python.TypeOf(value).Special("__index__").IsUnbound)
        {
            _ = python.TypeError($"argument should be integer or bytes-like object, not '{python.TypeName(value)}'");
            return null;
        }

        return await python.ByteOf(value, "byte must be in range(0, 256)") is >= 0 and var one ? BytesFunctions.AsText([(byte)one]) : null;
    }

    private static async Work<int?> Search(PythonRuntime python, Value[] a, bool last)
    {
        if (await StrMethods.Range(python, a) is not { } range || await Part(python, a[1]) is not { } part)
        {
            return null;
        }

        if (StringSearch.Find(python.Meter, TextOf(a[0]), part, range.Start, range.End, last, out int index))
        {
            return index;
        }

        _ = python.Failed();
        return null;
    }

    [PythonFunction("find", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Find(PythonRuntime python, Value[] a) => await Search(python, a, last: false) is { } index ? Value.Fixnum(index) : Value.Signal;

    [PythonFunction("rfind", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> FindLast(PythonRuntime python, Value[] a) => await Search(python, a, last: true) is { } index ? Value.Fixnum(index) : Value.Signal;

    [PythonFunction("index", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Index(PythonRuntime python, Value[] a) =>
        await Search(python, a, last: false) is { } index ? (index < 0 ? python.ValueError("subsection not found") : Value.Fixnum(index)) : Value.Signal;

    [PythonFunction("rindex", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> LastIndex(PythonRuntime python, Value[] a) =>
        await Search(python, a, last: true) is { } index ? (index < 0 ? python.ValueError("subsection not found") : Value.Fixnum(index)) : Value.Signal;

    [PythonFunction("count", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Count(PythonRuntime python, Value[] a) =>
        await StrMethods.Range(python, a) is not { } range || await Part(python, a[1]) is not { } part ? Value.Signal
        : StringSearch.Count(python.Meter, TextOf(a[0]), part, range.Start, range.End, out int count) ? Value.Fixnum(count) : python.Failed();

    [PythonFunction("startswith", "self, prefix, start=None, end=None, /")]
    internal static Work<Value> StartsWith(PythonRuntime python, Value[] a) => Affix(python, a, "startswith", StringSearch.StartsWith);

    [PythonFunction("endswith", "self, suffix, start=None, end=None, /")]
    internal static Work<Value> EndsWith(PythonRuntime python, Value[] a) => Affix(python, a, "endswith", StringSearch.EndsWith);

    private static async Work<Value> Affix(PythonRuntime python, Value[] a, string name, Func<Text, Text, long, long, bool> test)
    {
        if (await StrMethods.Range(python, a) is not { } range)
        {
            return Value.Signal;
        }

        foreach (Value one in a[1].Ref is PyTuple tuple ? tuple.Items : [a[1]])
        {
            if (PythonRuntime.BytesOf(one) is not { } part)
            {
                return python.TypeError(a[1].Ref is PyTuple ? $"a bytes-like object is required, not '{python.TypeName(one)}'" : $"{name} first arg must be bytes or a tuple of bytes, not {python.TypeName(one)}");
            }

            if (!python.Machine.ChargeTicks(part.Length >> 6))
            {
                return Value.Signal;
            }

            if (test(TextOf(a[0]), BytesFunctions.AsText(part), range.Start, range.End))
            {
                return Value.Boolean(true);
            }
        }

        return Value.Boolean(false);
    }

    [PythonFunction("removeprefix", "self, prefix, /")]
    internal static Value RemovePrefix(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.BytesArgument(a[1]) is { } part ? Like(python, a[0], StringSearch.RemovePrefix(python.Meter, TextOf(a[0]), BytesFunctions.AsText(part))) : Value.Signal;

    [PythonFunction("removesuffix", "self, suffix, /")]
    internal static Value RemoveSuffix(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.BytesArgument(a[1]) is { } part ? Like(python, a[0], StringSearch.RemoveSuffix(python.Meter, TextOf(a[0]), BytesFunctions.AsText(part))) : Value.Signal;

    [PythonFunction("replace", "self, old, new, count=-1, /")]
    internal static async Work<Value> Replace(PythonRuntime python, Value[] a) =>
        python.BytesArgument(a[1]) is not { } old || python.BytesArgument(a[2]) is not { } replacement || await python.SizeOf(a[3].IsAbsent ? Value.Fixnum(-1) : a[3]) is not { } most ? Value.Signal
        : Like(python, a[0], StringSearch.Replace(python.Meter, TextOf(a[0]), BytesFunctions.AsText(old), BytesFunctions.AsText(replacement), most < 0 ? long.MaxValue : most));

    [PythonFunction("split", "self, sep=None, maxsplit=-1")]
    internal static Work<Value> Split(PythonRuntime python, Value[] a) => Split(python, a, backwards: false);

    [PythonFunction("rsplit", "self, sep=None, maxsplit=-1")]
    internal static Work<Value> SplitBackwards(PythonRuntime python, Value[] a) => Split(python, a, backwards: true);

    private static async Work<Value> Split(PythonRuntime python, Value[] a, bool backwards)
    {
        if (await python.SizeOf(a[2].IsAbsent ? Value.Fixnum(-1) : a[2]) is not { } most)
        {
            return Value.Signal;
        }

        most = most < 0 ? long.MaxValue : most;
        byte[] bytes = Self(a[0]).Items;
        return a[1].IsAbsent || a[1].IsUnspecified ? Like(python, a[0], BytesFunctions.SplitAtSpace(python.Meter, bytes, most, backwards))
            : python.BytesArgument(a[1]) is { } separator ? Like(python, a[0], BytesFunctions.Split(python.Meter, bytes, separator, most, backwards)) : Value.Signal;
    }

    [PythonFunction("splitlines", "self, keepends=False")]
    internal static async Work<Value> SplitLines(PythonRuntime python, Value[] a) =>
        await python.TruthOf(a[1].IsAbsent ? Value.Boolean(false) : a[1]) is { IsSignal: false } keeps ? Like(python, a[0], BytesFunctions.SplitLines(python.Meter, Self(a[0]).Items, keeps.IsTrue)) : Value.Signal;

    [PythonFunction("partition", "self, sep, /")]
    internal static Value Partition(PythonRuntime python, ReadOnlySpan<Value> a) => Partition(python, a, backwards: false);

    [PythonFunction("rpartition", "self, sep, /")]
    internal static Value PartitionBackwards(PythonRuntime python, ReadOnlySpan<Value> a) => Partition(python, a, backwards: true);

    private static Value Partition(PythonRuntime python, ReadOnlySpan<Value> a, bool backwards)
    {
        if (python.BytesArgument(a[1]) is not { } separator)
        {
            return Value.Signal;
        }

        return StringSplitting.Partition(python.Meter, TextOf(a[0]), BytesFunctions.AsText(separator), backwards) is { } parts
            ? python.Tuple(Like(python, a[0], parts.Before), Like(python, a[0], parts.Separator), Like(python, a[0], parts.After))
            : python.Failed();
    }

    [PythonFunction("strip", "self, bytes=None, /")]
    internal static Value Strip(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, true, true);

    [PythonFunction("lstrip", "self, bytes=None, /")]
    internal static Value StripLeft(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, true, false);

    [PythonFunction("rstrip", "self, bytes=None, /")]
    internal static Value StripRight(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, false, true);

    private static Value Strip(PythonRuntime python, ReadOnlySpan<Value> a, bool left, bool right)
    {
        if (a[1].IsAbsent || a[1].IsUnspecified)
        {
            return python.Machine.ChargeTicks(Self(a[0]).Count >> 6) ? Like(python, a[0], BytesFunctions.StripSpace(Self(a[0]).Items, left, right)) : Value.Signal;
        }

        return python.BytesArgument(a[1]) is { } characters ? Like(python, a[0], StringSplitting.Strip(python.Meter, TextOf(a[0]), BytesFunctions.AsText(characters), left, right)) : Value.Signal;
    }

    [PythonFunction("join", "self, iterable_of_bytes, /")]
    internal static async Work<Value> Join(PythonRuntime python, Value[] a)
    {
        if (!python.IsIterable(a[1]))
        {
            return python.TypeError("can only join an iterable");
        }

        Value list = await python.ToList(a[1]);
        if (list.IsSignal)
        {
            return list;
        }

        var items = (PyList)list.Ref!;
        byte[] separator = Self(a[0]).Items;
        byte[][] parts = new byte[items.Count][];
        long total = separator.LongLength * Math.Max(0, parts.Length - 1);
        for (int i = 0; i < parts.Length; i++)
        {
            if (PythonRuntime.BytesOf(items.Items[i]) is not { } part)
            {
                return python.TypeError($"sequence item {i}: expected a bytes-like object, {python.TypeName(items.Items[i])} found");
            }

            parts[i] = part;
            total += part.Length;
        }

        if (!python.Meter.Make(total))
        {
            return python.Failed();
        }

        byte[] result = new byte[total];
        int at = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                separator.CopyTo(result, at);
                at += separator.Length;
            }

            parts[i].CopyTo(result, at);
            at += parts[i].Length;
        }

        return Like(python, a[0], result);
    }

    [PythonFunction("__str__", "self, /")]
    internal static Work<Value> Str(PythonRuntime python, Value[] a) => python.Repr(a[0]);

    [PythonFunction("__bytes__", "self, /")]
    internal static Value Bytes(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Type == python.Types.Bytes ? a[0] : Value.Object(new PyBytes(python.Types.Bytes, Self(a[0]).Items));

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, Self(a[0]).Items)));
}

/// <summary>What only a bytearray has.</summary>
[Specials("setitem delitem iadd imul nohash")]
internal static class ByteArrayMethods
{
    private static PyBytes Self(in Value value) => (PyBytes)value.Ref!;

    private static Value Done(bool worked) => worked ? Value.Unspecified : Value.Signal;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(80) ? Value.Object(new PyBytes((PyType)a[0].Ref!, [])) : Value.Signal;

    [PythonFunction("__init__", "self, source=b'', encoding=None, errors=None")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a) =>
        await BytesMethods.Make(python, python.Types.ByteArray, a) is { } bytes ? Done(Self(a[0]).Splice(python, 0, Self(a[0]).Count, bytes)) : Value.Signal;

    [PythonFunction("append", "self, item, /")]
    internal static async Work<Value> Append(PythonRuntime python, Value[] a) =>
        await python.ByteOf(a[1], "byte must be in range(0, 256)") is >= 0 and var one ? Done(Self(a[0]).Splice(python, Self(a[0]).Count, Self(a[0]).Count, [(byte)one])) : Value.Signal;

    [PythonFunction("extend", "self, iterable_of_ints, /")]
    internal static async Work<Value> Extend(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (PythonRuntime.BytesOf(a[1]) is { } given)
        {
            return Done(self.Splice(python, self.Count, self.Count, a[1].Ref == self ? [.. given] : given));
        }

        if (!python.IsIterable(a[1]))
        {
            return python.TypeError($"can't extend bytearray with {python.TypeName(a[1])}");
        }

        Value list = await python.ToList(a[1]);
        Value made = list.IsSignal ? list : await python.Construct(python.Types.ByteArray, [list], null);
        return made.IsSignal ? made : Done(self.Splice(python, self.Count, self.Count, Self(made).Items));
    }

    [PythonFunction("insert", "self, index, item, /")]
    internal static async Work<Value> Insert(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } index || await python.ByteOf(a[2], "byte must be in range(0, 256)") is not (>= 0 and var one))
        {
            return Value.Signal;
        }

        int at = (int)Math.Clamp(index < 0 ? index + Self(a[0]).Count : index, 0, Self(a[0]).Count);
        return Done(Self(a[0]).Splice(python, at, at, [(byte)one]));
    }

    [PythonFunction("pop", "self, index=-1, /")]
    internal static async Work<Value> Pop(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(-1) : a[1]) is not { } index)
        {
            return Value.Signal;
        }

        var self = Self(a[0]);
        if (self.Count == 0)
        {
            return python.IndexError("pop from empty bytearray");
        }

        index = index < 0 ? index + self.Count : index;
        if ((ulong)index >= (ulong)self.Count)
        {
            return python.IndexError("pop index out of range");
        }

        byte item = self.Span[(int)index];
        return self.Splice(python, (int)index, (int)index + 1, []) ? Value.Fixnum(item) : Value.Signal;
    }

    [PythonFunction("remove", "self, value, /")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a)
    {
        if (await python.ByteOf(a[1], "byte must be in range(0, 256)") is not (>= 0 and var one))
        {
            return Value.Signal;
        }

        int at = Self(a[0]).Span.IndexOf((byte)one);
        return at < 0 ? python.ValueError("value not found in bytearray") : Done(Self(a[0]).Splice(python, at, at + 1, []));
    }

    [PythonFunction("reverse", "self, /")]
    internal static Value Reverse(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Span.Reverse();
        return Done(python.Machine.ChargeTicks(Self(a[0]).Count >> 6));
    }

    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a) => Done(Self(a[0]).Splice(python, 0, Self(a[0]).Count, []));

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(Self(a[0]).Count) ? Value.Object(new PyBytes(python.Types.ByteArray, Self(a[0]).Span.ToArray())) : Value.Signal;

    [PythonFunction("__alloc__", "self, /")]
    internal static Value Allocated(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Count + 1);

    [PythonFunction("__reduce__", "self, /")]
    [PythonFunction("__reduce_ex__", "self, proto=0, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        Value state = await python.StateOf(a[0]);
        var self = Self(a[0]);
        return state.IsSignal ? state : python.Tuple(
            Value.Object(self.Type),
            self.Count == 0 ? python.EmptyTuple : python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, self.Span.ToArray()))),
            state);
    }
}

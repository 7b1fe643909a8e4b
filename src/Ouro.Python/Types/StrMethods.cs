using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Types;

/// <summary>str.</summary>
[Specials("len getitem contains iter repr hash format eq ne lt le gt ge add mul rmul mod rmod")]
internal static class StrMethods
{
    private static Text Self(in Value value) => (Text)PythonRuntime.Inner(value).Ref!;

    [PythonFunction("__new__", "cls, object='', encoding='utf-8', errors='strict'", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        if (!a[2].IsAbsent || !a[3].IsAbsent)
        {
            if (a[1].IsAbsent)
            {
                return python.Str("");
            }

            if (PythonRuntime.BytesOf(a[1]) is null)
            {
                return python.TypeError(a[1].Ref is Text ? "decoding str is not supported" : $"decoding to str: need a bytes-like object, {python.TypeName(a[1])} found");
            }

            Value decoded = await python.Decode(a[1], a[2], a[3]);
            return decoded.IsSignal || type == python.Types.Str ? decoded : Value.Object(new PyInstance(type) { Inner = decoded, Shape = type.HasDictionary ? type.RootShape : null });
        }

        Value text = a[1].IsAbsent ? python.Str("") : await python.StrOf(a[1]);
        return text.IsSignal || type == python.Types.Str ? text : Value.Object(new PyInstance(type) { Inner = PythonRuntime.Inner(text), Shape = type.HasDictionary ? type.RootShape : null });
    }

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Object(Self(a[0])));

    [PythonFunction("__str__", "self, /")]
    internal static Value Str(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]));

    [PythonFunction("upper", "self, /")]
    internal static Value Upper(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Upper(python.Meter, Self(a[0])));

    [PythonFunction("lower", "self, /")]
    internal static Value Lower(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Lower(python.Meter, Self(a[0])));

    [PythonFunction("casefold", "self, /")]
    internal static Value Casefold(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Casefold(python.Meter, Self(a[0])));

    [PythonFunction("swapcase", "self, /")]
    internal static Value Swapcase(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Swapcase(python.Meter, Self(a[0])));

    [PythonFunction("capitalize", "self, /")]
    internal static Value Capitalize(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Capitalize(python.Meter, Self(a[0])));

    [PythonFunction("title", "self, /")]
    internal static Value Title(PythonRuntime python, ReadOnlySpan<Value> a) => python.Made(StringCase.Title(python.Meter, Self(a[0])));

    [PythonFunction("center", "self, width, fillchar=' ', /")]
    internal static Work<Value> Center(PythonRuntime python, Value[] a) => Pad(python, a, StringLayout.Center);

    [PythonFunction("ljust", "self, width, fillchar=' ', /")]
    internal static Work<Value> LeftJustify(PythonRuntime python, Value[] a) => Pad(python, a, StringLayout.LeftJustify);

    [PythonFunction("rjust", "self, width, fillchar=' ', /")]
    internal static Work<Value> RightJustify(PythonRuntime python, Value[] a) => Pad(python, a, StringLayout.RightJustify);

    private static async Work<Value> Pad(PythonRuntime python, Value[] a, Func<Values.Meter, Text, long, int, Text?> pad)
    {
        if (await python.SizeOf(a[1]) is not { } width)
        {
            return Value.Signal;
        }

        int fill = ' ';
        if (!a[2].IsAbsent)
        {
            if (PythonRuntime.Inner(a[2]).Ref is not Text { Length: 1 } character)
            {
                return python.TypeError(a[2].Ref is Text ? "The fill character must be exactly one character long" : $"The fill character must be a unicode character, not {python.TypeName(a[2])}");
            }

            fill = character[0];
        }

        return python.Made(pad(python.Meter, Self(a[0]), width, fill));
    }

    [PythonFunction("zfill", "self, width, /")]
    internal static async Work<Value> ZeroFill(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1]) is { } width ? python.Made(StringLayout.ZeroFill(python.Meter, Self(a[0]), width)) : Value.Signal;

    [PythonFunction("expandtabs", "self, tabsize=8")]
    internal static async Work<Value> ExpandTabs(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1].IsAbsent ? Value.Fixnum(8) : a[1]) is { } size ? python.Made(StringLayout.ExpandTabs(python.Meter, Self(a[0]), size)) : Value.Signal;

    [PythonFunction("isalpha", "self, /")]
    internal static Value IsAlpha(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsAlpha(Self(a[0])));

    [PythonFunction("isalnum", "self, /")]
    internal static Value IsAlnum(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsAlnum(Self(a[0])));

    [PythonFunction("isdecimal", "self, /")]
    internal static Value IsDecimal(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsDecimal(Self(a[0])));

    [PythonFunction("isdigit", "self, /")]
    internal static Value IsDigit(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsDigit(Self(a[0])));

    [PythonFunction("isnumeric", "self, /")]
    internal static Value IsNumeric(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsNumeric(Self(a[0])));

    [PythonFunction("isspace", "self, /")]
    internal static Value IsSpace(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsSpace(Self(a[0])));

    [PythonFunction("isprintable", "self, /")]
    internal static Value IsPrintable(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsPrintable(Self(a[0])));

    [PythonFunction("isascii", "self, /")]
    internal static Value IsAscii(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsAscii(Self(a[0])));

    [PythonFunction("isidentifier", "self, /")]
    internal static Value IsIdentifier(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsIdentifier(Self(a[0])));

    [PythonFunction("islower", "self, /")]
    internal static Value IsLower(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsLower(Self(a[0])));

    [PythonFunction("isupper", "self, /")]
    internal static Value IsUpper(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsUpper(Self(a[0])));

    [PythonFunction("istitle", "self, /")]
    internal static Value IsTitle(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(StringPredicates.IsTitle(Self(a[0])));

    [PythonFunction("find", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Find(PythonRuntime python, Value[] a) => await Search(python, a, last: false) is { } index ? Value.Fixnum(index) : Value.Signal;

    [PythonFunction("rfind", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> FindLast(PythonRuntime python, Value[] a) => await Search(python, a, last: true) is { } index ? Value.Fixnum(index) : Value.Signal;

    [PythonFunction("index", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Index(PythonRuntime python, Value[] a) =>
        await Search(python, a, last: false) is { } index ? (index < 0 ? python.ValueError("substring not found") : Value.Fixnum(index)) : Value.Signal;

    [PythonFunction("rindex", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> LastIndex(PythonRuntime python, Value[] a) =>
        await Search(python, a, last: true) is { } index ? (index < 0 ? python.ValueError("substring not found") : Value.Fixnum(index)) : Value.Signal;

    private static async Work<int?> Search(PythonRuntime python, Value[] a, bool last)
    {
        if (await Range(python, a) is not { } range)
        {
            return null;
        }

        if (PythonRuntime.Inner(a[1]).Ref is not Text part)
        {
            _ = python.TypeError($"must be str, not {python.TypeName(a[1])}");
            return null;
        }

        if (StringSearch.Find(python.Meter, Self(a[0]), part, range.Start, range.End, last, out int index))
        {
            return index;
        }

        _ = python.Failed();
        return null;
    }

    internal static async Work<(long Start, long End)?> Range(PythonRuntime python, Value[] a)
    {
        long start = 0, end = StringSearch.ToEnd;
        if (!a[2].IsAbsent && !a[2].IsUnspecified)
        {
            if (await python.SliceIndex(a[2]) is not { } given)
            {
                return null;
            }

            start = given;
        }

        if (!a[3].IsAbsent && !a[3].IsUnspecified)
        {
            if (await python.SliceIndex(a[3]) is not { } given)
            {
                return null;
            }

            end = given;
        }

        return (start, end);
    }

    [PythonFunction("count", "self, sub, start=None, end=None, /")]
    internal static async Work<Value> Count(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text part)
        {
            return python.TypeError($"must be str, not {python.TypeName(a[1])}");
        }

        return await Range(python, a) is not { } range ? Value.Signal
            : StringSearch.Count(python.Meter, Self(a[0]), part, range.Start, range.End, out int count) ? Value.Fixnum(count) : python.Failed();
    }

    [PythonFunction("startswith", "self, prefix, start=None, end=None, /")]
    internal static Work<Value> StartsWith(PythonRuntime python, Value[] a) => Affix(python, a, "startswith", StringSearch.StartsWith);

    [PythonFunction("endswith", "self, suffix, start=None, end=None, /")]
    internal static Work<Value> EndsWith(PythonRuntime python, Value[] a) => Affix(python, a, "endswith", StringSearch.EndsWith);

    private static async Work<Value> Affix(PythonRuntime python, Value[] a, string name, Func<Text, Text, long, long, bool> test)
    {
        if (await Range(python, a) is not { } range)
        {
            return Value.Signal;
        }

        bool found = false;
        foreach (Value one in a[1].Ref is PyTuple tuple ? tuple.Items : [a[1]])
        {
            if (PythonRuntime.Inner(one).Ref is not Text part)
            {
                return python.TypeError(a[1].Ref is PyTuple ? $"tuple for {name} must only contain str, not {python.TypeName(one)}" : $"{name} first arg must be str or a tuple of str, not {python.TypeName(one)}");
            }

            found |= test(Self(a[0]), part, range.Start, range.End);
        }

        return Value.Boolean(found);
    }

    [PythonFunction("removeprefix", "self, prefix, /")]
    internal static Value RemovePrefix(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[1]).Ref is Text part ? python.Made(StringSearch.RemovePrefix(python.Meter, Self(a[0]), part)) : python.TypeError($"removeprefix() argument must be str, not {python.TypeName(a[1])}");

    [PythonFunction("removesuffix", "self, suffix, /")]
    internal static Value RemoveSuffix(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[1]).Ref is Text part ? python.Made(StringSearch.RemoveSuffix(python.Meter, Self(a[0]), part)) : python.TypeError($"removesuffix() argument must be str, not {python.TypeName(a[1])}");

    [PythonFunction("replace", "self, old, new, count=-1, /")]
    internal static async Work<Value> Replace(PythonRuntime python, Value[] a)
    {
        for (int i = 1; i < 3; i++)
        {
            if (PythonRuntime.Inner(a[i]).Ref is not Text)
            {
                return python.TypeError($"replace() argument {i} must be str, not {python.TypeName(a[i])}");
            }
        }

        return await python.SizeOf(a[3].IsAbsent ? Value.Fixnum(-1) : a[3]) is { } most
            ? python.Made(StringSearch.Replace(python.Meter, Self(a[0]), Self(a[1]), Self(a[2]), most < 0 ? long.MaxValue : most))
            : Value.Signal;
    }

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

        bool noSeparator = a[1].IsAbsent || a[1].IsUnspecified;
        if (!noSeparator && PythonRuntime.Inner(a[1]).Ref is not Text)
        {
            return python.TypeError($"must be str or None, not {python.TypeName(a[1])}");
        }

        return python.Made(StringSplitting.Split(python.Meter, Self(a[0]), noSeparator ? null : Self(a[1]), most < 0 ? long.MaxValue : most, backwards));
    }

    [PythonFunction("splitlines", "self, keepends=False")]
    internal static Value SplitLines(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Made(StringSplitting.SplitLines(python.Meter, Self(a[0]), !a[1].IsAbsent && (PythonRuntime.SimpleTruth(a[1]) ?? true)));

    [PythonFunction("partition", "self, sep, /")]
    internal static Value Partition(PythonRuntime python, ReadOnlySpan<Value> a) => Partition(python, a, backwards: false);

    [PythonFunction("rpartition", "self, sep, /")]
    internal static Value PartitionBackwards(PythonRuntime python, ReadOnlySpan<Value> a) => Partition(python, a, backwards: true);

    private static Value Partition(PythonRuntime python, ReadOnlySpan<Value> a, bool backwards)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text separator)
        {
            return python.TypeError($"must be str, not {python.TypeName(a[1])}");
        }

        return StringSplitting.Partition(python.Meter, Self(a[0]), separator, backwards) is { } parts
            ? python.Tuple(Value.Object(parts.Before), Value.Object(parts.Separator), Value.Object(parts.After))
            : python.Failed();
    }

    [PythonFunction("strip", "self, chars=None, /")]
    internal static Value Strip(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, "strip", true, true);

    [PythonFunction("lstrip", "self, chars=None, /")]
    internal static Value StripLeft(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, "lstrip", true, false);

    [PythonFunction("rstrip", "self, chars=None, /")]
    internal static Value StripRight(PythonRuntime python, ReadOnlySpan<Value> a) => Strip(python, a, "rstrip", false, true);

    private static Value Strip(PythonRuntime python, ReadOnlySpan<Value> a, string name, bool left, bool right)
    {
        bool none = a[1].IsAbsent || a[1].IsUnspecified;
        return !none && PythonRuntime.Inner(a[1]).Ref is not Text
            ? python.TypeError($"{name} arg must be None or str")
            : python.Made(StringSplitting.Strip(python.Meter, Self(a[0]), none ? null : Self(a[1]), left, right));
    }

    [PythonFunction("join", "self, iterable, /")]
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
        var texts = new Text[items.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (PythonRuntime.Inner(items.Items[i]).Ref is not Text text)
            {
                return python.TypeError($"sequence item {i}: expected str instance, {python.TypeName(items.Items[i])} found");
            }

            texts[i] = text;
        }

        return python.Made(StringMaking.Join(python.Meter, Self(a[0]), texts));
    }

    [PythonFunction("encode", "self, encoding='utf-8', errors='strict'")]
    internal static Work<Value> Encode(PythonRuntime python, Value[] a) => python.Encode(Self(a[0]), a[1], a[2]);

    [PythonFunction("format", "self, /, *args, **kwargs")]
    internal static Work<Value> Format(PythonRuntime python, Value[] a) => python.FormatFields(Self(a[0]), (PyTuple)a[1].Ref!, Value.Object((PyDict)a[2].Ref!));

    [PythonFunction("format_map", "self, mapping, /")]
    internal static Work<Value> FormatMap(PythonRuntime python, Value[] a) => python.FormatFields(Self(a[0]), null, a[1]);

    [PythonFunction("maketrans", "x, y=None, z=None, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> MakeTranslation(PythonRuntime python, Value[] a)
    {
        var table = python.NewDict();
        if (a[1].IsAbsent)
        {
            if (a[0].Ref is not PyDict given)
            {
                return python.TypeError("if you give only one argument to maketrans it must be a dict");
            }

            for (int place = 0; place < given.Entries.Used; place++)
            {
                if (given.Entries.IsThere(place))
                {
                    Value key = given.Entries[place].Key;
                    if (key.Ref is Text { Length: not 1 })
                    {
                        return python.ValueError("string keys in translate table must be of length 1");
                    }

                    if ((await python.StoreInDict(table, key.Ref is Text text ? Value.Fixnum(text[0]) : key, given.Entries[place].Value)).IsSignal)
                    {
                        return Value.Signal;
                    }
                }
            }

            return Value.Object(table);
        }

        if (a[0].Ref is not Text from || a[1].Ref is not Text to)
        {
            return python.TypeError(a[0].Ref is Text ? $"maketrans() argument 2 must be str, not {python.TypeName(a[1])}" : "first maketrans argument must be a string if there is a second argument");
        }

        if (from.Length != to.Length)
        {
            return python.ValueError("the first two maketrans arguments must have equal length");
        }

        for (int i = 0; i < from.Length; i++)
        {
            if ((await python.StoreInDict(table, Value.Fixnum(from[i]), Value.Fixnum(to[i]))).IsSignal)
            {
                return Value.Signal;
            }
        }

        for (int i = 0; a[2].Ref is Text gone && i < gone.Length; i++)
        {
            if ((await python.StoreInDict(table, Value.Fixnum(gone[i]), Value.Unspecified)).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Object(table);
    }

    [PythonFunction("translate", "self, table, /")]
    internal static async Work<Value> Translate(PythonRuntime python, Value[] a)
    {
        var text = Self(a[0]);
        var builder = new TextBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (!python.Machine.ChargeTicks(1) || !python.Machine.ChargeAllocation(builder.GrowthFor(1)))
            {
                return Value.Signal;
            }

            Value mapped = await python.TryCall(python.Builtin("%getitem"), a[1], Value.Fixnum(text[i]));
            if (mapped.IsSignal)
            {
                if (!python.Catch(python.Types.Exception("LookupError")))
                {
                    return mapped;
                }

                builder.Append(text[i]);
            }
            else if (mapped.Ref is Text replacement)
            {
                builder.Append(replacement);
            }
            else if (mapped.Ref is null && mapped.Bits is >= 0 and <= 0x10FFFF)
            {
                builder.Append((int)mapped.Bits);
            }
            else if (!mapped.IsUnspecified)
            {
                return mapped.Ref is null ? python.ValueError("character mapping must be in range(0x110000)") : python.TypeError("character mapping must return integer, None or str");
            }
        }

        return Value.Object(builder.ToText());
    }
}

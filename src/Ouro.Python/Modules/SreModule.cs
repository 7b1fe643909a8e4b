using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;
using Ouro.Python.Values.Regex;

namespace Ouro.Python.Modules;

/// <summary>The types of the module _sre.</summary>
internal sealed class RegexTypes
{
    internal PyType Pattern = null!, Match = null!, Scanner = null!, Template = null!;
}

/// <summary>The module _sre, on which the library's re works.</summary>
internal static class SreModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(SreModule));
        module.Set("MAGIC", Value.Fixnum(python.Meter.Version switch { 11 => 20220615, 12 => 20221023, _ => 20230502 }));
        module.Set("CODESIZE", Value.Fixnum(4));
        module.Set("MAXREPEAT", Value.Fixnum(uint.MaxValue));
        module.Set("MAXGROUPS", Value.Fixnum(int.MaxValue / 2));
        var types = python.State<RegexTypes>();
        types.Pattern = Make("Pattern", typeof(PatternMethods));
        types.Match = Make("Match", typeof(MatchMethods));
        types.Scanner = Make("SRE_Scanner", typeof(ScannerMethods));
        types.Template = Make("SRE_Template", typeof(TemplateMethods));
        types.Scanner.ModuleName = types.Template.ModuleName = "_sre";

        PyType Make(string name, Type declarations)
        {
            var type = python.Types.Make(name, declarations, Layout.Own, final: true);
            type.ModuleName = "re";
            type.AsksMethods = true;
            return type;
        }
    }

    [PythonFunction("getcodesize")]
    internal static Value CodeSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(4);

    [PythonFunction("ascii_iscased", "character, /")]
    internal static Value IsCasedAscii(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(SreCharacters.IsCasedAscii((int)a[0].Bits));

    [PythonFunction("unicode_iscased", "character, /")]
    internal static Value IsCased(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(SreCharacters.IsCased((int)a[0].Bits));

    [PythonFunction("ascii_tolower", "character, /")]
    internal static Value ToLowerAscii(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(a[0].Bits is >= 'A' and <= 'Z' ? a[0].Bits + 32 : a[0].Bits);

    [PythonFunction("unicode_tolower", "character, /")]
    internal static Value ToLower(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(CharacterCase.ToLower((int)a[0].Bits));

    [PythonFunction("compile", "pattern, flags, code, groups, groupindex, indexgroup")]
    internal static async Work<Value> Compile(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } flags || await python.SizeOf(a[3]) is not { } groups)
        {
            return Value.Signal;
        }

        if (a[2].Ref is not PyList list || a[4].Ref is not PyDict index || a[5].Ref is not PyTuple names)
        {
            return python.TypeError("compile() needs a list of codes, a dict and a tuple of groups");
        }

        if (!python.Machine.ChargeAllocation(8L * list.Count) || !python.Machine.ChargeTicks(list.Count))
        {
            return Value.Signal;
        }

        uint[] code = new uint[list.Count];
        for (int i = 0; i < code.Length; i++)
        {
            Value number = Keys.AsNumber(PythonRuntime.Inner(list.Items[i]));
            if (number.Ref is not null || number.Bits is < 0 or > uint.MaxValue)
            {
                return python.OverflowError("regular expression code size limit exceeded");
            }

            code[i] = (uint)number.Bits;
        }

        if (groups is < 0 or > int.MaxValue / 4)
        {
            return python.Raise("RuntimeError", "invalid SRE code");
        }

        return RegexProgram.Translate(python.Meter, code, (int)groups) is { } program
            ? Value.Object(new PyPattern(python.State<RegexTypes>().Pattern, a[0], flags, program, code, index, names.Items))
            : python.Failed();
    }

    [PythonFunction("template", "pattern, template, /")]
    internal static Value Template(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyList { Count: > 0 } list || list.Count % 2 == 0)
        {
            return python.TypeError("invalid template");
        }

        var literals = new List<Value>();
        var groups = new List<int>();
        for (int i = 0; i < list.Count; i++)
        {
            if (i % 2 == 0)
            {
                literals.Add(list.Items[i]);
            }
            else if (list.Items[i].Ref is null && list.Items[i].Bits >= 0 && a[0].Ref is PyPattern pattern && list.Items[i].Bits <= pattern.Program.Groups)
            {
                groups.Add((int)list.Items[i].Bits);
            }
            else
            {
                return python.TypeError("invalid template");
            }
        }

        return Value.Object(new PyTemplate(python.State<RegexTypes>().Template, [.. literals], [.. groups]));
    }
}

/// <summary>Templates have no methods.</summary>
internal static class TemplateMethods;

/// <summary>The scanner of a pattern.</summary>
internal static class ScannerMethods
{
    [PythonFunction("match", "self, /")]
    internal static Value Match(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyScanner)a[0].Ref!).Step(python, search: false);

    [PythonFunction("search", "self, /")]
    internal static Value Search(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyScanner)a[0].Ref!).Step(python, search: true);

    [PythonFunction("pattern", Kind = FunctionKind.Getter)]
    internal static Value Pattern(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(((PyScanner)a[0].Ref!).Pattern);
}

/// <summary>re.Pattern.</summary>
[Specials("class_getitem")]
internal static class PatternMethods
{
    private static ReadOnlySpan<string> FlagNames => new[] { "re.TEMPLATE", "re.IGNORECASE", "re.LOCALE", "re.MULTILINE", "re.DOTALL", "re.UNICODE", "re.VERBOSE", "re.DEBUG", "re.ASCII" };

    private static PyPattern Self(in Value value) => (PyPattern)value.Ref!;

    [PythonFunction("match", "self, string, pos=0, endpos=None")]
    internal static Work<Value> Match(PythonRuntime python, Value[] a) => Once(python, a, static (matcher, start) => matcher.Match(start));

    [PythonFunction("fullmatch", "self, string, pos=0, endpos=None")]
    internal static Work<Value> FullMatch(PythonRuntime python, Value[] a) => Once(python, a, static (matcher, start) => matcher.Match(start, isFull: true));

    [PythonFunction("search", "self, string, pos=0, endpos=None")]
    internal static Work<Value> Search(PythonRuntime python, Value[] a) => Once(python, a, static (matcher, start) => matcher.Search(start));

    private static async Work<Value> Once(PythonRuntime python, Value[] a, Func<RegexMatcher, int, bool?> run)
    {
        var self = Self(a[0]);
        if (await python.SubjectOf(self, a[1], a[2], a[3]) is not { } subject)
        {
            return Value.Signal;
        }

        if (subject.Start > subject.End)
        {
            return Value.Unspecified;
        }

        var matcher = new RegexMatcher(python.Meter, self.Program, subject.Text, subject.End);
        return run(matcher, subject.Start) switch
        {
            null => python.Failed(),
            true => python.MatchOf(self, subject, matcher),
            false => Value.Unspecified,
        };
    }

    [PythonFunction("findall", "self, string, pos=0, endpos=None")]
    internal static async Work<Value> FindAll(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (await python.SubjectOf(self, a[1], a[2], a[3]) is not { } subject)
        {
            return Value.Signal;
        }

        var found = python.NewList();
        if (subject.Start > subject.End)
        {
            return Value.Object(found);
        }

        var matcher = new RegexMatcher(python.Meter, self.Program, subject.Text, subject.End);
        Value empty = subject.IsBytes ? Value.Object(new PyBytes(python.Types.Bytes, [])) : python.Str("");
        bool mustAdvance = false;
        for (int at = subject.Start; ;)
        {
            if (matcher.Search(at, mustAdvance) is not { } another)
            {
                return python.Failed();
            }

            if (!another)
            {
                return Value.Object(found);
            }

            Value item;
            if (self.Program.Groups <= 1)
            {
                var (start, end) = matcher.Group(self.Program.Groups);
                item = start < 0 ? empty : python.PartOf(subject, start, end);
            }
            else
            {
                var parts = ValueArrays.Unbound(self.Program.Groups);
                for (int i = 0; i < parts.Length; i++)
                {
                    var (start, end) = matcher.Group(i + 1);
                    parts[i] = start < 0 ? empty : python.PartOf(subject, start, end);
                    if (parts[i].IsSignal)
                    {
                        return Value.Signal;
                    }
                }

                item = python.Machine.ChargeAllocation(PyTuple.SizeOf(parts.Length)) ? python.Tuple(parts) : Value.Signal;
            }

            if (item.IsSignal || !found.Append(python.Machine, item))
            {
                return Value.Signal;
            }

            at = matcher.End;
            mustAdvance = matcher.Start == matcher.End;
        }
    }

    [PythonFunction("finditer", "self, string, pos=0, endpos=None")]
    internal static async Work<Value> FindIterator(PythonRuntime python, Value[] a) =>
        await python.SubjectOf(Self(a[0]), a[1], a[2], a[3]) is { } subject ? Value.Object(new PyScanner(python.Types.CallableIterator, Self(a[0]), subject)) : Value.Signal;

    [PythonFunction("scanner", "self, string, pos=0, endpos=None")]
    internal static async Work<Value> Scanner(PythonRuntime python, Value[] a) =>
        await python.SubjectOf(Self(a[0]), a[1], a[2], a[3]) is { } subject ? Value.Object(new PyScanner(python.State<RegexTypes>().Scanner, Self(a[0]), subject)) : Value.Signal;

    [PythonFunction("split", "self, string, maxsplit=0")]
    internal static async Work<Value> Split(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        long most = long.MaxValue;
        if (!a[2].IsAbsent)
        {
            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            most = given == 0 ? most : Math.Max(0, given);
        }

        if (await python.SubjectOf(self, a[1], Value.Absent, Value.Absent) is not { } subject)
        {
            return Value.Signal;
        }

        var parts = python.NewList();
        var matcher = new RegexMatcher(python.Meter, self.Program, subject.Text, subject.End);
        bool mustAdvance = false;
        int at = 0, last = 0;
        for (long count = 0; count < most; count++)
        {
            if (matcher.Search(at, mustAdvance) is not { } another)
            {
                return python.Failed();
            }

            if (!another)
            {
                break;
            }

            if (!Add(python.PartOf(subject, last, matcher.Start)))
            {
                return Value.Signal;
            }

            for (int i = 1; i <= self.Program.Groups; i++)
            {
                var (start, end) = matcher.Group(i);
                if (!Add(start < 0 ? Value.Unspecified : python.PartOf(subject, start, end)))
                {
                    return Value.Signal;
                }
            }

            last = at = matcher.End;
            mustAdvance = matcher.Start == matcher.End;
        }

        return Add(python.PartOf(subject, last, subject.Text.Length)) ? Value.Object(parts) : Value.Signal;

        bool Add(Value part) => !part.IsSignal && parts.Append(python.Machine, part);
    }

    [PythonFunction("sub", "self, repl, string, count=0")]
    internal static Work<Value> Substitute(PythonRuntime python, Value[] a) => python.Substitute(Self(a[0]), a[1], a[2], a[3], counted: false);

    [PythonFunction("subn", "self, repl, string, count=0")]
    internal static Work<Value> SubstituteCounted(PythonRuntime python, Value[] a) => python.Substitute(Self(a[0]), a[1], a[2], a[3], counted: true);

    [PythonFunction("pattern", Kind = FunctionKind.Getter)]
    internal static Value Source(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Source;

    [PythonFunction("flags", Kind = FunctionKind.Getter)]
    internal static Value Flags(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Flags);

    [PythonFunction("groups", Kind = FunctionKind.Getter)]
    internal static Value Groups(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Program.Groups);

    [PythonFunction("groupindex", Kind = FunctionKind.Getter)]
    internal static Value GroupIndex(PythonRuntime python, ReadOnlySpan<Value> a) => python.ReadOnly(Self(a[0]).GroupIndex);

    [PythonFunction("__copy__", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__deepcopy__", "self, memo, /")]
    internal static Value DeepCopy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        long flags = self.Flags;
        if (!self.IsBytes && (flags & (4 | 32 | 256)) == 32)
        {
            flags &= ~32L;
        }

        Value shown = await python.Repr(self.Source);
        if (shown.IsSignal)
        {
            return shown;
        }

        var names = new List<string>();
        for (int i = 0; i < FlagNames.Length; i++)
        {
            if ((flags & (1L << i)) != 0)
            {
                names.Add(FlagNames[i]);
                flags &= ~(1L << i);
            }
        }

        if (flags != 0)
        {
            names.Add("0x" + flags.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
        }

        string source = PythonRuntime.TextOf(shown);
        return python.Str($"re.compile({(source.Length > 200 ? source[..200] : source)}{(names.Count > 0 ? ", " + string.Join("|", names) : "")})");
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static Work<Value> Equal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyPattern other)
        {
            return python.NotImplemented;
        }

        var self = Self(a[0]);
        return self == other ? Value.Boolean(true)
            : self.Flags != other.Flags || self.IsBytes != other.IsBytes || !self.Code.AsSpan().SequenceEqual(other.Code) ? Value.Boolean(false)
            : python.AreEqual(self.Source, other.Source);
    }

    [PythonFunction("__hash__", "self, /")]
    internal static async Work<Value> Hash(PythonRuntime python, Value[] a) => await python.Hash(Self(a[0]).Source) is { IsSignal: false } hash ? Value.Fixnum(hash.Bits ^ Self(a[0]).Flags) : Value.Signal;
}

/// <summary>re.Match.</summary>
[Specials("class_getitem")]
internal static class MatchMethods
{
    private static PyMatch Self(in Value value) => (PyMatch)value.Ref!;

    /// <summary>The number of a group by its number or name; -1 with a pending raise.</summary>
    private static async Work<int> Number(PythonRuntime python, PyMatch self, Value group)
    {
        long? number = null;
        if (!python.TypeOf(group).Special("__index__").IsUnbound)
        {
            number = await python.SizeOf(group);
            if (number is null)
            {
                return -1;
            }
        }
        else
        {
            Value found = await python.TryCall(python.Builtin("%find"), Value.Object(self.Pattern.GroupIndex), group);
            if (found.IsSignal && !python.Catch(python.Types.Exception("TypeError")))
            {
                return -1;
            }

            number = found.Ref is null && !found.IsSignal && !found.IsUnspecified ? found.Bits : null;
        }

        if (number is { } known && known >= 0 && known < self.Groups.Length)
        {
            return (int)known;
        }

        _ = python.IndexError("no such group");
        return -1;
    }

    private static async Work<Value> Group(PythonRuntime python, PyMatch self, Value group) =>
        await Number(python, self, group) is >= 0 and var number ? python.GroupOf(self, number, Value.Unspecified) : Value.Signal;

    [PythonFunction("group", "self, /, *args")]
    internal static async Work<Value> GetGroup(PythonRuntime python, Value[] a)
    {
        var given = ((PyTuple)a[1].Ref!).Items;
        if (given.Length <= 1)
        {
            return await Group(python, Self(a[0]), given.Length == 0 ? Value.Fixnum(0) : given[0]);
        }

        var groups = ValueArrays.Unbound(given.Length);
        for (int i = 0; i < given.Length; i++)
        {
            groups[i] = await Group(python, Self(a[0]), given[i]);
            if (groups[i].IsSignal)
            {
                return Value.Signal;
            }
        }

        return python.Tuple(groups);
    }

    [PythonFunction("__getitem__", "self, key, /")]
    internal static Work<Value> GetItem(PythonRuntime python, Value[] a) => Group(python, Self(a[0]), a[1]);

    [PythonFunction("groups", "self, default=None")]
    internal static Value Groups(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        var groups = ValueArrays.Unbound(self.Groups.Length - 1);
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = python.GroupOf(self, i + 1, a[1].IsAbsent ? Value.Unspecified : a[1]);
            if (groups[i].IsSignal)
            {
                return Value.Signal;
            }
        }

        return python.Tuple(groups);
    }

    [PythonFunction("groupdict", "self, default=None")]
    internal static Value GroupDict(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        var result = python.NewDict();
        var index = self.Pattern.GroupIndex.Entries;
        for (int place = 0; place < index.Used; place++)
        {
            if (!index.IsThere(place) || index[place].Value.Ref is not null)
            {
                continue;
            }

            Value group = python.GroupOf(self, (int)index[place].Value.Bits, a[1].IsAbsent ? Value.Unspecified : a[1]);
            if (group.IsSignal || python.AddToDict(result, index[place].Key, index[place].Hash, group).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Object(result);
    }

    [PythonFunction("start", "self, group=0, /")]
    internal static async Work<Value> Start(PythonRuntime python, Value[] a) =>
        await Number(python, Self(a[0]), a[1].IsAbsent ? Value.Fixnum(0) : a[1]) is >= 0 and var number ? Value.Fixnum(Self(a[0]).Groups[number].Start) : Value.Signal;

    [PythonFunction("end", "self, group=0, /")]
    internal static async Work<Value> End(PythonRuntime python, Value[] a) =>
        await Number(python, Self(a[0]), a[1].IsAbsent ? Value.Fixnum(0) : a[1]) is >= 0 and var number ? Value.Fixnum(Self(a[0]).Groups[number].End) : Value.Signal;

    [PythonFunction("span", "self, group=0, /")]
    internal static async Work<Value> Span(PythonRuntime python, Value[] a) =>
        await Number(python, Self(a[0]), a[1].IsAbsent ? Value.Fixnum(0) : a[1]) is >= 0 and var number ? SpanOf(python, Self(a[0]).Groups[number]) : Value.Signal;

    private static Value SpanOf(PythonRuntime python, (int Start, int End) group) => python.Tuple(Value.Fixnum(group.Start), Value.Fixnum(group.End));

    [PythonFunction("expand", "self, template")]
    internal static async Work<Value> Expand(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value module = await python.Call(python.Builtin("__import__"), python.Str("re"));
        if (python.Meter.Version < 12)
        {
            Value expand = module.IsSignal ? module : await python.Settle(python.GetAttribute(module, "_expand"));
            return expand.IsSignal ? expand : await python.Call(expand, Value.Object(self.Pattern), a[0], a[1]);
        }

        Value make = module.IsSignal ? module : await python.Settle(python.GetAttribute(module, "_compile_template"));
        Value template = make.IsSignal ? make : await python.Call(make, Value.Object(self.Pattern), a[1]);
        return template.Ref is PyTemplate read ? await python.Expand(read, self) : template;
    }

    [PythonFunction("regs", Kind = FunctionKind.Getter)]
    internal static Value Registers(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Array.ConvertAll(Self(a[0]).Groups, group => SpanOf(python, group)));

    [PythonFunction("re", Kind = FunctionKind.Getter)]
    internal static Value Pattern(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Pattern);

    [PythonFunction("string", Kind = FunctionKind.Getter)]
    internal static Value Source(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Subject.Source;

    [PythonFunction("pos", Kind = FunctionKind.Getter)]
    internal static Value Position(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Subject.Start);

    [PythonFunction("endpos", Kind = FunctionKind.Getter)]
    internal static Value EndPosition(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Subject.End);

    [PythonFunction("lastindex", Kind = FunctionKind.Getter)]
    internal static Value LastIndex(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).LastIndex > 0 ? Value.Fixnum(Self(a[0]).LastIndex) : Value.Unspecified;

    [PythonFunction("lastgroup", Kind = FunctionKind.Getter)]
    internal static Value LastGroup(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(a[0]).LastIndex is > 0 and var last && last < Self(a[0]).Pattern.GroupNames.Length ? Self(a[0]).Pattern.GroupNames[last] : Value.Unspecified;

    [PythonFunction("__copy__", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__deepcopy__", "self, memo, /")]
    internal static Value DeepCopy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var (start, end) = Self(a[0]).Groups[0];
        Value part = python.GroupOf(Self(a[0]), 0, Value.Unspecified);
        Value shown = part.IsSignal ? part : await python.Repr(part);
        return shown.IsSignal ? shown : python.Str($"<re.Match object; span=({start}, {end}), match={PythonRuntime.TextOf(shown)}>");
    }
}

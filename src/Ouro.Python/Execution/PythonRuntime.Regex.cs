using Ouro.Machine.Execution;
using Ouro.Python.Modules;
using Ouro.Python.Objects;
using Ouro.Python.Values.Bytes;
using Ouro.Python.Values.Regex;

namespace Ouro.Python.Execution;

// Regular expressions: subjects, matches, and what is made with them.
internal sealed partial class PythonRuntime
{
    /// <summary>What a pattern is matched against; null with a pending raise.</summary>
    internal async Work<RegexSubject?> SubjectOf(PyPattern pattern, Value source, Value start, Value end)
    {
        Text text;
        bool isBytes = false;
        if (Inner(source).Ref is Text given)
        {
            text = given;
        }
        else if (BytesOf(source) is { } bytes)
        {
            (text, isBytes) = (BytesFunctions.AsText(bytes), true);
        }
        else
        {
            _ = TypeError($"expected string or bytes-like object, got '{TypeName(source)}'");
            return null;
        }

        if (!pattern.Source.IsUnspecified && pattern.IsBytes != isBytes)
        {
            _ = TypeError(isBytes ? "cannot use a string pattern on a bytes-like object" : "cannot use a bytes pattern on a string-like object");
            return null;
        }

        long from = 0, to = text.Length;
        if (!start.IsAbsent)
        {
            if (await SizeOf(start) is not { } one)
            {
                return null;
            }

            from = Math.Clamp(one, 0, text.Length);
        }

        if (!end.IsAbsent)
        {
            if (await SizeOf(end) is not { } one)
            {
                return null;
            }

            to = Math.Clamp(one, 0, text.Length);
        }

        return Machine.ChargeAllocation(100) ? new RegexSubject(source, text, isBytes, (int)from, (int)to) : null;
    }

    /// <summary>The last match of a matcher as an object.</summary>
    internal Value MatchOf(PyPattern pattern, RegexSubject subject, RegexMatcher matcher)
    {
        int count = pattern.Program.Groups + 1;
        if (!Machine.ChargeAllocation(120 + (8L * count)))
        {
            return Value.Signal;
        }

        var groups = new (int Start, int End)[count];
        for (int i = 0; i < count; i++)
        {
            groups[i] = matcher.Group(i);
        }

        return Value.Object(new PyMatch(State<RegexTypes>().Match, pattern, subject, groups, matcher.LastIndex));
    }

    /// <summary>A part of a subject as str or bytes.</summary>
    internal Value PartOf(RegexSubject subject, int start, int end)
    {
        if (!subject.IsBytes)
        {
            return start == 0 && end == subject.Text.Length ? Value.Object(subject.Text)
                : Values.Strings.StringMaking.Part(Meter, subject.Text, start, end) is { } part ? Value.Object(part) : Failed();
        }

        if (start == 0 && end == subject.Text.Length && subject.Source.Ref is PyBytes whole && whole.Type == Types.Bytes)
        {
            return subject.Source;
        }

        return Machine.ChargeAllocation(64 + end - start) && Machine.ChargeTicks((end - start) >> 4)
            ? Value.Object(new PyBytes(Types.Bytes, BytesOf(subject.Source) is { } bytes && end <= bytes.Length ? bytes[start..end] : []))
            : Value.Signal;
    }

    /// <summary>A group of a match, or a default.</summary>
    internal Value GroupOf(PyMatch match, int number, in Value missing) =>
        match.Groups[number] is var (start, end) && start >= 0 ? PartOf(match.Subject, start, end) : missing;

    /// <summary>Texts of one kind, or bytes, as one.</summary>
    internal Work<Value> Joined(RegexSubject subject, PyList parts)
    {
        Value empty = subject.IsBytes ? Value.Object(new PyBytes(Types.Bytes, [])) : Str("");
        return Call((subject.IsBytes ? Types.Bytes : Types.Str).Lookup("join"), empty, Value.Object(parts));
    }

    /// <summary>What a template makes of a match.</summary>
    internal async Work<Value> Expand(PyTemplate template, PyMatch match)
    {
        var parts = NewList();
        for (int i = 0; i < template.Literals.Length; i++)
        {
            Value literal = template.Literals[i];
            if (!literal.IsUnspecified && !parts.Append(Machine, literal))
            {
                return Value.Signal;
            }

            if (i < template.Groups.Length)
            {
                Value group = GroupOf(match, template.Groups[i], Value.Unbound);
                if (group.IsSignal || (!group.IsUnbound && !parts.Append(Machine, group)))
                {
                    return Value.Signal;
                }
            }
        }

        return await Joined(match.Subject, parts);
    }

    /// <summary>sub and subn.</summary>
    internal async Work<Value> Substitute(PyPattern pattern, Value replacement, Value source, Value most, bool counted)
    {
        long left = long.MaxValue;
        if (!most.IsAbsent)
        {
            if (await SizeOf(most) is not { } given)
            {
                return Value.Signal;
            }

            left = given > 0 ? given : given == 0 ? long.MaxValue : 0;
        }

        if (await SubjectOf(pattern, source, Value.Absent, Value.Absent) is not { } subject)
        {
            return Value.Signal;
        }

        Value filter = replacement;
        if (!IsCallable(replacement))
        {
            bool isLiteral = Inner(replacement).Ref is Text text ? text.ToString().AsSpan().IndexOf('\\') < 0 : BytesOf(replacement) is { } bytes && bytes.AsSpan().IndexOf((byte)'\\') < 0;
            if (!isLiteral)
            {
                Value module = await Call(Builtin("__import__"), Str("re"));
                Value make = module.IsSignal ? module : await Settle(GetAttribute(module, Meter.Version < 12 ? "_subx" : "_compile_template"));
                filter = make.IsSignal ? make : await Call(make, Value.Object(pattern), replacement);
                if (filter.IsSignal)
                {
                    return filter;
                }
            }
        }

        var parts = NewList();
        var matcher = new RegexMatcher(Meter, pattern.Program, subject.Text, subject.End);
        bool mustAdvance = false, isFunction = IsCallable(filter);
        int at = 0, copied = 0;
        long count = 0;
        for (; count < left; count++)
        {
            if (matcher.Search(at, mustAdvance) is not { } found)
            {
                return Failed();
            }

            if (!found)
            {
                break;
            }

            int start = matcher.Start, end = matcher.End;
            if (copied < start)
            {
                Value before = PartOf(subject, copied, start);
                if (before.IsSignal || !parts.Append(Machine, before))
                {
                    return Value.Signal;
                }
            }

            Value item = filter;
            if (isFunction || filter.Ref is PyTemplate)
            {
                Value match = MatchOf(pattern, subject, matcher);
                item = match.IsSignal ? match : isFunction ? await Call(filter, match) : await Expand((PyTemplate)filter.Ref!, (PyMatch)match.Ref!);
            }

            if (item.IsSignal || (!item.IsUnspecified && !parts.Append(Machine, item)))
            {
                return Value.Signal;
            }

            copied = at = end;
            mustAdvance = start == end;
        }

        Value rest = copied < subject.Text.Length ? PartOf(subject, copied, subject.Text.Length) : Value.Unspecified;
        if (rest.IsSignal || (!rest.IsUnspecified && !parts.Append(Machine, rest)))
        {
            return Value.Signal;
        }

        Value result = count == 0 && Inner(source).Ref is Text or PyBytes && TypeOf(source) is var type && (type == Types.Str || type == Types.Bytes) ? source : await Joined(subject, parts);
        return result.IsSignal || !counted ? result : Tuple(result, Value.Fixnum(count));
    }
}

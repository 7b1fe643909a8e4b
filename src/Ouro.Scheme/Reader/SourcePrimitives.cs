using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Reader;

/// <summary>Reading whole source texts, and the positions of what was read.</summary>
[PrimitiveGroup]
internal static partial class SourcePrimitives
{
    private const string ASourceMap = "a source map";
    private const string APair = "a pair";

    /// <summary>A new source map, without any position.</summary>
    [Primitive("make-source-map", Effects = Effects.Allocate, Minimum = 0, Maximum = 0)]
    internal static Value MakeSourceMap(VirtualMachine machine, ref Value first, int count) =>
        machine.ChargeAllocation(64L * 3 * 8) ? Value.Object(new SourceMap()) : Value.Signal;

    /// <summary>Whether an object is a source map.</summary>
    [Primitive("source-map?")]
    internal static bool IsSourceMap(Value value) => value.Ref is SourceMap;

    /// <summary>All data in a text, in order; their positions go to the map, when there is one. Names are folded as after #!fold-case if that is asked for.</summary>
    [Primitive("read-source", Effects = Effects.ReadText | Effects.WriteTable | Effects.Allocate)]
    internal static Value ReadSource(VirtualMachine machine, Text text, Text file, SourceMap? map = null, bool foldCase = false)
    {
        if (!machine.ChargeTicks(text.Length >> 4) || !machine.ChargeAllocation(2L * text.Length))
        {
            return Value.Signal;
        }

        var reader = new SchemeReader(machine, file.ToString(), text.ToString(), map) { FoldCase = foldCase };
        Pair? first = null;
        Pair? last = null;
        while (true)
        {
            switch (reader.Read(out var datum))
            {
                case ReadStatus.Datum:
                    if (!machine.ChargeAllocation(Pair.Size + (map is null ? 0 : SourceMap.EntrySize)))
                    {
                        return Value.Signal;
                    }

                    var pair = new Pair(datum, Value.EmptyList);
                    map?.SetElement(pair, reader.LastSpan);
                    if (last is null)
                    {
                        first = pair;
                    }
                    else
                    {
                        last.Cdr = Value.Object(pair);
                    }

                    last = pair;
                    break;

                case ReadStatus.EndOfInput:
                    return first is null ? Value.EmptyList : Value.Object(first);

                case ReadStatus.Stopped:
                    return Value.Signal;

                default:
                    return machine.Raise(Value.Object(reader.Error!));
            }
        }
    }

    /// <summary>The span of the list that begins with a pair, or false.</summary>
    [Primitive("source-map-form", Effects = Effects.ReadTable)]
    internal static Value Form(VirtualMachine machine, in Value map, in Value pair) =>
        map.Ref is not SourceMap source ? machine.WrongType(1, map, ASourceMap)
        : pair.Ref is not Pair place ? machine.WrongType(2, pair, APair)
        : source.Form(place) is { } span ? Value.Object(span)
        : Value.False;

    /// <summary>The span of the datum in a pair's car, or false.</summary>
    [Primitive("source-map-element", Effects = Effects.ReadTable)]
    internal static Value Element(VirtualMachine machine, in Value map, in Value pair) =>
        map.Ref is not SourceMap source ? machine.WrongType(1, map, ASourceMap)
        : pair.Ref is not Pair place ? machine.WrongType(2, pair, APair)
        : source.Element(place) is { } span ? Value.Object(span)
        : Value.False;

    /// <summary>Records the span of the list that begins with a pair; false forgets it.</summary>
    [Primitive("source-map-set-form!", Effects = Effects.WriteTable)]
    internal static Value SetForm(VirtualMachine machine, SourceMap map, Pair pair, Value span)
    {
        if (!CheckEntry(machine, span, out var content))
        {
            return Value.Signal;
        }

        map.SetForm(pair, content);
        return Value.Unspecified;
    }

    /// <summary>Records the span of the datum in a pair's car; false forgets it.</summary>
    [Primitive("source-map-set-element!", Effects = Effects.WriteTable)]
    internal static Value SetElement(VirtualMachine machine, SourceMap map, Pair pair, Value span)
    {
        if (!CheckEntry(machine, span, out var content))
        {
            return Value.Signal;
        }

        map.SetElement(pair, content);
        return Value.Unspecified;
    }

    /// <summary>A span from its parts: lines and columns count from 1, the end is after the last character.</summary>
    [Primitive("make-span", Effects = Effects.Allocate)]
    internal static Value MakeSpan(VirtualMachine machine, Text file, int line, int column, int endLine, int endColumn) =>
        machine.ChargeAllocation(48 + (2L * file.Length))
            ? Value.Object(new SourceSpan(file.ToString(), line, column, endLine, endColumn))
            : Value.Signal;

    /// <summary>The span of what a macro of that name makes of the text at a span.</summary>
    [Primitive("span-expanded-from", Effects = Effects.Allocate)]
    internal static Value SpanExpandedFrom(VirtualMachine machine, SourceSpan span, Symbol macro)
    {
        var expanded = span.ExpandedFrom(macro.Name.ToString());
        return machine.ChargeAllocation(56 + (2L * expanded.Macro!.Length)) ? Value.Object(expanded) : Value.Signal;
    }

    /// <summary>Whether an object is a source span.</summary>
    [Primitive("span?")]
    internal static bool IsSpan(Value value) => value.Ref is SourceSpan;

    /// <summary>The name of the file that a span is in.</summary>
    [Primitive("span-file")]
    internal static Value SpanFile(VirtualMachine machine, SourceSpan span) =>
        machine.ChargeAllocation(64 + (2L * span.File.Length)) ? Value.Object(new Text(span.File)) : Value.Signal;

    /// <summary>The line where a span begins, from 1.</summary>
    [Primitive("span-line")]
    internal static int SpanLine(SourceSpan span) => span.Line;

    /// <summary>The column where a span begins, from 1.</summary>
    [Primitive("span-column")]
    internal static int SpanColumn(SourceSpan span) => span.Column;

    /// <summary>The line of the position after a span.</summary>
    [Primitive("span-end-line")]
    internal static int SpanEndLine(SourceSpan span) => span.EndLine;

    /// <summary>The column of the position after a span.</summary>
    [Primitive("span-end-column")]
    internal static int SpanEndColumn(SourceSpan span) => span.EndColumn;

    /// <summary>Raises a syntax error: what is wrong in words, where (a span or false), and the offending objects.</summary>
    [Primitive("raise-syntax-error")]
    internal static Value RaiseSyntaxError(VirtualMachine machine, Text message, Value span, ReadOnlySpan<Value> rest)
    {
        if (span.Ref is not SourceSpan && !span.IsFalse)
        {
            return machine.WrongType(2, span, "a source span or #f");
        }

        return machine.Raise(Value.Object(new Condition(ConditionKind.Syntax, message.ToString(), rest.ToArray()) { Span = span.Ref as SourceSpan }));
    }

    /// <summary>Raises an error of a program at a place that only its interpreter knows: what is wrong in words, where (a span or false), and the offending objects.</summary>
    [Primitive("raise-source-error")]
    internal static Value RaiseSourceError(VirtualMachine machine, Text message, Value span, ReadOnlySpan<Value> rest)
    {
        if (span.Ref is not SourceSpan && !span.IsFalse)
        {
            return machine.WrongType(2, span, "a source span or #f");
        }

        return machine.Raise(Value.Object(new Condition(ConditionKind.User, message.ToString(), rest.ToArray()) { Span = span.Ref as SourceSpan }));
    }

    /// <summary>Of a list of symbols the one that a mistyped name was probably meant to be, or false.</summary>
    [Primitive("nearest-name", Effects = Effects.ReadPair)]
    internal static Value Nearest(VirtualMachine machine, Symbol name, Value names)
    {
        int length = VirtualMachine.ProperListLength(names, out _);
        if (length < 0)
        {
            return machine.WrongType(2, names, "a list of symbols");
        }

        // A comparison of two names is quadratic in their length.
        if (!machine.ChargeTicks((long)length * name.Name.Length) || !machine.ChargeAllocation(8L * length))
        {
            return Value.Signal;
        }

        var candidates = new List<string>(length);
        for (; names.Ref is Pair pair; names = pair.Cdr)
        {
            if (pair.Car.Ref is Symbol candidate)
            {
                candidates.Add(candidate.Name);
            }
        }

        return NearestName.Find(name.Name, candidates) is { } found ? Value.Object(machine.Intern(found)) : Value.False;
    }

    private static bool CheckEntry(VirtualMachine machine, Value span, out SourceSpan? content)
    {
        content = span.Ref as SourceSpan;
        if (content is null && !span.IsFalse)
        {
            _ = machine.WrongType(3, span, "a source span or #f");
            return false;
        }

        return machine.ChargeAllocation(SourceMap.EntrySize);
    }
}

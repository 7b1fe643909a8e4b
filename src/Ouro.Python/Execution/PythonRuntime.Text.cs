using System.Globalization;
using System.Text;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Execution;

// repr(), str() and what they are made of.
internal sealed partial class PythonRuntime
{
    private readonly HashSet<object> _representing = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins to show an object.</summary>
    /// <returns>False: that has begun already; it contains itself.</returns>
    internal bool Representing(PyObject target) => _representing.Add(target);

    /// <summary>The end of what <see cref="Representing"/> began.</summary>
    internal void Represented(PyObject target) => _representing.Remove(target);

    /// <summary>repr(value), as a str object.</summary>
    internal async Work<Value> Repr(Value value)
    {
        var type = TypeOf(value);
        if (IsDeep)
        {
            return await CallFresh(Builtin("repr"), value);
        }

        if (!type.AsksMethods)
        {
            return await NativeRepr(value);
        }

        Value method = type.Special("__repr__");
        Value result = await TryCall(method, value);
        return result.IsSignal || Inner(result).Ref is Text ? result : TypeError($"__repr__ returned non-string (type {TypeName(result)})");
    }

    /// <summary>str(value), as a str object.</summary>
    internal async Work<Value> StrOf(Value value)
    {
        if (value.Ref is Text)
        {
            return value;
        }

        var type = TypeOf(value);
        Value method = type.Special("__str__");
        if (method.Ref is BuiltinFunction { Owner: var owner } && owner == Types.Object)
        {
            return await Repr(value);
        }

        Value result = await Call(method, value);
        return result.IsSignal || Inner(result).Ref is Text ? result : TypeError($"__str__ returned non-string (type {TypeName(result)})");
    }

    /// <summary>The repr that a built-in type defines.</summary>
    internal async Work<Value> NativeRepr(Value value)
    {
        Value inner = Inner(value);
        switch (inner.Ref)
        {
            case Text text:
                return Made(Values.Strings.StringRepr.Repr(Meter, text));
            case null:
                return Str(inner.Bits.ToString(CultureInfo.InvariantCulture));
            case Bignum:
                return Values.Numbers.IntegerText.ToText(Meter, inner) is { } numeral ? Str(numeral) : Failed();
            case PyList list:
                return await ReprOfItems(value, "[", "]", "[...]", () => list.Span.ToArray());
            case PyTuple tuple:
                return await ReprOfItems(value, "(", tuple.Items.Length == 1 ? ",)" : ")", "(...)", () => tuple.Items);
            case PySet set:
                string name = set.Type.Name;
                bool isSet = set.Type == Types.Set;
                return set.Count == 0 ? Str(name + "()")
                    : await ReprOfItems(value, isSet ? "{" : name + "({", isSet ? "}" : "})", name + "(...)", () => [.. Members(set)]);
            case PyDict dictionary:
                return await ReprOfDict(value, dictionary);
            case PyDictView view:
                Value all = await ToList(Value.Object(view));
                return all.IsSignal ? all : await ReprOfItems(value, view.Type.Name + "([", "])", "...", () => ((PyList)all.Ref!).Span.ToArray());
            case PyRange range:
                string bounds = $"range({Number(range.Start)}, {Number(range.Stop)}";
                return Str(Keys.NumbersEqual(range.Step, Value.Fixnum(1)) ? bounds + ")" : $"{bounds}, {Number(range.Step)})");
            case PySlice slice:
                return await ReprOfItems(value, "slice(", ")", "...", () => [slice.Start, slice.Stop, slice.Step]);
            case PyBytes bytes:
                string literal = ReprOf(bytes.Items);
                return Str(bytes.Type.IsSubtypeOf(Types.ByteArray) ? $"{bytes.Type.Name}({literal})" : literal);
            case PyException exception:
                Value arguments = exception.Arguments.Items.Length == 1
                    ? await Repr(exception.Arguments.Items[0])
                    : await Repr(Value.Object(exception.Arguments));
                return arguments.IsSignal ? arguments
                    : Str(exception.Arguments.Items.Length == 1 ? $"{exception.Type.Name}({TextOf(arguments)})" : exception.Type.Name + TextOf(arguments));
            case PyBoundMethod method:
                Value self = await Repr(method.Self);
                return self.IsSignal ? self
                    : Str(method.Function.Ref is BuiltinFunction builtin
                        ? $"<built-in method {builtin.Name} of {TypeName(method.Self)} object at {Address(method.Self)}>"
                        : $"<bound method {QualifiedNameOf(method.Function)} of {TextOf(self)}>");
            case PySuper super:
                return Str($"<super: <class '{super.After.Name}'>, {(super.SelfType is null ? "NULL" : $"<{super.SelfType.Name} object>")}>");
            default:
                return Str(SimpleRepr(inner));
        }
    }

    private string Number(in Value value) => NumberPrinter.ToString(value, 10);

    /// <summary>What a str object holds.</summary>
    internal static string TextOf(in Value value) => ((Text)Inner(value).Ref!).ToString();

    /// <summary>The name of an attribute that a program gives; null with a pending TypeError for what is no string.</summary>
    internal string? AttributeName(in Value value)
    {
        if (Inner(value).Ref is Text text)
        {
            return text.ToString();
        }

        _ = TypeError($"attribute name must be string, not '{TypeName(value)}'");
        return null;
    }

    internal string Address(in Value value) => $"0x{0x7F00_0000_0000L + (16L * Machine.IdentityOf(value.Ref ?? this)):x12}";

    private string SimpleRepr(in Value value)
    {
        if (value.IsFlonum)
        {
            return ReprOf(value.AsFlonum);
        }

        if (value.IsBoolean)
        {
            return value.IsTrue ? "True" : "False";
        }

        switch (value.Ref)
        {
            case PyType type:
                return $"<class '{type.FullName}'>";
            case PySingleton singleton:
                return singleton.Name;
            case PyModule module:
                return ModuleRepr(module);
            case BuiltinFunction { Owner: { } owner } method:
                return method.IsStatic ? $"<built-in method {method.Name} of type object at {Address(value)}>"
                    : method.Name.StartsWith("__", StringComparison.Ordinal) ? $"<slot wrapper '{method.Name}' of '{owner.Name}' objects>"
                    : $"<method '{method.Name}' of '{owner.Name}' objects>";
            case BuiltinFunction function:
                return $"<built-in function {function.Name}>";
            case Closure when FunctionData.Of(value) is { } data:
                return $"<function {data.QualifiedName} at {Address(value)}>";
            case Generator generator:
                var info = FunctionInfo.Of(generator.Code);
                return $"<{TypeName(value)} object {DataOf(value).QualifiedName ?? FunctionData.Of(generator.Procedure)?.QualifiedName ?? info?.QualifiedName} at {Address(value)}>";
            case PyCode code:
                return $"<code object {code.Info.Name} at {Address(value)}, file \"{code.Info.FileName}\", line {code.Info.FirstLine}>";
            case PyCell cell:
                return cell.Box.Content.IsUnbound ? $"<cell at {Address(value)}: empty>" : $"<cell at {Address(value)}: {TypeName(cell.Box.Content)} object at {Address(cell.Box.Content)}>";
            case PyGetSet getSet:
                return $"<attribute '{getSet.Name}' of '{getSet.Owner.Name}' objects>";
            case PySlot slot:
                return $"<member '{slot.Name}' of '{slot.Owner.Name}' objects>";
            case null:
                return "?";
        }

        return value.IsUnspecified ? "None" : $"<{TypeOf(value).FullName} object at {Address(value)}>";
    }

    internal string QualifiedNameOf(in Value function) => function.Ref switch
    {
        Closure when FunctionData.Of(function) is { } data => data.QualifiedName,
        BuiltinFunction { Owner: { } owner } method => owner.Name + "." + method.Name,
        BuiltinFunction builtin => builtin.Name,
        PyType type => type.QualifiedName,
        _ => TypeName(function),
    };

    private async Work<Value> ReprOfItems(Value container, string open, string close, string cycle, Func<Value[]> items)
    {
        if (!_representing.Add(container.Ref!))
        {
            return Str(cycle);
        }

        var text = new TextBuilder();
        text.Append(open);
        bool first = true;
        Enter();
        foreach (Value item in items())
        {
            Value shown = Machine.ChargeTicks(1) ? await Repr(item) : Value.Signal;
            if (shown.IsSignal || !Append(text, first ? "" : ", ", shown))
            {
                _representing.Remove(container.Ref!);
                return Value.Signal;
            }

            first = false;
        }

        Leave();
        _representing.Remove(container.Ref!);
        text.Append(close);
        return Value.Object(text.ToText());
    }

    private bool Append(TextBuilder text, string before, in Value shown)
    {
        var part = (Text)Inner(shown).Ref!;
        if (!Machine.ChargeTicks(part.Length >> 4) || !Machine.ChargeAllocation(text.GrowthFor(part.Length + 2)))
        {
            return false;
        }

        text.Append(before);
        text.Append(part);
        return true;
    }

    private async Work<Value> ReprOfDict(Value value, PyDict dictionary)
    {
        if (!_representing.Add(value.Ref!))
        {
            return Str("{...}");
        }

        var text = new TextBuilder();
        text.Append("{");
        bool first = true;
        Enter();
        for (int place = 0; place < dictionary.Entries.Used; place++)
        {
            if (!dictionary.Entries.IsThere(place))
            {
                continue;
            }

            var entry = dictionary.Entries[place];
            Value key = await Repr(entry.Key);
            Value content = key.IsSignal ? key : await Repr(entry.Value);
            if (content.IsSignal || !Append(text, first ? "" : ", ", key) || !Append(text, ": ", content))
            {
                _representing.Remove(value.Ref!);
                return Value.Signal;
            }

            first = false;
        }

        Leave();
        _representing.Remove(value.Ref!);
        text.Append("}");
        return Value.Object(text.ToText());
    }

    internal static string ReprOf(string text)
    {
        var builder = new StringBuilder();
        Representation.Of(builder, new Literal.String(new Text(text)));
        return builder.ToString();
    }

    internal static string ReprOf(byte[] bytes)
    {
        var builder = new StringBuilder();
        Representation.Of(builder, new Literal.Bytes(bytes));
        return builder.ToString();
    }

    internal static string ReprOf(double number) =>
        Values.Numbers.FloatText.Repr(number);

    /// <summary>ascii(value).</summary>
    internal async Work<Value> Ascii(Value value)
    {
        Value shown = await Repr(value);
        if (shown.IsSignal)
        {
            return shown;
        }

        return Made(Values.Strings.StringRepr.Escape(Meter, (Text)Inner(shown).Ref!));
    }

    /// <summary>format(value, specification).</summary>
    internal async Work<Value> Format(Value value, Value specification)
    {
        var type = TypeOf(value);
        if (specification.Ref is Text { Length: 0 } && !type.AsksMethods)
        {
            return await StrOf(value);
        }

        if (!type.AsksMethods)
        {
            return await NativeFormat(value, specification);
        }

        Value result = await Call(type.Special("__format__"), value, specification);
        return result.IsSignal || Inner(result).Ref is Text ? result : TypeError($"__format__ must return a str, not {TypeName(result)}");
    }

    /// <summary>The __format__ that a built-in type defines.</summary>
    internal async Work<Value> NativeFormat(Value value, Value specification)
    {
        if (Inner(specification).Ref is not Text text)
        {
            return TypeError($"__format__() argument must be str, not {TypeName(specification)}");
        }

        Value inner = Inner(value);
        if (text.Length == 0)
        {
            return await StrOf(value);
        }

        return inner.Ref is Text || Keys.IsNumber(inner)
            ? FormatNative(inner, text)
            : TypeError($"unsupported format string passed to {TypeName(value)}.__format__");
    }
}

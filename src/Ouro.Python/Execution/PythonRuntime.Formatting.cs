using Ouro.Machine.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Formatting;

namespace Ouro.Python.Execution;

// Formatting: the format mini-language, str.format and %.
internal sealed partial class PythonRuntime
{
    private Value FormatNative(Value value, Text specification)
    {
        Value number = Keys.AsNumber(value);
        return Made(value.Ref is Text text ? Formatter.Format(Meter, text, specification)
            : number.IsFlonum ? Formatter.Format(Meter, number.AsFlonum, specification)
            : Formatter.Format(Meter, number, specification, typeName: value.IsBoolean ? "bool" : "int"));
    }

    /// <summary>str.format: positional arguments (null for format_map) and a mapping of named ones.</summary>
    internal Work<Value> FormatFields(Text format, PyTuple? positional, Value named) =>
        FormatFields(format, positional, named, new FieldNumbering(), depth: 2);

    private async Work<Value> FormatFields(Text format, PyTuple? positional, Value named, FieldNumbering numbering, int depth)
    {
        if (depth == 0)
        {
            return ValueError("Max string recursion exceeded");
        }

        var result = new TextBuilder();
        var parser = new FormatParser(format);
        while (parser.Next(Meter) is { } field)
        {
            if (!Machine.ChargeTicks(1) || !Machine.ChargeAllocation(result.GrowthFor(field.LiteralEnd - field.LiteralStart)))
            {
                return Value.Signal;
            }

            result.Append(format, field.LiteralStart, field.LiteralEnd);
            if (!field.HasField)
            {
                continue;
            }

            Value value = await FieldValue(format, field, positional, named, numbering);
            if (value.IsSignal)
            {
                return value;
            }

            value = field.Conversion switch
            {
                0 => value,
                's' => await StrOf(value),
                'r' => await Repr(value),
                'a' => await Ascii(value),
                _ => ValueError($"Unknown conversion specifier '{char.ConvertFromUtf32(field.Conversion)}'"),
            };
            Value specification = Value.Object(format.Substring(field.SpecificationStart, field.SpecificationEnd));
            if (!value.IsSignal && field.IsNested)
            {
                specification = await FormatFields((Text)specification.Ref!, positional, named, numbering, depth - 1);
            }

            Value shown = value.IsSignal || specification.IsSignal ? Value.Signal : await Format(value, specification);
            if (shown.IsSignal || !Append(result, "", shown))
            {
                return Value.Signal;
            }
        }

        return parser.Failed ? Failed() : Value.Object(result.ToText());
    }

    private async Work<Value> FieldValue(Text format, FormatField field, PyTuple? positional, Value named, FieldNumbering numbering)
    {
        if (FieldName.Parse(Meter, format, field.NameStart, field.NameEnd) is not { } name)
        {
            return Failed();
        }

        Value value;
        if (name.IsAutomatic || name.Index >= 0)
        {
            if (positional is null)
            {
                return ValueError("Format string contains positional fields");
            }

            if (numbering.Number(Meter, name.IsAutomatic ? -1 : name.Index) is not { } index)
            {
                return Failed();
            }

            if (index >= positional.Items.Length)
            {
                return IndexError($"Replacement index {index} out of range for positional args tuple");
            }

            value = positional.Items[index];
        }
        else
        {
            value = await Call(Builtin("%getitem"), named, Value.Object(name.Name));
        }

        foreach (var step in name.Steps)
        {
            if (value.IsSignal)
            {
                return value;
            }

            value = step.IsAttribute
                ? await Settle(GetAttribute(value, step.Name.ToString()))
                : await Call(Builtin("%getitem"), value, step.Index >= 0 ? Value.Fixnum(step.Index) : Value.Object(step.Name));
        }

        return value;
    }

    /// <summary>format % arguments.</summary>
    private async Work<Value> PercentFormat(Text format, Value arguments, bool isBytes = false)
    {
        var result = new TextBuilder();
        var items = arguments.Ref is PyTuple tuple ? tuple.Items : [arguments];
        bool isMapping = arguments.Ref is not (PyTuple or Text) && !(isBytes && arguments.Ref is PyBytes) && !TypeOf(arguments).Special("__getitem__").IsUnbound;
        int next = 0, at = 0;
        bool usesKeys = false;
        while (true)
        {
            if (Values.Formatting.PercentFormat.Next(Meter, format, ref at) is not { } field)
            {
                return Failed();
            }

            if (!Machine.ChargeTicks(1) || !Machine.ChargeAllocation(result.GrowthFor(field.LiteralEnd - field.LiteralStart)))
            {
                return Value.Signal;
            }

            result.Append(format, field.LiteralStart, field.LiteralEnd);
            if (field.Type == 0)
            {
                break;
            }

            Value value = Value.Unbound;
            if (field.Key is { } key)
            {
                if (!isMapping)
                {
                    return TypeError("format requires a mapping");
                }

                usesKeys = true;
                value = await Call(Builtin("%getitem"), arguments, isBytes ? Value.Object(new PyBytes(Types.Bytes, [.. Enumerable.Range(0, key.Length).Select(i => (byte)key[i])])) : Value.Object(key));
                if (value.IsSignal)
                {
                    return value;
                }
            }

            foreach (bool isWidth in (bool[])[true, false])
            {
                if (isWidth ? !field.WidthIsArgument : !field.PrecisionIsArgument)
                {
                    continue;
                }

                if (next >= items.Length)
                {
                    return TypeError("not enough arguments for format string");
                }

                Value star = Keys.AsNumber(Inner(items[next++]));
                if (star.Ref is not null)
                {
                    return TypeError("* wants int");
                }

                field = isWidth
                    ? field with { Width = Math.Abs(star.Bits), Flags = star.Bits < 0 ? field.Flags | PercentFlags.Left : field.Flags }
                    : field with { Precision = Math.Max(0, star.Bits) };
            }

            if (field.Type == '%')
            {
                result.Append('%');
                continue;
            }

            if (value.IsUnbound)
            {
                if (next >= items.Length)
                {
                    return TypeError("not enough arguments for format string");
                }

                value = items[next++];
            }

            Value shown = await FormatPercentField(field, value, isBytes);
            if (shown.IsSignal || !Append(result, "", shown))
            {
                return Value.Signal;
            }
        }

        return next < items.Length && !usesKeys && !(isMapping && arguments.Ref is PyDict)
            ? TypeError($"not all arguments converted during {(isBytes ? "bytes" : "string")} formatting")
            : Value.Object(result.ToText());
    }

    /// <summary>The same of bytes.</summary>
    private async Work<Value> PercentFormat(PyBytes format, Value arguments)
    {
        Value text = await PercentFormat(Values.Bytes.BytesFunctions.AsText(format.Items), arguments, isBytes: true);
        if (text.IsSignal)
        {
            return text;
        }

        var result = (Text)text.Ref!;
        byte[] bytes = new byte[result.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)result[i];
        }

        return Value.Object(new PyBytes(PlainType(format), bytes));
    }

    /// <summary>A field of bytes that no text has.</summary>
    private async Work<Value> FormatBytesField(PercentField field, Value value)
    {
        if (field.Type == 'c')
        {
            Value code = Keys.AsNumber(Inner(value));
            return value.Ref is PyBytes { Count: 1 } one ? Made(Values.Formatting.PercentFormat.Format(Meter, field with { Precision = -1 }, Character(one.Items[0])))
                : code.Ref is not null ? TypeError("%c requires an integer in range(256) or a single byte")
                : code.Bits is < 0 or > 255 ? OverflowError("%c arg not in range(256)")
                : Made(Values.Formatting.PercentFormat.Format(Meter, field with { Precision = -1 }, Character((int)code.Bits)));
        }

        Value source = value;
        Value method = TypeOf(value).Special("__bytes__");
        if (BytesOf(value) is null)
        {
            source = method.IsUnbound ? TypeError($"%b requires a bytes-like object, or an object that implements __bytes__, not '{TypeName(value)}'") : await Call(method, value);
        }

        return source.IsSignal ? source
            : BytesOf(source) is not { } bytes ? TypeError($"__bytes__ returned non-bytes (type {TypeName(source)})")
            : Made(Values.Formatting.PercentFormat.Format(Meter, field, Values.Bytes.BytesFunctions.AsText(bytes)));
    }

    private async Work<Value> FormatPercentField(PercentField field, Value value, bool isBytes)
    {
        char type = field.Type < 128 ? (char)field.Type : '?';
        if (isBytes && type is 's' or 'b' or 'c')
        {
            return await FormatBytesField(field with { Type = type == 'b' ? 's' : type }, value);
        }

        type = isBytes && type == 'r' ? 'a' : type;
        switch (type)
        {
            case 's' or 'r' or 'a':
                Value text = type == 's' ? await StrOf(value) : type == 'r' ? await Repr(value) : await Ascii(value);
                return text.IsSignal ? text : Made(Values.Formatting.PercentFormat.Format(Meter, field, (Text)Inner(text).Ref!));
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                Value number = Keys.AsNumber(Inner(value));
                if (number.IsFlonum && type is 'd' or 'i' or 'u' && number.IsFlonum)
                {
                    number = Parsed(Values.Numbers.FloatFunctions.ToInteger(Meter, number.AsFlonum));
                }
                else if (number.Ref is not (null or Bignum))
                {
                    bool isReal = type is 'd' or 'i' or 'u';
                    if (isReal && !TypeOf(value).Special("__int__").IsUnbound && !number.IsFlonum)
                    {
                        number = await Call(TypeOf(value).Special("__int__"), value);
                    }
                    else if (!TypeOf(value).Special("__index__").IsUnbound)
                    {
                        number = await IndexOf(value);
                    }
                    else
                    {
                        return TypeError($"%{type} format: {(isReal ? "a real number" : "an integer")} is required, not {TypeName(value)}");
                    }
                }

                return number.IsSignal ? number : Made(Values.Formatting.PercentFormat.Format(Meter, field, number));
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                Value real = value.Ref is Text ? TypeError("must be real number, not str") : await ToFloat(value);
                return real.IsSignal ? real : Made(Values.Formatting.PercentFormat.Format(Meter, field, real.AsFlonum));
            case 'c':
                Value code = Keys.AsNumber(Inner(value));
                if (code.Ref is Text { Length: 1 } character)
                {
                    return Made(Values.Formatting.PercentFormat.Format(Meter, field with { Precision = -1 }, character));
                }

                return code.Ref is not null ? TypeError("%c requires int or char")
                    : code.Bits is < 0 or > 0x10FFFF ? OverflowError("%c arg not in range(0x110000)")
                    : Made(Values.Formatting.PercentFormat.Format(Meter, field with { Precision = -1 }, Character((int)code.Bits)));
            default:
                _ = Values.Formatting.PercentFormat.Unsupported(Meter, field);
                return Failed();
        }
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Codecs;

namespace Ouro.Python.Modules;

/// <summary>What programs registered with codecs.</summary>
internal sealed class CodecState
{
    internal readonly List<Value> Searches = [];
    internal readonly Dictionary<string, Value> Found = new(StringComparer.Ordinal);
    internal readonly Dictionary<string, Value> Handlers = new(StringComparer.Ordinal);
    internal bool HasLibrary;
}

/// <summary>The module _codecs.</summary>
internal static class CodecsModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(CodecsModule));
        foreach (var (name, codec) in (ReadOnlySpan<(string, Codec)>)
            [
                ("utf_8", Codec.Utf8), ("ascii", Codec.Ascii), ("latin_1", Codec.Latin1), ("utf_16", Codec.Utf16), ("utf_16_le", Codec.Utf16LittleEndian), ("utf_16_be", Codec.Utf16BigEndian),
                ("utf_32", Codec.Utf32), ("utf_32_le", Codec.Utf32LittleEndian), ("utf_32_be", Codec.Utf32BigEndian), ("unicode_escape", Codec.UnicodeEscape), ("raw_unicode_escape", Codec.RawUnicodeEscape),
            ])
        {
            bool isAlwaysFinal = codec is Codec.Ascii or Codec.Latin1;
            bool finalByDefault = codec is Codec.UnicodeEscape or Codec.RawUnicodeEscape;
            Define(name + "_encode", codec is Codec.Utf16 or Codec.Utf32 ? "str, errors=None, byteorder=0, /" : "str, errors=None, /", (runtime, a) => Encode(runtime, a, codec));
            Define(name + "_decode", isAlwaysFinal ? "data, errors=None, /" : "data, errors=None, final=False, /", (runtime, a) => Decode(runtime, a, codec, isAlwaysFinal, finalByDefault));
        }

        void Define(string name, string parameters, HostWork work) =>
            module.Set(name, Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature(parameters), () => work, null) { ModuleName = "_codecs" }));
    }

    private static async Work<Value> Encode(PythonRuntime python, Value[] a, Codec codec)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text text)
        {
            return python.TypeError($"{CodecNames.NameOf(codec).Replace('-', '_')}_encode() argument 1 must be str, not {python.TypeName(a[0])}");
        }

        if (a.Length > 2 && !a[2].IsAbsent && a[2].Ref is null && a[2].Bits != 0)
        {
            codec = codec == Codec.Utf16 ? (a[2].Bits < 0 ? Codec.Utf16LittleEndian : Codec.Utf16BigEndian) : a[2].Bits < 0 ? Codec.Utf32LittleEndian : Codec.Utf32BigEndian;
        }

        Value bytes = await python.Encode(codec, text, a[1]);
        return bytes.IsSignal ? bytes : python.Tuple(bytes, Value.Fixnum(text.Length));
    }

    private static async Work<Value> Decode(PythonRuntime python, Value[] a, Codec codec, bool isAlwaysFinal, bool finalByDefault)
    {
        byte[]? bytes = codec is Codec.UnicodeEscape or Codec.RawUnicodeEscape && PythonRuntime.Inner(a[0]).Ref is Text source
            ? System.Text.Encoding.UTF8.GetBytes(source.ToString()) : python.BytesArgument(a[0]);
        if (bytes is null)
        {
            return Value.Signal;
        }

        Value final = isAlwaysFinal || (a[2].IsAbsent && finalByDefault) ? Value.Boolean(true) : a[2].IsAbsent ? Value.Boolean(false) : await python.TruthOf(a[2]);
        if (final.IsSignal)
        {
            return final;
        }

        var decoder = new Decoder(codec, bytes, final.IsTrue);
        Value text = await python.Decode(decoder, Value.Object(new PyBytes(python.Types.Bytes, bytes)), a[1]);
        return text.IsSignal ? text : python.Tuple(text, Value.Fixnum(decoder.Position));
    }

    [PythonFunction("register", "search_function, /")]
    internal static Value Register(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.IsCallable(a[0]))
        {
            return python.TypeError("argument must be callable");
        }

        python.State<CodecState>().Searches.Add(a[0]);
        return Value.Unspecified;
    }

    [PythonFunction("unregister", "search_function, /")]
    internal static Value Unregister(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value function = a[0];
        if (python.State<CodecState>().Searches.RemoveAll(one => Value.Same(one, function)) > 0)
        {
            python.State<CodecState>().Found.Clear();
        }

        return Value.Unspecified;
    }

    [PythonFunction("lookup", "encoding, /")]
    internal static Work<Value> Lookup(PythonRuntime python, Value[] a) =>
        PythonRuntime.Inner(a[0]).Ref is Text name ? python.FindCodec(name.ToString()) : python.TypeError($"lookup() argument must be str, not {python.TypeName(a[0])}");

    [PythonFunction("_forget_codec", "encoding, /")]
    internal static Value Forget(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        python.State<CodecState>().Found.Remove(PythonRuntime.TextOf(a[0]));
        return Value.Unspecified;
    }

    [PythonFunction("encode", "obj, encoding='utf-8', errors='strict'")]
    internal static Work<Value> EncodeAny(PythonRuntime python, Value[] a) => python.Convert(a[0], a[1], a[2], 0);

    [PythonFunction("decode", "obj, encoding='utf-8', errors='strict'")]
    internal static Work<Value> DecodeAny(PythonRuntime python, Value[] a) => python.Convert(a[0], a[1], a[2], 1);

    [PythonFunction("register_error", "errors, handler, /")]
    internal static Value RegisterError(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text name)
        {
            return python.TypeError($"register_error() argument 1 must be str, not {python.TypeName(a[0])}");
        }

        if (!python.IsCallable(a[1]))
        {
            return python.TypeError("handler must be callable");
        }

        python.State<CodecState>().Handlers[name.ToString()] = a[1];
        return Value.Unspecified;
    }

    [PythonFunction("lookup_error", "name, /")]
    internal static Value LookupError(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text name)
        {
            return python.TypeError($"lookup_error() argument must be str, not {python.TypeName(a[0])}");
        }

        return python.FindHandler(name.ToString());
    }

    [PythonFunction("escape_encode", "data, errors=None, /")]
    internal static Value EscapeEncode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[0].Ref is not PyBytes bytes)
        {
            return python.TypeError($"a bytes-like object is required, not '{python.TypeName(a[0])}'");
        }

        if (!python.Meter.Make(4L * bytes.Count))
        {
            return python.Failed();
        }

        string shown = PythonRuntime.ReprOf(bytes.Items);
        string inside = shown[2..^1];
        inside = shown[1] == '"' ? inside.Replace("'", "\\'", StringComparison.Ordinal) : inside;
        return python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, System.Text.Encoding.Latin1.GetBytes(inside))), Value.Fixnum(bytes.Count));
    }

    [PythonFunction("escape_decode", "data, errors=None, /")]
    internal static Value EscapeDecode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        byte[]? bytes = PythonRuntime.Inner(a[0]).Ref is Text text ? System.Text.Encoding.UTF8.GetBytes(text.ToString()) : python.BytesArgument(a[0]);
        if (bytes is null || !python.Meter.Make(bytes.Length))
        {
            return bytes is null ? Value.Signal : python.Failed();
        }

        string errors = a[1].Ref is Text given ? given.ToString() : "strict";
        var result = new List<byte>();
        for (int at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '\\')
            {
                result.Add(bytes[at]);
                continue;
            }

            if (++at == bytes.Length)
            {
                return python.ValueError("Trailing \\ in string");
            }

            int simple = "\\'\"bftnrva".IndexOf((char)bytes[at], StringComparison.Ordinal);
            if (simple >= 0)
            {
                result.Add((byte)"\\'\"\b\f\t\n\r\v\a"[simple]);
            }
            else if (bytes[at] is >= (byte)'0' and <= (byte)'7')
            {
                int value = 0, digits = 0;
                for (; digits < 3 && at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'7'; digits++)
                {
                    value = (8 * value) + bytes[at++] - '0';
                }

                at--;
                result.Add((byte)value);
            }
            else if (bytes[at] == 'x')
            {
                if (at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
                {
                    result.Add(System.Convert.ToByte(System.Text.Encoding.Latin1.GetString(bytes, at + 1, 2), 16));
                    at += 2;
                }
                else if (errors == "strict")
                {
                    return python.ValueError($"invalid \\x escape at position {at - 1}");
                }
                else
                {
                    if (errors == "replace")
                    {
                        result.Add((byte)'?');
                    }

                    at += at + 1 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) ? 1 : 0;
                }
            }
            else if (bytes[at] != '\n')
            {
                result.Add((byte)'\\');
                result.Add(bytes[at]);
            }
        }

        return python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, [.. result])), Value.Fixnum(bytes.Length));
    }

    [PythonFunction("readbuffer_encode", "data, errors=None, /")]
    internal static Value ReadBuffer(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        byte[]? bytes = PythonRuntime.Inner(a[0]).Ref is Text text ? System.Text.Encoding.UTF8.GetBytes(text.ToString()) : python.BytesArgument(a[0]);
        return bytes is null ? Value.Signal : python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, [.. bytes])), Value.Fixnum(bytes.Length));
    }

    [PythonFunction("charmap_build", "map, /")]
    internal static Value BuildMap(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[0].Ref is not Text table)
        {
            return python.TypeError($"charmap_build() argument must be str, not {python.TypeName(a[0])}");
        }

        var map = python.NewDict();
        for (int i = 0; i < table.Length && i < 256; i++)
        {
            if (table[i] != 0xFFFE)
            {
                _ = python.AddPairs([Value.Object(map), Value.Fixnum(table[i]), Value.Fixnum(i)]);
            }
        }

        return Value.Object(map);
    }

    [PythonFunction("charmap_decode", "data, errors=None, mapping=None, /")]
    internal static async Work<Value> DecodeMap(PythonRuntime python, Value[] a)
    {
        if (python.BytesArgument(a[0]) is not { } bytes)
        {
            return Value.Signal;
        }

        if (a[2].IsAbsent || a[2].IsUnspecified)
        {
            return await Decode(python, a, Codec.Latin1, true, true);
        }

        var result = new TextBuilder();
        Value source = Value.Object(new PyBytes(python.Types.Bytes, bytes));
        for (int at = 0; at < bytes.Length;)
        {
            if (!python.Machine.ChargeTicks(1) || !python.Machine.ChargeAllocation(result.GrowthFor(1)))
            {
                return Value.Signal;
            }

            Value mapped = a[2].Ref is Text table ? (bytes[at] < table.Length && table[bytes[at]] != 0xFFFE ? Value.Object(python.Character(table[bytes[at]])) : Value.Unspecified)
                : await python.TryCall(python.Builtin("%getitem"), a[2], Value.Fixnum(bytes[at]));
            if (mapped.IsSignal)
            {
                if (!python.Catch(python.Types.Exception("LookupError")))
                {
                    return mapped;
                }

                mapped = Value.Unspecified;
            }

            if (mapped.Ref is Text text && !(text.Length == 1 && text[0] == 0xFFFE))
            {
                result.Append(text);
                at++;
            }
            else if (mapped.Ref is null && mapped.Bits != 0xFFFE)
            {
                if (mapped.Bits is < 0 or > 0x10FFFF)
                {
                    return python.TypeError("character mapping must be in range(0x110000)");
                }

                result.Append((int)mapped.Bits);
                at++;
            }
            else if (mapped.IsUnspecified || mapped.Ref is null or Text)
            {
                var error = UnicodeErrors.Decode("charmap", bytes, at, at + 1, "character maps to <undefined>");
                if (await python.HandleDecoding(error, source, a[1]) is not { } handled)
                {
                    return Value.Signal;
                }

                result.Append(handled.Text);
                at = handled.Position;
            }
            else
            {
                return python.TypeError("character mapping must return integer, None or str");
            }
        }

        return python.Tuple(Value.Object(result.ToText()), Value.Fixnum(bytes.Length));
    }

    [PythonFunction("charmap_encode", "str, errors=None, mapping=None, /")]
    internal static async Work<Value> EncodeMap(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is not Text text)
        {
            return python.TypeError($"charmap_encode() argument 1 must be str, not {python.TypeName(a[0])}");
        }

        if (a[2].IsAbsent || a[2].IsUnspecified)
        {
            return await Encode(python, [a[0], a[1]], Codec.Latin1);
        }

        var result = new List<byte>();
        for (int at = 0; at < text.Length;)
        {
            if (!python.Machine.ChargeTicks(1) || !python.Machine.ChargeAllocation(2))
            {
                return Value.Signal;
            }

            Value mapped = await Mapped(python, a[2], text[at]);
            if (mapped.IsSignal)
            {
                return mapped;
            }

            if (!mapped.IsUnspecified)
            {
                result.AddRange(((PyBytes)mapped.Ref!).Items);
                at++;
                continue;
            }

            int end = at + 1;
            var error = UnicodeErrors.Encode("charmap", text, at, end, "character maps to <undefined>");
            if (await python.HandleEncoding(error, Value.Object(text), a[1]) is not { } handled)
            {
                return Value.Signal;
            }

            if (handled.Bytes is { } bytes)
            {
                result.AddRange(bytes);
            }

            for (int i = 0; handled.Text is { } instead && i < instead.Length; i++)
            {
                Value again = await Mapped(python, a[2], instead[i]);
                if (again.IsSignal || again.IsUnspecified)
                {
                    return again.IsSignal ? again : python.FailedUnicode(error, Value.Object(text));
                }

                result.AddRange(((PyBytes)again.Ref!).Items);
            }

            at = handled.Position;
        }

        return python.Tuple(Value.Object(new PyBytes(python.Types.Bytes, [.. result])), Value.Fixnum(text.Length));
    }

    /// <summary>The bytes of a character by a mapping; None: it has none.</summary>
    private static async Work<Value> Mapped(PythonRuntime python, Value mapping, int character)
    {
        Value mapped = await python.TryCall(python.Builtin("%getitem"), mapping, Value.Fixnum(character));
        if (mapped.IsSignal)
        {
            return python.Catch(python.Types.Exception("LookupError")) ? Value.Unspecified : mapped;
        }

        return mapped.IsUnspecified || mapped.Ref is PyBytes { IsReadOnly: true } ? mapped
            : mapped.Ref is not null ? python.TypeError($"character mapping must return integer, bytes or None, not {python.TypeName(mapped)}")
            : mapped.Bits is < 0 or > 255 ? python.TypeError("character mapping must be in range(256)")
            : Value.Object(new PyBytes(python.Types.Bytes, [(byte)mapped.Bits]));
    }
}

using Ouro.Machine.Execution;
using Ouro.Python.Modules;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Parsing;
using Ouro.Python.Values;
using Ouro.Python.Values.Codecs;

namespace Ouro.Python.Execution;

// Encoding and decoding: the codecs of Values/Codecs, those that programs registered, and their error handlers.
internal sealed partial class PythonRuntime
{
    private static string NameOr(in Value name, string usual) => name.Ref is { } given && Inner(name).Ref is Text ? given.ToString()! : usual;

    /// <summary>text.encode(encoding, errors).</summary>
    internal Work<Value> Encode(Text text, Value encoding, Value errors)
    {
        if (CheckNames("encode", encoding, errors) is { IsSignal: true } wrong)
        {
            return wrong;
        }

        string name = NameOr(encoding, "utf-8");
        return CodecNames.Find(name) is { } codec ? Encode(codec, text, errors) : ConvertByName(Value.Object(text), name, errors, 0, textOnly: true);
    }

    private Value CheckNames(string method, in Value encoding, in Value errors)
    {
        foreach (var (value, what) in (ReadOnlySpan<(Value, string)>)[(encoding, "encoding"), (errors, "errors")])
        {
            if (!value.IsAbsent && Inner(value).Ref is not Text && !(value.IsUnspecified && what == "none"))
            {
                return TypeError($"{method}() argument '{what}' must be str, not {TypeName(value)}");
            }
        }

        return Value.Unspecified;
    }

    internal async Work<Value> Encode(Codec codec, Text text, Value errors)
    {
        var encoder = new Encoder(codec, text);
        if (!encoder.Charge(Meter))
        {
            return Failed();
        }

        string handler = NameOr(errors, "strict");
        while (encoder.Run() is { } error)
        {
            if (ErrorHandlers.IsBuiltIn(handler) && !State<CodecState>().Handlers.ContainsKey(handler))
            {
                if (!ErrorHandlers.Handle(Meter, encoder, error, handler))
                {
                    return FailedUnicode(error, Value.Object(text));
                }

                continue;
            }

            if (await HandleEncoding(error, Value.Object(text), errors) is not { } handled)
            {
                return Value.Signal;
            }

            if (!(handled.Bytes is { } bytes ? encoder.Replace(bytes, handled.Position) : encoder.Replace(handled.Text!, handled.Position)))
            {
                return FailedUnicode(error, Value.Object(text));
            }
        }

        return Value.Object(new PyBytes(Types.Bytes, encoder.ToBytes()));
    }

    /// <summary>bytes.decode(encoding, errors), of anything that has memory.</summary>
    internal Work<Value> Decode(Value source, Value encoding, Value errors)
    {
        if (CheckNames("decode", encoding, errors) is { IsSignal: true } wrong)
        {
            return wrong;
        }

        string name = NameOr(encoding, "utf-8");
        if (CodecNames.Find(name) is { } codec)
        {
            return BytesArgument(source) is { } bytes ? Decode(new Decoder(codec, bytes), source, errors) : Value.Signal;
        }

        return ConvertByName(source, name, errors, 1, textOnly: true);
    }

    internal async Work<Value> Decode(Decoder decoder, Value source, Value errors)
    {
        if (!decoder.Charge(Meter))
        {
            return Failed();
        }

        string handler = NameOr(errors, "strict");
        while (decoder.Run() is { } error)
        {
            if (ErrorHandlers.IsBuiltIn(handler) && !State<CodecState>().Handlers.ContainsKey(handler))
            {
                if (!ErrorHandlers.Handle(Meter, decoder, error, handler))
                {
                    return FailedUnicode(error, source);
                }
            }
            else if (await HandleDecoding(error, source, errors) is { } handled)
            {
                decoder.Replace(handled.Text, handled.Position);
            }
            else
            {
                return Value.Signal;
            }
        }

        return Value.Object(decoder.ToText());
    }

    /// <summary>Raises an error of a codec, or what the meter has.</summary>
    internal Value FailedUnicode(UnicodeValueError error, in Value source)
    {
        if (Meter.TakeError() is null && Machine.Pending != PendingSignal.None)
        {
            return Value.Signal;
        }

        return Raise(NewUnicodeError(error, source));
    }

    private PyException NewUnicodeError(UnicodeValueError error, in Value source)
    {
        Value text = BytesOf(source) is { } bytes && source.Ref is not PyBytes { IsReadOnly: true } ? Value.Object(new PyBytes(Types.Bytes, bytes)) : source;
        Value[] parts = error.Type == "UnicodeTranslateError"
            ? [text, Value.Fixnum(error.Start), Value.Fixnum(error.End), Str(error.Reason)]
            : [Str(error.Encoding), text, Value.Fixnum(error.Start), Value.Fixnum(error.End), Str(error.Reason)];
        var exception = NewException(Types.Exception(error.Type), parts);
        exception.Details = parts.Length == 4 ? [Value.Unspecified, .. parts] : [.. parts];
        return exception;
    }

    /// <summary>Asks an error handler about bytes that cannot be decoded; null: the signal.</summary>
    internal async Work<(Text Text, int Position)?> HandleDecoding(UnicodeValueError error, Value source, Value errors)
    {
        Value answer = await AskHandler(error, source, errors);
        if (answer.IsSignal)
        {
            return null;
        }

        if (answer.Ref is not PyTuple { Items: [{ Ref: Text text }, var place] } || Keys.AsNumber(place).Ref is not null)
        {
            _ = TypeError("decoding error handler must return (str, int) tuple");
            return null;
        }

        return PlaceOf(place, BytesOf(source)!.Length) is { } position ? (text, position) : null;
    }

    /// <summary>Asks an error handler about characters that cannot be encoded; null: the signal.</summary>
    internal async Work<(Text? Text, byte[]? Bytes, int Position)?> HandleEncoding(UnicodeValueError error, Value source, Value errors)
    {
        Value answer = await AskHandler(error, source, errors);
        if (answer.IsSignal)
        {
            return null;
        }

        if (answer.Ref is not PyTuple { Items: [{ Ref: Text or PyBytes } with, var place] } || Keys.AsNumber(place).Ref is not null)
        {
            _ = TypeError("encoding error handler must return (str/bytes, int) tuple");
            return null;
        }

        return PlaceOf(place, ((Text)source.Ref!).Length) is { } position ? (with.Ref as Text, (with.Ref as PyBytes)?.Items, position) : null;
    }

    private int? PlaceOf(in Value place, int length)
    {
        long position = Keys.AsNumber(place).Bits;
        long at = position < 0 ? position + length : position;
        if (at >= 0 && at <= length)
        {
            return (int)at;
        }

        _ = IndexError($"position {position} from error handler out of bounds");
        return null;
    }

    private async Work<Value> AskHandler(UnicodeValueError error, Value source, Value errors)
    {
        Value handler = FindHandler(NameOr(errors, "strict"));
        return handler.IsSignal || !Machine.ChargeTicks(1) ? Value.Signal : await Call(handler, Value.Object(NewUnicodeError(error, source)));
    }

    /// <summary>An error handler by its name.</summary>
    internal Value FindHandler(string name)
    {
        var handlers = State<CodecState>().Handlers;
        if (handlers.TryGetValue(name, out Value known))
        {
            return known;
        }

        if (!ErrorHandlers.IsBuiltIn(name))
        {
            return Raise("LookupError", $"unknown error handler name '{name}'");
        }

        HostFunction function = (python, a) => python.Answer(name, a[0]);
        return Value.Object(new BuiltinFunction(Types.BuiltinFunction, name + "_errors", new Signature("exception, /"), () => function, null) { ModuleName = "_codecs" });
    }

    /// <summary>What a built-in error handler answers to an exception.</summary>
    private Value Answer(string handler, Value value)
    {
        if (value.Ref is not PyException { Details: [var encoding, var source, { Ref: null } from, { Ref: null } to, _] } exception)
        {
            return value.Ref is PyException other && handler == "strict" ? Raise(other) : TypeError("codec must pass exception instance");
        }

        if (handler == "strict")
        {
            return Raise(exception);
        }

        var text = source.Ref as Text;
        byte[]? bytes = BytesOf(source);
        bool isDecoding = exception.Type.IsSubtypeOf(Types.Exception("UnicodeDecodeError"));
        int length = text?.Length ?? bytes?.Length ?? 0;
        int start = (int)Math.Clamp(from.Bits, 0, length), end = (int)Math.Clamp(to.Bits, start, length);
        var result = new TextBuilder();
        if (!Machine.ChargeTicks(end - start) || !Machine.ChargeAllocation(64 + (16L * (end - start))))
        {
            return Value.Signal;
        }

        switch (handler)
        {
            case "ignore":
                break;
            case "replace":
                for (int i = start; i < (isDecoding ? Math.Min(end, start + 1) : end); i++)
                {
                    result.Append(exception.Type.IsSubtypeOf(Types.Exception("UnicodeEncodeError")) ? '?' : 0xFFFD);
                }

                break;
            case "backslashreplace":
                for (int i = start; i < end; i++)
                {
                    Values.Strings.StringRepr.AppendEscape(result, text is null ? bytes![i] : text[i]);
                }

                break;
            case "xmlcharrefreplace" or "namereplace" when isDecoding || text is null:
                return TypeError($"don't know how to handle {exception.Type.Name} in error callback");
            case "xmlcharrefreplace":
                for (int i = start; i < end; i++)
                {
                    result.Append($"&#{text[i]};");
                }

                break;
            case "namereplace":
                for (int i = start; i < end; i++)
                {
                    if (CharacterNames.NameOf(text[i]) is { } name)
                    {
                        result.Append($"\\N{{{name}}}");
                    }
                    else
                    {
                        Values.Strings.StringRepr.AppendEscape(result, text[i]);
                    }
                }

                break;
            default:
                return AnswerSurrogates(handler, exception, NameOr(encoding, ""), text, bytes, start, end);
        }

        return Tuple(Value.Object(result.ToText()), Value.Fixnum(end));
    }

    private Value AnswerSurrogates(string handler, PyException exception, string encoding, Text? text, byte[]? bytes, int start, int end)
    {
        if (CodecNames.Find(encoding) is not { } codec)
        {
            return Raise(exception);
        }

        if (text is not null)
        {
            var encoder = new Encoder(codec, text.Substring(start, end));
            while (encoder.Run() is { } error)
            {
                if (!ErrorHandlers.Handle(Meter, encoder, error, handler))
                {
                    _ = Meter.TakeError();
                    return Raise(exception);
                }
            }

            return Tuple(Value.Object(new PyBytes(Types.Bytes, encoder.ToBytes())), Value.Fixnum(end));
        }

        var decoder = new Decoder(codec, bytes!) { Position = start };
        var problem = UnicodeErrors.Decode(encoding, bytes!, start, end, "");
        if (ErrorHandlers.Handle(Meter, decoder, problem, handler))
        {
            return Tuple(Value.Object(decoder.ToText()), Value.Fixnum(decoder.Position));
        }

        _ = Meter.TakeError();
        return Raise(exception);
    }

    /// <summary>codecs.lookup.</summary>
    internal async Work<Value> FindCodec(string name)
    {
        string normal = name.Replace(' ', '_').ToLowerInvariant();
        var state = State<CodecState>();
        if (state.Found.TryGetValue(normal, out Value known))
        {
            return known;
        }

        if (!state.HasLibrary)
        {
            // The library's package of codecs registers itself.
            state.HasLibrary = true;
            Value library = await TryCall(Builtin("__import__"), Str("encodings"));
            if (library.IsSignal && !Catch(Types.Exception("ImportError")))
            {
                return library;
            }
        }

        foreach (Value search in state.Searches.ToArray())
        {
            Value found = await Call(search, Str(normal));
            if (found.IsSignal)
            {
                return found;
            }

            if (found.IsUnspecified)
            {
                continue;
            }

            if (found.Ref is not PyTuple { Items.Length: 4 })
            {
                return TypeError("codec search functions must return 4-tuples");
            }

            state.Found[normal] = found;
            return found;
        }

        return Raise("LookupError", $"unknown encoding: {name}");
    }

    /// <summary>codecs.encode (which is 0) or codecs.decode (1).</summary>
    internal Work<Value> Convert(Value source, Value encoding, Value errors, int which)
    {
        string name = NameOr(encoding, "utf-8");
        return CodecNames.Find(name) is { } codec && which == 0 && Inner(source).Ref is Text text ? Encode(codec, text, errors)
            : CodecNames.Find(name) is not null && which == 1 && BytesOf(source) is not null ? Decode(source, encoding, errors)
            : ConvertByName(source, name, errors, which, textOnly: false);
    }

    private async Work<Value> ConvertByName(Value source, string name, Value errors, int which, bool textOnly)
    {
        Value codec = await FindCodec(name);
        if (codec.Ref is not PyTuple tuple)
        {
            return codec;
        }

        if (textOnly)
        {
            Value isText = await TryGetAttribute(codec, "_is_text_encoding");
            if (isText.IsBoolean && !isText.IsTrue)
            {
                return Raise("LookupError", $"'{name}' is not a text encoding; use codecs.{(which == 0 ? "encode" : "decode")}() to handle arbitrary codecs");
            }
        }

        Value result = errors.IsAbsent ? await Call(tuple.Items[which], source) : await Call(tuple.Items[which], source, errors);
        if (result.Ref is not PyTuple { Items: [var converted, _] })
        {
            return result.IsSignal ? result : TypeError($"{(which == 0 ? "encoder" : "decoder")} must return a tuple (object, integer)");
        }

        return !textOnly || (which == 0 ? converted.Ref is PyBytes : Inner(converted).Ref is Text) ? converted
            : TypeError($"'{name}' {(which == 0 ? "encoder" : "decoder")} returned '{TypeName(converted)}' instead of '{(which == 0 ? "bytes" : "str")}'; use codecs.{(which == 0 ? "encode" : "decode")}() to {(which == 0 ? "encode" : "decode")} to arbitrary types");
    }
}

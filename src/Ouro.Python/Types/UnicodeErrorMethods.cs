using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Codecs;

namespace Ouro.Python.Types;

/// <summary>UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError: encoding, object, start, end, reason.</summary>
internal static class UnicodeErrorMethods
{
    private static PyException Self(in Value value) => (PyException)value.Ref!;

    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        var given = ((PyTuple)a[1].Ref!).Items;
        self.Arguments = (PyTuple)a[1].Ref!;
        bool isTranslation = self.Type.IsSubtypeOf(python.Types.Exception("UnicodeTranslateError"));
        bool isDecoding = self.Type.IsSubtypeOf(python.Types.Exception("UnicodeDecodeError"));
        int count = isTranslation ? 4 : 5;
        if (given.Length != count)
        {
            return python.TypeError($"function takes exactly {count} arguments ({given.Length} given)");
        }

        Value[] parts = isTranslation ? [Value.Unspecified, .. given] : [.. given];
        for (int i = isTranslation ? 1 : 0; i < 5; i++)
        {
            bool fits = i switch
            {
                0 or 4 => PythonRuntime.Inner(parts[i]).Ref is Text,
                1 => isDecoding ? PythonRuntime.BytesOf(parts[i]) is not null : PythonRuntime.Inner(parts[i]).Ref is Text,
                _ => Keys.AsNumber(PythonRuntime.Inner(parts[i])).Ref is null,
            };
            if (!fits)
            {
                return python.TypeError(i is 2 or 3 ? $"'{python.TypeName(parts[i])}' object cannot be interpreted as an integer"
                    : i == 1 && isDecoding ? $"a bytes-like object is required, not '{python.TypeName(parts[i])}'"
                    : $"argument {i + (isTranslation ? 0 : 1)} must be str, not {python.TypeName(parts[i])}");
            }
        }

        if (isDecoding && parts[1].Ref is not PyBytes { IsReadOnly: true })
        {
            parts[1] = Value.Object(new PyBytes(python.Types.Bytes, PythonRuntime.BytesOf(parts[1])!));
        }

        parts[2] = Keys.AsNumber(PythonRuntime.Inner(parts[2]));
        parts[3] = Keys.AsNumber(PythonRuntime.Inner(parts[3]));
        self.Details = parts;
        return Value.Unspecified;
    }

    private static Value Part(PythonRuntime python, ReadOnlySpan<Value> a, int index, string name)
    {
        if (Self(a[0]).Details is not { } parts)
        {
            return index is 2 or 3 ? Value.Fixnum(0) : python.TypeError($"{name} attribute not set");
        }

        if (index is not (2 or 3) || parts[index].Ref is not null)
        {
            return parts[index];
        }

        // As the error's object has it.
        int length = parts[1].Ref is Text text ? text.Length : parts[1].Ref is PyBytes bytes ? bytes.Count : 0;
        return Value.Fixnum(index == 2 ? Math.Clamp(parts[index].Bits, 0, Math.Max(0, length - 1)) : Math.Clamp(parts[index].Bits, Math.Min(1, length), length));
    }

    private static Value SetPart(PythonRuntime python, ReadOnlySpan<Value> a, int index)
    {
        if (a[1].IsUnbound)
        {
            return python.TypeError("can't delete numeric/char attribute");
        }

        Self(a[0]).Details ??= [python.Str(""), python.Str(""), Value.Fixnum(0), Value.Fixnum(0), python.Str("")];
        Self(a[0]).Details![index] = a[1];
        return Value.Unspecified;
    }

    [PythonFunction("encoding", Kind = FunctionKind.Getter)]
    internal static Value Encoding(PythonRuntime python, ReadOnlySpan<Value> a) => Part(python, a, 0, "encoding");

    [PythonFunction("encoding", Kind = FunctionKind.Setter)]
    internal static Value SetEncoding(PythonRuntime python, ReadOnlySpan<Value> a) => SetPart(python, a, 0);

    [PythonFunction("object", Kind = FunctionKind.Getter)]
    internal static Value Target(PythonRuntime python, ReadOnlySpan<Value> a) => Part(python, a, 1, "object");

    [PythonFunction("object", Kind = FunctionKind.Setter)]
    internal static Value SetTarget(PythonRuntime python, ReadOnlySpan<Value> a) => SetPart(python, a, 1);

    [PythonFunction("start", Kind = FunctionKind.Getter)]
    internal static Value Start(PythonRuntime python, ReadOnlySpan<Value> a) => Part(python, a, 2, "start");

    [PythonFunction("start", Kind = FunctionKind.Setter)]
    internal static Value SetStart(PythonRuntime python, ReadOnlySpan<Value> a) => SetPart(python, a, 2);

    [PythonFunction("end", Kind = FunctionKind.Getter)]
    internal static Value End(PythonRuntime python, ReadOnlySpan<Value> a) => Part(python, a, 3, "end");

    [PythonFunction("end", Kind = FunctionKind.Setter)]
    internal static Value SetEnd(PythonRuntime python, ReadOnlySpan<Value> a) => SetPart(python, a, 3);

    [PythonFunction("reason", Kind = FunctionKind.Getter)]
    internal static Value Reason(PythonRuntime python, ReadOnlySpan<Value> a) => Part(python, a, 4, "reason");

    [PythonFunction("reason", Kind = FunctionKind.Setter)]
    internal static Value SetReason(PythonRuntime python, ReadOnlySpan<Value> a) => SetPart(python, a, 4);

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        if (Self(a[0]).Details is not { } parts || parts[2].Ref is not null || parts[3].Ref is not null)
        {
            return Self(a[0]).Details is null ? python.Str("") : await ExceptionMethods.Str(python, a);
        }

        Value encoding = await python.StrOf(parts[0]);
        Value reason = encoding.IsSignal ? encoding : await python.StrOf(parts[4]);
        if (reason.IsSignal)
        {
            return reason;
        }

        int start = (int)Start(python, a).Bits, end = (int)End(python, a).Bits;
        string why = PythonRuntime.TextOf(reason), name = PythonRuntime.TextOf(encoding);
        var error = Self(a[0]).Type.IsSubtypeOf(python.Types.Exception("UnicodeDecodeError")) ? UnicodeErrors.Decode(name, PythonRuntime.BytesOf(parts[1]) ?? [], start, end, why)
            : parts[1].Ref is not Text text ? null
            : Self(a[0]).Type.IsSubtypeOf(python.Types.Exception("UnicodeEncodeError")) ? UnicodeErrors.Encode(name, text, start, end, why)
            : UnicodeErrors.Translate(text, start, end, why);
        return python.Str(error?.Message ?? "");
    }
}

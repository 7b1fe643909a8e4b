using System.Text;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Modules;

/// <summary>The module binascii.</summary>
internal static class BinasciiModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(BinasciiModule));
        python.AddError(module, "Error", "ValueError");
        python.AddError(module, "Incomplete", "Exception");
    }

    /// <summary>Bytes, or an ASCII text; null with a pending raise.</summary>
    private static byte[]? Ascii(PythonRuntime python, in Value value)
    {
        if (value.Ref is Text text)
        {
            if (Values.Strings.StringPredicates.IsAscii(text))
            {
                return Encoding.ASCII.GetBytes(text.ToString());
            }

            _ = python.ValueError("string argument should contain only ASCII characters");
            return null;
        }

        if (PythonRuntime.BytesOf(value) is { } bytes)
        {
            return bytes;
        }

        _ = python.TypeError($"argument should be bytes, buffer or ASCII string, not '{python.TypeName(value)}'");
        return null;
    }

    [PythonFunction("hexlify", "data, sep=None, bytes_per_sep=1")]
    [PythonFunction("b2a_hex", "data, sep=None, bytes_per_sep=1")]
    internal static async Work<Value> ToHexadecimal(PythonRuntime python, Value[] a)
    {
        Value text = python.BytesArgument(a[0]) is { } bytes ? await BytesMethods.HexadecimalOf(python, bytes, a[1], a[2]) : Value.Signal;
        return text.IsSignal ? text : Value.Object(new PyBytes(python.Types.Bytes, Encoding.Latin1.GetBytes(text.Ref!.ToString()!)));
    }

    [PythonFunction("unhexlify", "hexstr, /")]
    [PythonFunction("a2b_hex", "hexstr, /")]
    internal static Value FromHexadecimal(PythonRuntime python, ReadOnlySpan<Value> a) => Ascii(python, a[0]) is { } digits ? python.Bytes(BinaryText.FromHexadecimal(python.Meter, digits)) : Value.Signal;

    [PythonFunction("b2a_base64", "data, /, *, newline=True")]
    internal static async Work<Value> ToBase64(PythonRuntime python, Value[] a)
    {
        Value newline = a[1].IsAbsent ? Value.Boolean(true) : await python.TruthOf(a[1]);
        return !newline.IsSignal && python.BytesArgument(a[0]) is { } bytes ? python.Bytes(BinaryText.ToBase64(python.Meter, bytes, newline.IsTrue)) : Value.Signal;
    }

    [PythonFunction("a2b_base64", "data, /, *, strict_mode=False")]
    internal static async Work<Value> FromBase64(PythonRuntime python, Value[] a)
    {
        Value strict = a[1].IsAbsent ? Value.Boolean(false) : await python.TruthOf(a[1]);
        return !strict.IsSignal && Ascii(python, a[0]) is { } text ? python.Bytes(BinaryText.FromBase64(python.Meter, text, strict.IsTrue)) : Value.Signal;
    }

    private static async Work<Value> Sum(PythonRuntime python, Value[] a, Func<byte[], uint, uint> function)
    {
        if (python.BytesArgument(a[0]) is not { } bytes)
        {
            return Value.Signal;
        }

        Value start = a.Length < 2 || a[1].IsAbsent ? Value.Fixnum(0) : await python.IndexOf(a[1]);
        return start.IsSignal || !python.Machine.ChargeTicks(bytes.Length >> 4) ? Value.Signal
            : Value.Fixnum(function(bytes, (uint)(Real.ToBigInteger(start) & uint.MaxValue)));
    }

    [PythonFunction("crc32", "data, crc=0, /")]
    internal static Work<Value> Crc32(PythonRuntime python, Value[] a) => Sum(python, a, static (bytes, start) => BinaryText.Crc32(bytes, start));

    [PythonFunction("crc_hqx", "data, crc, /")]
    internal static Work<Value> CrcHqx(PythonRuntime python, Value[] a) => Sum(python, a, static (bytes, start) => BinaryText.CrcHqx(bytes, start));
}

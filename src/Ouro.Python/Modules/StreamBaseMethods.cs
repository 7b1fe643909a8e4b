using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>_IOBase: what classes of programs get that derive from it, in terms of their own methods.</summary>
internal static class StreamBaseMethods
{
    internal static Value Unsupported(PythonRuntime python, string what) => python.Raise(python.NewException(python.StreamTypes.Unsupported, python.Str(what)));

    internal static async Work<Value> Method(PythonRuntime python, Value self, string name, params Value[] arguments)
    {
        Value method = await python.Settle(python.GetAttribute(self, name));
        return method.IsSignal ? method : await python.Call(method, arguments);
    }

    [PythonFunction("seek", "self, /, *args")]
    internal static Value Seek(PythonRuntime python, ReadOnlySpan<Value> a) => Unsupported(python, "seek");

    [PythonFunction("truncate", "self, /, *args")]
    internal static Value Truncate(PythonRuntime python, ReadOnlySpan<Value> a) => Unsupported(python, "truncate");

    [PythonFunction("fileno", "self, /")]
    internal static Value Number(PythonRuntime python, ReadOnlySpan<Value> a) => Unsupported(python, "fileno");

    [PythonFunction("tell", "self, /")]
    internal static Work<Value> Tell(PythonRuntime python, Value[] a) => Method(python, a[0], "seek", Value.Fixnum(0), Value.Fixnum(1));

    private static bool WasClosed(in Value self) => ((PyObject)self.Ref!).OwnAttribute("__IOBase_closed").IsTrue;

    [PythonFunction("flush", "self, /")]
    internal static Value Flush(PythonRuntime python, ReadOnlySpan<Value> a) => WasClosed(a[0]) ? python.ValueError("I/O operation on closed file.") : Value.Unspecified;

    [PythonFunction("close", "self, /")]
    internal static async Work<Value> Close(PythonRuntime python, Value[] a)
    {
        if (WasClosed(a[0]))
        {
            return Value.Unspecified;
        }

        Value flushed = await Method(python, a[0], "flush");
        ((PyObject)a[0].Ref!).SetOwnAttribute("__IOBase_closed", Value.Boolean(true));
        return flushed.IsSignal ? flushed : Value.Unspecified;
    }

    [PythonFunction("closed", Kind = FunctionKind.Getter)]
    internal static Value IsClosed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(WasClosed(a[0]));

    [PythonFunction("seekable", "self, /")]
    [PythonFunction("readable", "self, /")]
    [PythonFunction("writable", "self, /")]
    [PythonFunction("isatty", "self, /")]
    internal static Value No(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("_checkClosed", "self, msg=None, /")]
    internal static Value CheckClosed(PythonRuntime python, ReadOnlySpan<Value> a) => WasClosed(a[0]) ? python.ValueError("I/O operation on closed file.") : Value.Unspecified;

    [PythonFunction("_checkReadable", "self, msg=None, /")]
    [PythonFunction("_checkWritable", "self, msg=None, /")]
    [PythonFunction("_checkSeekable", "self, msg=None, /")]
    internal static Value Check(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("__enter__", "self, /")]
    [PythonFunction("__iter__", "self, /")]
    internal static async Work<Value> Enter(PythonRuntime python, Value[] a)
    {
        Value closed = await python.Settle(python.GetAttribute(a[0], "closed"));
        return closed.IsSignal ? closed : PythonRuntime.SimpleTruth(closed) == true ? python.ValueError("I/O operation on closed file.") : a[0];
    }

    [PythonFunction("__exit__", "self, /, *args")]
    internal static async Work<Value> Leave(PythonRuntime python, Value[] a)
    {
        Value closed = await Method(python, a[0], "close");
        return closed.IsSignal ? closed : Value.Unspecified;
    }

    [PythonFunction("__next__", "self, /")]
    internal static async Work<Value> Next(PythonRuntime python, Value[] a)
    {
        Value line = await Method(python, a[0], "readline");
        Value truth = line.IsSignal ? line : await python.TruthOf(line);
        return truth.IsSignal ? truth : truth.IsTrue ? line : python.StopIteration(Value.Unspecified);
    }

    [PythonFunction("readline", "self, size=-1, /")]
    internal static async Work<Value> ReadLine(PythonRuntime python, Value[] a)
    {
        var line = new List<byte>();
        long size = a[1].IsFixnum ? a[1].AsFixnum : -1;
        while (line.Count != size)
        {
            Value piece = await Method(python, a[0], "read", Value.Fixnum(1));
            if (piece.Ref is not PyBytes bytes)
            {
                return piece.IsSignal ? piece : piece.IsUnspecified ? Done() : Raise(python, $"read() should have returned a bytes object, not '{python.TypeName(piece)}'");
            }

            line.AddRange(bytes.Items);
            if (bytes.Items.Length == 0 || bytes.Items[^1] == '\n')
            {
                break;
            }
        }

        return Done();

        Value Done() => Value.Object(new PyBytes(python.Types.Bytes, [.. line]));

        static Value Raise(PythonRuntime python, string message) => python.Raise("OSError", message);
    }

    [PythonFunction("readlines", "self, hint=-1, /")]
    internal static Work<Value> ReadLines(PythonRuntime python, Value[] a) => python.ToList(a[0]);

    [PythonFunction("writelines", "self, lines, /")]
    internal static async Work<Value> WriteLines(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        while (!iterator.IsSignal)
        {
            Value line = await python.Next(iterator);
            if (line.IsSignal || line.IsAbsent)
            {
                return line.IsAbsent ? Value.Unspecified : line;
            }

            if ((await Method(python, a[0], "write", line)).IsSignal || !python.Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }
        }

        return iterator;
    }
}

/// <summary>_RawIOBase.</summary>
internal static class RawBaseMethods
{
    [PythonFunction("read", "self, size=-1, /")]
    internal static async Work<Value> Read(PythonRuntime python, Value[] a)
    {
        long size = a[1].IsFixnum ? a[1].AsFixnum : -1;
        if (size < 0)
        {
            return await StreamBaseMethods.Method(python, a[0], "readall");
        }

        if (!python.Machine.ChargeAllocation(size))
        {
            return Value.Signal;
        }

        var buffer = new PyBytes(python.Types.ByteArray, new byte[size]);
        Value count = await StreamBaseMethods.Method(python, a[0], "readinto", Value.Object(buffer));
        return count.IsFixnum ? Value.Object(new PyBytes(python.Types.Bytes, buffer.Items[..(int)Math.Clamp(count.AsFixnum, 0, size)])) : count;
    }

    [PythonFunction("readall", "self, /")]
    internal static async Work<Value> ReadAll(PythonRuntime python, Value[] a)
    {
        var all = new List<byte>();
        while (true)
        {
            Value piece = await StreamBaseMethods.Method(python, a[0], "read", Value.Fixnum(IoModule.BufferSize));
            if (piece.Ref is not PyBytes { Items.Length: > 0 } bytes)
            {
                return piece.IsSignal ? piece : Value.Object(new PyBytes(python.Types.Bytes, [.. all]));
            }

            all.AddRange(bytes.Items);
        }
    }
}

/// <summary>_BufferedIOBase.</summary>
internal static class BufferedBaseMethods
{
    [PythonFunction("read", "self, /, *args")]
    [PythonFunction("read1", "self, /, *args")]
    internal static Value Read(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "read");

    [PythonFunction("write", "self, data, /")]
    internal static Value Write(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "write");

    [PythonFunction("detach", "self, /")]
    internal static Value Detach(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "detach");

    [PythonFunction("readinto", "self, buffer, /")]
    internal static async Work<Value> ReadInto(PythonRuntime python, Value[] a)
    {
        if (python.WritableBytes(a[1], "readinto() argument") is not { } target)
        {
            return Value.Signal;
        }

        Value piece = await StreamBaseMethods.Method(python, a[0], "read", Value.Fixnum(target.Length));
        if (piece.Ref is not PyBytes bytes)
        {
            return piece;
        }

        if (bytes.Items.Length > target.Length)
        {
            return python.ValueError($"read() returned too much data: {target.Length} bytes requested, {bytes.Items.Length} returned");
        }

        bytes.Items.CopyTo(target);
        return Value.Fixnum(bytes.Items.Length);
    }
}

/// <summary>_TextIOBase.</summary>
internal static class TextBaseMethods
{
    [PythonFunction("read", "self, /, *args")]
    [PythonFunction("readline", "self, /, *args")]
    internal static Value Read(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "read");

    [PythonFunction("write", "self, text, /")]
    internal static Value Write(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "write");

    [PythonFunction("detach", "self, /")]
    internal static Value Detach(PythonRuntime python, ReadOnlySpan<Value> a) => StreamBaseMethods.Unsupported(python, "detach");

    [PythonFunction("encoding", Kind = FunctionKind.Getter)]
    [PythonFunction("errors", Kind = FunctionKind.Getter)]
    [PythonFunction("newlines", Kind = FunctionKind.Getter)]
    internal static Value None(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>IncrementalNewlineDecoder: line ends of texts that come in pieces.</summary>
internal static class NewlineDecoderMethods
{
    [PythonFunction("__init__", "self, decoder, translate, errors='strict'")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyObject)a[0].Ref!;
        self.SetOwnAttribute("decoder", a[1]);
        self.SetOwnAttribute("translate", a[2]);
        self.SetOwnAttribute("_return", Value.Boolean(false));
        return Value.Unspecified;
    }

    [PythonFunction("decode", "self, input, final=False")]
    internal static async Work<Value> Decode(PythonRuntime python, Value[] a)
    {
        var self = (PyObject)a[0].Ref!;
        Value decoder = self.OwnAttribute("decoder");
        Value text = decoder.IsUnspecified ? a[1] : await StreamBaseMethods.Method(python, decoder, "decode", a[1], a[2].IsAbsent ? Value.Boolean(false) : a[2]);
        if (text.Ref is not Text given)
        {
            return text.IsSignal ? text : python.TypeError($"decoder should return a string result, not '{python.TypeName(text)}'");
        }

        if (!python.Machine.ChargeTicks(given.Length >> 4) || !python.Machine.ChargeAllocation(4L * given.Length))
        {
            return Value.Signal;
        }

        string whole = (self.OwnAttribute("_return").IsTrue ? "\r" : "") + given;
        bool isFinal = !a[2].IsAbsent && PythonRuntime.SimpleTruth(a[2]) == true;
        bool waits = whole.EndsWith('\r') && !isFinal;
        self.SetOwnAttribute("_return", Value.Boolean(waits));
        whole = waits ? whole[..^1] : whole;
        bool translates = PythonRuntime.SimpleTruth(self.OwnAttribute("translate")) == true;
        return python.Str(translates ? whole.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : whole);
    }

    [PythonFunction("reset", "self")]
    internal static Value Reset(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ((PyObject)a[0].Ref!).SetOwnAttribute("_return", Value.Boolean(false));
        return Value.Unspecified;
    }
}

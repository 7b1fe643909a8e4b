using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>TextIOWrapper, also for the standard streams, which are the machine's ports.</summary>
internal static class TextFileMethods
{
    private static PyTextFile Self(in Value value) => (PyTextFile)value.Ref!;

    /// <summary>One of the standard streams: 0, 1 or 2.</summary>
    internal static PyTextFile Standard(PythonRuntime python, string name, int descriptor)
    {
        var types = python.StreamTypes;
        Func<VirtualMachine, TextOutputPort>? port = descriptor switch { 1 => static machine => machine.Ports.Output, 2 => static machine => machine.Ports.Error, _ => null };
        var bytes = new PyStream(descriptor == 0 ? types.Reader : types.Writer)
        {
            Descriptor = descriptor,
            OwnsDescriptor = false,
            CanRead = descriptor == 0,
            CanWrite = descriptor != 0,
            Mode = descriptor == 0 ? "rb" : "wb",
            Name = python.Str(name),
        };
        bytes.Stream = port is null ? Stream.Null : new PortStream(() => port(python.Machine));
        return new PyTextFile(types.Text)
        {
            Output = port,
            IsStandardInput = descriptor == 0,
            Buffer = Value.Object(bytes),
            Name = name,
            Mode = descriptor == 0 ? "r" : "w",
            Errors = descriptor == 2 ? "backslashreplace" : "strict",
            LineBuffering = descriptor == 2,
        };
    }

    private static Value Closed(PythonRuntime python) => python.ValueError("I/O operation on closed file.");

    private static Value Unsupported(PythonRuntime python, string what) => StreamBaseMethods.Unsupported(python, what);

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(400) ? Value.Object(new PyTextFile((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        self.Buffer = a[1];
        self.Output = null;
        self.IsStandardInput = false;
        self.Pending = null;
        self.IsClosed = false;
        Value set = await IoModule.SetUpText(python, self, a[2], a[3], a[4], !a[5].IsAbsent && PythonRuntime.SimpleTruth(a[5]) == true);
        return set.IsSignal ? set : Value.Unspecified;
    }

    [PythonFunction("write", "self, text, /")]
    internal static async Work<Value> Write(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"write() argument must be str, not {python.TypeName(a[1])}");
        }

        if (self.IsClosed)
        {
            return Closed(python);
        }

        if (self.Output is not null)
        {
            return self.Write(python, text).IsSignal ? Value.Signal : Value.Fixnum(text.Length);
        }

        if (self.IsStandardInput || self.Buffer.Ref is PyStream { IsClosed: false, CanWrite: false })
        {
            return Unsupported(python, "not writable");
        }

        if (self.Pending is not null && (await Synchronise(python, self)).IsSignal)
        {
            return Value.Signal;
        }

        Text written = text;
        if (self.Newline is "\r" or "\r\n")
        {
            if (!python.Machine.ChargeAllocation(4L * text.Length))
            {
                return Value.Signal;
            }

            written = new Text(text.ToString().Replace("\n", self.Newline, StringComparison.Ordinal));
        }

        Value bytes = await python.Encode(written, python.Str(self.Encoding), python.Str(self.Errors));
        if (bytes.IsSignal)
        {
            return bytes;
        }

        Value result = self.Buffer.Ref is PyStream { IsClosed: false, CanWrite: true, Stream: { } stream } buffer
            ? StreamMethods.Put(python, buffer, stream, ((PyBytes)bytes.Ref!).Items)
            : await StreamBaseMethods.Method(python, self.Buffer, "write", bytes);
        if (result.IsSignal)
        {
            return result;
        }

        if (self.LineBuffering && text.ToString().Contains('\n', StringComparison.Ordinal) && (await StreamBaseMethods.Method(python, self.Buffer, "flush")).IsSignal)
        {
            return Value.Signal;
        }

        return Value.Fixnum(text.Length);
    }

    /// <summary>Puts the buffer where the text is that was taken.</summary>
    private static async Work<Value> Synchronise(PythonRuntime python, PyTextFile self)
    {
        Value place = await Tell(python, [Value.Object(self)]);
        self.Pending = null;
        return place.IsSignal ? place : await StreamBaseMethods.Method(python, self.Buffer, "seek", place);
    }

    /// <summary>Reads all that is left into the text that is pending.</summary>
    private static async Work<bool> Load(PythonRuntime python, PyTextFile self)
    {
        if (self.Pending is not null)
        {
            return true;
        }

        Value bytes = await StreamBaseMethods.Method(python, self.Buffer, "read");
        if (bytes.Ref is not PyBytes given)
        {
            if (!bytes.IsSignal)
            {
                _ = python.TypeError($"underlying read() should have returned a bytes-like object, not '{python.TypeName(bytes)}'");
            }

            return false;
        }

        Value text = await python.Decode(bytes, python.Str(self.Encoding), python.Str(self.Errors));
        if (text.Ref is not Text decoded)
        {
            return false;
        }

        self.WasTranslated = false;
        if (self.Newline is null)
        {
            string plain = decoded.ToString();
            if (plain.Contains('\r', StringComparison.Ordinal))
            {
                self.WasTranslated = true;
                decoded = new Text(plain.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
            }
        }

        self.Pending = decoded;
        self.Position = 0;
        return true;
    }

    private static async Work<Value> Take(PythonRuntime python, PyTextFile self, long size, bool isLine)
    {
        if (self.IsClosed)
        {
            return Closed(python);
        }

        if (self.IsStandardInput)
        {
            return FromPort(python, size, isLine);
        }

        if (self.Output is not null || self.Buffer.Ref is PyStream { CanRead: false })
        {
            return Unsupported(python, "not readable");
        }

        if (!await Load(python, self))
        {
            return Value.Signal;
        }

        var text = self.Pending!;
        int rest = text.Length - self.Position;
        int end = self.Position + (size < 0 ? rest : (int)Math.Min(size, rest));
        if (isLine)
        {
            int at = self.Position;
            while (at < end)
            {
                int character = text[at++];
                if ((character == '\n' && self.Newline is null or "" or "\n") || (character == '\r' && self.Newline == "\r")
                    || (character == '\n' && self.Newline == "\r\n" && at - 2 >= self.Position && text[at - 2] == '\r'))
                {
                    break;
                }

                if (character == '\r' && self.Newline == "")
                {
                    at += at < end && text[at] == '\n' ? 1 : 0;
                    break;
                }
            }

            end = at;
        }

        if (!python.Machine.ChargeTicks((end - self.Position) >> 4) || !python.Machine.ChargeAllocation(Text.SizeOf(end - self.Position)))
        {
            return Value.Signal;
        }

        Value taken = Value.Object(text.Substring(self.Position, end));
        self.Position = end;
        return taken;
    }

    private static Value FromPort(PythonRuntime python, long size, bool isLine)
    {
        var builder = new TextBuilder();
        var port = python.Machine.Ports.Input;
        for (long count = 0; count != size; count++)
        {
            int character = port.Read();
            if (character == TextInputPort.Failed)
            {
                return python.Machine.Pending != PendingSignal.None ? Value.Signal : python.Raise("OSError", port.Failure ?? "cannot read");
            }

            if (character == TextInputPort.EndOfInput)
            {
                break;
            }

            if ((count & 0x3F) == 0 && !(python.Machine.ChargeTicks(1) && python.Machine.ChargeAllocation(builder.GrowthFor(64) + 64)))
            {
                return Value.Signal;
            }

            builder.Append(character);
            if (isLine && character == '\n')
            {
                break;
            }
        }

        return Value.Object(builder.ToText());
    }

    private static async Work<long?> SizeIn(PythonRuntime python, Value given) =>
        given.IsAbsent || given.IsUnspecified ? -1 : await python.SizeOf(given);

    [PythonFunction("read", "self, size=-1, /")]
    internal static async Work<Value> Read(PythonRuntime python, Value[] a) =>
        await SizeIn(python, a[1]) is { } size ? await Take(python, Self(a[0]), size, isLine: false) : Value.Signal;

    [PythonFunction("readline", "self, size=-1, /")]
    internal static async Work<Value> ReadLine(PythonRuntime python, Value[] a) =>
        await SizeIn(python, a[1]) is { } size ? await Take(python, Self(a[0]), size, isLine: true) : Value.Signal;

    [PythonFunction("__next__", "self, /")]
    internal static async Work<Value> Next(PythonRuntime python, Value[] a)
    {
        Value line = await Take(python, Self(a[0]), -1, isLine: true);
        return line.Ref is Text { Length: 0 } ? python.StopIteration(Value.Unspecified) : line;
    }

    [PythonFunction("tell", "self, /")]
    internal static async Work<Value> Tell(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.IsClosed)
        {
            return Closed(python);
        }

        Value place = await StreamBaseMethods.Method(python, self.Buffer, "tell");
        if (place.IsSignal || self.Pending is not { } text)
        {
            return place;
        }

        if (self.WasTranslated)
        {
            return python.Raise("OSError", "telling position disabled: line ends were translated");
        }

        Value rest = await python.Encode(text.Substring(self.Position, text.Length), python.Str(self.Encoding), python.Str(self.Errors));
        return rest.Ref is PyBytes bytes ? Value.Fixnum(place.Bits - bytes.Items.Length) : rest;
    }

    [PythonFunction("seek", "self, cookie, whence=0, /")]
    internal static async Work<Value> Seek(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.IsClosed)
        {
            return Closed(python);
        }

        long whence = a[2].IsFixnum ? a[2].AsFixnum : 0;
        if (whence is 1 or 2 && !(a[1].IsFixnum && a[1].AsFixnum == 0))
        {
            return Unsupported(python, whence == 1 ? "can't do nonzero cur-relative seeks" : "can't do nonzero end-relative seeks");
        }

        if (whence == 1)
        {
            return await Tell(python, a);
        }

        self.Pending = null;
        return await StreamBaseMethods.Method(python, self.Buffer, "seek", a[1], Value.Fixnum(whence));
    }

    [PythonFunction("truncate", "self, pos=None, /")]
    internal static async Work<Value> Truncate(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Pending is not null && (await Synchronise(python, self)).IsSignal)
        {
            return Value.Signal;
        }

        return await StreamBaseMethods.Method(python, self.Buffer, "truncate", a[1].IsAbsent ? Value.Unspecified : a[1]);
    }

    [PythonFunction("flush", "self, /")]
    internal static async Work<Value> Flush(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.IsClosed)
        {
            return Closed(python);
        }

        if (self.Output is not null || self.IsStandardInput)
        {
            return python.Machine.Ports.FlushAll() ? Value.Unspecified : python.Raise("OSError", "cannot write");
        }

        return await StreamBaseMethods.Method(python, self.Buffer, "flush");
    }

    [PythonFunction("close", "self, /")]
    internal static async Work<Value> Close(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.IsClosed)
        {
            return Value.Unspecified;
        }

        Value flushed = await Flush(python, a);
        self.IsClosed = true;
        self.Pending = null;
        return flushed.IsSignal ? flushed : await StreamBaseMethods.Method(python, self.Buffer, "close");
    }

    [PythonFunction("closed", Kind = FunctionKind.Getter)]
    internal static Value IsClosed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).IsClosed || Self(a[0]).Buffer.Ref is PyStream { IsClosed: true });

    [PythonFunction("readable", "self, /")]
    internal static async Work<Value> Readable(PythonRuntime python, Value[] a) => Self(a[0]).IsClosed ? Closed(python) : await StreamBaseMethods.Method(python, Self(a[0]).Buffer, "readable");

    [PythonFunction("writable", "self, /")]
    internal static async Work<Value> Writable(PythonRuntime python, Value[] a) => Self(a[0]).IsClosed ? Closed(python) : await StreamBaseMethods.Method(python, Self(a[0]).Buffer, "writable");

    [PythonFunction("seekable", "self, /")]
    internal static async Work<Value> Seekable(PythonRuntime python, Value[] a) => Self(a[0]).IsClosed ? Closed(python) : await StreamBaseMethods.Method(python, Self(a[0]).Buffer, "seekable");

    [PythonFunction("fileno", "self, /")]
    internal static async Work<Value> Number(PythonRuntime python, Value[] a) => Self(a[0]).IsClosed ? Closed(python) : await StreamBaseMethods.Method(python, Self(a[0]).Buffer, "fileno");

    [PythonFunction("isatty", "self, /")]
    internal static async Work<Value> IsTerminal(PythonRuntime python, Value[] a) => Self(a[0]).IsClosed ? Closed(python) : await StreamBaseMethods.Method(python, Self(a[0]).Buffer, "isatty");

    [PythonFunction("detach", "self, /")]
    internal static Value Detach(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value buffer = Self(a[0]).Buffer;
        Self(a[0]).Buffer = Value.Unspecified;
        Self(a[0]).IsClosed = true;
        return buffer;
    }

    [PythonFunction("reconfigure", "self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None")]
    internal static Value Reconfigure(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        self.Encoding = a[1].Ref is Text encoding ? encoding.ToString() : self.Encoding;
        self.Errors = a[2].Ref is Text errors ? errors.ToString() : self.Errors;
        self.Newline = a[3].Ref is Text newline ? newline.ToString() : self.Newline;
        self.LineBuffering = a[4].IsAbsent || a[4].IsUnspecified ? self.LineBuffering : PythonRuntime.SimpleTruth(a[4]) == true;
        return Value.Unspecified;
    }

    [PythonFunction("name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(a[0]).Name is { } name ? python.Str(name) : python.GetAttribute(Self(a[0]).Buffer, "name");

    [PythonFunction("mode", Kind = FunctionKind.Getter)]
    internal static Value Mode(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(a[0]).OwnAttribute("mode") is { IsUnbound: false } own ? own : Self(a[0]).Mode.Length == 0 ? python.NoAttribute(a[0], "mode") : python.Str(Self(a[0]).Mode);

    [PythonFunction("mode", Kind = FunctionKind.Setter)]
    internal static Value SetMode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).SetOwnAttribute("mode", a[1]);
        return Value.Unspecified;
    }

    [PythonFunction("encoding", Kind = FunctionKind.Getter)]
    internal static Value Encoding(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Encoding);

    [PythonFunction("errors", Kind = FunctionKind.Getter)]
    internal static Value Errors(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Errors);

    [PythonFunction("newlines", Kind = FunctionKind.Getter)]
    internal static Value Newlines(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("line_buffering", Kind = FunctionKind.Getter)]
    internal static Value LineBuffering(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).LineBuffering);

    [PythonFunction("write_through", Kind = FunctionKind.Getter)]
    internal static Value WriteThrough(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("buffer", Kind = FunctionKind.Getter)]
    internal static Value Buffer(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Buffer;

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value name = self.Name is { } known ? python.Str(known) : self.Buffer.IsUnspecified ? Value.Unbound : await python.TryGetAttribute(self.Buffer, "name");
        Value shown = name.IsUnbound || name.IsSignal ? name : await python.Repr(name);
        return shown.IsSignal ? shown
            : python.Str($"<_io.TextIOWrapper{(shown.IsUnbound ? "" : $" name={shown.Ref}")}{(self.Mode.Length == 0 ? "" : $" mode='{self.Mode}'")} encoding='{self.Encoding}'>");
    }
}

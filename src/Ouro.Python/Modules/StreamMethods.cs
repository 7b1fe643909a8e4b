using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>FileIO, BufferedReader, BufferedWriter, BufferedRandom and BytesIO.</summary>
internal static class StreamMethods
{
    private static PyStream Self(in Value value) => (PyStream)value.Ref!;

    private static bool IsBytes(PythonRuntime python, PyStream self) => self.Type.IsSubtypeOf(python.StreamTypes.Bytes);

    private static Value Unsupported(PythonRuntime python, string what) => python.Raise(python.NewException(python.StreamTypes.Unsupported, python.Str(what)));

    /// <summary>The stream, if it is open and allows that; null with a pending raise.</summary>
    private static Stream? Open(PythonRuntime python, in Value self, bool reads = false, bool writes = false)
    {
        var stream = Self(self);
        if (stream.IsClosed)
        {
            _ = python.ValueError(IsBytes(python, stream) ? "I/O operation on closed file." : "I/O operation on closed file");
            return null;
        }

        if (stream.Stream is null)
        {
            _ = python.ValueError("I/O operation on uninitialized object");
            return null;
        }

        if ((reads && !stream.CanRead) || (writes && !stream.CanWrite))
        {
            bool isFile = stream.Type.IsSubtypeOf(python.StreamTypes.File);
            _ = Unsupported(python, isFile ? $"File not open for {(reads ? "reading" : "writing")}" : reads ? "read" : "write");
            return null;
        }

        return stream.Stream;
    }

    private static Value Failed(PythonRuntime python, Exception exception) =>
        exception is IOException or UnauthorizedAccessException ? python.SystemError(exception.HResult is > 0 and < 200 ? exception.HResult : 5, Value.Unbound) : Unsupported(python, exception.Message);

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(400) ? Value.Object(new PyStream((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, /, file=None, mode='r', closefd=True, opener=None, *, initial_bytes=None, raw=None, buffer_size=8192")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value given = !a[1].IsAbsent ? a[1] : !a[5].IsAbsent ? a[5] : a[6];
        if (IsBytes(python, self))
        {
            byte[] initial = [];
            if (!given.IsAbsent && !given.IsUnspecified)
            {
                if (python.BytesArgument(given) is not { } bytes)
                {
                    return Value.Signal;
                }

                initial = bytes;
            }

            if (!python.Machine.ChargeAllocation(initial.Length))
            {
                return Value.Signal;
            }

            var memory = new MemoryStream();
            memory.Write(initial);
            memory.Position = 0;
            self.Stream = memory;
            self.CanRead = self.CanWrite = true;
            self.IsClosed = false;
            return Value.Unspecified;
        }

        if (given.IsAbsent)
        {
            return python.TypeError($"{self.Type.Name}() missing required argument '{(self.Type.IsSubtypeOf(python.StreamTypes.File) ? "file" : "raw")}' (pos 1)");
        }

        if (self.Type.IsSubtypeOf(python.StreamTypes.File))
        {
            string mode = a[2].IsAbsent ? "r" : a[2].Ref?.ToString() ?? "";
            string plain = mode.Replace("b", "", StringComparison.Ordinal);
            if (plain.Length == 0 || plain.Count(letter => "rwxa".Contains(letter, StringComparison.Ordinal)) != 1 || plain.Any(letter => !"rwxa+".Contains(letter, StringComparison.Ordinal)))
            {
                return python.ValueError(plain.Any(letter => !"rwxa+".Contains(letter, StringComparison.Ordinal)) ? $"invalid mode: {mode}" : "Must have exactly one of create/read/write/append mode and at most one plus");
            }

            plain = plain.Replace("+", "", StringComparison.Ordinal) + (plain.Contains('+', StringComparison.Ordinal) ? "+" : "");
            Value opened = await IoModule.OpenFile(python, self, given, plain, a[3].IsAbsent || a[3].IsTrue, a[4]);
            return opened.IsSignal ? opened : Value.Unspecified;
        }

        if (given.Ref is PyStream raw)
        {
            var types = python.StreamTypes;
            (self.Stream, self.CanRead, self.CanWrite) = (raw.Stream, raw.CanRead && !self.Type.IsSubtypeOf(types.Writer), raw.CanWrite && !self.Type.IsSubtypeOf(types.Reader));
            (self.Descriptor, self.Mode, self.Name, self.Raw, self.Appends) = (raw.Descriptor, raw.Mode, raw.Name, given, raw.Appends);
            return self.CanRead || self.CanWrite ? Value.Unspecified : Unsupported(python, $"\"{self.Type.Name}\" raw stream should be {(self.Type.IsSubtypeOf(types.Writer) ? "writable" : "readable")}.");
        }

        return python.Raise("NotImplementedError", $"{self.Type.Name} over an object of a class of the program is not supported by ouro yet");
    }

    [PythonFunction("read", "self, size=-1, /")]
    [PythonFunction("read1", "self, size=-1, /")]
    internal static async Work<Value> Read(PythonRuntime python, Value[] a)
    {
        long size = -1;
        if (!a[1].IsAbsent && !a[1].IsUnspecified)
        {
            if (await python.SizeOf(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            size = given;
        }

        if (Open(python, a[0], reads: true) is not { } stream)
        {
            return Value.Signal;
        }

        try
        {
            long rest = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 65536;
            long wanted = size < 0 ? rest : stream.CanSeek ? Math.Min(size, rest) : size;
            if (!python.Machine.ChargeTicks(wanted >> 6) || !python.Machine.ChargeAllocation(wanted + 64))
            {
                return Value.Signal;
            }

            if (size >= 0 || (stream.CanSeek && rest > 0))
            {
                byte[] bytes = new byte[wanted];
                int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return Value.Object(new PyBytes(python.Types.Bytes, count == bytes.Length ? bytes : bytes[..count]));
            }

            var all = new MemoryStream();
            byte[] piece = new byte[IoModule.BufferSize];
            for (int count; (count = stream.Read(piece)) > 0;)
            {
                if (!python.Machine.ChargeTicks(count >> 6) || !python.Machine.ChargeAllocation(2L * count))
                {
                    return Value.Signal;
                }

                all.Write(piece, 0, count);
            }

            return Value.Object(new PyBytes(python.Types.Bytes, all.ToArray()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Failed(python, exception);
        }
    }

    [PythonFunction("readall", "self, /")]
    internal static Work<Value> ReadAll(PythonRuntime python, Value[] a) => Read(python, [a[0], Value.Absent]);

    [PythonFunction("peek", "self, size=0, /")]
    internal static async Work<Value> Peek(PythonRuntime python, Value[] a)
    {
        if (Open(python, a[0], reads: true) is not { CanSeek: true } stream)
        {
            return python.Machine.Pending != PendingSignal.None ? Value.Signal : Unsupported(python, "peek");
        }

        long position = stream.Position;
        Value read = await Read(python, [a[0], Value.Fixnum(IoModule.BufferSize)]);
        stream.Position = position;
        return read;
    }

    [PythonFunction("readinto", "self, buffer, /")]
    [PythonFunction("readinto1", "self, buffer, /")]
    internal static async Work<Value> ReadInto(PythonRuntime python, Value[] a)
    {
        if (python.WritableBytes(a[1], "readinto() argument") is not { } target)
        {
            return Value.Signal;
        }

        Value read = await Read(python, [a[0], Value.Fixnum(target.Length)]);
        if (read.Ref is not PyBytes bytes)
        {
            return read;
        }

        bytes.Items.CopyTo(target);
        return Value.Fixnum(bytes.Items.Length);
    }

    [PythonFunction("readline", "self, size=-1, /")]
    internal static async Work<Value> ReadLine(PythonRuntime python, Value[] a)
    {
        long size = -1;
        if (!a[1].IsAbsent && !a[1].IsUnspecified)
        {
            if (await python.SizeOf(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            size = given;
        }

        return Open(python, a[0], reads: true) is { } stream ? Line(python, stream, size) : Value.Signal;
    }

    private static Value Line(PythonRuntime python, Stream stream, long size)
    {
        var line = new List<byte>();
        try
        {
            for (int next; line.Count != size && (next = stream.ReadByte()) >= 0;)
            {
                line.Add((byte)next);
                if ((line.Count & 0xFF) == 0 && !(python.Machine.ChargeTicks(4) && python.Machine.ChargeAllocation(512)))
                {
                    return Value.Signal;
                }

                if (next == '\n')
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Failed(python, exception);
        }

        return python.Machine.ChargeAllocation(64 + line.Count) ? Value.Object(new PyBytes(python.Types.Bytes, [.. line])) : Value.Signal;
    }

    [PythonFunction("readlines", "self, hint=-1, /")]
    internal static Value ReadLines(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Open(python, a[0], reads: true) is not { } stream)
        {
            return Value.Signal;
        }

        long hint = a[1].IsFixnum && a[1].AsFixnum > 0 ? a[1].AsFixnum : long.MaxValue, total = 0;
        var lines = python.NewList();
        while (total < hint)
        {
            Value line = Line(python, stream, -1);
            if (line.Ref is not PyBytes bytes)
            {
                return line;
            }

            if (bytes.Items.Length == 0)
            {
                break;
            }

            total += bytes.Items.Length;
            if (!lines.Append(python.Machine, line))
            {
                return Value.Signal;
            }
        }

        return Value.Object(lines);
    }

    [PythonFunction("__next__", "self, /")]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value line = Open(python, a[0], reads: true) is { } stream ? Line(python, stream, -1) : Value.Signal;
        return line.Ref is PyBytes { Items.Length: 0 } ? python.StopIteration(Value.Unspecified) : line;
    }

    [PythonFunction("write", "self, data, /")]
    internal static async Work<Value> Write(PythonRuntime python, Value[] a)
    {
        if (Open(python, a[0], writes: true) is not { } stream)
        {
            return Value.Signal;
        }

        if (a[1].Ref is Text)
        {
            return python.TypeError("a bytes-like object is required, not 'str'");
        }

        byte[]? bytes = (a[1].Ref as PyBytes)?.Items;
        if (bytes is null)
        {
            Value converted = await python.Call(Value.Object(python.Types.Bytes), a[1]);
            bytes = (converted.Ref as PyBytes)?.Items;
            if (bytes is null)
            {
                return converted;
            }
        }

        return Put(python, Self(a[0]), stream, bytes);
    }

    internal static Value Put(PythonRuntime python, PyStream self, Stream stream, byte[] bytes)
    {
        long growth = stream is MemoryStream memory && memory.Position + bytes.Length > memory.Capacity ? 2 * (memory.Position + bytes.Length) : 0;
        if (!python.Machine.ChargeTicks(bytes.Length >> 6) || !python.Machine.ChargeAllocation(growth))
        {
            return Value.Signal;
        }

        try
        {
            if (self.Appends && stream.CanSeek)
            {
                stream.Seek(0, SeekOrigin.End);
            }

            stream.Write(bytes);
            if (self.Type.IsSubtypeOf(python.StreamTypes.File))
            {
                stream.Flush();
            }

            return Value.Fixnum(bytes.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Failed(python, exception);
        }
    }

    [PythonFunction("seek", "self, offset, whence=0, /")]
    internal static async Work<Value> Seek(PythonRuntime python, Value[] a)
    {
        long whence = 0;
        if (await python.SizeOf(a[1]) is not { } offset)
        {
            return Value.Signal;
        }

        if (!a[2].IsAbsent)
        {
            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            whence = given;
        }

        if (Open(python, a[0]) is not { } stream)
        {
            return Value.Signal;
        }

        if (whence is < 0 or > 2)
        {
            return python.ValueError(IsBytes(python, Self(a[0])) ? $"invalid whence ({whence}, should be 0, 1 or 2)" : $"whence value {whence} unsupported");
        }

        if (offset < 0 && whence == 0)
        {
            return IsBytes(python, Self(a[0])) ? python.ValueError($"negative seek value {offset}") : python.SystemError(ErrorNumbers.Invalid, Value.Unbound);
        }

        if (!stream.CanSeek)
        {
            return python.SystemError(ErrorNumbers.IllegalSeek, Value.Unbound);
        }

        try
        {
            long start = whence == 0 ? 0 : whence == 1 ? stream.Position : stream.Length;
            stream.Position = Math.Max(0, start + offset);
            return Value.Fixnum(stream.Position);
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException or ArgumentException)
        {
            return python.SystemError(ErrorNumbers.Invalid, Value.Unbound);
        }
    }

    [PythonFunction("tell", "self, /")]
    internal static Value Tell(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Open(python, a[0]) is not { } stream ? Value.Signal : stream.CanSeek ? Value.Fixnum(stream.Position) : python.SystemError(ErrorNumbers.IllegalSeek, Value.Unbound);

    [PythonFunction("truncate", "self, size=None, /")]
    internal static async Work<Value> Truncate(PythonRuntime python, Value[] a)
    {
        if (Open(python, a[0], writes: true) is not { } stream)
        {
            return Value.Signal;
        }

        long size = stream.CanSeek ? stream.Position : 0;
        if (!a[1].IsAbsent && !a[1].IsUnspecified)
        {
            if (await python.SizeOf(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            size = given;
        }

        if (size < 0)
        {
            return IsBytes(python, Self(a[0])) ? python.ValueError($"negative size value {size}") : python.SystemError(ErrorNumbers.Invalid, Value.Unbound);
        }

        try
        {
            long position = stream.Position;
            if (stream is MemoryStream && size > stream.Length)
            {
                return Value.Fixnum(size);
            }

            stream.SetLength(size);
            stream.Position = position;
            return Value.Fixnum(size);
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException)
        {
            return Failed(python, exception);
        }
    }

    [PythonFunction("flush", "self, /")]
    internal static Value Flush(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Self(a[0]).IsClosed)
        {
            return python.ValueError("I/O operation on closed file.");
        }

        Self(a[0]).TryFlush();
        return Self(a[0]).Failure is { } failure ? python.Raise("OSError", failure) : Value.Unspecified;
    }

    [PythonFunction("close", "self, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        if (self.IsClosed)
        {
            return Value.Unspecified;
        }

        self.TryFlush();
        self.IsClosed = true;
        if (self.Raw.Ref is PyStream raw)
        {
            raw.IsClosed = true;
            raw.Stream = null;
        }

        if (self.Stream is not PortStream && self.OwnsDescriptor)
        {
            self.Stream?.Dispose();
        }

        self.Stream = null;
        return self.Failure is { } failure ? python.Raise("OSError", failure) : Value.Unspecified;
    }

    [PythonFunction("closed", Kind = FunctionKind.Getter)]
    internal static Value IsClosed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).IsClosed);

    [PythonFunction("readable", "self, /")]
    internal static Value Readable(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is null ? Value.Signal : Value.Boolean(Self(a[0]).CanRead);

    [PythonFunction("writable", "self, /")]
    internal static Value Writable(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is null ? Value.Signal : Value.Boolean(Self(a[0]).CanWrite);

    [PythonFunction("seekable", "self, /")]
    internal static Value Seekable(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is not { } stream ? Value.Signal : Value.Boolean(stream.CanSeek);

    [PythonFunction("fileno", "self, /")]
    internal static Value Number(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Open(python, a[0]) is null ? Value.Signal : Self(a[0]).Descriptor < 0 ? Unsupported(python, "fileno") : Value.Fixnum(Self(a[0]).Descriptor);

    [PythonFunction("isatty", "self, /")]
    internal static Value IsTerminal(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Open(python, a[0]) is null ? Value.Signal : Value.Boolean(Self(a[0]).Descriptor >= 0 && SystemCalls.isatty(Self(a[0]).Descriptor) != 0);

    [PythonFunction("mode", Kind = FunctionKind.Getter)]
    internal static Value Mode(PythonRuntime python, ReadOnlySpan<Value> a) => IsBytes(python, Self(a[0])) ? python.NoAttribute(a[0], "mode") : python.Str(Self(a[0]).Mode);

    [PythonFunction("name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Self(a[0]).OwnAttribute("name") is { IsUnbound: false } own ? own : Self(a[0]).Name.IsUnbound ? python.NoAttribute(a[0], "name") : Self(a[0]).Name;

    [PythonFunction("name", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).SetOwnAttribute("name", a[1]);
        return Value.Unspecified;
    }

    [PythonFunction("raw", Kind = FunctionKind.Getter)]
    internal static Value Raw(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Raw;

    [PythonFunction("closefd", Kind = FunctionKind.Getter)]
    internal static Value Owns(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).OwnsDescriptor);

    [PythonFunction("detach", "self, /")]
    internal static Value Detach(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Open(python, a[0]) is null)
        {
            return Value.Signal;
        }

        Self(a[0]).TryFlush();
        Self(a[0]).Stream = null;
        return Self(a[0]).Raw;
    }

    [PythonFunction("getvalue", "self, /")]
    [PythonFunction("getbuffer", "self, /")]
    internal static Value Contents(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Open(python, a[0]) is not { } stream)
        {
            return Value.Signal;
        }

        return stream is not MemoryStream memory ? python.NoAttribute(a[0], "getvalue")
            : python.Machine.ChargeAllocation(memory.Length) ? Value.Object(new PyBytes(python.Types.Bytes, memory.ToArray())) : Value.Signal;
    }

    [PythonFunction("__enter__", "self, /")]
    [PythonFunction("__iter__", "self, /")]
    internal static Value Enter(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is null ? Value.Signal : a[0];

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (IsBytes(python, self))
        {
            return python.Str($"<{self.Type.FullName} object at {python.Address(a[0])}>");
        }

        Value name = self.Name.IsUnbound ? python.Str("") : await python.Repr(self.Name);
        return name.IsSignal ? name
            : self.Type.IsSubtypeOf(python.StreamTypes.File)
                ? python.Str(self.IsClosed ? "<_io.FileIO [closed]>" : $"<_io.FileIO name={name.Ref} mode='{self.Mode}' closefd={(self.OwnsDescriptor ? "True" : "False")}>")
            : python.Str(self.Name.IsUnbound ? $"<{self.Type.FullName}>" : $"<{self.Type.FullName} name={name.Ref}>");
    }
}

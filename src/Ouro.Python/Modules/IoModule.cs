// The module _io. Streams of bytes are .NET's streams, which have buffers of their own; so FileIO, BufferedReader, BufferedWriter and
// BufferedRandom are one class of the host here, and differ in what they allow. A text that is read is decoded as a whole when the
// first of it is wanted. Buffered streams and text streams also take objects of a program's own classes, whose methods they call.

using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>open() and the types of streams.</summary>
internal static class IoModule
{
    internal const int BufferSize = 8192;

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(IoModule));
        module.Set("open", python.Builtin("open"));
        module.Set("DEFAULT_BUFFER_SIZE", Value.Fixnum(BufferSize));
        module.Set("BlockingIOError", Value.Object(python.Types.Exception("BlockingIOError")));
        var types = python.StreamTypes;
        foreach (var type in types.All)
        {
            module.Set(type.Name, Value.Object(type));
        }
    }

    [PythonFunction("text_encoding", "encoding, stacklevel=2, /")]
    internal static Value TextEncoding(PythonRuntime python, ReadOnlySpan<Value> a) => a[0].IsUnspecified ? python.Str("locale") : a[0];

    [PythonFunction("open_code", "path")]
    internal static Work<Value> OpenCode(PythonRuntime python, Value[] a) => Open(python, [a[0], python.Str("rb"), .. Enumerable.Repeat(Value.Absent, 6)]);

    /// <summary>open(), which is a built-in function too.</summary>
    internal static async Work<Value> Open(PythonRuntime python, Value[] a)
    {
        if (!a[1].IsAbsent && a[1].Ref is not Text)
        {
            return python.TypeError($"open() argument 'mode' must be str, not {python.TypeName(a[1])}");
        }

        string mode = a[1].IsAbsent ? "r" : a[1].Ref!.ToString()!;
        if (mode.Distinct().Count() != mode.Length || mode.Any(letter => !"rwxabt+".Contains(letter, StringComparison.Ordinal)))
        {
            return python.ValueError($"invalid mode: '{mode}'");
        }

        bool isBinary = mode.Contains('b', StringComparison.Ordinal);
        if (isBinary && mode.Contains('t', StringComparison.Ordinal))
        {
            return python.ValueError("can't have text and binary mode at once");
        }

        int kinds = mode.Count(letter => "rwxa".Contains(letter, StringComparison.Ordinal));
        if (kinds != 1)
        {
            return python.ValueError(kinds > 1 ? "must have exactly one of create/read/write/append mode" : "Must have exactly one of create/read/write/append mode and at most one plus");
        }

        long buffering = -1;
        if (!a[2].IsAbsent)
        {
            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            buffering = given;
        }

        foreach (var (index, name) in (ReadOnlySpan<(int, string)>)[(3, "encoding"), (4, "errors"), (5, "newline")])
        {
            if (isBinary && !a[index].IsAbsent && !a[index].IsUnspecified)
            {
                return python.ValueError($"binary mode doesn't take {(name == "newline" ? "a newline" : name == "errors" ? "an errors" : "an encoding")} argument");
            }
        }

        if (buffering == 0 && !isBinary)
        {
            return python.ValueError("can't have unbuffered text I/O");
        }

        var types = python.StreamTypes;
        string raw = mode.Replace("b", "", StringComparison.Ordinal).Replace("t", "", StringComparison.Ordinal);
        Value file = await OpenFile(python, new PyStream(types.File), a[0], raw, a[6].IsAbsent || a[6].IsTrue, a[7]);
        if (file.IsSignal || buffering == 0)
        {
            return file;
        }

        var opened = (PyStream)file.Ref!;
        Value buffer = Value.Object(Buffered(raw.Contains('+', StringComparison.Ordinal) ? types.Random : raw[0] == 'r' ? types.Reader : types.Writer, opened));
        if (isBinary)
        {
            return buffer;
        }

        var text = new PyTextFile(types.Text) { Buffer = buffer, Mode = mode };
        Value set = await SetUpText(python, text, a[3], a[4], a[5], buffering == 1);
        return set.IsSignal ? set : Value.Object(text);
    }

    internal static PyStream Buffered(PyType type, PyStream raw) => new(type)
    {
        Stream = raw.Stream,
        CanRead = raw.CanRead,
        CanWrite = raw.CanWrite,
        Appends = raw.Appends,
        Descriptor = raw.Descriptor,
        Mode = raw.Mode,
        Name = raw.Name,
        Raw = Value.Object(raw),
    };

    /// <summary>Sets what a text stream is beside its buffer.</summary>
    internal static async Work<Value> SetUpText(PythonRuntime python, PyTextFile text, Value encoding, Value errors, Value newline, bool lineBuffering)
    {
        if (!newline.IsAbsent && !newline.IsUnspecified)
        {
            if (newline.Ref is not Text given)
            {
                return python.TypeError($"open() argument 'newline' must be str or None, not {python.TypeName(newline)}");
            }

            text.Newline = given.ToString();
            if (text.Newline is not ("" or "\n" or "\r" or "\r\n"))
            {
                return python.ValueError($"illegal newline value: {PythonRuntime.ReprOf(text.Newline)}");
            }
        }

        text.Encoding = encoding.Ref is Text name && name.ToString() != "locale" ? name.ToString() : "UTF-8";
        text.Errors = errors.Ref is Text handler ? handler.ToString() : "strict";
        text.LineBuffering = lineBuffering;
        Value known = await python.Encode(new Text(""), python.Str(text.Encoding), Value.Absent);
        return known.IsSignal ? known : Value.Unspecified;
    }

    /// <summary>Opens a file, or takes a descriptor.</summary>
    /// <param name="mode">r, w, x or a, and maybe +.</param>
    internal static async Work<Value> OpenFile(PythonRuntime python, PyStream stream, Value file, string mode, bool owns, Value opener)
    {
        const int Create = 64, Exclusive = 128, Truncate = 512, Append = 1024, CloseOnExec = 524288;
        if (!python.May(Capability.Files, "open files"))
        {
            return Value.Signal;
        }

        bool updates = mode.Contains('+', StringComparison.Ordinal);
        stream.CanRead = updates || mode[0] == 'r';
        stream.CanWrite = updates || mode[0] != 'r';
        stream.Appends = mode[0] == 'a';
        int flags = CloseOnExec | (updates ? 2 : mode[0] == 'r' ? 0 : 1) | mode[0] switch { 'w' => Create | Truncate, 'x' => Create | Exclusive, 'a' => Create | Append, _ => 0 };
        stream.Mode = mode[0] switch { 'x' => updates ? "xb+" : "xb", 'a' => updates ? "ab+" : "ab", 'w' => updates ? "rb+" : "wb", _ => updates ? "rb+" : "rb" };
        stream.Name = file;
        stream.OwnsDescriptor = owns;
        python.FlushFiles();
        int descriptor;
        Value number = Keys.AsNumber(file);
        if (number.IsFixnum)
        {
            descriptor = (int)number.AsFixnum;
            if (descriptor < 0)
            {
                return python.ValueError("negative file descriptor");
            }

            if (SystemCalls.Status(null, descriptor, true, out int wrong) is null)
            {
                return python.SystemError(wrong, Value.Unbound);
            }
        }
        else
        {
            Value path = await python.PathOf(file);
            if (path.IsSignal)
            {
                return path;
            }

            if (!owns)
            {
                return python.ValueError("Cannot use closefd=False with file name");
            }

            string text = PythonRuntime.TextOf(path);
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                return python.ValueError("embedded null byte");
            }

            if (!opener.IsAbsent && !opener.IsUnspecified)
            {
                Value opened = await python.Call(opener, file, Value.Fixnum(flags));
                if (opened.IsSignal || await python.SizeOf(opened) is not { } given)
                {
                    return Value.Signal;
                }

                descriptor = (int)given;
                if (descriptor < 0)
                {
                    return python.ValueError($"opener returned {descriptor}");
                }
            }
            else
            {
                descriptor = SystemCalls.open(text, flags, 438);
                if (descriptor < 0)
                {
                    return python.SystemError(Marshal.GetLastPInvokeError(), file);
                }

                if (SystemCalls.Status(null, descriptor, true, out _) is { } status && (status.Mode & 0xF000) == 0x4000)
                {
                    _ = SystemCalls.close(descriptor);
                    return python.SystemError(ErrorNumbers.IsDirectory, file);
                }
            }
        }

        stream.Descriptor = descriptor;
        if (!python.Machine.ChargeAllocation(BufferSize + 500))
        {
            return Value.Signal;
        }

        try
        {
            stream.Stream = descriptor switch
            {
                1 when !stream.CanRead => new PortStream(() => python.Machine.Ports.Output),
                2 when !stream.CanRead => new PortStream(() => python.Machine.Ports.Error),
                _ => new FileStream(
                    new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, owns),
                    stream.CanRead && stream.CanWrite ? FileAccess.ReadWrite : stream.CanRead ? FileAccess.Read : FileAccess.Write,
                    BufferSize),
            };
            if (stream.Appends && stream.Stream.CanSeek)
            {
                _ = stream.Stream.Seek(0, SeekOrigin.End);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return python.SystemError(ErrorNumbers.BadDescriptor, Value.Unbound);
        }

        python.OpenStreams.Add(new WeakReference<PyStream>(stream));
        return Value.Object(stream);
    }
}

/// <summary>The types of streams of one machine.</summary>
internal sealed class StreamTypes
{
    internal StreamTypes(PythonRuntime python)
    {
        Base = Make("_IOBase", typeof(StreamBaseMethods), Layout.Plain, null);
        RawBase = Make("_RawIOBase", typeof(RawBaseMethods), Layout.Plain, Base);
        BufferedBase = Make("_BufferedIOBase", typeof(BufferedBaseMethods), Layout.Plain, Base);
        TextBase = Make("_TextIOBase", typeof(TextBaseMethods), Layout.Plain, Base);
        File = Make("FileIO", typeof(StreamMethods), Layout.Own, RawBase);
        Bytes = Make("BytesIO", typeof(StreamMethods), Layout.Own, BufferedBase);
        Reader = Make("BufferedReader", typeof(StreamMethods), Layout.Own, BufferedBase);
        Writer = Make("BufferedWriter", typeof(StreamMethods), Layout.Own, BufferedBase);
        Random = Make("BufferedRandom", typeof(StreamMethods), Layout.Own, BufferedBase);
        Pair = Make("BufferedRWPair", typeof(StreamMethods), Layout.Own, BufferedBase);
        Text = Make("TextIOWrapper", typeof(TextFileMethods), Layout.Own, TextBase);
        String = Make("StringIO", typeof(StringBufferMethods), Layout.Own, TextBase);
        Newlines = Make("IncrementalNewlineDecoder", typeof(NewlineDecoderMethods), Layout.Plain, null);
        Unsupported = python.Types.Make("UnsupportedOperation", null, Layout.Exception, python.Types.Exception("OSError"));
        Unsupported.ModuleName = "io";
        Unsupported.HasDictionary = true;
        var value = python.Types.Exception("ValueError");
        Unsupported.Bases = [python.Types.Exception("OSError"), value];
        Unsupported.Order = PyType.Linearise(Unsupported, Unsupported.Bases)!;

        PyType Make(string name, Type declarations, Layout layout, PyType? parent)
        {
            var type = python.Types.Make(name, declarations, layout, parent);
            type.ModuleName = "_io";
            type.AsksMethods = true;
            type.HasDictionary = true;
            return type;
        }
    }

    internal PyType Base { get; }

    internal PyType RawBase { get; }

    internal PyType BufferedBase { get; }

    internal PyType TextBase { get; }

    internal PyType File { get; }

    internal PyType Bytes { get; }

    internal PyType Reader { get; }

    internal PyType Writer { get; }

    internal PyType Random { get; }

    internal PyType Pair { get; }

    internal PyType Text { get; }

    internal PyType String { get; }

    internal PyType Newlines { get; }

    internal PyType Unsupported { get; }

    internal PyType[] All => [Base, RawBase, BufferedBase, TextBase, File, Bytes, Reader, Writer, Random, Pair, Text, String, Newlines, Unsupported];
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>StringIO.</summary>
internal static class StringBufferMethods
{
    private static PyStringBuffer Self(in Value value) => (PyStringBuffer)value.Ref!;

    /// <summary>The object, if it is open; null with a pending raise.</summary>
    private static PyStringBuffer? Open(PythonRuntime python, in Value self)
    {
        if (!Self(self).IsClosed)
        {
            return Self(self);
        }

        _ = python.ValueError("I/O operation on closed file");
        return null;
    }

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(200) ? Value.Object(new PyStringBuffer((PyType)a[0].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, initial_value='', newline='\\n'")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        if (!a[2].IsAbsent && !a[2].IsUnspecified && a[2].Ref is not Text)
        {
            return python.TypeError($"newline must be str or None, not {python.TypeName(a[2])}");
        }

        self.Newline = a[2].IsAbsent ? "\n" : a[2].Ref?.ToString();
        if (self.Newline is not (null or "" or "\n" or "\r" or "\r\n"))
        {
            return python.ValueError($"illegal newline value: {PythonRuntime.ReprOf(self.Newline)}");
        }

        (self.Count, self.Position, self.IsClosed) = (0, 0, false);
        if (a[1].IsAbsent || a[1].IsUnspecified)
        {
            return Value.Unspecified;
        }

        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"initial_value must be str or None, not {python.TypeName(a[1])}");
        }

        if (!self.Write(python.Machine, Translated(self, text)))
        {
            return Value.Signal;
        }

        self.Position = 0;
        return Value.Unspecified;
    }

    private static Text Translated(PyStringBuffer self, Text text)
    {
        if (self.Newline is "\n" or "")
        {
            return text;
        }

        string plain = text.ToString();
        return self.Newline is null
            ? plain.Contains('\r', StringComparison.Ordinal) ? new Text(plain.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')) : text
            : new Text(plain.Replace("\n", self.Newline, StringComparison.Ordinal));
    }

    [PythonFunction("write", "self, text, /")]
    internal static Value Write(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"string argument expected, got '{python.TypeName(a[1])}'");
        }

        if (Open(python, a[0]) is not { } self)
        {
            return Value.Signal;
        }

        if (self.Position > self.Count)
        {
            // What was skipped is null characters.
            int position = self.Position;
            self.Position = self.Count;
            if (!self.Write(python.Machine, new Text(new string('\0', position - self.Count))))
            {
                return Value.Signal;
            }
        }

        return self.Write(python.Machine, Translated(self, text)) ? Value.Fixnum(text.Length) : Value.Signal;
    }

    private static async Work<Value> Take(PythonRuntime python, Value target, Value given, bool isLine)
    {
        long size = -1;
        if (!given.IsAbsent && !given.IsUnspecified)
        {
            if (await python.SizeOf(given) is not { } number)
            {
                return Value.Signal;
            }

            size = number;
        }

        return Open(python, target) is { } self ? Take(python, self, size, isLine) : Value.Signal;
    }

    private static Value Take(PythonRuntime python, PyStringBuffer self, long size, bool isLine)
    {
        int start = Math.Min(self.Position, self.Count);
        int end = size < 0 ? self.Count : (int)Math.Min(start + size, self.Count);
        if (isLine)
        {
            for (int at = start; at < end; at++)
            {
                int character = self.Characters[at];
                bool isEnd = self.Newline switch
                {
                    "\r" => character == '\r',
                    "\r\n" => character == '\n' && at > start && self.Characters[at - 1] == '\r',
                    "" => character == '\n' || (character == '\r' && !(at + 1 < self.Count && self.Characters[at + 1] == '\n')),
                    _ => character == '\n',
                };
                if (isEnd)
                {
                    end = at + 1;
                }
            }
        }

        if (!python.Machine.ChargeTicks((end - start) >> 3) || !python.Machine.ChargeAllocation(Text.SizeOf(end - start, 2)))
        {
            return Value.Signal;
        }

        if (end > start)
        {
            self.Position = end;
        }

        return Value.Object(self.Slice(start, end));
    }

    [PythonFunction("read", "self, size=-1, /")]
    internal static Work<Value> Read(PythonRuntime python, Value[] a) => Take(python, a[0], a[1], isLine: false);

    [PythonFunction("readline", "self, size=-1, /")]
    internal static Work<Value> ReadLine(PythonRuntime python, Value[] a) => Take(python, a[0], a[1], isLine: true);

    [PythonFunction("__next__", "self, /")]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value line = Open(python, a[0]) is { } self ? Take(python, self, -1, isLine: true) : Value.Signal;
        return line.Ref is Text { Length: 0 } ? python.StopIteration(Value.Unspecified) : line;
    }

    [PythonFunction("getvalue", "self, /")]
    internal static Value Contents(PythonRuntime python, ReadOnlySpan<Value> a) =>
        Open(python, a[0]) is not { } self || !python.Machine.ChargeTicks(self.Count >> 3) || !python.Machine.ChargeAllocation(Text.SizeOf(self.Count, 2)) ? Value.Signal : Value.Object(self.Slice(0, self.Count));

    [PythonFunction("tell", "self, /")]
    internal static Value Tell(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is { } self ? Value.Fixnum(self.Position) : Value.Signal;

    [PythonFunction("seek", "self, pos, whence=0, /")]
    internal static async Work<Value> Seek(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } offset || Open(python, a[0]) is not { } self)
        {
            return Value.Signal;
        }

        long whence = a[2].IsFixnum ? a[2].AsFixnum : 0;
        if (whence is < 0 or > 2)
        {
            return python.ValueError($"Invalid whence ({whence}, should be 0, 1 or 2)");
        }

        if (whence == 0 && offset < 0)
        {
            return python.ValueError($"Negative seek position {offset}");
        }

        if (whence != 0 && offset != 0)
        {
            return python.Raise("OSError", "Can't do nonzero cur-relative seeks");
        }

        self.Position = whence == 0 ? (int)Math.Min(offset, int.MaxValue / 8) : whence == 1 ? self.Position : self.Count;
        return Value.Fixnum(self.Position);
    }

    [PythonFunction("truncate", "self, pos=None, /")]
    internal static async Work<Value> Truncate(PythonRuntime python, Value[] a)
    {
        if (Open(python, a[0]) is not { } self)
        {
            return Value.Signal;
        }

        long size = self.Position;
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
            return python.ValueError($"Negative size value {size}");
        }

        self.Count = (int)Math.Min(size, self.Count);
        return Value.Fixnum(size);
    }

    [PythonFunction("close", "self, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).IsClosed = true;
        Self(a[0]).Characters = [];
        Self(a[0]).Count = 0;
        return Value.Unspecified;
    }

    [PythonFunction("closed", Kind = FunctionKind.Getter)]
    internal static Value IsClosed(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).IsClosed);

    [PythonFunction("readable", "self, /")]
    [PythonFunction("writable", "self, /")]
    [PythonFunction("seekable", "self, /")]
    internal static Value Yes(PythonRuntime python, ReadOnlySpan<Value> a) => Open(python, a[0]) is null ? Value.Signal : Value.Boolean(true);

    [PythonFunction("line_buffering", Kind = FunctionKind.Getter)]
    internal static Value LineBuffering(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);
}

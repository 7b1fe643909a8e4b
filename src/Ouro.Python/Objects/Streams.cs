using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>A stream of bytes: a file, with or without a buffer, or bytes in memory.</summary>
internal sealed class PyStream(PyType type) : PyObject(type)
{
    /// <summary>Null before it is opened and after it is closed or detached.</summary>
    internal Stream? Stream;

    internal bool CanRead;
    internal bool CanWrite;
    internal bool Appends;
    internal bool IsClosed;
    internal bool OwnsDescriptor = true;
    internal int Descriptor = -1;
    internal string Mode = "";
    internal Value Name = Value.Unbound;

    /// <summary>Of one with a buffer: the file itself.</summary>
    internal Value Raw = Value.Unspecified;

    /// <summary>A defect of writing what a file held: reported by whoever closes it.</summary>
    internal void TryFlush()
    {
        try
        {
            if (CanWrite)
            {
                Stream?.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            Failure = exception.Message;
        }
    }

    internal string? Failure;
}

/// <summary>A stream of text: over a stream of bytes, or over one of the machine's ports.</summary>
internal sealed class PyTextFile(PyType type) : PyObject(type)
{
    /// <summary>The machine's port, which is asked for anew each time; null: text goes to the buffer.</summary>
    internal Func<VirtualMachine, TextOutputPort>? Output;

    internal bool IsStandardInput;

    internal Value Buffer = Value.Unspecified;
    internal string Encoding = "utf-8";
    internal string Errors = "strict";
    internal string? Name;
    internal string Mode = "";

    /// <summary>None: all kinds of line ends are read as \n.</summary>
    internal string? Newline;

    internal bool LineBuffering;
    internal bool IsClosed;

    /// <summary>What was read and not yet taken; null: nothing was read.</summary>
    internal Text? Pending;

    internal int Position;

    /// <summary>What the buffer gave, before line ends were looked at.</summary>
    internal bool WasTranslated;

    /// <summary>Writes to a port.</summary>
    internal Value Write(PythonRuntime python, Text text)
    {
        if (IsClosed)
        {
            return python.ValueError("I/O operation on closed file.");
        }

        var output = Output!(python.Machine);
        return python.Machine.ChargeTicks(text.Length >> 6) && output.Write(text.ToString()) && output.EndWrite()
            ? Value.Unspecified
            : python.Machine.Pending != PendingSignal.None ? Value.Signal : python.Raise("OSError", "cannot write");
    }
}

/// <summary>Text in memory.</summary>
internal sealed class PyStringBuffer(PyType type) : PyObject(type)
{
    internal int[] Characters = [];
    internal int Count;
    internal int Position;
    internal bool IsClosed;

    /// <summary>None: line ends are translated when they are written.</summary>
    internal string? Newline = "\n";

    internal Text Slice(int start, int end)
    {
        var builder = new TextBuilder();
        for (int i = start; i < end; i++)
        {
            builder.Append(Characters[i]);
        }

        return builder.ToText();
    }

    internal bool Write(VirtualMachine machine, Text text)
    {
        int end = Position + text.Length;
        if (!machine.ChargeTicks(text.Length >> 3))
        {
            return false;
        }

        if (end > Characters.Length)
        {
            int capacity = Math.Max(end, (int)Math.Min(int.MaxValue / 8, 2L * Characters.Length));
            if (!machine.ChargeAllocation(4L * capacity))
            {
                return false;
            }

            Array.Resize(ref Characters, capacity);
        }

        for (int i = 0; i < text.Length; i++)
        {
            Characters[Position + i] = text[i];
        }

        Position = end;
        Count = Math.Max(Count, end);
        return true;
    }
}

/// <summary>The bytes that go to a port of the machine.</summary>
internal sealed class PortStream(Func<TextOutputPort> port) : Stream
{
    private readonly System.Text.Decoder _decoder = System.Text.Encoding.UTF8.GetDecoder();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => _ = port().Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        char[] characters = new char[count + 2];
        int length = _decoder.GetChars(buffer, offset, count, characters, 0, flush: false);
        _ = port().Write(characters.AsSpan(0, length)) && port().EndWrite();
    }
}

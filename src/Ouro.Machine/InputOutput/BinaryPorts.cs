namespace Ouro.Machine.InputOutput;

/// <summary>Reads bytes from memory or from a stream.</summary>
[GuestType("a binary input port")]
public sealed class BinaryInputPort : Port
{
    /// <summary>Given by <see cref="Read()"/> and <see cref="Peek"/> at the end of the input.</summary>
    internal const int EndOfInput = -1;

    /// <summary>Given by <see cref="Read()"/> and <see cref="Peek"/> when the host failed.</summary>
    internal const int Failed = -2;

    private const int BufferSize = 8192;

    private Stream? _stream;
    private byte[] _bytes;
    private int _position;
    private int _end;

    /// <summary>Reads bytes, which nobody may change meanwhile.</summary>
    public BinaryInputPort(byte[] bytes)
        : base("bytevector")
    {
        _bytes = bytes;
        _end = bytes.Length;
    }

    /// <summary>Reads a stream, which the port owns.</summary>
    public BinaryInputPort(Stream stream, string name)
        : base(name)
    {
        _bytes = new byte[BufferSize];
        _stream = stream;
    }

    public override bool IsTextual => false;
    public override bool IsInput => true;

    /// <summary>Whether reading a byte would not wait.</summary>
    internal bool IsReady => _position < _end || _stream is null or { CanSeek: true };

    /// <summary>The next byte, taken; or <see cref="EndOfInput"/> or <see cref="Failed"/>.</summary>
    internal int Read()
    {
        int next = Peek();
        _position += next < 0 ? 0 : 1;
        return next;
    }

    /// <summary>The next byte, not taken; or <see cref="EndOfInput"/> or <see cref="Failed"/>.</summary>
    internal int Peek() => _position < _end ? _bytes[_position] : Fill() ? _bytes[_position] : Failure is null ? EndOfInput : Failed;

    /// <summary>Reads until the target is full or the input ends.</summary>
    /// <returns>How many bytes; <see cref="Failed"/> when the host failed.</returns>
    internal int Read(Span<byte> target)
    {
        int total = 0;
        while (total < target.Length)
        {
            if (_position >= _end && !Fill())
            {
                return Failure is null ? total : Failed;
            }

            int count = Math.Min(target.Length - total, _end - _position);
            _bytes.AsSpan(_position, count).CopyTo(target[total..]);
            _position += count;
            total += count;
        }

        return total;
    }

    /// <summary>Gives back what was taken last: a limit kept it from being delivered, and a run that goes on takes it again.</summary>
    internal void PutBack(ReadOnlySpan<byte> taken)
    {
        _bytes = [.. taken, .. _bytes.AsSpan(_position, _end - _position)];
        _position = 0;
        _end = _bytes.Length;
    }

    private bool Fill()
    {
        Failure = null;
        if (_stream is null)
        {
            return false;
        }

        try
        {
            _position = 0;
            _end = 0;
            _end = _stream.Read(_bytes);
            return _end > 0;
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            return Fail(exception);
        }
    }

    public override bool Close()
    {
        IsOpen = false;
        _stream?.Dispose();
        _stream = null;
        _bytes = [];
        _position = 0;
        _end = 0;
        return true;
    }
}

/// <summary>Writes bytes to memory or to a stream.</summary>
[GuestType("a binary output port")]
public sealed class BinaryOutputPort : Port
{
    private const int BufferSize = 8192;

    private readonly StandardPorts? _owner;
    private readonly bool _collects;
    private Stream? _stream;
    private byte[] _bytes;
    private int _count;

    /// <summary>Collects what is written; see <see cref="Collected"/>.</summary>
    public BinaryOutputPort()
        : base("bytevector")
    {
        _bytes = [];
        _collects = true;
    }

    /// <summary>Writes to a stream, which the port owns.</summary>
    public BinaryOutputPort(Stream stream, string name)
        : base(name)
    {
        _bytes = new byte[BufferSize];
        _stream = stream;
    }

    /// <summary>Writes to a file; the owner flushes it when the program ends.</summary>
    internal BinaryOutputPort(Stream stream, string name, StandardPorts owner)
        : this(stream, name)
    {
        _owner = owner;
        owner.Add(this);
    }

    public override bool IsTextual => false;
    public override bool IsInput => false;

    /// <summary>Whether the port collects in memory.</summary>
    internal bool Collects => _collects;

    /// <summary>What was written to a port in memory.</summary>
    internal ReadOnlySpan<byte> Collected => _bytes.AsSpan(0, _count);

    /// <summary>Bytes that writing that many bytes may allocate; charge them before.</summary>
    internal long GrowthFor(int count) => !_collects || _count + (long)count <= _bytes.Length ? 0 : Math.Max(_count + (long)count, 2L * _count);

    /// <summary>Writes bytes.</summary>
    internal bool Write(ReadOnlySpan<byte> source)
    {
        if (_collects)
        {
            int needed = checked(_count + source.Length);
            if (needed > _bytes.Length)
            {
                Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _count)));
            }

            source.CopyTo(_bytes.AsSpan(_count));
            _count = needed;
            return true;
        }

        while (!source.IsEmpty)
        {
            if (_count == _bytes.Length && !Flush())
            {
                return false;
            }

            int part = Math.Min(source.Length, _bytes.Length - _count);
            source[..part].CopyTo(_bytes.AsSpan(_count));
            _count += part;
            source = source[part..];
        }

        return true;
    }

    /// <summary>Writes out what is buffered.</summary>
    public bool Flush()
    {
        Failure = null;
        if (_collects || _stream is null || _count == 0)
        {
            return true;
        }

        try
        {
            _stream.Write(_bytes, 0, _count);
            _stream.Flush();
            return true;
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            return Fail(exception);
        }
        finally
        {
            _count = 0;
        }
    }

    public override bool Close()
    {
        if (!IsOpen)
        {
            return true;
        }

        IsOpen = false;
        bool flushed = Flush();
        _owner?.Remove(this);
        try
        {
            _stream?.Dispose();
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            flushed = Fail(exception);
        }

        _stream = null;
        return flushed;
    }
}

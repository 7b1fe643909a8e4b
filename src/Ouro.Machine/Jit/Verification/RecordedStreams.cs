// Two machines that run one program must read the same input, and what both write is compared while one of them writes it.

namespace Ouro.Machine.Jit.Verification;

/// <summary>An input that is read once and can be given any number of times from its start.</summary>
/// <param name="source">Where it comes from, opened when somebody reads further than anybody did.</param>
internal sealed class RecordedInput(Func<Stream> source)
{
    private readonly Lock _gate = new();
    private byte[] _bytes = new byte[4096];
    private int _length;
    private Stream? _stream;

    /// <summary>The input from its start.</summary>
    internal Stream Open() => new Reader(this);

    private int Read(long position, Span<byte> buffer)
    {
        lock (_gate)
        {
            if (position == _length)
            {
                _stream ??= source();
                if (_length == _bytes.Length)
                {
                    Array.Resize(ref _bytes, 2 * _length);
                }

                _length += _stream.Read(_bytes.AsSpan(_length, Math.Min(buffer.Length, _bytes.Length - _length)));
            }

            int count = Math.Min(buffer.Length, _length - (int)position);
            _bytes.AsSpan((int)position, count).CopyTo(buffer);
            return count;
        }
    }

    private sealed class Reader(RecordedInput input) : ForwardStream
    {
        private long _position;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            int count = input.Read(_position, buffer);
            _position += count;
            return count;
        }
    }
}

/// <summary>Keeps what is written until it is taken, and passes it on.</summary>
/// <param name="next">Where it goes; null: nowhere.</param>
internal sealed class RecordedOutput(Stream? next) : ForwardStream
{
    private MemoryStream _kept = new();

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _kept.Write(buffer);
        next?.Write(buffer);
    }

    /// <summary>What was written since it was last asked.</summary>
    internal byte[] Take()
    {
        byte[] bytes = _kept.ToArray();
        _kept = new MemoryStream();
        return bytes;
    }
}

/// <summary>A stream that only goes forward; the rest of the members that every stream has.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => false;
    public override bool CanWrite => false;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

// The standard input of programs that run in a REPL on a terminal. Waiting for a line must end with Ctrl-C, and a read
// from a descriptor cannot be called off, so it waits in short stretches.

using Ouro.Machine.Host;

namespace Ouro.Tools.Repl;

/// <summary>Standard input whose waiting can be interrupted.</summary>
internal sealed class InterruptibleInput : Stream
{
    private const int PatienceMilliseconds = 50;

    private volatile bool _isInterrupted;

    /// <summary>Called, on the reading thread, when a read was called off.</summary>
    internal Action? Interrupted { get; set; }

    /// <summary>Called, on the reading thread, when a line was typed: the terminal has shown its end.</summary>
    internal Action? LineTyped { get; set; }

    /// <summary>Ends the read that waits, or the next one. May be called from any thread.</summary>
    internal void Interrupt() => _isInterrupted = true;

    /// <summary>Forgets an interrupt that no read has met.</summary>
    internal void Forget() => _isInterrupted = false;

    public override int Read(Span<byte> buffer)
    {
        while (!TerminalDescriptor.WaitForInput(PatienceMilliseconds))
        {
            if (_isInterrupted)
            {
                _isInterrupted = false;
                Interrupted?.Invoke();
                return 0;
            }
        }

        int count = TerminalDescriptor.Read(buffer);
        if (count > 0 && buffer[count - 1] == '\n')
        {
            LineTyped?.Invoke();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanWrite => false;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

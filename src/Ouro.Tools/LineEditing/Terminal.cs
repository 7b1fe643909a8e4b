// The real terminal. Raw mode is on from Enter to Leave only: while a program runs, Ctrl-C is a signal and the
// terminal echoes, as programs expect.

using System.Runtime.InteropServices;
using System.Text;
using Ouro.Machine.Host;

namespace Ouro.Tools.LineEditing;

/// <summary>The terminal at standard input and output.</summary>
internal sealed class Terminal : ITerminal, IDisposable
{
    /// <summary>How long the rest of a sequence may take; after that Escape was pressed by itself.</summary>
    private const int SequenceMilliseconds = 50;

    /// <summary>How often a change of the window's size is looked for.</summary>
    private const int PatienceMilliseconds = 100;

    private readonly TerminalDescriptor _descriptor;
    private readonly Stream _output = DescriptorStream.Standard(1);
    private readonly InputDecoder _decoder = new();
    private readonly byte[] _buffer = new byte[4096];
    private readonly PosixSignalRegistration _hangUp;
    private readonly PosixSignalRegistration _terminate;
    private (int Columns, int Rows) _size;
    private bool _wasStopped;

    private Terminal(TerminalDescriptor descriptor)
    {
        _descriptor = descriptor;
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Leave());
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Leave());
    }

    /// <summary>The terminal, or null when there is none that can be edited on.</summary>
    internal static Terminal? Open() =>
        Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" ? null
        : TerminalDescriptor.Open() is { } descriptor ? new Terminal(descriptor) : null;

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => _size = TerminalDescriptor.Size();

    /// <inheritdoc/>
    public bool HasMoreKeys => _decoder.HasMore || TerminalDescriptor.WaitForInput(0);

    /// <summary>From now on keys come here, and pastes are marked.</summary>
    internal bool Enter()
    {
        if (!_descriptor.EnterRaw())
        {
            return false;
        }

        Write("\e[?2004h");
        _size = TerminalDescriptor.Size();
        return true;
    }

    /// <summary>The terminal is again as it was.</summary>
    internal void Leave()
    {
        if (_descriptor.IsRaw)
        {
            Write("\e[?2004l");
            _descriptor.LeaveRaw();
        }
    }

    /// <inheritdoc/>
    public KeyEvent? ReadKey()
    {
        while (true)
        {
            if (_decoder.TryTake(out var key))
            {
                return key;
            }

            if (_wasStopped || TerminalDescriptor.Size() != _size)
            {
                _wasStopped = false;
                _size = TerminalDescriptor.Size();
                return null;
            }

            if (!TerminalDescriptor.WaitForInput(_decoder.IsPending ? SequenceMilliseconds : PatienceMilliseconds))
            {
                _decoder.Flush();
                continue;
            }

            int count = TerminalDescriptor.Read(_buffer);
            if (count == 0)
            {
                return new KeyEvent(KeyCode.EndOfInput);
            }

            _decoder.Feed(_buffer.AsSpan(0, count));
        }
    }

    /// <inheritdoc/>
    public void Write(string text) => _output.Write(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public void Suspend()
    {
        Leave();
        TerminalDescriptor.Suspend();
        _ = Enter();
        _wasStopped = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        _hangUp.Dispose();
        _terminate.Dispose();
    }
}

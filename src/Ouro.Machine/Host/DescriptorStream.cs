// Standard input, output and error without System.Console: loading it costs a third of a hello world, and its output
// stream swallows writes to a closed pipe, so that a program that prints without end into `head` would never end.
// A FileStream on the descriptor is no way out: on a file it writes at positions of its own, over what others wrote.

using System.Runtime.InteropServices;

namespace Ouro.Machine.Host;

/// <summary>A stream straight on a file descriptor of the process. Unbuffered; closing it leaves the descriptor open.</summary>
public sealed unsafe partial class DescriptorStream : Stream
{
    /// <summary>The <see cref="Exception.HResult"/> of the <see cref="IOException"/> when nobody reads what is written: EPIPE.</summary>
    public const int BrokenPipe = 32;

    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int TryAgainOnMac = 35;

    private readonly int _descriptor;

    private DescriptorStream(int descriptor) => _descriptor = descriptor;

    /// <summary>Standard input (0), output (1) or error (2).</summary>
    public static Stream Standard(int descriptor) =>
        !OperatingSystem.IsWindows() ? new DescriptorStream(descriptor)
        : descriptor == 0 ? Console.OpenStandardInput()
        : descriptor == 1 ? Console.OpenStandardOutput()
        : Console.OpenStandardError();

    /// <summary>Whether a terminal is at the other end of the descriptor.</summary>
    public static bool IsTerminal(int descriptor) =>
        OperatingSystem.IsWindows() ? !(descriptor == 0 ? Console.IsInputRedirected : Console.IsOutputRedirected) : isatty(descriptor) == 1;

    public override bool CanRead => _descriptor == 0;
    public override bool CanWrite => _descriptor != 0;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads what there is, at least one byte; 0 at the end.</summary>
    /// <exception cref="IOException">The system's reason.</exception>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                Marshal.SetLastSystemError(0);
                nint count = read(_descriptor, start, buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                WaitOrThrow(Marshal.GetLastSystemError());
            }
        }
    }

    /// <summary>Writes everything.</summary>
    /// <exception cref="IOException">The system's reason; <see cref="BrokenPipe"/> when nobody reads.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            int done = 0;
            while (done < buffer.Length)
            {
                Marshal.SetLastSystemError(0);
                nint count = write(_descriptor, start + done, buffer.Length - done);
                if (count >= 0)
                {
                    done += (int)count;
                }
                else
                {
                    WaitOrThrow(Marshal.GetLastSystemError());
                }
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private static void WaitOrThrow(int error)
    {
        switch (error)
        {
            case Interrupted:
                return;
            case TryAgain or TryAgainOnMac:
                // Somebody made the descriptor non-blocking.
                Thread.Sleep(1);
                return;
            default:
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    // Arguments that need no marshalling, so that no stub is compiled. The names are the system's.
#pragma warning disable CA5392, SYSLIB1054, IDE1006
    [DllImport("libc")]
    private static extern nint read(int descriptor, byte* buffer, nint count);

    [DllImport("libc")]
    private static extern nint write(int descriptor, byte* buffer, nint count);

    [DllImport("libc")]
    private static extern int isatty(int descriptor);
#pragma warning restore
}

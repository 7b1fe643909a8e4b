// The terminal at standard input and output, for who draws on it: raw mode, waiting for input with a timeout, size.
//
// Raw mode is made by cfmakeraw on a copy of the current settings. Their layout differs between systems, so it is
// never looked at: the settings are a buffer that is large enough for all of them. In raw mode control characters
// arrive as bytes (Ctrl-C is 3 and no signal), so it is on only while somebody edits, never while a program runs.

using System.Runtime.InteropServices;

namespace Ouro.Machine.Host;

/// <summary>The process's terminal. At most one is of use.</summary>
public sealed unsafe class TerminalDescriptor
{
    private const int SettingsSize = 512;
    private const int AfterOutput = 1;
    private const short ReadableEvent = 1;
    private const int Interrupted = 4;

    private readonly byte[] _settings = new byte[SettingsSize];

    private TerminalDescriptor()
    {
    }

    /// <summary>Whether raw mode is on.</summary>
    public bool IsRaw { get; private set; }

    /// <summary>The terminal, or null when standard input or output is none, or the system has no such modes.</summary>
    public static TerminalDescriptor? Open() =>
        !OperatingSystem.IsWindows() && isatty(0) == 1 && isatty(1) == 1 ? new TerminalDescriptor() : null;

    /// <summary>Turns raw mode on: bytes arrive as they are typed, nothing is echoed.</summary>
    /// <returns>False when the system refuses.</returns>
    public bool EnterRaw()
    {
        if (IsRaw)
        {
            return true;
        }

        byte* raw = stackalloc byte[SettingsSize];
        fixed (byte* settings = _settings)
        {
            if (tcgetattr(0, settings) != 0)
            {
                return false;
            }

            new ReadOnlySpan<byte>(settings, SettingsSize).CopyTo(new Span<byte>(raw, SettingsSize));
        }

        cfmakeraw(raw);
        IsRaw = tcsetattr(0, AfterOutput, raw) == 0;
        return IsRaw;
    }

    /// <summary>Puts the terminal back into the mode it was in.</summary>
    public void LeaveRaw()
    {
        if (IsRaw)
        {
            IsRaw = false;
            fixed (byte* settings = _settings)
            {
                _ = tcsetattr(0, AfterOutput, settings);
            }
        }
    }

    /// <summary>Waits until something can be read.</summary>
    /// <param name="milliseconds">How long at most.</param>
    /// <returns>False when nothing came.</returns>
    public static bool WaitForInput(int milliseconds)
    {
        PollEntry entry = new() { Descriptor = 0, Events = ReadableEvent };
        return poll(&entry, 1, milliseconds) > 0;
    }

    /// <summary>Reads what there is, waiting for at least one byte; 0 at the end.</summary>
    public static int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                Marshal.SetLastSystemError(0);
                nint count = read(0, start, buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (Marshal.GetLastSystemError() != Interrupted)
                {
                    // The terminal went away.
                    return 0;
                }
            }
        }
    }

    /// <summary>Columns and rows; 80 and 24 when the terminal does not say.</summary>
    public static (int Columns, int Rows) Size()
    {
        int columns = 0;
        int rows = 0;
        if (OperatingSystem.IsLinux())
        {
            ushort* size = stackalloc ushort[4];
            if (ioctl(1, 0x5413, size) == 0)
            {
                (rows, columns) = (size[0], size[1]);
            }
        }
        else
        {
            // The third argument of ioctl is a variable one, which some systems pass in another way than we would.
            (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
        }

        return (columns > 0 ? columns : 80, rows > 0 ? rows : 24);
    }

    /// <summary>Stops the process as Ctrl-Z does at other times; comes back when it goes on.</summary>
    public static void Suspend() => _ = kill(0, OperatingSystem.IsLinux() ? 20 : 18);

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    // The names are the system's.
#pragma warning disable CA5392, SYSLIB1054, IDE1006
    [DllImport("libc")]
    private static extern int isatty(int descriptor);

    [DllImport("libc")]
    private static extern int tcgetattr(int descriptor, byte* settings);

    [DllImport("libc")]
    private static extern int tcsetattr(int descriptor, int when, byte* settings);

    [DllImport("libc")]
    private static extern void cfmakeraw(byte* settings);

    [DllImport("libc")]
    private static extern int poll(PollEntry* entries, nuint count, int milliseconds);

    [DllImport("libc")]
    private static extern nint read(int descriptor, byte* buffer, nint count);

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, ushort* size);

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
#pragma warning restore
}

using System.Runtime.InteropServices;

namespace Ouro.Python.Modules;

/// <summary>The system's functions for processes, pipes and readiness. Linux with glibc; the layouts are those of its headers.</summary>
internal static partial class ProcessCalls
{
    internal const int CloseOnExec = 0x80000, NonBlocking = 0x800, Interrupted = 4, NoEntry = 2, NotFolder = 20, NoFunction = 38;

    private const int GetDescriptorFlags = 1, SetDescriptorFlags = 2, GetFlags = 3, SetFlags = 4, DuplicateFrom = 1030;

    private const short SetGroup = 2, SetDefaults = 4, SetMask = 8, SetSession = 0x80;

    /// <summary>An entry of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Watched
    {
        internal int Descriptor;
        internal short Events;
        internal short Ready;
    }

    /// <summary>What a new process is to be.</summary>
    internal sealed record Plan(byte[][] Programs, byte[][] Arguments, byte[][] Environment, string? Folder, (int From, int To)[] Moves, bool NewSession, int Group, bool RestoresSignals);

    /// <summary>Starts a process with posix_spawn(3): the first of the programs that exists.</summary>
    /// <returns>Its number; 0 with the system's error.</returns>
    internal static int Spawn(Plan plan, out int error)
    {
        var held = new List<nint>();
        nint actions = Block(held, 1024), attributes = Block(held, 1024), signals = Block(held, 128), none = Block(held, 128);
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        try
        {
            foreach (var (from, to) in plan.Moves)
            {
                _ = posix_spawn_file_actions_adddup2(actions, from, to);
            }

            if (plan.Folder is { } folder)
            {
                _ = posix_spawn_file_actions_addchdir_np(actions, folder);
            }

            short flags = SetMask;
            _ = sigemptyset(none);
            _ = posix_spawnattr_setsigmask(attributes, none);
            if (plan.RestoresSignals)
            {
                const int brokenPipe = 13, tooLargeFile = 25;
                _ = sigemptyset(signals);
                _ = sigaddset(signals, brokenPipe);
                _ = sigaddset(signals, tooLargeFile);
                _ = posix_spawnattr_setsigdefault(attributes, signals);
                flags |= SetDefaults;
            }

            if (plan.Group >= 0)
            {
                _ = posix_spawnattr_setpgroup(attributes, plan.Group);
                flags |= SetGroup;
            }

            flags |= plan.NewSession ? SetSession : (short)0;
            _ = posix_spawnattr_setflags(attributes, flags);
            nint arguments = Strings(held, plan.Arguments), environment = Strings(held, plan.Environment);
            error = NoEntry;
            foreach (byte[] program in plan.Programs)
            {
                int result = posix_spawn(out int process, Text(held, program), actions, attributes, arguments, environment);
                if (result == 0)
                {
                    error = 0;
                    return process;
                }

                // As CPython does: another error than that the file is not there is the one to tell.
                if (result is not (NoEntry or NotFolder) && error is NoEntry or NotFolder)
                {
                    error = result;
                }
            }

            return 0;
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
            held.ForEach(Marshal.FreeHGlobal);
        }
    }

    private static nint Block(List<nint> held, int size)
    {
        nint block = Marshal.AllocHGlobal(size);
        held.Add(block);
        for (int i = 0; i < size; i += 8)
        {
            Marshal.WriteInt64(block, i, 0);
        }

        return block;
    }

    private static nint Text(List<nint> held, byte[] text)
    {
        nint block = Block(held, (text.Length + 8) & ~7);
        Marshal.Copy(text, 0, block, text.Length);
        return block;
    }

    private static nint Strings(List<nint> held, byte[][] texts)
    {
        nint block = Block(held, 8 * (texts.Length + 1));
        for (int i = 0; i < texts.Length; i++)
        {
            Marshal.WriteIntPtr(block, 8 * i, Text(held, texts[i]));
        }

        return block;
    }

    /// <summary>A second descriptor for the same file, not one of the three standard ones; processes that are started do not get it.</summary>
    internal static int Duplicate(int descriptor, int least = 3) => fcntl(descriptor, DuplicateFrom, least);

    /// <summary>Whether processes that are started get a descriptor; negative: an error.</summary>
    internal static int Inheritable(int descriptor)
    {
        int flags = fcntl(descriptor, GetDescriptorFlags, 0);
        return flags < 0 ? flags : (flags & 1) ^ 1;
    }

    internal static int SetInheritable(int descriptor, bool inheritable)
    {
        int flags = fcntl(descriptor, GetDescriptorFlags, 0);
        return flags < 0 ? flags : fcntl(descriptor, SetDescriptorFlags, inheritable ? flags & ~1 : flags | 1);
    }

    /// <summary>Whether reading waits; negative: an error.</summary>
    internal static int Blocking(int descriptor)
    {
        int flags = fcntl(descriptor, GetFlags, 0);
        return flags < 0 ? flags : (flags & NonBlocking) == 0 ? 1 : 0;
    }

    internal static int SetBlocking(int descriptor, bool blocking)
    {
        int flags = fcntl(descriptor, GetFlags, 0);
        return flags < 0 ? flags : fcntl(descriptor, SetFlags, blocking ? flags & ~NonBlocking : flags | NonBlocking);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int pipe2(ref int ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup3(int from, int to, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup2(int from, int to);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int process, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(ref Watched watched, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int posix_spawn(out int process, nint path, nint actions, nint attributes, nint arguments, nint environment);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(nint actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(nint actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(nint actions, int from, int to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(nint actions, string folder);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(nint attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(nint attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(nint attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(nint attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(nint attributes, nint signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(nint attributes, nint signals);

    [LibraryImport("libc")]
    private static partial int sigemptyset(nint signals);

    [LibraryImport("libc")]
    private static partial int sigaddset(nint signals, int signal);
}

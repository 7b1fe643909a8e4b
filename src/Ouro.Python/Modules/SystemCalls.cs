using System.Runtime.InteropServices;

namespace Ouro.Python.Modules;

/// <summary>The system's functions that .NET does not offer with their own errors. Unix.</summary>
internal static partial class SystemCalls
{
    private const int CurrentFolder = -100, NoFollow = 0x100, EmptyPath = 0x1000, BasicAndBirth = 0xFFF;

    /// <summary>The fields of statx(2) that programs see.</summary>
    internal sealed record FileStatus(uint Mode, ulong Inode, ulong Device, uint Links, uint User, uint Group, ulong Size, double Access, double Change, double Meta, ulong Blocks, uint BlockSize, long AccessNanoseconds, long ChangeNanoseconds, long MetaNanoseconds);

    internal static FileStatus? Status(string? path, int descriptor, bool follows, out int error)
    {
        byte[] buffer = new byte[256];
        int result = path is null
            ? statx(descriptor, "", EmptyPath, BasicAndBirth, ref buffer[0])
            : statx(CurrentFolder, path, follows ? 0 : NoFollow, BasicAndBirth, ref buffer[0]);
        error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (result != 0)
        {
            return null;
        }

        uint Word(int offset) => BitConverter.ToUInt32(buffer, offset);
        ulong Long(int offset) => BitConverter.ToUInt64(buffer, offset);
        long Nanoseconds(int offset) => ((long)Long(offset) * 1_000_000_000L) + Word(offset + 8);
        return new FileStatus(
            BitConverter.ToUInt16(buffer, 0x1C),
            Long(0x20),
            ((ulong)Word(0x88) << 8) | Word(0x8C),
            Word(0x10),
            Word(0x14),
            Word(0x18),
            Long(0x28),
            Nanoseconds(0x40) / 1e9,
            Nanoseconds(0x70) / 1e9,
            Nanoseconds(0x60) / 1e9,
            Long(0x30),
            Word(4),
            Nanoseconds(0x40),
            Nanoseconds(0x70),
            Nanoseconds(0x60));
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint read(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint write(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ftruncate(int descriptor, long length);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rmdir(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int unlink(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int chdir(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int chmod(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int access(string path, int mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int symlink(string target, string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readlink(string path, ref byte buffer, nint size);

    [LibraryImport("libc")]
    internal static partial uint getuid();

    [LibraryImport("libc")]
    internal static partial uint getgid();

    [LibraryImport("libc")]
    internal static partial int getppid();

    [LibraryImport("libc")]
    internal static partial uint umask(uint mask);

    [LibraryImport("libc")]
    internal static partial int isatty(int descriptor);
}

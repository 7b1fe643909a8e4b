using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ouro.Python.Modules;

/// <summary>The system's functions for sockets. Unix. Addresses are made and read by .NET's, whose bytes are the system's.</summary>
internal static partial class SocketCalls
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socketpair(int family, int type, int protocol, ref int both);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int bind(int descriptor, ref byte address, int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int connect(int descriptor, ref byte address, int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int listen(int descriptor, int waiting);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int accept4(int descriptor, ref byte address, ref int size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getsockname(int descriptor, ref byte address, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getpeername(int descriptor, ref byte address, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setsockopt(int descriptor, int level, int option, ref byte value, int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getsockopt(int descriptor, int level, int option, ref byte value, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int shutdown(int descriptor, int how);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recvfrom(int descriptor, ref byte buffer, nint size, int flags, ref byte address, ref int addressSize);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint sendto(int descriptor, ref byte buffer, nint size, int flags, ref byte address, int addressSize);

    /// <summary>An option of a socket that is an integer; negative: an error is the system's last.</summary>
    internal static int Option(int descriptor, int level, int option)
    {
        byte[] value = new byte[4];
        int size = 4;
        return getsockopt(descriptor, level, option, ref value[0], ref size) < 0 ? -1 : BitConverter.ToInt32(value);
    }

    /// <summary>The bytes that the system takes for an address.</summary>
    internal static byte[] BytesOf(EndPoint address)
    {
        var serialized = address.Serialize();
        return serialized.Buffer[..serialized.Size].ToArray();
    }

    /// <summary>The address that the system gave as bytes.</summary>
    internal static EndPoint? AddressOf(byte[] bytes, int size)
    {
        const int unix = 1, internet = 2, internet6 = 10;
        int family = size < 2 ? 0 : BitConverter.ToUInt16(bytes);
        if (family == unix)
        {
            return new UnixDomainSocketEndPoint(System.Text.Encoding.UTF8.GetString(bytes, 2, Math.Max(0, size - 2)).TrimEnd('\0') is { Length: > 0 } path ? path : "\0");
        }

        if (family is not (internet or internet6))
        {
            return null;
        }

        var kind = family == internet ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var serialized = new SocketAddress(kind, size);
        bytes.AsSpan(0, size).CopyTo(serialized.Buffer.Span);
        return new IPEndPoint(kind == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0).Create(serialized);
    }
}

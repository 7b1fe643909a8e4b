using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module _socket: sockets of the families INET, INET6 and UNIX, and names of hosts.</summary>
internal static class SocketModule
{
    private const string Numbers =
        "AF_INET 2 AF_INET6 10 AF_UNIX 1 AF_UNSPEC 0 AI_ADDRCONFIG 32 AI_ALL 16 AI_CANONNAME 2 AI_NUMERICHOST 4 AI_NUMERICSERV 1024 AI_PASSIVE 1 AI_V4MAPPED 8 EAI_AGAIN -3 EAI_BADFLAGS -1 EAI_FAIL -4 EAI_FAMILY -6 EAI_MEMORY -10 "
        + "EAI_NODATA -5 EAI_NONAME -2 EAI_OVERFLOW -12 EAI_SERVICE -8 EAI_SOCKTYPE -7 EAI_SYSTEM -11 INADDR_ANY 0 INADDR_BROADCAST 4294967295 INADDR_LOOPBACK 2130706433 INADDR_NONE 4294967295 IPPROTO_ICMP 1 IPPROTO_ICMPV6 58 "
        + "IPPROTO_IP 0 IPPROTO_IPV6 41 IPPROTO_RAW 255 IPPROTO_TCP 6 IPPROTO_UDP 17 IPV6_V6ONLY 26 IP_TOS 1 IP_TTL 2 MSG_DONTROUTE 4 MSG_DONTWAIT 64 MSG_NOSIGNAL 16384 MSG_OOB 1 MSG_PEEK 2 MSG_TRUNC 32 MSG_WAITALL 256 NI_DGRAM 16 "
        + "NI_MAXHOST 1025 NI_MAXSERV 32 NI_NAMEREQD 8 NI_NOFQDN 4 NI_NUMERICHOST 1 NI_NUMERICSERV 2 SHUT_RD 0 SHUT_RDWR 2 SHUT_WR 1 SOCK_CLOEXEC 524288 SOCK_DGRAM 2 SOCK_NONBLOCK 2048 SOCK_RAW 3 SOCK_SEQPACKET 5 SOCK_STREAM 1 "
        + "SOL_SOCKET 1 SOMAXCONN 4096 SO_ACCEPTCONN 30 SO_BROADCAST 6 SO_DEBUG 1 SO_DOMAIN 39 SO_DONTROUTE 5 SO_ERROR 4 SO_KEEPALIVE 9 SO_LINGER 13 SO_OOBINLINE 10 SO_PROTOCOL 38 SO_RCVBUF 8 SO_RCVLOWAT 18 SO_RCVTIMEO 20 "
        + "SO_REUSEADDR 2 SO_REUSEPORT 15 SO_SNDBUF 7 SO_SNDLOWAT 19 SO_SNDTIMEO 21 SO_TYPE 3 TCP_CORK 3 TCP_KEEPCNT 6 TCP_KEEPIDLE 4 TCP_KEEPINTVL 5 TCP_MAXSEG 2 TCP_NODELAY 1 TCP_QUICKACK 12 TCP_USER_TIMEOUT 18";

    internal const int Unix = 1, Internet = 2, Internet6 = 10, Stream = 1, Datagram = 2;

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(SocketModule));
        SelectModule.Numbers(module, Numbers);
        var type = python.Types.MakeIn(module, "socket", typeof(SocketMethods));
        module.Set("SocketType", Value.Object(type));
        module.Set("has_ipv6", Value.Boolean(Socket.OSSupportsIPv6));
        var error = python.Types.Exception("OSError");
        module.Set("error", Value.Object(error));
        module.Set("timeout", Value.Object(python.Types.Exception("TimeoutError")));
        foreach (string name in (ReadOnlySpan<string>)["herror", "gaierror"])
        {
            var made = python.Types.Make(name, null, Layout.Exception, error);
            made.ModuleName = "socket";
            made.HasDictionary = true;
            module.Set(name, Value.Object(made));
        }
    }

    internal static bool May(PythonRuntime python) => python.May(Capability.Network, "use sockets");

    /// <summary>Raises the system's last error.</summary>
    internal static Value Failed(PythonRuntime python) => python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound);

    private static async Work<Value> NameError(PythonRuntime python, int code, string message)
    {
        Value module = await python.FindAndLoad("_socket");
        return module.IsSignal ? module : python.Raise(python.NewException((PyType)((PyModule)module.Ref!).Find("gaierror").Ref!, Value.Fixnum(code), python.Str(message)));
    }

    [PythonFunction("socketpair", "family=None, type=1, proto=0, /")]
    internal static async Work<Value> Pair(PythonRuntime python, Value[] a)
    {
        Value module = May(python) ? await python.FindAndLoad("_socket") : Value.Signal;
        if (module.IsSignal || !PosixModule.Integers(python, a[0].IsUnspecified ? Value.Absent : a[0], a[1], a[2]))
        {
            return Value.Signal;
        }

        int family = PosixModule.IsNumber(a[0]) ? (int)PosixModule.Number(a[0]) : Unix, type = a[1].IsAbsent ? Stream : (int)PosixModule.Number(a[1]), protocol = a[2].IsAbsent ? 0 : (int)PosixModule.Number(a[2]);
        int[] both = new int[2];
        if (SocketCalls.socketpair(family, type | ProcessCalls.CloseOnExec, protocol, ref both[0]) < 0)
        {
            return Failed(python);
        }

        var made = (PyType)((PyModule)module.Ref!).Find("socket").Ref!;
        return python.Tuple([.. both.Select(descriptor => Value.Object(new PySocket(made) { Descriptor = descriptor, Family = family, Kind = type, Protocol = protocol }))]);
    }

    [PythonFunction("close", "fd, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !May(python) || !PosixModule.Integers(python, a) ? Value.Signal : SystemCalls.close((int)PosixModule.Number(a[0])) < 0 ? Failed(python) : Value.Unspecified;

    [PythonFunction("dup", "fd, /")]
    internal static Value Duplicate(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? PosixProcessFunctions.Duplicate(python, a) : Value.Signal;

    [PythonFunction("gethostname")]
    internal static Value HostName(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? python.Str(Environment.MachineName) : Value.Signal;

    [PythonFunction("getdefaulttimeout")]
    internal static Value DefaultTimeout(PythonRuntime python, ReadOnlySpan<Value> a) => python.SocketTimeout < 0 ? Value.Unspecified : Value.Flonum(python.SocketTimeout);

    [PythonFunction("setdefaulttimeout", "timeout, /")]
    internal static Value SetDefaultTimeout(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (SocketMethods.Timeout(python, a[0]) is not { } seconds)
        {
            return Value.Signal;
        }

        python.SocketTimeout = seconds;
        return Value.Unspecified;
    }

    [PythonFunction("htons", "x, /")]
    [PythonFunction("ntohs", "x, /")]
    internal static Value Swap16(PythonRuntime python, ReadOnlySpan<Value> a) => !PosixModule.Integers(python, a) ? Value.Signal
        : PosixModule.Number(a[0]) is < 0 or > ushort.MaxValue ? python.OverflowError("Python int too large to convert to C 16-bit unsigned integer")
        : Value.Fixnum((ushort)IPAddress.HostToNetworkOrder((short)PosixModule.Number(a[0])));

    [PythonFunction("htonl", "x, /")]
    [PythonFunction("ntohl", "x, /")]
    internal static Value Swap32(PythonRuntime python, ReadOnlySpan<Value> a) => !PosixModule.Integers(python, a) ? Value.Signal
        : PosixModule.Number(a[0]) is < 0 or > uint.MaxValue ? python.OverflowError("Python int too large to convert to C 32-bit unsigned integer")
        : Value.Fixnum((uint)IPAddress.HostToNetworkOrder((int)PosixModule.Number(a[0])));

    [PythonFunction("inet_pton", "address_family, ip_string, /")]
    internal static Value Packed(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[1]).Ref is not Text text ? python.TypeError($"inet_pton() argument 2 must be str, not {python.TypeName(a[1])}")
        : IPAddress.TryParse(text.ToString(), out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6) == (PosixModule.Number(a[0]) == Internet6) ? python.Bytes(address.GetAddressBytes())
        : python.Raise("OSError", "illegal IP address string passed to inet_pton");

    [PythonFunction("inet_ntop", "address_family, packed_ip, /")]
    internal static Value Shown(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.BytesArgument(a[1]) is not { } bytes ? Value.Signal
        : bytes.Length == (PosixModule.Number(a[0]) == Internet6 ? 16 : 4) ? python.Str(new IPAddress(bytes).ToString())
        : python.ValueError("invalid length of packed IP address string");

    [PythonFunction("inet_aton", "ip_addr, /")]
    internal static Value Packed4(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.Inner(a[0]).Ref is not Text text ? python.TypeError($"inet_aton() argument 1 must be str, not {python.TypeName(a[0])}")
        : IPAddress.TryParse(text.ToString(), out var address) && address.AddressFamily == AddressFamily.InterNetwork ? python.Bytes(address.GetAddressBytes())
        : python.Raise("OSError", "illegal IP address string passed to inet_aton");

    [PythonFunction("inet_ntoa", "packed_ip, /")]
    internal static Value Shown4(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.BytesArgument(a[0]) is not { } bytes ? Value.Signal
        : bytes.Length == 4 ? python.Str(new IPAddress(bytes).ToString())
        : python.Raise("OSError", "packed IP wrong length");

    [PythonFunction("getaddrinfo", "host, port, family=0, type=0, proto=0, flags=0")]
    internal static async Work<Value> AddressInformation(PythonRuntime python, Value[] a)
    {
        if (!May(python) || !PosixModule.Integers(python, a.AsSpan(2)))
        {
            return Value.Signal;
        }

        Value service = PythonRuntime.Inner(a[1]);
        int port = 0;
        if (service.Ref is Text name ? !int.TryParse(name.ToString(), out port) : service.Ref is PyBytes || (port = service.IsFixnum ? (int)service.Bits : 0) < 0)
        {
            return await NameError(python, -8, "Servname not supported for ai_socktype");
        }

        string host = a[0].IsUnspecified ? (PosixModule.IsNumber(a[5]) && (PosixModule.Number(a[5]) & 1) != 0 ? "0.0.0.0" : "127.0.0.1") : a[0].Ref is PyBytes bytes ? System.Text.Encoding.ASCII.GetString(bytes.Items) : PythonRuntime.TextOf(a[0]);
        var found = Addresses(host, PosixModule.IsNumber(a[5]) && (PosixModule.Number(a[5]) & 4) != 0);
        int family = PosixModule.IsNumber(a[2]) ? (int)PosixModule.Number(a[2]) : 0, type = PosixModule.IsNumber(a[3]) ? (int)PosixModule.Number(a[3]) : 0, protocol = PosixModule.IsNumber(a[4]) ? (int)PosixModule.Number(a[4]) : 0;
        var list = python.NewList();
        foreach (var address in found)
        {
            int own = address.AddressFamily == AddressFamily.InterNetworkV6 ? Internet6 : Internet;
            if (family != 0 && family != own)
            {
                continue;
            }

            foreach (var (kind, number) in (ReadOnlySpan<(int, int)>)[(Stream, 6), (Datagram, 17)])
            {
                if ((type == 0 || type == kind) && (protocol == 0 || protocol == number)
                    && !list.Append(python.Machine, python.Tuple(Value.Fixnum(own), Value.Fixnum(kind), Value.Fixnum(number), python.Str(""), SocketMethods.Address(python, new IPEndPoint(address, port)))))
                {
                    return Value.Signal;
                }
            }
        }

        return list.Count > 0 ? Value.Object(list) : await NameError(python, -2, "Name or service not known");
    }

    /// <summary>The addresses of a host; none if it is not known.</summary>
    private static IPAddress[] Addresses(string host, bool isNumeric)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            return isNumeric ? [] : Dns.GetHostAddresses(host);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return [];
        }
    }

    [PythonFunction("gethostbyname", "host, /")]
    internal static async Work<Value> HostAddress(PythonRuntime python, Value[] a)
    {
        if (!May(python))
        {
            return Value.Signal;
        }

        var found = Addresses(a[0].Ref?.ToString() is { Length: > 0 } host ? host : "0.0.0.0", isNumeric: false).FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
        return found is null ? await NameError(python, -2, "Name or service not known") : python.Str(found.ToString());
    }
}

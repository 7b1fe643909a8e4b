using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>A socket.</summary>
internal sealed class PySocket(PyType type) : PyObject(type)
{
    /// <summary>-1: closed.</summary>
    internal int Descriptor = -1;
    internal int Family = -1, Kind = -1, Protocol = -1;

    /// <summary>Seconds that an operation may take; negative: any.</summary>
    internal double Timeout = -1;
}

/// <summary>_socket.socket. What would wait, waits in poll, in pieces.</summary>
internal static class SocketMethods
{
    private const short Readable = 1, Writable = 4;

    private const int TryAgain = 11, InProgress = 115, NoSignal = 0x4000, DoNotWait = 0x40;

    private static PySocket Self(in Value value) => (PySocket)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(120) ? Value.Object(new PySocket((PyType)a[0].Ref!) { Timeout = python.SocketTimeout }) : Value.Signal;

    [PythonFunction("__init__", "self, family=-1, type=-1, proto=-1, fileno=None")]
    internal static Value Initialise(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!SocketModule.May(python) || !PosixModule.Integers(python, a[1], a[2], a[3], a[4].IsUnspecified ? Value.Absent : a[4]))
        {
            return Value.Signal;
        }

        var self = Self(a[0]);
        self.Family = PosixModule.IsNumber(a[1]) ? (int)PosixModule.Number(a[1]) : -1;
        self.Kind = PosixModule.IsNumber(a[2]) ? (int)PosixModule.Number(a[2]) : -1;
        self.Protocol = PosixModule.IsNumber(a[3]) ? (int)PosixModule.Number(a[3]) : -1;
        if (PosixModule.IsNumber(a[4]))
        {
            const int socketLevel = 1, kindOption = 3, protocolOption = 38, familyOption = 39;
            self.Descriptor = (int)PosixModule.Number(a[4]);
            if (self.Descriptor < 0)
            {
                return python.ValueError("negative file descriptor");
            }

            self.Family = self.Family < 0 ? SocketCalls.Option(self.Descriptor, socketLevel, familyOption) : self.Family;
            self.Kind = self.Kind < 0 ? SocketCalls.Option(self.Descriptor, socketLevel, kindOption) : self.Kind;
            self.Protocol = self.Protocol < 0 ? SocketCalls.Option(self.Descriptor, socketLevel, protocolOption) : self.Protocol;
            return self.Family < 0 || self.Kind < 0 ? SocketModule.Failed(python) : Value.Unspecified;
        }

        self.Family = self.Family < 0 ? SocketModule.Internet : self.Family;
        self.Kind = self.Kind < 0 ? SocketModule.Stream : self.Kind;
        self.Protocol = Math.Max(0, self.Protocol);
        self.Descriptor = SocketCalls.socket(self.Family, self.Kind | ProcessCalls.CloseOnExec, self.Protocol);
        return self.Descriptor < 0 ? SocketModule.Failed(python) : self.Timeout >= 0 ? SetTimeout(python, self, self.Timeout) : Value.Unspecified;
    }

    /// <summary>The address of a socket as Python has it.</summary>
    internal static Value Address(PythonRuntime python, EndPoint? address) => address switch
    {
        IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6 } ip => python.Tuple(python.Str(ip.Address.ToString()), Value.Fixnum(ip.Port), Value.Fixnum(0), Value.Fixnum(ip.Address.ScopeId)),
        IPEndPoint ip => python.Tuple(python.Str(ip.Address.ToString()), Value.Fixnum(ip.Port)),
        UnixDomainSocketEndPoint unix => python.Str(unix.ToString() is "\0" or "@" ? "" : unix.ToString()),
        _ => Value.Unspecified,
    };

    /// <summary>The system's bytes of an address that a program gives; null with a pending raise.</summary>
    private static byte[]? AddressOf(PythonRuntime python, PySocket self, in Value value, string function)
    {
        if (self.Family == SocketModule.Unix)
        {
            string? path = value.Ref is PyBytes bytes ? System.Text.Encoding.UTF8.GetString(bytes.Items) : PythonRuntime.Inner(value).Ref is Text text ? text.ToString() : null;
            if (path is null || path.Length is 0 or > 100)
            {
                _ = path is null ? python.TypeError($"a bytes-like object is required, not '{python.TypeName(value)}'") : python.Raise("OSError", path.Length == 0 ? "AF_UNIX path is empty" : "AF_UNIX path too long");
                return null;
            }

            return SocketCalls.BytesOf(new UnixDomainSocketEndPoint(path));
        }

        if (value.Ref is not PyTuple { Items: { Length: >= 2 and <= 4 } items })
        {
            _ = python.TypeError($"{function}(): AF_INET{(self.Family == SocketModule.Internet6 ? "6" : "")} address must be tuple, not {python.TypeName(value)}");
            return null;
        }

        if (PythonRuntime.Inner(items[0]).Ref is not Text host || !PosixModule.Integers(python, items[1]))
        {
            _ = python.TypeError($"str, bytes or bytearray expected, not {python.TypeName(items[0])}");
            return null;
        }

        if (items[1].Bits is < 0 or > ushort.MaxValue)
        {
            _ = python.OverflowError($"{function}(): port must be 0-65535.");
            return null;
        }

        var wanted = self.Family == SocketModule.Internet6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        string name = host.ToString() switch { "" => wanted == AddressFamily.InterNetwork ? "0.0.0.0" : "::", "<broadcast>" => "255.255.255.255", var other => other };
        if (!IPAddress.TryParse(name, out var address))
        {
            try
            {
                address = Array.Find(Dns.GetHostAddresses(name), one => one.AddressFamily == wanted);
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                address = null;
            }
        }

        if (address?.AddressFamily != wanted)
        {
            _ = python.Raise("OSError", $"Name or service not known: {name}");
            return null;
        }

        return SocketCalls.BytesOf(new IPEndPoint(address, (int)items[1].Bits));
    }

    /// <summary>What settimeout takes: seconds, or negative for None; null with a pending raise.</summary>
    internal static double? Timeout(PythonRuntime python, in Value value)
    {
        if (SelectModule.Seconds(python, value, $"'{python.TypeName(value)}' object cannot be interpreted as an integer") is not { } seconds)
        {
            return null;
        }

        if (seconds < 0 && !value.IsUnspecified)
        {
            _ = python.ValueError("Timeout value out of range");
            return null;
        }

        return seconds;
    }

    private static Value SetTimeout(PythonRuntime python, PySocket self, double seconds)
    {
        self.Timeout = seconds;
        return ProcessCalls.SetBlocking(self.Descriptor, seconds < 0) < 0 ? SocketModule.Failed(python) : Value.Unspecified;
    }

    /// <summary>Does something with a socket, waiting for it first where it may.</summary>
    /// <param name="action">Gives a negative number for an error.</param>
    private static async Work<long?> Do(PythonRuntime python, PySocket self, short events, Func<long> action)
    {
        if (!SocketModule.May(python))
        {
            return null;
        }

        while (true)
        {
            if (self.Timeout != 0)
            {
                int? ready = await SelectModule.Wait(python, [new ProcessCalls.Watched { Descriptor = self.Descriptor, Events = events }], self.Timeout);
                if (ready is not > 0)
                {
                    _ = ready is null ? Value.Signal : python.Raise("TimeoutError", "timed out");
                    return null;
                }
            }

            long result = action();
            int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (result >= 0)
            {
                return result;
            }

            if (error != ProcessCalls.Interrupted && (error != TryAgain || self.Timeout == 0))
            {
                _ = python.SystemError(error, Value.Unbound);
                return null;
            }
        }
    }

    [PythonFunction("bind", "self, address, /")]
    internal static Value Bind(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !SocketModule.May(python) || AddressOf(python, Self(a[0]), a[1], "bind") is not { } address ? Value.Signal
        : SocketCalls.bind(Self(a[0]).Descriptor, ref address[0], address.Length) < 0 ? SocketModule.Failed(python) : Value.Unspecified;

    [PythonFunction("listen", "self, backlog=128, /")]
    internal static Value Listen(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !SocketModule.May(python) || !PosixModule.Integers(python, a[1]) ? Value.Signal
        : SocketCalls.listen(Self(a[0]).Descriptor, a[1].IsAbsent ? 128 : (int)Math.Max(0, PosixModule.Number(a[1]))) < 0 ? SocketModule.Failed(python) : Value.Unspecified;

    [PythonFunction("_accept", "self, /")]
    internal static async Work<Value> Accept(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        byte[] address = new byte[128];
        int size = address.Length;
        return await Do(python, self, Readable, () => SocketCalls.accept4(self.Descriptor, ref address[0], ref size, ProcessCalls.CloseOnExec)) is { } descriptor
            ? python.Tuple(Value.Fixnum(descriptor), Address(python, SocketCalls.AddressOf(address, size)))
            : Value.Signal;
    }

    /// <summary>Connects.</summary>
    /// <returns>The system's error, 0 for none; null with the signal.</returns>
    private static async Work<int?> Connecting(PythonRuntime python, Value[] a, string function)
    {
        var self = Self(a[0]);
        if (!SocketModule.May(python) || AddressOf(python, self, a[1], function) is not { } address)
        {
            return null;
        }

        int error = SocketCalls.connect(self.Descriptor, ref address[0], address.Length) < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error != InProgress || self.Timeout == 0)
        {
            return error;
        }

        int? ready = await SelectModule.Wait(python, [new ProcessCalls.Watched { Descriptor = self.Descriptor, Events = Writable }], self.Timeout);
        const int socketLevel = 1, errorOption = 4;
        if (ready == 0)
        {
            _ = python.Raise("TimeoutError", "timed out");
        }

        return ready is > 0 ? SocketCalls.Option(self.Descriptor, socketLevel, errorOption) : null;
    }

    [PythonFunction("connect", "self, address, /")]
    internal static async Work<Value> Connect(PythonRuntime python, Value[] a) =>
        await Connecting(python, a, "connect") is not { } error ? Value.Signal : error == 0 ? Value.Unspecified : python.SystemError(error, Value.Unbound);

    [PythonFunction("connect_ex", "self, address, /")]
    internal static async Work<Value> TryConnect(PythonRuntime python, Value[] a) => await Connecting(python, a, "connect_ex") is { } error ? Value.Fixnum(error) : Value.Signal;

    private static async Work<(byte[] Bytes, Value From)?> Received(PythonRuntime python, PySocket self, Value count, Value flags)
    {
        if (!PosixModule.Integers(python, count, flags))
        {
            return null;
        }

        if (count.Bits < 0)
        {
            _ = python.ValueError("negative buffersize in recv");
            return null;
        }

        if (!python.Machine.ChargeAllocation(count.Bits))
        {
            return null;
        }

        byte[] buffer = new byte[count.Bits + 1], address = new byte[128];
        int size = address.Length, given = flags.IsAbsent ? 0 : (int)flags.Bits;
        return await Do(python, self, Readable, () => SocketCalls.recvfrom(self.Descriptor, ref buffer[0], (nint)count.Bits, given | DoNotWait, ref address[0], ref size)) is { } got
            ? (buffer[..(int)got], Address(python, SocketCalls.AddressOf(address, size)))
            : null;
    }

    [PythonFunction("recv", "self, bufsize, flags=0, /")]
    internal static async Work<Value> Receive(PythonRuntime python, Value[] a) => await Received(python, Self(a[0]), a[1], a[2]) is { } got ? python.Bytes(got.Bytes) : Value.Signal;

    [PythonFunction("recvfrom", "self, bufsize, flags=0, /")]
    internal static async Work<Value> ReceiveFrom(PythonRuntime python, Value[] a) =>
        await Received(python, Self(a[0]), a[1], a[2]) is { } got ? python.Tuple(python.Bytes(got.Bytes), got.From) : Value.Signal;

    [PythonFunction("recv_into", "self, buffer, nbytes=0, flags=0")]
    internal static async Work<Value> ReceiveInto(PythonRuntime python, Value[] a)
    {
        if (python.WritableBytes(a[1], "recv_into() argument 1") is not { } buffer)
        {
            return Value.Signal;
        }

        long count = PosixModule.IsNumber(a[2]) && PosixModule.Number(a[2]) > 0 ? PosixModule.Number(a[2]) : buffer.Length;
        if (count > buffer.Length)
        {
            return python.ValueError("buffer too small for requested bytes");
        }

        if (await Received(python, Self(a[0]), Value.Fixnum(count), a[3]) is not { } got)
        {
            return Value.Signal;
        }

        got.Bytes.CopyTo(buffer.Span);
        return Value.Fixnum(got.Bytes.Length);
    }

    private static async Work<long?> Sent(PythonRuntime python, PySocket self, byte[] bytes, int from, Value flags, byte[] address)
    {
        int given = flags.IsAbsent ? 0 : (int)flags.Bits;
        byte none = 0;
        return await Do(python, self, Writable, () => SocketCalls.sendto(
            self.Descriptor, ref from < bytes.Length ? ref bytes[from] : ref none, bytes.Length - from, given | NoSignal | DoNotWait, ref address.Length > 0 ? ref address[0] : ref none, address.Length));
    }

    [PythonFunction("send", "self, data, flags=0, /")]
    internal static async Work<Value> Send(PythonRuntime python, Value[] a) =>
        python.BytesArgument(a[1]) is { } bytes && PosixModule.Integers(python, a[2]) && await Sent(python, Self(a[0]), bytes, 0, a[2], []) is { } sent ? Value.Fixnum(sent) : Value.Signal;

    [PythonFunction("sendall", "self, data, flags=0, /")]
    internal static async Work<Value> SendAll(PythonRuntime python, Value[] a)
    {
        if (python.BytesArgument(a[1]) is not { } bytes || !PosixModule.Integers(python, a[2]))
        {
            return Value.Signal;
        }

        for (int from = 0; from < bytes.Length;)
        {
            if (await Sent(python, Self(a[0]), bytes, from, a[2], []) is not { } sent)
            {
                return Value.Signal;
            }

            from += (int)sent;
        }

        return Value.Unspecified;
    }

    [PythonFunction("sendto", "self, data, flags, address=None, /")]
    internal static async Work<Value> SendTo(PythonRuntime python, Value[] a)
    {
        bool hasFlags = !a[3].IsAbsent;
        return python.BytesArgument(a[1]) is { } bytes && (!hasFlags || PosixModule.Integers(python, a[2])) && AddressOf(python, Self(a[0]), hasFlags ? a[3] : a[2], "sendto") is { } address
            && await Sent(python, Self(a[0]), bytes, 0, hasFlags ? a[2] : Value.Absent, address) is { } sent ? Value.Fixnum(sent) : Value.Signal;
    }

    [PythonFunction("shutdown", "self, how, /")]
    internal static Value Shutdown(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !SocketModule.May(python) || !PosixModule.Integers(python, a[1]) ? Value.Signal
        : SocketCalls.shutdown(Self(a[0]).Descriptor, (int)PosixModule.Number(a[1])) < 0 ? SocketModule.Failed(python) : Value.Unspecified;

    [PythonFunction("close", "self, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        if (self.Descriptor >= 0)
        {
            _ = SystemCalls.close(self.Descriptor);
            self.Descriptor = -1;
        }

        return Value.Unspecified;
    }

    [PythonFunction("detach", "self, /")]
    internal static Value Detach(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        int descriptor = Self(a[0]).Descriptor;
        Self(a[0]).Descriptor = -1;
        return Value.Fixnum(descriptor);
    }

    [PythonFunction("fileno", "self, /")]
    internal static Value Descriptor(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Descriptor);

    [PythonFunction("settimeout", "self, timeout, /")]
    internal static Value SetTimeout(PythonRuntime python, ReadOnlySpan<Value> a) => Timeout(python, a[1]) is { } seconds ? SetTimeout(python, Self(a[0]), seconds) : Value.Signal;

    [PythonFunction("setblocking", "self, flag, /")]
    internal static Value SetBlocking(PythonRuntime python, ReadOnlySpan<Value> a) => SetTimeout(python, Self(a[0]), PythonRuntime.SimpleTruth(a[1]) == false ? 0 : -1);

    [PythonFunction("getblocking", "self, /")]
    internal static Value IsBlocking(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).Timeout != 0);

    [PythonFunction("gettimeout", "self, /")]
    [PythonFunction("timeout", Kind = FunctionKind.Getter)]
    internal static Value TimeoutOf(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Timeout < 0 ? Value.Unspecified : Value.Flonum(Self(a[0]).Timeout);

    private delegate int NameOf(int descriptor, ref byte address, ref int size);

    private static Value Name(PythonRuntime python, in Value self, NameOf name)
    {
        byte[] address = new byte[128];
        int size = address.Length;
        return !SocketModule.May(python) ? Value.Signal : name(Self(self).Descriptor, ref address[0], ref size) < 0 ? SocketModule.Failed(python) : Address(python, SocketCalls.AddressOf(address, size));
    }

    [PythonFunction("getsockname", "self, /")]
    internal static Value OwnName(PythonRuntime python, ReadOnlySpan<Value> a) => Name(python, a[0], SocketCalls.getsockname);

    [PythonFunction("getpeername", "self, /")]
    internal static Value PeerName(PythonRuntime python, ReadOnlySpan<Value> a) => Name(python, a[0], SocketCalls.getpeername);

    [PythonFunction("setsockopt", "self, level, optname, value, /")]
    internal static Value SetOption(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!SocketModule.May(python) || !PosixModule.Integers(python, a[1..3]))
        {
            return Value.Signal;
        }

        byte[]? value = PosixModule.IsNumber(a[3]) ? BitConverter.GetBytes((int)PosixModule.Number(a[3])) : python.BytesArgument(a[3]);
        return value is null ? Value.Signal
            : SocketCalls.setsockopt(Self(a[0]).Descriptor, (int)PosixModule.Number(a[1]), (int)PosixModule.Number(a[2]), ref value[0], value.Length) < 0 ? SocketModule.Failed(python) : Value.Unspecified;
    }

    [PythonFunction("getsockopt", "self, level, optname, buflen=0, /")]
    internal static Value Option(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!SocketModule.May(python) || !PosixModule.Integers(python, a[1..]))
        {
            return Value.Signal;
        }

        int size = a[3].IsAbsent || PosixModule.Number(a[3]) == 0 ? 4 : (int)Math.Clamp(PosixModule.Number(a[3]), 1, 1024);
        byte[] value = new byte[size];
        return SocketCalls.getsockopt(Self(a[0]).Descriptor, (int)PosixModule.Number(a[1]), (int)PosixModule.Number(a[2]), ref value[0], ref size) < 0 ? SocketModule.Failed(python)
            : a[3].IsAbsent || PosixModule.Number(a[3]) == 0 ? Value.Fixnum(BitConverter.ToInt32(value)) : python.Bytes(value[..size]);
    }

    [PythonFunction("family", Kind = FunctionKind.Getter)]
    internal static Value Family(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Family);

    [PythonFunction("type", Kind = FunctionKind.Getter)]
    internal static Value Kind(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Kind & ~(ProcessCalls.CloseOnExec | ProcessCalls.NonBlocking));

    [PythonFunction("proto", Kind = FunctionKind.Getter)]
    internal static Value Protocol(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Protocol);

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        return python.Str($"<socket object, fd={self.Descriptor}, family={self.Family}, type={self.Kind}, proto={self.Protocol}>");
    }
}

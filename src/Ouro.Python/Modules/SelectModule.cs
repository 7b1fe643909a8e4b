using System.Diagnostics;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module select: select and poll, both over poll(2).</summary>
internal static class SelectModule
{
    private const short Readable = 1, Writable = 4, Exceptional = 2, Error = 8, HungUp = 16;

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(SelectModule));
        Numbers(module, "POLLERR 8 POLLHUP 16 POLLIN 1 POLLMSG 1024 POLLNVAL 32 POLLOUT 4 POLLPRI 2 POLLRDBAND 128 POLLRDHUP 8192 POLLRDNORM 64 POLLWRBAND 512 POLLWRNORM 256 PIPE_BUF 4096");
        module.Set("error", Value.Object(python.Types.Exception("OSError")));
    }

    /// <summary>Sets names to numbers, both from a text.</summary>
    internal static void Numbers(PyModule module, string pairs)
    {
        string[] words = pairs.Split(' ');
        for (int i = 0; i < words.Length; i += 2)
        {
            module.Set(words[i], Value.Fixnum(long.Parse(words[i + 1], System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The descriptor of an integer or of what has fileno(); -1 with a pending raise.</summary>
    internal static async Work<int> Descriptor(PythonRuntime python, Value value)
    {
        Value number = Keys.AsNumber(value);
        if (number.Ref is not null)
        {
            Value method = await python.TryGetAttribute(value, "fileno");
            if (method.IsUnbound)
            {
                _ = python.TypeError("argument must be an int, or have a fileno() method.");
                return -1;
            }

            number = method.IsSignal ? method : await python.Call(method);
            if (number.IsSignal)
            {
                return -1;
            }

            if (number.Ref is not null)
            {
                _ = python.TypeError("fileno() returned a non-integer");
                return -1;
            }
        }

        if (number.Bits is < 0 or > int.MaxValue)
        {
            _ = python.ValueError($"file descriptor cannot be a negative integer ({number.Bits})");
            return -1;
        }

        return (int)number.Bits;
    }

    /// <summary>Waits until something is ready or the time is over, in pieces, so that a limit of time or an interrupt is seen.</summary>
    /// <param name="seconds">Negative: for ever.</param>
    /// <returns>How many are ready; null with the signal.</returns>
    internal static async Work<int?> Wait(PythonRuntime python, ProcessCalls.Watched[] watched, double seconds)
    {
        _ = python.Machine.Ports.FlushAll();
        var clock = Stopwatch.StartNew();
        var none = new ProcessCalls.Watched[1];
        while (true)
        {
            double left = seconds < 0 ? 0.05 : Math.Max(0, Math.Min(0.05, seconds - clock.Elapsed.TotalSeconds));
            int ready = ProcessCalls.poll(ref watched.Length == 0 ? ref none[0] : ref watched[0], (nuint)watched.Length, (int)Math.Ceiling(left * 1000));
            int error = ready < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (ready < 0 && error != ProcessCalls.Interrupted)
            {
                _ = python.SystemError(error, Value.Unbound);
                return null;
            }

            if (ready > 0 || (seconds >= 0 && clock.Elapsed.TotalSeconds >= seconds))
            {
                return Math.Max(0, ready);
            }

            if (!python.Machine.ChargeTicks(1) || (await python.CallFresh(python.Builtin("%here"))).IsSignal)
            {
                return null;
            }
        }
    }

    /// <summary>A time in seconds; None is -1, for ever. Null with a pending raise.</summary>
    internal static double? Seconds(PythonRuntime python, in Value value, string message)
    {
        if (value.IsAbsent || value.IsUnspecified)
        {
            return -1;
        }

        Value number = Keys.AsNumber(value);
        double seconds = number.IsFlonum ? number.AsFlonum : number.IsFixnum ? number.Bits : double.NaN;
        if (double.IsNaN(seconds))
        {
            _ = python.TypeError(message);
            return null;
        }

        return seconds;
    }

    [PythonFunction("select", "rlist, wlist, xlist, timeout=None, /")]
    internal static async Work<Value> Select(PythonRuntime python, Value[] a)
    {
        if (!python.May(Capability.Files, "wait for files") || Seconds(python, a[3], "timeout must be a float or None") is not { } seconds)
        {
            return Value.Signal;
        }

        if (seconds < 0 && !a[3].IsAbsent && !a[3].IsUnspecified)
        {
            return python.ValueError("timeout must be non-negative");
        }

        var watched = new List<ProcessCalls.Watched>();
        var places = new List<(int List, Value Item)>();
        for (int i = 0; i < 3; i++)
        {
            if (!python.IsIterable(a[i]))
            {
                return python.TypeError("arguments 1-3 must be sequences");
            }

            if ((await python.ToList(a[i])).Ref is not PyList list)
            {
                return Value.Signal;
            }

            foreach (Value item in list.Span.ToArray())
            {
                if (await Descriptor(python, item) is >= 0 and var descriptor)
                {
                    watched.Add(new ProcessCalls.Watched { Descriptor = descriptor, Events = i == 0 ? Readable : i == 1 ? Writable : Exceptional });
                    places.Add((i, item));
                    continue;
                }

                return Value.Signal;
            }
        }

        var all = watched.ToArray();
        if (await Wait(python, all, seconds) is null)
        {
            return Value.Signal;
        }

        const short notOpen = 32, badDescriptor = 9;
        if (Array.Exists(all, one => (one.Ready & notOpen) != 0))
        {
            return python.SystemError(badDescriptor, Value.Unbound);
        }

        PyList[] ready = [python.NewList(), python.NewList(), python.NewList()];
        for (int i = 0; i < all.Length; i++)
        {
            int wanted = places[i].List switch { 0 => Readable | Error | HungUp, 1 => Writable | Error, _ => Exceptional };
            if ((all[i].Ready & wanted) != 0 && !ready[places[i].List].Append(python.Machine, places[i].Item))
            {
                return Value.Signal;
            }
        }

        return python.Tuple(Value.Object(ready[0]), Value.Object(ready[1]), Value.Object(ready[2]));
    }

    [PythonFunction("poll")]
    internal static Value Poll(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.ChargeAllocation(120) ? Value.Object(new PyPoll(python.Types.Poll)) : Value.Signal;
}

/// <summary>What poll() gives: descriptors, and what of each is waited for.</summary>
internal sealed class PyPoll(PyType type) : PyObject(type)
{
    internal readonly Dictionary<int, short> Events = [];
}

/// <summary>poll.</summary>
internal static class PollMethods
{
    private const int Everything = 1 | 2 | 4;

    private static PyPoll Self(in Value value) => (PyPoll)value.Ref!;

    private static async Work<Value> Set(PythonRuntime python, Value[] a, bool mustBeThere)
    {
        if (await SelectModule.Descriptor(python, a[1]) is not (>= 0 and var descriptor))
        {
            return Value.Signal;
        }

        long events = Everything;
        if (!a[2].IsAbsent)
        {
            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            events = given;
        }

        if (events is < 0 or > ushort.MaxValue)
        {
            return events < 0 ? python.ValueError("value must be positive") : python.OverflowError("Python int too large for C unsigned short");
        }

        if (mustBeThere && !Self(a[0]).Events.ContainsKey(descriptor))
        {
            return python.SystemError(ProcessCalls.NoEntry, Value.Unbound);
        }

        Self(a[0]).Events[descriptor] = (short)events;
        return python.Machine.ChargeAllocation(40) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("register", "self, fd, eventmask=7, /")]
    internal static Work<Value> Register(PythonRuntime python, Value[] a) => Set(python, a, mustBeThere: false);

    [PythonFunction("modify", "self, fd, eventmask, /")]
    internal static Work<Value> Modify(PythonRuntime python, Value[] a) => Set(python, a, mustBeThere: true);

    [PythonFunction("unregister", "self, fd, /")]
    internal static async Work<Value> Unregister(PythonRuntime python, Value[] a) =>
        await SelectModule.Descriptor(python, a[1]) is not (>= 0 and var descriptor) ? Value.Signal
        : Self(a[0]).Events.Remove(descriptor) ? Value.Unspecified : python.KeyError(Value.Fixnum(descriptor));

    [PythonFunction("poll", "self, timeout=None, /")]
    internal static async Work<Value> Poll(PythonRuntime python, Value[] a)
    {
        if (!python.May(Capability.Files, "wait for files") || SelectModule.Seconds(python, a[1], "timeout must be an integer or None") is not { } milliseconds)
        {
            return Value.Signal;
        }

        var watched = Self(a[0]).Events.Select(pair => new ProcessCalls.Watched { Descriptor = pair.Key, Events = pair.Value }).ToArray();
        if (await SelectModule.Wait(python, watched, milliseconds < 0 ? -1 : milliseconds / 1000) is null)
        {
            return Value.Signal;
        }

        var ready = python.NewList();
        foreach (var one in watched)
        {
            if (one.Ready != 0 && !ready.Append(python.Machine, python.Tuple(Value.Fixnum(one.Descriptor), Value.Fixnum((ushort)one.Ready))))
            {
                return Value.Signal;
            }
        }

        return Value.Object(ready);
    }
}

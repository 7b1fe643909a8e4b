using System.Diagnostics;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Modules;

/// <summary>The module time. All that looks at a clock needs the capability.</summary>
internal static class TimeModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(TimeModule));
        _ = StructSequence.Add(python, module, "struct_time", "tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst");
        var zone = TimeZoneInfo.Local;
        bool hasSummer = zone.SupportsDaylightSavingTime;
        module.Set("timezone", Value.Fixnum(-(long)zone.BaseUtcOffset.TotalSeconds));
        module.Set("altzone", Value.Fixnum(-(long)zone.BaseUtcOffset.TotalSeconds - (hasSummer ? 3600 : 0)));
        module.Set("daylight", Value.Fixnum(hasSummer ? 1 : 0));
        module.Set("tzname", python.Tuple(python.Str(zone.StandardName), python.Str(hasSummer ? zone.DaylightName : zone.StandardName)));
    }

    private static bool May(PythonRuntime python) => python.May(Capability.Clock, "look at a clock");

    [PythonFunction("time")]
    internal static Value Now(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? Value.Flonum((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 1e7) : Value.Signal;

    [PythonFunction("time_ns")]
    internal static Value NowNanoseconds(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? Value.Fixnum((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100) : Value.Signal;

    [PythonFunction("monotonic")]
    [PythonFunction("perf_counter")]
    internal static Value Counter(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? Value.Flonum(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency) : Value.Signal;

    [PythonFunction("monotonic_ns")]
    [PythonFunction("perf_counter_ns")]
    internal static Value CounterNanoseconds(PythonRuntime python, ReadOnlySpan<Value> a) =>
        May(python) ? Value.Fixnum((long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency))) : Value.Signal;

    [PythonFunction("process_time")]
    [PythonFunction("thread_time")]
    internal static Value Processor(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? Value.Flonum(Environment.CpuUsage.TotalTime.TotalSeconds) : Value.Signal;

    [PythonFunction("process_time_ns")]
    internal static Value ProcessorNanoseconds(PythonRuntime python, ReadOnlySpan<Value> a) => May(python) ? Value.Fixnum(Environment.CpuUsage.TotalTime.Ticks * 100) : Value.Signal;

    [PythonFunction("sleep", "secs, /")]
    internal static async Work<Value> Sleep(PythonRuntime python, Value[] a)
    {
        Value number = Keys.AsNumber(a[0]);
        double seconds = number.IsFlonum ? number.AsFlonum : await python.SizeOf(a[0]) is { } whole ? whole : double.NaN;
        if (double.IsNaN(seconds))
        {
            return python.Machine.Pending != PendingSignal.None ? Value.Signal : python.ValueError("Invalid value NaN (not a number)");
        }

        if (seconds < 0)
        {
            return python.ValueError("sleep length must be non-negative");
        }

        _ = python.Machine.Ports.FlushAll();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            // In pieces, so that a limit of time or an interrupt is seen.
            Thread.Sleep((int)Math.Min(20, Math.Max(1, (seconds - clock.Elapsed.TotalSeconds) * 1000)));
            if (!python.Machine.ChargeTicks(1) || (await python.CallFresh(python.Builtin("%here"))).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Unspecified;
    }

    private static async Work<Value> Structure(PythonRuntime python, DateTime time, int isSummer)
    {
        Value module = await python.FindAndLoad("time");
        if (module.IsSignal)
        {
            return module;
        }

        int[] parts = [time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, ((int)time.DayOfWeek + 6) % 7, time.DayOfYear, isSummer];
        return StructSequence.Make(
            python,
            (PyType)((PyModule)module.Ref!).Find("struct_time").Ref!,
            Array.ConvertAll(parts, part => Value.Fixnum(part)),
            [("tm_zone", python.Str(isSummer < 0 ? "UTC" : TimeZoneInfo.Local.StandardName)), ("tm_gmtoff", Value.Fixnum(0))]);
    }

    private static DateTime? At(PythonRuntime python, in Value seconds)
    {
        if (seconds.IsAbsent || seconds.IsUnspecified)
        {
            return May(python) ? DateTime.UtcNow : null;
        }

        Value number = Keys.AsNumber(PythonRuntime.Inner(seconds));
        if (!number.IsFlonum && number.Ref is not null)
        {
            _ = python.TypeError($"'{python.TypeName(seconds)}' object cannot be interpreted as an integer");
            return null;
        }

        double offset = number.IsFlonum ? Math.Floor(number.AsFlonum) : number.Bits;
        if (!(Math.Abs(offset) < 6e10))
        {
            _ = python.OverflowError("timestamp out of range for platform time_t");
            return null;
        }

        return DateTime.UnixEpoch.AddSeconds(offset);
    }

    [PythonFunction("gmtime", "seconds=None, /")]
    internal static async Work<Value> Universal(PythonRuntime python, Value[] a) => At(python, a[0]) is { } time ? await Structure(python, time, 0) : Value.Signal;

    [PythonFunction("localtime", "seconds=None, /")]
    internal static async Work<Value> Local(PythonRuntime python, Value[] a) =>
        At(python, a[0]) is { } time ? await Structure(python, time.ToLocalTime(), TimeZoneInfo.Local.IsDaylightSavingTime(time.ToLocalTime()) ? 1 : 0) : Value.Signal;

    /// <summary>The nine numbers of a time; null with a pending raise.</summary>
    private static int[]? Parts(PythonRuntime python, in Value given)
    {
        if (given.Ref is not PyTuple { Items.Length: >= 9 } tuple)
        {
            _ = python.TypeError("Tuple or struct_time argument required");
            return null;
        }

        return [.. tuple.Items.Take(9).Select(item => (int)item.Bits)];
    }

    [PythonFunction("mktime", "time, /")]
    internal static Value Make(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (Parts(python, a[0]) is not { } parts)
        {
            return Value.Signal;
        }

        try
        {
            var time = new DateTime(parts[0], 1, 1, 0, 0, 0, DateTimeKind.Local).AddMonths(parts[1] - 1).AddDays(parts[2] - 1).AddHours(parts[3]).AddMinutes(parts[4]).AddSeconds(parts[5]);
            return Value.Flonum((time.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            return python.OverflowError("mktime argument out of range");
        }
    }

    [PythonFunction("strftime", "format, time=None, /")]
    internal static async Work<Value> Format(PythonRuntime python, Value[] a)
    {
        if (a[0].Ref is not Text format)
        {
            return python.TypeError($"strftime() argument 1 must be str, not {python.TypeName(a[0])}");
        }

        Value time = a[1].IsAbsent ? await Local(python, [Value.Absent]) : a[1];
        if (time.IsSignal || Parts(python, time) is not { } parts)
        {
            return Value.Signal;
        }

        return TimeText.Format(python.Meter, format.ToString(), new TimeFields(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7])) is { } text ? python.Str(text) : python.Failed();
    }

    [PythonFunction("asctime", "time=None, /")]
    internal static Work<Value> AsText(PythonRuntime python, Value[] a) => Format(python, [python.Str("%a %b %e %H:%M:%S %Y"), a[0]]);

    [PythonFunction("ctime", "seconds=None, /")]
    internal static async Work<Value> CurrentAsText(PythonRuntime python, Value[] a)
    {
        Value time = await Local(python, a);
        return time.IsSignal ? time : await AsText(python, [time]);
    }

    [PythonFunction("get_clock_info", "name, /")]
    internal static async Work<Value> ClockInformation(PythonRuntime python, Value[] a)
    {
        Value types = await python.FindAndLoad("types");
        Value make = types.IsSignal ? types : await python.Settle(python.GetAttribute(types, "SimpleNamespace"));
        bool isTime = a[0].Ref?.ToString() == "time";
        return make.IsSignal ? make : await python.Invoke(
            make, [python.Str(isTime ? "clock_gettime(CLOCK_REALTIME)" : "clock_gettime(CLOCK_MONOTONIC)"), Value.Boolean(!isTime), Value.Boolean(isTime), Value.Flonum(1e-9)], ["implementation", "monotonic", "adjustable", "resolution"]);
    }
}

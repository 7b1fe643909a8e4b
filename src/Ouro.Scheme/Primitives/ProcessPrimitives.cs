using System.Collections;
using System.Diagnostics;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>The process around the program: arguments, environment, clock, end.</summary>
[PrimitiveGroup]
internal static partial class ProcessPrimitives
{
    private const long JiffiesPerSecond = 1_000_000;

    /// <summary>How long a waiting program may leave an interrupt unheard.</summary>
    private const double MostSecondsUnheard = 0.02;

    /// <summary>The name of the program and its arguments, as strings.</summary>
    [Primitive("command-line", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value CommandLine(VirtualMachine machine)
    {
        var builder = ListBuilder.Create();
        foreach (string argument in machine.CommandLine)
        {
            if (!StringPrimitives.Charge(machine, argument.Length, Pair.Size + Text.SizeOf(argument.Length, 1)))
            {
                return Value.Signal;
            }

            builder.Add(Value.Object(new Text(argument)));
        }

        return builder.List;
    }

    /// <summary>The content of an environment variable, or false.</summary>
    [Primitive("get-environment-variable", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value EnvironmentVariable(VirtualMachine machine, Text name)
    {
        if (!machine.Require(Capability.Environment, "see environment variables"))
        {
            return Value.Signal;
        }

        string? content = Environment.GetEnvironmentVariable(name.ToString());
        if (content is null)
        {
            return Value.False;
        }

        return machine.ChargeAllocation(Text.SizeOf(content.Length, 1)) ? Value.Object(new Text(content)) : Value.Signal;
    }

    /// <summary>All environment variables, as an association list in the order of their names.</summary>
    [Primitive("get-environment-variables", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value EnvironmentVariables(VirtualMachine machine)
    {
        if (!machine.Require(Capability.Environment, "see environment variables"))
        {
            return Value.Signal;
        }

        var variables = new List<(string Name, string Content)>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables.Add(((string)entry.Key, (string?)entry.Value ?? ""));
        }

        variables.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        var builder = ListBuilder.Create();
        foreach (var (name, content) in variables)
        {
            if (!machine.ChargeAllocation((2 * Pair.Size) + Text.SizeOf(name.Length, 1) + Text.SizeOf(content.Length, 1)))
            {
                return Value.Signal;
            }

            builder.Add(Value.Object(new Pair(Value.Object(new Text(name)), Value.Object(new Text(content)))));
        }

        return builder.List;
    }

    /// <summary>What this Scheme has, as symbols: what cond-expand tests.</summary>
    [Primitive("features", Effects = Effects.Allocate)]
    internal static Value Features(VirtualMachine machine)
    {
        var builder = ListBuilder.Create();
        foreach (string feature in (ReadOnlySpan<string>)["r7rs", "exact-closed", "exact-complex", "ieee-float", "full-unicode", "ratios", "ouro"])
        {
            builder.Add(Value.Object(machine.Intern(feature)));
        }

        return machine.ChargeAllocation(8 * Pair.Size) ? builder.List : Value.Signal;
    }

    /// <summary>Seconds since 1970, as the clock of the system has them.</summary>
    [Primitive("current-second", Effects = Effects.Outside)]
    internal static Value CurrentSecond(VirtualMachine machine) =>
        machine.Require(Capability.Clock, "look at the clock")
            ? Value.Flonum((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds)
            : Value.Signal;

    /// <summary>Time that went by since some moment, in jiffies.</summary>
    [Primitive("current-jiffy", Effects = Effects.Outside)]
    internal static Value CurrentJiffy(VirtualMachine machine) =>
        machine.Require(Capability.Clock, "look at the clock")
            ? Value.Fixnum(Stopwatch.GetElapsedTime(0).Ticks / (TimeSpan.TicksPerSecond / JiffiesPerSecond))
            : Value.Signal;

    /// <summary>Waits so many seconds; hears interrupts and the limit of time meanwhile.</summary>
    [Primitive("sleep", Effects = Effects.Outside)]
    internal static Value Sleep(VirtualMachine machine, double seconds)
    {
        if (!machine.Require(Capability.Clock, "wait for a time"))
        {
            return Value.Signal;
        }

        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            double left = seconds - Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (!(left > 0))
            {
                return Value.Unspecified;
            }

            Thread.Sleep(TimeSpan.FromSeconds(Math.Min(left, MostSecondsUnheard)));
            if (!machine.PollNow())
            {
                return Value.Signal;
            }
        }
    }

    /// <summary>How many jiffies make a second.</summary>
    [Primitive("jiffies-per-second", Foldable = true)]
    internal static long JiffyRate() => JiffiesPerSecond;

    /// <summary>Ends the program after the after thunks of all dynamic-winds that are entered. Argument: true (also when absent) for success, false for failure, or a status.</summary>
    [NativeActivation("exit", 0, 1, Registers = 1)]
    internal static Flow Exit(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State == 0)
        {
            frame[1] = Value.Object(machine.Dynamic);
        }

        if (machine.Dynamic.Winders is { } winder)
        {
            machine.Dynamic = winder.Outside;
            return frame.Call(1, winder.After);
        }

        _ = machine.StopWithExit(frame[0].IsAbsent ? Value.True : frame[0]);
        return Flow.Signal;
    }
}

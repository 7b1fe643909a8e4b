using System.Text;
using Ouro.Machine.Execution;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Tests;

/// <summary>Machines with the Scheme primitives, and short ways to read and print.</summary>
internal static class TestMachines
{
    internal static bool IsLongRun => Environment.GetEnvironmentVariable("OURO_LONG") == "1";

    internal static VirtualMachine New()
    {
        var machine = TestMachine.New();
        machine.AddPrimitives(GeneratedPrimitives.Catalogue);
        return machine;
    }

    /// <summary>The first datum of a text; fails the test on an error.</summary>
    internal static Value ReadOne(VirtualMachine machine, string text, SourceMap? map = null)
    {
        var reader = new SchemeReader(machine, "test", text, map);
        var status = reader.Read(out var datum);
        Assert.True(status == ReadStatus.Datum, $"{status}: {reader.Error?.Message}");
        return datum;
    }

    internal static string Print(VirtualMachine machine, Value value, PrintStyle style = PrintStyle.Write)
    {
        var output = new StringBuilder();
        Assert.True(Scheme.Printer.Printer.Append(machine, output, value, style));
        return output.ToString();
    }

    /// <summary>Calls a primitive that must not fail.</summary>
    internal static Value Call(VirtualMachine machine, string primitive, params Value[] arguments)
    {
        var result = machine.FindPrimitive(primitive)!.Invoke(machine, arguments);
        Assert.False(result.IsSignal, result.IsSignal ? Scheme.Printer.Printer.PrintShort(machine.PendingValue, 200) : "");
        return result;
    }

    /// <summary>The condition that is pending after a signal.</summary>
    internal static Condition Pending(VirtualMachine machine, Value result)
    {
        Assert.True(result.IsSignal, "expected an error, got " + Scheme.Printer.Printer.PrintShort(result, 200));
        return Assert.IsType<Condition>(machine.PendingValue.AsObject);
    }

    internal static Value Text(string text) => Value.Object(new Text(text));
}

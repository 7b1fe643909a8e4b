using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Printer;

/// <summary>The printed form of objects as strings.</summary>
[PrimitiveGroup]
internal static partial class PrintPrimitives
{
    /// <summary>What write prints for an object.</summary>
    [Primitive("write-to-string", Effects = Effects.All & ~Effects.Outside)]
    internal static Value WriteToString(VirtualMachine machine, Value value) => ToText(machine, value, PrintStyle.Write);

    /// <summary>What display prints for an object.</summary>
    [Primitive("display-to-string", Effects = Effects.All & ~Effects.Outside)]
    internal static Value DisplayToString(VirtualMachine machine, Value value) => ToText(machine, value, PrintStyle.Display);

    /// <summary>What write prints for an object, cut to a number of characters when it is longer.</summary>
    [Primitive("write-to-short-string", Effects = Effects.All & ~Effects.Outside)]
    internal static Value WriteToShortString(VirtualMachine machine, Value value, int maximum)
    {
        if (maximum < 3)
        {
            return machine.OutOfRange(2, Value.Fixnum(maximum), "3 or more");
        }

        return machine.ChargeTicks((maximum >> 4) + 1L) && machine.ChargeAllocation(64 + (2L * maximum))
            ? Value.Object(new Text(Printer.PrintShort(value, maximum)))
            : Value.Signal;
    }

    private static Value ToText(VirtualMachine machine, Value value, PrintStyle style)
    {
        if (style == PrintStyle.Display && value.Ref is Text text)
        {
            return machine.ChargeTicks(text.Length >> 4) && machine.ChargeAllocation(Text.SizeOf(text.Length, text.Width))
                ? Value.Object(text.Copy())
                : Value.Signal;
        }

        var output = new StringBuilder();
        if (!Printer.Append(machine, output, value, style) || !machine.ChargeAllocation(64 + (2L * output.Length)))
        {
            return Value.Signal;
        }

        return Value.Object(new Text(output.ToString()));
    }
}

using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Scheme.Printer;

namespace Ouro.Scheme.Primitives;

/// <summary>Writing characters, strings, bytes and data.</summary>
[PrimitiveGroup]
internal static partial class OutputPrimitives
{
    private const Effects Printing =
        Effects.Outside | Effects.ReadPair | Effects.ReadVector | Effects.ReadBox | Effects.ReadRecord | Effects.ReadTable | Effects.ReadText;

    /// <summary>Starts a new line.</summary>
    [Primitive("newline", Effects = Effects.Outside, Minimum = 0, Maximum = 1)]
    internal static Value Newline(VirtualMachine machine, ref Value first, int count) =>
        count == 1 && first.Ref is TextOutputPort port && port.TryWrite('\n')
            ? Value.Unspecified
            : WriteCodePoint(machine, '\n', PortChecks.Output(machine, ref first, count, 0));

    /// <summary>Writes one character.</summary>
    [Primitive("write-char", Effects = Effects.Outside, Minimum = 1, Maximum = 2)]
    internal static Value WriteCharacter(VirtualMachine machine, ref Value first, int count)
    {
        if (!first.IsCharacter)
        {
            return machine.WrongType(1, first, "a character");
        }

        return count == 2 && PrimitiveArguments.At(ref first, 1).Ref is TextOutputPort port && port.TryWrite(first.AsCharacter)
            ? Value.Unspecified
            : WriteCodePoint(machine, first.AsCharacter, PortChecks.Output(machine, ref first, count, 1));
    }

    /// <summary>Writes the characters of the string or of a part.</summary>
    [Primitive("write-string", Effects = Effects.ReadText | Effects.Outside)]
    internal static Value WriteString(VirtualMachine machine, Text text, TextOutputPort? port = null, int? start = null, int? end = null) =>
        Ranges.Check(machine, text.Length, start, end, 3, out int from, out int to) && PortChecks.Output(machine, port, 2) is { } output
            ? WriteText(machine, output, text, from, to)
            : Value.Signal;

    /// <summary>Writes one byte.</summary>
    [Primitive("write-u8", Effects = Effects.Outside)]
    internal static Value WriteByte(VirtualMachine machine, int content, BinaryOutputPort? port = null)
    {
        if (content > byte.MaxValue)
        {
            return machine.OutOfRange(1, Value.Fixnum(content), "a byte, 0 to 255");
        }

        return PortChecks.BinaryOutput(machine, port, 2) is { } output ? WriteBytes(machine, output, [(byte)content]) : Value.Signal;
    }

    /// <summary>Writes the bytes of the bytevector or of a part.</summary>
    [Primitive("write-bytevector", Effects = Effects.ReadVector | Effects.Outside)]
    internal static Value WriteBytevector(VirtualMachine machine, Bytevector bytevector, BinaryOutputPort? port = null, int? start = null, int? end = null) =>
        Ranges.Check(machine, bytevector.Bytes.Length, start, end, 3, out int from, out int to) && PortChecks.BinaryOutput(machine, port, 2) is { } output
            ? WriteBytes(machine, output, bytevector.Bytes.AsSpan(from, to - from))
            : Value.Signal;

    /// <summary>Writes the object so that it can be read back; labels where it is cyclic.</summary>
    [Primitive("write", Effects = Printing)]
    internal static Value Write(VirtualMachine machine, Value datum, TextOutputPort? port = null) => Print(machine, datum, port, PrintStyle.Write);

    /// <summary>Writes the object for people: strings and characters as they are.</summary>
    [Primitive("display", Effects = Printing)]
    internal static Value Display(VirtualMachine machine, Value datum, TextOutputPort? port = null)
    {
        // What programs display most needs no printer.
        if (datum.AsObject is Text text)
        {
            return PortChecks.Output(machine, port, 2) is { } output ? WriteText(machine, output, text, 0, text.Length) : Value.Signal;
        }

        if (datum.Ref is Symbol symbol)
        {
            return PortChecks.Output(machine, port, 2) is { } output && Charge(machine, output, symbol.Name.Length)
                ? PortChecks.Written(machine, output, output.Write(symbol.Name))
                : Value.Signal;
        }

        return datum.IsCharacter
            ? WriteCodePoint(machine, datum.AsCharacter, PortChecks.Output(machine, port, 2))
            : Print(machine, datum, port, PrintStyle.Display);
    }

    /// <summary>Writes the object so that it can be read back; labels for all that occurs more than once.</summary>
    [Primitive("write-shared", Effects = Printing)]
    internal static Value WriteShared(VirtualMachine machine, Value datum, TextOutputPort? port = null) => Print(machine, datum, port, PrintStyle.WriteShared);

    /// <summary>Writes the object so that it can be read back, without labels: never ends on cyclic data.</summary>
    [Primitive("write-simple", Effects = Printing)]
    internal static Value WriteSimple(VirtualMachine machine, Value datum, TextOutputPort? port = null) => Print(machine, datum, port, PrintStyle.WriteSimple);

    private static Value Print(VirtualMachine machine, Value datum, TextOutputPort? port, PrintStyle style)
    {
        if (PortChecks.Output(machine, port, 2) is not { } output)
        {
            return Value.Signal;
        }

        if (datum.IsFixnum)
        {
            Span<char> digits = stackalloc char[20];
            _ = datum.AsFixnum.TryFormat(digits, out int length, provider: System.Globalization.CultureInfo.InvariantCulture);
            return Charge(machine, output, length) ? PortChecks.Written(machine, output, output.Write(digits[..length])) : Value.Signal;
        }

        var printed = new StringBuilder();
        if (!Printer.Printer.Append(machine, printed, datum, style) || !Charge(machine, output, printed.Length))
        {
            return Value.Signal;
        }

        bool written = true;
        foreach (var chunk in printed.GetChunks())
        {
            written = written && output.Write(chunk.Span);
        }

        return PortChecks.Written(machine, output, written);
    }

    private static Value WriteCodePoint(VirtualMachine machine, int codePoint, TextOutputPort? output) =>
        output is not null && Charge(machine, output, 1) ? PortChecks.Written(machine, output, output.Write(codePoint)) : Value.Signal;

    private static Value WriteText(VirtualMachine machine, TextOutputPort output, Text text, int from, int to) =>
        Charge(machine, output, to - from) ? PortChecks.Written(machine, output, output.Write(text, from, to)) : Value.Signal;

    private static Value WriteBytes(VirtualMachine machine, BinaryOutputPort output, ReadOnlySpan<byte> bytes)
    {
        if (!machine.ChargeTicks(bytes.Length / BytevectorPrimitives.BytesPerTick) || !machine.ChargeAllocation(output.GrowthFor(bytes.Length)))
        {
            return Value.Signal;
        }

        return output.Write(bytes) ? Value.Unspecified : PortChecks.Failure(machine, output, "write to");
    }

    private static bool Charge(VirtualMachine machine, TextOutputPort output, int characters) =>
        StringPrimitives.Charge(machine, characters, output.GrowthFor(characters));
}

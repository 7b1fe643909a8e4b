using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Scheme.Primitives;

/// <summary>Ports as objects: kinds, opening in memory, closing, flushing.</summary>
[PrimitiveGroup]
internal static partial class PortPrimitives
{
    /// <summary>What a port costs, with its buffer.</summary>
    internal const int PortSize = 8192 + 256;

    /// <summary>The parameter that holds the current input (0), output (1) or error (2) port.</summary>
    [Primitive("standard-port-parameter")]
    internal static Value StandardPortParameter(VirtualMachine machine, in Value number) =>
        number.IsFixnum && number.Bits is >= 0 and <= (int)StandardStream.Error
            ? Value.Object(machine.Ports.Parameters[number.Bits])
            : machine.OutOfRange(1, number, "0, 1 or 2");

    /// <summary>Whether the object is a port.</summary>
    [Primitive("port?")]
    internal static bool IsPort(Value candidate) => candidate.AsObject is Port;

    /// <summary>Whether the object is a port to read from.</summary>
    [Primitive("input-port?")]
    internal static bool IsInputPort(Value candidate) => candidate.AsObject is Port { IsInput: true };

    /// <summary>Whether the object is a port to write to.</summary>
    [Primitive("output-port?")]
    internal static bool IsOutputPort(Value candidate) => candidate.AsObject is Port { IsInput: false };

    /// <summary>Whether the object is a port of characters.</summary>
    [Primitive("textual-port?")]
    internal static bool IsTextualPort(Value candidate) => candidate.AsObject is Port { IsTextual: true };

    /// <summary>Whether the object is a port of bytes.</summary>
    [Primitive("binary-port?")]
    internal static bool IsBinaryPort(Value candidate) => candidate.AsObject is Port { IsTextual: false };

    /// <summary>Whether the input port can still be read from.</summary>
    [Primitive("input-port-open?", Effects = Effects.Outside)]
    internal static Value IsInputOpen(VirtualMachine machine, Port port) =>
        port.IsInput ? Value.Boolean(port.IsOpen) : machine.WrongType(1, Value.Object(port), "an input port");

    /// <summary>Whether the output port can still be written to.</summary>
    [Primitive("output-port-open?", Effects = Effects.Outside)]
    internal static Value IsOutputOpen(VirtualMachine machine, Port port) =>
        port.IsInput ? machine.WrongType(1, Value.Object(port), "an output port") : Value.Boolean(port.IsOpen);

    /// <summary>Closes the port, writing out what it holds.</summary>
    [Primitive("close-port", Effects = Effects.Outside)]
    internal static Value Close(VirtualMachine machine, Port port) =>
        port.Close() ? Value.Unspecified : PortChecks.Failure(machine, port, "write to");

    /// <summary>Closes the input port.</summary>
    [Primitive("close-input-port", Effects = Effects.Outside)]
    internal static Value CloseInput(VirtualMachine machine, Port port) =>
        port.IsInput ? Close(machine, port) : machine.WrongType(1, Value.Object(port), "an input port");

    /// <summary>Closes the output port, writing out what it holds.</summary>
    [Primitive("close-output-port", Effects = Effects.Outside)]
    internal static Value CloseOutput(VirtualMachine machine, Port port) =>
        port.IsInput ? machine.WrongType(1, Value.Object(port), "an output port") : Close(machine, port);

    /// <summary>Writes out what the output port (the current one if none is given) holds.</summary>
    [Primitive("flush-output-port", Effects = Effects.Outside)]
    internal static Value Flush(VirtualMachine machine, Port? port = null)
    {
        switch (port)
        {
            case BinaryOutputPort binary:
                return binary.Flush() ? Value.Unspecified : PortChecks.Failure(machine, binary, "write to");
            case { IsInput: true }:
                return machine.WrongType(1, Value.Object(port), "an output port");
        }

        var output = PortChecks.Output(machine, (TextOutputPort?)port, 1);
        return output is null ? Value.Signal : output.Flush() ? Value.Unspecified : PortChecks.Failure(machine, output, "write to");
    }

    /// <summary>The end-of-file object.</summary>
    [Primitive("eof-object", Foldable = true)]
    internal static Value EndOfFile() => Value.EndOfFile;

    /// <summary>Whether the object is the end-of-file object.</summary>
    [Primitive("eof-object?", Foldable = true)]
    internal static Value IsEndOfFile(VirtualMachine machine, in Value candidate) => Value.Boolean(candidate.IsEndOfFile);

    /// <summary>A port that reads the characters which the string has now.</summary>
    [Primitive("open-input-string", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value OpenInputString(VirtualMachine machine, Text text) =>
        StringPrimitives.Charge(machine, text.Length, 128 + 2L * text.Length) ? Value.Object(new TextInputPort(text.ToString())) : Value.Signal;

    /// <summary>A port that collects characters for <c>get-output-string</c>.</summary>
    [Primitive("open-output-string", Effects = Effects.Allocate)]
    internal static Value OpenOutputString(VirtualMachine machine) =>
        machine.ChargeAllocation(128) ? Value.Object(new TextOutputPort()) : Value.Signal;

    /// <summary>A new string of what was written to the port so far.</summary>
    [Primitive("get-output-string", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value GetOutputString(VirtualMachine machine, TextOutputPort port)
    {
        if (port.Collected is not { } collected)
        {
            return machine.WrongType(1, Value.Object(port), "a port that open-output-string made");
        }

        return StringPrimitives.Charge(machine, collected.Length, Text.SizeOf(collected.Length, 2)) ? Value.Object(collected.ToText()) : Value.Signal;
    }

    /// <summary>A port that reads the bytes which the bytevector has now.</summary>
    [Primitive("open-input-bytevector", Effects = Effects.ReadVector | Effects.Allocate)]
    internal static Value OpenInputBytevector(VirtualMachine machine, Bytevector bytevector) =>
        BytevectorPrimitives.Charge(machine, bytevector.Bytes.Length)
            ? Value.Object(new BinaryInputPort(bytevector.Bytes.AsSpan().ToArray()))
            : Value.Signal;

    /// <summary>A port that collects bytes for <c>get-output-bytevector</c>.</summary>
    [Primitive("open-output-bytevector", Effects = Effects.Allocate)]
    internal static Value OpenOutputBytevector(VirtualMachine machine) =>
        machine.ChargeAllocation(128) ? Value.Object(new BinaryOutputPort()) : Value.Signal;

    /// <summary>A new bytevector of what was written to the port so far.</summary>
    [Primitive("get-output-bytevector", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value GetOutputBytevector(VirtualMachine machine, BinaryOutputPort port)
    {
        if (!port.Collects)
        {
            return machine.WrongType(1, Value.Object(port), "a port that open-output-bytevector made");
        }

        return BytevectorPrimitives.Charge(machine, port.Collected.Length) ? Value.Object(new Bytevector(port.Collected.ToArray())) : Value.Signal;
    }
}

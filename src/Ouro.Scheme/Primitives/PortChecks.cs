using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Scheme.Primitives;

/// <summary>What the port primitives share: the default ports, the checks, and the errors.</summary>
internal static class PortChecks
{
    /// <summary>The port given, or the current input port; checked to be open. Null: return <see cref="Value.Signal"/>.</summary>
    internal static TextInputPort? Input(VirtualMachine machine, TextInputPort? port, int argument)
    {
        if (port is null)
        {
            Value current = machine.ParameterValue(machine.Ports.Parameters[(int)StandardStream.Input]);
            port = current.AsObject as TextInputPort;
            if (port is null)
            {
                _ = machine.Fail(ConditionKind.WrongType, "the current input port must be a textual input port, but is", current);
                return null;
            }
        }

        return CheckOpen(machine, port, argument) ? port : null;
    }

    /// <summary>The port that the arguments of a primitive have at an index, where it is optional, or the current input port; checked to be open.</summary>
    /// <param name="machine">Gets the error.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="index">Which one is the port, from 0.</param>
    /// <returns>Null: return <see cref="Value.Signal"/>.</returns>
    internal static TextInputPort? Input(VirtualMachine machine, ref Value first, int count, int index)
    {
        if (count <= index || PrimitiveArguments.At(ref first, index).IsAbsent)
        {
            return Input(machine, null, index + 1);
        }

        if (PrimitiveArguments.At(ref first, index).Ref is TextInputPort port)
        {
            return CheckOpen(machine, port, index + 1) ? port : null;
        }

        _ = machine.WrongType(index + 1, PrimitiveArguments.At(ref first, index), "a textual input port");
        return null;
    }

    /// <summary>The same for an output port.</summary>
    internal static TextOutputPort? Output(VirtualMachine machine, ref Value first, int count, int index)
    {
        if (count <= index || PrimitiveArguments.At(ref first, index).IsAbsent)
        {
            return Output(machine, null, index + 1);
        }

        if (PrimitiveArguments.At(ref first, index).Ref is TextOutputPort port)
        {
            return CheckOpen(machine, port, index + 1) ? port : null;
        }

        _ = machine.WrongType(index + 1, PrimitiveArguments.At(ref first, index), "a textual output port");
        return null;
    }

    /// <summary>The port given, or the current output port; checked to be open. Null: return <see cref="Value.Signal"/>.</summary>
    internal static TextOutputPort? Output(VirtualMachine machine, TextOutputPort? port, int argument)
    {
        if (port is null)
        {
            Value current = machine.ParameterValue(machine.Ports.Parameters[(int)StandardStream.Output]);
            port = current.AsObject as TextOutputPort;
            if (port is null)
            {
                _ = machine.Fail(ConditionKind.WrongType, "the current output port must be a textual output port, but is", current);
                return null;
            }
        }

        return CheckOpen(machine, port, argument) ? port : null;
    }

    /// <summary>The port given, or the current input port, which is textual unless the program bound another; checked to be open.</summary>
    internal static BinaryInputPort? BinaryInput(VirtualMachine machine, BinaryInputPort? port, int argument)
    {
        if (port is null)
        {
            Value current = machine.ParameterValue(machine.Ports.Parameters[(int)StandardStream.Input]);
            port = current.AsObject as BinaryInputPort;
            if (port is null)
            {
                _ = machine.Fail(ConditionKind.WrongType, "the current input port must be a binary input port, but is", current);
                return null;
            }
        }

        return CheckOpen(machine, port, argument) ? port : null;
    }

    /// <summary>The port given, or the current output port, which is textual unless the program bound another; checked to be open.</summary>
    internal static BinaryOutputPort? BinaryOutput(VirtualMachine machine, BinaryOutputPort? port, int argument)
    {
        if (port is null)
        {
            Value current = machine.ParameterValue(machine.Ports.Parameters[(int)StandardStream.Output]);
            port = current.AsObject as BinaryOutputPort;
            if (port is null)
            {
                _ = machine.Fail(ConditionKind.WrongType, "the current output port must be a binary output port, but is", current);
                return null;
            }
        }

        return CheckOpen(machine, port, argument) ? port : null;
    }

    /// <summary>The outcome of a write: unspecified, or the error that the host gave.</summary>
    internal static Value Written(VirtualMachine machine, TextOutputPort port, bool succeeded) =>
        succeeded && port.EndWrite() ? Value.Unspecified : Failure(machine, port, "write to");

    /// <summary>The outcome of a read of one character or byte: its value, the end-of-file object, or the error that the host gave.</summary>
    internal static Value Got(VirtualMachine machine, Port port, int got) => got switch
    {
        TextInputPort.EndOfInput => Value.EndOfFile,
        TextInputPort.Failed => Failure(machine, port, "read from"),
        _ => port.IsTextual ? Value.Character(got) : Value.Fixnum(got),
    };

    /// <summary>Raises the error that the host gave.</summary>
    /// <param name="machine">Gets the error.</param>
    /// <param name="port">The port that failed.</param>
    /// <param name="operation">In words: "read from".</param>
    internal static Value Failure(VirtualMachine machine, Port port, string operation) =>
        machine.Fail(ConditionKind.File, $"cannot {operation} {port.Name}: {port.Failure}");

    private static bool CheckOpen(VirtualMachine machine, Port port, int argument)
    {
        if (port.IsOpen)
        {
            return true;
        }

        _ = machine.OutOfRange(argument, Value.Object(port), "an open port");
        return false;
    }
}

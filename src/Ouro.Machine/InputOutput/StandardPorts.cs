using Ouro.Machine.Execution;

namespace Ouro.Machine.InputOutput;

/// <summary>The ports that a program starts with, as parameters, and the file ports that are to be flushed at its end.</summary>
public sealed class StandardPorts
{
    private readonly List<Port> _files = [];

    /// <summary>Ports on the standard streams of the process; nothing is opened before it is used.</summary>
    public StandardPorts()
    {
        Output = new TextOutputPort(StandardStream.Output);
        Error = new TextOutputPort(StandardStream.Error);
        Input = new TextInputPort(flushFirst: Output);
        Parameters =
        [
            new Parameter(Value.Object(Input), Value.False),
            new Parameter(Value.Object(Output), Value.False),
            new Parameter(Value.Object(Error), Value.False),
        ];
    }

    /// <summary>What programs read from unless they say otherwise.</summary>
    internal TextInputPort Input;

    /// <summary>What programs write to unless they say otherwise.</summary>
    internal TextOutputPort Output;

    /// <summary>Where errors are reported.</summary>
    internal TextOutputPort Error;

    /// <summary>The parameters that hold the current ports, by <see cref="StandardStream"/>.</summary>
    internal readonly Parameter[] Parameters;

    /// <summary>Puts ports of the host's choice in the place of the standard streams.</summary>
    public void Replace(TextInputPort input, TextOutputPort output, TextOutputPort error)
    {
        Input = input;
        Output = output;
        Error = error;
        Parameters[(int)StandardStream.Input].Default = Value.Object(input);
        Parameters[(int)StandardStream.Output].Default = Value.Object(output);
        Parameters[(int)StandardStream.Error].Default = Value.Object(error);
    }

    /// <summary>Writes out what is buffered anywhere: before the process ends.</summary>
    /// <returns>False: something could not be written.</returns>
    public bool FlushAll()
    {
        bool flushed = true;
        foreach (var port in _files)
        {
            flushed &= port is TextOutputPort text ? text.Flush() : ((BinaryOutputPort)port).Flush();
        }

        return Output.Flush() & Error.Flush() & flushed;
    }

    internal void Add(Port port) => _files.Add(port);

    internal void Remove(Port port) => _files.Remove(port);
}

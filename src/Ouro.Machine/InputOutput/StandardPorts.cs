using Ouro.Machine.Execution;

namespace Ouro.Machine.InputOutput;

/// <summary>The ports that a program starts with, as parameters, and the file ports that are to be flushed at its end.</summary>
public sealed class StandardPorts
{
    private readonly List<Port> _files = [];

    private TextInputPort? _input;
    private TextOutputPort? _output;
    private TextOutputPort? _error;

    /// <summary>What programs read from unless they say otherwise. By default the standard input, opened when it is used.</summary>
    public TextInputPort Input => _input ??= new TextInputPort(flushFirst: Output);

    /// <summary>What programs write to unless they say otherwise. By default the standard output, opened when it is used.</summary>
    public TextOutputPort Output => _output ??= new TextOutputPort(StandardStream.Output);

    /// <summary>Where errors are reported. By default the standard error, opened when it is used.</summary>
    public TextOutputPort Error => _error ??= new TextOutputPort(StandardStream.Error);

    /// <summary>The parameters that hold the current ports, by <see cref="StandardStream"/>. Their defaults are unbound until they are asked for.</summary>
    internal readonly Parameter[] Parameters =
    [
        new Parameter(Value.Unbound, Value.False),
        new Parameter(Value.Unbound, Value.False),
        new Parameter(Value.Unbound, Value.False),
    ];

    /// <summary>Gives one of <see cref="Parameters"/> its port.</summary>
    internal Value SetDefault(Parameter parameter) => parameter.Default = Value.Object(
        parameter == Parameters[(int)StandardStream.Input] ? Input
        : parameter == Parameters[(int)StandardStream.Output] ? Output
        : Error);

    /// <summary>Puts ports of the host's choice in the place of the standard streams.</summary>
    public void Replace(TextInputPort input, TextOutputPort output, TextOutputPort error)
    {
        _input = input;
        _output = output;
        _error = error;
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

        return (_output is null || _output.Flush()) & (_error is null || _error.Flush()) & flushed;
    }

    internal void Add(Port port) => _files.Add(port);

    internal void Remove(Port port) => _files.Remove(port);
}

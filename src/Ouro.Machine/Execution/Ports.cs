using Ouro.Machine.InputOutput;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private StandardPorts? _ports;

    /// <summary>The machine's ports. Replace them before the program starts: what is current then stays.</summary>
    public StandardPorts Ports
    {
        get => _ports ??= new StandardPorts();
        set => _ports = value;
    }

    /// <summary>The program's name and its arguments, as the guest sees them.</summary>
    public IReadOnlyList<string> CommandLine { get; set; } = [];
}

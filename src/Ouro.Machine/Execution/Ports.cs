using Ouro.Machine.InputOutput;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private StandardPorts? _ports;

    /// <summary>The ports that programs on this machine start with.</summary>
    public StandardPorts Ports => _ports ??= new StandardPorts();
}

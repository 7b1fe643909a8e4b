using Ouro.Machine.InputOutput;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private StandardPorts? _ports;

    /// <summary>The ports that programs on this machine start with.</summary>
    public StandardPorts Ports => _ports ??= new StandardPorts();

    /// <summary>The program's name and its arguments, as programs see them.</summary>
    public IReadOnlyList<string> CommandLine = [];
}

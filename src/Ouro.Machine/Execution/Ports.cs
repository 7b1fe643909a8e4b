using Ouro.Machine.InputOutput;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>The ports that programs on this machine start with.</summary>
    public readonly StandardPorts Ports = new();

    /// <summary>The program's name and its arguments, as programs see them.</summary>
    public IReadOnlyList<string> CommandLine = [];
}

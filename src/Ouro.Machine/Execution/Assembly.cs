using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private AssemblyNames? _assemblyNames;

    /// <summary>The symbols of assembly text; made when something is assembled for the first time.</summary>
    internal AssemblyNames AssemblyNames => _assemblyNames ??= new AssemblyNames(Symbols);
}

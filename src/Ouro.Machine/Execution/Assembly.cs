using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>The symbols of assembly text; null until something is assembled for the first time.</summary>
    internal AssemblyNames? AssemblyNames;
}

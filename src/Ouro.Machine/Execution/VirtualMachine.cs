// One machine: symbols, globals, the current stack, limits. Runs on one thread at a time; a process may hold many.
// The parts are in files beside this one: Errors, Charges, Globals, Calls, Segments, Dynamic state, Continuations.

namespace Ouro.Machine.Execution;

/// <summary>A virtual machine. Everything a guest program can reach hangs on one of these.</summary>
public sealed partial class VirtualMachine
{
    /// <summary>The interned symbols.</summary>
    public SymbolTable Symbols { get; } = new();

    /// <summary>Interns a symbol.</summary>
    public Symbol Intern(string name) => Symbols.Intern(name);
}

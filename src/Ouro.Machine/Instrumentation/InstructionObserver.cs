using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Instrumentation;

/// <summary>Sees every instruction before it runs, in the instrumented loop. What all tools are built on.</summary>
public abstract class InstructionObserver
{
    /// <summary>Called with the activation's state saved in the machine.</summary>
    /// <param name="machine">The machine, stopped before the instruction.</param>
    /// <param name="code">The code that runs.</param>
    /// <param name="pc">The index of the instruction's first word.</param>
    /// <returns>True when the observer changed the machine's state, so that the loop must load it anew.</returns>
    [RunsGuestCode]
    public abstract bool BeforeInstruction(VirtualMachine machine, CodeObject code, int pc);
}

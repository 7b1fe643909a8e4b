using Ouro.Machine.Code;
using Ouro.Machine.Instrumentation;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Who sees instructions in the instrumented loop, or null.</summary>
    public InstructionObserver? Observer { get; set; }

    /// <summary>How often each opcode ran in the instrumented loop.</summary>
    internal readonly long[] OpcodeCounts = new long[256];

    /// <summary>Called by the instrumented loop; <paramref name="ip"/> points at the instruction.</summary>
    [RunsGuestCode]
    internal unsafe bool BeforeInstruction(ref Value registers, int* ip)
    {
        OpcodeCounts[(byte)*ip]++;
        if (Observer is not { } observer)
        {
            return false;
        }

        SavePc(ref registers, ip);
        var code = LoopState.CodeOf(ref registers);
        return observer.BeforeInstruction(this, code, (int)(ip - code.Start));
    }
}

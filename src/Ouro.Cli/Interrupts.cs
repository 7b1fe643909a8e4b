using System.Runtime.InteropServices;
using Ouro.Machine.Execution;

namespace Ouro.Cli;

/// <summary>Ctrl-C: asks the machine to stop; ends the process when it does not (it waits for input, say).</summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>How long the machine may take to stop by itself.</summary>
    private const int GraceMilliseconds = 500;

    private readonly ManualResetEventSlim _ended = new();
    private readonly PosixSignalRegistration _registration;

    private Interrupts(VirtualMachine machine)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            machine.RequestInterrupt();
            if (!_ended.Wait(GraceMilliseconds))
            {
                Output.Error("\ninterrupted\n");
                Environment.Exit(ExitStatus.Interrupted);
            }
        });
    }

    /// <summary>From now on Ctrl-C goes to the machine.</summary>
    internal static Interrupts Route(VirtualMachine machine) => new(machine);

    /// <summary>The machine stopped.</summary>
    internal void RunEnded() => _ended.Set();

    public void Dispose() => _registration.Dispose();
}

using System.Runtime.InteropServices;
using Ouro.Machine.Execution;

namespace Ouro.Cli;

/// <summary>Ctrl-C: asks the machine to stop; ends the process when it does not (it waits for input, say).</summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>How long the machine may take to stop by itself.</summary>
    private const int GraceMilliseconds = 500;

    private readonly ManualResetEventSlim _ended = new();
    private readonly VirtualMachine _machine;
    private readonly PosixSignalRegistration _registration;

    /// <summary>From now on Ctrl-C goes to the machine.</summary>
    internal Interrupts(VirtualMachine machine)
    {
        _machine = machine;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _machine.RequestInterrupt();
        if (!_ended.Wait(GraceMilliseconds))
        {
            Output.Error("\ninterrupted\n");
            Environment.Exit(ExitStatus.Interrupted);
        }
    }

    /// <summary>The machine stopped.</summary>
    internal void RunEnded() => _ended.Set();

    public void Dispose() => _registration.Dispose();
}

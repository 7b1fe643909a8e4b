// A program that a guest runs and waits for. What it writes is collected by two threads of the host while the machine's
// own thread waits, hears interrupts and charges for what has come.

using System.ComponentModel;
using System.Diagnostics;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Runtime;

/// <summary>One run of a program.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>How long the machine's thread does not look, in milliseconds.</summary>
    private const int Interval = 20;

    private readonly Process _process;

    private readonly MemoryStream _output = new();

    private readonly MemoryStream _error = new();

    private readonly Task[] _copies = [];

    private long _charged;

    private ChildProcess(Process process, byte[]? input)
    {
        _process = process;
        if (input is not null)
        {
            _copies =
            [
                Task.Run(() => Collect(process.StandardOutput.BaseStream, _output)),
                Task.Run(() => Collect(process.StandardError.BaseStream, _error)),
                Task.Run(() => Feed(process.StandardInput.BaseStream, input)),
            ];
        }
    }

    internal byte[] Output => _output.ToArray();

    internal byte[] Error => _error.ToArray();

    internal int Status => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="start">What is started; its standard streams are redirected exactly if there is input.</param>
    /// <param name="input">What the program reads; null: its standard streams are ours.</param>
    /// <param name="problem">Why it cannot be started.</param>
    internal static ChildProcess? Start(ProcessStartInfo start, byte[]? input, out string problem)
    {
        try
        {
            problem = "";
            return new ChildProcess(Process.Start(start)!, input);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>Waits for the end of the program and of what it writes.</summary>
    /// <returns>False when the machine must stop; then the program has been killed.</returns>
    internal bool Wait(VirtualMachine machine)
    {
        while (!_process.WaitForExit(Interval) || !Task.WaitAll(_copies, Interval))
        {
            if (!machine.PollNow() || !Charge(machine))
            {
                Kill();
                return false;
            }
        }

        return Charge(machine);
    }

    /// <summary>Ends the program with its children, if it still runs.</summary>
    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended, which was the aim.
            Debug.WriteLine(exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private bool Charge(VirtualMachine machine)
    {
        long collected;
        lock (_output)
        {
            lock (_error)
            {
                collected = _output.Length + _error.Length;
            }
        }

        // Bytes here, and soon characters of a string.
        long more = (collected - _charged) * 3;
        _charged = collected;
        return machine.ChargeAllocation(more) && machine.ChargeTicks(more >> 6);
    }

    private static void Collect(Stream source, MemoryStream target)
    {
        byte[] buffer = new byte[1 << 14];
        try
        {
            for (int count = source.Read(buffer); count > 0; count = source.Read(buffer))
            {
                lock (target)
                {
                    target.Write(buffer, 0, count);
                }
            }
        }
        catch (IOException exception)
        {
            // The pipe is gone with the program.
            Debug.WriteLine(exception.Message);
        }
    }

    private static void Feed(Stream target, byte[] input)
    {
        try
        {
            using (target)
            {
                target.Write(input);
            }
        }
        catch (IOException exception)
        {
            // The program does not read to the end.
            Debug.WriteLine(exception.Message);
        }
    }
}

// Two machines, each on a thread of its own, that wait for each other at every checkpoint. The one that comes second compares: then
// both stand still, and it may look at both.

using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Machine.Jit.Verification;

/// <summary>A machine on which the program is ready to run.</summary>
/// <param name="Machine">A new one, whose ports may be replaced.</param>
/// <param name="Execute">Runs the program on it, once. Calls what it is given when the program, and nothing else, is about to start.</param>
internal sealed record PreparedRun(VirtualMachine Machine, Func<Action, Outcome> Execute);

/// <summary>One run of a program on two machines.</summary>
/// <param name="verification">Whose program it is.</param>
/// <param name="first">The tick of the first checkpoint.</param>
/// <param name="next">The tick of the next one after a tick at which there was no difference; -1: both stop.</param>
internal sealed class Lockstep(JitVerification verification, long first, Func<long, long> next)
{
    private readonly object _gate = new();
    private readonly Side[] _sides = [new(), new()];
    private int _standing;
    private int _ended;
    private long _round;
    private long _verdict;

    private sealed class Side
    {
        internal PreparedRun? Run;
        internal Outcome? Outcome;

        /// <summary>Gives what it has written since it was last asked.</summary>
        internal Func<byte[]> TakeOutput = () => [];
        internal Exception? Failure;
    }

    /// <summary>What differs, in words; null: nothing so far.</summary>
    internal string? Difference { get; private set; }

    /// <summary>The tick of the last checkpoint.</summary>
    internal long Tick { get; private set; }

    /// <summary>The tick of the last checkpoint without a difference.</summary>
    internal long TickWithout { get; private set; }

    /// <summary>How many checkpoints there were.</summary>
    internal int Checkpoints { get; private set; }

    /// <summary>What the machines did at the last checkpoint: the interpreting one, then the other. Empty before the first.</summary>
    internal string[] Pictures { get; private set; } = [];

    /// <summary>The interpreting machine.</summary>
    internal VirtualMachine Interpreting => _sides[0].Run!.Machine;

    /// <summary>The machine that runs compiled code.</summary>
    internal VirtualMachine Compiling => _sides[1].Run!.Machine;

    /// <summary>How the interpreter's run ended.</summary>
    internal Outcome Outcome => _sides[0].Outcome!;

    /// <summary>Runs to the end, or to the first difference.</summary>
    /// <param name="output">Where the program's output goes, and its errors; null: nowhere.</param>
    /// <exception cref="IOException">The output cannot be written.</exception>
    internal void Run(Stream? output, Stream? errors)
    {
        var other = new Thread(() => RunSide(1, null, null), verification.ThreadSize);
        other.Start();
        RunSide(0, output, errors);
        other.Join();
        if (_sides[0].Failure is { } failure)
        {
            throw new IOException(failure.Message, failure);
        }

        if (Difference is null && Outcome.Kind != OutcomeKind.Interrupted)
        {
            CompareEnds();
        }
    }

    private void RunSide(int number, Stream? output, Stream? errors)
    {
        var side = _sides[number];
        try
        {
            var recorded = new RecordedOutput(output);
            side.TakeOutput = recorded.Take;
            side.Run = verification.Prepare(number == 1);
            var standard = new TextOutputPort(recorded, "standard output");
            side.Run.Machine.Ports.Replace(new TextInputPort(verification.Input.Open(), "standard input", standard), standard, new TextOutputPort(new RecordedOutput(errors), "standard error"));
            side.Outcome = side.Run.Execute(() => Start(side.Run.Machine));
            _ = side.Run.Machine.Ports.FlushAll();
        }
        catch (IOException exception)
        {
            side.Failure = exception;
            side.Outcome ??= new Outcome(OutcomeKind.Interrupted, Value.Unspecified, []);
        }
        finally
        {
            lock (_gate)
            {
                _ended++;
                if (_standing > 0)
                {
                    Conclude();
                }
            }
        }
    }

    /// <summary>Ticks count from here.</summary>
    private void Start(VirtualMachine machine)
    {
        machine.SetLimits(machine.Limits);
        machine.SetCheckpoints(new Checkpoints(first, Reach));
    }

    /// <summary>A machine has come to a checkpoint.</summary>
    /// <returns>The tick of its next one, or -1.</returns>
    private long Reach(VirtualMachine machine)
    {
        lock (_gate)
        {
            if (++_standing == 2 || _ended > 0)
            {
                Conclude();
            }
            else
            {
                long round = _round;
                while (_round == round)
                {
                    Monitor.Wait(_gate);
                }
            }

            return _verdict;
        }
    }

    private void Conclude()
    {
        if (_ended > 0)
        {
            // How the other one ended is compared when both have ended; a difference that was found stays the first.
            Difference ??= _sides[0].Outcome?.Kind == OutcomeKind.Interrupted ? null : "one has ended, the other goes on";
            _verdict = -1;
        }
        else
        {
            Compare();
        }

        _standing = 0;
        _round++;
        Monitor.PulseAll(_gate);
    }

    private void Compare()
    {
        Checkpoints++;
        Tick = Interpreting.TicksUsed;
        Difference = CompareOutputs() ?? StateComparison.Compare(Interpreting, Compiling, verification.Print);
        _verdict = -1;
        if (Difference is null)
        {
            TickWithout = Tick;
            _verdict = next(Tick);
        }

        if (_verdict < 0)
        {
            Pictures = [StatePicture.Of(Interpreting, verification.Print), StatePicture.Of(Compiling, verification.Print)];
        }
    }

    private string? CompareOutputs()
    {
        foreach (var side in _sides)
        {
            side.Run!.Machine.Ports.Output.Flush();
        }

        return _sides[0].TakeOutput().AsSpan().SequenceEqual(_sides[1].TakeOutput()) ? null : "what was written";
    }

    private void CompareEnds()
    {
        string interpreted = verification.Render(Outcome);
        string compiled = verification.Render(_sides[1].Outcome!);
        Difference = interpreted != compiled ? $"the end: {interpreted} interpreted, {compiled} compiled"
            : CompareOutputs() ?? StateComparison.CompareEnded(Interpreting, Compiling, verification.Print);
    }
}

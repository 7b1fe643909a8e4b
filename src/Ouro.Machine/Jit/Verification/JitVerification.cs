// The interpreter beside compiled code. Two machines run the same program, one interpreting, one compiling every procedure at its
// first call; they are stopped at the same ticks, more and more seldom, and compared. When they differ, the program is run again from its start, with
// one stop only, in the middle of the ticks that are in question, and again, until the first tick is known at which they differ: so
// what is found is the work of compiled code that nobody disturbed before.

using System.Diagnostics;
using System.Globalization;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit.Verification;

/// <summary>How a verification ended.</summary>
/// <param name="Machine">The interpreting machine.</param>
/// <param name="Outcome">How its run ended; meaningless after a difference.</param>
/// <param name="Report">Some lines that say what was found.</param>
/// <param name="Differs">Interpreted and compiled code did not do the same.</param>
internal sealed record VerificationResult(VirtualMachine Machine, Outcome Outcome, string Report, bool Differs);

/// <summary>Runs a program both ways and compares.</summary>
internal sealed class JitVerification
{
    private const long FirstCheckpoint = 500;

    /// <summary>The next checkpoint is a tick in that many further on: so their number grows with the logarithm of the time.</summary>
    private const long Sparseness = 16;

    /// <summary>Looking for the first tick takes no longer than this, in seconds, and then says what it knows.</summary>
    private const int Patience = 60;

    /// <summary>Makes a machine that compiles, or one that does not, and makes the program ready on it. Called on the thread that runs it.</summary>
    internal required Func<bool, PreparedRun> Prepare { get; init; }

    /// <summary>What programs read.</summary>
    internal required RecordedInput Input { get; init; }

    /// <summary>Shows a value, shortened.</summary>
    internal required Func<Value, string> Print { get; init; }

    /// <summary>How a run ended, in words.</summary>
    internal required Func<Outcome, string> Render { get; init; }

    /// <summary>Bytes of the stack of a thread that runs a machine.</summary>
    internal required int ThreadSize { get; init; }

    /// <summary>Runs to the end, or to the first difference.</summary>
    /// <param name="output">Where what the program writes goes, once.</param>
    /// <param name="errors">Likewise its errors.</param>
    /// <exception cref="IOException">Its output cannot be written.</exception>
    internal VerificationResult Run(Stream output, Stream errors)
    {
        var run = new Lockstep(this, FirstCheckpoint, tick => tick + Math.Max(FirstCheckpoint, tick / Sparseness));
        run.Run(output, errors);
        if (run.Difference is null)
        {
            string end = run.Outcome.Kind == OutcomeKind.Interrupted ? "" : " and at the end";
            string report = string.Create(
                CultureInfo.InvariantCulture,
                $"jit-verify: no difference at {run.Checkpoints} checkpoints{end}; {run.Compiling.Jit?.MethodsCompiled ?? 0} methods compiled, {run.Interpreting.TicksUsed} ticks\n");
            return new VerificationResult(run.Interpreting, run.Outcome, report, false);
        }

        return new VerificationResult(run.Interpreting, run.Outcome, Narrow(run), true);
    }

    /// <summary>Finds the first tick at which there is a difference, and says all about it.</summary>
    private string Narrow(Lockstep seen)
    {
        var watch = Stopwatch.StartNew();
        long without = seen.TickWithout;
        long with = Math.Max(seen.Tick, Math.Max(seen.Interpreting.TicksUsed, without + 1));
        var found = Probe(with);
        if (found.Difference is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"jit-verify: interpreted and compiled differ after tick {without}, but only if they were stopped before\n  {seen.Difference}\n") + Pictures(seen);
        }

        // Without its own probe nothing is known of the state at the tick before.
        Lockstep? before = null;
        while (with - without > 1 && watch.Elapsed.TotalSeconds < Patience)
        {
            long middle = without + ((with - without) / 2);
            var probe = Probe(middle);
            if (probe.Difference is null)
            {
                without = middle;
                before = probe;
            }
            else
            {
                with = middle;
                found = probe;
            }
        }

        before ??= without > 0 ? Probe(without) : null;
        string place = found.Pictures.Length > 0 ? $"at tick {found.Tick}" : "at the end";
        return string.Create(CultureInfo.InvariantCulture, $"jit-verify: interpreted and compiled differ {place}\n  {found.Difference}\n")
            + Pictures(found)
            + (before is { Pictures.Length: > 0, Difference: null } ? string.Create(CultureInfo.InvariantCulture, $"the same in both at tick {before.Tick}:\n{before.Pictures[0]}") : "");
    }

    /// <summary>Runs from the start to a tick, and compares there.</summary>
    private Lockstep Probe(long tick)
    {
        var run = new Lockstep(this, tick, _ => -1);
        run.Run(null, null);
        return run;
    }

    private static string Pictures(Lockstep run) => run.Pictures.Length == 0 ? "" : $"interpreted:\n{run.Pictures[0]}compiled:\n{run.Pictures[1]}";
}

// --jit-verify: the program runs on two machines at once, and is run again to find the place where they differ.

using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.Instrumentation;
using Ouro.Machine.Jit.Verification;
using Ouro.Machine.Languages;

namespace Ouro.Cli;

internal sealed class VerifiedSession(Invocation invocation, Language language, SourceText source) : IDisposable
{
    private const int LongestValue = 80;
    private const int LongestResult = 2000;

    private Interrupts? _interrupts;

    /// <summary>Runs a program interpreted and compiled, and compares.</summary>
    /// <returns>The exit status of the process: the program's own if there was no difference.</returns>
    internal int Run()
    {
        var verification = new JitVerification
        {
            Prepare = Prepare,
            Input = new RecordedInput(() => DescriptorStream.Standard(0)),
            Print = value => language.Print(value, LongestValue),
            Render = Render,
            ThreadSize = OwnThread.Size,
        };
        var result = verification.Run(DescriptorStream.Standard(1), DescriptorStream.Standard(2));
        _interrupts?.RunEnded();
        int status = result.Differs ? ExitStatus.Uncaught : Session.Report(result.Machine, language, invocation, source, result.Outcome);
        Output.Error(result.Report);
        return status;
    }

    public void Dispose() => _interrupts?.Dispose();

    private PreparedRun Prepare(bool compiles)
    {
        var machine = Session.MakeMachine(invocation, language, compiles, out string? failure);
        if (!compiles)
        {
            _interrupts?.Dispose();
            _interrupts = new Interrupts(machine);
        }

        if (invocation.IsLimited)
        {
            Session.SetLimits(machine, invocation);
        }

        return new PreparedRun(machine, starts => failure is null
            ? Session.CompileAndExecute(machine, language, invocation, source, starts)
            : new Outcome(OutcomeKind.Uncaught, Value.Object(new Condition(ConditionKind.Other, failure)), []));
    }

    private string Render(Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Value => language.Print(outcome.Value, LongestResult),
        OutcomeKind.Exit => "exit " + language.Print(outcome.Value, LongestResult),
        _ => ErrorReport.Render(language, source, outcome),
    };
}

using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Runs from the host: one inside the other, one after the other, interrupted, stopped.</summary>
public class RunNestingTests : ModeTests
{
    private const string Forever = "(code (name forever) (body head (loop head)))";

    private static VirtualMachine NewWithHost(string mode)
    {
        var machine = New(mode);
        machine.AddPrimitives(GeneratedPrimitives.Catalogue);
        return machine;
    }

    /// <summary>Instructions that call host-run with a closure of the code, as an instruction or as a procedure.</summary>
    private static string HostRun(string code, bool direct) => direct
        ? $"(closure 2 {code}) (primitive-1 0 2 (primitive host-run)) (return 0)"
        : $"(closure 2 {code}) (constant 1 (primitive host-run)) (call 0 1 0) (return 0)";

    [Theory]
    [MemberData(nameof(Modes))]
    public void RunsNest(string mode)
    {
        var machine = NewWithHost(mode);
        foreach (bool direct in (bool[])[false, true])
        {
            Same("value: 5", Run(machine, $"(code (body {HostRun("(code (body (fixnum 0 5) (return 0)))", direct)}))"));
            string code = "(code (body (fixnum 0 0) (return 0)))";
            for (int i = 0; i < 30; i++)
            {
                code = $"(code (body {HostRun(code, direct)[..^10]} (fixnum 3 {i}) (cons 0 3 0) (return 0)))";
            }

            Begins("value: (29 28 27", Run(machine, code));
            Same("value: (uncaught . \"argument 1 must be a pair, got\")", Run(machine, $"(code (body {HostRun("(code (body (fixnum 0 1) (car 0 0) (return 0)))", direct)}))"));
        }
    }

    /// <summary>A host that starts a run while another thread is in one gets an error, and that run is not disturbed.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void OneThreadAtATime(string mode)
    {
        var machine = NewWithHost(mode);
        const string Code = "(code (body (closure 2 (code (body (fixnum 0 5) (return 0)))) (primitive-1 0 2 (primitive host-run-elsewhere)) (fixnum 1 7) (cons 0 0 1) (return 0)))";
        Same("value: ((uncaught . \"this machine is running on another thread already; a machine runs on one thread at a time\") . 7)", Run(machine, Code));
    }

    /// <summary>Handlers of the outer run are not called by the inner one: it ends, and the host function decides.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void HandlersDoNotReachIntoTheInnerRun(string mode)
    {
        var machine = NewWithHost(mode);
        foreach (bool direct in (bool[])[false, true])
        {
            string thunk = $"(code (body {HostRun("(code (body (constant 0 (quote thrown)) (raise 0)))", direct)}))";
            const string Handler = "(code (name handler) (parameters 1) (body (constant 0 (quote wrong)) (return 0)))";
            Same("value: (uncaught . thrown)", Run(machine, $"(code (body (closure 2 {Handler}) (closure 3 {thunk}) (constant 1 (primitive with-exception-handler)) (call 0 2 0) (return 0)))"));
            Same("value: (uncaught . thrown)", Run(machine, $"(code (body from (closure 2 {thunk}) (call 0 0 1) to (return 0) h (caught 0) (constant 0 (quote wrong)) (return 0)) (handlers (from to h 0)))"));
            Same("value: 3", Run(machine, $"(code (body (closure 2 (code (body (fixnum 0 3) (return 0)))) (constant 1 (primitive host-run)) (call 0 1 0) (return 0)))"));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void ContinuationsDoNotCrossRuns(string mode)
    {
        var machine = NewWithHost(mode);
        Set(machine, "k", Value.False);
        const string Ended = "a continuation returned to a call from the host that has ended";

        // From a run that has ended.
        const string Capture = "(code (body (closure 2 (code (parameters 1) (body (global-set 0 (global test k)) (fixnum 0 1) (return 0)))) (constant 1 (primitive call-with-current-continuation)) (call 0 1 0) (return 0)))";
        Same("value: 1", Run(machine, Capture));
        Same("uncaught: " + Ended, Run(machine, "(code (body (fixnum 2 5) (global 1 (global test k)) (call 0 1 0) (return 0)))"));

        // From the outer run into its own frames, in the inner one.
        const string Outer = "(code (parameters 1) (body (global-set 0 (global test k)) (closure 2 (code (body (fixnum 2 5) (global 1 (global test k)) (call 0 1 0) (return 0)))) (primitive-1 0 2 (primitive host-run)) (return 0)))";
        Same("value: (uncaught . \"a continuation cannot lead out of a procedure that the host called\")", Run(machine, $"(code (body (closure 2 {Outer}) (constant 1 (primitive call-with-current-continuation)) (call 0 1 0) (return 0)))"));
        Same("value: (uncaught . \"a continuation cannot lead out of a procedure that the host called\")", Run(machine, $"(code (body (closure 2 {Outer}) (constant 1 (primitive call-with-escape-continuation)) (call 0 1 0) (return 0)))"));

        // An escape continuation after its call has returned, in the same run.
        Same("uncaught: an escape continuation was called after its extent ended", Run(machine, "(code (body (closure 2 (code (parameters 1) (body (return 0)))) (constant 1 (primitive call-with-escape-continuation)) (call 1 1 0) (fixnum 2 5) (call 0 1 0) (return 0)))"));
    }

    /// <summary>An escape continuation as an argument of other native activations does not stop there.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void EscapesGoToWhereTheyWereMade(string mode)
    {
        var machine = NewWithHost(mode);
        Value parameter = Value.Object(new Parameter(Value.False, Value.False));
        Set(machine, "parameter", parameter);
        string[] receivers =
        [
            // with-parameter holds it where call-with-escape-continuation does.
            "(move 5 0) (global 4 (global test parameter)) (closure 6 (code (body (global 1 (global test parameter)) (call 0 0 0) (move 1 0) (fixnum 2 10) (call 0 1 0) (return 0)))) (constant 3 (primitive with-parameter)) (call 1 3 2) (add-immediate 1 1 1) (return 1)",
            "(constant 3 (primitive call-with-values)) (closure 4 (code (body (fixnum 0 10) (return 0)))) (move 5 0) (call 1 2 2) (add-immediate 1 1 1) (return 1)",
            "(constant 3 (primitive with-exception-handler)) (move 4 0) (closure 5 (code (body (fixnum 0 10) (raise 0)))) (call 1 2 2) (add-immediate 1 1 1) (return 1)",
        ];
        foreach (string receiver in receivers)
        {
            Same("value: 10", Run(machine, $"(code (body (closure 2 (code (parameters 1) (body {receiver}))) (constant 1 (primitive call-with-escape-continuation)) (call 0 1 0) (return 0)))"));
        }

        // As the thunk of dynamic-wind, called without arguments: the after thunk runs once.
        string wind = $"(constant 3 (primitive dynamic-wind)) (closure 4 {Marker("in")}) (move 5 0) (closure 6 {Marker("out")}) (call 1 3 2) (fixnum 1 1) (return 1)";
        Same("value: #!unspecified", Run(machine, $"(code (body (closure 2 (code (parameters 1) (body {wind}))) (constant 1 (primitive call-with-escape-continuation)) (call 0 1 0) (return 0)))"));
        Same("in out", TakeTrace(machine));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void InterruptsFromAnotherThread(string mode)
    {
        var machine = NewWithHost(mode);
        foreach (string code in (string[])[Forever, $"(code (body {HostRun(Forever, direct: true)}))", "(code (body (self 1) (tail-call 0 0)))"])
        {
            using var interrupter = new Timer(_ => machine.RequestInterrupt(), null, 20, Timeout.Infinite);
            string got = Run(machine, code);
            Assert.True(got is "interrupted: interrupted" or "value: (interrupted . \"interrupted\")", got);
            Same("value: 5", Run(machine, "(code (body (fixnum 0 5) (return 0)))"));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void LimitsInsideNestedRuns(string mode)
    {
        var machine = NewWithHost(mode);
        machine.SetLimits(new MachineLimits { Ticks = 10_000 });
        Assert.Contains("limit", Run(machine, $"(code (body {HostRun(Forever, direct: true)}))"), StringComparison.Ordinal);

        // The outer run has nothing left either.
        Begins("limit: ", Run(machine, $"(code (body {HostRun(Forever, direct: true)[..^10]} (global 2 (global test note)) (move 3 0) head (loop head)))"));
        machine.SetLimits(new MachineLimits());
        Same("value: 5", Run(machine, "(code (body (fixnum 0 5) (return 0)))"));
        machine.SetLimits(new MachineLimits { Time = TimeSpan.FromMilliseconds(50) });
        Begins("limit: the time limit of 0.05 s", Run(machine, Forever));
    }

    /// <summary>Recursion is limited by memory, and nothing else: the stack is not charged as an allocation.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void EndlessRecursion(string mode)
    {
        var machine = NewWithHost(mode);
        const string Recursion = "(code (name recursion) (parameters 1) (body (self 3) (move 4 0) (call 1 1 2) (add-immediate 1 1 1) (return 1)))";
        machine.SetLimits(new MachineLimits { Memory = GC.GetTotalMemory(true) + (256 << 20) });
        Begins("limit: the memory limit of", Run(machine, Recursion, Value.Fixnum(1)));

        // Lists that only rest parameters make are counted too.
        machine.SetLimits(new MachineLimits { Allocation = 64 << 20 });
        Set(machine, "list", Value.EmptyList);
        const string Lists = "(code (body (closure 1 (code (parameters 0 0 #t) (body (return 0)))) head (move 3 1) (global 4 (global test list)) (call 0 1 2) (global-set 0 (global test list)) (loop head)))";
        Begins("limit: the limit of 67108864 bytes allocated is reached", Run(machine, Lists));
        machine.SetLimits(new MachineLimits());
        Set(machine, "list", Value.EmptyList);
        Same("value: 5", Run(machine, "(code (body (fixnum 0 5) (return 0)))"));
    }
}

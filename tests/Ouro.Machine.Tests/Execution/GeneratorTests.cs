using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Generators: detached activations.</summary>
public class GeneratorTests : ModeTests
{
    /// <summary>Yields its argument, the next number, ..., for ever; adds what is sent.</summary>
    private const string Count = "(code (name count) (parameters 1) (body (make-generator 1) head (yield 1 0) (add-immediate 0 0 1) (branch-absent 1 #t next) (add 0 0 1) next (loop head)))";

    private static string Resume(VirtualMachine machine, Value generator, Value sent) => Describe(machine.Run(Primitive(machine, "generator-resume"), generator, sent));

    private static bool IsDone(VirtualMachine machine, Value generator) => machine.Run(Primitive(machine, "generator-done?"), generator).Value.IsTrue;

    private static Value Make(VirtualMachine machine, string code, params Value[] arguments)
    {
        var outcome = machine.Run(Closure(machine, code), arguments);
        Assert.IsType<Generator>(outcome.Value.Ref);
        return outcome.Value;
    }

    /// <summary>Code of a procedure that resumes its argument, sending 0, from a depth of calls with frames of different sizes.</summary>
    private static string ResumeDeep(int depth) => $$"""
        (code (name resume-deep) (parameters 1)
          (body (fixnum 5 {{depth}}) (move 6 0)
                (closure 4 (code (name deep) (parameters 2)
                  (body (branch-equal-immediate 0 0 #f more)
                        (move 10 1) (fixnum 11 0) (constant 9 (primitive generator-resume)) (call 2 2 8) (return 2)
                        more (self 7) (add-immediate 8 0 -1) (move 9 1) (call 2 2 6) (return 2))))
                (call 1 2 3) (return 1)))
        """;

    [Theory]
    [MemberData(nameof(Modes))]
    public void ManyAtOnceAtAnyDepth(string mode)
    {
        var machine = New(mode);
        var generators = Enumerable.Range(0, 5).Select(i => Make(machine, Count, Value.Fixnum(100 * i))).ToArray();
        for (int round = 0; round < 40; round++)
        {
            for (int i = 0; i < generators.Length; i++)
            {
                Same($"value: {(100 * i) + round}", Run(machine, ResumeDeep(round * i % 37), generators[i]));
            }
        }

        Assert.False(IsDone(machine, generators[0]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void BodiesCallAndRecurse(string mode)
    {
        var machine = New(mode);

        // Yields the sums 1 + ... + n for n = 1, 2, ..., each by recursion, and ends with a list of what was sent.
        Define(machine, "sum", "(code (name sum) (parameters 1) (body (branch-equal-immediate 0 0 #f more) (return 0) more (add-immediate 4 0 -1) (call-global (global test sum) 1 1 2) (add 1 1 0) (return 1)))");
        Value generator = Make(machine, """
            (code (name sums) (body (make-generator 0) (constant 1 (quote ())) (fixnum 0 0)
              head (add-immediate 0 0 1) (move 5 0) (call-global (global test sum) 2 1 3) (yield 3 2) (cons 1 3 1) (branch-less-immediate 0 60 #f done) (loop head) done (return 1)))
            """);
        int sum = 0;
        for (int n = 1; n <= 60; n++)
        {
            Same($"value: {sum += n}", Resume(machine, generator, Value.Fixnum(n - 1)));
        }

        Begins("value: (60 59 58", Resume(machine, generator, Value.Fixnum(60)));
        Assert.True(IsDone(machine, generator));
        Begins("uncaught: the generator has finished:", Resume(machine, generator, Value.False));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void AnErrorOrEscapeEndsIt(string mode)
    {
        var machine = New(mode);
        Value failing = Make(machine, "(code (name failing) (body (make-generator 0) (yield 0 0) (car 0 0) (return 0)))");
        Same("value: 1", Resume(machine, failing, Value.Fixnum(1)));
        Begins("uncaught: argument 1 must be a pair", Resume(machine, failing, Value.Fixnum(2)));
        Assert.True(IsDone(machine, failing));
        Begins("uncaught: the generator has finished:", Resume(machine, failing, Value.Fixnum(3)));

        Value escaping = Make(machine, "(code (name escaping) (body (make-generator 0) (fixnum 3 7) (move 2 0) (call 0 1 1) (return 0)))");
        Set(machine, "g", escaping);
        const string Escape = """
            (code (body (closure 2 (code (name receiver) (parameters 1) (body (move 3 0) (global 2 (global test g)) (constant 1 (primitive generator-resume)) (call 0 2 0) (return 0))))
                        (constant 1 (primitive call-with-current-continuation)) (call 0 1 0) (return 0)))
            """;
        Same("value: 7", Run(machine, Escape));
        Assert.True(IsDone(machine, escaping));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void OneThatRunsCannotBeResumed(string mode)
    {
        var machine = New(mode);
        Set(machine, "g", Make(machine, """
            (code (name itself) (body (make-generator 0) (global 3 (global test g)) (fixnum 4 0) (constant 2 (primitive generator-done?)) (call 0 1 1) (move 5 0)
              (global 3 (global test g)) (fixnum 4 0) (constant 2 (primitive generator-resume)) (call 0 2 1) (return 0)))
            """));
        Begins("uncaught: the generator is already running:", Resume(machine, Get(machine, "g"), Value.False));
        Begins("uncaught: argument 1 must be a generator", Resume(machine, Value.Fixnum(1), Value.False));
        Begins("uncaught: yield outside", Run(machine, "(code (body (fixnum 0 0) (yield 0 0) (return 0)))"));
        Begins("uncaught: yield outside", Run(machine, "(code (parameters 1) (body (closure 3 (code (body (fixnum 0 0) (yield 0 0) (return 0)))) (call 1 0 2) (return 1)))", Get(machine, "g")));
    }

    /// <summary>A generator makes a continuation in its body: it may be entered while the generator runs, and not after it was suspended.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void ContinuationsOfItsBody(string mode)
    {
        var machine = New(mode);
        Set(machine, "k", Value.False);
        const string Capture = "(code (name capture) (parameters 1) (body (global-set 0 (global test k)) (fixnum 0 1) (return 0)))";

        // The body goes back to its own continuation twice before it yields.
        Value again = Make(machine, $$"""
            (code (name again) (body (make-generator 0) (closure 3 {{Capture}}) (constant 2 (primitive call-with-current-continuation)) (call 0 1 1)
              (branch-less-immediate 0 3 #f done) (add-immediate 3 0 1) (global 2 (global test k)) (call 0 1 1) done (yield 0 0) (return 0)))
            """);
        Same("value: 3", Resume(machine, again, Value.False));

        // From outside, after the yield: the activation that the continuation holds is not the one that is suspended.
        const string Outside = "(code (body (fixnum 2 5) (global 1 (global test k)) (call 0 1 0) (return 0)))";
        Begins("uncaught: ", Run(machine, Outside));
        Same("value: done", Resume(machine, again, Symbol(machine, "done")));
        Assert.True(IsDone(machine, again));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void SendingSeveralValuesGivesTheFirst(string mode)
    {
        var machine = New(mode);
        Value generator = Make(machine, "(code (name echo) (body (make-generator 0) head (yield 0 0) (loop head)))");
        Same("value: 8", Resume(machine, generator, Value.Object(new MultipleValues([Value.Fixnum(8), Value.Fixnum(9)]))));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void ResumingIsCharged(string mode)
    {
        var machine = New(mode);
        Value generator = Make(machine, Count.Replace("(parameters 1)", "(parameters 1) (registers 60000)", StringComparison.Ordinal), Value.Fixnum(0));
        long before = machine.TicksUsed;
        Same("value: 0", Resume(machine, generator, Value.Absent));
        Assert.True(machine.TicksUsed - before >= 60_000 / 16 * 2, $"{machine.TicksUsed - before} ticks");
    }
}

using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Continuations and winders.</summary>
public class ContinuationTests : ModeTests
{
    /// <summary>A continuation captured inside two winders is entered again from outside, and left again.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void ReEntryRunsWinders(string mode)
    {
        var machine = New(mode);
        Set(machine, "k", Value.False);
        Set(machine, "turns", Value.Fixnum(0));
        const string Capture = "(code (parameters 1) (body (global-set 0 (global test k)) (constant 0 (quote first)) (return 0)))";
        string inner = $"(code (body (closure 3 {Capture}) (constant 2 (primitive call-with-current-continuation)) (call 0 1 1) (global 2 (global test note)) (move 3 0) (call 1 1 1) (return 0)))";
        string middle = $"(code (body (closure 2 {Marker("in2")}) (closure 3 {inner}) (closure 4 {Marker("out2")}) (constant 1 (primitive dynamic-wind)) (call 0 3 0) (return 0)))";
        string program = $"""
            (code (body (closure 4 {Marker("in1")}) (closure 5 {middle}) (closure 6 {Marker("out1")}) (constant 3 (primitive dynamic-wind)) (call 0 3 2)
              (global 1 (global test turns)) (add-immediate 1 1 1) (global-set 1 (global test turns)) (branch-less-immediate 1 3 #f done)
              (move 4 1) (global 3 (global test k)) (call 0 1 2)
              done (return 0)))
            """;
        Same("value: 2", Run(machine, program));
        Same("in1 in2 first out2 out1 in1 in2 1 out2 out1 in1 in2 2 out2 out1", TakeTrace(machine));
    }

    /// <summary>Leaving and entering many winders is linear: each transfer of 20,000 would otherwise take minutes.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void ManyWinders(string mode)
    {
        var machine = New(mode);
        Set(machine, "k", Value.False);
        Set(machine, "turns", Value.Fixnum(0));
        Set(machine, "count", Value.Fixnum(0));
        const int Depth = 20_000;
        Define(machine, "tick", "(code (name tick) (body (global 0 (global test count)) (add-immediate 0 0 1) (global-set 0 (global test count)) (return 0)))");
        Define(machine, "deep", """
            (code (name deep) (parameters 1)
              (body (branch-equal-immediate 0 0 #f more)
                    (closure 3 (code (parameters 1) (body (global-set 0 (global test k)) (fixnum 0 1) (return 0)))) (constant 2 (primitive call-with-current-continuation)) (tail-call 1 1)
                    more
                    (global 3 (global test tick)) (global 5 (global test tick))
                    (closure 4 (code (free 1) (body (free 3 0) (add-immediate 3 3 -1) (call-global (global test deep) 0 1 1) (return 0))))
                    (closure-set 4 0 0)
                    (constant 2 (primitive dynamic-wind)) (call 1 3 1) (return 1)))
            """);
        string program = $"""
            (code (body (constant 4 (quote {Depth})) (call-global (global test deep) 0 1 2)
              (global 1 (global test turns)) (add-immediate 1 1 1) (global-set 1 (global test turns)) (branch-less-immediate 1 4 #f done)
              (move 4 1) (global 3 (global test k)) (call 0 1 2)
              done (global 0 (global test count)) (return 0)))
            """;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Same($"value: {2 * Depth * 4}", Run(machine, program));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    /// <summary>A continuation captured in a before thunk while a transfer runs it goes on with that transfer.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void CapturedInTheThunksOfATransfer(string mode)
    {
        var machine = New(mode);
        foreach (string name in (string[])["k", "k2"])
        {
            Set(machine, name, Value.False);
        }

        Set(machine, "turns", Value.Fixnum(0));
        string note(string mark) => $"(global 1 (global test note)) (constant 2 (quote {mark})) (call 0 1 0)";
        string capture(string name) => $"(closure 2 (code (parameters 1) (body (global-set 0 (global test {name})) (fixnum 0 0) (return 0)))) (constant 1 (primitive call-with-current-continuation)) (call 0 1 0)";
        string before = $"(code (body {note("in")} {capture("k2")} {note("in-again")} (return 0)))";
        string thunk = $"(code (body {capture("k")} {note("body")} (return 0)))";
        string program = $"""
            (code (body (closure 4 {before}) (closure 5 {thunk}) (closure 6 {Marker("out")}) (constant 3 (primitive dynamic-wind)) (call 0 3 2)
              (global 1 (global test turns)) (add-immediate 1 1 1) (global-set 1 (global test turns))
              (branch-less-immediate 1 3 #f done)
              (fixnum 4 7) (branch-equal-immediate 1 1 #f second) (global 3 (global test k)) (call 0 1 2)
              second (fixnum 4 7) (global 3 (global test k2)) (call 0 1 2)
              done (return 0)))
            """;
        Same("value: body", Run(machine, program));
        Same("in in-again body out in in-again body out in-again body out", TakeTrace(machine));
    }

    /// <summary>Deep recursion, captured at the bottom, and unwound through frozen segments twice.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void DeepReEntry(string mode)
    {
        var machine = New(mode);
        Set(machine, "k", Value.False);
        Set(machine, "turns", Value.Fixnum(0));
        Define(machine, "deep", "(code (name deep) (parameters 1) (body (branch-equal-immediate 0 0 #f more) (closure 3 (code (parameters 1) (body (global-set 0 (global test k)) (fixnum 0 0) (return 0)))) (constant 2 (primitive call-with-current-continuation)) (tail-call 1 1) more (add-immediate 4 0 -1) (call-global (global test deep) 1 1 2) (add-immediate 1 1 1) (return 1)))");
        const string Program = """
            (code (body (constant 4 (quote 30000)) (call-global (global test deep) 0 1 2) (move 4 0) (call-global (global test note) 0 1 2)
              (global 1 (global test turns)) (add-immediate 1 1 1) (global-set 1 (global test turns)) (branch-less-immediate 1 3 #f done)
              (move 4 1) (global 3 (global test k)) (call 0 1 2) done (return 0)))
            """;
        Same("value: 30002", Run(machine, Program));
        Same("30000 30001 30002", TakeTrace(machine));
    }

    /// <summary>The same program uses the same ticks, in every loop.</summary>
    [Fact]
    public void TicksAreTheSame()
    {
        var used = new List<(long, long)>();
        foreach (string mode in (string[])["plain", "plain", "instrumented", "instrumented"])
        {
            var machine = New(mode);
            Set(machine, "k", Value.False);
            Define(machine, "f", "(code (name f) (parameters 0 1 #t) (body (branch-absent 0 #t none) (constant 4 (primitive apply)) (global 5 (global test f)) (move 6 1) (tail-call 2 3) none (fixnum 3 1) (constant 2 (primitive raise-continuable)) (tail-call 1 1)))");
            machine.SetLimits(new MachineLimits());
            _ = machine.Run(Get(machine, "f"), [.. Enumerable.Range(0, 5_000).Select(i => Value.Fixnum(i))]);
            used.Add((machine.TicksUsed, machine.BytesAllocated));
        }

        Assert.Single(used.Distinct());
    }
}

using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Exception tables: what catches what, with everything that may lie between.</summary>
public class ExceptionTableTests : ModeTests
{
    /// <summary>Calls its argument, a thunk, under a handler that gives (caught . X), with 42 kept in a register below the depth.</summary>
    private const string Try = """
        (code (name try) (parameters 1)
          (body (fixnum 1 42) from (move 4 0) (call 2 0 3) to (return 2)
                handler (caught 2) (cons 1 2 1) (return 1))
          (handlers (from to handler 2)))
        """;

    private const string RaiseFive = "(code (name raise-five) (body (fixnum 0 5) (raise 0)))";
    private const string CarOfFive = "(code (name car-of-five) (body (fixnum 0 5) (car 0 0) (return 0)))";

    private static VirtualMachine NewWithTry(string mode)
    {
        var machine = New(mode);
        Define(machine, "try", Try);
        Define(machine, "raise-five", RaiseFive);
        Define(machine, "car-of-five", CarOfFive);
        return machine;
    }

    /// <summary>Code that calls (try (lambda () BODY)).</summary>
    private static string Trying(string body) => $"(code (name trying) (body (closure 2 (code (name body) (body {body}))) (global 1 (global test try)) (tail-call 1 0)))";

    /// <summary>Instructions that call a primitive with constants from register 2 on, in tail position.</summary>
    private static string TailCall(string primitive, params string[] arguments) =>
        string.Concat(arguments.Select((argument, i) => $"{(argument.StartsWith("(code", StringComparison.Ordinal) ? "(closure" : "(constant")} {i + 2} {argument}) "))
        + $"(constant 1 (primitive {primitive})) (tail-call {arguments.Length} 0)";

    [Theory]
    [MemberData(nameof(Modes))]
    public void AcrossCallsAndNativeActivations(string mode)
    {
        var machine = NewWithTry(mode);
        const string Expected = "value: (5 . 42)";
        Same(Expected, Run(machine, Trying("(call-global (global test raise-five) 0 0 1) (return 0)")));
        Same(Expected, Run(machine, Trying(TailCall("apply", RaiseFive, "(quote ())"))));
        Same(Expected, Run(machine, Trying(TailCall("call-with-values", RaiseFive, RaiseFive))));
        Same(Expected, Run(machine, Trying(TailCall("call-with-current-continuation", RaiseFive.Replace("(body", "(parameters 1) (body", StringComparison.Ordinal)))));
        Same(Expected, Run(machine, Trying(TailCall("raise", "(quote 5)"))));
        Same(Expected, Run(machine, Trying(TailCall("raise-continuable", "(quote 5)"))));
        Same(Expected, Run(machine, Trying(Deep(200))));

        static string Deep(int depth) => $"(fixnum 4 {depth}) (constant 3 (quote x)) (closure 3 (code (name deep) (parameters 1) (body (branch-equal-immediate 0 0 #f more) (fixnum 0 5) (raise 0) more (self 3) (add-immediate 4 0 -1) (call 1 1 2) (add 1 1 1) (return 1)))) (call 1 1 2) (return 1)";
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void MachineErrorsAreCaughtWithTheirOperation(string mode)
    {
        var machine = NewWithTry(mode);
        var outcome = machine.Run(Closure(machine, Trying("(call-global (global test car-of-five) 0 0 1) (return 0)")));
        var condition = Assert.IsType<Condition>(Assert.IsType<Pair>(outcome.Value.Ref).Car.Ref);
        Assert.Equal(("car", ConditionKind.WrongType), (condition.Operation, condition.Kind));
        Assert.Contains("(", Run(machine, Trying("(constant 1 (quote no-procedure)) (tail-call 0 0)")), StringComparison.Ordinal);
        Assert.Contains("(", Run(machine, Trying("(global 1 (global test try)) (call 0 0 0) (return 0)")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void NestedTriesAndRaisesOutOfHandlers(string mode)
    {
        var machine = NewWithTry(mode);
        string inner = Trying("(call-global (global test raise-five) 0 0 1) (return 0)");
        Same("value: (5 . 42)", Run(machine, Trying($"(closure 1 {inner}) (call 0 0 0) (return 0)")));
        Same("value: ((5 . 42) . 42)", Run(machine, Trying($"(closure 1 {inner}) (call 0 0 0) (raise 0)")));

        // The handler's own block is not covered by it.
        Same("uncaught: 5", Run(machine, "(code (body (fixnum 0 5) a (raise 0) b h (caught 1) (raise 1)) (handlers (a b h 1)))"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void WindersRunOnTheWay(string mode)
    {
        var machine = NewWithTry(mode);
        string wind = TailCall("dynamic-wind", Marker("in"), RaiseFive, Marker("out"));
        Same("value: (5 . 42)", Run(machine, Trying(wind)));
        Same("in out", TakeTrace(machine));

        string nested = TailCall("dynamic-wind", Marker("in1"), $"(code (name inside) (body {wind}))", Marker("out1"));
        Same("value: (5 . 42)", Run(machine, Trying(nested)));
        Same("in1 in out out1", TakeTrace(machine));
    }

    /// <summary>A handler procedure that is nearer than the table is called; a table that is nearer wins.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void TheNearerOfTableAndProcedure(string mode)
    {
        var machine = NewWithTry(mode);
        const string Handler = "(code (name handler) (parameters 1) (body (constant 1 (quote handled)) (return 1)))";
        foreach (string raise in (string[])[TailCall("raise-continuable", "(quote 5)"), "(constant 2 (quote 5)) (constant 1 (primitive raise-continuable)) (call 0 1 0) (return 0)"])
        {
            Same("value: handled", Run(machine, Trying(TailCall("with-exception-handler", Handler, $"(code (name thunk) (body {raise}))"))));
            Same("value: (5 . 42)", Run(machine, $"(code (body {TailCall("with-exception-handler", Handler, Trying(raise))}))"));
        }

        // A handler that returns from a raise: the error is that of the handlers outside, here the table.
        string message = Run(machine, Trying(TailCall("with-exception-handler", Handler, RaiseFive)));
        Assert.Contains("(", message, StringComparison.Ordinal);
        Assert.EndsWith(" . 42)", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void RaisesInsideHandlerProcedures(string mode)
    {
        var machine = NewWithTry(mode);
        string inTry = Trying("(call-global (global test raise-five) 0 0 1) (return 0)");

        // A table in the handler procedure catches what that raises.
        string catching = $"(code (name handler) (parameters 1) (body (closure 2 {inTry}) (call 0 0 1) (return 0)))";
        Same("value: (5 . 42)", Run(machine, $"(code (body {TailCall("with-exception-handler", catching, $"(code (body {TailCall("raise-continuable", "(quote 1)")}))")}))"));

        // What it does not catch goes to the handlers outside of it, though other activations lie between.
        string raising = "(code (name handler) (parameters 1) (body (constant 1 (quote again)) (cons 1 1 0) (raise 1)))";
        Same("value: ((again . 5) . 42)", Run(machine, Trying(TailCall("with-exception-handler", raising, RaiseFive))));
        string outer = "(code (name outer) (parameters 1) (body (constant 1 (quote outer)) (cons 1 1 0) (return 1)))";
        string reraising = $"(code (name handler) (parameters 1) (body (move 3 0) (constant 2 (primitive raise-continuable)) (tail-call 1 1)))";
        Same("value: (outer . 7)", Run(machine, $"(code (body {TailCall("with-exception-handler", outer, $"(code (body {TailCall("with-exception-handler", reraising, $"(code (body {TailCall("raise-continuable", "(quote 7)")}))")}))")}))"));
    }

    /// <summary>While a transfer runs an after thunk, what it leaves is already left: its tables do not catch what the thunk raises.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void WhatIsLeftDoesNotCatch(string mode)
    {
        var machine = NewWithTry(mode);
        const string Raises = "(code (name after) (body (constant 0 (quote from-after)) (raise 0)))";
        string leave = Trying("(global 1 (global test k)) (fixnum 2 1) (call 0 1 0) (return 0)");
        string wound = $"(code (name receiver) (parameters 1) (body (global-define 0 (global test k)) {TailCall("dynamic-wind", Marker("in"), leave, Raises)}))";
        foreach (string capture in (string[])["call-with-current-continuation", "call-with-escape-continuation"])
        {
            Same("value: (from-after . 42)", Run(machine, Trying(TailCall(capture, wound))));
            Same("in", TakeTrace(machine));
        }

        // Likewise a before thunk, on the way in: tables around the place where its winder was set up do.
        Set(machine, "again", Value.False);
        const string Before = "(code (name before) (body (global 0 (global test again)) (branch 0 #f first) (constant 1 (quote from-before)) (raise 1) first (return 0)))";
        const string Capture = "(code (name capture) (parameters 1) (body (global-define 0 (global test k)) (return 0)))";
        string inside = Trying(TailCall("dynamic-wind", Before, $"(code (name thunk) (body (closure 2 {Trying(TailCall("call-with-current-continuation", Capture))}) (call 0 0 1) (return 0)))", Marker("out")));
        string program = $"(code (body (closure 1 {inside}) (call 0 0 0) (global 1 (global test again)) (branch 1 #t done) (fixnum 1 1) (global-set 1 (global test again)) (fixnum 4 9) (global 3 (global test k)) (call 1 1 2) done (return 0)))";
        Same("value: (from-before . 42)", Run(machine, program));
        Same("out", TakeTrace(machine));
    }

    /// <summary>Two handlers that lead into each other's ranges never end by themselves.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void RaisingIsCharged(string mode)
    {
        var machine = NewWithTry(mode);
        machine.SetLimits(new MachineLimits { Ticks = 5_000 });
        const string Endless = """
            (code (body (fixnum 0 1) s (raise 0) a (caught 0) (raise 0) b (caught 0) (raise 0) e (return 0))
              (handlers (s a a 0) (a b b 0) (b e a 0)))
            """;
        Same("limit: the limit of 5000 ticks is reached", Run(machine, Endless));
        machine.SetLimits(new MachineLimits());
        Same("value: (5 . 42)", Run(machine, Trying(RaiseFive[RaiseFive.IndexOf("(fixnum", StringComparison.Ordinal)..^2])));
    }
}

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Tests.Code;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Exits from speculative code by frame states: several activations, objects that were not made yet, tiny segments.</summary>
public class ExitTests : ModeTests
{
    [Theory]
    [MemberData(nameof(Modes))]
    public void ManyActivations(string mode)
    {
        var machine = New(mode);

        // The code stands for a chain of inlined calls; the exit rebuilds all of them, of different sizes.
        string waiting = string.Concat(Enumerable.Range(0, 30).Select(i => $"(activation this after self (register 0) (register {i % 3}))"));
        string code = $"""
            (code (name chain) (parameters 3) (registers 20)
              (body (exit 0)
                    entry (self 8) (move 9 0) (move 10 1) (move 11 2) (call 2 3 7)
                    after (cons 2 1 2) (return 2)
                    last (constant 2 (quote ())) (return 2))
              (frame-states (state {waiting} (activation this last self (register 0) (register 1)))))
            """;
        string expected = "value: (" + string.Join(' ', Enumerable.Range(0, 30).Select(i => (i % 3) + 1)) + ")";
        Same(expected, Run(machine, code, Value.Fixnum(1), Value.Fixnum(2), Value.Fixnum(3)));

        // The same far down, where a segment is about to end.
        for (int depth = 0; depth < 40; depth++)
        {
            string deep = $"(code (parameters 2) (free 1) (body (free 2 0) (branch-equal-immediate 0 0 #f more) (move 4 2) (fixnum 5 1) (fixnum 6 2) (fixnum 7 3) (call 2 3 3) (return 2) more (self 5) (add-immediate 6 0 -1) (move 7 1) (call 2 2 4) (return 2)))";
            Same(expected, Run(machine, $"(code (body (closure 4 {deep}) (closure 1 {code}) (closure-set 4 0 1) (move 3 4) (fixnum 4 {depth}) (fixnum 5 0) (call 0 2 2) (return 0)))"));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void EveryVirtualObject(string mode)
    {
        var machine = New(mode);
        var type = new RecordType(machine.Intern("point"), [machine.Intern("x"), machine.Intern("y")]);
        const string Code = """
            (code (parameters 1)
              (body (unbox-long 1 0) (long-add 2 1 1 1) (exit 0)
                    generic (return 0)
                    other (return 0))
              (frame-states
                (state (virtual vector (register 0) (long 2) (virtual 0) (virtual 1) (virtual 2) (virtual 3) (virtual 4))
                       (virtual pair (virtual 0) (virtual 1))
                       (virtual box (virtual 2))
                       (virtual closure (code (name made) (free 3) (body (free 0 0) (return 0))) (virtual 3) (long 1) (quote constant))
                       (virtual record (quote point-type) (virtual 4) (virtual 0))
                  (activation this generic self (virtual 0)))
                (state (activation this other self (register 0)))))
            """;
        Value assembly = Replace(AssemblyText.Read(machine, Code), machine.Intern("point-type"), Value.Object(type));
        Value code = Assembler.Assemble(machine, assembly);
        var outcome = machine.Run(Value.Object(new Closure(Assert.IsType<CodeObject>(code.Ref))), Value.Fixnum(21));
        var vector = Assert.IsType<Vector>(outcome.Value.Ref).Items;
        Assert.Equal((21L, 42L), (vector[0].AsFixnum, vector[1].AsFixnum));
        Assert.Same(outcome.Value.Ref, vector[2].Ref);
        var pair = Assert.IsType<Pair>(vector[3].Ref);
        Assert.Same(outcome.Value.Ref, pair.Car.Ref);
        Assert.Same(pair, pair.Cdr.Ref);
        var box = Assert.IsType<Box>(vector[4].Ref);
        Assert.Same(box, box.Content.Ref);
        var closure = Assert.IsAssignableFrom<Closure>(vector[5].Ref);
        Assert.Same(closure, closure.Variable(0).Ref);
        Assert.Equal(21, closure.Variable(1).AsFixnum);
        Assert.Same(closure, machine.Run(vector[5]).Value.Ref);
        var record = Assert.IsType<Ouro.Machine.Values.Record>(vector[6].Ref);
        Assert.Same(type, record.Type);
        Assert.Same(record, record.Fields[0].Ref);
        Assert.Same(outcome.Value.Ref, record.Fields[1].Ref);
    }

    private static Value Replace(Value datum, Symbol name, Value by) =>
        datum.Ref is Pair pair ? Value.Object(new Pair(Replace(pair.Car, name, by), Replace(pair.Cdr, name, by))) : datum.Ref == name ? by : datum;

    /// <summary>Rebuilt activations are like any others: they can be captured, entered twice, and caught in.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void RebuiltActivationsAreCapturedAndCatch(string mode)
    {
        var machine = New(mode);
        Set(machine, "k", Value.False);
        const string Capture = "(code (name capture) (parameters 1) (body (global-set 0 (global test k)) (fixnum 0 10) (return 0)))";
        string code = $"""
            (code (name caller) (parameters 1)
              (body (exit 0)
                    entry (fixnum 4 0) (call 1 0 3)
                    after (add 1 1 0) (move 5 1) (call-global (global test note) 1 1 3) (return 1)
                    inner (closure 4 {Capture}) (constant 3 (primitive call-with-current-continuation)) (call 1 1 2) (return 1))
              (frame-states (state (activation this after self (register 0)) (activation this inner self (register 0)))))
            """;
        Same("value: 11", Run(machine, code, Value.Fixnum(1)));
        Define(machine, "caller", code);
        const string Twice = """
            (code (body (fixnum 4 100) (call-global (global test caller) 0 1 2) (global 1 (global test turns)) (add-immediate 1 1 1) (global-set 1 (global test turns))
                        (branch-less-immediate 1 4 #f done) (move 4 1) (global 3 (global test k)) (call 0 1 2) done (return 0)))
            """;
        Set(machine, "turns", Value.Fixnum(0));
        TakeTrace(machine);
        Same("value: 103", Run(machine, Twice));
        Same("110 101 102 103", TakeTrace(machine));

        string catching = """
            (code (name catching) (parameters 1)
              (body (exit 0)
                    entry from (fixnum 4 0) (call 1 0 3) after to (return 1)
                    caught (caught 1) (cons 1 1 0) (return 1)
                    inner (constant 1 (quote thrown)) (raise 1))
              (handlers (from to caught 1))
              (frame-states (state (activation this after self (register 0)) (activation this inner self (register 0)))))
            """;
        Same("value: (thrown . 5)", Run(machine, catching, Value.Fixnum(5)));
    }

    /// <summary>An exit may go back to before itself.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void ExitsAreCharged(string mode)
    {
        var machine = New(mode);
        machine.SetLimits(new MachineLimits { Ticks = 3_000 });
        Same("limit: the limit of 3000 ticks is reached", Run(machine, "(code (body head (exit 0)) (frame-states (state (activation this head self))))"));
        machine.SetLimits(new MachineLimits { Ticks = 100_000, Allocation = 16 << 20 });
        string growing = Run(machine, "(code (body head (exit 0) (fixnum 1 1) (call 0 0 0) after (return 0)) (frame-states (state (activation this after self) (activation this head self))))");
        Begins("limit: the limit of", growing);
    }
}

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Assembled code runs on the machine, in each of its modes.</summary>
public abstract class RunTests(MachineOptions options)
{
    internal const string Fib = """
        (code (name fib) (parameters 1)
          (body (branch-less-immediate 0 2 #f general)
                (return 0)
                general
                (add-immediate 4 0 -1)
                (call-global (global test fib) 1 1 2)
                (add-immediate 5 0 -2)
                (call-global (global test fib) 2 1 3)
                (add 0 1 2)
                (return 0)))
        """;

    [Fact]
    public void Recursion()
    {
        var machine = TestMachine.New(options);
        var fib = new Closure(AssemblyText.Assemble(machine, Fib));
        machine.GlobalCell(machine.Intern("test"), machine.Intern("fib")).Content = Value.Object(fib);
        var outcome = machine.Run(Value.Object(fib), Value.Fixnum(20));
        Assert.Equal(OutcomeKind.Value, outcome.Kind);
        Assert.Equal(Value.Fixnum(6765), outcome.Value);
    }

    [Fact]
    public void ClosuresCountAndLoop()
    {
        var machine = TestMachine.New(options);
        var code = AssemblyText.Assemble(machine, """
            (code (name make) (parameters 1)
              (body (box 1 0)
                    (closure 2 (code (name count) (free 1)
                                 (body (free 0 0) (box-ref 1 0) (add-immediate 1 1 1) (box-set 0 1) (return 1))))
                    (closure-set 2 0 1)
                    (fixnum 3 0)
                    again
                    (move 6 2)
                    (call 4 0 5)
                    (add-immediate 3 3 1)
                    (branch-less-immediate 3 10 #f done)
                    (loop again)
                    done
                    (return 4)))
            """);
        var outcome = machine.Run(Value.Object(new Closure(code)), Value.Fixnum(100));
        Assert.Equal(Value.Fixnum(110), outcome.Value);
    }

    [Fact]
    public void ExceptionTable()
    {
        var machine = TestMachine.New(options);
        var code = AssemblyText.Assemble(machine, """
            (code (name catch) (parameters 1)
              (body from (car 1 0) to (return 1)
                    caught (caught 1) (constant 2 (quote "no pair")) (cons 2 2 0) (return 2))
              (handlers (from to caught 1)))
            """);
        var closure = Value.Object(new Closure(code));
        Assert.Equal(Value.Fixnum(1), machine.Run(closure, Value.Object(new Pair(Value.Fixnum(1), Value.EmptyList))).Value);
        var outcome = machine.Run(closure, Value.Fixnum(7));
        Assert.Equal(OutcomeKind.Value, outcome.Kind);
        Assert.Equal("no pair", Assert.IsType<Pair>(outcome.Value.Ref).Car.Ref!.ToString());
    }

    [Fact]
    public void ParameterShapes()
    {
        var machine = TestMachine.New(options);
        const string Callee = """
            (code (name callee) (parameters 1 1 #t (key other))
              (body (branch-absent 1 #f second) (constant 1 (quote none)) second
                    (branch-absent 3 #f key) (constant 3 (quote none)) key
                    (branch-absent 4 #f other) (constant 4 (quote none)) other
                    (constant 5 (quote ()))
                    (cons 5 4 5) (cons 5 3 5) (cons 5 2 5) (cons 5 1 5) (cons 5 0 5) (return 5)))
            """;
        Check("(fixnum 3 1)", "(call 0 1 1)", "(1 none () none none)");
        Check("(fixnum 3 1) (fixnum 4 2)", "(call 0 2 1)", "(1 2 () none none)");
        Check("(fixnum 3 1) (fixnum 4 2) (fixnum 5 3) (fixnum 6 4)", "(call 0 4 1)", "(1 2 (3 4) none none)");
        Check("(fixnum 3 1) (fixnum 4 2)", "(call-keywords (quote #(other)) 0 2 1)", "(1 none () none 2)");
        Check("(fixnum 3 1) (fixnum 4 2) (fixnum 5 3) (fixnum 6 4) (fixnum 7 5)", "(call-keywords (quote #(other key)) 0 5 1)", "(1 2 (3) 5 4)");
        Check("(fixnum 3 1) (constant 4 (quote (2 3)))", "(call-apply 0 2 1)", "(1 2 (3) none none)");
        Check("(fixnum 3 1) (fixnum 4 2)", "(tail-keywords (quote #(key)) 2 1)", "(1 none () 2 none)");
        Check("(fixnum 3 1) (fixnum 4 2)", "(call-far 1 0 2)", "(1 2 () none none)");
        Check("(fixnum 3 1) (fixnum 4 2)", "(tail-call-far 1 2)", "(1 2 () none none)");

        void Check(string arguments, string call, string expected)
        {
            string rest = call.StartsWith("(tail", StringComparison.Ordinal) ? "" : "(return 0)";
            Assert.Equal(expected, Show(Run(machine, $"(code (body (closure 2 {Callee}) {arguments} {call} {rest}))")));
        }
    }

    [Fact]
    public void SeveralValues()
    {
        var machine = TestMachine.New(options);
        const string Three = "(code (name three) (body (fixnum 0 1) (fixnum 1 2) (fixnum 2 3) (return-values 0 3)))";
        Assert.Equal("(1 2 3)", Show(Run(machine, $"(code (body (closure 4 {Three}) (call-values 3 0 3) (unpack-values 3 0 3 #f) (constant 3 (quote ())) (cons 3 2 3) (cons 3 1 3) (cons 3 0 3) (return 3)))")));
        Assert.Equal("(1 2 3)", Show(Run(machine, $"(code (body (closure 4 {Three}) (call-values-far 3 3 0) (unpack-values 3 0 1 #t) (cons 3 0 1) (return 3)))")));
        Assert.Equal("1", Show(Run(machine, $"(code (body (closure 4 {Three}) (call 3 0 3) (return 3)))")));
        Assert.Equal("7", Show(Run(machine, "(code (body (fixnum 0 7) (pack-values 0 0 1) (return-any 0)))")));
    }

    [Fact]
    public void RegistersBeyond255()
    {
        var machine = TestMachine.New(options);
        var outcome = Run(machine, """
            (code (parameters 300) (body (far-get 0 299) (far-get 1 298) (add 0 0 1) (far-set 0 1000) (fixnum 0 1) (far-get 0 1000) (return 0)))
            """, Enumerable.Range(0, 300).Select(i => Value.Fixnum(i)).ToArray());
        Assert.Equal(Value.Fixnum(597), outcome);
    }

    [Fact]
    public void Generators()
    {
        var machine = TestMachine.New(options);
        Value generator = Run(machine, """
            (code (name count) (parameters 1)
              (body (make-generator 1) head (yield 2 0) (add 0 0 2) (branch-less-immediate 0 100 #f done) (loop head) done (constant 3 (quote end)) (return 3)))
            """, Value.Fixnum(5));
        var resume = Value.Object(machine.FindPrimitive("generator-resume")!);
        Assert.Equal(Value.Fixnum(5), machine.Run(resume, generator, Value.False).Value);
        Assert.Equal(Value.Fixnum(15), machine.Run(resume, generator, Value.Fixnum(10)).Value);
        Assert.Equal("end", machine.Run(resume, generator, Value.Fixnum(1000)).Value.Ref!.ToString());
        Assert.Equal(OutcomeKind.Uncaught, machine.Run(resume, generator, Value.Fixnum(0)).Kind);
    }

    /// <summary>Speculative code runs on raw registers while its guards hold, and leaves through its frame state when they do not.</summary>
    [Fact]
    public void ExitsRebuildOneActivation()
    {
        var machine = TestMachine.New(options);
        const string Sum = """
            (code (name sum) (parameters 2)
              (body
                (guard-fixnum 0 0)
                (guard-fixnum 1 0)
                (unbox-long 2 0) (unbox-long 3 1) (long-add 4 2 3 1) (long-multiply 4 4 3 1)
                (box-long 4 4) (return 4)
                generic (add 4 0 1) (multiply 4 4 1) (return 4))
              (frame-states
                (state (activation this generic self (register 0) (register 1)))
                (state (activation this generic self (long 2) (long 3)))))
            """;
        Assert.Equal(Value.Fixnum(21), Run(machine, Sum, Value.Fixnum(4), Value.Fixnum(3)));
        Assert.Equal(Value.Flonum((1.5 + 3.5) * 3.5), Run(machine, Sum, Value.Flonum(1.5), Value.Flonum(3.5)));
        var large = Assert.IsType<Bignum>(Run(machine, Sum, Value.Fixnum(1L << 62), Value.Fixnum(1L << 62)).Ref);
        Assert.Equal(System.Numerics.BigInteger.Pow(2, 125), large.Value);
    }

    /// <summary>An exit from inlined code: the caller waits in its call, the callee goes on; an object that was never made is made.</summary>
    [Fact]
    public void ExitsRebuildSeveralActivations()
    {
        var machine = TestMachine.New(options);
        Value result = Run(machine, """
            (code (name outer) (parameters 1)
              (body
                (unbox-double 1 0)
                (double-add 1 1 1)
                (exit 0)
                generic
                (closure 3 (code (name inner) (parameters 2) (free 1) (body (free 2 0) (cons 0 0 1) (cons 0 2 0) (return 0))))
                (closure-set 3 0 0)
                (move 4 0) (move 5 0)
                (call 1 2 2)
                after
                (cons 1 0 1)
                (return 1))
              (frame-states
                (state (virtual closure (constant 0) (quote captured)) (virtual pair (double 1) (virtual 2)) (virtual box (virtual 1))
                  (activation this after self (register 0))
                  (activation (constant 0) 0 (virtual 0) (double 1) (virtual 1)))))
            """, Value.Flonum(1.25));
        var outer = Assert.IsType<Pair>(result.Ref);
        Assert.Equal(Value.Flonum(1.25), outer.Car);
        var inner = Assert.IsType<Pair>(outer.Cdr.Ref);
        Assert.Equal("captured", inner.Car.Ref!.ToString());
        var pair = Assert.IsType<Pair>(inner.Cdr.Ref);
        Assert.Equal(Value.Flonum(2.5), pair.Car);
        var virtualPair = Assert.IsType<Pair>(pair.Cdr.Ref);
        Assert.Equal(Value.Flonum(2.5), virtualPair.Car);
        Assert.Same(virtualPair, Assert.IsType<Box>(virtualPair.Cdr.Ref).Content.Ref);
    }

    [Fact]
    public void RawDoubles()
    {
        var machine = TestMachine.New(options);
        Value result = Run(machine, """
            (code (parameters 2)
              (body
                (guard-flonum 0 0) (unbox-double 2 0) (guard-fixnum 1 0) (unbox-long 3 1) (long-to-double 4 3)
                head
                (branch-double-less 4 2 #t smaller)
                (double-subtract 2 4 2) (double-multiply 2 2 4) (double-divide 2 2 4) (box-double 2 2) (return 2)
                smaller (double-add 4 4 4) (loop head)
                generic (return 0))
              (frame-states (state (activation this generic self (register 0)))))
            """, Value.Flonum(100.5), Value.Fixnum(3));
        Assert.Equal(Value.Flonum(192 - 100.5), result);
    }

    [Fact]
    public void RaisesAreCaughtByTheInnermostRange()
    {
        var machine = TestMachine.New(options);
        const string Text = """
            (code (parameters 1)
              (body a (move 4 0) b (closure 2 (code (parameters 1) (body (raise 0)))) (move 3 0) (call 1 1 1) c (raise 0) d
                    inner (caught 1) e (raise 1) f
                    outer (caught 1) (cons 1 1 0) (return 1))
              (handlers (b c inner 1) (a f outer 1)))
            """;
        Assert.Equal("(9 . 9)", Show(Run(machine, Text, Value.Fixnum(9))));
    }

    private static Value Run(VirtualMachine machine, string text, params Value[] arguments)
    {
        var outcome = machine.Run(Value.Object(new Closure(AssemblyText.Assemble(machine, text))), arguments);
        Assert.True(outcome.Kind == OutcomeKind.Value, outcome.Value.Ref is Condition condition ? condition.Message : "");
        return outcome.Value;
    }

    private static string Show(Value value)
    {
        var text = new System.Text.StringBuilder();
        DatumWriter.Append(text, value);
        return text.ToString();
    }
}

/// <summary>In the plain loop.</summary>
public sealed class PlainRunTests() : RunTests(new MachineOptions());

/// <summary>In the instrumented loop.</summary>
public sealed class InstrumentedRunTests() : RunTests(new MachineOptions { Instrumented = true });

/// <summary>With tiny segments and a capture at every call.</summary>
public sealed class HostileRunTests() : RunTests(new MachineOptions { Hostile = true });

public sealed class CompiledRunTests() : RunTests(new MachineOptions { Compiles = true, Jit = new Jit.JitOptions { Eager = true, FailGuards = 5 } });

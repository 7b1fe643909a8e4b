using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Assembled code runs on the machine.</summary>
public class RunTests
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
        var machine = new VirtualMachine();
        var fib = new Closure(AssemblyText.Assemble(machine, Fib));
        machine.GlobalCell(machine.Intern("test"), machine.Intern("fib")).Content = Value.Object(fib);
        var outcome = machine.Run(Value.Object(fib), Value.Fixnum(20));
        Assert.Equal(OutcomeKind.Value, outcome.Kind);
        Assert.Equal(Value.Fixnum(6765), outcome.Value);
    }

    [Fact]
    public void ClosuresCountAndLoop()
    {
        var machine = new VirtualMachine();
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
        var machine = new VirtualMachine();
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
}

using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.Jit;

/// <summary>What the host allocates for compiled loops over flonums: nothing that grows with the number of turns.</summary>
public class AllocationTests
{
    /// <summary>Bytes that may be different between a short and a long run: what polls do now and then.</summary>
    private const long Slack = 4096;

    private const int Turns = 100_000;

    [Theory]
    [InlineData("(define (f n) (do ((i 0 (+ i 1)) (x 0.0 (+ x 0.5))) ((= i n) x)))")]
    [InlineData("(define (f n) (let loop ((i n) (x 1.0) (y 0.25)) (if (= i 0) (+ x y) (loop (- i 1) (- (* x 0.999) (* y 0.001)) (/ (+ x y) 2.0)))))")]
    [InlineData("""
        (define (f n)
          (define (escape cx cy)
            (let loop ((k 0) (x 0.0) (y 0.0))
              (let ((xx (* x x)) (yy (* y y)))
                (if (or (= k 50) (> (+ xx yy) 4.0)) k (loop (+ k 1) (+ (- xx yy) cx) (+ (* 2.0 x y) cy))))))
          (do ((i 0 (+ i 50)) (sum 0.0 (+ sum (escape -0.1 0.1)))) ((>= i n) sum)))
        """)]
    [InlineData("""
        (define size 1000)
        (define a (make-vector size 1.5))
        (define b (make-vector size 0.25))
        (define (f n)
          (do ((i 0 (+ i 1)) (j 0 (if (= j (- size 1)) 0 (+ j 1))) (sum 0.0 (+ sum (* (vector-ref a j) (vector-ref b j))))) ((= i n) sum)))
        """)]
    [InlineData("""
        (define v (make-vector 1000 1.0))
        (define (f n) (do ((i 0 (+ i 1))) ((= i n) (vector-ref v 7)) (let ((j (remainder i 1000))) (vector-set! v j (+ (vector-ref v j) 0.5)))))
        """)]
    [InlineData("""
        (define (fib x) (if (< x 2.0) x (+ (fib (- x 1.0)) (fib (- x 2.0)))))
        (define (f n) (do ((i 0 (+ i 177)) (sum 0.0 (+ sum (fib 10.0)))) ((>= i n) sum)))
        """)]
    [InlineData("(define (f n) (do ((i 0 (+ i 1)) (x 0.5 (+ (sqrt (abs x)) (exact->inexact i)))) ((= i n) x)))")]
    public void FlonumLoopsAllocateNothing(string program)
    {
        var machine = new SchemeMachine(new MachineOptions { Compiles = true, Jit = new JitOptions { Eager = true } }, check: false);
        var outcome = machine.Run("(import (scheme base) (scheme inexact) (only (scheme r5rs) exact->inexact))\n" + program + "\nf");
        Assert.True(outcome.Kind == OutcomeKind.Value, machine.Show(outcome));
        Value procedure = outcome.Value;

        // Compiled at the first call, without wrong guesses after some, and with its loops when polls find them.
        for (int i = 0; i < 12; i++)
        {
            _ = Allocated(machine.Machine, procedure, Turns);
        }

        int methods = machine.Machine.Jit!.MethodsCompiled;
        Assert.True(methods > 0, "nothing was compiled");
        long few = Allocated(machine.Machine, procedure, Turns);
        long many = Allocated(machine.Machine, procedure, 10 * Turns);
        Assert.True(Math.Abs(many - few) <= Slack, $"{few} bytes for {Turns} turns, {many} for ten times as many");
        Assert.Equal(methods, machine.Machine.Jit!.MethodsCompiled);
    }

    private static long Allocated(VirtualMachine machine, Value procedure, int turns)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = machine.Run(procedure, Value.Fixnum(turns));
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(outcome.Kind == OutcomeKind.Value && outcome.Value.IsFlonum, $"{outcome.Kind}");
        return after - before;
    }
}

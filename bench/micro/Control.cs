using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace Ouro.Micro;

/// <summary>Calls of every kind, and captured continuations.</summary>
public class Control : GuestBenchmarks
{
    private readonly Func<long, long> _addOne = x => x + 1;

    // The procedures are too large to be put in the place of their calls, or are reached through a variable that changes.
    [GlobalSetup(Target = nameof(KnownCall))]
    public void PrepareKnownCall() => Prepare("""
        (define (count i n sum) (if (= i n) sum (count (+ i 1) n (+ 1 (next i sum)))))
        (define (next i sum) (if (< sum -100) (next (- i 1) (+ sum 1)) sum))
        (define (run n) (count 0 n 0))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long KnownCall() => Run();

    [GlobalSetup(Target = nameof(ClosureCall))]
    public void PrepareClosureCall() => Prepare("""
        (define add #f)
        (define (set-add! k) (set! add (lambda (x) (+ x k))))
        (define (run n)
          (set-add! 1)
          (let loop ((i 0) (sum 0)) (if (= i n) sum (loop (+ i 1) (add sum)))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long ClosureCall() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long DelegateCallInCSharp()
    {
        long sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum = _addOne(sum);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticCallInCSharp()
    {
        long sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum = AddOne(sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddOne(long x) => x + 1;

    [GlobalSetup(Target = nameof(Escape))]
    public void PrepareEscape() => Prepare("""
        (define (run n)
          (let loop ((i 0) (sum 0))
            (if (= i n) sum (loop (+ i 1) (+ sum (call-with-escape-continuation (lambda (k) (if (< i 0) 0 (k 1)))))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long Escape() => Run();

    [GlobalSetup(Target = nameof(CaptureAndReturn))]
    public void PrepareCapture() => Prepare("""
        (define kept #f)
        (define (run n)
          (let loop ((i 0) (sum 0))
            (if (= i n) sum (loop (+ i 1) (+ sum (call/cc (lambda (k) (set! kept k) 1)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long CaptureAndReturn() => Run();

    [GlobalSetup(Target = nameof(CaptureAndReenter))]
    public void PrepareReenter() => Prepare("""
        (define (run n)
          (let ((kept #f) (i 0))
            (call/cc (lambda (k) (set! kept k)))
            (set! i (+ i 1))
            (if (< i n) (kept #f) i)))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long CaptureAndReenter() => Run();
}

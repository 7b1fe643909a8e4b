using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace Ouro.Micro;

/// <summary>Arithmetic on small integers, flonums and big integers beside the same loops in C#.</summary>
public class ArithmeticLoops : GuestBenchmarks
{
    [GlobalSetup(Target = nameof(CountingInOuro))]
    public void PrepareCounting() => Prepare("(define (run n) (let loop ((i 0)) (if (= i n) i (loop (+ i 1)))))");

    /// <summary>Nothing but a check of the ticks, a comparison and an addition a turn.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public long CountingInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long CountingInCSharp()
    {
        long i = 0;
        while (i != _turns)
        {
            i = checked(i + 1);
        }

        return i;
    }

    // Not a constant: the guest does not know it either.
    private readonly long _turns = Count;

    [GlobalSetup(Target = nameof(IntegersInOuro))]
    public void PrepareIntegers() => Prepare("""
        (define (run n)
          (let loop ((i 0) (x 1))
            (if (= i n) x (loop (+ i 1) (remainder (+ (* x 1103515245) 12345) 2147483648)))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long IntegersInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long IntegersInCSharp()
    {
        long x = 1;
        for (int i = 0; i < Count; i++)
        {
            x = checked(x * 1103515245 + 12345) % 2147483648;
        }

        return x;
    }

    [GlobalSetup(Target = nameof(FlonumsInOuro))]
    public void PrepareFlonums() => Prepare("""
        (define (run n)
          (let loop ((i 0) (x 0.5))
            (if (= i n) (exact (floor (* x 1000.))) (loop (+ i 1) (* 3.7 (* x (- 1. x)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long FlonumsInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long FlonumsInCSharp()
    {
        double x = 0.5;
        for (int i = 0; i < Count; i++)
        {
            x = 3.7 * (x * (1.0 - x));
        }

        return (long)Math.Floor(x * 1000.0);
    }

    [GlobalSetup(Target = nameof(BigIntegersInOuro))]
    public void PrepareBigIntegers() => Prepare("""
        (define modulus (+ (expt 10 40) 121))
        (define (run n)
          (let loop ((i 0) (x 3))
            (if (= i n) (remainder x 1000) (loop (+ i 1) (remainder (+ (* x x) 7) modulus)))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long BigIntegersInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long BigIntegersInCSharp()
    {
        var modulus = BigInteger.Pow(10, 40) + 121;
        BigInteger x = 3;
        for (int i = 0; i < Count; i++)
        {
            x = BigInteger.Remainder(x * x + 7, modulus);
        }

        return (long)(x % 1000);
    }
}

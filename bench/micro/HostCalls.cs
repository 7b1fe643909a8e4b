using System.Text;
using BenchmarkDotNet.Attributes;

namespace Ouro.Micro;

/// <summary>Calls of .NET members from Scheme, through the site of their place, beside the same calls through C#'s <c>dynamic</c> and direct ones.</summary>
public class HostCalls : GuestBenchmarks
{
    [GlobalSetup(Target = nameof(StaticMethodInOuro))]
    public void PrepareStatic() => Prepare("""
        (import (scheme base) (ouro dotnet))
        (define math (dotnet-type "System.Math"))
        (define (run n) (let loop ((i 0) (sum 0)) (if (= i n) sum (loop (+ i 1) (invoke math 'Max sum i)))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticMethodInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticMethodByDynamic()
    {
        dynamic sum = 0L;
        for (dynamic i = 0L; i < Count; i++)
        {
            sum = Math.Max(sum, i);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticMethodByDynamicInATypedLoop()
    {
        long sum = 0;
        for (long i = 0; i < Count; i++)
        {
            sum = Math.Max((dynamic)sum, i);
        }

        return sum;
    }

    [GlobalSetup(Target = nameof(StaticFlonumMethodInOuro))]
    public void PrepareFlonums() => Prepare("""
        (import (scheme base) (ouro dotnet))
        (define math (dotnet-type "System.Math"))
        (define (run n) (let loop ((i 0) (sum 2.0)) (if (= i n) (exact (floor sum)) (loop (+ i 1) (invoke math 'Sqrt (+ sum 2.0))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticFlonumMethodInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long StaticFlonumMethodByDynamic()
    {
        double sum = 2;
        for (long i = 0; i < Count; i++)
        {
            sum = Math.Sqrt((dynamic)(sum + 2));
        }

        return (long)sum;
    }

    [GlobalSetup(Target = nameof(PropertyInOuro))]
    public void PrepareProperty() => Prepare("""
        (import (scheme base) (ouro dotnet))
        (define builder (new (dotnet-type "System.Text.StringBuilder") "abc"))
        (define (run n) (let loop ((i 0) (sum 0)) (if (= i n) sum (loop (+ i 1) (+ sum (property builder 'Length))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long PropertyInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long PropertyByDynamic()
    {
        dynamic builder = new StringBuilder("abc");
        long sum = 0;
        for (long i = 0; i < Count; i++)
        {
            sum += builder.Length;
        }

        return sum;
    }
}

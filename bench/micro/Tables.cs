using BenchmarkDotNet.Attributes;

namespace Ouro.Micro;

/// <summary>Tables beside Dictionary: a put and a get each turn.</summary>
public class Tables : GuestBenchmarks
{
    private readonly Dictionary<object, object> _objects = [];
    private readonly Dictionary<long, long> _numbers = [];
    private readonly Dictionary<string, long> _texts = [];
    private readonly string[] _keys = [.. Enumerable.Range(0, 1000).Select(i => $"key number {i}")];

    [GlobalSetup(Target = nameof(NumbersInOuro))]
    public void PrepareNumbers() => Prepare("""
        (define table (make-eqv-table))
        (define (run n)
          (let loop ((i 0) (sum 0))
            (if (= i n)
                sum
                (let ((key (remainder i 1000)))
                  (table-set! table key i)
                  (loop (+ i 1) (+ sum (table-ref table key 0)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long NumbersInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long NumbersInDictionary()
    {
        long sum = 0;
        for (long i = 0; i < Count; i++)
        {
            long key = i % 1000;
            _numbers[key] = i;
            sum += _numbers.GetValueOrDefault(key);
        }

        return sum;
    }

    /// <summary>As a guest in .NET would have it: keys and contents of any type.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public long NumbersInDictionaryOfObjects()
    {
        long sum = 0;
        for (long i = 0; i < Count; i++)
        {
            object key = i % 1000;
            _objects[key] = i;
            sum += _objects.TryGetValue(key, out object? found) ? (long)found : 0;
        }

        return sum;
    }

    [GlobalSetup(Target = nameof(TextsInOuro))]
    public void PrepareTexts() => Prepare("""
        (define table (make-equal-table))
        (define keys (make-vector 1000 ""))
        (do ((i 0 (+ i 1))) ((= i 1000)) (vector-set! keys i (string-append "key number " (number->string i))))
        (define (run n)
          (let loop ((i 0) (sum 0))
            (if (= i n)
                sum
                (let ((key (vector-ref keys (remainder i 1000))))
                  (table-set! table key i)
                  (loop (+ i 1) (+ sum (table-ref table key 0)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long TextsInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long TextsInDictionary()
    {
        long sum = 0;
        for (int i = 0; i < Count; i++)
        {
            string key = _keys[i % 1000];
            _texts[key] = i;
            sum += _texts.GetValueOrDefault(key);
        }

        return sum;
    }
}

using System.Text;
using BenchmarkDotNet.Attributes;

namespace Ouro.Micro;

/// <summary>Text beside string: appending and cutting, reading characters, building through a port.</summary>
public class Texts : GuestBenchmarks
{
    private const string Sample = "a text of some length, for characters to be read from";

    [GlobalSetup(Target = nameof(AppendInOuro))]
    public void PrepareAppend() => Prepare("""
        (define (run n)
          (let loop ((i 0) (text "0123456789012345678901234567890123456789"))
            (if (= i n)
                (string-length text)
                (let ((longer (string-append text "0123456789")))
                  (loop (+ i 1) (substring longer 10 (string-length longer)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long AppendInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long AppendInString()
    {
        string text = "0123456789012345678901234567890123456789";
        for (int i = 0; i < Count; i++)
        {
            string longer = text + "0123456789";
            text = longer[10..];
        }

        return text.Length;
    }

    [GlobalSetup(Target = nameof(ReferInOuro))]
    public void PrepareRefer() => Prepare($$"""
        (define text "{{Sample}}")
        (define (run n)
          (let loop ((i 0) (count 0))
            (if (= i n)
                count
                (loop (+ i 1) (if (char=? #\e (string-ref text (remainder i 50))) (+ count 1) count)))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long ReferInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long ReferInString()
    {
        string text = Sample;
        long count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (text[i % 50] == 'e')
            {
                count++;
            }
        }

        return count;
    }

    [GlobalSetup(Target = nameof(BuildInOuro))]
    public void PrepareBuild() => Prepare("""
        (define (run n)
          (let ((port (open-output-string)))
            (let loop ((i 0))
              (if (= i n)
                  (string-length (get-output-string port))
                  (begin (write-string (number->string i) port) (write-char #\, port) (loop (+ i 1)))))))
        """);

    [Benchmark(OperationsPerInvoke = Count)]
    public long BuildInOuro() => Run();

    [Benchmark(OperationsPerInvoke = Count)]
    public long BuildInStringBuilder()
    {
        var builder = new StringBuilder();
        for (int i = 0; i < Count; i++)
        {
            builder.Append(i).Append(',');
        }

        return builder.ToString().Length;
    }
}

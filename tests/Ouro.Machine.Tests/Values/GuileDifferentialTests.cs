using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ouro.Machine.Tests.Values;

/// <summary>Random expressions, the same here and in another implementation.</summary>
public sealed class GuileDifferentialTests
{
    private const int Expressions = 10_000;

    private static readonly string[] Exact =
    [
        "0", "1", "-1", "2", "7", "-12", "4611686018427387904", "-9223372036854775808", "9223372036854775807", "123456789012345678901234567890",
        "-340282366920938463463374607431768211456", "1/2", "-7/3", "123456789123456789/1000000007",
    ];

    private static readonly string[] Inexact = ["0.5", "-1.5", "3.0", "1e10", "9007199254740992.0", "0.1", "1e-5", "-7.25", "1e300"];

    private static readonly string[] Binary = ["+", "-", "*", "max", "min", "<", "<=", "=", ">", ">="];

    private static readonly string[] Integral = ["quotient", "remainder", "modulo", "gcd", "lcm", "floor-quotient", "bitwise-and", "bitwise-ior", "bitwise-xor"];

    private static readonly string[] Unary =
    [
        "-", "abs", "numerator", "denominator", "floor", "ceiling", "round", "truncate", "square", "exact", "inexact", "zero?", "positive?", "integer?", "exact?", "number->string",
    ];

    [GuileFact]
    public void RandomExpressionsAgree()
    {
        var random = new Random(20240229);
        var expressions = Enumerable.Range(0, Expressions).Select(_ => Generate(random, 3)).ToArray();
        var theirs = Guile(expressions);
        Assert.Equal(Expressions, theirs.Length);
        var calculator = new Expressions();
        var differences = new List<string>();
        for (var index = 0; index < Expressions; index++)
        {
            var ours = calculator.Evaluate(expressions[index]);
            ours = ours.StartsWith('<') ? "error" : ours;
            if (!Agree(ours, theirs[index].Trim('"')))
            {
                differences.Add($"{expressions[index]}: {ours}, guile {theirs[index]}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differ\n" + string.Join('\n', differences.Take(20)));
    }

    /// <summary>Flonums are compared as numbers, because their spelling is free.</summary>
    private static bool Agree(string ours, string theirs)
    {
        ours = ours.Trim('"');
        return ours == theirs
            || (ours.AsSpan().ContainsAny('.', 'e') && double.TryParse(ours, CultureInfo.InvariantCulture, out var x)
                && double.TryParse(theirs, CultureInfo.InvariantCulture, out var y) && x.Equals(y) && theirs.Contains('.'));
    }

    private static string Generate(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            return random.Next(4) == 0 ? Pick(random, Inexact) : random.Next(3) == 0 ? random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture) : Pick(random, Exact);
        }

        return random.Next(6) switch
        {
            0 => $"({Pick(random, Unary)} {Generate(random, depth - 1)})",
            1 => $"({Pick(random, Integral)} (exact (floor {Generate(random, depth - 1)})) (exact (floor {Generate(random, depth - 1)})))",
            2 => $"(/ {Generate(random, depth - 1)} {Generate(random, depth - 1)})",
            3 => $"(arithmetic-shift (exact (floor {Generate(random, depth - 1)})) {random.Next(-70, 70)})",
            // Zero to a negative power is an error here, and a NaN there.
            4 => $"(expt {Exact[random.Next(1, Exact.Length)]} {random.Next(-9, 30)})",
            _ => $"({Pick(random, Binary)} {Generate(random, depth - 1)} {Generate(random, depth - 1)})",
        };
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];

    private static string[] Guile(string[] expressions)
    {
        var program = new StringBuilder();
        program.AppendLine("(define exact inexact->exact) (define inexact exact->inexact) (define (square x) (* x x))");
        program.AppendLine("(define bitwise-and logand) (define bitwise-ior logior) (define bitwise-xor logxor) (define arithmetic-shift ash)");
        program.AppendLine("(define-syntax show (syntax-rules () ((_ e) (begin (write (catch #t (lambda () e) (lambda _ 'error))) (newline)))))");
        foreach (var expression in expressions)
        {
            program.Append("(show ").Append(expression).AppendLine(")");
        }

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, program.ToString());
            var start = new ProcessStartInfo("guile", ["--no-auto-compile", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

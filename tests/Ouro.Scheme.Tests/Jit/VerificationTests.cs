using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Machine.Jit.Verification;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.Jit;

/// <summary>The interpreter beside compiled code: nothing is found where nothing is wrong, and what is wrong is found where it is.</summary>
public class VerificationTests
{
    private const long MostTicks = 300_000;
    private const long MostBytes = 64 << 20;

    [Fact]
    public void GuestProgramsDoTheSameInterpretedAndCompiled()
    {
        int number = 0;
        int verified = 0;
        var differences = new StringBuilder();
        foreach (var (file, program) in GuestPrograms.All())
        {
            if (!GuestPrograms.IsDeterministic(program) || (!TestMachines.IsLongRun && number++ % 6 != 0))
            {
                continue;
            }

            var result = Verify(program, null, out _);
            differences.Append(result.Differs ? $"{file}:\n{result.Report}\n" : "");
            verified++;
        }

        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(verified > 20, $"only {verified} programs were verified");
    }

    [Theory]
    [InlineData("add-immediate", "(define (count n) (let loop ((i 0) (sum 0)) (if (>= i n) sum (loop (+ i 1) (+ sum 2))))) (count 100000)", "r1 of what runs, count: 1 interpreted, 2 compiled")]
    [InlineData("multiply", "(define (g x) (* x x)) (define (f n) (if (= n 0) 0 (+ (g n) (f (- n 1))))) (f 5000)", "r1 of what runs, f: 25000000 interpreted, 25000001 compiled")]
    [InlineData("subtract", "(define v (make-vector 10 0)) (define (f n m) (vector-set! v 3 (- n m)) (if (= n 0) v (f (- n 1) 4))) (f 3000 4)", "element 3")]
    [InlineData("add", "(define x 5) (define (f n) (set! x (+ n x)) (if (> n 1) (f (- n 1)))) (f 2000)", "global variable x")]
    public void AWrongTemplateIsFound(string opcode, string program, string where)
    {
        var result = Verify(program, opcode, out _);
        Assert.True(result.Differs, result.Report);
        Assert.True(result.Report.Contains(where, StringComparison.Ordinal), result.Report);
        Assert.False(Verify(program, null, out string output).Differs, output);
    }

    [Fact]
    public void TheReportShowsBothSidesAtTheFirstTick()
    {
        // Compiled, the third element of a row is one too large, from the first row on.
        const string Program = """
            (define (row i) (vector i (* i 10)))
            (define (rows n) (let loop ((i 1) (all '())) (if (= i n) all (loop (+ i 1) (cons (row i) all)))))
            (rows 3000)
            """;
        var result = Verify(Program, "multiply", out _);
        Assert.True(result.Differs, result.Report);
        Assert.Contains("10 interpreted, 11 compiled", result.Report, StringComparison.Ordinal);
        Assert.Contains("interpreted:\n  rows+", result.Report, StringComparison.Ordinal);
        Assert.Contains("compiled:\n  rows+", result.Report, StringComparison.Ordinal);
        Assert.Contains("the same in both at tick", result.Report, StringComparison.Ordinal);
        Assert.Contains("fuzz.scm:2:", result.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsReadAndWrittenIsTheSame()
    {
        var result = Verify("(import (scheme base) (scheme read) (scheme write)) (let loop ((i 0)) (if (< i 3000) (begin (write i) (loop (+ i 1))))) (write (read)) (write (read-line)) (write (read))", null, out string output);
        Assert.False(result.Differs, result.Report);
        Assert.EndsWith("2999input\" 1\"(input 2)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEndIsComparedToo()
    {
        Assert.False(Verify("(car (list))", null, out _).Differs);
        Assert.False(Verify("(let loop () (loop))", null, out _).Differs);
        var result = Verify("(define (f n) (+ n 1)) (vector-ref (vector 1 2 3) (f 2))", "add-immediate", out _);
        Assert.True(result.Differs, result.Report);
        Assert.Contains("at the end", result.Report, StringComparison.Ordinal);
    }

    private static VerificationResult Verify(string program, string? falsified, out string output)
    {
        SchemeMachine? shown = null;
        var verification = new JitVerification
        {
            Prepare = compiles =>
            {
                var machine = new SchemeMachine(new MachineOptions { Compiles = compiles, Jit = new JitOptions { Eager = true, Background = false, Falsify = falsified } }, check: false, beginEager: false);
                shown ??= machine;
                return new PreparedRun(machine.Machine, starts =>
                {
                    var compiled = machine.Compile(program, new MachineLimits());
                    machine.Machine.SetLimits(new MachineLimits { Ticks = MostTicks, Allocation = MostBytes });
                    starts();
                    machine.Machine.BeginEagerCompilation();
                    return compiled.Kind == OutcomeKind.Value ? machine.ExecuteWithLimits(compiled) : compiled;
                });
            },
            Input = new RecordedInput(() => new MemoryStream(Encoding.UTF8.GetBytes("input 1\n(input 2)"))),
            Print = value => new SchemeLanguage().Print(value, 80),
            Render = outcome => shown!.Show(outcome),
            ThreadSize = 4 << 20,
        };
        var written = new MemoryStream();
        var result = verification.Run(written, new MemoryStream());
        output = Encoding.UTF8.GetString(written.ToArray());
        return result;
    }
}

// Text that is not a program: random bytes and programs with random damage. Whatever comes out must be a datum, a value
// or an error with a position; a host exception fails the test by itself, and every run has limits.

using Ouro.Machine.Execution;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Reader;
using Ouro.Scheme.Tests.Boot;

namespace Ouro.Scheme.Tests;

public class FuzzTests
{
    private static readonly int s_runs = TestMachines.IsLongRun ? 100_000 : 4_000;

    private static readonly string[] s_fragments =
    [
        "(", ")", "[", "]", "#(", "#u8(", "'", "`", ",", ",@", "#;", "#|", "|#", ";", "\n", "\"", "\\", "|", "#\\", "#\\x", "#0=", "#0#",
        "#1=", "#1#", " . ", "#!fold-case", "#!eof", "#x", "#e", "1e400", "-", "+i", "1/0", "\\x", ";", "λ", "\uD83D", "\uDE00", "\0", "\r",
        "define", "lambda", "let", "loop", "if", "cond", "else", "=>", "case", "do", "set!", "letrec", "receive", "values", "apply",
        "quasiquote", "unquote", "begin", "x", "car", "cons", "0", "1", "%primitive", "define-record-type", "import", "only",
    ];

    private const string Program = """
        (define-record-type <cell> (make-cell content) cell? (content cell-content set-cell-content!))
        (define (fold f s l) (if (null? l) s (fold f (f (car l) s) (cdr l))))
        (define (numbers n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))
        (define (classify x) (case x ((1 2 3) 'small) ((a b) 'letter) (else (cond ((pair? x) => list) (else `(other ,x ,@(list x)))))))
        (define (swap a b) (values b a))
        (define (nested) (do ((i 0 (+ i 1)) (l '() (cons (lambda () i) l))) ((= i 3) (apply car (list l)))))
        (define (main)
          (define c (make-cell "text \x41; \n"))
          (set-cell-content! c (receive (a . b) (swap 1 2) (list a b)))
          (let-values (((x y) (swap #\a '#(1 #u8(2 3)))))
            (letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1))))) (odd? (lambda (n) (if (= n 0) #f (even? (- n 1))))))
              (let* ((n 10) (e (even? n)))
                (unless (not e) (and x (or #f y)))
                (list (fold + 0 (numbers n)) (classify 'a) (classify '(1 . 2)) ((nested)) (cell-content c) 1.5e3 -3/4 '|odd name|)))))
        """;

    [Fact]
    public void RandomTextIsReadOrRefused()
    {
        var random = new Random(20240607);
        var machine = TestMachines.New();
        for (var run = 0; run < s_runs; run++)
        {
            Read(machine, run % 2 == 0 ? RandomCharacters(random) : RandomFragments(random));
        }
    }

    [Fact]
    public void DamagedProgramsAreReadOrRefused()
    {
        var random = new Random(7);
        var machine = TestMachines.New();
        for (var run = 0; run < s_runs; run++)
        {
            Read(machine, Damage(Program, random));
        }
    }

    [Fact]
    public void DamagedProgramsRunOrFail()
    {
        var random = new Random(99);
        var machine = TestMachines.New();
        Assert.Equal("(55 letter (#t) 2 (2 (1)) 1500.0 -3/4 |odd name|)", BootTestLibraries.RunAndPrint(machine, Program));
        var values = 0;
        for (var run = 0; run < s_runs / 4; run++)
        {
            machine.SetLimits(new MachineLimits { Ticks = machine.TicksUsed + 20_000, Allocation = machine.BytesAllocated + 50_000_000 });
            var evaluator = BootTestLibraries.For(machine, Damage(Program, random));
            var result = evaluator.Import("test");
            if (!result.IsSignal && evaluator.TryGetExport(["test"], "main", out var main))
            {
                result = evaluator.Call(main);
            }

            if (!result.IsSignal)
            {
                values++;
                continue;
            }

            Assert.Contains(machine.Pending, new[] { PendingSignal.Raise, PendingSignal.Stop });
            if (machine.PendingValue.AsObject is Condition { Kind: ConditionKind.Read or ConditionKind.Syntax } condition)
            {
                Assert.NotNull(condition.Span);
            }
        }

        // The damage must leave some programs whole, or nothing beyond the reader would be tested.
        Assert.True(values > s_runs / 100, $"{values} of {s_runs / 4} programs ran");
    }

    [Fact]
    public void WhatIsWrittenReadsBack()
    {
        var random = new Random(3);
        var machine = TestMachines.New();
        for (var run = 0; run < s_runs; run++)
        {
            var datum = RandomDatum(machine, random, 60);
            foreach (var style in (ReadOnlySpan<PrintStyle>)[PrintStyle.Write, PrintStyle.WriteShared])
            {
                var text = TestMachines.Print(machine, datum, style);
                var back = TestMachines.ReadOne(machine, text);
                Assert.Equal(text, TestMachines.Print(machine, back, style));
                Assert.True(Equality.Equal(machine, datum, back).IsTrue, text);
            }
        }
    }

    private static void Read(VirtualMachine machine, string text)
    {
        machine.SetLimits(new MachineLimits { Ticks = machine.TicksUsed + 100_000, Allocation = machine.BytesAllocated + 50_000_000 });
        var reader = new SchemeReader(machine, "fuzz", text, new SourceMap());
        while (true)
        {
            var before = reader.Position;
            var status = reader.Read(out var datum);
            if (status is ReadStatus.Wrong or ReadStatus.Incomplete)
            {
                var span = reader.Error!.Span;
                Assert.NotNull(span);
                Assert.True(span.Line >= 1 && span.Column >= 1 && (span.EndLine, span.EndColumn).CompareTo((span.Line, span.Column)) >= 0);
            }

            if (status == ReadStatus.Datum)
            {
                var written = TestMachines.Print(machine, datum);
                if (!written.Contains("#<", StringComparison.Ordinal))
                {
                    Assert.Equal(written, TestMachines.Print(machine, TestMachines.ReadOne(machine, written)));
                }
            }

            if (status is ReadStatus.EndOfInput or ReadStatus.Incomplete or ReadStatus.Stopped)
            {
                return;
            }

            Assert.True(reader.Position > before, "the reader must move on");
        }
    }

    private static string RandomCharacters(Random random)
    {
        var characters = new char[random.Next(60)];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)(random.Next(8) switch { 0 => random.Next(0x10000), 1 => random.Next(256), _ => random.Next(32, 127) });
        }

        return new string(characters);
    }

    private static string RandomFragments(Random random)
    {
        var parts = new string[random.Next(30)];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = s_fragments[random.Next(s_fragments.Length)] + (random.Next(3) == 0 ? " " : "");
        }

        return string.Concat(parts);
    }

    /// <summary>One to four random changes: characters or stretches removed, doubled, moved or replaced.</summary>
    private static string Damage(string text, Random random)
    {
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var from = random.Next(text.Length);
            var length = Math.Min(random.Next(4) == 0 ? random.Next(80) : random.Next(3), text.Length - from);
            var (before, stretch, after) = (text[..from], text.Substring(from, length), text[(from + length)..]);
            text = random.Next(5) switch
            {
                0 => before + after,
                1 => before + stretch + stretch + after,
                2 => before + s_fragments[random.Next(s_fragments.Length)] + after,
                3 => before + stretch + (char)random.Next(32, 127) + after,
                _ => after.Length == 0 ? before : after.Insert(random.Next(after.Length), stretch) + before,
            };
            if (text.Length == 0)
            {
                return "(";
            }
        }

        return text;
    }

    private static Value RandomDatum(VirtualMachine machine, Random random, int size)
    {
        if (size <= 1 || random.Next(4) == 0)
        {
            return random.Next(9) switch
            {
                0 => Value.Fixnum(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Value.Flonum(BitConverter.Int64BitsToDouble(random.NextInt64()) is var number && double.IsNaN(number) ? 0.5 : number),
                2 => Value.Character(random.Next(0x110000)),
                3 => TestMachines.Text(RandomCharacters(random)),
                4 => Value.Object(machine.Intern(RandomCharacters(random))),
                5 => Value.Boolean(random.Next(2) == 0),
                6 => Value.Object(new Bytevector([(byte)random.Next(256), 7])),
                7 => Value.EmptyList,
                _ => Value.Object(machine.Intern(s_fragments[random.Next(s_fragments.Length)])),
            };
        }

        if (random.Next(4) == 0)
        {
            var items = Enumerable.Range(0, random.Next(4)).Select(_ => RandomDatum(machine, random, size / 4)).ToArray();
            return Value.Object(new Vector(items));
        }

        var pair = new Pair(RandomDatum(machine, random, size / 2), RandomDatum(machine, random, size / 2));
        switch (random.Next(12))
        {
            case 0:
                pair.Car = Value.Object(pair);
                break;
            case 1:
                pair.Cdr = Value.Object(pair);
                break;
            case 2:
                pair.Car = pair.Cdr;
                break;
        }

        return Value.Object(pair);
    }
}

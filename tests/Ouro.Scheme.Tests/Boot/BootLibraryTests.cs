using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;

namespace Ouro.Scheme.Tests.Boot;

public class BootLibraryTests
{
    private readonly VirtualMachine _machine = TestMachines.New();

    private const string Values = """
        (define-library (values one)
          (import (only (ouro primitives) +))
          (export a b (rename c sea) next)
          (begin
            (define a 1)
            (define b 2)
            (define c 3)
            (define (next) (set! a (+ a 1)) a)))
        (define-library (values 2)
          (import (values one))
          (export a (rename b bee) if)
          (begin))
        """;

    [Theory]
    [InlineData("(values one)", "(list a b sea)", "(1 2 3)")]
    [InlineData("(only (values one) a sea)", "(list a sea)", "(1 3)")]
    [InlineData("(except (values one) b)", "(list a sea)", "(1 3)")]
    [InlineData("(prefix (values one) v:)", "(list v:a v:sea)", "(1 3)")]
    [InlineData("(rename (values one) (a b) (b a))", "(list a b sea)", "(2 1 3)")]
    [InlineData("(prefix (only (rename (values one) (sea c)) c a) v:)", "(list v:a v:c)", "(1 3)")]
    [InlineData("(values 2)", "(list a bee)", "(1 2)")]
    [InlineData("(values one) (values 2)", "(list a bee b)", "(1 2 2)")]
    [InlineData("(values one)", "(begin (next) a)", "2")]
    [InlineData("(rename (values 2) (if wenn))", "(wenn #f 1 2)", "2")]
    [InlineData("(ouro syntax)", "(if #f 1 2)", "2")]
    public void Imports(string import, string expression, string expected)
    {
        var value = Run(import, $"(define (main) {expression})");
        Assert.Equal(expected, Scheme.Printer.Printer.PrintShort(value.IsSignal ? _machine.PendingValue : value, 200));
    }

    [Theory]
    [InlineData("(no where)", "no library (no where); looked in the test")]
    [InlineData("(only (values one) aa)", "(values one) does not export aa; did you mean a?")]
    [InlineData("(except (values one) seaa)", "(values one) does not export seaa; did you mean sea?")]
    [InlineData("(rename (values one) (zzz y))", "(values one) does not export zzz")]
    [InlineData("(rename (values one) a)", "expected a proper list")]
    [InlineData("(prefix (values one) 5)", "expected a name")]
    [InlineData("(only 5)", "no library (only 5); looked in the test")]
    [InlineData("(values \"x\")", "expected a symbol or number in a library's name")]
    [InlineData("5", "expected a proper list")]
    [InlineData("(rename (values one) (a b))", "b is imported twice, with different meanings")]
    [InlineData("(cyclic a)", "the library (cyclic a) imports itself, directly or through others")]
    [InlineData("(wrong)", "wrong.scm does not define the library (wrong)")]
    [InlineData("(not library)", "expected (define-library (name ...) declaration ...)")]
    [InlineData("(bad export)", "lisst is exported and not defined; did you mean list?")]
    [InlineData("(twice)", "x is exported twice")]
    [InlineData("(declaration)", "expected (import ...), (export ...) or (begin ...); nothing else is in the boot dialect")]
    public void ImportErrors(string import, string message)
    {
        var second = import.StartsWith("(rename (values one) (a b))", StringComparison.Ordinal) ? " (only (values one) b)" : "";
        var condition = TestMachines.Pending(_machine, Run(import + second, "(define (main) 1)"));
        Assert.Equal(message, condition.Message);
        Assert.NotNull(condition.Span);
    }

    [Fact]
    public void OwnDefinitionsWinOverImports()
    {
        var value = Run("(values one)", "(define (car x) (list 'mine x a)) (define a 'own) (define (main) (car 1))");
        Assert.Equal("(mine 1 own)", TestMachines.Print(_machine, value));
    }

    [Fact]
    public void BodiesRunOnceInOrder()
    {
        var value = Run("(values one)", "(define x (next)) (begin (define y (next)) (begin)) (next) (define (main) (list x y a))");
        Assert.Equal("(2 3 4)", TestMachines.Print(_machine, value));
    }

    [Fact]
    public void FormsOutsideTheDialectCanBePassedOn()
    {
        var evaluator = new BootEvaluator(_machine, new BootTestLibraries(
            ("standard", """
                (define-library (standard) (import (ouro syntax) (ouro primitives)) (export guard some-new-form car swap!)
                  (begin (define-syntax swap! (syntax-rules ()))))
                """),
            ("user", "(define-library (user) (import (standard)) (export main) (begin (define (main) (car '(1)))))"),
            ("wrong", "(define-library (wrong) (import (standard)) (export main) (begin (define (main) (swap! 1 2))))")));
        Assert.False(evaluator.Import("user").IsSignal);
        Assert.Equal("swap! is a macro; the boot evaluator expands none", TestMachines.Pending(_machine, evaluator.Import("wrong")).Message);
    }

    [Fact]
    public void DirectoriesAreSearchedForDefinitions()
    {
        var root = Directory.CreateTempSubdirectory("ouro-boot-test").FullName;
        try
        {
            _ = Directory.CreateDirectory(Path.Combine(root, "lib", "deep"));
            File.WriteAllText(Path.Combine(root, "lib", "deep", "any.scm"), "(define-library (a  b)\n (import (ouro primitives)) (export x) (begin (define x 1)))\n(define-library (c 1) (import (a b)) (export x))");
            File.WriteAllText(Path.Combine(root, "lib", "notes.txt"), "(define-library (d))");
            var resolver = new DirectorySourceResolver(root, Path.Combine(root, "nowhere"), Path.Combine(root, "lib"));
            var evaluator = new BootEvaluator(_machine, resolver);
            Assert.False(evaluator.Import("c", "1").IsSignal);
            Assert.True(evaluator.TryGetExport(["c", "1"], "x", out var x));
            Assert.Equal(1, x.AsFixnum);
            Assert.StartsWith("no library (d)", TestMachines.Pending(_machine, evaluator.Import("d")).Message, StringComparison.Ordinal);
            Assert.True(resolver.TryResolve(["a", "b"], out var file, out _));
            Assert.Equal(Path.Combine("lib", "deep", "any.scm"), file);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private Value Run(string import, string body)
    {
        var evaluator = new BootEvaluator(_machine, new BootTestLibraries(
            ("values one", Values),
            ("values 2", Values),
            ("cyclic a", "(define-library (cyclic a) (import (cyclic b)) (export))"),
            ("cyclic b", "(define-library (cyclic b) (import (cyclic a)) (export))"),
            ("wrong", "(define-library (other))"),
            ("not library", "(import (values one))"),
            ("bad export", "(define-library (bad export) (import) (export lisst) (begin (define (list . x) x)))"),
            ("twice", "(define-library (twice) (import) (export x x) (begin (define x 1)))"),
            ("declaration", "(define-library (declaration) (include \"x\"))"),
            ("prelude", BootTestLibraries.Prelude),
            ("test", $"(define-library (test) (import (only (prelude) list car) {import}) (export main) (begin {body}))")));
        var imported = evaluator.Import("test");
        return imported.IsSignal || !evaluator.TryGetExport(["test"], "main", out var main) ? imported : evaluator.Call(main);
    }
}

using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Tests.Expand;

/// <summary>A library that went through its datum must expand programs as the library from source does, hidden names and macros that make macros included.</summary>
public sealed class LibraryImageTests
{
    private const string Libraries = """
        (define-library (a)
          (export f inc! (rename m mm) def-getter (rename car first) my-if wenn)
          (import (rename (ouro syntax) (if my-if)) (ouro primitives))
          (begin
            (define n 0)
            (define hidden 5)
            (define (f x) (+ x hidden))
            (define-syntax wenn when)
            (define-syntax inc! (syntax-rules () ((_) (set! n (+ n 1)))))
            (define-syntax m
              (syntax-rules (else)
                ((_ else) 'else)
                ((_ #(x ...) "s") (list hidden (f x) ... '#(x ...)))
                ((_ x) (helper x))))
            (define-syntax helper (syntax-rules () ((_ x) (let ((tmp hidden)) (list tmp x)))))
            (define-syntax def-getter
              (syntax-rules () ((_ name v) (begin (define tmp v) (define-syntax name (syntax-rules () ((_) (list tmp hidden (m v)))))))))
            (def-getter inner 42)
            (define (g) (inner))))
        (define-library (b)
          (export inner2 f2 mm)
          (import (ouro syntax) (ouro primitives) (rename (a) (f f2)))
          (begin (def-getter inner2 43)))
        """;

    private const string Driver = """
        (define-library (test images)
          (import (ouro base) (ouro compiler registry) (ouro compiler library) (ouro compiler library-image) (ouro compiler show))
          (export expand-both)
          (begin
            (define imports '((ouro syntax) (ouro primitives)))
            ;; The program expanded with the libraries from source, and with the same libraries from their data.
            (define (expand-both libraries program)
              (let ((sources (make-registry '())) (images (make-registry '())))
                (expand-text libraries "libraries" sources imports)
                ;; As if they had run, which those from data need not: what comes is the program alone.
                (set-registry-run?! sources (lambda (library) #t))
                (let ((data (map (lambda (name) (cons (library-module-of name) (library->datum (registry-library sources name))))
                                 '((a) (b)))))
                  (set-registry-finder! images
                    (lambda (module)
                      (let ((entry (assq module data))) (and entry (datum->library (cdr entry) images)))))
                  (list (expand-text program "program" sources imports)
                        (expand-text program "program" images imports)))))))
        """;

    [Theory]
    [InlineData("(import (ouro syntax) (a)) (inc!) (mm 1) (mm #(1 2) \"s\") (mm else) (def-getter g 1) (g) (first 1) (my-if 1 2) (wenn 1 2 3)")]
    [InlineData("(import (b)) (inner2) (mm 7) (f2 1)")]
    [InlineData("(import (rename (a) (mm m2)) (ouro syntax) (only (b) inner2)) (define hidden 1) (define tmp 2) (inner2) (let ((x 1) (tmp 3)) (m2 tmp))")]
    public void ExpandsAlike(string program)
    {
        var machine = TestMachine.New();
        _ = SchemeRuntime.Install(machine, null);
        var evaluator = new BootEvaluator(machine, new WithDriver(new DirectorySourceResolver(GoldenTests.Sources, GoldenTests.Sources)));
        Assert.False(evaluator.Import("test", "images").IsSignal);
        Assert.True(evaluator.TryGetExport(["test", "images"], "expand-both", out var expandBoth));
        var results = evaluator.Call(expandBoth, TestMachines.Text(Libraries), TestMachines.Text(program));
        Assert.False(results.IsSignal);
        var pair = (Pair)results.AsObject!;
        string fromSource = TestMachines.Print(machine, pair.Car);
        Assert.Contains("a:hidden", fromSource, StringComparison.Ordinal);
        Assert.Equal(fromSource, TestMachines.Print(machine, ((Pair)pair.Cdr.AsObject!).Car));
    }

    private sealed class WithDriver(ISourceResolver inner) : ISourceResolver
    {
        public string Places => inner.Places;

        public bool TryResolve(string[] library, out string file, out string text)
        {
            file = "driver";
            text = Driver;
            return library is ["test", "images"] || inner.TryResolve(library, out file, out text);
        }
    }
}

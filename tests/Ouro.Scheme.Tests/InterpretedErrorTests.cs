using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests;

/// <summary>Errors of interpreted programs know their places, whatever part of the evaluator was at work.</summary>
public class InterpretedErrorTests
{
    [Theory]
    [InlineData("(define (f x) (or (car x) 1))\n(f 5)", 1, 19)]
    [InlineData("(define (f x) (and 1 (or #f (car x))))\n(f 5)", 1, 29)]
    [InlineData("(define (f x) (or (g x) 1))\n(define (g x) (cond ((car x) => list) (else 2)))\n(f 5)", 2, 22)]
    [InlineData("(define (f x) (if (car x) 1 2))\n(f 5)", 1, 19)]
    [InlineData("(or (car 5) 1)", 1, 5)]
    [InlineData("(define x (or (car 5) 1))", 1, 15)]
    [InlineData("(define x (or #f (car 5)))", 1, 18)]
    [InlineData("(define x (list (or (car 5) 1)))", 1, 21)]
    [InlineData("(define x (and 1 (car 5)))", 1, 18)]
    [InlineData("(define x (let ((y 5)) (or (car y) 1)))", 1, 28)]
    [InlineData("(define x (cond ((car 5) => list) (else 2)))", 1, 18)]
    [InlineData("(define x (case (car 5) ((1) 2) (else 3)))", 1, 17)]
    [InlineData("(define x (do ((i 0 (+ i 1))) ((car i) i)))", 1, 32)]
    [InlineData("(define x (when (or (vector-ref (vector) 0) 2) 3))", 1, 21)]
    [InlineData("(define (f x) (or (vector-ref x 1) (f x)))\n(list (f (vector 1)))", 1, 19)]
    public void AnErrorHasTheSpanOfWhatFailed(string program, int line, int column)
    {
        var machine = new SchemeMachine(check: false, language: new LanguageOptions { Interpret = true });
        var compiled = machine.Language.Compile(machine.Machine, new SourceText("test", program));
        Assert.True(compiled.Kind == OutcomeKind.Value, machine.Show(compiled));
        var outcome = machine.Language.Execute(machine.Machine, compiled.Value);

        Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
        var condition = Assert.IsType<Condition>(outcome.Value.AsObject);
        Assert.NotNull(condition.Span);
        Assert.Equal((line, column), (condition.Span.Line, condition.Span.Column));
    }
}

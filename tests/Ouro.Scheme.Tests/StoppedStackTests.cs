using Ouro.Machine.Execution;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests;

/// <summary>The stack of a run that did not end well: looking at it, changing it, going on.</summary>
public class StoppedStackTests
{
    private static readonly Value Five = Value.Fixnum(5);

    [Theory]
    [InlineData("(+ 1 (car 'no))", "6")]                                    // an instruction's result
    [InlineData("(list (vector-ref (vector 1 2) 9) 2)", "(5 2)")]
    [InlineData("(+ 1 nobody-knows-this)", "6")]                            // a variable
    [InlineData("(list (nobody-knows-this 3) 2)", "(5 2)")]                 // a call of one
    [InlineData("(define (f x) x) (list (f 1 2))", "(5)")]                  // a call that cannot be entered
    [InlineData("(define (f x) x) (define (g) (f 1 2)) (list (g))", "(5)")] // in tail position
    [InlineData("(define x 3) (list (x 1))", "(5)")]                        // not a procedure
    [InlineData("(list (apply car '(1)))", "(5)")]
    [InlineData("(list (error \"bad\" 1))", "(5)")]
    [InlineData("(define (f) (raise 'x)) (list (f))", "(5)")]
    [InlineData("(list (if (< 'a 1) 'yes 'no))", "(yes)")]                  // a comparison that jumps: 5 is true
    [InlineData("(list (if (not (< 'a 1)) 'yes 'no))", "(no)")]
    [InlineData("(list (let loop ((i 0)) (if (= i 'x) i (loop (+ i 1)))))", "(0)")]
    [InlineData("(call-with-values (lambda () (values 1 2)) (lambda (a) a))", "5")]
    [InlineData("(list (with-exception-handler 3 (lambda () 1)) (guard (e (#t 'caught)) (raise 1)))", "(5 caught)")]
    [InlineData("(define p (make-parameter 1)) (list (parameterize ((p 2)) (car (p)) (p)) (p))", "(2 1)")]
    [InlineData("(vector-set! (vector 1) 3 3) 'after", "after")]            // no result
    [InlineData("(letrec ((a (+ b 1)) (b 2)) a)", "6")]
    [InlineData("(list (with-exception-handler (lambda (e) 1) (lambda () (raise 'x))))", "(5)")] // the handler returned
    [InlineData("(dynamic-wind (lambda () 1) (lambda () (car 2)) (lambda () 3))", "5")]
    [InlineData("(define (deep n) (if (= n 0) (car '()) (+ 1 (deep (- n 1))))) (deep 100000)", "100005")]
    [InlineData("(list (call/cc (lambda (k) (+ 1 (k 1 2 (car 3))))))", "(1)")]
    public void GoesOnWithAValue(string program, string expected)
    {
        foreach (bool hostile in (bool[])[false, true])
        {
            var scheme = new SchemeMachine(new MachineOptions { KeepStack = true, Hostile = hostile }, check: false);
            var outcome = scheme.Run(program);
            Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);

            // Twice, since nothing of it is used up.
            for (int round = 0; round < 2; round++)
            {
                var resumed = scheme.Machine.Resume(outcome.Stack!, Five);
                Assert.True("Value: " + expected == scheme.Show(resumed), $"{hostile} {round} " + scheme.Show(resumed));
            }
        }
    }

    /// <summary>Programs with what they give.</summary>
    public static TheoryData<string, string> Programs => new()
    {
        { "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 15)", "610" },
        { "(let loop ((i 0) (l '())) (if (= i 100) (length l) (loop (+ i 1) (cons (make-string 100 #\\a) l))))", "100" },
        { "(length (apply list (iota 1000)))", "1000" },
        { "(define (f . l) (if (null? l) 0 (+ 1 (apply f (cdr l))))) (f 1 2 3 4 5 6 7 8 9)", "9" },
        { "(define s 0) (do ((i 0 (+ i 1))) ((= i 30) s) (dynamic-wind (lambda () (set! s (+ s 1))) (lambda () (call/cc (lambda (k) (k 1)))) (lambda () (set! s (+ s 1)))))", "60" },
        { "(vector-length (vector-map (lambda (x) (string-append \"a\" \"b\")) (make-vector 200 1)))", "200" },
        { "(define p (make-parameter 1 list)) (let loop ((i 0)) (if (= i 40) (p) (parameterize ((p i)) (loop (+ i 1)))))", "(39)" },
        { "(call-with-values (lambda () (apply values (iota 100))) (lambda (a . r) (length r)))", "99" },
        { "(length (list-sort < (map (lambda (i) (modulo (* i 7919) 1009)) (iota 300))))", "300" },
        { "(guard (e (#t (list e (let loop ((i 0)) (if (= i 30) i (loop (+ i 1))))))) (raise 'x))", "(x 30)" },
        { "(define* (f #:key a) a) (define fs (list f)) (define (g x) (list x)) (define r (guard (e (#t (map g (iota 20)))) (list ((car fs) #:b 1)))) (length (map g r))", "20" },
        { "(define* (f #:key a) a) (define fs (list f)) (let loop ((i 0)) (if (< i 20) (begin (guard (e (#t (call/cc (lambda (k) (k i))))) (list ((car fs) #:b 1))) (loop (+ i 1))) i))", "20" },
        { "(define* (f #:key a b) (list a b)) (define (g n) (if (= n 0) (f #:b 1 #:a 2) (let ((r (f #:b n))) (g (- n 1))))) (g 20)", "(2 1)" },
        { "(define* (f #:key a) a) (define (g n) (if (= n 0) '() (cons (guard (e (#t (list n))) (+ 1 ((car (list f)) #:b n))) (g (- n 1))))) (length (g 20))", "20" },
        { "(define (g n) (with-exception-handler (lambda (e) n) (lambda () (+ 1 (raise-continuable 'x))))) (apply + (map g (iota 20)))", "210" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void GoesOnAfterEveryLimit(string program, string expected)
    {
        foreach (bool hostile in (bool[])[false, true])
        {
            var scheme = new SchemeMachine(new MachineOptions { KeepStack = true, Hostile = hostile }, check: false);
            int stops = 0;
            foreach (bool ticks in (bool[])[true, false])
            {
                var compiled = scheme.Compile("(import (scheme base) (ouro base))" + program, new MachineLimits());
                Assert.Equal(OutcomeKind.Value, compiled.Kind);

                // So little each time that it stops at many places; each stop allows a little more, so that it gets on.
                long allowance = ticks ? 3 : 100;
                var outcome = scheme.Execute(compiled, Limits(ticks, allowance));
                while (outcome.Kind == OutcomeKind.Limit && stops++ < 10_000)
                {
                    allowance = ticks ? 3 + (stops % 200) : 60 + (stops * 7 % 500) + (stops > 1000 ? 100_000 : 0);
                    scheme.Machine.SetLimits(Limits(ticks, allowance));
                    outcome = scheme.Machine.Resume(outcome.Stack!, Value.False);
                }

                Assert.Equal("Value: " + expected, scheme.Show(outcome));
            }

            Assert.True(stops > 0, "it was never stopped");
        }
    }

    /// <summary>With no memory at all a run stops where it needs a segment of the stack: in the middle of calls, and of raising.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void GoesOnWhereThereWasNoMemory(string program, string expected)
    {
        var scheme = new SchemeMachine(new MachineOptions { KeepStack = true, Hostile = true }, check: false);
        var compiled = scheme.Compile("(import (scheme base) (ouro base))" + program, new MachineLimits());
        Assert.Equal(OutcomeKind.Value, compiled.Kind);
        int stops = 0;
        var outcome = scheme.Execute(compiled, new MachineLimits { Memory = 1 });
        while (outcome.Kind == OutcomeKind.Limit && stops++ < 10_000)
        {
            // Every other time it gets on a little. Each stop for memory is a collection, so there are not very many.
            bool goesOn = stops % 2 == 0 || stops > 200;
            scheme.Machine.SetLimits(goesOn ? new MachineLimits { Ticks = stops > 200 ? 1_000_000 : stops / 2 % 20, Memory = long.MaxValue } : new MachineLimits { Memory = 1 });
            outcome = scheme.Machine.Resume(outcome.Stack!, Value.False);
        }

        Assert.Equal("Value: " + expected, scheme.Show(outcome));
    }

    private static MachineLimits Limits(bool ticks, long number) => ticks ? new MachineLimits { Ticks = number } : new MachineLimits { Allocation = number };

    [Fact]
    public void VariablesCanBeSeenAndChanged()
    {
        var scheme = new SchemeMachine(new MachineOptions { KeepStack = true }, check: false);
        var outcome = scheme.Run("""
            (define (inner a b)
              (let ((c (+ a b)) (count 0))
                (let ((bump! (lambda () (set! count (+ count c)))))
                  (bump!)
                  (list (car a) count c))))
            (define (outer x) (list (inner x 2) x))
            (list (outer 1))
            """);
        Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
        var activations = outcome.Stack!.Activations;
        Assert.Equal(["inner", "outer", "program"], activations.Select(each => each.Entry.Procedure));
        Assert.Equal(["a", "b"], activations[0].Entry.Arguments!.Select(each => each.Name));
        var variables = activations[0].Variables.ToDictionary(each => each.Name, each => each);
        Assert.Equal("3", scheme.Language.Print(variables["c"].Value, 100));
        Assert.Equal("3", scheme.Language.Print(variables["count"].Value, 100));
        Assert.True(variables["count"].TrySet(Value.Fixnum(70)));
        Assert.True(variables["c"].TrySet(Value.Fixnum(71)));
        Assert.True(activations[1].Variables.Single(each => each.Name == "x").TrySet(Value.Fixnum(72)));
        Assert.Equal("Value: (((5 70 71) 72))", scheme.Show(scheme.Machine.Resume(outcome.Stack!, Five)));
    }

    [Fact]
    public void ScopesEnd()
    {
        var scheme = new SchemeMachine(new MachineOptions { KeepStack = true }, check: false);
        var outcome = scheme.Run("""
            (define (f a)
              (let ((first (list a a))) (display first))
              (let ((second (list a)) (a (vector a)))
                (list (car second) (vector-ref a 7))))
            (f 1)
            """);
        var f = outcome.Stack!.Activations[0];
        Assert.Equal(["a", "second"], f.Variables.Select(each => each.Name));
        Assert.Equal("#(1)", scheme.Language.Print(f.Variables[0].Value, 100));
    }

    [Fact]
    public void TailCallsAreMarked()
    {
        var scheme = new SchemeMachine(new MachineOptions { KeepStack = true }, check: false);
        var outcome = scheme.Run("""
            (define (last x) (+ 1 (car x)))
            (define (middle x) (last x))
            (define (first x) (+ 1 (middle x)))
            (+ 1 (first 'x))
            """);
        Assert.Equal(
            ["last True", "first False", "program False"],
            outcome.Stack!.Activations.Select(each => $"{each.Entry.Procedure} {each.Entry.LeftOutCalls}"));
    }

    [Fact]
    public void AnInterruptCanBeGoneOnFrom()
    {
        var scheme = new SchemeMachine(new MachineOptions { KeepStack = true }, check: false);
        var compiled = scheme.Compile("(let loop ((i 0)) (if (< i 3000000) (loop (+ i 1)) i))", new MachineLimits());
        scheme.Machine.RequestInterrupt();
        var outcome = scheme.Execute(compiled, new MachineLimits());
        Assert.Equal(OutcomeKind.Interrupted, outcome.Kind);
        Assert.Equal("i", outcome.Stack!.Activations[0].Variables[0].Name);
        Assert.Equal("Value: 3000000", scheme.Show(scheme.Machine.Resume(outcome.Stack, Value.False)));
    }

    [Fact]
    public void WithoutTheOptionNothingIsKept()
    {
        var scheme = new SchemeMachine(check: false);
        Assert.Null(scheme.Run("(car 1)").Stack);
    }
}

using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;

namespace Ouro.Scheme.Tests.Boot;

public class BootEvaluatorTests
{
    private readonly VirtualMachine _machine = TestMachines.New();

    [Theory]
    [InlineData("1", "1")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("'(a . b)", "(a . b)")]
    [InlineData("#(1 2)", "#(1 2)")]
    [InlineData("(if #f 1)", "#<unspecified>")]
    [InlineData("(if #f 1 2)", "2")]
    [InlineData("(if '() 1 2)", "1")]
    [InlineData("(begin 1 2 3)", "3")]
    [InlineData("((lambda (a b) (list b a)) 1 2)", "(2 1)")]
    [InlineData("((lambda (a . r) (list a r)) 1)", "(1 ())")]
    [InlineData("((lambda (a . r) (list a r)) 1 2 3)", "(1 (2 3))")]
    [InlineData("((lambda r r))", "()")]
    [InlineData("(let ((a 1) (b 2)) (list a b))", "(1 2)")]
    [InlineData("(let ((a 1)) (let ((a 2) (b a)) (list a b)))", "(2 1)")]
    [InlineData("(let* ((a 1) (b (+ a 1)) (a (+ b 1))) (list a b))", "(3 2)")]
    [InlineData("(let* () (define x 1) x)", "1")]
    [InlineData("(letrec ((e (lambda (n) (if (= n 0) 'even (o (- n 1))))) (o (lambda (n) (if (= n 0) 'odd (e (- n 1)))))) (e 11))", "odd")]
    [InlineData("(letrec* ((a 1) (b (+ a 1))) (list a b))", "(1 2)")]
    [InlineData("(let-values (((a b) (values 1 2)) ((c . d) (values 3 4 5)) (e (values))) (list a b c d e))", "(1 2 3 (4 5) ())")]
    [InlineData("(let ((a 0)) (let-values (((a) (values 1)) ((b) (values a))) (list a b)))", "(1 0)")]
    [InlineData("(receive (a . r) (values 1 2 3) (list a r))", "(1 (2 3))")]
    [InlineData("(receive all (values) all)", "()")]
    [InlineData("(receive (a) 5 a)", "5")]
    [InlineData("(call-with-values (lambda () (values 1 2)) (lambda (a b) (list b a)))", "(2 1)")]
    [InlineData("(call-with-values (lambda () 1) list)", "(1)")]
    [InlineData("(apply list 1 2 '(3 4))", "(1 2 3 4)")]
    [InlineData("(apply list '())", "()")]
    [InlineData("(apply apply (list list 1 '(2)))", "(1 2)")]
    [InlineData("(cond (#f 1) ((= 1 1) 2 3) (else 4))", "3")]
    [InlineData("(cond (#f 1) (else 4 5))", "5")]
    [InlineData("(cond (#f 1) (7) (else 2))", "7")]
    [InlineData("(cond ((cons 1 2) => cdr) (else 3))", "2")]
    [InlineData("(cond (#f => cdr) (else 3))", "3")]
    [InlineData("(cond (#f 1))", "#<unspecified>")]
    [InlineData("(case 'b ((a) 1) ((b c) 2 3) (else 4))", "3")]
    [InlineData("(case 5 ((1 2) 'low) ((#\\5 5) 'five))", "five")]
    [InlineData("(case #\\x ((#\\y) 1) ((#\\x) 2))", "2")]
    [InlineData("(case 2.5 ((2.5) 'yes) (else 'no))", "yes")]
    [InlineData("(case \"a\" ((\"a\") 1) (else 2))", "2")]
    [InlineData("(case '() ((()) 1) (else 2))", "1")]
    [InlineData("(case 1 ((2) 3))", "#<unspecified>")]
    [InlineData("(list (when 1 2 3) (when #f 1) (unless #f 4 5) (unless 1 2))", "(3 #<unspecified> 5 #<unspecified>)")]
    [InlineData("(list (and) (and 1) (and 1 2) (and #f 2) (or) (or #f 1) (or #f #f))", "(#t 1 2 #f #f 1 #f)")]
    [InlineData("(if (and (pair? '(1)) (or (null? 1) (not #f))) 'yes 'no)", "yes")]
    [InlineData("(do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i 4) l))", "(3 2 1 0)")]
    [InlineData("(do ((i 0 (+ i 1)) (x 7)) ((= i 4)))", "#<unspecified>")]
    [InlineData("(let ((n 0)) (do ((i 0 (+ i 1))) ((= i 4) n) (set! n (+ n i))))", "6")]
    [InlineData("(let loop ((i 0) (l '())) (if (< i 3) (loop (+ i 1) (cons i l)) l))", "(2 1 0)")]
    [InlineData("(let loop ((a 1) (b 2) (n 3)) (if (= n 0) (list a b) (loop b a (- n 1))))", "(2 1)")]
    [InlineData("(let loop ((a 1) (b 2) (c 3) (n 4)) (if (= n 0) (list a b c) (loop b c a (- n 1))))", "(2 3 1)")]
    [InlineData("(let loop () 5)", "5")]
    // A loop inside a loop that goes on with the outer one.
    [InlineData("(let outer ((i 0) (s 0)) (if (= i 4) s (let inner ((j 0) (s s)) (if (= j i) (outer (+ i 1) s) (inner (+ j 1) (+ s 10))))))", "60")]
    // A loop that is no tail call of itself.
    [InlineData("(let loop ((i 0)) (if (< i 5) (cons i (loop (+ i 1))) '()))", "(0 1 2 3 4)")]
    // Closures made by a loop see their own turn.
    [InlineData("(let loop ((i 0) (l '())) (if (< i 3) (loop (+ i 1) (cons (lambda () i) l)) (list ((car l)) ((car (cdr l))))))", "(2 1)")]
    [InlineData("(do ((i 0 (+ i 1)) (l '() (cons (lambda () i) l))) ((= i 3) (list ((car l)) ((car (cdr l))))))", "(2 1)")]
    // A closure in an inner loop: the outer one must not be run in place either.
    [InlineData("(let loop ((i 0) (l '())) (if (= i 3) (list ((car l)) ((car (cdr l)))) (let ((f (let in ((k 0)) (if (= k 1) (lambda () i) (in (+ k 1)))))) (loop (+ i 1) (cons f l)))))", "(2 1)")]
    // A loop's name as a value.
    [InlineData("(let loop ((i 0)) (if (= i 3) 'end (apply loop (list (+ i 1)))))", "end")]
    [InlineData("(let loop ((i 0)) (set! loop 5) loop)", "5")]
    [InlineData("(let ((x 1)) (set! x (+ x 1)) x)", "2")]
    [InlineData("(let ((x 1)) ((lambda () (set! x 5))) x)", "5")]
    [InlineData("(let ((x 1)) (((lambda () (lambda () (set! x (+ x 6)) x)))))", "7")]
    [InlineData("(let () (define a 1) (define (f) (+ a 1)) (set! a 10) (f))", "11")]
    [InlineData("(let () (define (e? n) (if (= n 0) #t (o? (- n 1)))) (define (o? n) (if (= n 0) #f (e? (- n 1)))) (e? 100))", "#t")]
    [InlineData("(let () (define-record-type thing (make-thing a) thing? (a thing-a)) (list (thing-a (make-thing 1)) (thing? 1)))", "(1 #f)")]
    // Quasiquotation.
    [InlineData("`(1 ,(+ 1 1) ,@(list 3 4) . end)", "(1 2 3 4 . end)")]
    [InlineData("`(1 . ,(+ 1 1))", "(1 . 2)")]
    [InlineData("`(,@(list 1 2))", "(1 2)")]
    [InlineData("`(,@'() . x)", "x")]
    [InlineData("`x", "x")]
    [InlineData("`,(+ 1 2)", "3")]
    [InlineData("`(1 `(2 ,(3 ,(+ 1 3)) ,@(4 ,@(list 1 2))))", "(1 `(2 ,(3 4) ,@(4 1 2)))")]
    [InlineData("`(a #(b c))", "(a #(b c))")]
    [InlineData("`((,1 x) ,2)", "((1 x) 2)")]
    // Names that are bound are not forms.
    [InlineData("(let ((if list)) (if 1 2 3))", "(1 2 3)")]
    [InlineData("((lambda (quote) (quote 1)) -)", "-1")]
    [InlineData("(let ((else #f)) (cond (else 1) (#t 2)))", "2")]
    [InlineData("(%primitive cons 1 2)", "(1 . 2)")]
    [InlineData("(%primitive apply list '(1))", "(1)")]
    [InlineData("(let ((f car)) (f '(1)))", "1")]
    [InlineData("(let ((trace '())) (dynamic-wind (lambda () (set! trace (cons 'in trace))) (lambda () (set! trace (cons 'body trace))) (lambda () (set! trace (cons 'out trace)))) trace)", "(out body in)")]
    [InlineData("(+ 9223372036854775807 1)", "9223372036854775808")]
    [InlineData("(- -9223372036854775808 1)", "-9223372036854775809")]
    [InlineData("(list (< 1 2) (> 1 2) (<= 2 2) (>= 1 2) (= 1 1.0) (< 1/2 0.6))", "(#t #f #t #f #t #t)")]
    [InlineData("(list (+) (+ 1) (+ 1 2 3) (- 5) (* 2 3 4))", "(0 1 6 -5 24)")]
    public void Evaluates(string expression, string expected)
    {
        Assert.Equal(expected, BootTestLibraries.RunAndPrint(_machine, $"(define (main) {expression})"));
    }

    [Fact]
    public void Records()
    {
        var value = BootTestLibraries.Run(_machine, """
            (define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y) (z point-z set-point-z!))
            (define-record-type <empty> make-empty empty?)
            (define-record-type <hidden> #f hidden?)
            (define-record-type (make-odd) (make-odd) #f)
            (define (main) 1)
            """);
        Assert.Equal("expected a name", TestMachines.Pending(_machine, value).Message);

        value = BootTestLibraries.Run(_machine, """
            (define (early p) (point-x p))
            (define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y) (z point-z set-point-z!))
            (define-record-type <pair> make-both both? (first both-first) (second both-second))
            (define-record-type <hidden> #f #f)
            (define (main)
              (define p (make-point 1 2))
              (define access point-y)
              (set-point-x! p 10)
              ((car (list set-point-z!)) p 'z)
              (list p (early p) (access p) (point-z p) (point? p) (point? 1) (both-second (make-both 'a 'b)) <point> (list point?)))
            """);
        Assert.Equal(
            "(#<point x: 10 y: 2 z: z> 10 2 z #t #f b #<record-type point> (#<procedure point?>))",
            TestMachines.Print(_machine, value));
    }

    [Theory]
    [InlineData("(define (loop n) (if (= n 0) 'done (loop (- n 1)))) (define (main) (loop 1000000))")]
    [InlineData("(define (loop n) (cond ((= n 0) 'done) (else (apply loop (list (- n 1)))))) (define (main) (loop 1000000))")]
    [InlineData("(define (a n) (and #t (or #f (b n)))) (define (b n) (when #t (case n ((0) 'done) (else (a (- n 1)))))) (define (main) (a 1000000))")]
    [InlineData("(define (loop n) (let-values (((m) (- n 1))) (receive (k) m (if (= k 0) 'done (let ((f loop)) (f k)))))) (define (main) (loop 1000000))")]
    [InlineData("(define (loop n) (call-with-values (lambda () n) (lambda (n) (if (= n 0) 'done (loop (- n 1)))))) (define (main) (loop 1000000))")]
    [InlineData("(define (loop n) (cond ((- n 1) => (lambda (n) (if (= n 0) 'done (loop n)))))) (define (main) (loop 1000000))")]
    [InlineData("(define (loop n) (let in ((i 0)) (if (= i 2) (if (= n 0) 'done (loop (- n 1))) (in (+ i 1))))) (define (main) (loop 1000000))")]
    public void TailCallsTakeNoStack(string body)
    {
        // More turns than calls may wait inside each other.
        var value = BootTestLibraries.Run(_machine, body);
        Assert.Equal("done", Scheme.Printer.Printer.PrintShort(value.IsSignal ? _machine.PendingValue : value, 200));
    }

    [Fact]
    public void RecursionIsDeep()
    {
        var value = BootTestLibraries.Run(_machine, """
            (define (count n) (if (= n 0) 0 (+ 1 (let ((m (- n 1))) (cond ((= m -1) 0) (else (count m)))))))
            (define (main) (count 150000))
            """);
        Assert.Equal(150_000, value.AsFixnum);
    }

    [Fact]
    public void RecursionWithoutEndIsAnError()
    {
        var evaluator = BootTestLibraries.For(_machine, "(define (f n) (+ 1 (f n)))\n(define (main) (f 1))");
        Assert.False(evaluator.Import("test").IsSignal);
        Assert.True(evaluator.TryGetExport(["test"], "main", out var main));
        var condition = TestMachines.Pending(_machine, evaluator.Call(main));
        Assert.Equal("the recursion is too deep for the boot evaluator", condition.Message);
        Assert.NotEmpty(condition.Backtrace!);
        // The evaluator is as good as new.
        Assert.Equal("the recursion is too deep for the boot evaluator", TestMachines.Pending(_machine, evaluator.Call(main)).Message);
    }

    [Theory]
    [InlineData("(car 1)", ConditionKind.WrongType, "car: argument 1 must be a pair, got 1")]
    [InlineData("(let ((f 5)) (f 1))", ConditionKind.NotAProcedure, "expected a procedure to call, got 5")]
    [InlineData("((lambda (x) x))", ConditionKind.WrongArgumentCount, "an anonymous procedure takes 1 argument, got 0")]
    [InlineData("(let () (define (f a . b) a) (f))", ConditionKind.WrongArgumentCount, "f takes at least 1 argument, got 0")]
    [InlineData("(car 1 2)", ConditionKind.WrongArgumentCount, "car takes 1 argument, got 2")]
    [InlineData("(apply car '(1 . 2))", ConditionKind.WrongType, "apply: argument 2 must be a list, got (1 . 2)")]
    [InlineData("(apply)", ConditionKind.WrongArgumentCount, "apply takes at least 1 argument, got 0")]
    [InlineData("(error \"no luck:\" 'with 5)", ConditionKind.User, "no luck: with 5")]
    [InlineData("(letrec ((a b) (b 1)) a)", ConditionKind.UnboundVariable, "b is used before it is defined")]
    [InlineData("later", ConditionKind.UnboundVariable, "later is used before it is defined")]
    [InlineData("(receive (a b) (values 1) a)", ConditionKind.WrongArgumentCount, "expected 2 values, got 1")]
    [InlineData("(receive (a b . c) (values 1) a)", ConditionKind.WrongArgumentCount, "expected 2 or more values, got 1")]
    [InlineData("`(,@1 2)", ConditionKind.WrongType, "unquote-splicing: expected a list, got 1")]
    [InlineData("(let () (define-record-type p #f p? (x px)) (px 1))", ConditionKind.WrongType, "px: argument 1 must be a record of type p, got 1")]
    [InlineData("(vector-ref '#(1) 1)", ConditionKind.OutOfRange, null)]
    [InlineData("(+ 'a 1)", ConditionKind.WrongType, null)]
    [InlineData("(< 1 'a)", ConditionKind.WrongType, null)]
    public void RunTimeErrors(string expression, ConditionKind kind, string? description)
    {
        var value = BootTestLibraries.Run(_machine, $"(define (main)\n  {expression})\n(define (call-it f) (f))\n(define x (call-it main))\n(define later 1)");
        var condition = TestMachines.Pending(_machine, value);
        Assert.Equal(kind, condition.Kind);
        if (description is not null)
        {
            Assert.Equal(description, Scheme.Printer.Printer.Describe(condition));
        }

        Assert.StartsWith("test.scm:3:", condition.Backtrace![0].Span!.ToString(), StringComparison.Ordinal);
        Assert.Contains(condition.Backtrace!, entry => entry.Span!.Line == 5);
    }

    [Theory]
    [InlineData("(if)", "3:1", "expected (if test then [else])")]
    [InlineData("(if 1 2 3 4)", "3:1", "expected (if test then [else])")]
    [InlineData("(let ((x)) x)", "3:7", "expected (variable value)")]
    [InlineData("(let (x) x)", "3:7", "expected a proper list")]
    [InlineData("(let ((x 1) (x 2)) x)", "3:14", "x is bound twice")]
    [InlineData("(let ((1 1)) 1)", "3:8", "expected a variable's name")]
    [InlineData("(lambda (a a) a)", "3:12", "a is bound twice")]
    [InlineData("(lambda (a))", "3:1", "expected (lambda parameters body ...)")]
    [InlineData("(lambda () (define a 1))", "3:1", "expected an expression at the end of the body")]
    [InlineData("(lambda () 1 (define a 1) 2)", "3:14", "define: a definition can only stand at the head of a body or library")]
    [InlineData("(set! nowhere 1)", "3:7", "nowhere is not defined in the library (test) and not imported")]
    [InlineData("(set! car 1)", "3:7", "set!: car is not a variable of this library")]
    [InlineData("(set! 5 1)", "3:7", "set!: expected a variable")]
    [InlineData("(lambda () (nowhere 1))", "3:13", "nowhere is not defined in the library (test) and not imported")]
    [InlineData("(lambda () (vector-reff 1))", "3:13", "vector-reff is not defined in the library (test) and not imported; did you mean vector-ref?")]
    [InlineData("(f . 1)", "3:1", "expected a proper list")]
    [InlineData("()", "3:1", "expected an expression, got (); the empty list is written '()")]
    [InlineData("(quote)", "3:1", "expected (quote datum)")]
    [InlineData("(guard (e (#t 1)) 2)", "3:1", "guard is not in the boot dialect")]
    [InlineData("(let-syntax () 1)", "3:1", "let-syntax is not in the boot dialect")]
    [InlineData("(cond (else 1) (2 3))", "3:7", "cond: the else clause must be the last one")]
    [InlineData("(cond (1 => 2 3))", "3:7", "expected cond: (test => receiver)")]
    [InlineData("(case 1 (else 1) ((2) 3))", "3:9", "case: the else clause must be the last one")]
    [InlineData("(case 1 ((1) => 3))", "3:14", "=> in case is not in the boot dialect")]
    [InlineData("(case 1 ((1/2) 3))", "3:11", "this number as a key of case is not in the boot dialect")]
    [InlineData("`(1 . ,@(f))", "3:9", "unquote-splicing can only stand in a list")]
    [InlineData("`#(1 ,2)", "3:2", "unquote in a vector is not in the boot dialect")]
    [InlineData("(%primitive no-such 1)", "3:13", "there is no primitive no-such")]
    [InlineData("(%primitive vector-reff 1)", "3:13", "there is no primitive vector-reff; did you mean vector-ref?")]
    [InlineData("(%primitive car)", "3:1", "the primitive car does not take 0 arguments")]
    [InlineData("(define-record-type p (make q) p?)", "3:29", "the record type has no field q")]
    [InlineData("(define-record-type p #f p? (x) (x))", "3:33", "the field x is defined twice")]
    [InlineData("(define x 1) (define x 2)", "3:14", "this defines a name that the library has defined before")]
    [InlineData("(define-syntax m (syntax-rules ())) (m 1)", "3:37", "m is a macro; the boot evaluator expands none")]
    [InlineData("(define-syntax m (syntax-rules ())) (define (f) m)", "3:49", "m is a macro, not a variable")]
    [InlineData("if", "3:1", "if is not defined in the library (test) and not imported")]
    [InlineData("'#0=(a . #0#) `#1=(a . #1#)", "3:16", "quasiquote: the template is a cyclic list")]
    [InlineData("#0=(car . #0#)", "3:4", "expected a proper list")]
    [InlineData("(car '(1) ", "2:2", "the list opened at test.scm:2:2 is never closed: expected )")]
    public void SyntaxErrors(string form, string place, string message)
    {
        var evaluator = new BootEvaluator(_machine, new BootTestLibraries(
            ("prelude", BootTestLibraries.Prelude),
            ("test", $"\n (define-library (test) (import (prelude)) (export) (begin\n{form}\n))")));
        var condition = TestMachines.Pending(_machine, evaluator.Import("test"));
        Assert.Equal(message, condition.Message);
        Assert.Equal("test.scm:" + place, condition.Span!.ToString());
    }

    [Fact]
    public void NestingWithoutEndIsAnError()
    {
        var text = string.Concat(Enumerable.Repeat("(car ", 200_000)) + new string(')', 200_000);
        var condition = TestMachines.Pending(_machine, BootTestLibraries.Run(_machine, $"(define (main) {text})"));
        Assert.Equal("the program is nested too deeply", condition.Message);
    }

    [Fact]
    public void ManyFailingLoopsInsideEachOtherAreNoProblem()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => $"(let loop{i} ((x{i} {i})) "))
            + "(lambda () 1)" + new string(')', 60);
        Assert.False(BootTestLibraries.Run(_machine, $"(define (main) {text})").IsSignal);
    }

    [Fact]
    public void LimitsEndEvaluation()
    {
        _machine.SetLimits(new MachineLimits { Ticks = _machine.TicksUsed + 100_000 });
        var value = BootTestLibraries.Run(_machine, "(define (main) (let loop () (loop)))");
        Assert.True(value.IsSignal);
        Assert.Equal(PendingSignal.Stop, _machine.Pending);
    }

    [Fact]
    public void ProceduresAreOrdinaryValues()
    {
        var value = BootTestLibraries.Run(_machine, "(define (f x) x) (define (main) (list f (lambda (x) x) car apply))");
        Assert.Equal("(#<procedure f> #<procedure> #<procedure car> #<procedure apply>)", TestMachines.Print(_machine, value));
        Assert.True(TestMachines.Call(_machine, "procedure?", ((Pair)value.AsObject!).Car).IsTrue);
    }

    [Fact]
    public void TheHostCallsProceduresWithArguments()
    {
        var evaluator = BootTestLibraries.For(_machine, "(define (main a . b) (cons b a))");
        Assert.False(evaluator.Import("test").IsSignal);
        Assert.True(evaluator.TryGetExport(["test"], "main", out var main));
        Assert.Equal("((2 3) . 1)", TestMachines.Print(_machine, evaluator.Call(main, Value.Fixnum(1), Value.Fixnum(2), Value.Fixnum(3))));
        Assert.True(evaluator.TryGetExport(["prelude"], "car", out var car));
        Assert.Equal("1", TestMachines.Print(_machine, evaluator.Call(car, TestMachines.ReadOne(_machine, "(1)"))));
        Assert.False(evaluator.TryGetExport(["test"], "other", out _));
        Assert.False(evaluator.TryGetExport(["nowhere"], "main", out _));
    }
}

using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Calls of every shape: many arguments, wrong numbers of them, keywords, far operands, several values, frames at the end of a segment.</summary>
public class CallTests : ModeTests
{
    private const string RestLength = "(code (name rest) (parameters 0 0 #t) (body (fixnum 1 0) head (branch-null 0 #t done) (cdr 0 0) (add-immediate 1 1 1) (loop head) done (return 1)))";
    private const string LastOfRest = "(code (name last) (parameters 2 1 #t) (body head (cdr 4 3) (branch-null 4 #t done) (move 3 4) (loop head) done (car 3 3) (cons 3 3 2) (cons 3 3 1) (cons 3 3 0) (return 3)))";

    [Theory]
    [MemberData(nameof(Modes))]
    public void ManyArguments(string mode)
    {
        var machine = New(mode);
        foreach (int count in (int[])[0, 1, 2, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 1_000, 4_000, 100_000, 400_000])
        {
            Value list = List(count, i => Value.Fixnum(i));
            string expected = $"value: {count}";
            Same(expected, Run(machine, $"(code (parameters 1) (body (closure 3 {RestLength}) (move 4 0) (call-apply 0 1 2) (return 0)))", list));
            Same(expected, Run(machine, $"(code (parameters 1) (body (closure 3 {RestLength}) (move 4 0) (tail-apply 1 2)))", list));
            Same(expected, Run(machine, $"(code (parameters 1) (body (constant 3 (primitive apply)) (closure 4 {RestLength}) (move 5 0) (call 0 2 2) (return 0)))", list));
            Same(count == 1 ? "value: 0" : $"value: {count}", Run(machine, $"""
                (code (parameters 1) (body (closure 3 (code (free 1) (body (free 0 0) (constant 3 (primitive values)) (move 4 0) (tail-apply 1 2)))) (closure-set 3 0 0) (closure 4 {RestLength})
                  (branch-null 0 #t several) (cdr 1 0) (branch-null 1 #f several) (closure 4 (code (parameters 1) (body (return 0)))) several
                  (constant 2 (primitive call-with-values)) (tail-call 2 1)))
                """, list));
            if (count > 3)
            {
                Same($"value: ((({count - 1} . 2) . 1) . 0)", Run(machine, $"(code (parameters 1) (body (closure 3 {LastOfRest}) (move 4 0) (tail-apply 1 2)))", list));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void WrongNumbersOfArguments(string mode)
    {
        var machine = New(mode);
        Check("1", 0, "f takes 1 argument, got 0");
        Check("1", 2, "f takes 1 argument, got 2");
        Check("2", 1, "f takes 2 arguments, got 1");
        Check("1 2", 0, "f takes 1 to 3 arguments, got 0");
        Check("1 2", 4, "f takes 1 to 3 arguments, got 4");
        Check("1 0 #t", 0, "f takes at least 1 argument, got 0");
        Check("2 1 #t", 1, "f takes at least 2 arguments, got 1");
        Check("0", 1, "f takes 0 arguments, got 1");
        Check("0", 200, "f takes 0 arguments, got 200");
        CheckPrimitive("apply", 0, "apply takes at least 1 argument, got 0");
        CheckPrimitive("call-with-values", 1, "call-with-values takes 2 arguments, got 1");
        CheckPrimitive("dynamic-wind", 4, "dynamic-wind takes 3 arguments, got 4");
        CheckPrimitive("procedure?", 2, "procedure? takes 1 argument, got 2");
        CheckPrimitive("procedure?", 0, "procedure? takes 1 argument, got 0");

        void Check(string shape, int given, string expected)
        {
            string procedure = $"(closure 3 (code (name f) (parameters {shape}) (registers 4) (body (fixnum 0 0) (return 0))))";
            CheckCalls(procedure, given, expected);
            string moves = string.Concat(Enumerable.Range(0, given).Select(i => $"(fixnum {i + 4} {i}) "));
            Same("uncaught: " + expected, Run(machine, $"(code (body {procedure} {moves} (call-keywords (quote #()) 0 {given} 2) (return 0)))"));
            Same("uncaught: " + expected, Run(machine, $"(code (body {procedure} {moves} (tail-keywords (quote #()) {given} 2)))"));
        }

        void CheckPrimitive(string name, int given, string expected) => CheckCalls($"(constant 3 (primitive {name}))", given, expected);

        void CheckCalls(string procedure, int given, string expected)
        {
            string moves = string.Concat(Enumerable.Range(0, given).Select(i => $"(fixnum {i + 4} {i}) "));
            foreach (string call in (string[])[$"(call 0 {given} 2) (return 0)", $"(tail-call {given} 2)", $"(call-values 0 {given} 2) (return 0)", $"(call-far 2 0 {given}) (return 0)", $"(tail-call-far 2 {given})", $"(call-values-far 2 0 {given}) (return 0)"])
            {
                Same("uncaught: " + expected, Run(machine, $"(code (body {procedure} {moves} {call}))"));
            }

            Same("uncaught: " + expected, Run(machine, $"(code (parameters 1) (body {procedure} (move 4 0) (call-apply 0 1 2) (return 0)))", List(given, i => Value.Fixnum(i))));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void WhatIsNoProcedure(string mode)
    {
        var machine = New(mode);
        foreach (string call in (string[])["(call 0 1 2) (return 0)", "(tail-call 1 2)", "(call-apply 0 1 2) (return 0)", "(tail-apply 1 2)", "(call-far 2 0 1) (return 0)", "(tail-call-far 2 1)",
            "(call-keywords (quote #(k)) 0 1 2) (return 0)", "(tail-keywords (quote #(k)) 1 2)"])
        {
            Same("uncaught: not a procedure: 17", Run(machine, $"(code (body (fixnum 3 17) (constant 4 (quote ())) {call}))"));
            Same("uncaught: not a procedure: 1.5", Run(machine, $"(code (body (constant 3 (quote 1.5)) (constant 4 (quote ())) {call}))"));
        }

        Same("uncaught: argument 2 must be a proper list, got (1 . 2)", Run(machine, "(code (body (constant 3 (primitive values)) (constant 4 (quote (1 . 2))) (tail-apply 1 2)))"));
        Begins("uncaught: unbound variable", Run(machine, "(code (body (call-global (global test nobody) 0 0 2) (return 0)))"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Keywords(string mode)
    {
        var machine = New(mode);
        const string Callee = """
            (code (name callee) (parameters 1 1 #f (a b))
              (body (branch-absent 1 #f second) (constant 1 (quote none)) second
                    (branch-absent 2 #f third) (constant 2 (quote none)) third
                    (branch-absent 3 #f fourth) (constant 3 (quote none)) fourth
                    (constant 4 (quote ())) (cons 4 3 4) (cons 4 2 4) (cons 4 1 4) (cons 4 0 4) (return 4)))
            """;
        Check(1, "", "value: (0 none none none)");
        Check(2, "", "value: (0 1 none none)");
        Check(2, "a", "value: (0 none 1 none)");
        Check(2, "b", "value: (0 none none 1)");
        Check(3, "b a", "value: (0 none 2 1)");
        Check(4, "a b", "value: (0 1 2 3)");
        Check(3, "a a", "uncaught: callee got the keyword argument #:a twice");
        Check(1, "a", "uncaught: callee takes 1 to 2 arguments, got 0");
        Check(4, "b", "uncaught: callee takes 1 to 2 arguments, got 3");
        Check(2, "c", "uncaught: callee has no keyword parameter #:c; it has #:a, #:b");
        Same("uncaught: values takes no keyword arguments, got #:a", Run(machine, "(code (body (constant 3 (primitive values)) (fixnum 4 1) (tail-keywords (quote #(a)) 1 2)))"));
        Same("uncaught: f has no keyword parameter #:a; it has none", Run(machine, "(code (body (closure 3 (code (name f) (body (fixnum 0 0) (return 0)))) (fixnum 4 1) (tail-keywords (quote #(a)) 1 2)))"));

        void Check(int count, string names, string expected)
        {
            string moves = string.Concat(Enumerable.Range(0, count).Select(i => $"(fixnum {i + 4} {i}) "));
            Same(expected, Run(machine, $"(code (body (closure 3 {Callee}) {moves} (call-keywords (quote #({names})) 0 {count} 2) (return 0)))"));
            Same(expected, Run(machine, $"(code (body (closure 3 {Callee}) {moves} (tail-keywords (quote #({names})) {count} 2)))"));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void SeveralValuesAndTheirMismatches(string mode)
    {
        var machine = New(mode);
        foreach (int given in (int[])[0, 1, 2, 3, 7])
        {
            string produce = $"(closure 1 (code (body {string.Concat(Enumerable.Range(0, given).Select(i => $"(fixnum {i} {i}) "))}(return-values 0 {given})))) (call-values 0 0 0)";
            foreach (int wanted in (int[])[0, 1, 2, 3])
            {
                string collect = "(constant 9 (quote ())) " + string.Concat(Enumerable.Range(1, wanted).Reverse().Select(i => $"(cons 9 {i} 9) "));
                string all = string.Join(' ', Enumerable.Range(0, given));
                string exact = Run(machine, $"(code (registers 12) (body {produce} (unpack-values 0 1 {wanted} #f) {collect} (return 9)))");
                Same(given == wanted ? $"value: ({all})" : $"uncaught: expected {wanted} value{(wanted == 1 ? "" : "s")}, got {given}{(given == 0 ? "" : ": " + all)}", exact);
                string rest = Run(machine, $"(code (registers 12) (body {produce} (unpack-values 0 1 {wanted} #t) (move 9 {wanted + 1}) {string.Concat(Enumerable.Range(1, wanted).Reverse().Select(i => $"(cons 9 {i} 9) "))} (return 9)))");
                Same(given >= wanted ? $"value: ({all})" : $"uncaught: expected at least {wanted} value{(wanted == 1 ? "" : "s")}, got {given}{(given == 0 ? "" : ": " + all)}", rest);
            }

            // One value is wanted: the first, or the unspecified value for none.
            string one = Run(machine, $"(code (body (closure 3 (code (body {string.Concat(Enumerable.Range(0, given).Select(i => $"(fixnum {i} {i}) "))}(return-values 0 {given})))) (call 0 0 2) (return 0)))");
            Same(given == 0 ? "value: #!unspecified" : "value: 0", one);
        }
    }

    /// <summary>Whatever the size of the frames, nothing reads or writes beyond a segment: a call without arguments may begin at its very end.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void FramesEndAnywhereInASegment(string mode)
    {
        var machine = New(mode);
        string[] callees =
        [
            "(constant {1} (primitive values))", "(global {1} (global test thunk))", "(global {1} (global test parameter))", "(global {1} (global test none))", "(global {1} (global test k))",
            "(constant {1} (primitive apply))", "(fixnum {1} 3)",
        ];
        Define(machine, "thunk", "(code (name thunk) (body (return-values 0 0)))");
        Define(machine, "none", "(code (name none) (parameters 0 0 #t) (body (constant 1 (primitive values)) (tail-call 0 0)))");
        Set(machine, "parameter", Value.Object(new Parameter(Value.Fixnum(1), Value.False)));
        for (int size = 2; size < 70; size++)
        {
            foreach (string callee in callees)
            {
                string call = callee.Replace("{1}", (size - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

                // Frames of exactly this size, whose last two registers are the header of a call without arguments.
                string code = $"(code (registers {size}) (body {call} (call-values 0 0 {size - 2}) (return 0)))";
                string expected = callee.Contains("fixnum", StringComparison.Ordinal) ? "uncaught: not a procedure: 3" : callee.Contains("apply", StringComparison.Ordinal) ? "uncaught: apply takes at least 1 argument, got 0"
                    : callee.Contains("parameter", StringComparison.Ordinal) ? "value: 1" : "value: ";
                string wrapped = $"(code (parameters 1) (body (closure 3 {code}) (global-define 0 (global test k)) (call-values 1 0 2) (return-any 1)))";
                string got = Run(machine, $"(code (body (closure 2 {wrapped}) (constant 1 (primitive call-with-current-continuation)) (call-values 0 1 0) (return-any 0)))");
                Begins(expected, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void FarOperands(string mode)
    {
        var machine = New(mode);
        string many = string.Concat(Enumerable.Range(0, 400).Select(i => $"(fixnum 0 {i}) (far-set 0 {402 + i}) "));
        string setUp = $"{many} (closure 0 {RestLength}) (far-set 0 401)";
        Same("value: 400", Run(machine, $"(code (registers 900) (body {setUp} (call-far 400 0 400) (return 0)))"));
        Same("value: 400", Run(machine, $"(code (registers 900) (body {setUp} (tail-call-far 400 400)))"));
        Same("value: 400", Run(machine, $"(code (registers 900) (body {setUp} (call-values-far 400 0 400) (return-any 0)))"));
        Same("value: 7", Run(machine, "(code (registers 60000) (body (fixnum 0 7) (far-set 0 59999) (fixnum 0 0) (far-get 0 59999) (return 0)))"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void RawArithmetic(string mode)
    {
        var machine = New(mode);
        const string Exits = "generic (constant 0 (quote left)) (return 0)) (frame-states (state (activation this generic self)))";
        Same("value: -6", Raw("(long-subtract 2 0 1 0) (box-long 2 2)", 2, 8));
        Same("value: left", Raw("(long-subtract 2 0 1 0) (box-long 2 2)", long.MinValue, 1));
        Same("value: left", Raw("(long-add 2 0 1 0) (box-long 2 2)", long.MaxValue, 1));
        Same("value: left", Raw("(long-multiply 2 0 1 0) (box-long 2 2)", long.MinValue, -1));
        Same("value: 0.5", Raw("(long-to-double 2 0) (long-to-double 3 1) (double-divide 2 2 3) (box-double 2 2)", 2, 4));
        Same("value: +inf.0", Raw("(long-to-double 2 0) (long-to-double 3 1) (double-divide 2 2 3) (box-double 2 2)", 2, 0));
        Same("value: small", Raw("(branch-long-less 0 1 #f big) (constant 2 (quote small)) (return 2) big (constant 2 (quote big))", -5, 4));
        Same("value: same", Raw("(branch-long-equal 0 1 #f other) (constant 2 (quote same)) (return 2) other (constant 2 (quote other))", 4, 4));
        Same("value: left", Run(machine, $"(code (parameters 1) (body (guard-eq 0 (quote x) 0) (return 0) {Exits})", Symbol(machine, "y")));
        Same("value: x", Run(machine, $"(code (parameters 1) (body (guard-eq 0 (quote x) 0) (return 0) {Exits})", Symbol(machine, "x")));
        Same("value: left", Run(machine, $"(code (parameters 1) (body (guard-type 0 (quote (1)) 0) (return 0) {Exits})", Value.Fixnum(1)));
        Same("value: (2)", Run(machine, $"(code (parameters 1) (body (guard-type 0 (quote (1)) 0) (return 0) {Exits})", List(1, _ => Value.Fixnum(2))));

        Set(machine, "assumed", Value.Fixnum(1));
        Value assuming = Closure(machine, $"(code (body (assume (global test assumed) (quote 1) 0) (constant 0 (quote holds)) (return 0) {Exits})");
        Same("value: holds", Describe(machine.Run(assuming)));
        Set(machine, "assumed", Value.Fixnum(2));
        Same("value: left", Describe(machine.Run(assuming)));

        string Raw(string body, long left, long right) =>
            Run(machine, $"(code (parameters 2) (body (unbox-long 0 0) (unbox-long 1 1) {body} (return 2) {Exits})", Value.Fixnum(left), Value.Fixnum(right));
    }
}

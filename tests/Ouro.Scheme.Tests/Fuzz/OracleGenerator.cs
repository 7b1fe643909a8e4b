// Random well-formed programs over the whole language, for comparing ways to run them.
//
// A program is definitions (variables, procedures, records, macros, all with names of its own) and one expression. Every
// program ends: loops and recursion count down in variables that nothing else assigns, procedures call only those defined
// before them, and what goes backwards (continuations, kept closures) burns fuel. What it does is written to a trace,
// and what is raised is caught and written down, with its message and irritants.
//
// Expressions are made for a kind of value, so that most of a program means something; now and then another kind is
// put in its place, which makes the errors. Portable programs contain only what R7RS says to the letter: effects
// never among the arguments of one call, no message of an error, no inexact number that is printed in more ways than one;
// and values are of the right kind but for plain mistakes, since compilers leave out checks: Guile's (* "text" 1) is "text".

using System.Globalization;

namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>Makes random programs.</summary>
/// <param name="random">Where the choices come from.</param>
/// <param name="portable">Only what every implementation of R7RS must do alike.</param>
internal sealed partial class OracleGenerator(Random random, bool portable)
{
    /// <summary>What every program uses; defines (run-program name thunk).</summary>
    internal const string Prelude = """
        (define fuel 0)
        (define trace '())
        (define steps 0)
        (define (note x) (set! steps (+ steps 1)) (if (< steps 60) (set! trace (cons x trace))) x)
        (define (burn) (set! fuel (- fuel 1)) (> fuel 0))
        (define ks (make-vector 3 #f))
        (define fs (make-vector 3 #f))
        (define p0 (make-parameter 1))
        (define p1 (make-parameter 2 (lambda (x) (if (number? x) (+ x 1) x))))
        (define (enter k x) (if (and (procedure? k) (burn)) (k x) x))
        (define (show x)
          (cond ((pair? x) (cons (show (car x)) (show (cdr x))))
                ((vector? x) (list 'vector (show (vector->list x))))
                ((number? x) (show-number x))
                ((symbol? x) (show-symbol x))
                ((or (null? x) (boolean? x) (string? x) (char? x)) x)
                ((procedure? x) 'procedure)
                (else 'other)))
        (define (run-program name thunk)
          (set! fuel 12)
          (set! trace '())
          (set! steps 0)
          (vector-fill! ks #f)
          (vector-fill! fs #f)
          (let ((result (guard (e (#t (list 'uncaught (describe e)))) (call-with-values thunk list))))
            (write (list name (show result) (show (reverse trace))))
            (newline)))

        """;

    private const string OwnDescribe = """
        (define (show-number x) x)
        (define (show-symbol x) x)
        (define (describe e) (if (error-object? e) (list (error-object-message e) (show (error-object-irritants e))) (show e)))

        """;

    private const string PortableDescribe = """
        (define (show-symbol x) (list 'symbol (symbol->string x)))
        (define (show-number x) (cond ((exact? x) x) ((< -1e300 x 1e300) (list 'inexact (exact x))) (else 'infinite)))
        (define (describe e) (if (or (number? e) (symbol? e) (string? e) (pair? e)) (show e) 'error))

        """;

    /// <summary>Kinds of values that expressions are made for.</summary>
    private enum Kind
    {
        Integer,
        Number,
        Boolean,
        Text,
        Character,
        Symbol,
        List,
        Vector,
        Any,
    }

    private sealed record Variable(string Name, Kind Kind, bool IsAssignable);

    /// <summary>Something to call: a procedure, a macro used like one. Rest: takes further arguments.</summary>
    private sealed record Callable(string Name, Kind[] Parameters, Kind Result, int Optional = 0, bool HasRest = false, bool IsMacro = false);

    private readonly List<Variable> _variables = [];
    private readonly List<Callable> _callables = [];
    private readonly List<Variable> _escapes = [];
    private string _prefix = "";
    private int _count;

    /// <summary>The prelude, with what belongs to this kind of programs.</summary>
    internal string Head => (portable ? PortableDescribe : OwnDescribe) + Prelude;

    /// <summary>One program; its definitions begin with the name.</summary>
    internal string Program(string name)
    {
        _variables.Clear();
        _callables.Clear();
        _escapes.Clear();
        _count = 0;
        _prefix = name + "-";
        var text = new System.Text.StringBuilder();
        for (int i = random.Next(5); i > 0; i--)
        {
            text.Append(Definition()).Append('\n');
        }

        string body = Expression(AnyKind(), random.Next(3, 7));
        return text.Append("(run-program '").Append(name).Append(" (lambda () ").Append(body).Append("))\n").ToString();
    }

    private string Fresh(string stem) => stem + (++_count).ToString(CultureInfo.InvariantCulture);

    private Kind AnyKind() => (Kind)random.Next((int)Kind.Any);

    private bool Chance(int one) => random.Next(one) == 0;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>An expression, nearly always for that kind of value.</summary>
    private string Expression(Kind kind, int depth)
    {
        if (kind == Kind.Any)
        {
            kind = AnyKind();
        }

        // The errors: another kind, or something that fails for certain.
        if (Chance(60))
        {
            return Chance(2) && !portable ? Expression(AnyKind(), depth) : Failure(depth);
        }

        if (depth <= 0 || Chance(12))
        {
            return Leaf(kind);
        }

        return random.Next(10) < 5 ? General(kind, depth) : Special(kind, depth);
    }

    private string Leaf(Kind kind)
    {
        var candidates = _variables.Where(variable => variable.Kind == kind || (kind == Kind.Number && variable.Kind == Kind.Integer)).ToList();
        return candidates.Count > 0 && !Chance(3) ? candidates[random.Next(candidates.Count)].Name : Constant(kind);
    }

    private string Constant(Kind kind) => kind switch
    {
        Kind.Integer => Chance(8)
            ? Pick("9223372036854775807", "-9223372036854775808", "4611686018427387904", "18446744073709551616", "123456789012345678901234567890")
            : random.Next(-9, 20).ToString(CultureInfo.InvariantCulture),
        Kind.Number => Chance(2)
            ? Pick("1/2", "-7/3", "1.5", "-0.5", "2.25", "1e10", "100000000000000000000/3")
            : !portable && Chance(4) ? Pick("+inf.0", "-inf.0", "+nan.0", "-0.0", "1+2i", "-1.5+0.5i", "1e300") : Constant(Kind.Integer),
        Kind.Boolean => Pick("#t", "#f"),
        Kind.Text => Pick("\"\"", "\"a\"", "\"text\"", "\"λx\"", "\"one two\"", "(string-copy \"copied\")", "(make-string 2 #\\z)"),
        Kind.Character => Pick("#\\a", "#\\Z", "#\\space", "#\\0", "#\\λ"),
        Kind.Symbol => Pick("'a", "'b", "'else", "'if", "'x"),
        Kind.List => Pick("'()", "'(1 2 3)", "(list 4 5)", "'(a b)", "'((a . 1) (b . 2))", "(list 1 \"s\" #\\c)"),
        _ => Pick("(vector 1 2 3)", "(make-vector 2 'v)", "'#(7 8 9)", "(vector)"),
    };

    /// <summary>A call, whose arguments have no effects on each other in portable programs.</summary>
    private string Call(string operation, int depth, params Kind[] kinds)
    {
        if (!portable || kinds.Length < 2)
        {
            return $"({operation}{string.Concat(kinds.Select(kind => " " + Expression(kind, depth - 1)))})";
        }

        var names = kinds.Select(_ => Fresh("t")).ToArray();
        string bindings = string.Join(' ', kinds.Select((kind, i) => $"({names[i]} {Expression(kind, depth - 1)})"));
        return $"(let* ({bindings}) ({operation} {string.Join(' ', names)}))";
    }

    /// <summary>An expression in the scope of further variables.</summary>
    private string Inside(Kind kind, int depth, params Variable[] variables)
    {
        _variables.AddRange(variables);
        string text = Expression(kind, depth);
        _variables.RemoveRange(_variables.Count - variables.Length, variables.Length);
        return text;
    }

    private Variable Local(Kind kind, bool assignable = true) => new(Fresh("v"), kind, assignable);

    /// <summary>What can give any kind of value: control, binding, procedures.</summary>
    private string General(Kind kind, int depth)
    {
        string E(Kind of, int less = 1) => Expression(of, depth - less);
        switch (random.Next(30))
        {
            case 0 or 1:
                return $"(if {E(Kind.Boolean)} {E(kind)} {E(kind)})";
            case 2:
                return $"(cond ({E(Kind.Boolean)} {E(kind)}) ({E(Kind.Boolean)} {E(kind)}) (else {E(kind)}))";
            case 3:
                var found = Local(Kind.Any, assignable: false);
                return $"(cond ((assv {E(Kind.Integer)} '((1 . a) (2 . b) (3 . 3))) => (lambda ({found.Name}) (note (cdr {found.Name})) {E(kind)})) (else {E(kind)}))";
            case 4:
                return $"(case {E(Pick1(Kind.Integer, Kind.Symbol, Kind.Character))} ((1 2 a #\\a) {E(kind)}) ((3 b x #\\Z -1 0) {E(kind)}) (else {E(kind)}))";
            case 5 or 6:
                return Let(kind, depth);
            case 7:
                return $"(begin (note {E(Kind.Any)}) {E(kind)})";
            case 8 when _variables.Any(variable => variable.IsAssignable):
                var assignable = _variables.Where(variable => variable.IsAssignable).ToList();
                var target = assignable[random.Next(assignable.Count)];
                return $"(begin (set! {target.Name} {E(target.Kind)}) {E(kind)})";
            case 9 or 10 when _callables.Count > 0:
                return CallKnown(kind, depth);
            case 11:
                return Loop(kind, depth);
            case 12:
                return Recursion(kind, depth);
            case 13:
                return LocalProcedures(kind, depth);
            case 14:
                return Escape(kind, depth);
            case 15 when !portable || kind == Kind.Integer:
                string place = random.Next(3).ToString(CultureInfo.InvariantCulture);
                string k = Fresh("k");
                return Chance(2) ? $"(call/cc (lambda ({k}) (vector-set! ks {place} {k}) {E(kind)}))" : $"(begin (enter (vector-ref ks {place}) {E(portable ? kind : Kind.Any)}) {E(kind)})";
            case 16:
                string mark = Fresh("w");
                return $"(dynamic-wind (lambda () (note 'in-{mark})) (lambda () {E(kind)}) (lambda () (note 'out-{mark})))";
            case 17 or 18:
                return Guard(kind, depth);
            case 19:
                return $"(parameterize (({Pick("p0", "p1")} {E(Kind.Number)})) {E(kind)})";
            case 20:
                return $"(force ({Pick("delay", "make-promise")} {E(kind)}))";
            case 21:
                var first = Local(kind);
                var second = Local(Kind.Any);
                string head = Chance(3) ? "receive" : "call-with-values";
                string producer = portable
                    ? $"(let* (({first.Name} {E(kind)}) ({second.Name} {E(Kind.Any)})) (values {first.Name} {second.Name}))"
                    : $"(values {E(kind)} {E(Kind.Any)})";
                string consumer = Inside(kind, depth - 1, first, second);
                return head == "receive" && !portable
                    ? $"(receive ({first.Name} . {second.Name}) {producer} {consumer})"
                    : $"(call-with-values (lambda () {producer}) (lambda ({first.Name} {second.Name}) {consumer}))";
            case 22:
                var left = Local(Kind.Number);
                var right = Local(kind);
                string values = portable ? $"({left.Name} {right.Name}) (let* ((a {E(Kind.Number)}) (b {E(kind)})) (values a b))" : $"({left.Name} {right.Name}) (values {E(Kind.Number)} {E(kind)})";
                return $"(let{Pick("*", "")}-values (({values})) {Inside(kind, depth - 1, left, right)})";
            case 23:
                return Macro(kind, depth);
            case 24:
                return $"({Pick("when", "unless")} {E(Kind.Boolean)} (note {E(Kind.Any)}) {E(kind)})" is var test && portable ? $"(begin {test} {E(kind)})" : test;
            case 25:
                var parameter = Local(Kind.Any);
                return $"((lambda ({parameter.Name} . rest) {Inside(kind, depth - 1, parameter, new Variable("rest", Kind.List, false))}) {E(Kind.Any)})";
            case 26:
                string slot = random.Next(3).ToString(CultureInfo.InvariantCulture);
                var kept = Local(Kind.Any);
                return Chance(2)
                    ? $"(begin (vector-set! fs {slot} (lambda ({kept.Name}) {Inside(Kind.Any, depth - 1, kept)})) {E(kind)})"
                    : $"(begin (note (enter (vector-ref fs {slot}) {E(Kind.Any)})) {E(kind)})";
            case 27 when !portable:
                return Handler(kind, depth);
            case 28:
                return $"(let* (({Fresh("u")} {E(Kind.Any)})) {E(kind)})";
            default:
                return Special(kind, depth);
        }
    }

    private Kind Pick1(params Kind[] kinds) => kinds[random.Next(kinds.Length)];

    private string Let(Kind kind, int depth)
    {
        int count = random.Next(1, 4);
        var bound = Enumerable.Range(0, count).Select(_ => Local(AnyKind())).ToArray();
        string form = portable ? "let*" : Pick("let", "let*", "letrec*");
        string bindings = string.Join(' ', bound.Select(variable => $"({variable.Name} {Expression(variable.Kind, depth - 2)})"));
        string body = Inside(kind, depth - 1, bound);
        if (Chance(3))
        {
            var inner = Local(kind);
            return $"({form} ({bindings}) (define {inner.Name} {body}) {Inside(kind, depth - 2, [.. bound, inner])})";
        }

        return $"({form} ({bindings}) {body})";
    }

    private string CallKnown(Kind kind, int depth)
    {
        var candidates = _callables.Where(callable => callable.Result == kind).ToList();
        var callable = candidates.Count > 0 ? candidates[random.Next(candidates.Count)] : _callables[random.Next(_callables.Count)];
        var kinds = callable.Parameters.ToList();
        for (int i = random.Next(callable.Optional + 1); i > 0; i--)
        {
            kinds.Add(Kind.Any);
        }

        for (int i = callable.HasRest ? random.Next(3) : 0; i > 0; i--)
        {
            kinds.Add(Kind.Any);
        }

        // Now and then the wrong number of arguments.
        if (Chance(40) && !callable.IsMacro)
        {
            kinds.Add(Kind.Any);
        }

        string call = Chance(6) && !portable && !callable.IsMacro
            ? $"(apply {callable.Name} (list{string.Concat(kinds.Select(argument => " " + Expression(argument, depth - 2)))}))"
            : Call(callable.Name, depth - 1, [.. kinds]);
        return callable.Result == kind ? call : $"(begin (note {call}) {Expression(kind, depth - 1)})";
    }

    private string Loop(Kind kind, int depth)
    {
        string loop = Fresh("loop");
        var counter = new Variable(Fresh("i"), Kind.Integer, IsAssignable: false);
        var state = Local(kind);
        int turns = random.Next(1, 5);
        string next = Inside(kind, depth - 2, counter, state);
        string start = Expression(kind, depth - 2);
        if (Chance(3))
        {
            return $"(do (({counter.Name} 0 (+ {counter.Name} 1)) ({state.Name} {start} {next})) ((= {counter.Name} {turns}) {state.Name}){(Chance(2) ? $" (note {Inside(Kind.Any, depth - 3, counter, state)})" : "")})";
        }

        string end = Inside(kind, depth - 2, counter, state);
        string test = Pick($"(= {counter.Name} {turns})", $"(>= {counter.Name} {turns})", $"(not (< {counter.Name} {turns}))", $"(or (> {counter.Name} {turns}) (= {counter.Name} {turns}))");
        return $"(let {loop} (({counter.Name} 0) ({state.Name} {start})) (if {test} {end} ({loop} (+ {counter.Name} 1) {next})))";
    }

    private string Recursion(Kind kind, int depth)
    {
        string name = Fresh("f");
        var counter = new Variable(Fresh("n"), Kind.Integer, IsAssignable: false);
        var state = Local(kind);
        var below = Local(kind);
        string next = Inside(kind, depth - 2, counter, state);
        string rest = Inside(kind, depth - 2, counter, state, below);
        string self = $"(let (({below.Name} ({name} (- {counter.Name} 1) {next}))) {rest})";
        string body = $"(if (<= {counter.Name} 0) {Inside(kind, depth - 2, counter, state)} {self})";
        string call = $"({name} {random.Next(1, 4)} {Expression(kind, depth - 2)})";
        return Pick(
            $"(letrec (({name} (lambda ({counter.Name} {state.Name}) {body}))) {call})",
            $"(let () (define ({name} {counter.Name} {state.Name}) {body}) {call})");
    }

    /// <summary>Procedures of this scope, called in it: some once, some often, some as values.</summary>
    private string LocalProcedures(Kind kind, int depth)
    {
        var made = new List<Callable>();
        string definitions = "";
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            definitions += ProcedureDefinition(Fresh("g"), depth - 2, out var callable) + " ";
            _callables.Add(callable);
            made.Add(callable);
        }

        string body = Chance(2) ? CallKnown(kind, depth - 1) : Expression(kind, depth - 1);
        _callables.RemoveRange(_callables.Count - made.Count, made.Count);
        return $"(let () {definitions}{body})";
    }

    private string ProcedureDefinition(string name, int depth, out Callable callable)
    {
        var parameters = Enumerable.Range(0, random.Next(4)).Select(_ => Local(AnyKind())).ToArray();
        var kinds = parameters.Select(parameter => parameter.Kind).ToArray();
        string names = string.Join(' ', parameters.Select(parameter => parameter.Name));
        var result = AnyKind();
        switch (random.Next(6))
        {
            case 0:
                var rest = Local(Kind.List);
                callable = new Callable(name, kinds, result, HasRest: true);
                return $"(define ({name} {names} . {rest.Name}) {Inside(result, depth, [.. parameters, rest])})";
            case 1 when !portable:
                var optional = Local(Kind.Any);
                callable = new Callable(name, kinds, result, Optional: 1);
                return $"(define* ({name} {names} #:optional ({optional.Name} {Inside(Kind.Any, depth - 2, parameters)})) {Inside(result, depth, [.. parameters, optional])})";
            case 2:
                var more = Local(Kind.Any);
                callable = new Callable(name, kinds, result, Optional: 1);
                return $"(define {name} (case-lambda (({names}) {Inside(result, depth, parameters)}) (({names} {more.Name}) {Inside(result, depth, [.. parameters, more])})))";
            default:
                callable = new Callable(name, kinds, result);
                return Chance(4)
                    ? $"(define {name} (let (({Fresh("hidden")} {Constant(AnyKind())})) (lambda ({names}) {Inside(result, depth, parameters)})))"
                    : $"(define ({name} {names}) {Inside(result, depth, parameters)})";
        }
    }

    private string Escape(Kind kind, int depth)
    {
        if (_escapes.Count > 0 && Chance(2))
        {
            var escape = _escapes[random.Next(_escapes.Count)];
            return $"({escape.Name} {Expression(portable ? escape.Kind : kind, depth - 1)})";
        }

        string k = Fresh("k");
        _escapes.Add(new Variable(k, kind, IsAssignable: false));
        string body = Expression(kind, depth - 1);
        _escapes.RemoveAt(_escapes.Count - 1);

        // Inside it may be called when the call is over: then it is a re-entry, which needs fuel.
        return $"(call/cc (lambda (c{k}) (let (({k} (lambda (x) (if (burn) (c{k} x) x)))) {body})))";
    }

    private string Guard(Kind kind, int depth)
    {
        var e = new Variable(Fresh("e"), Kind.Any, IsAssignable: false);
        string clauses = Pick(
            $"(#t (note (describe {e.Name})) {Inside(kind, depth - 2, e)})",
            $"((number? {e.Name}) {Inside(kind, depth - 2, e)}) (else {Inside(kind, depth - 2, e)})",
            $"((assq 'a (if (list? {e.Name}) '((a . 1)) '())) => (lambda (x) (note x) {Inside(kind, depth - 2, e)})) (else (note (describe {e.Name})) {Inside(kind, depth - 2, e)})",
            portable ? $"(else {Inside(kind, depth - 2, e)})" : $"((symbol? {e.Name}) {Inside(kind, depth - 2, e)})");
        string body = Chance(2) ? $"(begin (note {Failure(depth - 1)}) {Expression(kind, depth - 1)})" : Expression(kind, depth - 1);
        return $"(guard ({e.Name} {clauses}) {body})";
    }

    private string Handler(Kind kind, int depth)
    {
        var e = new Variable(Fresh("h"), Kind.Any, IsAssignable: false);
        string raised = Expression(Kind.Any, depth - 2);
        return $"(with-exception-handler (lambda ({e.Name}) (note (describe {e.Name})) {Inside(kind, depth - 2, e)}) (lambda () (note (raise-continuable {raised})) {Expression(kind, depth - 1)}))";
    }

    /// <summary>Something that raises, or may.</summary>
    private string Failure(int depth)
    {
        string E(Kind of) => Expression(of, depth - 2);
        if (portable)
        {
            return Pick($"(raise {E(Kind.Number)})", $"(raise 'oops)", $"(raise {E(Kind.Text)})", $"(raise-continuable {E(Kind.List)})", "(car 5)", "(vector-ref (vector 1 2) 2)",
                "(error \"message\" 1)", "(undefined-procedure)", "(+ 'a 1)", "((lambda (x) x))", "(5 5)", "(string-ref \"abc\" 3)", "(quotient 1 0)", "(hash 'x 'y 'z)");
        }

        return Pick(
            $"(raise {E(Kind.Any)})", $"(raise-continuable {E(Kind.Any)})", $"(error \"message\" {E(Kind.Any)} {E(Kind.Any)})", $"(error 'who {E(Kind.Text)})",
            $"(car {E(Kind.Any)})", $"(cdr {E(Kind.List)})", $"(vector-ref {E(Kind.Vector)} {E(Kind.Integer)})", $"(string-ref {E(Kind.Text)} {E(Kind.Integer)})",
            $"(+ {E(Kind.Any)} {E(Kind.Number)})", $"(< {E(Kind.Number)} {E(Kind.Any)})", $"(quotient {E(Kind.Integer)} 0)", $"(/ {E(Kind.Number)} 0)", $"({E(Kind.Any)} 1)",
            $"(list-ref {E(Kind.List)} {E(Kind.Integer)})", $"(symbol->string {E(Kind.Any)})", $"(length '(1 . {E(Kind.Integer)}))", $"(apply + {E(Kind.Any)})",
            $"(undefined-variable {E(Kind.Any)})", $"(assert {E(Kind.Boolean)})", $"((lambda (x y) x) {E(Kind.Any)})", $"(exact {E(Kind.Number)})", $"(integer->char {E(Kind.Integer)})",
            "(letrec ((a b) (b 1)) a)", $"(substring {E(Kind.Text)} {E(Kind.Integer)} {E(Kind.Integer)})", $"(call-with-values (lambda () (values 1 {E(Kind.Any)})) (lambda (x) x))",
            $"(vector-set! '#(1 2) 0 {E(Kind.Any)})", $"(hash-table-ref {E(Kind.Any)} 1)", $"(list-tail {E(Kind.List)} {E(Kind.Integer)})", $"(string->symbol {E(Kind.Any)})", $"(max {E(Kind.Number)} {E(Kind.Any)})");
    }
}

// What gives one kind of value, and definitions: procedures, records, macros.

using System.Globalization;

namespace Ouro.Scheme.Tests.Fuzz;

internal sealed partial class OracleGenerator
{
    private string Special(Kind kind, int depth)
    {
        string E(Kind of, int less = 1) => Expression(of, depth - less);
        string C(string operation, params Kind[] kinds) => Call(operation, depth, kinds);
        switch (kind)
        {
            case Kind.Integer:
                return random.Next(14) switch
                {
                    0 or 1 or 2 => C(Pick("+", "-", "*"), Kind.Integer, Kind.Integer),
                    3 => C(Pick("+", "-", "*"), Kind.Integer, Kind.Integer, Kind.Integer),
                    4 => $"({Pick("quotient", "remainder", "modulo", "floor/", "floor-quotient", "truncate-remainder").Replace("floor/", "quotient", StringComparison.Ordinal)} {E(Kind.Integer)} {Pick("3", "-7", "10", "2", "4611686018427387904")})",
                    5 => C(Pick("gcd", "lcm", "max", "min"), Kind.Integer, Kind.Integer),
                    6 => C("string-length", Kind.Text),
                    7 => $"(length {E(Kind.List)})",
                    8 => C("vector-length", Kind.Vector),
                    9 => C("char->integer", Kind.Character),
                    10 => $"(exact ({Pick("floor", "round", "truncate", "ceiling")} {E(Kind.Number)}))",
                    11 => $"(expt {E(Kind.Integer)} {random.Next(0, 6)})",
                    12 when !portable => Chance(2) ? C(Pick("bitwise-and", "bitwise-ior", "bitwise-xor"), Kind.Integer, Kind.Integer) : $"(arithmetic-shift {E(Kind.Integer)} {random.Next(-70, 70)})",
                    _ => C(Pick("abs", "square", "-"), Kind.Integer),
                };
            case Kind.Number:
                return random.Next(10) switch
                {
                    0 or 1 or 2 => C(Pick("+", "-", "*"), Kind.Number, Kind.Number),
                    3 => $"(/ {E(Kind.Number)} {Pick("3", "-2", "1/7", "2.5")})",
                    4 => C(Pick("max", "min"), Kind.Number, Kind.Number),
                    5 => C(Pick("numerator", "denominator", "abs"), Kind.Number),
                    6 when !portable => C(Pick("sqrt", "exact->inexact", "magnitude", "real-part", "imag-part", "exp", "atan"), Kind.Number),
                    7 => $"(p{random.Next(2)})",
                    8 => $"(string->number {Pick("\"12\"", "\"1/3\"", "\"#xff\"", "\"1.5\"", $"(number->string {E(Kind.Integer)} {Pick("2", "10", "16")})")})",
                    _ => E(Kind.Integer),
                };
            case Kind.Boolean:
                return random.Next(14) switch
                {
                    0 or 1 => C(Pick("=", "<", ">", "<=", ">="), Kind.Number, Kind.Number),

                    // Guile does not look at the third when the first two decide.
                    2 when !portable => C(Pick("=", "<", "<="), Kind.Integer, Kind.Integer, Kind.Integer),
                    3 => $"(not {E(Kind.Boolean)})",
                    4 => $"({Pick("and", "or")} {E(Kind.Boolean)} {E(Kind.Boolean)})",
                    5 => $"(and {E(Kind.Boolean)} (or {E(Kind.Boolean)} {E(Kind.Boolean)}) {E(Kind.Boolean)})",
                    6 => Chance(2) ? $"(eq? {E(Kind.Symbol)} {E(Kind.Symbol)})" : C(Pick("eqv?", "equal?"), Kind.Any, Kind.Any),
                    7 => C(Pick("zero?", "positive?", "negative?", "exact?", "integer?"), Kind.Number),
                    8 => C(Pick("odd?", "even?"), Kind.Integer),
                    9 => C(Pick("pair?", "null?", "string?", "symbol?", "vector?", "procedure?", "number?", "char?", "boolean?"), Kind.Any),
                    10 => C(Pick("string=?", "string<?"), Kind.Text, Kind.Text),
                    11 => C(Pick("char=?", "char<?"), Kind.Character, Kind.Character),
                    12 => $"(let ((b {E(Kind.Boolean)})) (if b (not b) {E(Kind.Boolean)}))",
                    _ => $"(pair? (member {E(Kind.Any)} {E(Kind.List)}))",
                };
            case Kind.Text:
                return random.Next(10) switch
                {
                    0 or 1 => C("string-append", Kind.Text, Kind.Text),
                    2 => $"(number->string {E(Kind.Integer)})",
                    3 => C("symbol->string", Kind.Symbol),
                    4 => $"(list->string (map (lambda (c) (char-upcase c)) (string->list {E(Kind.Text)})))",
                    5 => $"(let ((s {E(Kind.Text)})) (substring s 0 (quotient (string-length s) 2)))",
                    6 => $"(let ((p (open-output-string))) (write {(portable ? $"(show {E(Kind.List)})" : E(Kind.Any))} p) (display {E(Kind.Text)} p) (get-output-string p))",
                    7 => $"(string {E(Kind.Character)})",
                    8 => $"(let ((s (make-string 3 #\\-))) (string-set! s {random.Next(3)} {E(Kind.Character)}) s)",
                    _ => $"(string-map (lambda (c) (if (char=? c #\\a) {E(Kind.Character)} c)) {E(Kind.Text)})",
                };
            case Kind.Character:
                return random.Next(4) switch
                {
                    0 => $"(let ((s {E(Kind.Text)})) (if (string=? s \"\") {E(Kind.Character)} (string-ref s 0)))",
                    1 => C(Pick("char-upcase", "char-downcase"), Kind.Character),
                    2 => $"(integer->char (+ 65 (modulo {E(Kind.Integer)} 26)))",
                    _ => $"(let ((p (open-input-string {E(Kind.Text)}))) (let ((c (read-char p))) (if (eof-object? c) #\\! c)))",
                };
            case Kind.Symbol:
                return random.Next(3) switch
                {
                    0 => C("string->symbol", Kind.Text),
                    1 => $"(car (list {E(Kind.Symbol)} 'other))",
                    _ => $"(if {E(Kind.Boolean)} 'yes {E(Kind.Symbol)})",
                };
            case Kind.List:
                return ListExpression(depth);
            default:
                return random.Next(7) switch
                {
                    0 => C("vector", Kind.Any, Kind.Any),
                    1 => C("list->vector", Kind.List),
                    2 => $"(vector-map (lambda (x) {Element("x", depth)}) {E(Kind.Vector)})",
                    3 => $"(let ((v (make-vector 3 {E(Kind.Any)}))) (vector-set! v {random.Next(3)} {E(Kind.Any)}) v)",
                    4 => $"(let ((v (vector 5 6 7))) (vector-fill! v {E(Kind.Any)}) v)",
                    5 => $"(let ((n 0)) (vector-for-each (lambda (x) (set! n (+ n 1)) (note n)) {E(Kind.Vector)}) (vector n))",
                    _ => $"(vector-copy {E(Kind.Vector)})",
                };
        }
    }

    private string ListExpression(int depth)
    {
        string E(Kind of, int less = 1) => Expression(of, depth - less);
        switch (random.Next(16))
        {
            case 0 or 1:
                return Call("cons", depth, Kind.Any, Kind.List);
            case 2:
                return Call("list", depth, Kind.Any, Kind.Any);
            case 3:
                return Call("append", depth, Kind.List, Kind.List);
            case 4:
                return $"(reverse {E(Kind.List)})";
            case 5:
                // What map does in between is in an order of its own.
                string x = Fresh("x");
                return portable ? $"(map (lambda ({x}) (list {x})) {E(Kind.List)})" : $"(map (lambda ({x}) {Inside(Kind.Any, depth - 2, new Variable(x, Kind.Any, true))}) {E(Kind.List)})";
            case 6:
                return $"(let ((l '())) (for-each (lambda (x) (set! l (cons {Element("x", depth)} l))) {E(Kind.List)}) l)";
            case 7:
                return $"`({(portable ? "a" : "," + E(Kind.Any))} b ,@{E(Kind.List)})";
            case 8:
                return $"(let ((l {E(Kind.List)})) (if (pair? l) (cdr l) l))";
            case 9 when !portable:
                return Pick(
                    $"(list-sort < (filter real? (map (lambda (x) (if (and (number? x) (real? x)) x 0)) {E(Kind.List)})))",
                    $"(filter (lambda (x) {Element("x", depth, Kind.Boolean)}) {E(Kind.List)})",
                    $"(fold-left (lambda (a x) (cons {Element("x", depth)} a)) '() {E(Kind.List)})",
                    $"(fold-right (lambda (x a) (cons {Element("x", depth)} a)) '() {E(Kind.List)})",
                    $"(let ((t (make-equal-table))) (for-each (lambda (x) (table-set! t x (+ 1 (table-ref t x 0)))) {E(Kind.List)}) (table->alist t))",
                    $"(let-values (((q r) (floor/ {E(Kind.Integer)} 7))) (list q r))",
                    "(call-with-values (lambda () (exact-integer-sqrt 17)) list)");
            case 10:
                return $"(apply list {E(Kind.Any)} {E(Kind.List)})" is var applied && portable ? $"(apply list 1 {E(Kind.List)})" : applied;
            case 11:
                string r = Fresh("r");
                return $"(let (({r} (make-point {E(Kind.Number)} 2))) (set-point-x! {r} {(portable ? "3" : E(Kind.Any))}) (list (point-x {r}) (point-y {r}) (point? {r}) (point? 5)))";
            case 12:
                return $"(string->list {E(Kind.Text)})";
            case 13:
                return $"(vector->list {E(Kind.Vector)})";
            case 14:
                return $"(let ((a (list 1 2 3))) (set-car! (cdr a) {E(Kind.Any)}) a)";
            default:
                return $"(let* ((s (make-parameter 10)) (a (s))) (parameterize ((s {E(Kind.Number)})) (list a (s))))";
        }
    }

    /// <summary>An expression over an element of something.</summary>
    private string Element(string name, int depth, Kind kind = Kind.Any) => Inside(kind, depth - 2, new Variable(name, Kind.Any, IsAssignable: false));

    private string Definition()
    {
        string name = Fresh(_prefix);
        switch (random.Next(5))
        {
            case 0:
                var variable = new Variable(name, AnyKind(), IsAssignable: true);
                string definition = $"(define {name} {Constant(variable.Kind)})";
                _variables.Add(variable);
                return definition;
            case 1:
                string text = MacroDefinition(name, out var macro);
                _callables.Add(macro);
                return text;
            default:
                string procedure = ProcedureDefinition(name, random.Next(2, 5), out var callable);
                _callables.Add(callable);
                return procedure;
        }
    }

    /// <summary>A macro that is used like a procedure.</summary>
    private string MacroDefinition(string name, out Callable callable)
    {
        Kind[] two = [Kind.Any, Kind.Any];
        switch (random.Next(5))
        {
            case 0:
                // Its own t, whatever the arguments call theirs; or and if as they are here.
                callable = new Callable(name, two, Kind.Any, IsMacro: true);
                return $"(define-syntax {name} (syntax-rules () ((_ a b) (let ((t a)) (if t t b)))))";
            case 1:
                callable = new Callable(name, [Kind.Any], Kind.List, HasRest: true, IsMacro: true);
                return $"(define-syntax {name} (syntax-rules () ((_ e ...) (list (begin (note 'm) e) ...))))";
            case 2:
                callable = new Callable(name, [Kind.Integer, Kind.Integer], Kind.List, IsMacro: true);
                return $"(define-syntax {name} (syntax-rules () ((_ a b) (let loop ((i 0) (l '())) (if (< i 3) (loop (+ i 1) (cons (+ i b) l)) (cons a l))))))";
            case 3:
                callable = new Callable(name, [Kind.Any], Kind.Any, Optional: 1, IsMacro: true);
                return $"(define-syntax {name} (syntax-rules () ((_ a) (let ((x 1)) (note x) a)) ((_ a b) (begin (note a) ({name} b)))))";
            default:
                callable = new Callable(name, [Kind.Number], Kind.Number, IsMacro: true);
                return $"(define-syntax {name} (syntax-rules () ((_ a) ((lambda (list) (* list 2)) a))))";
        }
    }

    /// <summary>Local macros and uses of the shared ones, with names that they must not catch.</summary>
    private string Macro(Kind kind, int depth)
    {
        string E(Kind of) => Expression(of, depth - 2);
        var t = new Variable("t", kind, true);
        switch (random.Next(8))
        {
            case 0:
                return $"(let ((t {E(kind)})) (my-or #f {Inside(kind, depth - 2, t)}))";
            case 1:
                return $"(let ((t {E(kind)}) (u {E(kind)})) (swap! t u) {Inside(kind, depth - 2, t, new Variable("u", kind, true))})";
            case 2:
                return $"(let ((if list)) (my-if {E(Kind.Boolean)} {E(kind)} {E(kind)}))".Replace("(let ((if list))", Chance(2) ? "(let ((if list) (t 5))" : "(let ((if list))", StringComparison.Ordinal) is var text && ContainsIf(text) ? $"(my-if {E(Kind.Boolean)} {E(kind)} {E(kind)})" : text;
            case 3:
                var a = Local(Kind.Any);
                var b = Local(kind);
                string first = E(Kind.Any);
                return $"(my-let* (({a.Name} {first}) ({b.Name} {Inside(kind, depth - 2, a)})) {Inside(kind, depth - 2, a, b)})";
            case 4:
                return $"(my-cond (#f 1) ({E(Kind.Boolean)} {E(Kind.Any)} {E(kind)}) (else {E(kind)}))";
            case 5:
                return $"(begin (note '(flat {Pick("1", "a")})) (note (flatten (1 2) () (3 (4)))) {E(kind)})";
            case 6:
                string m = Fresh("m");
                return $"(let-syntax (({m} (syntax-rules () ((_ x) (begin (note 'let-syntax) x))))) ({m} {E(kind)}))";
            default:
                string name = Fresh("n");
                return $"(let () (define-tail {name} (x y) (list y x)) (note ({name} 1 {random.Next(9).ToString(CultureInfo.InvariantCulture)})) {E(kind)})";
        }
    }

    /// <summary>Whether more than the one shadowed use of <c>if</c> is in a text.</summary>
    private static bool ContainsIf(string text) => text.IndexOf("(if ", 15, StringComparison.Ordinal) >= 0;

    /// <summary>Macros and records that all programs share.</summary>
    internal const string Shared = """
        (define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
        (define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
        (define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
        (define-syntax my-if (syntax-rules () ((_ c a b) (cond (c a) (else b)))))
        (define-syntax my-let* (syntax-rules () ((_ () b ...) (let () b ...)) ((_ ((n e) r ...) b ...) (let ((n e)) (my-let* (r ...) b ...)))))
        (define-syntax my-cond (syntax-rules (else) ((_ (else e ...)) (begin e ...)) ((_ (c e ...) r ...) (if c (begin e ...) (my-cond r ...)))))
        (define-syntax flatten (syntax-rules () ((_ (e ...) ...) '(e ... ...))))
        (define-syntax define-tail (syntax-rules () ((_ n (p ... last) b) (define (n p ... last) b))))

        """;
}

// Random valid programs of nested control: continuations kept and entered again, escapes, winders, guards, handlers,
// parameters, generators made of continuations, closures over assigned variables, loops.
//
// Every program ends: whatever goes backwards burns fuel. What it does is written to a trace, and the order of all
// effects is determined (no two calls are arguments of one call), so two implementations of R7RS give the same text.

using System.Text;

namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>Makes random programs.</summary>
/// <param name="random">Where the choices come from.</param>
/// <param name="portable">
/// Only what R7RS defines and Guile does: no jumps out of or into before and after thunks, no guard without a clause that
/// applies, and nothing is raised while a handler runs (Guile 3.0.8 does not see handlers that are installed in a handler).
/// </param>
internal sealed class ProgramGenerator(Random random, bool portable)
{
    /// <summary>What every program uses; defines (run-program name thunk).</summary>
    internal const string Prelude = """
        (define fuel 0)
        (define trace '())
        (define (note x) (set! trace (cons x trace)) x)
        (define (burn) (set! fuel (- fuel 1)) (> fuel 0))
        (define (num x) (if (number? x) (modulo x 1000) 7))
        (define ks (make-vector 4 #f))
        (define fs (make-vector 4 #f))
        (define p0 (make-parameter 1))
        (define p1 (make-parameter 2 (lambda (x) (+ 1 (num x)))))
        (define handling (make-parameter #f))
        (define (toss x) (if (handling) x (raise x)))
        (define (toss-continuable x) (if (handling) x (raise-continuable x)))
        (define (enter k x) (if (and (procedure? k) (burn)) (k x) x))
        (define (make-generator body)
          (define return #f)
          (define (resume x)
            (body (lambda (item)
                    (call/cc (lambda (k) (set! resume k) (return item)))))
            (set! resume (lambda (x) (return 'end)))
            (return 'end))
          (lambda () (if (burn) (call/cc (lambda (r) (set! return r) (resume #f))) 'burnt)))
        (define (show x)
          (cond ((pair? x) (cons (show (car x)) (show (cdr x)))) ((or (number? x) (symbol? x) (null? x) (boolean? x)) x) (else 'other)))
        (define (run-program name thunk)
          (set! fuel 40)
          (set! trace '())
          (vector-fill! ks #f)
          (vector-fill! fs #f)
          (let ((result (guard (e (#t (list 'uncaught (show e)))) (thunk))))
            (write (list name (show result) (show (reverse trace))))
            (newline)))

        """;

    private readonly List<string> _variables = [];
    private readonly List<string> _escapes = [];
    private readonly List<string> _yields = [];
    private int _count;

    /// <summary>One program: (run-program NAME (lambda () ...)).</summary>
    internal string Program(string name)
    {
        var text = new StringBuilder();
        _variables.Clear();
        _escapes.Clear();
        _yields.Clear();
        _count = 0;
        text.Append("(run-program '").Append(name).Append(" (lambda ()\n  ");
        Expression(text, random.Next(3, 8));
        return text.Append("))\n").ToString();
    }

    private string Fresh(string prefix) => prefix + ++_count;

    private void Expression(StringBuilder text, int depth)
    {
        if (depth <= 0)
        {
            Leaf(text);
            return;
        }

        switch (random.Next(27))
        {
            case 0:
                Leaf(text);
                break;
            case 1 or 2:
                Put(text, "(note ", depth, ")");
                break;
            case 3:
                Sum(text, depth);
                break;
            case 4:
                Put(text, "(begin ", depth, " ", depth, ")");
                break;
            case 5:
                Put(text, "(if (odd? (num ", depth, ")) ", depth, " ", depth, ")");
                break;
            case 6:
                Keep(text, depth);
                break;
            case 7 or 8:
                Put(text, $"(enter (vector-ref ks {random.Next(4)}) ", depth, ")");
                break;
            case 9 or 10:
                Bind(text, "(call/cc (lambda (", Fresh("k"), ") ", depth, "))", _escapes);
                break;
            case 11 or 12 when _escapes.Count > 0:
                Put(text, $"(enter {_escapes[random.Next(_escapes.Count)]} ", depth, ")");
                break;
            case 13 or 14:
                Wind(text, depth);
                break;
            case 15:
                Guard(text, depth);
                break;
            case 16:
                Put(text, (portable ? "(toss" : "(raise") + (random.Next(3) == 0 ? " " : "-continuable "), depth, ")");
                break;
            case 17:
                (string before, string after) = portable ? (") (parameterize ((handling #t)) ", "))") : (") ", ")");
                Bind(text, "(with-exception-handler (lambda (", Fresh("h"), before, depth - 2, after, _variables);
                Put(text, " (lambda () ", depth, "))");
                break;
            case 18:
                Put(text, random.Next(3) == 0 ? "(parameterize ((p0 7) (p1 8)) " : random.Next(2) == 0 ? "(parameterize ((p0 (num (note (p0)))) ) " : "(parameterize ((p1 (p1))) ", depth, ")");
                break;
            case 19:
                Generator(text, depth);
                break;
            case 20 when _yields.Count > 0:
                Put(text, $"({_yields[random.Next(_yields.Count)]} ", depth, ")");
                break;
            case 21:
                Walk(text, depth);
                break;
            case 22:
                Several(text, depth);
                break;
            case 23:
                Loop(text, depth);
                break;
            case 24:
                string variable = Fresh("v");
                Put(text, $"(let (({variable} ", depth, ")) ");
                Bind(text, "", "", "", depth, ")", _variables, variable);
                break;
            case 25 when _variables.Count > 0:
                Put(text, $"(begin (set! {_variables[random.Next(_variables.Count)]} ", depth, ") ", depth, ")");
                break;
            default:
                Closure(text, depth);
                break;
        }
    }

    private void Leaf(StringBuilder text)
    {
        int choice = random.Next(6);
        _ = choice < 2 && _variables.Count > 0 ? text.Append(_variables[random.Next(_variables.Count)])
            : choice == 2 ? text.Append(random.Next(2) == 0 ? "(p0)" : "(p1)")
            : choice == 3 ? text.Append(System.Globalization.CultureInfo.InvariantCulture, $"(note 's{random.Next(20)})")
            : text.Append(random.Next(100));
    }

    private void Put(StringBuilder text, string before, int depth, string after)
    {
        text.Append(before);
        Expression(text, depth - 1);
        text.Append(after);
    }

    private void Put(StringBuilder text, string before, int first, string between, int second, string after)
    {
        Put(text, before, first, between);
        Put(text, "", second, after);
    }

    private void Put(StringBuilder text, string before, int first, string between, int second, string between2, int third, string after)
    {
        Put(text, before, first, between, second, between2);
        Put(text, "", third, after);
    }

    /// <summary>An expression in the scope of a name that may be called, or read, in it.</summary>
    private void Bind(StringBuilder text, string before, string name, string between, int depth, string after, List<string> scope, string? bound = null)
    {
        text.Append(before).Append(name).Append(between);
        scope.Add(bound ?? name);
        Expression(text, depth - 1);
        scope.RemoveAt(scope.Count - 1);
        text.Append(after);
    }

    private void Sum(StringBuilder text, int depth)
    {
        string left = Fresh("a");
        string right = Fresh("b");
        Put(text, $"(let* (({left} ", depth, $") ({right} ", depth, $")) (+ (num {left}) (num {right})))");
    }

    private void Keep(StringBuilder text, int depth)
    {
        string k = Fresh("k");
        Put(text, $"(call/cc (lambda ({k}) (vector-set! ks {random.Next(4)} {k}) ", depth, "))");
    }

    private void Wind(StringBuilder text, int depth)
    {
        string mark = Fresh("w");
        if (portable || random.Next(3) > 0)
        {
            Put(text, $"(dynamic-wind (lambda () (note 'in-{mark})) (lambda () ", depth, $") (lambda () (note 'out-{mark})))");
        }
        else
        {
            Put(text, $"(dynamic-wind (lambda () (note 'in-{mark}) (if (burn) ", depth - 3, " 0)) (lambda () ", depth, $") (lambda () (note 'out-{mark}) (if (burn) ");
            Put(text, "", depth - 3, " 0)))");
        }
    }

    private void Guard(StringBuilder text, int depth)
    {
        string e = Fresh("e");
        text.Append("(guard (").Append(e).Append(' ');
        _variables.Add(e);
        if (random.Next(2) == 0)
        {
            Put(text, $"((and (number? {e}) (odd? {e})) ", depth - 1, ") ");
        }

        if (portable || random.Next(2) == 0)
        {
            Put(text, "(else ", depth, ")");
        }
        else
        {
            Put(text, $"((number? {e}) ", depth, ")");
        }

        _variables.RemoveAt(_variables.Count - 1);
        Put(text, ") ", depth, ")");
    }

    private void Generator(StringBuilder text, int depth)
    {
        string g = Fresh("g");
        Bind(text, $"(let (({g} (make-generator (lambda (", Fresh("y"), ") ", depth, ")))) ", _yields);
        string a = Fresh("a");
        string b = Fresh("b");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"(let* (({a} ({g})) ({b} ({g}))) (note (list {a} {b})) ");
        Bind(text, "", "", "", depth - 1, "))", _variables, a);
    }

    private void Walk(StringBuilder text, int depth)
    {
        string x = Fresh("x");
        (string before, string after) = random.Next(portable ? 3 : 6) switch
        {
            0 => ($"(for-each (lambda ({x}) ", ") '(1 2 3))"),
            1 => ($"(map (lambda ({x}) ", ") '(1 2 3))"),
            2 => ($"(apply (lambda ({x} . r) ", ") '(1 2 3))"),
            3 => ($"(vector->list (vector-map (lambda ({x}) ", ") #(1 2 3)))"),
            4 => ($"(map (lambda ({x} y) ", ") '(1 2 3) '(4 5))"),
            _ => ($"(vector-for-each (lambda ({x}) ", ") #(1 2 3))"),
        };
        text.Append("(note ").Append(portable && before.StartsWith("(for", StringComparison.Ordinal) ? "(begin " : "(begin ");
        Bind(text, before, "", "", depth, after, _variables, x);
        text.Append(before.StartsWith("(for", StringComparison.Ordinal) || before.StartsWith("(vector-for", StringComparison.Ordinal) ? " 'walked))" : "))");
    }

    private void Several(StringBuilder text, int depth)
    {
        string a = Fresh("a");
        string b = Fresh("b");
        Put(text, $"(call-with-values (lambda () (let* (({a} ", depth, $") ({b} ", depth, $")) (values {a} {b}))) (lambda ({a} {b}) ");
        _variables.Add(b);
        Bind(text, "", "", "", depth, "))", _variables, a);
        _variables.RemoveAt(_variables.Count - 1);
    }

    private void Loop(StringBuilder text, int depth)
    {
        string i = Fresh("i");
        string s = Fresh("s");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"(let loop{i} (({i} 0) ({s} 0)) (if (< {i} 3) (loop{i} (+ {i} 1) ");
        _variables.Add(s);
        Expression(text, depth - 2);
        text.Append(") ");
        Bind(text, "", "", "", depth - 2, "))", _variables, s);
        _variables.RemoveAt(_variables.Count - 1);
    }

    private void Closure(StringBuilder text, int depth)
    {
        int place = random.Next(4);
        if (random.Next(2) == 0)
        {
            string x = Fresh("x");
            Bind(text, $"(begin (vector-set! fs {place} (lambda (", x, ") ", depth, ")) ", _variables);
            Put(text, "", depth, ")");
        }
        else
        {
            Put(text, $"(enter (vector-ref fs {place}) ", depth, ")");
        }
    }
}

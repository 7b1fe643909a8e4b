using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Machine.Languages;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>A machine with the compiled Scheme of this tree, whose programs touch nothing outside of it.</summary>
internal sealed class SchemeMachine
{
    /// <summary>What texts are called in positions.</summary>
    internal const string FileName = "fuzz.scm";

    private const string CheckProgram = """
        (define check-environment (environment '(scheme base)))
        (define-record-type <check> (make-check a) check? (a check-a set-check-a!))
        (define-syntax check-swap (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
        (define (check-fib n) (if (< n 2) n (+ (check-fib (- n 1)) (check-fib (- n 2)))))
        (define (check-list n) (let loop ((i 0) (l '())) (if (= i n) (reverse l) (loop (+ i 1) (cons i l)))))
        (define (check-sort . items) (list-sort < items))
        (let ((x 1) (y 2) (seen '()) (table (make-equal-table)))
          (table-set! table '(a . "b") 1)
          (table-set! table 'c 2)
          (table-delete! table 'd)
          (check-swap x y)
          (dynamic-wind (lambda () (set! seen (cons 'in seen))) (lambda () (call/cc (lambda (k) (k 1)))) (lambda () (set! seen (cons 'out seen))))
          (list (check-fib 10) (guard (e (#t (list 'caught (error-object-message e)))) (vector-ref (vector 1 2) 5)) (apply + (check-list 10))
                (call-with-values (lambda () (values x y)) list) (check-a (make-check "a")) seen (* 1.5 (expt 2 70)) `(1 ,@(map - '(1 2)))
                (check-sort 3 1 2) (table-ref table (cons 'a "b") #f) (table-keys table) (eval '(let loop ((i 0)) (if (< i 10) (loop (+ i 1)) i)) check-environment)
                (let ((port (open-output-string))) (parameterize ((current-output-port port)) (write 'a)) (get-output-string port))))
        """;

    private readonly Value _compile;
    private readonly string _expected;

    internal SchemeMachine(MachineOptions? options = null, bool check = true, LanguageOptions? language = null, bool beginEager = true)
    {
        Machine = TestMachine.New(options);
        language ??= new LanguageOptions();
        language.ImagePath = ImagePath;
        string? failure = Language.Install(Machine, language);
        Assert.True(failure is null, failure);
        Machine.Capabilities = Capability.None;
        Machine.Ports.Replace(new TextInputPort("input 1\n(input 2)"), Output, new TextOutputPort());
        _compile = Machine.GlobalCell(Machine.Intern("ouro compiler driver"), Machine.Intern("compile-program")).Content;
        if (beginEager)
        {
            Machine.BeginEagerCompilation();
        }

        _expected = check ? RunCheck() : "";
    }

    /// <summary>The image of the built tool.</summary>
    internal static string ImagePath => Path.Combine(RepositoryRoot, "artifacts", "ouro", "ouro.image");

    internal static string RepositoryRoot { get; } = FindRoot();

    internal SchemeLanguage Language { get; } = new();

    internal VirtualMachine Machine { get; }

    /// <summary>What programs write.</summary>
    internal TextOutputPort Output { get; private set; } = new();

    /// <summary>What was written since the last call.</summary>
    internal string TakeOutput()
    {
        string text = Output.Collected!.ToString();
        Output = new TextOutputPort();
        Machine.Ports.Replace(new TextInputPort("input 1\n(input 2)"), Output, new TextOutputPort());
        return text;
    }

    /// <summary>The code of a program as a list.</summary>
    internal Outcome Compile(string text, MachineLimits limits)
    {
        Machine.SetLimits(limits);
        return Machine.Run(_compile, SchemeRuntime.Of(Machine).Session, Value.Object(new Text(text)), Value.Object(new Text(FileName)));
    }

    /// <summary>Runs what <see cref="Compile"/> gave.</summary>
    internal Outcome Execute(Outcome compiled, MachineLimits limits)
    {
        Machine.SetLimits(limits);
        return ExecuteWithLimits(compiled);
    }

    /// <summary>Likewise, with the limits that were set before.</summary>
    internal Outcome ExecuteWithLimits(Outcome compiled)
    {
        var outcome = compiled;
        for (Value rest = compiled.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            outcome = Machine.Run(Value.Object(new Closure((Ouro.Machine.Code.CodeObject)pair.Car.AsObject!)));
        }

        return outcome;
    }

    /// <summary>Compiles and runs.</summary>
    internal Outcome Run(string text, MachineLimits? limits = null)
    {
        var compiled = Compile(text, new MachineLimits());
        return compiled.Kind == OutcomeKind.Value ? Execute(compiled, limits ?? new MachineLimits()) : compiled;
    }

    /// <summary>Fails unless the machine still runs a program right that uses a little of everything.</summary>
    internal void Check(string after)
    {
        string got = RunCheck();
        Assert.True(got == _expected, $"the check program gives\n{got}\nnot\n{_expected}\nafter\n{after}");
    }

    /// <summary>An outcome in words.</summary>
    internal string Show(Outcome outcome)
    {
        var text = new StringBuilder(outcome.Kind.ToString()).Append(": ");
        if (outcome.Value.AsObject is Condition condition)
        {
            return text.Append(condition.Kind).Append(' ').Append(condition.Span?.ToString() ?? "no position").Append(": ").Append(Language.Describe(condition)).ToString();
        }

        return text.Append(Language.Print(outcome.Value, 2000)).ToString();
    }

    /// <summary>Calls a procedure of the evaluator, which must be there: the machine interprets.</summary>
    internal void CallEvaluator(string name, Value argument)
    {
        var outcome = Machine.Run(Machine.GlobalCell(Machine.Intern("ouro eval unit"), Machine.Intern(name)).Content, argument);
        Assert.True(outcome.Kind == OutcomeKind.Value, Show(outcome));
    }

    private string RunCheck() => Show(Run(CheckProgram));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the source tree");
        }

        return folder;
    }
}

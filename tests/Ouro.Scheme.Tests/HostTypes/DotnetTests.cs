using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.HostTypes;

/// <summary>What guests use in these tests.</summary>
public sealed class Subject
{
    public delegate string Told(string what, int times);

    public event Told? Asked;

    public int Field = 3;

    public static int Count { get; set; } = 1;

    public string this[int row, string column] => $"{row}{column}";

    public static void Swap(ref int left, ref int right, out string told)
    {
        (left, right) = (right, left);
        told = "swapped";
    }

    public static string Which(long number) => $"long {number}";

    public static string Which(double number) => $"double {number}";

    public static string Which(object any) => $"object {any}";

    public static string WithDefaults(string text, int times = 2, bool upper = false, params string[] more) =>
        string.Concat(Enumerable.Repeat(upper ? text.ToUpperInvariant() : text, times)) + string.Concat(more);

    public static int Twice(Func<int, int> function, int number) => function(function(number));

    public static T Chosen<T>(T left, T right, bool first) => first ? left : right;

    public static int Narrow(byte number) => number;

    public static int Swallow(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception)
        {
            return 1;
        }
    }

    public string? Ask(string what) => Asked?.Invoke(what, 2);
}

public sealed class DotnetTests
{
    private static readonly string Prelude = $"""
        (import (scheme base) (scheme process-context) (ouro dotnet))
        (dotnet-load "{typeof(Subject).Assembly.Location}")
        (define subject (dotnet-type "{typeof(Subject).FullName}"))
        """;

    [Theory]
    [InlineData("(call-with-values (lambda () (invoke subject 'Swap 1 2)) list)", "(2 1 \"swapped\")")]
    [InlineData("(list (invoke subject 'Which 1) (invoke subject 'Which 1.5) (invoke subject 'Which \"a\") (invoke subject 'Which #t))", "(\"long 1\" \"double 1.5\" \"object a\" \"object True\")")]
    [InlineData("(list (invoke subject 'WithDefaults \"a\") (invoke subject 'WithDefaults \"a\" 3) (invoke subject 'WithDefaults \"a\" 1 #t \"b\" \"c\"))", "(\"aa\" \"aaa\" \"Abc\")")]
    [InlineData("(invoke subject 'Twice (lambda (x) (* x 3)) 2)", "18")]
    [InlineData("(list (invoke subject 'Chosen 1 2 #f) (invoke subject 'Chosen \"a\" \"b\" #t))", "(2 \"a\")")]
    [InlineData("(let ((s (new subject))) (set-property! s 'Field 5) (set-property! subject 'Count 7) (list (property s 'Field) (property subject 'Count) (item s 1 \"x\")))", "(5 7 \"1x\")")]
    [InlineData("(let ((s (new subject)) (f (lambda (what times) (string-append what (number->string times))))) (add-handler! s 'Asked f) (let ((told (invoke s 'Ask \"q\"))) (remove-handler! s 'Asked f) (list told (dotnet-null? (invoke s 'Ask \"q\")))))", "(\"q2\" #t)")]
    [InlineData("(let loop ((i 0) (all '())) (if (= i 6) all (loop (+ i 1) (cons (guard (e (#t 'too-large)) (invoke subject 'Narrow (* i 60))) all))))", "(too-large 240 180 120 60 0)")]
    public void MembersOfAnyAssemblyCanBeUsed(string expression, string expected) => Assert.Equal(expected, Shown(Run(Machine(), expression)));

    [Fact]
    public void ALimitInsideEndsTheRun()
    {
        var machine = Machine();
        var compiled = Compile(machine, "(invoke subject 'Swallow (lambda () (let loop () (loop))))");
        machine.Machine.SetLimits(new MachineLimits { Ticks = 100_000 });
        Assert.Equal(OutcomeKind.Limit, machine.Language.Execute(machine.Machine, compiled).Kind);
    }

    [Fact]
    public void AnExitInsideEndsTheRunAlthoughItIsSwallowed()
    {
        var outcome = Run(Machine(), "(invoke subject 'Swallow (lambda () (exit 9)))");
        Assert.Equal((OutcomeKind.Exit, 9L), (outcome.Kind, outcome.Value.AsFixnum));
        Assert.Equal("1", Shown(Run(Machine(), "(invoke subject 'Swallow (lambda () (error \"x\")))")));
    }

    [Fact]
    public void WaitingHearsInterruptsAndTheClock()
    {
        const string Forever = "(await (invoke (dotnet-type \"System.Threading.Tasks.Task\") 'Delay -1))";
        var machine = Machine();
        var compiled = Compile(machine, Forever);
        machine.Machine.SetLimits(new MachineLimits { Time = TimeSpan.FromMilliseconds(100) });
        Assert.Equal(OutcomeKind.Limit, machine.Language.Execute(machine.Machine, compiled).Kind);

        var other = Machine();
        compiled = Compile(other, Forever);
        using var timer = new Timer(_ => other.Machine.RequestInterrupt(), null, 100, Timeout.Infinite);
        Assert.Equal(OutcomeKind.Interrupted, other.Language.Execute(other.Machine, compiled).Kind);
    }

    [Fact]
    public void TheHostMayCallADelegateWhenNothingRuns()
    {
        var machine = Machine();
        var made = Run(machine, "(delegate (dotnet-type \"System.Func<int,int>\") (lambda (x) (* x 2)))");
        var twice = Assert.IsType<Func<int, int>>(made.Value.AsObject);
        Assert.Equal(42, twice(21));
        var failing = (Func<int, int>)Run(machine, "(delegate (dotnet-type \"System.Func<int,int>\") (lambda (x) (error \"no\" x)))").Value.AsObject!;
        Assert.Equal("no", Assert.ThrowsAny<Exception>(() => failing(1)).Message);
        Assert.Equal("3", Shown(Run(machine, "(+ 1 2)")));
    }

    [Theory]
    [InlineData("(dotnet-type \"int\")")]
    [InlineData("(dotnet-load \"System.Xml\")")]
    [InlineData("(invoke 5 'ToString)")]
    [InlineData("(invoke 5 (string->symbol \"ToString\"))")]
    [InlineData("(dotnet-null)")]
    [InlineData("(dotnet-type-of 5)")]
    [InlineData("(enumerable->list \"abc\")")]
    [InlineData("(await 5)")]
    [InlineData("(dotnet-serve)")]
    public void WithoutTheCapabilityNothingGoes(string expression)
    {
        var machine = new SchemeMachine(check: false, beginEager: false);
        var outcome = machine.Language.Execute(machine.Machine, Compile(machine, expression, "(import (scheme base) (ouro dotnet))\n"));
        Assert.Contains("this machine may not use .NET types", ((Condition)outcome.Value.AsObject!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACapabilityThatIsTakenAwayIsGoneForPlacesThatWereUsed()
    {
        var machine = Machine();
        var use = Run(machine, "(lambda () (invoke subject 'Narrow 1))").Value;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(OutcomeKind.Value, machine.Machine.Run(use).Kind);
        }

        machine.Machine.Capabilities = Capability.None;
        Assert.Equal(OutcomeKind.Uncaught, machine.Machine.Run(use).Kind);
    }

    private static SchemeMachine Machine()
    {
        var machine = new SchemeMachine(check: false, beginEager: false);
        machine.Machine.Capabilities = Capability.HostTypes;
        return machine;
    }

    private static Ouro.Machine.Values.Value Compile(SchemeMachine machine, string expression, string? prelude = null)
    {
        var compiled = machine.Language.Compile(machine.Machine, new SourceText("test.scm", (prelude ?? Prelude + "\n") + expression));
        Assert.True(compiled.Kind == OutcomeKind.Value, Shown(compiled));
        return compiled.Value;
    }

    private static Outcome Run(SchemeMachine machine, string expression) => machine.Language.Execute(machine.Machine, Compile(machine, expression));

    private static string Shown(Outcome outcome)
    {
        var language = new SchemeLanguage();
        return outcome.Value.AsObject is Condition condition ? language.Describe(condition) : language.Print(outcome.Value, 1000);
    }
}

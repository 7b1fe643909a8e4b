namespace Ouro.Tools.Tests.Repl;

/// <summary>The REPL as its users have it: on a terminal.</summary>
public sealed class TerminalTests
{
    [TerminalFact]
    public void ResultsAreNumberedAndCanBeUsed()
    {
        using var terminal = Start();
        _ = terminal.Enter("(* 6 7)", "$1 = 42");
        _ = terminal.Enter("(values 1 \"two\")", "$3 = \"two\"");
        _ = terminal.Enter("(list $1 $3)", "$4 = (42 \"two\")");
        terminal.Enter("(if #f #f)");
        string screen = terminal.Enter("'last", "$5 = last");
        Assert.Contains("$2 = 1\n$3 = \"two\"\n", screen, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void AFormMayTakeLinesAndIsIndented()
    {
        using var terminal = Start();
        terminal.Enter("(define (fact n)");
        _ = terminal.WaitForEnd("...");
        terminal.Enter("(if (= n 0)");
        _ = terminal.WaitForEnd("(if (= n 0)\n    ...");
        terminal.Enter("1");
        _ = terminal.WaitForEnd("1\n    ...");
        terminal.Enter("(* n (fact (- n 1)))))");
        string screen = terminal.Enter("(fact 20)", "$1 = 2432902008176640000");
        Assert.Contains("""
            scheme> (define (fact n)
                ...   (if (= n 0)
                ...       1
                ...       (* n (fact (- n 1)))))
            scheme> (fact 20)
            $1 = 2432902008176640000
            """, screen, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void TheHistoryIsKeptBetweenRuns()
    {
        using var terminal = Start();
        _ = terminal.Enter("(+ 1 1)", "$1 = 2");
        terminal.Enter("(begin");
        _ = terminal.WaitForEnd("...");
        _ = terminal.Enter("'two-lines)", "$2 = two-lines");
        terminal.Press("C-d");
        _ = terminal.WaitFor("status 0");
        terminal.Kill();
        terminal.Start();
        _ = terminal.WaitForEnd("scheme>");
        terminal.Press("Up");
        _ = terminal.WaitForEnd("scheme> (begin\n    ...   'two-lines)");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$1 = two-lines");
        terminal.Press("C-r");
        _ = terminal.WaitForEnd("(search) :");
        terminal.Type("+ 1");
        _ = terminal.WaitFor("(search) + 1: (+ 1 1)");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$2 = 2");
    }

    [TerminalFact]
    public void NamesAndFilesAreCompleted()
    {
        using var terminal = Start();
        terminal.Enter("(define my-own-variable 5)");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Type("(+ my-o");
        terminal.Press("Tab");
        _ = terminal.WaitForEnd("(+ my-own-variable");
        _ = terminal.Enter(" 1)", "$1 = 6");
        terminal.Type("(call-with-o");
        terminal.Press("Tab");
        _ = terminal.WaitFor("call-with-output-file");
        terminal.Press("C-c");
        _ = terminal.WaitForEnd("scheme>");
        File.WriteAllText(Path.Combine(terminal.Folder, "my-program.scm"), "(define loaded 'yes)");
        terminal.Type(",loa");
        terminal.Press("Tab");
        terminal.Type("my-p");
        terminal.Press("Tab");
        _ = terminal.WaitForEnd(",load my-program.scm");
        terminal.Press("Enter");
        _ = terminal.Enter("loaded", "$2 = yes");
        terminal.Type("(open-input-file \"my-p");
        terminal.Press("Tab");
        _ = terminal.WaitForEnd("\"my-program.scm");
    }

    [TerminalFact]
    public void ControlCStopsTheProgramAndNotTheRepl()
    {
        using var terminal = Start();
        terminal.Enter("(begin (display \"running\") (newline) (let loop () (loop)))");
        _ = terminal.WaitFor("\nrunning");
        terminal.Press("C-c");
        _ = terminal.WaitForEnd("scheme[1]>");
        Assert.Contains("interrupted", terminal.Screen, StringComparison.Ordinal);
        terminal.Press("C-d");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Enter("(begin (display \"reading\") (newline) (read-line))");
        _ = terminal.WaitFor("\nreading");
        terminal.Press("C-c");
        _ = terminal.WaitUntil(screen => screen.Split("interrupted").Length == 3, "a second interrupt");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Type("(half");
        _ = terminal.WaitFor("(half");
        terminal.Press("C-c");
        _ = terminal.Enter("'alive", "= alive");
    }

    [TerminalFact]
    public void AProgramReadsFromTheTerminal()
    {
        using var terminal = Start();
        terminal.Enter("(begin (display \"your name? \") (string-append \"hello \" (read-line)))");
        _ = terminal.WaitForEnd("your name?");
        terminal.Type("Ann");
        terminal.Press("Enter");
        Assert.Contains("your name? Ann\n$1 = \"hello Ann\"", terminal.WaitFor("$1 = \"hello Ann\""), StringComparison.Ordinal);
        terminal.Enter("(read-line)");
        _ = terminal.WaitForEnd("(read-line)");
        terminal.Press("C-d");
        _ = terminal.WaitFor("$2 = #<eof>");
        terminal.Enter("(begin (display \"more? \") (read-line))");
        _ = terminal.WaitForEnd("more?");
        terminal.Type("again");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$3 = \"again\"");
    }

    [TerminalFact]
    public void OutputWithoutALineEndLeavesThePromptAlone()
    {
        using var terminal = Start();
        _ = terminal.Enter("(display \"no end\")", "\nno end\nscheme>");
        _ = terminal.Enter("(begin (display \"x\") 5)", "\nx\n$1 = 5\nscheme>");
    }

    [TerminalFact]
    public void ErrorsGoALevelDeeperEachTime()
    {
        using var terminal = Start();
        terminal.Enter("(car 1)");
        _ = terminal.WaitForEnd("scheme[1]>");
        terminal.Enter("(cdr 2)");
        _ = terminal.WaitForEnd("scheme[2]>");
        terminal.Press("C-d");
        _ = terminal.WaitForEnd("scheme[1]>");
        terminal.Enter("(vector-ref (vector 1 2) 5)");
        _ = terminal.WaitForEnd("scheme[2]>");
        terminal.Enter(",top");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Enter(",quit");
        _ = terminal.WaitFor("status 0");
    }

    [TerminalFact]
    public void AStoppedProgramIsLookedAtAndGoesOn()
    {
        using var terminal = Start();
        terminal.Enter("(define (add all) (let ((first (car all))) (if (null? (cdr all)) first (+ first (add (cdr all))))))");
        terminal.Enter("(add (list 1 2 'three 4))");
        string screen = terminal.WaitForEnd("scheme[1]>");
        Assert.Contains("in (add (three 4)) at input-2", screen.Replace("input-1", "input-2", StringComparison.Ordinal), StringComparison.Ordinal);
        _ = terminal.Enter(",locals", "  first = three\n  all = (three 4)\nscheme[1]>");
        _ = terminal.Enter(",up", "* 1  (add (2 three 4))");
        _ = terminal.Enter("(* first 100)", "$1 = 200");
        _ = terminal.Enter("(list first (length all))", "$2 = (2 3)");
        terminal.Enter(",frame 0");
        terminal.Enter(",set first 30");
        _ = terminal.Enter("first", "$3 = 30");
        _ = terminal.Enter(",frame 9", "there is no call number 9");
        terminal.Type("(vector fir");
        terminal.Press("Tab");
        _ = terminal.WaitForEnd("(vector first");
        terminal.Press("C-c");
        _ = terminal.Enter(",continue (+ first 4)", "$4 = 37\nscheme>");
    }

    [TerminalFact]
    public void AnInterruptedProgramGoesOnWhereItWas()
    {
        using var terminal = Start();
        terminal.Enter("(define stop #f)");
        terminal.Enter("(begin (display \"go\") (newline) (let loop ((n 0)) (if stop 'stopped (loop (+ n 1)))))");
        _ = terminal.WaitFor("\ngo");
        terminal.Press("C-c");
        _ = terminal.WaitForEnd("scheme[1]>");
        terminal.Enter("(set! stop #t)");
        _ = terminal.Enter(",continue", "$1 = stopped\nscheme>");
    }

    [TerminalFact]
    public void AMendedProgramIsTriedAgain()
    {
        using var terminal = Start();
        terminal.Enter("(define (twice x) (+ x y))");
        terminal.Enter("(twice 4)");
        _ = terminal.WaitForEnd("scheme[1]>");
        terminal.Enter("(define (twice x) (+ x x))");
        _ = terminal.Enter(",retry", "$1 = 8\nscheme>");
    }

    [TerminalFact]
    public void TracesAreShownWhileTheProgramRuns()
    {
        using var terminal = Start();
        terminal.Enter("(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))");
        _ = terminal.Enter(",trace fact", "fact is traced");
        _ = terminal.Enter("(fact 2)", "trace: (fact 2)\ntrace: |  (fact 1)\ntrace: |  |  (fact 0)\ntrace: |  |  => 1\ntrace: |  => 1\ntrace: => 2\n$1 = 2");
        _ = terminal.Enter(",untrace", "fact is not traced any more");
        _ = terminal.Enter("(fact 3)", "(fact 3)\n$2 = 6");
    }

    /// <summary>Somebody's first minutes: three mistakes, each understood and mended without leaving.</summary>
    [TerminalFact]
    public void ANewcomersSession()
    {
        using var terminal = Start();

        // A misspelt name: the report has the right one.
        terminal.Enter("(define (average numbers)");
        _ = terminal.WaitForEnd("...");
        terminal.Enter("(/ (apply + numbers) (lenght numbers)))");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Enter("(average (list 1 2 3))");
        Assert.Contains("unbound variable", terminal.WaitForEnd("scheme[1]>"), StringComparison.Ordinal);
        _ = terminal.Enter(",continue length", "$1 = 2\nscheme>");
        terminal.Press("C-r");
        terminal.Type("lenght");
        _ = terminal.WaitFor("(search) lenght: (define (average");
        terminal.Press("Right", "Left", "Delete", "Delete", "Delete", "Delete", "Delete", "Delete");
        terminal.Type("length");
        _ = terminal.WaitForEnd("(/ (apply + numbers) (length numbers)))");
        terminal.Press("Enter");
        _ = terminal.WaitForEnd("scheme>");

        // A wrong number of arguments: the report says how many there are.
        terminal.Enter("(average 1 2 3)");
        Assert.Contains("takes 1 argument, got 3", terminal.WaitForEnd("scheme[1]>"), StringComparison.Ordinal);
        terminal.Press("C-d");
        _ = terminal.WaitForEnd("scheme>");
        _ = terminal.Enter("(average (list 1 2 3))", "$2 = 2");

        // A case that was not thought of: looked at, mended by defining anew, and the program goes on with a value.
        terminal.Enter("(list 'result (average '()))");
        Assert.Contains("division by zero", terminal.WaitForEnd("scheme[1]>"), StringComparison.Ordinal);
        _ = terminal.Enter(",locals", "  numbers = ()");
        terminal.Enter("(define (average numbers)");
        _ = terminal.WaitForEnd("...");
        terminal.Enter("(if (null? numbers) 0 (/ (apply + numbers) (length numbers))))");
        _ = terminal.WaitForEnd("scheme[1]>");
        _ = terminal.Enter(",continue (average numbers)", "$3 = (result 0)\nscheme>");
        _ = terminal.Enter("(average '())", "$4 = 0\nscheme>");
    }

    [TerminalFact]
    public void ColoursAndMatchingBrackets()
    {
        using var terminal = Start();
        terminal.Type("(if #t \"s\" 12) ; c");
        string screen = Coloured(terminal, "; c");
        Assert.Contains("\e[35mif", screen, StringComparison.Ordinal);
        Assert.Contains("\e[33m#t", screen, StringComparison.Ordinal);
        Assert.Contains("\e[32m\"s\"", screen, StringComparison.Ordinal);
        Assert.Contains("\e[36m12", screen, StringComparison.Ordinal);
        Assert.Contains("\e[90m; c", screen, StringComparison.Ordinal);
        terminal.Press("C-u");
        terminal.Type("(a (b))");
        Assert.Matches(@"\e\[[0-9;]*4m(\e\[[0-9;]*m)*\(", Coloured(terminal, "(b)"));
        terminal.Type(")");
        _ = terminal.WaitFor("(a (b)))");
        Assert.Contains("\e[31m)", terminal.Colours, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void NoColorIsHonoured()
    {
        using var terminal = Start("NO_COLOR=1");
        _ = terminal.Enter("(list 1 \"two\")", "$1 = (1 \"two\")");
        Assert.DoesNotContain("\e[", terminal.Colours, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void ADumbTerminalGetsPlainLines()
    {
        using var terminal = Start("TERM=dumb");
        terminal.Type("(+ 1");
        terminal.Press("Enter");
        _ = terminal.WaitForEnd("...");
        terminal.Type("2)");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$1 = 3");
        Assert.DoesNotContain("\e[", terminal.Colours, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void TheWindowMayChangeItsSize()
    {
        using var terminal = Start();
        terminal.Type("(list \"a long line of text\" \"that needs two rows\" 'in-a-narrow-window)");
        _ = terminal.WaitFor("narrow-window)");
        terminal.Resize(40, 24);
        _ = terminal.WaitFor("scheme> (list \"a long line of text\" \"tha\nt needs two rows\" 'in-a-narrow-window)");
        terminal.Resize(100, 24);
        _ = terminal.WaitForEnd("scheme> (list \"a long line of text\" \"that needs two rows\" 'in-a-narrow-window)");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$1 = (\"a long line");
    }

    [TerminalFact]
    public void TwoHundredLinesArePasted()
    {
        using var terminal = Start();
        terminal.Paste("(define (f)\n" + string.Concat(Enumerable.Range(1, 198).Select(i => $"   (g {i}) ; line {i}\n")) + "   'done)");
        _ = terminal.WaitForEnd("'done)");
        terminal.Press("Enter");
        _ = terminal.WaitForEnd("scheme>");
        terminal.Enter("(define sum 0)");
        terminal.Enter("(define (g i) (set! sum (+ sum i)))");
        _ = terminal.Enter("(f)", "$1 = done");
        _ = terminal.Enter("sum", "$2 = 19701");
    }

    [TerminalFact]
    public void AVeryLongLineIsEdited()
    {
        using var terminal = Start();
        terminal.Paste("(string-length \"" + new string('x', 3000) + "\")");
        _ = terminal.WaitForEnd("x\")");
        terminal.Press("C-a");
        _ = terminal.WaitFor("scheme> (string-length");
        terminal.Press("C-e", "Enter");
        _ = terminal.WaitFor("$1 = 3000");
    }

    [TerminalFact]
    public void WideCharactersTakeTwoColumns()
    {
        using var terminal = Start();
        terminal.Type("(string-length \"日本語é😀\")");
        _ = terminal.WaitForEnd("😀\")");
        terminal.Press("Left", "Left", "Left", "BSpace");
        _ = terminal.WaitForEnd("(string-length \"日本語😀\")");
        terminal.Press("Enter");
        _ = terminal.WaitFor("$1 = 4");
    }

    [TerminalFact]
    public void LongResultsAreShortened()
    {
        using var terminal = Start();
        string screen = terminal.Enter("(iota 5000)", "... (,all shows it whole)");
        Assert.DoesNotContain("4999", screen, StringComparison.Ordinal);
        _ = terminal.Enter(",all", " 4999)");
        _ = terminal.Enter("(map (lambda (i) (list i \"some text\")) (iota 4))", "(3 \"some text\"))");
        Assert.Contains("= ((0 \"some text\") (1 \"some text\") (2 \"some text\") (3 \"some text\"))", terminal.Screen, StringComparison.Ordinal);
        _ = terminal.Enter("(map (lambda (i) (list i \"some text\")) (iota 6))", "(5 \"some text\"))");
        Assert.Contains("= ((0 \"some text\")\n      (1 \"some text\")\n", terminal.Screen, StringComparison.Ordinal);
    }

    [TerminalFact]
    public void TheCommandLinesLimitsHoldForEachInput()
    {
        using var terminal = Start(arguments: "--ticks 200000 --allocate 20M");
        for (int level = 1; level < 4; level++)
        {
            terminal.Enter(level == 2 ? "(make-string 100000000)" : "(let loop () (loop))");
            _ = terminal.WaitForEnd($"scheme[{level}]>");
        }

        _ = terminal.Enter("(+ 1 2)", "$1 = 3");
    }

    private static TerminalSession Start(string environment = "", string arguments = "")
    {
        var terminal = new TerminalSession(arguments, environment: environment);
        _ = terminal.WaitForEnd("scheme>");
        return terminal;
    }

    /// <summary>The screen with colours once the text is there and nothing changes any more.</summary>
    private static string Coloured(TerminalSession terminal, string text)
    {
        _ = terminal.WaitFor(text);
        string before;
        string now = terminal.Colours;
        do
        {
            before = now;
            Thread.Sleep(30);
            now = terminal.Colours;
        }
        while (now != before);
        return now;
    }
}

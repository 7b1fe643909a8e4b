using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ouro.Guest.Tests;

/// <summary>The tool as users meet it: forms of the command line, statuses, interrupts, pipes.</summary>
public sealed partial class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ouro-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("(+ 1 2)", "3\n")]
    [InlineData("\"text\"", "\"text\"\n")]
    [InlineData("(define x 20) (+ x 1)", "21\n")]
    [InlineData("(if #f #f)", "")]
    [InlineData("(begin (display \"shown\") (newline))", "shown\n")]
    public void AnExpressionIsEvaluatedAndItsValuePrinted(string expression, string output)
    {
        Expect(Run("", "-e", expression), 0, output);
        Expect(Run("", "--evaluate", expression), 0, output);
    }

    [Fact]
    public void TheLanguageCanBeNamed()
    {
        Expect(Run("", "--lang", "slf", "-e", "3 add(4)"), 0, "7\n");
        Expect(Run("", "--lang", "slf", "-e", "object o:\n    x = 1\no"), 0, "the object o\n");
        Expect(Run("puts(5)", "--lang", "slf", "-"), 0, "5\n");
        Expect(Run("", "--lang", "slf", Write("five.txt", "puts(5)")), 0, "5\n");
        Expect(Run("", "--lang", "scheme", Write("six.txt", "(display 6)")), 0, "6");
    }

    [Fact]
    public void SlfHasListingsToo()
    {
        string file = Write("f.slf", "def f(x):\n    if x:\n        x mul(2)\nobject o(p=f(1)):\n    while 0:\n        $puts(5)\n    self2 = 1\no p = 3\n");
        string listing = Run("", "disasm", file).Output;
        foreach (string line in new[] { "method f(x), ", "object o, ", "METHOD_LOOKUP mul", "METHOD_CALL 1", "JUMP_IF_FALSE 14", "ASSIGNMENT_APPEND_PARENT p", "PRIMITIVE_METHOD_CALL $puts", "MAKE_FUNCTION f(x)" })
        {
            Assert.Contains(line, listing, StringComparison.Ordinal);
        }

        Expect(
            Run("", "expand", file),
            0,
            "def f(x):\n    if (self x):\n        ((self x) mul 2)\nobject o(p=(self f 1)):\n    while 0:\n        ($puts 5)\n    (self self2 = 1)\n((self o) p = 3)\n");
        Assert.Equal(70, Run("", "disasm", Write("wrong.slf", "x =")).Status);
    }

    [Fact]
    public void AProgramCanComeFromStandardInput() =>
        Expect(Run("(display (cdr (command-line)))", "-", "a", "-b"), 0, "(a -b)");

    [Fact]
    public void WhatFollowsTheFileIsTheProgramsOwn()
    {
        string file = Write("show.scm", "(write (cdr (command-line)))");
        Expect(Run("", file, "--ticks", "-e", "--help", "disasm", "--"), 0, "(\"--ticks\" \"-e\" \"--help\" \"disasm\" \"--\")");
        Expect(Run("", "--no-jit", file, "--version"), 0, "(\"--version\")");
        Expect(Run("", "--no-jit", "--", file, "-A"), 0, "(\"-A\")");
    }

    [Theory]
    [InlineData(64, "there is no option --bogus", "--bogus", "x.scm")]
    [InlineData(64, "--ticks", "--ticks")]
    [InlineData(64, "'many' is not a number of ticks", "--ticks", "many", "x.scm")]
    [InlineData(64, "'1Q' is not a size", "--memory", "1Q", "x.scm")]
    [InlineData(64, "'soon' is not a number of seconds", "--time", "soon", "x.scm")]
    [InlineData(64, "there is no language klingon", "--lang", "klingon")]
    [InlineData(64, "disasm needs a FILE", "disasm")]
    [InlineData(64, "--jit-verify does not go with --no-jit or --time", "--jit-verify", "--no-jit", "x.scm")]
    [InlineData(64, "--jit-verify needs a program that runs to its end", "--jit-verify")]
    [InlineData(64, "no language", "picture.png")]
    [InlineData(64, "there is no language ruby", "--lang", "ruby", "x.rb")]
    [InlineData(66, "cannot read nowhere.scm: no such file", "nowhere.scm")]
    [InlineData(66, "cannot read .: it is a folder", "--", ".")]
    public void AWrongCommandLineSaysWhatIsWrong(int status, string text, params string[] arguments)
    {
        var run = Run("", arguments);
        Assert.Equal("", run.Output);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
        Assert.Equal(status, run.Status);
    }

    [Fact]
    public void VersionAndHelpGoToStandardOutput()
    {
        Assert.Matches(@"^ouro \d+\.\d+\.\d+\n$", Run("", "--version").Output);
        var help = Run("", "--help");
        Assert.Equal(0, help.Status);
        Assert.Contains("--ticks", help.Output, StringComparison.Ordinal);
        Assert.Contains("disasm", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(exit 7)", 7)]
    [InlineData("(exit)", 0)]
    [InlineData("(exit #f)", 1)]
    [InlineData("(exit #t)", 0)]
    [InlineData("(car 5)", 70)]
    [InlineData("(raise 'x)", 70)]
    [InlineData("(", 70)]
    public void TheStatusIsTheProgramsOwn(string program, int status) => Assert.Equal(status, Run(program, "-").Status);

    [Fact]
    public void LimitsEndAProgramWithStatus75()
    {
        string file = Write("forever.scm", "(let loop ((i 0)) (loop (+ i 1)))");
        var run = Run("", "--ticks", "1000000", file);
        Assert.Equal(75, run.Status);
        Assert.Contains("1000000 ticks", run.Error, StringComparison.Ordinal);
        Assert.Equal(75, Run("", "--time", "0.2", file).Status);
        Assert.Equal(75, Run("", "--allocate=1M", "-e", "(make-vector 1000000 0)").Status);
    }

    [Fact]
    public void AHostWithoutMemoryIsALimitToo()
    {
        var run = Tool.Run(["--memory", "1T", "-e", "(vector-length (make-vector 100000000 0))"], _folder, "", TimeSpan.FromMinutes(1), ("DOTNET_GCHeapHardLimit", "0x8000000"));
        Assert.Contains("no memory left", run.Error, StringComparison.Ordinal);
        Assert.Equal(75, run.Status);
    }

    [Fact]
    public void ASyntaxErrorShowsTheLineWithACaret()
    {
        var run = Run("", Write("wrong.scm", "(define (f x)\n  (if))\n"));
        Assert.StartsWith(Path.Combine(_folder, "wrong.scm") + ":2:3: error: if: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n    (if))\n    ^^^^\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("compiler/", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DisassemblyAndExpansionAreTexts()
    {
        string file = Write("f.scm", "(define (f x) (when (< x 2) (+ x 1)))");
        string listing = Run("", "disasm", file).Output;
        Assert.Contains("branch-less-immediate", listing, StringComparison.Ordinal);
        Assert.Contains("add-immediate", listing, StringComparison.Ordinal);
        Assert.Contains("(if (< x 2)", Run("", "expand", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void InstructionsAreDumpedWithTheirOperands()
    {
        var run = Run("", "--dump-insts", "-e", "(vector-ref (vector 10 20) 1)");
        Expect(run with { Error = "" }, 0, "20\n");
        Assert.Contains("vector-ref", run.Error, StringComparison.Ordinal);
        Assert.Contains("=#(10 20)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("compile-program", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DebugKeepsEveryCallWithItsArguments()
    {
        string file = Write("calls.scm", "(define (f x)\n  (define (once a b) (+ a b))\n  (+ 1 (once x (once x 5))))\n(display (f 2))\n");
        Assert.DoesNotContain(" once+", Run("", "--dump-insts", file).Error, StringComparison.Ordinal);
        var run = Run("", "--debug", "--dump-insts", file);
        Expect(run with { Error = "" }, 0, "10");
        Assert.Contains("calls.scm:2:22 once+0  add 2 0 1  ; r0=2, r1=5", run.Error, StringComparison.Ordinal);
        Assert.Contains("calls.scm:2:22 once+0  add 2 0 1  ; r0=2, r1=7", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameProgramHasTheSameTicks()
    {
        string file = Write("work.scm", "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (display (map fib '(10 11 12)))");
        long Ticks(params string[] options) => long.Parse(TicksUsed().Match(RunWithStatistics([.. options, file]).Error).Groups[1].Value, CultureInfo.InvariantCulture);
        long first = Ticks();
        Assert.True(first > 100);
        Assert.Equal(first, Ticks());
        Assert.Equal(first, Ticks("--instrumented"));
    }

    [Fact]
    public void InterpretedAndCompiledCodeCanBeCompared()
    {
        string file = Write("squares.scm", "(define (square x) (* x x))\n(define (sum n) (do ((i 0 (+ i 1)) (s 0 (+ s (square i)))) ((= i n) s)))\n(write (list (read) (sum 20000)))\n(exit 3)\n");
        var same = Run("(data)", "--jit-verify", file);
        Assert.Equal((3, "((data) 2666466670000)"), (same.Status, same.Output));
        Assert.Matches(@"^jit-verify: no difference at \d+ checkpoints and at the end; \d+ methods compiled, \d+ ticks\n$", same.Error);

        var wrong = Run("(data)", "--jit-verify", "--jit-falsify", "multiply", file);
        Assert.Equal(70, wrong.Status);
        Assert.Matches(@"^jit-verify: interpreted and compiled differ at tick \d+\n  r\d+ of what runs, sum: 0 interpreted, 1 compiled\ninterpreted:\n  sum\+", wrong.Error);

        var error = Run("", "--jit-verify", "-e", "(car 5)");
        Assert.Equal(70, error.Status);
        Assert.StartsWith("-e:1:1: error: car: argument 1 must be a pair, got 5\n", error.Error, StringComparison.Ordinal);
        Assert.EndsWith("ticks\n", error.Error, StringComparison.Ordinal);
        Assert.Equal(75, Run("", "--jit-verify", "--ticks", "100000", "-e", "(let loop () (loop))").Status);
        Assert.Equal((0, "3\n"), (Run("", "--jit-verify", "-e", "(+ 1 2)").Status, Run("", "--jit-verify", "-e", "(+ 1 2)").Output));
        var slf = Run("", "--jit-verify", "--lang", "slf", "-e", "3 add(4)");
        Assert.Equal((0, "7\n"), (slf.Status, slf.Output));
    }

    [Fact]
    public void TheImagesAreIdentical()
    {
        var run = Tool.Run(["bootstrap", "--verify", "--interpreted"], _folder, "", TimeSpan.FromMinutes(5));
        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.Contains("identical", run.Output, StringComparison.Ordinal);
        var hashes = Hash().Matches(run.Output);
        // The three of ouro.image, then that of the libraries and one for each language that is written in Scheme.
        Assert.Equal(5, hashes.Count);
        Assert.Contains("libraries.image is identical when it is made again", run.Output, StringComparison.Ordinal);
        Assert.Contains("slf.image is identical when it is made again", run.Output, StringComparison.Ordinal);
        Assert.Equal(hashes[0].Value, hashes[1].Value);
        Assert.Equal(hashes[0].Value, hashes[2].Value);
    }

    [Fact]
    public void StartingCompilesFewMethods()
    {
        var run = RunWithStatistics(["-e", "1"]);
        int methods = int.Parse(MethodsCompiled().Match(run.Error).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(methods <= 400, $"{methods} methods were compiled");
    }

    [Fact]
    public void AnInterruptEndsAProgramWithStatus130()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (string program in new[] { "(begin (display \"ready\") (newline) (flush-output-port) (let loop () (loop)))", "(begin (display \"ready\") (newline) (flush-output-port) (read-line))" })
        {
            using var process = Start(program, "--coverage", GuestPrograms.CoverageFile("interrupted"));
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                kill.WaitForExit();
            }

            Assert.True(process.WaitForExit(10_000), "it did not stop");
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("interrupted", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AClosedPipeEndsAProgramQuietly()
    {
        using var process = Start("(let loop () (display \"a line of text\") (newline) (loop))");
        Assert.Equal("a line of text", process.StandardOutput.ReadLine());
        process.StandardOutput.Close();
        Assert.True(process.WaitForExit(10_000), "it did not stop");
        Assert.Equal("", process.StandardError.ReadToEnd());
    }

    private static Process Start(string program, params string[] options) =>
        Process.Start(new ProcessStartInfo(Tool.Path, [.. options, "-e", program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static void Expect(ToolRun run, int status, string output)
    {
        Assert.Equal("", run.Error);
        Assert.Equal(output, run.Output);
        Assert.Equal(status, run.Status);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private ToolRun Run(string input, params string[] arguments) => Tool.Run(arguments, _folder, input, TimeSpan.FromMinutes(1));

    private ToolRun RunWithStatistics(string[] arguments) => Tool.Run(arguments, _folder, "", TimeSpan.FromMinutes(1), ("OURO_STATS", "1"));

    [GeneratedRegex(@", ticks (\d+)")]
    private static partial Regex TicksUsed();

    [GeneratedRegex(@"methods compiled (\d+)")]
    private static partial Regex MethodsCompiled();

    [GeneratedRegex(@"\b[0-9a-f]{16}\b")]
    private static partial Regex Hash();
}

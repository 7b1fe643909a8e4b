using System.Text.RegularExpressions;

namespace Ouro.Guest.Tests;

/// <summary>The cache of compiled code: programs do the same from it, and whatever happened to it.</summary>
public sealed partial class CacheTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("ouro-cache-").FullName;

    private string CacheFolder => Path.Combine(_folder, "cache", "ouro", "code");

    private string[] Entries => Directory.Exists(CacheFolder) ? Directory.GetFiles(CacheFolder) : [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("control/dynamic-wind.scm", true)]
    [InlineData("data/writing.scm", true)]
    [InlineData("declare/library.scm", true)]
    [InlineData("errors/backtrace.scm", true)]
    [InlineData("errors/syntax-let.scm", false)]
    [InlineData("errors/unbound-variable.scm", true)]
    [InlineData("errors/wrong-type-car.scm", true)]
    [InlineData("libraries/import-sets.scm", true)]
    [InlineData("libraries/in-program.scm", true)]
    [InlineData("libraries/own-definitions-win.scm", true)]
    [InlineData("limits/ticks.scm", true)]
    [InlineData("macros/hygiene.scm", true)]
    [InlineData("r7rs/04-1-7-include.scm", true)]
    [InlineData("r7rs/05-6-libraries.scm", true)]
    [InlineData("srfi/115.scm", true)]
    public void AProgramDoesTheSameFromTheCache(string file, bool isKept)
    {
        string path = Path.Combine(Tool.Root, "tests", "guest", "scheme", file);
        var program = GuestProgram.Load(path);
        foreach (string[] more in (string[][])[[], ["--debug"]])
        {
            ToolRun Run(params string[] options) => Tool.Run(
                [.. options, .. more, .. program.Options, Path.GetFileName(path), .. program.Arguments], Path.GetDirectoryName(path)!, program.Input, Patience, Environment(("OURO_STATS", "1")));
            int before = Entries.Length;
            var without = Run("--no-cache");
            Assert.Equal(before, Entries.Length);
            var first = Run();
            Assert.Equal(isKept, Entries.Length > before);
            before = Entries.Length;
            var second = Run();
            Assert.Equal(before, Entries.Length);
            foreach (var run in (ToolRun[])[first, second])
            {
                Assert.Equal(without.Status, run.Status);
                Assert.Equal(without.Output, run.Output);
                Assert.Equal(Statistics().Replace(without.Error, ""), Statistics().Replace(run.Error, ""));
            }

            // What evaluates or includes text at run time asks the compiler, which knows more after it has compiled.
            if (program.IsDeterministic && !File.ReadAllText(path).Contains("eval", StringComparison.Ordinal) && !File.ReadAllText(path).Contains("check.scm", StringComparison.Ordinal))
            {
                Assert.Equal(Ticks().Match(without.Error).Value, Ticks().Match(second.Error).Value);
            }
        }
    }

    [Fact]
    public void WhatChangedIsCompiledAgain()
    {
        Write("lib/a.sld", "(define-library (a) (export x) (import (scheme base) (b)) (include \"part.scm\"))");
        Write("lib/part.scm", "(define x (list 1 y))");
        Write("lib/b.scm", "(define-library (b) (export y m) (import (scheme base)) (begin (define y 2) (define-syntax m (syntax-rules () ((_ e) (+ 1 e))))))");
        string program = Write("p.scm", "(import (scheme base) (scheme write) (a) (b) (scheme eval)) (write (cons (m 0) x)) (write (cond-expand ((library (c)) 'c) (else 'none)))");
        void Expect(string output)
        {
            for (int i = 0; i < 2; i++)
            {
                var run = Run("-A", Path.Combine(_folder, "lib"), program);
                Assert.Equal((0, output, ""), (run.Status, run.Output, run.Error));
            }
        }

        Expect("(1 1 2)none");
        Assert.Equal(3, Entries.Length);
        Write("lib/part.scm", "(define x (list 3 y))");
        Expect("(1 3 2)none");
        Write("lib/b.scm", "(define-library (b) (export y m) (import (scheme base)) (begin (define y 4) (define-syntax m (syntax-rules () ((_ e) (+ 2 e))))))");
        Expect("(2 3 4)none");
        Write("lib/b.sld", "(define-library (b) (export y m) (import (scheme base)) (begin (define y 5) (define-syntax m (syntax-rules () ((_ e) (+ 3 e))))))");
        Expect("(3 3 5)none");
        Write("lib/c.sld", "(define-library (c))");
        Expect("(3 3 5)c");
        File.Delete(Path.Combine(_folder, "lib", "b.sld"));
        Expect("(2 3 4)c");
        Write("p.scm", "(import (scheme base) (scheme write) (a)) (write x)");
        Expect("(3 4)");

        // What is not in order any more is not used.
        Write("lib/part.scm", "(define x");
        Assert.Equal(70, Run("-A", Path.Combine(_folder, "lib"), program).Status);
    }

    [Fact]
    public void LibrariesRunWhetherOrNotTheirNamesAreUsed()
    {
        Write("lib/loud.sld", "(define-library (loud) (export x) (import (scheme base) (scheme write)) (begin (define x 1) (display \"loud \")))");
        string program = Write("p.scm", "(import (scheme base) (scheme write) (loud)) (display \"program\")");
        string other = Write("q.scm", "(import (scheme base) (scheme write) (loud)) (display \"other\")");
        foreach (var (file, output) in ((string, string)[])[(program, "loud program"), (program, "loud program"), (other, "loud other"), (other, "loud other")])
        {
            Assert.Equal(output, Run("-A", Path.Combine(_folder, "lib"), file).Output);
        }
    }

    [Fact]
    public void DamagedEntriesAreMadeAgain()
    {
        Write("lib/a.sld", "(define-library (a) (export f) (import (scheme base)) (begin (define (f x) (* x 2))))");
        string program = Write("p.scm", "(import (scheme base) (scheme write) (a)) (write (f 21))");
        ToolRun RunProgram() => Run("-A", Path.Combine(_folder, "lib"), program);
        Assert.Equal("42", RunProgram().Output);
        var whole = Entries.ToDictionary(file => file, File.ReadAllBytes);
        Assert.Equal(2, whole.Count);
        foreach (Func<byte[], byte[]> damage in (Func<byte[], byte[]>[])[bytes => [], bytes => bytes[..(bytes.Length / 2)], bytes => [.. bytes[..^10], 1, .. bytes[^9..]], bytes => [.. bytes, 0]])
        {
            foreach (var (file, bytes) in whole)
            {
                File.WriteAllBytes(file, damage(bytes));
            }

            Assert.Equal((0, "42", ""), (RunProgram().Status, RunProgram().Output, RunProgram().Error));
            Assert.Equal(whole.Keys.Order(), Entries.Order());
            Assert.All(whole, entry => Assert.Equal(entry.Value, File.ReadAllBytes(entry.Key)));
        }
    }

    [Fact]
    public void ExpressionsUseAndKeepLibraries()
    {
        Write("lib/a.sld", "(define-library (a) (export f) (import (scheme base)) (begin (define (f x) (* x 2))))");
        string[] arguments = ["-A", Path.Combine(_folder, "lib"), "-e", "(import (scheme base) (a)) (f 21)"];
        for (int i = 0; i < 2; i++)
        {
            var run = Run(arguments);
            Assert.Equal((0, "42\n", ""), (run.Status, run.Output, run.Error));
            Assert.Single(Entries);
        }

        // The same entry serves a program.
        string program = Write("p.scm", "(import (scheme base) (scheme write) (a)) (write (f 4))");
        Assert.Equal("8", Run("-A", Path.Combine(_folder, "lib"), program).Output);
        Assert.Equal(2, Entries.Length);
    }

    [Fact]
    public void WhatWasNotUsedForLongestIsDeleted()
    {
        string program = Write("p.scm", "(display 1)");
        Assert.Equal("1", Run(program).Output);
        string own = Assert.Single(Entries);
        File.Delete(own);

        // 140 MB that take no place, the first the oldest, and what a writer left behind.
        string Filler(int number) => Path.Combine(CacheFolder, $"{number:000}");
        string left = Path.Combine(CacheFolder, "x.1.1.new");
        foreach (var (file, age) in Enumerable.Range(0, 140).Select(number => (Filler(number), 200 - number)).Append((left, 2)))
        {
            using (var stream = File.Create(file))
            {
                stream.SetLength(1 << 20);
            }

            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromHours(age));
        }

        Assert.Equal("1", Run(program).Output);
        Assert.True(File.Exists(own));
        Assert.False(File.Exists(left));
        int kept = Entries.Length - 1;
        Assert.InRange(Entries.Sum(file => new FileInfo(file).Length), 95 << 20, 96 << 20);
        Assert.All(Enumerable.Range(0, 140), number => Assert.Equal(number >= 140 - kept, File.Exists(Filler(number))));

        // Within the bound nothing goes.
        Write("p.scm", "(display 2)");
        Assert.Equal("2", Run(program).Output);
        Assert.Equal(kept + 2, Entries.Length);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNoError()
    {
        string program = Write("p.scm", "(display 1)");
        foreach (string folder in (string[])["/dev/null", "/proc/ouro", "relative"])
        {
            var run = Tool.Run([program], _folder, "", Patience, ("XDG_CACHE_HOME", folder), ("HOME", _folder));
            Assert.Equal((0, "1", ""), (run.Status, run.Output, run.Error));
        }

        // A name that is not whole means the usual place.
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, ".cache", "ouro", "code")));
    }

    [Fact]
    public async Task ProcessesMayStartAtOnce()
    {
        Write("lib/a.sld", "(define-library (a) (export f) (import (scheme base)) (begin (define (f x) (* x 2))))");
        string program = Write("p.scm", "(import (scheme base) (scheme write) (a)) (write (f 21))");
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Run("-A", Path.Combine(_folder, "lib"), program))));
        Assert.All(runs, run => Assert.Equal((0, "42", ""), (run.Status, run.Output, run.Error)));
        Assert.Equal(2, Entries.Length);
    }

    private ToolRun Run(params string[] arguments) => Tool.Run(arguments, _folder, "", Patience, Environment());

    private (string Name, string Value)[] Environment(params (string Name, string Value)[] more) => [("XDG_CACHE_HOME", Path.Combine(_folder, "cache")), .. more];

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    [GeneratedRegex(@"methods compiled.*\n")]
    private static partial Regex Statistics();

    [GeneratedRegex(@"ticks \d+, bytes charged \d+")]
    private static partial Regex Ticks();
}

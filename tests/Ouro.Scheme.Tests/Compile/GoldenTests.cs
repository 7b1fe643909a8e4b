// Golden tests of the compiler's passes: tests/guest/scheme/compile/*.scm, run on the boot evaluator.
//
// A file has cases between blank lines. A case is a line ";pass: NAME" or ";pass: NAME POLICY", a source text, and what
// the pass makes of it, each line after ";=> ". Lines that begin with ";;" are comments.
// OURO_UPDATE_GOLDEN=1 writes what came into the files instead of comparing.

using System.Text;
using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Runtime;
using SchemePrinter = Ouro.Scheme.Printer.Printer;

namespace Ouro.Scheme.Tests.Compile;

public sealed class GoldenTests
{
    private const string PassPrefix = ";pass: ";
    private const string ResultPrefix = ";=> ";

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Folder("tests", "guest", "scheme", "compile"), "*.scm").Order(StringComparer.Ordinal))
        {
            files.Add(Path.GetFileName(file));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void PassGives(string file)
    {
        var compiler = new Compiler();
        string path = Path.Combine(Folder("tests", "guest", "scheme", "compile"), file);
        var updated = new StringBuilder();
        var differences = new StringBuilder();
        int cases = 0;
        foreach (string block in File.ReadAllText(path).TrimEnd('\n').Split("\n\n"))
        {
            var lines = block.Split('\n');
            var kept = lines.Where(line => !line.StartsWith(";=>", StringComparison.Ordinal)).ToList();
            var expected = lines.Where(line => line.StartsWith(";=>", StringComparison.Ordinal)).ToList();
            string? header = kept.Find(line => line.StartsWith(PassPrefix, StringComparison.Ordinal));
            var actual = new List<string>();
            if (header is not null)
            {
                cases++;
                string[] words = header[PassPrefix.Length..].Split(' ');
                string code = string.Concat(kept.Where(line => !line.StartsWith(';')).Select(line => line + "\n"));
                actual = compiler.Trace(code, words[0], words.Length > 1 ? words[1] : "optimise");
                if (!actual.SequenceEqual(expected))
                {
                    _ = differences.Append(header).Append('\n').Append(code).Append("expected\n").AppendJoin('\n', expected).Append("\ngot\n").AppendJoin('\n', actual).Append("\n\n");
                }
            }

            _ = updated.Append(updated.Length == 0 ? "" : "\n").AppendJoin('\n', kept.Concat(actual)).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("OURO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, updated.ToString());
            return;
        }

        Assert.True(cases > 0, "the file has no case");
        Assert.True(differences.Length == 0, differences.ToString());
    }

    /// <summary>A folder of the repository, found from where the tests run.</summary>
    private static string Folder(params string[] parts)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !Directory.Exists(Path.Combine(root, "src", "Ouro.Scheme", "compiler")))
        {
            root = Path.GetDirectoryName(root);
        }

        Assert.NotNull(root);
        return Path.Combine([root, .. parts]);
    }

    /// <summary>The compiler on the boot evaluator, loaded once for a file of cases.</summary>
    private sealed class Compiler
    {
        private static readonly string[] Library = ["ouro", "compiler", "library"];
        private static readonly string[] TraceLibrary = ["ouro", "compiler", "trace"];

        private readonly VirtualMachine _machine = new();
        private readonly BootEvaluator _evaluator;
        private readonly Value _makeRegistry;
        private readonly Value _traceText;
        private readonly Value _imports;

        internal Compiler()
        {
            _ = SchemeRuntime.Install(_machine, null);
            string sources = Folder("src", "Ouro.Scheme");
            _evaluator = new BootEvaluator(_machine, new DirectorySourceResolver(sources, sources));
            _ = Checked(_evaluator.Import(Library));
            _ = Checked(_evaluator.Import(TraceLibrary));
            Assert.True(_evaluator.TryGetExport(Library, "make-registry", out _makeRegistry));
            Assert.True(_evaluator.TryGetExport(TraceLibrary, "trace-text", out _traceText));
            _imports = TestMachines.ReadOne(_machine, "((ouro syntax) (ouro primitives))");
        }

        /// <summary>The result lines for a source text.</summary>
        internal List<string> Trace(string code, string pass, string policy)
        {
            var registry = Checked(_evaluator.Call(_makeRegistry, Value.EmptyList));
            var text = Checked(_evaluator.Call(
                _traceText, TestMachines.Text(code), TestMachines.Text("test"), registry, _imports, Name(policy), Name(pass)));
            return TestMachines.Print(_machine, text, PrintStyle.Display).TrimEnd('\n').Split('\n').Select(line => ResultPrefix + line).ToList();
        }

        private Value Name(string name) => Value.Object(_machine.Intern(name));

        private Value Checked(Value result)
        {
            Assert.False(result.IsSignal, result.IsSignal && _machine.PendingValue.AsObject is Condition condition
                ? $"{SchemePrinter.Describe(condition)} at {condition.Span}"
                : "");
            return result;
        }
    }
}

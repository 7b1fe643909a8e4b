// The expander's golden tests: tests/guest/scheme/expand/*.scm, run by the expander on the boot evaluator.
//
// A file has cases between blank lines. A case is a source text, then what comes of it: a line ";=> datum" for each
// unparsed node, or one line ";error LINE:COLUMN: message irritant ...". Lines that begin with ";;" are comments and
// do not count as lines of the source. OURO_UPDATE_GOLDEN=1 writes what came into the files instead of comparing.

using System.Text;
using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Reader;
using Ouro.Scheme.Runtime;
using SchemePrinter = Ouro.Scheme.Printer.Printer;

namespace Ouro.Scheme.Tests.Expand;

public sealed class GoldenTests
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Folder("tests", "guest", "scheme", "expand"), "*.scm").Order(StringComparer.Ordinal))
        {
            files.Add(Path.GetFileName(file));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Expands(string file)
    {
        var expander = new Expander();
        string path = Path.Combine(Folder("tests", "guest", "scheme", "expand"), file);
        var updated = new StringBuilder();
        var differences = new StringBuilder();
        foreach (string block in File.ReadAllText(path).TrimEnd('\n').Split("\n\n"))
        {
            var source = new List<string>();
            var expected = new List<string>();
            foreach (string line in block.Split('\n'))
            {
                bool isResult = line.StartsWith(";=>", StringComparison.Ordinal) || line.StartsWith(";error", StringComparison.Ordinal);
                (isResult ? expected : source).Add(line);
            }

            string code = string.Concat(source.Where(line => !line.StartsWith(";;", StringComparison.Ordinal)).Select(line => line + "\n"));
            var actual = code.Length == 0 ? [] : expander.Expand(code);
            if (!actual.SequenceEqual(expected))
            {
                _ = differences.Append(code).Append("expected\n").AppendJoin('\n', expected).Append("\ngot\n").AppendJoin('\n', actual).Append("\n\n");
            }

            _ = updated.Append(updated.Length == 0 ? "" : "\n").AppendJoin('\n', source.Concat(actual)).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("OURO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, updated.ToString());
            return;
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    /// <summary>The folder with the compiler and the library.</summary>
    internal static string Sources => Folder("src", "Ouro.Scheme");

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

    /// <summary>The expander, loaded once for a file of cases; each case has a registry of its own.</summary>
    private sealed class Expander
    {
        private static readonly string[] Library = ["ouro", "compiler", "library"];
        private static readonly string[] Show = ["ouro", "compiler", "show"];

        private readonly VirtualMachine _machine = new();
        private readonly BootEvaluator _evaluator;
        private readonly Value _makeRegistry;
        private readonly Value _expandText;
        private readonly Value _imports;

        internal Expander()
        {
            _ = SchemeRuntime.Install(_machine, null);
            _evaluator = new BootEvaluator(_machine, new DirectorySourceResolver(Sources, Sources));
            Check(_evaluator.Import(Show));
            Check(_evaluator.Import(Library));
            Assert.True(_evaluator.TryGetExport(Library, "make-registry", out _makeRegistry));
            Assert.True(_evaluator.TryGetExport(Show, "expand-text", out _expandText));
            _imports = TestMachines.ReadOne(_machine, "((ouro syntax) (ouro primitives))");
        }

        /// <summary>The result lines for a source text.</summary>
        internal List<string> Expand(string code)
        {
            var registry = _evaluator.Call(_makeRegistry, TestMachines.ReadOne(_machine, "(\"lib\" \"/usr/lib\")"));
            Check(registry);
            var data = _evaluator.Call(_expandText, TestMachines.Text(code), TestMachines.Text("test"), registry, _imports);
            var lines = new List<string>();
            if (data.IsSignal)
            {
                var condition = TestMachines.Pending(_machine, data);
                var line = new StringBuilder(";error ");
                if (condition.Span is { } span)
                {
                    _ = line.Append($"{span.Line}:{span.Column}: ");
                }

                _ = line.Append(condition.Message);
                foreach (var irritant in condition.Irritants)
                {
                    _ = line.Append(' ').Append(TestMachines.Print(_machine, irritant));
                }

                lines.Add(line.ToString());
                return lines;
            }

            for (; data.AsObject is Pair pair; data = pair.Cdr)
            {
                lines.Add(";=> " + TestMachines.Print(_machine, pair.Car));
            }

            return lines;
        }

        private void Check(Value result) =>
            Assert.False(result.IsSignal, result.IsSignal && _machine.PendingValue.AsObject is Condition condition
                ? $"{SchemePrinter.Describe(condition)} at {condition.Span}"
                : "");
    }
}

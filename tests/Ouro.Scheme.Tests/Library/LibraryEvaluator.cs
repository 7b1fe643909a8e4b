using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Scheme.Boot;

namespace Ouro.Scheme.Tests.Library;

/// <summary>Evaluates expressions of the boot dialect with (ouro base), from the sources of this tree. Shared by the tests of a class.</summary>
public sealed class LibraryEvaluator : ISourceResolver
{
    private readonly DirectorySourceResolver _files;
    private readonly BootEvaluator _evaluator;
    private string _source = "";
    private int _count;

    public LibraryEvaluator()
    {
        string root = RepositoryRoot();
        _files = new DirectorySourceResolver(root, Path.Combine(root, "src/Ouro.Scheme/lib"));
        Machine = TestMachines.New();
        Machine.Ports.Replace(new TextInputPort("line 1\nline 2"), Output, new TextOutputPort());
        _evaluator = new BootEvaluator(Machine, this);
    }

    internal VirtualMachine Machine { get; }

    /// <summary>What the expressions write.</summary>
    internal TextOutputPort Output { get; } = new();

    string ISourceResolver.Places => _files.Places;

    bool ISourceResolver.TryResolve(string[] library, out string file, out string text)
    {
        file = "test";
        text = _source;
        return library[0] == "test" || _files.TryResolve(library, out file, out text);
    }

    /// <summary>The value of an expression as <c>write</c> prints it; an error as "error: " and its words.</summary>
    /// <param name="expression">In the boot dialect.</param>
    /// <param name="libraries">Imported beside (ouro base) and (ouro primitives).</param>
    internal string Evaluate(string expression, string libraries = "")
    {
        string name = $"t{++_count}";
        _source = $"(define-library (test {name}) (import (ouro base) {libraries}) (export main) (begin (define (main) {expression})))";
        Value result = _evaluator.Import("test", name);
        if (!result.IsSignal)
        {
            Assert.True(_evaluator.TryGetExport(["test", name], "main", out Value main));
            result = _evaluator.Call(main);
        }

        return result.IsSignal ? "error: " + Describe(Machine.PendingValue) : TestMachines.Print(Machine, result);
    }

    private static string Describe(Value payload) =>
        payload.AsObject is Condition condition
            ? global::Ouro.Scheme.Printer.Printer.Describe(condition)
            : global::Ouro.Scheme.Printer.Printer.PrintShort(payload, 200);

    private static string RepositoryRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ouro.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the source tree");
        }

        return folder;
    }
}

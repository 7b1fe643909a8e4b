using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;

namespace Ouro.Scheme.Tests.Boot;

/// <summary>Library sources that are strings of a test, by library name.</summary>
internal sealed class BootTestLibraries(params (string Name, string Text)[] sources) : ISourceResolver
{
    public string Places => "the test";

    public bool TryResolve(string[] library, out string file, out string text)
    {
        var name = string.Join(' ', library);
        foreach (var source in sources)
        {
            if (source.Name == name)
            {
                file = name.Replace(' ', '/') + ".scm";
                text = source.Text;
                return true;
            }
        }

        file = text = "";
        return false;
    }

    /// <summary>
    /// A library that the tests import: list procedures of their own, so that they depend on few primitives.
    /// </summary>
    internal const string Prelude = """
        (define-library (prelude)
          (import (ouro primitives))
          (export car cdr cons eq? null? pair? not + - * = < > <= >= vector-ref apply values call-with-values error
                  dynamic-wind raise (rename my-list list) reverse-onto)
          (begin
            (define (my-list . items) items)
            (define (reverse-onto items tail)
              (if (null? items) tail (reverse-onto (cdr items) (cons (car items) tail))))))
        """;

    /// <summary>An evaluator that can import (prelude) and (test), whose body is given.</summary>
    internal static BootEvaluator For(VirtualMachine machine, string body) => new(
        machine,
        new BootTestLibraries(
            ("prelude", Prelude),
            ("test", $"(define-library (test) (import (prelude)) (export main) (begin\n{body}\n))")));

    /// <summary>Imports (test) with that body and calls its main.</summary>
    internal static Value Run(VirtualMachine machine, string body)
    {
        var evaluator = For(machine, body);
        var imported = evaluator.Import("test");
        if (imported.IsSignal)
        {
            return imported;
        }

        Assert.True(evaluator.TryGetExport(["test"], "main", out var main));
        return evaluator.Call(main);
    }

    /// <summary>The printed value of main, or the error in words.</summary>
    internal static string RunAndPrint(VirtualMachine machine, string body)
    {
        var value = Run(machine, body);
        return !value.IsSignal ? TestMachines.Print(machine, value)
            : machine.PendingValue.AsObject is Condition condition ? $"{condition.Span}: {Scheme.Printer.Printer.Describe(condition)}"
            : Scheme.Printer.Printer.PrintShort(machine.PendingValue, 200);
    }
}

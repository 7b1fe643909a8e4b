using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme;

/// <summary>
/// The last steps of a start, done once for nothing. Most of a cold start is the host compiling methods, so a front door runs
/// this on a second thread: what it went through is compiled when the first thread gets there. It has a machine of its own.
/// </summary>
public static class WarmUp
{
    /// <summary>The interpreter's loop first, which the other thread needs first; then reading, assembling and printing.</summary>
    public static void Run()
    {
        VirtualMachine.CompileLoop();
        var machine = new VirtualMachine();
        var map = new SourceMap();
        _ = new SchemeReader(machine, "", "1", map).Read(out var one);
        var pair = new Pair(one, Value.EmptyList);
        map.SetElement(pair, new SourceSpan("", 1, 1, 1, 2));

        // (code (parameters 0 0 #f ()) (registers 1) (body (span S) (statement) (fixnum 0 1) (return 0)))
        Value none = Value.EmptyList;
        Value zero = Value.Fixnum(0);
        Value parameters = Form(machine, "parameters", List(zero, List(zero, List(Value.False, List(none, none)))));
        Value registers = Form(machine, "registers", List(one, none));
        Value span = Form(machine, "span", List(Value.Object(map.Element(pair)!), none));
        Value statement = Form(machine, "statement", none);
        Value load = Form(machine, "fixnum", List(zero, List(one, none)));
        Value leave = Form(machine, "return", List(zero, none));
        Value body = Form(machine, "body", List(span, List(statement, List(load, List(leave, none)))));
        _ = Assembler.Assemble(machine, Form(machine, "code", List(parameters, List(registers, List(body, none)))));
        _ = Printer.Printer.Append(machine, new System.Text.StringBuilder(), one, PrintStyle.Write);
    }

    private static Value Form(VirtualMachine machine, string head, Value rest) => Value.Object(new Pair(Value.Object(machine.Intern(head)), rest));

    private static Value List(Value first, Value rest) => Value.Object(new Pair(first, rest));
}

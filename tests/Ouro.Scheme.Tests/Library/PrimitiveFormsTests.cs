// Every primitive has two forms: the instruction that (%primitive name argument ...) compiles to, and the procedure that
// (ouro primitives) exports, which interpreted code calls. Both must give the same values or fail with the same words,
// whatever the arguments are, and wherever the instruction's result goes.

using System.Globalization;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.Library;

public class PrimitiveFormsTests
{
    /// <summary>Primitives whose result is another at each call, or that end the run.</summary>
    private static readonly HashSet<string> s_excluded =
    [
        "exit", "emergency-exit",
        "current-jiffy", "current-second", "machine-ticks",
        "gensym", "string->uninterned-symbol", "stacks-kept",
        "eq-hash", "eqv-hash", "equal-hash",
    ];

    /// <summary>Arguments as expressions that make a new object each time, except for the literals among them.</summary>
    private static readonly string[] s_operands =
    [
        "0", "1", "-1", "2", "7", "255", "-129", "(expt 2 62)", "9223372036854775807", "(- (expt 2 70))", "1/2", "-7/3", "0.0", "-0.0", "1.5", "-2.0", "+inf.0", "+nan.0", "1e300", "1+2i", "2.5-1i",
        "#t", "#f", "'()", "'symbol", "'x", "\"\"", "\"text\"", "(string #\\a #\\λ)", "(string-copy \"12\")", "#\\a", "#\\7", "#\\x1F600",
        "(list 1 2 3)", "'(a b)", "(cons 1 2)", "(list 2 1)", "(list \"a\" \"b\")", "(list (cons 'x 1))", "(list #\\a)", "'((x . 5))",
        "(vector)", "(vector 1 2 3)", "'#(a b)", "(bytevector 1 2 255)", "(bytevector)",
        "car", "(lambda (x) x)", "(lambda () 5)", "list", "values", "(lambda x x)",
        "(make-point 1 2)", "<point>", "(make-eq-table)", "(full-table)", "(open-input-string \"(a b) c\")", "(open-output-string)", "(open-input-bytevector (bytevector 1 2))",
        "(delay 1)", "(eof-object)", "(void)", "(make-parameter 1)", "(box 5)", "'cell",
    ];

    private static int Rounds => TestMachines.IsLongRun ? 300 : 4;

    [Fact]
    public void DirectAndCalledFormsAreTheSame()
    {
        var random = new Random(20260101);
        var machine = new SchemeMachine();
        var names = machine.Machine.PrimitiveNames.Where(name => !VirtualMachine.IsOwn(name) && !s_excluded.Contains(name)).Distinct().ToList();
        Assert.True(names.Count > 400);
        var failures = new List<string>();
        int compared = 0;
        foreach (string name in names)
        {
            var primitive = machine.Machine.FindPrimitive(name);
            Assert.True(primitive is not null, $"{name} has no procedure");
            for (int round = 0; round < Rounds && failures.Count < 20; round++)
            {
                // Without a port they read on in the same input.
                int least = name is "read" or "read-char" or "read-line" or "read-u8" or "peek-char" or "peek-u8" ? 1 : name is "read-string" or "read-bytevector" ? 2 : primitive.Minimum;
                int count = primitive.Maximum < 0 ? least + random.Next(4) : random.Next(least, primitive.Maximum + 1);
                string[] arguments = [.. Enumerable.Range(0, count).Select(_ => s_operands[random.Next(s_operands.Length)])];
                string program = Program(name, arguments);
                var outcome = machine.Run(program, new MachineLimits { Ticks = 5_000_000, Allocation = 500 << 20 });
                string[] lines = machine.TakeOutput().Split('\n', StringSplitOptions.RemoveEmptyEntries);
                if (outcome.Kind != OutcomeKind.Value || lines.Length != 7)
                {
                    failures.Add($"{machine.Show(outcome)}\n{program}");
                    machine = new SchemeMachine();
                    continue;
                }

                compared++;
                if (lines[1] != lines[0] || lines[2] != lines[0] || lines[3] != lines[0] || lines[5] != lines[4] || lines[6] != lines[4])
                {
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"({name} {string.Join(' ', arguments)}):\n{string.Join('\n', lines)}"));
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.True(compared > 1500, $"only {compared} calls were compared");
    }

    [Fact]
    public void InstructionsWithoutAProcedureAreRefusedInWords()
    {
        var machine = new SchemeMachine();
        int refused = 0;
        for (int opcode = 0; opcode < OpcodeTable.Count; opcode++)
        {
            string name = OpcodeTable.Get((Opcode)opcode).Name;
            var outcome = machine.Compile($"(lambda () (%primitive {name}))", new MachineLimits());
            if (machine.Machine.FindPrimitive(name) is null)
            {
                refused++;
                Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
                Assert.Contains($"%primitive: `{name}` is an instruction that no procedure can stand for: it ", machine.Show(outcome), StringComparison.Ordinal);
            }
        }

        Assert.True(refused > 40);
    }

    /// <summary>The primitives that stand for states of the machine trust their registers: no program may call them.</summary>
    [Theory]
    [InlineData("(%primitive %transfer 1 2)")]
    [InlineData("(%primitive %run)")]
    [InlineData("(import (only (ouro primitives) %transfer)) (%transfer 1 2)")]
    [InlineData("(import (only (ouro primitives) assemble code->procedure)) (define p ((code->procedure (assemble '(code (registers 1) (body (constant 0 (primitive %transfer)) (return 0))))))) (p 1 2)")]
    public void StatesOfTheMachineHaveNoName(string program)
    {
        var machine = new SchemeMachine();
        var outcome = machine.Run(program);
        Assert.Equal(OutcomeKind.Uncaught, outcome.Kind);
        machine.Check(program);
    }

    /// <summary>A line for each form: called, direct on variables, direct in tail position, direct on literals; called, direct and direct on literals as a test.</summary>
    private static string Program(string name, string[] arguments)
    {
        var text = new StringBuilder("""
            (import (scheme base) (scheme write) (scheme complex) (scheme lazy) (only (ouro base) make-eq-table table-set! void %primitive)
              (only (ouro primitives) box) (prefix (only (ouro primitives) NAME) called:))
            (define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
            (define (full-table) (let ((table (make-eq-table))) (table-set! table 'x 1) (table-set! table 1 'x) table))
            (define (describe object)
              (cond ((error-object? object) (list 'error (error-object-message object) (error-object-irritants object)))
                    (else (list 'raised object))))
            (define (observe thunk)
              (write (call-with-current-continuation
                       (lambda (k) (with-exception-handler (lambda (object) (k (describe object)))
                                     (lambda () (call-with-values thunk list))))))
              (newline))

            """.Replace("NAME", name, StringComparison.Ordinal));
        string variables = string.Concat(arguments.Select((_, i) => $" a{i}"));
        for (int i = 0; i < arguments.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"(define a{i} #f)\n");
        }

        // Assigned, so that nothing is known of their values.
        string fresh = string.Concat(arguments.Select((argument, i) => $"(set! a{i} {argument}) "));
        text.Append(CultureInfo.InvariantCulture, $"{fresh}(observe (lambda () (called:{name}{variables})))\n");
        text.Append(CultureInfo.InvariantCulture, $"{fresh}(observe (lambda () (call-with-values (lambda () (%primitive {name}{variables})) (lambda results (apply values results)))))\n");
        text.Append(CultureInfo.InvariantCulture, $"{fresh}(observe (lambda () (%primitive {name}{variables})))\n");
        text.Append(CultureInfo.InvariantCulture, $"(observe (lambda () (%primitive {name} {string.Join(' ', arguments)})))\n");
        text.Append(CultureInfo.InvariantCulture, $"{fresh}(observe (lambda () (if (called:{name}{variables}) 'yes 'no)))\n");
        text.Append(CultureInfo.InvariantCulture, $"{fresh}(observe (lambda () (if (%primitive {name}{variables}) 'yes 'no)))\n");
        text.Append(CultureInfo.InvariantCulture, $"(observe (lambda () (if (%primitive {name} {string.Join(' ', arguments)}) 'yes 'no)))\n");
        return text.ToString();
    }
}

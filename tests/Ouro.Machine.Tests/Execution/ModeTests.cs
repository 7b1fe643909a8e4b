using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Machine.Tests.Code;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Assembled programs that run in each mode of the machine. They leave marks with <c>(call-global (global test note) ...)</c>.</summary>
public abstract class ModeTests
{
    /// <summary>A procedure of one argument that puts it into the trace and gives it back.</summary>
    private const string Note = "(code (name note) (parameters 1) (body (global 1 (global test trace)) (cons 1 0 1) (global-set 1 (global test trace)) (return 0)))";

    /// <summary>The modes, as test data.</summary>
    public static TheoryData<string> Modes => new("plain", "instrumented", "hostile", "compiled", "compiled-hostile");

    internal static VirtualMachine New(string mode)
    {
        var machine = TestMachine.New(new MachineOptions
        {
            Instrumented = mode == "instrumented",
            Hostile = mode.EndsWith("hostile", StringComparison.Ordinal),
            Compiles = mode.StartsWith("compiled", StringComparison.Ordinal),
            Jit = new JitOptions { Eager = true, FailGuards = mode == "compiled-hostile" ? 3 : 0 },
        });
        machine.BeginEagerCompilation();
        Set(machine, "trace", Value.EmptyList);
        Define(machine, "note", Note);
        return machine;
    }

    /// <summary>Gives the global variable (test NAME) a value.</summary>
    internal static void Set(VirtualMachine machine, string name, Value value) =>
        machine.GlobalCell(machine.Intern("test"), machine.Intern(name)).Content = value;

    /// <summary>The value of the global variable (test NAME).</summary>
    internal static Value Get(VirtualMachine machine, string name) => machine.GlobalCell(machine.Intern("test"), machine.Intern(name)).Content;

    /// <summary>Makes the global procedure (test NAME).</summary>
    internal static void Define(VirtualMachine machine, string name, string code) => Set(machine, name, Closure(machine, code));

    internal static Value Closure(VirtualMachine machine, string code) => Value.Object(new Closure(AssemblyText.Assemble(machine, code)));

    internal static Value Primitive(VirtualMachine machine, string name) => Value.Object(machine.FindPrimitive(name)!);

    /// <summary>How a run of assembled code ends, in words: "value: (1 2)", "uncaught: message irritant", "limit: ...".</summary>
    internal static string Run(VirtualMachine machine, string code, params Value[] arguments) => Describe(machine.Run(Closure(machine, code), arguments));

    internal static string Describe(Outcome outcome) => outcome.Kind.ToString().ToLowerInvariant() + ": " + outcome.Value.Ref switch
    {
        Condition condition => string.Join(' ', [condition.Message, .. condition.Irritants.Select(Show)]),
        _ => Show(outcome.Value),
    };

    /// <summary>The marks since the last call, oldest first.</summary>
    internal static string TakeTrace(VirtualMachine machine)
    {
        var marks = new List<string>();
        for (Value rest = Get(machine, "trace"); rest.Ref is Pair pair; rest = pair.Cdr)
        {
            marks.Insert(0, Show(pair.Car));
        }

        Set(machine, "trace", Value.EmptyList);
        return string.Join(' ', marks);
    }

    internal static string Show(Value value)
    {
        if (value.Ref is Procedure procedure)
        {
            return $"#<{procedure.DisplayName}>";
        }

        var text = new System.Text.StringBuilder();
        DatumWriter.Append(text, value);
        return text.ToString();
    }

    /// <summary>Asserts that two texts are the same, and shows both whole.</summary>
    internal static void Same(string expected, string got) => Assert.True(expected == got, $"expected {expected}\ngot      {got}");

    /// <summary>Asserts how a text begins, and shows it whole.</summary>
    internal static void Begins(string expected, string got) => Assert.True(got.StartsWith(expected, StringComparison.Ordinal), $"expected {expected}...\ngot      {got}");

    internal static Value Symbol(VirtualMachine machine, string name) => Value.Object(machine.Intern(name));

    internal static Value List(int length, Func<int, Value> element)
    {
        Value list = Value.EmptyList;
        for (int i = length - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(element(i), list));
        }

        return list;
    }

    /// <summary>A thunk that makes one mark.</summary>
    internal static string Marker(string mark) => $"(code (name {mark}) (body (constant 2 (quote {mark})) (tail-call-global-note)))"
        .Replace("(tail-call-global-note)", "(global 1 (global test note)) (tail-call 1 0)", StringComparison.Ordinal);
}

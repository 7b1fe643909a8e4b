using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Compiler;

/// <summary>
/// Loops over iterators that run guest code, for built-in functions: bytecode, so that the function waits once for the whole loop and the
/// JIT compiles it. Tracebacks do not show them. All are called as procedures.
/// </summary>
internal sealed class Loops(PythonRuntime python)
{
    private Value? _collect;
    private Value? _any;
    private Value? _all;
    private Value? _sum;

    /// <summary>(list, iterator): appends everything.</summary>
    internal Value Collect => _collect ??= Make("collect", (builder, item, _) =>
    {
        var append = new Operation2((list, value) => ((PyList)list.Ref!).Append(python.Machine, value) ? Value.Unspecified : Value.Signal);
        builder.Emit(Opcode.Operation2, builder.Constant(Value.Object(append)), item, 0, item);
    });

    /// <summary>(False, iterator): True as soon as something is true.</summary>
    internal Value Any => _any ??= Make("any", (builder, item, end) => Decide(builder, item, end, 1));

    /// <summary>(True, iterator): False as soon as something is false.</summary>
    internal Value All => _all ??= Make("all", (builder, item, end) => Decide(builder, item, end, 0));

    /// <summary>(start, iterator): start and everything added up.</summary>
    internal Value Sum => _sum ??= Make("sum", (builder, item, _) => builder.Emit(Opcode.Add, 0, 0, item));

    private void Decide(AssemblyBuilder builder, int item, int end, int wanted)
    {
        int goOn = builder.NewLabel();
        builder.Emit(Opcode.Operation1, builder.Constant(Value.Object(new TruthOperation(python))), item, item);
        builder.Emit(Opcode.Branch, item, 1 - wanted, goOn);
        builder.Emit(Opcode.Move, 0, item);
        builder.Emit(Opcode.Jump, end);
        builder.Mark(goOn);
    }

    /// <summary>A procedure of two parameters, the result and the iterator.</summary>
    /// <param name="turn">Emits what is done with an item; its register and the label of the end are given.</param>
    private Value Make(string name, Action<AssemblyBuilder, int, int> turn)
    {
        const int item = 2;
        var builder = new AssemblyBuilder
        {
            Name = python.Machine.Intern(name),
            Parameters = new ParameterShape(2, 0, false, []),
            Marks = CodeMarks.Internal,
        };
        int end = builder.NewLabel();
        int head = builder.MarkNew();
        builder.Emit(Opcode.Operation1, builder.Constant(Value.Object(new NextOperation(python))), item, 1);
        builder.Emit(Opcode.BranchAbsent, item, 1, end);
        turn(builder, item, end);
        builder.Emit(Opcode.Loop, head);
        builder.Mark(end);
        builder.Emit(Opcode.Return, 0);
        return Value.Object(new Closure(builder.Build(out string? problem) ?? throw new InvalidOperationException(problem)));
    }
}

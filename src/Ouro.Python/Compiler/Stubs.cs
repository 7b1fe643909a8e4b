using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Compiler;

/// <summary>
/// Small pieces of bytecode that stand in for objects that are called: what the host would do with a request for a call is then code that
/// the JIT compiles and inlines. Tracebacks do not show them.
/// </summary>
internal sealed class Stubs(PythonRuntime python)
{
    private const int MostArguments = 16;
    private readonly CodeObject?[] _bound = new CodeObject?[MostArguments];
    private readonly Operation1 _checkInit = new(result => result.IsUnspecified ? result : python.TypeError($"__init__() should return None, not '{python.TypeName(result)}'"));

    /// <summary>Makes an instance and calls the Python __init__ of its class; null where that is not all there is to it.</summary>
    internal Closure? Constructor(PyType type, int count)
    {
        if (!type.IsHeapType || type.Layout != Layout.Plain || type.IsAbstract || !HasPlainCall(type) || count >= MostArguments)
        {
            return null;
        }

        Value initialise = type.Lookup("__init__");
        if (initialise.Ref is not Closure || FunctionData.Of(initialise) is null || type.Lookup("__new__").Ref is not BuiltinFunction { Owner: var owner } || owner != python.Types.Object)
        {
            return null;
        }

        // Arguments are registers 0 to count - 1; the instance is in count, the call area behind it.
        var builder = Begin("__call__", count);
        int instance = count, area = count + 1;
        builder.Emit(Opcode.OperationN, builder.Constant(Value.Object(new OperationN(_ => python.Allocate(type)))), instance, 0, 0);
        builder.Emit(Opcode.Constant, area + 1, builder.Constant(initialise));
        builder.Emit(Opcode.Move, area + 2, instance);
        Arguments(builder, area + 3, 0, count);
        builder.Emit(Opcode.Call, area, count + 1, area);
        builder.Emit(Opcode.Operation1, builder.Constant(Value.Object(_checkInit)), area, area);
        builder.Emit(Opcode.Return, instance);
        return Finish(builder) is { } code ? new Closure(code) : null;
    }

    /// <summary>Calls a function with an object before the arguments.</summary>
    internal Closure? Bound(in Value function, in Value self, int count)
    {
        if (count >= MostArguments)
        {
            return null;
        }

        var code = _bound[count];
        if (code is null)
        {
            var builder = Begin("method", count);
            builder.FreeCount = 2;
            int area = count;
            builder.Emit(Opcode.Free, area + 1, 0);
            builder.Emit(Opcode.Free, area + 2, 1);
            Arguments(builder, area + 3, 0, count);
            builder.Emit(Opcode.Call, area, count + 1, area);
            builder.Emit(Opcode.Return, area);
            code = _bound[count] = Finish(builder);
        }

        if (code is null)
        {
            return null;
        }

        var closure = new Closure(code);
        closure.Variable(0) = function;
        closure.Variable(1) = self;
        return closure;
    }

    /// <summary>Calls something with all arguments but the first.</summary>
    internal Closure? Unbound(in Value callee, int count)
    {
        var builder = Begin("call", count);
        int area = count;
        builder.Emit(Opcode.Constant, area + 1, builder.Constant(callee));
        Arguments(builder, area + 2, 1, count);
        builder.Emit(Opcode.Call, area, count - 1, area);
        builder.Emit(Opcode.Return, area);
        return Finish(builder) is { } code ? new Closure(code) : null;
    }

    /// <summary>A built-in function whose call of guest code is between two pieces of the host's.</summary>
    internal Closure? WithEnding(BuiltinFunction function, HostFunction start, HostEnding ending, int count)
    {
        // Arguments are the first registers, then the result.
        var builder = Begin(function.Name, count);
        int all = function.Signature.Count;
        for (int i = count; i < all; i++)
        {
            builder.Emit(Opcode.Constant, i, builder.Constant(Value.Absent));
        }

        builder.Emit(Opcode.OperationN, builder.Constant(Value.Object(new OperationN(arguments => start(python, arguments)))), all, 0, all);
        builder.Emit(Opcode.OperationN, builder.Constant(Value.Object(new OperationN(operands => ending(python, operands[..^1], operands[^1])))), all, 0, all + 1);
        builder.Emit(Opcode.Return, all);
        return Finish(builder) is { } code ? new Closure(code) : null;
    }

    private bool HasPlainCall(PyType type) => type.Type == python.Types.Type || type.Type.Lookup("__call__").Ref is BuiltinFunction;

    private AssemblyBuilder Begin(string name, int count) => new()
    {
        Name = python.Machine.Intern(name),
        Parameters = new ParameterShape(count, 0, false, []),
        Marks = CodeMarks.Internal,
    };

    private static void Arguments(AssemblyBuilder builder, int target, int from, int count)
    {
        for (int i = from; i < count; i++)
        {
            builder.Emit(Opcode.Move, target + i - from, i);
        }
    }

    private static CodeObject? Finish(AssemblyBuilder builder) => builder.Build(out _);
}

using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>BaseExceptionGroup.</summary>
[Specials("class_getitem")]
internal static class ExceptionGroupMethods
{
    private static PyException Self(in Value value) => (PyException)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        var given = ((PyTuple)a[1].Ref!).Items;
        if (given.Length != 2)
        {
            return python.TypeError($"BaseExceptionGroup.__new__() takes exactly 2 arguments ({given.Length} given)");
        }

        if (PythonRuntime.Inner(given[0]).Ref is not Text)
        {
            return python.TypeError($"BaseExceptionGroup.__new__() argument 1 must be str, not {python.TypeName(given[0])}");
        }

        if (given[1].Ref is not (PyList or PyTuple) && python.TypeOf(given[1]).Special("__getitem__").IsUnbound)
        {
            return python.TypeError("second argument (exceptions) must be a sequence");
        }

        Value list = await python.ToList(given[1]);
        if (list.IsSignal)
        {
            return list;
        }

        var parts = ((PyList)list.Ref!).Span.ToArray();
        if (parts.Length == 0)
        {
            return python.ValueError("second argument (exceptions) must be a non-empty sequence");
        }

        bool nestsBase = false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Ref is not PyException part)
            {
                return python.ValueError($"Item {i} of second argument (exceptions) is not an exception");
            }

            nestsBase |= !part.Type.IsSubtypeOf(python.Types.Exception("Exception"));
        }

        var group = python.Types.Exception("BaseExceptionGroup");
        if (type == python.Types.Exception("ExceptionGroup"))
        {
            if (nestsBase)
            {
                return python.TypeError("Cannot nest BaseExceptions in an ExceptionGroup");
            }
        }
        else if (type == group)
        {
            type = nestsBase ? group : python.Types.Exception("ExceptionGroup");
        }
        else if (nestsBase && type.IsSubtypeOf(python.Types.Exception("Exception")))
        {
            return python.TypeError($"Cannot nest BaseExceptions in '{type.Name}'");
        }

        return python.Machine.ChargeAllocation(200 + (16L * parts.Length))
            ? Value.Object(new PyException(type, (PyTuple)a[1].Ref!) { Parts = (PyTuple)python.Tuple(parts).Ref! }) : Value.Signal;
    }

    [PythonFunction("message", Kind = FunctionKind.Getter)]
    internal static Value Message(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Arguments.Items is [var message, ..] ? message : Value.Unspecified;

    [PythonFunction("exceptions", Kind = FunctionKind.Getter)]
    internal static Value Exceptions(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Parts is { } parts ? Value.Object(parts) : python.EmptyTuple;

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        Value message = await python.StrOf(Message(python, a));
        int count = PythonRuntime.PartsOf(Self(a[0])).Length;
        return message.IsSignal ? message : python.Str($"{PythonRuntime.TextOf(message)} ({count} sub-exception{(count == 1 ? "" : "s")})");
    }

    [PythonFunction("derive", "self, excs, /")]
    internal static Work<Value> Derive(PythonRuntime python, Value[] a) =>
        python.Invoke(Value.Object(python.Types.Exception("BaseExceptionGroup")), [Message(python, a), a[1]], null);

    [PythonFunction("split", "self, condition, /")]
    internal static Work<Value> Split(PythonRuntime python, Value[] a)
    {
        Value condition = a[1];
        bool isType = condition.Ref is PyType one ? one.IsSubtypeOf(python.Types.BaseException)
            : condition.Ref is PyTuple { Items.Length: > 0 } several && Array.TrueForAll(several.Items, type => type.Ref is PyType each && each.IsSubtypeOf(python.Types.BaseException));
        return isType ? python.SplitGroup(Self(a[0]), exception => python.ExceptionMatches(Value.Object(exception), condition))
            : condition.Ref is PyType || !python.IsCallable(condition) ? python.TypeError("expected a function, exception type or tuple of exception types")
            : python.SplitGroup(Self(a[0]), async exception => await python.Call(condition, Value.Object(exception)) is { IsSignal: false } result ? await python.TruthOf(result) : Value.Signal);
    }

    [PythonFunction("subgroup", "self, condition, /")]
    internal static async Work<Value> Subgroup(PythonRuntime python, Value[] a)
    {
        Value halves = await Split(python, a);
        return halves.IsSignal ? halves : ((PyTuple)halves.Ref!).Items[0];
    }
}

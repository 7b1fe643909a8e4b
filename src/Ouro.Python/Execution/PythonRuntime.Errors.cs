using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Raising, and what becomes of raises that are caught.
internal sealed partial class PythonRuntime
{
    internal Value TypeError(string message) => Raise("TypeError", message);

    internal Value ValueError(string message) => Raise("ValueError", message);

    internal Value AttributeError(string message, Value target, string name)
    {
        var exception = NewException(Types.Exception("AttributeError"), Str(message));
        exception.SetOwnAttribute("name", Str(name));
        exception.SetOwnAttribute("obj", target);
        return Raise(exception);
    }

    internal Value KeyError(Value key) => Raise(NewException(Types.Exception("KeyError"), key));

    internal Value IndexError(string message) => Raise("IndexError", message);

    internal Value OverflowError(string message) => Raise("OverflowError", message);

    internal Value StopIteration(Value value) =>
        Raise(value.IsUnspecified ? NewException(Types.Exception("StopIteration")) : NewException(Types.Exception("StopIteration"), value));

    /// <summary>Raises a built-in exception.</summary>
    internal Value Raise(string type, string message) => Raise(NewException(Types.Exception(type), Str(message)));

    internal Value Raise(PyException exception) => Machine.Raise(Value.Object(exception));

    internal PyException NewException(PyType type, params Value[] arguments) =>
        new(type, (PyTuple)Tuple(arguments).Ref!);

    /// <summary>What was raised, as an exception: the machine's own errors become Python's.</summary>
    internal PyException ToException(Value payload)
    {
        if (payload.Ref is PyException exception)
        {
            return exception;
        }

        if (payload.Ref is not Condition condition)
        {
            return NewException(Types.Exception("SystemError"), Str("something was raised that is no exception"));
        }

        string message = condition.Message;
        switch (condition.Kind)
        {
            case ConditionKind.UnboundVariable:
                string name = condition.Irritants.Length > 0 && condition.Irritants[0].Ref is Symbol symbol ? symbol.Name : "?";
                bool isGlobal = message == "unbound variable";
                var error = NewException(Types.Exception(isGlobal ? "NameError" : "UnboundLocalError"), Str(isGlobal
                    ? $"name '{name}' is not defined"
                    : $"cannot access local variable '{name}' where it is not associated with a value"));
                error.SetOwnAttribute("name", Str(name));
                return error;
            case ConditionKind.NotAProcedure:
                return NewException(Types.Exception("TypeError"), Str($"'{(condition.Irritants.Length > 0 ? TypeName(condition.Irritants[0]) : "?")}' object is not callable"));
            case ConditionKind.DivisionByZero:
                return NewException(Types.Exception("ZeroDivisionError"), Str("integer division or modulo by zero"));
            case ConditionKind.WrongType or ConditionKind.WrongArgumentCount:
                return NewException(Types.Exception("TypeError"), Str(message));
            case ConditionKind.OutOfRange:
                return NewException(Types.Exception("OverflowError"), Str(message));
            default:
                return NewException(Types.Exception("SystemError"), Str(message));
        }
    }

    /// <summary>Sets the context of an exception that is raised while another is handled, as CPython does: no cycle comes of it.</summary>
    internal void SetContext(PyException exception, Value handled)
    {
        if (handled.Ref is not PyException context || context == exception)
        {
            return;
        }

        for (var walk = context; walk.Context.Ref is PyException next; walk = next)
        {
            if (next == exception)
            {
                walk.Context = Value.Unspecified;
                break;
            }
        }

        exception.Context = Value.Object(context);
    }

    /// <summary>Adds the activations that an exception leaves to its traceback.</summary>
    internal Value Unwinding(Value payload, Segment segment, int place)
    {
        var exception = ToException(payload);
        if (exception.Context.IsUnspecified && !exception.IsRaisedAgain && !exception.KeepsContext)
        {
            SetContext(exception, Handled);
        }

        exception.KeepsContext = false;

        var from = Machine.Segment;
        int at = Machine.Base;
        while (true)
        {
            if (from.Slots[at - 2].Ref is CodeObject code && FunctionInfo.Of(code) is not null)
            {
                if (exception.IsRaisedAgain)
                {
                    exception.IsRaisedAgain = false;
                }
                else
                {
                    exception.Traceback = new PyTraceback(Types.Traceback, code, (int)from.Slots[at - 2].Bits - 1, exception.Traceback);
                }
            }

            if ((from == segment && at == place) || !VirtualMachine.TryGetCaller(ref from, ref at))
            {
                return Value.Object(exception);
            }
        }
    }
}

/// <summary>What Python adds to the machine's instructions.</summary>
internal sealed class PythonOperators(PythonRuntime python) : GuestOperators
{
    internal override Value Arithmetic(VirtualMachine machine, Opcode opcode, in Value left, in Value right) => opcode switch
    {
        Opcode.Add => python.Binary(BinaryKind.Add, left, right),
        Opcode.Subtract => python.Binary(BinaryKind.Sub, left, right),
        Opcode.Multiply => python.Binary(BinaryKind.Mult, left, right),
        Opcode.AddInPlace => python.InPlace(BinaryKind.Add, left, right),
        Opcode.SubtractInPlace => python.InPlace(BinaryKind.Sub, left, right),
        Opcode.MultiplyInPlace => python.InPlace(BinaryKind.Mult, left, right),
        Opcode.Modulo => python.Binary(BinaryKind.Mod, left, right),
        Opcode.Less => python.Test(CompareKind.Less, left, right),
        Opcode.LessOrEqual => python.Test(CompareKind.LessOrEqual, left, right),
        Opcode.Greater => python.Test(CompareKind.Greater, left, right),
        Opcode.GreaterOrEqual => python.Test(CompareKind.GreaterOrEqual, left, right),
        Opcode.NumberEqual => python.Test(CompareKind.Equal, left, right),
        _ => machine.Fail(ConditionKind.BadCode, "an operator that Python does not use"),
    };

    internal override bool FailCount(VirtualMachine machine, CodeObject code, int got)
    {
        if (FunctionInfo.Of(code) is not { } info)
        {
            return false;
        }

        _ = python.TypeError(info.CountMessage(got));
        return true;
    }

    internal override Value Unwinding(VirtualMachine machine, Value payload, Segment segment, int place) => python.Unwinding(payload, segment, place);

    internal override bool AllowsDepth(VirtualMachine machine)
    {
        var segment = machine.Segment;
        int place = machine.Base;
        int depth = 0;
        do
        {
            depth += segment.Slots[place - 2].Ref is CodeObject ? 1 : 0;
        }
        while (depth <= python.RecursionLimit && VirtualMachine.TryGetCaller(ref segment, ref place));
        if (depth <= python.RecursionLimit)
        {
            return true;
        }

        _ = python.Raise("RecursionError", "maximum recursion depth exceeded");
        return false;
    }
}

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Errors as objects, and raising errors like those of primitives from library code.</summary>
[PrimitiveGroup]
internal static partial class ConditionPrimitives
{
    /// <summary>Whether the object is an error that <c>error</c> or the machine made.</summary>
    [Primitive("error-object?")]
    internal static bool IsErrorObject(Value candidate) => candidate.AsObject is Condition;

    /// <summary>The message of the error; one of the machine begins with the operation that failed.</summary>
    [Primitive("error-object-message", Effects = Effects.Allocate)]
    internal static Value Message(VirtualMachine machine, Condition condition)
    {
        string message = condition.Operation is { } operation && condition.Kind != ConditionKind.User
            ? $"{operation}: {condition.Message}"
            : condition.Message;
        return machine.ChargeAllocation(Text.SizeOf(message.Length, 1)) ? Value.Object(new Text(message)) : Value.Signal;
    }

    /// <summary>The irritants of the error as a list.</summary>
    [Primitive("error-object-irritants", Effects = Effects.Allocate)]
    internal static Value Irritants(VirtualMachine machine, Condition condition) => ListPrimitives.List(machine, condition.Irritants);

    /// <summary>Whether the object is an error about a file.</summary>
    [Primitive("file-error?")]
    internal static bool IsFileError(Value candidate) => candidate.AsObject is Condition { Kind: ConditionKind.File };

    /// <summary>Whether the object is an error of <c>read</c>.</summary>
    [Primitive("read-error?")]
    internal static bool IsReadError(Value candidate) => candidate.AsObject is Condition { Kind: ConditionKind.Read };

    /// <summary>Whether the object is an error of a source text: it cannot be read, or not expanded.</summary>
    [Primitive("syntax-error?")]
    internal static bool IsSyntaxError(Value candidate) => candidate.AsObject is Condition { Kind: ConditionKind.Syntax or ConditionKind.Read };

    /// <summary>Raises the error that an argument, counted from 1, has the wrong type. Expected: with its article, "a list".</summary>
    [Primitive("raise-wrong-type")]
    internal static Value RaiseWrongType(VirtualMachine machine, Symbol operation, int argument, Value got, Text expected)
    {
        var condition = new Condition(ConditionKind.WrongType, $"argument {argument} must be {expected}, got", got) { Operation = operation.Name };
        return machine.Raise(Value.Object(condition));
    }

    /// <summary>Raises an error about a file. Reason: in words.</summary>
    [Primitive("raise-file-error")]
    internal static Value RaiseFileError(VirtualMachine machine, Symbol operation, Text reason) =>
        machine.Raise(Value.Object(new Condition(ConditionKind.File, reason.ToString()) { Operation = operation.Name }));

    /// <summary>Raises the error that an argument, counted from 1, is not in its range. Expected: "at most 3".</summary>
    [Primitive("raise-out-of-range")]
    internal static Value RaiseOutOfRange(VirtualMachine machine, Symbol operation, int argument, Value got, Text expected)
    {
        var condition = new Condition(ConditionKind.OutOfRange, $"argument {argument} must be {expected}, got", got) { Operation = operation.Name };
        return machine.Raise(Value.Object(condition));
    }

    /// <summary>Raises the error that no clause of a case-lambda takes the number of arguments. Numbers: what it takes, in words. Clauses: as they are shown. Given: a list of arguments, then single ones, absent or not.</summary>
    [Primitive("no-matching-clause")]
    internal static Value NoMatchingClause(VirtualMachine machine, Text numbers, Text clauses, ReadOnlySpan<Value> given)
    {
        int count = 0;
        if (!given.IsEmpty && !ListWalk.ProperLength(machine, 3, given[0], out count))
        {
            return Value.Signal;
        }

        for (int i = 1; i < given.Length; i++)
        {
            count += given[i].IsAbsent ? 0 : 1;
        }

        return machine.Raise(Value.Object(new Condition(ConditionKind.WrongArgumentCount, $"the procedure takes {numbers}, {(given.IsEmpty ? "got another number" : $"got {count}")}")
        {
            HintMaker = () => $"; it is {clauses}",
        }));
    }

    /// <summary>Raises the error that an asserted expression, given as a datum, was false.</summary>
    [Primitive("assertion-failed")]
    internal static Value AssertionFailed(VirtualMachine machine, Value expression) =>
        machine.Fail(ConditionKind.User, "assertion failed:", expression);
}

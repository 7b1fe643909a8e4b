// How primitives and rows raise: each method records a pending raise and returns Value.Signal, which the caller
// returns at once. No .NET exception is involved.

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Raises any guest value. Non-continuable.</summary>
    public Value Raise(Value payload)
    {
        if (RaisedErrors is not null && payload.Ref is Condition condition)
        {
            RaisedErrors.Add(condition.Message);
        }

        Pending = PendingSignal.Raise;
        PendingValue = payload;
        return Value.Signal;
    }

    /// <summary>Raises a new condition.</summary>
    public Value Fail(ConditionKind kind, string message, params Value[] irritants) =>
        Raise(Value.Object(new Condition(kind, message, irritants)));

    /// <summary>For coverage: where the messages of all conditions go that host code raises; null: nowhere.</summary>
    internal HashSet<string>? RaisedErrors { get; set; }

    /// <summary>An argument has the wrong type. Its operation is filled in by the loop, which knows what is running.</summary>
    /// <param name="argument">From 1.</param>
    /// <param name="got">The offending value.</param>
    /// <param name="expected">With its article: "a pair".</param>
    public Value WrongType(int argument, Value got, string expected) =>
        Fail(ConditionKind.WrongType, $"argument {argument} must be {expected}, got", got);

    /// <summary>An argument has the right type and a value that is not allowed.</summary>
    /// <param name="argument">From 1.</param>
    /// <param name="got">The offending value.</param>
    /// <param name="expected">What is allowed: "an index below 10".</param>
    public Value OutOfRange(int argument, Value got, string expected) =>
        Fail(ConditionKind.OutOfRange, $"argument {argument} must be {expected}, got", got);

    /// <summary>Division of an exact number by exact zero.</summary>
    public Value DivisionByZero(Value dividend) =>
        Fail(ConditionKind.DivisionByZero, "division by zero of", dividend);

    /// <summary>A store into a literal.</summary>
    public Value Immutable(int argument, Value got) =>
        Fail(ConditionKind.Immutable, $"argument {argument} is a constant and cannot be changed:", got);
}

/// <summary>Why a call came back with the signal instead of a value.</summary>
public enum PendingSignal
{
    None,
    Raise,
    /// <summary>A limit was reached or an asynchronous event is waiting.</summary>
    Poll,
    /// <summary>The whole run ends: exit, or a limit.</summary>
    Stop,
    /// <summary>A procedure is to be called in place of what gave the signal.</summary>
    Call,
}

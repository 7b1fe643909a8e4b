// Errors of opcode rows: like those of primitives, but giving the loop's Flow.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private static Flow Signal(Value signal)
    {
        _ = signal;
        return Flow.Signal;
    }

    internal Flow FailWrongType(int argument, Value got, string expected) => Signal(WrongType(argument, got, expected));

    internal Flow FailImmutable(int argument, Value got) => Signal(Immutable(argument, got));

    internal Flow FailBadCode(string message) => Signal(Fail(ConditionKind.BadCode, message));

    /// <summary>Set by a language: for an unbound variable (module, name, local variables in scope) what to say about it, or null.</summary>
    internal Func<Symbol, Symbol, IReadOnlyList<string>, string?>? DescribeUnbound;

    internal Flow UnboundGlobal(in Value cell)
    {
        var variable = (Cell)cell.Ref!;
        var condition = new Condition(ConditionKind.UnboundVariable, "unbound variable", Value.Object(variable.Name));
        condition.HintMaker = () => DescribeUnbound?.Invoke(variable.Module, variable.Name, condition.NamesInScope) ?? "";
        return Signal(Raise(Value.Object(condition)));
    }

    internal Flow UnboundLocal(in Value name) =>
        Signal(Fail(ConditionKind.UnboundVariable, "variable used before it has a value:", name));

    internal Flow FailIndex(int argument, Value index, int length) =>
        index.IsFixnum
            ? Signal(OutOfRange(argument, index, length == 0 ? "an index, but there are no elements" : $"an index from 0 to {length - 1}"))
            : Signal(WrongType(argument, index, "an index"));

    internal Flow FailNotCharacters(Value left, Value right) =>
        left.IsCharacter ? FailWrongType(2, right, "a character") : FailWrongType(1, left, "a character");

    internal Flow FailVectorAccess(Value vector, Value index)
    {
        if (vector.Ref is not Vector cells)
        {
            return FailWrongType(1, vector, "a vector");
        }

        return index.IsFixnum && (ulong)index.Bits < (ulong)cells.Items.Length ? FailImmutable(1, vector) : FailIndex(2, index, cells.Items.Length);
    }

    internal Flow FailRecordAccess(Value source, Value type, int index, bool changes)
    {
        if (type.Ref is not RecordType expected)
        {
            return FailWrongType(2, type, "a record type");
        }

        if (source.Ref is not Record record || record.Type != expected)
        {
            return NameAccess(FailWrongType(1, source, $"a record of type {expected.Name.Name.Trim('<', '>')}"), expected, index, changes);
        }

        return (uint)index < (uint)record.Fields.Length
            ? NameAccess(FailImmutable(1, source), expected, index, changes)
            : FailIndex(3, Value.Fixnum(index), record.Fields.Length);
    }

    /// <summary>The error says the name by which the program reaches the field.</summary>
    private Flow NameAccess(Flow flow, RecordType type, int index, bool changes)
    {
        if (PendingValue.Ref is Condition condition)
        {
            condition.Accessor = type.Operation(index, changes);
        }

        return flow;
    }

    internal Flow FailRecordSize(Value type, int count) =>
        Signal(Fail(ConditionKind.WrongArgumentCount, $"a record of this type has {((RecordType)type.Ref!).Fields.Length} fields, got {count}:", type));

    internal Flow BadOpcode(int word) => FailBadCode($"no opcode {word & 255}");

    /// <summary>Whether a pair belongs to a literal. Cheap unless some pair does.</summary>
    internal bool IsConstantPair(Pair pair) => _constantPairs is not null && IsAmongConstants(pair);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private bool IsAmongConstants(Pair pair) => _constantPairs!.TryGetValue(pair, out _);

    private System.Runtime.CompilerServices.ConditionalWeakTable<Pair, object>? _constantPairs;

    /// <summary>Makes a pair a literal: storing into it becomes an error.</summary>
    internal void MarkConstant(Pair pair) => (_constantPairs ??= []).AddOrUpdate(pair, "");
}

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Tables and equality.</summary>
[PrimitiveGroup]
internal static partial class TablePrimitives
{
    private const string ATable = "a table";

    /// <summary>The same number, or the same object.</summary>
    [Primitive("eqv?", Foldable = true)]
    internal static Value Eqv(VirtualMachine machine, in Value left, in Value right) => Value.Boolean(Equality.Eqv(left, right));

    /// <summary>The same content: pairs, vectors, bytevectors and strings by their parts.</summary>
    [Primitive("equal?", Effects = Effects.ReadPair | Effects.ReadVector | Effects.ReadText)]
    internal static Value Equal(VirtualMachine machine, in Value left, in Value right) => Equality.Equal(machine, left, right);

    /// <summary>An empty table whose keys are compared by <c>eq?</c>.</summary>
    [Primitive("make-eq-table", Effects = Effects.Allocate, Minimum = 0, Maximum = 0)]
    internal static Value MakeEqTable(VirtualMachine machine, ref Value first, int count) =>
        machine.ChargeAllocation(Table.Size) ? Value.Object(new Table(machine, TableKind.Identity)) : Value.Signal;

    /// <summary>An empty table whose keys are compared by <c>eqv?</c>.</summary>
    [Primitive("make-eqv-table", Effects = Effects.Allocate)]
    internal static Value MakeEqvTable(VirtualMachine machine) =>
        machine.ChargeAllocation(Table.Size) ? Value.Object(new Table(machine, TableKind.Eqv)) : Value.Signal;

    /// <summary>An empty table whose keys are compared by <c>equal?</c>.</summary>
    [Primitive("make-equal-table", Effects = Effects.Allocate)]
    internal static Value MakeEqualTable(VirtualMachine machine) =>
        machine.ChargeAllocation(Table.Size) ? Value.Object(new Table(machine, TableKind.Equal)) : Value.Signal;

    /// <summary>A table.</summary>
    [Primitive("table?", Foldable = true)]
    internal static bool IsTable(Value value) => value.Ref is Table;

    /// <summary>What the key maps to; otherwise the default, and without one an error.</summary>
    [Primitive("table-ref", Effects = Effects.ReadTable, Minimum = 2, Maximum = 3)]
    internal static Value Ref(VirtualMachine machine, ref Value first, int count)
    {
        if (first.Ref is not Table table)
        {
            return machine.WrongType(1, first, ATable);
        }

        ref readonly Value key = ref Unsafe.Add(ref first, 1);
        int position = table.Find(key);
        return position >= 0 ? table.ContentAt(position)
            : position == Table.Stopped ? Value.Signal
            : count == 3 && !Unsafe.Add(ref first, 2).IsAbsent ? Unsafe.Add(ref first, 2)
            : machine.Fail(ConditionKind.OutOfRange, "the table has no key", key);
    }

    /// <summary>Maps the key to a content.</summary>
    [Primitive("table-set!", Effects = Effects.ReadTable | Effects.WriteTable, Minimum = 3, Maximum = 3)]
    internal static Value Set(VirtualMachine machine, ref Value first, int count)
    {
        if (first.Ref is not Table table)
        {
            return machine.WrongType(1, first, ATable);
        }

        if ((table.Flags & ObjectFlags.Constant) != 0)
        {
            return machine.Immutable(1, Value.Object(table));
        }

        return table.Set(Unsafe.Add(ref first, 1), Unsafe.Add(ref first, 2)) ? Value.Unspecified : Value.Signal;
    }

    /// <summary>Takes the key out if it is there; says whether it was.</summary>
    [Primitive("table-delete!", Effects = Effects.ReadTable | Effects.WriteTable)]
    internal static Value Delete(VirtualMachine machine, Table table, Value key)
    {
        if ((table.Flags & ObjectFlags.Constant) != 0)
        {
            return machine.Immutable(1, Value.Object(table));
        }

        var position = table.Remove(key);
        return position == Table.Stopped ? Value.Signal : Value.Boolean(position >= 0);
    }

    /// <summary>Whether the key is there.</summary>
    [Primitive("table-contains?", Effects = Effects.ReadTable)]
    internal static Value Contains(VirtualMachine machine, in Value where, in Value key)
    {
        if (where.Ref is not Table table)
        {
            return machine.WrongType(1, where, ATable);
        }

        var position = table.Find(key);
        return position == Table.Stopped ? Value.Signal : Value.Boolean(position >= 0);
    }

    /// <summary>How many keys.</summary>
    [Primitive("table-count", Effects = Effects.ReadTable)]
    internal static long Count(Table table) => table.Count;

    /// <summary>A number that grows with every change of the table.</summary>
    [Primitive("table-version", Effects = Effects.ReadTable)]
    internal static long Version(Table table) => table.Version;

    /// <summary>The keys, a new list in order of insertion.</summary>
    [Primitive("table-keys", Effects = Effects.ReadTable | Effects.Allocate)]
    internal static Value Keys(VirtualMachine machine, Table table) => List(machine, table, Part.Key);

    /// <summary>The contents, a new list in order of insertion of their keys.</summary>
    [Primitive("table-values", Effects = Effects.ReadTable | Effects.Allocate)]
    internal static Value Contents(VirtualMachine machine, Table table) => List(machine, table, Part.Content);

    /// <summary>A new list of pairs of key and content, in order of insertion.</summary>
    [Primitive("table->alist", Effects = Effects.ReadTable | Effects.Allocate)]
    internal static Value Associations(VirtualMachine machine, Table table) => List(machine, table, Part.Both);

    private enum Part
    {
        Key = 1,
        Content = 2,
        Both = 3,
    }

    private static Value List(VirtualMachine machine, Table table, Part part)
    {
        if (!machine.ChargeTicks(table.Limit >> 4) || !machine.ChargeAllocation((long)table.Count * Pair.Size * (part == Part.Both ? 2 : 1)))
        {
            return Value.Signal;
        }

        var list = Value.EmptyList;
        Pair? last = null;
        for (var position = 0; table.TryNext(ref position, out var key, out var content);)
        {
            var item = part == Part.Key ? key : part == Part.Content ? content : Value.Object(new Pair(key, content));
            var pair = new Pair(item, Value.EmptyList);
            if (last is null)
            {
                list = Value.Object(pair);
            }
            else
            {
                last.Cdr = Value.Object(pair);
            }

            last = pair;
        }

        return list;
    }

    /// <summary>Takes all keys out.</summary>
    [Primitive("table-clear!", Effects = Effects.WriteTable)]
    internal static Value Clear(VirtualMachine machine, Table table)
    {
        if ((table.Flags & ObjectFlags.Constant) != 0)
        {
            return machine.Immutable(1, Value.Object(table));
        }

        table.Clear();
        return Value.Unspecified;
    }

    /// <summary>A new table with the same kind, keys, contents and order.</summary>
    [Primitive("table-copy", Effects = Effects.ReadTable | Effects.Allocate)]
    internal static Value Copy(Table table) => table.Copy() is { } copy ? Value.Object(copy) : Value.Signal;
}

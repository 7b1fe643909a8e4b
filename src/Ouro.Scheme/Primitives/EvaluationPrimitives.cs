// What the evaluator (eval/) asks of the machine: global variables as objects, environments with variables that have no
// value yet, closures of code that it assembled, and putting other code in the place of such code.
//
// Any program can import these, so they check everything that the machine relies on, though the evaluator gives no cause.

using System.Diagnostics.CodeAnalysis;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

[PrimitiveGroup]
internal static partial class EvaluationPrimitives
{
    /// <summary>The global variable of that module and name, made if there is none.</summary>
    [Primitive("global-cell", Effects = Effects.Allocate)]
    internal static Value GlobalCell(VirtualMachine machine, Symbol module, Symbol name) => Value.Object(machine.GlobalCell(module, name));

    /// <summary>The content of a global variable, which must have one.</summary>
    [Primitive("cell-ref", Effects = Effects.ReadGlobal)]
    internal static Value CellRef(VirtualMachine machine, Cell cell) =>
        cell.Content.IsUnbound ? Unbound(machine, cell) : cell.Content;

    /// <summary>Stores into a global variable, which must have a value.</summary>
    [Primitive("cell-set!", Effects = Effects.WriteGlobal)]
    internal static Value CellSet(VirtualMachine machine, Cell cell, Value content)
    {
        if (cell.Content.IsUnbound)
        {
            return Unbound(machine, cell);
        }

        cell.Content = content;
        return Value.Unspecified;
    }

    /// <summary>Gives a global variable a value.</summary>
    [Primitive("cell-define!", Effects = Effects.WriteGlobal)]
    internal static Value CellDefine(Cell cell, Value content)
    {
        cell.Content = content;
        return Value.Unspecified;
    }

    private static Value Unbound(VirtualMachine machine, Cell cell)
    {
        _ = machine.UnboundGlobal(Value.Object(cell));
        return Value.Signal;
    }

    /// <summary>A vector of so many variables without a value, after the two given objects.</summary>
    [Primitive("make-unset-rib", Effects = Effects.Allocate)]
    internal static Value MakeUnsetRib(VirtualMachine machine, Value outer, Value names, int count)
    {
        if (!machine.ChargeTicks(count >> 4) || !machine.ChargeAllocation(Vector.SizeOf(count + 2L)))
        {
            return Value.Signal;
        }

        var items = ValueArrays.Unbound(count + 2);
        items[0] = outer;
        items[1] = names;
        return Value.Object(new Vector(items));
    }

    /// <summary>The value given, which must be one: otherwise the variable of that name is read too early.</summary>
    [Primitive("check-set")]
    internal static Value CheckSet(VirtualMachine machine, Value content, Symbol name)
    {
        if (!content.IsUnbound)
        {
            return content;
        }

        _ = machine.UnboundLocal(Value.Object(name));
        return Value.Signal;
    }

    /// <summary>Raises the error of a continuation that takes so many values (rest: or more) and got those of a list.</summary>
    [Primitive("wrong-value-count")]
    internal static Value WrongValueCount(VirtualMachine machine, int count, bool rest, Value values)
    {
        int length = VirtualMachine.ProperListLength(values, out _);
        if (length < 0)
        {
            return machine.WrongType(3, values, "a proper list");
        }

        if (!machine.ChargeTicks(length >> 4) || !machine.ChargeAllocation(16L * length))
        {
            return Value.Signal;
        }

        var given = ValueArrays.Unbound(length);
        for (int i = 0; i < length; i++)
        {
            var pair = (Pair)values.Ref!;
            given[i] = pair.Car;
            values = pair.Cdr;
        }

        return machine.WrongValueCount(count, rest, given);
    }

    /// <summary>The datum, constant from now on as literals are: storing into it, or into what it contains, is an error.</summary>
    [Primitive("constant-datum")]
    internal static Value ConstantDatum(VirtualMachine machine, Value datum)
    {
        Literals.MarkConstant(machine, datum);
        return datum;
    }

    /// <summary>A new record: what the opcode record makes.</summary>
    [Primitive("make-record", Effects = Effects.Allocate)]
    internal static Value MakeRecord(VirtualMachine machine, RecordType type, ReadOnlySpan<Value> fields)
    {
        if (type.Fields.Length != fields.Length)
        {
            _ = machine.FailRecordSize(Value.Object(type), fields.Length);
            return Value.Signal;
        }

        return machine.ChargeAllocation(Record.BaseSize + (16L * fields.Length)) ? Value.Object(new Record(type, fields.ToArray())) : Value.Signal;
    }

    /// <summary>A primitive as a procedure.</summary>
    [Primitive("primitive-procedure")]
    internal static Value PrimitiveProcedure(VirtualMachine machine, Symbol name) =>
        machine.FindPrimitive(name.Name) is { } primitive
            ? Value.Object(primitive)
            : machine.WrongType(1, Value.Object(name), "the name of a primitive");

    /// <summary>A closure of code that captures at most one variable, which gets the value.</summary>
    [Primitive("code->closure", Effects = Effects.Allocate)]
    internal static Value CodeToClosure(VirtualMachine machine, CodeObject code, Value captured)
    {
        if (code.FreeCount > 1)
        {
            return machine.WrongType(1, Value.Object(code), "code with at most one captured variable");
        }

        if (!machine.ChargeAllocation(Closure.SizeOf(1)))
        {
            return Value.Signal;
        }

        var closure = new Closure(code);
        closure.Variable(0) = captured;
        return Value.Object(closure);
    }

    /// <summary>The code that a closure runs at its next call; #f for other procedures.</summary>
    [Primitive("procedure-code")]
    internal static Value ProcedureCode(Procedure procedure)
    {
        if (procedure is not Closure closure)
        {
            return Value.False;
        }

        var code = closure.Code;
        while (code.Replacement is { } next)
        {
            code = next;
        }

        return Value.Object(code);
    }

    /// <summary>What was stored with the code, or #f.</summary>
    [Primitive("code-owner")]
    internal static Value CodeOwner(CodeObject code) => code.Owner is { } owner ? Value.Object(owner) : Value.False;

    /// <summary>Stores an object with the code, for whoever made it.</summary>
    [Primitive("set-code-owner!")]
    internal static Value SetCodeOwner(VirtualMachine machine, CodeObject code, Record owner)
    {
        _ = machine;
        code.Owner = owner;
        return Value.Unspecified;
    }

    /// <summary>
    /// Puts other code in the place of a code object: its closures get it at their next call. #f takes that back for
    /// closures that did not get it yet. The other must take the same parameters and capture no more than a closure always has room for.
    /// </summary>
    [Primitive("replace-code!")]
    internal static Value ReplaceCode(VirtualMachine machine, CodeObject code, Value replacement)
    {
        if (replacement.IsFalse)
        {
            code.ReplaceBy(null);
            return Value.Unspecified;
        }

        if (!CanTakePlace(machine, code, replacement, 2, out var other))
        {
            return Value.Signal;
        }

        code.ReplaceBy(other);
        return Value.Unspecified;
    }

    /// <summary>Whether the value is code that can take the place of another code object.</summary>
    /// <param name="argument">Its number, for the error.</param>
    internal static bool CanTakePlace(VirtualMachine machine, CodeObject code, Value replacement, int argument, [NotNullWhen(true)] out CodeObject? other)
    {
        other = replacement.Ref as CodeObject;
        if (other is null || other.FreeCount > Closure.InlineCount || !other.Parameters.IsLike(code.Parameters))
        {
            _ = machine.WrongType(argument, replacement, "code for the same parameters that captures at most two variables");
            return false;
        }

        for (var next = other; next is not null; next = next.Replacement)
        {
            if (next == code)
            {
                _ = machine.WrongType(argument, replacement, "code that is not itself replaced by the first argument");
                return false;
            }
        }

        return true;
    }
}

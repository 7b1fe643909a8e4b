using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Pairs, vectors, records and identity. Rows that give a value or take values only are primitives too, under the same name.</summary>
[OpcodeRows]
internal static class DataRows
{
    [Opcode("cons", "target = a new pair", Hot = true, Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow Cons(VirtualMachine machine, ref Value target, in Value car, in Value cdr)
    {
        if (!machine.ChargeAllocation(Pair.Size))
        {
            return Flow.Signal;
        }

        target.Ref = new Pair(car, cdr);
        target.Bits = 0;
        return Flow.Next;
    }

    [Opcode("car", "target = the car of the pair", Hot = true, Effects = Effects.ReadPair, MayRaise = true)]
    internal static Flow Car(VirtualMachine machine, ref Value target, in Value pair)
    {
        if (pair.Ref is Pair cell)
        {
            target = cell.Car;
            return Flow.Next;
        }

        return machine.FailWrongType(1, pair, "a pair");
    }

    [Opcode("cdr", "target = the cdr of the pair", Hot = true, Effects = Effects.ReadPair, MayRaise = true)]
    internal static Flow Cdr(VirtualMachine machine, ref Value target, in Value pair)
    {
        if (pair.Ref is Pair cell)
        {
            target = cell.Cdr;
            return Flow.Next;
        }

        return machine.FailWrongType(1, pair, "a pair");
    }

    [Opcode("set-car!", "the car of the pair = content", Effects = Effects.WritePair, MayRaise = true)]
    internal static Flow SetCar(VirtualMachine machine, in Value pair, in Value content)
    {
        if (pair.Ref is not Pair cell)
        {
            return machine.FailWrongType(1, pair, "a pair");
        }

        if (machine.IsConstantPair(cell))
        {
            return machine.FailImmutable(1, pair);
        }

        cell.Car = content;
        return Flow.Next;
    }

    [Opcode("set-cdr!", "the cdr of the pair = content", Effects = Effects.WritePair, MayRaise = true)]
    internal static Flow SetCdr(VirtualMachine machine, in Value pair, in Value content)
    {
        if (pair.Ref is not Pair cell)
        {
            return machine.FailWrongType(1, pair, "a pair");
        }

        if (machine.IsConstantPair(cell))
        {
            return machine.FailImmutable(1, pair);
        }

        cell.Cdr = content;
        return Flow.Next;
    }

    [Opcode("eq?", "target = whether left and right are the same object", Hot = true)]
    internal static void Eq(ref Value target, in Value left, in Value right) =>
        target = Value.Boolean(left.Ref == right.Ref && left.Bits == right.Bits);

    [Opcode("not", "target = whether source is false", Hot = true)]
    internal static void Not(ref Value target, in Value source) => target = Value.Boolean(source.Ref == Tag.False);

    [Opcode("null?", "target = whether source is the empty list")]
    internal static void IsNull(ref Value target, in Value source) => target = Value.Boolean(source.Ref == Tag.EmptyList);

    [Opcode("pair?", "target = whether source is a pair")]
    internal static void IsPair(ref Value target, in Value source) => target = Value.Boolean(source.Ref is Pair);

    [Opcode("absent?", "target = whether source is an argument that was not given")]
    internal static void IsAbsent(ref Value target, in Value source) => target = Value.Boolean(source.IsAbsent);

    [Opcode("vector-ref", "target = element of the vector", Hot = true, Effects = Effects.ReadVector, MayRaise = true)]
    internal static Flow VectorRef(VirtualMachine machine, ref Value target, in Value vector, in Value index)
    {
        if (vector.Ref is Vector cells && index.Ref is null && (ulong)index.Bits < (ulong)cells.Items.Length)
        {
            target = cells.Items[index.Bits];
            return Flow.Next;
        }

        return machine.FailVectorAccess(vector, index);
    }

    [Opcode("vector-ref-immediate", "target = element number index of the vector", Operation = "vector-ref", Internal = true, Hot = true, Effects = Effects.ReadVector, MayRaise = true)]
    internal static Flow VectorRefImmediate(VirtualMachine machine, ref Value target, in Value vector, byte index)
    {
        if (vector.Ref is Vector cells && index < cells.Items.Length)
        {
            target = cells.Items[index];
            return Flow.Next;
        }

        return machine.FailVectorAccess(vector, Value.Fixnum(index));
    }

    [Opcode("vector-set!", "element of the vector = content", Hot = true, Effects = Effects.WriteVector, MayRaise = true)]
    internal static Flow VectorSet(VirtualMachine machine, in Value vector, in Value index, in Value content)
    {
        if (vector.Ref is Vector cells && index.Ref is null && (ulong)index.Bits < (ulong)cells.Items.Length && cells.Flags == ObjectFlags.None)
        {
            cells.Items[index.Bits] = content;
            return Flow.Next;
        }

        return machine.FailVectorAccess(vector, index);
    }

    [Opcode("vector-length", "target = number of elements of the vector", MayRaise = true)]
    internal static Flow VectorLength(VirtualMachine machine, ref Value target, in Value vector)
    {
        if (vector.Ref is Vector cells)
        {
            target = Value.Fixnum(cells.Items.Length);
            return Flow.Next;
        }

        return machine.FailWrongType(1, vector, "a vector");
    }

    [Opcode("string-ref", "target = character of the string", Hot = true, Effects = Effects.ReadText, MayRaise = true)]
    internal static Flow StringRef(VirtualMachine machine, ref Value target, in Value text, in Value index)
    {
        if (text.Ref is not Text characters)
        {
            return machine.FailWrongType(1, text, "a string");
        }

        if (index.Ref is not null || (ulong)index.Bits >= (ulong)characters.Length)
        {
            return machine.FailIndex(2, index, characters.Length);
        }

        target = Value.Character(characters[(int)index.Bits]);
        return Flow.Next;
    }

    [Opcode("char-equal", "target = whether left and right, which must be characters, are the same", Hot = true, Operation = "char=?", MayRaise = true)]
    internal static Flow CharEqual(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref == Tag.Character && right.Ref == Tag.Character)
        {
            target = Value.Boolean(left.Bits == right.Bits);
            return Flow.Next;
        }

        return machine.FailNotCharacters(left, right);
    }

    [Opcode("char-less", "target = whether left, which must be a character, comes before right", Operation = "char<?", MayRaise = true)]
    internal static Flow CharLess(VirtualMachine machine, ref Value target, in Value left, in Value right)
    {
        if (left.Ref == Tag.Character && right.Ref == Tag.Character)
        {
            target = Value.Boolean(left.Bits < right.Bits);
            return Flow.Next;
        }

        return machine.FailNotCharacters(left, right);
    }

    [Opcode("record?", "target = whether source is a record of the type")]
    internal static void IsRecord(ref Value target, in Value source, in Value type) =>
        target = Value.Boolean(source.Ref is Record record && record.Type == type.Ref);

    [Opcode("record-ref", "target = field number index of the record, which must have the type", Hot = true, Effects = Effects.ReadRecord, MayRaise = true)]
    internal static Flow RecordRef(VirtualMachine machine, ref Value target, in Value source, in Value type, int index)
    {
        if (source.Ref is Record record && record.Type == type.Ref && (uint)index < (uint)record.Fields.Length)
        {
            target = record.Fields[index];
            return Flow.Next;
        }

        return machine.FailRecordAccess(source, type, index, changes: false);
    }

    [Opcode("record-set!", "field number index of the record, which must have the type, = content", Effects = Effects.WriteRecord, MayRaise = true)]
    internal static Flow RecordSet(VirtualMachine machine, in Value source, in Value type, in Value content, int index)
    {
        if (source.Ref is Record record && record.Type == type.Ref && (uint)index < (uint)record.Fields.Length && record.Flags == ObjectFlags.None)
        {
            record.Fields[index] = content;
            return Flow.Next;
        }

        return machine.FailRecordAccess(source, type, index, changes: true);
    }

    [Opcode("record", "target = a new record of the type, fields from consecutive registers", Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow MakeRecord(VirtualMachine machine, ref LoopState state, ref Value target, in Value type, [RegisterRun("count")] byte first, ushort count)
    {
        if (type.Ref is not RecordType recordType)
        {
            return machine.FailWrongType(1, type, "a record type");
        }

        if (recordType.Fields.Length != count)
        {
            return machine.FailRecordSize(type, count);
        }

        if (!machine.ChargeAllocation(Record.BaseSize + (16L * count)))
        {
            return Flow.Signal;
        }

        var fields = ValueArrays.Zeroed(count);
        for (int i = 0; i < count; i++)
        {
            fields[i] = Unsafe.Add(ref state.Registers, first + i);
        }

        target = Value.Object(new Record(recordType, fields));
        return Flow.Next;
    }

    [Opcode("primitive-1", "target = the primitive applied to one value", Internal = true, Hot = true, MayRaise = true)]
    internal static unsafe Flow Primitive1(VirtualMachine machine, ref Value target, in Value argument, [Constant(Of = typeof(PrimitiveProcedure))] in Value primitive)
    {
        Value result = Unsafe.As<PrimitiveProcedure>(primitive.Ref!).Invoke1(machine, in argument);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }

    [Opcode("primitive-2", "target = the primitive applied to two values", Internal = true, Hot = true, MayRaise = true)]
    internal static unsafe Flow Primitive2(VirtualMachine machine, ref Value target, in Value first, in Value second, [Constant(Of = typeof(PrimitiveProcedure))] in Value primitive)
    {
        Value result = Unsafe.As<PrimitiveProcedure>(primitive.Ref!).Invoke2(machine, in first, in second);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }

    [Opcode("primitive-n", "target = the primitive applied to consecutive registers", MayRaise = true)]
    internal static Flow PrimitiveN(VirtualMachine machine, ref LoopState state, ref Value target, [RegisterRun("count")] byte first, byte count, [Constant(Of = typeof(PrimitiveProcedure))] in Value primitive)
    {
        Value result = Unsafe.As<PrimitiveProcedure>(primitive.Ref!).InvokeN(machine, ref Unsafe.Add(ref state.Registers, first), count);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }
}

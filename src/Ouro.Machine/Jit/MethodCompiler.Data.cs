// Objects: pairs, vectors, strings, records, boxes, closures, global variables. What fails is done again by the interpreter, which says why.

using System.Reflection;
using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>Compiles an instruction about data.</summary>
    /// <returns>Whether control goes on behind it; null: there is no template for it.</returns>
    private bool? EmitData(in Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Cons:
                return EmitCons(instruction);
            case Opcode.Car:
                return EmitField(instruction, _members.Car);
            case Opcode.Cdr:
                return EmitField(instruction, _members.Cdr);
            case Opcode.SetCar:
                return EmitSetField(instruction, _members.Car);
            case Opcode.SetCdr:
                return EmitSetField(instruction, _members.Cdr);
            case Opcode.Eq:
                return EmitEq(instruction);
            case Opcode.Not:
                return EmitIsTag(instruction, typeof(Tag.FalseTag));
            case Opcode.IsNull:
                return EmitIsTag(instruction, typeof(Tag.EmptyListTag));
            case Opcode.IsAbsent:
                return EmitIsTag(instruction, typeof(Tag.AbsentTag));
            case Opcode.IsPair:
                return EmitIsPair(instruction);
            case Opcode.VectorRef:
                return EmitVectorRef(instruction);
            case Opcode.VectorRefImmediate:
                return EmitVectorRefImmediate(instruction);
            case Opcode.VectorSet:
                return EmitVectorSet(instruction);
            case Opcode.VectorLength:
                return EmitVectorLength(instruction);
            case Opcode.StringRef:
                return EmitStringRef(instruction);
            case Opcode.CharEqual or Opcode.CharLess:
                return EmitCharacterComparison(instruction);
            case Opcode.RecordRef:
                return EmitRecordRef(instruction);
            case Opcode.RecordSet:
                return EmitRecordSet(instruction);
            case Opcode.MakeBox:
                return EmitBox(instruction);
            case Opcode.BoxRef:
                return EmitBoxRef(instruction);
            case Opcode.BoxSet:
                return EmitBoxSet(instruction);
            case Opcode.Free:
                PushFree(instruction["index"]);
                LoadFrom(instruction["target"]);
                return true;
            case Opcode.ClosureSet or Opcode.ClosureSetFar:
                return EmitClosureSet(instruction);
            case Opcode.Global:
                return EmitGlobal(instruction);
            case Opcode.CheckBound:
                if (_reps[instruction["source"]] is Rep.Any or Rep.Object)
                {
                    PushRef(instruction["source"]);
                    PushTag(typeof(Tag.UnboundTag));
                    _il.Emit(OpCodes.Beq, Exit(instruction));
                }

                return true;
            case Opcode.Primitive1 or Opcode.Primitive2:
                return EmitPrimitive(instruction);
            default:
                return null;
        }
    }

    /// <summary>The way out for what the interpreter is to do, or to complain of.</summary>
    private Label Exit(in Instruction instruction) => ExitAt(instruction.Pc, CompiledSignal.Redo);

    /// <summary>The pc before which what instructions allocate was charged together.</summary>
    private int _chargedTo;

    /// <summary>Charges what instructions from one on allocate. Where a limit is near the interpreter does them, and finds the one that reaches it.</summary>
    private void ChargeAllocation(long bytes, in Instruction instruction)
    {
        var late = _il.DefineLabel();
        var goOn = _il.DefineLabel();
        var exit = Exit(instruction);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.AllocationSlice);
        _il.Emit(OpCodes.Ldc_I8, bytes);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, Long);
        _il.Emit(OpCodes.Ldloc, Long);
        _il.Emit(OpCodes.Stfld, _members.AllocationSlice);
        _il.Emit(OpCodes.Ldloc, Long);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Blt, late);
        _cold.Enqueue(() =>
        {
            _il.MarkLabel(late);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldc_I8, bytes);
            _il.Emit(OpCodes.Call, _members.ChargeAllocationLate);
            _il.Emit(OpCodes.Brtrue, goOn);
            _il.Emit(OpCodes.Br, exit);
        });
        _il.MarkLabel(goOn);
    }

    private bool EmitCons(in Instruction instruction)
    {
        int car = instruction["car"];
        int cdr = instruction["cdr"];
        if (instruction.Pc >= _chargedTo)
        {
            ChargeAllocation(PairsFrom(instruction.Pc) * Pair.Size, instruction);
        }

        PushRef(car);
        PushBits(car);
        PushRef(cdr);
        PushBits(cdr);
        _il.Emit(OpCodes.Newobj, _members.NewPair);
        SetObject(instruction["target"], Rep.Pair);
        return true;
    }

    /// <summary>How many pairs are made from a pc on before anything happens that may fail or be seen; they are charged together.</summary>
    private int PairsFrom(int pc)
    {
        int end = _blocks[_code.Blocks.BlockAt(pc)].End;
        int count = 0;
        while (pc < end)
        {
            var instruction = new Instruction(_words, pc);
            if (instruction.Opcode == Opcode.Cons)
            {
                count++;
            }
            else if (instruction.Opcode is not (Opcode.Constant or Opcode.Fixnum or Opcode.Move))
            {
                break;
            }

            pc += instruction.Length;
        }

        _chargedTo = pc;
        return count;
    }

    private bool EmitField(in Instruction instruction, FieldInfo field)
    {
        int pair = instruction["pair"];
        GuardClass(pair, Rep.Pair, typeof(Pair), Exit(instruction));
        PushRef(pair);
        _il.Emit(OpCodes.Ldflda, field);
        LoadFrom(instruction["target"]);
        return true;
    }

    private bool EmitSetField(in Instruction instruction, FieldInfo field)
    {
        int pair = instruction["pair"];
        var exit = Exit(instruction);
        GuardClass(pair, Rep.Pair, typeof(Pair), exit);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushRef(pair);
        _il.Emit(OpCodes.Call, _members.IsConstantPair);
        _il.Emit(OpCodes.Brtrue, exit);
        PushRef(pair);
        _il.Emit(OpCodes.Ldflda, field);
        StoreTo(instruction["content"]);
        return true;
    }

    private bool EmitEq(in Instruction instruction)
    {
        int left = instruction["left"];
        int right = instruction["right"];
        int target = instruction["target"];
        var isFalse = _il.DefineLabel();
        var isTrue = _il.DefineLabel();
        PushRef(left);
        PushRef(right);
        if (HasNoBits(left) || HasNoBits(right))
        {
            _il.Emit(OpCodes.Beq, isTrue);
        }
        else
        {
            _il.Emit(OpCodes.Bne_Un, isFalse);
            PushBits(left);
            PushBits(right);
            _il.Emit(OpCodes.Beq, isTrue);
        }

        _il.MarkLabel(isFalse);
        SetBooleanHere(target, isTrue);
        return true;
    }

    private bool EmitIsTag(in Instruction instruction, Type tag)
    {
        var isTrue = _il.DefineLabel();
        PushRef(instruction["source"]);
        PushTag(tag);
        _il.Emit(OpCodes.Beq, isTrue);
        SetBooleanHere(instruction["target"], isTrue);
        return true;
    }

    private bool EmitIsPair(in Instruction instruction)
    {
        var isTrue = _il.DefineLabel();
        PushRef(instruction["source"]);
        _il.Emit(OpCodes.Isinst, typeof(Pair));
        _il.Emit(OpCodes.Brtrue, isTrue);
        SetBooleanHere(instruction["target"], isTrue);
        return true;
    }

    private LocalBuilder? _array;

    private LocalBuilder ArrayLocal => _array ??= _il.DeclareLocal(typeof(Value[]));

    /// <summary>The address of an element of the array that is on the stack, or the way out.</summary>
    /// <param name="index">The register of the index, a fixnum; or -1.</param>
    private void PushElement(int index, int number, Label exit)
    {
        _il.Emit(OpCodes.Stloc, ArrayLocal);
        if (index >= 0)
        {
            PushBits(index);
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I8, (long)number);
        }

        _il.Emit(OpCodes.Ldloc, ArrayLocal);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_U8);
        _il.Emit(OpCodes.Bge_Un, exit);
        _il.Emit(OpCodes.Ldloc, ArrayLocal);
        _il.Emit(OpCodes.Call, _members.FirstOfArray);
        if (index >= 0)
        {
            PushBits(index);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Ldc_I4, 16);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Mul);
            _il.Emit(OpCodes.Add);
        }
        else if (number > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, number * 16);
            _il.Emit(OpCodes.Add);
        }
    }

    private bool EmitVectorRef(in Instruction instruction)
    {
        int vector = instruction["vector"];
        int index = instruction["index"];
        var exit = Exit(instruction);
        GuardClass(vector, Rep.Vector, typeof(Vector), exit);
        GuardFixnum(index, exit);
        PushRef(vector);
        _il.Emit(OpCodes.Ldfld, _members.VectorItems);
        PushElement(index, 0, exit);
        LoadFrom(instruction["target"]);
        return true;
    }

    private bool EmitVectorRefImmediate(in Instruction instruction)
    {
        int vector = instruction["vector"];
        var exit = Exit(instruction);
        GuardClass(vector, Rep.Vector, typeof(Vector), exit);
        PushRef(vector);
        _il.Emit(OpCodes.Ldfld, _members.VectorItems);
        PushElement(-1, instruction["index"], exit);
        LoadFrom(instruction["target"]);
        return true;
    }

    private bool EmitVectorSet(in Instruction instruction)
    {
        int vector = instruction["vector"];
        int index = instruction["index"];
        var exit = Exit(instruction);
        GuardClass(vector, Rep.Vector, typeof(Vector), exit);
        GuardFixnum(index, exit);
        CheckNoFlags(vector, exit);
        PushRef(vector);
        _il.Emit(OpCodes.Ldfld, _members.VectorItems);
        PushElement(index, 0, exit);
        StoreTo(instruction["content"]);
        return true;
    }

    private void CheckNoFlags(int register, Label exit)
    {
        PushRef(register);
        _il.Emit(OpCodes.Ldfld, _members.Flags);
        _il.Emit(OpCodes.Brtrue, exit);
    }

    private bool EmitVectorLength(in Instruction instruction)
    {
        int vector = instruction["vector"];
        GuardClass(vector, Rep.Vector, typeof(Vector), Exit(instruction));
        PushRef(vector);
        _il.Emit(OpCodes.Ldfld, _members.VectorItems);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I8);
        SetFixnum(instruction["target"]);
        return true;
    }

    private bool EmitStringRef(in Instruction instruction)
    {
        int text = instruction["text"];
        int index = instruction["index"];
        var exit = Exit(instruction);
        GuardClass(text, Rep.Text, typeof(Text), exit);
        GuardFixnum(index, exit);
        PushBits(index);
        PushRef(text);
        _il.Emit(OpCodes.Ldfld, _members.TextLength);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Bge_Un, exit);
        var wide = _il.DefineLabel();
        var got = _il.DefineLabel();
        PushRef(text);
        _il.Emit(OpCodes.Ldfld, _members.TextWidth);
        _il.Emit(OpCodes.Brtrue, wide);
        PushRef(text);
        _il.Emit(OpCodes.Ldfld, _members.TextStorage);
        _il.Emit(OpCodes.Call, _members.FirstByte);
        PushBits(index);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldind_U1);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Stloc, Long);
        _il.MarkLabel(got);
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(wide);
            PushRef(text);
            PushBits(index);
            _il.Emit(OpCodes.Conv_I4);
            _il.Emit(OpCodes.Call, _members.WideItem);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Stloc, Long);
            _il.Emit(OpCodes.Br, got);
        });
        _il.Emit(OpCodes.Ldloc, Long);
        SetFixnum(instruction["target"], Rep.Character);
        return true;
    }

    private bool EmitCharacterComparison(in Instruction instruction)
    {
        int left = instruction["left"];
        int right = instruction["right"];
        var exit = Exit(instruction);
        GuardCharacter(left, exit);
        GuardCharacter(right, exit);
        var isTrue = _il.DefineLabel();
        PushBits(left);
        PushBits(right);
        _il.Emit(instruction.Opcode == Opcode.CharEqual ? OpCodes.Beq : OpCodes.Blt, isTrue);
        SetBooleanHere(instruction["target"], isTrue);
        return true;
    }

    /// <summary>The address of a record's field, or the way out.</summary>
    private void PushRecordField(in Instruction instruction, Label exit, bool stores)
    {
        int source = instruction["source"];
        GuardClass(source, Rep.Record, typeof(Record), exit);
        PushRef(source);
        _il.Emit(OpCodes.Ldfld, _members.RecordType);
        PushRef(instruction["type"]);
        _il.Emit(OpCodes.Bne_Un, exit);
        if (stores)
        {
            CheckNoFlags(source, exit);
        }

        PushRef(source);
        _il.Emit(OpCodes.Ldfld, _members.RecordFields);
        PushElement(-1, instruction["index"], exit);
    }

    private bool EmitRecordRef(in Instruction instruction)
    {
        PushRecordField(instruction, Exit(instruction), stores: false);
        LoadFrom(instruction["target"]);
        return true;
    }

    private bool EmitRecordSet(in Instruction instruction)
    {
        PushRecordField(instruction, Exit(instruction), stores: true);
        StoreTo(instruction["content"]);
        return true;
    }

    private bool EmitRecord(in Instruction instruction)
    {
        int count = instruction["count"];
        int first = instruction["first"];
        int type = instruction["type"];
        if (count > 200)
        {
            return LeaveBefore(instruction);
        }

        var exit = Exit(instruction);
        PushRef(type);
        _il.Emit(OpCodes.Isinst, typeof(RecordType));
        _il.Emit(OpCodes.Brfalse, exit);
        PushRef(type);
        _il.Emit(OpCodes.Call, _members.FieldsOfType);
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Bne_Un, exit);
        ChargeAllocation(Record.BaseSize + (16L * count), instruction);
        EmitNewArray(count, i => StoreTo(first + i));
        PushRef(type);
        _il.Emit(OpCodes.Ldloc, ArrayLocal);
        _il.Emit(OpCodes.Newobj, _members.NewRecord);
        SetObject(instruction["target"], Rep.Record);
        return true;
    }

    /// <summary>A new array of values, in <see cref="ArrayLocal"/>.</summary>
    /// <param name="store">Stores the value of an index where an address says that is on the stack; takes the address.</param>
    private void EmitNewArray(int count, Action<int> store)
    {
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Newarr, typeof(Value));
        _il.Emit(OpCodes.Stloc, ArrayLocal);
        for (int i = 0; i < count; i++)
        {
            _il.Emit(OpCodes.Ldloc, ArrayLocal);
            _il.Emit(OpCodes.Ldc_I4, i);
            _il.Emit(OpCodes.Ldelema, typeof(Value));
            store(i);
        }
    }

    private bool EmitBox(in Instruction instruction)
    {
        int source = instruction["source"];
        ChargeAllocation(Box.Size, instruction);
        PushRef(source);
        PushBits(source);
        _il.Emit(OpCodes.Newobj, _members.NewBox);
        SetObject(instruction["target"], Rep.Box);
        return true;
    }

    private bool EmitBoxRef(in Instruction instruction)
    {
        int box = instruction["box"];
        GuardClass(box, Rep.Box, typeof(Box), Exit(instruction));
        PushRef(box);
        _il.Emit(OpCodes.Ldflda, _members.BoxContent);
        LoadFrom(instruction["target"]);
        return true;
    }

    private bool EmitBoxSet(in Instruction instruction)
    {
        int box = instruction["box"];
        GuardClass(box, Rep.Box, typeof(Box), Exit(instruction));
        PushRef(box);
        _il.Emit(OpCodes.Ldflda, _members.BoxContent);
        StoreTo(instruction["source"]);
        return true;
    }

    private bool EmitGlobal(in Instruction instruction)
    {
        int target = instruction["target"];
        int constant = instruction["cell"];
        PushConstantObject(constant);
        _il.Emit(OpCodes.Ldflda, _members.CellContent);
        _il.Emit(OpCodes.Stloc, Place);
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldfld, _members.Ref);
        PushTag(typeof(Tag.UnboundTag));
        _il.Emit(OpCodes.Beq, Exit(instruction));
        LoadAny(target);
        _globalsInRegisters[target] = (Cell)_code.Constants[constant].Ref!;
        return true;
    }
}

// Registers as locals of the host, and what moves values between them, memory and the evaluation stack.

using System.Reflection.Emit;
using Ouro.Machine.Code;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private readonly Dictionary<int, LocalBuilder> _refs = [];
    private readonly Dictionary<int, LocalBuilder> _bits = [];
    private readonly Dictionary<int, LocalBuilder> _doubles = [];
    private bool _ticksAreLocal;
    private LocalBuilder? _machineLocal;
    private LocalBuilder? _siteNumber;
    private LocalBuilder? _mark;
    private LocalBuilder? _place;
    private LocalBuilder? _ticks;
    private LocalBuilder? _long;
    private LocalBuilder? _object;
    private LocalBuilder? _returned;
    private readonly LocalBuilder?[] _values = new LocalBuilder?[4];

    private LocalBuilder MachineLocal => _root._machineLocal ??= _il.DeclareLocal(typeof(Execution.VirtualMachine));

    /// <summary>The number of the site by which the method leaves.</summary>
    private LocalBuilder SiteNumber => _siteNumber ??= _il.DeclareLocal(typeof(int));

    /// <summary>Whether a tail call brought control here.</summary>
    private LocalBuilder Mark => _mark ??= _il.DeclareLocal(typeof(int));

    /// <summary>An address of a value, for a moment.</summary>
    private LocalBuilder Place => _place ??= _il.DeclareLocal(typeof(Value).MakeByRefType());

    private LocalBuilder Ticks => _root._ticks ??= _il.DeclareLocal(typeof(long));

    private LocalBuilder Long => _long ??= _il.DeclareLocal(typeof(long));

    private LocalBuilder ObjectLocal => _object ??= _il.DeclareLocal(typeof(object));

    /// <summary>What a primitive gave. Its address is given to nobody, so the host may keep it in registers.</summary>
    private LocalBuilder Returned => _root._returned ??= _il.DeclareLocal(typeof(Value));

    private LocalBuilder ValueLocal(int number) => _root._values[number] ??= _il.DeclareLocal(typeof(Value));

    private LocalBuilder RefLocal(int register) => Local(_refs, register, typeof(object));

    private LocalBuilder BitsLocal(int register) => Local(_bits, register, typeof(long));

    private LocalBuilder DoubleLocal(int register) => Local(_doubles, register, typeof(double));

    private LocalBuilder Local(Dictionary<int, LocalBuilder> locals, int register, Type type)
    {
        if (!locals.TryGetValue(register, out var local))
        {
            _root._locals++;
            locals.Add(register, local = _il.DeclareLocal(type));
        }

        return local;
    }

    // ---- reading registers

    /// <summary>Pushes a register's reference.</summary>
    private void PushRef(int register)
    {
        switch (_reps[register])
        {
            case Rep.Fixnum:
                _il.Emit(OpCodes.Ldnull);
                break;
            case Rep.Flonum:
                PushTag(typeof(Tag.FlonumTag));
                break;
            case Rep.Character:
                PushTag(typeof(Tag.CharacterTag));
                break;
            case Rep.Dead:
                throw new InvalidOperationException(FormattableString.Invariant($"register {register} has no value"));
            default:
                _il.Emit(OpCodes.Ldloc, RefLocal(register));
                break;
        }
    }

    /// <summary>Pushes a register's bits.</summary>
    private void PushBits(int register)
    {
        switch (_reps[register])
        {
            case Rep.Any or Rep.Fixnum or Rep.Character:
                _il.Emit(OpCodes.Ldloc, BitsLocal(register));
                break;
            case Rep.Flonum:
                _il.Emit(OpCodes.Ldloc, DoubleLocal(register));
                _il.Emit(OpCodes.Call, _members.ToBits);
                break;
            default:
                _il.Emit(OpCodes.Ldc_I8, 0L);
                break;
        }
    }

    /// <summary>Pushes a register as a number of the host: a flonum, or a fixnum that becomes one.</summary>
    private void PushDouble(int register)
    {
        if (_reps[register] == Rep.Flonum)
        {
            _il.Emit(OpCodes.Ldloc, DoubleLocal(register));
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, BitsLocal(register));
            _il.Emit(OpCodes.Conv_R8);
        }
    }

    private void PushTag(Type tag)
    {
        _il.Emit(OpCodes.Ldtoken, tag);
        _il.Emit(OpCodes.Call, _members.TypeOfHandle);
    }

    /// <summary>Stores a register where an address says that is on the stack; takes the address.</summary>
    private void StoreTo(int register)
    {
        _il.Emit(OpCodes.Dup);
        PushRef(register);
        _il.Emit(OpCodes.Stfld, _members.Ref);
        PushBits(register);
        _il.Emit(OpCodes.Stfld, _members.Bits);
    }

    /// <summary>Pushes the address of a value that is a copy of a register.</summary>
    private void PushCopy(int register, int number)
    {
        _il.Emit(OpCodes.Ldloca, ValueLocal(number));
        _il.Emit(OpCodes.Dup);
        StoreTo(register);
    }

    /// <summary>Pushes a register as a Value.</summary>
    private void PushValue(int register)
    {
        _il.Emit(OpCodes.Ldloca, ValueLocal(0));
        StoreTo(register);
        _il.Emit(OpCodes.Ldloc, ValueLocal(0));
    }

    // ---- writing registers

    private void MakeAny(int register)
    {
        var rep = _reps[register];
        if (rep is Rep.Any or Rep.Dead)
        {
            return;
        }

        if (rep is Rep.Fixnum or Rep.Flonum or Rep.Character)
        {
            PushRef(register);
            _il.Emit(OpCodes.Stloc, RefLocal(register));
        }

        if (rep is not (Rep.Fixnum or Rep.Character))
        {
            PushBits(register);
            _il.Emit(OpCodes.Stloc, BitsLocal(register));
        }

        _reps[register] = Rep.Any;
    }

    /// <summary>The integer on the stack becomes a register's value.</summary>
    private void SetFixnum(int register, Rep rep = Rep.Fixnum)
    {
        _il.Emit(OpCodes.Stloc, BitsLocal(register));
        Set(register, rep);
    }

    private void SetFlonum(int register)
    {
        _il.Emit(OpCodes.Stloc, DoubleLocal(register));
        Set(register, Rep.Flonum);
    }

    /// <summary>The object on the stack becomes a register's value.</summary>
    private void SetObject(int register, Rep rep = Rep.Object)
    {
        _il.Emit(OpCodes.Stloc, RefLocal(register));
        Set(register, rep);
    }

    private void Set(int register, Rep rep)
    {
        _reps[register] = rep;
        _globalsInRegisters.Remove(register);
        _freshClosures.Remove(register);
        _selfInRegisters.Remove(register);
        _primitivesInRegisters.Remove(register);
    }

    /// <summary>Registers that hold closures made in this block, with their code.</summary>
    private readonly Dictionary<int, CodeObject> _freshClosures = [];

    /// <summary>A register gets the value at the address in <see cref="Place"/>.</summary>
    private void LoadAny(int register)
    {
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldfld, _members.Ref);
        _il.Emit(OpCodes.Stloc, RefLocal(register));
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldfld, _members.Bits);
        _il.Emit(OpCodes.Stloc, BitsLocal(register));
        Set(register, Rep.Any);
    }

    /// <summary>A register gets the value at the address on the stack.</summary>
    private void LoadFrom(int register)
    {
        _il.Emit(OpCodes.Stloc, Place);
        LoadAny(register);
    }

    private void MoveRegister(int target, int source)
    {
        if (target == source)
        {
            return;
        }

        var cell = _globalsInRegisters.GetValueOrDefault(source);
        var closure = _freshClosures.GetValueOrDefault(source);
        MoveFrom(this, target, source);
        if (cell is not null)
        {
            _globalsInRegisters[target] = cell;
        }

        if (closure is not null)
        {
            _freshClosures[target] = closure;
        }
    }

    /// <summary>A register gets the value of a register of the same code, or of the caller's.</summary>
    private void MoveFrom(MethodCompiler other, int target, int source)
    {
        var rep = other._reps[source];
        if (rep == Rep.Flonum)
        {
            _il.Emit(OpCodes.Ldloc, other.DoubleLocal(source));
            _il.Emit(OpCodes.Stloc, DoubleLocal(target));
        }
        else
        {
            if (rep is not (Rep.Fixnum or Rep.Character))
            {
                _il.Emit(OpCodes.Ldloc, other.RefLocal(source));
                _il.Emit(OpCodes.Stloc, RefLocal(target));
            }

            if (rep is Rep.Any or Rep.Fixnum or Rep.Character)
            {
                _il.Emit(OpCodes.Ldloc, other.BitsLocal(source));
                _il.Emit(OpCodes.Stloc, BitsLocal(target));
            }
        }

        Set(target, rep);
    }

    /// <summary>Pushes the address of a constant.</summary>
    private void PushConstantAddress(int index)
    {
        PushMethod();
        _il.Emit(OpCodes.Ldfld, _members.Constants);
        _il.Emit(OpCodes.Call, _members.FirstOfArray);
        if (index > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, index * 16);
            _il.Emit(OpCodes.Add);
        }
    }

    /// <summary>Pushes the object that is a constant.</summary>
    private void PushConstantObject(int index)
    {
        if (PlaceNear(_code.Constants[index].Ref!) is not { } place)
        {
            PushConstantAddress(index);
            _il.Emit(OpCodes.Ldfld, _members.Ref);
            return;
        }

        PushNear(place);
    }

    private void PushNear(int place)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldflda, _members.Near);
        if (place > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, place * IntPtr.Size);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Ldind_Ref);
    }

    private readonly Dictionary<object, int> _near = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where an object lies in the object that the method is closed over; null: there is no room.</summary>
    private int? PlaceNear(object constant)
    {
        if (_root != this)
        {
            return _root.PlaceNear(constant);
        }

        if (_near.TryGetValue(constant, out int place))
        {
            return place;
        }

        if (_near.Count == NearObjects.Length)
        {
            return null;
        }

        place = _near.Count;
        _near.Add(constant, place);
        _method.Near[place] = constant;
        return place;
    }

    /// <summary>A register gets a constant.</summary>
    private void LoadConstant(int register, int index)
    {
        Value constant = _code.Constants[index];
        if (constant.IsFixnum)
        {
            _il.Emit(OpCodes.Ldc_I8, constant.AsFixnum);
            SetFixnum(register);
        }
        else if (constant.IsFlonum)
        {
            _il.Emit(OpCodes.Ldc_R8, constant.AsFlonum);
            SetFlonum(register);
        }
        else if (constant.IsCharacter)
        {
            _il.Emit(OpCodes.Ldc_I8, (long)constant.AsCharacter);
            SetFixnum(register, Rep.Character);
        }
        else if (constant.Ref is Type tag)
        {
            PushTag(tag);
            SetObject(register);
        }
        else
        {
            PushConstantObject(index);
            SetObject(register, RepOf(constant.Ref!));
            if (constant.Ref is PrimitiveProcedure primitive)
            {
                _primitivesInRegisters[register] = primitive;
            }
        }
    }

    private static Rep RepOf(object constant) => constant switch
    {
        Pair => Rep.Pair,
        Vector => Rep.Vector,
        Text => Rep.Text,
        Execution.Closure => Rep.Closure,
        Box => Rep.Box,
        Record => Rep.Record,
        _ => Rep.Object,
    };

    /// <summary>Pushes the address of an argument in the machine.</summary>
    private void AddressOfArgument(int index)
    {
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Arguments);
        _il.Emit(OpCodes.Call, _members.FirstOfArray);
        if (index > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, index * 16);
            _il.Emit(OpCodes.Add);
        }
    }

    // ---- ticks: in a local of methods with loops, elsewhere where the machine has them

    private void FlushTicks()
    {
        if (_ticksAreLocal)
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldloc, Ticks);
            _il.Emit(OpCodes.Stfld, _members.TickSlice);
        }
    }

    private void ReloadTicks()
    {
        if (_ticksAreLocal)
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.TickSlice);
            _il.Emit(OpCodes.Stloc, Ticks);
        }
    }

    /// <summary>Adds to the ticks that are left.</summary>
    private void AddTicks(int count)
    {
        if (_ticksAreLocal)
        {
            _il.Emit(OpCodes.Ldloc, Ticks);
            _il.Emit(OpCodes.Ldc_I8, (long)count);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Stloc, Ticks);
            return;
        }

        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.TickSlice);
        _il.Emit(OpCodes.Ldc_I8, (long)count);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stfld, _members.TickSlice);
    }

    /// <summary>Charges a tick; below zero, control goes to a label.</summary>
    private void ChargeTick(Label poll)
    {
        AddTicks(-1);
        if (_ticksAreLocal)
        {
            _il.Emit(OpCodes.Ldloc, Ticks);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.TickSlice);
        }

        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Blt, poll);
    }

    // ---- what is known, and guesses

    /// <summary>Leaves, unless a register holds a fixnum; from here on it is known to.</summary>
    private void GuardFixnum(int register, Label exit)
    {
        if (_reps[register] == Rep.Fixnum)
        {
            return;
        }

        FailAtRandom(exit);
        PushRef(register);
        _il.Emit(OpCodes.Brtrue, exit);
        _reps[register] = Rep.Fixnum;
    }

    private void GuardFlonum(int register, Label exit)
    {
        if (_reps[register] == Rep.Flonum)
        {
            return;
        }

        FailAtRandom(exit);
        PushRef(register);
        PushTag(typeof(Tag.FlonumTag));
        _il.Emit(OpCodes.Bne_Un, exit);
        _il.Emit(OpCodes.Ldloc, BitsLocal(register));
        _il.Emit(OpCodes.Call, _members.ToDouble);
        _il.Emit(OpCodes.Stloc, DoubleLocal(register));
        _reps[register] = Rep.Flonum;
    }

    /// <summary>Leaves, unless a register holds an object of a class; from here on it is known to.</summary>
    private void GuardClass(int register, Rep rep, Type type, Label exit)
    {
        if (_reps[register] == rep)
        {
            return;
        }

        FailAtRandom(exit);
        PushRef(register);
        _il.Emit(OpCodes.Isinst, type);
        _il.Emit(OpCodes.Brfalse, exit);
        if (_reps[register] is Rep.Any or Rep.Object)
        {
            _reps[register] = rep;
        }
    }

    private void GuardCharacter(int register, Label exit)
    {
        if (_reps[register] == Rep.Character)
        {
            return;
        }

        FailAtRandom(exit);
        PushRef(register);
        PushTag(typeof(Tag.CharacterTag));
        _il.Emit(OpCodes.Bne_Un, exit);
        _reps[register] = Rep.Character;
    }

    /// <summary>What follows are tests whose other way is compiled, too: they say what is, also on a hostile machine.</summary>
    private bool _testsOnly;

    /// <summary>On a hostile machine, a guard that would hold fails now and then.</summary>
    private void FailAtRandom(Label exit)
    {
        if (!_testsOnly && _machine.Options.Jit is { FailGuards: > 0 })
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, _members.ShouldFailGuard);
            _il.Emit(OpCodes.Brtrue, exit);
        }
    }
}

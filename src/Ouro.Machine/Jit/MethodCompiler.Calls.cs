// Calls. What a global variable holds is taken for what it will hold: the closure is compared, and its compiled code called. Where that was
// wrong, and for other procedures, a closure whose code is compiled for so many arguments is called directly; for everything else the
// machine finds out. A callee that returns the signal either gives several values, or this activation leaves, too.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>Registers that hold what a global variable held when it was read.</summary>
    private readonly Dictionary<int, Cell> _globalsInRegisters = [];

    private LocalBuilder? _callee;
    private LocalBuilder? _result;

    private LocalBuilder Callee => _callee ??= _il.DeclareLocal(typeof(Closure));

    private LocalBuilder Result => _root._result ??= _il.DeclareLocal(typeof(object));

    private bool EmitCall(in Instruction instruction)
    {
        int target = instruction["target"];
        int count = instruction["count"];
        int area = instruction["area"];
        bool isApply = instruction.Opcode == Opcode.CallApply;
        bool takesSeveral = instruction.Opcode is Opcode.CallValues or Opcode.CallValuesFar;
        bool isGlobal = instruction.Opcode == Opcode.CallGlobal;
        if (count > VirtualMachine.MostCompiledArguments || (isApply && count == 0))
        {
            return LeaveBefore(instruction);
        }

        var slow = _il.DefineLabel();
        var got = _il.DefineLabel();
        var returned = _il.DefineLabel();
        Label? left = null;
        int afterCall = instruction.Pc + instruction.Length;
        int cell = isGlobal ? instruction["cell"] : -1;
        int procedure = isGlobal ? -1 : area + 1;
        var global = isGlobal ? (Cell)_code.Constants[cell].Ref! : _globalsInRegisters.GetValueOrDefault(area + 1);
        if (isGlobal)
        {
            PushConstantObject(cell);
            _il.Emit(OpCodes.Ldflda, _members.CellContent);
            _il.Emit(OpCodes.Ldfld, _members.Ref);
            _il.Emit(OpCodes.Stloc, ObjectLocal);
        }

        bool isSelf = !isApply && _callsItself && IsSelfCall(instruction, global, procedure, count);
        var inlined = isApply || isSelf ? null : FindInlined(instruction, global, procedure, area + 2, count);
        var known = isApply || isSelf || inlined is not null ? null : FindKnown(instruction, global, count);
        var expected = isSelf ? new Expected(_code, _selfInRegisters.Contains(procedure), PushClosure) : inlined ?? known;
        if (expected is not null)
        {
            EmitGuard(instruction, procedure, expected, inlines: inlined is not null);
        }

        EmitTick(instruction.Pc, _members.PollCompiledCall);
        Rep[] before = (Rep[])_reps.Clone();
        var waiting = new CompiledSite(afterCall, area, null, Needed(afterCall, _code.Liveness.Waiting(afterCall), area)) { Room = RoomWaiting(afterCall, area) };
        FlushTicks();
        if (isApply)
        {
            EmitApply(instruction, area, count);
        }
        else if (count == 1 && _primitivesInRegisters.TryGetValue(area + 1, out var primitive) && _machine.IsCapture(primitive))
        {
            EmitCapture(waiting, area, got, slow);
        }
        else if (isSelf && MayInlineItself())
        {
            left = _il.DefineLabel();
            EmitInlined(_code, PushClosure, area + 2, count, new InlinedSite(this, got, left.Value, returned, target, IsTail: false));
        }
        else if (isSelf)
        {
            EmitOwnCall(area + 2, count, got, slow);
            _il.Emit(OpCodes.Stloc, Result);
        }
        else if (inlined is not null)
        {
            left = _il.DefineLabel();
            EmitInlined(inlined.Code, inlined.Push, area + 2, count, new InlinedSite(this, got, left.Value, returned, target, IsTail: false));
        }
        else
        {
            EmitDirectCall(procedure, area + 2, count, slow, isTail: false, known);
            _il.Emit(OpCodes.Stloc, Result);
        }

        _il.MarkLabel(got);
        _il.Emit(OpCodes.Ldloc, Result);
        PushTag(typeof(Tag.SignalTag));
        var signal = _il.DefineLabel();
        _il.Emit(OpCodes.Beq, signal);
        var goOn = _il.DefineLabel();
        _il.MarkLabel(goOn);
        var failedGlobal = isGlobal ? ExitFailed(instruction) : slow;

        // The rest of the area is lost with the call.
        for (int i = area; i < _reps.Length; i++)
        {
            Set(i, Rep.Dead);
        }

        Rep[] after = (Rep[])_reps.Clone();
        Later((Rep[])before.Clone(), () =>
        {
            if (!isApply)
            {
                _il.MarkLabel(slow);
                if (count == 1 && !isGlobal)
                {
                    EmitThrow(area, got);
                }

                StoreArguments(area + 2, 3, count);
                _il.Emit(OpCodes.Ldloc, MachineLocal);
                if (isGlobal)
                {
                    PushConstantObject(cell);
                    PushThreeArguments(area + 2, count);
                    _il.Emit(OpCodes.Ldc_I4, count);
                    _il.Emit(OpCodes.Call, _members.CallGlobal);
                    _il.Emit(OpCodes.Stloc, Result);
                    _il.Emit(OpCodes.Ldloc, Result);
                    PushTag(typeof(Tag.UnboundTag));
                    _il.Emit(OpCodes.Beq, failedGlobal);
                }
                else
                {
                    PushRef(area + 1);
                    PushBits(area + 1);
                    PushThreeArguments(area + 2, count);
                    _il.Emit(OpCodes.Ldc_I4, count);
                    _il.Emit(OpCodes.Call, _members.CallOther);
                    _il.Emit(OpCodes.Stloc, Result);
                }

                _il.Emit(OpCodes.Br, got);
            }
        });
        Later(after, () =>
        {
            _il.MarkLabel(signal);
            var leaves = _il.DefineLabel();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.Signal);
            _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Values);
            _il.Emit(OpCodes.Bne_Un, leaves);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, takesSeveral ? _members.TakeAll : _members.TakeFirst);
            _il.Emit(OpCodes.Stloc, Result);
            _il.Emit(OpCodes.Br, goOn);
            _il.MarkLabel(leaves);
            LeaveWaiting(waiting, got, left);
        });
        ReloadTicks();
        _il.Emit(OpCodes.Ldloc, Result);
        _il.Emit(OpCodes.Stloc, RefLocal(target));
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.ResultBits);
        _il.Emit(OpCodes.Stloc, BitsLocal(target));
        _il.MarkLabel(returned);
        Set(target, Rep.Any);
        return true;
    }

    /// <summary>Pushes the procedure that is called.</summary>
    /// <param name="procedure">Its register, or -1: it is in <see cref="ObjectLocal"/>.</param>
    private void PushProcedure(int procedure)
    {
        if (procedure >= 0)
        {
            PushRef(procedure);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, ObjectLocal);
        }
    }

    /// <summary>Calls a closure's compiled code, if it has some for so many arguments; otherwise control goes to a label.</summary>
    /// <param name="procedure">The register of the procedure, or -1: it is in <see cref="ObjectLocal"/>.</param>
    /// <param name="known">What is certain to be called, or null.</param>
    private void EmitDirectCall(int procedure, int first, int count, Label slow, bool isTail, Expected? known)
    {
        // A procedure that takes more or less than it is given here: what is missing can be put in its place.
        var shape = known?.Code.Parameters;
        int passed = shape?.RegisterCount ?? count;
        if (known is not null)
        {
            PushNear(PlaceNear(known.Code)!.Value);
            _il.Emit(OpCodes.Ldfld, _members.Entry);
            _il.Emit(OpCodes.Stloc, EntryLocal);
            _il.Emit(OpCodes.Ldloc, EntryLocal);
            _il.Emit(OpCodes.Brfalse, slow);
        }
        else
        {
            if (procedure >= 0 && _reps[procedure] is not (Rep.Any or Rep.Object or Rep.Closure))
            {
                _il.Emit(OpCodes.Br, slow);

                // Nobody comes here, but the host wants to see something on its stack.
                _il.Emit(OpCodes.Ldnull);
                return;
            }

            if (procedure < 0 || _reps[procedure] != Rep.Closure)
            {
                CheckClosure(procedure, slow);
            }

            PushProcedure(procedure);
            _il.Emit(OpCodes.Stloc, Callee);
            _il.Emit(OpCodes.Ldloc, Callee);
            _il.Emit(OpCodes.Ldfld, _members.ClosureCode);
            _il.Emit(OpCodes.Stloc, CodeLocal);
            _il.Emit(OpCodes.Ldloc, CodeLocal);
            _il.Emit(OpCodes.Ldfld, _members.CompiledArity);
            _il.Emit(OpCodes.Ldc_I4, count);
            _il.Emit(OpCodes.Bne_Un, slow);
        }

        for (int i = 3; i < passed; i++)
        {
            AddressOfArgument(i);
            if (i < count)
            {
                StoreTo(first + i);
                continue;
            }

            _il.Emit(OpCodes.Dup);
            PushMissing(shape!, i);
            _il.Emit(OpCodes.Stfld, _members.Ref);
            _il.Emit(OpCodes.Ldc_I8, 0L);
            _il.Emit(OpCodes.Stfld, _members.Bits);
        }

        if (isTail)
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            EmitNextMark();
            _il.Emit(OpCodes.Stfld, _members.TailMark);
        }

        if (known is not null)
        {
            _il.Emit(OpCodes.Ldloc, EntryLocal);
            known.Push();
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, CodeLocal);
            _il.Emit(OpCodes.Ldfld, _members.Entry);
            _il.Emit(OpCodes.Ldloc, Callee);
        }

        PushThreeArguments(first, count, shape, passed);
        if (isTail && ReturnSite is null)
        {
            _il.Emit(OpCodes.Tailcall);
        }

        _il.Emit(OpCodes.Callvirt, _members.InvokeEntry);
    }

    /// <summary>Pushes the arguments that a call passes on the host's stack.</summary>
    /// <param name="shape">The parameters of the callee, for those that are not given.</param>
    /// <param name="passed">How many it takes.</param>
    private void PushThreeArguments(int first, int count, ParameterShape? shape = null, int passed = 0)
    {
        for (int i = 0; i < 3; i++)
        {
            if (i < count)
            {
                PushRef(first + i);
                PushBits(first + i);
            }
            else if (i < passed)
            {
                PushMissing(shape!, i);
                _il.Emit(OpCodes.Ldc_I8, 0L);
            }
            else
            {
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Ldc_I4_0);
                _il.Emit(OpCodes.Conv_I8);
            }
        }
    }

    /// <summary>Goes elsewhere unless a procedure is a closure. The usual class is looked at here; whether it is one that derives from that, the host finds out.</summary>
    private void CheckClosure(int procedure, Label other)
    {
        var derived = _il.DefineLabel();
        var isClosure = _il.DefineLabel();
        PushProcedure(procedure);
        _il.Emit(OpCodes.Brfalse, other);
        PushProcedure(procedure);
        _il.Emit(OpCodes.Callvirt, _members.GetClass);
        PushTag(typeof(Closure));
        _il.Emit(OpCodes.Bne_Un, derived);
        _il.MarkLabel(isClosure);
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(derived);
            PushProcedure(procedure);
            _il.Emit(OpCodes.Isinst, typeof(Closure));
            _il.Emit(OpCodes.Brtrue, isClosure);
            _il.Emit(OpCodes.Br, other);
        });
    }

    /// <summary>Whether so many arguments leave nothing to be put into a list.</summary>
    private static bool TakesWithoutList(ParameterShape shape, int count) =>
        shape.ExactArity < 0 && shape.Keywords.Length == 0 && shape.RegisterCount <= VirtualMachine.MostCompiledArguments
        && count >= shape.Required && count <= shape.Required + shape.Optional;

    /// <summary>Pushes the reference of what stands for an argument that is not given.</summary>
    private void PushMissing(ParameterShape shape, int register) =>
        PushTag(MissingTag(shape, register));

    private static Type MissingTag(ParameterShape shape, int register) =>
        shape.HasRest && register == shape.RestRegister ? typeof(Tag.EmptyListTag) : typeof(Tag.AbsentTag);

    private LocalBuilder? _codeLocal;

    private LocalBuilder? _entryLocal;

    private LocalBuilder EntryLocal => _entryLocal ??= _il.DeclareLocal(typeof(CompiledEntry));

    private LocalBuilder CodeLocal => _codeLocal ??= _il.DeclareLocal(typeof(CodeObject));

    private bool _marksCallee;

    private void EmitNextMark()
    {
        _il.Emit(OpCodes.Ldloc, Mark);
        if (_marksCallee)
        {
            _il.Emit(OpCodes.Ldc_I4, VirtualMachine.TailCallBit);
            _il.Emit(OpCodes.Or);
        }
    }

    private void EmitTailCall(in Instruction instruction)
    {
        int count = instruction["count"];
        int area = instruction["area"];
        bool isApply = instruction.Opcode == Opcode.TailApply;
        if (count > VirtualMachine.MostCompiledArguments || (isApply && count == 0))
        {
            LeaveBefore(instruction);
            return;
        }

        var global = _globalsInRegisters.GetValueOrDefault(area + 1);
        bool isSelf = !isApply && _isLoopHead[0] && IsSelfCall(instruction, global, area + 1, count);

        // A tail call costs so little that only loops with closures pay for the code.
        var inlined = isApply || isSelf ? null : FindInlined(instruction, global, area + 1, area + 2, count);
        inlined = inlined is not null && HasLoop(inlined.Code) ? inlined : null;
        var known = isApply || isSelf || inlined is not null ? null : FindKnown(instruction, global, count);
        var expected = isSelf ? new Expected(_code, _selfInRegisters.Contains(area + 1), PushClosure) : inlined ?? known;
        if (expected is not null)
        {
            EmitGuard(instruction, area + 1, expected, inlines: inlined is not null);
        }

        EmitTick(instruction.Pc, _members.PollCompiledCall);
        if (isSelf)
        {
            EmitSelfTailCall(instruction, area, count);
            return;
        }

        _marksCallee = instruction.Opcode != Opcode.ContinueCall;
        bool marks = _marksCallee;
        var failed = ExitFailed(instruction);
        FlushTicks();
        if (isApply)
        {
            var spread = EmitSpread(instruction, area, count);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushRef(area + 1);
            PushBits(area + 1);
            _il.Emit(OpCodes.Ldloc, spread);
            EmitNextMark();
            _il.Emit(OpCodes.Call, _members.TailCallUnknown);
            EmitAfterTailCall(failed);
            return;
        }

        if (inlined is not null)
        {
            EmitInlined(inlined.Code, inlined.Push, area + 2, count, new InlinedSite(this, default, default, default, -1, IsTail: true));
            return;
        }

        var slow = _il.DefineLabel();
        if (count == 1 && _primitivesInRegisters.TryGetValue(area + 1, out var primitive) && _machine.IsCapture(primitive))
        {
            EmitTailCapture(area, slow);
        }
        else
        {
            EmitDirectCall(area + 1, area + 2, count, slow, isTail: true, known);
            EmitRet();
        }

        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(slow);
            if (count == 1)
            {
                EmitTailThrow(area);
            }

            StoreArguments(area + 2, 3, count);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushRef(area + 1);
            PushBits(area + 1);
            PushThreeArguments(area + 2, count);
            _il.Emit(OpCodes.Ldc_I4, count);
            _marksCallee = marks;
            EmitNextMark();
            _il.Emit(OpCodes.Call, _members.TailCallOther);
            EmitAfterTailCall(failed);
        });
    }

    /// <summary>The machine has made a tail call, or failed to.</summary>
    private void EmitAfterTailCall(Label failed)
    {
        _il.Emit(OpCodes.Stloc, Result);
        var done = _il.DefineLabel();
        ReloadTicks();
        _il.Emit(OpCodes.Ldloc, Result);
        PushTag(typeof(Tag.SignalTag));
        _il.Emit(OpCodes.Bne_Un, done);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Signal);
        _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.FailedInPlace);
        _il.Emit(OpCodes.Beq, failed);
        _il.MarkLabel(done);
        _il.Emit(OpCodes.Ldloc, Result);
        EmitRet();
    }

    /// <summary>Puts arguments into the machine.</summary>
    private void StoreArguments(int first, int from, int count)
    {
        for (int i = from; i < count; i++)
        {
            AddressOfArgument(i);
            StoreTo(first + i);
        }
    }

    /// <summary>Puts the arguments of an apply into the machine.</summary>
    /// <returns>The local with their number.</returns>
    private LocalBuilder EmitSpread(in Instruction instruction, int area, int count)
    {
        var spread = _il.DeclareLocal(typeof(int));
        var redo = ExitAt(instruction.Pc, CompiledSignal.Redo);
        var refuse = _il.DefineLabel();
        StoreArguments(area + 2, 0, count);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Call, _members.SpreadArguments);
        ReloadTicks();
        _il.Emit(OpCodes.Stloc, spread);
        _il.Emit(OpCodes.Ldloc, spread);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Blt, refuse);
        Later((Rep[])_reps.Clone(), () =>
        {
            // The interpreter charges the call again.
            _il.MarkLabel(refuse);
            AddTicks(1);
            _il.Emit(OpCodes.Br, redo);
        });
        return spread;
    }

    private void EmitApply(in Instruction instruction, int area, int count)
    {
        var spread = EmitSpread(instruction, area, count);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushRef(area + 1);
        PushBits(area + 1);
        _il.Emit(OpCodes.Ldloc, spread);
        _il.Emit(OpCodes.Call, _members.CallUnknown);
        _il.Emit(OpCodes.Stloc, Result);
    }
}

// One instruction: a template of its own, a call of its row's body, or the way out to the interpreter.

using System.Reflection;
using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>Compiles an instruction.</summary>
    /// <returns>Whether control goes on behind it.</returns>
    private bool Emit(in Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Move or Opcode.Hold:
                MoveRegister(instruction["target"], instruction["source"]);
                return true;
            case Opcode.FarGet or Opcode.FarSet:
                MoveRegister(instruction["target"], instruction["source"]);
                return true;
            case Opcode.Constant:
                LoadConstant(instruction["target"], instruction["constant"]);
                return true;
            case Opcode.Fixnum:
                _il.Emit(OpCodes.Ldc_I8, (long)instruction["immediate"]);
                SetFixnum(instruction["target"]);
                return true;
            case Opcode.Unbound:
                PushTag(typeof(Tag.UnboundTag));
                SetObject(instruction["target"]);
                return true;
            case Opcode.Statement:
                return true;
            case Opcode.Self:
                PushClosure();
                SetObject(instruction["target"], Rep.Closure);
                _selfInRegisters.Add(instruction["target"]);
                return true;
            case Opcode.Add or Opcode.AddInPlace:
                return EmitArithmetic(instruction, OpCodes.Add);
            case Opcode.Subtract or Opcode.SubtractInPlace:
                return EmitArithmetic(instruction, OpCodes.Sub);
            case Opcode.Multiply or Opcode.MultiplyInPlace:
                return EmitArithmetic(instruction, OpCodes.Mul);
            case Opcode.Divide:
                return EmitDivide(instruction);
            case Opcode.AddImmediate:
                return EmitAddImmediate(instruction);
            case Opcode.Quotient or Opcode.Remainder or Opcode.Modulo:
                return EmitIntegerDivision(instruction);
            case Opcode.Less or Opcode.LessOrEqual or Opcode.Greater or Opcode.GreaterOrEqual or Opcode.NumberEqual:
                return EmitComparison(instruction);
            case Opcode.BranchLess or Opcode.BranchLessOrEqual or Opcode.BranchGreater or Opcode.BranchGreaterOrEqual or Opcode.BranchNumberEqual:
                return EmitBranchComparison(instruction, immediate: false);
            case Opcode.BranchLessImmediate or Opcode.BranchGreaterImmediate or Opcode.BranchEqualImmediate:
                return EmitBranchComparison(instruction, immediate: true);
            case Opcode.Jump:
                GoTo(JumpBlock(instruction));
                return false;
            case Opcode.Loop:
                EmitLoop(instruction);
                return false;
            case Opcode.Switch:
                EmitSwitch(instruction);
                return false;
            case Opcode.Branch:
                return EmitBranchOnTag(instruction, typeof(Tag.FalseTag), jumpsIfSame: instruction["sense"] == 0);
            case Opcode.BranchNull:
                return EmitBranchOnTag(instruction, typeof(Tag.EmptyListTag), jumpsIfSame: instruction["sense"] != 0);
            case Opcode.BranchAbsent:
                return EmitBranchOnTag(instruction, typeof(Tag.AbsentTag), jumpsIfSame: instruction["sense"] != 0);
            case Opcode.BranchPair:
                return EmitBranchPair(instruction);
            case Opcode.BranchEq:
                return EmitBranchEq(instruction);
            case Opcode.Return:
                EmitReturn(instruction["source"]);
                return false;
            case Opcode.ReturnAny:
                EmitReturnAny(instruction["source"]);
                return false;
            case Opcode.ReturnValues:
                return EmitReturnValues(instruction);
            case Opcode.Call or Opcode.CallGlobal or Opcode.CallValues or Opcode.CallFar or Opcode.CallValuesFar or Opcode.CallApply:
                return EmitCall(instruction);
            case Opcode.TailCall or Opcode.TailCallFar or Opcode.ContinueCall or Opcode.TailApply:
                EmitTailCall(instruction);
                return false;
            case Opcode.PackValues:
                return EmitPackValues(instruction);
            case Opcode.UnpackValues:
                return EmitUnpackValues(instruction);
            case Opcode.PrimitiveN:
                return EmitPrimitiveN(instruction);
            case Opcode.OperationN:
                return EmitOperationN(instruction);
            case Opcode.MakeRecord:
                return EmitRecord(instruction);
            case Opcode.MakeGenerator when _site is null:
                EmitMakeGenerator(instruction);
                return false;
            case Opcode.Yield when _site is null:
                EmitYield(instruction);
                return false;
            default:
                return EmitData(instruction) ?? (_members.IsFreeRow(instruction.Info) ? CallRow(instruction) : LeaveBefore(instruction));
        }
    }

    /// <summary>The interpreter does this instruction, and goes on.</summary>
    private bool LeaveBefore(in Instruction instruction)
    {
        _il.Emit(OpCodes.Br, ExitAt(instruction.Pc, CompiledSignal.Redo));
        return false;
    }

    private int JumpBlock(in Instruction instruction) => _code.Blocks.BlockAt(BasicBlocks.JumpTarget(_words, instruction.Pc, instruction.Info));

    /// <summary>Calls the body of an instruction's row, with copies of its operands.</summary>
    private bool CallRow(in Instruction instruction)
    {
        var row = _members.RowOf(instruction.Info);
        var done = _il.DefineLabel();
        var failed = ExitFailedOrRequested(instruction, done);
        FlushTicks();
        int copies = 0;
        int target = -1;
        foreach (var parameter in row.GetParameters())
        {
            if (parameter.ParameterType == typeof(VirtualMachine))
            {
                _il.Emit(OpCodes.Ldloc, MachineLocal);
                continue;
            }

            var operand = RegisterUse.Named(instruction.Info, parameter.Name!);
            int number = instruction.At(operand);
            switch (operand.Kind)
            {
                case OperandKind.Write:
                    target = number;
                    _il.Emit(OpCodes.Ldloca, ValueLocal(3));
                    break;
                case OperandKind.Read:
                    PushCopy(number, copies++);
                    break;
                case OperandKind.Constant:
                    PushConstantAddress(number);
                    break;
                default:
                    _il.Emit(OpCodes.Ldc_I4, number);
                    break;
            }
        }

        _il.Emit(OpCodes.Call, row);
        ReloadTicks();
        if (row.ReturnType == typeof(Flow))
        {
            _il.Emit(OpCodes.Brtrue, failed);
        }
        else if (row.ReturnType == typeof(bool))
        {
            _il.Emit(OpCodes.Pop);
        }

        if (target >= 0)
        {
            _il.Emit(OpCodes.Ldloca, ValueLocal(3));
            LoadFrom(target);
        }

        _il.MarkLabel(done);
        return true;
    }

    /// <summary>Where to go on when an instruction gave the signal: it failed, or asks for a call in its place, which is made.</summary>
    /// <param name="done">Where to go on with the call's result as the instruction's.</param>
    private Label ExitFailedOrRequested(in Instruction instruction, Label done)
    {
        var failed = ExitFailed(instruction);
        int after = instruction.Pc + instruction.Length;
        int target = (_words[after - 1] >> 8) & 255;
        if (_machine.Operators is null || target >= _reps.Length)
        {
            return failed;
        }

        var waiting = new CompiledSite(after, _code.FrameSize, null, Needed(instruction.Pc, _code.Liveness.Before(_code, instruction.Pc), int.MaxValue));
        var isSignal = _il.DefineLabel();
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(isSignal);
            var leaves = _il.DefineLabel();
            var takes = _il.DefineLabel();
            var got = _il.DefineLabel();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, _members.IsCallRequested);
            _il.Emit(OpCodes.Brfalse, failed);
            FlushTicks();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, _members.CallRequested);
            _il.Emit(OpCodes.Stloc, Result);
            _il.MarkLabel(got);
            ReloadTicks();
            _il.Emit(OpCodes.Ldloc, Result);
            PushTag(typeof(Tag.SignalTag));
            _il.Emit(OpCodes.Bne_Un, takes);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.Signal);
            _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Values);
            _il.Emit(OpCodes.Bne_Un, leaves);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, _members.TakeFirst);
            _il.Emit(OpCodes.Stloc, Result);
            _il.MarkLabel(takes);
            _il.Emit(OpCodes.Ldloc, Result);
            _il.Emit(OpCodes.Stloc, RefLocal(target));
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.ResultBits);
            _il.Emit(OpCodes.Stloc, BitsLocal(target));
            _il.Emit(OpCodes.Br, done);
            _il.MarkLabel(leaves);
            LeaveWaiting(waiting, got, null);
        });
        return isSignal;
    }
}

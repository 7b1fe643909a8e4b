// Jumps, loops and returns.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private bool EmitBranchOnTag(in Instruction instruction, Type tag, bool jumpsIfSame)
    {
        int source = instruction["source"];
        int target = JumpBlock(instruction);
        _missingParameters.TryGetValue(source, out var known);
        if (known is not null || _reps[source] is not (Rep.Any or Rep.Object))
        {
            // It is another singleton, or none.
            if (jumpsIfSame != (known == tag))
            {
                return true;
            }

            GoTo(target);
            return false;
        }

        PushRef(source);
        PushTag(tag);
        _il.Emit(jumpsIfSame ? OpCodes.Beq : OpCodes.Bne_Un, LabelFor(target));
        return true;
    }

    private bool EmitBranchPair(in Instruction instruction)
    {
        int source = instruction["source"];
        int target = JumpBlock(instruction);
        bool sense = instruction["sense"] != 0;
        if (_reps[source] is not (Rep.Any or Rep.Object))
        {
            if ((_reps[source] == Rep.Pair) != sense)
            {
                return true;
            }

            GoTo(target);
            return false;
        }

        PushRef(source);
        _il.Emit(OpCodes.Isinst, typeof(Pair));
        var before = _reps[source];
        if (sense)
        {
            _reps[source] = Rep.Pair;
            var label = LabelFor(target);
            _reps[source] = before;
            _il.Emit(OpCodes.Brtrue, label);
        }
        else
        {
            _il.Emit(OpCodes.Brfalse, LabelFor(target));
            _reps[source] = Rep.Pair;
        }

        return true;
    }

    private bool EmitBranchEq(in Instruction instruction)
    {
        int left = instruction["left"];
        int right = instruction["right"];
        bool sense = instruction["sense"] != 0;
        var jump = LabelFor(JumpBlock(instruction));
        var next = _il.DefineLabel();
        PushRef(left);
        PushRef(right);
        _il.Emit(OpCodes.Bne_Un, sense ? next : jump);
        if (!HasNoBits(left) && !HasNoBits(right))
        {
            PushBits(left);
            PushBits(right);
            _il.Emit(OpCodes.Bne_Un, sense ? next : jump);
        }

        if (sense)
        {
            _il.Emit(OpCodes.Br, jump);
        }

        _il.MarkLabel(next);
        return true;
    }

    /// <summary>Whether a register holds an object or singleton, so that its reference says all.</summary>
    private bool HasNoBits(int register) => _reps[register] >= Rep.Object;

    private void EmitSwitch(in Instruction instruction)
    {
        int source = instruction["source"];
        int count = instruction["count"];
        int pc = instruction.Pc + instruction.Length;
        var labels = new Label[count];
        for (int i = 0; i < count; i++)
        {
            var jump = new Instruction(_words, pc);
            labels[i] = LabelFor(JumpBlock(jump));
            pc += jump.Length;
        }

        var other = LabelFor(_code.Blocks.BlockAt(pc));
        if (_reps[source] is Rep.Any)
        {
            PushRef(source);
            _il.Emit(OpCodes.Brtrue, other);
        }

        if (_reps[source] is Rep.Any or Rep.Fixnum)
        {
            PushBits(source);
            _il.Emit(OpCodes.Ldc_I8, (long)count);
            _il.Emit(OpCodes.Bge_Un, other);
            PushBits(source);
            _il.Emit(OpCodes.Conv_I4);
            _il.Emit(OpCodes.Switch, labels);
        }

        _il.Emit(OpCodes.Br, other);
    }

    /// <summary>Back to a loop's head: a tick.</summary>
    private void EmitLoop(in Instruction instruction)
    {
        int head = JumpBlock(instruction);
        EmitTick(_blocks[head].Start, _members.PollCompiled);
        GoTo(head);
    }

    /// <summary>A tick, with a poll when a slice ends.</summary>
    /// <param name="pc">Where the activation stands if the run ends there.</param>
    private void EmitTick(int pc, System.Reflection.MethodInfo pollMethod)
    {
        var poll = _il.DefineLabel();
        var goOn = _il.DefineLabel();
        ChargeTick(poll);
        var stopped = ExitPolled(pc);
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(poll);
            FlushTicks();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, pollMethod);
            ReloadTicks();
            _il.Emit(OpCodes.Brtrue, goOn);
            _il.Emit(OpCodes.Br, stopped);
        });
        _il.MarkLabel(goOn);
    }

    /// <summary>The way out at a poll that ends the run, or on a hostile machine: the signal's meaning is set.</summary>
    private Label ExitPolled(int pc)
    {
        var label = _il.DefineLabel();
        var site = new CompiledSite(pc, 0, null, Needed(pc, _code.Liveness.Before(_code, pc), int.MaxValue));
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(label);
            Leave(site);
        });
        return label;
    }

    private void EmitReturn(int source)
    {
        if (ReturnSite is { } site)
        {
            site.Take(this, source);
            return;
        }

        FlushTicks();
        if (_reps[source] < Rep.Object)
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushBits(source);
            _il.Emit(OpCodes.Stfld, _members.ResultBits);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldc_I8, 0L);
            _il.Emit(OpCodes.Stfld, _members.ResultBits);
        }

        PushRef(source);
        EmitRet();
    }

    private void EmitReturnAny(int source)
    {
        FlushTicks();
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushValue(source);
        _il.Emit(OpCodes.Call, _members.ReturnAny);
        EmitRet();
    }

    private bool EmitReturnValues(in Instruction instruction)
    {
        int count = instruction["count"];
        if (count > ValueRun.Length)
        {
            return LeaveBefore(instruction);
        }

        Pack(instruction, count);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldloc, ValueLocal(3));
        _il.Emit(OpCodes.Call, _members.ReturnAny);
        EmitRet();
        return false;
    }
}

// Calls of primitives, and instructions that take or give several values at once. A primitive is called at its entry point itself,
// with copies of the arguments as that wants them.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private readonly Dictionary<Type, LocalBuilder> _runs = [];

    /// <summary>A call of a primitive with one or two arguments.</summary>
    private bool EmitPrimitive(in Instruction instruction) => instruction.Opcode == Opcode.Primitive1
        ? CallPrimitive(instruction, [instruction["argument"]])
        : CallPrimitive(instruction, [instruction["first"], instruction["second"]]);

    /// <summary>A call of a primitive with registers that lie one after the other.</summary>
    private bool EmitPrimitiveN(in Instruction instruction)
    {
        int count = instruction["count"];
        return count > ValueRun.Length ? LeaveBefore(instruction) : CallPrimitive(instruction, Registers(instruction["first"], count));
    }

    /// <summary>Does an operation of a language with registers that lie one after the other.</summary>
    private bool EmitOperationN(in Instruction instruction)
    {
        int count = instruction["count"];
        if (count > ValueRun.Length)
        {
            return LeaveBefore(instruction);
        }

        var done = _il.DefineLabel();
        var failed = ExitFailedOrRequested(instruction, done);
        FlushTicks();
        var run = StoreRun(Registers(instruction["first"], count));
        PushConstantObject(instruction["operation"]);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldloca, run);
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Callvirt, _members.PerformN);
        TakeResult(instruction["target"], failed);
        _il.MarkLabel(done);
        return true;
    }

    private static int[] Registers(int first, int count) => [.. Enumerable.Range(first, count)];

    private bool CallPrimitive(in Instruction instruction, int[] arguments)
    {
        int constant = instruction["primitive"];
        var primitive = (PrimitiveProcedure)_code.Constants[constant].Ref!;
        var failed = ExitFailed(instruction);
        FlushTicks();
        if (primitive.EntryPointFor(arguments.Length) is var (kind, entry))
        {
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushArguments(kind, arguments);
            _il.Emit(OpCodes.Ldc_I8, (long)entry);
            _il.Emit(OpCodes.Conv_I);
            _il.EmitCalli(typeof(Value), Members.ParametersOf(kind));
        }
        else
        {
            PushConstantObject(constant);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushArguments(PrimitiveKind.Many, arguments);
            _il.Emit(OpCodes.Call, _members.InvokeN);
        }

        TakeResult(instruction["target"], failed);
        return true;
    }

    private void PushArguments(PrimitiveKind kind, int[] arguments)
    {
        if (kind == PrimitiveKind.Many)
        {
            _il.Emit(OpCodes.Ldloca, StoreRun(arguments));
            _il.Emit(OpCodes.Ldc_I4, arguments.Length);
            return;
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            PushCopy(arguments[i], i);
        }
    }

    /// <summary>A local for so many values one after the other. The host clears it at each call of the method, so it is no greater than need be.</summary>
    private LocalBuilder Run(int count)
    {
        var type = count <= TwoValues.Length ? typeof(TwoValues) : count <= SmallValueRun.Length ? typeof(SmallValueRun) : typeof(ValueRun);
        if (!_root._runs.TryGetValue(type, out var run))
        {
            run = _il.DeclareLocal(type);
            _root._runs.Add(type, run);
        }

        return run;
    }

    /// <summary>Copies registers to such a local.</summary>
    private LocalBuilder StoreRun(int[] registers)
    {
        var run = Run(registers.Length);
        for (int i = 0; i < registers.Length; i++)
        {
            PushPlace(run, i);
            StoreTo(registers[i]);
        }

        return run;
    }

    private void PushPlace(LocalBuilder run, int index)
    {
        _il.Emit(OpCodes.Ldloca, run);
        if (index > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, index * 16);
            _il.Emit(OpCodes.Add);
        }
    }

    /// <summary>The value on the stack is what a primitive gave: a result or the signal.</summary>
    private void TakeResult(int target, Label failed)
    {
        _il.Emit(OpCodes.Stloc, Returned);
        ReloadTicks();
        _il.Emit(OpCodes.Ldloca, Returned);
        _il.Emit(OpCodes.Ldfld, _members.Ref);
        PushTag(typeof(Tag.SignalTag));
        _il.Emit(OpCodes.Beq, failed);
        _il.Emit(OpCodes.Ldloca, Returned);
        _il.Emit(OpCodes.Ldfld, _members.Ref);
        _il.Emit(OpCodes.Stloc, RefLocal(target));
        _il.Emit(OpCodes.Ldloca, Returned);
        _il.Emit(OpCodes.Ldfld, _members.Bits);
        _il.Emit(OpCodes.Stloc, BitsLocal(target));
        Set(target, Rep.Any);
    }

    private bool EmitPackValues(in Instruction instruction)
    {
        int count = instruction["count"];
        if (count > ValueRun.Length)
        {
            return LeaveBefore(instruction);
        }

        int target = instruction["target"];
        Pack(instruction, count);
        _il.Emit(OpCodes.Ldloca, ValueLocal(3));
        LoadFrom(target);
        return true;
    }

    /// <summary>Several values as one object, in the last local for values.</summary>
    private void Pack(in Instruction instruction, int count)
    {
        var failed = ExitFailed(instruction);
        var run = StoreRun(Registers(instruction["first"], count));
        FlushTicks();
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldloca, ValueLocal(3));
        _il.Emit(OpCodes.Ldloca, run);
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Call, _members.PackValues);
        ReloadTicks();
        _il.Emit(OpCodes.Brtrue, failed);
    }

    private bool EmitUnpackValues(in Instruction instruction)
    {
        int first = instruction["first"];
        int count = instruction["count"];
        int rest = instruction["rest"];
        if (count + rest > ValueRun.Length)
        {
            return LeaveBefore(instruction);
        }

        var failed = ExitFailed(instruction);
        var run = Run(count + rest);
        FlushTicks();
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushCopy(instruction["source"], 0);
        _il.Emit(OpCodes.Ldloca, run);
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Ldc_I4, rest);
        _il.Emit(OpCodes.Call, _members.UnpackValues);
        ReloadTicks();
        _il.Emit(OpCodes.Brtrue, failed);
        for (int i = 0; i < count + rest; i++)
        {
            PushPlace(run, i);
            LoadFrom(first + i);
        }

        return true;
    }
}

// Generators: the activation of compiled code becomes one, and yields. See Execution/CompiledGenerators.cs.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>The activation ends here for its caller, and goes on as a generator.</summary>
    private void EmitMakeGenerator(in Instruction instruction)
    {
        ChargeAllocation(96 + (16L * _code.FrameSize), instruction);
        int[] needed = Needed(instruction.Pc, _code.Liveness.Before(_code, instruction.Pc), int.MaxValue);
        FlushTicks();
        Save(needed);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushMethod();
        PushClosure();
        _il.Emit(OpCodes.Ldc_I4, instruction.Pc + instruction.Length);
        _il.Emit(OpCodes.Call, _members.DetachGenerator);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>It leaves with its registers, which whoever resumed it puts back into the generator.</summary>
    private void EmitYield(in Instruction instruction) =>
        Leave(new CompiledSite(instruction.Pc, 0, CompiledSignal.Yield, Needed(instruction.Pc, _code.Liveness.Before(_code, instruction.Pc), int.MaxValue))
        {
            Yield = (instruction["source"], instruction.Pc + instruction.Length),
        });

    private static bool HasOpcode(CodeObject code, Opcode opcode)
    {
        int[] words = code.Instructions;
        for (int pc = 0; pc < words.Length;)
        {
            var instruction = new Instruction(words, pc);
            if (instruction.Opcode == opcode)
            {
                return true;
            }

            pc += instruction.Length;
        }

        return false;
    }
}

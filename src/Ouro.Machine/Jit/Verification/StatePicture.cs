using System.Globalization;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit.Verification;

/// <summary>What a machine that stands still is doing, as text: the inner activations with place, pc, instruction and registers.</summary>
internal static class StatePicture
{
    private const int MostActivations = 6;

    /// <summary>Draws it.</summary>
    /// <param name="machine">A machine at a checkpoint.</param>
    /// <param name="print">Shows a value, shortened.</param>
    internal static string Of(VirtualMachine machine, Func<Value, string> print)
    {
        var text = new StringBuilder();
        var (segment, place) = (machine.Segment, machine.Base);
        int depth = 0;
        do
        {
            if (segment.Slots[place - 2].Ref is CodeObject code)
            {
                Append(text, code, segment.Slots, place, depth == 0, print);
            }
            else if (segment.Slots[place - 2].Ref is NativeCode native && !VirtualMachine.IsOwn(native.Procedure.Name))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {native.Procedure.Name}, state {segment.Slots[place - 2].Bits}\n");
            }
        }
        while (++depth < MostActivations && VirtualMachine.TryGetCaller(ref segment, ref place));
        return text.ToString();
    }

    private static void Append(StringBuilder text, CodeObject code, Value[] slots, int place, bool isInnermost, Func<Value, string> print)
    {
        int pc = (int)slots[place - 2].Bits;
        int start = isInnermost ? pc : code.InstructionBefore(pc);
        text.Append(CultureInfo.InvariantCulture, $"  {code}+{start} at {code.SpanAt(start)?.ToString() ?? "?"}: {Disassembler.Instruction(code.Instructions, start)}\n");
        string indent = "    ";
        foreach (int register in StateComparison.LiveRegisters(code, pc, isInnermost))
        {
            Value value = slots[place + register];
            text.Append(CultureInfo.InvariantCulture, $"{indent}r{register}={(value.IsUnbound ? "unbound" : value.IsAbsent ? "absent" : print(value))}");
            indent = " ";
        }

        text.Append(indent.Length == 1 ? "\n" : "");
    }
}

// Operations of a language (see Execution/GuestOperators.cs). The target is in bits 8-15 of the last word: an operation may have a
// guest procedure called, whose result is then the instruction's.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Operations that a language defines, with a cache in each place.</summary>
[OpcodeRows]
internal static class OperationRows
{
    [Opcode("operation-1", "target = the operation applied to one value", Internal = true, Effects = Effects.All, MayRaise = true)]
    internal static Flow Operation1(VirtualMachine machine, [Constant(Of = typeof(GuestOperation))] in Value operation, [SecondWord] ref Value target, [SecondWord] in Value argument)
    {
        Value result = Unsafe.As<GuestOperation>(operation.Ref!).Perform(machine, in argument);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }

    [Opcode("operation-2", "target = the operation applied to two values", Internal = true, Effects = Effects.All, MayRaise = true)]
    internal static Flow Operation2(VirtualMachine machine, [Constant(Of = typeof(GuestOperation))] in Value operation, [SecondWord] ref Value target, [SecondWord] in Value first, [SecondWord] in Value second)
    {
        Value result = Unsafe.As<GuestOperation>(operation.Ref!).Perform(machine, in first, in second);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }

    [Opcode("operation-n", "target = the operation applied to consecutive registers", Internal = true, Effects = Effects.All, MayRaise = true)]
    internal static Flow OperationN(VirtualMachine machine, ref LoopState state, [Constant(Of = typeof(GuestOperation))] in Value operation, [SecondWord] ref Value target, [SecondWord, RegisterRun("count")] byte first, [SecondWord] byte count)
    {
        Value result = Unsafe.As<GuestOperation>(operation.Ref!).Perform(machine, ref Unsafe.Add(ref state.Registers, first), count);
        if (result.Ref == Tag.Signal)
        {
            return Flow.Signal;
        }

        target = result;
        return Flow.Next;
    }
}

// Calls and returns. The call area begins at register `area`: area and area+1 become the callee's header, the
// procedure is in area+1, arguments in area+2 and on: they are the callee's registers 0, 1, ... in place.
// A call keeps its target in bits 8-15 of its last word; a return finds it there, so nothing is saved for it.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Calls, returns, multiple values, generators, raising.</summary>
[OpcodeRows]
internal static class CallRows
{
    [Opcode("call", "target = the first value of a call", Hot = true, Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow Call(VirtualMachine machine, ref LoopState state, ref Value target, byte count, [CallArea] byte area)
    {
        if (--machine.TickSlice < 0)
        {
            return machine.PollAt(ref state.Registers, state.Ip - 1);
        }

        ref Value callee = ref Unsafe.Add(ref state.Registers, area + 2);
        if (Closure.From(Unsafe.Add(ref callee, -1).Ref) is { } closure)
        {
            CodeObject body = closure.Code;
            if (body.ExactArity == count && !Unsafe.IsAddressGreaterThan(ref Unsafe.Add(ref callee, body.FrameSize), ref state.Limit))
            {
                ref Value header = ref Unsafe.Add(ref state.Registers, -2);
                header.Bits = state.Ip - Unsafe.As<CodeObject>(header.Ref!).Start;
                ref Value calleeHeader = ref Unsafe.Add(ref callee, -2);
                if (calleeHeader.Ref != (object)body)
                {
                    calleeHeader.Ref = body;
                }

                Unsafe.Add(ref callee, -1).Bits = area + 2;
                state.Registers = ref callee;
                state.Ip = body.Start;
                state.Constants = ref MemoryMarshal.GetArrayDataReference(body.Constants);
                return Flow.Next;
            }
        }

        return machine.CallSlow(ref state.Registers, state.Ip, area, count);
    }

    [Opcode("call-global", "target = the first value of a call of a global procedure", Hot = true, Effects = Effects.All, MayCall = true, MayRaise = true,
        Expansion = "global {area+1} {cell}; call {target} {count} {area}")]
    internal static unsafe Flow CallGlobal(VirtualMachine machine, ref LoopState state, [Constant(Of = typeof(Cell))] in Value cell, [SecondWord] ref Value target, [SecondWord] byte count, [SecondWord, CallArea] byte area)
    {
        if (--machine.TickSlice < 0)
        {
            return machine.PollAt(ref state.Registers, state.Ip - 2);
        }

        ref Value callee = ref Unsafe.Add(ref state.Registers, area + 2);
        ref Value procedure = ref Unsafe.Add(ref callee, -1);
        object? content = Unsafe.As<Cell>(cell.Ref!).Content.Ref;
        if (procedure.Ref != content)
        {
            procedure.Ref = content;
        }

        if (Closure.From(content) is { } closure)
        {
            CodeObject body = closure.Code;
            if (body.ExactArity == count && !Unsafe.IsAddressGreaterThan(ref Unsafe.Add(ref callee, body.FrameSize), ref state.Limit))
            {
                ref Value header = ref Unsafe.Add(ref state.Registers, -2);
                header.Bits = state.Ip - Unsafe.As<CodeObject>(header.Ref!).Start;
                ref Value calleeHeader = ref Unsafe.Add(ref callee, -2);
                if (calleeHeader.Ref != (object)body)
                {
                    calleeHeader.Ref = body;
                }

                procedure.Bits = area + 2;
                state.Registers = ref callee;
                state.Ip = body.Start;
                state.Constants = ref MemoryMarshal.GetArrayDataReference(body.Constants);
                return Flow.Next;
            }
        }

        return machine.CallGlobalSlow(ref state.Registers, state.Ip, cell, area, count);
    }

    [Opcode("call-values", "target = whatever a call gives: one value as it is, several as one object", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow CallValues(VirtualMachine machine, ref LoopState state, ref Value target, byte count, [CallArea] byte area) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 1) : machine.CallSlow(ref state.Registers, state.Ip, area, count);

    [Opcode("call-far", "call, with the area and the number of arguments in 16 bits", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow CallFar(VirtualMachine machine, ref LoopState state, [CallArea] ushort area, [SecondWord] ref Value target, [SecondWord] ushort count) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 2) : machine.CallSlow(ref state.Registers, state.Ip, area, count);

    [Opcode("call-values-far", "call-values, with the area and the number of arguments in 16 bits", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow CallValuesFar(VirtualMachine machine, ref LoopState state, [CallArea] ushort area, [SecondWord] ref Value target, [SecondWord] ushort count) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 2) : machine.CallSlow(ref state.Registers, state.Ip, area, count);

    [Opcode("call-apply", "call; the last argument is a list of further arguments", Operation = "apply", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow CallApply(VirtualMachine machine, ref LoopState state, ref Value target, byte count, [CallArea] byte area) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 1) : machine.CallApply(ref state.Registers, state.Ip, area, count);

    [Opcode("call-keywords", "call; the last arguments have the names in a vector constant", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow CallKeywords(VirtualMachine machine, ref LoopState state, [Constant(Of = typeof(Vector))] in Value names, [SecondWord] ref Value target, [SecondWord] byte count, [SecondWord, CallArea] byte area) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 2) : machine.CallKeywords(ref state.Registers, state.Ip, area, count, Unsafe.As<Vector>(names.Ref!));

    [Opcode("tail-call", "return what a call gives, in place of this activation", Hot = true, Effects = Effects.All, MayCall = true, MayRaise = true, EndsBlock = true)]
    internal static unsafe Flow TailCall(VirtualMachine machine, ref LoopState state, byte count, [CallArea] byte area)
    {
        if (--machine.TickSlice < 0)
        {
            return machine.PollAt(ref state.Registers, state.Ip - 1);
        }

        ref Value source = ref Unsafe.Add(ref state.Registers, area + 1);
        if (Closure.From(source.Ref) is { } closure)
        {
            CodeObject body = closure.Code;
            if (body.ExactArity == count && !Unsafe.IsAddressGreaterThan(ref Unsafe.Add(ref state.Registers, body.FrameSize), ref state.Limit))
            {
                ref Value header = ref Unsafe.Add(ref state.Registers, -2);
                if (header.Ref != (object)body)
                {
                    header.Ref = body;
                }

                // Only the procedure moves: the word beside it has the distance to the caller, which stays.
                header = ref Unsafe.Add(ref header, 1);
                header.Ref = closure;
                header.Bits |= Segment.TailCallMark;
                for (int i = 0; i < count; i++)
                {
                    Unsafe.Add(ref state.Registers, i) = Unsafe.Add(ref source, i + 1);
                }

                state.Ip = body.Start;
                state.Constants = ref MemoryMarshal.GetArrayDataReference(body.Constants);
                return Flow.Next;
            }
        }

        return machine.TailCallSlow(ref state.Registers, state.Ip, area, count);
    }

    [Opcode("tail-call-far", "tail-call, with the area and the number of arguments in 16 bits", Effects = Effects.All, MayCall = true, MayRaise = true, EndsBlock = true)]
    internal static unsafe Flow TailCallFar(VirtualMachine machine, ref LoopState state, [CallArea] ushort area, int count) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 2) : machine.TailCallSlow(ref state.Registers, state.Ip, area, count);

    [Opcode("continue-call", "tail-call that a backtrace does not speak of: this activation is of no interest to the program's author", Hot = true, Effects = Effects.All, MayCall = true, MayRaise = true, EndsBlock = true)]
    internal static unsafe Flow ContinueCall(VirtualMachine machine, ref LoopState state, byte count, [CallArea] byte area)
    {
        if (--machine.TickSlice < 0)
        {
            return machine.PollAt(ref state.Registers, state.Ip - 1);
        }

        ref Value source = ref Unsafe.Add(ref state.Registers, area + 1);
        if (Closure.From(source.Ref) is { } closure)
        {
            CodeObject body = closure.Code;
            if (body.ExactArity == count && !Unsafe.IsAddressGreaterThan(ref Unsafe.Add(ref state.Registers, body.FrameSize), ref state.Limit))
            {
                ref Value header = ref Unsafe.Add(ref state.Registers, -2);
                if (header.Ref != (object)body)
                {
                    header.Ref = body;
                }

                Unsafe.Add(ref header, 1).Ref = closure;
                for (int i = 0; i < count; i++)
                {
                    Unsafe.Add(ref state.Registers, i) = Unsafe.Add(ref source, i + 1);
                }

                state.Ip = body.Start;
                state.Constants = ref MemoryMarshal.GetArrayDataReference(body.Constants);
                return Flow.Next;
            }
        }

        return machine.ContinueCallSlow(ref state.Registers, state.Ip, area, count);
    }

    [Opcode("tail-apply", "tail-call; the last argument is a list of further arguments", Operation = "apply", Effects = Effects.All, MayCall = true, MayRaise = true, EndsBlock = true)]
    internal static unsafe Flow TailApply(VirtualMachine machine, ref LoopState state, byte count, [CallArea] byte area) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 1) : machine.TailApply(ref state.Registers, state.Ip, area, count);

    [Opcode("tail-keywords", "tail-call; the last arguments have the names in a vector constant", Effects = Effects.All, MayCall = true, MayRaise = true, EndsBlock = true)]
    internal static unsafe Flow TailKeywords(VirtualMachine machine, ref LoopState state, [Constant(Of = typeof(Vector))] in Value names, [SecondWord] byte count, [SecondWord, CallArea] byte area) =>
        --machine.TickSlice < 0 ? machine.PollAt(ref state.Registers, state.Ip - 2) : machine.TailKeywords(ref state.Registers, state.Ip, area, count, Unsafe.As<Vector>(names.Ref!));

    [Opcode("return", "give source to the caller", Hot = true, EndsBlock = true)]
    internal static unsafe Flow Return(VirtualMachine machine, ref LoopState state, in Value source)
    {
        int distance = (int)Unsafe.Add(ref state.Registers, -1).Bits;
        if (distance <= 0)
        {
            return machine.ReturnSlow(ref state.Registers, state.Ip, source);
        }

        ref Value caller = ref Unsafe.Subtract(ref state.Registers, distance);
        ref Value header = ref Unsafe.Add(ref caller, -2);
        CodeObject body = Unsafe.As<CodeObject>(header.Ref!);
        int* resume = body.Start + header.Bits;
        Unsafe.Add(ref caller, (resume[-1] >> 8) & 255) = source;
        state.Ip = resume;
        state.Registers = ref caller;
        state.Constants = ref MemoryMarshal.GetArrayDataReference(body.Constants);
        return Flow.Next;
    }

    [Opcode("return-values", "give several, or no, values to the caller", EndsBlock = true, MayRaise = true)]
    internal static unsafe Flow ReturnValues(VirtualMachine machine, ref LoopState state, [RegisterRun("count")] byte first, ushort count) =>
        machine.ReturnValues(ref state.Registers, state.Ip, first, count);

    [Opcode("return-any", "give source, which may be several values as one object, to the caller", EndsBlock = true, MayRaise = true)]
    internal static unsafe Flow ReturnAny(VirtualMachine machine, ref LoopState state, in Value source) =>
        machine.ReturnSlow(ref state.Registers, state.Ip, source);

    [Opcode("pack-values", "target = several, or no, values as one object (one value: as it is)", Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow PackValues(VirtualMachine machine, ref LoopState state, ref Value target, [RegisterRun("count")] byte first, byte count) =>
        machine.PackValues(ref target, ref Unsafe.Add(ref state.Registers, first), count);

    [Opcode("unpack-values", "the values in source, which must be count (at least, with a rest: collected in a list in one more register), to consecutive registers", Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow UnpackValues(VirtualMachine machine, ref LoopState state, in Value source, [RegisterRun("count")] byte first, byte count, bool rest) =>
        machine.UnpackValues(source, ref Unsafe.Add(ref state.Registers, first), count, rest);

    [Opcode("raise", "raise source; it cannot be continued", Internal = true, Effects = Effects.All, MayRaise = true, MayCall = true, EndsBlock = true)]
    internal static Flow Raise(VirtualMachine machine, in Value source)
    {
        _ = machine.Raise(source);
        return Flow.Signal;
    }

    [Opcode("caught", "target = what was raised; first in an exception handler's block", Internal = true)]
    internal static void Caught(VirtualMachine machine, ref Value target) => target = machine.TakeCaught();

    [Opcode("make-generator", "detach this activation and give it to the caller as a generator; it goes on here, with target = what is sent first", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow MakeGenerator(VirtualMachine machine, ref LoopState state, ref Value target) =>
        machine.MakeGenerator(ref state.Registers, state.Ip);

    [Opcode("yield", "give source to whoever resumed this generator; target = what is sent next", Effects = Effects.All, MayCall = true, MayRaise = true)]
    internal static unsafe Flow Yield(VirtualMachine machine, ref LoopState state, ref Value target, in Value source) =>
        machine.Yield(ref state.Registers, state.Ip, source);

    [Opcode("statement", "a statement starts here: an event for tools, otherwise nothing", Internal = true)]
    internal static void Statement()
    {
    }

    [Opcode("tick", "charge ticks", Internal = true, MayRaise = true)]
    internal static Flow Tick(VirtualMachine machine, ushort count) => machine.ChargeTicks(count) ? Flow.Next : Flow.Signal;
}

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Rows;

/// <summary>Moving values between registers, constants and variables.</summary>
[OpcodeRows]
internal static class MoveRows
{
    [Opcode("move", "target = source", Internal = true, Hot = true)]
    internal static void Move(ref Value target, in Value source) => target = source;

    [Opcode("hold", "target = source; a call that gives source is no tail call", Hot = true)]
    internal static void Hold(ref Value target, in Value source) => target = source;

    [Opcode("constant", "target = a constant", Internal = true, Hot = true)]
    internal static void Constant(ref Value target, [Constant] in Value constant) => target = constant;

    [Opcode("fixnum", "target = a small integer", Internal = true, Hot = true)]
    internal static void Fixnum(ref Value target, short immediate)
    {
        target.Ref = null;
        target.Bits = immediate;
    }

    [Opcode("far-get", "target = register number source, which may be beyond 255")]
    internal static void FarGet(ref LoopState state, ref Value target, ushort source) =>
        target = Unsafe.Add(ref state.Registers, source);

    [Opcode("far-set", "register number target, which may be beyond 255, = source")]
    internal static void FarSet(ref LoopState state, in Value source, ushort target) =>
        Unsafe.Add(ref state.Registers, target) = source;

    [Opcode("self", "target = the procedure that is running", Hot = true)]
    internal static void Self(ref LoopState state, ref Value target)
    {
        target.Ref = Unsafe.Add(ref state.Registers, -1).Ref;
        target.Bits = 0;
    }

    [Opcode("free", "target = a captured variable of the running closure", Hot = true)]
    internal static void Free(ref LoopState state, ref Value target, ushort index) =>
        target = Unsafe.As<Closure>(Unsafe.Add(ref state.Registers, -1).Ref!).Variable(index);

    [Opcode("closure", "target = a new closure of the code, its captured variables unbound", Internal = true, Hot = true, Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow MakeClosure(VirtualMachine machine, ref Value target, [Constant(Of = typeof(CodeObject))] in Value code)
    {
        var body = Unsafe.As<CodeObject>(code.Ref!);
        if (!machine.ChargeAllocation(Closure.SizeOf(body.FreeCount)))
        {
            return Flow.Signal;
        }

        target.Ref = Closure.Make(body);
        target.Bits = 0;
        return Flow.Next;
    }

    [Opcode("closure-set", "captured variable number index of the closure = source", Hot = true, Internal = true, MayRaise = true)]
    internal static Flow ClosureSet(VirtualMachine machine, in Value closure, byte index, in Value source)
    {
        if (Closure.From(closure.Ref) is { } target && index < target.Code.FreeCount)
        {
            target.Variable(index) = source;
            return Flow.Next;
        }

        return machine.FailBadCode("closure-set of what is no closure, or beyond its variables");
    }

    [Opcode("closure-set-far", "captured variable number index, which may be beyond 255, of the closure = source", Internal = true, MayRaise = true)]
    internal static Flow ClosureSetFar(VirtualMachine machine, in Value closure, in Value source, int index)
    {
        if (Closure.From(closure.Ref) is { } target && (uint)index < (uint)target.Code.FreeCount)
        {
            target.Variable(index) = source;
            return Flow.Next;
        }

        return machine.FailBadCode("closure-set-far of what is no closure, or beyond its variables");
    }

    [Opcode("box", "target = a new box that holds source", Effects = Effects.Allocate, MayRaise = true)]
    internal static Flow MakeBox(VirtualMachine machine, ref Value target, in Value source)
    {
        if (!machine.ChargeAllocation(Box.Size))
        {
            return Flow.Signal;
        }

        target = Value.Object(new Box(source));
        return Flow.Next;
    }

    [Opcode("box-ref", "target = content of the box", Hot = true, Effects = Effects.ReadBox, MayRaise = true)]
    internal static Flow BoxRef(VirtualMachine machine, ref Value target, in Value box)
    {
        if (box.Ref is Box cell)
        {
            target = cell.Content;
            return Flow.Next;
        }

        return machine.FailWrongType(1, box, "a box");
    }

    [Opcode("box-set", "content of the box = source", Hot = true, Effects = Effects.WriteBox, MayRaise = true)]
    internal static Flow BoxSet(VirtualMachine machine, in Value box, in Value source)
    {
        if (box.Ref is Box cell)
        {
            cell.Content = source;
            return Flow.Next;
        }

        return machine.FailWrongType(1, box, "a box");
    }

    [Opcode("check-bound", "an error that names the variable if source has no value yet", Internal = true, MayRaise = true)]
    internal static Flow CheckBound(VirtualMachine machine, in Value source, [Constant(Of = typeof(Symbol))] in Value name) =>
        source.IsUnbound ? machine.UnboundLocal(name) : Flow.Next;

    [Opcode("unbound", "target has no value yet", Internal = true)]
    internal static void Unbound(ref Value target) => target = Value.Unbound;

    [Opcode("global", "target = content of the global variable", Internal = true, Hot = true, Effects = Effects.ReadGlobal, MayRaise = true)]
    internal static Flow Global(VirtualMachine machine, ref Value target, [Constant(Of = typeof(Cell))] in Value cell)
    {
        ref Value content = ref Unsafe.As<Cell>(cell.Ref!).Content;
        if (content.IsUnbound)
        {
            return machine.UnboundGlobal(cell);
        }

        target = content;
        return Flow.Next;
    }

    [Opcode("global-set", "content of the global variable, which must have one, = source", Internal = true, Effects = Effects.WriteGlobal, MayRaise = true)]
    internal static Flow GlobalSet(VirtualMachine machine, in Value source, [Constant(Of = typeof(Cell))] in Value cell)
    {
        var variable = Unsafe.As<Cell>(cell.Ref!);
        if (variable.Content.IsUnbound)
        {
            return machine.UnboundGlobal(cell);
        }

        variable.Content = source;
        return Flow.Next;
    }

    [Opcode("global-define", "content of the global variable = source", Internal = true, Effects = Effects.WriteGlobal)]
    internal static void GlobalDefine(in Value source, [Constant(Of = typeof(Cell))] in Value cell) =>
        Unsafe.As<Cell>(cell.Ref!).Content = source;
}

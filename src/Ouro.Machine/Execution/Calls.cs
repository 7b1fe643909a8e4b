// The general call: any procedure, any number of arguments. An activation is entered where its procedure and
// arguments already are; a tail call first moves them down to the place of the caller's activation.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    [RunsGuestCode]
    internal unsafe Flow CallSlow(ref Value registers, int* ip, int area, int count)
    {
        SavePc(ref registers, ip);
        return StartCall(area, count);
    }

    [RunsGuestCode]
    private Flow StartCall(int area, int count)
    {
        int callee = Base + area + 2;
        ref Value header = ref Slot(callee - 1);
        if (header.Ref is not Procedure)
        {
            return FailNotAProcedure(callee, header, count, area + 2);
        }

        header.Bits = area + 2;
        _calleeBase = callee;
        _calleeCount = count;
        return Drive(Flow.Enter);
    }

    [RunsGuestCode]
    internal unsafe Flow CallGlobalSlow(ref Value registers, int* ip, in Value cell, int area, int count)
    {
        var variable = Unsafe.As<Cell>(cell.Ref!);
        if (variable.Content.IsUnbound)
        {
            SavePc(ref registers, ip);
            return UnboundGlobal(cell);
        }

        Unsafe.Add(ref registers, area + 1) = variable.Content;
        return CallSlow(ref registers, ip, area, count);
    }

    [RunsGuestCode]
    internal unsafe Flow TailCallSlow(ref Value registers, int* ip, int area, int count)
    {
        SavePc(ref registers, ip);
        return StartTailCall(area, count, Segment.TailCallMark);
    }

    [RunsGuestCode]
    internal unsafe Flow ContinueCallSlow(ref Value registers, int* ip, int area, int count)
    {
        SavePc(ref registers, ip);
        return StartTailCall(area, count, mark: 0);
    }

    [RunsGuestCode]
    private Flow StartTailCall(int area, int count, long mark)
    {
        Value procedure = Slot(Base + area + 1);
        switch (procedure.Ref)
        {
            // A call that runs no guest code, or fails, does so before the activation that makes it is gone.
            case PrimitiveProcedure { Kind: not PrimitiveKind.Native } primitive:
                return TailCallPrimitive(primitive, area, count);
            case Closure closure:
                var code = closure.Code;
                if (code.ExactArity == -2 && !PrepareCode(closure, ref code))
                {
                    return Flow.Signal;
                }

                // Written out: a method here would be one more for every start.
                if (code.ExactArity != count
                    && (code.ExactArity >= 0
                        || count < code.Parts.Parameters.Required
                        || (!code.Parts.Parameters.HasRest && count > code.Parts.Parameters.Required + code.Parts.Parameters.Optional)))
                {
                    return Signal(WrongCount(code, count));
                }

                break;
            case PrimitiveProcedure native when count < native.Minimum || (native.Maximum >= 0 && count > native.Maximum):
                return Signal(WrongCount(native.Name, native.Minimum, native.Maximum, count));
            case CaseLambda cases when Select(cases, count) is null:
                return Signal(WrongCountOfCases(cases, count));
            case not Procedure:
                return Signal(Fail(ConditionKind.NotAProcedure, "not a procedure:", procedure));
        }

        var slots = Segment.Slots;
        slots[Base - 1].Ref = procedure.Ref;
        slots[Base - 1].Bits |= mark;
        Array.Copy(slots, Base + area + 2, slots, Base, count);
        _calleeBase = Base;
        _calleeCount = count;
        return Drive(Flow.Enter);
    }

    [RunsGuestCode]
    private Flow TailCallPrimitive(PrimitiveProcedure primitive, int area, int count)
    {
        Value result = primitive.InvokeN(this, ref FirstAt(Base + area + 2), count);
        if (result.IsSignal)
        {
            if (Pending is PendingSignal.Stop or PendingSignal.Call)
            {
                // To be done again as it is: the list of an apply may be spread over the area. Or what it asks for takes its place.
                var slots = Segment.Slots;
                slots[Base - 1].Ref = primitive;
                Array.Copy(slots, Base + area + 2, slots, Base, count);
                return FailCall(Base, count, result);
            }

            NameOperation(primitive);
            return Flow.Signal;
        }

        _calleeBase = Base;
        _delivered = result;
        return Drive(Flow.Deliver);
    }

    /// <summary>What a primitive raised that failed in tail position has its name: no instruction that is left says which one it was.</summary>
    private void NameOperation(PrimitiveProcedure primitive)
    {
        if (Pending == PendingSignal.Raise && PendingValue.Ref is Condition { Operation: null, Kind: not (ConditionKind.Read or ConditionKind.Syntax) } condition && !SaysAll(condition.Kind))
        {
            condition.Operation = condition.Accessor ?? primitive.Name;
        }
    }

    [RunsGuestCode]
    internal unsafe Flow CallApply(ref Value registers, int* ip, int area, int count)
    {
        SavePc(ref registers, ip);
        return SpreadLast(ref area, ref count) ? StartCall(area, count) : Flow.Signal;
    }

    [RunsGuestCode]
    internal unsafe Flow TailApply(ref Value registers, int* ip, int area, int count)
    {
        SavePc(ref registers, ip);
        int last = area + 2 + count - 1;
        Value list = Slot(Base + last);
        if (!SpreadLast(ref area, ref count))
        {
            return Flow.Signal;
        }

        if (Slot(Base + area + 1).Ref is not PrimitiveProcedure { Kind: not PrimitiveKind.Native })
        {
            return StartTailCall(area, count, Segment.TailCallMark);
        }

        var flow = StartTailCall(area, count, Segment.TailCallMark);
        if (flow == Flow.Signal && Slot(Base - 2).Ref is CodeObject)
        {
            // The activation is still the one that calls: when a limit is reached before the error is raised, it does so
            // again, with the list in its place.
            Slot(Base + last) = list;
        }

        return flow;
    }

    /// <summary>Replaces the last argument of a call area, a list, by its elements. May move the whole activation.</summary>
    [RunsGuestCode]
    private bool SpreadLast(ref int area, ref int count)
    {
        int last = Base + area + 2 + count - 1;
        Value list = Slot(last);
        int length = ProperListLength(list, out int steps);
        if (!ChargeTicks(steps >> 4))
        {
            return false;
        }

        if (length < 0)
        {
            _ = WrongType(count + 1, list, "a proper list");
            return false;
        }

        int end = last + length;
        if (end > Segment.Slots.Length)
        {
            int extent = ExtentOf(Segment.Slots, Base);
            int moved = MoveToRoomierSegment(extent, end - Base + 8);
            if (moved < 0)
            {
                return false;
            }

            last = Base + area + 2 + count - 1;
            end = last + length;
        }

        SoftLimit = Math.Max(SoftLimit, end);
        var slots = Segment.Slots;
        for (int i = last; i < end; i++)
        {
            var pair = (Pair)list.Ref!;
            slots[i] = pair.Car;
            list = pair.Cdr;
        }

        count += length - 1;
        return true;
    }

    /// <summary>Moves the current activation, with its pc, to a segment where <paramref name="size"/> slots fit.</summary>
    [RunsGuestCode]
    private int MoveToRoomierSegment(int extent, int size)
    {
        var header = Slot(Base - 2);
        int moved = EnsureRoom(Base, Math.Min(extent, Segment.Slots.Length - Base), size);
        if (moved >= 0)
        {
            Base = moved;
            Slot(Base - 2) = header;
        }

        return moved;
    }

    /// <summary>The length of a proper list; -1 for anything else, cyclic lists included.</summary>
    /// <param name="list">Any value.</param>
    /// <param name="length">How many pairs were visited.</param>
    internal static int ProperListLength(Value list, out int length)
    {
        length = 0;
        Value slow = list;
        while (list.Ref is Pair pair)
        {
            list = pair.Cdr;
            length++;
            if ((length & 1) == 0)
            {
                slow = ((Pair)slow.Ref!).Cdr;
                if (slow.Ref == list.Ref && list.Ref is Pair)
                {
                    return -1;
                }
            }
        }

        return list.IsEmptyList ? length : -1;
    }

    /// <summary>Enters the procedure at <c>frameBase - 1</c> with its arguments from <c>frameBase</c> on.</summary>
    [RunsGuestCode]
    private Flow Enter(int frameBase, int count)
    {
        while (true)
        {
            ref Value header = ref Slot(frameBase - 1);
            switch (header.Ref)
            {
                case Closure closure:
                    return EnterClosure(closure, frameBase, count);
                case PrimitiveProcedure primitive:
                    return primitive.Kind == PrimitiveKind.Native ? EnterNative(primitive, frameBase, count) : EnterPrimitive(primitive, frameBase, count);
                case HostProcedure host:
                    if (host.StandIn(count) is { } standIn)
                    {
                        header.Ref = standIn;
                        return EnterClosure(standIn, frameBase, count);
                    }

                    return EnterHost(host, frameBase, count);
                case Continuation continuation:
                    return EnterContinuation(continuation, frameBase, count);
                case EscapeContinuation escape:
                    return EnterEscape(escape, frameBase, count);
                case Parameter parameter:
                    if (count != 0)
                    {
                        return FailCall(frameBase, count, WrongCount("a parameter", 0, 0, count));
                    }

                    Value content = ParameterValue(parameter, out int steps);
                    if (!ChargeTicks(steps >> 4))
                    {
                        return FailCall(frameBase, count, Value.Signal);
                    }

                    _calleeBase = frameBase;
                    _delivered = content;
                    return Flow.Deliver;
                case CaseLambda cases:
                    if (Select(cases, count) is not { } clause)
                    {
                        return FailCall(frameBase, count, WrongCountOfCases(cases, count));
                    }

                    header.Ref = clause;
                    continue;
                default:
                    return FailNotAProcedure(frameBase, new Value(header.Ref, 0), count);
            }
        }
    }

    private Closure? Select(CaseLambda cases, int count)
    {
        foreach (var clause in cases.Clauses)
        {
            var parameters = clause.Code.Parameters;
            if (count >= parameters.Required && (parameters.HasRest || count <= parameters.Required + parameters.Optional))
            {
                return clause;
            }
        }

        return null;
    }

    [RunsGuestCode]
    private Flow EnterClosure(Closure closure, int frameBase, int count)
    {
        var code = closure.Code;
        if (code.ExactArity == -2 && !PrepareCode(closure, ref code))
        {
            return FailCall(frameBase, count, Value.Signal);
        }

        int room = EnsureRoom(frameBase, count, Math.Max(code.FrameSize, count));
        if (room < 0)
        {
            return FailCall(frameBase, count, Value.Signal);
        }

        frameBase = room;

        if (code.ExactArity != count && code.CompiledArity != count && !BindArguments(code, frameBase, count, null))
        {
            return FailCall(frameBase, count, Value.Signal);
        }

        return EnterCode(code, closure, frameBase);
    }

    /// <summary>Begins an activation whose arguments are where its code wants them.</summary>
    [RunsGuestCode]
    private Flow EnterCode(CodeObject code, Closure closure, int frameBase)
    {
        if (Jit is { Options.Eager: true } jit && code.Entry is null)
        {
            jit.CompileNow(this, code, Segment.Slots.AsSpan(frameBase, code.Parameters.RegisterCount));
        }

        if (code.Entry is not null && HasHostStack())
        {
            return RunCompiled(code, closure, frameBase);
        }

        Slot(frameBase - 2) = new Value(code, 0);
        Base = frameBase;
        return Flow.Reload;
    }

    /// <summary>Makes a closure's code ready to run. If it was replaced, the closure gets the new code.</summary>
    /// <returns>False with a pending raise when the code is damaged.</returns>
    private bool PrepareCode(Closure closure, ref CodeObject code)
    {
        while (code.Replacement is { } next)
        {
            code = next;
        }

        closure.Code = code;
        return code.Prepare(this);
    }

    private Flow EnterPrimitive(PrimitiveProcedure primitive, int frameBase, int count)
    {
        Base = frameBase;
        Value result = primitive.InvokeN(this, ref FirstAt(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        _calleeBase = frameBase;
        _delivered = result;
        return Flow.Deliver;
    }

    private Flow EnterHost(HostProcedure host, int frameBase, int count)
    {
        Base = frameBase;
        Value result = host.Invoke(this, ref FirstAt(frameBase), count);
        if (result.IsSignal)
        {
            return FailCall(frameBase, count, result);
        }

        _calleeBase = frameBase;
        _delivered = result;
        return Flow.Deliver;
    }

    [RunsGuestCode]
    private Flow EnterNative(PrimitiveProcedure primitive, int frameBase, int count)
    {
        if (count < primitive.Minimum || (primitive.Maximum >= 0 && count > primitive.Maximum))
        {
            return FailCall(frameBase, count, WrongCount(primitive.Name, primitive.Minimum, primitive.Maximum, count));
        }

        var native = primitive.Native;
        int room = EnsureRoom(frameBase, count, native.Registers);
        if (room < 0)
        {
            return FailCall(frameBase, count, Value.Signal);
        }

        frameBase = room;

        if (primitive.Maximum < 0)
        {
            if (!CollectRest(frameBase, primitive.Minimum, count))
            {
                return FailCall(frameBase, count, Value.Signal);
            }

            count = primitive.Minimum + 1;
        }

        for (int i = count; i < native.Registers; i++)
        {
            Slot(frameBase + i) = Value.Absent;
        }

        Slot(frameBase - 2) = new Value(native, 0);
        Base = frameBase;
        return StepNative(Value.Unspecified);
    }

    /// <summary>Makes a list of the arguments from number <paramref name="from"/> on, in their first slot.</summary>
    /// <returns>False after a limit was reached (pending).</returns>
    private bool CollectRest(int frameBase, int from, int count)
    {
        int length = Math.Max(0, count - from);
        if (!ChargeTicks(length >> 4) || !ChargeAllocation((long)length * Pair.Size))
        {
            return false;
        }

        Value list = Value.EmptyList;
        for (int i = count - 1; i >= from; i--)
        {
            list = Value.Object(new Pair(Slot(frameBase + i), list));
        }

        Slot(frameBase + from) = list;
        return true;
    }

    /// <summary>Puts arguments where a parameter shape wants them: required, optional, rest, keywords.</summary>
    /// <param name="keywords">Names of the last arguments, or null.</param>
    /// <returns>False with a pending raise.</returns>
    private bool BindArguments(CodeObject code, int frameBase, int count, Vector? keywords)
    {
        var shape = code.Parts.Parameters;
        int named = keywords?.Items.Length ?? 0;
        int positional = count - named;
        int fixedCount = shape.Required + shape.Optional;
        if (positional < shape.Required || (positional > fixedCount && !shape.HasRest))
        {
            _ = WrongCount(code, positional);
            return false;
        }

        if (keywords is not null && !TakesKeywords(code, keywords))
        {
            return false;
        }

        Value[] given = named == 0 ? ValueArrays.None : Segment.Slots.AsSpan(frameBase + positional, named).ToArray();
        if (shape.HasRest)
        {
            if (!CollectRest(frameBase, Math.Min(positional, fixedCount), positional))
            {
                return false;
            }

            Value rest = Slot(frameBase + Math.Min(positional, fixedCount));
            if (positional < fixedCount)
            {
                FillAbsent(frameBase + positional, frameBase + fixedCount);
            }

            Slot(frameBase + fixedCount) = rest;
        }
        else
        {
            FillAbsent(frameBase + positional, frameBase + fixedCount);
        }

        int first = frameBase + fixedCount + (shape.HasRest ? 1 : 0);
        if (shape.Keywords.Length > 0)
        {
            FillAbsent(first, first + shape.Keywords.Length);
        }

        for (int i = 0; i < named; i++)
        {
            int position = Array.IndexOf(shape.Keywords, keywords!.Items[i].Ref as Symbol);
            Slot(first + position) = given[i];
        }

        return true;
    }

    private void FillAbsent(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Slot(i) = Value.Absent;
        }
    }

    private static string NameOf(CodeObject code) => code.Name?.Name ?? "an anonymous procedure";
}

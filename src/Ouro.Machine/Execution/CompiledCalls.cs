// Calls from compiled code of what it does not know to be compiled for so many arguments: primitives, procedures with further or
// optional arguments, parameters; and several values. What is left is the machine's: the call is set down, and the signal returned.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Gives a result, one value or several as one object, to a caller in compiled code.</summary>
    internal object? ReturnAny(Value result)
    {
        if (result.Ref is not MultipleValues)
        {
            ResultBits = result.Bits;
            return result.Ref;
        }

        _severalValues = result;
        CompiledSignal = CompiledSignal.Values;
        return Tag.Signal;
    }

    /// <summary>What a call gave that takes one value: the first of several, or the unspecified value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal object? TakeFirst()
    {
        Value first = FirstOf(_severalValues);
        _severalValues = Value.Unspecified;
        ResultBits = first.Bits;
        return first.Ref;
    }

    /// <summary>What a call gave that takes several values, as one object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal object? TakeAll()
    {
        object? all = _severalValues.Ref;
        _severalValues = Value.Unspecified;
        ResultBits = 0;
        return all;
    }

    /// <summary>As <see cref="CallUnknown"/>, with the first three arguments given here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? CallOther(object? procedure, long bits, object? ref0, long bits0, object? ref1, long bits1, object? ref2, long bits2, int count)
    {
        if (count <= ThreeValues.Length && procedure is Closure or PrimitiveProcedure)
        {
            ThreeValues given = default;
            given[0] = new Value(ref0, bits0);
            given[1] = new Value(ref1, bits1);
            given[2] = new Value(ref2, bits2);
            if (procedure is PrimitiveProcedure primitive)
            {
                if (primitive.Kind != PrimitiveKind.Native)
                {
                    Value result = primitive.InvokeN(this, ref given[0], count);
                    if (!result.IsSignal)
                    {
                        return ReturnAny(result);
                    }

                    StoreThree(ref0, bits0, ref1, bits1, ref2, bits2, count);
                    return LeaveFailedCall(Value.Object(primitive), count, mark: 0);
                }
            }
            else if (BindHere(Unsafe.As<Closure>(procedure).Code, ref given, count) is { } entry)
            {
                TailMark = 0;
                return entry(Unsafe.As<Closure>(procedure), given[0].Ref, given[0].Bits, given[1].Ref, given[1].Bits, given[2].Ref, given[2].Bits);
            }
        }

        StoreThree(ref0, bits0, ref1, bits1, ref2, bits2, count);
        return CallUnknown(procedure, bits, count);
    }

    /// <summary>Likewise, of what a global variable holds.</summary>
    /// <returns><see cref="Tag.Unbound"/>: it holds nothing, and the call has failed.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? CallGlobal(Cell cell, object? ref0, long bits0, object? ref1, long bits1, object? ref2, long bits2, int count)
    {
        if (cell.Content.Ref == Tag.Unbound)
        {
            Arguments.AsSpan(0, count).Clear();
            _ = UnboundGlobal(Value.Object(cell));
            return Tag.Unbound;
        }

        return CallOther(cell.Content.Ref, cell.Content.Bits, ref0, bits0, ref1, bits1, ref2, bits2, count);
    }

    /// <summary>Puts a few arguments where a procedure's compiled code wants them, as <see cref="BindCompiledArguments"/> does with those in <see cref="Arguments"/>.</summary>
    /// <returns>The code; null: it is done in the general way, and nothing was charged.</returns>
    private CompiledEntry? BindHere(CodeObject code, ref ThreeValues given, int count)
    {
        if (code.Entry is not { } entry)
        {
            return null;
        }

        var shape = code.Parameters;
        if (shape.ExactArity >= 0)
        {
            return shape.ExactArity == count ? entry : null;
        }

        int positions = shape.Required + shape.Optional;
        if (shape.Keywords.Length > 0 || shape.RegisterCount > ThreeValues.Length || !shape.TakesPositional(count))
        {
            return null;
        }

        Value list = Value.EmptyList;
        if (shape.HasRest && count > positions)
        {
            long bytes = (long)(count - positions) * Pair.Size;
            if (AllocationSlice < bytes)
            {
                return null;
            }

            AllocationSlice -= bytes;
            for (int i = count - 1; i >= positions; i--)
            {
                list = Value.Object(new Pair(given[i], list));
                given[i] = Value.Unspecified;
            }
        }

        for (int i = count; i < positions; i++)
        {
            given[i] = Value.Absent;
        }

        if (shape.HasRest)
        {
            given[positions] = list;
        }

        return entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreThree(object? ref0, long bits0, object? ref1, long bits1, object? ref2, long bits2, int count)
    {
        var arguments = Arguments;
        if (count > 0)
        {
            arguments[0] = new Value(ref0, bits0);
        }

        if (count > 1)
        {
            arguments[1] = new Value(ref1, bits1);
        }

        if (count > 2)
        {
            arguments[2] = new Value(ref2, bits2);
        }
    }

    /// <summary>
    /// The call of a procedure that is not known to be compiled code for so many arguments, which are in <see cref="Arguments"/>. The
    /// tick was charged.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? CallUnknown(object? procedure, long bits, int count)
    {
        if (procedure is Continuation continuation && count == 1 && Throw(continuation, Arguments[0].Ref, Arguments[0].Bits) is { } thrown)
        {
            Arguments[0] = Value.Unspecified;
            return thrown;
        }

        if (procedure is PrimitiveProcedure { Kind: not PrimitiveKind.Native } primitive)
        {
            Value result = primitive.InvokeN(this, ref Arguments[0], count);
            if (result.IsSignal)
            {
                return LeaveFailedCall(Value.Object(primitive), count, mark: 0);
            }

            Arguments.AsSpan(0, count).Clear();
            return ReturnAny(result);
        }

        if (procedure is HostProcedure host)
        {
            if (host.StandIn(count) is { } standIn)
            {
                return CallProcedure(Value.Object(standIn), count, mark: 0);
            }

            Value result = host.Invoke(this, ref Arguments[0], count);
            if (result.IsSignal)
            {
                if (!IsCallRequested())
                {
                    return LeaveFailedCall(Value.Object(host), count, mark: 0);
                }

                Arguments.AsSpan(0, count).Clear();
                return CallRequested();
            }

            Arguments.AsSpan(0, count).Clear();
            return ReturnAny(result);
        }

        return CallProcedure(new Value(procedure, bits), count, mark: 0);
    }

    /// <summary>Likewise, in place of the activation that calls.</summary>
    /// <returns>A signal whose meaning is <see cref="CompiledSignal.FailedInPlace"/> is about that activation, which must leave its registers; all else is returned as it is.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? TailCallUnknown(object? procedure, long bits, int count, int mark)
    {
        if (procedure is Continuation continuation && count == 1 && Throw(continuation, Arguments[0].Ref, Arguments[0].Bits) is { } thrown)
        {
            Arguments[0] = Value.Unspecified;
            return thrown;
        }

        Value called = new(procedure, bits);
        switch (procedure)
        {
            case PrimitiveProcedure { Kind: not PrimitiveKind.Native } primitive:
                Value result = primitive.InvokeN(this, ref Arguments[0], count);
                if (!result.IsSignal)
                {
                    Arguments.AsSpan(0, count).Clear();
                    return ReturnAny(result);
                }

                if (Pending is PendingSignal.Stop or PendingSignal.Call)
                {
                    // The call takes the place of its caller after all: it is made again as it is.
                    return LeaveFailedCall(called, count, mark: 0);
                }

                NameOperation(primitive);
                return FailInPlace(count);
            case Closure closure:
                var code = closure.Code;
                if ((code.ExactArity == -2 && !PrepareCode(closure, ref code)) || !code.Parts.Parameters.TakesPositional(count))
                {
                    if (Pending != PendingSignal.Raise)
                    {
                        _ = WrongCount(code, count);
                    }

                    return FailInPlace(count);
                }

                break;
            case PrimitiveProcedure native when !native.Accepts(count):
                _ = WrongCount(native.Name, native.Minimum, native.Maximum, count);
                return FailInPlace(count);
            case CaseLambda cases when Select(cases, count) is null:
                _ = WrongCountOfCases(cases, count);
                return FailInPlace(count);
            case not Procedure:
                _ = Fail(ConditionKind.NotAProcedure, "not a procedure:", called);
                return FailInPlace(count);
        }

        return CallProcedure(called, count, mark);
    }

    /// <summary>As <see cref="TailCallUnknown"/>, with the first three arguments given here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal object? TailCallOther(object? procedure, long bits, object? ref0, long bits0, object? ref1, long bits1, object? ref2, long bits2, int count, int mark)
    {
        if (count <= ThreeValues.Length && procedure is Closure closure)
        {
            ThreeValues given = default;
            given[0] = new Value(ref0, bits0);
            given[1] = new Value(ref1, bits1);
            given[2] = new Value(ref2, bits2);
            if (BindHere(closure.Code, ref given, count) is { } entry)
            {
                TailMark = mark;
                return entry(closure, given[0].Ref, given[0].Bits, given[1].Ref, given[1].Bits, given[2].Ref, given[2].Bits);
            }
        }

        StoreThree(ref0, bits0, ref1, bits1, ref2, bits2, count);
        return TailCallUnknown(procedure, bits, count, mark);
    }

    private object FailInPlace(int count)
    {
        Arguments.AsSpan(0, count).Clear();
        CompiledSignal = CompiledSignal.FailedInPlace;
        return Tag.Signal;
    }

    /// <summary>A call was made here and failed, which is pending: the machine sets it down as one that failed, with its arguments.</summary>
    private object LeaveFailedCall(Value procedure, int count, int mark)
    {
        SetEnter(procedure, count, (mark & TailCallBit) != 0);
        CompiledSignal = CompiledSignal.FailedCall;
        return Tag.Signal;
    }

    /// <summary>Calls what may be compiled; what is not is left to the machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? CallProcedure(Value procedure, int count, int mark)
    {
        switch (procedure.Ref)
        {
            case CaseLambda cases when Select(cases, count) is { } clause:
                return CallProcedure(Value.Object(clause), count, mark);
            case Parameter parameter when count == 0:
                Value content = ParameterValue(parameter, out int steps);
                if (ChargeTicks(steps >> 4))
                {
                    return ReturnAny(content);
                }

                return LeaveFailedCall(procedure, count, mark);
            case Closure closure:
                var code = closure.Code;
                if (code.ExactArity == -2 && Pending == PendingSignal.None && !PrepareCode(closure, ref code))
                {
                    Pending = PendingSignal.None;
                    PendingValue = Value.Unspecified;
                    return SetEnter(procedure, count, (mark & TailCallBit) != 0);
                }

                if (code.Entry is not { } entry)
                {
                    Jit?.NoteCall(this, code, Arguments);
                    return SetEnter(procedure, count, (mark & TailCallBit) != 0);
                }

                if (!BindCompiledArguments(code, count))
                {
                    return SetEnter(procedure, count, (mark & TailCallBit) != 0);
                }

                TailMark = mark;
                var given = Arguments;
                Value first = given[0];
                Value second = given[1];
                Value third = given[2];
                given.AsSpan(0, 3).Clear();
                return entry(closure, first.Ref, first.Bits, second.Ref, second.Bits, third.Ref, third.Bits);
            case PrimitiveProcedure primitive when count == 1 && IsCapture(primitive) && Arguments[0].Ref is Closure:
                return SetEnter(procedure, count, (mark & TailCallBit) != 0, CompiledSignal.Capture);
            case PrimitiveProcedure primitive when count == 2 && IsResume(primitive) && Arguments[0].Ref is Generator { State: GeneratorState.Suspended } generator && FindYielded(generator) is { } method:
                return ResumeCompiled(method, generator);
            default:
                return SetEnter(procedure, count, (mark & TailCallBit) != 0);
        }
    }

    /// <summary>Puts the arguments of a call where a parameter shape without keywords wants them.</summary>
    /// <returns>False when the interpreter must do it: there are too many, they are wrong, or a limit is near. Nothing was charged then.</returns>
    private bool BindCompiledArguments(CodeObject code, int count)
    {
        var shape = code.Parameters;
        if (shape.ExactArity >= 0)
        {
            return shape.ExactArity == count;
        }

        int positions = shape.Required + shape.Optional;
        if (shape.Keywords.Length > 0 || !shape.TakesPositional(count))
        {
            return false;
        }

        var given = Arguments;
        if (!shape.HasRest)
        {
            given.AsSpan(count, positions - count).Fill(Value.Absent);
            return true;
        }

        int length = Math.Max(0, count - positions);
        long bytes = (long)length * Pair.Size;
        if (TickSlice < length >> 4 || AllocationSlice < bytes)
        {
            return false;
        }

        TickSlice -= length >> 4;
        AllocationSlice -= bytes;
        Value list = Value.EmptyList;
        for (int i = count - 1; i >= positions; i--)
        {
            list = Value.Object(new Pair(given[i], list));
            given[i] = Value.Unspecified;
        }

        if (count < positions)
        {
            given.AsSpan(count, positions - count).Fill(Value.Absent);
        }

        given[positions] = list;
        return true;
    }

    /// <summary>Replaces the last of the arguments, a list, by its elements.</summary>
    /// <returns>How many arguments there are then; -1: the interpreter must make the call.</returns>
    internal int SpreadArguments(int count)
    {
        var given = Arguments;
        Value list = given[count - 1];
        int length = ProperListLength(list, out int steps);
        if (length < 0 || count - 1 + length > MostCompiledArguments || TickSlice < steps >> 4)
        {
            given.AsSpan(0, count).Clear();
            return -1;
        }

        TickSlice -= steps >> 4;
        for (int i = count - 1; list.Ref is Pair pair; i++)
        {
            given[i] = pair.Car;
            list = pair.Cdr;
        }

        if (length == 0)
        {
            given[count - 1] = Value.Unspecified;
        }

        return count - 1 + length;
    }
}

/// <summary>The arguments that a call passes on the host's stack.</summary>
[InlineArray(Length)]
internal struct ThreeValues
{
    internal const int Length = 3;
    private Value _first;
}

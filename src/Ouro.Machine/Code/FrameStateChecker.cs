namespace Ouro.Machine.Code;

/// <summary>
/// Checks frame states. What concerns only their own code is checked when that code is verified; what concerns other code,
/// which may not have been read yet, when an exit uses the row for the first time.
/// </summary>
internal static class FrameStateChecker
{
    /// <summary>Checks a row against the code that it belongs to.</summary>
    /// <param name="starts">Where instructions of that code start.</param>
    /// <returns>What is wrong, in words, or null.</returns>
    internal static string? CheckRow(CodeObject code, FrameStateRow row, ReadOnlySpan<ulong> starts)
    {
        if (row.Activations.Length == 0)
        {
            return "it has no activation";
        }

        foreach (var virtualObject in row.Virtuals)
        {
            if ((CheckSlots(code, row, virtualObject.Slots) ?? CheckVirtual(code, virtualObject)) is { } problem)
            {
                return problem;
            }
        }

        foreach (var activation in row.Activations)
        {
            if ((CheckActivation(code, row, activation, starts) ?? CheckSlots(code, row, activation.Registers)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Checks a row against the code objects that it names, all of them prepared.</summary>
    /// <returns>What is wrong, in words, or null.</returns>
    internal static string? CheckTargets(CodeObject code, FrameStateRow row)
    {
        for (int i = 0; i < row.Activations.Length; i++)
        {
            var activation = row.Activations[i];
            var target = CodeOf(code, activation);
            if (activation.Registers.Length > target.FrameSize)
            {
                return FormattableString.Invariant($"activation {i} has more registers than the frame of {target}");
            }

            ReadOnlySpan<ulong> live;
            if (i == row.Activations.Length - 1)
            {
                if (!target.Blocks.IsInstructionStart(activation.Pc))
                {
                    return FormattableString.Invariant($"no instruction of {target} starts at word {activation.Pc}");
                }

                live = target.Liveness.Before(target, activation.Pc);
            }
            else
            {
                if (!EndsCall(target, activation.Pc))
                {
                    return FormattableString.Invariant($"no call of {target} ends at word {activation.Pc}");
                }

                live = target.Liveness.Waiting(activation.Pc);
            }

            for (int register = 0; (register = BitSet.Next(live, register)) >= 0; register++)
            {
                if (register >= activation.Registers.Length || activation.Registers[register].Kind == SlotKind.Dead)
                {
                    return FormattableString.Invariant($"activation {i} gives no value for register {register}, which {target} needs");
                }
            }
        }

        return null;
    }

    /// <summary>Whether a pc is the word after an instruction that waits for a call.</summary>
    private static bool EndsCall(CodeObject code, int pc)
    {
        if (pc <= 0 || pc >= code.Instructions.Length || !code.Blocks.IsInstructionStart(pc))
        {
            return false;
        }

        var info = OpcodeTable.Of(code.Instructions[code.Blocks.InstructionBefore(pc)])!;
        return info.MayCall && !info.EndsBlock;
    }

    private static CodeObject CodeOf(CodeObject code, ActivationState activation) =>
        activation.Code == ActivationState.ThisCode ? code : (CodeObject)code.Constants[activation.Code].Ref!;

    private static string? CheckActivation(CodeObject code, FrameStateRow row, ActivationState activation, ReadOnlySpan<ulong> starts)
    {
        if (activation.Code != ActivationState.ThisCode)
        {
            if ((uint)activation.Code >= (uint)code.ConstantCount || code.Constants[activation.Code].Ref is not CodeObject)
            {
                return FormattableString.Invariant($"constant {activation.Code}, the code of an activation, is no code object");
            }
        }
        else if (activation.Registers.Length > code.FrameSize)
        {
            return "an activation has more registers than the frame";
        }
        else if (activation.Pc < 0 || activation.Pc >= code.Instructions.Length || !BitSet.Contains(starts, activation.Pc))
        {
            return FormattableString.Invariant($"no instruction starts at word {activation.Pc}, where an activation goes on");
        }

        var procedure = activation.Procedure;
        switch (procedure.Kind)
        {
            case SlotKind.Self or SlotKind.Register or SlotKind.Constant:
                break;
            case SlotKind.Virtual:
                if ((uint)procedure.Index < (uint)row.Virtuals.Length && row.Virtuals[procedure.Index] is { Kind: VirtualKind.Closure } closure)
                {
                    if (!Value.Same(code.Constants[closure.Slots[0].Index], Value.Object(CodeOf(code, activation))))
                    {
                        return "the procedure of an activation is a virtual closure of other code";
                    }

                    break;
                }

                return "the procedure of an activation is no closure";
            default:
                return "an activation has no procedure";
        }

        return CheckSlot(code, row, procedure);
    }

    private static string? CheckVirtual(CodeObject code, VirtualObject virtualObject)
    {
        var slots = virtualObject.Slots;
        switch (virtualObject.Kind)
        {
            case VirtualKind.Pair:
                return slots.Length == 2 ? null : "a virtual pair needs two slots";
            case VirtualKind.Box:
                return slots.Length == 1 ? null : "a virtual box needs one slot";
            case VirtualKind.Vector:
                return null;
            case VirtualKind.Record:
                return slots.Length > 0 && slots[0].Kind == SlotKind.Constant
                    && code.Constants[slots[0].Index].Ref is RecordType type && type.Fields.Length == slots.Length - 1
                        ? null
                        : "a virtual record needs a constant record type in its first slot, and a slot for each field";
            case VirtualKind.Closure:
                return slots.Length > 0 && slots[0].Kind == SlotKind.Constant
                    && code.Constants[slots[0].Index].Ref is CodeObject body && body.FreeCount == slots.Length - 1
                        ? null
                        : "a virtual closure needs a constant code object in its first slot, and a slot for each captured variable";
            default:
                return "a virtual object has an unknown kind";
        }
    }

    private static string? CheckSlots(CodeObject code, FrameStateRow row, Slot[] slots)
    {
        foreach (var slot in slots)
        {
            if (CheckSlot(code, row, slot) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? CheckSlot(CodeObject code, FrameStateRow row, Slot slot)
    {
        int limit = slot.Kind switch
        {
            SlotKind.Dead or SlotKind.Self => 1,
            SlotKind.Register or SlotKind.Long or SlotKind.Double => code.FrameSize,
            SlotKind.Constant => code.ConstantCount,
            SlotKind.Virtual => row.Virtuals.Length,
            _ => 0,
        };
        return (uint)slot.Index < (uint)limit ? null
            : FormattableString.Invariant($"the number {slot.Index} of a slot ({slot.Kind}) is out of range");
    }
}

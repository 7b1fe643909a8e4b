// Leaving speculative code: the activation that failed a guard is replaced by the activations that its FrameState
// row describes. All values are read before anything is written, because the new registers overlap the old ones.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    /// <summary>Takes exit number <paramref name="exit"/> of the current code.</summary>
    [RunsGuestCode]
    internal unsafe Flow Exit(ref Value registers, int* ip, int exit)
    {
        SavePc(ref registers, ip);
        var code = (CodeObject)Slot(Base - 2).Ref!;
        if (!code.PrepareFrameState(this, exit))
        {
            return Flow.Signal;
        }

        var row = code.FrameStates[exit];
        var virtuals = MakeVirtuals(code, row);
        int total = 0;
        foreach (var activation in row.Activations)
        {
            total += CodeOf(code, activation).FrameSize + 2;
        }

        var images = new Value[row.Activations.Length][];
        var procedures = ValueArrays.Unbound(row.Activations.Length);
        for (int i = 0; i < images.Length; i++)
        {
            var activation = row.Activations[i];
            procedures[i] = Read(activation.Procedure, code, virtuals);
            if (procedures[i].Ref is not Closure closure || closure.Code.FreeCount < CodeOf(code, activation).FreeCount)
            {
                return FailBadCode("an exit to an activation whose procedure does not fit its code");
            }

            images[i] = ValueArrays.Zeroed(activation.Registers.Length);
            for (int r = 0; r < images[i].Length; r++)
            {
                images[i][r] = Read(activation.Registers[r], code, virtuals);
            }
        }

        // An exit may go back to code before it: it is charged like a loop's turn.
        if (!ChargeTicks(1 + (total >> 4)) || !ChargeAllocation(16L * total) || MoveToRoomierSegment(Math.Min(code.FrameSize, Segment.Slots.Length - Base), total) < 0)
        {
            return Flow.Signal;
        }

        int frameBase = Base;
        for (int i = 0; i < images.Length; i++)
        {
            var activation = row.Activations[i];
            var target = CodeOf(code, activation);
            Slot(frameBase - 2) = new Value(target, activation.Pc);
            Slot(frameBase - 1).Ref = procedures[i].Ref;
            images[i].CopyTo(Segment.Slots.AsSpan(frameBase));
            Base = frameBase;
            if (i + 1 < images.Length)
            {
                int distance = target.FrameSize + 2;
                Slot(frameBase + distance - 1).Bits = distance;
                frameBase += distance;
            }
        }

        SoftLimit = Math.Max(SoftLimit, Math.Min(Segment.Slots.Length, Base + ExtentOf(Segment.Slots, Base)));
        return Flow.Reload;
    }

    private static CodeObject CodeOf(CodeObject code, ActivationState activation) =>
        activation.Code == ActivationState.ThisCode ? code : (CodeObject)code.Constants[activation.Code].Ref!;

    private Value Read(Code.Slot slot, CodeObject code, Value[] virtuals) => slot.Kind switch
    {
        SlotKind.Register => Slot(Base + slot.Index),
        SlotKind.Long => Value.Fixnum(Slot(Base + slot.Index).Bits),
        SlotKind.Double => Value.Flonum(BitConverter.Int64BitsToDouble(Slot(Base + slot.Index).Bits)),
        SlotKind.Constant => code.Constants[slot.Index],
        SlotKind.Virtual => virtuals[slot.Index],
        SlotKind.Self => new Value(Slot(Base - 1).Ref, 0),
        _ => Value.Unbound,
    };

    /// <summary>Makes the virtual objects empty first, so that they can refer to each other, then fills them.</summary>
    private Value[] MakeVirtuals(CodeObject code, FrameStateRow row)
    {
        var objects = ValueArrays.Unbound(row.Virtuals.Length);
        for (int i = 0; i < objects.Length; i++)
        {
            var slots = row.Virtuals[i].Slots;
            objects[i] = Value.Object(row.Virtuals[i].Kind switch
            {
                VirtualKind.Pair => new Pair(Value.Unbound, Value.Unbound),
                VirtualKind.Box => new Box(Value.Unbound),
                VirtualKind.Vector => new Vector(ValueArrays.Unbound(slots.Length)),
                VirtualKind.Record => new Record((RecordType)Read(slots[0], code, objects).Ref!, ValueArrays.Unbound(slots.Length - 1)),
                _ => Closure.Make((CodeObject)Read(slots[0], code, objects).Ref!),
            });
        }

        for (int i = 0; i < objects.Length; i++)
        {
            Fill(objects[i], row.Virtuals[i].Slots, code, objects);
        }

        return objects;
    }

    private void Fill(Value target, Code.Slot[] slots, CodeObject code, Value[] objects)
    {
        switch (target.Ref)
        {
            case Pair pair:
                pair.Car = Read(slots[0], code, objects);
                pair.Cdr = Read(slots[1], code, objects);
                break;
            case Box box:
                box.Content = Read(slots[0], code, objects);
                break;
            case Vector vector:
                ReadAll(slots, 0, vector.Items, code, objects);
                break;
            case Record record:
                ReadAll(slots, 1, record.Fields, code, objects);
                break;
            case Closure closure:
                for (int i = 1; i < slots.Length; i++)
                {
                    closure.Variable(i - 1) = Read(slots[i], code, objects);
                }

                break;
        }
    }

    private void ReadAll(Code.Slot[] slots, int from, Value[] into, CodeObject code, Value[] objects)
    {
        for (int i = from; i < slots.Length; i++)
        {
            into[i - from] = Read(slots[i], code, objects);
        }
    }
}

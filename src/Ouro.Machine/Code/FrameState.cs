// FrameState rows: how to rebuild the architectural state, a chain of activations, from one activation of other code
// (residual, inlined or compiled). One format serves deoptimisation, reification, inlining, the specialiser and the stepper.
//
// A row lists activations outermost first. All but the last are waiting for a call: their pc is the word after a
// call, whose target register is still to be written. The last one goes on at its pc, which is the start of an instruction.
// Virtual objects are objects that the code did not make yet; a slot refers to them by number, they may refer to each other.

namespace Ouro.Machine.Code;

/// <summary>Where a value of a rebuilt activation comes from.</summary>
internal enum SlotKind : byte
{
    /// <summary>Nobody will read it.</summary>
    Dead,

    /// <summary>Register number Index holds it.</summary>
    Register,

    /// <summary>Register number Index holds a raw integer.</summary>
    Long,

    /// <summary>Register number Index holds the bits of a raw double.</summary>
    Double,

    /// <summary>Constant number Index.</summary>
    Constant,

    /// <summary>Virtual object number Index of the row.</summary>
    Virtual,

    /// <summary>The procedure that is running.</summary>
    Self,
}

/// <summary>Where one value comes from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">The number that belongs to the kind; 0 for kinds that need none.</param>
internal readonly record struct Slot(SlotKind Kind, int Index)
{
    /// <summary>Whether the value is in a register.</summary>
    internal bool ReadsRegister => Kind is SlotKind.Register or SlotKind.Long or SlotKind.Double;
}

/// <summary>What a virtual object becomes.</summary>
internal enum VirtualKind : byte
{
    /// <summary>Two slots: car, cdr.</summary>
    Pair,

    /// <summary>One slot.</summary>
    Box,

    /// <summary>The elements.</summary>
    Vector,

    /// <summary>The record type, then the fields.</summary>
    Record,

    /// <summary>The code object (a constant), then the captured variables.</summary>
    Closure,
}

/// <summary>An object to be made when the row is used.</summary>
internal sealed class VirtualObject(VirtualKind kind, Slot[] slots)
{
    internal VirtualKind Kind { get; } = kind;
    internal Slot[] Slots { get; } = slots;
}

/// <summary>An activation to be rebuilt.</summary>
internal sealed class ActivationState(int code, int pc, Slot procedure, Slot[] registers)
{
    /// <summary>As <see cref="Code"/>: the code object that the row belongs to.</summary>
    internal const int ThisCode = -1;

    /// <summary>Index of a constant that is a code object, or <see cref="ThisCode"/>.</summary>
    internal int Code { get; } = code;

    /// <summary>The instruction word where it goes on.</summary>
    internal int Pc { get; } = pc;

    /// <summary>The procedure of the activation's header.</summary>
    internal Slot Procedure { get; } = procedure;

    /// <summary>Registers from 0; those beyond are dead.</summary>
    internal Slot[] Registers { get; } = registers;
}

/// <summary>One exit of a code object: the activations to rebuild, outermost first.</summary>
internal sealed class FrameStateRow
{
    internal FrameStateRow(VirtualObject[] virtuals, ActivationState[] activations)
    {
        Virtuals = virtuals;
        Activations = activations;
        SourceRegisters = CollectRegisters();
    }

    internal VirtualObject[] Virtuals { get; }

    internal ActivationState[] Activations { get; }

    /// <summary>The registers that the row reads, ascending, each once.</summary>
    internal int[] SourceRegisters { get; }

    /// <summary>Set once the code objects that the row names were prepared and their pcs checked.</summary>
    internal bool IsChecked { get; set; }

    private int[] CollectRegisters()
    {
        var registers = new List<int>();
        foreach (var virtualObject in Virtuals)
        {
            Collect(virtualObject.Slots, registers);
        }

        foreach (var activation in Activations)
        {
            if (activation.Procedure.ReadsRegister)
            {
                registers.Add(activation.Procedure.Index);
            }

            Collect(activation.Registers, registers);
        }

        registers.Sort();
        int count = 0;
        for (int i = 0; i < registers.Count; i++)
        {
            if (i == 0 || registers[i] != registers[i - 1])
            {
                registers[count++] = registers[i];
            }
        }

        return registers.GetRange(0, count).ToArray();
    }

    private static void Collect(Slot[] slots, List<int> registers)
    {
        foreach (var slot in slots)
        {
            if (slot.ReadsRegister)
            {
                registers.Add(slot.Index);
            }
        }
    }
}

// A primitive as a procedure. Its code is a stub made by the generator; which signature the stub has follows from
// the kind, and nobody calls a stub without having looked at the kind and counted the arguments: a wrong call would
// read beyond the arguments.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>How a primitive's entry point is called. The generator writes these numbers into catalogues.</summary>
public enum PrimitiveKind
{
    /// <summary><c>Value (VirtualMachine, in Value)</c>.</summary>
    One,

    /// <summary><c>Value (VirtualMachine, in Value, in Value)</c>.</summary>
    Two,

    /// <summary><c>Value (VirtualMachine, ref Value first, int count)</c>.</summary>
    Many,

    /// <summary>A native activation: <c>Flow (VirtualMachine, ref NativeFrame)</c>. The interpreter makes its activation; it cannot be invoked from here.</summary>
    Native,
}

/// <summary>A primitive of one machine. Made by <see cref="PrimitiveTable"/> when it is first asked for.</summary>
[GuestType("a primitive procedure")]
public sealed unsafe class PrimitiveProcedure : Procedure
{
    private readonly PrimitiveCatalogue _catalogue;
    private readonly int _group;
    private readonly int _local;
    private nint _pointer;
    private NativeCode? _native;

    internal PrimitiveProcedure(PrimitiveCatalogue catalogue, string name, in PrimitiveRow row)
    {
        _catalogue = catalogue;
        _group = row.Group;
        _local = row.Local;
        Name = name;
        Minimum = row.Minimum;
        Maximum = row.Maximum;
        Foldable = (row.Flags & 1) != 0;
        Undoable = (row.Flags & 2) != 0;
        Effects = (Effects)row.Effects;
        Kind = (PrimitiveKind)row.Kind;
        Registers = row.Registers;
    }

    /// <summary>The guest name.</summary>
    internal readonly string Name;

    public override string DisplayName => Name;

    /// <summary>Least number of arguments.</summary>
    internal readonly int Minimum;

    /// <summary>Greatest number of arguments; -1: any number.</summary>
    internal readonly int Maximum;

    /// <summary>The compiler may evaluate a call on constants.</summary>
    internal readonly bool Foldable;

    /// <summary>Can be stepped back over.</summary>
    internal readonly bool Undoable;

    /// <summary>What it reads and writes.</summary>
    internal readonly Effects Effects;

    /// <summary>How it is called.</summary>
    internal readonly PrimitiveKind Kind;

    /// <summary>For a native activation: registers beyond its arguments.</summary>
    internal readonly int Registers;

    /// <summary>What stands in the header of its activations. For a native activation only.</summary>
    internal NativeCode Native => _native ??= new NativeCode(this, Registers, _pointer != 0 ? _pointer : Resolve());

    /// <summary>Whether it was ever called.</summary>
    internal bool WasUsed => _pointer != 0;

    /// <summary>The address of its code and how that is called, for a caller that passes a certain number of arguments each time. Any thread; does not count as a use.</summary>
    /// <returns>Null: it does not take so many arguments, or is no function of its arguments.</returns>
    internal (PrimitiveKind Kind, nint Address)? EntryPointFor(int count) =>
        Kind != PrimitiveKind.Native && Accepts(count) ? (Kind, _pointer != 0 ? _pointer : _catalogue.Resolve(_group, _local)) : null;

    /// <summary>Whether it can be called with that many arguments.</summary>
    public bool Accepts(int count) => count >= Minimum && (count <= Maximum || Maximum < 0);

    /// <summary>Calls it with one argument.</summary>
    /// <returns>The result, or <see cref="Value.Signal"/>.</returns>
    internal Value Invoke1(VirtualMachine machine, in Value a)
    {
        if (Kind == PrimitiveKind.One)
        {
            nint pointer = _pointer != 0 ? _pointer : Resolve();
            return ((delegate*<VirtualMachine, in Value, Value>)pointer)(machine, in a);
        }

        Value argument = a;
        return InvokeN(machine, ref argument, 1);
    }

    /// <summary>Calls it with two arguments.</summary>
    /// <returns>The result, or <see cref="Value.Signal"/>.</returns>
    internal Value Invoke2(VirtualMachine machine, in Value a, in Value b)
    {
        if (Kind == PrimitiveKind.Two)
        {
            nint pointer = _pointer != 0 ? _pointer : Resolve();
            return ((delegate*<VirtualMachine, in Value, in Value, Value>)pointer)(machine, in a, in b);
        }

        var arguments = new TwoValues { First = a, Second = b };
        return InvokeN(machine, ref arguments.First, 2);
    }

    /// <summary>Calls it with any number of arguments, which lie one after the other.</summary>
    /// <returns>The result, or <see cref="Value.Signal"/>.</returns>
    internal Value InvokeN(VirtualMachine machine, ref Value first, int count)
    {
        // Nearly all calls that come here. "Any number" is -1, without its sign the greatest of all.
        if (Kind == PrimitiveKind.Many && _pointer != 0 && count >= Minimum && (uint)count <= (uint)Maximum)
        {
            return ((delegate*<VirtualMachine, ref Value, int, Value>)_pointer)(machine, ref first, count);
        }

        return InvokeAny(machine, ref first, count);
    }

    private Value InvokeAny(VirtualMachine machine, ref Value first, int count)
    {
        if (count < Minimum || (count > Maximum && Maximum >= 0))
        {
            return machine.WrongCount(Name, Minimum, Maximum, count);
        }

        nint entry = _pointer != 0 || Kind == PrimitiveKind.Native ? _pointer : Resolve();
        return Kind switch
        {
            PrimitiveKind.One => ((delegate*<VirtualMachine, in Value, Value>)entry)(machine, in first),
            PrimitiveKind.Two => ((delegate*<VirtualMachine, in Value, in Value, Value>)entry)(machine, in first, in Unsafe.Add(ref first, 1)),
            PrimitiveKind.Many => ((delegate*<VirtualMachine, ref Value, int, Value>)entry)(machine, ref first, count),
            _ => machine.Fail(ConditionKind.Other, $"{Name} calls procedures, so it must itself be called as one, not as a primitive"),
        };
    }

    /// <summary>Calls it from host code.</summary>
    /// <returns>The result, or <see cref="Value.Signal"/>.</returns>
    internal Value Invoke(VirtualMachine machine, params Value[] arguments) =>
        InvokeN(machine, ref MemoryMarshal.GetArrayDataReference(arguments), arguments.Length);

    private nint Resolve()
    {
        _pointer = _catalogue.Resolve(_group, _local);
        return _pointer != 0 ? _pointer : throw new InvalidOperationException($"The catalogue has no code for the primitive {Name}.");
    }

    /// <summary>Two arguments one after the other.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TwoValues
    {
        internal Value First;
        internal Value Second;
    }
}

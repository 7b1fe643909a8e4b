using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

/// <summary>An activation on its way to the stack: of a compiled method that left it, or the native one that such a method stood in for.</summary>
internal struct ReifiedActivation
{
    internal CompiledMethod Method;
    internal Procedure Procedure;
    internal CompiledSite Site;

    /// <summary>What its header refers to if it is native, which then waits for a call in its state 1; the method and site are meaningless.</summary>
    internal NativeCode? Native;

    /// <summary>The word beside its procedure: <see cref="Segment.TailCallMark"/> or 0.</summary>
    internal long Mark;

    /// <summary>Where its registers begin in the list's storage.</summary>
    internal int Start;

    /// <summary>What stands in the first slot of its header.</summary>
    internal readonly Value Header => Native is null ? new Value(Method.Code, Site.Pc) : new Value(Native, 1);

    /// <summary>How many registers it has.</summary>
    internal readonly int Size => Native is null ? Method.Code.FrameSize : Native.Registers;

    /// <summary>The first register of its call area.</summary>
    internal readonly int Area => Native is null ? Site.Area : Native.Registers;

    /// <summary>What says, in the header of the activation above, how far below it this one is.</summary>
    internal readonly long Distance => Native is null ? Site.Area + 2 : (uint)-(Native.Registers + 2);
}

/// <summary>The activations that compiled methods left while they returned, innermost first. Their registers lie one after the other in one array.</summary>
internal sealed class ReifiedStack
{
    private ReifiedActivation[] _frames = new ReifiedActivation[64];
    private Value[] _values = ValueArrays.Zeroed(1024);
    private int _used;

    internal int Count { get; private set; }

    internal ref ReifiedActivation this[int index] => ref _frames[index];

    /// <summary>Where a method may put so many registers. They belong to nobody until <see cref="End"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Value Begin(int registers)
    {
        if (_used + registers >= _values.Length)
        {
            var wider = ValueArrays.Zeroed(Math.Max(2 * _values.Length, _used + registers + 1));
            Array.Copy(_values, wider, _used);
            _values = wider;
        }

        return ref _values[_used];
    }

    /// <summary>The registers that were put, as far as they go: a method that puts none has not made room.</summary>
    internal ReadOnlySpan<Value> Registers(int registers) => _values.AsSpan(_used, Math.Min(registers, _values.Length - _used));

    /// <summary>Adds an activation, which has the registers that were put.</summary>
    /// <param name="registers">So many places of them, from register 0 on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End(CompiledMethod method, Procedure procedure, CompiledSite site, long mark, int registers)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, 2 * Count);
        }

        ref var frame = ref _frames[Count++];
        frame.Method = method;
        frame.Procedure = procedure;
        frame.Site = site;
        frame.Native = null;
        frame.Mark = mark;
        frame.Start = _used;
        if (site is null || site.Needed.Length > 0)
        {
            _used += registers;
        }
    }

    /// <summary>Adds a native activation that waits for the last one that was added.</summary>
    internal void AddNative(NativeCode native, params ReadOnlySpan<Value> registers)
    {
        ref Value first = ref Begin(registers.Length);
        registers.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref first, registers.Length));
        End(null!, native.Procedure, null!, 0, registers.Length);
        _frames[Count - 1].Native = native;
    }

    /// <summary>Copies the registers of an activation that its site needs. The others keep what was there: nobody reads them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyRegisters(in ReifiedActivation frame, ref Value target)
    {
        if (frame.Native is { } native)
        {
            _values.AsSpan(frame.Start, native.Registers).CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref target, native.Registers));
            return;
        }

        foreach (int register in frame.Site.Needed)
        {
            Unsafe.Add(ref target, register) = _values[frame.Start + register];
        }
    }

    /// <summary>Takes the registers that were put last, of an activation with so many in all.</summary>
    internal Value[] TakeRegisters(int registers, int frameSize)
    {
        var taken = ValueArrays.Zeroed(frameSize);
        if (registers > 0)
        {
            Array.Copy(_values, _used, taken, 0, registers);
            Array.Clear(_values, _used, registers);
        }

        return taken;
    }

    /// <summary>Takes the only activation, with its registers copied to where they belong.</summary>
    internal CompiledSite TakeOnly(Value[] registers)
    {
        ref var frame = ref _frames[0];
        var site = frame.Site;
        foreach (int register in site.Needed)
        {
            registers[register] = _values[frame.Start + register];
        }

        Clear();
        return site;
    }

    internal void Clear()
    {
        Array.Clear(_values, 0, _used);
        Array.Clear(_frames, 0, Count);
        _used = 0;
        Count = 0;
    }
}

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

/// <summary>An activation that a compiled method left, on its way to the stack.</summary>
internal struct ReifiedActivation
{
    internal CompiledMethod Method;
    internal Closure Procedure;
    internal CompiledSite Site;

    /// <summary>The word beside its procedure: <see cref="Segment.TailCallMark"/> or 0.</summary>
    internal long Mark;

    /// <summary>Where its registers begin in the list's storage.</summary>
    internal int Start;

    internal readonly int Pc => Site.Pc;
    internal readonly int Area => Site.Area;
    internal readonly CodeObject Code => Method.Code;
}

/// <summary>The activations that compiled methods left while they returned, innermost first. Their registers lie one after the other in one array.</summary>
internal sealed class ReifiedStack
{
    private ReifiedActivation[] _frames = new ReifiedActivation[64];
    private Value[] _values = ValueArrays.Zeroed(1024);
    private int _used;
    private int _start;

    internal int Count { get; private set; }

    internal ref ReifiedActivation this[int index] => ref _frames[index];

    /// <summary>Where a method may put so many registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Value Begin(int registers)
    {
        _start = _used;
        _used += registers;
        if (_used >= _values.Length)
        {
            var wider = ValueArrays.Zeroed(Math.Max(2 * _values.Length, _used + 1));
            Array.Copy(_values, wider, _start);
            _values = wider;
        }

        return ref _values[_start];
    }

    /// <summary>The registers that are being put.</summary>
    internal ReadOnlySpan<Value> Registers(int registers) => _values.AsSpan(_start, registers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End(CompiledMethod method, Closure procedure, CompiledSite site, long mark)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, 2 * Count);
        }

        ref var frame = ref _frames[Count++];
        frame.Method = method;
        frame.Procedure = procedure;
        frame.Site = site;
        frame.Mark = mark;
        frame.Start = _start;
    }

    /// <summary>Copies the registers of an activation that its site needs. The others keep what was there: nobody reads them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyRegisters(in ReifiedActivation frame, ref Value target)
    {
        foreach (int register in frame.Site.Needed)
        {
            Unsafe.Add(ref target, register) = _values[frame.Start + register];
        }
    }

    internal void Clear()
    {
        Array.Clear(_values, 0, _used);
        Array.Clear(_frames, 0, Count);
        _used = 0;
        Count = 0;
    }
}

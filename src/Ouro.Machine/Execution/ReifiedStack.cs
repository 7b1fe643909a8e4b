using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

/// <summary>An activation that a compiled method left, on its way to the stack.</summary>
internal struct ReifiedActivation
{
    internal CodeObject Code;
    internal Closure Procedure;
    internal CompiledSite Site;

    /// <summary>The word beside its procedure: <see cref="Segment.TailCallMark"/> or 0.</summary>
    internal long Mark;

    /// <summary>Where its registers begin in the list's storage, and how many of them were saved.</summary>
    internal int Start;
    internal int Saved;

    internal readonly int Pc => Site.Pc;
    internal readonly int Area => Site.Area;
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

    internal void End(CompiledMethod method, Closure procedure, CompiledSite site, long mark)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, 2 * Count);
        }

        _frames[Count++] = new ReifiedActivation { Code = method.Code, Procedure = procedure, Site = site, Mark = mark, Start = _start, Saved = method.RegistersSaved };
    }

    /// <summary>Copies the registers of an activation that its site needs; the others are cleared, so that they keep nothing alive.</summary>
    internal void CopyRegisters(in ReifiedActivation frame, Span<Value> target)
    {
        var site = frame.Site;
        int size = Math.Min(frame.Code.FrameSize, target.Length);
        target[..size].Clear();
        for (int register = 0; (register = BitSet.Next(site.Needed, register)) >= 0 && register < frame.Saved; register++)
        {
            target[register] = _values[frame.Start + register];
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

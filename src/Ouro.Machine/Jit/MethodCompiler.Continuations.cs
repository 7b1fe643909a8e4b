// Captures without unwinding. A method whose activation is alone above frozen ones sets it down like any that leaves, but stays on the
// host's stack while the receiver of call/cc runs above it: when the receiver returns, or the continuation is called, it goes on behind the
// call with its locals as they are. What is frozen is a copy for whoever comes back later.

using System.Reflection.Emit;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>The calls that the method may go on behind, and how many activations are its own there.</summary>
    private readonly List<(Label Got, int Levels)> _waiting = [];

    private LocalBuilder? _waitsAt;
    private Label? _abandon;

    /// <summary>The number of the innermost call that waits.</summary>
    private LocalBuilder WaitsAt => _waitsAt ??= _il.DeclareLocal(typeof(int));

    /// <summary>Whose return is the method's.</summary>
    private MethodCompiler Outermost => ReturnSite is { } site ? site.Caller.Outermost : this;

    /// <summary>How many activations of the method there are while this code runs.</summary>
    private int Levels => ReturnSite is { } site ? site.Caller.Levels + 1 : 1;

    /// <summary>The callee has returned the signal, and it is not one of several values.</summary>
    /// <param name="got">Where to go on with a result, or with several values.</param>
    /// <param name="left">Marked here: where what is inlined for the call comes when it has left.</param>
    private void LeaveWaiting(CompiledSite site, Label got, Label left)
    {
        var outermost = Outermost;
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Signal);
        _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Throw);
        _il.Emit(OpCodes.Beq, outermost._abandon ??= _il.DefineLabel());
        _il.Emit(OpCodes.Ldc_I4, outermost._waiting.Count);
        _il.Emit(OpCodes.Stloc, outermost.WaitsAt);
        outermost._waiting.Add((got, Levels));
        _il.MarkLabel(left);
        ReloadTicks();
        Leave(site);
    }

    /// <summary>The last call of the reify block; its arguments are on the stack.</summary>
    private void EmitEndOfReify()
    {
        if (ReturnSite is { } site)
        {
            _il.Emit(OpCodes.Call, _members.EndReify);
            _il.Emit(OpCodes.Pop);
            _il.Emit(OpCodes.Br, site.Left);
            return;
        }

        if (_waiting.Count == 0)
        {
            _il.Emit(OpCodes.Call, _members.EndReify);
            _il.Emit(OpCodes.Ret);
            return;
        }

        var goOn = _il.DefineLabel();
        _il.Emit(OpCodes.Ldloc, WaitsAt);
        _il.Emit(OpCodes.Call, _members.EndReifyOrCapture);
        _il.Emit(OpCodes.Stloc, Result);
        _il.Emit(OpCodes.Ldloc, Result);
        PushTag(typeof(Tag.SignalTag));
        _il.Emit(OpCodes.Bne_Un, goOn);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Signal);
        _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Values);
        _il.Emit(OpCodes.Beq, goOn);
        if (_abandon is { } abandon)
        {
            _il.MarkLabel(abandon);
        }

        PushTag(typeof(Tag.SignalTag));
        _il.Emit(OpCodes.Ret);
        _il.MarkLabel(goOn);
        if (_waiting.Count > 1)
        {
            _il.Emit(OpCodes.Ldloc, WaitsAt);
            _il.Emit(OpCodes.Switch, _waiting.ConvertAll(waiting => waiting.Got).ToArray());
        }

        _il.Emit(OpCodes.Br, _waiting[^1].Got);
    }

    private void SetSites()
    {
        _method.Sites = _sites.ToArray();
        _method.Levels = _waiting.ConvertAll(waiting => waiting.Levels).ToArray();
    }
}

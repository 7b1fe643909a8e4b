// Captures without unwinding. A method whose activation is alone above frozen ones sets it down like any that leaves, but stays on the
// host's stack while the receiver of call/cc runs above it: when the receiver returns, or the continuation is called, it goes on behind the
// call with its locals as they are. What is frozen is a copy for whoever comes back later.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>The calls that the method may go on behind: how many activations are its own there.</summary>
    private readonly List<int> _waiting = [];

    /// <summary>For each call that something was inlined for: the calls in that which may be gone on behind, too.</summary>
    private readonly Dictionary<Label, List<(int Number, Label Got)>> _waitingInside = [];

    /// <summary>Places that find out which of these it is; for the third, the call itself.</summary>
    private readonly List<(Label Label, Label Left, Label Got)> _dispatches = [];

    /// <summary>Registers that hold primitives, known when the code was written.</summary>
    private readonly Dictionary<int, PrimitiveProcedure> _primitivesInRegisters = [];

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
    /// <param name="left">Marked here: where what is inlined for the call comes when it has left. Null: nothing is.</param>
    private void LeaveWaiting(CompiledSite site, Label got, Label? left)
    {
        var outermost = Outermost;
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Signal);
        _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Throw);
        _il.Emit(OpCodes.Beq, outermost.Abandon);
        if (_request.Start.Kind == EntryKind.Arrival && ReturnSite is null)
        {
            // What was captured once is likely to be captured again.
            var cannot = _il.DefineLabel();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldfld, _members.Signal);
            _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Capture);
            _il.Emit(OpCodes.Bne_Un, cannot);
            EmitFreeze(site, () => _il.Emit(OpCodes.Call, _members.FreezeForCallee), cannot);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Call, _members.CaptureForCallee);
            EmitAfterReceiver(got);
            _il.MarkLabel(cannot);
        }

        int number = outermost._waiting.Count;
        outermost._waiting.Add(Levels);
        if (ReturnSite is { } inlined)
        {
            outermost.AddWaitingInside(inlined, number, got);
            _il.Emit(OpCodes.Ldc_I4, number);
            _il.Emit(OpCodes.Stloc, outermost.WaitsAt);
            MarkIfAny(left);
            ReloadTicks();
            Leave(site);
            return;
        }

        if (left is not null)
        {
            _il.Emit(OpCodes.Ldc_I4, number);
            _il.Emit(OpCodes.Stloc, WaitsAt);
            MarkIfAny(left);
        }

        Save(site.Needed);
        int siteNumber = AddSite(site);
        PushWhereItStands(() => _il.Emit(OpCodes.Ldc_I4, siteNumber));
        if (left is { } inside)
        {
            _il.Emit(OpCodes.Ldloc, WaitsAt);
            var label = _il.DefineLabel();
            _dispatches.Add((label, inside, got));
            got = label;
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I4, number);
        }

        _il.Emit(OpCodes.Call, _members.EndReifyOrCapture);
        EmitAfterReceiver(got);
    }

    private void MarkIfAny(Label? label)
    {
        if (label is { } place)
        {
            _il.MarkLabel(place);
        }
    }

    /// <summary>A call waits in what is inlined, at some depth, for a call of this code.</summary>
    private void AddWaitingInside(InlinedSite site, int number, Label got)
    {
        while (site.Caller.ReturnSite is { } outer)
        {
            site = outer;
        }

        if (!_waitingInside.TryGetValue(site.Left, out var inside))
        {
            _waitingInside.Add(site.Left, inside = []);
        }

        inside.Add((number, got));
    }

    /// <summary>Where the method only returns the signal.</summary>
    private Label Abandon => _abandon ??= _il.DefineLabel();

    /// <summary>A call of call/cc whose result is waited for.</summary>
    /// <param name="got">Where to go on with the result.</param>
    /// <param name="slow">The general way.</param>
    private void EmitCapture(CompiledSite site, int area, Label got, Label slow)
    {
        int receiver = area + 2;
        if (ReturnSite is not null || _parameters is not null || _reps[receiver] != Rep.Closure)
        {
            _il.Emit(OpCodes.Br, slow);
            return;
        }

        Rep[] before = (Rep[])_reps.Clone();
        EmitFreeze(
            site,
            () =>
            {
                PushRef(receiver);
                _il.Emit(OpCodes.Call, _members.FreezeFor);
            },
            slow);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushRef(receiver);
        _il.Emit(OpCodes.Call, _members.Capture);
        _reps = before;
        EmitAfterReceiver(got);
    }

    /// <summary>A receiver was called, and its result, which is on the stack, is that of the call at hand; or the method is left.</summary>
    private void EmitAfterReceiver(Label got)
    {
        _il.Emit(OpCodes.Stloc, Result);
        _il.Emit(OpCodes.Ldloc, Result);
        PushTag(typeof(Tag.SignalTag));
        _il.Emit(OpCodes.Bne_Un, got);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.Signal);
        _il.Emit(OpCodes.Ldc_I4, (int)CompiledSignal.Values);
        _il.Emit(OpCodes.Beq, got);
        _il.Emit(OpCodes.Br, Abandon);
    }

    /// <summary>Writes the activation that waits at a site to a frozen segment.</summary>
    /// <param name="begin">Calls what makes the segment.</param>
    /// <param name="cannot">Where to go when it was not made.</param>
    private void EmitFreeze(CompiledSite site, Action begin, Label cannot)
    {
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushMethod();
        PushClosure();
        _il.Emit(OpCodes.Ldc_I4, _sites.Count);
        _il.Emit(OpCodes.Ldloc, Mark);
        begin();
        _il.Emit(OpCodes.Stloc, Place);
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_U);
        _il.Emit(OpCodes.Beq, cannot);
        _sites.Add(site);
        foreach (int register in site.Needed)
        {
            _il.Emit(OpCodes.Ldloc, Place);
            if (register > 0)
            {
                _il.Emit(OpCodes.Ldc_I4, register * 16);
                _il.Emit(OpCodes.Add);
            }

            StoreTo(register);
        }
    }

    /// <summary>A tail call of call/cc.</summary>
    /// <param name="slow">The general way.</param>
    private void EmitTailCapture(int area, Label slow)
    {
        int receiver = area + 2;
        if (_reps[receiver] != Rep.Closure)
        {
            _il.Emit(OpCodes.Br, slow);
            return;
        }

        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushNear(PlaceNear(_primitivesInRegisters[area + 1]) ?? throw new InvalidOperationException("no room"));
        PushRef(receiver);
        EmitNextMark();
        _il.Emit(OpCodes.Call, _members.TailCapture);
        EmitRet();
    }

    /// <summary>A call of an unknown procedure with one argument: goes to a label with the result if it is a continuation that can be called here.</summary>
    private void EmitThrow(int area, Label got)
    {
        var other = _il.DefineLabel();
        PushThrow(area, other);
        _il.Emit(OpCodes.Brtrue, got);
        _il.MarkLabel(other);
    }

    /// <summary>Likewise, in tail position.</summary>
    private void EmitTailThrow(int area)
    {
        var other = _il.DefineLabel();
        PushThrow(area, other);
        _il.Emit(OpCodes.Brfalse, other);
        _il.Emit(OpCodes.Ldloc, Result);
        EmitRet();
        _il.MarkLabel(other);
    }

    private void PushThrow(int area, Label other)
    {
        PushRef(area + 1);
        _il.Emit(OpCodes.Isinst, typeof(Continuation));
        _il.Emit(OpCodes.Brfalse, other);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushRef(area + 1);
        PushRef(area + 2);
        PushBits(area + 2);
        _il.Emit(OpCodes.Call, _members.Throw);
        _il.Emit(OpCodes.Stloc, Result);
        _il.Emit(OpCodes.Ldloc, Result);
    }

    /// <summary>Registers, from 0 on, that an activation has which waits behind a call.</summary>
    private int RoomWaiting(int pc, int area)
    {
        int room = area;
        while (room > 0 && !BitSet.Contains(_code.Liveness.Waiting(pc), room - 1) && !IsKept(pc, room - 1))
        {
            room--;
        }

        return room;
    }

    /// <summary>The first register that is lost with the call before a place.</summary>
    private int LostFrom(int pc)
    {
        for (int at = 0; at < pc;)
        {
            var instruction = new Instruction(_words, at);
            at += instruction.Length;
            if (at == pc && instruction.Opcode is Opcode.Call or Opcode.CallGlobal or Opcode.CallValues or Opcode.CallValuesFar or Opcode.CallApply or Opcode.CallFar)
            {
                return instruction["area"];
            }
        }

        return int.MaxValue;
    }

    /// <summary>Where the method goes on behind a call that something was inlined for, and where it only returns the signal.</summary>
    private void EmitContinuing()
    {
        foreach (var (label, left, got) in _dispatches)
        {
            _il.MarkLabel(label);
            foreach (var (number, inside) in _waitingInside.GetValueOrDefault(left, []))
            {
                _il.Emit(OpCodes.Ldloc, WaitsAt);
                _il.Emit(OpCodes.Ldc_I4, number);
                _il.Emit(OpCodes.Beq, inside);
            }

            _il.Emit(OpCodes.Br, got);
        }

        if (_abandon is { } abandon)
        {
            _il.MarkLabel(abandon);
            PushTag(typeof(Tag.SignalTag));
            _il.Emit(OpCodes.Ret);
        }

        _method.Levels = _waiting.ToArray();
    }
}

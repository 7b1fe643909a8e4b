// Ways out. Each gives the machine the registers that its activation needs, in the form in which they are known there, and then says where it
// stands. There are many, and what they do is mostly the same, so the stores are steps that they share: a way out goes to the step that
// stores its highest register, each step goes on to the next lower one, and the last to the method's end. Two ways out that need the same
// registers in the same form from some register down have these steps in common, as words share the endings in a trie that is read backwards.
// Ways out that wait for a call and may go on behind it do not share: what is live there is then theirs alone, which the host's
// register allocation pays for more than for the size.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private readonly List<(int Pc, CompiledSignal Signal, bool IsSpeculation, Rep[] Reps, Label Label)> _exits = [];
    private readonly Dictionary<(ExitStep? Next, int Register, Rep Rep), ExitStep> _steps = [];
    private int _registersSaved;
    private bool _leaves;
    private LocalBuilder? _saveTo;

    /// <summary>Stores a register, then goes on to another step or, if there is none, to the method's end.</summary>
    private sealed record ExitStep(Label Label, int Register, Rep Rep, ExitStep? Next)
    {
        /// <summary>Where ways out come that begin with this step.</summary>
        internal Label? First { get; set; }
    }

    /// <summary>Where the registers go that are being given to the machine.</summary>
    private LocalBuilder SaveTo => _saveTo ??= _il.DeclareLocal(typeof(Value).MakeByRefType());

    /// <summary>Registers that an activation needs which stands at a place.</summary>
    /// <param name="live">What the code needs there.</param>
    /// <param name="lostFrom">Registers from here on are lost.</param>
    private int[] Needed(int pc, ReadOnlySpan<ulong> live, int lostFrom)
    {
        var needed = new List<int>();
        for (int i = 0; i < _reps.Length; i++)
        {
            bool isLive = i >> 6 < live.Length && BitSet.Contains(live, i);
            if (isLive && _reps[i] == Rep.Dead)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"register {i} is needed at {pc} and has no value"));
            }

            if (isLive || (i < lostFrom && _reps[i] != Rep.Dead && IsKept(pc, i)))
            {
                needed.Add(i);
            }
        }

        return needed.ToArray();
    }

    /// <summary>Whether somebody who looks at an activation wants to see a register that its code does not need any more.</summary>
    private bool IsKept(int pc, int register) =>
        _keepsAll
        || (_keepsParameters && register < _code.Parameters.RegisterCount)
        || (_code.InterpretationAt(pc) is { } interpretation && (register == interpretation.View || register == interpretation.Position));

    /// <summary>The way out before an instruction, which the machine is to look at.</summary>
    private Label ExitAt(int pc, CompiledSignal signal, bool isSpeculation = false) => Exit(pc, signal, pc, isSpeculation);

    /// <summary>The way out after an instruction that failed.</summary>
    private Label ExitFailed(in Instruction instruction) => Exit(instruction.Pc + instruction.Length, CompiledSignal.Failed, instruction.Pc, false);

    private Label Exit(int pc, CompiledSignal signal, int before, bool isSpeculation)
    {
        foreach (var exit in _exits)
        {
            if (exit.Pc == pc && exit.Signal == signal && exit.IsSpeculation == isSpeculation && exit.Reps.AsSpan().SequenceEqual(_reps))
            {
                return exit.Label;
            }
        }

        var label = _il.DefineLabel();
        Rep[] reps = (Rep[])_reps.Clone();
        _exits.Add((pc, signal, isSpeculation, reps, label));
        var site = new CompiledSite(pc, 0, signal, Needed(before, _code.Liveness.Before(_code, before), int.MaxValue)) { IsSpeculation = isSpeculation };
        Later(reps, () =>
        {
            _il.MarkLabel(label);
            Leave(site);
        });
        return label;
    }

    /// <summary>Leaves with the registers that a site needs.</summary>
    private void Leave(CompiledSite site)
    {
        _il.Emit(OpCodes.Ldc_I4, AddSite(site));
        _il.Emit(OpCodes.Stloc, SiteNumber);
        ExitStep? step = null;
        foreach (int register in site.Needed)
        {
            step = StepFor(register, step);
        }

        _leaves = true;
        _il.Emit(OpCodes.Br, step is null ? _reify : step.First ??= _il.DefineLabel());
    }

    /// <summary>The step that stores a register in the form in which it is known here.</summary>
    private ExitStep StepFor(int register, ExitStep? next)
    {
        _registersSaved = Math.Max(_registersSaved, register + 1);
        var rep = _reps[register] is Rep.Any or Rep.Fixnum or Rep.Flonum or Rep.Character ? _reps[register] : Rep.Object;
        if (!_steps.TryGetValue((next, register, rep), out var step))
        {
            _steps.Add((next, register, rep), step = new ExitStep(_il.DefineLabel(), register, rep, next));
        }

        return step;
    }

    /// <summary>Gives registers to the machine, here.</summary>
    private void Save(int[] registers)
    {
        if (registers.Length == 0)
        {
            return;
        }

        BeginSaving();
        foreach (int register in registers)
        {
            _registersSaved = Math.Max(_registersSaved, register + 1);
            StoreSaved(register);
        }
    }

    private void BeginSaving()
    {
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushMethod();
        _il.Emit(OpCodes.Call, _members.BeginReify);
        _il.Emit(OpCodes.Stloc, SaveTo);
    }

    private void StoreSaved(int register)
    {
        _il.Emit(OpCodes.Ldloc, SaveTo);
        if (register > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, register * 16);
            _il.Emit(OpCodes.Add);
        }

        StoreTo(register);
    }

    /// <returns>The site's number.</returns>
    private int AddSite(CompiledSite site)
    {
        _sites.Add(site);
        return _sites.Count - 1;
    }

    /// <summary>What says where the method stands, on the evaluation stack for the machine.</summary>
    private void PushWhereItStands(Action pushSite)
    {
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        PushMethod();
        PushClosure();
        pushSite();
        _il.Emit(OpCodes.Ldloc, Mark);
    }

    /// <summary>The steps, and the ends that they lead to. Nothing leaves by them that is emitted later.</summary>
    private void EmitEnds()
    {
        EmitContinuing();
        foreach (var step in _steps.Values)
        {
            if (step.First is { } first)
            {
                _il.MarkLabel(first);
                BeginSaving();
            }

            _il.MarkLabel(step.Label);
            _reps[step.Register] = step.Rep;
            StoreSaved(step.Register);
            _il.Emit(OpCodes.Br, step.Next?.Label ?? _reify);
        }

        if (_leaves)
        {
            _il.MarkLabel(_reify);
            FlushTicks();
            PushWhereItStands(() => _il.Emit(OpCodes.Ldloc, SiteNumber));
            _il.Emit(OpCodes.Call, _members.EndReify);
            if (ReturnSite is { } site)
            {
                _il.Emit(OpCodes.Pop);
                _il.Emit(OpCodes.Br, site.Left);
            }
            else
            {
                _il.Emit(OpCodes.Ret);
            }
        }

        _method.Sites = _sites.ToArray();
        _method.RegistersSaved = _registersSaved;
    }
}

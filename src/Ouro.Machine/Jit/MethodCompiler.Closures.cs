// Making closures. The instructions behind a closure's that give it its variables are taken together with it: it is made with all of them,
// in one allocation where they are few, and nothing is written twice.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>Where a captured variable comes from: a register, a captured variable of the procedure that runs, or the new closure itself.</summary>
    private readonly record struct CapturedSource(int Register, int Free, bool IsItself)
    {
        internal static CapturedSource OfRegister(int register) => new(register, -1, false);

        internal static CapturedSource OfFree(int index) => new(-1, index, false);

        internal static CapturedSource Itself => new(-1, -1, true);
    }

    /// <summary>A closure, and the instructions behind it that give it its variables, if all of them follow at once: then it is made with them.</summary>
    /// <returns>The pc to go on at.</returns>
    private int EmitClosure(in Instruction instruction, int end)
    {
        int constant = instruction["code"];
        int target = instruction["target"];
        var code = (CodeObject)_code.Constants[constant].Ref!;
        var fetched = new Dictionary<int, int>();
        var sources = FindCaptured(instruction, code, end, fetched, out int next);
        ChargeAllocation(Closure.SizeOf(code.FreeCount), instruction);
        if (sources is null)
        {
            PushConstantObject(constant);
            _il.Emit(OpCodes.Call, _members.MakeClosure);
            SetObject(target, Rep.Closure);
            _freshClosures[target] = code;
            return instruction.Pc + instruction.Length;
        }

        EmitNewClosure(constant, sources);

        // What was fetched for it stays in its register, as the instructions left it.
        foreach (var (register, free) in fetched)
        {
            PushFree(free);
            LoadFrom(register);
        }

        _il.Emit(OpCodes.Ldloc, Callee);
        SetObject(target, Rep.Closure);
        _freshClosures[target] = code;
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i].IsItself)
            {
                StoreVariable(target, i, target);
            }
        }

        return next;
    }

    /// <summary>A closure with its variables, in <see cref="Callee"/>.</summary>
    private void EmitNewClosure(int constant, CapturedSource[] sources)
    {
        if (sources.Length <= Closure.InlineCount)
        {
            PushConstantObject(constant);
            for (int i = 0; i < Closure.InlineCount; i++)
            {
                PushCaptured(i < sources.Length ? sources[i] : CapturedSource.Itself);
            }

            _il.Emit(OpCodes.Newobj, _members.NewWholeClosure);
            _il.Emit(OpCodes.Stloc, Callee);
            return;
        }

        int more = sources.Length - Closure.MostInline;
        if (more > 0)
        {
            EmitNewArray(more, i => StoreCaptured(sources[i + Closure.MostInline]));
        }

        PushConstantObject(constant);
        if (more > 0)
        {
            _il.Emit(OpCodes.Ldloc, ArrayLocal);
        }

        _il.Emit(OpCodes.Newobj, sources.Length switch
        {
            <= 4 => _members.NewClosure4,
            <= 6 => _members.NewClosure6,
            <= Closure.MostInline => _members.NewClosure8,
            _ => _members.NewLargeClosure,
        });
        _il.Emit(OpCodes.Stloc, Callee);
        for (int i = 0; i < sources.Length && i < Closure.MostInline; i++)
        {
            // The address is found twice from the object: one that is kept across the store of a reference costs a place on the stack.
            PushCaptured(sources[i]);
            _il.Emit(OpCodes.Stloc, Long);
            _il.Emit(OpCodes.Stloc, ObjectLocal);
            PushVariable(() => _il.Emit(OpCodes.Ldloc, Callee), i);
            _il.Emit(OpCodes.Ldloc, Long);
            _il.Emit(OpCodes.Stfld, _members.Bits);
            PushVariable(() => _il.Emit(OpCodes.Ldloc, Callee), i);
            _il.Emit(OpCodes.Ldloc, ObjectLocal);
            _il.Emit(OpCodes.Stfld, _members.Ref);
        }
    }

    /// <summary>Pushes the address of a captured variable.</summary>
    private void PushVariable(Action pushClosure, int index)
    {
        pushClosure();
        if (index >= Closure.MostInline)
        {
            _il.Emit(OpCodes.Ldc_I4, index);
            _il.Emit(OpCodes.Call, _members.ClosureVariable);
            return;
        }

        _il.Emit(OpCodes.Ldflda, _members.FirstVariables);
        if (index > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, index * 16);
            _il.Emit(OpCodes.Add);
        }
    }

    /// <summary>Looks at the instructions behind a closure's.</summary>
    /// <param name="fetched">Gets the registers that these instructions load captured variables of the running procedure into, with the last of those.</param>
    /// <param name="next">The pc behind them.</param>
    /// <returns>The sources of all captured variables; null: it has none, or they do not all follow.</returns>
    private CapturedSource[]? FindCaptured(in Instruction instruction, CodeObject code, int end, Dictionary<int, int> fetched, out int next)
    {
        int target = instruction["target"];
        var sources = new CapturedSource?[code.FreeCount];
        int found = 0;
        next = instruction.Pc + instruction.Length;
        while (found < sources.Length && next < end)
        {
            var following = new Instruction(_words, next);
            if (following.Opcode == Opcode.Free && following["target"] != target)
            {
                fetched[following["target"]] = following["index"];
                next += following.Length;
                continue;
            }

            if (following.Opcode != Opcode.ClosureSet || following["closure"] != target || following["index"] >= sources.Length || sources[following["index"]] is not null)
            {
                return null;
            }

            int source = following["source"];
            sources[following["index"]] = source == target ? CapturedSource.Itself
                : fetched.TryGetValue(source, out int free) ? CapturedSource.OfFree(free)
                : CapturedSource.OfRegister(source);
            found++;
            next += following.Length;
        }

        return found == sources.Length && found > 0 ? Array.ConvertAll(sources, source => source!.Value) : null;
    }

    /// <summary>Pushes the address of a captured variable of the procedure that runs.</summary>
    private void PushFree(int index) => PushVariable(PushClosure, index);

    /// <summary>Pushes both halves of what a captured variable gets; for the closure itself, which is not there yet, a placeholder.</summary>
    private void PushCaptured(CapturedSource source)
    {
        if (source.Register >= 0)
        {
            PushRef(source.Register);
            PushBits(source.Register);
        }
        else if (source.Free >= 0)
        {
            PushFree(source.Free);
            _il.Emit(OpCodes.Ldfld, _members.Ref);
            PushFree(source.Free);
            _il.Emit(OpCodes.Ldfld, _members.Bits);
        }
        else
        {
            PushTag(typeof(Tag.UnboundTag));
            _il.Emit(OpCodes.Ldc_I8, 0L);
        }
    }

    /// <summary>Likewise, where an address says that is on the stack; takes the address.</summary>
    private void StoreCaptured(CapturedSource source)
    {
        _il.Emit(OpCodes.Stloc, Place);
        PushCaptured(source);
        _il.Emit(OpCodes.Stloc, Long);
        _il.Emit(OpCodes.Stloc, ObjectLocal);
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldloc, ObjectLocal);
        _il.Emit(OpCodes.Stfld, _members.Ref);
        _il.Emit(OpCodes.Ldloc, Place);
        _il.Emit(OpCodes.Ldloc, Long);
        _il.Emit(OpCodes.Stfld, _members.Bits);
    }

    private bool EmitClosureSet(in Instruction instruction)
    {
        int closure = instruction["closure"];
        int index = instruction["index"];
        var exit = Exit(instruction);
        if (!_freshClosures.TryGetValue(closure, out var code) || index >= code.FreeCount)
        {
            GuardClass(closure, Rep.Closure, typeof(Closure), exit);
            PushRef(closure);
            _il.Emit(OpCodes.Ldfld, _members.ClosureCode);
            _il.Emit(OpCodes.Ldfld, _members.FreeCount);
            _il.Emit(OpCodes.Ldc_I4, index);
            _il.Emit(OpCodes.Ble_Un, exit);
        }

        StoreVariable(closure, index, instruction["source"]);
        return true;
    }

    /// <summary>A captured variable of the closure in a register gets the value of another register.</summary>
    private void StoreVariable(int closure, int index, int source)
    {
        PushVariable(() => PushRef(closure), index);
        StoreTo(source);
    }
}

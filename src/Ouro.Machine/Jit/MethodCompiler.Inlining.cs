// Small procedures that are compiled into the code of their callers. The callee has a compiler of its own, for its own code, blocks,
// registers and exits, that writes into the same method: its arguments are moved to its registers, and what would return from it goes on
// behind the call. Where the method leaves inside of it, its activation is set down first and then, as after any call that
// returned the signal, the caller's: the stack is what it would be without this.
//
// What is taken for granted is that a variable holds a certain closure, or that a closure made here has its code; that is
// looked at at each call, so a procedure that is redefined is called in the general way. Ticks are those of the call.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    /// <summary>Words of code beyond which a procedure is called, not inlined.</summary>
    private const int MostInlinedWords = 48;

    /// <summary>Likewise for one that would be inlined into itself.</summary>
    private const int MostWordsInItself = 14;

    /// <summary>Words that are inlined into one method, all together.</summary>
    private const int MostInlinedTogether = 200;

    private const int MostInlinedDepth = 3;
    private const int MostInlinedRegisters = 32;

    /// <summary>The host does worse with many locals.</summary>
    private const int MostLocals = 300;

    /// <summary>A call that a procedure was inlined for.</summary>
    /// <param name="Caller">Who compiles the calling code.</param>
    /// <param name="Got">Where the caller goes on with a result as a call gives it.</param>
    /// <param name="Returned">Where it goes on with the result in its register.</param>
    /// <param name="Target">That register.</param>
    private sealed record InlinedSite(MethodCompiler Caller, Label Got, Label Returned, int Target)
    {
        /// <summary>The callee's register becomes the result.</summary>
        internal void Take(MethodCompiler callee, int source)
        {
            var il = callee._il;
            callee.PushRef(source);
            callee.PushBits(source);
            il.Emit(OpCodes.Stloc, Caller.BitsLocal(Target));
            il.Emit(OpCodes.Stloc, Caller.RefLocal(Target));
            il.Emit(OpCodes.Br, Returned);
        }
    }

    /// <summary>A procedure to inline.</summary>
    /// <param name="Known">The closure that a variable is expected to hold; null: the register holds a closure that was made here.</param>
    /// <param name="Push">Pushes the closure.</param>
    private sealed record Inlined(CodeObject Code, Closure? Known, Action Push);

    /// <summary>Who compiles the method as a whole.</summary>
    private readonly MethodCompiler _root;

    /// <summary>The call for which this code is inlined, or null.</summary>
    private readonly InlinedSite? _site;

    private readonly List<MethodCompiler> _inlined = [];
    private int _inlinedWords;
    private int _locals;
    private LocalBuilder? _closureLocal;

    /// <summary>Pushes what the code refers to.</summary>
    private void PushMethod()
    {
        if (_site is null)
        {
            _il.Emit(OpCodes.Ldarg_0);
        }
        else
        {
            PushNear(PlaceNear(_method)!.Value);
        }
    }

    /// <summary>Pushes the procedure that runs.</summary>
    private void PushClosure()
    {
        if (_site is null)
        {
            _il.Emit(OpCodes.Ldarg_1);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _closureLocal!);
        }
    }

    /// <summary>The result's reference is on the stack, or the signal; its bits are in the machine.</summary>
    private void EmitRet()
    {
        if (_site is { } site)
        {
            _il.Emit(OpCodes.Stloc, site.Caller.Result);
            _il.Emit(OpCodes.Br, site.Got);
        }
        else
        {
            _il.Emit(OpCodes.Ret);
        }
    }

    private int Depth => _site is { } site ? site.Caller.Depth + 1 : 0;

    /// <summary>Whether a call of the procedure by itself, in its own method, is inlined: once.</summary>
    private bool MayInlineItself() =>
        _root == this && _own == this && _words.Length <= MostWordsInItself && MayInline(_code, _code.Parameters.ExactArity);

    /// <summary>The procedure to inline for a call, or null.</summary>
    /// <param name="global">The variable that it comes from, or null.</param>
    /// <param name="procedure">Its register; -1: the variable is looked at for the call.</param>
    private Inlined? FindInlined(Cell? global, int procedure, int count)
    {
        if (procedure >= 0 && _freshClosures.TryGetValue(procedure, out var fresh))
        {
            return MayInline(fresh, count) && PlaceNear(fresh) is not null ? new Inlined(fresh, null, () => PushRef(procedure)) : null;
        }

        if (global?.Content.Ref is not Closure known || known.Code is not { } code || !MayInline(code, count) || PlaceNear(known) is not { } place || PlaceNear(code) is null)
        {
            return null;
        }

        return new Inlined(code, known, () => PushNear(place));
    }

    /// <summary>Whether code can be inlined for a call with <paramref name="count"/> arguments. Of code that is not prepared nothing is read: it may still be in its image, and only the machine's thread reads images.</summary>
    private bool MayInline(CodeObject code, int count)
    {
        if (_machine.Options.Jit is { Inlines: false } || !IsReady(code) || code.Parameters.ExactArity != count || code.Replacement is not null || code.Instructions.Length > MostInlinedWords
            || code.FrameSize > MostInlinedRegisters || Depth >= MostInlinedDepth || _root._inlinedWords + code.Instructions.Length > MostInlinedTogether
            || _root._locals > MostLocals || Refuses(code) is not null)
        {
            return false;
        }

        for (var caller = this; caller is not null; caller = caller._site?.Caller)
        {
            if (caller._code == code && !(caller == this && code == _root._code && _own == this))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether code was prepared. Where all is compiled at its first call, callees mostly were not called yet: this is the machine's thread, so they can be prepared now.</summary>
    private bool IsReady(CodeObject code)
    {
        if (!code.IsPrepared && _machine.Options.Jit is { Eager: true } && _machine.Pending == PendingSignal.None && !code.Prepare(_machine))
        {
            // Damaged code: its call will say so.
            _machine.Pending = PendingSignal.None;
            _machine.PendingValue = Value.Unspecified;
        }

        return code.IsPrepared;
    }

    /// <summary>Goes elsewhere unless the procedure is the expected one, and its code still what it was.</summary>
    private void EmitInlinedGuard(Inlined inlined, int procedure, Label general)
    {
        FailAtRandom(general);
        if (inlined.Known is not null)
        {
            PushProcedure(procedure);
            inlined.Push();
            _il.Emit(OpCodes.Bne_Un, general);
        }

        PushNear(PlaceNear(inlined.Code)!.Value);
        _il.Emit(OpCodes.Ldfld, _members.Replacement);
        _il.Emit(OpCodes.Brtrue, general);
    }

    /// <summary>Compiles a procedure here, for the call that has its arguments in registers from <paramref name="first"/> on.</summary>
    private void EmitInlined(CodeObject code, Action pushClosure, int first, Label got, Label returned, int target)
    {
        var method = new CompiledMethod(_machine, code, code.GetCompilation()) { Root = _root._method };
        var callee = new MethodCompiler(this, new InlinedSite(this, got, returned, target), code, method);
        if (PlaceNear(method) is null)
        {
            throw new InvalidOperationException("no room for an inlined method");
        }

        _root._inlinedWords += code.Instructions.Length;
        _root._inlined.Add(callee);
        callee._closureLocal = _il.DeclareLocal(typeof(Closure));
        callee._reify = _il.DefineLabel();
        pushClosure();
        _il.Emit(OpCodes.Stloc, callee._closureLocal);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, callee.Mark);
        for (int i = 0; i < code.Parameters.RegisterCount; i++)
        {
            callee.MoveFrom(this, i, first + i);
        }

        callee.GoTo(0);
    }
}

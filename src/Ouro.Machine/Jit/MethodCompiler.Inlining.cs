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
    /// <param name="Left">Where the caller leaves its activation, too, when the callee has left its own.</param>
    /// <param name="Returned">Where it goes on with the result in its register.</param>
    /// <param name="Target">That register.</param>
    /// <param name="IsTail">A tail call: the caller's activation is over, and results are its results. The other places do not exist.</param>
    private sealed record InlinedSite(MethodCompiler Caller, Label Got, Label Left, Label Returned, int Target, bool IsTail)
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

    /// <summary>What a call is taken to be of.</summary>
    /// <param name="Code">Its code.</param>
    /// <param name="IsCertain">The register of the call holds nothing else; otherwise that is looked at.</param>
    /// <param name="Push">Pushes the closure.</param>
    private sealed record Expected(CodeObject Code, bool IsCertain, Action Push);

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
        if (ReturnSite is { } site)
        {
            _il.Emit(OpCodes.Stloc, Result);
            _il.Emit(OpCodes.Br, site.Got);
        }
        else
        {
            _il.Emit(OpCodes.Ret);
        }
    }

    /// <summary>The call that gets the results of this code, or null: they are those of the method.</summary>
    private InlinedSite? ReturnSite => _site is { IsTail: true } site ? site.Caller.ReturnSite : _site;

    private int Depth => _site is { } site ? site.Caller.Depth + 1 : 0;

    /// <summary>Whether a call of the procedure by itself, in its own method, is inlined: once.</summary>
    private bool MayInlineItself() =>
        _root == this && _own == this && _words.Length <= MostWordsInItself && MayInline(_code, -1, _code.Parameters.ExactArity);

    /// <summary>The procedure to inline for a call, or null.</summary>
    /// <param name="global">The variable that it comes from, or null.</param>
    /// <param name="procedure">Its register; -1: the variable is looked at for the call.</param>
    /// <param name="first">The register of the first argument.</param>
    private Expected? FindInlined(in Instruction instruction, Cell? global, int procedure, int first, int count)
    {
        if (_feedback.ContainsKey(instruction.Pc))
        {
            return null;
        }

        if (procedure >= 0 && _freshClosures.TryGetValue(procedure, out var fresh))
        {
            return MayInline(fresh, first, count) && PlaceNear(fresh) is not null ? new Expected(fresh, true, () => PushRef(procedure)) : null;
        }

        return global?.Content.Ref is Closure { Code: { } code } known && MayInline(code, first, count) ? Expect(known, code) : null;
    }

    /// <summary>The procedure with code of its own that a call is taken to be of, because its variable holds it now; or null.</summary>
    private Expected? FindKnown(in Instruction instruction, Cell? global, int count) =>
        !_feedback.ContainsKey(instruction.Pc) && global?.Content.Ref is Closure { Code: { IsPrepared: true, Replacement: null } code } known
        && (code.Parameters.ExactArity == count || TakesWithoutList(code.Parameters, count))
            ? Expect(known, code)
            : null;

    private Expected? Expect(Closure known, CodeObject code) =>
        PlaceNear(known) is { } place && PlaceNear(code) is not null ? new Expected(code, false, () => PushNear(place)) : null;

    /// <summary>Whether code can be inlined for a call with <paramref name="count"/> arguments. Of code that is not prepared nothing is read: it may still be in its image, and only the machine's thread reads images.</summary>
    /// <param name="first">The register of the first argument; -1: none is looked at.</param>
    private bool MayInline(CodeObject code, int first, int count)
    {
        if (_machine.Options.Jit is { Inlines: false } || !IsReady(code) || !(code.Parameters.ExactArity == count || TakesWithoutList(code.Parameters, count)) || code.Replacement is not null
            || !Fits(code, Depth, _root._inlinedWords) || _root._locals > MostLocals || Refuses(code) is not null)
        {
            return false;
        }

        // An activation of its own is what becomes a generator.
        if (HasOpcode(code, Opcode.MakeGenerator))
        {
            return false;
        }

        // Beside the turns of a loop a call costs little, except where a procedure that is made for it is called at each turn.
        if (HasLoop(code) && !(first >= 0 && Enumerable.Range(first, count).Any(register => _freshClosures.TryGetValue(register, out var given) && MayInlineWith(code, given))))
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

    /// <summary>Whether there will be room for what a procedure that is about to be inlined is given.</summary>
    private bool MayInlineWith(CodeObject code, CodeObject given) => IsReady(given) && Fits(given, Depth + 1, _root._inlinedWords + code.Instructions.Length);

    /// <summary>Whether there is room for a procedure that is inlined so deep, into a method with so many words of others.</summary>
    private static bool Fits(CodeObject code, int depth, int words) =>
        depth < MostInlinedDepth && code.Instructions.Length <= MostInlinedWords && code.FrameSize <= MostInlinedRegisters && words + code.Instructions.Length <= MostInlinedTogether;

    private static bool HasLoop(CodeObject code) => Array.Exists(code.Blocks.Blocks, block => code.EndsInLoop(block));

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

    /// <summary>Leaves before a call, unless it is of the expected procedure. After some mistakes the call is compiled without that.</summary>
    /// <param name="procedure">The register of the procedure, or -1: it is in <see cref="ObjectLocal"/>.</param>
    /// <param name="inlines">Its code is compiled here, and must be what it was.</param>
    private void EmitGuard(in Instruction instruction, int procedure, Expected expected, bool inlines)
    {
        if (expected.IsCertain && !inlines)
        {
            return;
        }

        var other = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
        FailAtRandom(other);
        if (!expected.IsCertain)
        {
            PushProcedure(procedure);
            expected.Push();
            _il.Emit(OpCodes.Bne_Un, other);
        }

        if (inlines)
        {
            PushNear(PlaceNear(expected.Code)!.Value);
            _il.Emit(OpCodes.Ldfld, _members.Replacement);
            _il.Emit(OpCodes.Brtrue, other);
        }
    }

    /// <summary>Compiles a procedure here, for the call that has its arguments in registers from <paramref name="first"/> on.</summary>
    private void EmitInlined(CodeObject code, Action pushClosure, int first, int count, InlinedSite site)
    {
        var method = new CompiledMethod(_machine, code, code.GetCompilation()) { Root = _root._method };
        var callee = new MethodCompiler(this, site, code, method);
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
        if (site.IsTail)
        {
            EmitNextMark();
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I4_0);
        }

        _il.Emit(OpCodes.Stloc, callee.Mark);
        callee.TakeArguments(this, first, count);
        callee.GoTo(0);
    }

    /// <summary>Parameters that are never assigned and hold closures that the caller made, with their code: in all blocks, as nothing else is.</summary>
    private readonly Dictionary<int, CodeObject> _closureParameters = [];

    /// <summary>Parameters that are never assigned and hold what stands for an argument that was not given.</summary>
    private readonly Dictionary<int, Type> _missingParameters = [];

    /// <summary>The arguments of an inlined call become registers; what is known of them beyond their types is kept where it stays true.</summary>
    private void TakeArguments(MethodCompiler caller, int first, int count)
    {
        var parameters = _code.Parameters;
        for (int i = 0; i < parameters.RegisterCount; i++)
        {
            if (i < count)
            {
                MoveFrom(caller, i, first + i);
                if (caller._freshClosures.TryGetValue(first + i, out var code))
                {
                    _closureParameters[i] = code;
                }
            }
            else
            {
                PushMissing(parameters, i);
                SetObject(i);
                _missingParameters[i] = MissingTag(parameters, i);
            }
        }

        if (_closureParameters.Count + _missingParameters.Count > 0)
        {
            ForgetAssigned();
        }
    }

    private void ForgetAssigned()
    {
        var use = new RegisterUse();
        for (int pc = 0; pc < _words.Length;)
        {
            var info = OpcodeTable.Of(_words[pc])!;
            use.Decode(_words.AsSpan(pc), info, _code.FrameStates);
            for (int i = 0; i < use.WriteCount; i++)
            {
                for (int register = use.Writes[i].First; register < use.Writes[i].First + use.Writes[i].Count; register++)
                {
                    _closureParameters.Remove(register);
                    _missingParameters.Remove(register);
                }
            }

            pc += info.Length;
        }
    }
}

// From bytecode to CIL. A method is compiled from one place on: a procedure's entry, a loop's head, or the place after a call. What can be
// reached from there is compiled block by block, each block once for each knowledge about the types of registers with which control
// reaches it (basic block versioning, as in Chevalier-Boisvert and Feeley, "Simple and effective type check removal through
// lazy basic block versioning", ECOOP 2015, but ahead of running); after a few versions of a block, one for no knowledge at all.
//
// Values are in locals of the host: for each register a reference, bits, and a double, of which the register's Rep says
// what is valid. So a fixnum or flonum that is known costs no more than a long or double, and nothing is ever boxed.
//
// Where a guess fails, or something must be left to the interpreter, control goes to a stub that puts the needed registers into
// their full form and a number into a local, then to the one reify block, which gives all to the machine and returns the signal.
// An instruction is either done whole or not at all: exits stand before the instruction (it is done again by the interpreter) or
// after its effect.

using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>Compiles one method.</summary>
internal sealed partial class MethodCompiler
{
    private const int MostWords = 20_000;
    private const int MostRegisters = 250;
    private const int MostVersionsOfLoopHead = 3;
    private const int MostVersions = 2;

    /// <summary>Instructions that are compiled, versions counted each: beyond, blocks leave for the interpreter.</summary>
    private const int MostInstructions = 1500;

    private readonly CompilationRequest _request;
    private readonly Members _members;
    private readonly VirtualMachine _machine;
    private readonly CodeObject _code;
    private readonly CompiledMethod _method;
    private readonly int[] _words;
    private readonly BasicBlock[] _blocks;
    private readonly bool[] _isLoopHead;
    private readonly List<BlockVersion>[] _versions;
    private readonly Stack<Action> _work;
    private readonly Queue<Action> _cold;
    private readonly Hint[] _hints;
    private readonly Dictionary<int, OperandFeedback> _feedback;
    private readonly List<CompiledSite> _sites = [];
    private readonly DynamicMethod _host;
    private readonly CilWriter _il;
    private readonly bool _keepsParameters;
    private readonly bool _keepsAll;
    private readonly string? _falsified;
    private Label _reify;
    private int _instructions;

    /// <summary>What is known of the registers at the point that is being compiled.</summary>
    private Rep[] _reps;

    internal MethodCompiler(CompilationRequest request)
        : this(request, null)
    {
    }

    /// <param name="parameters">For the method that a procedure calls itself by: what is known of its parameters. Null: the method for everybody.</param>
    private MethodCompiler(CompilationRequest request, Rep[]? parameters)
        : this(request, request.Code, new CompiledMethod(request.Machine, request.Code, request.Compilation))
    {
        _root = this;
        _parameters = parameters;
        _hints = request.Hints;
        _feedback = request.Feedback;
        _work = new Stack<Action>();
        _cold = new Queue<Action>();
        _host = new DynamicMethod(
            _code.Name?.Name ?? "anonymous",
            typeof(object),
            parameters is null
                ? [typeof(CompiledMethod), typeof(Closure), typeof(object), typeof(long), typeof(object), typeof(long), typeof(object), typeof(long)]
                : OwnSignature(parameters),
            typeof(MethodCompiler).Module,
            skipVisibility: true)
        { InitLocals = false };
        _il = new CilWriter(_host.GetILGenerator(1024), request.KeepsText);
    }

    /// <summary>For a procedure that is compiled into the code of its caller.</summary>
    private MethodCompiler(MethodCompiler caller, InlinedSite site, CodeObject code, CompiledMethod method)
        : this(caller._request, code, method)
    {
        _root = caller._root;
        _site = site;
        _hints = new Hint[code.FrameSize];
        _feedback = method.Compilation.Feedback;
        _work = caller._work;
        _cold = caller._cold;
        _host = caller._host;
        _il = caller._il;
        _ticksAreLocal = caller._ticksAreLocal;
        _own = code == _root._code ? _root._own : null;
        _callsItself = code == _root._code && _root._callsItself;
    }

#pragma warning disable CS8618 // The constructors above set the rest.
    private MethodCompiler(CompilationRequest request, CodeObject code, CompiledMethod method)
    {
        _request = request;
        _members = request.Members;
        _machine = request.Machine;
        _code = code;
        _method = method;
        _words = code.Instructions;
        _blocks = code.Blocks.Blocks;
        _versions = new List<BlockVersion>[_blocks.Length];
        _isLoopHead = new bool[_blocks.Length];
        foreach (var block in _blocks)
        {
            if (code.EndsInLoop(block))
            {
                _isLoopHead[block.Jump] = true;
                _ticksAreLocal = true;
            }
        }

        _reps = new Rep[code.FrameSize];
        _keepsParameters = (code.Marks & CodeMarks.Internal) == 0;
        _keepsAll = _machine.Options.KeepStack;
        _falsified = _machine.Options.Jit?.Falsify;
        FindSelfCalls();
    }
#pragma warning restore CS8618

    /// <summary>Bytes of CIL.</summary>
    internal int Size => _il.Size + (_own is null || _own == this ? 0 : _own.Size);

    /// <summary>What was compiled, as text, if the request wants it.</summary>
    internal string DumpText => _own is null || _own == this ? $"{_il.Text}" : $"{_il.Text}\nits own method\n{_own._il.Text}";

    /// <summary>Where the method may leave.</summary>
    internal CompiledSite[] Sites => _own is null || _own == this ? _method.Sites : [.. _method.Sites, .. _own._method.Sites];

    /// <summary>Why code is not compiled at all, in words; null: it is.</summary>
    internal static string? Refuses(CodeObject code) =>
        !code.IsPrepared ? "it was never called"
        : code.Instructions.Length > MostWords ? "it has too many instructions"
        : code.FrameSize > MostRegisters ? "it has too many registers"
        : code.Parameters.RegisterCount > VirtualMachine.MostCompiledArguments ? "it has too many parameters"
        : null;

    /// <summary>Compiles, up to the host's machine code.</summary>
    internal CompiledEntry Compile()
    {
        if (_callsItself && HasOwnMethod())
        {
            // Its calls of itself need not look at types again, nor go by way of what everybody uses.
            var own = new MethodCompiler(_request, ParametersByHints());
            own._own = own;
            own.EmitAll();
            _own = own;
        }

        EmitAll();
        var entry = (CompiledEntry)_host.CreateDelegate(typeof(CompiledEntry), _method);
        if (_own is not null)
        {
            PrepareNow(_own._host);
        }

        PrepareNow(_host);
        return entry;
    }

    /// <summary>Has the host make machine code of a method on this thread, not at its first call on the machine's.</summary>
    private static void PrepareNow(DynamicMethod method) => RuntimeHelpers.PrepareMethod(HandleOf(method));

    /// <summary>The handle of a method, which the host's public API gives of other kinds of methods only.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetMethodDescriptor")]
    private static extern RuntimeMethodHandle HandleOf(DynamicMethod method);

    private void EmitAll()
    {
        _reify = _il.DefineLabel();
        bool isEntry = _request.Start == EntryPoint.Call;
        EmitProlog(isEntry);
        if (isEntry)
        {
            GoTo(0);
        }
        else
        {
            EmitRestOfBlock(_request.Start.Pc);
        }

        while (true)
        {
            if (_work.TryPop(out var block))
            {
                block();
            }
            else if (_cold.TryDequeue(out var cold))
            {
                cold();
            }
            else
            {
                break;
            }
        }

        foreach (var inlined in _inlined)
        {
            inlined.EmitEnds();
        }

        EmitEnds();
    }

    private void EmitVersion(BlockVersion version)
    {
        _il.MarkLabel(version.Label);
        _reps = (Rep[])version.Reps.Clone();
        int start = _blocks[version.Block].Start;
        if (version.IsExit)
        {
            _il.Emit(OpCodes.Br, ExitAt(start, CompiledSignal.Redo));
            return;
        }

        EmitRestOfBlock(start);
    }

    /// <summary>The instructions of a block from one on, and the way to the next.</summary>
    private void EmitRestOfBlock(int pc)
    {
        var block = _blocks[_code.Blocks.BlockAt(pc)];
        _globalsInRegisters.Clear();
        _freshClosures.Clear();
        foreach (var (register, code) in _closureParameters)
        {
            _freshClosures.Add(register, code);
        }

        _selfInRegisters.Clear();
        _primitivesInRegisters.Clear();
        _chargedTo = 0;
        while (pc < block.End)
        {
            var instruction = new Instruction(_words, pc);
            _root._instructions++;
            if (_il.Text is not null)
            {
                _il.Remark(Disassembler.Instruction(_words.AsSpan(), pc) + "   " + string.Join(' ', _reps));
            }

            if (instruction.Opcode == Opcode.MakeClosure)
            {
                pc = EmitClosure(instruction, block.End);
                continue;
            }

            if (!Emit(instruction))
            {
                // Control does not go on from here: a jump, a return, or an exit.
                return;
            }

            if (_falsified is not null)
            {
                Falsify(instruction);
            }

            pc += instruction.Length;
        }

        GoTo(block.Next);
    }

    /// <summary>For tests of what finds wrong compilations: a fixnum that an instruction of the opcode gives is wrong by one.</summary>
    private void Falsify(in Instruction instruction)
    {
        if (instruction.Info.Name == _falsified && _reps[instruction["target"]] == Rep.Fixnum)
        {
            int target = instruction["target"];
            _il.Emit(OpCodes.Ldloc, BitsLocal(target));
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Stloc, BitsLocal(target));
        }
    }

    // ---- versions of blocks

    /// <summary>Ends the code at hand by going to a block.</summary>
    private void GoTo(int block)
    {
        var version = VersionFor(block);
        Convert(version.Reps);
        _il.Emit(OpCodes.Br, version.Label);
    }

    /// <summary>A label for a conditional jump to a block.</summary>
    private Label LabelFor(int block)
    {
        var version = VersionFor(block);
        if (!NeedsConversion(version.Reps))
        {
            return version.Label;
        }

        var label = _il.DefineLabel();
        Rep[] reps = (Rep[])_reps.Clone();
        Later(reps, () =>
        {
            _il.MarkLabel(label);
            Convert(version.Reps);
            _il.Emit(OpCodes.Br, version.Label);
        });
        return label;
    }

    private BlockVersion VersionFor(int block)
    {
        var versions = _versions[block] ??= [];
        int start = _blocks[block].Start;
        var wanted = new Rep[_reps.Length];
        foreach (int register in Needed(start, _code.Liveness.Before(_code, start), int.MaxValue))
        {
            wanted[register] = _reps[register];
        }

        foreach (var version in versions)
        {
            if (version.Reps.AsSpan().SequenceEqual(wanted))
            {
                return version;
            }
        }

        if (versions.Count >= (_isLoopHead[block] ? MostVersionsOfLoopHead : MostVersions) || _root._instructions > MostInstructions)
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                wanted[i] = wanted[i] == Rep.Dead ? Rep.Dead : Rep.Any;
            }

            foreach (var version in versions)
            {
                if (version.Reps.AsSpan().SequenceEqual(wanted))
                {
                    return version;
                }
            }
        }

        var made = new BlockVersion(block, wanted, _il.DefineLabel()) { IsExit = _root._instructions > MostInstructions };
        versions.Add(made);
        _work.Push(() => EmitVersion(made));
        return made;
    }

    private bool NeedsConversion(Rep[] wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == Rep.Any && _reps[i] != Rep.Any)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts registers into their full form where a version wants that.</summary>
    private void Convert(Rep[] wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == Rep.Any)
            {
                MakeAny(i);
            }
        }
    }

    // ---- cold code

    /// <summary>Code to be emitted out of the way, with the knowledge of now.</summary>
    private void Later(Rep[] reps, Action emit) => _cold.Enqueue(() =>
    {
        _reps = (Rep[])reps.Clone();
        emit();
    });

    // ---- the beginning

    private void EmitProlog(bool isEntry)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, _members.Machine);
        _il.Emit(OpCodes.Stloc, MachineLocal);
        if (_parameters is not null)
        {
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Stloc, Mark);
        }
        else
        {
            TakeMark();
        }

        if (_parameters is not null)
        {
            LoadOwnArguments(_parameters);
        }
        else if (isEntry)
        {
            EmitEntryChecks();
            LoadArguments();
        }
        else
        {
            LoadRegisters();
        }

        ReloadTicks();
    }

    /// <summary>How the method is called. Not looked at here: a branch that is taken for some callers would often be predicted wrongly.</summary>
    private void TakeMark()
    {
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.TailMark);
        _il.Emit(OpCodes.Stloc, Mark);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stfld, _members.TailMark);
    }

    /// <summary>Enough of the host's stack?</summary>
    private void EmitEntryChecks()
    {
        var tooDeep = _il.DefineLabel();
        var probe = _il.DeclareLocal(typeof(int));

        _il.Emit(OpCodes.Ldloca, probe);
        _il.Emit(OpCodes.Conv_U);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.HostStackLimit);
        _il.Emit(OpCodes.Blt_Un, tooDeep);
        _cold.Enqueue(() =>
        {
            _il.MarkLabel(tooDeep);
            int count = _code.Parameters.RegisterCount;
            for (int i = 0; i < count && i < 3; i++)
            {
                AddressOfArgument(i);
                _il.Emit(OpCodes.Dup);
                _il.EmitArgument(2 + (2 * i));
                _il.Emit(OpCodes.Stfld, _members.Ref);
                _il.EmitArgument(3 + (2 * i));
                _il.Emit(OpCodes.Stfld, _members.Bits);
            }

            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldarg_1);
            _il.Emit(OpCodes.Ldc_I4, count);
            _il.Emit(OpCodes.Ldloc, Mark);
            _il.Emit(OpCodes.Call, _members.EnterLater);
            _il.Emit(OpCodes.Ret);
        });
    }

    private void LoadArguments()
    {
        int count = _code.Parameters.RegisterCount;
        for (int i = 0; i < count; i++)
        {
            if (i < 3)
            {
                _il.EmitArgument(2 + (2 * i));
                _il.Emit(OpCodes.Stloc, RefLocal(i));
                _il.EmitArgument(3 + (2 * i));
                _il.Emit(OpCodes.Stloc, BitsLocal(i));
            }
            else
            {
                AddressOfArgument(i);
                _il.Emit(OpCodes.Stloc, Place);
                LoadAny(i);
                _il.Emit(OpCodes.Ldloc, Place);
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Stfld, _members.Ref);
            }

            _reps[i] = Rep.Any;
        }
    }

    /// <summary>Registers of an activation of the stack: the arguments say where they are, and which value arrived.</summary>
    private void LoadRegisters()
    {
        int pc = _request.Start.Pc;
        var live = _code.Liveness.Before(_code, pc);
        int lostFrom = LostFrom(pc);
        var registers = _il.DeclareLocal(typeof(Value).MakeByRefType());
        int arrived = _request.Start.Kind == EntryKind.Arrival ? (_words[pc - 1] >> 8) & 255 : -1;
        _il.Emit(OpCodes.Ldarg_2);
        _il.Emit(OpCodes.Call, _members.FirstOfArray);
        _il.Emit(OpCodes.Ldarg_3);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldc_I4, 16);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, registers);
        for (int i = 0; i < _reps.Length; i++)
        {
            if (!BitSet.Contains(live, i) && !(i < lostFrom && IsKept(pc, i)))
            {
                continue;
            }

            if (i == arrived)
            {
                _il.EmitArgument(4);
                _il.Emit(OpCodes.Stloc, RefLocal(i));
                _il.EmitArgument(5);
                _il.Emit(OpCodes.Stloc, BitsLocal(i));
                Set(i, Rep.Any);
                continue;
            }

            _il.Emit(OpCodes.Ldloc, registers);
            _il.Emit(OpCodes.Ldc_I4, i * 16);
            _il.Emit(OpCodes.Add);
            LoadFrom(i);
        }
    }
}

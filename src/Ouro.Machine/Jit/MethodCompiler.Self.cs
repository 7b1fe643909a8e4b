// A procedure's calls of itself. One in tail position is a jump to the beginning. Another one goes to a method of its own, whose
// parameters are what the hints say (integers and doubles as such): it is compiled beside the method for everybody, from the same code.
// A call whose arguments are something else, or that finds the procedure redefined, takes the general way. Large code that has
// nothing from such parameters is compiled once: its calls of itself are those of everybody, but for looking at what they call.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private const int MostOwnParameters = 8;

    /// <summary>Words of code beyond which it is not compiled twice for nothing but a cheaper call.</summary>
    private const int MostWordsTwice = 60;

    /// <summary>Registers that hold the procedure itself.</summary>
    private readonly HashSet<int> _selfInRegisters = [];

    private readonly Rep[]? _parameters;

    /// <summary>The compiler of the method that the procedure calls itself by, or null.</summary>
    private MethodCompiler? _own;

    /// <summary>Registers that are looked at as pairs or lists somewhere: a number in one is an exception, whatever was seen.</summary>
    private readonly HashSet<int> _takenForData = [];

    /// <summary>The whole code is compiled from its entry, and calls itself with as many arguments as it takes.</summary>
    private bool _callsItself;
    private bool _leavesByTailCall;

    /// <summary>Whether a global variable holds the procedure that is compiled, at the moment.</summary>
    private bool HoldsSelf(Cell cell) => cell.Content.Ref is Closure closure && closure.Code == _code;

    /// <summary>Looks for calls of the procedure by itself.</summary>
    private void FindSelfCalls()
    {
        int count = _code.Parameters.ExactArity;
        var self = new HashSet<int>();
        for (int pc = 0; pc < _words.Length;)
        {
            var instruction = new Instruction(_words, pc);
            switch (instruction.Opcode)
            {
                case Opcode.Self:
                    _ = self.Add(instruction["target"]);
                    break;
                case Opcode.Global when _code.Constants[instruction["cell"]].Ref is Cell cell && HoldsSelf(cell):
                    _ = self.Add(instruction["target"]);
                    break;
                case Opcode.Car or Opcode.Cdr:
                    _ = _takenForData.Add(instruction["pair"]);
                    break;
                case Opcode.BranchPair or Opcode.BranchNull:
                    _ = _takenForData.Add(instruction["source"]);
                    break;
                case Opcode.CallGlobal when instruction["count"] == count && _code.Constants[instruction["cell"]].Ref is Cell cell && HoldsSelf(cell):
                case Opcode.Call when instruction["count"] == count && self.Contains(instruction["area"] + 1):
                    _callsItself = count is >= 0 and <= MostOwnParameters && _request.Start == EntryPoint.Call;
                    break;
                case Opcode.TailCall or Opcode.ContinueCall when instruction["count"] == count && self.Contains(instruction["area"] + 1):
                    _isLoopHead[0] = true;
                    _ticksAreLocal = true;
                    _leavesByTailCall = true;
                    break;
                case Opcode.TailCall or Opcode.ContinueCall or Opcode.TailCallFar:
                    _leavesByTailCall = true;
                    break;
            }

            pc += instruction.Length;
        }
    }

    /// <summary>Whether calls of the procedure by itself get a method of their own.</summary>
    private bool HasOwnMethod() => _words.Length <= MostWordsTwice || Array.Exists(ParametersByHints(), rep => rep != Rep.Any);

    private Rep[] ParametersByHints()
    {
        var reps = new Rep[_code.Parameters.ExactArity];
        for (int i = 0; i < reps.Length; i++)
        {
            reps[i] = _hints[i] switch
            {
                _ when _takenForData.Contains(i) => Rep.Any,
                Hint.Fixnum => Rep.Fixnum,
                Hint.Flonum => Rep.Flonum,
                _ => Rep.Any,
            };
        }

        return reps;
    }

    private Type[] OwnSignature(Rep[] parameters)
    {
        var types = new List<Type> { typeof(CompiledMethod), typeof(Closure) };
        foreach (var rep in parameters)
        {
            switch (rep)
            {
                case Rep.Fixnum:
                    types.Add(typeof(long));
                    break;
                case Rep.Flonum:
                    types.Add(typeof(double));
                    break;
                default:
                    types.Add(typeof(object));
                    types.Add(typeof(long));
                    break;
            }
        }

        for (int i = Padding(parameters); i > 0; i--)
        {
            types.Add(typeof(long));
        }

        return types.ToArray();
    }

    /// <summary>Further arguments, so that there is as much room for arguments as a tail call of another procedure needs.</summary>
    private int Padding(Rep[] parameters)
    {
        int words = 2;
        foreach (var rep in parameters)
        {
            words += rep == Rep.Fixnum ? 1 : rep == Rep.Flonum ? 0 : 2;
        }

        return _leavesByTailCall ? Math.Max(0, 8 - words) : 0;
    }

    private void LoadOwnArguments(Rep[] parameters)
    {
        var tooDeep = _il.DefineLabel();
        var probe = _il.DeclareLocal(typeof(int));
        _il.Emit(OpCodes.Ldloca, probe);
        _il.Emit(OpCodes.Conv_U);
        _il.Emit(OpCodes.Ldloc, MachineLocal);
        _il.Emit(OpCodes.Ldfld, _members.HostStackLimit);
        int argument = 2;
        var stores = new List<Action>();
        for (int i = 0; i < parameters.Length; i++)
        {
            int register = i;
            int first = argument;
            switch (parameters[i])
            {
                case Rep.Fixnum:
                    stores.Add(() => _il.Emit(OpCodes.Stloc, BitsLocal(register)));
                    argument += 1;
                    break;
                case Rep.Flonum:
                    stores.Add(() => _il.Emit(OpCodes.Stloc, DoubleLocal(register)));
                    argument += 1;
                    break;
                default:
                    stores.Add(() =>
                    {
                        _il.Emit(OpCodes.Stloc, RefLocal(register));
                        _il.EmitArgument(first + 1);
                        _il.Emit(OpCodes.Stloc, BitsLocal(register));
                    });
                    argument += 2;
                    break;
            }

            _il.EmitArgument(first);
            stores[i]();
            _reps[i] = parameters[i];
        }

        _il.Emit(OpCodes.Blt_Un, tooDeep);
        Later((Rep[])_reps.Clone(), () =>
        {
            _il.MarkLabel(tooDeep);
            StoreArguments(0, 0, parameters.Length);
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            _il.Emit(OpCodes.Ldarg_1);
            _il.Emit(OpCodes.Ldc_I4, parameters.Length);
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Call, _members.EnterLater);
            _il.Emit(OpCodes.Ret);
        });
    }

    /// <summary>Calls the procedure that is compiled; the result is on the stack.</summary>
    /// <param name="got">Where to go with a result that came by the way for everybody, as an argument was not what its own method takes.</param>
    /// <param name="slow">Where to go if there is no such way.</param>
    private void EmitOwnCall(int first, int count, Label got, Label slow)
    {
        if (_own is null)
        {
            StoreArguments(first, 3, count);
            _il.Emit(OpCodes.Ldarg_0);
            PushClosure();
            PushThreeArguments(first, count);
            _il.Emit(OpCodes.Call, _root._host);
            return;
        }

        var parameters = _own._parameters!;
        var general = _il.DefineLabel();
        if (Array.Exists(parameters, rep => rep != Rep.Any))
        {
            Later((Rep[])_reps.Clone(), () =>
            {
                _il.MarkLabel(general);
                if (PlaceNear(_code) is null)
                {
                    _il.Emit(OpCodes.Br, slow);
                    return;
                }

                EmitDirectCall(-1, first, count, slow, isTail: false, new Expected(_code, true, PushClosure));
                _il.Emit(OpCodes.Stloc, Result);
                _il.Emit(OpCodes.Br, got);
            });
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i] == Rep.Fixnum)
            {
                GuardFixnum(first + i, general);
            }
            else if (parameters[i] == Rep.Flonum)
            {
                GuardFlonum(first + i, general);
            }
        }

        if (_own == _root)
        {
            _il.Emit(OpCodes.Ldarg_0);
        }
        else
        {
            PushNear(PlaceNear(_own._method) ?? throw new InvalidOperationException("no room for the procedure's own method"));
        }

        PushClosure();
        for (int i = 0; i < parameters.Length; i++)
        {
            switch (parameters[i])
            {
                case Rep.Fixnum:
                    PushBits(first + i);
                    break;
                case Rep.Flonum:
                    PushDouble(first + i);
                    break;
                default:
                    PushRef(first + i);
                    PushBits(first + i);
                    break;
            }
        }

        for (int i = _own.Padding(parameters); i > 0; i--)
        {
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Conv_I8);
        }

        _il.Emit(OpCodes.Call, _own._host);
    }

    /// <summary>Whether a call is one of the procedure by itself, as far as is known: a global variable is looked at when it is made.</summary>
    /// <param name="global">The variable that the procedure comes from, or null.</param>
    /// <param name="procedure">Its register, or -1.</param>
    private bool IsSelfCall(in Instruction instruction, Cell? global, int procedure, int count) =>
        count == _code.Parameters.ExactArity
        && (_selfInRegisters.Contains(procedure) || (global is not null && HoldsSelf(global) && !_feedback.ContainsKey(instruction.Pc)));

    /// <summary>A tail call of the procedure by itself: from the beginning, with other arguments.</summary>
    private void EmitSelfTailCall(in Instruction instruction, int area, int count)
    {
        for (int i = 0; i < count; i++)
        {
            MoveRegister(i, area + 2 + i);
        }

        if (instruction.Opcode != Opcode.ContinueCall)
        {
            _il.Emit(OpCodes.Ldloc, Mark);
            _il.Emit(OpCodes.Ldc_I4, VirtualMachine.TailCallBit);
            _il.Emit(OpCodes.Or);
            _il.Emit(OpCodes.Stloc, Mark);
        }

        GoTo(0);
    }
}

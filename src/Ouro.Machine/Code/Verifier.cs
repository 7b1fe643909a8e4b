// Checks a code object before it runs for the first time, so that the interpreter need not check anything. What holds afterwards:
//
//   - control stays on instruction starts, and cannot run off the end; only `loop`, which is charged a tick, goes back;
//   - registers, runs of registers and call areas lie within the frame; captured variables within the closure;
//   - constants, frame states and inline-cache sites exist, and constants have the class that the row relies on;
//   - the last word of a call has a target register that exists, because a return writes there;
//   - every register holds a value on every path that reads it;
//   - handlers cover whole instructions, and `caught` stands only where a handler starts.
//
// First a sweep over the instructions, then forward dataflow over the labels. Neither recurses, and both are bounded:
// code may come from a hostile file. The verifier also serves between compiler passes.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Verifies one code object.</summary>
internal sealed class Verifier
{
    private readonly CodeObject _code;
    private readonly CodeParts _parts;
    private readonly int[] _words;
    private readonly ulong[] _starts;
    private readonly ulong[] _jumpTargets;
    private readonly ulong[] _handlerTargets;
    private readonly ulong[] _caught;
    private bool _hasCaught;
    private readonly uint[] _unused = new uint[OpcodeTable.LongestInstruction];
    private Condition? _failure;

    private Verifier(CodeObject code, CodeParts parts)
    {
        _code = code;
        _parts = parts;
        _words = parts.Instructions;
        int size = BitSet.WordsFor(_words.Length + 1);
        _starts = new ulong[size];
        _jumpTargets = new ulong[size];
        _handlerTargets = new ulong[size];
        _caught = new ulong[size];
    }

    /// <summary>Checks code that was loaded. Takes time about linear in its size.</summary>
    /// <returns>Null, or what is wrong: a condition of kind <see cref="ConditionKind.BadCode"/> that names the instruction.</returns>
    internal static Condition? Verify(CodeObject code)
    {
        var parts = code.Parts;
        var verifier = new Verifier(code, parts);
        return verifier.CheckShape() && verifier.Sweep() && verifier.CheckTargets()
            && (parts.Handlers.Length == 0 && !verifier._hasCaught || verifier.CheckHandlers()) && verifier.CheckTables()
            ? DefiniteAssignment.Check(code, parts, verifier._jumpTargets, verifier._handlerTargets)
            : verifier._failure;
    }

    /// <summary>A condition about a whole code object.</summary>
    internal static Condition Failure(CodeObject code, string problem) =>
        new(ConditionKind.BadCode, $"bad code ({code}): {problem}");

    /// <summary>A condition about one instruction.</summary>
    internal static Condition Failure(CodeObject code, int pc, string problem) =>
        new(ConditionKind.BadCode, FormattableString.Invariant($"bad code ({code}), word {pc}, {Disassembler.Instruction(code.Instructions, pc)}: {problem}"));

    private bool Fail(string problem)
    {
        _failure = Failure(_code, problem);
        return false;
    }

    private bool Fail(int pc, string problem)
    {
        _failure = Failure(_code, pc, problem);
        return false;
    }

    private bool CheckShape()
    {
        var parameters = _parts.Parameters;
        return _code.FrameSize is < 0 or > CodeObject.MaximumFrameSize ? Fail(Number($"the frame has {_code.FrameSize} registers"))
            : _code.FreeCount is < 0 or > CodeObject.MaximumFreeCount ? Fail(Number($"there are {_code.FreeCount} captured variables"))
            : ParameterShape.Problem(parameters.Required, parameters.Optional, parameters.HasRest, parameters.Keywords.Length) is { } problem ? Fail(problem)
            : parameters.RegisterCount > _code.FrameSize ? Fail(Number($"{parameters.RegisterCount} parameters need more than the {_code.FrameSize} registers of the frame"))
            : _words.Length == 0 ? Fail("there are no instructions")
            : true;
    }

    private bool Sweep()
    {
        bool endsBlock = true;
        int pc = 0;
        int length;
        for (; pc < _words.Length; pc += length)
        {
            var info = OpcodeTable.Of(_words[pc]);
            if (info is null)
            {
                return Fail(pc, "there is no such opcode");
            }

            length = info.Length;
            if (length > _words.Length - pc)
            {
                return Fail(pc, "the instruction is cut off by the end of the code");
            }

            BitSet.Add(_starts, pc);
            if (!CheckInstruction(pc, info))
            {
                return false;
            }

            if (info.Opcode == Opcode.Caught)
            {
                _hasCaught = true;
                BitSet.Add(_caught, pc);
                if (!endsBlock || pc == 0)
                {
                    return Fail(pc, "control can reach it without a raise");
                }
            }

            endsBlock = info.EndsBlock;
        }

        return endsBlock || Fail("control can run off the end of the code");
    }

    private bool CheckInstruction(int pc, OpcodeInfo info)
    {
        ReadOnlySpan<int> instruction = _words.AsSpan(pc, info.Length);
        // Not on the host's stack: it would compile the whole method with all optimisations at every start.
        var unused = _unused;
        for (int i = 1; i < info.Length; i++)
        {
            unused[i] = uint.MaxValue;
        }

        unused[0] = ~0xFFu;
        var operands = info.Operands;
        foreach (var operand in operands)
        {
            int number = operand.Decode(instruction);
            unused[operand.Word] &= ~(operand.Width == 32 ? uint.MaxValue : ((1u << operand.Width) - 1) << operand.Shift);
            switch (operand.Kind)
            {
                case OperandKind.Read or OperandKind.Write:
                    if (number >= _code.FrameSize)
                    {
                        return BeyondFrame(pc, number);
                    }

                    break;

                case OperandKind.Run:
                    long end = number + (long)operands[operand.CountOperand].Decode(instruction);
                    if (info.Opcode == Opcode.UnpackValues)
                    {
                        end += RegisterUse.Named(info, "rest").Decode(instruction);
                    }

                    // A run of no registers may begin just beyond the frame.
                    if (end > _code.FrameSize)
                    {
                        return BeyondFrame(pc, end - 1);
                    }

                    break;

                case OperandKind.Area:
                    if (!CheckArea(pc, info, instruction, number))
                    {
                        return false;
                    }

                    break;

                case OperandKind.Count:
                    if (info.Opcode is Opcode.FarGet or Opcode.FarSet && number >= _code.FrameSize)
                    {
                        return BeyondFrame(pc, number);
                    }

                    // Each case-jump is one word. Here, because a method of its own would be compiled at every start.
                    for (int i = info.Opcode == Opcode.Switch ? number : 0; i > 0; i--)
                    {
                        if (pc + i >= _words.Length || (byte)_words[pc + i] != (byte)Opcode.CaseJump)
                        {
                            return Fail(pc, Number($"it must be followed by {number} case-jumps"));
                        }
                    }

                    if (info.Opcode == Opcode.Free && number >= _code.FreeCount)
                    {
                        return Fail(pc, Number($"the closure has {_code.FreeCount} captured variables"));
                    }

                    break;

                case OperandKind.Flag:
                    if ((uint)number > 1)
                    {
                        return Fail(pc, Number($"the flag {operand.Name} is {number}, not 0 or 1"));
                    }

                    break;

                case OperandKind.Constant:
                    if ((uint)number >= (uint)_parts.Constants.Length)
                    {
                        return Fail(pc, Number($"there are {_parts.Constants.Length} constants"));
                    }

                    if (operand.ConstantClass is { } required && !required.IsInstanceOfType(_parts.Constants[number].Ref))
                    {
                        return Fail(pc, Number($"constant {number} must be {Disassembler.ClassName(required)}"));
                    }

                    break;

                case OperandKind.FrameState:
                    if ((uint)number >= (uint)_parts.FrameStates.Length)
                    {
                        return Fail(pc, Number($"there are {_parts.FrameStates.Length} frame states"));
                    }

                    break;

                case OperandKind.Site:
                    if ((uint)number >= (uint)_parts.CacheSites.Length)
                    {
                        return Fail(pc, Number($"there are {_parts.CacheSites.Length} inline-cache sites"));
                    }

                    break;

                case OperandKind.Jump:
                    long target = pc + (long)info.Length + number;
                    if (target < 0 || target >= _words.Length)
                    {
                        return Fail(pc, Number($"word {target}, its target, is outside of the code"));
                    }

                    if (number < 0 && info.Opcode != Opcode.Loop)
                    {
                        return Fail(pc, "only loop may go back");
                    }

                    BitSet.Add(_jumpTargets, (int)target);
                    break;
            }
        }

        for (int i = 0; i < info.Length; i++)
        {
            if ((instruction[i] & unused[i]) != 0)
            {
                return Fail(pc, "bits that mean nothing are not zero");
            }
        }

        return true;
    }

    private bool CheckArea(int pc, OpcodeInfo info, ReadOnlySpan<int> instruction, int area)
    {
        int count = RegisterUse.Named(info, "count").Decode(instruction);
        if (count < 0 || area + 2L + count > _code.FrameSize)
        {
            return Fail(pc, Number($"the call area, {count} arguments from register {area + 2L} on, does not fit into the frame of {_code.FrameSize} registers"));
        }

        if (info.Opcode is Opcode.CallApply or Opcode.TailApply && count == 0)
        {
            return Fail(pc, "there is no argument that could be the list of further arguments");
        }

        if (info.Opcode is Opcode.CallKeywords or Opcode.TailKeywords)
        {
            int constant = RegisterUse.Named(info, "names").Decode(instruction);
            if ((uint)constant < (uint)_parts.Constants.Length && _parts.Constants[constant].Ref is Vector names)
            {
                if (names.Items.Length > count)
                {
                    return Fail(pc, Number($"there are {names.Items.Length} names for {count} arguments"));
                }

                foreach (var name in names.Items)
                {
                    if (name.Ref is not Symbol)
                    {
                        return Fail(pc, "a name of an argument is no symbol");
                    }
                }
            }
        }

        return true;
    }

    private bool CheckTargets()
    {
        for (int pc = BitSet.Next(_jumpTargets, 0); pc >= 0; pc = BitSet.Next(_jumpTargets, pc + 1))
        {
            if (!BitSet.Contains(_starts, pc))
            {
                return Fail(Number($"a jump leads into the middle of an instruction, to word {pc}"));
            }
        }

        return true;
    }

    private bool CheckHandlers()
    {
        for (int i = 0; i < _parts.Handlers.Length; i++)
        {
            var handler = _parts.Handlers[i];
            string? problem =
                handler.From < 0 || handler.From >= handler.To || handler.To > _words.Length ? "its range is empty or outside of the code"
                : !BitSet.Contains(_starts, handler.From) || handler.To < _words.Length && !BitSet.Contains(_starts, handler.To) ? "its range does not begin and end at instructions"
                : handler.Target < 0 || handler.Target >= _words.Length || !BitSet.Contains(_starts, handler.Target) ? "it does not start at an instruction"
                : handler.Target >= handler.From && handler.Target < handler.To ? "it lies in its own range"
                : handler.Depth < 0 || handler.Depth > _code.FrameSize ? "its register depth is outside of the frame"
                : null;
            if (problem is not null)
            {
                return Fail(Number($"exception handler {i} (words {handler.From} to {handler.To}, target {handler.Target}, depth {handler.Depth}): {problem}"));
            }

            BitSet.Add(_handlerTargets, handler.Target);
        }

        for (int pc = BitSet.Next(_caught, 0); pc >= 0; pc = BitSet.Next(_caught, pc + 1))
        {
            if (!BitSet.Contains(_handlerTargets, pc))
            {
                return Fail(pc, "no exception handler starts here");
            }

            if (BitSet.Contains(_jumpTargets, pc))
            {
                return Fail(pc, "a jump leads here, so control can reach it without a raise");
            }
        }

        return true;
    }

    private bool CheckTables()
    {
        for (int i = 0; i < _parts.Constants.Length; i++)
        {
            if (_parts.Constants[i].Ref is CodeObject { FreeCount: < 0 or > CodeObject.MaximumFreeCount } nested)
            {
                return Fail(Number($"constant {i}, a code object, has {nested.FreeCount} captured variables"));
            }
        }

        for (int i = 0; i < _parts.FrameStates.Length; i++)
        {
            if (FrameStateChecker.CheckRow(_code, _parts.FrameStates[i], _starts) is { } problem)
            {
                return Fail(Number($"frame state {i}: {problem}"));
            }
        }

        return true;
    }

    private bool BeyondFrame(int pc, long register) =>
        Fail(pc, Number($"register {register} is beyond the frame of {_code.FrameSize} registers"));

    private static string Number(FormattableString text) => FormattableString.Invariant(text);
}

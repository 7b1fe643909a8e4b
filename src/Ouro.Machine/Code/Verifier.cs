// Checks a code object before it runs for the first time, so that the interpreter need not check anything. What holds afterwards:
//
//   - control stays on instruction starts, and cannot run off the end; only `loop`, which is charged a tick, goes back;
//   - registers, runs of registers and call areas lie within the frame; captured variables within the closure;
//   - constants, frame states and inline-cache sites exist, and constants have the class that the row relies on;
//   - the last word of a call has a target register that exists, because a return writes there;
//   - every register holds a value on every path that reads it;
//   - handlers cover whole instructions, and `caught` stands only where a handler starts.
//
// First a sweep over the instructions, then forward dataflow over the labels (DefiniteAssignment). Neither recurses, and both are
// bounded: code may come from a hostile file. The verifier also serves between compiler passes.
//
// It runs over everything that a program uses while the program starts, so it reads the packed operands, which need no decoding
// of rows, in few and large methods that are compiled well from the start; words for what is wrong are in VerifierRules.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Verifies one code object.</summary>
internal sealed class Verifier
{
    private readonly CodeObject _code;
    private readonly int[] _words;
    private readonly int _frameSize;
    private readonly ulong[] _starts;
    private readonly ulong[] _jumpTargets;
    private ulong[]? _handlerTargets;
    private ulong[]? _caught;
    private Condition? _failure;

    private Verifier(CodeObject code, int[] words)
    {
        _code = code;
        _words = words;
        _frameSize = code.FrameSize;
        int size = (words.Length >> 6) + 1;
        _starts = new ulong[size];
        _jumpTargets = new ulong[size];
    }

    /// <summary>Checks code that was loaded. Takes time about linear in its size.</summary>
    /// <returns>Null, or what is wrong: a condition of kind <see cref="ConditionKind.BadCode"/> that names the instruction.</returns>
    internal static Condition? Verify(CodeObject code)
    {
        var verifier = new Verifier(code, code.Instructions);
        return verifier.CheckShape() && verifier.Sweep() && verifier.CheckHandlers() && verifier.CheckFrameStates()
            ? DefiniteAssignment.Check(code, verifier._jumpTargets, verifier._handlerTargets)
            : verifier._failure;
    }

    /// <summary>A condition about a whole code object.</summary>
    internal static Condition Failure(CodeObject code, string problem) =>
        new(ConditionKind.BadCode, $"bad code ({code}): {problem}");

    /// <summary>A condition about one instruction.</summary>
    internal static Condition Failure(CodeObject code, int pc, string problem) =>
        new(ConditionKind.BadCode, FormattableString.Invariant($"bad code ({code}), word {pc}, {Disassembler.Instruction(code.Instructions, pc)}: {problem}"));

    private bool Fail(VerifierRule rule, long found = 0, long limit = 0)
    {
        _failure = Failure(_code, VerifierRules.Explain(rule, found, limit));
        return false;
    }

    private bool FailAt(int pc, VerifierRule rule, long found = 0, long limit = 0)
    {
        _failure = Failure(_code, pc, VerifierRules.Explain(rule, found, limit));
        return false;
    }

    private bool CheckShape()
    {
        var parameters = _code.Parameters;
        return (uint)_frameSize > CodeObject.MaximumFrameSize ? Fail(VerifierRule.FrameSize, _frameSize)
            : (uint)_code.FreeCount > CodeObject.MaximumFreeCount ? Fail(VerifierRule.FreeCount, _code.FreeCount)
            : !parameters.IsSensible ? Fail(VerifierRule.Parameters)
            : parameters.RegisterCount > _frameSize ? Fail(VerifierRule.ParametersBeyondFrame, parameters.RegisterCount, _frameSize)
            : _words.Length == 0 ? Fail(VerifierRule.Empty)
            : true;
    }

    /// <summary>Looks at each instruction by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Sweep()
    {
        int[] words = _words;
        var traits = OpcodeTable.Traits;
        bool falls = true;
        int pc = 0;
        int next;
        Span<uint> unused = stackalloc uint[4];
        for (; pc < words.Length; pc = next)
        {
            int opcode = (byte)words[pc];
            if (opcode >= traits.Length)
            {
                return FailAt(pc, VerifierRule.Opcode);
            }

            int length = traits[opcode] & OpcodeTable.LengthMask;
            next = pc + length;
            if (next > words.Length)
            {
                return FailAt(pc, VerifierRule.CutOff);
            }

            BitSet.Add(_starts, pc);
            unused[0] = ~0xFFu;
            unused[1] = unused[2] = unused[3] = uint.MaxValue;
            var operands = OpcodeTable.OperandsOf(opcode);
            foreach (uint operand in operands)
            {
                int number = PackedOperand.Decode(operand, words, pc);
                unused[PackedOperand.Word(operand)] &= ~PackedOperand.Mask(operand);
                switch (PackedOperand.Kind(operand))
                {
                    case OperandKind.Read or OperandKind.Write:
                        if (number >= _frameSize)
                        {
                            return FailAt(pc, VerifierRule.Register, number, _frameSize);
                        }

                        break;

                    case OperandKind.Constant:
                        if (!CheckConstant(pc, operand, number))
                        {
                            return false;
                        }

                        break;

                    case OperandKind.Jump:
                        long target = next + (long)number;
                        if (target < 0 || target >= words.Length)
                        {
                            return FailAt(pc, VerifierRule.JumpOutside, target);
                        }

                        if (number < 0 && opcode != (int)Opcode.Loop)
                        {
                            return FailAt(pc, VerifierRule.JumpBack);
                        }

                        BitSet.Add(_jumpTargets, (int)target);
                        break;

                    case OperandKind.Flag:
                        if ((uint)number > 1)
                        {
                            return FailAt(pc, VerifierRule.Flag, number);
                        }

                        break;

                    case OperandKind.Run:
                        // A run of no registers may begin just beyond the frame.
                        long end = number + (long)PackedOperand.Decode(operands[PackedOperand.Count(operand)], words, pc);
                        if (opcode == (int)Opcode.UnpackValues)
                        {
                            end += RegisterUse.RestOf(words, pc);
                        }

                        if (end > _frameSize)
                        {
                            return FailAt(pc, VerifierRule.Register, end - 1, _frameSize);
                        }

                        break;

                    case OperandKind.Area:
                        int count = PackedOperand.Decode(operands[PackedOperand.Count(operand)], words, pc);
                        if (count < 0 || number + 2L + count > _frameSize)
                        {
                            return FailAt(pc, VerifierRule.Area, number + 2L + count, _frameSize);
                        }

                        if (!CheckArguments(pc, (Opcode)opcode, count))
                        {
                            return false;
                        }

                        break;

                    case OperandKind.Count:
                        if ((opcode is (int)Opcode.FarGet or (int)Opcode.FarSet) && number >= _frameSize)
                        {
                            return FailAt(pc, VerifierRule.Register, number, _frameSize);
                        }

                        if (opcode == (int)Opcode.Free && number >= _code.FreeCount)
                        {
                            return FailAt(pc, VerifierRule.Free, number, _code.FreeCount);
                        }

                        break;

                    case OperandKind.FrameState:
                        if ((uint)number >= (uint)_code.FrameStates.Length)
                        {
                            return FailAt(pc, VerifierRule.FrameState, number, _code.FrameStates.Length);
                        }

                        break;

                    case OperandKind.Site:
                        if ((uint)number >= (uint)_code.CacheSites.Length)
                        {
                            return FailAt(pc, VerifierRule.Site, number, _code.CacheSites.Length);
                        }

                        break;
                }
            }

            for (int i = 0; i < length; i++)
            {
                if ((words[pc + i] & unused[i]) != 0)
                {
                    return FailAt(pc, VerifierRule.UnusedBits);
                }
            }

            if (opcode == (int)Opcode.Caught)
            {
                if (falls)
                {
                    return FailAt(pc, VerifierRule.CaughtFallenInto);
                }

                BitSet.Add(_caught ??= new ulong[_starts.Length], pc);
            }

            falls = (traits[opcode] & OpcodeTable.EndsBlock) == 0;
        }

        if (falls)
        {
            return Fail(VerifierRule.RunsOff);
        }

        for (int i = 0; i < _starts.Length; i++)
        {
            ulong wrong = _jumpTargets[i] & ~_starts[i];
            if (wrong != 0)
            {
                return Fail(VerifierRule.JumpIntoInstruction, (64 * i) + System.Numerics.BitOperations.TrailingZeroCount(wrong));
            }
        }

        return true;
    }

    private bool CheckConstant(int pc, uint operand, int number)
    {
        if ((uint)number >= (uint)_code.ConstantCount)
        {
            return FailAt(pc, VerifierRule.Constant, number, _code.ConstantCount);
        }

        if (OpcodeTable.ConstantClassOf(operand) is { } required && _code.Constants[number].Ref?.GetType() != required)
        {
            _failure = Failure(_code, pc, FormattableString.Invariant($"constant {number} must be {Disassembler.ClassName(required)}"));
            return false;
        }

        return true;
    }

    /// <summary>What some calls expect of their arguments.</summary>
    private bool CheckArguments(int pc, Opcode opcode, int count)
    {
        switch (opcode)
        {
            case Opcode.CallApply or Opcode.TailApply:
                return count > 0 || FailAt(pc, VerifierRule.NoLastArgument);

            case Opcode.CallKeywords or Opcode.TailKeywords:
                int constant = RegisterUse.Named(OpcodeTable.Get(opcode), "names").Decode(_words.AsSpan(pc));
                if ((uint)constant >= (uint)_code.ConstantCount || _code.Constants[constant].Ref is not Vector names)
                {
                    return FailAt(pc, VerifierRule.NamesNoVector, constant);
                }

                if (names.Items.Length > count)
                {
                    return FailAt(pc, VerifierRule.TooManyNames, names.Items.Length, count);
                }

                foreach (var name in names.Items)
                {
                    if (name.Ref is not Symbol)
                    {
                        return FailAt(pc, VerifierRule.NameNoSymbol);
                    }
                }

                return true;

            default:
                return true;
        }
    }

    private bool CheckHandlers()
    {
        var handlers = _code.Handlers;
        if (handlers.Length > 0)
        {
            _handlerTargets = new ulong[_starts.Length];
        }

        for (int i = 0; i < handlers.Length; i++)
        {
            var handler = handlers[i];
            string? problem =
                handler.From < 0 || handler.From >= handler.To || handler.To > _words.Length ? "its range is empty or outside of the code"
                : !BitSet.Contains(_starts, handler.From) || handler.To < _words.Length && !BitSet.Contains(_starts, handler.To) ? "its range does not begin and end at instructions"
                : handler.Target < 0 || handler.Target >= _words.Length || !BitSet.Contains(_starts, handler.Target) ? "it does not start at an instruction"
                : handler.Target >= handler.From && handler.Target < handler.To ? "it lies in its own range"
                : handler.Depth < 0 || handler.Depth > _frameSize ? "its register depth is outside of the frame"
                : null;
            if (problem is not null)
            {
                _failure = Failure(_code, FormattableString.Invariant($"exception handler {i} (words {handler.From} to {handler.To}, target {handler.Target}, depth {handler.Depth}): {problem}"));
                return false;
            }

            BitSet.Add(_handlerTargets!, handler.Target);
        }

        for (int pc = _caught is null ? -1 : BitSet.Next(_caught, 0); pc >= 0; pc = BitSet.Next(_caught, pc + 1))
        {
            if (_handlerTargets is null || !BitSet.Contains(_handlerTargets, pc))
            {
                return FailAt(pc, VerifierRule.CaughtWithoutHandler);
            }

            if (BitSet.Contains(_jumpTargets, pc))
            {
                return FailAt(pc, VerifierRule.CaughtJumpedTo);
            }
        }

        return true;
    }

    private bool CheckFrameStates()
    {
        var rows = _code.FrameStates;
        for (int i = 0; i < rows.Length; i++)
        {
            if (FrameStateChecker.CheckRow(_code, rows[i], _starts) is { } problem)
            {
                _failure = Failure(_code, FormattableString.Invariant($"frame state {i}: {problem}"));
                return false;
            }
        }

        return true;
    }
}

// From the code lists of re._compiler to instructions with absolute targets. Everything that the matcher relies on is checked on the way:
// operands within the list, skips that end where a part ends, groups, places and categories that exist, loops whose ends fit. So a list
// that a program made up is refused, or matches something, but can neither leave the instructions nor the text.

using System.Runtime.CompilerServices;

namespace Ouro.Python.Values.Regex;

/// <summary>Checks and translates one code list.</summary>
internal sealed class RegexTranslator(uint[] code, int groups)
{
    private const int MostGroups = 1 << 20;

    private readonly List<RegexInstruction> _instructions = [];
    private int _loops;
    private int _least;

    /// <summary>The program, or null if the list is wrong.</summary>
    internal RegexProgram? Translate()
    {
        if (groups is < 0 or > MostGroups || code.Length == 0 || code[^1] != (uint)SreOpcode.Success)
        {
            return null;
        }

        int at = 0;
        if (code[0] == (uint)SreOpcode.Info)
        {
            if (code.Length < 5 || Skip(1) is not { } end)
            {
                return null;
            }

            _least = (int)Math.Min(code[3], int.MaxValue);
            at = end;
        }

        if (!Sequence(at, code.Length - 1, out _))
        {
            return null;
        }

        Emit(new(RegexOperation.Accept));
        return new RegexProgram([.. _instructions], groups, _loops, _least);
    }

    /// <summary>The index that a skip at an index leads to, which is beyond the skip and within the list.</summary>
    private int? Skip(int index)
    {
        if (index >= code.Length)
        {
            return null;
        }

        long target = index + (long)code[index];
        return target > index && target <= code.Length ? (int)target : null;
    }

    private int Emit(RegexInstruction instruction)
    {
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }

    private void Patch(int index, Func<RegexInstruction, RegexInstruction> change) => _instructions[index] = change(_instructions[index]);

    private int Next => _instructions.Count;

    /// <summary>Translates a part of the list.</summary>
    /// <param name="at">Where it begins.</param>
    /// <param name="end">Where it must end.</param>
    /// <param name="jump">If it ends in a JUMP: where that leads; otherwise -1. The JUMP is not translated.</param>
    private bool Sequence(int at, int end, out int jump)
    {
        jump = -1;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        while (at < end)
        {
            var opcode = (SreOpcode)code[at];
            if (opcode == SreOpcode.Jump && at + 2 == end)
            {
                jump = Skip(at + 1) ?? -1;
                return jump >= 0;
            }

            if (!Single(ref at, end) && !Compound(opcode, ref at, end))
            {
                return false;
            }
        }

        return at == end;
    }

    /// <summary>An instruction that matches one character.</summary>
    private bool Single(ref int at, int end)
    {
        var opcode = (SreOpcode)code[at];
        switch (opcode)
        {
            case SreOpcode.Any or SreOpcode.AnyAll:
                at++;
                Emit(new(opcode == SreOpcode.Any ? RegexOperation.Any : RegexOperation.AnyAll));
                return true;
            case SreOpcode.Literal or SreOpcode.LiteralIgnore or SreOpcode.LiteralLocaleIgnore or SreOpcode.LiteralUnicodeIgnore:
                return Character(RegexOperation.Character, opcode, ref at, end);
            case SreOpcode.NotLiteral or SreOpcode.NotLiteralIgnore or SreOpcode.NotLiteralLocaleIgnore or SreOpcode.NotLiteralUnicodeIgnore:
                return Character(RegexOperation.NotCharacter, opcode, ref at, end);
            case SreOpcode.In or SreOpcode.InIgnore or SreOpcode.InLocaleIgnore or SreOpcode.InUnicodeIgnore:
                if (at + 1 >= end || Skip(at + 1) is not { } setEnd || setEnd > end || CharacterSet.Validate(code, at + 2, setEnd) != setEnd)
                {
                    return false;
                }

                Emit(new(RegexOperation.Set) { Set = new CharacterSet(code[(at + 2)..setEnd], ModeOf(opcode)) });
                at = setEnd;
                return true;
            case SreOpcode.Category:
                if (at + 1 >= end || code[at + 1] > (uint)SreCategory.UnicodeNotLineBreak)
                {
                    return false;
                }

                Emit(new(RegexOperation.Category, (int)code[at + 1]));
                at += 2;
                return true;
            default:
                return false;
        }
    }

    private bool Character(RegexOperation operation, SreOpcode opcode, ref int at, int end)
    {
        if (at + 1 >= end || code[at + 1] > int.MaxValue)
        {
            return false;
        }

        var mode = ModeOf(opcode);
        int character = (int)code[at + 1];
        Emit(new(operation, mode == CaseMode.Locale ? SreCharacters.ToLower(character, mode) : character) { Mode = mode });
        at += 2;
        return true;
    }

    private static CaseMode ModeOf(SreOpcode opcode) => opcode switch
    {
        >= SreOpcode.GroupReferenceIgnore and <= SreOpcode.NotLiteralIgnore => CaseMode.Ascii,
        >= SreOpcode.GroupReferenceLocaleIgnore and <= SreOpcode.NotLiteralLocaleIgnore => CaseMode.Locale,
        >= SreOpcode.GroupReferenceUnicodeIgnore => CaseMode.Unicode,
        _ => CaseMode.Exact,
    };

    private bool Compound(SreOpcode opcode, ref int at, int end)
    {
        switch (opcode)
        {
            case SreOpcode.Failure:
                at++;
                Emit(new(RegexOperation.Fail));
                return true;
            case SreOpcode.At:
                return WithOperand(RegexOperation.At, (int)SrePlace.UnicodeNonBoundary + 1, CaseMode.Exact, ref at, end);
            case SreOpcode.Mark:
                return WithOperand(RegexOperation.Mark, 2 * groups, CaseMode.Exact, ref at, end);
            case SreOpcode.GroupReference or SreOpcode.GroupReferenceIgnore or SreOpcode.GroupReferenceLocaleIgnore or SreOpcode.GroupReferenceUnicodeIgnore:
                return WithOperand(RegexOperation.GroupReference, groups, ModeOf(opcode), ref at, end);
            case SreOpcode.Branch:
                return Branch(ref at, end);
            case SreOpcode.GroupReferenceExists:
                return Conditional(ref at, end);
            case SreOpcode.Repeat:
                return Repeat(ref at, end);
            case SreOpcode.PossessiveRepeat:
                return PossessiveRepeat(ref at, end);
            case SreOpcode.RepeatOne or SreOpcode.MinRepeatOne or SreOpcode.PossessiveRepeatOne:
                return RepeatOne(opcode, ref at, end);
            case SreOpcode.Assert or SreOpcode.AssertNot:
                return Assertion(opcode == SreOpcode.AssertNot, ref at, end);
            case SreOpcode.AtomicGroup:
                return Atomic(ref at, end);
            default:
                return false;
        }
    }

    private bool WithOperand(RegexOperation operation, int limit, CaseMode mode, ref int at, int end)
    {
        if (at + 1 >= end || code[at + 1] >= (uint)limit)
        {
            return false;
        }

        Emit(new(operation, (int)code[at + 1]) { Mode = mode });
        at += 2;
        return true;
    }

    private bool Branch(ref int at, int end)
    {
        var jumps = new List<int>();
        int tail = -1;
        int skip = at + 1;
        while (skip < end && code[skip] != 0)
        {
            if (Skip(skip) is not { } next || next >= end)
            {
                return false;
            }

            int split = Emit(new(RegexOperation.Split));
            if (!Sequence(skip + 1, next, out int jump) || jump < 0 || (tail >= 0 && jump != tail))
            {
                return false;
            }

            tail = jump;
            jumps.Add(Emit(new(RegexOperation.Jump)));
            int other = Next;
            Patch(split, instruction => instruction with { B = other });
            skip = next;
        }

        if (skip >= end || (tail >= 0 && tail != skip + 1))
        {
            return false;
        }

        Emit(new(RegexOperation.Fail));
        int after = Next;
        jumps.ForEach(index => Patch(index, instruction => instruction with { A = after }));
        at = skip + 1;
        return true;
    }

    private bool Conditional(ref int at, int end)
    {
        if (at + 2 >= end || code[at + 1] >= (uint)groups || at + 1 + (long)code[at + 2] > end || code[at + 2] < 2)
        {
            return false;
        }

        int target = at + 1 + (int)code[at + 2];
        int test = Emit(new(RegexOperation.IfGroup, (int)code[at + 1]));
        if (!Sequence(at + 3, target, out int jump) || jump > end || (jump >= 0 && jump < target))
        {
            return false;
        }

        at = target;
        if (jump < 0)
        {
            int after = Next;
            Patch(test, instruction => instruction with { B = after });
            return true;
        }

        int over = Emit(new(RegexOperation.Jump));
        int otherwise = Next;
        Patch(test, instruction => instruction with { B = otherwise });
        if (!Sequence(target, jump, out int inner) || inner >= 0)
        {
            return false;
        }

        int behind = Next;
        Patch(over, instruction => instruction with { A = behind });
        at = jump;
        return true;
    }

    /// <summary>Skip, least and greatest number of turns of a repeat.</summary>
    private bool Counts(int at, int end, out int target, out int least, out int most)
    {
        target = least = most = 0;
        if (at + 3 >= end || Skip(at + 1) is not { } skip || skip > end || skip < at + 4 || code[at + 2] > code[at + 3])
        {
            return false;
        }

        target = skip;
        least = (int)Math.Min(code[at + 2], int.MaxValue);
        most = (int)Math.Min(code[at + 3], int.MaxValue);
        return true;
    }

    private bool Repeat(ref int at, int end)
    {
        if (!Counts(at, end, out int until, out int least, out int most) || until >= end || (SreOpcode)code[until] is not (SreOpcode.MaxUntil or SreOpcode.MinUntil))
        {
            return false;
        }

        int loop = _loops++;
        int begin = Emit(new(RegexOperation.BeginLoop, loop));
        if (!Sequence(at + 4, until, out int jump) || jump >= 0)
        {
            return false;
        }

        bool greedy = (SreOpcode)code[until] == SreOpcode.MaxUntil;
        int loopEnd = Emit(new(greedy ? RegexOperation.GreedyLoop : RegexOperation.LazyLoop, loop, begin + 1, least, most));
        Patch(begin, instruction => instruction with { B = loopEnd });
        at = until + 1;
        return true;
    }

    private bool PossessiveRepeat(ref int at, int end)
    {
        if (!Counts(at, end, out int until, out int least, out int most) || until >= end || (SreOpcode)code[until] != SreOpcode.Success)
        {
            return false;
        }

        int loop = _loops++;
        Emit(new(RegexOperation.BeginLoop, loop, Next + 1));
        int head = Emit(new(RegexOperation.PossessiveLoop, loop, Next + 1, least, most));
        if (!Sequence(at + 4, until, out int jump) || jump >= 0)
        {
            return false;
        }

        Emit(new(RegexOperation.EndAtomic));
        Emit(new(RegexOperation.CountTurn, loop, head));
        int after = Next;
        Patch(head, instruction => instruction with { E = after });
        at = until + 1;
        return true;
    }

    private bool RepeatOne(SreOpcode opcode, ref int at, int end)
    {
        if (!Counts(at, end, out int target, out int least, out int most))
        {
            return false;
        }

        var operation = opcode switch { SreOpcode.RepeatOne => RegexOperation.GreedyOne, SreOpcode.MinRepeatOne => RegexOperation.LazyOne, _ => RegexOperation.PossessiveOne };
        Emit(new(operation, least, most, Next + 2));
        int item = at + 4;
        if (item >= target || !Single(ref item, target) || item != target - 1 || code[item] != (uint)SreOpcode.Success)
        {
            return false;
        }

        at = target;
        return true;
    }

    private bool Assertion(bool isNegative, ref int at, int end)
    {
        if (at + 2 >= end || Skip(at + 1) is not { } target || target > end || target < at + 4 || code[target - 1] != (uint)SreOpcode.Success)
        {
            return false;
        }

        int begin = Emit(new(RegexOperation.BeginPart, -1));
        if (code[at + 2] > 0)
        {
            Emit(new(RegexOperation.Back, (int)Math.Min(code[at + 2], int.MaxValue)));
        }

        if (!Sequence(at + 3, target - 1, out int jump) || jump >= 0)
        {
            return false;
        }

        Emit(new(isNegative ? RegexOperation.EndNegative : RegexOperation.EndLook));
        int after = Next;
        if (isNegative)
        {
            Patch(begin, instruction => instruction with { A = after });
        }

        at = target;
        return true;
    }

    private bool Atomic(ref int at, int end)
    {
        if (at + 1 >= end || Skip(at + 1) is not { } target || target > end || target < at + 3 || code[target - 1] != (uint)SreOpcode.Success)
        {
            return false;
        }

        Emit(new(RegexOperation.BeginPart, -1));
        if (!Sequence(at + 2, target - 1, out int jump) || jump >= 0)
        {
            return false;
        }

        Emit(new(RegexOperation.EndAtomic));
        at = target;
        return true;
    }
}

// Matching by backtracking on a stack of its own, so that a pattern neither overflows the host's stack nor hangs: steps are charged in
// batches before they are made, the growth of the stack before it grows.
//
// A frame on the stack is a choice that is still open or a change to undo. To fail is to pop: changes are undone until a choice is found.
// Parts that match at most once (assertions, atomic groups) begin with a frame; when they end, the choices above it go and the changes stay,
// because failing later must still undo them.

using System.Numerics;
using Ouro.Python.Values.Strings;

namespace Ouro.Python.Values.Regex;

/// <summary>Matches one program against one subject; holds the last match.</summary>
/// <param name="meter">Charged.</param>
/// <param name="program">The pattern.</param>
/// <param name="subject">Where to match: a text, or bytes as one.</param>
/// <param name="end">Where the subject ends for the pattern.</param>
internal sealed class RegexMatcher(Meter meter, RegexProgram program, Text subject, int end)
{
    private const int StepsPerTick = 4;
    private const int StepsInBatch = 256;
    private const int FrameSize = 16;

    private readonly int[] _marks = new int[2 * program.Groups];
    private readonly int[] _counts = new int[program.Loops];
    private readonly int[] _lasts = new int[program.Loops];
    private Frame[] _frames = [];
    private int _top;
    private int _part;
    private long _steps;
    private bool _stopped;

    private enum FrameKind
    {
        /// <summary>Goes to A at position B.</summary>
        Choice,

        /// <summary>Mark A was B, the last group C.</summary>
        Mark,

        /// <summary>Loop A had B turns, the last from position C.</summary>
        Loop,

        /// <summary>GreedyOne at A may give back characters down to position B; it is at C.</summary>
        GreedyOne,

        /// <summary>LazyOne at A may take more after position B, having taken C.</summary>
        LazyOne,

        /// <summary>LazyLoop at A may take another turn at position B.</summary>
        LazyLoop,

        /// <summary>A part began at position B within part A; if it fails, goes to C unless that is negative.</summary>
        Part,
    }

    private record struct Frame(FrameKind Kind, int A, int B, int C);

    /// <summary>Where the match begins.</summary>
    internal int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    internal int End { get; private set; }

    /// <summary>The number of the group that ended last, or 0.</summary>
    internal int LastIndex { get; private set; }

    /// <summary>Where a group of the match begins and ends; -1 if it is not in the match. Group 0 is the match.</summary>
    internal (int Start, int End) Group(int number) => number == 0 ? (Start, End)
        : IsSet(number - 1) ? (_marks[2 * number - 2], _marks[2 * number - 1]) : (-1, -1);

    /// <summary>Matches at a position.</summary>
    /// <param name="start">Where.</param>
    /// <param name="isFull">Whether the match must end at the end of the subject.</param>
    /// <param name="mustAdvance">Whether it must not be empty.</param>
    /// <returns>Whether it matches; null: a limit is reached.</returns>
    internal bool? Match(int start, bool isFull = false, bool mustAdvance = false)
    {
        bool found = start <= end && subject.Width switch
        {
            0 => Run(StringSearch.Elements<byte>(subject)[..end], start, isFull, mustAdvance),
            1 => Run(StringSearch.Elements<ushort>(subject)[..end], start, isFull, mustAdvance),
            _ => Run(StringSearch.Elements<int>(subject)[..end], start, isFull, mustAdvance),
        };
        return _stopped ? null : found;
    }

    /// <summary>Finds the first match at or after a position.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="mustAdvance">Whether a match at the very start must not be empty.</param>
    /// <returns>Whether there is one; null: a limit is reached.</returns>
    internal bool? Search(int start, bool mustAdvance = false)
    {
        bool found = start <= end && subject.Width switch
        {
            0 => Search(StringSearch.Elements<byte>(subject)[..end], start, mustAdvance),
            1 => Search(StringSearch.Elements<ushort>(subject)[..end], start, mustAdvance),
            _ => Search(StringSearch.Elements<int>(subject)[..end], start, mustAdvance),
        };
        return _stopped ? null : found;
    }

    private bool Search<T>(ReadOnlySpan<T> text, int start, bool mustAdvance)
        where T : unmanaged, IBinaryInteger<T>
    {
        // A pattern that begins with a character is looked for only where that is.
        int index = 0;
        while (program.Instructions[index].Operation == RegexOperation.Mark)
        {
            index++;
        }

        var first = program.Instructions[index];
        bool hasFirst = first is { Operation: RegexOperation.Character, Mode: CaseMode.Exact };
        var character = T.CreateTruncating(first.A);
        if (hasFirst && int.CreateTruncating(character) != first.A)
        {
            return false;
        }

        for (int at = start; text.Length - at >= program.Least; at++)
        {
            if (hasFirst)
            {
                int found = text[at..].IndexOf(character);
                if (!Charge((found < 0 ? text.Length - at : found) / 16) || found < 0)
                {
                    return false;
                }

                at += found;
            }

            if (Run(text, at, false, mustAdvance && at == start))
            {
                return true;
            }

            if (_stopped)
            {
                return false;
            }
        }

        return false;
    }

    private bool Charge(long steps)
    {
        if ((_steps -= steps) >= 0)
        {
            return true;
        }

        long batch = Math.Max(StepsInBatch, -_steps);
        _stopped = _stopped || !meter.Ticks(batch / StepsPerTick);
        _steps = _stopped ? 0 : _steps + batch;
        return !_stopped;
    }

    private bool Push(FrameKind kind, int a, int b, int c)
    {
        if (_top == _frames.Length && !Grow())
        {
            return false;
        }

        _frames[_top++] = new Frame(kind, a, b, c);
        return true;
    }

    private bool Grow()
    {
        int length = Math.Max(32, 2 * _frames.Length);
        if (!meter.Allocate((long)length * FrameSize))
        {
            _stopped = true;
            return false;
        }

        Array.Resize(ref _frames, length);
        return true;
    }

    private bool IsSet(int group) => _marks[2 * group] >= 0 && _marks[2 * group + 1] >= _marks[2 * group];

    /// <summary>Tries to match at one position.</summary>
    private bool Run<T>(ReadOnlySpan<T> text, int start, bool isFull, bool mustAdvance)
        where T : unmanaged, IBinaryInteger<T>
    {
        Array.Fill(_marks, -1);
        _top = 0;
        _part = -1;
        LastIndex = 0;
        int pc = 0;
        int at = start;
        var instructions = program.Instructions;
        while (Charge(1))
        {
            ref readonly var now = ref instructions[pc];
            bool goesOn = true;
            switch (now.Operation)
            {
                case RegexOperation.Accept:
                    if ((isFull && at != text.Length) || (mustAdvance && at == start))
                    {
                        goesOn = false;
                        break;
                    }

                    Start = start;
                    End = at;
                    return true;
                case RegexOperation.Character or RegexOperation.NotCharacter or RegexOperation.Any or RegexOperation.AnyAll or RegexOperation.Set or RegexOperation.Category:
                    goesOn = at < text.Length && Matches(now, int.CreateTruncating(text[at]));
                    at++;
                    pc++;
                    break;
                case RegexOperation.At:
                    goesOn = IsAt((SrePlace)now.A, text, at);
                    pc++;
                    break;
                case RegexOperation.Mark:
                    goesOn = Push(FrameKind.Mark, now.A, _marks[now.A], LastIndex);
                    _marks[now.A] = at;
                    LastIndex = (now.A & 1) != 0 ? now.A / 2 + 1 : LastIndex;
                    pc++;
                    break;
                case RegexOperation.GroupReference:
                    goesOn = MatchesGroup(text, now, ref at);
                    pc++;
                    break;
                case RegexOperation.IfGroup:
                    pc = IsSet(now.A) ? pc + 1 : now.B;
                    break;
                case RegexOperation.Jump:
                    pc = now.A;
                    break;
                case RegexOperation.Split:
                    goesOn = Push(FrameKind.Choice, now.B, at, 0);
                    pc++;
                    break;
                case RegexOperation.BeginLoop:
                    goesOn = Push(FrameKind.Loop, now.A, _counts[now.A], _lasts[now.A]);
                    _counts[now.A] = instructions[now.B].Operation == RegexOperation.PossessiveLoop ? 0 : -1;
                    _lasts[now.A] = -1;
                    pc = now.B;
                    break;
                case RegexOperation.GreedyLoop or RegexOperation.LazyLoop or RegexOperation.PossessiveLoop:
                    goesOn = Turn(now, ref pc, at);
                    break;
                case RegexOperation.CountTurn:
                    goesOn = Push(FrameKind.Loop, now.A, _counts[now.A], _lasts[now.A]);
                    _counts[now.A]++;
                    pc = now.B;
                    break;
                case RegexOperation.GreedyOne or RegexOperation.PossessiveOne:
                    int low = at + Math.Min(now.A, int.MaxValue - at);
                    at = Take(text, at, now.B, instructions[pc + 1]);
                    goesOn = at >= low && (now.Operation == RegexOperation.PossessiveOne || at == low || Push(FrameKind.GreedyOne, pc, low, at));
                    pc = now.C;
                    break;
                case RegexOperation.LazyOne:
                    int taken = Take(text, at, now.A, instructions[pc + 1]) - at;
                    at += taken;
                    goesOn = taken == now.A && (now.A == now.B || Push(FrameKind.LazyOne, pc, at, taken));
                    pc = now.C;
                    break;
                case RegexOperation.BeginPart:
                    goesOn = Push(FrameKind.Part, _part, at, now.A);
                    _part = _top - 1;
                    pc++;
                    break;
                case RegexOperation.EndAtomic or RegexOperation.EndLook:
                    at = now.Operation == RegexOperation.EndLook ? _frames[_part].B : at;
                    goesOn = Cut();
                    pc++;
                    break;
                case RegexOperation.EndNegative:
                    _ = Undo(_part);
                    _part = _frames[_part].A;
                    goesOn = false;
                    break;
                case RegexOperation.Back:
                    goesOn = at >= now.A;
                    at -= now.A;
                    pc++;
                    break;
                default:
                    goesOn = false;
                    break;
            }

            if (!goesOn && (_stopped || !Backtrack(text, ref pc, ref at)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The end of a turn of a loop, or its beginning.</summary>
    private bool Turn(in RegexInstruction now, ref int pc, int at)
    {
        int loop = now.A;
        int count = _counts[loop] + (now.Operation == RegexOperation.PossessiveLoop ? 0 : 1);
        bool mayTurn = (count < now.D || now.D == int.MaxValue) && at != _lasts[loop];
        if (now.Operation == RegexOperation.PossessiveLoop)
        {
            if (count < now.C || mayTurn)
            {
                bool isNeeded = count < now.C;
                bool pushed = Push(FrameKind.Loop, loop, count, _lasts[loop]) && Push(FrameKind.Part, _part, at, isNeeded ? -1 : now.E);
                _part = _top - 1;
                _lasts[loop] = isNeeded ? _lasts[loop] : at;
                pc = now.B;
                return pushed;
            }

            pc = now.E;
            return true;
        }

        if (count < now.C)
        {
            bool pushed = Push(FrameKind.Loop, loop, _counts[loop], _lasts[loop]);
            _counts[loop] = count;
            pc = now.B;
            return pushed;
        }

        if (now.Operation == RegexOperation.LazyLoop)
        {
            return Push(FrameKind.LazyLoop, pc, at, 0) && Advance(ref pc);
        }

        if (!mayTurn)
        {
            return Advance(ref pc);
        }

        bool isPushed = Push(FrameKind.Choice, pc + 1, at, 0) && Push(FrameKind.Loop, loop, _counts[loop], _lasts[loop]);
        _counts[loop] = count;
        _lasts[loop] = at;
        pc = now.B;
        return isPushed;
    }

    private static bool Advance(ref int pc)
    {
        pc++;
        return true;
    }

    /// <summary>Pops to the last choice and takes it.</summary>
    private bool Backtrack<T>(ReadOnlySpan<T> text, ref int pc, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        while (_top > 0)
        {
            ref var frame = ref _frames[--_top];
            switch (frame.Kind)
            {
                case FrameKind.Choice:
                    pc = frame.A;
                    at = frame.B;
                    return true;
                case FrameKind.Part:
                    _part = frame.A;
                    if (frame.C < 0)
                    {
                        break;
                    }

                    pc = frame.C;
                    at = frame.B;
                    return true;
                case FrameKind.GreedyOne:
                    if (GiveBack(text, ref frame))
                    {
                        pc = program.Instructions[frame.A].C;
                        at = frame.C;
                        _top += frame.C > frame.B ? 1 : 0;
                        return true;
                    }

                    break;
                case FrameKind.LazyOne:
                    ref readonly var one = ref program.Instructions[frame.A];
                    if (frame.B < text.Length && Matches(program.Instructions[frame.A + 1], int.CreateTruncating(text[frame.B])))
                    {
                        frame.B++;
                        frame.C++;
                        pc = one.C;
                        at = frame.B;
                        _top += frame.C < one.B || one.B == int.MaxValue ? 1 : 0;
                        return true;
                    }

                    break;
                case FrameKind.LazyLoop:
                    var (index, position) = (frame.A, frame.B);
                    ref readonly var loop = ref program.Instructions[index];
                    int count = _counts[loop.A] + 1;
                    if ((count < loop.D || loop.D == int.MaxValue) && position != _lasts[loop.A])
                    {
                        if (!Push(FrameKind.Loop, loop.A, _counts[loop.A], _lasts[loop.A]))
                        {
                            return false;
                        }

                        _counts[loop.A] = count;
                        _lasts[loop.A] = position;
                        pc = loop.B;
                        at = position;
                        return true;
                    }

                    break;
                default:
                    Restore(frame);
                    break;
            }

            if (!Charge(1))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Moves back to the next place where what follows can begin.</summary>
    private bool GiveBack<T>(ReadOnlySpan<T> text, ref Frame frame)
        where T : unmanaged, IBinaryInteger<T>
    {
        var next = program.Instructions[program.Instructions[frame.A].C];
        if (next is not { Operation: RegexOperation.Character, Mode: CaseMode.Exact })
        {
            frame.C--;
            return frame.C >= frame.B;
        }

        var character = T.CreateTruncating(next.A);
        int found = int.CreateTruncating(character) == next.A && frame.C > frame.B ? text[frame.B..frame.C].LastIndexOf(character) : -1;
        if (!Charge((found < 0 ? frame.C - frame.B : frame.C - frame.B - found) / 16))
        {
            return false;
        }

        frame.C = frame.B + found;
        return found >= 0;
    }

    private void Restore(in Frame frame)
    {
        if (frame.Kind == FrameKind.Mark)
        {
            _marks[frame.A] = frame.B;
            LastIndex = frame.C;
        }
        else if (frame.Kind == FrameKind.Loop)
        {
            _counts[frame.A] = frame.B;
            _lasts[frame.A] = frame.C;
        }
    }

    /// <summary>Ends a part: choices within it go, changes stay.</summary>
    private bool Cut()
    {
        int kept = _part;
        int first = _part + 1;
        _part = _frames[_part].A;
        for (int i = first; i < _top; i++)
        {
            if (_frames[i].Kind is FrameKind.Mark or FrameKind.Loop)
            {
                _frames[kept++] = _frames[i];
            }
        }

        int count = _top - first;
        _top = kept;
        return Charge(count);
    }

    /// <summary>Undoes all changes above a frame and takes the frame away too.</summary>
    private bool Undo(int index)
    {
        int count = _top - index;
        while (_top > index)
        {
            Restore(_frames[--_top]);
        }

        return Charge(count);
    }

    /// <summary>The position after as many characters as one instruction matches, at most so many.</summary>
    private int Take<T>(ReadOnlySpan<T> text, int at, int most, in RegexInstruction one)
        where T : unmanaged, IBinaryInteger<T>
    {
        int limit = (int)Math.Min(text.Length, (long)at + most);
        int from = at;
        if (one.Operation == RegexOperation.AnyAll)
        {
            return limit;
        }

        if (one.Operation == RegexOperation.Any)
        {
            int line = text[at..limit].IndexOf(T.CreateTruncating('\n'));
            at = line < 0 ? limit : at + line;
            _ = Charge((at - from) / 16);
            return at;
        }

        while (at < limit)
        {
            // In batches: a limit must hold within a long run.
            int batch = Math.Min(limit, at + StepsInBatch);
            int before = at;
            while (at < batch && Matches(one, int.CreateTruncating(text[at])))
            {
                at++;
            }

            if (!Charge((long)(at - before) * (one.Set?.Work ?? 1)) || at < batch)
            {
                break;
            }
        }

        return at;
    }

    private static bool Matches(in RegexInstruction one, int character) => one.Operation switch
    {
        RegexOperation.Character => SreCharacters.ToLower(character, one.Mode) == one.A,
        RegexOperation.NotCharacter => SreCharacters.ToLower(character, one.Mode) != one.A,
        RegexOperation.Any => character != '\n',
        RegexOperation.AnyAll => true,
        RegexOperation.Set => one.Set!.Contains(character),
        _ => SreCharacters.IsIn((SreCategory)one.A, character),
    };

    private bool MatchesGroup<T>(ReadOnlySpan<T> text, in RegexInstruction now, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!IsSet(now.A))
        {
            return false;
        }

        var group = text[_marks[2 * now.A].._marks[2 * now.A + 1]];
        if (text.Length - at < group.Length || !Charge(now.Mode == CaseMode.Exact ? group.Length / 16 : group.Length))
        {
            return false;
        }

        var here = text.Slice(at, group.Length);
        at += group.Length;
        if (now.Mode == CaseMode.Exact)
        {
            return here.SequenceEqual(group);
        }

        for (int i = 0; i < group.Length; i++)
        {
            if (SreCharacters.ToLower(int.CreateTruncating(here[i]), now.Mode) != SreCharacters.ToLower(int.CreateTruncating(group[i]), now.Mode))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAt<T>(SrePlace place, ReadOnlySpan<T> text, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        int length = text.Length;
        switch (place)
        {
            case SrePlace.Beginning or SrePlace.BeginningOfString:
                return at == 0;
            case SrePlace.BeginningOfLine:
                return at == 0 || int.CreateTruncating(text[at - 1]) == '\n';
            case SrePlace.End:
                return at == length || (at == length - 1 && int.CreateTruncating(text[at]) == '\n');
            case SrePlace.EndOfLine:
                return at == length || int.CreateTruncating(text[at]) == '\n';
            case SrePlace.EndOfString:
                return at == length;
            default:
                if (length == 0)
                {
                    return false;
                }

                var word = place >= SrePlace.UnicodeBoundary ? SreCategory.UnicodeWord : SreCategory.Word;
                bool before = at > 0 && SreCharacters.IsIn(word, int.CreateTruncating(text[at - 1]));
                bool after = at < length && SreCharacters.IsIn(word, int.CreateTruncating(text[at]));
                bool isBoundary = place is SrePlace.Boundary or SrePlace.LocaleBoundary or SrePlace.UnicodeBoundary;
                return before != after == isBoundary;
        }
    }
}

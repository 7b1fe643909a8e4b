namespace Ouro.Python.Values.Regex;

/// <summary>What the matcher does. Operands are named in the comments; "next" is the instruction after this one.</summary>
internal enum RegexOperation
{
    /// <summary>The whole pattern matches here.</summary>
    Accept,

    /// <summary>Nothing matches.</summary>
    Fail,

    /// <summary>One character: A, case by <see cref="RegexInstruction.Mode"/>.</summary>
    Character,

    /// <summary>One character but not A.</summary>
    NotCharacter,

    /// <summary>One character but no line feed.</summary>
    Any,

    /// <summary>One character.</summary>
    AnyAll,

    /// <summary>One character of the set.</summary>
    Set,

    /// <summary>One character of the category A.</summary>
    Category,

    /// <summary>The place A.</summary>
    At,

    /// <summary>Keeps the position as mark A: group n begins at mark 2n and ends at 2n + 1.</summary>
    Mark,

    /// <summary>What group A matched, again.</summary>
    GroupReference,

    /// <summary>Goes to B if group A has not matched.</summary>
    IfGroup,

    /// <summary>Goes to A.</summary>
    Jump,

    /// <summary>Goes on; if that fails, to B.</summary>
    Split,

    /// <summary>Begins loop A and goes to B, its end.</summary>
    BeginLoop,

    /// <summary>End of loop A: body B again while there were less than C turns, if possible while there were less than D, then next.</summary>
    GreedyLoop,

    /// <summary>The same, but next first.</summary>
    LazyLoop,

    /// <summary>The same; turns that matched are not undone. Goes to E after the last.</summary>
    PossessiveLoop,

    /// <summary>A turn of possessive loop A has ended; goes to B.</summary>
    CountTurn,

    /// <summary>The one-character instruction after this, A to B times, as often as possible; then C.</summary>
    GreedyOne,

    /// <summary>As seldom as possible.</summary>
    LazyOne,

    /// <summary>As often as possible, for good.</summary>
    PossessiveOne,

    /// <summary>A part begins that is matched at most once. If it fails: goes to A, or fails if that is negative.</summary>
    BeginPart,

    /// <summary>The part ends, the position stays.</summary>
    EndAtomic,

    /// <summary>The part ends, the position is where it began.</summary>
    EndLook,

    /// <summary>The part matched but should not: all that it did is undone, and it fails.</summary>
    EndNegative,

    /// <summary>Goes back A characters.</summary>
    Back,
}

/// <summary>One instruction.</summary>
internal record struct RegexInstruction(RegexOperation Operation, int A = 0, int B = 0, int C = 0, int D = 0, int E = 0)
{
    internal CaseMode Mode;

    internal CharacterSet? Set;
}

/// <summary>A pattern that was checked and can be matched.</summary>
/// <param name="Instructions">The instructions; the first is where it begins.</param>
/// <param name="Groups">How many groups there are beside the whole match.</param>
/// <param name="Loops">How many loops there are.</param>
/// <param name="Least">The least number of characters that a match has.</param>
internal sealed record RegexProgram(RegexInstruction[] Instructions, int Groups, int Loops, int Least)
{
    /// <summary>Checks and translates a code list.</summary>
    /// <param name="meter">Charged; has the error.</param>
    /// <param name="code">What <c>re._compiler</c> made.</param>
    /// <param name="groups">How many groups it says there are.</param>
    /// <returns>Null: the list is wrong (RuntimeError), or a limit is reached.</returns>
    internal static RegexProgram? Translate(Meter meter, uint[] code, int groups)
    {
        if (!meter.Ticks(code.Length) || !meter.Allocate(64L * code.Length + 8L * Math.Max(0, groups)))
        {
            return null;
        }

        if (new RegexTranslator(code, groups).Translate() is { } program)
        {
            return program;
        }

        meter.Fail("RuntimeError", "invalid SRE code");
        return null;
    }
}

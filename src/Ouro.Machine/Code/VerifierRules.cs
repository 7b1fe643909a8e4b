namespace Ouro.Machine.Code;

/// <summary>The rules that the sweep of the verifier checks with numbers only.</summary>
internal enum VerifierRule
{
    FrameSize,
    FreeCount,
    Parameters,
    ParametersBeyondFrame,
    Empty,
    Opcode,
    CutOff,
    RunsOff,
    Register,
    Area,
    Free,
    Flag,
    UnusedBits,
    Constant,
    FrameState,
    Site,
    JumpOutside,
    JumpBack,
    JumpIntoInstruction,
    NoLastArgument,
    NamesNoVector,
    TooManyNames,
    NameNoSymbol,
    CaughtFallenInto,
    CaughtWithoutHandler,
    CaughtJumpedTo,
}

/// <summary>What it means to break a rule, in words.</summary>
internal static class VerifierRules
{
    /// <summary>The words.</summary>
    /// <param name="rule">The rule that was broken.</param>
    /// <param name="found">The offending number, where there is one.</param>
    /// <param name="limit">What it is compared with.</param>
    internal static string Explain(VerifierRule rule, long found, long limit)
    {
        FormattableString words = rule switch
        {
            VerifierRule.FrameSize => $"the frame has {found} registers",
            VerifierRule.FreeCount => $"there are {found} captured variables",
            VerifierRule.Parameters => $"a number of parameters is negative, or there are more than {ParameterShape.Maximum} parameters",
            VerifierRule.ParametersBeyondFrame => $"{found} parameters need more than the {limit} registers of the frame",
            VerifierRule.Empty => $"there are no instructions",
            VerifierRule.Opcode => $"there is no such opcode",
            VerifierRule.CutOff => $"the instruction is cut off by the end of the code",
            VerifierRule.RunsOff => $"control can run off the end of the code",
            VerifierRule.Register => $"register {found} is beyond the frame of {limit} registers",
            VerifierRule.Area => $"the call area does not fit into the frame: it ends before register {found}, the frame before {limit}",
            VerifierRule.Free => $"the closure has {limit} captured variables",
            VerifierRule.Flag => $"a flag is {found}, not 0 or 1",
            VerifierRule.UnusedBits => $"bits that mean nothing are not zero",
            VerifierRule.Constant => $"there are {limit} constants",
            VerifierRule.FrameState => $"there are {limit} frame states",
            VerifierRule.Site => $"there are {limit} inline-cache sites",
            VerifierRule.JumpOutside => $"word {found}, its target, is outside of the code",
            VerifierRule.JumpBack => $"only loop may go back",
            VerifierRule.JumpIntoInstruction => $"a jump leads into the middle of an instruction, to word {found}",
            VerifierRule.NoLastArgument => $"there is no argument that could be the list of further arguments",
            VerifierRule.NamesNoVector => $"constant {found} must be a vector",
            VerifierRule.TooManyNames => $"there are {found} names for {limit} arguments",
            VerifierRule.NameNoSymbol => $"a name of an argument is no symbol",
            VerifierRule.CaughtFallenInto => $"control can reach it without a raise",
            VerifierRule.CaughtWithoutHandler => $"no exception handler starts here",
            _ => $"a jump leads here, so control can reach it without a raise",
        };
        return FormattableString.Invariant(words);
    }
}

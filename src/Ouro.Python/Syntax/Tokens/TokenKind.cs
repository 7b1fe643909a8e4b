namespace Ouro.Python.Syntax.Tokens;

/// <summary>The kinds of tokens; operators have CPython's names, keywords follow them.</summary>
internal enum TokenKind : byte
{
    EndMarker,
    Name,
    Number,
    String,
    NewLine,
    Indent,
    Dedent,

    /// <summary>The tokenizer refused what is here; whoever looks at it gets the problem.</summary>
    Error,
    FStringStart,
    FStringMiddle,
    FStringEnd,

    /// <summary>A character that belongs to no operator.</summary>
    Unknown,
    LPar,
    RPar,
    LSqb,
    RSqb,
    LBrace,
    RBrace,
    Colon,
    Comma,
    Semi,
    Dot,
    Ellipsis,
    RArrow,
    ColonEqual,
    Exclamation,
    Plus,
    Minus,
    Star,
    Slash,
    VBar,
    Amper,
    Percent,
    Circumflex,
    At,
    LeftShift,
    RightShift,
    DoubleStar,
    DoubleSlash,
    Tilde,
    Less,
    Greater,
    EqEqual,
    NotEqual,

    /// <summary>The operator <c>&lt;&gt;</c>, which only a joke of PEP 401 allows.</summary>
    LessGreater,
    LessEqual,
    GreaterEqual,
    Equal,
    PlusEqual,
    MinEqual,
    StarEqual,
    SlashEqual,
    VBarEqual,
    AmperEqual,
    PercentEqual,
    CircumflexEqual,
    AtEqual,
    LeftShiftEqual,
    RightShiftEqual,
    DoubleStarEqual,
    DoubleSlashEqual,
    False,
    None,
    True,
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
}

/// <summary>A token: its bytes in the source and where it is. A column of -1 means that CPython has no columns for it.</summary>
internal struct Token
{
    internal TokenKind Kind;

    /// <summary>The first byte.</summary>
    internal int Start;

    /// <summary>The byte after the last.</summary>
    internal int End;

    internal int Line;
    internal int Column;
    internal int EndLine;
    internal int EndColumn;

    /// <summary>Where the tokenizer stood when it had made this token: what an error is placed by that has no token.</summary>
    internal int Stop;

    /// <summary>The column of <see cref="Stop"/> in its line.</summary>
    internal int StopColumn;

    /// <summary>The line of <see cref="Stop"/>.</summary>
    internal int StopLine;

    /// <summary>How many brackets are open after it.</summary>
    internal int Level;
}

/// <summary>What the tokenizer refused.</summary>
/// <param name="Problem">What the guest sees.</param>
/// <param name="IsDirect">Whether it takes precedence over what the parser found before it.</param>
/// <param name="Unclosed">The innermost bracket that was open: its line, column and character; line 0 if there was none.</param>
internal sealed record TokenProblem(SyntaxProblem Problem, bool IsDirect, (int Line, int Column, char Bracket) Unclosed);

namespace Ouro.Python.Values.Regex;

/// <summary>Opcodes of the code lists that <c>re._compiler</c> makes, by the numbers of <c>re._constants</c>, the same from 3.11 to 3.13.</summary>
internal enum SreOpcode
{
    Failure,
    Success,
    Any,
    AnyAll,
    Assert,
    AssertNot,
    At,
    Branch,
    Category,
    Charset,
    BigCharset,
    GroupReference,
    GroupReferenceExists,
    In,
    Info,
    Jump,
    Literal,
    Mark,
    MaxUntil,
    MinUntil,
    NotLiteral,
    Negate,
    Range,
    Repeat,
    RepeatOne,
    Subpattern,
    MinRepeatOne,
    AtomicGroup,
    PossessiveRepeat,
    PossessiveRepeatOne,
    GroupReferenceIgnore,
    InIgnore,
    LiteralIgnore,
    NotLiteralIgnore,
    GroupReferenceLocaleIgnore,
    InLocaleIgnore,
    LiteralLocaleIgnore,
    NotLiteralLocaleIgnore,
    GroupReferenceUnicodeIgnore,
    InUnicodeIgnore,
    LiteralUnicodeIgnore,
    NotLiteralUnicodeIgnore,
    RangeUnicodeIgnore,
}

/// <summary>Places that <see cref="SreOpcode.At"/> asks for.</summary>
internal enum SrePlace
{
    Beginning,
    BeginningOfLine,
    BeginningOfString,
    Boundary,
    NonBoundary,
    End,
    EndOfLine,
    EndOfString,
    LocaleBoundary,
    LocaleNonBoundary,
    UnicodeBoundary,
    UnicodeNonBoundary,
}

/// <summary>Kinds of characters; each odd one is the complement of the one before it.</summary>
internal enum SreCategory
{
    Digit,
    NotDigit,
    Space,
    NotSpace,
    Word,
    NotWord,
    LineBreak,
    NotLineBreak,
    LocaleWord,
    LocaleNotWord,
    UnicodeDigit,
    UnicodeNotDigit,
    UnicodeSpace,
    UnicodeNotSpace,
    UnicodeWord,
    UnicodeNotWord,
    UnicodeLineBreak,
    UnicodeNotLineBreak,
}

/// <summary>How case is ignored.</summary>
internal enum CaseMode
{
    Exact,
    Ascii,

    /// <summary>A locale's rules, which are those of ASCII here. The pattern is not in lower case, and a set is asked for both cases.</summary>
    Locale,
    Unicode,
}

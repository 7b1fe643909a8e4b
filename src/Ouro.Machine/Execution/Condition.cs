using System.Globalization;

namespace Ouro.Machine.Execution;

/// <summary>What kind of error a condition reports; guest predicates (file-error?, read-error?) test it.</summary>
public enum ConditionKind
{
    /// <summary>Made by guest code: <c>(error message irritant ...)</c>.</summary>
    User,
    WrongType,
    OutOfRange,
    WrongArgumentCount,
    UnboundVariable,
    NotAProcedure,
    DivisionByZero,
    /// <summary>Text that cannot be read; carries a source position.</summary>
    Read,
    /// <summary>A program that cannot be expanded or compiled; carries a source position.</summary>
    Syntax,
    File,
    /// <summary>A constant object was stored into.</summary>
    Immutable,
    /// <summary>A damaged or hostile image or code object.</summary>
    BadCode,
    /// <summary>Ticks, allocation, memory, depth or time ran out. Cannot be handled by the guest.</summary>
    Limit,
    /// <summary>The user interrupted.</summary>
    Interrupt,
    /// <summary>A value is not of the type that was declared for where it goes.</summary>
    DeclaredType,
    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>An error as a guest value. Guests may raise any value; the machine itself raises these.</summary>
[GuestType("an error object")]
public sealed class Condition(ConditionKind kind, string message, params Value[] irritants)
{
    public ConditionKind Kind { get; } = kind;

    /// <summary>The message in words, without position and irritants.</summary>
    public string Message { get; private set; } = message;

    /// <summary>Changes the number of the argument that the message begins with: an instruction's arguments may be others of the source's operation.</summary>
    /// <param name="first">What the first argument is; 0: a part of the first.</param>
    /// <param name="second">What the second argument is.</param>
    internal void Renumber(int first, int second)
    {
        const string First = "argument 1 ", Second = "argument 2 ";
        if (Message.StartsWith(First, StringComparison.Ordinal))
        {
            Message = first == 0 ? "a part of " + Message : string.Create(CultureInfo.InvariantCulture, $"argument {first} {Message.AsSpan(First.Length)}");
        }
        else if (Message.StartsWith(Second, StringComparison.Ordinal))
        {
            Message = string.Create(CultureInfo.InvariantCulture, $"argument {second} {Message.AsSpan(Second.Length)}");
        }
    }

    /// <summary>The offending values, in order.</summary>
    public Value[] Irritants { get; } = irritants;

    /// <summary>The primitive or opcode that raised it, where one did.</summary>
    public string? Operation { get; internal set; }

    /// <summary>For errors of records: what the program calls the operation, which is not what the machine calls it.</summary>
    internal string? Accessor { get; set; }

    /// <summary>The .NET exception that this error was, if it was one.</summary>
    public Exception? HostException { get; init; }

    /// <summary>Where in a source text, for read and syntax errors; run-time errors get theirs from the backtrace.</summary>
    public SourceSpan? Span
    {
        get => _span ??= Origin?.Description?.Span;
        internal set => _span = value;
    }

    private SourceSpan? _span;

    /// <summary>Whether it is known where the error is; without asking an interpreter.</summary>
    internal bool HasPlace => _span is not null || Origin is not null;

    /// <summary>The interpreter's activation whose place the error has.</summary>
    internal InterpretedActivation? Origin { get; set; }

    /// <summary>What may help, to be added to the words: from "; " on, or nothing. Found out when somebody asks.</summary>
    public string Hint => _hint ??= HintMaker?.Invoke() ?? "";

    private string? _hint;

    internal Func<string>? HintMaker { get; set; }

    /// <summary>Of an unbound variable: the local variables where it was read.</summary>
    internal List<string> NamesInScope { get; } = [];

    /// <summary>The activations at the raise, innermost first; filled when nobody handled it.</summary>
    public IReadOnlyList<BacktraceEntry>? Backtrace { get; internal set; }
}

/// <summary>A stretch of a source text.</summary>
/// <param name="File">The file's name as the user gave it, or "-e", "-".</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in code points.</param>
/// <param name="EndLine">Line of the position after the last character.</param>
/// <param name="EndColumn">Column of the position after the last character.</param>
/// <param name="Macro">Of what a macro made of the text: the macro's name, and after ", from " that of the one which used it; null: it is the text itself.</param>
[GuestType("a source span")]
public sealed record SourceSpan(string File, int Line, int Column, int EndLine, int EndColumn, string? Macro = null)
{
    /// <summary>From this length on the names of further macros are left out.</summary>
    private const int LongestMacro = 100;

    public readonly string File = File;
    public readonly int Line = Line;
    public readonly int Column = Column;
    public readonly int EndLine = EndLine;
    public readonly int EndColumn = EndColumn;
    public readonly string? Macro = Macro;

    /// <summary>The span of what a macro makes of the text, or of what another macro made of it. One that uses itself is named once.</summary>
    public SourceSpan ExpandedFrom(string macro)
    {
        if (Macro is null)
        {
            return WithMacro(macro);
        }

        bool isSame = Macro.StartsWith(macro, StringComparison.Ordinal) && (Macro.Length == macro.Length || Macro[macro.Length] == ',');
        return isSame ? this : WithMacro(macro + ", from " + (macro.Length + Macro.Length > LongestMacro ? "others" : Macro));
    }

    private SourceSpan WithMacro(string macro) => new(File, Line, Column, EndLine, EndColumn, macro);

    public override string ToString() => $"{File}:{Line}:{Column}";
}

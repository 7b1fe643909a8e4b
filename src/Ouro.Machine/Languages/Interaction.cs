// What a REPL needs of a language beyond what runs programs: a world that stays from one input to the next, and
// knowledge of texts that are still being typed. A language that does not care inherits PlainInteraction.

using Ouro.Machine.Execution;

namespace Ouro.Machine.Languages;

/// <summary>Whether a text that is being typed can be evaluated as it is.</summary>
public enum InputState
{
    /// <summary>There is nothing in it to evaluate.</summary>
    Blank,

    /// <summary>More must follow.</summary>
    Incomplete,

    /// <summary>It is whole, or so wrong that nothing can make it whole.</summary>
    Complete,
}

/// <summary>What a part of a source text is, for colours.</summary>
public enum TokenKind
{
    /// <summary>A name or anything else.</summary>
    Plain,
    Comment,
    String,
    Number,

    /// <summary>A name with a meaning for the language itself.</summary>
    Keyword,

    /// <summary>True and false, characters, and other constants that are no numbers.</summary>
    Constant,
    Bracket,

    /// <summary>What cannot be right.</summary>
    Error,
}

/// <summary>A part of a source text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Index of its first UTF-16 unit.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Partner">For a bracket the index of the one that belongs to it, or -1.</param>
public readonly record struct SourceToken(TokenKind Kind, int Start, int Length, int Partner = -1);

/// <summary>A language on a machine that somebody talks to.</summary>
public abstract class Interaction
{
    /// <summary>The machine.</summary>
    public abstract VirtualMachine Machine { get; }

    /// <summary>The language.</summary>
    public abstract Language Language { get; }

    /// <summary>Whether a text is whole.</summary>
    public abstract InputState StateOf(string text);

    /// <summary>How many blanks the line after the text should begin with.</summary>
    public virtual int Indentation(string text) => 0;

    /// <summary>The parts of a text in order. The text may be unfinished, or no program at all.</summary>
    public virtual IReadOnlyList<SourceToken> Tokens(string text) => [];

    /// <summary>Where the name begins that ends at an index; the index itself when no name does.</summary>
    public virtual int NameStart(string text, int end)
    {
        int start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
        {
            start--;
        }

        return start;
    }

    /// <summary>The names that can be used now, in any order.</summary>
    public virtual IEnumerable<string> Names() => [];

    /// <summary>Reads the parts of a text that are evaluated one after the other.</summary>
    /// <param name="source">The text.</param>
    /// <param name="parts">Gets them; what they are is the language's own.</param>
    /// <returns>Its value, if it is one, means that the text could be read.</returns>
    public abstract Outcome Read(SourceText source, List<object> parts);

    /// <summary>Evaluates a part in the world that stays.</summary>
    /// <param name="part">What <see cref="Read"/> gave.</param>
    /// <param name="beforeRun">Called when the part is compiled and starts to run, for limits that are the program's own.</param>
    public abstract Outcome Evaluate(object part, Action beforeRun);

    /// <summary>Gives a variable of the world that stays a value.</summary>
    /// <returns>False when the language has no such names.</returns>
    public virtual bool Define(string name, Value value) => false;

    /// <summary>Evaluates a part where the variables of a stopped activation can be seen and assigned.</summary>
    /// <param name="part">What <see cref="Read"/> gave.</param>
    /// <param name="variables">The variables, inner ones first.</param>
    /// <param name="beforeRun">As in <see cref="Evaluate"/>.</param>
    public virtual Outcome EvaluateIn(object part, IReadOnlyList<LiveVariable> variables, Action beforeRun) => Evaluate(part, beforeRun);

    /// <summary>Writes what the compiler makes of a part before it generates code.</summary>
    /// <returns>Null when the language has nothing of the kind.</returns>
    public virtual Outcome? Expand(object part, TextWriter output) => null;

    /// <summary>Writes the code of a procedure that the part's value is; of the part itself when it is something else.</summary>
    /// <returns>Null when the language has nothing of the kind.</returns>
    public virtual Outcome? Disassemble(object part, TextWriter output) => null;

    /// <summary>Says in lines what a name means now.</summary>
    /// <returns>Null when it means nothing.</returns>
    public virtual string? Describe(string name) => null;

    /// <summary>Shows from now on, on the standard output, each call of the procedure that a name means, with what it returns.</summary>
    /// <param name="name">A name of the world that stays.</param>
    /// <returns>Null, or in words why that cannot be.</returns>
    public virtual string? Trace(string name) => $"{Language.Name} has no procedures that can be traced";

    /// <summary>Undoes <see cref="Trace"/>.</summary>
    /// <returns>Null, or in words why that cannot be.</returns>
    public virtual string? Untrace(string name) => $"{name} is not traced";

    /// <summary>The names that are traced.</summary>
    public virtual IReadOnlyList<string> Traced => [];

    /// <summary>Says, or sets, when evaluated procedures are compiled.</summary>
    /// <param name="policy">A policy's name, or empty to ask.</param>
    /// <returns>What to show.</returns>
    public virtual string EvaluationPolicy(string policy) => $"{Language.Name} has no policies of evaluation";

    /// <summary>The text that imports what a user named, or null when the language has no such thing.</summary>
    public virtual string? ImportText(string libraries) => null;

    /// <summary>The values that an evaluation gave; none for one that is not to be shown.</summary>
    public static IReadOnlyList<Value> ValuesOf(Value result) =>
        result.AsObject is MultipleValues many ? many.Items : result.IsUnspecified ? [] : [result];
}

/// <summary>A variable of a stopped activation.</summary>
/// <param name="Name">As in the source.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Set">Assigns it; false when it cannot be assigned. Null when it never can.</param>
public sealed record LiveVariable(string Name, Value Value, Func<Value, bool>? Set);

/// <summary>
/// For languages that compile an input as a whole and execute it. As it is, each input is a program of its own, ended by the line's end; a language
/// whose world stays derives from it.
/// </summary>
public class PlainInteraction(VirtualMachine machine, Language language) : Interaction
{
    /// <inheritdoc/>
    public override VirtualMachine Machine => machine;

    /// <inheritdoc/>
    public override Language Language => language;

    /// <inheritdoc/>
    public override InputState StateOf(string text) => string.IsNullOrWhiteSpace(text) ? InputState.Blank : InputState.Complete;

    /// <inheritdoc/>
    public override Outcome Read(SourceText source, List<object> parts)
    {
        var compiled = language.Compile(machine, source);
        if (compiled.Kind == OutcomeKind.Value)
        {
            parts.Add(compiled.Value);
        }

        return compiled;
    }

    /// <inheritdoc/>
    public override Outcome Evaluate(object part, Action beforeRun)
    {
        beforeRun();
        return language.Execute(machine, (Value)part);
    }
}

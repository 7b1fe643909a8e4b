using Ouro.Machine.Execution;

namespace Ouro.Machine.Languages;

/// <summary>A source text and what it is called in messages.</summary>
/// <param name="Name">The file's name as the user gave it, "-" for standard input, "-e" for an expression.</param>
/// <param name="Text">The whole text.</param>
public sealed record SourceText(string Name, string Text)
{
    public readonly string Name = Name;
    public readonly string Text = Text;
}

/// <summary>
/// What a front door must say about a run before it starts; not changed once it is made. Fields, as in all that every start
/// makes: a property is two methods more for the host to compile.
/// </summary>
public sealed class LanguageOptions
{
    /// <summary>The command line as the program sees it: its own name first.</summary>
    public IReadOnlyList<string> CommandLine = [];

    /// <summary>Where libraries are looked for, in order, before the language's own places.</summary>
    public IReadOnlyList<string> LibraryDirectories = [];

    /// <summary>Where the language's own library is, if it reads one that is installed; null: where it looks by itself.</summary>
    public string? LibraryHome;

    /// <summary>Compile so that every call of the source is visible with its own arguments.</summary>
    public bool Debug;

    /// <summary>Run the program's own text by the language's evaluator, without compiling any of it.</summary>
    public bool Interpret;

    /// <summary>The folder in which compiled code is kept from run to run; null: nowhere.</summary>
    public string? CacheFolder;

    /// <summary>The file with the language's compiled library; null: beside the tool.</summary>
    public string? ImagePath;
}

/// <summary>
/// A language on the machine: what front doors (the command line, a REPL, an embedding host) need to know of it and
/// nothing more. One instance serves many machines; what it keeps for a machine is a service of that machine.
/// </summary>
public abstract class Language
{
    /// <summary>The language's name as people write it.</summary>
    public abstract string Name { get; }

    /// <summary>The extensions of its source files, with the dot, in lower case.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>What a REPL shows when it waits for input.</summary>
    public abstract string Prompt { get; }

    /// <summary>Makes a new machine able to run the language: primitives, services, library.</summary>
    /// <returns>Null, or in words why the language cannot run (a missing or stale image).</returns>
    public abstract string? Install(VirtualMachine machine, LanguageOptions options);

    /// <summary>Compiles a text: a program, or expressions to evaluate in the language's top-level environment.</summary>
    /// <returns>Its value, if it is one, is what <see cref="Execute"/> takes.</returns>
    public abstract Outcome Compile(VirtualMachine machine, SourceText source);

    /// <summary>Runs what <see cref="Compile"/> gave, once.</summary>
    /// <returns>Its value, if it is one, is that of the last expression.</returns>
    public abstract Outcome Execute(VirtualMachine machine, Value compiled);

    /// <summary>Compiles a program without running it and writes the listing of its code.</summary>
    public abstract Outcome Disassemble(VirtualMachine machine, SourceText source, TextWriter output);

    /// <summary>Writes a program as it is after macro expansion, or whatever the language does before it compiles.</summary>
    public abstract Outcome Expand(VirtualMachine machine, SourceText source, TextWriter output);

    /// <summary>A value as the language writes it, cut with "..." when it is longer than the maximum. Ends for any data.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="maximum">The greatest length in UTF-16 units; at least 3.</param>
    public abstract string Print(Value value, int maximum);

    /// <summary>A value as the language writes it, whole; null for one that a REPL does not show.</summary>
    public abstract string? PrintResult(VirtualMachine machine, Value value);

    /// <summary>An error in words: operation, message and irritants, on one line, without a position.</summary>
    public abstract string Describe(Condition condition);

    /// <summary>The exit status that a value given to the language's exit procedure stands for.</summary>
    public abstract int ExitStatus(Value value);

    /// <summary>Makes what a REPL talks to, on a machine that has the language.</summary>
    /// <param name="machine">A machine on which <see cref="Install"/> succeeded.</param>
    /// <param name="problem">Null, or in words why that failed.</param>
    public virtual Interaction? Interact(VirtualMachine machine, out string? problem)
    {
        problem = null;
        return new PlainInteraction(machine, this);
    }

    /// <summary>Writes out what the program has written and the language still holds.</summary>
    /// <returns>False if some of it could not be written.</returns>
    public abstract bool Flush(VirtualMachine machine);
}

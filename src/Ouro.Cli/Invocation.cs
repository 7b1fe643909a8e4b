using Ouro.Machine.Jit;

namespace Ouro.Cli;

/// <summary>What the tool is asked to do.</summary>
internal enum Task
{
    Run,
    Evaluate,
    Disassemble,
    Expand,
    Bootstrap,
    Interact,
}

/// <summary>A parsed command line; not changed once it is made. Fields, because each property would be two methods more to compile at every start.</summary>
internal sealed class Invocation
{
    internal Task Task;

    /// <summary>The program: a path, "-" for standard input; for <see cref="Task.Evaluate"/> the expression itself.</summary>
    internal string Source = "";

    /// <summary>Set where <see cref="Source"/> is no file but a text of the language: how it was given, "-c" or "-m".</summary>
    internal string? Form;

    /// <summary>Where the language's own library is, if it reads an installed one; null: it looks by itself.</summary>
    internal string? LibraryHome;

    /// <summary>The program's own arguments.</summary>
    internal ArraySegment<string> Arguments = ArraySegment<string>.Empty;

    internal long? Ticks;

    /// <summary>Bytes.</summary>
    internal long? Allocation;

    /// <summary>Bytes.</summary>
    internal long? Memory;

    internal TimeSpan? Time;

    /// <summary>There is one of these limits.</summary>
    internal bool IsLimited;

    internal IReadOnlyList<string> LibraryDirectories = [];

    /// <summary>The name of the language; null: the file's extension says.</summary>
    internal string? Language;

    internal bool Debug;

    /// <summary>Evaluate the program's text without compiling it.</summary>
    internal bool Interpret;

    /// <summary>Neither read nor write the cache of compiled code.</summary>
    internal bool NoCache;

    /// <summary>Print each instruction as it runs.</summary>
    internal bool DumpInstructions;

    /// <summary>Use the loop that tools watch.</summary>
    internal bool Instrumented;

    /// <summary>Tiny segments and a capture at every call.</summary>
    internal bool Hostile;

    /// <summary>Interpret only.</summary>
    internal bool NoJit;

    /// <summary>How code is compiled to the host's; null: as usual.</summary>
    internal JitOptions? Jit;

    /// <summary>Run the program interpreted and compiled, and compare.</summary>
    internal bool Verifies;

    /// <summary>Where to write which opcodes, primitives and errors the run met.</summary>
    internal string? CoveragePath;

    /// <summary>For <see cref="Task.Bootstrap"/>: build twice and compare, write nothing.</summary>
    internal bool Verify;

    /// <summary>The exit status of the process, once it is done.</summary>
    internal int Status;

    /// <summary>Does what is asked; on a thread of its own, see <see cref="OwnThread"/>.</summary>
    internal void Do() => Status = Task == Task.Interact ? Interact() : Session.Run(this);

    // Not inlined: the REPL is not loaded where nobody asks for it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private int Interact() => InteractiveSession.Run(this);
}

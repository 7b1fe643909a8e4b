namespace Ouro.Cli;

/// <summary>What the tool is asked to do.</summary>
internal enum Task
{
    Run,
    Evaluate,
    Disassemble,
    Expand,
    Bootstrap,
}

/// <summary>A parsed command line.</summary>
internal sealed record Invocation
{
    internal required Task Task { get; init; }

    /// <summary>The program: a path, "-" for standard input; for <see cref="Task.Evaluate"/> the expression itself.</summary>
    internal string Source { get; init; } = "";

    /// <summary>The program's own arguments.</summary>
    internal ArraySegment<string> Arguments { get; init; } = ArraySegment<string>.Empty;

    internal long? Ticks { get; init; }

    /// <summary>Bytes.</summary>
    internal long? Allocation { get; init; }

    /// <summary>Bytes.</summary>
    internal long? Memory { get; init; }

    internal TimeSpan? Time { get; init; }

    internal IReadOnlyList<string> LibraryDirectories { get; init; } = [];

    internal bool Debug { get; init; }

    /// <summary>Print each instruction as it runs.</summary>
    internal bool DumpInstructions { get; init; }

    /// <summary>Use the loop that tools watch.</summary>
    internal bool Instrumented { get; init; }

    /// <summary>Tiny segments and a capture at every call.</summary>
    internal bool Hostile { get; init; }

    /// <summary>Where to write which opcodes, primitives and errors the run met.</summary>
    internal string? CoveragePath { get; init; }

    /// <summary>For <see cref="Task.Bootstrap"/>: build twice and compare, write nothing.</summary>
    internal bool Verify { get; init; }
}

namespace Ouro.Machine.Jit;

/// <summary>What the JIT does; not changed once the machine is made. The meaning of programs never depends on it.</summary>
public sealed class JitOptions
{
    /// <summary>How often a poll must find a procedure running before it is compiled.</summary>
    public int Threshold = 2;

    /// <summary>Large procedures are compiled as soon as small ones; otherwise they must be found running more often.</summary>
    public bool IgnoresSize;

    /// <summary>How many polls a machine makes before it thinks of compiling: short programs end before that.</summary>
    public int Patience = UsualPatience;

    internal const int UsualPatience = 64;

    /// <summary>Compile so many methods and no more; null: as many as there are. For finding the one that is wrong.</summary>
    public int? StopAfter;

    /// <summary>Compile small procedures into the code of their callers.</summary>
    public bool Inlines = true;

    /// <summary>Compile on a thread of its own while the program goes on.</summary>
    public bool Background = true;

    /// <summary>Where to write a line for each method that is compiled or dropped; null: nowhere.</summary>
    public TextWriter? Log;

    /// <summary>Print what the procedures of that name are compiled to; null: nothing.</summary>
    public string? Dump;

    /// <summary>For tests: compile every procedure at its first call.</summary>
    public bool Eager;

    /// <summary>For tests: guards fail although they hold, one in that many; 0: never.</summary>
    public int FailGuards;

    /// <summary>For tests: the opcode of that name is compiled wrongly; null: none is.</summary>
    internal string? Falsify;
}

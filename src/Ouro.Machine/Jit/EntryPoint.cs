namespace Ouro.Machine.Jit;

/// <summary>How control comes to a compiled method.</summary>
internal enum EntryKind : byte
{
    /// <summary>By a call of the procedure.</summary>
    Call,

    /// <summary>At a loop's head, from the interpreter.</summary>
    Loop,

    /// <summary>Behind a call, with the value that the activation waited for.</summary>
    Arrival,
}

/// <summary>Where a method begins.</summary>
/// <param name="Pc">0 for calls.</param>
internal readonly record struct EntryPoint(EntryKind Kind, int Pc)
{
    /// <summary>The procedure's beginning.</summary>
    internal static EntryPoint Call => new(EntryKind.Call, 0);

    internal static EntryPoint Loop(int pc) => new(EntryKind.Loop, pc);

    internal static EntryPoint Arrival(int pc) => new(EntryKind.Arrival, pc);

    /// <summary>In words, for logs: nothing for a procedure's beginning.</summary>
    public override string ToString() => Kind == EntryKind.Call ? "" : FormattableString.Invariant($" at {Pc}");
}

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>Anything that can be called.</summary>
[GuestType("a procedure")]
public abstract class Procedure
{
    /// <summary>The name for error texts and backtraces, or null.</summary>
    public abstract string? DisplayName { get; }
}

/// <summary>A code object with its captured variables.</summary>
public sealed class Closure : Procedure
{
    internal readonly CodeObject Code;

    /// <summary>As many as <see cref="CodeObject.FreeCount"/>: rows index it unchecked.</summary>
    internal readonly Value[] Free;

    internal Closure(CodeObject code)
    {
        Code = code;
        Free = code.FreeCount == 0 ? ValueArrays.None : ValueArrays.Unbound(code.FreeCount);
    }

    internal static long SizeOf(int free) => free == 0 ? 32 : 56 + (16 * free);

    public override string? DisplayName => Code.Name?.Name;
}

/// <summary>Procedures of different arities under one name; the first that takes the number of arguments is called.</summary>
public sealed class CaseLambda(Closure[] clauses) : Procedure
{
    internal readonly Closure[] Clauses = clauses;

    public override string? DisplayName => Clauses.Length > 0 ? Clauses[0].DisplayName : null;
}

/// <summary>A parameter object (R7RS make-parameter). Its value is found in the dynamic state, else it is the default.</summary>
public sealed class Parameter(Value initial, Value converter) : Procedure
{
    /// <summary>Unbound for a standard port that nobody has used: read it by <see cref="VirtualMachine.DefaultOf"/>.</summary>
    internal Value Default = initial;

    /// <summary>The conversion procedure, or false.</summary>
    internal readonly Value Converter = converter;

    public override string? DisplayName => "parameter";
}

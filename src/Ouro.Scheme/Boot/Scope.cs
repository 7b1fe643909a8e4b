using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>The variables of one procedure share an activation; this counts its slots.</summary>
internal sealed class FunctionScope(FunctionScope? parent)
{
    internal readonly FunctionScope? Parent = parent;

    /// <summary>Slot 0 is the activation around it.</summary>
    internal int FrameSize = 1;
}

/// <summary>A variable while its scope is converted.</summary>
internal sealed class LocalVariable(Symbol name, FunctionScope function, int slot)
{
    internal readonly Symbol Name = name;
    internal readonly FunctionScope Function = function;
    internal readonly int Slot = slot;

    /// <summary>It may be used before it has a value.</summary>
    internal bool IsChecked;

    /// <summary>The loop that it names, for a loop that may be run in place; it then has no value.</summary>
    internal LoopNode? Loop;

    /// <summary>The number of the loop's variables.</summary>
    internal int LoopArity;

    internal int LoopFirstSlot;
}

/// <summary>The local variables that one form binds.</summary>
internal sealed class Scope(Scope? outer, FunctionScope function)
{
    private readonly List<LocalVariable> _variables = [];

    internal readonly FunctionScope Function = function;

    /// <summary>Whether this scope itself binds the name.</summary>
    internal bool Binds(Symbol name) => FindHere(name) is not null;

    /// <summary>Gives the name the next slot of the activation.</summary>
    internal LocalVariable Add(Symbol name)
    {
        var variable = new LocalVariable(name, Function, Function.FrameSize++);
        _variables.Add(variable);
        return variable;
    }

    /// <summary>Binds the name to a loop, which needs no slot.</summary>
    internal void AddLoop(Symbol name, LoopNode loop, int firstSlot, int arity) =>
        _variables.Add(new LocalVariable(name, Function, 0) { Loop = loop, LoopFirstSlot = firstSlot, LoopArity = arity });

    internal LocalVariable? Find(Symbol name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.FindHere(name) is { } variable)
            {
                return variable;
            }
        }

        return null;
    }

    private Scope? Outer { get; } = outer;

    private LocalVariable? FindHere(Symbol name)
    {
        foreach (var variable in _variables)
        {
            if (ReferenceEquals(variable.Name, name))
            {
                return variable;
            }
        }

        return null;
    }
}

/// <summary>
/// What follows the expression being converted. Null: something uses its value. Otherwise it is last in a procedure's
/// body, or last in a loop that is run in place, which is itself followed by <see cref="Outer"/>.
/// </summary>
internal sealed class Tail(LoopNode? loop, Tail? outer)
{
    internal static Tail OfProcedure { get; } = new(null, null);

    internal readonly LoopNode? Loop = loop;
    internal readonly Tail? Outer = outer;

    /// <summary>A call here may take the place of the running procedure.</summary>
    internal bool EndsProcedure => Loop is null || (Outer?.EndsProcedure ?? false);

    /// <summary>A turn of the loop may begin here.</summary>
    internal bool Ends(LoopNode loop) => ReferenceEquals(Loop, loop) || (Outer?.Ends(loop) ?? false);
}

/// <summary>What a name means at the level of a library.</summary>
internal sealed class Binding
{
    /// <summary>A variable.</summary>
    internal Cell? Cell { get; init; }

    /// <summary>The variable holds what define-record-type made and is never assigned.</summary>
    internal bool IsRecordProcedure { get; init; }

    /// <summary>A primitive or a procedure of the evaluator.</summary>
    internal Procedure? Procedure { get; init; }

    /// <summary>A form of the language, by its own name; one outside the dialect is an error where it is used.</summary>
    internal string? Form { get; init; }

    /// <summary>A macro, which the boot evaluator cannot expand.</summary>
    internal bool IsMacro { get; init; }

    internal bool IsSameAs(Binding other) =>
        ReferenceEquals(this, other)
        || (Cell is not null && ReferenceEquals(Cell, other.Cell))
        || (Procedure is not null && ReferenceEquals(Procedure, other.Procedure))
        || (Form is not null && Form == other.Form);
}

namespace Ouro.Python.Syntax.Scopes;

/// <summary>What is known of a name in a block. The names are those of CPython's symtable.</summary>
[Flags]
internal enum SymbolFlags
{
    None = 0,

    /// <summary>Declared global.</summary>
    Global = 1,

    /// <summary>Assigned in the block.</summary>
    Local = 2,
    Parameter = 4,
    Nonlocal = 8,
    Use = 16,

    /// <summary>Free in a class, where a method sees it although the class has a name like it.</summary>
    FreeClass = 32,
    Import = 64,
    Annotation = 128,

    /// <summary>Bound by a for clause of a comprehension.</summary>
    Iteration = 256,
    TypeParameter = 512,

    /// <summary>A cell of a comprehension that has become part of the block.</summary>
    ComprehensionCell = 1024,

    Bound = Local | Parameter | Import | TypeParameter,
}

/// <summary>Where the value of a name is found.</summary>
internal enum SymbolScope
{
    Unknown,
    Local,
    GlobalExplicit,
    GlobalImplicit,
    Free,
    Cell,
}

/// <summary>The kinds of blocks that have names of their own.</summary>
internal enum BlockKind
{
    Function,
    Class,
    Module,
    Annotation,
    TypeVariable,
    TypeAlias,
    TypeParameters,
}

/// <summary>What a function block was made for, if for a comprehension.</summary>
internal enum ComprehensionKind
{
    None,
    List,
    Set,
    Dict,
    Generator,
}

/// <summary>A name in a block.</summary>
internal sealed class Symbol(string name)
{
    internal readonly string Name = name;

    internal SymbolFlags Flags;

    internal SymbolScope Scope;
}

/// <summary>The names of one block: what CPython's symtable has for it.</summary>
internal sealed class SymbolTable(string name, BlockKind kind, int line, SymbolTable? parent)
{
    internal readonly string Name = name;
    internal readonly BlockKind Kind = kind;
    internal readonly int Line = line;
    internal readonly SymbolTable? Parent = parent;
    internal readonly List<SymbolTable> Children = [];

    /// <summary>The names in the order in which they were met.</summary>
    internal readonly List<Symbol> Symbols = [];

    /// <summary>Parameters in the order in which the code object has them.</summary>
    internal readonly List<string> Parameters = [];

    private readonly Dictionary<string, Symbol> _byName = new(StringComparer.Ordinal);

    /// <summary>Names with the places of their global and nonlocal declarations.</summary>
    internal readonly List<(string Name, Tree.SourceSpan Span)> Directives = [];

    internal bool IsNested = parent is not null && (parent.IsNested || parent.IsFunctionLike);

    internal bool IsGenerator;

    internal bool IsCoroutine;

    /// <summary>Whether it has a free name.</summary>
    internal bool HasFree;

    /// <summary>Whether a block in it has one.</summary>
    internal bool ChildHasFree;

    internal bool HasRest;

    internal bool HasKeywordDictionary;

    internal bool ReturnsValue;

    internal ComprehensionKind Comprehension;

    /// <summary>Whether the comprehension's code becomes part of the block around it.</summary>
    internal bool IsInlined;

    /// <summary>Whether methods need the class, for super and __class__.</summary>
    internal bool NeedsClassCell;

    /// <summary>Whether type parameters and the like in it see the names of the class.</summary>
    internal bool NeedsClassDictionary;

    /// <summary>Whether it is in a class, and sees names of it, though functions in classes don't.</summary>
    internal bool CanSeeClass;

    /// <summary>How many iterables of comprehensions are around what is being visited.</summary>
    internal int IterableDepth = parent?.IterableDepth ?? 0;

    /// <summary>Whether the target of a for clause is being visited.</summary>
    internal bool InIterationTarget;

    internal bool IsFunctionLike => Kind is BlockKind.Function or BlockKind.TypeVariable or BlockKind.TypeAlias or BlockKind.TypeParameters;

    internal Symbol? Find(string name) => _byName.GetValueOrDefault(name);

    internal Symbol GetOrAdd(string name)
    {
        if (!_byName.TryGetValue(name, out var symbol))
        {
            symbol = new Symbol(name);
            _byName.Add(name, symbol);
            Symbols.Add(symbol);
        }

        return symbol;
    }
}

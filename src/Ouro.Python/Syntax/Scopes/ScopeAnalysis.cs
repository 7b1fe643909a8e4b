// After all blocks know which names they bind, use and declare, each name gets its scope, from the outermost block inward: a name that is
// bound here is local; one that a function around binds is free, and becomes a cell there; else it is global. What inner blocks leave free
// comes back outward. The algorithm and the order in which it finds contradictions are those of CPython's symtable.c.

namespace Ouro.Python.Syntax.Scopes;

using System.Runtime.CompilerServices;

/// <summary>Gives every name of a tree of blocks its scope.</summary>
internal sealed class ScopeAnalysis(int version, Func<SymbolTable, string, string, Exception> refuse)
{
    internal void Run(SymbolTable module) => Block(module, null, [], [], [], null);

    private static HashSet<string> Copy(HashSet<string>? set) => set is null ? new(StringComparer.Ordinal) : new(set, StringComparer.Ordinal);

    private void Block(SymbolTable block, HashSet<string>? bound, HashSet<string> free, HashSet<string> global, HashSet<string> typeParameters, SymbolTable? classBlock)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.RecursionError, "maximum recursion depth exceeded during compilation"));
        }

        HashSet<string> local = new(StringComparer.Ordinal);
        HashSet<string> newGlobal = new(StringComparer.Ordinal);
        HashSet<string> newFree = new(StringComparer.Ordinal);
        HashSet<string> newBound = new(StringComparer.Ordinal);
        if (block.Kind == BlockKind.Class)
        {
            newGlobal.UnionWith(global);
            if (bound is not null)
            {
                newBound.UnionWith(bound);
            }
        }

        foreach (var symbol in block.Symbols)
        {
            Name(block, symbol, bound, local, free, global, typeParameters, classBlock);
        }

        if (block.Kind != BlockKind.Class)
        {
            if (block.IsFunctionLike)
            {
                newBound.UnionWith(local);
            }

            if (bound is not null)
            {
                newBound.UnionWith(bound);
            }

            newGlobal.UnionWith(global);
        }
        else
        {
            newBound.Add("__class__");
            if (version >= 12)
            {
                newBound.Add("__classdict__");
            }
        }

        HashSet<string> inlinedCells = new(StringComparer.Ordinal);
        for (int i = 0; i < block.Children.Count; i++)
        {
            var child = block.Children[i];
            SymbolTable? seenClass = null;
            if (child.CanSeeClass)
            {
                seenClass = block.Kind == BlockKind.Class ? block : classBlock;
            }

            var childTypeParameters = Copy(typeParameters);
            HashSet<string> freeOfChild = new(StringComparer.Ordinal);
            Block(child, Copy(newBound), freeOfChild, Copy(newGlobal), childTypeParameters, seenClass);
            bool inlined = version >= 12 && child.Comprehension is not (ComprehensionKind.None or ComprehensionKind.Generator) && !block.CanSeeClass;
            if (inlined)
            {
                Inline(block, child, freeOfChild, inlinedCells);
                child.IsInlined = true;
            }

            newFree.UnionWith(freeOfChild);
            block.ChildHasFree |= child.HasFree || child.ChildHasFree;
            if (inlined)
            {
                block.Children.RemoveAt(i);
                block.Children.InsertRange(i, child.Children);
                i += child.Children.Count - 1;
            }
        }

        if (block.IsFunctionLike)
        {
            foreach (var symbol in block.Symbols)
            {
                if (symbol.Scope == SymbolScope.Local && (newFree.Contains(symbol.Name) || inlinedCells.Contains(symbol.Name)))
                {
                    symbol.Scope = SymbolScope.Cell;
                    newFree.Remove(symbol.Name);
                }
            }
        }
        else if (block.Kind == BlockKind.Class)
        {
            block.NeedsClassCell |= newFree.Remove("__class__");
            block.NeedsClassDictionary |= newFree.Remove("__classdict__");
        }

        foreach (string name in inlinedCells)
        {
            if (block.Find(name) is { } symbol)
            {
                symbol.Flags |= SymbolFlags.ComprehensionCell;
            }
        }

        Update(block, bound, newFree);
        free.UnionWith(newFree);
    }

    private void Name(SymbolTable block, Symbol symbol, HashSet<string>? bound, HashSet<string> local, HashSet<string> free, HashSet<string> global, HashSet<string> typeParameters, SymbolTable? classBlock)
    {
        string name = symbol.Name;
        var flags = symbol.Flags;
        if (flags.HasFlag(SymbolFlags.Global))
        {
            if (flags.HasFlag(SymbolFlags.Nonlocal))
            {
                throw refuse(block, name, $"name '{name}' is nonlocal and global");
            }

            symbol.Scope = SymbolScope.GlobalExplicit;
            global.Add(name);
            bound?.Remove(name);
        }
        else if (flags.HasFlag(SymbolFlags.Nonlocal))
        {
            if (bound is null)
            {
                throw refuse(block, name, "nonlocal declaration not allowed at module level");
            }

            if (!bound.Contains(name))
            {
                throw refuse(block, name, $"no binding for nonlocal '{name}' found");
            }

            if (typeParameters.Contains(name))
            {
                throw refuse(block, name, $"nonlocal binding not allowed for type parameter '{name}'");
            }

            symbol.Scope = SymbolScope.Free;
            block.HasFree = true;
            free.Add(name);
        }
        else if ((flags & SymbolFlags.Bound) != 0)
        {
            symbol.Scope = SymbolScope.Local;
            local.Add(name);
            global.Remove(name);
            if (flags.HasFlag(SymbolFlags.TypeParameter))
            {
                typeParameters.Add(name);
            }
            else
            {
                typeParameters.Remove(name);
            }
        }
        else if (classBlock?.Find(name) is { } inClass && (inClass.Flags & (SymbolFlags.Global | SymbolFlags.Bound)) != 0 && (inClass.Flags & SymbolFlags.Nonlocal) == 0)
        {
            // Annotation scopes see what is in the class around them.
            symbol.Scope = SymbolScope.GlobalImplicit;
            if (inClass.Flags.HasFlag(SymbolFlags.Global))
            {
                symbol.Scope = SymbolScope.GlobalExplicit;
            }
        }
        else if (bound is not null && bound.Contains(name))
        {
            symbol.Scope = SymbolScope.Free;
            block.HasFree = true;
            free.Add(name);
        }
        else
        {
            symbol.Scope = SymbolScope.GlobalImplicit;
            block.HasFree |= !global.Contains(name) && block.IsNested;
        }
    }

    /// <summary>The names of a comprehension become names of the block whose code it is part of.</summary>
    private static void Inline(SymbolTable block, SymbolTable comprehension, HashSet<string> freeOfChild, HashSet<string> inlinedCells)
    {
        foreach (var symbol in comprehension.Symbols)
        {
            if (symbol.Flags.HasFlag(SymbolFlags.Parameter))
            {
                continue;
            }

            if (symbol.Scope == SymbolScope.Cell || symbol.Flags.HasFlag(SymbolFlags.ComprehensionCell))
            {
                inlinedCells.Add(symbol.Name);
            }

            var existing = block.Find(symbol.Name);
            if (existing is null)
            {
                var copy = block.GetOrAdd(symbol.Name);
                copy.Flags = symbol.Flags;
                copy.Scope = symbol.Scope == SymbolScope.Free && block.Kind == BlockKind.Class && symbol.Name == "__class__" ? SymbolScope.GlobalImplicit : symbol.Scope;
                if (symbol.Scope == SymbolScope.Free && block.Kind == BlockKind.Class && symbol.Name == "__class__")
                {
                    freeOfChild.Remove(symbol.Name);
                }
            }
            else if ((existing.Flags & SymbolFlags.Bound) != 0 && symbol.Scope == SymbolScope.Free && block.Kind != BlockKind.Class)
            {
                // What was free in the comprehension is bound in the block, unless something else in the comprehension leaves it free.
                if (!comprehension.Children.Exists(child => child.Find(symbol.Name) is { Scope: SymbolScope.Free }))
                {
                    freeOfChild.Remove(symbol.Name);
                }
            }
        }
    }

    private static void Update(SymbolTable block, HashSet<string>? bound, HashSet<string> free)
    {
        foreach (string name in free)
        {
            if (block.Find(name) is { } symbol)
            {
                if (block.Kind == BlockKind.Class && (symbol.Flags & (SymbolFlags.Bound | SymbolFlags.Global)) != 0)
                {
                    symbol.Flags |= SymbolFlags.FreeClass;
                }
            }
            else if (bound is null || bound.Contains(name))
            {
                block.GetOrAdd(name).Scope = SymbolScope.Free;
            }
        }
    }
}

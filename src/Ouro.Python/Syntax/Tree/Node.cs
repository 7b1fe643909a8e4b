namespace Ouro.Python.Syntax.Tree;

/// <summary>Where a node is: lines from 1, columns in bytes of UTF-8 from 0, the end exclusive.</summary>
internal readonly record struct SourceSpan(int Line, int Column, int EndLine, int EndColumn);

/// <summary>A node of a syntax tree. The kinds are generated from <c>Nodes.table</c>.</summary>
internal abstract class Node(SourceSpan span)
{
    internal readonly SourceSpan Span = span;

    /// <summary>The name of the kind, as CPython's <c>ast</c> has it.</summary>
    internal abstract string NodeName { get; }

    /// <summary>Whether nodes of this kind know where they are; otherwise the span is empty.</summary>
    internal abstract bool HasPlace { get; }

    /// <summary>Calls the visitor's method for this kind.</summary>
    internal abstract void Accept(NodeVisitor visitor);

    /// <summary>Has the visitor visit what is directly below, in the order of the fields.</summary>
    internal abstract void VisitChildren(NodeVisitor visitor);

    /// <summary>Gives the fields to the dumper in their order.</summary>
    internal abstract void DumpFields(TreeDumper dumper);
}

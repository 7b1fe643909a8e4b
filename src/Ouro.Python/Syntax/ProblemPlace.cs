namespace Ouro.Python.Syntax;

using System.Text;
using Ouro.Python.Syntax.Tree;

/// <summary>Places problems that are found in a tree.</summary>
internal static class ProblemPlace
{
    /// <summary>A problem at a place of a tree, with columns in characters if there is a source.</summary>
    internal static SyntaxProblemException At(SourceText? source, SourceSpan span, string message, SyntaxProblemKind kind = SyntaxProblemKind.SyntaxError)
    {
        // CPython leaves these columns in bytes.
        string? text = source?.LineAt(source.StartOf(span.Line));
        return new SyntaxProblemException(new SyntaxProblem(kind, message, span.Line, span.Column + 1, span.EndLine, span.EndColumn + 1, text));
    }
}

namespace Ouro.Python.Syntax;

using Ouro.Python.Syntax.Parsing;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;
using Ouro.Python.Syntax.Validation;

/// <summary>What the front end made of a source: a tree, or why it was refused.</summary>
internal sealed record ParseResult(ModNode? Tree, SyntaxProblem? Problem);

/// <summary>What the front end made of a source that is to be compiled: a tree with its symbol tables, or why it was refused.</summary>
internal sealed record AnalysisResult(ModNode? Tree, SymbolTable? Table, IReadOnlyDictionary<Node, SymbolTable>? Tables, SyntaxProblem? Problem, bool HasLazyAnnotations = false);

/// <summary>The way in: sources to trees and symbol tables.</summary>
internal static class FrontEnd
{
    /// <summary>The minor versions of the language that are known.</summary>
    internal const int OldestVersion = 11;

    internal const int NewestVersion = 13;

    /// <summary>Parses as <c>ast.parse</c> does: what is wrong beyond the grammar is not looked at.</summary>
    /// <param name="source">The source, as text.</param>
    /// <param name="version">The minor version of the language.</param>
    /// <param name="mode">What the source is meant to be.</param>
    internal static ParseResult Parse(string source, int version, SourceMode mode = SourceMode.File) => Parse(() => SourceText.From(source), version, mode);

    /// <summary>The same for the bytes of a file, which may say how they are encoded.</summary>
    internal static ParseResult Parse(byte[] file, int version, SourceMode mode = SourceMode.File) => Parse(() => SourceText.From((ReadOnlySpan<byte>)file), version, mode);

    /// <summary>Parses and looks at everything that <c>compile</c> refuses.</summary>
    internal static AnalysisResult Analyse(string source, int version, SourceMode mode = SourceMode.File) => Analyse(() => SourceText.From(source), version, mode);

    /// <summary>The same for the bytes of a file.</summary>
    internal static AnalysisResult Analyse(byte[] file, int version, SourceMode mode = SourceMode.File) => Analyse(() => SourceText.From((ReadOnlySpan<byte>)file), version, mode);

    /// <summary>Only the symbol tables, as <c>symtable.symtable</c> makes them.</summary>
    internal static AnalysisResult Tables(string source, int version) => Analyse(() => SourceText.From(source), version, SourceMode.File, validate: false);

    private static ParseResult Parse(Func<SourceText> source, int version, SourceMode mode)
    {
        try
        {
            return new ParseResult(Parser.Parse(source(), version, mode), null);
        }
        catch (SyntaxProblemException problem)
        {
            return new ParseResult(null, problem.Problem);
        }
    }

    private static AnalysisResult Analyse(Func<SourceText> origin, int version, SourceMode mode, bool validate = true)
    {
        try
        {
            var source = origin();
            var tree = Parser.Parse(source, version, mode);
            var future = FutureFeatures.Find(tree, source);
            var (table, tables) = SymbolTableBuilder.Build(tree, version, future.LazyAnnotations, source);
            if (validate)
            {
                Validator.Check(tree, version, future, tables, source);
            }

            return new AnalysisResult(tree, table, tables, null, future.LazyAnnotations);
        }
        catch (SyntaxProblemException problem)
        {
            return new AnalysisResult(null, null, null, problem.Problem);
        }
    }
}

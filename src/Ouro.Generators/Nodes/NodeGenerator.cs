// A file of the project whose name ends in .table, given to the compiler as an additional file, becomes classes in the namespace that
// follows its folder.

using Microsoft.CodeAnalysis;
using Ouro.Generators.Support;

namespace Ouro.Generators.Nodes;

/// <summary>Makes the classes of syntax trees from tables of nodes.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NodeGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var tables = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".table", StringComparison.Ordinal))
            .Select(static (file, cancellation) => (file.Path, Text: file.GetText(cancellation)?.ToString() ?? ""));
        context.RegisterSourceOutput(tables, static (output, table) =>
        {
            try
            {
                string space = SpaceOf(table.Path);
                output.AddSource($"{space}.Nodes.g.cs", NodeWriter.Write(space, NodeTable.Read(table.Text)));
            }
            catch (FormatException problem)
            {
                output.ReportDiagnostic(Diagnostic.Create(Problem.Malformed, Location.None, $"{Path.GetFileName(table.Path)}: {problem.Message}"));
            }
        });
    }

    /// <summary>The namespace of a path: its folders below <c>src</c>.</summary>
    private static string SpaceOf(string path)
    {
        string[] parts = path.Replace('\\', '/').Split('/');
        int source = Array.LastIndexOf(parts, "src");
        return string.Join(".", parts.Skip(source + 1).Take(parts.Length - source - 2));
    }
}

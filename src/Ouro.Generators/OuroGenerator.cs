// Declarations in, code out:
//
//   [OpcodeRows] classes      Opcode, OpcodeTable's text, the two interpreter loops, primitives of simple rows
//   [PrimitiveGroup] classes  a stub for each primitive and a class that resolves them
//   both                      the assembly's catalogue of primitives

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ouro.Generators.Primitives;
using Ouro.Generators.Rows;
using Ouro.Generators.Support;

namespace Ouro.Generators;

/// <summary>The source generator of the machine and its languages.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OuroGenerator : IIncrementalGenerator
{
    private static readonly string[] LoopUsings =
    [
        "using System;",
        "using System.Runtime.CompilerServices;",
        "using System.Runtime.InteropServices;",
        "using Ouro.Machine.Code;",
        "using Ouro.Machine.Code.Rows;",
        "using Ouro.Machine.Values;",
    ];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<RowClass>> rows = context.SyntaxProvider.ForAttributeWithMetadataName(
            SymbolFacts.CodeNamespace + ".OpcodeRowsAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (c, _) => RowReader.Read(c)).Collect();
        IncrementalValuesProvider<PrimitiveGroupModel> groups = context.SyntaxProvider.ForAttributeWithMetadataName(
            SymbolFacts.CodeNamespace + ".PrimitiveGroupAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (c, _) => PrimitiveReader.Read(c));
        IncrementalValueProvider<string> rootNamespace = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? name) ? name : "")
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "Ouro"))
            .Select(static (pair, _) => pair.Left.Length > 0 ? pair.Left : pair.Right);

        context.RegisterSourceOutput(rows, WriteRows);
        context.RegisterSourceOutput(groups, static (output, group) =>
        {
            Report(output, group.Problems);
            if (group.Primitives.Count > 0)
            {
                output.AddSource($"{group.Namespace}.{group.Class}.g.cs", CatalogueWriter.WriteGroup(group));
            }
        });
        context.RegisterSourceOutput(rows.Combine(groups.Collect()).Combine(rootNamespace), static (output, input) =>
            WriteCatalogue(output, input.Left.Left, input.Left.Right, input.Right));
    }

    private static void WriteRows(SourceProductionContext output, ImmutableArray<RowClass> classes)
    {
        if (classes.IsEmpty)
        {
            return;
        }

        var usings = new SortedSet<string>(LoopUsings, StringComparer.Ordinal);
        foreach (RowClass rowClass in classes)
        {
            Report(output, rowClass.Problems);
            usings.UnionWith(rowClass.Usings);
        }

        List<Row> rows = Sorted(classes);
        ReportTwice(output, rows.Select(r => r.Name), "opcode");
        ReportTwice(output, rows.Select(r => r.Method), "method of an opcode");
        if (rows.Count > 256)
        {
            output.ReportDiagnostic(Diagnostic.Create(Problem.Malformed, Location.None, $"{rows.Count} opcodes do not fit into a byte"));
            return;
        }

        output.AddSource("Ouro.Machine.Code.Opcode.g.cs", TableWriter.WriteEnum(rows));
        output.AddSource("Ouro.Machine.Code.OpcodeTable.g.cs", TableWriter.WriteTable(rows));
        output.AddSource("Ouro.Machine.Execution.Interpreter.g.cs", LoopWriter.Write(rows, usings));
        PrimitiveGroupModel primitives = RowPrimitives.Make(rows);
        output.AddSource("Ouro.Machine.Code.Rows.RowPrimitives.g.cs", CatalogueWriter.WriteGroup(primitives));
    }

    private static void WriteCatalogue(SourceProductionContext output, ImmutableArray<RowClass> classes, ImmutableArray<PrimitiveGroupModel> declared, string rootNamespace)
    {
        List<PrimitiveGroupModel> groups = [.. declared.Where(g => g.Primitives.Count > 0).OrderBy(g => g.GroupClass, StringComparer.Ordinal)];
        if (!classes.IsEmpty)
        {
            groups.Add(RowPrimitives.Make(Sorted(classes)));
        }

        if (groups.Count == 0)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Primitive primitive in groups.AsEnumerable().Reverse().SelectMany(g => g.Primitives))
        {
            if (!seen.Add(primitive.Name))
            {
                output.ReportDiagnostic((primitive.Place with { Message = $"a second primitive (or opcode) of the name '{primitive.Name}'" }).ToDiagnostic());
            }
        }

        output.AddSource("GeneratedPrimitives.g.cs", CatalogueWriter.WriteCatalogue(rootNamespace, groups));
    }

    /// <summary>All rows in the order of their names: this numbers the opcodes.</summary>
    private static List<Row> Sorted(ImmutableArray<RowClass> classes) =>
        [.. classes.SelectMany(c => c.Rows).OrderBy(r => r.Name, StringComparer.Ordinal)];

    private static void Report(SourceProductionContext output, EquatableArray<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }
    }

    private static void ReportTwice(SourceProductionContext output, IEnumerable<string> names, string what)
    {
        foreach (IGrouping<string, string> same in names.GroupBy(n => n).Where(g => g.Skip(1).Any()))
        {
            output.ReportDiagnostic(Diagnostic.Create(Problem.Malformed, Location.None, $"more than one {what} has the name '{same.Key}'"));
        }
    }
}

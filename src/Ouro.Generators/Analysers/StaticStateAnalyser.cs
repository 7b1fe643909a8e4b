using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ouro.Generators.Analysers;

/// <summary>OURO005: static fields, properties and events that can be assigned after the start.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateAnalyser : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.StaticState];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyse, SymbolKind.NamedType);
    }

    // Automatic properties are found by the fields behind them; an event without accessors hides its field.
    private static void Analyse(SymbolAnalysisContext context)
    {
        foreach (ISymbol member in ((INamedTypeSymbol)context.Symbol).GetMembers())
        {
            ISymbol? state = member switch
            {
                IFieldSymbol { IsStatic: true, IsConst: false, IsReadOnly: false } field => field.AssociatedSymbol ?? field,
                IEventSymbol { IsStatic: true, IsAbstract: false, AddMethod.IsImplicitlyDeclared: true } => member,
                _ => null,
            };
            if (state is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.StaticState, state.Locations.FirstOrDefault(), state.Name));
            }
        }
    }
}

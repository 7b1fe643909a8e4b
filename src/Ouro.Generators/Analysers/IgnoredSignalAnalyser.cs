using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Ouro.Generators.Analysers;

/// <summary>
/// OURO003: a call that gives a Value or a Flow and whose result is not looked at. What gives an element of a
/// collection, whose method has a type parameter as its result, cannot signal.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredSignalAnalyser : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.IgnoredSignal];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyse, OperationKind.ExpressionStatement);
    }

    private static void Analyse(OperationAnalysisContext context)
    {
        IOperation? discarded = ((IExpressionStatementOperation)context.Operation).Operation;
        while (discarded is IConditionalAccessOperation access)
        {
            discarded = access.WhenNotNull;
        }

        (ITypeSymbol? type, string name) = discarded switch
        {
            IInvocationOperation { TargetMethod: { ReturnsByRef: false, ReturnsByRefReadonly: false } method } =>
                (method.OriginalDefinition.ReturnType, method.Name),
            IFunctionPointerInvocationOperation { Type: var result } => (result, "a function pointer"),
            _ => (null, ""),
        };
        if (Rules.IsValue(type) || Rules.IsFlow(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.IgnoredSignal, discarded!.Syntax.GetLocation(), name, type!.Name));
        }
    }
}

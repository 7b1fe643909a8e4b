using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Ouro.Generators.Support;

namespace Ouro.Generators.Analysers;

/// <summary>OURO001 and OURO002: values and arrays of values that exist without having been given.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ZeroValueAnalyser : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DefaultValue, Rules.ValueArray];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyse, OperationKind.DefaultValue, OperationKind.ObjectCreation, OperationKind.ArrayCreation, OperationKind.Invocation);
    }

    private static void Analyse(OperationAnalysisContext context)
    {
        DiagnosticDescriptor? rule = context.Operation switch
        {
            IDefaultValueOperation { Type: var type } when Rules.IsValue(type) => Rules.DefaultValue,
            IObjectCreationOperation { Arguments.Length: 0, Initializer: null, Type: var type } when Rules.IsValue(type) => Rules.DefaultValue,
            IArrayCreationOperation { Initializer: null, Type: IArrayTypeSymbol { ElementType: var type } } array
                when Rules.IsValue(type) && !array.DimensionSizes.Any(IsZero) => Rules.ValueArray,
            IInvocationOperation { TargetMethod: { TypeArguments.Length: 1 } method } when Rules.IsValue(method.TypeArguments[0]) && MakesArray(method) => Rules.ValueArray,
            _ => null,
        };
        if (rule is not null && !Rules.InValues(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation()));
        }
    }

    private static bool IsZero(IOperation size) => size.ConstantValue is { HasValue: true, Value: 0 };

    private static bool MakesArray(IMethodSymbol method) => (method.Name, method.ContainingType.FullName()) is
        ("AllocateArray" or "AllocateUninitializedArray", "System.GC") or ("Resize", "System.Array");
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Ouro.Generators.Support;

namespace Ouro.Generators.Analysers;

/// <summary>
/// OURO004: references to registers that are used after a call of a [RunsGuestCode] method. The flow of each method
/// is followed by <see cref="RegisterFlow"/>. So that the attribute can be relied on, a method of the execution
/// namespace that calls such a method must have it too.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaleRegistersAnalyser : DiagnosticAnalyzer
{
    private const string Attribute = "RunsGuestCodeAttribute";
    private const string Execution = "Ouro.Machine.Execution";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.StaleRegisters];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockAction(Analyse);
    }

    /// <summary>Whether registers may have moved when a call of the method returns.</summary>
    internal static bool RunsGuestCode(IMethodSymbol method)
    {
        for (IMethodSymbol? current = method.OriginalDefinition; current is not null; current = current.OverriddenMethod)
        {
            if (current.CodeAttribute(Attribute) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static void Analyse(OperationBlockAnalysisContext context)
    {
        foreach (IOperation block in context.OperationBlocks)
        {
            IMethodSymbol? callee = block.DescendantsAndSelf().OfType<IInvocationOperation>().Select(i => i.TargetMethod).FirstOrDefault(RunsGuestCode);
            if (callee is null)
            {
                continue;
            }

            if (context.OwningSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && !RunsGuestCode(method)
                && method.ContainingNamespace.ToDisplayString() == Execution)
            {
                Report(context, method.Locations[0], $"'{method.Name}' calls '{callee.Name}', which is marked [RunsGuestCode]: mark it too");
            }

            Follow(context, context.GetControlFlowGraph(block), context.OwningSymbol as IMethodSymbol);
        }
    }

    private static void Follow(OperationBlockAnalysisContext context, ControlFlowGraph graph, IMethodSymbol? method)
    {
        foreach ((Location place, string name, string call) in RegisterFlow.Follow(graph, method))
        {
            Report(context, place, $"'{name}' refers to registers and is used after '{call}', which may move them: copy the value before, or take the reference anew");
        }

        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            Follow(context, graph.GetLocalFunctionControlFlowGraph(local), local);
        }

        foreach (IFlowAnonymousFunctionOperation lambda in graph.Blocks.SelectMany(RegisterFlow.Operations).SelectMany(o => o.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
        {
            Follow(context, graph.GetAnonymousFunctionControlFlowGraph(lambda), lambda.Symbol);
        }
    }

    private static void Report(OperationBlockAnalysisContext context, Location place, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.StaleRegisters, place, message));
}

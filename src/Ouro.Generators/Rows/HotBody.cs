// Turns the body of a hot row into the statements of a case of the interpreter loop.
//
//   state.Ip, state.Registers, ...     _ip, _registers, ...: locals of the loop
//   operands                           locals declared in front, as far as the body uses them; jumps in place
//   return Flow.Next, return;          goto Next
//   return Flow.Signal                 goto Signal
//   return c ? a : b                   if (c) return a; else return b; rewritten in turn
//   return call that is given state.Ip _flow = call; goto Saved: the machine has saved the pc
//   return other                       _flow = other; goto Dispatch
//   target = source, both in memory    two loads and two stores
//
// The case advances _ip past the instruction before the body runs, as the rows expect.

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ouro.Generators.Support;

namespace Ouro.Generators.Rows;

/// <summary>Rewrites the body of one hot row.</summary>
internal sealed class HotBody : CSharpSyntaxRewriter
{
    private readonly IMethodSymbol _method;
    private readonly SemanticModel _model;
    private readonly Operand[] _operands;
    private readonly int _length;
    private readonly RowResult _result;
    private readonly List<Problem> _problems;
    private readonly HashSet<string> _used = [];

    private HotBody(IMethodSymbol method, SemanticModel model, Operand[] operands, int length, RowResult result, List<Problem> problems)
    {
        _method = method;
        _model = model;
        _operands = operands;
        _length = length;
        _result = result;
        _problems = problems;
    }

    /// <summary>The statements of the case, without the advance of <c>_ip</c>.</summary>
    internal static string Rewrite(
        IMethodSymbol method, MethodDeclarationSyntax syntax, SemanticModel model, Operand[] operands, int length, RowResult result, List<Problem> problems)
    {
        var rewriter = new HotBody(method, model, operands, length, result, problems);
        StatementSyntax body;
        if (syntax.ExpressionBody is { } arrow)
        {
            body = result == RowResult.None
                ? rewriter.Statement(SyntaxFactory.ExpressionStatement(arrow.Expression), arrow.Expression)
                : SyntaxFactory.Block(rewriter.Return(arrow.Expression));
        }
        else
        {
            body = (StatementSyntax)rewriter.Visit(syntax.Body!);
        }

        var text = new StringBuilder();
        foreach (Operand operand in operands)
        {
            if (!rewriter._used.Contains(operand.Name) || operand.Kind == OperandKind.Jump)
            {
                continue;
            }

            text.Append(operand.Type == "Value"
                ? $"ref Value {operand.Name} = ref {OperandCode.Slot(operand, length)};\n"
                : $"{operand.Type} {operand.Name} = {OperandCode.Number(operand, length)};\n");
        }

        IEnumerable<StatementSyntax> statements = body is BlockSyntax block ? block.Statements : [body];
        foreach (StatementSyntax statement in statements)
        {
            text.Append(statement.NormalizeWhitespace("    ", "\n").ToFullString()).Append('\n');
        }

        if (result == RowResult.None)
        {
            text.Append("goto Next;\n");
        }

        return text.ToString();
    }

    /// <summary>Which fields of the loop's state a row names.</summary>
    internal static StateUse StateUseOf(MethodDeclarationSyntax syntax, IParameterSymbol state, SemanticModel model)
    {
        var use = StateUse.None;
        foreach (IdentifierNameSyntax name in syntax.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != state.Name || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, state))
            {
                continue;
            }

            if (name.Parent is not MemberAccessExpressionSyntax access || access.Expression != name)
            {
                return StateUse.All;
            }

            use |= access.Name.Identifier.ValueText switch
            {
                "Ip" => StateUse.Ip,
                "Registers" => StateUse.Registers,
                "Constants" => StateUse.Constants,
                "Limit" => StateUse.Limit,
                _ => StateUse.All,
            };
            if (access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access
                || access.Parent is PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax)
            {
                use |= StateUse.Writes;
            }
        }

        return use;
    }

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        if (node.Expression is IdentifierNameSyntax && _model.GetSymbolInfo(node.Expression).Symbol is IParameterSymbol { RefKind: RefKind.Ref } parameter
            && parameter.Type.FullName() == SymbolFacts.LoopState)
        {
            return SyntaxFactory.IdentifierName("_" + char.ToLowerInvariant(node.Name.Identifier.ValueText[0]) + node.Name.Identifier.ValueText.Substring(1));
        }

        return base.VisitMemberAccessExpression(node);
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
    {
        ISymbol? symbol = _model.GetSymbolInfo(node).Symbol;
        switch (symbol)
        {
            case IParameterSymbol parameter when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _method):
                if (parameter.Type.FullName() == SymbolFacts.LoopState)
                {
                    Report(node, "uses its LoopState as a whole: name its fields, or make the row cold");
                    return node;
                }

                Operand? operand = _operands.FirstOrDefault(o => o.Name == parameter.Name);
                if (operand is null)
                {
                    return node;
                }

                _used.Add(operand.Name);
                return operand.Kind == OperandKind.Jump
                    ? SyntaxFactory.ParseExpression(OperandCode.Number(operand, _length))
                    : node;

            case { IsStatic: true } when symbol.ContainingType is { } type && SymbolEqualityComparer.Default.Equals(type, _method.ContainingType)
                && symbol is IMethodSymbol or IFieldSymbol or IPropertySymbol:
                if (symbol.DeclaredAccessibility == Accessibility.Private)
                {
                    Report(node, $"uses the private '{symbol.Name}', which the interpreter loop cannot see");
                    return node;
                }

                return node.Parent is MemberAccessExpressionSyntax access && access.Name == node
                    ? node
                    : SyntaxFactory.ParseExpression($"{type.GlobalName()}.{symbol.Name}");

            default:
                return node;
        }
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Reject(node);

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Reject(node);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => Reject(node);

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
        node.Expression is null ? SyntaxFactory.ParseStatement("goto Next;") : SyntaxFactory.Block(Return(node.Expression));

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) => Statement(node, node.Expression);

    private StatementSyntax Statement(ExpressionStatementSyntax statement, ExpressionSyntax expression)
    {
        if (expression is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && assignment.Right is not RefExpressionSyntax
            && _model.GetTypeInfo(assignment.Left).Type?.FullName() == SymbolFacts.Value
            && IsPlace(assignment.Left) && !IsLocal(assignment.Left) && IsPlace(assignment.Right))
        {
            string left = Visit(assignment.Left)!.ToString();
            string right = Visit(assignment.Right)!.ToString();

            // A local is read by its fields: a reference to it would force it into memory.
            return SyntaxFactory.ParseStatement(IsLocal(assignment.Right)
                ? $"{{ ref Value _to = ref {left}; _to.Ref = {right}.Ref; _to.Bits = {right}.Bits; }}"
                : $"{{ ref readonly Value _from = ref {right}; ref Value _to = ref {left}; long _bits = _from.Bits; _to.Ref = _from.Ref; _to.Bits = _bits; }}");
        }

        return SyntaxFactory.ExpressionStatement((ExpressionSyntax)Visit(expression)!);
    }

    /// <summary>Whether an expression of type Value is in memory already, rather than computed.</summary>
    private bool IsPlace(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax => _model.GetSymbolInfo(expression).Symbol is IParameterSymbol or ILocalSymbol,
        MemberAccessExpressionSyntax => _model.GetSymbolInfo(expression).Symbol is IFieldSymbol,
        ElementAccessExpressionSyntax element => _model.GetTypeInfo(element.Expression).Type is IArrayTypeSymbol,
        InvocationExpressionSyntax => _model.GetSymbolInfo(expression).Symbol is IMethodSymbol { ReturnsByRef: true },
        _ => false,
    };

    private bool IsLocal(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax && _model.GetSymbolInfo(expression).Symbol is ILocalSymbol { IsRef: false };

    /// <summary>What takes the place of <c>return expression;</c>.</summary>
    private StatementSyntax[] Return(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        if (_result == RowResult.Bool)
        {
            string jump = $"_ip += {OperandCode.Number(_operands.First(o => o.Kind == OperandKind.Jump), _length)};";
            return expression.IsKind(SyntaxKind.TrueLiteralExpression) ? [Parse(jump), Parse("goto Next;")]
                : expression.IsKind(SyntaxKind.FalseLiteralExpression) ? [Parse("goto Next;")]
                : [Parse($"if ({Visit(expression)}) {{ {jump} }}"), Parse("goto Next;")];
        }

        if (expression is ConditionalExpressionSyntax conditional)
        {
            return
            [
                SyntaxFactory.IfStatement((ExpressionSyntax)Visit(conditional.Condition)!, SyntaxFactory.Block(Return(conditional.WhenTrue))),
                .. Return(conditional.WhenFalse),
            ];
        }

        if (expression is MemberAccessExpressionSyntax && _model.GetSymbolInfo(expression).Symbol is IFieldSymbol { IsConst: true } constant
            && constant.ContainingType.FullName() == SymbolFacts.Flow)
        {
            switch (constant.Name)
            {
                case "Next":
                    return [Parse("goto Next;")];
                case "Signal":
                    return [Parse("goto Signal;")];
                case "Reload":
                    return [Parse("goto Reload;")];
            }
        }

        return [Parse($"_flow = {Visit(expression)};"), Parse(IsGivenIp(expression) ? "goto Saved;" : "goto Dispatch;")];
    }

    private bool IsGivenIp(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax call
        && call.ArgumentList.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
            access.Name.Identifier.ValueText == "Ip" && _model.GetTypeInfo(access.Expression).Type?.FullName() == SymbolFacts.LoopState);

    private static StatementSyntax Parse(string statement) => SyntaxFactory.ParseStatement(statement);

    private SyntaxNode Reject(SyntaxNode node)
    {
        Report(node, "contains a function: make the row cold, or move the function");
        return node;
    }

    private void Report(SyntaxNode node, string message) =>
        _problems.Add(Problem.At(node.GetLocation(), $"the body of hot opcode '{_method.Name}' is pasted into the interpreter loop, but {message}"));
}

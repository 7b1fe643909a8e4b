using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ouro.Generators.Support;

namespace Ouro.Generators.Rows;

/// <summary>Reads an [OpcodeRows] class into its model.</summary>
internal static class RowReader
{
    internal static RowClass Read(GeneratorAttributeSyntaxContext context)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var rows = new List<Row>();
        var problems = new List<Problem>();
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol method && method.CodeAttribute("OpcodeAttribute") is { } attribute
                && ReadRow(method, attribute, context.SemanticModel, problems) is { } row)
            {
                rows.Add(row);
            }
        }

        return new RowClass(
            new EquatableArray<Row>([.. rows]),
            new EquatableArray<string>([.. UsingsOf(context.TargetNode)]),
            new EquatableArray<Problem>([.. problems]));
    }

    private static IEnumerable<string> UsingsOf(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            SyntaxList<UsingDirectiveSyntax> usings = ancestor switch
            {
                CompilationUnitSyntax unit => unit.Usings,
                BaseNamespaceDeclarationSyntax space => space.Usings,
                _ => default,
            };
            foreach (UsingDirectiveSyntax directive in usings)
            {
                yield return directive.WithoutTrivia().ToString();
            }
        }
    }

    private static Row? ReadRow(IMethodSymbol method, AttributeData attribute, SemanticModel model, List<Problem> problems)
    {
        string name = attribute.Text(0);
        int before = problems.Count;
        if (!SymbolFacts.IsGuestName(name))
        {
            problems.Add(Problem.At(method, $"'{name}' is no name for an opcode: printable ASCII without blanks is"));
        }

        if (attribute.Text(1).Trim().Length == 0)
        {
            problems.Add(Problem.At(method, $"opcode '{name}' has no line of documentation"));
        }

        if (!method.IsStatic || method.IsGenericMethod || method.DeclaredAccessibility is Accessibility.Private)
        {
            problems.Add(Problem.At(method, $"opcode '{name}' must be a static, non-generic method that the interpreter can call (internal)"));
        }

        RowResult? result = method.ReturnsVoid ? RowResult.None
            : method.ReturnType.SpecialType == SpecialType.System_Boolean ? RowResult.Bool
            : method.ReturnType.FullName() == SymbolFacts.Flow ? RowResult.Flow
            : null;
        if (result is null)
        {
            problems.Add(Problem.At(method, $"opcode '{name}' returns {method.ReturnType}: a row returns void, bool (jump or not) or Flow"));
        }

        var operands = new List<Operand>();
        var parameters = new List<RowParameter>();
        IParameterSymbol? state = null;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            string type = parameter.Type.FullName();
            if (type == SymbolFacts.VirtualMachine)
            {
                parameters.Add(new RowParameter(ParameterRole.Machine, -1));
            }
            else if (type == SymbolFacts.LoopState && parameter.RefKind == RefKind.Ref)
            {
                parameters.Add(new RowParameter(ParameterRole.State, -1));
                state = parameter;
            }
            else if (ReadOperand(parameter) is { } operand)
            {
                parameters.Add(new RowParameter(ParameterRole.Operand, operands.Count));
                operands.Add(operand);
            }
            else
            {
                problems.Add(Problem.At(parameter, $"parameter '{parameter.Name}' of opcode '{name}' is no operand: {parameter}"));
            }
        }

        CheckOperands(method, name, result, state is not null, operands, problems);
        Operand[]? packed = OperandPacker.Pack(operands, out int length, out string error);
        if (packed is null)
        {
            problems.Add(Problem.At(method, $"opcode '{name}' cannot be encoded: {error}"));
        }

        if (problems.Count > before || packed is null)
        {
            return null;
        }

        bool hot = attribute.Flag("Hot");
        string body = "";
        var syntax = (MethodDeclarationSyntax?)method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (syntax is not null && hot)
        {
            body = HotBody.Rewrite(method, syntax, model, packed, length, result!.Value, problems);
        }

        StateUse use = state is null || syntax is null ? StateUse.None : HotBody.StateUseOf(syntax, state, model);
        if (!hot && (use & StateUse.Writes) != 0)
        {
            problems.Add(Problem.At(method, $"opcode '{name}' changes its LoopState: only the body of a hot row can"));
        }

        return problems.Count > before ? null : new Row(
            name,
            attribute.Text(1),
            method.Name,
            method.ContainingType.GlobalName(),
            hot,
            attribute.Number("Effects"),
            attribute.Flag("MayRaise"),
            attribute.Flag("MayCall"),
            attribute.Flag("Internal"),
            attribute.Flag("EndsBlock"),
            attribute.Named("Expansion") as string ?? "",
            attribute.Named("Operation") as string ?? name,
            result!.Value,
            new EquatableArray<RowParameter>([.. parameters]),
            new EquatableArray<Operand>(packed),
            length,
            use,
            body);
    }

    private static void CheckOperands(IMethodSymbol method, string name, RowResult? result, bool takesState, List<Operand> operands, List<Problem> problems)
    {
        int jumps = operands.Count(o => o.Kind == OperandKind.Jump);
        if (result == RowResult.Bool && (jumps != 1 || takesState))
        {
            problems.Add(Problem.At(method, $"opcode '{name}' returns bool, so it needs exactly one [Jump] operand and no LoopState"));
        }

        foreach (Operand operand in operands)
        {
            if (operand.Kind == OperandKind.Run && !operands.Any(o => o.Name == operand.CountName && o.Kind == OperandKind.Count))
            {
                problems.Add(Problem.At(method, $"opcode '{name}': the run '{operand.Name}' names '{operand.CountName}' as its count, which is no byte or ushort operand"));
            }
        }
    }

    private static Operand? ReadOperand(IParameterSymbol parameter)
    {
        bool second = parameter.CodeAttribute("SecondWordAttribute") is not null;
        Operand Make(OperandKind kind, string type, int width, bool signed = false, string count = "", string constantClass = "") =>
            new(kind, parameter.Name, type, width, signed, second, count, constantClass, 0, 0);

        string type = parameter.Type.FullName();
        if (type == SymbolFacts.Value)
        {
            if (parameter.CodeAttribute("ConstantAttribute") is { } constant)
            {
                string of = constant.Named("Of") is ITypeSymbol required ? required.GlobalName() : "";
                return parameter.RefKind == RefKind.In ? Make(OperandKind.Constant, "Value", 32, constantClass: of) : null;
            }

            return parameter.RefKind switch
            {
                RefKind.Ref => Make(OperandKind.Write, "Value", 8),
                RefKind.In => Make(OperandKind.Read, "Value", 8),
                _ => null,
            };
        }

        if (parameter.RefKind != RefKind.None)
        {
            return null;
        }

        SpecialType special = parameter.Type.SpecialType;
        if (special == SpecialType.System_Int32)
        {
            return parameter.CodeAttribute("JumpAttribute") is not null ? Make(OperandKind.Jump, "int", 32, signed: true)
                : parameter.CodeAttribute("FrameStateAttribute") is not null ? Make(OperandKind.FrameState, "int", 32)
                : parameter.CodeAttribute("CacheSiteAttribute") is not null ? Make(OperandKind.Site, "int", 32)
                : Make(OperandKind.Immediate, "int", 32, signed: true);
        }

        if (special is SpecialType.System_Byte or SpecialType.System_UInt16)
        {
            (string csharp, int width) = special == SpecialType.System_Byte ? ("byte", 8) : ("ushort", 16);
            if (parameter.CodeAttribute("RegisterRunAttribute") is { } run)
            {
                return Make(OperandKind.Run, csharp, width, count: run.Text(0));
            }

            bool area = parameter.CodeAttribute("CallAreaAttribute") is not null;
            return Make(area ? OperandKind.Area : OperandKind.Count, csharp, width);
        }

        return special switch
        {
            SpecialType.System_SByte => Make(OperandKind.Immediate, "sbyte", 8, signed: true),
            SpecialType.System_Int16 => Make(OperandKind.Immediate, "short", 16, signed: true),
            SpecialType.System_Boolean => Make(OperandKind.Flag, "bool", 8),
            _ => null,
        };
    }
}

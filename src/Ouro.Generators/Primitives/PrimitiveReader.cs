using Microsoft.CodeAnalysis;
using Ouro.Generators.Support;

namespace Ouro.Generators.Primitives;

/// <summary>Reads a [PrimitiveGroup] class into its model, stubs included.</summary>
internal static class PrimitiveReader
{
    internal static PrimitiveGroupModel Read(GeneratorAttributeSyntaxContext context)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var primitives = new List<Primitive>();
        var problems = new List<Problem>();
        if (type.ContainingType is not null || type.ContainingNamespace.IsGlobalNamespace)
        {
            problems.Add(Problem.At(type, $"the primitive group '{type.Name}' must be a class of a namespace, not of another class"));
            return new PrimitiveGroupModel("", type.Name, "", default, new EquatableArray<Problem>([.. problems]));
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IMethodSymbol method)
            {
                continue;
            }

            if (method.CodeAttribute("PrimitiveAttribute") is { } attribute)
            {
                if (StubWriter.Read(method, attribute, primitives.Count, problems) is { } primitive)
                {
                    primitives.Add(primitive);
                }
            }
            else if (method.CodeAttribute("NativeActivationAttribute") is { } native)
            {
                attribute = native;
                if (ReadNative(method, native, problems) is { } activation)
                {
                    primitives.Add(activation);
                }
            }
            else
            {
                continue;
            }

            if (!method.HasSummary())
            {
                problems.Add(Problem.At(method, $"primitive '{attribute.Text(0)}' has no summary: say what it takes and gives"));
            }
        }

        return new PrimitiveGroupModel(
            type.ContainingNamespace.ToDisplayString(),
            type.Name,
            $"{type.GlobalName()}.GeneratedGroup",
            new EquatableArray<Primitive>([.. primitives]),
            new EquatableArray<Problem>([.. problems]));
    }

    private static Primitive? ReadNative(IMethodSymbol method, AttributeData attribute, List<Problem> problems)
    {
        string name = attribute.Text(0);
        int minimum = attribute.Integer(1), maximum = attribute.Integer(2);
        string message =
            !SymbolFacts.IsGuestName(name) ? $"'{name}' is no name for a primitive: printable ASCII without blanks is"
            : minimum < 0 || (maximum != -1 && maximum < minimum) ? $"primitive '{name}' takes {minimum} to {maximum} arguments, which is no range"
            : !method.IsStatic || method.ReturnType.FullName() != SymbolFacts.Flow || method.Parameters.Length != 2
                || method.Parameters[0].Type.FullName() != SymbolFacts.VirtualMachine
                || method.Parameters[1] is not { RefKind: RefKind.Ref } || method.Parameters[1].Type.FullName() != SymbolFacts.NativeFrame
                ? $"native activation '{name}' must be: static Flow {method.Name}(VirtualMachine machine, ref NativeFrame frame)"
            : "";
        if (message.Length > 0)
        {
            problems.Add(Problem.At(method, message));
            return null;
        }

        return new Primitive(
            name,
            minimum,
            maximum,
            Foldable: false,
            Undoable: false,
            attribute.Number("Effects", (1 << 18) - 1),
            PrimitiveKind.Native,
            attribute.Number("Registers"),
            $"(nint)(delegate*<global::{SymbolFacts.VirtualMachine}, ref global::{SymbolFacts.NativeFrame}, global::{SymbolFacts.Flow}>)&{method.ContainingType.GlobalName()}.{method.Name}",
            "",
            Problem.At(method, ""));
    }
}

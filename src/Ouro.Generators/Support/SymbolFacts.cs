using Microsoft.CodeAnalysis;

namespace Ouro.Generators.Support;

/// <summary>Questions about symbols that several steps ask.</summary>
internal static class SymbolFacts
{
    internal const string CodeNamespace = "Ouro.Machine.Code";
    internal const string VirtualMachine = "Ouro.Machine.Execution.VirtualMachine";
    internal const string LoopState = "Ouro.Machine.Execution.LoopState";
    internal const string NativeFrame = "Ouro.Machine.Execution.NativeFrame";
    internal const string Value = "Ouro.Machine.Values.Value";
    internal const string CodePoint = "Ouro.Machine.Values.CodePoint";
    internal const string Flow = "Ouro.Machine.Code.Flow";

    private static readonly SymbolDisplayFormat PlainName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Namespace and name, without <c>global::</c>, nullability and type arguments.</summary>
    internal static string FullName(this ITypeSymbol type) => type.ToDisplayString(PlainName);

    /// <summary>As it can be written anywhere in generated code.</summary>
    internal static string GlobalName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The attribute of that class name in Ouro.Machine.Code, or null.</summary>
    internal static AttributeData? CodeAttribute(this ISymbol symbol, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == CodeNamespace)
            {
                return attribute;
            }
        }

        return null;
    }

    internal static bool Flag(this AttributeData attribute, string name) => attribute.Named(name) is true;

    internal static int Number(this AttributeData attribute, string name, int missing = 0) => attribute.Named(name) is int number ? number : missing;

    internal static object? Named(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    internal static string Text(this AttributeData attribute, int position) =>
        position < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[position].Value as string ?? "" : "";

    internal static int Integer(this AttributeData attribute, int position) =>
        position < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[position].Value is int number ? number : 0;

    /// <summary>The name that error texts use for a guest class, from [GuestType] of the class or the nearest base class; null if it is no guest class.</summary>
    internal static string? GuestTypeName(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass?.FullName() == "Ouro.Machine.Values.GuestTypeAttribute")
                {
                    return attribute.Text(0);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a documentation comment with a summary stands before the declaration. It is read as text: unless a
    /// documentation file is asked for, the compiler sees an ordinary comment.
    /// </summary>
    internal static bool HasSummary(this IMethodSymbol method)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            string before = reference.GetSyntax().GetLeadingTrivia().ToFullString();
            int start = before.IndexOf("<summary>", StringComparison.Ordinal);
            int end = start < 0 ? -1 : before.IndexOf("</summary>", start, StringComparison.Ordinal);
            if (end >= 0 && before.Substring(start + 9, end - start - 9).Any(char.IsLetter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A C# string literal.</summary>
    internal static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Guest names go into tables whose fields are separated by blanks.</summary>
    internal static bool IsGuestName(string name)
    {
        foreach (char character in name)
        {
            if (character is <= ' ' or > '~')
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}

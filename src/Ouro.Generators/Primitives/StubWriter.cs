// A stub stands between guest values and a typed host method: it checks the number of arguments and their types,
// unwraps them, calls, and wraps the result.
//
//   one argument    static Value S(VirtualMachine machine, in Value a0)
//   two             static Value S(VirtualMachine machine, in Value a0, in Value a1)
//   anything else   static Value S(VirtualMachine machine, ref Value first, int count)
//
// The caller (PrimitiveProcedure) has checked the count. A method that has such a signature itself needs no stub; one of
// the third kind says in its attribute how many arguments it takes.

using System.Text;
using Microsoft.CodeAnalysis;
using Ouro.Generators.Support;

namespace Ouro.Generators.Primitives;

/// <summary>Writes the stub of one [Primitive] method.</summary>
internal static class StubWriter
{
    private const string Values = "global::Ouro.Machine.Values";
    private const string MachineParameter = "global::" + SymbolFacts.VirtualMachine + " machine";

    internal static Primitive? Read(IMethodSymbol method, AttributeData attribute, int local, List<Problem> problems)
    {
        string name = attribute.Text(0);
        int before = problems.Count;
        if (!SymbolFacts.IsGuestName(name))
        {
            problems.Add(Problem.At(method, $"'{name}' is no name for a primitive: printable ASCII without blanks is"));
        }

        if (!method.IsStatic || method.IsGenericMethod)
        {
            problems.Add(Problem.At(method, $"primitive '{name}' must be a static, non-generic method"));
        }

        if (method.Parameters.Length == 3 && method.Parameters[0].Type.FullName() == SymbolFacts.VirtualMachine
            && method.Parameters[1].RefKind == RefKind.Ref && method.Parameters[1].Type.FullName() == SymbolFacts.Value
            && method.Parameters[2].Type.SpecialType == SpecialType.System_Int32 && method.ReturnType.FullName() == SymbolFacts.Value)
        {
            int least = attribute.Number("Minimum"), most = attribute.Number("Maximum");
            if ((least, most) is (1, 1) or (2, 2) || (most >= 0 && most < least))
            {
                problems.Add(Problem.At(method, $"primitive '{name}' takes any number of arguments in a row, so it must say a Minimum and a Maximum, not both 1 or both 2"));
            }

            return problems.Count > before ? null : new Primitive(
                name, least, most, attribute.Flag("Foldable"), attribute.Flag("Undoable"), attribute.Number("Effects"), PrimitiveKind.Many, 0,
                Pointer(PrimitiveKind.Many, $"{method.ContainingType.GlobalName()}.{method.Name}"), "", Problem.At(method, ""));
        }

        bool takesMachine = false, hasRest = false;
        var parameters = new List<IParameterSymbol>();
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            if (i == 0 && parameter.Type.FullName() == SymbolFacts.VirtualMachine)
            {
                takesMachine = true;
            }
            else if (i == method.Parameters.Length - 1 && IsRest(parameter))
            {
                hasRest = true;
            }
            else
            {
                parameters.Add(parameter);
            }
        }

        int minimum = parameters.Count(p => !p.HasExplicitDefaultValue);
        int maximum = hasRest ? -1 : parameters.Count;
        var kind = (minimum, maximum) switch { (1, 1) => PrimitiveKind.One, (2, 2) => PrimitiveKind.Two, _ => PrimitiveKind.Many };
        var body = new StringBuilder();
        var arguments = new List<string>();
        if (takesMachine)
        {
            arguments.Add("machine");
        }

        for (int i = 0; i < parameters.Count; i++)
        {
            string source = kind == PrimitiveKind.Many ? $"{(i == 0 ? "first" : $"global::System.Runtime.CompilerServices.Unsafe.Add(ref first, {i})")}" : $"a{i}";
            if (WriteParameter(body, parameters[i], i, source) is { } problem)
            {
                problems.Add(Problem.At(parameters[i], $"parameter '{parameters[i].Name}' of primitive '{name}' {problem}"));
            }

            arguments.Add($"p{i}");
        }

        if (hasRest)
        {
            int fixedCount = parameters.Count;
            arguments.Add(fixedCount == 0
                ? "global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count)"
                : $"count > {fixedCount} ? global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref first, {fixedCount}), count - {fixedCount}) : default");
        }

        if (problems.Count == before && IsItsOwnStub(method, takesMachine, parameters, kind))
        {
            return new Primitive(
                name, minimum, maximum, attribute.Flag("Foldable"), attribute.Flag("Undoable"), attribute.Number("Effects"), kind, 0,
                Pointer(kind, $"{method.ContainingType.GlobalName()}.{method.Name}"), "", Problem.At(method, ""));
        }

        string call = $"{method.ContainingType.GlobalName()}.{method.Name}({string.Join(", ", arguments)})";
        if (Wrap(method, call) is { } result)
        {
            body.Append(result);
        }
        else
        {
            problems.Add(Problem.At(method, $"primitive '{name}' returns {method.ReturnType}, which is no guest type: give the class [GuestType], or return Value"));
        }

        if (problems.Count > before)
        {
            return null;
        }

        string stub = $"static {Values}.Value S{local}({Signature(kind)})\n{{\n{body}}}\n";
        return new Primitive(
            name, minimum, maximum, attribute.Flag("Foldable"), attribute.Flag("Undoable"), attribute.Number("Effects"), kind, 0, Pointer(kind, $"S{local}"), stub, Problem.At(method, ""));
    }

    /// <summary>The parameter list of a stub.</summary>
    internal static string Signature(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.One => $"{MachineParameter}, in {Values}.Value a0",
        PrimitiveKind.Two => $"{MachineParameter}, in {Values}.Value a0, in {Values}.Value a1",
        _ => $"{MachineParameter}, ref {Values}.Value first, int count",
    };

    /// <summary>The function pointer of a method with the signature of a kind, as <c>Resolve</c> returns it.</summary>
    internal static string Pointer(PrimitiveKind kind, string method)
    {
        string types = kind switch
        {
            PrimitiveKind.One => $"in {Values}.Value, ",
            PrimitiveKind.Two => $"in {Values}.Value, in {Values}.Value, ",
            _ => $"ref {Values}.Value, int, ",
        };
        return $"(nint)(delegate*<global::{SymbolFacts.VirtualMachine}, {types}{Values}.Value>)&{method}";
    }

    // There is nothing to check, and one method less to call and to compile.
    private static bool IsItsOwnStub(IMethodSymbol method, bool takesMachine, List<IParameterSymbol> parameters, PrimitiveKind kind) =>
        takesMachine && kind is PrimitiveKind.One or PrimitiveKind.Two && method.ReturnType.FullName() == SymbolFacts.Value
        && parameters.All(p => p.RefKind == RefKind.In && p.Type.FullName() == SymbolFacts.Value);

    private static bool IsRest(IParameterSymbol parameter) =>
        parameter.Type is INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments.Length: 1 } span && span.TypeArguments[0].FullName() == SymbolFacts.Value;

    /// <summary>Appends what declares <c>p{i}</c> and gives it the argument's content. Returns what is wrong with the parameter, or null.</summary>
    private static string? WriteParameter(StringBuilder body, IParameterSymbol parameter, int i, string source)
    {
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            return "is passed by reference";
        }

        ITypeSymbol type = parameter.Type;
        bool nullable = false;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } wrapper)
        {
            type = wrapper.TypeArguments[0];
            nullable = true;
        }
        else if (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            nullable = true;
        }

        if (nullable != (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null))
        {
            return "is optional exactly if it is nullable with the default null, or has a constant default";
        }

        bool optional = parameter.HasExplicitDefaultValue;
        if (Unwrap(type, i, optional ? "t" : "p", out string bare) is not { } unwrap)
        {
            return $"has the type {type}, which is no guest type: give the class [GuestType], or take a Value";
        }

        if (!optional)
        {
            body.Append($"{bare} p{i};\n{{\nref readonly {Values}.Value v{i} = ref {source};\n{unwrap}}}\n");
            return null;
        }

        string initial = parameter.ExplicitDefaultValue is null ? "null" : Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatPrimitive(parameter.ExplicitDefaultValue, quoteStrings: true, useHexadecimalNumbers: false);
        body.Append($"{bare}{(nullable ? "?" : "")} p{i} = {initial};\nif (count > {i})\n{{\nref readonly {Values}.Value v{i} = ref {source};\nif (!v{i}.IsAbsent)\n{{\n{bare} t{i};\n{unwrap}p{i} = t{i};\n}}\n}}\n");
        return null;
    }

    /// <summary>Statements that check <c>v{i}</c> and assign the local named by prefix and number, or null for a type that is no guest type.</summary>
    private static string? Unwrap(ITypeSymbol type, int i, string prefix, out string bare)
    {
        string value = $"v{i}", target = $"{prefix}{i}";
        int position = i + 1;
        bare = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).GlobalName();
        string wrong(string expected) => $"return machine.WrongType({position}, {value}, {SymbolFacts.Literal(expected)});";
        const string Arguments = "global::Ouro.Machine.Code.PrimitiveArguments";
        switch (type.SpecialType)
        {
            case SpecialType.System_Int64:
                return $"if (!{value}.IsFixnum) return {Arguments}.WrongLong(machine, {position}, {value});\n{target} = {value}.AsFixnum;\n";
            case SpecialType.System_Int32:
                return $"if (!{value}.IsFixnum || (ulong){value}.AsFixnum > int.MaxValue) return {Arguments}.WrongIndex(machine, {position}, {value});\n{target} = (int){value}.AsFixnum;\n";
            case SpecialType.System_Double:
                return $"if ({value}.IsFlonum) {target} = {value}.AsFlonum;\nelse if (!{Arguments}.TryReal({value}, out {target})) {wrong("a real number")}\n";
            case SpecialType.System_Boolean:
                return $"{target} = !{value}.IsFalse;\n";
        }

        switch (type.FullName())
        {
            case SymbolFacts.Value:
                return $"{target} = {value};\n";
            case SymbolFacts.CodePoint:
                return $"if (!{value}.IsCharacter) {wrong("a character")}\n{target} = new {bare}({value}.AsCharacter);\n";
            case "System.Numerics.BigInteger":
                return $"if (!{Arguments}.TryInteger({value}, out {target})) {wrong("an exact integer")}\n";
        }

        return type.IsReferenceType && type.GuestTypeName() is { } name
            ? $"if ({value}.AsObject is not {bare} o{i}) {wrong(name)}\n{target} = o{i};\n"
            : null;
    }

    private static string? Wrap(IMethodSymbol method, string call)
    {
        if (method.ReturnsVoid)
        {
            return $"{call};\nreturn {Values}.Value.Unspecified;\n";
        }

        ITypeSymbol type = method.ReturnType;
        string? constructor = type.SpecialType switch
        {
            SpecialType.System_Boolean => "Boolean",
            SpecialType.System_Int64 or SpecialType.System_Int32 => "Fixnum",
            SpecialType.System_Double => "Flonum",
            _ => type.FullName() switch
            {
                SymbolFacts.Value => "",
                "System.Numerics.BigInteger" => "Integer",
                SymbolFacts.CodePoint => "Character",
                _ => type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.Annotated && type.GuestTypeName() is not null ? "Object" : null,
            },
        };
        return constructor switch
        {
            null => null,
            "" => $"return {call};\n",
            "Character" => $"return {Values}.Value.Character({call}.Number);\n",
            _ => $"return {Values}.Value.{constructor}({call});\n",
        };
    }
}

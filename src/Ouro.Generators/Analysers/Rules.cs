// The traps of this machine that the compiler does not see, each a build error:
//
//   OURO001  a value that was never given: default(Value) is fixnum 0, so it looks like a result
//   OURO002  an array of such values
//   OURO003  a signal that nobody looks at: the raise would happen somewhere else, or never
//   OURO004  a reference to registers that is held while they move
//   OURO005  state of the process: it holds many machines
//   OURO006  (the generator's) a declaration from which nothing can be generated

using Microsoft.CodeAnalysis;
using Ouro.Generators.Support;

namespace Ouro.Generators.Analysers;

/// <summary>The diagnostics of the analysers, and what they have in common.</summary>
internal static class Rules
{
    private const string ValuesNamespace = "Ouro.Machine.Values";

    internal static readonly DiagnosticDescriptor DefaultValue = Error(
        "OURO001", "A value that was never given", "The default of Value is fixnum 0: say which value is meant, Value.Unbound if none is");

    internal static readonly DiagnosticDescriptor ValueArray = Error(
        "OURO002", "An array of values that were never given", "The elements of a new Value[] are fixnum 0: make it with ValueArrays, or with an initialiser");

    internal static readonly DiagnosticDescriptor IgnoredSignal = Error(
        "OURO003", "A signal is ignored", "The {1} that '{0}' returns may be a signal: return it, test it, or discard it with '_ ='");

    internal static readonly DiagnosticDescriptor StaleRegisters = Error(
        "OURO004", "A reference to registers is held while they may move", "{0}");

    internal static readonly DiagnosticDescriptor StaticState = Error(
        "OURO005", "Mutable static state", "'{0}' is shared by all machines of the process: make it readonly, or a part of the machine");

    internal static bool IsValue(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Struct, Name: "Value" } && type.FullName() == SymbolFacts.Value;

    internal static bool IsFlow(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Enum, Name: "Flow" } && type.FullName() == SymbolFacts.Flow;

    /// <summary>Whether the code is part of what knows how values are represented.</summary>
    internal static bool InValues(ISymbol symbol)
    {
        string space = symbol.ContainingNamespace?.ToDisplayString() ?? "";
        return space == ValuesNamespace || space.StartsWith(ValuesNamespace + ".", StringComparison.Ordinal);
    }

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Ouro", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

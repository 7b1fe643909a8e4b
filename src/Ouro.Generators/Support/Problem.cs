using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Ouro.Generators.Support;

/// <summary>A diagnostic in a form that incremental steps can compare.</summary>
internal sealed record Problem(string Message, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>An [Opcode], [Primitive] or [NativeActivation] declaration from which nothing can be generated.</summary>
    internal static readonly DiagnosticDescriptor Malformed = new(
        "OURO006",
        "Malformed declaration of an opcode or primitive",
        "{0}",
        "Ouro",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static Problem At(ISymbol symbol, string message)
    {
        Location? location = symbol.Locations.FirstOrDefault(l => l.IsInSource);
        return location is null ? new Problem(message, "", default, default) : At(location, message);
    }

    public static Problem At(Location location, string message) =>
        new(message, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Malformed, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), Message);
}

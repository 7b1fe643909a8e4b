namespace Ouro.Python.Tests;

using Ouro.Python.Syntax.Scopes;

/// <summary>Symbol tables in the form that the host's are compared in; Host/answer.py writes the same.</summary>
internal static class TableText
{
    private static readonly (SymbolFlags Flag, string Name)[] s_flags =
    [
        (SymbolFlags.Annotation, "DEF_ANNOT"), (SymbolFlags.ComprehensionCell, "DEF_COMP_CELL"), (SymbolFlags.FreeClass, "DEF_FREE_CLASS"),
        (SymbolFlags.Global, "DEF_GLOBAL"), (SymbolFlags.Import, "DEF_IMPORT"), (SymbolFlags.Local, "DEF_LOCAL"), (SymbolFlags.Nonlocal, "DEF_NONLOCAL"),
        (SymbolFlags.Parameter, "DEF_PARAM"), (SymbolFlags.TypeParameter, "DEF_TYPE_PARAM"), (SymbolFlags.Use, "USE"),
    ];

    internal static string Of(SymbolTable table)
    {
        var symbols = table.Symbols.OrderBy(symbol => symbol.Name, StringComparer.Ordinal).Select(symbol =>
            $"{symbol.Name}:{Scope(symbol.Scope)}:{string.Join('+', s_flags.Where(flag => symbol.Flags.HasFlag(flag.Flag)).Select(flag => flag.Name))}");
        return $"({table.Name} {(int)table.Kind} {table.Line} {(table.IsNested ? 1 : 0)} [{string.Join(' ', table.Parameters)}] [{string.Join(' ', symbols)}] {string.Concat(table.Children.Select(Of))})";
    }

    private static string Scope(SymbolScope scope) => scope switch
    {
        SymbolScope.Local => "local",
        SymbolScope.GlobalExplicit => "global",
        SymbolScope.GlobalImplicit => "implicit",
        SymbolScope.Free => "free",
        SymbolScope.Cell => "cell",
        _ => "none",
    };
}

namespace Ouro.Python.Syntax.Validation;

using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;

internal sealed class Validator
{
    internal static void Check(ModNode tree, int version, FutureFeatures future, IReadOnlyDictionary<Node, SymbolTable> tables, SourceText source) { }
}

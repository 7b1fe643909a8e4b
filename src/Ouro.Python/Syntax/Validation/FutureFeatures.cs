namespace Ouro.Python.Syntax.Validation;

using Ouro.Python.Syntax.Tree;

/// <summary>What the future statements of a module ask for.</summary>
/// <param name="LazyAnnotations">Whether annotations are not evaluated.</param>
/// <param name="LastLine">The line of the last future statement at the beginning; later ones are refused.</param>
internal sealed record FutureFeatures(bool LazyAnnotations, int LastLine)
{
    /// <summary>Reads the beginning of a module.</summary>
    /// <exception cref="SyntaxProblemException">A feature is not known.</exception>
    internal static FutureFeatures Find(ModNode tree, SourceText source)
    {
        var body = tree switch { Module module => module.Body, Interactive interactive => interactive.Body, _ => [] };
        bool lazy = false;
        int line = -1;
        bool documented = false;
        foreach (var statement in body)
        {
            if (statement is ImportFrom { Module: "__future__", Level: 0 } import)
            {
                foreach (var alias in import.Names)
                {
                    if (!IsKnown(alias.Name))
                    {
                        string message = alias.Name == "braces" ? "not a chance" : $"future feature {alias.Name} is not defined";
                        string text = source.LineAt(source.StartOf(import.Span.Line));
                        throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.SyntaxError, message, import.Span.Line, import.Span.Column + 1, import.Span.Line, 0, text));
                    }

                    lazy |= alias.Name == "annotations";
                }

                line = import.Span.Line;
            }
            else if (statement is Expr { Value: Constant { Value: Literal.String } } && !documented)
            {
                documented = true;
            }
            else
            {
                break;
            }
        }

        return new FutureFeatures(lazy, line);
    }

    private static bool IsKnown(string name) => name is "nested_scopes" or "generators" or "division" or "absolute_import" or "with_statement" or "print_function"
        or "unicode_literals" or "barry_as_FLUFL" or "generator_stop" or "annotations";
}

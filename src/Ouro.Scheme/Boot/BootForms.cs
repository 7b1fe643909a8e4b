namespace Ouro.Scheme.Boot;

/// <summary>The names of the language's forms, as far as the boot evaluator must know them.</summary>
internal static class BootForms
{
    /// <summary>The library that exports the forms. What it exports beyond the dialect can be re-exported, not used.</summary>
    internal const string SyntaxLibrary = "(ouro syntax)";

    /// <summary>The library that exports every primitive.</summary>
    internal const string PrimitiveLibrary = "(ouro primitives)";

    /// <summary>Whether the name is a form unless something binds it.</summary>
    internal static bool IsForm(string name) => name switch
    {
        "quote" or "quasiquote" or "lambda" or "if" or "begin" or "let" or "let*" or "letrec" or "letrec*" or "let-values"
            or "receive" or "cond" or "case" or "when" or "unless" or "and" or "or" or "do" or "set!" or "define"
            or "define-record-type" or "%primitive" => true,
        _ => IsOutside(name),
    };

    /// <summary>Forms of the full language that the dialect leaves out: using one is an error that says so.</summary>
    private static bool IsOutside(string name) => name switch
    {
        "define-syntax" or "let-syntax" or "letrec-syntax" or "syntax-rules" or "syntax-error" or "define-values"
            or "let*-values" or "named-lambda" or "case-lambda" or "lambda*" or "define*" or "parameterize" or "guard"
            or "delay" or "delay-force" or "make-promise-lazy" or "cons-stream" or "assert" or "include" or "include-ci"
            or "cond-expand" or "define-library" or "import" or "export" or "unquote" or "unquote-splicing"
            or "declare" or "the-environment" or "let-optionals" or "else" or "=>" or "..." or "_" => true,
        _ => false,
    };
}

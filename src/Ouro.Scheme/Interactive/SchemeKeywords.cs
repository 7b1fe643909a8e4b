namespace Ouro.Scheme.Interactive;

/// <summary>The names of the forms, for colours: the library (ouro syntax) without being asked at each key.</summary>
internal static class SchemeKeywords
{
    /// <summary>Whether a name is one of a form, unless the program gave it another meaning.</summary>
    internal static bool Contains(string name) => name is
        "quote" or "quasiquote" or "lambda" or "named-lambda" or "lambda*" or "case-lambda"
        or "define" or "define*" or "define-values" or "define-record-type" or "define-syntax" or "define-library" or "import"
        or "let" or "let*" or "letrec" or "letrec*" or "let-values" or "let*-values" or "receive" or "let-syntax" or "letrec-syntax"
        or "if" or "set!" or "begin" or "include" or "include-ci" or "cond-expand" or "cond" or "case" or "and" or "or" or "when" or "unless"
        or "do" or "guard" or "parameterize" or "delay" or "delay-force" or "assert" or "syntax-error" or "syntax-rules" or "else"
        or "unquote" or "unquote-splicing" or "syntax-case" or "syntax" or "quasisyntax" or "unsyntax" or "unsyntax-splicing" or "with-syntax"
        or "er-macro-transformer" or "ir-macro-transformer";
}

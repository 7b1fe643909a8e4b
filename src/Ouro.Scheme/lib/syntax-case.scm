;;; (ouro syntax-case): macros whose transformers are procedures, after R6RS and SRFI 211.

(define-library (ouro syntax-case)
  (import (ouro syntax) (ouro compiler environment) (ouro compiler procedural))
  (export er-macro-transformer ir-macro-transformer
    syntax-case syntax quasisyntax unsyntax unsyntax-splicing with-syntax
    make-variable-transformer identifier? syntax->datum datum->syntax free-identifier=? bound-identifier=?
    generate-temporaries syntax-violation identifier-syntax)
  (begin
    ;; (identifier-syntax expression), (identifier-syntax (name expression) ((set! name pattern) expression)): a name for
    ;; an expression.
    (define-syntax identifier-syntax
      (syntax-rules (set!)
        ((_ expression)
         (lambda (use)
           (syntax-case use ()
             (name (identifier? (syntax name)) (syntax expression))
             ((_ operand (... ...)) (syntax (expression operand (... ...)))))))
        ((_ (name expression) ((set! assigned pattern) assignment))
         (make-variable-transformer
           (lambda (use)
             (syntax-case use (set!)
               ((set! assigned pattern) (syntax assignment))
               ((name operand (... ...)) (syntax (expression operand (... ...))))
               (name (identifier? (syntax name)) (syntax expression))))))))))

;;; SRFI 145: assumptions, which are checked.

(define-library (srfi 145)
  (import (ouro base))
  (export assume)
  (begin
    ;; The value of the expression; if that is false, an error with the expression and what else is given.
    (define-syntax assume
      (syntax-rules ()
        ((_ expression message ...)
         (or expression (assumption-failed 'expression (list message ...))))))

    (define (assumption-failed expression messages)
      (if (and (pair? messages) (string? (car messages)))
          (apply error (string-append "assume: " (car messages)) (append (cdr messages) (list expression)))
          (apply error "assume: does not hold:" expression messages)))))

;;; SRFI 31: rec, an expression that may refer to its own value.

(define-library (srfi 31)
  (import (ouro base))
  (export rec)
  (begin
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . parameters) . body) (letrec ((name (named-lambda (name . parameters) . body))) name))
        ((_ name expression) (letrec ((name expression)) name))))))

;;; R7RS (scheme eval).

(define-library (scheme eval)
  (import (ouro base) (only (ouro eval environment) make-environment environment? evaluate))
  (export environment eval)
  (begin
    ;; A new environment with the bindings of the import sets. What is defined in it belongs to it alone.
    (define (environment . import-sets)
      (make-environment (gensym "environment") import-sets))

    (define (eval expression environment)
      (if (not (environment? environment))
          (error "eval: expected an environment, got" environment))
      (evaluate expression environment))))

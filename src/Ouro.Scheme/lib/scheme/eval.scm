;;; R7RS (scheme eval): the compiler as a procedure.

(define-library (scheme eval)
  (import (ouro base) (only (ouro compiler driver) make-environment evaluate))
  (export environment eval)
  (begin
    ;; A new environment with the bindings of the import sets. What is defined in it belongs to it alone.
    (define (environment . import-sets)
      (make-environment (gensym "environment") import-sets))

    (define (eval expression environment) (evaluate expression environment))))

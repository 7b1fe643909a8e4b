;;; What a pass makes of a program, as text: for golden tests and for people who work on the compiler.

(define-library (ouro compiler trace)
  (import (ouro base) (ouro compiler host) (ouro compiler environment) (ouro compiler program) (ouro compiler passes))
  (export trace-text)
  (begin
    ;; default-imports: import sets for a program that has none; policy, if the program declares none, and pass: see
    ;; passes.scm.
    (define (trace-text text file registry default-imports policy pass)
      (let* ((map (make-source-map))
             (data (read-source text file map))
             (environment (make-program-environment registry))
             (nodes (expand-program-with default-imports data map environment)))
        (compile-trace nodes (toplevel-declaration environment 'policy policy) pass)))))

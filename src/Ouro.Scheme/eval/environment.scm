;;; Environments that forms are evaluated in, one after the other: of eval, load and the REPL.
;;;
;;; What evaluated code depends on is observed from the start, so that a name may mean something else at any time.

(define-library (ouro eval environment)
  (import (ouro base) (ouro compiler environment) (ouro compiler program) (ouro compiler driver)
          (ouro eval unit) (ouro eval dependents)
          (only (ouro primitives) code->procedure make-source-map read-source source-map-element))
  (declare (internal))
  (export make-environment environment? evaluate evaluate-source environment-names)
  (begin
    ;; module: a symbol for the globals of this environment; sets: import sets.
    (define (make-environment module sets)
      (let ((environment (make-repl-environment (session-registry (current-session)) module)))
        (environment-import! environment sets)
        (observe-toplevel! environment)
        (run-pending)
        environment))

    (define (environment? object) (toplevel? object))

    ;; The values of a form without positions.
    (define (evaluate form environment)
      (evaluate-form form #f (make-source-map) environment))

    (define (evaluate-form form span positions environment)
      (let ((nodes (expand-form form span positions environment)))
        (run-pending)
        ((code->procedure (program-code nodes 'eval)))))

    ;; Reads all forms of the text and evaluates one after the other: the values of the last. file: its name in
    ;; positions.
    (define (evaluate-source text file environment)
      (let ((positions (make-source-map)))
        (let loop ((forms (read-source text file positions)))
          (cond ((null? forms) (void))
                ((null? (cdr forms))
                 (evaluate-form (car forms) (source-map-element positions forms) positions environment))
                (else
                 (evaluate-form (car forms) (source-map-element positions forms) positions environment)
                 (loop (cdr forms)))))))

    ;; The symbols that mean something in the environment, its own first.
    (define (environment-names environment)
      (delete-duplicates (append (table-keys (toplevel-definitions environment))
                                 (toplevel-import-names environment))))))

;;; What the host asks of the evaluator.

(define-library (ouro eval session)
  (import (ouro base) (ouro compiler environment) (ouro compiler registry) (ouro compiler library) (ouro compiler driver)
          (ouro eval unit)
          (only (ouro primitives) make-source-map code->procedure global-cell cell-ref))
  (declare (internal))
  (export interpret-session! interpreted-export)
  (begin
    ;; From now on the session's programs, and libraries that come from source, are interpreted and stay so.
    (define (interpret-session! session)
      (set-eval-policy! 'interpret)
      (set-session-interpreter! session program-code))

    ;; The value of a variable of a library which is interpreted, with all that it imports, from their sources: beside the
    ;; compiled libraries of the same names, since this may be the compiler.
    (define (interpreted-export name symbol)
      (let ((registry (make-registry '())))
        (set-eval-policy! 'interpret)
        (set-registry-prefix! registry '|interpreted |)
        (find-library name registry #f (make-context (make-source-map)))
        (for-each (lambda (library)
                    ((code->procedure (program-code (library-nodes library) (library-module library)))))
                  (registry-pending-in-order registry))
        (cell-ref (global-cell (registry-module-name registry name) symbol))))))

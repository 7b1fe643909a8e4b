;;; R7RS (scheme load).

(define-library (scheme load)
  (import (ouro base) (scheme repl)
          (only (ouro primitives) make-source-map read-source source-map-element read-include-file code->procedure)
          (only (ouro compiler driver) compile-form current-session))
  (export load)
  (begin
    ;; Evaluates the forms of a file, one after the other, in an environment: that of the REPL if none is given.
    (define (load file . environment)
      (let ((source (read-include-file file #f #f))
            (environment (if (pair? environment) (car environment) (interaction-environment)))
            (positions (make-source-map)))
        (if (not source)
            (error "load: there is no such file:" file))
        (let loop ((forms (read-source (cdr source) (car source) positions)))
          (if (pair? forms)
              (begin
                (for-each
                  (lambda (code) ((code->procedure code)))
                  (compile-form (current-session) (car forms) (source-map-element positions forms) positions environment))
                (loop (cdr forms)))))))))

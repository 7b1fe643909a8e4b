;;; R7RS (scheme load).

(define-library (scheme load)
  (import (ouro base) (scheme repl) (only (ouro primitives) read-include-file)
          (only (ouro eval environment) environment? evaluate-source))
  (export load)
  (begin
    ;; Evaluates the forms of a file, one after the other, in an environment: that of the REPL if none is given.
    (define (load file . environment)
      (let ((source (read-include-file file #f #f))
            (environment (if (pair? environment) (car environment) (interaction-environment))))
        (if (not (environment? environment))
            (error "load: expected an environment, got" environment))
        (if (not source)
            (error "load: there is no such file:" file))
        (evaluate-source (cdr source) (car source) environment)))))

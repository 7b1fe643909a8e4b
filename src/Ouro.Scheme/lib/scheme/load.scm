;;; R7RS (scheme load).

(define-library (scheme load)
  (import (ouro base) (scheme repl) (only (ouro primitives) read-include-file raise-file-error)
          (only (ouro eval environment) environment? evaluate-source))
  (export load)
  (begin
    ;; Evaluates the forms of a file, one after the other, in an environment: that of the REPL if none is given.
    (define load
      (case-lambda
        ((file) (load-into file (interaction-environment)))
        ((file environment) (load-into file environment))))

    (define (load-into file environment)
      (if (not (string? file))
          (raise-wrong-type 'load 1 file "a string"))
      (if (not (environment? environment))
          (error "load: expected an environment, got" environment))
      (let ((source (read-include-file file #f #f)))
        (if (string? source)
            (raise-file-error 'load source))
        (evaluate-source (cdr source) (car source) environment)))))

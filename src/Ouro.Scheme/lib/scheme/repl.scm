;;; R7RS (scheme repl).

(define-library (scheme repl)
  (import (ouro base) (only (ouro eval environment) make-environment) (only (ouro compiler program) standard-imports))
  (export interaction-environment)
  (begin
    ;; Made when it is first asked for: it imports all standard libraries.
    (define interaction #f)

    (define (interaction-environment)
      (if (not interaction)
          (set! interaction (make-environment 'repl standard-imports)))
      interaction)))

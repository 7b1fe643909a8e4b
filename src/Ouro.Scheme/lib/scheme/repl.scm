;;; R7RS (scheme repl).

(define-library (scheme repl)
  (import (ouro base) (only (ouro eval environment) make-environment) (only (ouro compiler program) standard-imports))
  (export interaction-environment)
  (begin
    ;; Made when it is first asked for: it imports all standard libraries. Its variables are those of the program, so that what a
    ;; program loads defines names for it, and sees its own.
    (define interaction #f)

    (define (interaction-environment)
      (if (not interaction)
          (set! interaction (make-environment 'program standard-imports)))
      interaction)))

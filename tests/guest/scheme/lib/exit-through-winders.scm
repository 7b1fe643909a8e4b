; exit runs the after thunks that are outstanding, from the innermost, and then ends the program.
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind
  (lambda () (display "in") (newline))              ;=> in
  (lambda ()
    (dynamic-wind
      (lambda () #f)
      (lambda () (exit 7))
      (lambda () (display "first") (newline))))     ;=> first
  (lambda () (display "second") (newline)))         ;=> second
(display "never")
;exit: 7

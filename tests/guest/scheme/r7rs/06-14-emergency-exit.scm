;;; emergency-exit ends the program at once.
;exit: 5
(import (scheme base) (scheme process-context) (scheme write))
(display "before")                                  ;=> before
(newline)
(dynamic-wind
  (lambda () #f)
  (lambda () (emergency-exit 5))
  (lambda () (display "never") (newline)))

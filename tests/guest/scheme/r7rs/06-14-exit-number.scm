;;; A number is the status; after thunks may leave the winders and may exit themselves.
;exit: 7
(import (scheme base) (scheme process-context) (scheme write))
(dynamic-wind
  (lambda () #f)
  (lambda () (exit 3))
  (lambda () (display "out") (newline) (exit 7)))   ;=> out

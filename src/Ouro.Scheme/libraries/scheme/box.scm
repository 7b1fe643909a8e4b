;;; R7RS-large: boxes.

(define-library (scheme box)
  (import (srfi 111))
  (include-library-declarations "../srfi/111-exports.scm"))

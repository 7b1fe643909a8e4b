;;; R7RS-large: integers as bits.

(define-library (scheme bitwise)
  (import (srfi 151))
  (include-library-declarations "../srfi/151-exports.scm"))

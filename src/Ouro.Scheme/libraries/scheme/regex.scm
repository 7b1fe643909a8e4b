;;; R7RS-large: regular expressions.

(define-library (scheme regex)
  (import (srfi 115))
  (include-library-declarations "../srfi/115-exports.scm"))

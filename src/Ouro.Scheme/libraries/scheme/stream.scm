;;; R7RS-large: streams.

(define-library (scheme stream)
  (import (srfi 41))
  (include-library-declarations "../srfi/41-exports.scm"))

;;; R7RS-large: comparators.

(define-library (scheme comparator)
  (import (srfi 128))
  (include-library-declarations "../srfi/128-exports.scm"))

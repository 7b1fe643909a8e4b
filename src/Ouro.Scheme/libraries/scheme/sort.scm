;;; R7RS-large: sorting.

(define-library (scheme sort)
  (import (srfi 132))
  (include-library-declarations "../srfi/132-exports.scm"))

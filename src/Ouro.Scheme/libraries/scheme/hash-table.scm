;;; R7RS-large: hash tables.

(define-library (scheme hash-table)
  (import (srfi 125))
  (include-library-declarations "../srfi/125-exports.scm"))

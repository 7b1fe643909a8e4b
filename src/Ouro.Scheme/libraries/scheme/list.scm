;;; R7RS-large: lists.

(define-library (scheme list)
  (import (srfi 1))
  (include-library-declarations "../srfi/1-exports.scm"))

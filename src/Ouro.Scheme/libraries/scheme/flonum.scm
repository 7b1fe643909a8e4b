;;; R7RS-large: operations on flonums.

(define-library (scheme flonum)
  (import (srfi 144))
  (include-library-declarations "../srfi/144-exports.scm"))

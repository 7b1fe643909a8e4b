;;; R7RS-large: sets and bags.

(define-library (scheme set)
  (import (srfi 113))
  (include-library-declarations "../srfi/113-exports.scm"))

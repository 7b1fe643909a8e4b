;;; R7RS-large: generators and accumulators.

(define-library (scheme generator)
  (import (srfi 158))
  (include-library-declarations "../srfi/158-exports.scm"))

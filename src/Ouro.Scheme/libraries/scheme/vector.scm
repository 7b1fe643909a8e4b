;;; R7RS-large: vectors.

(define-library (scheme vector)
  (import (srfi 133))
  (include-library-declarations "../srfi/133-exports.scm"))

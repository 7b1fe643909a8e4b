;;; R7RS-large: sets of characters.

(define-library (scheme charset)
  (import (srfi 14))
  (include-library-declarations "../srfi/14-exports.scm"))

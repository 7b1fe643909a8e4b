;;; R7RS-large: operations on fixnums.

(define-library (scheme fixnum)
  (import (srfi 143))
  (include-library-declarations "../srfi/143-exports.scm"))

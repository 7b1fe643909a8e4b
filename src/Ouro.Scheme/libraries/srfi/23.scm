;;; SRFI 23: error, which the language has.

(define-library (srfi 23)
  (import (ouro base))
  (export error))

;;; SRFI 9: records, which the language has.

(define-library (srfi 9)
  (import (ouro base))
  (export define-record-type))

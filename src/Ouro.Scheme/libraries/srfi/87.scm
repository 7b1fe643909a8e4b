;;; SRFI 87: => in case clauses, which the language has.

(define-library (srfi 87)
  (import (ouro base))
  (export case else =>))

;;; SRFI 16: case-lambda, which is a form of the language.

(define-library (srfi 16)
  (import (ouro base))
  (export case-lambda))

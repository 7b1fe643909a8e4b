;;; SRFI 8: receive.

(define-library (srfi 8)
  (import (ouro base))
  (export receive))

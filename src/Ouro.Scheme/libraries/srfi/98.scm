;;; SRFI 98: environment variables.

(define-library (srfi 98)
  (import (ouro base))
  (export get-environment-variable get-environment-variables))

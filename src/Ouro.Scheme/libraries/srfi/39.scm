;;; SRFI 39: parameter objects.

(define-library (srfi 39)
  (import (ouro base))
  (export make-parameter parameterize))

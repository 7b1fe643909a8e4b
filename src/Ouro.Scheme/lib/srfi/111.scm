;;; SRFI 111: boxes.

(define-library (srfi 111)
  (import (only (ouro primitives) box box? box-ref box-set))
  (export box box? (rename box-ref unbox) (rename box-set set-box!)))

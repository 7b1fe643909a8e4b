;;; SRFI 111: boxes.

(define-library (srfi 111)
  (import (ouro base) (only (ouro primitives) box box? box-ref box-set) (ouro library check))
  (include-library-declarations "111-exports.scm")
  (begin
    (define (unbox box)
      (check 'unbox 1 box box? "a box")
      (box-ref box))

    (define (set-box! box value)
      (check 'set-box! 1 box box? "a box")
      (box-set box value))))

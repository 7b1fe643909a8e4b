;;; Numbers: the procedures with two results.

(define-library (ouro base number)
  (import (ouro syntax) (only (ouro primitives) - * floor-quotient truncate-quotient exact-integer-square-root values))
  (export exact-integer-sqrt floor/ truncate/)
  (begin
    ;; The largest root whose square is at most n, and what is left.
    (define (exact-integer-sqrt n)
      (let ((root (exact-integer-square-root n)))
        (values root (- n (* root root)))))

    (define (floor/ dividend divisor)
      (let ((quotient (floor-quotient dividend divisor)))
        (values quotient (- dividend (* quotient divisor)))))

    (define (truncate/ dividend divisor)
      (let ((quotient (truncate-quotient dividend divisor)))
        (values quotient (- dividend (* quotient divisor)))))))

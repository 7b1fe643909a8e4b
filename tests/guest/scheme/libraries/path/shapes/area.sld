(define-library (shapes area)
  (import (scheme base))
  (export circle-area (rename square-area area-of-square) define-shape evaluations)
  (begin
    (define evaluations (list 'once))
    (define pi-ish 3)
    (define (circle-area r) (* pi-ish r r))
    (define (square-area a) (* a a))
    (define (private-helper name value) (list 'shape name value))
    ;; Its template names a private procedure, which users cannot see.
    (define-syntax define-shape
      (syntax-rules () ((_ name value) (define name (private-helper 'name value)))))))

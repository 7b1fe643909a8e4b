; Functions whose results are rounded: exact where the argument gives an exact result, otherwise near the true value.
(import (scheme base) (scheme write) (scheme inexact) (scheme complex))
(define-syntax show
  (syntax-rules () ((_ expression ...) (begin (begin (write expression) (display " ")) ... (newline)))))
(define-syntax fails
  (syntax-rules ()
    ((_ expression)
     (begin
       (display
         (guard (problem ((error-object? problem)
                          (display (error-object-message problem))
                          (for-each (lambda (irritant) (display " ") (write irritant))
                            (error-object-irritants problem))
                          ""))
           expression
           "no error"))
       (newline)))))
(define pi (acos -1))
(define (near? left right) (< (magnitude (- left right)) 1e-12))
(show (asin 0) (acos 1) (tan 0) (atan 0))        ;=> 0 0 0 0
(show (near? (* 2 (asin 1)) pi) (near? (tan (/ pi 4)) 1) (near? (* 4 (atan 1)) pi))         ;=> #t #t #t
(show (near? pi 3.141592653589793))              ;=> #t
(show (near? (asin 1/2) (/ pi 6)) (near? (acos 0.5) (/ pi 3)) (near? (atan 1 -1) (* 3/4 pi)))    ;=> #t #t #t
; Beyond the reals: the definitions of the standard, by exp and log.
(define i (sqrt -1))
(define (asin-by-logarithm z) (* (- i) (log (+ (* i z) (sqrt (- 1 (* z z)))))))
(define z (make-rectangular 0.75 -0.5))
(show (near? (asin z) (asin-by-logarithm z)))    ;=> #t
(show (near? (acos z) (- (/ pi 2) (asin-by-logarithm z))))                  ;=> #t
(show (near? (atan z) (/ (- (log (+ 1 (* i z))) (log (- 1 (* i z)))) (* 2 i))))    ;=> #t
(show (near? (tan z) (/ (sin z) (cos z))))       ;=> #t
(show (near? (sin (asin 2)) 2) (near? (cos (acos -3)) -3))                  ;=> #t #t
(fails (tan 'x))                                 ;=> tan: argument 1 must be a number, got x
(fails (asin "1"))                               ;=> asin: argument 1 must be a number, got "1"
(fails (acos #f))                                ;=> acos: argument 1 must be a number, got #f
(fails (log 0))                                  ;=> log: argument 1 must be a number other than exact 0, got 0
(fails (atan +i))                                ;=> atan: argument 1 must be a number other than +i and -i, got +i
(fails (atan -i))                                ;=> atan: argument 1 must be a number other than +i and -i, got -i
(fails (number->string 10 1))                    ;=> number->string: argument 2 must be a radix from 2 to 36, got 1
(fails (string->number "10" 37))                 ;=> string->number: argument 2 must be a radix from 2 to 36, got 37
(show (number->string 255 16) (number->string -35 36) (string->number "zz" 36) (string->number "12" 2))    ;=> "ff" "-z" 1295 #f

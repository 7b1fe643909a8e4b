; Complex numbers in rectangular form, exact and inexact.
;peer: none, Guile has no exact complex numbers
(write (list (make-rectangular 1 2) (+ 1+2i 3-2i) (* 1+2i 1-2i) (- 1+i) (/ 1+2i 3+4i))) (newline) ;=> (1+2i 4 5 -1-i 11/25+2/25i)
(write (list (real-part 1.5+2i) (imag-part 3/4-i) (magnitude 3+4i) (real-part 5) (imag-part 5))) (newline) ;=> (1.5 -1 5 5 0)
(write (list (sqrt -4) (sqrt -1) (expt +i 2) (* +i +i))) (newline)                     ;=> (+2i +i -1 -1)
(write (list (complex? 1+i) (real? 1+i) (real? 1) (number? +i) (exact? 1+2i) (exact? 1.0+2i))) (newline) ;=> (#t #f #t #t #t #f)
(write (list (= 1+2i 1+2i) (= 1+2i 1-2i) (eqv? 1+2i 1+2i) (equal? 1+2i 1+3i) (zero? 0+0i))) (newline) ;=> (#t #f #t #f #t)
(write (list (string->number "1+2i") (string->number "-i") (number->string 1/2-3i) (string->number "1+i+i"))) (newline) ;=> (1+2i -i "1/2-3i" #f)
(define z (make-polar 2 0))
(write z) (newline)                                                                    ;=> 2
(define (close? a b) (< (magnitude (- a b)) 1e-10))
(write (list (close? (exp (make-rectangular 0 (* 4 (atan 1)))) -1) (close? (make-polar 1 (atan 1 1)) (/ 1+i (sqrt 2))) (close? (angle -1) (* 4 (atan 1))))) (newline) ;=> (#t #t #t)
(write (guard (e ((error-object? e) 'not-ordered)) (< 1+i 2))) (newline)               ;=> not-ordered

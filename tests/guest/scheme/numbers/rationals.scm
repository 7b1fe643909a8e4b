; Exact rationals.
(write (list (/ 6 4) (/ 6 3) (/ 3) (/ 1 3 2) (/ -6 4) (/ 6 -4))) (newline)             ;=> (3/2 2 1/3 1/6 -3/2 -3/2)
(write (list (+ 1/3 1/6) (- 1/2 1/3) (* 2/3 3/2) (/ 1/2 1/4))) (newline)               ;=> (1/2 1/6 1 2)
(write (list (numerator (/ 6 4)) (denominator (/ 6 4)) (denominator 0) (denominator (inexact (/ 6 4))))) (newline) ;=> (3 2 1 2.0)
(write (list (floor 7/2) (ceiling 7/2) (round 7/2) (round 5/2) (truncate -7/2) (floor -7/2))) (newline) ;=> (3 4 4 2 -3 -4)
(write (list (< 1/3 0.34) (= 1/2 0.5) (< 1/3 1/2) (max 1/2 1/3))) (newline)            ;=> (#t #t #t 1/2)
(write (list (exact 0.5) (exact -1.25) (inexact 1/4) (exact 3.0))) (newline)           ;=> (1/2 -5/4 0.25 3)
(write (list (rationalize 3/10 1/10) (rationalize .3 1/10))) (newline)                 ;=> (1/3 0.3333333333333333)
(write (list (inexact 1/3) (number->string 1/3 3) (string->number "-4/6"))) (newline) ;=> (0.3333333333333333 "1/10" -2/3)
(write (list (expt 2/3 3) (expt 2/3 -2) (sqrt 4/9) (abs -1/2))) (newline)              ;=> (8/27 9/4 2/3 1/2)
; The harmonic numbers are exact.
(write (let loop ((i 1) (sum 0)) (if (> i 20) sum (loop (+ i 1) (+ sum (/ 1 i)))))) (newline) ;=> 55835135/15519504
; An exact sum of what is not exact in binary.
(write (= (+ 1/10 2/10) 3/10)) (newline)                                               ;=> #t
(write (= (+ .1 .2) .3)) (newline)                                                     ;=> #f

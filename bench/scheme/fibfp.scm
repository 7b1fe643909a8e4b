; Fibonacci numbers by double recursion in floating point. Size: 35., 6 times.
(define (fibfp n) (if (< n 2.) n (+ (fibfp (- n 1.)) (fibfp (- n 2.)))))
(measure 6 (by-size 9227465. 6765.) (lambda () (fibfp (by-size 35. 20.))))

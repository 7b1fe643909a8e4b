; Fibonacci numbers by double recursion: calls and small integers. Size: 40, 2 times.
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(measure 2 (by-size 102334155 10946) (lambda () (fib (by-size 40 21))))

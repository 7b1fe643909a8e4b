; Calls and small integers.
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(measure 832040 (lambda () (fib 30)))

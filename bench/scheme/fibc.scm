; Fibonacci numbers where every result goes through a captured continuation. Size: 30, 37 times.
(define (fib n return)
  (if (< n 2)
      (return n)
      (return (+ (call/cc (lambda (k) (fib (- n 1) k)))
                 (call/cc (lambda (k) (fib (- n 2) k)))))))
(define (fibc n) (call/cc (lambda (k) (fib n k))))
(measure 37 (by-size 832040 610) (lambda () (fibc (by-size 30 15))))

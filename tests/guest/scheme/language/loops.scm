; do and named let, with steps that are missing, parallel, and shadowing.
(write (do ((v (make-vector 5)) (i 0 (+ i 1))) ((= i 5) v) (vector-set! v i (* i i)))) (newline) ;=> #(0 1 4 9 16)
(write (let ((x '(1 3 5 7 9))) (do ((x x (cdr x)) (sum 0 (+ sum (car x)))) ((null? x) sum)))) (newline) ;=> 25
; Steps are taken at once, from the old values.
(write (do ((a 0 b) (b 1 (+ a b)) (n 0 (+ n 1))) ((= n 20) a))) (newline)  ;=> 6765
(write (let loop ((numbers '(3 -2 1 6 -5)) (nonneg '()) (neg '()))
  (cond ((null? numbers) (list nonneg neg))
        ((>= (car numbers) 0) (loop (cdr numbers) (cons (car numbers) nonneg) neg))
        (else (loop (cdr numbers) nonneg (cons (car numbers) neg)))))) (newline) ;=> ((6 1 3) (-5 -2))
; A loop variable captured by a closure and then stepped.
(define kept #f)
(let loop ((i 0))
  (if (= i 3) (set! kept (lambda () i)))
  (if (< i 10) (loop (+ i 1))))
(write (kept)) (newline)                                                   ;=> 3
; A loop called in a place that is not the tail: a plain recursion.
(write (let build ((n 5)) (if (= n 0) '() (cons n (build (- n 1)))))) (newline) ;=> (5 4 3 2 1)
; Two nested loops that leave through the outer one.
(write (let outer ((i 2))
  (let inner ((j 2))
    (cond ((> (* j j) i) (if (> i 50) i (outer (+ i 1))))
          ((= 0 (remainder i j)) (outer (+ i 1)))
          (else (inner (+ j 1))))))) (newline)                             ;=> 53
(define total 0)
(do ((i 0 (+ i 1))) ((= i 100000)) (set! total (+ total i)))
(write total) (newline)                                                    ;=> 4999950000

; Small procedures, which are compiled into their callers, in loops long enough for that: what they do otherwise they do there.
(import (scheme base) (scheme write))
(define (turns n procedure) (let loop ((i 0) (result #f)) (if (= i n) result (loop (+ i 1) (procedure i)))))
; Results of all kinds, small integers that become big, and a callee that sees other types later.
(define (square x) (* x x))
(define (norm x y) (+ (square x) (square y)))
(write (turns 60000 (lambda (i) (norm i 3)))) (newline)                         ;=> 3599880010
(write (turns 60000 (lambda (i) (norm (if (= i 59999) (expt 10 30) i) 1)))) (newline) ;=> 1000000000000000000000000000000000000000000000000000000000001
(write (turns 60000 (lambda (i) (norm (if (> i 30000) 0.5 i) 1)))) (newline)    ;=> 1.25
; Tail calls from an inlined procedure, to itself and to others, and one that is entered by a tail call.
(define (even-or-odd n) (if (< n 2) (if (= n 0) 'even 'odd) (even-or-odd (- n 2))))
(define (kind n) (even-or-odd n))
(write (turns 40000 (lambda (i) (list (kind (remainder i 7)) (kind 8))))) (newline) ;=> (odd even)
; Several values, also where one is taken.
(define (both x) (values x (- x)))
(define (pick-first x) (call-with-values (lambda () (both x)) (lambda (a b) a)))
(write (turns 40000 (lambda (i) (list (pick-first i) (call-with-values (lambda () (both i)) +))))) (newline) ;=> (39999 0)
(define (none) (values))
(write (turns 40000 (lambda (i) (begin (none) (list i))))) (newline)            ;=> (39999)
; A loop and a closure inside; captured variables; a procedure as an argument.
(define (sum-to n) (let loop ((i 0) (sum 0)) (if (> i n) sum (loop (+ i 1) (+ sum i)))))
(define (adder n) (lambda (x) (+ x n)))
(define (twice f x) (f (f x)))
(write (turns 40000 (lambda (i) (+ (sum-to 4) (twice (adder i) 1))))) (newline) ;=> 80009
(define counter 0)
(define (count!) (set! counter (+ counter 1)) counter)
(write (turns 50000 (lambda (i) (count!)))) (newline)                           ;=> 50000
; Double recursion, which is inlined into itself once; and called with what is no small integer.
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(write (list (fib 24) (fib 11.0) (fib 5/2))) (newline)                          ;=> (46368 89.0 2)

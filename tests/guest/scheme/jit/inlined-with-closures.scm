; Procedures of the library that call what they are given, inlined with a closure that is made for them.
(import (scheme base) (scheme write) (srfi 1))
(define (numbers n) (iota n))
(define (times n thunk) (let loop ((i 0) (last #f)) (if (= i n) last (loop (+ i 1) (thunk)))))
(define some (numbers 10))
(define (show x) (write x) (newline))
; With captured variables, assigned ones, and in tail position.
(define (shifted by list) (map (lambda (x) (+ x by)) list))
(define (total list) (let ((sum 0)) (for-each (lambda (x) (set! sum (+ sum x))) list) sum))
(show (times 20000 (lambda () (shifted 3 some))))               ;=> (3 4 5 6 7 8 9 10 11 12)
(show (times 20000 (lambda () (total some))))                   ;=> 45
(show (times 5000 (lambda () (let ((k 2)) (list (filter (lambda (x) (> x k)) '(1 2 3 4)) (any (lambda (x) (and (> x k) x)) '(1 2 3 4)) (every (lambda (x) (< x k)) '(1 1)))))))
;=> ((3 4) 3 #t)
(show (times 5000 (lambda () (let ((k 2)) (vector-map (lambda (x) (* x k)) #(1 2 3))))))   ;=> #(2 4 6)
(show (times 5000 (lambda () (let ((k 2)) (fold (lambda (x sum) (+ sum (* k x))) 0 some))))) ;=> 90
(show (times 5000 (lambda () (let ((k 2)) (map (lambda (x y) (+ x (* k y))) '(1 2) '(10 20)))))) ;=> (21 42)
; A closure in a closure, both inlined.
(define (table n) (map (lambda (x) (map (lambda (y) (* x y)) '(1 2 3))) (iota n 1)))
(show (times 5000 (lambda () (table 3))))                       ;=> ((1 2 3) (2 4 6) (3 6 9))
; What is called is assigned in the middle of a run.
(define (count-down n) (let ((log '())) (for-each (lambda (x) (set! log (cons (step x) log))) (iota n)) (apply + log)))
(define (step x) (if (= x 4000) (begin (set! step (lambda (x) -1)) 0) 1))
(show (count-down 10000))                                       ;=> -1999
; Captured inside, and entered again: the list of the first time stays as it was.
(define (marked list) (map (lambda (x) (call/cc (lambda (k) (if (= x 3) (set! again k)) x))) list))
(define again #f)
(show (times 3000 (lambda () (marked some))))                   ;=> (0 1 2 3 4 5 6 7 8 9)
(define seen '())
(show (let ((result (marked some))) (set! seen (cons result seen)) (if (< (length seen) 3) (again (* 10 (length seen))) (reverse seen))))
;=> ((0 1 2 3 4 5 6 7 8 9) (0 1 2 10 4 5 6 7 8 9) (0 1 2 20 4 5 6 7 8 9))
; Numbers that outgrow fixnums inside, and types that change.
(define (scaled by list) (map (lambda (x) (* x by)) list))
(show (times 3000 (lambda () (scaled 3 '(1 2)))))               ;=> (3 6)
(show (scaled 4611686018427387904 '(1 2.0 4)))                  ;=> (4611686018427387904 9223372036854776000.0 18446744073709551616)
; A wrong list: the error is of the procedure that was called, and what was in progress is shown.
(define (lengths list) (map (lambda (x) (cdr x)) list))
(define (measure list) (+ 1 (length (lengths list))))
(show (times 3000 (lambda () (measure '((1 2) (3 4))))))        ;=> 3
(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (error-object-message e))) (lambda () (times 3000 (lambda () (lengths '((1) . (2)))))))))) ;=> "cdr: argument 1 must be a pair, got"
(measure '((1 2) oops))
;error: cdr: argument 1 must be a pair, got oops
;error: inlined-with-closures.scm:36:41
;error: in (map #<procedure> ((1 2) oops))
;error: ... tail calls left no trace ...
;error: in (measure ((1 2) oops)) at inlined-with-closures.scm:37

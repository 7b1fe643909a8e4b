; delay, delay-force, force, make-promise.
(write (force (delay (+ 1 2)))) (newline)                                   ;=> 3
(write (let ((p (delay (+ 1 2)))) (list (force p) (force p)))) (newline)    ;=> (3 3)
(define integers (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head stream) (car (force stream)))
(define (tail stream) (cdr (force stream)))
(write (head (tail (tail integers)))) (newline)                             ;=> 2
; The value is computed once.
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(define x 5)
(write (force p)) (newline)                                                 ;=> 6
(write (begin (set! x 10) (force p))) (newline)                             ;=> 6
; A promise that forces itself: the first value to arrive stays (reentrancy test of SRFI 45).
(define q (let ((first? #t)) (delay (if first? (begin (set! first? #f) (force q) 'second) 'first))))
(write (force q)) (newline)                                                 ;=> first
(write (list (promise? p) (promise? 5) (promise? (make-promise 5)))) (newline) ;=> (#t #f #t)
(write (list (force (make-promise 5)) (force (make-promise (list 6))))) (newline)   ;=> (5 (6))
(write (let ((p (delay 1))) (eq? p (make-promise p)))) (newline)            ;=> #t
(write (force (delay-force (delay-force (delay 'chain))))) (newline)        ;=> chain
; What raises is tried again.
(define tries 0)
(define r (delay (begin (set! tries (+ tries 1)) (if (< tries 3) (raise 'not-yet) tries))))
(define (try) (guard (e (#t e)) (force r)))
(write (let* ((a (try)) (b (try)) (c (try)) (d (try))) (list a b c d))) (newline) ;=> (not-yet not-yet 3 3)

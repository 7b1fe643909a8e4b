(define (inner x) (* 2 (car x)))
(define (middle x) (+ 1 (inner x)))
(define (outer x) (list (middle x)))
(display (outer 'oops))
;error: argument 1 must be a pair, got oops
;error: inner
;error: middle
;error: outer
;error: backtrace.scm:1
;error: backtrace.scm:2
;error: backtrace.scm:3

(define (two a b) a)
(two 1 2 3)
;error: two
;error: 2 arguments
;error: 3

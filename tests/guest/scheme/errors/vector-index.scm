(define v (vector 1 2 3))
(define (at i) (vector-ref v i))
(at 3)
;error: vector-ref: argument 2 must be an index below 3, got 3

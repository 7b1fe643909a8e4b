(define v (vector 1 2 3))
(define (at i) (vector-ref v i))
(at 3)
;error: vector-ref: argument 2 must be an index from 0 to 2, got 3

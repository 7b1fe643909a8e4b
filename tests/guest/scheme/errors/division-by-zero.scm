(define (ratio a b) (quotient a b))
(ratio 1 0)
;error: division by zero

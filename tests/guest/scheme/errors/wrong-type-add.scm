(define (add a b) (+ a b))
(add 1 'two)
;error: must be a number, got two

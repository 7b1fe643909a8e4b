(define loaded 1)
(define (use) (* loaded 2))

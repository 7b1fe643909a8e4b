(define (two-or-more a b . c) a)
(two-or-more 1)
;error: two-or-more
;error: at least 2 arguments

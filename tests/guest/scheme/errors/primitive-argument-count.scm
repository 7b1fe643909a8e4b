(define f (if (< 1 2) cons car))
(f 1)
;error: cons
;error: 2 arguments

; Recursion without end is stopped by the memory limit, not by a crash.
;limit-memory: 256M
;peer: none, limits are ours
(define (forever n) (+ 1 (forever n)))
(forever 0)
;exit: 75
;error: memory

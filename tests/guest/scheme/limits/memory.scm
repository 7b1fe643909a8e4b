; Memory that is kept is bounded by the memory limit.
;limit-memory: 128M
;peer: none, limits are ours
(let loop ((kept '())) (loop (cons kept kept)))
;exit: 75
;error: memory

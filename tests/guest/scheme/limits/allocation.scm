; Allocation that never ends is stopped by the allocation limit.
;options: --allocate 64M
;peer: none, limits are ours
(let loop ((kept 0)) (loop (length (make-list 1000 kept))))
;exit: 75
;error: bytes allocated

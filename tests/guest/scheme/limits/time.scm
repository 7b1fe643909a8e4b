; The wall clock.
;options: --time 0.5
;peer: none, limits are ours
(let loop () (loop))
;exit: 75
;error: time

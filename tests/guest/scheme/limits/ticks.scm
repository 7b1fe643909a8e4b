; A loop that never ends is stopped by the tick limit; the program cannot catch that.
;limit-ticks: 1000000
;peer: none, limits are ours
(display "started") (newline)   ;=> started
(guard (e (#t (display "caught")))
  (let loop ((i 0)) (loop (+ i 1))))
;exit: 75
;error: ticks

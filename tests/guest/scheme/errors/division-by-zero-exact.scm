(write (/ 1.0 0.)) (newline)   ;=> +inf.0
(/ 1 0)
;error: division by zero

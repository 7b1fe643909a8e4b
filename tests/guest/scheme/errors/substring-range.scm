(substring "hello" 3 9)
;error: argument 3 must be

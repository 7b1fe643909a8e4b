(display "x") (exit)
;=> x
;exit: 0

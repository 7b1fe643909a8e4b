; A variable that nobody defined: the message names it.
(display "before") (newline)   ;=> before
(define (f) (undefined-name 1))
(f)
;error: undefined-name
;error: unbound-variable.scm:3

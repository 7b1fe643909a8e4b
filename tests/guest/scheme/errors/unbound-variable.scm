; A variable that nobody defined: the message names it.
(display "before") (newline)   ;=> before
(define (f) (undefined-name 1))
(f)
;error: undefined-name
;error: unbound-variable.scm:3
;skip-mode: interpreted because errors there show places in the evaluator

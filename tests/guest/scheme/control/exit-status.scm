; The exit status is the argument of exit; output is flushed and winders run.
(dynamic-wind (lambda () #f) (lambda () (display "inside") (newline) (exit 7)) (lambda () (display "after") (newline)))
;=> inside
;=> after
;exit: 7

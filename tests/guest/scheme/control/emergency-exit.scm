; emergency-exit runs no winders.
(dynamic-wind (lambda () #f) (lambda () (emergency-exit 3)) (lambda () (display "not run")))
;exit: 3

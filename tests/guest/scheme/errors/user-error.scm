(define (check x) (if (< x 0) (error "negative input:" x '(a "b") #\c)))
(check 1)
(check -5)
;error: negative input: -5 (a "b") #\c
;error: check

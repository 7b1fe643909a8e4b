; Runs the work ITERATIONS times and checks the last result; the seconds are of the work alone.
(define (by-size full quick) (if quick? quick full))
(define (measure iterations expected thunk)
  (let* ((turns (by-size iterations (max 1 (quotient iterations 250))))
         (start (seconds-now))
         (result (let loop ((i 1) (result (thunk))) (if (< i turns) (loop (+ i 1) (thunk)) result)))
         (seconds (- (seconds-now) start)))
    (if (equal? result expected)
        (begin (display "seconds ") (display (/ (exact (round (* seconds 1e6))) 1e6)) (newline))
        (begin (display "wrong result: ") (write result) (display ", expected ") (write expected) (newline)))))
; A generator of pseudo-random numbers that is the same everywhere.
(define (next-random x) (remainder (+ (* x 1103515245) 12345) 2147483648))

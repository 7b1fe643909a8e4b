; The names of the older report, and its environments.
(import (scheme r5rs))
(define (show x) (write x) (newline))
(show (exact->inexact 1/4))                         ;=> 0.25
(show (let loop ((i 0)) (if (< i 10) (loop (+ i 1)) i)))   ;=> 10
(show (eval '(map + '(1 2) '(10 20)) (scheme-report-environment 5)))   ;=> (11 22)
(show (eval '(let ((x 1)) (if #t x)) (null-environment 5)))   ;=> 1
(show (force (delay (+ 1 2))))                      ;=> 3

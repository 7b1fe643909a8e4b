; SRFI 111 boxes.
(import (scheme base) (scheme write) (srfi 111))
(define b (box 1))
(set-box! b (+ (unbox b) 1))
(write (list (unbox b) (box? b) (box? 2))) (newline)   ;=> (2 #t #f)

;library
(define (unfinished

; A list that is never closed, in the program itself.
;peer: none, Guile runs what comes before it reads on
(display "never printed")
(define (f x
  (+ x 1)
;exit: 70
;error: read-error.scm:4:9
;error: closed

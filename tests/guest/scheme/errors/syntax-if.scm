;peer: none, Guile runs what comes before it reads on
(display "never printed")
(define (f x)
  (if))
;error: syntax-if.scm:4:3
;error: if
